use axum::http::StatusCode;
use tabadul_tests::TestApp;

use crate::{documents, practices, workshops};

#[tokio::test]
async fn a_visitor_finds_an_organization_however_it_is_spelt() {
    let app = TestApp::start().await;
    app.index().await;
    for query in ["دورا", "بلديه دورا", "Dura"] {
        let page = app
            .visitor()
            .get(&format!("/ar/search?q={}", encode(query)))
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.says("href=\"/ar/organizations/dura\""),
            "{query}: {}",
            page.text()
        );
    }
}

#[tokio::test]
async fn what_was_asked_stays_in_the_box_and_is_only_text() {
    let app = TestApp::start().await;
    app.index().await;
    let page = app
        .visitor()
        .get("/ar/search?q=%22%3E%3Cscript%3E%20AND%20title:*")
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.says("<script>"), "{}", page.text());
    assert!(page.says("لا نتائج لـ"), "{}", page.text());
}

#[tokio::test]
async fn the_api_answers_the_same() {
    let app = TestApp::start().await;
    app.index().await;
    let found = app
        .visitor()
        .get("/api/v1/search?q=Gaza&type=organization&limit=1")
        .await
        .json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(found["items"][0]["organization"], "gaza");
    assert_eq!(
        found["items"][0]["url"],
        "http://127.0.0.1:3000/ar/organizations/gaza"
    );
    let wrong = app.visitor().get("/api/v1/search?q=x&type=castle").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

/// Entries of practices, documents and workshops carry the place of their organization.
#[tokio::test]
async fn what_an_organization_owns_moves_with_it() {
    for db in app::testing::databases().await {
        let app = TestApp::on(db).await;
        let publisher = app.publisher("gaza").await;
        let practice = practices::published_by(&publisher, "public").await;
        let document = documents::upload(&publisher, "public", &[]).await;
        let workshop = workshops::scheduled(&app, &app.coordinator().await).await;
        let found = [
            (format!("/practices/{practice}"), encode("الشكوى")),
            (document, encode("الشكوى")),
            (workshop, encode("تبادل الخبرات")),
        ];
        app.index().await;
        let admin = app.admin().await;
        for home in ["gaza", "hebron"] {
            let form = admin.get("/ar/organizations/gaza/edit").await;
            let saved = admin
                .post(
                    "/ar/organizations/gaza/edit",
                    &[
                        ("seen", &form.field("seen").unwrap()),
                        ("name_ar", "غزة"),
                        ("kind", "municipality"),
                        ("governorate", home),
                    ],
                )
                .await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
            app.index().await;
            for (path, query) in &found {
                let place = format!("/ar/search?q={query}&governorate={home}");
                let page = app.visitor().get(&place).await;
                assert!(page.says(path), "{path} in {home}: {}", page.text());
                let owner = "<bdi>بلدية غزة<!></bdi>";
                assert!(page.says(owner), "{path} is whose? {}", page.text());
            }
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
