//! A member who lost the mailbox: a publisher asks, an admin decides, the old address is told. The publisher never sets
//! nor sees a password.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;

use super::invitations::looked_after;
use super::join::MESSAGE_LIMIT;
use crate::accounts::mails::{self, Mail, Reader};
use crate::accounts::store::requests::{self, Decision, Recovery};
use crate::accounts::store::resets::RECOVERY_LIFETIME;
use crate::accounts::store::{self, Entry};
use crate::accounts::{Email, pages, policy};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations::Organization;
use crate::ui::{Problem, Problems};

/// The form as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// Made with the form.
    pub id: String,
    /// The new address.
    pub email: String,
    /// Why, and how the publisher knows.
    pub reason: String,
}

async fn member_of(visit: &Visit, slug: &str, id: &str) -> Result<(Organization, Entry), AppError> {
    let organization = looked_after(visit, slug).await?;
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    let member = store::entry(&visit.app.db, id).await?;
    let member = member
        .filter(|member| member.organization_id == organization.id)
        .filter(|member| member.deactivated_at.is_none());
    Ok((organization, member.ok_or(AppError::NotFound)?))
}

/// GET: the form.
pub async fn show(
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (organization, member) = member_of(&visit, &slug, &id).await?;
    let typed = Ask {
        id: visit.app.sources.id().to_string(),
        ..Ask::default()
    };
    let problems = Problems::new();
    Ok(pages::recovery::form(
        &visit,
        &organization,
        &member,
        &typed,
        &problems,
    ))
}

/// POST: asks the admins.
pub async fn ask(
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
    form: Form<Ask>,
) -> Result<Response, AppError> {
    let (organization, member) = member_of(&visit, &slug, &id).await?;
    let typed = form.values;
    let mut problems = Problems::new();
    if form.replayed {
        return Ok(pages::recovery::form(
            &visit,
            &organization,
            &member,
            &typed,
            &problems,
        ));
    }
    let email = Email::parse(&typed.email);
    if email.is_none() {
        let words = visit.t.accounts_not_an_email().to_owned();
        problems.add("email", Problem::Said(words));
    }
    let reason = problems.required("reason", &typed.reason, MESSAGE_LIMIT);
    let (Some(email), true) = (email, problems.is_empty()) else {
        return Ok(pages::recovery::form(
            &visit,
            &organization,
            &member,
            &typed,
            &problems,
        ));
    };
    let recovery: Id = typed.id.parse().map_err(|_| AppError::BadRequest)?;
    let app = &visit.app;
    let admins = store::admins(&app.db).await?;
    let actor = visit.member()?.id;
    let mut write = app.db.begin_write(visit.now, Some(actor)).await?;
    if requests::ask_to_recover(&mut write, recovery, member.id, &email, &reason).await? {
        for admin in &admins {
            let to = Reader::new(&admin.email, &admin.locale);
            mails::send(app, &mut write, to, Mail::RecoveryRequested(&organization)).await?;
        }
    }
    write.commit().await?;
    Ok(see_other(&visit.link(&format!(
        "/organizations/{slug}/members?done=recovery"
    ))))
}

/// The button that was pressed, and for which address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecideFor {
    /// `approve` or `decline`.
    pub decision: String,
    /// The new address as the page showed it: the publisher may have corrected it since.
    pub email: String,
}

/// POST: an admin decides.
pub async fn decide(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<DecideFor>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    if !policy::may_administer(actor) {
        return Err(AppError::NotFound);
    }
    let page = visit.link("/admin/members");
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    let recovery = requests::waiting_recovery(&visit.app.db, id).await?;
    let (Some(recovery), false) = (recovery, form.replayed) else {
        return Ok(see_other(&page));
    };
    if form.values.email != recovery.email {
        return Err(AppError::Conflict);
    }
    match Decision::parse(&form.values.decision).ok_or(AppError::BadRequest)? {
        Decision::Approved => carry_out(&visit, actor.id, &recovery).await?,
        Decision::Declined => {
            let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
            if requests::decide_recovery(&mut write, &recovery, Decision::Declined).await? {
                write.commit().await?;
            } else {
                drop(write);
                came_late(&visit, id).await?;
            }
        }
    }
    Ok(see_other(&format!("{page}?done=recovery")))
}

/// Somebody decided before, which is as well; or the address was corrected at the same moment, which nobody has seen.
async fn came_late(visit: &Visit, id: Id) -> Result<(), AppError> {
    match requests::waiting_recovery(&visit.app.db, id).await? {
        Some(_) => Err(AppError::Conflict),
        None => Ok(()),
    }
}

/// The account moves to the new address, which gets a link for a new password; the old address is told.
async fn carry_out(visit: &Visit, admin: Id, recovery: &Recovery) -> Result<(), AppError> {
    let app = &visit.app;
    let member = store::entry(&app.db, recovery.member_id)
        .await?
        .filter(|member| member.deactivated_at.is_none())
        .ok_or(AppError::NotFound)?;
    let email = Email::parse(&recovery.email).ok_or_else(|| AppError::internal("no address"))?;
    let taken = store::by_email(&app.db, &email).await?;
    if taken.is_some_and(|account| account.id != member.id) {
        return Err(AppError::Conflict);
    }
    let token = app.sources.token();
    let mut write = app.db.begin_write(visit.now, Some(admin)).await?;
    if !requests::decide_recovery(&mut write, recovery, Decision::Approved).await? {
        drop(write);
        return came_late(visit, recovery.id).await;
    }
    requests::move_mailbox(&mut write, member.id, &email).await?;
    store::add_reset(&mut write, Some(member.id), &token, RECOVERY_LIFETIME).await?;
    let old = Reader::new(&member.email, &member.locale);
    mails::send(app, &mut write, old, Mail::MailboxMoved).await?;
    let new = Reader::new(&email.address, &member.locale);
    mails::send(app, &mut write, new, Mail::Reset(&token)).await?;
    write.commit().await
}
