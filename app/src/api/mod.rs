//! The open JSON API: what its routes share, and its OpenAPI description. Read only, the same policies as the pages; a
//! member's session cookie shows what the member may see.

use axum::Json;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::http::Visit;
use crate::routes::Route;
use crate::ui::list::Pages;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/api/v1/openapi.json", describe).root()]
}

/// The OpenAPI 3.1 description of the API, as JSON.
pub fn openapi() -> String {
    include_str!("openapi.json").replace("$VERSION", env!("CARGO_PKG_VERSION"))
}

async fn describe() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], openapi())
}

/// One page of a list, as every list of the API answers it.
#[derive(Debug, Serialize)]
pub struct Listing<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: i64,
    /// The absolute URL of the next page.
    pub next: Option<String>,
}

/// The `page` of a list's query; filters stand beside it (`#[serde(flatten)]` does not mix with query strings).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    /// The page, from 1.
    pub page: String,
}

/// Answers one page: twenty rows, and the same address with the next page's number.
pub fn listing<T: Serialize>(visit: &Visit, items: Vec<T>, total: i64, page: i64) -> Response {
    let next = (page < Pages { page, total }.count()).then(|| next_url(visit, page + 1));
    Json(Listing { items, total, next }).into_response()
}

fn next_url(visit: &Visit, page: i64) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(visit.query.as_bytes()) {
        if name != "page" {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("page", &page.to_string());
    visit
        .app
        .settings
        .url(&format!("{}?{}", visit.path, query.finish()))
}

/// The absolute URL of the page about a thing, in Arabic: the address that the API and feeds give.
pub fn page_url(visit: &Visit, path: &str) -> String {
    visit.app.settings.url(&format!("/ar{path}"))
}

/// An instant as the API writes it: RFC 3339, UTC, whole seconds.
pub fn instant(micros: i64) -> Option<String> {
    let at = jiff::Timestamp::from_microsecond(micros).ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use crate::routes;

    #[test]
    fn the_description_names_every_route_and_no_other() {
        let described: serde_json::Value = serde_json::from_str(&super::openapi()).unwrap();
        let mut paths: Vec<_> = described["paths"]
            .as_object()
            .unwrap()
            .keys()
            .map(|path| format!("/api/v1{path}"))
            .collect();
        paths.push("/api/v1/openapi.json".to_owned());
        let mut table: Vec<_> = routes::all()
            .into_iter()
            .map(|route| route.path.to_owned())
            .filter(|path| path.starts_with("/api/"))
            .collect();
        paths.sort();
        table.sort();
        assert_eq!(paths, table);
    }
}
