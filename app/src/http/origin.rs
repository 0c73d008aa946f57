//! What comes from the portal's own pages. Refuses what another site's page sent: cross-site request forgery.

use axum::extract::{Request, State};
use axum::http::header::{ORIGIN, REFERER};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::{Position, Url};

use super::visit::session_token;
use crate::App;
use crate::error::AppError;

/// The middleware. A method that changes nothing passes; the others must come from the portal's own pages, or from a
/// client that is no browser and carries no session.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    if is_safe(request.method()) || is_own(&app, request.headers()) {
        next.run(request).await
    } else {
        AppError::CrossSite.into_response()
    }
}

/// Whether the method changes nothing (RFC 9110 §9.2.1).
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_own(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // W3C Fetch Metadata; browsers set it, pages cannot.
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let sender = text(ORIGIN.as_str()).or_else(|| text(REFERER.as_str()));
    match sender {
        Some(sender) => {
            Url::parse(sender).is_ok_and(|url| url.origin() == app.settings.public_url.origin())
        }
        None => session_token(app, headers).is_none(),
    }
}

/// Whether this is a path of a page of the portal: never another site, nothing that could end a header.
pub fn is_own_path(path: &str) -> bool {
    let rest = path
        .strip_prefix("/ar")
        .or_else(|| path.strip_prefix("/en"));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        && path.len() <= 2000
        && !path.contains(['\\', '#'])
        && path.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The page of the portal from which a form was sent (RFC 9110 §10.1.3): where its writer can go on if it comes to nothing.
pub(super) fn page_before(app: &App, method: &Method, headers: &HeaderMap) -> Option<String> {
    if is_safe(method) {
        return None;
    }
    let url = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
    let path = &url[Position::BeforePath..Position::AfterQuery];
    let own = url.origin() == app.settings.public_url.origin() && is_own_path(path);
    own.then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_portal_are_returned_to() {
        for own in ["/ar", "/en/practices?page=2", "/ar?x=1", "/ar/workshops/1"] {
            assert!(is_own_path(own), "{own}");
        }
        for foreign in [
            "",
            "https://evil.example/ar/",
            "//evil.example/ar/",
            "/arab",
            "/ar\\evil.example",
            "/api/v1",
            "/ar/\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
        ] {
            assert!(!is_own_path(foreign), "{foreign}");
        }
    }
}
