//! The database: pools, transactions, the change feed. The only place that knows which engine runs.

pub mod dump;
mod feed;
mod sql;
mod types;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, Transaction};
use tokio::sync::watch;

pub use feed::{Batch, Change, Entity, Follower};
pub use sql::{Rows, Where};
pub use types::{At, Flag};

/// A statement whose values are being bound.
pub type Query<'q> = sqlx::query::Query<'q, Any, sqlx::any::AnyArguments>;

use crate::clock::Id;
use crate::error::AppError;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Which database runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A server named by a URL.
    Postgres,
}

/// The database. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Engine,
    reader: AnyPool,
    writer: AnyPool,
    feed: Arc<watch::Sender<i64>>,
}

impl Db {
    /// Opens the SQLite file (made if absent): write-ahead log, one writer, several readers, an fsync for each commit.
    pub async fn sqlite(file: &Path) -> Result<Self, sqlx::Error> {
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let writer = pool(1, &[PRAGMAS, WRITER_PRAGMAS])
            .after_release(|connection, _| Box::pin(is_clean(connection)))
            .connect(&url)
            .await?;
        let reader = pool(4, &[PRAGMAS]).connect(&url).await?;
        Ok(Self::new(Engine::Sqlite, reader, writer))
    }

    /// Connects to PostgreSQL.
    pub async fn postgres(url: &str) -> Result<Self, sqlx::Error> {
        let pool = pool(10, &[]).connect(url).await?;
        Ok(Self::new(Engine::Postgres, pool.clone(), pool))
    }

    /// Opens what the URL names: `postgres://…`, or `sqlite:PATH`.
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        match url.strip_prefix("sqlite:") {
            Some(path) => Self::sqlite(Path::new(path.trim_start_matches("//"))).await,
            None => Self::postgres(url).await,
        }
    }

    fn new(engine: Engine, reader: AnyPool, writer: AnyPool) -> Self {
        Self {
            engine,
            reader,
            writer,
            feed: Arc::new(watch::Sender::new(0)),
        }
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Brings the schema up to date. On PostgreSQL an advisory lock keeps two nodes from doing so at once.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        MIGRATIONS.run(&self.writer).await
    }

    /// The pool for questions that change nothing.
    pub fn reader(&self) -> &AnyPool {
        &self.reader
    }

    /// Begins a write. On SQLite it takes the write lock at once, so that it cannot fail on the way up.
    pub async fn begin_write(
        &self,
        now: Timestamp,
        actor: Option<Id>,
    ) -> Result<Write, sqlx::Error> {
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        let transaction = self.writer.begin_with(begin).await?;
        Ok(Write {
            transaction,
            now,
            actor,
            changes: Vec::new(),
            feed: Arc::clone(&self.feed),
        })
    }

    /// Closes every connection; on SQLite this also folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// A pool whose connections begin with these statements.
fn pool(connections: u32, first: &'static [&'static str]) -> AnyPoolOptions {
    sqlx::any::install_default_drivers();
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                for statements in first {
                    connection.execute(*statements).await?;
                }
                Ok(())
            })
        })
}

/// Whether the connection that comes back can serve the next write. SQLite undoes a transaction by itself when the disk is
/// full; sqlx then fails to undo it again and believes ever after that one is open. Such a connection is replaced.
async fn is_clean(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    // An undoing that waits is done before the answer.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
     PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2000;";
/// A reader needs little memory: the system keeps the file's pages once for all of them. One transaction of an import touches
/// many pages, and each that does not fit is written twice.
const WRITER_PRAGMAS: &str = "PRAGMA cache_size = -8000;";

/// One write transaction. Dropping it without [`Write::commit`] undoes everything.
pub struct Write {
    transaction: Transaction<'static, Any>,
    now: Timestamp,
    actor: Option<Id>,
    changes: Vec<feed::Pending>,
    feed: Arc<watch::Sender<i64>>,
}

impl Write {
    /// The connection to run statements on.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// The instant of the write, the same for all its rows.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The instant in the database's form.
    pub fn now_micros(&self) -> i64 {
        self.now.as_microsecond()
    }

    /// Who writes, where someone does.
    pub fn actor(&self) -> Option<Id> {
        self.actor
    }

    /// Takes the row of the feed at once instead of last: other writers wait until the commit, and what is read from here on
    /// is what they left. For whoever acts on what is not there; on SQLite the write waited for the others when it began.
    pub async fn hold_feed(&mut self) -> Result<(), sqlx::Error> {
        feed::hold(&mut self.transaction).await
    }

    /// Notes a change that followers (search, cache, mail, audit) must hear of.
    pub fn changed(&mut self, entity: Entity, id: impl ToString, kind: &'static str) {
        self.changes.push(feed::Pending {
            entity,
            id: id.to_string(),
            kind,
        });
    }

    /// Commits; once this returns the write survives a power cut. The feed row is taken last, so that writers queue for
    /// it as briefly as possible.
    pub async fn commit(mut self) -> Result<(), AppError> {
        let number = if self.changes.is_empty() {
            None
        } else {
            Some(feed::append(&mut self.transaction, &self.changes, self.now, self.actor).await?)
        };
        self.transaction.commit().await?;
        if let Some(number) = number {
            self.feed.send_modify(|known| *known = number.max(*known));
        }
        Ok(())
    }
}

/// Maps a statement's outcome to an error unless it touched exactly one row: the row was changed or removed meanwhile.
pub fn expect_one(result: &sqlx::any::AnyQueryResult) -> Result<(), AppError> {
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::Conflict)
    }
}

/// Whether the error is a violation of the unique constraint `table_column`.
/// SQLite names `table.column`, PostgreSQL the constraint.
pub fn violates(error: &sqlx::Error, table: &str, column: &str) -> bool {
    let Some(database) = error.as_database_error() else {
        return false;
    };
    database.constraint() == Some(&format!("{table}_{column}"))
        || database
            .message()
            .contains(&format!("UNIQUE constraint failed: {table}.{column}"))
}

#[cfg(test)]
mod tests;
