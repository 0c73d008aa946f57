//! The small picture on a document's page, for whoever may have the file.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;

use super::download::SANDBOX;
use super::pages::find;
use super::policy;
use super::range;
use super::thumbnail::{self, Thumbnail};
use super::types::Document;
use crate::error::AppError;
use crate::http::Visit;
use crate::storage::StorageError;

/// GET /documents/{id}/preview
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let document = find(&visit, &id).await?;
    if !policy::may_download(visit.actor(), &document) {
        return Err(AppError::NotFound);
    }
    let etag = format!("\"{}-preview\"", document.current.blob);
    let unchanged = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| range::if_none_match_hits(tags, &etag));
    let picture = made(&visit, &document).await.map_err(AppError::internal)?;
    let picture = picture.ok_or(AppError::NotFound)?;
    let cache = if document.is_public() {
        "public, no-cache"
    } else {
        "private, no-cache"
    };
    let described = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"preview.jpg\"",
        ),
        (header::ETAG, &etag),
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    Ok(if unchanged {
        (StatusCode::NOT_MODIFIED, described, Body::empty()).into_response()
    } else {
        (described, picture.bytes).into_response()
    })
}

/// What stands on the page: nothing where there is no picture, or none can be made now.
pub(super) async fn of(visit: &Visit, document: &Document) -> Option<Thumbnail> {
    if !policy::may_download(visit.actor(), document) {
        return None;
    }
    made(visit, document).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "no preview of a document");
        None
    })
}

async fn made(visit: &Visit, document: &Document) -> Result<Option<Thumbnail>, StorageError> {
    let data_dir = &visit.app.settings.data_dir;
    thumbnail::of(&visit.app.storage, data_dir, &document.current).await
}

/// The picture on the page.
pub(super) fn figure(visit: &Visit, document: &Document, picture: &Thumbnail) -> AnyView {
    let src = visit.link(&format!("{}/preview", document.path()));
    let title = document.title(visit.locale).to_owned();
    view! {
        <p class="document__preview">
            <img src=src alt=title width=picture.width height=picture.height decoding="async"/>
        </p>
    }
    .into_any()
}
