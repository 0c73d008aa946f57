//! A file on its way in.

use std::fs::File;
use std::path::Path;

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
        Ok(Staged {
            path: self.path,
            hash: BlobHash::finish(self.hasher),
            size: self.size,
        })
    }
}

/// A complete file that waits to be looked at and committed. Dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    path: TempPath,
    hash: BlobHash,
    size: u64,
}

impl Staged {
    /// Opens it for reading.
    pub fn open(&self) -> std::io::Result<File> {
        File::open(&self.path)
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
        self.path.file_name().and_then(|name| name.to_str())
    }
}
