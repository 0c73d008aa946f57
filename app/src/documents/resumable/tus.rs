//! The protocol: methods, headers and status codes as the specification names them.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::checksum::{ALGORITHMS, Checksum};
use super::receive::{self, Broken};
use super::types::Upload;
use super::{PATH, metadata, store, waiting};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::documents::upload::{self, FileProblem};
use crate::documents::virus::{self, Scanned};
use crate::documents::{input, names, quota};
use crate::error::AppError;
use crate::http::Visit;
use crate::storage::{Partial, StorageError};

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,creation-with-upload,termination,checksum,expiration";
const PIECE: &str = "application/offset+octet-stream";

/// What ends a request before it is done: an error of the portal, or an answer that the protocol defines.
pub enum Refused {
    /// Explained like everywhere.
    Error(AppError),
    /// Complete.
    Answer(Box<Response>),
}

impl<E: Into<AppError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Error(error) => error.into_response(),
            Self::Answer(answer) => *answer,
        }
    }
}

/// OPTIONS: what this server can do.
pub async fn options(visit: Visit) -> Result<Response, Refused> {
    let limit = match visit.actor() {
        Some(actor) => quota::largest_file(&visit, actor).await?,
        None => visit.app.settings.upload_limit,
    };
    let limit = limit.to_string();
    let headers = [
        ("tus-version", VERSION),
        ("tus-extension", EXTENSIONS),
        ("tus-checksum-algorithm", ALGORITHMS),
        ("tus-max-size", &limit),
    ];
    Ok(answer(StatusCode::NO_CONTENT, &headers))
}

/// POST: a new upload, perhaps with its first piece.
pub async fn create(visit: Visit, request: Request) -> Result<Response, Refused> {
    let actor = visit.member()?;
    let headers = request.headers();
    speaks(headers)?;
    let length = number(headers, "upload-length").filter(|length| *length > 0);
    let name = metadata::file_name(text(headers, "upload-metadata").unwrap_or_default());
    let (Some(length), Some(name)) = (length, name) else {
        return Err(AppError::BadRequest.into());
    };
    let organization = match quota::place(&visit, actor, length).await? {
        Ok(organization) => organization,
        Err(problem) => return Err(refusal(&visit, &problem)),
    };
    let with_piece = is_piece(headers);
    let id = visit.app.sources.id();
    let extension = names::extension(&name).unwrap_or_default();
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    let (owner, name) = ((actor.id, organization), names::sanitise(&name, &extension));
    match store::create(&mut write, id, owner, &name, length).await {
        Err(AppError::NoRoom(left)) => return Err(refusal(&visit, &FileProblem::NoRoom(left))),
        other => other?,
    }
    match visit.app.storage.begin_partial(id).await {
        Ok(()) => write.commit().await?,
        Err(error) => return Err(failed(&visit, error)),
    }
    let location = format!("{PATH}/{id}");
    if !with_piece {
        let ends = http_date(store::end(visit.now));
        let headers = [("location", location.as_str()), ("upload-expires", &ends)];
        return Ok(answer(StatusCode::CREATED, &headers));
    }
    let upload = find(&visit, actor, &id.to_string()).await?;
    let mut response = match receive_piece(&visit, &upload, Some(0), request).await {
        Err(Refused::Answer(answer)) => *answer,
        other => other?,
    };
    if response.status() == StatusCode::NO_CONTENT {
        *response.status_mut() = StatusCode::CREATED;
    }
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// HEAD, and GET for people who are curious: how much has arrived.
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let actor = visit.member()?;
    let upload = find(&visit, actor, &id).await?;
    speaks(&headers)?;
    // Whoever asks goes on from the answer: what is told must be on the disk, and an older line must write no more.
    let mut partial = take(&visit, upload.id).await?;
    partial.sync().await?;
    let (offset, length) = (partial.size().to_string(), upload.length.to_string());
    let (name, ends) = (
        metadata::header(&upload.file_name),
        http_date(upload.expires_at.0),
    );
    let headers = [
        ("upload-offset", offset.as_str()),
        ("upload-length", &length),
        ("upload-metadata", &name),
        ("upload-expires", &ends),
    ];
    Ok(answer(StatusCode::OK, &headers))
}

