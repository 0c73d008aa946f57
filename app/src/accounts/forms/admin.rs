//! What administrators change: roles, and whether an account is open.

use axum::extract::Path;
use axum::http::StatusCode;
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
    /// The roles that the member had when the page was shown.
    pub shown: String,
}

impl Roles {
    fn chosen(&self) -> [bool; 3] {
        [&self.publisher, &self.coordinator, &self.admin].map(|role| role == "1")
    }
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
    let actor = visit.member()?.id;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    let member = roles::entry_to_change(&mut write, member.id).await?;
    if typed.shown != pages::admin::roles_of(&member).shown {
        drop(write);
        return stale(&visit, &member, typed).await;
    }
    let problems = change(&visit, &mut write, &member, &typed).await?;
    if problems.is_empty() {
        write.commit().await?;
        return Ok(back_to(&visit, &member, "?done=roles"));
    }
    drop(write);
    pages::admin::again(&visit, &member, &typed, &problems).await
}

/// Somebody changed the roles since the page was shown: both stand there, and saving again is a decision. Where they are
/// what was chosen, the same form came twice.
async fn stale(visit: &Visit, member: &Entry, mut typed: Roles) -> Result<Response, AppError> {
    let now = pages::admin::roles_of(member);
    if typed.chosen() == now.chosen() {
        return Ok(back_to(visit, member, "?done=roles"));
    }
    typed.shown = now.shown;
    let words = visit.t.accounts_roles_stale().to_owned();
    let problems = Problems::one("form", Problem::Said(words));
    let mut page = pages::admin::again(visit, member, &typed, &problems).await?;
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}

/// Writes the roles, ends the sessions and tells the member, or says what is wrong.
async fn change(
    visit: &Visit,
    write: &mut Write,
    member: &Entry,
    typed: &Roles,
) -> Result<Problems, AppError> {
    let mut problems = Problems::new();
    let note = problems.optional("check_note", &typed.check_note, NOTE_LIMIT);
    if typed.publisher == "1" && !member.is_publisher.0 && note.is_empty() {
        problems.add("check_note", Problem::Required);
    }
    if !problems.is_empty() {
        return Ok(problems);
    }
    if !apply(write, member, typed, &note).await? {
        let words = visit.t.accounts_last_admin().to_owned();
        return Ok(Problems::one("admin", Problem::Said(words)));
    }
    store::end_all_sessions(write, member.id).await?;
    let to = Reader::new(&member.email, &member.locale);
    mails::send(&visit.app, write, to, Mail::RolesChanged).await?;
    Ok(problems)
}

/// Writes what differs; no where the last administrator would go.
async fn apply(
    write: &mut Write,
    member: &Entry,
    typed: &Roles,
    note: &str,
) -> Result<bool, AppError> {
    let [publisher, coordinator, admin] = typed.chosen();
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
