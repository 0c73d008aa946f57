//! Pages of accounts.

pub mod account;
pub mod admin;
pub mod invitation;
pub mod join;
pub mod members;
pub mod password;
pub mod recovery;
pub mod sign_in;
pub mod tokens;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use axum::response::Response;
use jiff::SignedDuration;

pub use sign_in::{form_again, sign_in_needed};

use crate::http::Visit;
use crate::shell::Head;
use crate::ui::{Problem, Problems};

/// The head of a page with a form: unprocessable where the form has problems.
fn head_of(title: impl Into<String>, problems: &Problems) -> Head {
    Head::new(title).answering(problems)
}

/// The problem of a field that was tried too often.
pub fn throttled(visit: &Visit, field: &str) -> Problems {
    let words = visit.t.accounts_throttled().to_owned();
    Problems::one(field, Problem::Said(words))
}

/// The form again, as it was typed, with how long to wait in whole seconds (RFC 9110 §10.2.3).
pub fn too_often(mut form: Response, wait: SignedDuration) -> Response {
    let seconds = u64::try_from(wait.as_secs() + 1).unwrap_or(1);
    *form.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    form.headers_mut().insert(RETRY_AFTER, seconds.into());
    form
}

/// Keeps a page behind a secret link out of every cache.
fn secret(mut response: Response) -> Response {
    let policy = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, policy);
    response
}
