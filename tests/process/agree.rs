//! Two processes on one PostgreSQL agree, without talking to each other.

use std::time::Duration;

use app::testing::postgres;

use super::portal::{Portal, runtime};
use super::process::{Server, until};

/// The promise is a second; a machine that compiles meanwhile is given more.
const SOON: Duration = Duration::from_secs(5);

#[test]
fn a_change_here_is_seen_there() {
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

    // B has the page in memory, and its index knows what there is.
    let page = "/ar/organizations/dura";
    assert!(!b.browser().get(page).text.contains("zqwordzq"));
    let search = "/api/v1/search?q=zqwordzq";
    assert_eq!(total(&b.browser().get(search).text), Some(0));

    let mut admin = a.browser();
    admin.sign_in(Portal::EMAIL, Portal::PASSWORD);
    let form = admin.get("/ar/organizations/dura/edit");
    let seen = form.field("seen").expect("a version").to_owned();
    let saved = admin.post(
        "/ar/organizations/dura/edit",
        &[
            ("seen", &seen),
            ("name_ar", "دورا zqwordzq"),
            ("kind", "municipality"),
            ("governorate", "hebron"),
            ("about_ar", "zqwordzq"),
        ],
    );
    assert_eq!(saved.status, 303, "{}", saved.text);
    let shown = until("B shows the change", || {
        b.browser().get(page).text.contains("zqwordzq")
    });
    let found = until("B finds the change", || {
        total(&b.browser().get(search).text).unwrap_or(0) > 0
    });
    assert!(
        shown < SOON && found < SOON,
        "shown {shown:?}, found {found:?}"
    );
}

fn total(answer: &str) -> Option<u64> {
    let rest = answer.split("\"total\":").nth(1)?;
    let end = rest.find(|digit: char| !digit.is_ascii_digit())?;
    rest[..end].parse().ok()
}
