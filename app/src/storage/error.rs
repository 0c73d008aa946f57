//! What can go wrong with files, told apart as far as people can act on it.

use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Why a file was not kept or could not be read.
#[derive(Debug)]
pub enum StorageError {
    /// No room on the disk, or a quota is used up.
    Full,
    /// The file is longer than this many bytes.
    TooLarge(u64),
    /// The sender stopped in the middle.
    CutOff(io::Error),
    /// There is no such file.
    Missing,
    /// Somebody else writes to this file and does not stop.
    Busy,
    /// The bytes are not those that the name promises.
    Damaged,
    /// Anything else; the words are for the log.
    Other(Box<dyn Error + Send + Sync>),
}

impl std::fmt::Display for StorageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Full => f.write_str("no room left in the file storage"),
            Self::TooLarge(limit) => write!(f, "the file is longer than {limit} bytes"),
            Self::CutOff(_) => f.write_str("the file ended before it was complete"),
            Self::Busy => f.write_str("the file is being written by somebody else"),
            Self::Missing => f.write_str("no such file in the storage"),
            Self::Damaged => f.write_str("the file in the storage is not what its name promises"),
            Self::Other(_) => f.write_str("the file storage failed"),
        }
    }
}

impl Error for StorageError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::CutOff(cause) => Some(cause),
            Self::Other(cause) => Some(cause.as_ref()),
            _ => None,
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(cause: io::Error) -> Self {
        if is_full(&cause) {
            Self::Full
        } else {
            Self::Other(Box::new(cause))
        }
    }
}

impl From<object_store::Error> for StorageError {
    fn from(cause: object_store::Error) -> Self {
        match cause {
            object_store::Error::NotFound { .. } => Self::Missing,
            other if is_full(&other) => Self::Full,
            other => Self::Other(Box::new(other)),
        }
    }
}

/// Looks through the causes for the kernel's word that there is no room.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            if matches!(
                io.kind(),
                io::ErrorKind::StorageFull
                    | io::ErrorKind::QuotaExceeded
                    | io::ErrorKind::FileTooLarge
            ) {
                return true;
            }
            // An io::Error may wrap another error that `source()` skips.
            if let Some(inner) = io.get_ref()
                && is_full(inner)
            {
                return true;
            }
        }
        next = error.source();
    }
    false
}

/// Why the storage could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The address is not a URL.
    NotAUrl(String),
    /// Files are not kept there.
    Unsupported(String),
    /// The folder cannot be made or written.
    Folder(PathBuf, io::Error),
    /// The store said no.
    Store(String),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAUrl(why) => write!(f, "not a storage address: {why}"),
            Self::Unsupported(scheme) => {
                write!(
                    f,
                    "`{scheme}://` is no storage: give a folder as file:///absolute/path or a bucket as s3://bucket/prefix, or leave it out"
                )
            }
            Self::Folder(path, _) => write!(f, "cannot use the folder {}", path.display()),
            Self::Store(why) => f.write_str(why),
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Folder(_, cause) => Some(cause),
            _ => None,
        }
    }
}
