//! Practices in the API.

use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;

use super::pages::{find, list::ListQuery, revision};
use super::policy;
use super::store;
use super::types::{Content, Indicator, Step};
use crate::api::{self, listing};
use crate::db::Entity;
use crate::documents::{Document, attached_to};
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::organizations::{self, Organization};
use crate::ui::Pages;
use crate::ui::list::PAGE_SIZE;

/// A practice as lists of the API write it.
#[derive(Debug, Serialize)]
pub struct Item {
    id: String,
    external_id: Option<String>,
    /// The owner's slug.
    organization: String,
    title: String,
    summary: String,
    /// In the other language, where there is a translation.
    title_other: Option<String>,
    summary_other: Option<String>,
    language: &'static str,
    topics: Vec<String>,
    visibility: &'static str,
    verified: bool,
    has_indicators: bool,
    published_at: Option<String>,
    updated_at: Option<String>,
    confirmed_at: Option<String>,
    url: String,
}

/// A practice with its text: Markdown, as it was written.
#[derive(Debug, Serialize)]
struct Whole {
    #[serde(flatten)]
    item: Item,
    revision: i64,
    problem: String,
    solution: String,
    result: String,
    steps: Vec<Step>,
    indicators: Vec<Indicator>,
    /// The attached files that the reader may see.
    documents: Vec<File>,
}

/// An attached file.
#[derive(Debug, Serialize)]
struct File {
    id: String,
    title: String,
    file_name: String,
    media_type: &'static str,
    size: i64,
    url: String,
    download_url: String,
}

impl File {
    fn new(visit: &Visit, document: &Document) -> Self {
        Self {
            id: document.id.to_string(),
            title: document.title(visit.locale).to_owned(),
            file_name: document.current.file_name.clone(),
            media_type: document.current.file_type.mime(),
            size: document.current.size,
            url: api::page_url(visit, &document.path()),
            download_url: api::page_url(visit, &document.download_path()),
        }
    }
}

fn instant(at: Option<Timestamp>) -> Option<String> {
    api::instant(at?.as_microsecond())
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

impl Item {
    fn new(visit: &Visit, item: store::Item, owners: &[Organization]) -> Self {
        let owner = owners.iter().find(|owner| owner.id == item.organization);
        Self {
            url: api::page_url(visit, &super::pages::path(item.id, "")),
            id: item.id.to_string(),
            external_id: item.external_id,
            organization: owner.map(|owner| owner.slug.clone()).unwrap_or_default(),
            title: item.title,
            summary: item.summary,
            title_other: some(item.title_other),
            summary_other: some(item.summary_other),
            language: Locale::code(item.language),
            topics: item.topics,
            visibility: item.visibility.as_str(),
            verified: item.verified,
            has_indicators: item.has_indicators,
            published_at: instant(item.published_at),
            updated_at: instant(Some(item.updated_at)),
            confirmed_at: instant(item.confirmed_at),
        }
    }
}

/// `GET /api/v1/practices`
pub async fn list(visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let db = &visit.app.db;
    let page = api::page(&visit);
    let filter = query.filter();
    let found = store::list(db, visit.actor(), &filter, PAGE_SIZE, Pages::offset(page)).await?;
    let total = store::count(db, visit.actor(), &filter).await?;
    let ids: Vec<_> = found.iter().map(|item| item.organization).collect();
    let owners = organizations::store::by_ids(db, &ids).await?;
    let items = found
        .into_iter()
        .map(|item| Item::new(&visit, item, &owners))
        .collect();
    Ok(listing::<Item>(&visit, items, total, page))
}

/// `GET /api/v1/practices/{id}`: what was approved; drafts are in no API.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let practice = find(&visit, &id).await?;
    let number = practice
        .published_revision
        .filter(|_| policy::may_read(visit.actor(), &practice.facts()))
        .ok_or(AppError::NotFound)?;
    let published = revision(&visit, &practice, number).await?;
    let db = &visit.app.db;
    let owner = organizations::store::by_id(db, practice.organization).await?;
    let documents = attached_to(db, visit.actor(), Entity::Practice, practice.id).await?;
    let Content {
        steps,
        indicators,
        problem,
        solution,
        result,
        ..
    } = published.content.clone();
    let item = store::Item::of(practice, published.content);
    let owners: Vec<_> = owner.into_iter().collect();
    Ok(Json(Whole {
        item: Item::new(&visit, item, &owners),
        revision: number,
        problem,
        solution,
        result,
        steps,
        indicators,
        documents: documents
            .iter()
            .map(|document| File::new(&visit, document))
            .collect(),
    })
    .into_response())
}
