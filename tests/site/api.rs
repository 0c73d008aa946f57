//! What the API's description promises, asked of the API itself.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::TestApp;

#[tokio::test]
async fn what_cannot_be_read_is_refused_as_described() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let described = visitor.get("/api/v1/openapi.json").await.json();
    for (path, item) in described["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array();
        let named = |place: &str| {
            let parameters = parameters.into_iter().flatten();
            let names = parameters.filter(|parameter| parameter["in"] == place);
            names
                .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        for name in named("query") {
            let twice = format!("/api/v1{path}?{name}=1&{name}=2");
            let refused = visitor.get(&twice).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{twice}");
            assert_eq!(refused.json()["error"], "bad_request", "{twice}");
        }
        let known = match path.split_once('{') {
            Some((list, _)) => format!("/api/v1{list}x"),
            None => format!("/api/v1{path}"),
        };
        let request = visitor
            .request(Method::GET, &known)
            .header("authorization", "Bearer gone")
            .body(Body::empty());
        let refused = app.send(request.unwrap()).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{known}");
    }
}
