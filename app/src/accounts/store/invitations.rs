//! Invitations: bound to one address, used once, for seven days.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;

use crate::accounts::email::Email;
use crate::clock::{Id, token_hash};
use crate::db::{At, Db, Entity, Write};
use crate::error::AppError;
use crate::i18n::Locale;

/// How long an invitation can be accepted.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 7);
/// More pending invitations than a page shows.
const LISTED: i64 = 100;

/// An invitation that can be accepted.
#[derive(Clone, Debug, FromRow)]
pub struct Invitation {
    /// The identifier.
    pub id: Id,
    /// The address it is bound to.
    pub email: String,
    /// The organization it leads into.
    pub organization_id: Id,
    /// As the person wrote in a request to join, or empty.
    pub name: String,
    /// The same of the post.
    pub post: String,
    /// When it ends.
    pub expires_at: At,
}

/// An invitation to be written.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// Made with the form, so that sending it twice invites once.
    pub id: Id,
    /// The secret in the mail.
    pub token: &'a str,
    /// To whom.
    pub email: &'a Email,
    /// Into which organization.
    pub organization: Id,
    /// What the person wrote, or empty.
    pub name: &'a str,
    /// What the person wrote, or empty.
    pub post: &'a str,
    /// The language of the mail.
    pub locale: Locale,
}

/// What became of an invitation to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// It is written.
    Now,
    /// It was written before, by the same form, and can be accepted.
    Before,
    /// The same form invited somebody else, or what it wrote can be accepted no more: nothing is written.
    Otherwise,
}

/// Writes the invitation, and then withdraws earlier ones to the same address and organization.
pub async fn invite(
    write: &mut Write,
    inviter: Id,
    new: &NewInvitation<'_>,
) -> Result<Invited, AppError> {
    let now = write.now();
    let done = sqlx::query(
        "INSERT INTO invitations (id, token_hash, email, email_key, organization_id, name, post, locale, invited_by, \
         created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING",
    )
    .bind(new.id)
    .bind(token_hash(new.token))
    .bind(&new.email.address)
    .bind(&new.email.key)
    .bind(new.organization)
    .bind(new.name)
    .bind(new.post)
    .bind(new.locale.code())
    .bind(inviter)
    .bind(At(now))
    .bind(At(now.saturating_add(LIFETIME).unwrap_or(Timestamp::MAX)))
    .execute(write.connection())
    .await?;
    if done.rows_affected() != 1 {
        return invited_before(write, new).await;
    }
    sqlx::query(
        "UPDATE invitations SET withdrawn_at = $1 WHERE email_key = $2 AND organization_id = $3 AND id <> $4 \
         AND accepted_at IS NULL AND withdrawn_at IS NULL",
    )
    .bind(At(now))
    .bind(&new.email.key)
    .bind(new.organization)
    .bind(new.id)
    .execute(write.connection())
    .await?;
    write.changed(Entity::Member, new.id, "invited");
    Ok(Invited::Now)
}

async fn invited_before(write: &mut Write, new: &NewInvitation<'_>) -> Result<Invited, AppError> {
    let same: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM invitations WHERE id = $1 AND email_key = $2 AND organization_id = $3 \
         AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $4",
    )
    .bind(new.id)
    .bind(&new.email.key)
    .bind(new.organization)
    .bind(At(write.now()))
    .fetch_one(write.connection())
    .await?;
    Ok(if same == 1 {
        Invited::Before
    } else {
        Invited::Otherwise
    })
}

/// How many invitations the member has sent since an instant, those of this write included. Others that the member sends at
/// the same time wait, so that none passes a limit beside another.
pub async fn invited_since(
    write: &mut Write,
    inviter: Id,
    since: Timestamp,
) -> Result<i64, AppError> {
    sqlx::query("UPDATE members SET updated_at = updated_at WHERE id = $1")
        .bind(inviter)
        .execute(write.connection())
        .await?;
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM invitations WHERE invited_by = $1 AND created_at > $2",
    )
    .bind(inviter)
    .bind(At(since))
    .fetch_one(write.connection())
    .await?)
}

/// The invitation that this token opens, while it can be accepted.
pub async fn open_invitation(
    db: &Db,
    token: &str,
    now: Timestamp,
) -> Result<Option<Invitation>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, email, organization_id, name, post, expires_at FROM invitations WHERE token_hash = $1 \
         AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2",
    )
    .bind(token_hash(token))
    .bind(At(now))
    .fetch_optional(db.reader())
    .await?)
}

/// Uses the invitation up; no when someone else, or the same form, did so before.
pub async fn take_invitation(write: &mut Write, id: Id) -> Result<bool, AppError> {
    let now = At(write.now());
    let done = sqlx::query(
        "UPDATE invitations SET accepted_at = $2 WHERE id = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL \
         AND expires_at > $2",
    )
    .bind(id)
    .bind(now)
    .execute(write.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The organization's invitations that can still be accepted, newest first.
pub async fn pending_invitations(
    db: &Db,
    organization: Id,
    now: Timestamp,
) -> Result<Vec<Invitation>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, email, organization_id, name, post, expires_at FROM invitations WHERE organization_id = $1 \
         AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2 ORDER BY created_at DESC LIMIT $3",
    )
    .bind(organization)
    .bind(At(now))
    .bind(LISTED)
    .fetch_all(db.reader())
    .await?)
}

/// Withdraws an invitation of the organization; nothing happens to one that was accepted.
pub async fn withdraw_invitation(
    write: &mut Write,
    id: Id,
    organization: Id,
) -> Result<(), AppError> {
    let now = At(write.now());
    let done = sqlx::query(
        "UPDATE invitations SET withdrawn_at = $3 WHERE id = $1 AND organization_id = $2 AND accepted_at IS NULL \
         AND withdrawn_at IS NULL",
    )
    .bind(id)
    .bind(organization)
    .bind(now)
    .execute(write.connection())
    .await?;
    if done.rows_affected() == 1 {
        write.changed(Entity::Member, id, "invitation-withdrawn");
    }
    Ok(())
}

/// Withdraws the open invitations of a member into organizations whose accounts the member looks after no more: after a role
/// was taken back, or the account closed.
pub async fn withdraw_unbacked(write: &mut Write, inviter: Id) -> Result<(), AppError> {
    let now = At(write.now());
    let withdrawn: Vec<Id> = sqlx::query_scalar(
        "UPDATE invitations SET withdrawn_at = $2 WHERE invited_by = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL \
         AND organization_id NOT IN (SELECT organization_id FROM publishers WHERE member_id = $1) \
         AND NOT EXISTS (SELECT 1 FROM members WHERE id = $1 AND is_admin = 1) RETURNING id",
    )
    .bind(inviter)
    .bind(now)
    .fetch_all(write.connection())
    .await?;
    for id in withdrawn {
        write.changed(Entity::Member, id, "invitation-withdrawn");
    }
    Ok(())
}
