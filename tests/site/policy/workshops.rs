//! Workshops: public ones are anyone's to read, network ones members'; hosts' publishers and coordinators plan them; who
//! registered and where one meets is for the organisers and the registered.

use jiff::SignedDuration;
use tabadul_tests::Client;

use super::Outcome::{self, Fine, Forbidden, NotFound, SeeOther, SignIn, Unprocessable};
use super::world::{BEACON, NETWORK, PLACE, PROPOSED, PUBLIC, Role, World};
use super::{Row, everyone, get, members, post};

pub async fn prepare(world: &mut World) {
    let app = &world.app;
    let member = world.client(app, Role::OwnMember);
    let publisher = world.client(app, Role::OwnPublisher);
    let public = schedule(world, &publisher, PUBLIC, &[]).await;
    let network = schedule(world, &publisher, NETWORK, &[("visibility", "network")]).await;
    let visit = [("kind", "field_visit"), ("place", PLACE)];
    schedule(world, &publisher, PUBLIC, &visit).await;
    let proposed = schedule(world, &member, PROPOSED, &[]).await;
    let today = [("date", "2026-11-22"), ("start", "10:30"), ("end", "11:00")];
    let past = schedule(world, &publisher, PUBLIC, &today).await;
    let mut closed = today.to_vec();
    closed.push(("visibility", "network"));
    let past_network = schedule(world, &publisher, NETWORK, &closed).await;
    done(
        &member,
        &format!("/ar/workshops/{public}/registration"),
        &[("heads", "1")],
    )
    .await;
    let registration: String = sqlx::query_scalar("SELECT id FROM registrations")
        .fetch_one(app.app.db.reader())
        .await
        .unwrap();

    app.clock.advance(SignedDuration::from_hours(2));
    let dura = app.organization("dura").await.to_string();
    let mut recommendations = Vec::new();
    for (workshop, mark) in [(&past, PUBLIC), (&past_network, NETWORK)] {
        let text = format!("نص {mark} {BEACON}");
        let minutes = [("revision", "0"), ("text", text.as_str())];
        done(
            &publisher,
            &format!("/ar/workshops/{workshop}/minutes"),
            &minutes,
        )
        .await;
        let id = app.app.sources.id().to_string();
        let form = [
            ("id", id.as_str()),
            ("text", &text),
            ("organization", &dura),
            ("due", "2027-01-15"),
            ("status", "open"),
        ];
        let path = format!("/ar/workshops/{workshop}/recommendations/new");
        done(&publisher, &path, &form).await;
        recommendations.push(id);
    }
    let form = publisher
        .get(&format!(
            "/ar/workshops/{past}/recommendations/{}",
            recommendations[0]
        ))
        .await;
    world.name("rec-version", form.field("version").unwrap());
    world.name("recommendation", recommendations.swap_remove(0));
    world.name("registration", registration);
    world.name("dura-id", dura);
    for (name, id) in [
        ("ws-public", public),
        ("ws-network", network),
        ("ws-proposed", proposed),
        ("ws-past", past),
        ("ws-past-network", past_network),
    ] {
        world.name(name, id);
    }
}

async fn done(client: &Client<'_>, path: &str, form: &[(&str, &str)]) {
    let answer = client.post(path, form).await;
    assert_eq!(
        answer.status,
        SeeOther.status(),
        "{path}: {}",
        answer.text()
    );
}

/// A workshop that Gaza hosts, on the agenda a practice of the network.
async fn schedule(
    world: &World,
    client: &Client<'_>,
    mark: &str,
    other: &[(&str, &str)],
) -> String {
    let app = &world.app;
    let id = app.app.sources.id().to_string();
    let host = app.organization("gaza").await.to_string();
    let speaker = app.organization("dura").await.to_string();
    let title = format!("ورشة {mark} {BEACON}");
    let summary = format!("خلاصة {mark}");
    let practice = world.fill("http://127.0.0.1:3000/ar/practices/{network}");
    let mut form = vec![
        ("id", id.as_str()),
        ("kind", "exchange"),
        ("visibility", "public"),
        ("language", "ar"),
        ("title", &title),
        ("summary", &summary),
        ("description", &summary),
        ("date", "2026-12-06"),
        ("start", "10:00"),
        ("end", "12:00"),
        ("zone", "Asia/Gaza"),
        ("video", "jitsi"),
        ("topic", "gis"),
        ("host", &host),
        ("agenda_title", &title),
        ("agenda_minutes", "15"),
        ("agenda_speaker", "رئيسة وحدة"),
        ("agenda_organization", &speaker),
        ("agenda_practice", &practice),
    ];
    form.retain(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    form.extend(other);
    done(client, "/ar/workshops/new", &form).await;
    id
}

/// Hosts' publishers and coordinators, of something that others read.
const fn managers(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, Forbidden, Forbidden, outcome, Forbidden, outcome, outcome,
    ]
}

/// Whoever organises this very workshop; for others there is no such page.
const fn organisers(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, NotFound, NotFound, outcome, NotFound, NotFound, outcome,
    ]
}

/// The network's, without an invitation to sign in.
const fn network(outcome: Outcome) -> [Outcome; 7] {
    let mut all = members(outcome);
    all[0] = NotFound;
    all
}

pub fn rows() -> Vec<Row> {
    [reading(), planning(), places(), outcomes()].concat()
}

