//! `kill -9` at any moment: what was acknowledged is there, and nothing is there by halves.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use app::db::Db;
use app::documents::audit;
use app::storage::{BlobHash, Storage};

use super::acts::{Act, Member, PLACES, Seen, dice};
use super::portal::{Portal, open, runtime};
use super::process::{Server, until};

/// How often the process is killed.
const ROUNDS: u64 = 50;
/// At most so many acts are acknowledged before the blow.
const MOST: u64 = 6;
/// Each of these begins another kind of act; a seventh part each.
const KINDS: u64 = 7;

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let portal = Portal::prepare();
    portal.add_publisher();
    let home = portal.home().to_string();
    let mut server = Server::start(portal.data(), &[]);
    let token = portal.sign_in(&mut server.browser());
    let member = |server: &Server| Member {
        browser: server.browser().with_session(&token),
        home: home.clone(),
    };
    let script = Script::default();
    let (mut acts, mut acknowledged) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let sent = write_until_the_blow(&mut server, &member, &script, dice(round));
        server = Server::start(portal.data(), &[]);
        let member = member(&server);
        for (act, answered) in sent {
            acknowledged += u64::from(answered);
            examine(&member, act, answered);
            if !answered {
                script.done(act);
            }
            acts.push(act);
        }
    }
    assert!(acknowledged >= ROUNDS, "{acknowledged}");
    let last = member(&server);
    for act in &acts {
        assert_eq!(last.look(*act), Seen::Whole, "{act:?} at the end");
    }
    let told = Told::of(&acts);
    assert!(told.each() > 0, "every kind of act took place: {told:?}");
    until("the index knows every document and workshop", || {
        found(&last, "document") == told.uploads && found(&last, "workshop") == told.workshops
    });
    server.kill();
    runtime().block_on(check(portal.data(), &told));
}

/// After a restart. What was acknowledged is there. What was not is there as a whole or not at all, and whoever presses the
/// button again gets it once.
fn examine(member: &Member, act: Act, acknowledged: bool) {
    match member.look(act) {
        Seen::Whole => {}
        Seen::Nothing => assert!(!acknowledged, "acknowledged and lost: {act:?}"),
        Seen::Half(text) => panic!("{act:?} by halves: {text}"),
    }
    if !acknowledged {
        let again = member.send(act);
        assert_eq!(again.status, 303, "{act:?} again: {}", again.text);
        assert_eq!(member.look(act), Seen::Whole, "{act:?} again");
    }
}

/// Several writers at work; after some acknowledgements the process is killed amid the others' acts. Gives what was sent,
/// and whether it was acknowledged.
fn write_until_the_blow(
    server: &mut Server,
    member: &impl Fn(&Server) -> Member,
    script: &Script,
    dice: u64,
) -> Vec<(Act, bool)> {
    let (say, heard) = channel();
    let writer = member(server);
    std::thread::scope(|scope| {
        for place in PLACES {
            let (say, writer) = (say.clone(), writer.clone());
            scope.spawn(move || write(&writer, place, script, &say));
        }
        drop(say);
        let before = heard.iter().take(1 + (dice % MOST) as usize);
        let mut sent: Vec<(Act, bool)> = before.collect();
        // Somewhere in the next request, not always at its beginning.
        for _ in 0..(dice >> 8) % 400_000 {
            std::hint::spin_loop();
        }
        server.kill();
        sent.extend(heard);
        sent
    })
}

fn write(member: &Member, place: &'static str, script: &Script, say: &Sender<(Act, bool)>) {
    loop {
        let act = script.next(place);
        let answer = member.send(act);
        // Nothing came, or the form that comes before the act was the last that came.
        let gone = matches!(answer.status, 0 | 200);
        assert!(gone || answer.status == 303, "{act:?}: {}", answer.text);
        if !gone {
            script.done(act);
        }
        if say.send((act, !gone)).is_err() || gone {
            return;
        }
    }
}

/// Which act comes next: the same kinds in the same order in every run.
#[derive(Default)]
struct Script(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    number: u64,
    /// Drafts that can be submitted.
    drafts: VecDeque<u64>,
    /// Workshops to register for.
    workshops: VecDeque<u64>,
}

impl Script {
    fn next(&self, place: &'static str) -> Act {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.number += 1;
        let number = waiting.number;
        match dice(number) % KINDS {
            0 => Act::Entry(number),
            1 => Act::Profile(number, place),
            2 => waiting
                .drafts
                .pop_front()
                .map_or(Act::Draft(number), Act::Submission),
            3 => Act::Draft(number),
            4 => waiting
                .workshops
                .pop_front()
                .map_or(Act::Workshop(number), Act::Registration),
            5 => Act::Workshop(number),
            _ => Act::Upload(number),
        }
    }

