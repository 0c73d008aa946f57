//! Personal access tokens: rows that hold the hash of a token, like sessions.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;

use super::sessions::{ActorRow, actor};
use crate::accounts::Actor;
use crate::accounts::scopes::Scopes;
use crate::clock::{Id, token_hash};
use crate::db::{At, Db, Entity, Flag, Write, expect_one};
use crate::error::AppError;

/// A member has no more tokens at a time.
pub const MOST: usize = 20;
/// How stale `used_at` may grow before it is written again.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// One token of a member, as the member sees it.
#[derive(Clone, Debug, FromRow)]
pub struct AccessToken {
    /// The identifier.
    pub id: Id,
    /// What the member calls it.
    pub name: String,
    /// Words of scopes.
    pub scopes: String,
    /// When it was made.
    pub created_at: At,
    /// When it was last used, to the hour.
    pub used_at: Option<At>,
    /// When it ends.
    pub expires_at: At,
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The identifier.
    pub id: Id,
    /// What the member calls it.
    pub name: String,
    /// What it opens.
    pub scopes: Scopes,
    /// How long it lives.
    pub lifetime: SignedDuration,
}

#[derive(FromRow)]
struct TokenRow {
    #[sqlx(flatten)]
    member: ActorRow,
    scopes: String,
}

/// The member whose token this is, and what it opens, if it is alive at `now`. Accounts of the demonstration count only where
/// `demo` says so, as with sessions.
pub async fn actor_by_token(
    db: &Db,
    token: &str,
    demo: bool,
    now: Timestamp,
) -> Result<Option<(Actor, Scopes)>, AppError> {
    let hash = token_hash(token);
    let row: Option<TokenRow> = sqlx::query_as(
        "SELECT m.id, m.organization_id, o.slug AS organization_slug, m.name, m.post, m.locale, m.is_coordinator, \
         m.is_admin, COALESCE(t.used_at, 0) AS seen_at, t.scopes FROM access_tokens t JOIN members m ON m.id = t.member_id \
         JOIN organizations o ON o.id = m.organization_id \
         WHERE t.token_hash = $1 AND t.expires_at > $2 AND m.deactivated_at IS NULL AND m.is_demo <= $3",
    )
    .bind(&hash)
    .bind(At(now))
    .bind(Flag(demo))
    .fetch_optional(db.reader())
    .await?;
    let Some(TokenRow { member, scopes }) = row else {
        return Ok(None);
    };
    if now.duration_since(member.seen_at.0) > TOUCH_AFTER
        && let Err(error) = touch(db, &hash, now).await
    {
        tracing::warn!(?error, "a token's last use was not noted");
    }
    let scopes = Scopes::parse(scopes.split_whitespace()).unwrap_or_default();
    Ok(Some((actor(db, member).await?, scopes)))
}

async fn touch(db: &Db, hash: &str, now: Timestamp) -> Result<(), AppError> {
    let mut write = db.begin_write(now, None).await?;
    sqlx::query("UPDATE access_tokens SET used_at = $2 WHERE token_hash = $1")
        .bind(hash)
        .bind(At(now))
        .execute(write.connection())
        .await?;
    write.commit().await
}

/// Keeps the hash of a new token. Ended ones are swept out on the way; one too many is a conflict.
pub async fn create_token(
    write: &mut Write,
    member: Id,
    token: &str,
    new: &NewToken,
) -> Result<(), AppError> {
    let now = write.now();
    sqlx::query("DELETE FROM access_tokens WHERE expires_at < $1")
        .bind(At(now))
        .execute(write.connection())
        .await?;
    let alive: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM access_tokens WHERE member_id = $1")
        .bind(member)
        .fetch_one(write.connection())
        .await?;
    if usize::try_from(alive).unwrap_or(MOST) >= MOST {
        return Err(AppError::Conflict);
    }
    sqlx::query(
        "INSERT INTO access_tokens (id, member_id, name, token_hash, scopes, created_at, used_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)",
    )
    .bind(new.id)
    .bind(member)
    .bind(&new.name)
    .bind(token_hash(token))
    .bind(new.scopes.to_string())
    .bind(At(now))
    .bind(At(now.saturating_add(new.lifetime).unwrap_or(Timestamp::MAX)))
    .execute(write.connection())
    .await?;
    write.changed(Entity::Member, member, "token-created");
    Ok(())
}

/// The member's tokens that are alive, the newest first.
pub async fn tokens_of(db: &Db, member: Id, now: Timestamp) -> Result<Vec<AccessToken>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, name, scopes, created_at, used_at, expires_at FROM access_tokens \
         WHERE member_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT 100",
    )
    .bind(member)
    .bind(At(now))
    .fetch_all(db.reader())
    .await?)
}

/// Ends one of the member's tokens.
pub async fn revoke_token(write: &mut Write, member: Id, id: Id) -> Result<(), AppError> {
    let done = sqlx::query("DELETE FROM access_tokens WHERE member_id = $1 AND id = $2")
        .bind(member)
        .bind(id)
        .execute(write.connection())
        .await?;
    expect_one(&done).map_err(|_| AppError::NotFound)?;
    write.changed(Entity::Member, member, "token-revoked");
    Ok(())
}

/// Ends every token of the member: after a new password, «everywhere», a deactivation.
pub async fn revoke_all_tokens(write: &mut Write, member: Id) -> Result<(), AppError> {
    sqlx::query("DELETE FROM access_tokens WHERE member_id = $1")
        .bind(member)
        .execute(write.connection())
        .await?;
    Ok(())
}
