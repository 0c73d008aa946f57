//! The open JSON API: what its routes share, and its OpenAPI description. Read only, the same policies as the pages; a
//! member's session cookie shows what the member may see.

use axum::Json;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::http::Visit;
use crate::routes::Route;
use crate::ui::list::PAGE_SIZE;

/// Further than any list reaches: whoever follows `next` comes to every item. A page beyond the end costs the database no more
/// than the list is long.
pub const LAST_PAGE: i64 = 1_000_000;

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

/// The page that the address asks for, bounded; 1 for anything else. The lists for people end earlier.
pub fn page(visit: &Visit) -> i64 {
    requested(&visit.query)
}

fn requested(query: &str) -> i64 {
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "page")
        .and_then(|(_, page)| page.parse().ok())
        .unwrap_or(1)
        .clamp(1, LAST_PAGE)
}

/// Whether there is a page after this one.
fn is_followed(page: i64, total: i64) -> bool {
    page < LAST_PAGE && page * PAGE_SIZE < total
}

/// Answers one page: twenty rows, and the same address with the next page's number.
pub fn listing<T: Serialize>(visit: &Visit, items: Vec<T>, total: i64, page: i64) -> Response {
    let next = is_followed(page, total).then(|| next_url(visit, page + 1));
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
    use super::*;
    use crate::routes;

    #[test]
    fn every_item_is_reached() {
        let total = 10_010;
        let mut page = 1;
        while is_followed(page, total) {
            page = requested(&format!("topic=gis&page={}", page + 1));
        }
        assert_eq!(page, 501);
        assert!(!is_followed(LAST_PAGE, i64::MAX) && !is_followed(i64::MAX, 22));
        for wrong in ["", "page=", "page=x", "page=-3", "page=0"] {
            assert_eq!(requested(wrong), 1, "{wrong}");
        }
    }

    fn described() -> serde_json::Value {
        serde_json::from_str(&openapi()).unwrap()
    }

    /// Every operation with its parameters and the statuses that it describes.
    fn operations() -> Vec<(String, Vec<serde_json::Value>, Vec<String>)> {
        let described = described();
        let paths = described["paths"].as_object().unwrap();
        let operation = |(path, item): (&String, &serde_json::Value)| {
            let get = &item["get"];
            let statuses = get["responses"].as_object().unwrap().keys().cloned();
            let parameters = get["parameters"].as_array().cloned().unwrap_or_default();
            (path.clone(), parameters, statuses.collect())
        };
        paths.iter().map(operation).collect()
    }

    #[test]
    fn what_may_be_refused_is_described() {
        for (path, parameters, statuses) in operations() {
            let asks = |place: &str| parameters.iter().any(|parameter| parameter["in"] == place);
            let has = |status: &str| statuses.iter().any(|described| described == status);
            assert_eq!(has("400"), asks("query"), "{path}");
            assert_eq!(has("404"), asks("path"), "{path}");
            // A token that ended, and one that may not read.
            assert!(has("401") && has("403"), "{path}");
        }
        let described = described();
        let schemes = &described["components"]["securitySchemes"];
        assert_eq!(schemes["token"]["scheme"], "bearer");
        for way in described["security"].as_array().unwrap() {
            for (name, _) in way.as_object().unwrap() {
                assert!(schemes[name].is_object(), "{name}");
            }
        }
    }

    #[test]
    fn pages_are_described_as_far_as_they_go() {
        for (path, parameters, _) in operations() {
            for page in parameters
                .iter()
                .filter(|parameter| parameter["name"] == "page")
            {
                assert_eq!(page["schema"]["maximum"], LAST_PAGE, "{path}");
            }
        }
    }

    #[test]
    fn the_description_names_every_route_and_no_other() {
        let mut paths: Vec<_> = operations()
            .into_iter()
            .map(|(path, ..)| format!("/api/v1{path}"))
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
