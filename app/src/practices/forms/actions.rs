//! One-button forms: submit, restore, archive, confirm, verify.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;

use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::practices::pages::{find, find_own, path, revision};
use crate::practices::store::{self, By, Practice, Revision, Seen};
use crate::practices::types::State;
use crate::practices::{mails, policy};

/// What a button carries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Button {
    revision: String,
    version: String,
    undo: String,
}

impl Button {
    fn seen(&self) -> Result<Seen, AppError> {
        let read = |text: &str| text.parse().map_err(|_| AppError::BadRequest);
        Ok(Seen {
            number: read(&self.revision)?,
            version: read(&self.version)?,
        })
    }
}

fn back(visit: &Visit, practice: &Practice, done: &str) -> Response {
    see_other(&visit.link(&path(practice.id, &format!("?done={done}"))))
}

/// A form that came back from a sign-in is never executed: its page shows the button again.
fn again(visit: &Visit, practice: &Practice) -> Response {
    see_other(&visit.link(&path(practice.id, "")))
}

/// Where to go when a revision was submitted: publishers decide, others wait.
pub fn after_submission(visit: &Visit, practice: &Practice) -> Response {
    let decides = visit
        .actor()
        .is_some_and(|actor| policy::may_publish(actor, practice.organization));
    if decides {
        see_other(&visit.link(&path(practice.id, "/review")))
    } else {
        back(visit, practice, "submitted")
    }
}

/// `POST /practices/{id}/submission`
pub async fn submit(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Button>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let practice = find_own(&visit, &id).await?;
    if form.replayed {
        return Ok(again(&visit, &practice));
    }
    let seen = form.values.seen()?;
    let latest = revision(&visit, &practice, practice.latest_revision).await?;
    if waits(&latest, seen) {
        return Ok(after_submission(&visit, &practice));
    }
    if !latest.content.missing().is_empty() {
        // The form says what is missing, field by field.
        return Ok(see_other(&visit.link(&path(practice.id, "/edit"))));
    }
    let title = &latest.content.title;
    let app = &visit.app;
    let letters =
        mails::review_needed(app, actor, practice.organization, practice.id, title).await?;
    let by = By {
        actor,
        now: visit.now,
        letters: &letters,
    };
    match store::submit(&app.db, by, practice.id, seen).await {
        // The button was pressed twice, and the first one came between.
        Err(AppError::Conflict) => {
            let found = store::revision(&app.db, practice.id, seen.number).await?;
            found
                .filter(|revision| waits(revision, seen))
                .ok_or(AppError::Conflict)?;
        }
        other => other?,
    }
    Ok(after_submission(&visit, &practice))
}

/// Whether what was seen waits for its review.
fn waits(revision: &Revision, seen: Seen) -> bool {
    revision.state == State::InReview && revision.number == seen.number
}

/// `POST /practices/{id}/revisions/{number}/restoration`
pub async fn restore(
    visit: Visit,
    Path((id, number)): Path<(String, i64)>,
    form: Form<Button>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let practice = find_own(&visit, &id).await?;
    if form.replayed {
        return Ok(see_other(&visit.link(&path(practice.id, "/history"))));
    }
    let seen = store::restore(&visit.app.db, visit.now, actor, practice.id, number).await?;
    Ok(see_other(&visit.link(&path(
        practice.id,
        &format!("/revisions/{}?done=restored", seen.number),
    ))))
}

/// `POST /practices/{id}/archive`
pub async fn archive(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Button>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let practice = find(&visit, &id).await?;
    if !policy::may_publish(actor, practice.organization) {
        return Err(AppError::Forbidden);
    }
    if form.replayed {
        return Ok(again(&visit, &practice));
    }
    let archived = form.values.undo.is_empty();
    store::set_archived(&visit.app.db, visit.now, actor, practice.id, archived).await?;
    Ok(back(
        &visit,
        &practice,
        if archived { "archived" } else { "unarchived" },
    ))
}

/// `POST /practices/{id}/confirmation`
pub async fn confirm(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Button>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let practice = find(&visit, &id).await?;
    if !policy::may_draft(actor, practice.organization) {
        return Err(AppError::Forbidden);
    }
    if form.replayed {
        return Ok(again(&visit, &practice));
    }
    store::confirm(&visit.app.db, visit.now, actor, practice.id).await?;
    Ok(back(&visit, &practice, "confirmed"))
}

/// `POST /practices/{id}/verification`
pub async fn verify(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Button>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let practice = find(&visit, &id).await?;
    if !policy::may_verify(actor) {
        return Err(AppError::Forbidden);
    }
    if form.replayed {
        return Ok(again(&visit, &practice));
    }
    let verified = form.values.undo.is_empty();
    store::set_verified(&visit.app.db, visit.now, actor, practice.id, verified).await?;
    Ok(if verified {
        back(&visit, &practice, "verified")
    } else {
        again(&visit, &practice)
    })
}
