//! Signing in and out, the own account, passwords, invitations.

use tabadul_tests::TestApp;

use super::Outcome::{self, Fine, NotFound, SeeOther, SignIn, Unprocessable};
use super::world::{Role, World};
use super::{Row, everyone, get, members, post};

pub async fn prepare(world: &mut World) {
    let app = &world.app;
    let publisher = world.client(app, Role::OwnPublisher);
    let forgetful = app.insert(&app.new_member("gaza").await).await;
    let addresses = [
        address_of(app, &forgetful.to_string()).await,
        "guest@tabadul.example".to_owned(),
    ];
    app.visitor()
        .post("/ar/password", &[("email", &addresses[0])])
        .await;
    let id = app.app.sources.id().to_string();
    let form = [
        ("id", id.as_str()),
        ("email", &addresses[1]),
        ("locale", "ar"),
    ];
    publisher
        .post("/ar/organizations/gaza/members", &form)
        .await;
    let stranger = [
        ("name", "اسم لا يُنشر"),
        ("post", "مهندسة"),
        ("email", "stranger@tabadul.example"),
        ("organization", "gaza"),
    ];
    app.visitor().post("/ar/join", &stranger).await;
    let join: String = sqlx::query_scalar("SELECT id FROM join_requests")
        .fetch_one(app.app.db.reader())
        .await
        .unwrap();
    let recovery = app.app.sources.id().to_string();
    let lost = [
        ("id", recovery.as_str()),
        ("email", "new-mailbox@tabadul.example"),
        ("reason", "سبب"),
    ];
    let path = format!("/ar/organizations/gaza/members/{forgetful}/recovery");
    let asked = publisher.post(&path, &lost).await;
    assert_eq!(asked.status, SeeOther.status(), "{}", asked.text());
    let reset = token_in_mail(app, &addresses[0], "/password/").await;
    let invitation = token_in_mail(app, &addresses[1], "/invitations/").await;
    world.name("reset", reset);
    world.name("invitation", invitation);
    world.name("invitation-id", id);
    world.name("colleague", forgetful.to_string());
    world.name("join", join);
    world.name("recovery", recovery);
}

async fn address_of(app: &TestApp, member: &str) -> String {
    sqlx::query_scalar("SELECT email FROM members WHERE id = $1")
        .bind(member)
        .fetch_one(app.app.db.reader())
        .await
        .unwrap()
}

async fn token_in_mail(app: &TestApp, address: &str, before: &str) -> String {
    let mails = app.mails_to(address).await;
    let text = &mails.last().expect("a mail").text;
    let rest = text.split(before).nth(1).expect("a link");
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest[..end].to_owned()
}

/// Whoever is signed in is sent on to the account.
const STRANGERS: [Outcome; 7] = {
    let mut all = [SeeOther; 7];
    all[0] = Fine;
    all
};

/// Those who look after the accounts of the organization; for others there is no such page.
const fn keepers(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, NotFound, NotFound, outcome, NotFound, NotFound, outcome,
    ]
}

pub fn rows() -> Vec<Row> {
    [own_account(), links(), others(), administration()].concat()
}

fn own_account() -> Vec<Row> {
    vec![
        get("/sign-in", "/sign-in", STRANGERS),
        post(
            "/sign-in",
            "/sign-in",
            &[("email", "nobody@tabadul.example"), ("password", "x")],
            everyone(Unprocessable),
        ),
        post("/sign-out", "/sign-out", &[], everyone(SeeOther)),
        post(
            "/sign-out/everywhere",
            "/sign-out/everywhere",
            &[],
            members(SeeOther),
        ),
        get("/account", "/account", members(Fine)),
        post(
            "/account",
            "/account",
            &[
                ("name", "اسم لا يُنشر"),
                ("post", "رئيس القسم"),
                ("locale", "ar"),
            ],
            members(SeeOther),
        ),
        get("/account/password", "/account/password", members(Fine)),
        post(
            "/account/password",
            "/account/password",
            &[
                ("current_password", tabadul_tests::PASSWORD),
                ("new_password", "بئر قديمة وتينة"),
            ],
            members(SeeOther),
        ),
        get("/account/sessions", "/account/sessions", members(Fine)),
        post(
            "/account/sessions",
            "/account/sessions",
            &[],
            members(SeeOther),
        ),
        get("/account/tokens", "/account/tokens", members(Fine)),
        post(
            "/account/tokens",
            "/account/tokens",
            &[],
            members(Unprocessable),
        ),
        post(
            "/account/tokens/{id}/revocation",
            "/account/tokens/{fresh}/revocation",
            &[],
            members(NotFound),
        ),
    ]
}

