//! New passwords: links that work once, for an hour.

use jiff::{SignedDuration, Timestamp};

use super::sessions::end_other_sessions;
use super::tokens::revoke_all_tokens;
use crate::clock::{Id, token_hash};
use crate::db::{At, Db, Entity, Write, expect_one};
use crate::error::AppError;

/// How long a link works.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(1);
/// How long the link works that an admin has sent to a new address.
pub const RECOVERY_LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 3);

/// Writes a link down, also for nobody: an unknown address takes the same work. Sweeps out those that ended.
pub async fn add_reset(
    write: &mut Write,
    member: Option<Id>,
    token: &str,
    lifetime: SignedDuration,
) -> Result<(), AppError> {
    let now = write.now();
    sqlx::query("DELETE FROM password_resets WHERE expires_at < $1")
        .bind(At(now))
        .execute(write.connection())
        .await?;
    sqlx::query(
        "INSERT INTO password_resets (token_hash, member_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(token_hash(token))
    .bind(member)
    .bind(At(now))
    .bind(At(now.saturating_add(lifetime).unwrap_or(Timestamp::MAX)))
    .execute(write.connection())
    .await?;
    Ok(())
}

/// The member whose password this link may set, and the address.
pub async fn open_reset(
    db: &Db,
    token: &str,
    now: Timestamp,
) -> Result<Option<(Id, String)>, AppError> {
    Ok(sqlx::query_as(
        "SELECT m.id, m.email FROM password_resets r JOIN members m ON m.id = r.member_id \
         WHERE r.token_hash = $1 AND r.expires_at > $2 AND m.deactivated_at IS NULL",
    )
    .bind(token_hash(token))
    .bind(At(now))
    .fetch_optional(db.reader())
    .await?)
}

/// Uses the link up; no when it was used before.
pub async fn take_reset(write: &mut Write, member: Id, token: &str) -> Result<bool, AppError> {
    let done = sqlx::query(
        "DELETE FROM password_resets WHERE token_hash = $1 AND member_id = $2 AND expires_at > $3",
    )
    .bind(token_hash(token))
    .bind(member)
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the password; every link, token and session of the member ends, but for the session of `keep`.
pub async fn set_password(
    write: &mut Write,
    member: Id,
    hash: &str,
    keep: Option<&str>,
) -> Result<(), AppError> {
    let now = At(write.now());
    let done = sqlx::query("UPDATE members SET password_hash = $2, updated_at = $3 WHERE id = $1")
        .bind(member)
        .bind(hash)
        .bind(now)
        .execute(write.connection())
        .await?;
    expect_one(&done)?;
    forget_resets(write, member).await?;
    revoke_all_tokens(write, member).await?;
    end_other_sessions(write, member, keep.unwrap_or_default()).await?;
    write.changed(Entity::Member, member, "password-changed");
    Ok(())
}

/// Ends the links of a member.
pub async fn forget_resets(write: &mut Write, member: Id) -> Result<(), AppError> {
    sqlx::query("DELETE FROM password_resets WHERE member_id = $1")
        .bind(member)
        .execute(write.connection())
        .await?;
    Ok(())
}
