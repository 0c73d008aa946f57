//! All SQL of uploads.

use jiff::{SignedDuration, Timestamp};

use super::types::{LIFE, MOST, Upload};
use crate::clock::Id;
use crate::db::{At, Db, Write};
use crate::error::AppError;

/// How close the end may come before it is moved: each commit is an fsync.
const PROLONG_WITHIN: SignedDuration = SignedDuration::from_hours(71);

/// Notes a new upload of the member; too many at a time are a conflict.
pub async fn create(
    write: &mut Write,
    id: Id,
    member: Id,
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
    sqlx::query(
        "INSERT INTO uploads (id, member_id, file_name, length, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(member)
    .bind(file_name)
    .bind(i64::try_from(length).map_err(AppError::internal)?)
    .bind(At(now))
    .bind(At(end(now)))
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

/// The member's uploads, the newest first.
pub async fn of_member(db: &Db, member: Id, now: Timestamp) -> Result<Vec<Upload>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, member_id, file_name, length, created_at, expires_at FROM uploads \
         WHERE member_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT $3",
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

/// Forgets an upload: it was given up, refused, or became a document.
pub async fn remove(write: &mut Write, id: Id) -> Result<(), AppError> {
    sqlx::query("DELETE FROM uploads WHERE id = $1")
        .bind(id)
        .execute(write.connection())
        .await?;
    Ok(())
}

/// Forgets those whose time is over; answers those that still live.
pub async fn forget_expired(db: &Db, now: Timestamp) -> Result<Vec<Id>, AppError> {
    let mut write = db.begin_write(now, None).await?;
    sqlx::query("DELETE FROM uploads WHERE expires_at <= $1")
        .bind(At(now))
        .execute(write.connection())
        .await?;
    write.commit().await?;
    awaited(db).await
}

/// Uploads that somebody may go on with, or that have just expired.
pub async fn awaited(db: &Db) -> Result<Vec<Id>, AppError> {
    Ok(sqlx::query_scalar("SELECT id FROM uploads")
        .fetch_all(db.reader())
        .await?)
}
