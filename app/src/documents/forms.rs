//! Uploading, and changing what is said about a document.

use axum::extract::{FromRequest as _, Path, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;

use super::form_view::{self, Choices};
use super::input::{self, NOTE, Values};
use super::links::{self, Place};
use super::pages::{SECTION, find};
use super::policy;
use super::store::{self, Added};
use super::types::{Document, Licence, NewFile, Status, Target};
use super::upload::{self, FILE_FIELD, FileProblem, Limits, ReceiveError, Upload};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::error::{AppError, SentForm};
use crate::http::{Form, Visit, see_other};
use crate::organizations;
use crate::shell::Head;
use crate::storage::StorageError;
use crate::topics;
use crate::ui::{Problem, Problems};

/// An upload form as it came in.
struct Sent {
    values: Values,
    file: Option<Result<Upload, FileProblem>>,
    broken_text: bool,
    /// It only comes back from a sign-in: show it, do not execute it.
    replayed: bool,
}

/// GET /documents/new
pub async fn new(visit: Visit) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let mut values: Values = serde_html_form::from_str(&visit.query).unwrap_or_default();
    values.id = visit.app.sources.id().to_string();
    values.language = visit.locale.code().to_owned();
    // What the network is for; whoever wants more or less says so.
    values.licence = Licence::Network.as_str().to_owned();
    let place = wanted_place(&visit, &values).await?;
    values.organization = owner(actor, &values, place.as_ref())
        .map(|id| id.to_string())
        .unwrap_or_default();
    new_page(
        &visit,
        &values,
        &Problems::new(),
        StatusCode::OK,
        place.as_ref(),
    )
    .await
}

/// POST /documents/new
pub async fn create(visit: Visit, request: Request) -> Result<Response, AppError> {
    let sent = receive(&visit, request).await?;
    let actor = visit.member()?;
    let values = &sent.values;
    let place = wanted_place(&visit, values).await?;
    if sent.replayed {
        return new_page(
            &visit,
            values,
            &Problems::new(),
            StatusCode::OK,
            place.as_ref(),
        )
        .await;
    }
    let (Ok(id), Some(organization)) = (
        values.id.parse::<Id>(),
        owner(actor, values, place.as_ref()),
    ) else {
        return Err(AppError::BadRequest);
    };
    if !policy::may_upload(actor, organization) {
        return Err(AppError::Forbidden);
    }
    let choices = choices(&visit, actor).await?;
    let mut problems = text_problems(&visit, sent.broken_text);
    let details = values.check(visit.t, &choices.topics(), &choices.ids(), &mut problems);
    let (upload, status) = take_file(&visit, sent.file, &mut problems);
    let (Some(details), Some(upload), true) = (details, upload, problems.is_empty()) else {
        return new_page(&visit, values, &problems, status, place.as_ref()).await;
    };
    let file = match keep(&visit, upload, String::new()).await? {
        Ok(file) => file,
        Err(problems) => {
            return new_page(
                &visit,
                values,
                &problems,
                StatusCode::INSUFFICIENT_STORAGE,
                place.as_ref(),
            )
            .await;
        }
    };
    let waits = place.as_ref().is_some_and(|place| !place.published);
    let publishes = actor.publishes_for(organization) && !waits && values.action != "draft";
    let status = if publishes {
        Status::Published
    } else {
        Status::Draft
    };
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    let target = place.as_ref().map(|place| place.target);
    match store::create(
        &mut write,
        (id, organization, actor.id),
        &details,
        &file,
        status,
        target,
    )
    .await?
    {
        Added::New => write.commit().await?,
        Added::Before => drop(write),
    }
    let done = if publishes { "uploaded" } else { "draft" };
    match place {
        Some(place) => Ok(see_other(&visit.link(&place.path))),
        None => Ok(done_with(&visit, id, done)),
    }
}

/// GET /documents/{id}/edit
pub async fn edit(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let document = editable(&visit, actor, &id).await?;
    edit_page(
        &visit,
        actor,
        &document,
        &values_of(&document),
        &Problems::new(),
        StatusCode::OK,
    )
    .await
}

