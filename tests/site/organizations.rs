use axum::http::StatusCode;
use tabadul_tests::TestApp;

#[tokio::test]
async fn a_visitor_lists_by_place_and_pages_through() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let all = visitor.get("/ar/organizations").await;
    assert_eq!(all.status, StatusCode::OK);
    assert!(
        all.says("153 هيئة") && all.says("rel=\"next\""),
        "{}",
        all.text()
    );
    assert!(
        visitor
            .get("/ar/organizations?region=gaza")
            .await
            .says("25 هيئة")
    );
    let second = visitor.get("/en/organizations?region=gaza&page=2").await;
    assert!(
        second.says("Page 2 of 2") && second.says("rel=\"prev\""),
        "{}",
        second.text()
    );
    assert!(
        visitor
            .get("/en/organizations?governorate=atlantis")
            .await
            .says("Nothing matches")
    );
}

#[tokio::test]
async fn each_organization_has_its_page_in_both_languages() {
    let app = TestApp::start().await;
    assert!(
        app.visitor()
            .get("/ar/organizations/dura")
            .await
            .says("بلدية دورا")
    );
    let english = app.visitor().get("/en/organizations/dura").await;
    assert!(english.says("Dura municipality") && english.says("Hebron governorate, West Bank"));
    assert_eq!(
        app.visitor().get("/ar/organizations/nowhere").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_population_is_shown_with_its_year_or_not_at_all() {
    let app = TestApp::start().await;
    assert!(
        app.visitor()
            .get("/en/organizations/rafah")
            .await
            .says("(2017)")
    );
    assert!(
        !app.visitor()
            .get("/en/organizations/jenin")
            .await
            .says("Population")
    );
}

#[tokio::test]
async fn the_directory_downloads_as_csv() {
    let app = TestApp::start().await;
    let file = app.visitor().get("/organizations.csv").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.text().lines().count(), 154);
}

#[tokio::test]
async fn the_sources_of_the_data_are_attributed() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/ar/about-data").await;
    assert!(page.says("GeoNames") && page.says("courtesy of") && page.says("geoBoundaries.org"));
}
