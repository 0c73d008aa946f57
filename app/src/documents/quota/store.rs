//! All SQL of limits. What is used is one number an organization, changed by one statement that also asks whether it may
//! grow: whoever comes second on PostgreSQL waits for the row and then asks again, on SQLite there is one writer.

use super::types::{Limits, Used};
use crate::clock::Id;
use crate::db::{Db, Entity, Where, Write, expect_one};
use crate::error::AppError;

const COLUMNS: &str = "SELECT organization_id, used, file_limit, quota FROM organization_storage";
/// More organizations than the country has.
const MANY: i64 = 2000;

/// The limits of every organization that has none of its own.
pub async fn defaults(db: &Db) -> Result<Limits, AppError> {
    Ok(
        sqlx::query_as("SELECT file_limit, quota FROM storage_limits WHERE id = 1")
            .fetch_one(db.reader())
            .await?,
    )
}

/// What these organizations have put in; those that are not there have put in nothing.
pub async fn of(db: &Db, organizations: &[Id]) -> Result<Vec<Used>, AppError> {
    let ids = organizations.iter().copied();
    let (sql, arguments) = Where::new()
        .and_in("organization_id", ids)
        .whole(COLUMNS, "")?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// Every organization that has put something in or has limits of its own, the largest use first.
pub async fn all(db: &Db) -> Result<Vec<Used>, AppError> {
    Ok(sqlx::query_as(
        "SELECT organization_id, used, file_limit, quota FROM organization_storage \
         ORDER BY used DESC, organization_id LIMIT $1",
    )
    .bind(MANY)
    .fetch_all(db.reader())
    .await?)
}

/// What lies in the storage: files, and their bytes. Content that several put in counts once.
pub async fn kept(db: &Db) -> Result<(i64, i64), AppError> {
    Ok(
        sqlx::query_as("SELECT COUNT(*), COALESCE(CAST(SUM(size) AS BIGINT), 0) FROM blobs")
            .fetch_one(db.reader())
            .await?,
    )
}

/// Takes room for so many bytes more, or says that there is none.
pub async fn take(write: &mut Write, organization: Id, size: u64) -> Result<(), AppError> {
    change(write, organization, signed(size)?).await
}

/// Gives room back.
pub async fn give_back(write: &mut Write, organization: Id, size: u64) -> Result<(), AppError> {
    change(write, organization, -signed(size)?).await
}

/// Takes room for a version in place of that of the upload it is made of, if it was one: whose, and how long. What had its
/// room keeps it, also where the limit has been lowered since.
pub async fn exchange(
    write: &mut Write,
    upload: Option<(Id, u64)>,
    (organization, size): (Id, u64),
) -> Result<(), AppError> {
    let size = signed(size)?;
    let Some((holder, length)) = upload else {
        return change(write, organization, size).await;
    };
    let length = signed(length)?;
    if holder == organization {
        return change(write, organization, size - length).await;
    }
    // Always in the same order: two that take turns the other way round would wait for one another.
    let mut changes = [(holder, -length), (organization, size)];
    changes.sort();
    for (organization, by) in changes {
        change(write, organization, by).await?;
    }
    Ok(())
}

async fn change(write: &mut Write, organization: Id, by: i64) -> Result<(), AppError> {
    if by <= 0 {
        sqlx::query("UPDATE organization_storage SET used = used + $2 WHERE organization_id = $1")
            .bind(organization)
            .bind(by)
            .execute(write.connection())
            .await?;
        return Ok(());
    }
    begin(write, organization).await?;
    let grown = sqlx::query(
        "UPDATE organization_storage SET used = used + $2 WHERE organization_id = $1 \
         AND used + $2 <= COALESCE(quota, (SELECT quota FROM storage_limits WHERE id = 1), $3)",
    )
    .bind(organization)
    .bind(by)
    .bind(i64::MAX)
    .execute(write.connection())
    .await?;
    if grown.rows_affected() == 1 {
        return Ok(());
    }
    Err(AppError::NoRoom(left(write, organization).await?))
}

async fn left(write: &mut Write, organization: Id) -> Result<u64, AppError> {
    let left: i64 = sqlx::query_scalar(
        "SELECT COALESCE(quota, (SELECT quota FROM storage_limits WHERE id = 1), used) - used \
         FROM organization_storage WHERE organization_id = $1",
    )
    .bind(organization)
    .fetch_one(write.connection())
    .await?;
    Ok(u64::try_from(left).unwrap_or_default())
}

/// The organization's row, if it has none yet.
async fn begin(write: &mut Write, organization: Id) -> Result<(), AppError> {
    sqlx::query(
        "INSERT INTO organization_storage (organization_id, used) VALUES ($1, 0) ON CONFLICT (organization_id) DO NOTHING",
    )
    .bind(organization)
    .execute(write.connection())
    .await?;
    Ok(())
}

/// Adds what one organization has put in to what another has: the two were one. Nothing is refused for it.
pub async fn merge(write: &mut Write, from: Id, into: Id) -> Result<(), AppError> {
    begin(write, into).await?;
    for sql in [
        "UPDATE uploads SET organization_id = $2 WHERE organization_id = $1",
        "UPDATE organization_storage SET used = used + COALESCE((SELECT f.used FROM organization_storage f \
         WHERE f.organization_id = $1), 0) WHERE organization_id = $2",
        "UPDATE organization_storage SET used = 0 WHERE organization_id = $1 AND organization_id <> $2",
    ] {
        sqlx::query(sql)
            .bind(from)
            .bind(into)
            .execute(write.connection())
            .await?;
    }
    Ok(())
}

/// Sets the limits of every organization that has none of its own.
pub async fn set_defaults(write: &mut Write, limits: Limits) -> Result<(), AppError> {
    let changed = sqlx::query("UPDATE storage_limits SET file_limit = $1, quota = $2 WHERE id = 1")
        .bind(limits.file_limit)
        .bind(limits.quota)
        .execute(write.connection())
        .await?;
    expect_one(&changed)?;
    write.changed(Entity::Settings, "storage", "limits-changed");
    Ok(())
}

/// Sets an organization's own limits.
pub async fn set(write: &mut Write, organization: Id, limits: Limits) -> Result<(), AppError> {
    begin(write, organization).await?;
    let changed = sqlx::query(
        "UPDATE organization_storage SET file_limit = $2, quota = $3 WHERE organization_id = $1",
    )
    .bind(organization)
    .bind(limits.file_limit)
    .bind(limits.quota)
    .execute(write.connection())
    .await?;
    expect_one(&changed)?;
    write.changed(Entity::Organization, organization, "storage-limits-changed");
    Ok(())
}

fn signed(size: u64) -> Result<i64, AppError> {
    i64::try_from(size).map_err(AppError::internal)
}
