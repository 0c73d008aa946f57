//! The name of a file's content.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};

use super::StorageError;
use super::read::ByteStream;

/// SHA-256 in lower-case hexadecimal: 64 characters, nothing else. So it is safe in a path, a header and a URL.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobHash(String);

impl BlobHash {
    /// Takes a hash that was written down earlier.
    pub fn parse(text: &str) -> Option<Self> {
        let right = text.len() == 64
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        right.then(|| Self(text.to_owned()))
    }

    pub(super) fn finish(hasher: Sha256) -> Self {
        let mut text = String::with_capacity(64);
        for byte in hasher.finalize() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// The text of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn prefix(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

impl std::fmt::Display for BlobHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a whole file, a piece at a time.
pub(super) fn of_file(path: &Path) -> std::io::Result<BlobHash> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(BlobHash::finish(hasher)),
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

pub(super) async fn of_stream(mut bytes: ByteStream) -> Result<BlobHash, StorageError> {
    let mut hasher = Sha256::new();
    while let Some(chunk) = bytes.next().await {
        hasher.update(&chunk?);
    }
    Ok(BlobHash::finish(hasher))
}
