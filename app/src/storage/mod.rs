//! Files by content: every blob is named by the SHA-256 of its bytes, so the same file is kept once and a damaged one is noticed.
//!
//! A file arrives in *staging* (a file in the data folder, hashed on the way, never whole in memory), is looked at there, and is
//! then committed: made durable under its name in one step. A crash before that step leaves only a staging file, which
//! [`Storage::sweep`] removes a day later.

mod age;
mod error;
mod hash;
mod inventory;
mod partial;
mod read;
mod rework;
mod s3;
mod sign;
mod staging;
#[cfg(test)]
mod tests;
mod upload;

use std::path::{Path as FsPath, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::clock::Id;

pub use self::error::{OpenError, StorageError};
pub use self::hash::BlobHash;
pub use self::inventory::Kept;
pub use self::partial::Partial;
pub use self::read::{ByteStream, Opened};
pub use self::staging::{Staged, Staging};

/// The folder of finished files inside the store.
const BLOBS: &str = "blobs";
/// The folder of unfinished files.
const STAGING: &str = "staging";
/// An unfinished file older than this belongs to nobody.
const STAGING_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// How much is read or sent at once. S3 takes no part below 5 MiB.
const PART: usize = 8 * 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// Does what blocks away from the threads that serve requests.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, StorageError> {
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|gone| StorageError::Other(Box::new(gone)))?;
    Ok(done?)
}

/// A file that is safely kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The name of the content.
    pub hash: BlobHash,
    /// How many bytes.
    pub size: u64,
}

/// Where the portal keeps files. Cheap to clone.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    staging: PathBuf,
    /// The folder, where the store is one: staging lies inside it, so that committing is a rename and not a copy.
    folder: Option<PathBuf>,
    signing: Option<sign::Signing>,
    full: Arc<AtomicBool>,
    turns: partial::Turns,
}

impl std::fmt::Debug for Storage {
    /// A store that is reached over the network would print how.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Storage")
            .field("folder", &self.folder)
            .field("staging", &self.staging)
            .finish_non_exhaustive()
    }
}

