//! Practices: the public reads what is public, members what is published, the owner's members drafts.

use tabadul_tests::Client;

use super::Outcome::{self, Conflict, Fine, Forbidden, NotFound, SeeOther, SignIn};
use super::world::{BEACON, DRAFT, NETWORK, PUBLIC, Role, World};
use super::{Row, everyone, get, members, post};

pub async fn prepare(world: &mut World) {
    let app = &world.app;
    let member = world.client(app, Role::OwnMember);
    let publisher = world.client(app, Role::OwnPublisher);
    let public = publish(&member, &publisher, PUBLIC, "public").await;
    let network = publish(&member, &publisher, NETWORK, "network").await;
    let archived = publish(&member, &publisher, DRAFT, "public").await;
    publisher
        .post(&format!("/ar/practices/{archived}/archive"), &[])
        .await;
    let draft = write(&member, DRAFT, "save").await;
    let waiting = write(&member, DRAFT, "submit").await;
    // A published practice has a newer draft.
    let edit = member.get(&format!("/ar/practices/{public}/edit")).await;
    let (revision, version) = (
        edit.field("revision").unwrap(),
        edit.field("version").unwrap(),
    );
    let mut form = words(DRAFT).to_vec();
    let more = [
        ("revision", revision),
        ("version", version),
        ("intent", "save".to_owned()),
    ];
    form.extend(more);
    let saved = send(&member, &format!("/ar/practices/{public}/edit"), &form).await;
    assert!(saved.ends_with("/revisions/2?done=saved"), "{saved}");
    let review = publisher
        .get(&format!("/ar/practices/{waiting}/review"))
        .await;
    let version = review.field("version").unwrap();
    world.name("waiting-version", version);
    for (name, id) in [
        ("public", public),
        ("network", network),
        ("archived", archived),
        ("draft", draft),
        ("waiting", waiting),
    ] {
        world.name(name, id);
    }
}

fn words(mark: &str) -> [(&'static str, String); 7] {
    [
        ("language", "ar".to_owned()),
        ("title", format!("ممارسة {mark} {BEACON}")),
        ("summary", format!("خلاصة {mark}")),
        ("topics", "complaints".to_owned()),
        ("problem", format!("مشكلة {mark}")),
        ("solution", format!("حل {mark}")),
        ("result", format!("نتيجة {mark}")),
    ]
}

async fn send(client: &Client<'_>, path: &str, form: &[(&str, String)]) -> String {
    let pairs: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let answer = client.post(path, &pairs).await;
    assert_eq!(answer.status, SeeOther.status(), "{}", answer.text());
    answer.location().to_owned()
}

async fn write(client: &Client<'_>, mark: &str, intent: &str) -> String {
    let id = client.open("/ar/practices/new").await.field("id").unwrap();
    let mut form = words(mark).to_vec();
    form.extend([("id", id.clone()), ("intent", intent.to_owned())]);
    send(client, "/ar/practices/new", &form).await;
    id
}

async fn publish(author: &Client<'_>, publisher: &Client<'_>, mark: &str, to: &str) -> String {
    let id = write(author, mark, "submit").await;
    let path = format!("/ar/practices/{id}/review");
    let page = publisher.get(&path).await;
    let mut form = vec![
        ("revision", page.field("revision").unwrap()),
        ("version", page.field("version").unwrap()),
        ("visibility", to.to_owned()),
        ("decision", "approve".to_owned()),
    ];
    let seen = page.fields("documents").into_iter();
    form.extend(seen.map(|id| ("documents", id)));
    send(publisher, &path, &form).await;
    id
}

/// The owner's members; for others there is no such thing.
const fn own(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, NotFound, outcome, outcome, NotFound, NotFound, outcome,
    ]
}

/// The owner's publishers, of something that others read.
const fn publishers(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, Forbidden, Forbidden, outcome, Forbidden, Forbidden, outcome,
    ]
}

/// A page that does not ask visitors to sign in: they are told that there is none.
const fn unseen(mut expected: [Outcome; 7]) -> [Outcome; 7] {
    expected[0] = NotFound;
    expected
}

const EDITED: &[(&str, &str)] = &[
    ("language", "ar"),
    ("title", "عنوان جديد"),
    ("topics", "gis"),
    ("revision", "1"),
    ("version", "1"),
    ("intent", "save"),
];
const SEEN: &[(&str, &str)] = &[("revision", "1"), ("version", "1")];

pub fn rows() -> Vec<Row> {
    [reading(), writing(), deciding()].concat()
}

