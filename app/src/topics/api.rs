//! Topics in the API.

use axum::response::Response;
use serde::Serialize;

use super::store;
use crate::api::listing;
use crate::error::AppError;
use crate::http::Visit;

#[derive(Serialize)]
struct Item {
    slug: String,
    name_ar: String,
    name_en: String,
}

/// `GET /api/v1/topics`: all on one page.
pub async fn list(visit: Visit) -> Result<Response, AppError> {
    let topics = store::all(&visit.app.db).await?;
    let total = i64::try_from(topics.len()).unwrap_or(i64::MAX);
    let items = topics
        .into_iter()
        .map(|topic| Item {
            slug: topic.slug,
            name_ar: topic.name_ar,
            name_en: topic.name_en,
        })
        .collect::<Vec<_>>();
    Ok(listing(&visit, items, total, i64::MAX))
}
