//! Who may do what, for every line of the route table: a route without a row here fails the suite.
//!
//! A feature has a file below `policy/` with two functions: `prepare` makes what its rows speak of and gives each thing a
//! name, `rows` says for each route what every role is answered. Paths and values name things as `{draft}`; `{fresh}` is a
//! new identifier. Rows that describe content come in kinds: something public, something of the network, a draft.

mod accounts;
mod documents;
mod leaks;
mod made;
mod organizations;
mod packs;
mod portal;
mod practices;
mod secrets;
mod storage;
mod table;
mod topics;
mod workshops;
mod world;

use std::collections::BTreeSet;

use app::routes;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use tabadul_tests::TestApp;

use world::{Role, World};

/// What a role is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The page, the file, the JSON.
    Fine,
    /// Done: go on there. Where it is a refusal, the row says so.
    SeeOther,
    /// Sign in first.
    SignIn,
    /// You see it, but may not do this.
    Forbidden,
    /// There is no such thing, or you may not know of it.
    NotFound,
    /// Allowed; what was sent is wrong.
    Unprocessable,
    /// Allowed; but someone else came first, or not in this state.
    Conflict,
    /// Done, and nothing to say.
    NoContent,
    /// There is such a thing, but not for this method.
    NotAllowed,
    /// Allowed; but the program must first say which protocol it speaks.
    Precondition,
}

impl Outcome {
    fn status(self) -> StatusCode {
        match self {
            Self::Fine => StatusCode::OK,
            Self::SeeOther => StatusCode::SEE_OTHER,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict => StatusCode::CONFLICT,
            Self::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoContent => StatusCode::NO_CONTENT,
            Self::Precondition => StatusCode::PRECONDITION_FAILED,
        }
    }
}

/// What is sent.
#[derive(Clone, Debug)]
enum Sent {
    Nothing,
    Form(&'static [(&'static str, &'static str)]),
    /// Fields, and the content of a text file named `file`.
    File(&'static [(&'static str, &'static str)], &'static str),
}

/// One route, about one thing, with the answer for each role in the order of [`Role::ALL`].
#[derive(Clone, Debug)]
struct Row {
    method: Method,
    route: &'static str,
    path: &'static str,
    sent: Sent,
    expected: [Outcome; 7],
}

/// A page or file.
fn get(route: &'static str, path: &'static str, expected: [Outcome; 7]) -> Row {
    Row {
        method: Method::GET,
        route,
        path,
        sent: Sent::Nothing,
        expected,
    }
}

/// A form.
fn post(
    route: &'static str,
    path: &'static str,
    form: &'static [(&'static str, &'static str)],
    expected: [Outcome; 7],
) -> Row {
    Row {
        method: Method::POST,
        sent: Sent::Form(form),
        ..get(route, path, expected)
    }
}

/// The same for everyone.
const fn everyone(outcome: Outcome) -> [Outcome; 7] {
    [outcome; 7]
}

/// Whoever has an account.
const fn members(outcome: Outcome) -> [Outcome; 7] {
    let mut all = [outcome; 7];
    all[0] = Outcome::SignIn;
    all
}

/// Admins alone.
const fn admins(outcome: Outcome) -> [Outcome; 7] {
    let mut all = [Outcome::Forbidden; 7];
    all[0] = Outcome::SignIn;
    all[6] = outcome;
    all
}

fn rows() -> Vec<Row> {
    [
        portal::rows(),
        accounts::rows(),
        documents::rows(),
        organizations::rows(),
        packs::rows(),
        practices::rows(),
        storage::rows(),
        topics::rows(),
        workshops::rows(),
    ]
    .concat()
}

impl Row {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.route)
    }

    /// Whether the answer may have changed something, so that the next role needs a world of its own.
    fn may_change(&self, outcome: Outcome) -> bool {
        self.method != Method::GET && matches!(outcome, Outcome::Fine | Outcome::SeeOther)
    }

    fn url(&self, world: &World, site: bool) -> String {
        let prefix = if site { "/ar" } else { "" };
        format!("{prefix}{}", world.fill(self.path))
    }

    async fn ask(&self, world: &World, app: &TestApp, role: Role, site: bool) -> StatusCode {
        let client = world.client(app, role);
        let request = client
            .request(self.method.clone(), &self.url(world, site))
            .header("sec-fetch-site", "same-origin");
        let (kind, body) = world.body(&self.sent);
        let request = request
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        app.send(request).await.status
    }
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let routes: BTreeSet<_> = routes::all().iter().map(routes::Route::name).collect();
    let rows: BTreeSet<_> = rows().iter().map(Row::name).collect();
    let bare: Vec<_> = routes.difference(&rows).collect();
    assert!(
        bare.is_empty(),
        "say in tests/site/policy/ who may ask for {bare:#?}"
    );
    let gone: Vec<_> = rows.difference(&routes).collect();
    assert!(gone.is_empty(), "rows without a route: {gone:#?}");
}