/// Whoever holds the link.
fn links() -> Vec<Row> {
    vec![
        get("/password", "/password", everyone(Fine)),
        post(
            "/password",
            "/password",
            &[("email", "nobody@tabadul.example")],
            everyone(SeeOther),
        ),
        get("/password/{token}", "/password/{reset}", everyone(Fine)),
        get("/password/{token}", "/password/guessed", everyone(NotFound)),
        post(
            "/password/{token}",
            "/password/{reset}",
            &[("new_password", "بئر قديمة وتينة")],
            everyone(SeeOther),
        ),
        post(
            "/password/{token}",
            "/password/guessed",
            &[("new_password", "بئر قديمة وتينة")],
            everyone(NotFound),
        ),
        get(
            "/invitations/{token}",
            "/invitations/{invitation}",
            everyone(Fine),
        ),
        get(
            "/invitations/{token}",
            "/invitations/guessed",
            everyone(NotFound),
        ),
        post(
            "/invitations/{token}",
            "/invitations/{invitation}",
            &[
                ("name", "اسم لا يُنشر"),
                ("post", "رئيس القسم"),
                ("new_password", "بئر قديمة وتينة"),
            ],
            everyone(SeeOther),
        ),
        post(
            "/invitations/{token}",
            "/invitations/guessed",
            &[("new_password", "بئر قديمة وتينة")],
            everyone(NotFound),
        ),
    ]
}

/// Admins; for others there is no such page.
const fn admins(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, NotFound, NotFound, NotFound, NotFound, NotFound, outcome,
    ]
}

fn administration() -> Vec<Row> {
    let member = "/admin/members/{id}";
    vec![
        get("/admin/members", "/admin/members", admins(Fine)),
        get(member, "/admin/members/{colleague}", admins(Fine)),
        post(
            member,
            "/admin/members/{colleague}",
            &[("publisher", "1"), ("check_note", "بالهاتف")],
            admins(SeeOther),
        ),
        post(
            "/admin/members/{id}/deactivation",
            "/admin/members/{colleague}/deactivation",
            &[],
            admins(SeeOther),
        ),
        post(
            "/admin/members/{id}/reactivation",
            "/admin/members/{colleague}/reactivation",
            &[],
            admins(SeeOther),
        ),
        post(
            "/admin/recoveries/{id}",
            "/admin/recoveries/{recovery}",
            &[
                ("decision", "approve"),
                ("email", "new-mailbox@tabadul.example"),
            ],
            admins(SeeOther),
        ),
    ]
}

fn others() -> Vec<Row> {
    let recovery = "/organizations/{slug}/members/{id}/recovery";
    vec![
        get("/join", "/join", everyone(Fine)),
        post(
            "/join",
            "/join",
            &[
                ("name", "اسم لا يُنشر"),
                ("post", "مهندس"),
                ("email", "newcomer@tabadul.example"),
                ("organization", "gaza"),
            ],
            everyone(SeeOther),
        ),
        post(
            "/organizations/{slug}/join-requests/{id}",
            "/organizations/gaza/join-requests/{join}",
            &[("decision", "approve")],
            keepers(SeeOther),
        ),
        get(
            recovery,
            "/organizations/gaza/members/{colleague}/recovery",
            keepers(Fine),
        ),
        post(
            recovery,
            "/organizations/gaza/members/{colleague}/recovery",
            &[
                ("id", "{fresh}"),
                ("email", "another@tabadul.example"),
                ("reason", "سبب"),
            ],
            keepers(SeeOther),
        ),
        get(
            "/organizations/{slug}/members",
            "/organizations/gaza/members",
            keepers(Fine),
        ),
        post(
            "/organizations/{slug}/members",
            "/organizations/gaza/members",
            &[
                ("id", "{fresh}"),
                ("email", "other@tabadul.example"),
                ("locale", "ar"),
            ],
            keepers(SeeOther),
        ),
        post(
            "/organizations/{slug}/invitations/{id}/withdrawal",
            "/organizations/gaza/invitations/{invitation-id}/withdrawal",
            &[],
            keepers(SeeOther),
        ),
    ]
}
