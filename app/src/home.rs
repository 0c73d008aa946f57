//! The front page, and `/`, which sends the reader to the language of their browser.

use axum::http::HeaderMap;
use axum::response::Response;
use leptos::prelude::*;

use crate::http::visit::preferred;
use crate::http::{Visit, see_other};
use crate::routes::Route;
use crate::shell::Head;

/// The front page's URLs.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/", choose).root(), Route::get("", page)]
}

async fn choose(headers: HeaderMap) -> Response {
    see_other(&format!("/{}", preferred(&headers)))
}

async fn page(visit: Visit) -> Response {
    let t = visit.t;
    visit.page(Head::new(t.site_name()).public(t.site_tagline()), || {
        view! {
            <h1>{t.site_name()}</h1>
            <p class="lede">{t.site_tagline()}</p>
        }
        .into_any()
    })
}
