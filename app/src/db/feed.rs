//! The change feed: every write that others care about takes the next numbers from one row and says what changed.
//! Commit order is number order, without gaps, on both engines: the row is locked until the commit.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AnyConnection, FromRow};
use tokio::sync::watch;

use super::{Db, Rows};
use crate::clock::Id;
use crate::error::AppError;

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// An organization of the directory.
    Organization,
    /// A topic.
    Topic,
    /// An account, its roles, its sessions.
    Member,
    /// A practice or one of its revisions.
    Practice,
    /// A workshop, its registrations, minutes, recommendations.
    Workshop,
    /// A document or one of its versions.
    Document,
    /// What admins set for the whole server.
    Settings,
    /// The whole index: someone asked for it to be rebuilt.
    Index,
}

impl Entity {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Topic => "topic",
            Self::Member => "member",
            Self::Practice => "practice",
            Self::Workshop => "workshop",
            Self::Document => "document",
            Self::Settings => "settings",
            Self::Index => "index",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [
            Self::Organization,
            Self::Topic,
            Self::Member,
            Self::Practice,
            Self::Workshop,
            Self::Document,
            Self::Settings,
            Self::Index,
        ]
        .into_iter()
        .find(|entity| entity.as_str() == word)
    }
}

/// A change noted in a transaction that has not committed yet.
pub(super) struct Pending {
    pub(super) entity: Entity,
    pub(super) id: String,
    pub(super) kind: &'static str,
}

/// One committed change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its place in the order of commits.
    pub number: i64,
    /// What changed.
    pub entity: Entity,
    /// Which one.
    pub id: String,
    /// How, in the feature's own word: `published`, `registered`, …
    pub kind: String,
    /// Who did it, where it was a person.
    pub actor: Option<String>,
    /// When, in Unix microseconds.
    pub at: i64,
}

/// Locks the row that every commit of a change takes.
pub(super) async fn hold(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE feed SET number = number WHERE id = 1")
        .execute(connection)
        .await?;
    Ok(())
}

/// Changes in one statement.
const ROWS: usize = 20;

pub(super) async fn append(
    connection: &mut AnyConnection,
    pending: &[Pending],
    now: Timestamp,
    actor: Option<Id>,
) -> Result<i64, sqlx::Error> {
    let count = i64::try_from(pending.len()).unwrap_or(i64::MAX);
    let last: i64 =
        sqlx::query_scalar("UPDATE feed SET number = number + $1 WHERE id = 1 RETURNING number")
            .bind(count)
            .fetch_one(&mut *connection)
            .await?;
    let numbered: Vec<_> = (last - count + 1..).zip(pending).collect();
    for part in numbered.chunks(ROWS) {
        let mut rows =
            Rows::new("INSERT INTO changes (number, entity, entity_id, kind, actor_id, at)");
        for (number, change) in part {
            rows.row()
                .value(*number)
                .value(change.entity.as_str())
                .value(change.id.as_str())
                .value(change.kind)
                .value(actor)
                .value(now.as_microsecond());
        }
        if let Some((sql, arguments)) = rows.finish()? {
            sqlx::query_with(sql, arguments)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(last)
}

#[derive(FromRow)]
struct Row {
    number: i64,
    entity: String,
    entity_id: String,
    kind: String,
    actor_id: Option<String>,
    at: i64,
}

impl Db {
    /// The number of the newest committed change.
    pub async fn feed_number(&self) -> Result<i64, AppError> {
        Ok(sqlx::query_scalar("SELECT number FROM feed WHERE id = 1")
            .fetch_one(self.reader())
            .await?)
    }

    /// Committed changes after `number`, oldest first, at most `limit`.
    pub async fn changes_after(&self, number: i64, limit: i64) -> Result<Vec<Change>, AppError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT number, entity, entity_id, kind, actor_id, at FROM changes WHERE number > $1 ORDER BY number LIMIT $2",
        )
        .bind(number)
        .bind(limit)
        .fetch_all(self.reader())
        .await?;
        Ok(rows.into_iter().filter_map(change).collect())
    }

    /// What happened to one thing, newest first, at most `limit`.
    pub async fn history(
        &self,
        entity: Entity,
        id: &str,
        limit: i64,
    ) -> Result<Vec<Change>, AppError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT number, entity, entity_id, kind, actor_id, at FROM changes \
             WHERE entity = $1 AND entity_id = $2 ORDER BY number DESC LIMIT $3",
        )
        .bind(entity.as_str())
        .bind(id)
        .bind(limit)
        .fetch_all(self.reader())
        .await?;
        Ok(rows.into_iter().filter_map(change).collect())
    }

    /// The newest change that this process has heard of: its own at once, others' when the feed is next asked.
    pub fn known_feed_number(&self) -> i64 {
        *self.feed.borrow()
    }

    /// Asks the feed for its newest number and remembers it.
    pub async fn observe_feed(&self) -> Result<i64, AppError> {
        let number = self.feed_number().await?;
        self.feed.send_if_modified(|known| {
            let newer = number > *known;
            *known = number.max(*known);
            newer
        });
        Ok(number)
    }

    /// Keeps asking, for as long as the process lives: what other nodes and subcommands commit is known here a quarter of
    /// a second later. A job of its own, so that nothing that takes its time holds it up.
    pub async fn watch_feed(self) {
        let mut answered = true;
        loop {
            let asked = self.observe_feed().await;
            if let (true, Err(error)) = (answered, &asked) {
                tracing::error!(?error, "the change feed cannot be read");
            }
            answered = asked.is_ok();
            tokio::time::sleep(POLL).await;
        }
    }

    /// A signal that moves with every change: at once with those of this process, with others' as soon as
    /// [`Db::watch_feed`] hears of them.
    pub fn feed_signal(&self) -> watch::Receiver<i64> {
        self.feed.subscribe()
    }
}

fn change(row: Row) -> Option<Change> {
    Some(Change {
        number: row.number,
        entity: Entity::parse(&row.entity)?,
        id: row.entity_id,
        kind: row.kind,
        actor: row.actor_id,
        at: row.at,
    })
}

/// A reader of the feed that remembers, in its own keeping, the last number it dealt with.
#[derive(Debug)]
pub struct Follower {
    db: Db,
    number: i64,
}

/// How many changes a follower takes at a time.
const BATCH: i64 = 500;
/// How often the feed is asked for what others did. The promise is that nodes agree within a second.
const POLL: Duration = Duration::from_millis(250);

/// What a follower has before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The things that changed, each once.
    pub changed: BTreeSet<(Entity, String)>,
    /// The number of the last of the changes.
    pub last: i64,
    /// Whether more wait behind it.
    pub more: bool,
}

impl Follower {
    /// Follows from after `number`.
    pub fn new(db: Db, number: i64) -> Self {
        Self { db, number }
    }

    /// The last number that was dealt with.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Everything up to this number is dealt with.
    pub fn pass(&mut self, number: i64) {
        self.number = number;
    }

    /// What changed after the last [`Follower::pass`]; the same again, and more, until then: a failure loses nothing.
    pub async fn next(&self) -> Result<Batch, AppError> {
        let changes = self.db.changes_after(self.number, BATCH).await?;
        Ok(Batch {
            more: i64::try_from(changes.len()).unwrap_or(0) == BATCH,
            last: changes.last().map_or(self.number, |last| last.number),
            changed: changes
                .into_iter()
                .map(|change| (change.entity, change.id))
                .collect(),
        })
    }
}
