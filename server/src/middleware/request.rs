//! Names each request and logs how it ended: route template, status, time; never a query, an address or a token.

use app::App;
use app::clock::hex;
use app::http::visit::RequestId;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

/// Gives the request its number, and tells it in the `x-request-id` header too.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    named(hex(&app.sources.bytes::<8>()), request, next).await
}

/// Whatever is logged on the way carries the number: a person who was told it leads to the cause.
async fn named(id: String, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let started = std::time::Instant::now();
    // Of the highest level, so that it is there whatever is logged.
    let span = tracing::error_span!("request", %id, %method, %route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    span.in_scope(|| {
        if status >= 500 {
            tracing::warn!(status, micros, "answered");
        } else {
            tracing::debug!(status, micros, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use app::error::AppError;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn the_cause_of_a_failure_is_logged_under_the_number_of_its_request() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::ERROR)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let fails = || async { AppError::internal("the disk is upside down") };
        let router = Router::new()
            .route("/things/{id}", get(fails))
            .layer(from_fn(|request, next| {
                named("0123456789abcdef".to_owned(), request, next)
            }));
        let request = Request::builder().uri("/things/7?secret=x");
        let answer = router.oneshot(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            answer.unwrap().headers()["x-request-id"],
            "0123456789abcdef"
        );
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let line = log.lines().find(|line| line.contains("upside down"));
        let line = line.unwrap_or_else(|| panic!("{log}"));
        assert!(
            line.contains("0123456789abcdef") && line.contains("/things/{id}"),
            "{line}"
        );
        assert!(!log.contains("secret"), "{log}");
    }
}
