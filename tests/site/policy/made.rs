//! Makes what a plan of `table.rs` says, by the forms that people use, and marks each thing with a word of its own.

use axum::http::StatusCode;
use tabadul_tests::{Client, TestApp};

use super::table::{Audience, Document, Life, ORGANIZATIONS, Person, Plan, Practice, Workshop};
use super::world::{BEACON, DOT, MULTIPART, multipart};

/// In the title, the description and the file names of a document.
pub fn title(place: usize) -> String {
    format!("zqtitle{place}zq")
}

/// In the text of a version.
pub fn content(place: usize, version: i64) -> String {
    format!("zqcontent{place}v{version}zq")
}

/// In the words of a practice.
pub fn practice(place: usize) -> String {
    format!("zqpractice{place}zq")
}

/// In the words of a change that waits.
pub fn newer(place: usize) -> String {
    format!("zqnewer{place}zq")
}

/// In the words of a workshop.
pub fn workshop(place: usize) -> String {
    format!("zqworkshop{place}zq")
}

/// Identifiers in the order of the plan, and its people.
pub struct Made<'a> {
    pub practices: Vec<String>,
    pub workshops: Vec<String>,
    pub documents: Vec<String>,
    pub people: Vec<Client<'a>>,
}

/// The makers are others than the people who look.
pub async fn make<'a>(app: &'a TestApp, plan: &Plan) -> Made<'a> {
    let mut publishers = Vec::new();
    for slug in ORGANIZATIONS {
        publishers.push(app.publisher(slug).await);
    }
    let mut practices = Vec::new();
    for (place, (owner, state)) in plan.practices.iter().enumerate() {
        practices.push(write(&publishers[*owner], place, *state).await);
    }
    let mut workshops = Vec::new();
    for (place, (host, state)) in plan.workshops.iter().enumerate() {
        workshops.push(schedule(app, &publishers[*host], place, *host, *state).await);
    }
    let admin = app.admin().await;
    let mut documents = Vec::new();
    for (place, document) in plan.documents.iter().enumerate() {
        let owner = &publishers[document.owner];
        let id = upload(app, owner, place, document).await;
        let practices = practices.iter().map(|id| format!("practice:{id}"));
        let workshops = workshops.iter().map(|id| format!("workshop:{id}"));
        let places = practices.chain(workshops).zip(&document.hangs);
        for (target, _) in places.filter(|(_, hangs)| **hangs) {
            let path = format!("/ar/documents/{id}/links");
            done(&admin, &path, &[("attach", target.as_str())]).await;
        }
        if matches!(document.life, Life::Withdrawn | Life::DraftWithdrawn) {
            let path = format!("/ar/documents/{id}/withdrawal");
            done(owner, &path, &[("reason", "سبب")]).await;
        }
        documents.push(id);
    }
    let mut people = Vec::new();
    for person in &plan.people {
        people.push(join(app, person).await);
    }
    Made {
        practices,
        workshops,
        documents,
        people,
    }
}

async fn join<'a>(app: &'a TestApp, person: &Person) -> Client<'a> {
    let mut member = app.new_member(ORGANIZATIONS[person.organization]).await;
    member.coordinator = person.coordinates;
    member.admin = person.administers;
    let id = app.insert(&member).await;
    if let Some(organization) = person.publishes_for {
        let organization = app.organization(ORGANIZATIONS[organization]).await;
        let mut write = app.write().await;
        app::accounts::store::grant_publisher(&mut write, id, organization, "checked")
            .await
            .unwrap();
        write.commit().await.unwrap();
    }
    app.session(id).await
}

async fn done(client: &Client<'_>, path: &str, form: &[(&str, &str)]) -> String {
    let answer = client.post(path, form).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{path}: {}",
        answer.text()
    );
    answer.location().to_owned()
}

