//! Roles given and taken, accounts closed and opened again. Each ends the member's sessions, and the invitations that nobody
//! stands behind any more.

use super::invitations::withdraw_unbacked;
use super::members::{ENTRY, Entry};
use super::resets::forget_resets;
use super::sessions::end_all_sessions;
use crate::accounts::email::Email;
use crate::clock::Id;
use crate::db::{At, Db, Entity, Flag, Where, Write, expect_one};
use crate::error::AppError;
use crate::ui::list::{PAGE_SIZE, Pages};

/// What the list of accounts is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// One address.
    pub email: Option<Email>,
    /// One organization.
    pub organization: Option<Id>,
}

impl Filter {
    fn conditions(&self) -> Where {
        Where::new()
            .and_some(
                "m.email_key = ?",
                self.email.as_ref().map(|email| email.key.clone()),
            )
            .and_some("m.organization_id = ?", self.organization)
    }
}

/// One page of all accounts, the newest first, and how many there are.
pub async fn list(db: &Db, filter: &Filter, page: i64) -> Result<(Vec<Entry>, i64), AppError> {
    let (sql, arguments) = filter
        .conditions()
        .whole("SELECT COUNT(*) FROM members m", "")?;
    let total = sqlx::query_scalar_with(sql, arguments)
        .fetch_one(db.reader())
        .await?;
    let order = "ORDER BY m.created_at DESC, m.id DESC";
    let (sql, arguments) =
        filter
            .conditions()
            .page(ENTRY, order, PAGE_SIZE, Pages::offset(page))?;
    let entries = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    Ok((entries, total))
}

/// The note with which the member was appointed publisher of the organization.
pub async fn check_note(db: &Db, member: Id, organization: Id) -> Result<Option<String>, AppError> {
    Ok(sqlx::query_scalar(
        "SELECT check_note FROM publishers WHERE member_id = $1 AND organization_id = $2",
    )
    .bind(member)
    .bind(organization)
    .fetch_optional(db.reader())
    .await?)
}

/// Takes back that the member speaks for the organization.
pub async fn revoke_publisher(
    write: &mut Write,
    member: Id,
    organization: Id,
) -> Result<(), AppError> {
    sqlx::query("DELETE FROM publishers WHERE member_id = $1 AND organization_id = $2")
        .bind(member)
        .bind(organization)
        .execute(write.connection())
        .await?;
    withdraw_unbacked(write, member).await?;
    write.changed(Entity::Member, member, "publisher-revoked");
    Ok(())
}

/// Makes the member a network coordinator, or no longer.
pub async fn set_coordinator(write: &mut Write, member: Id, on: bool) -> Result<(), AppError> {
    let done = sqlx::query("UPDATE members SET is_coordinator = $2, updated_at = $3 WHERE id = $1")
        .bind(member)
        .bind(Flag(on))
        .bind(At(write.now()))
        .execute(write.connection())
        .await?;
    expect_one(&done)?;
    let kind = if on {
        "coordinator-granted"
    } else {
        "coordinator-revoked"
    };
    write.changed(Entity::Member, member, kind);
    Ok(())
}

/// Makes the member an administrator, or no longer; no when it is the last one.
pub async fn set_admin(write: &mut Write, member: Id, on: bool) -> Result<bool, AppError> {
    if !on && !others_administer(write, member).await? {
        return Ok(false);
    }
    let done = sqlx::query("UPDATE members SET is_admin = $2, updated_at = $3 WHERE id = $1")
        .bind(member)
        .bind(Flag(on))
        .bind(At(write.now()))
        .execute(write.connection())
        .await?;
    expect_one(&done)?;
    if !on {
        withdraw_unbacked(write, member).await?;
    }
    let kind = if on { "admin-granted" } else { "admin-revoked" };
    write.changed(Entity::Member, member, kind);
    Ok(true)
}

/// The member whose roles are about to change, as of this write: whoever changes them at the same time waits. A closed account
/// has none to change.
pub async fn entry_to_change(write: &mut Write, member: Id) -> Result<Entry, AppError> {
    // The administrators' rows, too, and in one statement: two who change each other wait for one another.
    sqlx::query("UPDATE members SET is_admin = is_admin WHERE is_admin = 1 OR id = $1")
        .bind(member)
        .execute(write.connection())
        .await?;
    let (sql, arguments) = Where::new()
        .and("m.id = ?", member)
        .and_plain("m.deactivated_at IS NULL")
        .whole(ENTRY, "")?;
    let entry = sqlx::query_as_with(sql, arguments)
        .fetch_optional(write.connection())
        .await?;
    entry.ok_or(AppError::Conflict)
}

/// Whether there is another administrator. The rows are touched first, so that two who revoke each other at the same time
/// wait for one another.
async fn others_administer(write: &mut Write, member: Id) -> Result<bool, AppError> {
    sqlx::query("UPDATE members SET is_admin = 1 WHERE is_admin = 1")
        .execute(write.connection())
        .await?;
    let others: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM members WHERE is_admin = 1 AND deactivated_at IS NULL AND id <> $1",
    )
    .bind(member)
    .fetch_one(write.connection())
    .await?;
    Ok(others > 0)
}

/// Closes the account: it loses its roles, sessions, links and open invitations at once. No when it is the last administrator's.
pub async fn deactivate(write: &mut Write, member: Id) -> Result<bool, AppError> {
    if !others_administer(write, member).await? {
        return Ok(false);
    }
    let done = sqlx::query(
        "UPDATE members SET deactivated_at = $2, is_admin = 0, is_coordinator = 0, updated_at = $2 WHERE id = $1",
    )
    .bind(member)
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    expect_one(&done)?;
    sqlx::query("DELETE FROM publishers WHERE member_id = $1")
        .bind(member)
        .execute(write.connection())
        .await?;
    withdraw_unbacked(write, member).await?;
    forget_resets(write, member).await?;
    end_all_sessions(write, member).await?;
    write.changed(Entity::Member, member, "deactivated");
    Ok(true)
}

/// Opens a closed account again, without any role.
pub async fn reactivate(write: &mut Write, member: Id) -> Result<(), AppError> {
    let done =
        sqlx::query("UPDATE members SET deactivated_at = NULL, updated_at = $2 WHERE id = $1")
            .bind(member)
            .bind(At(write.now()))
            .execute(write.connection())
            .await?;
    expect_one(&done)?;
    write.changed(Entity::Member, member, "reactivated");
    Ok(())
}
