//! The rows that name files, for comparing them with the storage.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::clock::Id;
use crate::db::{Db, Where, expect_one};
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

/// The CRC-32 of those of the files that were read for it.
pub async fn sums_of(db: &Db, hashes: &[BlobHash]) -> Result<HashMap<BlobHash, u32>, AppError> {
    let hashes = hashes.iter().map(|hash| hash.as_str().to_owned());
    let (sql, arguments) = Where::new()
        .and_in("hash", hashes)
        .and_plain("crc32 IS NOT NULL")
        .whole("SELECT hash, crc32 FROM blobs", "")?;
    let rows: Vec<(String, i64)> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    let read = |(hash, sum): (String, i64)| Some((BlobHash::parse(&hash)?, sum.try_into().ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Keeps the CRC-32 of a file.
pub async fn keep_sum(db: &Db, now: Timestamp, hash: &BlobHash, sum: u32) -> Result<(), AppError> {
    let mut write = db.begin_write(now, None).await?;
    let changed = sqlx::query("UPDATE blobs SET crc32 = $2 WHERE hash = $1")
        .bind(hash.as_str())
        .bind(i64::from(sum))
        .execute(write.connection())
        .await?;
    expect_one(&changed)?;
    write.commit().await
}

/// Files that something's documents are made of and whose CRC-32 is not known, after one of them, in their order.
pub async fn without_sum(db: &Db, after: &str, limit: i64) -> Result<Vec<BlobHash>, AppError> {
    let hashes: Vec<String> = sqlx::query_scalar(
        "SELECT b.hash FROM blobs b WHERE b.crc32 IS NULL AND b.hash > $1 AND EXISTS \
         (SELECT 1 FROM document_versions v JOIN document_links l ON l.document_id = v.document_id WHERE v.blob = b.hash) \
         ORDER BY b.hash LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(db.reader())
    .await?;
    Ok(hashes
        .iter()
        .filter_map(|hash| BlobHash::parse(hash))
        .collect())
}
