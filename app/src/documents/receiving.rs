//! An upload form on its way in: its words, its files, and what may be wrong with either.

use axum::extract::{FromRequest as _, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use super::clean;
use super::filetype::FileType;
use super::input::{self, Values};
use super::inside::{self, Inside};
use super::quota;
use super::resumable::waiting;
use super::types::{NewFile, Traces};
use super::upload::{self, Came, FILE_FIELD, FileProblem, Limits, ReceiveError, Received, Upload};
use crate::accounts::Actor;
use crate::error::{AppError, SentForm};
use crate::http::form::FILES_LOST;
use crate::http::{Form, Visit};
use crate::i18n::Words;
use crate::storage::{Staged, Storage, StorageError, Stored};
use crate::ui::{Problem, Problems};

/// An upload form as it came in.
pub(super) struct Sent {
    pub(super) values: Values,
    /// The files, those first that arrived before the form.
    pub(super) files: Vec<Came>,
    /// There were more than the form takes.
    pub(super) more: bool,
    pub(super) broken_text: bool,
    /// It only comes back from a sign-in: show it, do not execute it.
    pub(super) replayed: bool,
}

/// Reads an upload form that takes at most `most` files. Someone who is signed out gets the sign-in page, which carries along
/// what was typed; their files are read away and not kept.
pub(super) async fn receive(
    visit: &Visit,
    request: Request,
    most: usize,
) -> Result<Sent, AppError> {
    let multipart = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart {
        // A form that comes back from a sign-in has lost the files that came with it, but not those that came before it.
        let form = Form::<Values>::from_request(request, &()).await?;
        let (files, more) = match form.replayed {
            true => (Vec::new(), false),
            false => all_files(visit, visit.member()?, &form.values, Vec::new(), most).await?,
        };
        return Ok(Sent {
            values: form.values,
            files,
            more,
            broken_text: false,
            replayed: form.replayed,
        });
    }
    let limit = match visit.actor() {
        Some(actor) => quota::largest_file(visit, actor).await?,
        None => 0,
    };
    let received = upload::receive(&visit.app.storage, request, Limits::new(limit, most))
        .await
        .map_err(unreceived)?;
    let form = SentForm {
        action: visit.link(&visit.path),
        body: without_files(&received),
        comes_back: true,
    };
    let Some(actor) = visit.actor() else {
        return Err(AppError::SignIn(Some(form)));
    };
    let _ = visit.sent.set(form);
    if !visit.is_still_allowed().await? {
        return Err(AppError::SignIn(visit.sent.get().cloned()));
    }
    let values = Values::from_fields(&received.fields);
    let (files, more) = all_files(visit, actor, &values, received.files, most).await?;
    Ok(Sent {
        values,
        files,
        more: more || received.more,
        broken_text: received.broken_text,
        replayed: false,
    })
}

/// The files that arrived before the form and those that came with it. Where one file is wanted, what came with the form
/// replaces what was chosen earlier; where several are, whoever chooses a kept file once more wants one document of it.
async fn all_files(
    visit: &Visit,
    actor: &Actor,
    values: &Values,
    came: Vec<Came>,
    most: usize,
) -> Result<(Vec<Came>, bool), AppError> {
    if most == 1 && !came.is_empty() {
        return Ok((came, false));
    }
    let arrived = values.arrived();
    let mut files: Vec<Came> = Vec::new();
    for id in arrived.iter().take(most) {
        files.push(waiting::take(visit, actor, id).await?);
    }
    let repeated = |came: &Came| files.iter().any(|kept| kept.is(came));
    let came: Vec<Came> = came.into_iter().filter(|came| !repeated(came)).collect();
    // What became a document when the form was sent before takes no place.
    let there = |came: &&Came| !matches!(came.file, Err(FileProblem::Gone));
    let kept = files.iter().filter(there).count();
    let more = arrived.len() > most || kept + came.len() > most;
    if more {
        // What is left out of those that wait goes on waiting; what came with the form is nowhere else.
        files.retain(|file| there(&file));
        files.truncate(most.saturating_sub(came.len()));
    }
    files.extend(came);
    Ok((files, most > 1 && more))
}

/// The form as it travels along with a sign-in, or comes back after a failure.
fn without_files(received: &Received) -> String {
    let mut fields = received.fields.clone();
    if !received.files.is_empty() {
        fields.push((FILES_LOST.to_owned(), true.to_string()));
    }
    upload::as_urlencoded(&fields)
}

fn unreceived(error: ReceiveError) -> AppError {
    match error {
        ReceiveError::NotAForm | ReceiveError::CutOff => AppError::BadRequest,
        ReceiveError::TooMuch => AppError::TooLarge,
        ReceiveError::Storage(cause) => cause.into(),
    }
}

/// What a form that comes back from a sign-in has lost: the files that came with it.
pub(super) fn choose_again(t: Words, values: &Values) -> Problems {
    if values.files_lost || values.arrived().is_empty() {
        let again = t.documents_file_again().to_owned();
        return Problems::one(FILE_FIELD, Problem::Said(again));
    }
    Problems::new()
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

/// The files that can be taken, and the status that a page about the problems has.
pub(super) fn take_files(
    visit: &Visit,
    files: Vec<Came>,
    more: Option<Problem>,
    problems: &mut Problems,
) -> (Vec<Upload>, StatusCode) {
    let t = visit.t;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let several = files.len() > 1;
    if files.is_empty() {
        let missing = t.documents_file_missing().to_owned();
        problems.add(FILE_FIELD, Problem::Said(missing));
    }
    let mut taken = Vec::new();
    for Came { name, file } in files {
        match file {
            Ok(upload) => taken.push(upload),
            Err(problem) => {
                status = problem.status();
                let name = if several { name.as_str() } else { "" };
                problems.add(FILE_FIELD, input::named_problem(t, name, &problem));
            }
        }
    }
    if let Some(more) = more {
        problems.add(FILE_FIELD, more);
    }
    (taken, status)
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
        Ok((stored, traces, inside)) => Ok(Ok(NewFile {
            blob: stored.hash,
            size: stored.size,
            file_type: kind,
            file_name: name,
            note,
            traces,
            upload: waiting,
            inside: Some(inside),
        })),
        Err(StorageError::Full) => Ok(Err(Problems::one(
            FILE_FIELD,
            input::file_problem(visit.t, &FileProblem::StorageFull),
        ))),
        Err(other) => Err(other.into()),
    }
}

/// The file as it would be kept, so that it can be compared with what is.
pub(super) async fn as_kept(
    visit: &Visit,
    upload: Upload,
    keeps_traces: bool,
) -> Result<Upload, AppError> {
    if keeps_traces {
        return Ok(upload);
    }
    let (staged, _) = clean::clean(&visit.app.storage, upload.staged, upload.kind).await?;
    Ok(Upload { staged, ..upload })
}

/// Takes out who and where, unless the owner keeps it, looks what is in the rest, and makes it durable.
async fn settle(
    storage: &Storage,
    staged: Staged,
    kind: FileType,
    keeps_traces: bool,
) -> Result<(Stored, Traces, Inside), StorageError> {
    let (staged, traces) = if keeps_traces {
        (staged, Traces::Kept)
    } else {
        clean::clean(storage, staged, kind).await?
    };
    // What is kept counts, not what came.
    let inside = inside::look(staged.open()?, kind, staged.size()).await;
    Ok((storage.commit(staged).await?, traces, inside))
}
