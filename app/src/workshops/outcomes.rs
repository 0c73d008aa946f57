//! What came of a workshop: who may write it down, and closing with a report. Minutes and recommendations have their own
//! files.

use axum::extract::Path;
use axum::response::Response;

use super::forms::{Seen, done, path};
use super::pages::find;
use super::types::{Decision, Workshop};
use super::{policy, store};
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::shell::Head;

/// The workshop of a path, if this member may write down what came of it, and it has begun.
pub(super) async fn reported(visit: &Visit, id: &str) -> Result<Workshop, AppError> {
    let workshop = find(visit, id).await?;
    let member = visit.member()?;
    if !policy::may_run(member, &workshop.plan.hosts) {
        return Err(AppError::Forbidden);
    }
    match workshop.state(visit.now).takes_minutes() {
        true => Ok(workshop),
        false => Err(AppError::Conflict),
    }
}

/// The head of a page below the workshop's.
pub(super) fn head(visit: &Visit, title: &'static str, workshop: &Workshop) -> Head {
    Head::new(title)
        .section("/workshops")
        .crumb(visit.t.workshops_title(), "/workshops")
        .crumb(workshop.plan.title_in(visit.locale).0, path(workshop.id))
}

/// `POST /workshops/{id}/report`: the report is done. It is closed with its minutes, not without.
pub async fn close(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Seen>,
) -> Result<Response, AppError> {
    let workshop = reported(&visit, &id).await?;
    let member = visit.member()?;
    if form.replayed {
        return Ok(see_other(&visit.link(&path(workshop.id))));
    }
    let seen = &form.values;
    let open = workshop.state(visit.now).allows(Decision::Closed);
    let written = store::minutes(&visit.app.db, workshop.id).await?.is_some();
    if !open || !written || !seen.is_current(&workshop) {
        return seen.decided(&visit, &workshop, Decision::Closed);
    }
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    if !store::decide(&mut write, &workshop, Decision::Closed, "").await? {
        drop(write);
        let workshop = find(&visit, &id).await?;
        return seen.decided(&visit, &workshop, Decision::Closed);
    }
    write.commit().await?;
    Ok(done(&visit, workshop.id, "closed"))
}
