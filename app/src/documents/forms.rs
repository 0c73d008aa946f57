//! Changing what is said about a document, and what its forms share.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::form_view::{self, Choices};
use super::input::{Titled, Values};
use super::links::{self, Place};
use super::pages::{SECTION, find};
use super::policy;
use super::store;
use super::types::{Document, Target};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations;
use crate::shell::Head;
use crate::topics;
use crate::ui::{Problem, Problems};

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
    let choices = choices(&visit, actor, Some(&document)).await?;
    let mut problems = Problems::new();
    let details = values.check(
        visit.t,
        &choices.topics(),
        &choices.ids(),
        Titled::Required,
        &mut problems,
    );
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
            // What is there now, which may be newer than what was loaded above.
            let stored = editable(&visit, actor, &id).await?;
            if stored.details() == details {
                // The button was pressed twice.
                return Ok(done_with(&visit, stored.id, "edited"));
            }
            // Saving again is then a decision.
            values.seen = stored.edits.to_string();
            let problems = Problems::one(
                "form",
                Problem::Said(visit.t.documents_problem_stale().to_owned()),
            );
            return edit_page(
                &visit,
                actor,
                &stored,
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

/// The place, if the actor may hang documents on it.
pub(super) async fn attachable(visit: &Visit, target: Target) -> Result<Place, AppError> {
    let place = links::place(&visit.app.db, visit.actor(), visit.locale, target).await?;
    let place = place.ok_or(AppError::NotFound)?;
    match place.may_attach {
        true => Ok(place),
        false if place.over => Err(AppError::Conflict),
        false => Err(AppError::Forbidden),
    }
}

impl Choices {
    pub(super) fn topics(&self) -> Vec<String> {
        self.topics.iter().map(|topic| topic.slug.clone()).collect()
    }

    pub(super) fn ids(&self) -> Vec<Id> {
        self.organizations
            .iter()
            .map(|organization| organization.id)
            .collect()
    }
}

/// What the form of a new document may say, and what a stored one says.
pub(super) async fn choices(
    visit: &Visit,
    actor: &Actor,
    stored: Option<&Document>,
) -> Result<Choices, AppError> {
    let db = &visit.app.db;
    let filed = stored.map_or(&[][..], |document| &document.topics);
    let named = stored.map_or(&[][..], |document| &document.named);
    Ok(Choices {
        topics: topics::store::choices(db, filed).await?,
        organizations: organizations::store::choices(db, visit.locale, named).await?,
        own: policy::own(actor),
    })
}

async fn edit_page(
    visit: &Visit,
    actor: &Actor,
    document: &Document,
    values: &Values,
    problems: &Problems,
    status: StatusCode,
) -> Result<Response, AppError> {
    let choices = choices(visit, actor, Some(document)).await?;
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