#[test]
fn a_row_asks_for_the_route_that_it_names() {
    for row in rows() {
        let path = row.path.split('?').next().unwrap();
        let (route, path): (Vec<_>, Vec<_>) =
            (row.route.split('/').collect(), path.split('/').collect());
        let fits = route.len() == path.len()
            && route
                .iter()
                .zip(&path)
                .all(|(route, path)| route == path || route.starts_with('{'));
        assert!(fits, "{} does not lead to {}", row.path, row.route);
    }
}

#[tokio::test]
async fn every_role_is_answered_as_the_rows_say() {
    let world = World::new().await;
    let table = routes::all();
    let before = world.app.app.db.feed_number().await.unwrap();
    let mut wrong = Vec::new();
    for row in rows() {
        let Some(route) = table.iter().find(|route| route.name() == row.name()) else {
            continue; // Another test says so.
        };
        for (role, expected) in Role::ALL.into_iter().zip(row.expected) {
            let got = if row.may_change(expected) {
                let copy = world.app.fork().await;
                row.ask(&world, &copy, role, route.site).await
            } else {
                row.ask(&world, &world.app, role, route.site).await
            };
            if got != expected.status() {
                let (name, path) = (row.name(), row.path);
                wrong.push(format!(
                    "{name} at {path} as {role:?}: {got} instead of {expected:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // A GET never changes anything; neither does what is refused.
    assert_eq!(world.app.app.db.feed_number().await.unwrap(), before);
}

/// After signing in, nobody is sent to an address that only takes forms: the form travels along, and is never executed.
#[tokio::test]
async fn a_form_without_a_session_is_kept() {
    let world = World::new().await;
    let stranger = world.client(&world.app, Role::Visitor);
    for row in rows() {
        // The preview is asked for by an island, and shown in its page; programs have no forms.
        let program = row.route.starts_with("/files/");
        let form = row.method != Method::GET && row.route != "/preview" && !program;
        if !form || row.expected[0] != Outcome::SignIn {
            continue;
        }
        let (kind, body) = world.body(&row.sent);
        let url = row.url(&world, true);
        let page = stranger.post_raw(&url, kind, body).await;
        let sent = page.field("sent_action").unwrap_or_default();
        assert_eq!(sent, url, "{}", row.name());
    }
}

#[tokio::test]
async fn nothing_is_taken_from_another_sites_page() {
    let world = World::new().await;
    let before = world.app.app.db.feed_number().await.unwrap();
    let admin = world.client(&world.app, Role::Admin);
    let safe = [Method::GET, Method::OPTIONS];
    for row in rows().iter().filter(|row| !safe.contains(&row.method)) {
        let (kind, body) = world.body(&row.sent);
        let request = admin
            .request(row.method.clone(), &row.url(&world, true))
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "cross-site");
        let answer = world
            .app
            .send(request.body(Body::from(body)).unwrap())
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", row.name());
    }
    assert_eq!(world.app.app.db.feed_number().await.unwrap(), before);
}
