//! A new version of a document's file.

use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::Response;

use super::admission;
use super::file_field::{self, Several};
use super::form_view;
use super::forms::{done_with, editable, head_of};
use super::input::{NOTE, Values};
use super::quota;
use super::receiving::{choose_again, keep, receive, take_files, text_problems};
use super::resumable::waiting;
use super::store;
use super::types::Document;
use crate::error::AppError;
use crate::http::Visit;
use crate::ui::{Problem, Problems};

/// GET /documents/{id}/versions/new
pub async fn new(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let document = editable(&visit, visit.member()?, &id).await?;
    let values = Values {
        seen: document.current.number.to_string(),
        ..Values::default()
    };
    page(&visit, &document, &values, &Problems::new(), StatusCode::OK).await
}

/// POST /documents/{id}/versions/new
pub async fn create(
    visit: Visit,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, AppError> {
    let mut sent = receive(&visit, request, 1).await?;
    let actor = visit.member()?;
    let document = editable(&visit, actor, &id).await?;
    if sent.replayed {
        return page(
            &visit,
            &document,
            &sent.values,
            &choose_again(visit.t, &sent.values),
            StatusCode::OK,
        )
        .await;
    }
    let mut problems = text_problems(&visit, sent.broken_text);
    let note = problems.required("note", &sent.values.note, NOTE);
    let more = sent
        .more
        .then(|| Problem::Said(visit.t.documents_file_one().to_owned()));
    let (uploads, status) = take_files(&visit, sent.files, more, &mut problems);
    let seen: i64 = sent.values.seen.parse().unwrap_or(-1);
    // Whoever comes second is told that, or that all is done.
    let again = document.current.number != seen;
    let owner = document.organization;
    let (mut uploads, status) =
        admission::admit(&visit, owner, again, uploads, status, &mut problems).await?;
    let upload = match uploads.pop() {
        Some(upload) if problems.is_empty() => upload,
        upload => {
            let uploads = upload.into_iter().collect();
            let kept = waiting::put_aside(&visit, actor, uploads).await?;
            sent.values.keep(kept);
            return page(&visit, &document, &sent.values, &problems, status).await;
        }
    };
    let was_waiting = upload.waiting;
    let file = match keep(&visit, upload, note, sent.values.keeps_traces()).await? {
        Ok(file) => file,
        Err(problems) => {
            return page(
                &visit,
                &document,
                &sent.values,
                &problems,
                StatusCode::INSUFFICIENT_STORAGE,
            )
            .await;
        }
    };
    if document.current.number == seen + 1 && document.current.blob == file.blob {
        // The same form a second time.
        return Ok(done_with(&visit, document.id, "version"));
    }
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    match store::replace(&mut write, document.id, seen, actor.id, &file).await {
        Ok(()) => write.commit().await?,
        Err(AppError::NoRoom(left)) => {
            drop(write);
            let (problems, status) = admission::too_late(visit.t, left);
            return page(&visit, &document, &sent.values, &problems, status).await;
        }
        Err(AppError::Conflict) => {
            drop(write);
            sent.values.seen = document.current.number.to_string();
            let problems = Problems::one(
                "form",
                Problem::Said(visit.t.documents_problem_stale().to_owned()),
            );
            return page(
                &visit,
                &document,
                &sent.values,
                &problems,
                StatusCode::CONFLICT,
            )
            .await;
        }
        Err(other) => return Err(other),
    }
    waiting::done(&visit, was_waiting).await;
    Ok(done_with(&visit, document.id, "version"))
}

async fn page(
    visit: &Visit,
    document: &Document,
    values: &Values,
    problems: &Problems,
    status: StatusCode,
) -> Result<Response, AppError> {
    let waiting = waiting::of(visit, visit.member()?).await?;
    let room = quota::hint(visit, document.organization).await?;
    let mut head = head_of(visit, document, visit.t.documents_version_new());
    head.status = status;
    head.islands = true;
    Ok(visit.page(head, || {
        let file = file_field::file(visit, values, problems, &waiting, &room, Several::No);
        form_view::version(
            visit,
            &document.path(),
            document.title(visit.locale),
            values,
            problems,
            file,
        )
    }))
}
