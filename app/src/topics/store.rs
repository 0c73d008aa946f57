//! All SQL of topics.

use super::Topic;
use crate::db::{Db, Entity, Where, Write, expect_one};
use crate::error::AppError;

/// More topics than anyone can choose from.
const LIMIT: i64 = 500;

/// Every topic in use, in the curators' order.
pub async fn all(db: &Db) -> Result<Vec<Topic>, AppError> {
    choices(db, &[]).await
}

/// Every topic in use and the stored ones, in the curators' order: the choices of a form that changes something. What it is
/// filed under may be retired since, and saving must not take it out.
pub async fn choices(db: &Db, stored: &[String]) -> Result<Vec<Topic>, AppError> {
    let (sql, arguments) = Where::new()
        .and_plain("retired_at IS NULL")
        .or_in("slug", stored.iter().map(String::as_str))
        .page(
            "SELECT slug, name_ar, name_en FROM topics",
            "ORDER BY position",
            LIMIT,
            0,
        )?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// Every topic that ever was, for the names of those that something is still filed under.
pub async fn known(db: &Db) -> Result<Vec<Topic>, AppError> {
    let sql = "SELECT slug, name_ar, name_en FROM topics ORDER BY position LIMIT $1";
    Ok(sqlx::query_as(sql)
        .bind(LIMIT)
        .fetch_all(db.reader())
        .await?)
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

/// A topic as its curators edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The topic.
    pub topic: Topic,
    /// Whether lists and forms leave it out.
    pub retired: bool,
    /// Its count of edits.
    pub version: i64,
}

/// The topic with this slug, in use or not.
pub async fn by_slug(db: &Db, slug: &str) -> Result<Option<Stored>, AppError> {
    let row: Option<(String, String, String, Option<i64>, i64)> = sqlx::query_as(
        "SELECT slug, name_ar, name_en, retired_at, version FROM topics WHERE slug = $1",
    )
    .bind(slug)
    .fetch_optional(db.reader())
    .await?;
    Ok(
        row.map(|(slug, name_ar, name_en, retired_at, version)| Stored {
            topic: Topic {
                slug,
                name_ar,
                name_en,
            },
            retired: retired_at.is_some(),
            version,
        }),
    )
}

/// Adds a topic at the end of the order. A slug that is taken is a unique violation.
pub async fn append(write: &mut Write, topic: &Topic) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO topics (slug, name_ar, name_en, position) \
         SELECT $1, $2, $3, COALESCE(MAX(position), 0) + 1 FROM topics",
    )
    .bind(&topic.slug)
    .bind(&topic.name_ar)
    .bind(&topic.name_en)
    .execute(write.connection())
    .await?;
    write.changed(Entity::Topic, &topic.slug, "added");
    Ok(())
}

/// Renames a topic, retires it or brings it back. What is filed under it stays so. The version is the one that the curator
/// saw: another edit since is a conflict.
pub async fn update(write: &mut Write, new: &Stored) -> Result<(), AppError> {
    let topic = &new.topic;
    let retired_at = new.retired.then_some(write.now_micros());
    let result = sqlx::query(
        "UPDATE topics SET name_ar = $2, name_en = $3, retired_at = $4, version = version + 1 \
         WHERE slug = $1 AND version = $5",
    )
    .bind(&topic.slug)
    .bind(&topic.name_ar)
    .bind(&topic.name_en)
    .bind(retired_at)
    .bind(new.version)
    .execute(write.connection())
    .await?;
    expect_one(&result)?;
    write.changed(Entity::Topic, &topic.slug, "edited");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::violates;
    use crate::organizations::load::load_directory;
    use crate::testing::{databases, sources};

    #[tokio::test]
    async fn topics_are_added_renamed_and_retired() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let mut parks = Topic {
                slug: "parks".into(),
                name_ar: "الحدائق".into(),
                name_en: "Parks".into(),
            };
            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            append(&mut write, &parks).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(all(&db).await.unwrap().last(), Some(&parks));

            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            let error = append(&mut write, &parks).await.unwrap_err();
            assert!(
                violates(&error, "topics", "slug") || violates(&error, "topics", "pkey"),
                "{error}"
            );
            drop(write);

            parks.name_ar = "الحدائق العامة".into();
            let mut stored = by_slug(&db, "parks").await.unwrap().unwrap();
            stored.topic = parks;
            stored.retired = true;
            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            update(&mut write, &stored).await.unwrap();
            write.commit().await.unwrap();
            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            let again = update(&mut write, &stored).await;
            assert!(matches!(again, Err(AppError::Conflict)), "{again:?}");
            drop(write);
            stored.version += 1;
            assert_eq!(by_slug(&db, "parks").await.unwrap(), Some(stored));
            assert_eq!(all(&db).await.unwrap().len(), 21);
            let kept = choices(&db, &["parks".to_owned()]).await.unwrap();
            assert_eq!(kept.len(), 22);
            assert_eq!(known(&db).await.unwrap(), kept);
        }
    }
}