fn reading() -> Vec<Row> {
    let page = "/practices/{id}";
    let api = "/api/v1/practices/{id}";
    let history = "/practices/{id}/history";
    let revision = "/practices/{id}/revisions/{number}";
    vec![
        get("/practices", "/practices", everyone(Fine)),
        get("/practices/drafts", "/practices/drafts", members(Fine)),
        get(page, "/practices/{public}", everyone(Fine)),
        get(page, "/practices/{network}", unseen(members(Fine))),
        get(page, "/practices/{archived}", unseen(own(Fine))),
        get(page, "/practices/{draft}", unseen(own(Fine))),
        get(page, "/practices/{waiting}", unseen(own(Fine))),
        get("/api/v1/practices", "/api/v1/practices", everyone(Fine)),
        get(api, "/api/v1/practices/{public}", everyone(Fine)),
        get(api, "/api/v1/practices/{network}", unseen(members(Fine))),
        get(api, "/api/v1/practices/{archived}", unseen(own(Fine))),
        get(api, "/api/v1/practices/{draft}", everyone(NotFound)),
        get(history, "/practices/{public}/history", own(Fine)),
        get(history, "/practices/{draft}/history", own(Fine)),
        get(revision, "/practices/{public}/revisions/1", own(Fine)),
        get(revision, "/practices/{public}/revisions/2", own(Fine)),
        get(revision, "/practices/{draft}/revisions/1", own(Fine)),
    ]
}

fn writing() -> Vec<Row> {
    let edit = "/practices/{id}/edit";
    // They read it, so they are told that it is not theirs to write.
    let read = [SignIn, Forbidden, Fine, Fine, Forbidden, Forbidden, Fine];
    let stale = [
        SignIn, Forbidden, Conflict, Conflict, Forbidden, Forbidden, Conflict,
    ];
    vec![
        get("/practices/new", "/practices/new", members(SeeOther)),
        get("/practices/new", "/practices/new?id={fresh}", members(Fine)),
        post(
            "/practices/new",
            "/practices/new",
            &[
                ("id", "{fresh}"),
                ("language", "ar"),
                ("title", "عنوان"),
                ("topics", "gis"),
                ("intent", "save"),
            ],
            members(SeeOther),
        ),
        get(edit, "/practices/{public}/edit", read),
        get(edit, "/practices/{draft}/edit", own(Fine)),
        post(edit, "/practices/{draft}/edit", EDITED, own(SeeOther)),
        post(edit, "/practices/{public}/edit", EDITED, stale),
        post(
            "/practices/{id}/submission",
            "/practices/{draft}/submission",
            SEEN,
            own(SeeOther),
        ),
        post(
            "/practices/{id}/revisions/{number}/restoration",
            "/practices/{public}/revisions/1/restoration",
            &[],
            own(SeeOther),
        ),
    ]
}

fn deciding() -> Vec<Row> {
    let review = "/practices/{id}/review";
    let own_publishers = |outcome| {
        [
            SignIn, NotFound, Forbidden, outcome, NotFound, NotFound, outcome,
        ]
    };
    let coordinators = [
        SignIn, Forbidden, Forbidden, Forbidden, Forbidden, SeeOther, SeeOther,
    ];
    let read = [
        SignIn, Forbidden, SeeOther, SeeOther, Forbidden, Forbidden, SeeOther,
    ];
    vec![
        get(review, "/practices/{waiting}/review", own_publishers(Fine)),
        post(
            review,
            "/practices/{waiting}/review",
            &[
                ("revision", "1"),
                ("version", "{waiting-version}"),
                ("visibility", "public"),
                ("decision", "approve"),
            ],
            own_publishers(SeeOther),
        ),
        post(
            "/practices/{id}/archive",
            "/practices/{public}/archive",
            &[],
            publishers(SeeOther),
        ),
        post(
            "/practices/{id}/archive",
            "/practices/{draft}/archive",
            &[],
            [
                SignIn, NotFound, Forbidden, Conflict, NotFound, NotFound, Conflict,
            ],
        ),
        post(
            "/practices/{id}/confirmation",
            "/practices/{public}/confirmation",
            &[],
            read,
        ),
        post(
            "/practices/{id}/verification",
            "/practices/{public}/verification",
            &[],
            coordinators,
        ),
        post(
            "/practices/{id}/verification",
            "/practices/{draft}/verification",
            &[],
            [
                SignIn, NotFound, Forbidden, Forbidden, NotFound, NotFound, Conflict,
            ],
        ),
    ]
}
