use app::organizations::store;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::TestApp;

#[tokio::test]
async fn a_kept_page_goes_when_the_content_changes() {
    let app = TestApp::start().await;
    assert!(
        !app.visitor()
            .get("/ar/organizations/dura")
            .await
            .says("https://dura.example")
    );
    let mut dura = store::by_slug(&app.app.db, "dura").await.unwrap().unwrap();
    let seen = dura.updated_at;
    dura.website = "https://dura.example".to_owned();
    let mut write = app
        .app
        .db
        .begin_write(app.app.sources.now(), None)
        .await
        .unwrap();
    store::update(&mut write, &dura, seen).await.unwrap();
    write.commit().await.unwrap();
    assert!(
        app.visitor()
            .get("/ar/organizations/dura")
            .await
            .says("https://dura.example")
    );
}

/// The feed moves before the index does: what is asked in between is answered once and not kept.
#[tokio::test]
async fn a_search_is_not_kept_while_the_index_is_behind() {
    let app = TestApp::start().await;
    app.index().await;
    let visitor = app.visitor();
    let found = async || {
        let page = visitor.get("/ar/search?q=Zaytunabad").await;
        page.says("href=\"/ar/organizations/dura\"")
    };
    assert!(!found().await);
    let mut dura = store::by_slug(&app.app.db, "dura").await.unwrap().unwrap();
    let seen = dura.updated_at;
    dura.name_en = "Zaytunabad".to_owned();
    let mut write = app.write().await;
    store::update(&mut write, &dura, seen).await.unwrap();
    write.commit().await.unwrap();
    assert!(!found().await, "the index cannot know it yet");
    app.index().await;
    assert!(found().await);
}

#[tokio::test]
async fn a_member_is_never_given_a_visitors_page() {
    let app = TestApp::start().await;
    assert!(app.visitor().get("/ar").await.says("سجّل الدخول"));
    let member = app.member("dura").await;
    assert!(member.get("/ar").await.says("حسابي"));
    assert!(app.visitor().get("/ar").await.says("سجّل الدخول"));
}

#[tokio::test]
async fn an_unchanged_page_costs_no_second_download() {
    let app = TestApp::start().await;
    let first = app.visitor().get("/ar/organizations").await;
    let request = app
        .visitor()
        .request(Method::GET, "/ar/organizations")
        .header("if-none-match", first.header("etag"))
        .body(Body::empty());
    let second = app.send(request.unwrap()).await;
    assert_eq!(
        (second.status, second.bytes.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
}

#[tokio::test]
async fn pages_travel_compressed_to_those_who_read_it() {
    let app = TestApp::start().await;
    for path in ["/ar/organizations", "/api/v1/organizations"] {
        let plain = app.visitor().get(path).await;
        let request = app
            .visitor()
            .request(Method::GET, path)
            .header("accept-encoding", "br");
        let small = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (
                plain.header("content-encoding"),
                small.header("content-encoding")
            ),
            ("", "br")
        );
        assert!(small.bytes.len() * 3 < plain.bytes.len(), "{path}");
        assert!(
            small
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
    }
}
