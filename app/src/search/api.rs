//! `GET /api/v1/search?q=&type=&limit=`

use axum::Json;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use index::{Filter, Hit, Kind, Request, Segment};
use serde::{Deserialize, Serialize};

use super::pages;
use crate::api::{Listing, page_url};
use crate::error::AppError;
use crate::http::Visit;

/// The question.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ApiQuery {
    q: String,
    r#type: String,
    limit: String,
    offset: String,
}

/// A found thing.
#[derive(Debug, Serialize)]
struct Item {
    r#type: &'static str,
    id: String,
    /// The author's own number, for practices that were imported.
    external_id: Option<String>,
    title: String,
    title_other: Option<String>,
    summary: String,
    language: String,
    organization: String,
    url: String,
    score: f32,
}

/// Answers at most `limit` (1–50, 20 without one) hits from `offset` on, best first.
pub async fn search(visit: Visit, Query(query): Query<ApiQuery>) -> Result<Response, AppError> {
    let limit = number(&query.limit, 20, Request::MAX_LIMIT)?.max(1);
    let offset = number(&query.offset, 0, Request::MAX_OFFSET)?;
    let kinds = match (query.r#type.as_str(), Kind::from_code(&query.r#type)) {
        ("", _) => Vec::new(),
        (_, Some(kind)) => vec![kind],
        _ => return Err(AppError::BadRequest),
    };
    let request = Request {
        q: query.q.clone(),
        filter: Filter {
            kinds,
            reader: pages::reader(visit.actor()),
            ..Filter::default()
        },
        limit,
        offset,
        locale: visit.locale.code().to_owned(),
        plain: true,
    };
    let found = pages::ask(&visit, request).await?;
    let total = i64::try_from(found.total).unwrap_or(i64::MAX);
    let items: Vec<_> = found
        .hits
        .into_iter()
        .map(|hit| item(&visit, hit))
        .collect();
    let all = usize::try_from(found.total).unwrap_or(usize::MAX);
    let next =
        next_offset(offset, items.len(), all).map(|offset| next_url(&visit, &query, limit, offset));
    Ok(Json(Listing { items, total, next }).into_response())
}

/// Where the next hits begin: nowhere if there are none, or if they could not be asked for.
fn next_offset(offset: usize, shown: usize, total: usize) -> Option<usize> {
    let next = offset + shown;
    (shown > 0 && next < total && next <= Request::MAX_OFFSET).then_some(next)
}

fn number(text: &str, default: usize, most: usize) -> Result<usize, AppError> {
    match text {
        "" => Ok(default),
        text => text
            .parse()
            .map(|number: usize| number.min(most))
            .map_err(|_| AppError::BadRequest),
    }
}

fn item(visit: &Visit, hit: Hit) -> Item {
    Item {
        r#type: hit.kind.code(),
        title: plain(&hit.title),
        title_other: Some(plain(&hit.title_other)).filter(|title| !title.is_empty()),
        summary: plain(&hit.summary),
        url: page_url(visit, &pages::path(&hit)),
        score: hit.score,
        id: hit.id,
        external_id: hit.external_id,
        language: hit.language,
        organization: hit.organization,
    }
}

fn plain(segments: &[Segment]) -> String {
    segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect()
}

fn next_url(visit: &Visit, query: &ApiQuery, limit: usize, offset: usize) -> String {
    let mut next = url::form_urlencoded::Serializer::new(String::new());
    next.append_pair("q", &query.q);
    if !query.r#type.is_empty() {
        next.append_pair("type", &query.r#type);
    }
    next.append_pair("limit", &limit.to_string())
        .append_pair("offset", &offset.to_string());
    visit
        .app
        .settings
        .url(&format!("/api/v1/search?{}", next.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_that_can_be_asked_for_has_no_next() {
        assert_eq!(next_offset(0, 20, 21), Some(20));
        assert_eq!(next_offset(20, 1, 21), None);
        assert_eq!(next_offset(40, 0, 100), None);
        let most = Request::MAX_OFFSET;
        assert_eq!(next_offset(most - 50, 50, 3 * most), Some(most));
        assert_eq!(next_offset(most, 50, 3 * most), None);
    }
}
