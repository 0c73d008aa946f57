//! Changing a staged file before it is kept.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::{BlobHash, CHUNK, Staged, Storage, StorageError, blocking};

impl Storage {
    /// Lets `work` read the file and write another, away from the threads that serve requests. It answers whether the other
    /// takes the file's place, and something of its own.
    pub async fn rework<T: Send + 'static>(
        &self,
        staged: Staged,
        work: impl FnOnce(&mut File, &mut File) -> io::Result<(bool, T)> + Send + 'static,
    ) -> Result<(Staged, T), StorageError> {
        self.check_room()?;
        let folder = self.staging.clone();
        blocking(move || rework(&folder, staged, work)).await
    }
}

fn rework<T>(
    folder: &Path,
    staged: Staged,
    work: impl FnOnce(&mut File, &mut File) -> io::Result<(bool, T)>,
) -> io::Result<(Staged, T)> {
    let (mut output, path) = tempfile::Builder::new()
        .prefix("part-")
        .tempfile_in(folder)?
        .into_parts();
    let (changed, answer) = work(&mut staged.open()?, &mut output)?;
    if !changed {
        return Ok((staged, answer));
    }
    output.sync_all()?;
    output.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; CHUNK];
    loop {
        let read = output.read(&mut buffer)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        hasher.update(bytes);
        size += bytes.len() as u64;
    }
    let hash = BlobHash::finish(hasher);
    Ok((Staged::passing(path, hash, size), answer))
}
