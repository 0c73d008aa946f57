//! What administrators change: roles, and whether an account is open.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::mails::{self, Mail, Reader};
use crate::accounts::store::{self, Entry, roles};
use crate::accounts::{pages, policy};
use crate::clock::Id;
use crate::db::Write;
use crate::error::AppError;
use crate::http::{Form, Nothing, Visit, see_other};
use crate::ui::{Problem, Problems};
use crate::workshops::leaving::Places;

/// The most characters of a check note.
pub const NOTE_LIMIT: usize = 1000;

/// The roles as ticked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Roles {
    /// `1`: publishes for the own organization.
    pub publisher: String,
    /// How this was checked outside the portal.
    pub check_note: String,
    /// `1`: network coordinator.
    pub coordinator: String,
    /// `1`: administrator.
    pub admin: String,
}

/// The member of this page, for an admin; for everyone else there is no such page.
pub async fn administered(visit: &Visit, id: &str) -> Result<Entry, AppError> {
    if !policy::may_administer(visit.member()?) {
        return Err(AppError::NotFound);
    }
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    let member = store::entry(&visit.app.db, id).await?;
    member.ok_or(AppError::NotFound)
}

/// POST: grants and revokes. Every session of the member ends, and the member is told.
pub async fn save_roles(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Roles>,
) -> Result<Response, AppError> {
    let member = administered(&visit, &id).await?;
    let typed = form.values;
    if form.replayed || member.deactivated_at.is_some() {
        return pages::admin::again(&visit, &member, &typed, &Problems::new()).await;
    }
    let mut problems = Problems::new();
    let note = problems.optional("check_note", &typed.check_note, NOTE_LIMIT);
    if typed.publisher == "1" && !member.is_publisher.0 && note.is_empty() {
        problems.add("check_note", Problem::Required);
    }
    if problems.is_empty() {
        let actor = visit.member()?.id;
        let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
        if apply(&mut write, &member, &typed, &note).await? {
            store::end_all_sessions(&mut write, member.id).await?;
            let to = Reader::new(&member.email, &member.locale);
            mails::send(&visit.app, &mut write, to, Mail::RolesChanged).await?;
            write.commit().await?;
            return Ok(back_to(&visit, &member, "?done=roles"));
        }
        problems.add(
            "admin",
            Problem::Said(visit.t.accounts_last_admin().to_owned()),
        );
    }
    pages::admin::again(&visit, &member, &typed, &problems).await
}

/// Writes what differs; no where the last administrator would go.
async fn apply(
    write: &mut Write,
    member: &Entry,
    typed: &Roles,
    note: &str,
) -> Result<bool, AppError> {
    let (publisher, coordinator, admin) = (
        typed.publisher == "1",
        typed.coordinator == "1",
        typed.admin == "1",
    );
    if publisher != member.is_publisher.0 {
        if publisher {
            store::grant_publisher(write, member.id, member.organization_id, note).await?;
        } else {
            roles::revoke_publisher(write, member.id, member.organization_id).await?;
        }
    }
    if coordinator != member.is_coordinator.0 {
        roles::set_coordinator(write, member.id, coordinator).await?;
    }
    if admin == member.is_admin.0 {
        return Ok(true);
    }
    roles::set_admin(write, member.id, admin).await
}

/// POST: closes the account.
pub async fn deactivate(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Nothing>,
) -> Result<Response, AppError> {
    let member = administered(&visit, &id).await?;
    if form.replayed {
        return Ok(back_to(&visit, &member, ""));
    }
    let actor = visit.member()?.id;
    let places = Places::of(&visit.app, member.id).await?;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    if roles::deactivate(&mut write, member.id).await? {
        places.give_back(&mut write).await?;
        write.commit().await?;
        return Ok(back_to(&visit, &member, "?done=deactivated"));
    }
    drop(write);
    let words = visit.t.accounts_last_admin().to_owned();
    let problems = Problems::one("admin", Problem::Said(words));
    pages::admin::again(&visit, &member, &pages::admin::roles_of(&member), &problems).await
}

/// POST: opens the account again, without roles.
pub async fn reactivate(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Nothing>,
) -> Result<Response, AppError> {
    let member = administered(&visit, &id).await?;
    if form.replayed {
        return Ok(back_to(&visit, &member, ""));
    }
    let actor = visit.member()?.id;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    roles::reactivate(&mut write, member.id).await?;
    write.commit().await?;
    Ok(back_to(&visit, &member, "?done=reactivated"))
}

/// To the member's page.
fn back_to(visit: &Visit, member: &Entry, done: &str) -> Response {
    see_other(&visit.link(&format!("/admin/members/{}{done}", member.id)))
}
