//! The file itself, on its way to whoever may have it.

use axum::extract::Path;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};

use super::find;
use crate::documents::download::{self, Served};
use crate::documents::types::{Document, Version};
use crate::documents::{lost, policy, store};
use crate::error::AppError;
use crate::http::Visit;

/// GET /documents/{id}/download
pub async fn download(
    visit: Visit,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let document = find(&visit, &id).await?;
    let version = document.current.clone();
    send(&visit, &document, &version, &method, &headers).await
}

/// GET /documents/{id}/versions/{number}/download
pub async fn download_version(
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let document = find(&visit, &id).await?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let version = store::version(&visit.app.db, document.id, number)
        .await?
        .ok_or(AppError::NotFound)?;
    send(&visit, &document, &version, &method, &headers).await
}

async fn send(
    visit: &Visit,
    document: &Document,
    version: &Version,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    if !policy::may_download(visit.actor(), document) {
        return Err(AppError::NotFound);
    }
    let file = Served {
        hash: version.blob.clone(),
        size: version.bytes(),
        kind: version.file_type,
        name: version.file_name.clone(),
        public: document.is_public(),
    };
    let answer = download::answer(&visit.app.storage, method, headers, &file)
        .await
        .map_err(lost)?;
    if answer.counts {
        visit.app.downloads.began(document.id, version.number);
    }
    Ok(answer.response.into_response())
}
