use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use tabadul_tests::{Answer, Client, PASSWORD, TestApp, encode_form};

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    app.visitor()
        .post("/ar/sign-in", &[("email", email), ("password", password)])
        .await
}

#[tokio::test]
async fn the_right_password_opens_a_session() {
    let app = TestApp::start().await;
    app.insert(&app.new_member("gaza").await).await;
    let answer = sign_in(&app, " Member-1@Tabadul.example ", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.location(), "/ar");
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    let client = Client::with_session(&app, &answer.session().unwrap());
    assert_eq!(client.get("/ar/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let app = TestApp::start().await;
    app.insert(&app.new_member("gaza").await).await;
    let wrong = sign_in(&app, "member-1@tabadul.example", "not the password").await;
    let unknown = sign_in(&app, "member-9@tabadul.example", "not the password").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("البريد الإلكتروني أو كلمة السر غير صحيحة"));
    assert_eq!(
        wrong.text(),
        unknown.text().replace("member-9", "member-1"),
        "nothing but the typed address differs"
    );
    assert!(wrong.session().is_none());
    for (email, password, words) in [
        ("", "x", "اكتب البريد الإلكتروني."),
        ("a@b.ps", "", "اكتب كلمة السر."),
        ("</script>", "x", "البريد الإلكتروني أو كلمة السر غير صحيحة"),
    ] {
        let answer = sign_in(&app, email, password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(answer.says(words), "{email}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_shared_computer_keeps_the_cookie_for_the_window_only() {
    let app = TestApp::start().await;
    app.insert(&app.new_member("gaza").await).await;
    let pairs = [
        ("email", "member-1@tabadul.example"),
        ("password", PASSWORD),
        ("shared", "1"),
    ];
    let answer = app.visitor().post("/en/sign-in", &pairs).await;
    assert!(!answer.header("set-cookie").contains("Max-Age"));
    let client = Client::with_session(&app, &answer.session().unwrap());
    assert_eq!(client.get("/en/account").await.status, StatusCode::OK);
    app.clock.advance(SignedDuration::from_hours(11));
    assert_eq!(
        client.get("/en/account").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_session_ends_when_idle_and_in_any_case_after_a_month() {
    let app = TestApp::start().await;
    let idle = app.member("gaza").await;
    app.clock.advance(SignedDuration::from_hours(24 * 7 + 1));
    assert_eq!(
        idle.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    let busy = app.member("gaza").await;
    for _ in 0..5 {
        assert_eq!(busy.get("/ar/account").await.status, StatusCode::OK);
        app.clock.advance(SignedDuration::from_hours(24 * 6));
    }
    assert_eq!(
        busy.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_page_that_needs_a_member_is_come_back_to() {
    let app = TestApp::start().await;
    app.insert(&app.new_member("gaza").await).await;
    let page = app.visitor().get("/ar/account?from=mail").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let to = page.field("return_to").unwrap();
    assert_eq!(to, "/ar/account?from=mail");
    let pairs = [
        ("email", "member-1@tabadul.example"),
        ("password", PASSWORD),
        ("return_to", &to),
    ];
    assert_eq!(
        app.visitor().post("/ar/sign-in", &pairs).await.location(),
        to
    );
    for foreign in ["https://evil.example/ar", "//evil.example", "/ar\\evil"] {
        let pairs = [
            ("email", "member-1@tabadul.example"),
            ("password", PASSWORD),
            ("return_to", foreign),
        ];
        assert_eq!(
            app.visitor().post("/ar/sign-in", &pairs).await.location(),
            "/ar"
        );
    }
}

#[tokio::test]
async fn a_form_sent_without_a_session_comes_back_filled_and_is_not_executed() {
    let app = TestApp::start().await;
    app.insert(&app.new_member("gaza").await).await;
    let typed = "</textarea><script>شكوى & \"اقتباس\"\r\nسطر";
    let pairs = [
        ("name", typed),
        ("post", "رئيس وحدة"),
        ("new_password", "secret words"),
    ];
    let page = app.visitor().post("/ar/account", &pairs).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.text());
    assert!(page.says("ستجد ما كتبته كما هو"));
    let (action, body) = (
        page.field("sent_action").unwrap(),
        page.field("sent_body").unwrap(),
    );
    assert_eq!(action, "/ar/account");
    assert!(!body.contains("secret"), "passwords do not travel: {body}");
    let credentials = |password| {
        [
            ("email", "member-1@tabadul.example"),
            ("password", password),
            ("sent_action", &*action),
            ("sent_body", &*body),
        ]
    };
    // A wrong password keeps what travels along.
    let wrong = app
        .visitor()
        .post("/ar/sign-in", &credentials("wrong password"))
        .await;
    assert_eq!(wrong.field("sent_body").as_deref(), Some(&*body));
    let back = app
        .visitor()
        .post("/ar/sign-in", &credentials(PASSWORD))
        .await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.says("action=\"/ar/account\"") && back.says("name=\"_replay\""));
    assert_eq!(back.field("name").as_deref(), Some(typed));
    let client = Client::with_session(&app, &back.session().unwrap());
    let again = [("name", typed), ("post", "رئيس وحدة"), ("_replay", "1")];
    let form = client.post("/ar/account", &again).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text());
    assert_eq!(
        form.field("name").as_deref(),
        Some("</textarea><script>شكوى & \"اقتباس\"\r\nسطر")
    );
    let stored = client.get("/ar/account").await;
    assert!(!stored.says("شكوى & "), "nothing was executed");
}

#[tokio::test]
async fn a_form_that_is_not_text_is_refused_and_comes_back() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let kind = "application/x-www-form-urlencoded";
    let body = "name=%D8%B9%FF&post=%D9%85";
    let answer = member.post_raw("/ar/account", kind, body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.field("post").as_deref(), Some("م"));
    assert_eq!(answer.field("name").as_deref(), Some("ع\u{fffd}"));
    let pairs = [("name", "ع\u{fffd}"), ("post", "م"), ("_replay", "1")];
    let form = member.post("/ar/account", &pairs).await;
    assert_eq!(form.field("post").as_deref(), Some("م"));
}

#[tokio::test]
async fn the_summary_of_errors_names_the_fields() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    for (page, line) in [
        ("/ar/account", "<a href=\"#name\">الاسم: املأ هذا الحقل."),
        (
            "/en/account",
            "<a href=\"#name\">Name: Enter something in this field.",
        ),
    ] {
        let answer = member.post(page, &[("post", "x"), ("locale", "ar")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says(line), "{}", answer.text());
    }
}

#[tokio::test]
async fn whoever_is_signed_in_can_sign_out_from_every_page() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    for page in ["/ar", "/en/practices", "/ar/nowhere"] {
        let action = format!("action=\"{}/sign-out\"", &page[..3]);
        assert!(member.get(page).await.says(&action), "{page}");
        assert!(!app.visitor().get(page).await.says(&action), "{page}");
    }
}

#[tokio::test]
async fn a_button_without_a_session_leads_back_to_its_page_and_does_nothing() {
    let app = TestApp::start().await;
    let (member, admin) = (app.member("gaza").await, app.admin().await);
    let deactivation = format!("/ar/admin/members/{}/deactivation", member.id());
    let page = app.visitor().post(&deactivation, &[]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let replay = [("_replay", "1")];
    let sent = page.field("sent_action").unwrap();
    assert_eq!(sent, deactivation);
    let back = admin.post(&sent, &replay).await;
    assert_eq!(
        back.location(),
        format!("/ar/admin/members/{}", member.id())
    );
    assert_eq!(member.get("/ar/account").await.status, StatusCode::OK);
    let everywhere = member.post("/ar/sign-out/everywhere", &replay).await;
    assert_eq!(everywhere.location(), "/ar/account");
    assert_eq!(member.get("/ar/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn demonstration_accounts_stay_outside_where_others_can_reach_the_server() {
    let app = TestApp::start().await;
    let mut demo = app.new_member("gaza").await;
    demo.demo = true;
    let demo = app.sign_in(demo).await;
    let token = demo.token().unwrap().to_owned();
    assert_eq!(demo.get("/ar/account").await.status, StatusCode::OK);
    assert!(app.visitor().get("/ar/sign-in").await.says("member-1@"));

    let public = app.fork_at("http://portal.example").await;
    let old = Client::with_session(&public, &token);
    assert_eq!(
        old.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    let refused = sign_in(&public, "member-1@tabadul.example", PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!public.visitor().get("/ar/sign-in").await.says("member-1@"));
    let member = public.member("gaza").await;
    assert_eq!(member.get("/ar/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_that_cannot_be_looked_up_is_a_page_too() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let mut write = app.write().await;
    sqlx::query("ALTER TABLE sessions RENAME TO gone")
        .execute(write.connection())
        .await
        .unwrap();
    write.commit().await.unwrap();
    let page = member.get("/ar/account").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.says("<html lang=\"ar\"") && page.says("href=\"/ar\""));
}

#[tokio::test]
async fn signing_out_ends_the_session_and_everywhere_ends_all() {
    let app = TestApp::start().await;
    let first = app.member("gaza").await;
    let id = first.id();
    let (second, third) = (app.session(id).await, app.session(id).await);
    let answer = first.post("/ar/sign-out", &[]).await;
    assert_eq!(answer.location(), "/ar/sign-in?done=signed-out");
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert!(
        app.visitor()
            .get(answer.location())
            .await
            .says("سجّلت الخروج.")
    );
    assert_eq!(
        first.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(second.get("/ar/account").await.status, StatusCode::OK);
    second.post("/ar/sign-out/everywhere", &[]).await;
    assert_eq!(
        third.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    let visitor = app.visitor().post("/ar/sign-out/everywhere", &[]).await;
    assert_eq!(visitor.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_role_client_has_its_role() {
    let app = TestApp::start().await;
    let roles = [
        app.member("gaza").await,
        app.publisher("dura").await,
        app.coordinator().await,
        app.admin().await,
    ];
    for client in &roles {
        assert_eq!(client.get("/en/account").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_member_changes_the_own_profile() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let pairs = [
        ("name", "سلمى"),
        ("post", "رئيسة وحدة"),
        ("locale", "en"),
        ("shows_name", "1"),
    ];
    let answer = member.post("/ar/account", &pairs).await;
    assert_eq!(answer.location(), "/ar/account?done=profile");
    let page = member.get("/ar/account").await;
    assert_eq!(page.field("post").as_deref(), Some("رئيسة وحدة"));
    let long = "س".repeat(121);
    let wrong = [("name", &*long), ("post", " "), ("locale", "fr")];
    let answer = member.post("/ar/account", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.field("name"), Some(long), "what was typed is kept");
    for id in ["name-error", "post-error", "locale-error"] {
        assert!(answer.says(id), "{id}");
    }
}

/// The path in the link of the last mail to an address.
async fn link_to(app: &TestApp, address: &str) -> String {
    let mails = app.mails_to(address).await;
    let mail = mails.last().expect("a mail");
    let link = mail.text.lines().find(|line| line.starts_with("http"));
    link.unwrap()
        .strip_prefix("http://127.0.0.1:3000")
        .unwrap()
        .to_owned()
}

const NEW_PASSWORD: [(&str, &str); 1] = [("new_password", "سبع حمامات على السطح")];

#[tokio::test]
async fn whoever_asks_for_links_too_often_keeps_the_form() {
    let app = TestApp::start().await;
    let ask = [("email", "somebody@tabadul.example")];
    let mut answer = app.visitor().post("/ar/password", &ask).await;
    for _ in 0..100 {
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        answer = app.visitor().post("/ar/password", &ask).await;
    }
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!answer.header("retry-after").is_empty() && answer.says("محاولات كثيرة"));
    assert_eq!(answer.field("email").as_deref(), Some(ask[0].1));
}

#[tokio::test]
async fn guessing_is_slowed_down_and_others_are_not_locked_out() {
    let app = TestApp::start().await;
    app.insert(&app.new_member("gaza").await).await;
    app.insert(&app.new_member("gaza").await).await;
    for _ in 0..8 {
        sign_in(&app, "member-1@tabadul.example", "a wrong one").await;
    }
    let refused = sign_in(&app, "member-1@tabadul.example", PASSWORD).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty() && refused.says("محاولات كثيرة"));
    assert_eq!(
        refused.field("email").as_deref(),
        Some("member-1@tabadul.example")
    );
    let colleague = sign_in(&app, "member-2@tabadul.example", PASSWORD).await;
    assert_eq!(
        colleague.status,
        StatusCode::SEE_OTHER,
        "same network, other account"
    );
    app.clock.advance(SignedDuration::from_secs(61));
    let later = sign_in(&app, "member-1@tabadul.example", PASSWORD).await;
    assert_eq!(later.status, StatusCode::SEE_OTHER);
}

/// Signs in from a network address.
async fn sign_in_from(app: &TestApp, address: [u8; 4], email: &str, password: &str) -> Answer {
    let body = encode_form(&[("email", email), ("password", password)]);
    let mut request = app
        .visitor()
        .request(Method::POST, "/ar/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    let peer = SocketAddr::from((address, 4711));
    request.extensions_mut().insert(ConnectInfo(peer));
    app.send(request).await
}

#[tokio::test]
async fn who_signed_in_here_before_gets_in_while_strangers_guess() {
    let app = TestApp::start().await;
    for _ in 0..2 {
        app.insert(&app.new_member("gaza").await).await;
    }
    let town = [192, 0, 2, 1];
    let [known, new] = ["member-1@tabadul.example", "member-2@tabadul.example"];
    let answer = sign_in_from(&app, town, known, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);

    // One machine behind the town's address tries every name it can think of.
    for number in 0..300 {
        let name = format!("guess-{number}@tabadul.example");
        sign_in_from(&app, town, &name, "a wrong one").await;
    }
    let stranger = sign_in_from(&app, town, new, PASSWORD).await;
    assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS);
    let colleague = sign_in_from(&app, town, known, PASSWORD).await;
    assert_eq!(colleague.status, StatusCode::SEE_OTHER);

    // Five machines elsewhere try one name.
    for number in 0..40 {
        let elsewhere = [198, 51, 100, number % 5];
        sign_in_from(&app, elsewhere, known, "a wrong one").await;
    }
    let abroad = sign_in_from(&app, [203, 0, 113, 1], known, PASSWORD).await;
    assert_eq!(abroad.status, StatusCode::TOO_MANY_REQUESTS);
    let owner = sign_in_from(&app, town, known, PASSWORD).await;
    assert_eq!(owner.status, StatusCode::SEE_OTHER);

    // At the known place guessing is still slowed down.
    for _ in 0..8 {
        sign_in_from(&app, town, known, "a wrong one").await;
    }
    let guessed = sign_in_from(&app, town, known, PASSWORD).await;
    assert_eq!(guessed.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_publisher_invites_and_the_invited_person_signs_up() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let page = publisher.get("/ar/organizations/gaza/members").await;
    let id = page.field("id").unwrap();
    let pairs = [
        ("id", &*id),
        ("email", "new@gaza.example"),
        ("locale", "ar"),
    ];
    for _ in 0..2 {
        let answer = publisher
            .post("/ar/organizations/gaza/members", &pairs)
            .await;
        assert_eq!(
            answer.location(),
            "/ar/organizations/gaza/members?done=invited"
        );
    }
    let mails = app.mails_to("new@gaza.example").await;
    assert_eq!(mails.len(), 1, "a form sent twice invites once");
    assert!(mails[0].subject.contains("دعوة إلى الانضمام إلى تبادل باسم"));
    let link = link_to(&app, "new@gaza.example").await;
    assert!(link.starts_with("/ar/invitations/"), "{link}");
    let visitor = app.visitor();
    for _ in 0..2 {
        let page = visitor.get(&link).await;
        assert_eq!(page.status, StatusCode::OK, "looking changes nothing");
        assert!(page.says("new@gaza.example") && page.says("بلدية غزة"));
    }
    let weak = [
        ("name", "منى"),
        ("post", " "),
        ("new_password", "1234567890"),
    ];
    let answer = visitor.post(&link, &weak).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("post-error") && answer.says("new_password-error"));
    assert_eq!(answer.field("name").as_deref(), Some("منى"));
    let good = [("name", "منى"), ("post", "محاسبة"), NEW_PASSWORD[0]];
    let answer = visitor.post(&link, &good).await;
    assert_eq!(
        answer.location(),
        "/ar/account?done=welcome",
        "{}",
        answer.text()
    );
    let member = Client::with_session(&app, &answer.session().unwrap());
    assert!(member.get("/ar/account").await.says("محاسبة"));
    let again = visitor.post(&link, &good).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.says("دعوة غير صالحة"));
    assert_eq!(
        visitor.get("/en/invitations/wrong").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(
        publisher
            .get("/ar/organizations/gaza/members")
            .await
            .says("new@gaza.example")
    );
}

#[tokio::test]
async fn a_form_sent_again_with_another_address_is_shown_again_and_takes_nothing_back() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let members = "/ar/organizations/gaza/members";
    let send = async |id: &str, email: &str| {
        let pairs = [("id", id), ("email", email), ("locale", "ar")];
        publisher.post(members, &pairs).await
    };
    let id = publisher.get(members).await.field("id").unwrap();
    let other = app.app.sources.id().to_string();
    send(&other, "right@gaza.example").await;
    let earlier = link_to(&app, "right@gaza.example").await;
    send(&id, "mistyped@gaza.example").await;
    // Back in the browser, and corrected.
    let answer = send(&id, "right@gaza.example").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("أُرسلت دعوة من هذه الصفحة من قبل"));
    assert_eq!(answer.field("email").as_deref(), Some("right@gaza.example"));
    assert_eq!(
        app.visitor().get(&earlier).await.status,
        StatusCode::OK,
        "the invitation from before still stands"
    );
    let fresh = answer.field("id").unwrap();
    assert_ne!(fresh, id);
    let answer = send(&fresh, "right@gaza.example").await;
    assert_eq!(answer.location(), format!("{members}?done=invited"));
    assert_eq!(app.mails_to("right@gaza.example").await.len(), 2);
}

#[tokio::test]
async fn invitations_sent_at_the_same_time_pass_no_limit() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let invite = async |number: usize| {
        let id = app.app.sources.id().to_string();
        let email = format!("n{number}@gaza.example");
        let pairs = [("id", &*id), ("email", &*email), ("locale", "ar")];
        let path = "/ar/organizations/gaza/members";
        publisher.post(path, &pairs).await.status
    };
    let answers = futures_util::future::join_all((0..35).map(invite)).await;
    let invited = answers.iter().filter(|status| status.is_redirection());
    assert_eq!(invited.count(), 30);
    assert_eq!(app.mails().await.len(), 30);
}

#[tokio::test]
async fn an_invitation_ends_and_can_be_withdrawn() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let invite = async |email: &str| {
        let id = app.app.sources.id().to_string();
        let pairs = [("id", &*id), ("email", email), ("locale", "en")];
        publisher
            .post("/en/organizations/gaza/members", &pairs)
            .await;
        (id, link_to(&app, email).await)
    };
    let (id, link) = invite("one@gaza.example").await;
    let path = format!("/en/organizations/gaza/invitations/{id}/withdrawal");
    let foreign = format!("/en/organizations/dura/invitations/{id}/withdrawal");
    assert_eq!(
        publisher.post(&foreign, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(app.visitor().get(&link).await.status, StatusCode::OK);
    publisher.post(&path, &[]).await;
    assert_eq!(app.visitor().get(&link).await.status, StatusCode::NOT_FOUND);
    let (_, link) = invite("two@gaza.example").await;
    app.clock.advance(SignedDuration::from_hours(24 * 7));
    assert_eq!(app.visitor().get(&link).await.status, StatusCode::NOT_FOUND);
    let late = [("name", "منى"), ("post", "محاسبة"), NEW_PASSWORD[0]];
    assert_eq!(
        app.visitor().post(&link, &late).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn inviting_says_nothing_of_who_has_an_account() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    app.insert(&app.new_member("dura").await).await;
    let known = "member-2@tabadul.example";
    for email in [known, "unknown@gaza.example"] {
        let id = app.app.sources.id().to_string();
        let pairs = [("id", &*id), ("email", email), ("locale", "ar")];
        let answer = publisher
            .post("/ar/organizations/gaza/members", &pairs)
            .await;
        assert_eq!(
            answer.location(),
            "/ar/organizations/gaza/members?done=invited"
        );
        assert!(
            publisher
                .get("/ar/organizations/gaza/members")
                .await
                .says(email)
        );
    }
    let mails = app.mails_to(known).await;
    assert_eq!(mails.len(), 1);
    assert!(
        !mails[0].text.contains("/invitations/"),
        "{}",
        mails[0].text
    );
}

#[tokio::test]
async fn invitations_are_limited_a_day_and_need_an_address() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let invite = async |email: &str| {
        let id = app.app.sources.id().to_string();
        let pairs = [("id", &*id), ("email", email), ("locale", "ar")];
        publisher
            .post("/ar/organizations/gaza/members", &pairs)
            .await
    };
    let wrong = invite("not an address").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.field("email").as_deref(), Some("not an address"));
    for number in 0..30 {
        let answer = invite(&format!("n{number}@gaza.example")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}");
    }
    let over = invite("one-more@gaza.example").await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(over.says("بلغت حد الدعوات في اليوم"));
    app.clock.advance(SignedDuration::from_hours(25));
    assert_eq!(
        invite("one-more@gaza.example").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn only_those_who_look_after_accounts_see_them() {
    let app = TestApp::start().await;
    let path = "/ar/organizations/gaza/members";
    assert_eq!(
        app.visitor().get(path).await.status,
        StatusCode::UNAUTHORIZED
    );
    let strangers = [
        app.member("gaza").await,
        app.publisher("dura").await,
        app.coordinator().await,
    ];
    for client in &strangers {
        assert_eq!(client.get(path).await.status, StatusCode::NOT_FOUND);
        let pairs = [("email", "a@b.ps"), ("locale", "ar")];
        assert_eq!(
            client.post(path, &pairs).await.status,
            StatusCode::NOT_FOUND
        );
    }
    assert_eq!(
        app.publisher("gaza").await.get(path).await.status,
        StatusCode::OK
    );
    assert_eq!(app.admin().await.get(path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_password_by_mail_ends_every_session() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let address = "member-1@tabadul.example";
    let answer = app
        .visitor()
        .post("/ar/password", &[("email", " Member-1@tabadul.example")])
        .await;
    assert_eq!(answer.location(), "/ar/password?done=sent");
    let unknown = app
        .visitor()
        .post("/ar/password", &[("email", "nobody@gaza.example")])
        .await;
    assert_eq!(
        unknown.location(),
        answer.location(),
        "alike for unknown addresses"
    );
    assert!(app.mails_to("nobody@gaza.example").await.is_empty());
    assert!(
        app.visitor()
            .get("/ar/password?done=sent")
            .await
            .says("إذا كان هذا البريد مسجّلًا")
    );
    let link = link_to(&app, address).await;
    let visitor = app.visitor();
    assert_eq!(visitor.get(&link).await.status, StatusCode::OK);
    let weak = visitor.post(&link, &[("new_password", "short")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = visitor.post(&link, &NEW_PASSWORD).await;
    assert_eq!(done.location(), "/ar/sign-in?done=password");
    assert_eq!(
        member.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        visitor.post(&link, &NEW_PASSWORD).await.status,
        StatusCode::NOT_FOUND,
        "once"
    );
    assert!(
        sign_in(&app, address, NEW_PASSWORD[0].1)
            .await
            .session()
            .is_some()
    );
    assert!(sign_in(&app, address, PASSWORD).await.session().is_none());
    let told = app.mails_to(address).await;
    assert!(told.last().unwrap().subject.contains("تغيّرت كلمة السر"));
}

#[tokio::test]
async fn password_links_end_after_an_hour_and_are_not_sent_without_end() {
    let app = TestApp::start().await;
    app.insert(&app.new_member("gaza").await).await;
    let address = "member-1@tabadul.example";
    let ask = async || {
        app.visitor()
            .post("/en/password", &[("email", address)])
            .await
    };
    for _ in 0..6 {
        assert_eq!(ask().await.location(), "/en/password?done=sent");
    }
    assert_eq!(app.mails_to(address).await.len(), 3, "no flood of mail");
    let link = link_to(&app, address).await;
    app.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(app.visitor().get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        app.visitor().post(&link, &NEW_PASSWORD).await.status,
        StatusCode::NOT_FOUND
    );
    let wrong = app
        .visitor()
        .post("/en/password", &[("email", "no address")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.field("email").as_deref(), Some("no address"));
}

#[tokio::test]
async fn a_member_changes_the_own_password_and_stays_here() {
    let app = TestApp::start().await;
    let here = app.member("gaza").await;
    let elsewhere = app.session(here.id()).await;
    assert_eq!(
        here.get("/ar/account/password").await.status,
        StatusCode::OK
    );
    let wrong = [("current_password", "something else"), NEW_PASSWORD[0]];
    let answer = here.post("/ar/account/password", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("كلمة السر الحالية غير صحيحة"));
    let right = [("current_password", PASSWORD), NEW_PASSWORD[0]];
    let answer = here.post("/ar/account/password", &right).await;
    assert_eq!(answer.location(), "/ar/account?done=password");
    assert_eq!(here.get("/ar/account").await.status, StatusCode::OK);
    assert_eq!(
        elsewhere.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_member_sees_and_ends_sessions() {
    let app = TestApp::start().await;
    let here = app.member("gaza").await;
    let elsewhere = app.session(here.id()).await;
    let stranger = app.member("gaza").await;
    let page = here.get("/ar/account/sessions").await;
    assert!(page.says("هذا الجهاز"));
    let other = page.field("session").expect("the other session");
    stranger
        .post("/ar/account/sessions", &[("session", &other)])
        .await;
    assert_eq!(
        elsewhere.get("/ar/account").await.status,
        StatusCode::OK,
        "not one's own"
    );
    here.post("/ar/account/sessions", &[("session", &other)])
        .await;
    assert_eq!(
        elsewhere.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    let third = app.session(here.id()).await;
    here.post("/ar/account/sessions", &[]).await;
    assert_eq!(
        third.get("/ar/account").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(here.get("/ar/account").await.status, StatusCode::OK);
}
