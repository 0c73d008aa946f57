//! Files that arrive in pieces: one file in staging, as long as what has arrived. Its length is the truth after a crash, but
//! for a piece that counts only as a whole: where it began stands in a small file beside, for as long as it is not sure.

use std::collections::HashMap;
use std::io::{ErrorKind, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::sync::{OwnedMutexGuard, watch};

use super::staging::Staged;
use super::{Storage, StorageError, blocking, hash};
use crate::clock::Id;

/// How the unfinished file of an identifier is called, and the note beside it.
pub(super) fn names(id: Id) -> [String; 2] {
    let name = format!("up-{id}");
    let note = format!("{name}.sure");
    [name, note]
}

/// How long a newcomer waits for whoever writes to notice and stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who may write to which file. A line that broke leaves a writer behind that waits for bytes: the next one sends it away.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns(Arc<Mutex<HashMap<Id, Weak<Turn>>>>);

#[derive(Debug)]
struct Turn {
    lock: Arc<tokio::sync::Mutex<()>>,
    newest: watch::Sender<u64>,
}

impl Turns {
    fn of(&self, id: Id) -> Arc<Turn> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(&id).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(Turn {
            lock: Arc::default(),
            newest: watch::Sender::new(0),
        });
        turns.insert(id, Arc::downgrade(&turn));
        turn
    }

    async fn take(&self, id: Id) -> Option<Held> {
        let turn = self.of(id);
        turn.newest.send_modify(|newest| *newest += 1);
        let newer = turn.newest.subscribe();
        let lock = Arc::clone(&turn.lock).lock_owned();
        let guard = tokio::time::timeout(PATIENCE, lock).await.ok()?;
        Some(Held {
            newer,
            _turn: turn,
            _guard: guard,
        })
    }
}

#[derive(Debug)]
struct Held {
    newer: watch::Receiver<u64>,
    _turn: Arc<Turn>,
    _guard: OwnedMutexGuard<()>,
}

/// An unfinished file, held by one writer.
#[derive(Debug)]
pub struct Partial {
    file: tokio::fs::File,
    path: PathBuf,
    /// Says where an unsure piece began.
    note: PathBuf,
    size: u64,
    /// Where a piece began that counts only as a whole.
    unsure: Option<u64>,
    held: Held,
}

impl Drop for Partial {
    /// A request that is given up in the middle takes its unsure bytes along.
    fn drop(&mut self) {
        if let Some(size) = self.unsure {
            let taken = take_back(&self.path, size).and_then(|()| remove(&self.note));
            if let Err(error) = taken {
                tracing::warn!(%error, "an unsure piece was not taken back");
            }
        }
    }
}

impl Partial {
    /// How much has arrived.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds bytes at the end.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.file.write_all(bytes).await?;
        self.size += bytes.len() as u64;
        Ok(())
    }

    /// Returns when somebody else wants to go on with this file.
    pub async fn wanted(&mut self) {
        // The sender lives as long as this turn: only a newcomer ends the wait.
        let _ = self.held.newer.changed().await;
    }

    /// What follows counts only when [`Partial::settle`] says so.
    pub async fn begin_unsure(&mut self) -> Result<(), StorageError> {
        let (note, size) = (self.note.clone(), self.size);
        blocking(move || {
            let mut file = std::fs::File::create(&note)?;
            file.write_all(size.to_string().as_bytes())?;
            file.sync_all()?;
            // The name of the note must be on the disk before any of the bytes.
            note.parent()
                .map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
        })
        .await?;
        self.unsure = Some(size);
        Ok(())
    }

    /// Keeps the unsure bytes, or takes them back.
    pub async fn settle(&mut self, keep: bool) -> Result<(), StorageError> {
        self.file.flush().await?;
        let Some(size) = self.unsure else {
            return Ok(());
        };
        if !keep {
            self.file.set_len(size).await?;
            self.file.seek(SeekFrom::Start(size)).await?;
            self.size = size;
        }
        remove(&self.note)?;
        self.unsure = None;
        Ok(())
    }

    /// Puts everything on the disk: only then may its length be told.
    pub async fn sync(&mut self) -> Result<(), StorageError> {
        self.file.flush().await?;
        Ok(self.file.sync_all().await?)
    }

    /// Takes the file as complete: reads it once for its name. It stays in staging until it is committed.
    pub async fn complete(&mut self) -> Result<Staged, StorageError> {
        self.sync().await?;
        let (path, size) = (self.path.clone(), self.size);
        blocking(move || {
            let hash = hash::of_file(&path)?;
            Ok(Staged::kept(path, hash, size))
        })
        .await
    }
}

fn take_back(path: &Path, size: u64) -> std::io::Result<()> {
    let file = std::fs::File::options().write(true).open(path)?;
    file.set_len(size)?;
    file.sync_all()
}

/// Removes a file that may be gone already.
pub(super) fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(gone) if gone.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Where a piece began that a crash left unsure. A note that was cut off itself stands before all bytes of its piece.
fn noted(note: &Path) -> std::io::Result<Option<u64>> {
    match std::fs::read_to_string(note) {
        Err(gone) if gone.kind() == ErrorKind::NotFound => Ok(None),
        text => Ok(text?.parse().ok()),
    }
}

impl Storage {
    fn partial_paths(&self, id: Id) -> [PathBuf; 2] {
        names(id).map(|name| self.staging.join(name))
    }

    /// Begins a file that arrives in pieces.
    pub async fn begin_partial(&self, id: Id) -> Result<(), StorageError> {
        self.check_room()?;
        let [path, _] = self.partial_paths(id);
        tokio::fs::File::create_new(path).await?;
        Ok(())
    }

