//! `kill -9` at any moment: what was acknowledged is there, and nothing is there by halves.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use app::accounts::{Accounts, Cost, Email, NewMember, store};
use app::clock::{SeededRandomness, Sources, SystemClock};
use app::db::Db;
use app::organizations::{self, load::load_directory};
use sqlx::Row as _;
use tempfile::TempDir;

use super::browser::Browser;
use super::process::Server;

/// How often the process is killed.
const ROUNDS: usize = 50;
/// Writers at a time: one is always in the middle of something.
const WRITERS: usize = 3;
/// At most so many changes are acknowledged before the blow.
const MOST: u64 = 6;

/// A data folder with an admin who can sign in.
pub struct Portal {
    data: TempDir,
}

impl Portal {
    pub const EMAIL: &str = "admin@tabadul.example";
    pub const PASSWORD: &str = "شجرة زيتون قديمة";

    pub fn prepare() -> Self {
        let data = tempfile::tempdir().unwrap();
        runtime().block_on(async {
            let db = open(data.path()).await;
            db.migrate().await.unwrap();
            Self::add_admin(&db).await;
            db.close().await;
        });
        Self { data }
    }

    /// Loads the directory, and puts an admin into it whose password can be checked cheaply.
    pub async fn add_admin(db: &Db) {
        let sources = Sources::system();
        load_directory(db, &sources).await.unwrap();
        let gaza = organizations::store::by_slug(db, "gaza").await;
        let email = Email::parse(Self::EMAIL).unwrap();
        let mut admin = NewMember::new(email, "اسم", "مدير النظام", gaza.unwrap().unwrap().id);
        let passwords = Accounts::new(Cost::CHEAP).passwords;
        let hash = passwords.hash(&sources, Self::PASSWORD).await;
        admin.password_hash = Some(hash.unwrap());
        admin.admin = true;
        let added = store::create_member(db, &sources, &admin).await;
        assert!(added.unwrap().is_some());
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Signs the admin in and gives the session's token.
    pub fn sign_in(&self, browser: &mut Browser) -> String {
        browser.sign_in(Self::EMAIL, Self::PASSWORD)
    }

    /// The same number gives the same identifier.
    pub fn identifier(number: u64) -> String {
        let randomness = SeededRandomness::new(number);
        let sources = Sources::new(Arc::new(SystemClock), Arc::new(randomness));
        sources.id().to_string()
    }

    /// The form of a new entry of the directory.
    pub fn entry<'a>(id: &'a str, slug: &'a str) -> [(&'static str, &'a str); 5] {
        [
            ("id", id),
            ("slug", slug),
            ("name_ar", "شريك تجربة"),
            ("kind", "partner"),
            ("about_ar", slug),
        ]
    }
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

async fn open(data: &Path) -> Db {
    Db::sqlite(&data.join("tabadul.sqlite")).await.unwrap()
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let portal = Portal::prepare();
    let mut server = Server::start(portal.data(), &[]);
    let token = portal.sign_in(&mut server.browser());
    let mut acknowledged = BTreeSet::new();
    let made = AtomicUsize::new(0);
    for round in 0..ROUNDS {
        let dice = dice(round);
        let browser = server.browser().with_session(&token);
        acknowledged.extend(write_until_the_blow(&mut server, &browser, &made, dice));
        server = Server::start(portal.data(), &[]);
    }
    assert!(acknowledged.len() >= ROUNDS, "{}", acknowledged.len());
    drop(server);
    runtime().block_on(check(portal.data(), &acknowledged));
}

/// Several writers add entries; after some acknowledgements the process is killed amid the others' work. Gives what it
/// had acknowledged.
fn write_until_the_blow(
    server: &mut Server,
    browser: &Browser,
    made: &AtomicUsize,
    dice: u64,
) -> Vec<String> {
    let (say, heard) = channel();
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            let say = say.clone();
            scope.spawn(move || write(browser, made, &say));
        }
        drop(say);
        let mut slugs: Vec<String> = heard.iter().take(1 + (dice % MOST) as usize).collect();
        // Somewhere in the next request, not always at its beginning.
        for _ in 0..(dice >> 8) % 400_000 {
            std::hint::spin_loop();
        }
        server.kill();
        slugs.extend(heard);
        slugs
    })
}

fn write(browser: &Browser, made: &AtomicUsize, say: &Sender<String>) {
    loop {
        let number = made.fetch_add(1, Ordering::Relaxed);
        let slug = format!("place-{number}");
        let id = Portal::identifier(number as u64);
        match browser.post("/ar/organizations", &Portal::entry(&id, &slug)) {
            answer if answer.status == 303 => {
                if say.send(slug).is_err() {
                    return;
                }
            }
            answer if answer.status == 0 => return,
            answer => panic!("{slug}: {}", answer.text),
        }
    }
}

async fn check(data: &Path, acknowledged: &BTreeSet<String>) {
    let db = open(data).await;
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(db.reader())
        .await
        .unwrap();
    assert_eq!(sound, "ok");
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(db.reader())
        .await;
    assert!(dangling.unwrap().is_empty());
    let stored: Vec<String> =
        sqlx::query_scalar("SELECT slug FROM organizations WHERE slug LIKE 'place-%'")
            .fetch_all(db.reader())
            .await
            .unwrap();
    let stored: BTreeSet<String> = stored.into_iter().collect();
    let lost: Vec<_> = acknowledged.difference(&stored).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    // A change and its line in the feed stand or fall together, and the feed has no gaps.
    let feed = sqlx::query(
        "SELECT (SELECT number FROM feed) AS last, (SELECT COUNT(*) FROM changes) AS lines, \
         (SELECT COUNT(*) FROM changes c JOIN organizations o ON o.id = c.entity_id WHERE o.slug LIKE 'place-%') AS told",
    )
    .fetch_one(db.reader())
    .await
    .unwrap();
    assert_eq!(feed.get::<i64, _>("last"), feed.get::<i64, _>("lines"));
    assert_eq!(feed.get::<i64, _>("told"), stored.len() as i64);
    db.close().await;
}

/// A number that looks random and is the same in every run (SplitMix64).
fn dice(round: usize) -> u64 {
    let mut z = (round as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
