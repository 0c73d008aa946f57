//! Sessions: rows that hold the hash of a token, so that a thief of the database cannot sign in.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;

use super::tokens::revoke_all_tokens;
use crate::accounts::Actor;
use crate::clock::{Id, token_hash};
use crate::db::{At, Db, Flag, Write};
use crate::error::AppError;
use crate::i18n::Locale;

/// A session that nobody used for this long has ended.
pub const IDLE: SignedDuration = SignedDuration::from_hours(24 * 7);
/// A session never lives longer than this.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 30);
/// On a shared computer the session lives for a working day, and its cookie no longer than the browser's window.
pub const SHARED_LIFETIME: SignedDuration = SignedDuration::from_hours(10);
/// How stale `seen_at` may grow before it is written again: each commit is an fsync.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_hours(1);

#[derive(FromRow)]
pub(super) struct ActorRow {
    id: Id,
    organization_id: Id,
    organization_slug: String,
    name: String,
    post: String,
    locale: String,
    is_coordinator: Flag,
    is_admin: Flag,
    pub(super) seen_at: At,
}

/// The member whose session this token opens, if it is alive at `now`. Accounts of the demonstration count only where `demo`
/// says that they may enter.
pub async fn actor_by_session(
    db: &Db,
    token: &str,
    demo: bool,
    now: Timestamp,
) -> Result<Option<Actor>, AppError> {
    let hash = token_hash(token);
    let row: Option<ActorRow> = sqlx::query_as(
        "SELECT m.id, m.organization_id, o.slug AS organization_slug, m.name, m.post, m.locale, m.is_coordinator, \
         m.is_admin, s.seen_at FROM sessions s JOIN members m ON m.id = s.member_id \
         JOIN organizations o ON o.id = m.organization_id \
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND m.deactivated_at IS NULL \
         AND m.is_demo <= $4",
    )
    .bind(&hash)
    .bind(At(now))
    .bind(At(now.saturating_sub(IDLE).unwrap_or(Timestamp::MIN)))
    .bind(Flag(demo))
    .fetch_optional(db.reader())
    .await?;
    let Some(row) = row else { return Ok(None) };
    if now.duration_since(row.seen_at.0) > TOUCH_AFTER {
        // Whoever only reads must be able to while the disk is full.
        if let Err(error) = touch(db, &hash, now).await {
            tracing::warn!(?error, "a session's last use was not noted");
        }
    }
    Ok(Some(actor(db, row).await?))
}

/// The member of the row with the rights of this moment.
pub(super) async fn actor(db: &Db, row: ActorRow) -> Result<Actor, AppError> {
    let publisher_of =
        sqlx::query_scalar("SELECT organization_id FROM publishers WHERE member_id = $1")
            .bind(row.id)
            .fetch_all(db.reader())
            .await?;
    Ok(Actor {
        id: row.id,
        organization: row.organization_id,
        organization_slug: row.organization_slug,
        name: row.name,
        post: row.post,
        locale: Locale::parse(&row.locale).unwrap_or_default(),
        publisher_of,
        coordinator: row.is_coordinator.0,
        admin: row.is_admin.0,
    })
}

async fn touch(db: &Db, hash: &str, now: Timestamp) -> Result<(), AppError> {
    let mut write = db.begin_write(now, None).await?;
    sqlx::query("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1")
        .bind(hash)
        .bind(At(now))
        .execute(write.connection())
        .await?;
    write.commit().await
}

/// Opens a session for the member whose password was found to be the one of this hash; no where it is another by now, or the
/// account was closed: checking takes its time, and a reset meanwhile ends a sign-in that is under way, too.
pub async fn open_session(
    db: &Db,
    member: Id,
    verified_hash: &str,
    token: &str,
    lifetime: SignedDuration,
    now: Timestamp,
) -> Result<bool, AppError> {
    let mut write = db.begin_write(now, Some(member)).await?;
    // The row is touched so that a reset at the same time waits, and then ends this session.
    let done = sqlx::query(
        "UPDATE members SET password_hash = $2 WHERE id = $1 AND password_hash = $2 AND deactivated_at IS NULL",
    )
    .bind(member)
    .bind(verified_hash)
    .execute(write.connection())
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    insert_session(&mut write, member, token, lifetime).await?;
    write.commit().await?;
    Ok(true)
}

/// Writes a session of this length down, with only the hash of its token. Ended ones are swept out on the way.
pub async fn insert_session(
    write: &mut Write,
    member: Id,
    token: &str,
    lifetime: SignedDuration,
) -> Result<(), AppError> {
    let now = write.now();
    sqlx::query("DELETE FROM sessions WHERE expires_at < $1 OR seen_at < $2")
        .bind(At(now))
        .bind(At(now.saturating_sub(IDLE).unwrap_or(Timestamp::MIN)))
        .execute(write.connection())
        .await?;
    sqlx::query(
        "INSERT INTO sessions (token_hash, member_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)",
    )
    .bind(token_hash(token))
    .bind(member)
    .bind(At(now))
    .bind(At(now.saturating_add(lifetime).unwrap_or(Timestamp::MAX)))
    .execute(write.connection())
    .await?;
    Ok(())
}

/// Ends the session that this token opens.
pub async fn end_session(db: &Db, token: &str, now: Timestamp) -> Result<(), AppError> {
    let mut write = db.begin_write(now, None).await?;
    sqlx::query("DELETE FROM sessions WHERE token_hash = $1")
        .bind(token_hash(token))
        .execute(write.connection())
        .await?;
    write.commit().await
}

/// Ends every session and token of the member: after «everywhere», a reset, a new role, a deactivation.
pub async fn end_all_sessions(write: &mut Write, member: Id) -> Result<(), AppError> {
    revoke_all_tokens(write, member).await?;
    end_other_sessions(write, member, "").await
}

/// Ends every session of the member but the one of this token.
pub async fn end_other_sessions(
    write: &mut Write,
    member: Id,
    token: &str,
) -> Result<(), AppError> {
    sqlx::query("DELETE FROM sessions WHERE member_id = $1 AND token_hash <> $2")
        .bind(member)
        .bind(token_hash(token))
        .execute(write.connection())
        .await?;
    Ok(())
}

/// One session of a member, as the member sees it.
#[derive(Clone, Debug, FromRow)]
pub struct Session {
    /// The hash of its token.
    pub token_hash: String,
    /// When the member signed in.
    pub created_at: At,
    /// When it was last used, to the hour.
    pub seen_at: At,
}

/// The member's sessions that are alive, the last used first.
pub async fn sessions_of(db: &Db, member: Id, now: Timestamp) -> Result<Vec<Session>, AppError> {
    Ok(sqlx::query_as(
        "SELECT token_hash, created_at, seen_at FROM sessions WHERE member_id = $1 AND expires_at > $2 \
         AND seen_at > $3 ORDER BY seen_at DESC, token_hash LIMIT 100",
    )
    .bind(member)
    .bind(At(now))
    .bind(At(now.saturating_sub(IDLE).unwrap_or(Timestamp::MIN)))
    .fetch_all(db.reader())
    .await?)
}

/// Ends one of the member's sessions, named by the hash of its token; one that has ended already stays so.
pub async fn end_session_of(write: &mut Write, member: Id, hash: &str) -> Result<(), AppError> {
    sqlx::query("DELETE FROM sessions WHERE member_id = $1 AND token_hash = $2")
        .bind(member)
        .bind(hash)
        .execute(write.connection())
        .await?;
    Ok(())
}
