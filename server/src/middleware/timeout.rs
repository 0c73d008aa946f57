//! A time-out for each class of route: one for all would kill uploads and event streams.

use std::time::Duration;

use app::error::AppError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Ends the request when its class's time is over; none means no limit.
pub async fn layer(
    State(limit): State<Option<Duration>>,
    request: Request,
    next: Next,
) -> Response {
    match limit {
        None => next.run(request).await,
        Some(limit) => tokio::time::timeout(limit, next.run(request))
            .await
            .unwrap_or_else(|_| AppError::Timeout.into_response()),
    }
}
