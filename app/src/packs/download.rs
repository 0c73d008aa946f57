//! The pack itself: whole or a part, answered as any download is.

use axum::extract::Path;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse as _, Response};

use super::contents::Pack;
use super::pages::reader;
use super::{practice as practices, workshop as workshops};
use crate::documents;
use crate::documents::download::{Described, respond};
use crate::error::AppError;
use crate::http::Visit;

/// `GET /practices/{id}/pack/download`
pub async fn practice(
    visit: Visit,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let reader = reader(&visit);
    let pack = practices::pack(&reader, &id).await?;
    send(&reader, &pack, &method, &headers).await
}

/// `GET /workshops/{id}/pack/download`
pub async fn workshop(
    visit: Visit,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let reader = reader(&visit);
    let pack = workshops::pack(&reader, &id).await?;
    send(&reader, &pack, &method, &headers).await
}

async fn send(
    reader: &Visit,
    pack: &Pack,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    let archive = pack.archive().await?;
    let file = Described {
        etag: archive.etag(),
        size: archive.size(),
        mime: "application/zip",
        name: pack.name(),
        // Another reader gets another pack at this address.
        public: reader.actor().is_none() && pack.is_for_everyone(),
    };
    let storage = &reader.app.storage;
    let answer = respond(method, headers, &file, async |part| {
        Ok(archive.read(storage, part.unwrap_or(0..archive.size())))
    })
    .await
    .map_err(documents::lost)?;
    if answer.counts {
        for packed in &pack.files {
            let (id, version) = (packed.document.id, packed.document.current.number);
            reader.app.downloads.began(id, version);
        }
    }
    Ok(answer.response.into_response())
}
