//! Pages of accounts.

use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

use crate::error::SentForm;
use crate::http::Visit;
use crate::shell::Head;

/// The answer where someone must sign in first. A form that was sent travels along and comes back filled.
pub fn sign_in_needed(visit: &Visit, _sent: Option<&SentForm>) -> Response {
    let mut head = Head::new(visit.t.sign_in());
    head.status = StatusCode::UNAUTHORIZED;
    visit.page(head, || view! { <h1>{visit.t.sign_in()}</h1> }.into_any())
}
