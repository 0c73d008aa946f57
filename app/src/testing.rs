//! What tests share: databases of both engines, a clock that stands still, randomness that repeats itself.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot set up its world has failed"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use sqlx::{Connection, Executor};
use tempfile::TempDir;

use crate::clock::{Clock, SeededRandomness, Sources};
use crate::db::Db;

/// A clock that moves only when told.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// Stands at this instant.
    pub fn at(instant: &str) -> Arc<Self> {
        let instant: Timestamp = instant.parse().expect("an instant");
        Arc::new(Self(AtomicI64::new(instant.as_microsecond())))
    }

    /// Moves on.
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).expect("a duration of this century");
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).expect("an instant")
    }
}

/// The instant at which tests begin: a Sunday morning in Palestine.
pub const START: &str = "2026-11-22T08:00:00Z";

/// A hand clock at [`START`] and the sources made of it.
pub fn sources() -> (Arc<HandClock>, Sources) {
    let clock = HandClock::at(START);
    let sources = Sources::new(clock.clone(), Arc::new(SeededRandomness::new(1)));
    (clock, sources)
}

/// A fresh, migrated database that goes away with its value.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// What `TABADUL_DATABASE_URL` says to open it.
    pub url: String,
    _folder: Option<TempDir>,
}

impl std::ops::Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// A fresh SQLite database.
pub async fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("test.sqlite");
    let db = Db::sqlite(&file).await.expect("SQLite opens");
    db.migrate().await.expect("migrations run");
    TestDb {
        db,
        url: format!("sqlite:{}", file.display()),
        _folder: Some(folder),
    }
}

/// A copy of an SQLite database as it is now.
pub async fn copy(db: &Db) -> TestDb {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("test.sqlite");
    sqlx::query("VACUUM INTO $1")
        .bind(file.display().to_string())
        .execute(db.reader())
        .await
        .expect("SQLite writes a copy");
    TestDb {
        db: Db::sqlite(&file).await.expect("SQLite opens"),
        url: format!("sqlite:{}", file.display()),
        _folder: Some(folder),
    }
}

/// The URL of a new, empty PostgreSQL database, without any table.
pub async fn blank_postgres() -> Option<String> {
    let server = std::env::var("TABADUL_TEST_POSTGRES_URL").ok()?;
    sqlx::any::install_default_drivers();
    let name = format!(
        "t_{}",
        uuid::Uuid::from_bytes(Sources::system().bytes()).simple()
    );
    let mut connection = sqlx::AnyConnection::connect(&server)
        .await
        .expect("PostgreSQL answers");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    connection
        .execute(create)
        .await
        .expect("a database is made");
    let mut url = url::Url::parse(&server).expect("a URL");
    url.set_path(&name);
    Some(url.into())
}

/// A fresh PostgreSQL database on the server that `TABADUL_TEST_POSTGRES_URL` names (`./dev test` starts one).
pub async fn postgres() -> Option<TestDb> {
    let url = blank_postgres().await?;
    let db = Db::postgres(&url).await.expect("PostgreSQL opens");
    db.migrate().await.expect("migrations run");
    Some(TestDb {
        db,
        url,
        _folder: None,
    })
}

/// Fresh databases of every engine at hand: SQLite, and PostgreSQL under `./dev test`.
pub async fn databases() -> Vec<TestDb> {
    std::iter::once(sqlite().await)
        .chain(postgres().await)
        .collect()
}