/// PATCH: one more piece.
pub async fn append(
    visit: Visit,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Refused> {
    let actor = visit.member()?;
    let upload = find(&visit, actor, &id).await?;
    let headers = request.headers();
    speaks(headers)?;
    if !is_piece(headers) {
        return Err(said(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_a_piece", ""));
    }
    let offset = number(headers, "upload-offset");
    receive_piece(&visit, &upload, offset, request).await
}

/// POST in the name of another method, for what stands between and lets no other pass.
pub async fn overridden(
    visit: Visit,
    id: Path<String>,
    request: Request,
) -> Result<Response, Refused> {
    let actor = visit.member()?;
    match text(request.headers(), "x-http-method-override") {
        Some("PATCH") => append(visit, id, request).await,
        Some("DELETE") => terminate(visit, id, request.into_parts().0.headers).await,
        _ => {
            find(&visit, actor, &id).await?;
            let allow = (
                ALLOW,
                HeaderValue::from_static("HEAD, GET, PATCH, DELETE, OPTIONS"),
            );
            Err(said_with(
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                "",
                Some(allow),
            ))
        }
    }
}

/// DELETE: gives the upload up.
pub async fn terminate(
    visit: Visit,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let actor = visit.member()?;
    let upload = find(&visit, actor, &id).await?;
    speaks(&headers)?;
    waiting::forget(&visit, upload.id).await?;
    Ok(answer(StatusCode::NO_CONTENT, &[]))
}

async fn receive_piece(
    visit: &Visit,
    upload: &Upload,
    offset: Option<u64>,
    request: Request,
) -> Result<Response, Refused> {
    let checksum = match text(request.headers(), "upload-checksum") {
        None => None,
        Some(header) => Some(Checksum::parse(header).ok_or(AppError::BadRequest)?),
    };
    let announced = number(request.headers(), CONTENT_LENGTH.as_str()).unwrap_or_default();
    let mut partial = take(visit, upload.id).await?;
    if offset != Some(partial.size()) {
        return Err(said(StatusCode::CONFLICT, "offset", ""));
    }
    if partial.size().saturating_add(announced) > upload.length() {
        return Err(AppError::TooLarge.into());
    }
    let taken = receive::piece(&mut partial, request.into_body(), upload.length(), checksum).await;
    match taken {
        Ok(()) => {}
        Err(Broken::CutOff) => return Err(AppError::BadRequest.into()),
        Err(Broken::TooMuch) => return Err(AppError::TooLarge.into()),
        Err(Broken::Checksum) => return Err(said(mismatch(), "checksum", "")),
        Err(Broken::Storage(error)) => return Err(failed(visit, error)),
    }
    // What came is kept, as after a broken line; the session or token may have ended while it came.
    if !visit.is_still_allowed().await? {
        return Err(AppError::SignIn(None).into());
    }
    store::prolong(&visit.app.db, upload, visit.now).await?;
    if partial.size() == upload.length()
        && let Err(problem) = examine(visit, &mut partial, &upload.file_name).await?
    {
        drop(partial);
        waiting::forget(visit, upload.id).await?;
        return Err(refusal(visit, &problem));
    }
    let (offset, ends) = (partial.size().to_string(), http_date(store::end(visit.now)));
    let headers = [
        ("upload-offset", offset.as_str()),
        ("upload-expires", &ends),
    ];
    Ok(answer(StatusCode::NO_CONTENT, &headers))
}

/// Looks at a whole file at once: whoever sent it hears now that it cannot be taken, and not after filling a form.
async fn examine(
    visit: &Visit,
    partial: &mut Partial,
    name: &str,
) -> Result<Result<(), FileProblem>, AppError> {
    let staged = partial.complete().await?;
    let upload = match upload::examine(staged, name).await? {
        Ok(upload) => upload,
        Err(problem) => return Ok(Err(problem)),
    };
    let scanner = visit.app.scanner.as_ref();
    Ok(
        match virus::check(scanner, &upload.staged, &upload.name).await {
            Scanned::Refused(problem) => Err(problem),
            // What nobody could say now is asked again when the form makes a document of it.
            Scanned::Fine | Scanned::Unknown => Ok(()),
        },
    )
}

/// The member's upload; somebody else's is not there.
async fn find(visit: &Visit, actor: &Actor, id: &str) -> Result<Upload, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let found = store::find(&visit.app.db, actor.id, id, visit.now).await?;
    found.ok_or(AppError::NotFound)
}

/// The file for writing, or why not now.
async fn take(visit: &Visit, id: Id) -> Result<Partial, Refused> {
    match visit.app.storage.partial(id).await {
        Ok(partial) => Ok(partial.ok_or(AppError::NotFound)?),
        Err(StorageError::Busy) => Err(said(StatusCode::LOCKED, "busy", "")),
        Err(other) => Err(other.into()),
    }
}

fn failed(visit: &Visit, error: StorageError) -> Refused {
    match error {
        StorageError::Full => refusal(visit, &FileProblem::StorageFull),
        other => other.into(),
    }
}

/// Refuses a program of another version, and says which one to speak.
fn speaks(headers: &HeaderMap) -> Result<(), Refused> {
    if text(headers, "tus-resumable") == Some(VERSION) {
        return Ok(());
    }
    let version = (
        HeaderName::from_static("tus-version"),
        HeaderValue::from_static(VERSION),
    );
    Err(said_with(
        StatusCode::PRECONDITION_FAILED,
        "version",
        "",
        Some(version),
    ))
}

fn is_piece(headers: &HeaderMap) -> bool {
    text(headers, CONTENT_TYPE.as_str()) == Some(PIECE)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let text = text(headers, name)?;
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(())?;
    text.parse().ok()
}

/// The date of a header (RFC 9110 §5.6.7).
fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// 460, which the checksum extension defines.
fn mismatch() -> StatusCode {
    StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST)
}

fn answer(status: StatusCode, headers: &[(&'static str, &str)]) -> Response {
    let mut response = (status, Body::empty()).into_response();
    let map = response.headers_mut();
    map.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    map.insert("tus-resumable", HeaderValue::from_static(VERSION));
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            map.insert(*name, value);
        }
    }
    response
}

/// A refusal with a code for programs and, where a person can do something about it, words.
fn said(status: StatusCode, code: &'static str, detail: &str) -> Refused {
    said_with(status, code, detail, None)
}

fn said_with(
    status: StatusCode,
    code: &'static str,
    detail: &str,
    header: Option<(HeaderName, HeaderValue)>,
) -> Refused {
    let body = Json(serde_json::json!({ "error": code, "detail": detail }));
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert("tus-resumable", HeaderValue::from_static(VERSION));
    headers.extend(header);
    Refused::Answer(Box::new(response))
}

fn refusal(visit: &Visit, problem: &FileProblem) -> Refused {
    let detail = input::file_problem(visit.t, problem).say(visit.t);
    said(problem.status(), "file", &detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_and_nothing_else() {
        let mut headers = HeaderMap::new();
        for (text, value) in [
            ("0", Some(0)),
            ("17", Some(17)),
            ("+1", None),
            ("-1", None),
            ("", None),
            ("1e3", None),
        ] {
            headers.insert("upload-length", HeaderValue::from_static(text));
            assert_eq!(number(&headers, "upload-length"), value, "{text}");
        }
    }

    #[test]
    fn an_end_is_a_date_of_http() {
        let at: Timestamp = "2026-11-22T08:05:09Z".parse().unwrap();
        assert_eq!(http_date(at), "Sun, 22 Nov 2026 08:05:09 GMT");
    }
}