fn reading() -> Vec<Row> {
    let page = "/workshops/{id}";
    let api = "/api/v1/workshops/{id}";
    let file = "/workshops/{id}/workshop.ics";
    let known = [NotFound, NotFound, Fine, Fine, NotFound, Fine, Fine];
    vec![
        get("/workshops", "/workshops", everyone(Fine)),
        get("/workshops", "/workshops?when=past", everyone(Fine)),
        get(page, "/workshops/{ws-public}", everyone(Fine)),
        get(page, "/workshops/{ws-network}", network(Fine)),
        get(page, "/workshops/{ws-past-network}", network(Fine)),
        get(page, "/workshops/{ws-proposed}", known),
        get("/api/v1/workshops", "/api/v1/workshops", everyone(Fine)),
        get(api, "/api/v1/workshops/{ws-public}", everyone(Fine)),
        get(api, "/api/v1/workshops/{ws-network}", network(Fine)),
        get(api, "/api/v1/workshops/{ws-proposed}", known),
        get(file, "/workshops/{ws-public}/workshop.ics", everyone(Fine)),
        get(file, "/workshops/{ws-network}/workshop.ics", network(Fine)),
        get(
            "/organizations/{slug}/workshops.ics",
            "/organizations/gaza/workshops.ics",
            everyone(Fine),
        ),
    ]
}

fn planning() -> Vec<Row> {
    let edit = "/workshops/{id}/edit";
    let cancellation = "/workshops/{id}/cancellation";
    let approvers = [
        SignIn, NotFound, Forbidden, SeeOther, NotFound, SeeOther, SeeOther,
    ];
    let reason: &[(&str, &str)] = &[("version", "1"), ("reason", "سبب")];
    vec![
        get("/workshops/new", "/workshops/new", members(SeeOther)),
        get("/workshops/new", "/workshops/new?id={fresh}", members(Fine)),
        post(
            "/workshops/new",
            "/workshops/new",
            &[("id", "{fresh}")],
            members(Unprocessable),
        ),
        get(edit, "/workshops/{ws-public}/edit", managers(Fine)),
        post(
            edit,
            "/workshops/{ws-public}/edit",
            &[("version", "1")],
            managers(Unprocessable),
        ),
        post(
            "/workshops/{id}/approval",
            "/workshops/{ws-proposed}/approval",
            &[("version", "1")],
            approvers,
        ),
        get(
            cancellation,
            "/workshops/{ws-public}/cancellation",
            managers(Fine),
        ),
        post(
            cancellation,
            "/workshops/{ws-public}/cancellation",
            reason,
            managers(SeeOther),
        ),
    ]
}

fn places() -> Vec<Row> {
    let registration = "/workshops/{id}/registration";
    let join = "/workshops/{id}/join";
    let heads: &[(&str, &str)] = &[("heads", "1")];
    let registered = [
        SignIn, NotFound, SeeOther, NotFound, NotFound, NotFound, NotFound,
    ];
    let door = [SignIn, NotFound, Fine, Fine, NotFound, NotFound, Fine];
    vec![
        get(
            registration,
            "/workshops/{ws-public}/registration",
            members(Fine),
        ),
        get(
            registration,
            "/workshops/{ws-network}/registration",
            network(Fine),
        ),
        post(
            registration,
            "/workshops/{ws-public}/registration",
            heads,
            members(SeeOther),
        ),
        post(
            registration,
            "/workshops/{ws-network}/registration",
            heads,
            members(SeeOther),
        ),
        post(
            "/workshops/{id}/registration/withdrawal",
            "/workshops/{ws-public}/registration/withdrawal",
            &[],
            registered,
        ),
        get(
            "/workshops/{id}/registrations",
            "/workshops/{ws-public}/registrations",
            organisers(Fine),
        ),
        post(
            "/workshops/{id}/registrations/{registration}",
            "/workshops/{ws-public}/registrations/{registration}",
            &[("decision", "remove")],
            organisers(SeeOther),
        ),
        get(join, "/workshops/{ws-public}/join", door),
    ]
}

fn outcomes() -> Vec<Row> {
    let minutes = "/workshops/{id}/minutes";
    let new = "/workshops/{id}/recommendations/new";
    let one = "/workshops/{id}/recommendations/{recommendation}";
    // Dura is responsible: its publishers say how far it is.
    let responsible = |outcome| {
        [
            SignIn, Forbidden, Forbidden, outcome, outcome, outcome, outcome,
        ]
    };
    vec![
        get(minutes, "/workshops/{ws-past}/minutes", managers(Fine)),
        post(
            minutes,
            "/workshops/{ws-past}/minutes",
            &[("revision", "1"), ("text", "نص آخر")],
            managers(SeeOther),
        ),
        get(
            new,
            "/workshops/{ws-past}/recommendations/new",
            managers(SeeOther),
        ),
        get(
            new,
            "/workshops/{ws-past}/recommendations/new?id={fresh}",
            managers(Fine),
        ),
        post(
            new,
            "/workshops/{ws-past}/recommendations/new",
            &[
                ("id", "{fresh}"),
                ("text", "توصية"),
                ("organization", "{dura-id}"),
                ("due", "2027-01-15"),
                ("status", "open"),
            ],
            managers(SeeOther),
        ),
        get(
            one,
            "/workshops/{ws-past}/recommendations/{recommendation}",
            responsible(Fine),
        ),
        post(
            one,
            "/workshops/{ws-past}/recommendations/{recommendation}",
            &[
                ("version", "{rec-version}"),
                ("text", "توصية"),
                ("organization", "{dura-id}"),
                ("due", "2027-01-15"),
                ("status", "open"),
                ("progress", "بدأنا"),
            ],
            responsible(SeeOther),
        ),
        post(
            "/workshops/{id}/report",
            "/workshops/{ws-past}/report",
            &[("version", "1")],
            managers(SeeOther),
        ),
    ]
}
