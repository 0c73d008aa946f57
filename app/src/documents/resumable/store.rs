//! All SQL of uploads.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::types::{LIFE, MOST, Upload};
use crate::clock::Id;
use crate::db::{At, Db, Write};
use crate::documents::quota;
use crate::error::AppError;

/// How close the end may come before it is moved: each commit is an fsync.
const PROLONG_WITHIN: SignedDuration = SignedDuration::from_hours(71);

/// Notes a new upload of the member, and takes the organization's room for it; too many at a time are refused.
pub async fn create(
    write: &mut Write,
    id: Id,
    (member, organization): (Id, Id),
    file_name: &str,
    length: u64,
) -> Result<(), AppError> {
    let now = write.now();
    let waiting: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM uploads WHERE member_id = $1 AND expires_at > $2")
            .bind(member)
            .bind(At(now))
            .fetch_one(write.connection())
            .await?;
    if waiting >= MOST {
        return Err(AppError::Throttled);
    }
    quota::store::take(write, organization, length).await?;
    sqlx::query(
        "INSERT INTO uploads (id, member_id, file_name, length, created_at, expires_at, organization_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(member)
    .bind(file_name)
    .bind(i64::try_from(length).map_err(AppError::internal)?)
    .bind(At(now))
    .bind(At(end(now)))
    .bind(organization)
    .execute(write.connection())
    .await?;
    Ok(())
}

/// When an upload ends whose last piece came now.
pub fn end(now: Timestamp) -> Timestamp {
    now.saturating_add(LIFE).unwrap_or(Timestamp::MAX)
}

/// The member's upload, if it lives.
pub async fn find(db: &Db, member: Id, id: Id, now: Timestamp) -> Result<Option<Upload>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, member_id, file_name, length, created_at, expires_at FROM uploads \
         WHERE id = $1 AND member_id = $2 AND expires_at > $3",
    )
    .bind(id)
    .bind(member)
    .bind(At(now))
    .fetch_optional(db.reader())
    .await?)
}

/// The member's uploads, the newest first, those of one form in its order.
pub async fn of_member(db: &Db, member: Id, now: Timestamp) -> Result<Vec<Upload>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, member_id, file_name, length, created_at, expires_at FROM uploads \
         WHERE member_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id LIMIT $3",
    )
    .bind(member)
    .bind(At(now))
    .bind(MOST)
    .fetch_all(db.reader())
    .await?)
}

/// Moves the end of an upload to which a piece came, if it is worth a write.
pub async fn prolong(db: &Db, upload: &Upload, now: Timestamp) -> Result<(), AppError> {
    if upload.expires_at.0.duration_since(now) > PROLONG_WITHIN {
        return Ok(());
    }
    let mut write = db.begin_write(now, Some(upload.member_id)).await?;
    sqlx::query("UPDATE uploads SET expires_at = $2 WHERE id = $1")
        .bind(upload.id)
        .bind(At(end(now)))
        .execute(write.connection())
        .await?;
    write.commit().await
}

/// Forgets an upload that was given up or refused, and gives its room back.
pub async fn remove(write: &mut Write, id: Id) -> Result<(), AppError> {
    match take_out(write, id).await? {
        Some((organization, length)) => quota::store::give_back(write, organization, length).await,
        None => Ok(()),
    }
}

/// Forgets an upload, if it is there; its room, whose and how much, is the caller's to give back.
pub async fn take_out(write: &mut Write, id: Id) -> Result<Option<(Id, u64)>, AppError> {
    let gone: Option<(Id, i64)> =
        sqlx::query_as("DELETE FROM uploads WHERE id = $1 RETURNING organization_id, length")
            .bind(id)
            .fetch_optional(write.connection())
            .await?;
    Ok(gone.map(|(organization, length)| (organization, length.unsigned_abs())))
}

/// Forgets those whose time is over; answers those that still live.
pub async fn forget_expired(db: &Db, now: Timestamp) -> Result<Vec<Id>, AppError> {
    let mut write = db.begin_write(now, None).await?;
    let gone: Vec<(Id, i64)> = sqlx::query_as(
        "DELETE FROM uploads WHERE expires_at <= $1 RETURNING organization_id, length",
    )
    .bind(At(now))
    .fetch_all(write.connection())
    .await?;
    let mut room: BTreeMap<Id, u64> = BTreeMap::new();
    for (organization, length) in gone {
        *room.entry(organization).or_default() += length.unsigned_abs();
    }
    // In the order in which everyone takes these rows.
    for (organization, length) in room {
        quota::store::give_back(&mut write, organization, length).await?;
    }
    write.commit().await?;
    awaited(db).await
}

/// Uploads that somebody may go on with, or that have just expired.
pub async fn awaited(db: &Db) -> Result<Vec<Id>, AppError> {
    Ok(sqlx::query_scalar("SELECT id FROM uploads")
        .fetch_all(db.reader())
        .await?)
}