    /// Takes an unfinished file for writing at its end; nothing if there is none. Whoever held it is sent away.
    pub async fn partial(&self, id: Id) -> Result<Option<Partial>, StorageError> {
        let held = self.turns.take(id).await.ok_or(StorageError::Busy)?;
        let [path, note] = self.partial_paths(id);
        let opened = tokio::fs::File::options().write(true).open(&path).await;
        let mut file = match opened {
            Err(gone) if gone.kind() == ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        if let Some(sure) = noted(&note)? {
            take_back(&path, sure)?;
        }
        remove(&note)?;
        let size = file.seek(SeekFrom::End(0)).await?;
        Ok(Some(Partial {
            file,
            path,
            note,
            size,
            unsure: None,
            held,
        }))
    }

    /// How much of an unfinished file is there, without taking it.
    pub async fn partial_size(&self, id: Id) -> Result<Option<u64>, StorageError> {
        let [path, note] = self.partial_paths(id);
        let meta = match tokio::fs::metadata(path).await {
            Err(gone) if gone.kind() == ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        Ok(Some(noted(&note)?.unwrap_or(meta.len()).min(meta.len())))
    }

    /// Removes an unfinished file. One that is gone already is no error.
    pub async fn remove_partial(&self, id: Id) -> Result<(), StorageError> {
        let _held = self.turns.take(id).await.ok_or(StorageError::Busy)?;
        for path in self.partial_paths(id) {
            remove(&path)?;
        }
        Ok(())
    }

    /// Keeps a complete file in staging under an identifier: it waits there for the rest of its form.
    pub fn put_aside(&self, staged: Staged, id: Id) -> Result<(), StorageError> {
        let [path, _] = self.partial_paths(id);
        Ok(staged.persist(&path)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Sources;

    struct Fixture {
        _dir: tempfile::TempDir,
        storage: Storage,
        id: Id,
    }

    async fn fixture() -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(None, dir.path()).unwrap();
        let id = Sources::system().id();
        storage.begin_partial(id).await.unwrap();
        Fixture {
            _dir: dir,
            storage,
            id,
        }
    }

    impl Fixture {
        async fn take(&self) -> Partial {
            self.storage.partial(self.id).await.unwrap().unwrap()
        }
    }

    #[tokio::test]
    async fn pieces_become_one_file() {
        let fixture = fixture().await;
        for piece in [&b"abc"[..], b"", b"defg"] {
            let mut partial = fixture.take().await;
            partial.write(piece).await.unwrap();
            partial.sync().await.unwrap();
        }
        let mut partial = fixture.take().await;
        assert_eq!(partial.size(), 7);
        let staged = partial.complete().await.unwrap();
        drop(partial);
        let stored = fixture.storage.commit(staged).await.unwrap();
        let whole = fixture
            .storage
            .put_stream(&b"abcdefg"[..], 10)
            .await
            .unwrap();
        assert_eq!(stored, whole);
        // The database may not know of it yet: it can be taken once more.
        assert_eq!(fixture.take().await.size(), 7);
    }

    #[tokio::test]
    async fn a_piece_can_be_taken_back() {
        let fixture = fixture().await;
        let size = async || fixture.storage.partial_size(fixture.id).await.unwrap();
        let mut partial = fixture.take().await;
        partial.write(b"abc").await.unwrap();
        for keep in [false, true] {
            partial.begin_unsure().await.unwrap();
            partial.write(b"de").await.unwrap();
            partial.settle(keep).await.unwrap();
        }
        partial.sync().await.unwrap();
        drop(partial);
        assert_eq!(size().await, Some(5));
        // A request that is given up takes back what was not settled.
        let mut partial = fixture.take().await;
        partial.begin_unsure().await.unwrap();
        partial.write(b"fg").await.unwrap();
        partial.sync().await.unwrap();
        drop(partial);
        assert_eq!(size().await, Some(5));
        // So does whoever opens the file after a crash.
        let mut partial = fixture.take().await;
        partial.begin_unsure().await.unwrap();
        partial.write(b"fg").await.unwrap();
        partial.sync().await.unwrap();
        partial.unsure = None;
        drop(partial);
        assert_eq!(size().await, Some(5));
        assert_eq!(fixture.take().await.size(), 5);
    }

    #[tokio::test]
    async fn a_newcomer_sends_the_waiting_writer_away() {
        let fixture = fixture().await;
        let mut old = fixture.take().await;
        let storage = fixture.storage.clone();
        let id = fixture.id;
        let newcomer = tokio::spawn(async move { storage.partial(id).await });
        old.wanted().await;
        drop(old);
        assert!(newcomer.await.unwrap().unwrap().is_some());
    }

    #[tokio::test]
    async fn a_file_that_waits_for_its_form_is_neither_lost_nor_swept() {
        let fixture = fixture().await;
        fixture.storage.remove_partial(fixture.id).await.unwrap();
        let mut staging = fixture.storage.stage(10).unwrap();
        staging.write(b"abc").await.unwrap();
        let staged = staging.finish().await.unwrap();
        fixture.storage.put_aside(staged, fixture.id).unwrap();
        // What waits is opened, examined and left again as often as its form fails.
        drop(fixture.take().await.complete().await.unwrap());
        assert_eq!(fixture.take().await.size(), 3);
        fixture.storage.remove_partial(fixture.id).await.unwrap();
        fixture.storage.remove_partial(fixture.id).await.unwrap();
        assert!(fixture.storage.partial(fixture.id).await.unwrap().is_none());
    }
}