    /// What was done makes other acts possible.
    fn done(&self, act: Act) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match act {
            Act::Draft(number) => waiting.drafts.push_back(number),
            Act::Workshop(number) => waiting.workshops.push_back(number),
            _ => {}
        }
    }
}

/// How often each kind of act took place.
#[derive(Debug, Default)]
struct Told {
    entries: i64,
    profiles: i64,
    drafts: i64,
    submissions: i64,
    workshops: i64,
    registrations: i64,
    uploads: i64,
}

impl Told {
    fn of(acts: &[Act]) -> Self {
        let mut told = Self::default();
        for act in acts {
            *match act {
                Act::Entry(_) => &mut told.entries,
                Act::Profile(..) => &mut told.profiles,
                Act::Draft(_) => &mut told.drafts,
                Act::Submission(_) => &mut told.submissions,
                Act::Workshop(_) => &mut told.workshops,
                Act::Registration(_) => &mut told.registrations,
                Act::Upload(_) => &mut told.uploads,
            } += 1;
        }
        told
    }

    fn each(&self) -> i64 {
        let firsts = self.entries.min(self.profiles).min(self.drafts);
        let seconds = self.submissions.min(self.workshops);
        firsts
            .min(seconds)
            .min(self.registrations)
            .min(self.uploads)
    }
}

fn found(member: &Member, kind: &str) -> i64 {
    let answer = member
        .browser
        .get(&format!("/api/v1/search?q=title&type={kind}&limit=1"));
    let body: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
    body["total"].as_i64().unwrap()
}

/// The rows themselves: each act once, each with everything that belongs to it.
async fn check(data: &Path, told: &Told) {
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
    for (question, expected) in [
        (
            "SELECT COUNT(*) FROM organizations WHERE slug LIKE 'place-%'",
            told.entries,
        ),
        ("SELECT COUNT(*) FROM practices", told.drafts),
        (
            "SELECT COUNT(*) FROM practice_revisions WHERE number = 1 AND version = 1",
            told.drafts,
        ),
        (
            "SELECT COUNT(*) FROM practice_revisions WHERE state = 'in_review'",
            told.submissions,
        ),
        ("SELECT COUNT(*) FROM workshops", told.workshops),
        ("SELECT COUNT(*) FROM workshop_agenda", told.workshops),
        ("SELECT COUNT(*) FROM registrations", told.registrations),
        (
            "SELECT COUNT(*) FROM documents WHERE status = 'published'",
            told.uploads,
        ),
        ("SELECT COUNT(*) FROM document_versions", told.uploads),
        // A letter leaves with the write that it tells of; of what one author submits, so many a day.
        (
            "SELECT COUNT(*) FROM mails WHERE purpose = 'practice_review'",
            told.submissions.min(10),
        ),
        (
            "SELECT COUNT(*) FROM mails WHERE purpose = 'workshop_registered'",
            told.registrations,
        ),
        // So does the line in the feed, which has no gaps.
        (
            "SELECT COUNT(*) FROM changes WHERE entity = 'document'",
            told.uploads,
        ),
        (
            "SELECT COUNT(*) - (SELECT number FROM feed) FROM changes",
            0,
        ),
    ] {
        assert_eq!(count(&db, question).await, expected, "{question}");
    }
    files_are_whole(&db, data).await;
    nothing_is_left_over(&db, data).await;
    files_are_whole(&db, data).await;
    db.close().await;
}

async fn count(db: &Db, question: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(question))
        .fetch_one(db.reader())
        .await
        .unwrap()
}

/// What the blows left behind is gone after two days, and nothing but that.
async fn nothing_is_left_over(db: &Db, data: &Path) {
    let storage = Storage::open(None, data).unwrap();
    let came = fs::metadata(data.join("tabadul.sqlite")).unwrap();
    let later = came.modified().unwrap() + Duration::from_secs(2 * 24 * 60 * 60);
    audit::check(db, &storage, later, true).await.unwrap();
    let report = audit::check(db, &storage, later, false).await.unwrap();
    assert!(report.files > 0 && report.findings.is_empty(), "{report:?}");
}

/// Every file that a row names is what its name says.
async fn files_are_whole(db: &Db, data: &Path) {
    let storage = Storage::open(None, data).unwrap();
    let named: Vec<String> = sqlx::query_scalar("SELECT hash FROM blobs")
        .fetch_all(db.reader())
        .await
        .unwrap();
    assert!(!named.is_empty());
    for name in named {
        let hash = BlobHash::parse(&name).unwrap();
        storage.verify(&hash).await.unwrap();
    }
}
