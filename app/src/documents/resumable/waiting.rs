//! Files that are whole and wait for the rest of their form: sent by a program, by the page while its form was filled, or with a
//! form in which something else was wrong.

use super::store;
use super::types::Upload as Row;
use crate::accounts::Actor;
use crate::clock::Id;
use crate::documents::quota;
use crate::documents::upload::{self, Came, FileProblem, Upload};
use crate::error::AppError;
use crate::http::Visit;

/// The member's uploads of which every byte is there, the newest first, those of one form in its order.
pub async fn of(visit: &Visit, actor: &Actor) -> Result<Vec<Row>, AppError> {
    let mut waiting = Vec::new();
    for row in store::of_member(&visit.app.db, actor.id, visit.now).await? {
        if visit.app.storage.partial_size(row.id).await? == Some(row.length()) {
            waiting.push(row);
        }
    }
    Ok(waiting)
}

/// The file of a form that names an upload. One that is not there, not whole or not this member's is gone.
pub async fn take(visit: &Visit, actor: &Actor, id: &str) -> Result<Came, AppError> {
    let gone = || Came {
        name: String::new(),
        file: Err(FileProblem::Gone),
    };
    let Ok(id) = id.parse::<Id>() else {
        return Ok(gone());
    };
    // First whose it is: taking the file sends away whoever writes to it.
    let Some(row) = store::find(&visit.app.db, actor.id, id, visit.now).await? else {
        return Ok(gone());
    };
    let Some(mut partial) = visit.app.storage.partial(id).await? else {
        return Ok(gone());
    };
    if partial.size() != row.length() {
        return Ok(gone());
    }
    let staged = partial.complete().await?;
    let looked = upload::examine(staged, &row.file_name).await?;
    Ok(Came {
        name: row.file_name,
        file: looked.map(|upload| Upload {
            waiting: Some(id),
            ..upload
        }),
    })
}

/// Keeps files whose form must be mended, and gives the identifiers by which the form names them. One that cannot be kept is
/// left out, and must be chosen again.
pub async fn put_aside(
    visit: &Visit,
    actor: &Actor,
    uploads: Vec<Upload>,
) -> Result<Vec<String>, AppError> {
    let mut kept = Vec::new();
    // Identifiers that follow one another keep the files in the order in which they were chosen.
    let first = visit.app.sources.id();
    for (index, upload) in uploads.into_iter().enumerate() {
        let id = match upload.waiting {
            Some(id) => Some(id),
            None => put_one_aside(visit, actor, first.following(index), upload).await?,
        };
        kept.extend(id.map(|id| id.to_string()));
    }
    Ok(kept)
}

async fn put_one_aside(
    visit: &Visit,
    actor: &Actor,
    id: Id,
    upload: Upload,
) -> Result<Option<Id>, AppError> {
    let size = upload.staged.size();
    let Ok(organization) = quota::place(visit, actor, size).await? else {
        return Ok(None);
    };
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    let owner = (actor.id, organization);
    match store::create(&mut write, id, owner, &upload.name, size).await {
        Ok(()) => {}
        Err(AppError::Throttled | AppError::NoRoom(_)) => return Ok(None),
        Err(other) => return Err(other),
    }
    visit.app.storage.put_aside(upload.staged, id)?;
    write.commit().await?;
    Ok(Some(id))
}

/// Removes row and file. In this order: a file without a row is swept, a row without a file would be in the way.
pub async fn forget(visit: &Visit, id: Id) -> Result<(), AppError> {
    let mut write = visit.app.db.begin_write(visit.now, None).await?;
    store::remove(&mut write, id).await?;
    write.commit().await?;
    Ok(visit.app.storage.remove_partial(id).await?)
}

/// Removes the file of an upload that became a version; its row went with the version's transaction. What fails is swept.
pub async fn done(visit: &Visit, upload: Option<Id>) {
    if let Some(id) = upload
        && let Err(error) = visit.app.storage.remove_partial(id).await
    {
        tracing::warn!(%error, "an upload that became a document is removed later");
    }
}
