//! The life of a practice: written, submitted, approved, read; who sees which part of it.

use axum::http::StatusCode;
use tabadul_tests::{Answer, Client, TestApp};

/// A whole snapshot, as typed.
pub const SNAPSHOT: [(&str, &str); 7] = [
    ("language", "ar"),
    ("title", "وحدة الشكاوى: دورة حياة الشكوى"),
    ("summary", "شكوى واحدة برقم واحد"),
    ("topics", "complaints"),
    ("problem", "كانت الشكاوى **تضيع** بين الدوائر"),
    ("solution", "سجل واحد لكل البوابات"),
    ("result", "كل صاحب شكوى يعرف أين وصلت"),
];

/// Fields of an empty form, ready to be filled.
pub async fn new_form(client: &Client<'_>) -> String {
    let page = client.open("/ar/practices/new").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    page.field("id").expect("a pre-made identifier")
}

/// Writes a practice and sends it with this button; gives its identifier.
pub async fn write(client: &Client<'_>, intent: &str) -> String {
    let id = new_form(client).await;
    let mut pairs = SNAPSHOT.to_vec();
    pairs.extend([("id", id.as_str()), ("intent", intent)]);
    let answer = client.post("/ar/practices/new", &pairs).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    id
}

/// Approves what waits.
pub async fn approve(client: &Client<'_>, id: &str, visibility: &str) -> Answer {
    let path = format!("/ar/practices/{id}/review");
    let page = client.get(&path).await;
    let (revision, version) = (
        page.field("revision").unwrap(),
        page.field("version").unwrap(),
    );
    let documents = page.fields("documents");
    let mut pairs = vec![
        ("revision", revision.as_str()),
        ("version", &version),
        ("visibility", visibility),
        ("decision", "approve"),
    ];
    pairs.extend(documents.iter().map(|id| ("documents", id.as_str())));
    client.post(&path, &pairs).await
}

/// A published practice of Gaza, by its sole publisher.
pub async fn published(app: &TestApp, visibility: &str) -> String {
    published_by(&app.publisher("gaza").await, visibility).await
}

/// A practice that this publisher wrote and, being alone, approved.
pub async fn published_by(publisher: &Client<'_>, visibility: &str) -> String {
    let id = write(publisher, "submit").await;
    let answer = approve(publisher, &id, visibility).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    id
}

#[tokio::test]
async fn a_practice_goes_from_draft_to_the_public() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let publisher = app.publisher("gaza").await;
    let id = write(&member, "save").await;
    let path = format!("/ar/practices/{id}");
    assert!(member.get(&path).await.says("مسودة"));
    assert!(member.get("/ar/practices/drafts").await.says(&path));
    assert_eq!(app.visitor().get(&path).await.status, StatusCode::NOT_FOUND);

    let sent = member
        .post(
            &format!("{path}/submission"),
            &[("revision", "1"), ("version", "1")],
        )
        .await;
    assert_eq!(sent.location(), format!("{path}?done=submitted"));
    assert!(
        publisher
            .get("/ar/practices/drafts")
            .await
            .says(&format!("{path}/review"))
    );
    assert_eq!(
        approve(&publisher, &id, "public").await.location(),
        format!("{path}?done=published")
    );

    let page = app.visitor().get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.says("<strong>تضيع</strong>") && page.says("بلدية غزة"),
        "{}",
        page.text()
    );
    assert!(!page.says("موظف تجربة"), "posts of authors are not public");
    let list = app.visitor().get("/ar/practices").await;
    assert!(
        list.says("ممارسة واحدة") && list.says(&path) && list.says("22 تشرين الثاني 2026"),
        "{}",
        list.text()
    );
    assert!(
        app.visitor()
            .get(&format!("/en/practices/{id}"))
            .await
            .says("available in Arabic only")
    );
}

#[tokio::test]
async fn a_sole_publisher_may_approve_their_own_and_the_history_says_so() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = write(&publisher, "submit").await;
    assert!(
        publisher
            .get(&format!("/ar/practices/{id}/review"))
            .await
            .says("الناشر الوحيد")
    );
    assert_eq!(
        approve(&publisher, &id, "public").await.status,
        StatusCode::SEE_OTHER
    );
    assert!(
        publisher
            .get(&format!("/ar/practices/{id}/history"))
            .await
            .says("اعتمدها كاتبها بصفته الناشر الوحيد")
    );
}

