use axum::http::StatusCode;
use tabadul_tests::TestApp;

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
    let renamed = [("name_ar", "الحدائق العامة"), ("name_en", "Public parks")];
    coordinator.post("/ar/topics/parks/edit", &renamed).await;
    assert!(app.visitor().get("/en/topics").await.says("Public parks"));
    coordinator
        .post(
            "/ar/topics/parks/edit",
            &[renamed[0], renamed[1], ("retired", "1")],
        )
        .await;
    assert!(!app.visitor().get("/en/topics").await.says("Public parks"));
    assert!(!app.visitor().get("/api/v1/topics").await.says("parks"));
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
