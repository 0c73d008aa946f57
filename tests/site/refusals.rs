//! What is refused before a feature is asked, and what a refusal gives back.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::TestApp;

use crate::documents::{form, send};

/// Nobody's.
const UNKNOWN: &str = "01930000-0000-7000-8000-000000000001";

#[tokio::test]
async fn what_was_typed_stands_in_a_refusal_as_text() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let typed = "a &lt; b </textarea><script>alert(1)</script>";
    let path = format!("/ar/practices/{UNKNOWN}/submission");
    let pairs = [("revision", "1"), ("version", "1"), ("note", typed)];
    let page = publisher.post(&path, &pairs).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let text = page.text();
    assert!(
        text.contains("<textarea") && !text.contains("<script>"),
        "{text}"
    );
    assert!(
        text.contains("a &amp;lt; b &lt;/textarea&gt;&lt;script&gt;alert(1)"),
        "{text}"
    );
}

/// PostgreSQL takes no NUL in a text.
#[tokio::test]
async fn an_address_that_says_nul_is_refused() {
    for db in app::testing::databases().await {
        let app = TestApp::on(db).await;
        let member = app.member("gaza").await;
        for (path, status) in [
            ("/ar/practices?topic=%00", StatusCode::BAD_REQUEST),
            ("/ar/practices?topic=a%2500", StatusCode::OK),
            (
                "/api/v1/practices?external_id=a%00",
                StatusCode::BAD_REQUEST,
            ),
            ("/ar/organizations/%00", StatusCode::NOT_FOUND),
            ("/ar/organizations/a%00b?q=%00", StatusCode::NOT_FOUND),
        ] {
            for client in [&app.visitor(), &member] {
                let answer = client.get(path).await;
                assert_eq!(answer.status, status, "{path}: {}", answer.text());
            }
        }
    }
}

#[tokio::test]
async fn a_condition_on_a_text_document_is_answered_as_one() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = publisher
        .open("/ar/documents/new")
        .await
        .field("id")
        .unwrap();
    let fields = form(&id, "network");
    let file = ("notes.txt", "ملاحظات عن الشكاوى".as_bytes());
    let sent = send(&publisher, "/ar/documents/new", &fields, Some(file)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let path = format!("/ar/documents/{id}/download");
    let ask = |name: &'static str, value: &'static str| {
        let request = publisher.request(Method::GET, &path).header(name, value);
        app.send(request.body(Body::empty()).unwrap())
    };
    let failed = ask("if-match", "\"another\"").await;
    assert_eq!(
        failed.status,
        StatusCode::PRECONDITION_FAILED,
        "{}",
        failed.text()
    );
    assert!(failed.bytes.is_empty());
    let beyond = ask("range", "bytes=4000-").await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
}
