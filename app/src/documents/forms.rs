//! Uploading, and changing what is said about a document.

use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::Response;

use super::file_field;
use super::form_view::{self, Choices};
use super::input::Values;
use super::links::{self, Place};
use super::pages::{SECTION, find};
use super::policy;
use super::quota;
use super::receiving::{keep, receive, take_file, text_problems};
use super::resumable::waiting;
use super::store::{self, Added};
use super::types::{Document, Licence, Status, Target};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations;
use crate::shell::Head;
use crate::topics;
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
    let mut sent = receive(&visit, request).await?;
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
    let again = store::by_id(&visit.app.db, Some(actor), id)
        .await?
        .is_some();
    let (mut uploads, status) =
        quota::admit(&visit, organization, again, upload, status, &mut problems).await?;
    let upload = uploads.pop();
    let (details, upload) = match (details, upload) {
        (Some(details), Some(upload)) if problems.is_empty() => (details, upload),
        (_, upload) => {
            sent.values.upload = waiting::put_aside(&visit, actor, upload).await?;
            return new_page(&visit, &sent.values, &problems, status, place.as_ref()).await;
        }
    };
    let was_waiting = upload.waiting;
    let file = match keep(&visit, upload, String::new(), sent.values.keeps_traces()).await? {
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
    .await
    {
        Ok(Added::New) => write.commit().await?,
        Ok(Added::Before) => drop(write),
        Err(AppError::NoRoom(left)) => {
            drop(write);
            let (problems, status) = quota::too_late(visit.t, left);
            return new_page(&visit, values, &problems, status, place.as_ref()).await;
        }
        Err(other) => return Err(other),
    }
    waiting::done(&visit, was_waiting).await;
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

/// Back to the document, which says what was done.
pub(super) fn done_with(visit: &Visit, id: Id, done: &'static str) -> Response {
    see_other(&visit.link(&format!("{SECTION}/{id}?done={done}")))
}

/// The document, if this member may change it; one that they see but may not change is «forbidden».
pub(super) async fn editable(visit: &Visit, actor: &Actor, id: &str) -> Result<Document, AppError> {
    let document = find(visit, id).await?;
    if policy::may_edit(actor, &document) {
        Ok(document)
    } else {
        Err(AppError::Forbidden)
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
        let file = file_field::file(visit, values, problems, &waiting, &room);
        form_view::new(visit, values, problems, &choices, place, publishes, file)
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
        form_view::edit(visit, document, values, problems, &choices)
    }))
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
