//! Two processes on one PostgreSQL agree within a second, without talking to each other.

use std::time::Duration;

use app::testing::postgres;

use super::browser::Browser;
use super::portal::{Portal, runtime};
use super::process::{Server, until};

/// The promise: from the acknowledgement on one node until page, search and API of the other show the change.
const PROMISE: Duration = Duration::from_secs(1);
/// So many changes are measured and the middle one counts: a machine that compiles meanwhile may stop for a moment, a product
/// that is late is late with most.
const CHANGES: usize = 5;

#[test]
fn a_change_here_is_seen_there_within_a_second() {
    let runtime = runtime();
    let Some(database) = runtime.block_on(postgres()) else {
        return; // `./dev test` gives the address of a server.
    };
    runtime.block_on(Portal::add_admin(&database.db));
    let here = tempfile::tempdir().unwrap();
    let there = tempfile::tempdir().unwrap();
    let settings = [("TABADUL_DATABASE_URL", database.url.as_str())];
    let a = Server::start(here.path(), &settings);
    let b = Server::start(there.path(), &settings);
    let mut admin = a.browser();
    admin.sign_in(Portal::EMAIL, Portal::PASSWORD);
    let reader = b.browser();
    let mut late: Vec<Duration> = (0..CHANGES)
        .map(|number| {
            let word = format!("zqword{number}zq");
            // B has the page in memory, and its index knows what there is.
            assert!(!shows(&reader, &word) && !finds(&reader, &word) && !lists(&reader, &word));
            change(&admin, &word);
            until("B agrees", || {
                shows(&reader, &word) && finds(&reader, &word) && lists(&reader, &word)
            })
        })
        .collect();
    late.sort();
    assert!(late[CHANGES / 2] < PROMISE, "{late:?}");
}

/// A changes the entry of a municipality: its name, its address and its text.
fn change(admin: &Browser, word: &str) {
    let path = "/ar/organizations/dura/edit";
    let form = admin.get(path);
    let saved = admin.post(
        path,
        &[
            ("seen", form.field("seen").expect("a version")),
            ("name_ar", &format!("دورا {word}")),
            ("kind", "municipality"),
            ("governorate", "hebron"),
            ("website", &format!("https://{word}.example")),
            ("about_ar", word),
        ],
    );
    assert_eq!(saved.status, 303, "{}", saved.text);
}

fn shows(reader: &Browser, word: &str) -> bool {
    let page = reader.get("/ar/organizations/dura");
    page.says(&[&format!("دورا {word}"), &format!("{word}.example")])
}

/// By the word or by one like it: the hit tells the new name.
fn finds(reader: &Browser, word: &str) -> bool {
    let found = reader.get(&format!("/api/v1/search?q={word}"));
    found.says(&[&format!("دورا {word}")])
}

fn lists(reader: &Browser, word: &str) -> bool {
    let entry = reader.get("/api/v1/organizations/dura");
    entry.says(&[&format!("دورا {word}")])
}
