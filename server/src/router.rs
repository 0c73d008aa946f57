//! The whole router: the product's routes by class, and the layers around them.

use std::time::Duration;

use app::App;
use app::routes::{self, Class};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;

use crate::assets;
use crate::middleware::cache::Cached;
use crate::middleware::{compress, headers, request, timeout};

/// Everything that the process answers.
pub fn router(app: &App) -> Cached<Router> {
    let site = [Class::Page, Class::Upload, Class::Stream]
        .into_iter()
        .fold(Router::new(), |all, class| {
            let limit = match class {
                Class::Page => Some(Duration::from_secs(30)),
                Class::Upload => Some(Duration::from_secs(3600)),
                Class::Stream => None,
            };
            all.merge(routes::router(app, class).layer(from_fn_with_state(limit, timeout::layer)))
        });
    let site = routes::finish(app, site)
        .merge(health(app))
        .merge(assets::routes())
        .layer(from_fn(compress::layer))
        .layer(from_fn_with_state(app.clone(), headers::layer))
        .layer(from_fn_with_state(app.clone(), request::layer));
    Cached::new(app.clone(), site)
}

/// For load balancers and service managers; outside the visit, so that they cost nothing.
fn health(app: &App) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .with_state(app.clone())
}

async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.db.feed_number().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        ),
    }
}
