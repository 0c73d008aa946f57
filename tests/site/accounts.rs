use axum::http::StatusCode;
use jiff::SignedDuration;
use tabadul_tests::{Answer, Client, PASSWORD, TestApp};

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
