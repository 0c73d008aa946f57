//! Two entries of the directory become one: what one had is the other's, and nothing is lost or seen by others on the way.

use axum::http::StatusCode;
use tabadul_tests::{Client, TestApp};

use crate::documents::{PDF, upload};
use crate::{practices, workshops};

/// An admin makes Dura a part of Hebron.
async fn merge(app: &TestApp) {
    let admin = app.admin().await;
    let merged = admin
        .post("/ar/organizations/dura/merger", &[("into", "hebron")])
        .await;
    assert_eq!(
        merged.location(),
        "/ar/organizations/hebron",
        "{}",
        merged.text()
    );
}

#[tokio::test]
async fn merged_organizations_keep_their_members_and_their_address() {
    let app = TestApp::start().await;
    let member = app.member("dura").await;
    merge(&app).await;
    assert_eq!(
        app.visitor().get("/ar/organizations/dura").await.location(),
        "/ar/organizations/hebron"
    );
    assert_eq!(member.get("/ar/account").await.status, StatusCode::OK);
}

async fn reads(client: &Client<'_>, path: &str) -> bool {
    let page = client.get(&format!("/ar{path}")).await.status;
    let file = client.get(&format!("/ar{path}/download")).await;
    assert_eq!(page, file.status, "{path}");
    assert!(page == StatusCode::NOT_FOUND || file.bytes[..] == *PDF);
    page == StatusCode::OK
}

#[tokio::test]
async fn documents_move_with_their_drafts_their_readers_and_their_files() {
    for db in app::testing::databases().await {
        let app = TestApp::on(db).await;
        let dura = app.organization("dura").await.to_string();
        let hebron = app.organization("hebron").await.to_string();
        let in_dura = app.publisher("dura").await;
        let in_hebron = app.publisher("hebron").await;
        let in_gaza = app.publisher("gaza").await;
        let public = upload(&in_dura, "public", &[]).await;
        let draft = upload(&in_dura, "public", &[("action", "draft")]).await;
        // Shared by name: with the one, with both, and by the one with the other.
        let (with_dura, with_hebron) = (("named", &*dura), ("named", &*hebron));
        let shared = [
            upload(&in_gaza, "organizations", &[with_dura]).await,
            upload(&in_gaza, "organizations", &[with_dura, with_hebron]).await,
            upload(&in_dura, "organizations", &[with_hebron]).await,
        ];
        assert!(!reads(&in_hebron, &draft).await && !reads(&in_hebron, &shared[0]).await);

        merge(&app).await;

        for path in shared.iter().chain([&public, &draft]) {
            assert!(reads(&in_hebron, path).await, "{path} in Hebron");
            // Who was in Dura is in Hebron now.
            assert!(reads(&in_dura, path).await, "{path} of Dura");
        }
        let stranger = app.member("nablus").await;
        for path in shared.iter().chain([&draft]) {
            assert!(!reads(&stranger, path).await, "{path} elsewhere");
        }
        let edited = in_hebron.get(&format!("/ar{draft}/edit")).await;
        assert_eq!(
            edited.status,
            StatusCode::OK,
            "the draft is theirs to finish"
        );
        let listed = |slug: &str| format!("/api/v1/documents?organization={slug}");
        let of_hebron = app.visitor().get(&listed("hebron")).await.json();
        assert_eq!(of_hebron["total"], 1, "{of_hebron}");
        assert_eq!(app.visitor().get(&listed("dura")).await.json()["total"], 0);
        let history = app.visitor().get(&format!("/ar{public}")).await;
        assert!(history.says("بلدية الخليل"), "{}", history.text());
    }
}

#[tokio::test]
async fn what_moved_is_found_under_its_new_name() {
    for db in app::testing::databases().await {
        let app = TestApp::on(db).await;
        let publisher = app.publisher("dura").await;
        let document = upload(&publisher, "public", &[]).await;
        let practice = practices::published_by(&publisher, "public").await;
        let workshop = workshops::scheduled(&app, &app.coordinator().await).await;
        app.index().await;
        merge(&app).await;
        app.index().await;
        let hits = |answer: serde_json::Value, owner: &'static str| -> Vec<String> {
            let items = answer["items"].as_array().unwrap().clone();
            let of_owner = items.iter().filter(|hit| hit["organization"] == owner);
            of_owner.map(|hit| hit["url"].to_string()).collect()
        };
        let answer = app
            .visitor()
            .get("/api/v1/search?q=%D8%B4%D9%83%D9%88%D9%89")
            .await;
        let found = hits(answer.json(), "hebron").join(" ");
        assert!(
            found.contains(&document) && found.contains(&practice),
            "{found}"
        );
        let page = app.visitor().get(&format!("/ar{workshop}")).await;
        assert!(
            page.says("بلدية الخليل") && !page.says("بلدية دورا"),
            "{}",
            page.text()
        );
    }
}
