//! The CRC-32 of files, for packs: read once and kept beside the name of the content. Derived data, so that asking for a file
//! may write it.

use std::collections::HashMap;

use futures_util::StreamExt as _;
use tokio::sync::Semaphore;

use super::store::blobs;
use crate::App;
use crate::error::AppError;
use crate::storage::{BlobHash, Storage, StorageError};

/// Files that the job reads in one go.
const AT_ONCE: i64 = 20;

static TURN: Semaphore = Semaphore::const_new(1);

/// The CRC-32 of each of the files. Those that nobody has read for it are read now, one at a time whoever asks.
pub async fn of(app: &App, hashes: &[BlobHash]) -> Result<HashMap<BlobHash, u32>, AppError> {
    let mut known = blobs::sums_of(&app.db, hashes).await?;
    if hashes.iter().all(|hash| known.contains_key(hash)) {
        return Ok(known);
    }
    let _turn = TURN.acquire().await.map_err(AppError::internal)?;
    // Somebody may have read them meanwhile.
    known.extend(blobs::sums_of(&app.db, hashes).await?);
    for hash in hashes {
        if !known.contains_key(hash) {
            let sum = read(&app.storage, hash).await.map_err(super::lost)?;
            keep(app, hash, sum).await;
            known.insert(hash.clone(), sum);
        }
    }
    Ok(known)
}

/// Reads files that are attached to something before anybody waits for it. Answers the last one that was looked at: what
/// cannot be read is not tried again at once.
pub async fn read_ahead(app: &App, after: &str) -> Result<String, AppError> {
    let mut last = String::new();
    for hash in blobs::without_sum(&app.db, after, AT_ONCE).await? {
        let _turn = TURN.acquire().await.map_err(AppError::internal)?;
        match read(&app.storage, &hash).await {
            Ok(sum) => keep(app, &hash, sum).await,
            Err(error) => tracing::warn!(%error, %hash, "a file cannot be read for packs"),
        }
        last = hash.to_string();
    }
    Ok(last)
}

/// What is not kept now is read again: a full disk takes no pack away.
async fn keep(app: &App, hash: &BlobHash, sum: u32) {
    if let Err(error) = blobs::keep_sum(&app.db, app.sources.now(), hash, sum).await {
        tracing::warn!(?error, "the CRC of a file is kept later");
    }
}

async fn read(storage: &Storage, hash: &BlobHash) -> Result<u32, StorageError> {
    let mut bytes = storage.open_range(hash, None).await?.bytes;
    let mut sum = crc32fast::Hasher::new();
    while let Some(chunk) = bytes.next().await {
        sum.update(&chunk?);
    }
    Ok(sum.finalize())
}