/// POST /documents/{id}/edit
pub async fn update(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let document = editable(&visit, actor, &id).await?;
    let mut values = form.values;
    if form.replayed {
        return edit_page(
            &visit,
            actor,
            &document,
            &values,
            &Problems::new(),
            StatusCode::OK,
        )
        .await;
    }
    let choices = choices(&visit, actor).await?;
    let mut problems = Problems::new();
    let details = values.check(visit.t, &choices.topics(), &choices.ids(), &mut problems);
    let (Some(details), true) = (details, problems.is_empty()) else {
        return edit_page(
            &visit,
            actor,
            &document,
            &values,
            &problems,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    match store::update(
        &mut write,
        document.id,
        values.seen.parse().unwrap_or(-1),
        &details,
    )
    .await
    {
        Ok(()) => write.commit().await?,
        Err(AppError::Conflict) => {
            drop(write);
            // Saving again is then a decision.
            values.seen = document.edits.to_string();
            let problems = Problems::one(
                "form",
                Problem::Said(visit.t.documents_problem_stale().to_owned()),
            );
            return edit_page(
                &visit,
                actor,
                &document,
                &values,
                &problems,
                StatusCode::CONFLICT,
            )
            .await;
        }
        Err(other) => return Err(other),
    }
    Ok(done_with(&visit, document.id, "edited"))
}

/// GET /documents/{id}/versions/new
pub async fn new_version(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let document = editable(&visit, visit.member()?, &id).await?;
    let values = Values {
        seen: document.current.number.to_string(),
        ..Values::default()
    };
    Ok(version_page(
        &visit,
        &document,
        &values,
        &Problems::new(),
        StatusCode::OK,
    ))
}

/// POST /documents/{id}/versions/new
pub async fn create_version(
    visit: Visit,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, AppError> {
    let mut sent = receive(&visit, request).await?;
    let actor = visit.member()?;
    let document = editable(&visit, actor, &id).await?;
    if sent.replayed {
        return Ok(version_page(
            &visit,
            &document,
            &sent.values,
            &Problems::new(),
            StatusCode::OK,
        ));
    }
    let mut problems = text_problems(&visit, sent.broken_text);
    let note = problems.required("note", &sent.values.note, NOTE);
    let (upload, status) = take_file(&visit, sent.file.take(), &mut problems);
    let (Some(upload), true) = (upload, problems.is_empty()) else {
        return Ok(version_page(
            &visit,
            &document,
            &sent.values,
            &problems,
            status,
        ));
    };
    let file = match keep(&visit, upload, note).await? {
        Ok(file) => file,
        Err(problems) => {
            return Ok(version_page(
                &visit,
                &document,
                &sent.values,
                &problems,
                StatusCode::INSUFFICIENT_STORAGE,
            ));
        }
    };
    let seen: i64 = sent.values.seen.parse().unwrap_or(-1);
    if document.current.number == seen + 1 && document.current.blob == file.blob {
        // The same form a second time.
        return Ok(done_with(&visit, document.id, "version"));
    }
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    match store::replace(&mut write, document.id, seen, actor.id, &file).await {
        Ok(()) => write.commit().await?,
        Err(AppError::Conflict) => {
            drop(write);
            sent.values.seen = document.current.number.to_string();
            let problems = Problems::one(
                "form",
                Problem::Said(visit.t.documents_problem_stale().to_owned()),
            );
            return Ok(version_page(
                &visit,
                &document,
                &sent.values,
                &problems,
                StatusCode::CONFLICT,
            ));
        }
        Err(other) => return Err(other),
    }
    Ok(done_with(&visit, document.id, "version"))
}

/// Back to the document, which says what was done.
pub(super) fn done_with(visit: &Visit, id: Id, done: &'static str) -> Response {
    see_other(&visit.link(&format!("{SECTION}/{id}?done={done}")))
}

/// The document, if this member may change it; one that they see but may not change is «forbidden».
async fn editable(visit: &Visit, actor: &Actor, id: &str) -> Result<Document, AppError> {
    let document = find(visit, id).await?;
    if policy::may_edit(actor, &document) {
        Ok(document)
    } else {
        Err(AppError::Forbidden)
    }
}

/// Reads an upload form. Someone who is signed out gets the sign-in page, which carries along what was typed; their file is
/// read away and not kept.
async fn receive(visit: &Visit, request: Request) -> Result<Sent, AppError> {
    let multipart = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !multipart {
        // A form that comes back from a sign-in has lost its file.
        let form = Form::<Values>::from_request(request, &()).await?;
        return Ok(Sent {
            values: form.values,
            file: None,
            broken_text: false,
            replayed: form.replayed,
        });
    }
    let limit = if visit.actor().is_some() {
        visit.app.settings.upload_limit
    } else {
        0
    };
    let received = upload::receive(&visit.app.storage, request, Limits::new(limit))
        .await
        .map_err(unreceived)?;
    if visit.actor().is_none() {
        let action = visit.link(&visit.path);
        return Err(AppError::SignIn(Some(SentForm {
            action,
            body: upload::as_urlencoded(&received.fields),
        })));
    }
    let values = Values::from_fields(&received.fields);
    Ok(Sent {
        values,
        file: received.file,
        broken_text: received.broken_text,
        replayed: false,
    })
}

fn unreceived(error: ReceiveError) -> AppError {
    match error {
        ReceiveError::NotAForm | ReceiveError::CutOff => AppError::BadRequest,
        ReceiveError::TooMuch => AppError::TooLarge,
        ReceiveError::Storage(cause) => AppError::Storage(Box::new(cause)),
    }
}

fn text_problems(visit: &Visit, broken: bool) -> Problems {
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
fn take_file(
    visit: &Visit,
    file: Option<Result<Upload, FileProblem>>,
    problems: &mut Problems,
) -> (Option<Upload>, StatusCode) {
    let (problem, status) = match file {
        Some(Ok(upload)) => return (Some(upload), StatusCode::UNPROCESSABLE_ENTITY),
        Some(Err(problem)) => (
            input::file_problem(visit.t, &problem),
            file_status(&problem),
        ),
        None => (
            Problem::Said(visit.t.documents_file_missing().to_owned()),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    };
    problems.add(FILE_FIELD, problem);
    (None, status)
}

fn file_status(problem: &FileProblem) -> StatusCode {
    match problem {
        FileProblem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        FileProblem::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        FileProblem::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
    }
}

/// Makes the file durable. The database learns of it afterwards: a crash in between leaves bytes that nobody refers to, and
/// never a document without its file.
async fn keep(
    visit: &Visit,
    upload: Upload,
    note: String,
) -> Result<Result<NewFile, Problems>, AppError> {
    let (kind, name) = (upload.kind, upload.name);
    match visit.app.storage.commit(upload.staged).await {
        Ok(stored) => Ok(Ok(NewFile {
            blob: stored.hash,
            size: stored.size,
            file_type: kind,
            file_name: name,
            note,
        })),
        Err(StorageError::Full) => Ok(Err(Problems::one(
            FILE_FIELD,
            input::file_problem(visit.t, &FileProblem::StorageFull),
        ))),
        Err(other) => Err(AppError::Storage(Box::new(other))),
    }
}

/// The organization that the document will belong to: the chosen one, that of the practice, or the member's own.
fn owner(actor: &Actor, values: &Values, place: Option<&Place>) -> Option<Id> {
    if !values.organization.is_empty() {
        return values.organization.parse().ok();
    }
    place
        .and_then(|place| place.owner)
        .or(Some(actor.organization))
}

/// What the new document will hang on. What the member may not change is not there.
async fn wanted_place(visit: &Visit, values: &Values) -> Result<Option<Place>, AppError> {
    match values.target()? {
        None => Ok(None),
        Some(target) => attachable(visit, target).await.map(Some),
    }
}

/// The place, if the actor may hang documents on it.
pub(super) async fn attachable(visit: &Visit, target: Target) -> Result<Place, AppError> {
    let place = links::place(&visit.app.db, visit.actor(), visit.locale, target).await?;
    let place = place.ok_or(AppError::NotFound)?;
    if place.may_attach {
        Ok(place)
    } else {
        Err(AppError::Forbidden)
    }
}

impl Choices {
    fn topics(&self) -> Vec<String> {
        self.topics.iter().map(|topic| topic.slug.clone()).collect()
    }

    fn ids(&self) -> Vec<Id> {
        self.organizations
            .iter()
            .map(|organization| organization.id)
            .collect()
    }
}

async fn choices(visit: &Visit, actor: &Actor) -> Result<Choices, AppError> {
    Ok(Choices {
        topics: topics::store::all(&visit.app.db).await?,
        organizations: organizations::store::all(&visit.app.db, visit.locale).await?,
        own: policy::own(actor),
    })
}

async fn new_page(
    visit: &Visit,
    values: &Values,
    problems: &Problems,
    status: StatusCode,
    place: Option<&Place>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let choices = choices(visit, actor).await?;
    let publishes =
        owner(actor, values, place).is_some_and(|organization| actor.publishes_for(organization));
    let mut head = Head::new(visit.t.documents_new())
        .section(SECTION)
        .crumb(visit.t.documents_title(), SECTION);
    head.status = status;
    Ok(visit.page(head, || {
        form_view::new(visit, values, problems, &choices, place, publishes)
    }))
}

async fn edit_page(
    visit: &Visit,
    actor: &Actor,
    document: &Document,
    values: &Values,
    problems: &Problems,
    status: StatusCode,
) -> Result<Response, AppError> {
    let choices = choices(visit, actor).await?;
    let mut head = head_of(visit, document, visit.t.documents_edit());
    head.status = status;
    Ok(visit.page(head, || {
        form_view::edit(visit, &document.path(), values, problems, &choices)
    }))
}

fn version_page(
    visit: &Visit,
    document: &Document,
    values: &Values,
    problems: &Problems,
    status: StatusCode,
) -> Response {
    let mut head = head_of(visit, document, visit.t.documents_version_new());
    head.status = status;
    visit.page(head, || {
        form_view::version(
            visit,
            &document.path(),
            document.title(visit.locale),
            values,
            problems,
        )
    })
}

/// A page below the document's.
pub(super) fn head_of(visit: &Visit, document: &Document, title: &str) -> Head {
    Head::new(title)
        .section(SECTION)
        .crumb(visit.t.documents_title(), SECTION)
        .crumb(document.title(visit.locale), document.path())
}

fn values_of(document: &Document) -> Values {
    Values {
        title_ar: document.title_ar.clone(),
        title_en: document.title_en.clone(),
        kind: document.kind.as_str().to_owned(),
        language: document.language.as_str().to_owned(),
        licence: document.licence.as_str().to_owned(),
        topics: document.topics.clone(),
        description: document.description.clone(),
        visibility: document.visibility.as_str().to_owned(),
        named: document.named.iter().map(ToString::to_string).collect(),
        seen: document.edits.to_string(),
        ..Values::default()
    }
}