impl Storage {
    /// Opens the store at `url`, which may be a bucket: then it is made sure that it answers. `settings` are the variables of
    /// the environment that tell how to reach it.
    pub async fn connect(
        url: Option<&str>,
        data_dir: &FsPath,
        settings: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, OpenError> {
        let bucket = match url.map(url::Url::parse) {
            Some(Ok(url)) if url.scheme() == "s3" => s3::connect(&url, settings).await?,
            _ => return Self::open(url, data_dir),
        };
        let mut storage = Self::with_store(bucket.store, data_dir.join(STAGING))?;
        storage.signing = bucket.signing;
        Ok(storage)
    }

    /// Opens the folder at `url`, or the folder `files` in the data folder where no URL is given.
    pub fn open(url: Option<&str>, data_dir: &FsPath) -> Result<Self, OpenError> {
        let root = match url {
            None => data_dir.join("files"),
            Some(text) => folder_of(text)?,
        };
        let staging = root.join(STAGING);
        std::fs::create_dir_all(&staging)
            .map_err(|cause| OpenError::Folder(root.clone(), cause))?;
        let store = LocalFileSystem::new_with_prefix(&root)
            .map_err(|cause| OpenError::Store(cause.to_string()))?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            staging,
            folder: Some(root),
            signing: None,
            full: Arc::default(),
            turns: partial::Turns::default(),
        })
    }

    /// Uses any object store, with a local folder for unfinished files.
    pub fn with_store(store: Arc<dyn ObjectStore>, staging: PathBuf) -> Result<Self, OpenError> {
        std::fs::create_dir_all(&staging)
            .map_err(|cause| OpenError::Folder(staging.clone(), cause))?;
        Ok(Self {
            store,
            staging,
            folder: None,
            signing: None,
            full: Arc::default(),
            turns: partial::Turns::default(),
        })
    }

    /// Begins a file of at most `limit` bytes.
    pub fn stage(&self, limit: u64) -> Result<Staging, StorageError> {
        self.check_room()?;
        Staging::begin(&self.staging, limit)
    }

    /// Takes everything from `reader` and keeps it, or keeps nothing.
    pub async fn put_stream(
        &self,
        mut reader: impl AsyncRead + Unpin,
        limit: u64,
    ) -> Result<Stored, StorageError> {
        let mut staging = self.stage(limit)?;
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = reader
                .read(&mut buffer)
                .await
                .map_err(StorageError::CutOff)?;
            match buffer.get(..read) {
                Some(bytes) if read > 0 => staging.write(bytes).await?,
                _ => break,
            }
        }
        self.commit(staging.finish().await?).await
    }

    /// Makes a staged file durable under its name. Content that is there already is not written again.
    pub async fn commit(&self, staged: Staged) -> Result<Stored, StorageError> {
        self.check_room()?;
        let stored = Stored {
            hash: staged.hash().clone(),
            size: staged.size(),
        };
        if self.is_there(&stored).await? {
            return Ok(stored);
        }
        let to = location(&stored.hash);
        match staged.name().filter(|_| self.folder.is_some()) {
            Some(name) => {
                age::touch(&self.staging.join(name))?;
                let from = Path::from_iter([STAGING, name]);
                if staged.is_kept() {
                    // A second name for the same bytes: the first goes when the database knows of the second.
                    self.store.copy(&from, &to).await?
                } else {
                    self.store.rename(&from, &to).await?
                }
            }
            None => self.send(staged, to).await?,
        }
        Ok(stored)
    }

    /// Whether this content is kept already, and young enough that nobody removes it before its row is written.
    async fn is_there(&self, wanted: &Stored) -> Result<bool, StorageError> {
        let at = location(&wanted.hash);
        let kept = match self.store.head(&at).await {
            Ok(meta) if meta.size == wanted.size => meta,
            Ok(_) | Err(object_store::Error::NotFound { .. }) => return Ok(false),
            Err(other) => return Err(other.into()),
        };
        if age::is_young(&kept) {
            return Ok(true);
        }
        let Some(folder) = &self.folder else {
            return Ok(false);
        };
        // Somebody may have removed it in between: then it is brought anew.
        let touched = age::touch(&folder.join(at.as_ref()));
        Ok(touched.is_ok() && self.size_of(&wanted.hash).await? == Some(wanted.size))
    }

    /// Brings a file to a store that is not a folder. It goes on when the request is given up in the middle: a store keeps
    /// the parts of an upload that nobody ends.
    async fn send(&self, staged: Staged, to: Path) -> Result<(), StorageError> {
        let store = Arc::clone(&self.store);
        tokio::spawn(async move { upload::send(&store, &staged, &to).await })
            .await
            .map_err(|gone| StorageError::Other(Box::new(gone)))?
    }

    /// The size of a kept file, or nothing if there is no such file.
    pub async fn size_of(&self, hash: &BlobHash) -> Result<Option<u64>, StorageError> {
        match self.store.head(&location(hash)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// Opens a file, or the bytes `range` of it, for streaming.
    pub async fn open_range(
        &self,
        hash: &BlobHash,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<Opened, StorageError> {
        read::open(&self.store, &location(hash), range).await
    }

    /// Reads a file again and compares it with its name.
    pub async fn verify(&self, hash: &BlobHash) -> Result<(), StorageError> {
        let opened = self.open_range(hash, None).await?;
        if hash::of_stream(opened.bytes).await? == *hash {
            Ok(())
        } else {
            Err(StorageError::Damaged)
        }
    }

    /// Unfinished files that were last written more than a day before `now`, but for those that are `awaited`.
    pub fn leftovers(&self, now: SystemTime, awaited: &[Id]) -> std::io::Result<Vec<PathBuf>> {
        let awaited: Vec<_> = awaited.iter().flat_map(|id| partial::names(*id)).collect();
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.staging)? {
            let entry = entry?;
            if awaited
                .iter()
                .any(|name| entry.file_name() == name.as_str())
            {
                continue;
            }
            // Whoever finishes a file takes it away while the others are looked at.
            let Ok(meta) = entry.metadata() else { continue };
            let age = meta
                .modified()
                .ok()
                .and_then(|at| now.duration_since(at).ok());
            if meta.is_file() && age.is_some_and(|age| age > STAGING_LIFE) {
                found.push(entry.path());
            }
        }
        Ok(found)
    }

    /// Removes [`Storage::leftovers`]; answers how many.
    pub fn sweep(&self, now: SystemTime, awaited: &[Id]) -> std::io::Result<usize> {
        let found = self.leftovers(now, awaited)?;
        for file in &found {
            // Another process may have been faster.
            partial::remove(file)?;
        }
        Ok(found.len())
    }

    /// Behaves as if the disk were full, or no longer: how tests see what people would see.
    #[doc(hidden)]
    pub fn pretend_full(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }

    fn check_room(&self) -> Result<(), StorageError> {
        if self.full.load(Ordering::Relaxed) {
            Err(StorageError::Full)
        } else {
            Ok(())
        }
    }
}

/// Two levels, so that no folder grows to hundreds of thousands of entries.
fn location(hash: &BlobHash) -> Path {
    Path::from_iter([BLOBS, hash.prefix(), hash.as_str()])
}

fn folder_of(text: &str) -> Result<PathBuf, OpenError> {
    let url = url::Url::parse(text).map_err(|cause| OpenError::NotAUrl(cause.to_string()))?;
    if url.scheme() != "file" {
        return Err(OpenError::Unsupported(url.scheme().to_owned()));
    }
    url.to_file_path().map_err(|()| {
        OpenError::NotAUrl(
            "a file URL names an absolute folder: file:///srv/tabadul/files".to_owned(),
        )
    })
}
