//! A file on its way in.

use std::fs::File;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::io::AsyncWriteExt as _;

use super::{BlobHash, StorageError};

/// An unfinished file. Dropping it removes it.
#[derive(Debug)]
pub struct Staging {
    file: tokio::fs::File,
    path: TempPath,
    hasher: Sha256,
    size: u64,
    limit: u64,
}

impl Staging {
    pub(super) fn begin(folder: &Path, limit: u64) -> Result<Self, StorageError> {
        let (file, path) = tempfile::Builder::new()
            .prefix("part-")
            .tempfile_in(folder)?
            .into_parts();
        Ok(Self {
            file: tokio::fs::File::from_std(file),
            path,
            hasher: Sha256::new(),
            size: 0,
            limit,
        })
    }

    /// Adds bytes; refuses those beyond the limit.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size > self.limit {
            return Err(StorageError::TooLarge(self.limit));
        }
        self.hasher.update(bytes);
        Ok(self.file.write_all(bytes).await?)
    }

    /// Puts everything on the disk. The file is complete, but not yet kept.
    pub async fn finish(mut self) -> Result<Staged, StorageError> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let hash = BlobHash::finish(self.hasher);
        Ok(Staged::passing(self.path, hash, self.size))
    }
}

/// A complete file that waits to be looked at and committed. Dropping it removes it, unless it came in pieces or was put
/// aside: then it is kept for another attempt.
#[derive(Debug)]
pub struct Staged {
    place: Place,
    hash: BlobHash,
    size: u64,
}

#[derive(Debug)]
enum Place {
    Passing(TempPath),
    Kept(PathBuf),
}

impl Staged {
    pub(super) fn passing(path: TempPath, hash: BlobHash, size: u64) -> Self {
        Self {
            place: Place::Passing(path),
            hash,
            size,
        }
    }

    pub(super) fn kept(path: PathBuf, hash: BlobHash, size: u64) -> Self {
        Self {
            place: Place::Kept(path),
            hash,
            size,
        }
    }

    /// Opens it for reading.
    pub fn open(&self) -> std::io::Result<File> {
        File::open(self.path())
    }

    /// Moves it to another name, where it stays.
    pub(super) fn persist(self, to: &Path) -> std::io::Result<()> {
        match self.place {
            Place::Passing(path) => Ok(path.persist(to)?),
            Place::Kept(path) => std::fs::rename(path, to),
        }
    }

    /// Whether it stays in staging when it is committed or dropped.
    pub(super) fn is_kept(&self) -> bool {
        matches!(self.place, Place::Kept(_))
    }

    fn path(&self) -> &Path {
        match &self.place {
            Place::Passing(path) => path,
            Place::Kept(path) => path,
        }
    }

    /// The name its content will have.
    pub fn hash(&self) -> &BlobHash {
        &self.hash
    }

    /// How many bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.path().file_name().and_then(|name| name.to_str())
    }
}
