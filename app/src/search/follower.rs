//! Keeps the index in step with the change feed. One per process; the index belongs to the process that serves.

use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};

use index::{Change, Index, Kind, Rebuild, Writer};

use super::source;
use crate::db::{Db, Entity, Follower};
use crate::error::AppError;

/// How often the feed is asked when this process itself commits nothing: other nodes and subcommands do.
const POLL: Duration = Duration::from_millis(250);
/// Entries read at a time while rebuilding.
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
            let (changed, more) = self.follower.next().await?;
            if changed.is_empty() {
                return Ok(());
            }
            let changes = self.changes(&changed).await?;
            let number = self.follower.number();
            blocking(|| self.writer.apply(&changes, number)).map_err(AppError::internal)?;
            // Entries carry facts of their organization (place, kind), and someone may have asked for a rebuild.
            let wide = |entity: &Entity| matches!(entity, Entity::Organization | Entity::Index);
            self.rebuild = changed.iter().any(|(entity, _)| wide(entity));
            if !more && !self.rebuild {
                return Ok(());
            }
        }
    }

    async fn changes(
        &self,
        changed: &std::collections::BTreeSet<(Entity, String)>,
    ) -> Result<Vec<Change>, AppError> {
        let mut changes = Vec::with_capacity(changed.len());
        for (entity, id) in changed {
            let Some(kind) = source::kind_of(*entity) else {
                continue;
            };
            changes.push(match source::entry(&self.db, kind, id).await? {
                Some(entry) => Change::Upsert(Box::new(entry)),
                None => Change::Remove {
                    kind,
                    id: id.clone(),
                },
            });
        }
        Ok(changes)
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

    /// Follows the feed for as long as the process lives. A failure is logged and tried again with the next change.
    pub async fn run(mut self) {
        let mut signal = self.db.feed_signal();
        loop {
            let step = async {
                self.db.observe_feed().await?;
                self.catch_up().await
            };
            if let Err(error) = step.await {
                tracing::error!(?error, "the search index did not follow");
            }
            let _ = tokio::time::timeout(POLL, signal.changed()).await;
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
