//! All SQL of topics.

use super::Topic;
use crate::db::{Db, Write};
use crate::error::AppError;

/// More topics than anyone can choose from.
const LIMIT: i64 = 500;

/// Every topic in use, in the curators' order.
pub async fn all(db: &Db) -> Result<Vec<Topic>, AppError> {
    let topics = sqlx::query_as(
        "SELECT slug, name_ar, name_en FROM topics WHERE retired_at IS NULL ORDER BY position LIMIT $1",
    )
    .bind(LIMIT)
    .fetch_all(db.reader())
    .await?;
    Ok(topics)
}

/// Adds a topic at a place in the order.
pub async fn insert(write: &mut Write, topic: &Topic, position: i64) -> Result<(), AppError> {
    sqlx::query("INSERT INTO topics (slug, name_ar, name_en, position) VALUES ($1, $2, $3, $4)")
        .bind(&topic.slug)
        .bind(&topic.name_ar)
        .bind(&topic.name_en)
        .bind(position)
        .execute(write.connection())
        .await?;
    Ok(())
}
