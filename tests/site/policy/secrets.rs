//! A property: whatever is made, by whom and in whatever state, nobody comes upon what the table of roles does not give them,
//! and everybody gets what it does. By page, form, list, API, search, range, preview and pack.
//!
//! What they may is said by `table.rs`, which asks no policy of the product.

use std::cell::Cell;

use app::testing::{postgres, sqlite};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use proptest::prop_assert;
use proptest::test_runner::{Config, TestRunner};
use tabadul_tests::{Answer, Client, TestApp};

use super::made::{self, Made};
use super::table::{
    ORGANIZATIONS, Plan, Practice, Reader, changes, has, is_taken_back, knows, plans,
    reads_practice, reads_workshop,
};
use super::world::BEACON;
use crate::packs::unpack;

/// Worlds that are drawn; each is asked some two thousand times.
const WORLDS: u32 = 4;

#[test]
fn whatever_is_made_nobody_comes_upon_what_is_not_theirs() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: WORLDS,
        // A smaller world tells hardly more than the list of leaks, and takes as long.
        max_shrink_iters: 0,
        failure_persistence: None,
        ..Config::default()
    });
    let drawn = Cell::new(0_u32);
    let found = runner.run(&plans(), |plan| {
        drawn.set(drawn.get() + 1);
        let leaks = runtime.block_on(leaks(&plan, drawn.get().is_multiple_of(2)));
        prop_assert!(leaks.is_empty(), "{leaks:#?}");
        Ok(())
    });
    if let Err(leak) = found {
        panic!("{leak}");
    }
}

async fn leaks(plan: &Plan, elsewhere: bool) -> Vec<String> {
    let database = match elsewhere {
        true => postgres().await,
        false => None,
    };
    let app = match database {
        Some(database) => TestApp::on(database).await,
        None => TestApp::on(sqlite().await).await,
    };
    let made = made::make(&app, plan).await;
    app.index().await;
    let mut leaks = Vec::new();
    let visitor = app.visitor();
    let people = plan.people.iter().map(|person| Some(*person));
    for (place, reader) in std::iter::once(None).chain(people).enumerate() {
        let client = match reader {
            None => &visitor,
            Some(_) => &made.people[place - 1],
        };
        let mut asker = Asker {
            app: &app,
            client,
            plan,
            made: &made,
            reader,
            leaks: &mut leaks,
        };
        asker.documents().await;
        asker.places().await;
        asker.lists().await;
    }
    leaks
}

/// One reader, and everything that they can ask for.
struct Asker<'a> {
    app: &'a TestApp,
    client: &'a Client<'a>,
    plan: &'a Plan,
    made: &'a Made<'a>,
    reader: Reader,
    leaks: &'a mut Vec<String>,
}

/// The words of an answer: its headers, its body, and what is packed in it.
fn words(answer: &Answer) -> String {
    let mut words = format!("{:?}\n", answer.headers);
    let packed = answer.header("content-type") == "application/zip" && !answer.bytes.is_empty();
    if answer.status == StatusCode::OK && packed {
        for (name, content) in unpack(&answer.bytes) {
            words.push_str(&name);
            words.push_str(&String::from_utf8_lossy(&content));
        }
    } else {
        words.push_str(&answer.text());
    }
    words
}