#[tokio::test]
async fn one_of_two_publishers_leaves_their_own_to_the_other() {
    let app = TestApp::start().await;
    let first = app.publisher("gaza").await;
    let second = app.publisher("gaza").await;
    let id = write(&first, "submit").await;
    let path = format!("/ar/practices/{id}/review");
    assert!(first.get(&path).await.says("يعتمده ناشر آخر"));
    assert_eq!(
        approve(&first, &id, "public").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        app.visitor()
            .get(&format!("/ar/practices/{id}"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        approve(&second, &id, "public").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_practice_for_the_network_is_not_there_for_visitors() {
    let app = TestApp::start().await;
    let id = published(&app, "network").await;
    let path = format!("/ar/practices/{id}");
    assert_eq!(app.visitor().get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(app.visitor().get("/ar/practices").await.says("لا ممارسات"));
    let member = app.member("dura").await;
    assert_eq!(member.get(&path).await.status, StatusCode::OK);
    assert!(member.get("/ar/practices").await.says(&path));
}

#[tokio::test]
async fn nothing_of_a_draft_is_there_for_anyone_outside() {
    let app = TestApp::start().await;
    let author = app.member("gaza").await;
    let id = write(&author, "submit").await;
    let path = format!("/ar/practices/{id}");
    let button = [
        ("revision", "1"),
        ("version", "1"),
        ("decision", "approve"),
        ("visibility", "public"),
    ];
    for outsider in [app.publisher("dura").await, app.coordinator().await] {
        for below in ["", "/edit", "/review", "/history", "/revisions/1"] {
            let status = outsider.get(&format!("{path}{below}")).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "GET {below}");
        }
        for below in [
            "/edit",
            "/submission",
            "/review",
            "/revisions/1/restoration",
            "/archive",
            "/confirmation",
            "/verification",
        ] {
            let status = outsider
                .post(&format!("{path}{below}"), &button)
                .await
                .status;
            assert_eq!(status, StatusCode::NOT_FOUND, "POST {below}");
        }
        assert!(!outsider.get("/ar/practices/drafts").await.says(&path));
    }
    let visitor = app.visitor();
    for below in ["/edit", "/review", "/history", "/revisions/1"] {
        let status = visitor.get(&format!("{path}{below}")).await.status;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "GET {below}");
    }
    for below in [
        "/edit",
        "/submission",
        "/review",
        "/revisions/1/restoration",
        "/archive",
        "/confirmation",
        "/verification",
    ] {
        let status = visitor
            .post(&format!("{path}{below}"), &button)
            .await
            .status;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "POST {below}");
    }
    assert_eq!(
        visitor.open("/ar/practices/new").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        visitor.get("/ar/practices/drafts").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        visitor.get("/ar/practices/not-an-id").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_member_who_is_no_publisher_decides_nothing() {
    let app = TestApp::start().await;
    let id = published(&app, "public").await;
    let path = format!("/ar/practices/{id}");
    let member = app.member("gaza").await;
    assert_eq!(
        member.get(&format!("{path}/review")).await.status,
        StatusCode::FORBIDDEN
    );
    for (below, status) in [
        ("/archive", StatusCode::FORBIDDEN),
        ("/verification", StatusCode::FORBIDDEN),
        ("/confirmation", StatusCode::SEE_OTHER),
    ] {
        assert_eq!(
            member
                .post(&format!("{path}{below}"), &[("x", "")])
                .await
                .status,
            status,
            "{below}"
        );
    }
    let stranger = app.publisher("dura").await;
    for below in ["/archive", "/confirmation", "/verification", "/edit"] {
        let status = stranger
            .post(&format!("{path}{below}"), &SNAPSHOT)
            .await
            .status;
        assert_eq!(status, StatusCode::FORBIDDEN, "{below}");
    }
    assert!(!stranger.get(&path).await.says("/edit"));
}

#[tokio::test]
async fn an_admin_stands_in_for_a_publisher() {
    let app = TestApp::start().await;
    let author = app.member("gaza").await;
    let id = write(&author, "submit").await;
    let admin = app.admin().await;
    assert_eq!(
        approve(&admin, &id, "public").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        app.visitor()
            .get(&format!("/en/practices/{id}"))
            .await
            .status,
        StatusCode::OK
    );
}
