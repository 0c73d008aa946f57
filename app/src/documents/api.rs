//! Documents in the open JSON API. The same policy, no names of people.

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::pages::find;
use super::store::{self, Filter};
use super::types::{Document, Kind, Language};
use crate::api::LAST_PAGE;
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations::{self, Organization};

const PATH: &str = "/api/v1/documents";
const DEFAULT: i64 = 20;
const MOST: i64 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Query {
    topic: Option<String>,
    kind: Option<String>,
    organization: Option<String>,
    language: Option<String>,
    limit: Option<i64>,
    page: Option<i64>,
}

/// A document, for programs.
#[derive(Debug, Serialize)]
struct Item {
    id: String,
    title: String,
    title_ar: Option<String>,
    title_en: Option<String>,
    description: String,
    kind: &'static str,
    language: &'static str,
    licence: &'static str,
    visibility: &'static str,
    status: &'static str,
    organization: Option<String>,
    topics: Vec<String>,
    version: i64,
    file_name: String,
    media_type: &'static str,
    size: i64,
    sha256: String,
    published_at: Option<String>,
    updated_at: String,
    url: String,
    download_url: String,
}

#[derive(Debug, Serialize)]
struct List {
    items: Vec<Item>,
    total: i64,
    next: Option<String>,
}

/// GET /api/v1/documents
pub async fn index(visit: Visit) -> Result<Response, AppError> {
    let query: Query = serde_html_form::from_str(&visit.query).map_err(|_| AppError::BadRequest)?;
    let db = &visit.app.db;
    let limit = query.limit.unwrap_or(DEFAULT).clamp(1, MOST);
    let page = query.page.unwrap_or(1).clamp(1, LAST_PAGE);
    let Some(filter) = filter(&visit, &query).await? else {
        return Ok(Json(List {
            items: Vec::new(),
            total: 0,
            next: None,
        })
        .into_response());
    };
    let (documents, total) =
        store::list(db, visit.actor(), &filter, limit, (page - 1) * limit).await?;
    let owners: Vec<_> = documents
        .iter()
        .map(|document| document.organization)
        .collect();
    let owners = organizations::store::by_ids(db, &owners).await?;
    let next = (page * limit < total && page < LAST_PAGE).then(|| next_url(&visit, page + 1));
    let items = documents
        .iter()
        .map(|document| item(&visit, document, &owners))
        .collect();
    Ok(Json(List { items, total, next }).into_response())
}

/// GET /api/v1/documents/{id}
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let document = find(&visit, &id).await?;
    let owner = organizations::store::by_id(&visit.app.db, document.organization).await?;
    Ok(Json(item(&visit, &document, owner.as_slice())).into_response())
}

/// The filter, or nothing if it names something that does not exist, so that nothing can match.
async fn filter(visit: &Visit, query: &Query) -> Result<Option<Filter>, AppError> {
    let mut filter = Filter {
        topic: query.topic.clone(),
        ..Filter::default()
    };
    if let Some(word) = &query.kind {
        let Some(kind) = Kind::parse(word) else {
            return Ok(None);
        };
        filter.kind = Some(kind);
    }
    if let Some(word) = &query.language {
        let Some(language) = Language::parse(word) else {
            return Ok(None);
        };
        filter.language = Some(language);
    }
    if let Some(slug) = &query.organization {
        let Some(organization) = organizations::store::by_slug(&visit.app.db, slug).await? else {
            return Ok(None);
        };
        filter.organization = Some(organization.id);
    }
    Ok(Some(filter))
}

fn next_url(visit: &Visit, page: i64) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in
        url::form_urlencoded::parse(visit.query.as_bytes()).filter(|(name, _)| name != "page")
    {
        query.append_pair(&name, &value);
    }
    query.append_pair("page", &page.to_string());
    visit
        .app
        .settings
        .url(&format!("{PATH}?{}", query.finish()))
}

fn item(visit: &Visit, document: &Document, owners: &[Organization]) -> Item {
    let owner = owners
        .iter()
        .find(|owner| owner.id == document.organization);
    let present = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let page = |path: String| visit.app.settings.url(&visit.link(&path));
    Item {
        id: document.id.to_string(),
        title: document.title(visit.locale).to_owned(),
        title_ar: present(&document.title_ar),
        title_en: present(&document.title_en),
        description: document.description.clone(),
        kind: document.kind.as_str(),
        language: document.language.as_str(),
        licence: document.licence.as_str(),
        visibility: document.visibility.as_str(),
        status: document.status.as_str(),
        organization: owner.map(|owner| owner.slug.clone()),
        topics: document.topics.clone(),
        version: document.current.number,
        file_name: document.current.file_name.clone(),
        media_type: document.current.file_type.mime(),
        size: document.current.size,
        sha256: document.current.blob.to_string(),
        published_at: document.published_at.map(|at| at.0.to_string()),
        updated_at: document.updated_at.0.to_string(),
        url: page(document.path()),
        download_url: page(document.download_path()),
    }
}
