//! Keeps the index in step with the change feed. One per process; the index belongs to the process that serves.

use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};

use index::{Change, Index, Kind, Rebuild, Writer};

use super::source;
use crate::db::{Batch, Db, Entity, Follower};
use crate::error::AppError;

/// When a step that failed is tried again, if nothing changes before.
const AGAIN: Duration = Duration::from_secs(1);
/// Entries read and written at a time.
const BATCH: i64 = 500;

/// The writer of the index and its place in the feed.
pub struct Indexer {
    db: Db,
    writer: Writer,
    follower: Follower,
    rebuild: bool,
}

impl Indexer {
    /// Takes the index for writing. `rebuild` is what opening it said.
    pub fn new(db: Db, index: &Index, rebuild: Option<&Rebuild>) -> Result<Self, AppError> {
        let writer = index.writer().map_err(AppError::internal)?;
        let follower = Follower::new(db.clone(), index.feed_number());
        Ok(Self {
            db,
            writer,
            follower,
            rebuild: rebuild.is_some(),
        })
    }

    /// Brings the index up to the feed's present end.
    pub async fn catch_up(&mut self) -> Result<(), AppError> {
        loop {
            if self.rebuild {
                self.rebuild_all().await?;
            }
            let batch = self.follower.next().await?;
            if batch.changed.is_empty() {
                return Ok(());
            }
            self.write(&batch).await?;
            self.follower.pass(batch.last);
            // Someone asked for it.
            self.rebuild = batch
                .changed
                .iter()
                .any(|(entity, _)| *entity == Entity::Index);
            if !batch.more && !self.rebuild {
                return Ok(());
            }
        }
    }

    /// Writes what changed and, behind it, what carries facts of a changed organization (place, kind). The number of the
    /// feed moves with the last of it: whatever interrupts this, it is done again.
    async fn write(&mut self, batch: &Batch) -> Result<(), AppError> {
        let mut changes = Vec::with_capacity(batch.changed.len());
        for (entity, id) in &batch.changed {
            if let Some(kind) = source::kind_of(*entity) {
                changes.push(self.change(kind, id).await?);
            }
        }
        let organization = |(entity, _): &&(Entity, String)| *entity == Entity::Organization;
        for (_, organization) in batch.changed.iter().filter(organization) {
            for (_, kind) in source::KINDS {
                self.write_owned(kind, organization, &mut changes).await?;
            }
        }
        self.apply(&mut changes, batch.last)
    }

    /// Adds what belongs to an organization, and writes when that becomes much.
    async fn write_owned(
        &mut self,
        kind: Kind,
        organization: &str,
        changes: &mut Vec<Change>,
    ) -> Result<(), AppError> {
        let mut after = String::new();
        loop {
            let ids = source::ids_of(&self.db, kind, organization, &after, BATCH).await?;
            let Some(last) = ids.last().cloned() else {
                return Ok(());
            };
            for id in &ids {
                changes.push(self.change(kind, id).await?);
            }
            if changes.len() >= BATCH as usize {
                self.apply(changes, self.follower.number())?;
            }
            after = last;
        }
    }

    async fn change(&self, kind: Kind, id: &str) -> Result<Change, AppError> {
        Ok(match source::entry(&self.db, kind, id).await? {
            Some(entry) => Change::Upsert(Box::new(entry)),
            None => Change::Remove {
                kind,
                id: id.to_owned(),
            },
        })
    }

    fn apply(&mut self, changes: &mut Vec<Change>, number: i64) -> Result<(), AppError> {
        blocking(|| self.writer.apply(changes, number)).map_err(AppError::internal)?;
        changes.clear();
        Ok(())
    }

    async fn rebuild_all(&mut self) -> Result<(), AppError> {
        // Read before the content: what changes meanwhile is applied again afterwards.
        let number = self.db.feed_number().await?;
        let mut rebuilding = self.writer.rebuild().map_err(AppError::internal)?;
        for (_, kind) in source::KINDS {
            let mut after = String::new();
            loop {
                let ids = source::ids(&self.db, kind, &after, BATCH).await?;
                let Some(last) = ids.last().cloned() else {
                    break;
                };
                let entries = entries(&self.db, kind, &ids).await?;
                blocking(|| rebuilding.add(&entries)).map_err(AppError::internal)?;
                after = last;
            }
        }
        blocking(|| rebuilding.finish(number)).map_err(AppError::internal)?;
        self.follower = Follower::new(self.db.clone(), number);
        self.rebuild = false;
        tracing::info!(number, "the search index is rebuilt");
        Ok(())
    }

    /// Follows the feed for as long as the process lives; [`Db::watch_feed`] says when others changed something. A failure is
    /// logged and tried again.
    pub async fn run(mut self) {
        let mut signal = self.db.feed_signal();
        loop {
            signal.mark_unchanged();
            let step = self.catch_up().await;
            let changed = signal.changed();
            match step {
                Ok(()) => _ = changed.await,
                Err(error) => {
                    tracing::error!(?error, "the search index did not follow");
                    let _ = tokio::time::timeout(AGAIN, changed).await;
                }
            }
        }
    }
}

/// Runs what blocks: on the process's threads it makes room for others first, in a test's single thread it just runs.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

async fn entries(db: &Db, kind: Kind, ids: &[String]) -> Result<Vec<index::Entry>, AppError> {
    let mut entries = Vec::with_capacity(ids.len());
    for id in ids {
        entries.extend(source::entry(db, kind, id).await?);
    }
    Ok(entries)
}