impl Asker<'_> {
    /// Asks, and looks whether the answer tells what this reader may not know.
    async fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask_as(self.reader, method, path, headers).await
    }

    async fn ask_as(
        &mut self,
        reader: Reader,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.client.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.app.send(request.body(Body::empty()).unwrap()).await;
        let words = words(&answer);
        let (plan, made) = (self.plan, self.made);
        let mut secrets = Vec::new();
        for (place, document) in plan.documents.iter().enumerate() {
            if !knows(reader, document) {
                secrets.push(made::title(place));
                secrets.push(made.documents[place].clone());
            }
            if !has(reader, document) {
                secrets.extend([made::content(place, 1), made::content(place, 2)]);
            }
        }
        for (place, practice) in plan.practices.iter().enumerate() {
            if !reads_practice(reader, *practice) {
                secrets.push(made::practice(place));
            }
            if !reader.is_some_and(|person| person.owns(practice.0)) {
                secrets.push(made::newer(place));
            }
        }
        for (place, workshop) in plan.workshops.iter().enumerate() {
            if !reads_workshop(reader, *workshop) {
                secrets.push(made::workshop(place));
            }
        }
        // Whoever asks for an address is told nothing by finding it in the answer.
        let told = |secret: &&String| !path.contains(secret.as_str()) && words.contains(*secret);
        for secret in secrets.iter().filter(told) {
            self.note(path, headers, &format!("tells {secret}"));
        }
        answer
    }

    fn note(&mut self, path: &str, headers: &[(&str, &str)], what: &str) {
        let reader = self.reader;
        self.leaks
            .push(format!("{path} {headers:?} as {reader:?}: {what}"));
    }

    fn expect(&mut self, path: &str, answer: &Answer, may: bool) {
        if answer.status.is_success() != may || answer.status.is_server_error() {
            let status = answer.status;
            self.note(path, &[], &format!("{status}, though the table says {may}"));
        }
    }

    async fn documents(&mut self) {
        let (plan, made) = (self.plan, self.made);
        for (place, document) in plan.documents.iter().enumerate() {
            let id = &made.documents[place];
            let (knows, has) = (knows(self.reader, document), has(self.reader, document));
            let path = format!("/ar/documents/{id}");
            let changes = changes(self.reader, document);
            let mut roads = vec![
                (path.clone(), knows),
                (format!("/api/v1/documents/{id}"), knows),
                (format!("{path}/edit"), changes),
                (format!("{path}/versions/new"), changes),
                (format!("{path}/versions/1/download"), has),
                (format!("{path}/preview"), has && document.picture),
            ];
            if document.replaced {
                roads.push((format!("/en/documents/{id}/versions/2/download"), has));
            }
            for (road, may) in roads {
                let answer = self.ask(Method::GET, &road, &[]).await;
                self.expect(&road, &answer, may);
            }
            self.parts(&format!("{path}/download"), has).await;
        }
    }

    /// A file whole, in parts, and by its head alone: all or nothing.
    async fn parts(&mut self, path: &str, may: bool) {
        let whole = self.ask(Method::GET, path, &[]).await;
        self.expect(path, &whole, may);
        let etag = whole.header("etag").to_owned();
        for headers in [
            &[("range", "bytes=0-9")][..],
            &[("range", "bytes=-9")],
            &[("range", "bytes=3-"), ("if-range", etag.as_str())],
            &[("range", "bytes=3-"), ("if-range", "\"other\"")],
            &[("if-none-match", "\"other\"")],
        ] {
            self.part(path, headers, may).await;
        }
        self.head(path, may, &whole).await;
    }

    async fn part(&mut self, path: &str, headers: &[(&str, &str)], may: bool) {
        let part = self.ask(Method::GET, path, headers).await;
        self.expect(path, &part, may);
        if !may && part.headers.contains_key("content-range") {
            self.note(path, headers, "tells how long it is");
        }
    }

    async fn head(&mut self, path: &str, may: bool, whole: &Answer) {
        let head = self.ask(Method::HEAD, path, &[]).await;
        self.expect(path, &head, may);
        if may && head.header("content-length") != whole.bytes.len().to_string() {
            self.note(path, &[], "is not as long as its head says");
        }
    }

    /// Pages, calendars and packs of practices and workshops.
    async fn places(&mut self) {
        let (plan, made) = (self.plan, self.made);
        let practices = plan.practices.iter().enumerate().map(|(place, practice)| {
            let reads: Box<dyn Fn(Reader) -> bool> =
                Box::new(|reader| reads_practice(reader, *practice));
            (format!("practices/{}", made.practices[place]), place, reads)
        });
        let first = plan.practices.len();
        let workshops = plan.workshops.iter().enumerate().map(|(place, workshop)| {
            let reads: Box<dyn Fn(Reader) -> bool> =
                Box::new(|reader| reads_workshop(reader, *workshop));
            (
                format!("workshops/{}", made.workshops[place]),
                first + place,
                reads,
            )
        });
        for (path, place, reads) in practices.chain(workshops) {
            let may = reads(self.reader);
            for road in [format!("/ar/{path}"), format!("/en/{path}/pack")] {
                let page = self.ask(Method::GET, &road, &[]).await;
                self.expect(&road, &page, may);
                if may {
                    self.lists_what_hangs(&road, &page, place, self.reader);
                }
            }
            for road in [
                format!("/api/v1/{path}"),
                format!("/ar/{path}/workshop.ics"),
            ] {
                self.ask(Method::GET, &road, &[]).await;
            }
            let road = format!("/ar/{path}/pack/download");
            let pack = self.packs(&road, place, self.reader, may).await;
            self.part(&road, &[("range", "bytes=-9")], may).await;
            self.head(&road, may, &pack).await;
            let open = format!("{road}?for=everyone");
            self.packs(&open, place, None, reads(None)).await;
        }
    }

    fn lists_what_hangs(&mut self, path: &str, page: &Answer, place: usize, reader: Reader) {
        for (number, document) in self.plan.documents.iter().enumerate() {
            let shown =
                document.hangs[place] && !is_taken_back(document) && knows(reader, document);
            if page.says(&made::title(number)) != shown {
                self.note(
                    path,
                    &[],
                    &format!("document {number}: shown should be {shown}"),
                );
            }
        }
    }

    /// A pack holds the newest version of just what its reader may have.
    async fn packs(&mut self, path: &str, place: usize, reader: Reader, may: bool) -> Answer {
        let pack = self.ask_as(reader, Method::GET, path, &[]).await;
        self.expect(path, &pack, may);
        if !may || !pack.status.is_success() {
            return pack;
        }
        let words = words(&pack);
        for (number, document) in self.plan.documents.iter().enumerate() {
            let packed = document.hangs[place] && !is_taken_back(document) && has(reader, document);
            let newest = if document.replaced { 2 } else { 1 };
            let text = |version| packed && version == newest && !document.picture;
            for (mark, wanted) in [
                (made::title(number), packed),
                (made::content(number, 1), text(1)),
                (made::content(number, 2), text(2)),
            ] {
                if words.contains(&mark) != wanted {
                    self.note(path, &[], &format!("{mark} should be in it: {wanted}"));
                }
            }
        }
        pack
    }

    /// What shows many things at once.
    async fn lists(&mut self) {
        let mut roads: Vec<String> = [
            "/ar",
            "/ar/documents",
            "/ar/documents?status=draft",
            "/ar/documents?status=withdrawn",
            "/ar/documents?kind=manual&topic=complaints",
            "/ar/practices",
            "/ar/practices/drafts",
            "/ar/workshops",
            "/ar/workshops?when=past",
            "/api/v1/documents",
            "/api/v1/practices",
            "/api/v1/workshops",
            "/ar/account",
        ]
        .map(str::to_owned)
        .to_vec();
        for slug in ORGANIZATIONS {
            roads.push(format!("/ar/organizations/{slug}"));
            roads.push(format!("/organizations/{slug}/workshops.ics"));
            roads.push(format!("/ar/organizations/{slug}/workshops.ics"));
            roads.push(format!("/ar/documents?organization={slug}"));
        }
        let documents = 0..self.plan.documents.len();
        let marks = documents.flat_map(|place| [made::title(place), made::content(place, 1)]);
        for asked in marks.chain([BEACON.to_owned()]) {
            roads.push(format!("/ar/search?q={asked}"));
            roads.push(format!("/api/v1/search?q={asked}&limit=50"));
        }
        for (place, practice) in self.plan.practices.iter().enumerate() {
            if matches!(practice.1, Practice::Public | Practice::Draft) {
                let target = &self.made.practices[place];
                roads.push(format!("/ar/documents/attach?to=practice:{target}"));
                roads.push(format!(
                    "/ar/documents/new?attach=practice:{target}&id={target}"
                ));
            }
        }
        for road in roads {
            let answer = self.ask(Method::GET, &road, &[]).await;
            if answer.status.is_server_error() {
                self.note(&road, &[], "fails");
            }
        }
        let list = self.ask(Method::GET, "/ar/documents", &[]).await;
        for (place, document) in self.plan.documents.iter().enumerate() {
            let listed = !is_taken_back(document) && knows(self.reader, document);
            if list.says(&made::title(place)) != listed {
                self.note(
                    "/ar/documents",
                    &[],
                    &format!("document {place}: listed should be {listed}"),
                );
            }
        }
    }
}
