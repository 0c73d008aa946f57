//! Looking into the files of versions that nobody looked into: they came before the portal did that, or with demo content.

use futures_util::TryStreamExt as _;

use super::{Inside, MOST, is_readable, look};
use crate::App;
use crate::documents::store::{self, Unseen};
use crate::error::AppError;
use crate::storage::StorageError;

/// How many are looked into at a time: each may be brought from far away.
const FEW: i64 = 5;

/// Looks into the next few versions after one; answers the last of them, or nothing where there are no more. A file that
/// cannot be fetched now is asked for again when somebody begins from the start.
pub(in crate::documents) async fn next(
    app: &App,
    after: Option<Unseen>,
) -> Result<Option<Unseen>, AppError> {
    let unseen = store::unseen(&app.db, after.as_ref(), FEW).await?;
    let mut seen = Vec::new();
    for version in &unseen {
        match inside(app, version).await {
            Ok(inside) => seen.push((version, inside)),
            Err(error) => tracing::warn!(%error, "a file is looked into later"),
        }
    }
    if !seen.is_empty() {
        let mut write = app.db.begin_write(app.sources.now(), None).await?;
        for (version, inside) in seen {
            store::set_inside(&mut write, version, &inside).await?;
        }
        write.commit().await?;
    }
    Ok(unseen.into_iter().next_back())
}

async fn inside(app: &App, version: &Unseen) -> Result<Inside, StorageError> {
    if !is_readable(version.file_type, version.size) {
        return Ok(Inside::Nothing);
    }
    let mut staging = app.storage.stage(MOST)?;
    let mut opened = app.storage.open_range(&version.blob, None).await?;
    while let Some(chunk) = opened.bytes.try_next().await? {
        staging.write(&chunk).await?;
    }
    let staged = staging.finish().await?;
    Ok(look(staged.open()?, version.file_type, version.size).await)
}
