//! Names each request and logs how it ended: route template, status, time; never a query, an address or a token.

use app::App;
use app::clock::hex;
use app::http::visit::RequestId;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

/// Gives the request its number, and tells it in the `x-request-id` header too.
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = hex(&app.sources.bytes::<8>());
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let started = std::time::Instant::now();
    let mut response = next.run(request).await;
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    if status >= 500 {
        tracing::warn!(%id, %method, %route, status, micros, "request");
    } else {
        tracing::debug!(%id, %method, %route, status, micros, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
