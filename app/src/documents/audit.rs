//! Comparing the rows with the files: what is missing, what is damaged, and what nobody wants.
//!
//! All of it works while the portal serves. A file comes before its row, so a file without a row is left alone for a day;
//! and whatever a row names is never removed.

use std::time::SystemTime;

use futures_util::{StreamExt as _, TryStreamExt as _};

use super::resumable;
use super::store::blobs;
use crate::clock::Id;
use crate::db::Db;
use crate::error::AppError;
use crate::storage::{BlobHash, Kept, Storage, StorageError};

/// How many rows or files are compared at once.
const BATCH: usize = 500;

/// What is the matter with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Rows name it, and it is not there: in these versions of documents.
    Missing(String, Vec<(Id, i64)>),
    /// Its bytes are not those that rows name: in these versions of documents.
    Damaged(String, Vec<(Id, i64)>),
    /// A row names it, but no document is made of it.
    Unused(String),
    /// No row names it, for longer than a day. Whether it is gone now.
    Orphan(BlobHash, bool),
    /// Not a file of the portal, by its name. It is left where it is.
    Strange(String),
    /// Unfinished for longer than a day. Whether it is gone now.
    Leftover(String, bool),
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that rows name.
    pub files: u64,
    /// Their bytes, as the rows tell.
    pub bytes: u64,
    /// Files without a row that are not old enough to be judged.
    pub arriving: u64,
    /// What is the matter.
    pub findings: Vec<Finding>,
}

impl Report {
    /// How many files are not what a row promises.
    pub fn broken(&self) -> usize {
        let broken =
            |finding: &&Finding| matches!(finding, Finding::Missing(..) | Finding::Damaged(..));
        self.findings.iter().filter(broken).count()
    }
}

/// Reads every row and every file. With `repair`, what nobody wants is removed.
pub async fn check(
    db: &Db,
    storage: &Storage,
    now: SystemTime,
    repair: bool,
) -> Result<Report, AppError> {
    let mut report = Report::default();
    rows(db, storage, &mut report).await?;
    files(db, storage, now, repair, &mut report).await?;
    leftovers(db, storage, now, repair, &mut report).await?;
    Ok(report)
}

/// Unfinished files that nobody goes on with.
async fn leftovers(
    db: &Db,
    storage: &Storage,
    now: SystemTime,
    remove: bool,
    report: &mut Report,
) -> Result<(), AppError> {
    let awaited = resumable::store::awaited(db).await?;
    let storage = storage.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let found = storage.leftovers(now, &awaited)?;
        if remove {
            storage.sweep(now, &awaited)?;
        }
        Ok::<_, std::io::Error>(found)
    });
    let found = looked
        .await
        .map_err(AppError::internal)?
        .map_err(StorageError::from)?;
    for file in found {
        let name = file.file_name().unwrap_or_default();
        let gone = remove && !file.exists();
        let name = name.to_string_lossy().into_owned();
        report.findings.push(Finding::Leftover(name, gone));
    }
    Ok(())
}

/// Removes files that no row has named for a day; answers how many.
pub async fn remove_orphans(
    db: &Db,
    storage: &Storage,
    now: SystemTime,
) -> Result<usize, AppError> {
    let mut report = Report::default();
    files(db, storage, now, true, &mut report).await?;
    let gone = |finding: &&Finding| matches!(finding, Finding::Orphan(_, true));
    Ok(report.findings.iter().filter(gone).count())
}

/// Every row: is its file there, and whole?
async fn rows(db: &Db, storage: &Storage, report: &mut Report) -> Result<(), AppError> {
    let mut after = String::new();
    loop {
        let rows = blobs::named_after(db, &after, BATCH as i64).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after.clone_from(&last.hash);
        for row in rows {
            let size = u64::try_from(row.size).unwrap_or_default();
            report.files += 1;
            report.bytes += size;
            if row.versions == 0 {
                report.findings.push(Finding::Unused(row.hash.clone()));
            }
            let found = match verify(storage, &row.hash, size).await {
                Ok(()) => continue,
                Err(StorageError::Missing) => Finding::Missing,
                Err(StorageError::Damaged) => Finding::Damaged,
                Err(other) => return Err(other.into()),
            };
            let uses = blobs::made_of(db, &row.hash).await?;
            report.findings.push(found(row.hash, uses));
        }
    }
}

async fn verify(storage: &Storage, hash: &str, size: u64) -> Result<(), StorageError> {
    let hash = BlobHash::parse(hash).ok_or(StorageError::Missing)?;
    match storage.size_of(&hash).await? {
        None => Err(StorageError::Missing),
        Some(found) if found != size => Err(StorageError::Damaged),
        Some(_) => storage.verify(&hash).await,
    }
}

/// Every file: does a row name it?
async fn files(
    db: &Db,
    storage: &Storage,
    now: SystemTime,
    remove: bool,
    report: &mut Report,
) -> Result<(), AppError> {
    let mut batches = storage.kept().try_chunks(BATCH);
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(|broken| broken.1)?;
        for orphan in unnamed(db, batch, report).await? {
            let Ok(hash) = &orphan.name else { continue };
            if !orphan.is_old(now) {
                report.arriving += 1;
                continue;
            }
            let gone = remove && storage.remove_unwanted(hash, now).await?;
            report.findings.push(Finding::Orphan(hash.clone(), gone));
        }
    }
    Ok(())
}

/// Those of the files that no row names.
async fn unnamed(db: &Db, files: Vec<Kept>, report: &mut Report) -> Result<Vec<Kept>, AppError> {
    let mut hashes = Vec::new();
    for file in &files {
        match &file.name {
            Ok(hash) => hashes.push(hash.clone()),
            Err(name) => report.findings.push(Finding::Strange(name.clone())),
        }
    }
    let named = blobs::named_among(db, &hashes).await?;
    let mut files = files;
    files.retain(|file| {
        let name = file.name.as_ref();
        name.is_ok_and(|hash| !named.contains(hash.as_str()))
    });
    Ok(files)
}