async fn write(publisher: &Client<'_>, place: usize, state: Practice) -> String {
    let id = publisher
        .open("/ar/practices/new")
        .await
        .field("id")
        .unwrap();
    let intent = match state {
        Practice::Draft => "save",
        _ => "submit",
    };
    let words = practice(place);
    let texts = |mark: &str| {
        ["title", "summary", "problem", "solution", "result"]
            .map(|field| (field, format!("نص {mark} {BEACON}")))
    };
    let form = |texts: &'_ [(&'static str, String); 5], more: &[(&'static str, String)]| {
        let fixed = [("language", "ar"), ("topics", "complaints")];
        let fixed = fixed.map(|(name, value)| (name, value.to_owned()));
        [&fixed[..], texts, more].concat()
    };
    let first = [("id", id.clone()), ("intent", intent.to_owned())];
    post(
        publisher,
        "/ar/practices/new",
        &form(&texts(&words), &first),
    )
    .await;
    let path = format!("/ar/practices/{id}");
    if matches!(state, Practice::Draft | Practice::Waiting) {
        return id;
    }
    let visibility = match state {
        Practice::Network => "network",
        _ => "public",
    };
    let page = publisher.get(&format!("{path}/review")).await;
    let mut decision = vec![
        ("revision", page.field("revision").unwrap()),
        ("version", page.field("version").unwrap()),
        ("visibility", visibility.to_owned()),
        ("decision", "approve".to_owned()),
    ];
    let seen = page.fields("documents").into_iter();
    decision.extend(seen.map(|id| ("documents", id)));
    post(publisher, &format!("{path}/review"), &decision).await;
    let edit = publisher.get(&format!("{path}/edit")).await;
    let change = [
        ("revision", edit.field("revision").unwrap()),
        ("version", edit.field("version").unwrap()),
        ("intent", "save".to_owned()),
    ];
    let change = form(&texts(&newer(place)), &change);
    post(publisher, &format!("{path}/edit"), &change).await;
    if state == Practice::Archived {
        done(publisher, &format!("{path}/archive"), &[]).await;
    }
    id
}

async fn post(client: &Client<'_>, path: &str, form: &[(&str, String)]) {
    let pairs: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    done(client, path, &pairs).await;
}

async fn schedule(
    app: &TestApp,
    publisher: &Client<'_>,
    place: usize,
    host: usize,
    state: Workshop,
) -> String {
    let slug = ORGANIZATIONS[host];
    let (id, host) = (app.app.sources.id(), app.organization(slug).await);
    let (id, host) = (id.to_string(), host.to_string());
    let words = format!("ورشة {} {BEACON}", workshop(place));
    let visibility = match state {
        Workshop::Network => "network",
        _ => "public",
    };
    let form = [
        ("id", id.as_str()),
        ("kind", "exchange"),
        ("visibility", visibility),
        ("language", "ar"),
        ("title", &words),
        ("summary", &words),
        ("date", "2026-12-06"),
        ("start", "10:00"),
        ("end", "12:00"),
        ("zone", "Asia/Gaza"),
        ("video", "jitsi"),
        ("topic", "gis"),
        ("host", &host),
        ("agenda_title", &words),
        ("agenda_minutes", "15"),
        ("agenda_speaker", "رئيسة وحدة"),
    ];
    // What a member asks for is a proposal.
    let member = app.member(slug).await;
    let organiser = match state {
        Workshop::Proposed => &member,
        _ => publisher,
    };
    done(organiser, "/ar/workshops/new", &form).await;
    id
}

async fn upload(
    app: &TestApp,
    publisher: &Client<'_>,
    place: usize,
    document: &Document,
) -> String {
    let id = publisher
        .open("/ar/documents/new")
        .await
        .field("id")
        .unwrap();
    let mark = title(place);
    let visibility = match document.audience {
        Audience::Everyone => "public",
        Audience::Members => "network",
        Audience::Named(_) => "organizations",
    };
    let action = match document.life {
        Life::Draft | Life::DraftWithdrawn => "draft",
        Life::Published | Life::Withdrawn => "publish",
    };
    let mut fields: Vec<(&str, String)> = [
        ("id", id.as_str()),
        ("title_ar", &format!("وثيقة {mark} {BEACON}")),
        ("description", &format!("وصف {mark}")),
        ("kind", "manual"),
        ("language", "ar"),
        ("licence", "network"),
        ("topics", "complaints"),
        ("visibility", visibility),
        ("action", action),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec();
    if let Audience::Named(further) = document.audience {
        let named = ORGANIZATIONS[(document.owner + further) % ORGANIZATIONS.len()];
        fields.push(("named", app.organization(named).await.to_string()));
    }
    let picture = |version: i64| document.picture && (version == 2 || !document.replaced);
    let file = |version: i64| match picture(version) {
        true => (format!("{mark}.png"), DOT.to_vec()),
        false => {
            let text = format!("نص {} {BEACON}\n", content(place, version));
            (format!("{mark}.txt"), text.into_bytes())
        }
    };
    let (name, bytes) = file(1);
    send(publisher, "/ar/documents/new", &fields, &name, &bytes).await;
    if document.replaced {
        let fields = [("seen", "1".to_owned()), ("note", "أحدث".to_owned())];
        let (name, bytes) = file(2);
        let path = format!("/ar/documents/{id}/versions/new");
        send(publisher, &path, &fields, &name, &bytes).await;
    }
    id
}

async fn send(
    client: &Client<'_>,
    path: &str,
    fields: &[(&str, String)],
    name: &str,
    bytes: &[u8],
) {
    let body = multipart(fields, name, bytes);
    let answer = client.post_raw(path, MULTIPART, body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}
