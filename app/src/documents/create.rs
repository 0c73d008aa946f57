//! Uploading: one file becomes a document, several become as many, all of them or none.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;

use super::admission;
use super::file_field::{self, Several};
use super::form_view;
use super::forms::{attachable, choices, done_with};
use super::input::{Titled, Values};
use super::links::Place;
use super::pages::SECTION;
use super::policy;
use super::quota;
use super::receiving::{keep, receive, take_files, text_problems};
use super::resumable::waiting;
use super::store::{self, Added};
use super::titles;
use super::types::{Details, Licence, NewFile, Status};
use super::upload::{FILES, Upload};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Visit, see_other};
use crate::shell::Head;
use crate::ui::{Problem, Problems};

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
    let mut sent = receive(&visit, request, FILES).await?;
    let actor = visit.member()?;
    let place = wanted_place(&visit, &sent.values).await?;
    if sent.replayed {
        return new_page(
            &visit,
            &sent.values,
            &Problems::new(),
            StatusCode::OK,
            place.as_ref(),
        )
        .await;
    }
    let (Ok(id), Some(organization)) = (
        sent.values.id.parse::<Id>(),
        owner(actor, &sent.values, place.as_ref()),
    ) else {
        return Err(AppError::BadRequest);
    };
    if !policy::may_upload(actor, organization) {
        return Err(AppError::Forbidden);
    }
    if let Some(made) = made_before(&visit, actor, id).await? {
        return Ok(done(&visit, place.as_ref(), made));
    }
    let choices = choices(&visit, actor).await?;
    let mut problems = text_problems(&visit, sent.broken_text);
    let titled = match sent.files.len() {
        0 | 1 => Titled::Required,
        _ => Titled::ByFile,
    };
    let (topics, ids) = (choices.topics(), choices.ids());
    let details = sent
        .values
        .check(visit.t, &topics, &ids, titled, &mut problems);
    let more = sent
        .more
        .then(|| Problem::Said(visit.t.documents_files_many(FILES)));
    let (uploads, status) = take_files(&visit, sent.files, more, &mut problems);
    let (uploads, status) =
        admission::admit(&visit, organization, false, uploads, status, &mut problems).await?;
    let (Some(details), true) = (details, problems.is_empty()) else {
        // What is good is kept: only what is not must be sent again.
        sent.values
            .keep(waiting::put_aside(&visit, actor, uploads).await?);
        return new_page(&visit, &sent.values, &problems, status, place.as_ref()).await;
    };
    let files = match keep_all(&visit, uploads, sent.values.keeps_traces()).await? {
        Ok(files) => files,
        Err(problems) => {
            let full = StatusCode::INSUFFICIENT_STORAGE;
            return new_page(&visit, &sent.values, &problems, full, place.as_ref()).await;
        }
    };
    let waits = place.as_ref().is_some_and(|place| !place.published);
    let publishes = actor.publishes_for(organization) && !waits && sent.values.action != "draft";
    let batch = Batch {
        id,
        organization,
        details,
        status: if publishes {
            Status::Published
        } else {
            Status::Draft
        },
    };
    match store_all(&visit, actor, &batch, place.as_ref(), &files).await {
        Err(AppError::NoRoom(left)) => {
            let (problems, status) = admission::too_late(visit.t, left);
            return new_page(&visit, &sent.values, &problems, status, place.as_ref()).await;
        }
        stored => stored?,
    }
    for file in &files {
        waiting::done(&visit, file.upload).await;
    }
    let made = Made {
        first: id,
        count: files.len(),
        published: publishes,
    };
    Ok(done(&visit, place.as_ref(), made))
}

/// What the documents of one form share.
struct Batch {
    id: Id,
    organization: Id,
    details: Details,
    status: Status,
}

/// What a form has made.
struct Made {
    first: Id,
    count: usize,
    published: bool,
}

/// What this form made when it was sent before. Its files may be gone by now: nobody looks for them.
async fn made_before(visit: &Visit, actor: &Actor, id: Id) -> Result<Option<Made>, AppError> {
    let ids: Vec<Id> = (0..FILES).map(|index| id.following(index)).collect();
    let mut found = store::by_ids(&visit.app.db, Some(actor), &ids).await?;
    found.retain(|document| document.created_by == actor.id);
    let first = found.iter().find(|document| document.id == id);
    Ok(first.map(|first| Made {
        first: id,
        count: found.len(),
        published: first.status == Status::Published,
    }))
}

/// Makes the files durable, one after another.
async fn keep_all(
    visit: &Visit,
    uploads: Vec<Upload>,
    keeps_traces: bool,
) -> Result<Result<Vec<NewFile>, Problems>, AppError> {
    let mut files = Vec::new();
    for upload in uploads {
        match keep(visit, upload, String::new(), keeps_traces).await? {
            Ok(file) => files.push(file),
            Err(problems) => return Ok(Err(problems)),
        }
    }
    Ok(Ok(files))
}

/// Stores all documents in one transaction, unless the same form did so in the meantime.
async fn store_all(
    visit: &Visit,
    actor: &Actor,
    batch: &Batch,
    place: Option<&Place>,
    files: &[NewFile],
) -> Result<(), AppError> {
    let target = place.map(|place| place.target);
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    for (index, file) in files.iter().enumerate() {
        let details = match files.len() {
            1 => batch.details.clone(),
            _ => titles::of_file(&batch.details, &file.file_name),
        };
        let ids = (batch.id.following(index), batch.organization, actor.id);
        match store::create(&mut write, ids, &details, file, batch.status, target).await? {
            Added::New => {}
            // Dropping the transaction takes back what it had.
            Added::Before => return Ok(()),
        }
    }
    write.commit().await
}

/// To what the documents hang on, to the one document, or to the list that has all of them.
fn done(visit: &Visit, place: Option<&Place>, made: Made) -> Response {
    let Made {
        first,
        count,
        published,
    } = made;
    if let Some(place) = place {
        return see_other(&visit.link(&place.path));
    }
    match (count, published) {
        (1, true) => done_with(visit, first, "uploaded"),
        (1, false) => done_with(visit, first, "draft"),
        (_, true) => see_other(&visit.link(&format!("{SECTION}?done=uploaded&count={count}"))),
        (_, false) => see_other(&visit.link(&format!("{SECTION}?done=drafts&count={count}"))),
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

async fn new_page(
    visit: &Visit,
    values: &Values,
    problems: &Problems,
    status: StatusCode,
    place: Option<&Place>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let choices = choices(visit, actor).await?;
    let waiting = waiting::of(visit, actor).await?;
    let organization = owner(actor, values, place).unwrap_or(actor.organization);
    let publishes = actor.publishes_for(organization);
    let room = quota::hint(visit, organization).await?;
    let mut head = Head::new(visit.t.documents_new())
        .section(SECTION)
        .crumb(visit.t.documents_title(), SECTION);
    head.status = status;
    head.islands = true;
    Ok(visit.page(head, || {
        let file = file_field::file(visit, values, problems, &waiting, &room, Several::Yes);
        form_view::new(visit, values, problems, &choices, place, publishes, file)
    }))
}
