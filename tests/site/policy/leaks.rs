//! A walk through everything that can be reached, by role: what one may not know of is nowhere on the way, neither on a
//! page nor in the API, a search, a feed or a file.

use std::collections::{BTreeSet, VecDeque};

use app::routes;
use axum::http::Method;
use tabadul_tests::{Answer, Client};

use super::world::{BEACON, DRAFT, NAMED, NETWORK, PLACE, PROPOSED, PUBLIC, Role, World};
use super::{Row, rows};
use crate::packs::unpack;

/// No walk is longer: a page that makes up new addresses for ever would be found here.
const LONGEST: usize = 3000;
/// Every test member's name holds it.
const NAME: &str = "اسم لا يُنشر";
/// Every test member's address holds it.
const ADDRESS: &str = "@tabadul.example";

#[tokio::test]
async fn a_visitor_meets_only_what_is_public() {
    let world = World::new().await;
    let mut seen = 0;
    for (url, answer) in walk(&world, Role::Visitor).await {
        for secret in [DRAFT, NETWORK, NAMED, PROPOSED, PLACE, NAME, ADDRESS] {
            assert!(!answer.says(secret), "{url} tells a visitor {secret}");
        }
        seen += usize::from(answer.says(PUBLIC));
    }
    assert!(seen > 1, "the walk found nothing public");
}

#[tokio::test]
async fn nobody_meets_anothers_drafts() {
    let world = World::new().await;
    // Coordinators decide on proposals, and may change any plan.
    let others = [DRAFT, NAMED, PROPOSED, PLACE];
    for (role, secrets) in [
        (Role::OtherMember, &others[..]),
        (Role::OtherPublisher, &others),
        (Role::Coordinator, &others[..2]),
    ] {
        for (url, answer) in walk(&world, role).await {
            for secret in secrets {
                assert!(!answer.says(secret), "{url} tells {role:?} {secret}");
            }
        }
    }
}

/// Every answer that this role gets by following links from every address that a row knows.
async fn walk(world: &World, role: Role) -> Vec<(String, Answer)> {
    let client = world.client(&world.app, role);
    let mut waiting: VecDeque<String> = seeds(world).into();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut answers = Vec::new();
    while let Some(url) = waiting.pop_front() {
        assert!(answers.len() < LONGEST, "{url}: the walk does not end");
        let answer = ask(&client, &url).await;
        for link in links(&answer) {
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        answers.push((url, answer));
    }
    answers
}

async fn ask(client: &Client<'_>, url: &str) -> Answer {
    let mut answer = client.get(url).await;
    assert!(!answer.status.is_server_error(), "{url}: {}", answer.status);
    // What is compressed tells its secrets, too.
    if answer.header("content-type") == "application/zip" {
        let files = unpack(&answer.bytes).into_iter();
        let words = files.flat_map(|(name, content)| [name.into_bytes(), content]);
        answer.bytes = words.collect::<Vec<_>>().join(&b'\n').into();
    }
    answer
}

fn seeds(world: &World) -> Vec<String> {
    let table = routes::all();
    let site = |name: &str| table.iter().any(|route| route.name() == name && route.site);
    let mut seeds = vec![
        format!("/en/search?q={BEACON}"),
        format!("/api/v1/search?q={BEACON}&limit=50"),
    ];
    // A secret link shows its holder whom it was sent to: nobody comes upon it.
    let reached = |row: &&Row| row.method == Method::GET && !row.route.contains("{token}");
    for row in rows().iter().filter(reached) {
        let path = world.fill(row.path);
        if site(&row.name()) {
            seeds.push(format!("/ar{path}"));
            seeds.push(format!("/en{path}"));
        } else {
            seeds.push(path);
        }
    }
    seeds
}

/// Addresses of the portal in an answer: links, sources, what JSON and calendars name, where a redirect goes.
fn links(answer: &Answer) -> Vec<String> {
    let text = answer.text();
    let mut found: Vec<String> = Vec::new();
    for attribute in ["href=\"", "src=\""] {
        found.extend(text.split(attribute).skip(1).filter_map(until_quote));
    }
    let own = "http://127.0.0.1:3000";
    for rest in text.split(own).skip(1) {
        let end = rest
            .find(['"', '<', ' ', '\r', '\n', '\\'])
            .unwrap_or(rest.len());
        found.push(rest[..end].to_owned());
    }
    found.push(answer.location().to_owned());
    found
        .into_iter()
        .map(|link| link.replace("&amp;", "&"))
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .filter(|link| link.starts_with('/') && !link.starts_with("/pkg/"))
        .collect()
}

fn until_quote(rest: &str) -> Option<String> {
    rest.split('"').next().map(str::to_owned)
}
