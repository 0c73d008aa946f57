use axum::http::StatusCode;
use tabadul_tests::{Answer, Client, TestApp};

use crate::practices;

#[tokio::test]
async fn a_coordinator_curates_the_topics() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let parks = [
        ("slug", "parks"),
        ("name_ar", "الحدائق"),
        ("name_en", "Parks"),
    ];
    assert_eq!(
        coordinator.post("/ar/topics", &parks).await.status,
        StatusCode::SEE_OTHER
    );
    let twice = coordinator.post("/ar/topics", &parks).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.says("value=\"الحدائق\""));
    assert!(app.visitor().get("/ar/topics").await.says("الحدائق"));
    let edit = "/ar/topics/parks/edit";
    let renamed = [("name_ar", "الحدائق العامة"), ("name_en", "Public parks")];
    let version = coordinator.get(edit).await.field("version").unwrap();
    coordinator
        .post(edit, &[renamed[0], renamed[1], ("version", &version)])
        .await;
    assert!(app.visitor().get("/en/topics").await.says("Public parks"));
    let version = coordinator.get(edit).await.field("version").unwrap();
    let retired = [
        renamed[0],
        renamed[1],
        ("version", version.as_str()),
        ("retired", "1"),
    ];
    coordinator.post(edit, &retired).await;
    assert!(!app.visitor().get("/en/topics").await.says("Public parks"));
    assert!(!app.visitor().get("/api/v1/topics").await.says("parks"));
}

#[tokio::test]
async fn the_second_of_two_curators_sees_both_and_loses_nothing() {
    let app = TestApp::start().await;
    let (first, second) = (app.coordinator().await, app.coordinator().await);
    let edit = "/ar/topics/gis/edit";
    let seen = first.get(edit).await.field("version").unwrap();
    let named = |ar: &'static str, version: &str| {
        let pairs = [("name_ar", ar), ("name_en", "GIS"), ("version", version)];
        pairs.map(|(name, value)| (name, value.to_owned()))
    };
    let send = async |client: &Client<'_>, pairs: [(&str, String); 3]| {
        let pairs = pairs
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        client.post(edit, &pairs).await
    };
    let saved = send(&first, named("خرائط الأول", &seen)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());

    let stale = send(&second, named("خرائط الثاني", &seen)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.says("خرائط الأول") && stale.says("value=\"خرائط الثاني\""),
        "{}",
        stale.text()
    );
    let listed = app.visitor().get("/ar/topics").await;
    assert!(listed.says("خرائط الأول"), "{}", listed.text());

    let now = stale.field("version").unwrap();
    let again = send(&second, named("خرائط الثاني", &now)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let listed = app.visitor().get("/ar/topics").await;
    assert!(listed.says("خرائط الثاني"), "{}", listed.text());
}

#[tokio::test]
async fn others_only_read_them() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    assert_eq!(
        publisher.get("/ar/topics/new").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        publisher
            .post("/ar/topics/gis/edit", &[("retired", "1")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        app.visitor().get("/ar/topics/new").await.status,
        StatusCode::UNAUTHORIZED
    );
}

/// Hides a topic by its form; gives its Arabic name, and what came back.
async fn hide(coordinator: &Client<'_>, edit: &str) -> (String, Answer) {
    let page = coordinator.get(edit).await;
    let fields = ["name_ar", "name_en", "version"].map(|name| (name, page.field(name).unwrap()));
    let mut form: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    form.push(("retired", "1"));
    let saved = coordinator.post(edit, &form).await;
    let [(_, name), ..] = fields;
    (name, saved)
}

#[tokio::test]
async fn what_is_filed_under_a_retired_topic_still_names_it() {
    let app = TestApp::start().await;
    let practice = practices::published(&app, "public").await;
    let coordinator = app.coordinator().await;
    let (name, _) = hide(&coordinator, "/ar/topics/complaints/edit").await;
    let visitor = app.visitor();
    for path in [format!("/ar/practices/{practice}"), "/ar".to_owned()] {
        let page = visitor.get(&path).await;
        let tag = format!(">{name}<");
        assert!(page.says(&tag), "{path}: {}", page.text());
    }
    let offered = |page: &str| page.contains("value=\"complaints\"");
    assert!(!offered(&visitor.get("/ar/practices").await.text()));
    let narrowed = visitor.get("/ar/practices?topic=complaints").await;
    assert!(offered(&narrowed.text()), "{}", narrowed.text());
}

#[tokio::test]
async fn a_hidden_topic_can_be_brought_back() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let edit = "/ar/topics/gis/edit";
    let (name, saved) = hide(&coordinator, edit).await;
    let list = coordinator.get(saved.location()).await;
    assert!(
        list.says("حُفظ المجال") && list.says("مجالات مخفية") && list.says(edit),
        "{}",
        list.text()
    );
    let visitor = app.visitor().get("/ar/topics").await;
    assert!(
        !visitor.says("مجالات مخفية") && !visitor.says(&name),
        "{}",
        visitor.text()
    );
}
