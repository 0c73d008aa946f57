//! What is in files: versions that nobody looked into, and what was found.

use crate::clock::Id;
use crate::db::{Db, Write};
use crate::documents::filetype::FileType;
use crate::documents::inside::Inside;
use crate::error::AppError;
use crate::storage::BlobHash;

/// A version that nobody looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// Its document.
    pub document: Id,
    /// Its number.
    pub number: i64,
    /// Its content.
    pub blob: BlobHash,
    /// In bytes.
    pub size: u64,
    /// What it is.
    pub file_type: FileType,
}

/// The next versions that nobody looked into.
pub async fn unseen(db: &Db, after: Option<&Unseen>, limit: i64) -> Result<Vec<Unseen>, AppError> {
    let (document, number) = after.map_or((String::new(), 0), |after| {
        (after.document.to_string(), after.number)
    });
    let rows: Vec<(Id, i64, String, i64, String)> = sqlx::query_as(
        "SELECT document_id, number, blob, size, file_type FROM document_versions \
         WHERE inside IS NULL AND (document_id > $1 OR (document_id = $1 AND number > $2)) \
         ORDER BY document_id, number LIMIT $3",
    )
    .bind(document)
    .bind(number)
    .bind(limit)
    .fetch_all(db.reader())
    .await?;
    let unseen = rows
        .into_iter()
        .map(|(document, number, blob, size, file_type)| {
            let known = BlobHash::parse(&blob).zip(FileType::by_extension(&file_type));
            let (blob, file_type) = known.ok_or_else(|| {
                AppError::internal("a version holds a word that is not known here")
            })?;
            Ok(Unseen {
                document,
                number,
                blob,
                size: u64::try_from(size).unwrap_or_default(),
                file_type,
            })
        });
    unseen.collect()
}

/// Notes what was found, unless somebody else did.
pub async fn set_inside(
    write: &mut Write,
    version: &Unseen,
    inside: &Inside,
) -> Result<(), AppError> {
    sqlx::query(
        "UPDATE document_versions SET inside = $3 WHERE document_id = $1 AND number = $2 AND inside IS NULL",
    )
    .bind(version.document)
    .bind(version.number)
    .bind(inside.to_json())
    .execute(write.connection())
    .await?;
    Ok(())
}
