//! Keeping the index up to date, from one thread.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use tantivy::IndexWriter;

use crate::engine::{Index, IndexError, Live, make_current, new_generation};
use crate::schema;
use crate::types::{Change, Entry};

/// Memory for documents on their way to disk. One thread: a portal writes little, and memory is dear on small machines.
const BUFFER: usize = 20_000_000;

/// Writes changes; there is one per folder.
pub struct Writer {
    index: Index,
    live: Arc<Live>,
    tantivy: IndexWriter,
}

impl Writer {
    pub(crate) fn new(index: Index) -> Result<Self, IndexError> {
        let live = index.live();
        let tantivy = live.index.writer_with_num_threads(1, BUFFER)?;
        Ok(Self {
            index,
            live,
            tantivy,
        })
    }

    /// Writes the changes and, in the same commit, the number of the last of them. They can be found when this returns; on an error
    /// none of them is written.
    pub fn apply(&mut self, changes: &[Change], feed_number: i64) -> Result<(), IndexError> {
        let written = changes
            .iter()
            .try_for_each(|change| put(&mut self.tantivy, &self.live, change));
        let committed = written.and_then(|()| commit(&mut self.tantivy, &self.live, feed_number));
        if committed.is_err() {
            self.tantivy.rollback()?;
        }
        committed
    }

    /// Starts filling a new generation. Searches go on over the old one until [`Rebuilding::finish`]; dropped, it changes nothing.
    pub fn rebuild(&mut self) -> Result<Rebuilding<'_>, IndexError> {
        let inner = &self.index.inner;
        let folder = inner.base.as_deref().map(new_generation).transpose()?;
        let live = Live::create(folder.as_deref(), &inner.analyser)?;
        let tantivy = live.index.writer_with_num_threads(1, BUFFER)?;
        Ok(Rebuilding {
            writer: self,
            folder,
            live: Arc::new(live),
            tantivy,
            finished: false,
        })
    }
}

/// A rebuild under way.
pub struct Rebuilding<'a> {
    writer: &'a mut Writer,
    folder: Option<PathBuf>,
    live: Arc<Live>,
    tantivy: IndexWriter,
    finished: bool,
}

impl Rebuilding<'_> {
    /// Adds entries. Each may be given once only.
    pub fn add(&mut self, entries: &[Entry]) -> Result<(), IndexError> {
        for entry in entries {
            self.tantivy
                .add_document(schema::document(&self.live.fields, entry))?;
        }
        Ok(())
    }

    /// Writes, makes the new generation the current one and swaps it in. `feed_number` is that of the state which was read.
    pub fn finish(mut self, feed_number: i64) -> Result<(), IndexError> {
        commit(&mut self.tantivy, &self.live, feed_number)?;
        let index = &self.writer.index;
        if let (Some(base), Some(folder)) = (&index.inner.base, &self.folder) {
            make_current(base, folder, &index.inner.analyser)?;
        }
        self.finished = true;
        *index
            .inner
            .live
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&self.live);
        self.writer.live = Arc::clone(&self.live);
        std::mem::swap(&mut self.writer.tantivy, &mut self.tantivy);
        Ok(())
    }
}

impl Drop for Rebuilding<'_> {
    fn drop(&mut self) {
        if let (false, Some(folder)) = (self.finished, &self.folder) {
            // What stays behind is removed by the next rebuild.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn put(writer: &mut IndexWriter, live: &Live, change: &Change) -> Result<(), IndexError> {
    match change {
        Change::Upsert(entry) => {
            writer.delete_term(schema::key(&live.fields, entry.kind, &entry.id));
            writer.add_document(schema::document(&live.fields, entry))?;
        }
        Change::Remove { kind, id } => {
            writer.delete_term(schema::key(&live.fields, *kind, id));
        }
    }
    Ok(())
}

fn commit(writer: &mut IndexWriter, live: &Live, feed_number: i64) -> Result<(), IndexError> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&feed_number.to_string());
    commit.commit()?;
    live.reader.reload()?;
    live.feed_number.store(feed_number, Ordering::Release);
    Ok(())
}
