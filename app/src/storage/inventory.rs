//! What lies in the storage, whether a row names it or not, and removing what nobody wants.

use std::io;
use std::path::Path as FsPath;
use std::time::{Duration, SystemTime};

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::ObjectStoreExt as _;
use object_store::path::Path;

use super::{BLOBS, BlobHash, STAGING, Storage, StorageError, location};

/// How long a file may lie there without a row: its row may be on the way. The hour that is missing from a day is the one
/// between two looks.
pub const GRACE: Duration = Duration::from_secs(23 * 60 * 60);

/// A file among the finished ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The name of its content, or the strange name that it has.
    pub name: Result<BlobHash, String>,
    /// How many bytes.
    pub size: u64,
    /// When it came, or was last wanted again.
    pub modified: SystemTime,
}

impl Kept {
    /// Whether it has been there for so long that no row of it is on the way.
    pub fn is_old(&self, now: SystemTime) -> bool {
        is_old(self.modified, now)
    }
}

impl Storage {
    /// All finished files, in no order.
    pub fn kept(&self) -> BoxStream<'static, Result<Kept, StorageError>> {
        let folder = Path::from(BLOBS);
        let files = self.store.list(Some(&folder));
        files
            .map(|file| {
                let meta = file?;
                let hash = meta.location.filename().and_then(BlobHash::parse);
                let name = hash.filter(|hash| location(hash) == meta.location);
                Ok(Kept {
                    name: name.ok_or_else(|| meta.location.to_string()),
                    size: meta.size,
                    modified: meta.last_modified.into(),
                })
            })
            .boxed()
    }

    /// Removes a file that nobody wants, unless it has become young since it was listed: then somebody does. Answers whether
    /// it is gone.
    pub async fn remove_unwanted(
        &self,
        hash: &BlobHash,
        now: SystemTime,
    ) -> Result<bool, StorageError> {
        let at = location(hash);
        let Some(folder) = &self.folder else {
            // Between the two requests someone may bring the same content again, after a day in which nobody had it: the
            // check of the storage would tell. A store knows no removal that depends on the age.
            let meta = match self.store.head(&at).await {
                Err(object_store::Error::NotFound { .. }) => return Ok(false),
                other => other?,
            };
            if !is_old(meta.last_modified.into(), now) {
                return Ok(false);
            }
            self.store.delete(&at).await?;
            return Ok(true);
        };
        let (from, aside) = (
            folder.join(at.as_ref()),
            folder.join(STAGING).join(format!("unwanted-{hash}")),
        );
        match tokio::task::spawn_blocking(move || take_away(&from, &aside, now)).await {
            Ok(Err(gone)) if gone.kind() == io::ErrorKind::NotFound => Ok(false),
            Ok(done) => Ok(done?),
            Err(gone) => Err(StorageError::Other(Box::new(gone))),
        }
    }
}

/// Taken away first and looked at then: whoever makes the file young either did so before, or finds it gone.
fn take_away(from: &FsPath, aside: &FsPath, now: SystemTime) -> io::Result<bool> {
    let old = |file| Ok::<_, io::Error>(is_old(std::fs::metadata(file)?.modified()?, now));
    if !old(from)? {
        return Ok(false);
    }
    std::fs::rename(from, aside)?;
    if old(aside)? {
        std::fs::remove_file(aside)?;
        return Ok(true);
    }
    std::fs::rename(aside, from)?;
    Ok(false)
}

fn is_old(modified: SystemTime, now: SystemTime) -> bool {
    now.duration_since(modified).is_ok_and(|age| age > GRACE)
}
