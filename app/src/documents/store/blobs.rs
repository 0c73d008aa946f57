//! The rows that name files, for comparing them with the storage.

use std::collections::HashSet;

use crate::clock::Id;
use crate::db::{Db, Where};
use crate::error::AppError;
use crate::storage::BlobHash;

/// A row that names a file.
#[derive(sqlx::FromRow)]
pub struct Named {
    /// The name of the content.
    pub hash: String,
    /// How many bytes it had.
    pub size: i64,
    /// How many versions of documents are made of it.
    pub versions: i64,
}

/// Rows that name files, after one of them, in their order.
pub async fn named_after(db: &Db, after: &str, limit: i64) -> Result<Vec<Named>, AppError> {
    Ok(sqlx::query_as(
        "SELECT b.hash AS hash, b.size AS size, \
         (SELECT COUNT(*) FROM document_versions v WHERE v.blob = b.hash) AS versions \
         FROM blobs b WHERE b.hash > $1 ORDER BY b.hash LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(db.reader())
    .await?)
}

/// Those of the files that a row names.
pub async fn named_among(db: &Db, hashes: &[BlobHash]) -> Result<HashSet<String>, AppError> {
    let hashes = hashes.iter().map(|hash| hash.as_str().to_owned());
    let (sql, arguments) = Where::new()
        .and_in("hash", hashes)
        .whole("SELECT hash FROM blobs", "")?;
    let named: Vec<String> = sqlx::query_scalar_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    Ok(named.into_iter().collect())
}

/// The documents and versions that are made of a file.
pub async fn made_of(db: &Db, hash: &str) -> Result<Vec<(Id, i64)>, AppError> {
    Ok(sqlx::query_as(
        "SELECT document_id, number FROM document_versions WHERE blob = $1 ORDER BY document_id, number LIMIT 100",
    )
    .bind(hash)
    .fetch_all(db.reader())
    .await?)
}
