//! An upload form on its way in: its words, its file, and what may be wrong with either.

use axum::extract::{FromRequest as _, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use super::clean;
use super::filetype::FileType;
use super::input::{self, Values};
use super::quota;
use super::resumable::waiting;
use super::types::{NewFile, Traces};
use super::upload::{self, FILE_FIELD, FileProblem, Limits, ReceiveError, Upload};
use crate::error::{AppError, SentForm};
use crate::http::{Form, Visit};
use crate::storage::{Staged, Storage, StorageError, Stored};
use crate::ui::{Problem, Problems};

/// An upload form as it came in.
pub(super) struct Sent {
    pub(super) values: Values,
    pub(super) file: Option<Result<Upload, FileProblem>>,
    pub(super) broken_text: bool,
    /// It only comes back from a sign-in: show it, do not execute it.
    pub(super) replayed: bool,
}

/// Reads an upload form. Someone who is signed out gets the sign-in page, which carries along what was typed; their file is
/// read away and not kept.
pub(super) async fn receive(visit: &Visit, request: Request) -> Result<Sent, AppError> {
    let multipart = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart {
        // A form that comes back from a sign-in has lost the file that came with it, but not one that came before it.
        let form = Form::<Values>::from_request(request, &()).await?;
        let file = match form.replayed {
            true => None,
            false => waiting::take(visit, visit.member()?, form.values.arrived()).await?,
        };
        return Ok(Sent {
            values: form.values,
            file,
            broken_text: false,
            replayed: form.replayed,
        });
    }
    let limit = match visit.actor() {
        Some(actor) => quota::largest_file(visit, actor).await?,
        None => 0,
    };
    let received = upload::receive(&visit.app.storage, request, Limits::new(limit))
        .await
        .map_err(unreceived)?;
    let Some(actor) = visit.actor() else {
        let action = visit.link(&visit.path);
        return Err(AppError::SignIn(Some(SentForm {
            action,
            body: upload::as_urlencoded(&received.fields),
        })));
    };
    let values = Values::from_fields(&received.fields);
    let file = match received.file {
        Some(file) => Some(file),
        None => waiting::take(visit, actor, values.arrived()).await?,
    };
    Ok(Sent {
        values,
        file,
        broken_text: received.broken_text,
        replayed: false,
    })
}

fn unreceived(error: ReceiveError) -> AppError {
    match error {
        ReceiveError::NotAForm | ReceiveError::CutOff => AppError::BadRequest,
        ReceiveError::TooMuch => AppError::TooLarge,
        ReceiveError::Storage(cause) => cause.into(),
    }
}

/// A problem where a text was not UTF-8.
pub(super) fn text_problems(visit: &Visit, broken: bool) -> Problems {
    if broken {
        Problems::one(
            "form",
            Problem::Said(visit.t.documents_problem_text().to_owned()),
        )
    } else {
        Problems::new()
    }
}

/// The file, or what is wrong with it, and the status that a page about the problems has.
pub(super) fn take_file(
    visit: &Visit,
    file: Option<Result<Upload, FileProblem>>,
    problems: &mut Problems,
) -> (Option<Upload>, StatusCode) {
    let (problem, status) = match file {
        Some(Ok(upload)) => return (Some(upload), StatusCode::UNPROCESSABLE_ENTITY),
        Some(Err(problem)) => (input::file_problem(visit.t, &problem), problem.status()),
        None => (
            Problem::Said(visit.t.documents_file_missing().to_owned()),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    };
    problems.add(FILE_FIELD, problem);
    (None, status)
}

/// Makes the file durable. The database learns of it afterwards: a crash in between leaves bytes that nobody refers to, and
/// never a document without its file.
pub(super) async fn keep(
    visit: &Visit,
    upload: Upload,
    note: String,
    keeps_traces: bool,
) -> Result<Result<NewFile, Problems>, AppError> {
    let (kind, name, waiting) = (upload.kind, upload.name, upload.waiting);
    match settle(&visit.app.storage, upload.staged, kind, keeps_traces).await {
        Ok((stored, traces)) => Ok(Ok(NewFile {
            blob: stored.hash,
            size: stored.size,
            file_type: kind,
            file_name: name,
            note,
            traces,
            upload: waiting,
        })),
        Err(StorageError::Full) => Ok(Err(Problems::one(
            FILE_FIELD,
            input::file_problem(visit.t, &FileProblem::StorageFull),
        ))),
        Err(other) => Err(other.into()),
    }
}

/// Takes out who and where, unless the owner keeps it, and makes the rest durable.
async fn settle(
    storage: &Storage,
    staged: Staged,
    kind: FileType,
    keeps_traces: bool,
) -> Result<(Stored, Traces), StorageError> {
    let (staged, traces) = if keeps_traces {
        (staged, Traces::Kept)
    } else {
        clean::clean(storage, staged, kind).await?
    };
    Ok((storage.commit(staged).await?, traces))
}
