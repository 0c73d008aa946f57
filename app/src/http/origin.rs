//! Refuses what another site's page sent: cross-site request forgery.

use axum::extract::{Request, State};
use axum::http::header::{ORIGIN, REFERER};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

use super::visit::session_token;
use crate::App;
use crate::error::AppError;

/// The middleware. A method that changes nothing passes; the others must come from the portal's own pages, or from a
/// client that is no browser and carries no session.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || is_own(&app, request.headers()) {
        next.run(request).await
    } else {
        AppError::CrossSite.into_response()
    }
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
