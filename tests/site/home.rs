use axum::body::Body;
use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use tabadul_tests::TestApp;

#[tokio::test]
async fn the_root_sends_readers_to_their_language() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    assert_eq!(visitor.get("/").await.location(), "/ar");
    let request = visitor
        .request(Method::GET, "/")
        .header("accept-language", "en-GB,en;q=0.9");
    assert_eq!(
        app.send(request.body(Body::empty()).unwrap())
            .await
            .location(),
        "/en"
    );
}

#[tokio::test]
async fn the_front_page_speaks_both_languages() {
    let app = TestApp::start().await;
    let arabic = app.visitor().get("/ar").await;
    assert_eq!(arabic.status, StatusCode::OK);
    assert!(
        arabic.says("<html lang=\"ar\" dir=\"rtl\">"),
        "{}",
        arabic.text()
    );
    assert!(arabic.says("hreflang=\"en\""));
    assert!(
        app.visitor()
            .get("/en")
            .await
            .says("<html lang=\"en\" dir=\"ltr\">")
    );
}

#[tokio::test]
async fn an_unknown_address_is_a_page_with_a_way_back() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/ar/nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(
        page.says("الصفحة غير موجودة") && page.says("href=\"/ar\""),
        "{}",
        page.text()
    );
    assert_eq!(
        app.visitor().get("/api/v1/nowhere").await.json()["error"],
        "not_found"
    );
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let app = TestApp::start().await;
    let request = app
        .visitor()
        .request(Method::POST, "/ar")
        .header("sec-fetch-site", "cross-site")
        .body(Body::empty());
    assert_eq!(
        app.send(request.unwrap()).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn every_page_carries_the_security_headers() {
    let app = TestApp::start().await;
    for path in ["/ar", "/en/nowhere", "/healthz"] {
        let answer = app.visitor().get(path).await;
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn the_front_page_says_at_once_that_a_workshop_began() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    crate::workshops::scheduled(&app, &coordinator).await;
    app.clock
        .advance(crate::workshops::to_start() - SignedDuration::from_secs(10));
    let visitor = app.visitor();
    let before = visitor.get("/ar").await;
    assert!(before.says("مجدولة") && !before.says("جارية الآن"));
    app.clock.advance(SignedDuration::from_secs(11));
    assert!(visitor.get("/ar").await.says("جارية الآن"));
}
