//! What came of a workshop: minutes and recommendations.

use sqlx::FromRow;

use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{At, Db, Entity, Where, Write};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::time::parse_date;
use crate::workshops::types::{Recommendation, RecommendationStatus, Workshop};

/// One revision of the minutes.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Minutes {
    /// Its number, from one.
    pub revision: i64,
    /// Markdown.
    pub text: String,
    /// When it was written.
    pub created_at: At,
}

/// The current minutes.
pub async fn minutes(db: &Db, workshop: Id) -> Result<Option<Minutes>, AppError> {
    Ok(revisions(db, workshop, 1).await?.pop())
}

/// The newest revisions of the minutes, newest first.
pub async fn revisions(db: &Db, workshop: Id, limit: i64) -> Result<Vec<Minutes>, AppError> {
    let minutes = sqlx::query_as(
        "SELECT revision, text, created_at FROM minutes WHERE workshop_id = $1 ORDER BY revision DESC LIMIT $2",
    )
    .bind(workshop)
    .bind(limit)
    .fetch_all(db.reader())
    .await?;
    Ok(minutes)
}

/// Adds a revision after the one that was edited (0 where there was none). `false` if someone else's came first.
pub async fn add_minutes(
    write: &mut Write,
    workshop: Id,
    edited: i64,
    text: &str,
    author: Id,
) -> Result<bool, AppError> {
    let now = At(write.now());
    let result = sqlx::query(
        "INSERT INTO minutes (workshop_id, revision, text, author_id, created_at) \
         SELECT $1, CAST($2 AS BIGINT) + 1, $3, $4, CAST($5 AS BIGINT) WHERE CAST($2 AS BIGINT) = \
         (SELECT COALESCE(MAX(revision), 0) FROM minutes WHERE workshop_id = $1) \
         ON CONFLICT (workshop_id, revision) DO NOTHING",
    )
    .bind(workshop)
    .bind(edited)
    .bind(text)
    .bind(author)
    .bind(now)
    .execute(write.connection())
    .await?;
    if result.rows_affected() == 1 {
        write.changed(Entity::Workshop, workshop, "minutes");
    }
    Ok(result.rows_affected() == 1)
}

#[derive(FromRow)]
struct Row {
    id: Id,
    workshop_id: Id,
    text: String,
    organization_id: Id,
    due_on: String,
    status: String,
    progress: String,
    version: i64,
}

impl Row {
    fn read(self) -> Result<Recommendation, AppError> {
        let status = RecommendationStatus::parse(&self.status).ok_or_else(|| {
            AppError::internal(format!("recommendation {} cannot be read", self.id))
        })?;
        Ok(Recommendation {
            id: self.id,
            workshop: self.workshop_id,
            text: self.text,
            organization: self.organization_id,
            due: parse_date(&self.due_on).ok(),
            status,
            progress: self.progress,
            version: self.version,
        })
    }
}

const COLUMNS: &str = "SELECT r.id, r.workshop_id, r.text, r.organization_id, r.due_on, r.status, r.progress, r.version \
     FROM recommendations r";

/// The recommendations of a workshop, in the order they were agreed on.
pub async fn recommendations(db: &Db, workshop: Id) -> Result<Vec<Recommendation>, AppError> {
    let (sql, arguments) = Where::new()
        .and("r.workshop_id = ?", workshop)
        .whole(COLUMNS, "ORDER BY r.created_at, r.id")?;
    let rows: Vec<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    rows.into_iter().map(Row::read).collect()
}

/// One recommendation of a workshop.
pub async fn recommendation(
    db: &Db,
    workshop: Id,
    id: Id,
) -> Result<Option<Recommendation>, AppError> {
    let (sql, arguments) = Where::new()
        .and("r.workshop_id = ?", workshop)
        .and("r.id = ?", id)
        .whole(COLUMNS, "")?;
    let row: Option<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_optional(db.reader())
        .await?;
    row.map(Row::read).transpose()
}

/// A recommendation on an organization's page: with the title of the workshop that agreed on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The recommendation.
    pub recommendation: Recommendation,
    /// The workshop's title, and the language it is in.
    pub workshop_title: (String, Locale),
}

#[derive(FromRow)]
struct AgreedRow {
    #[sqlx(flatten)]
    recommendation: Row,
    title: String,
    title_translated: String,
    locale: String,
}

/// What an organization agreed to do in workshops that this reader may see: open ones first, the next due first.
pub async fn recommendations_of(
    db: &Db,
    actor: Option<&Actor>,
    organization: Id,
    locale: Locale,
) -> Result<Vec<Agreed>, AppError> {
    let (sql, arguments) = super::visible(actor)
        .and("r.organization_id = ?", organization)
        .page(
            "SELECT r.id, r.workshop_id, r.text, r.organization_id, r.due_on, r.status, r.progress, r.version, w.title, \
             w.title_translated, w.locale FROM recommendations r JOIN workshops w ON w.id = r.workshop_id",
            "ORDER BY CASE WHEN r.status IN ('open', 'in_progress') THEN 0 ELSE 1 END, \
             CASE WHEN r.due_on = '' THEN 1 ELSE 0 END, r.due_on, r.id",
            200,
            0,
        )?;
    let rows: Vec<AgreedRow> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    let read = |row: AgreedRow| {
        let original = Locale::parse(&row.locale).unwrap_or_default();
        let translated = locale != original && !row.title_translated.is_empty();
        let workshop_title = match translated {
            true => (row.title_translated, locale),
            false => (row.title, original),
        };
        Ok(Agreed {
            recommendation: row.recommendation.read()?,
            workshop_title,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Stores a new recommendation. `false` if the id exists already: the same form came twice.
pub async fn add_recommendation(
    write: &mut Write,
    workshop: &Workshop,
    new: &Recommendation,
) -> Result<bool, AppError> {
    let now = At(write.now());
    let result = sqlx::query(
        "INSERT INTO recommendations (id, workshop_id, text, organization_id, due_on, status, progress, version, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(new.id)
    .bind(workshop.id)
    .bind(&new.text)
    .bind(new.organization)
    .bind(due_text(new))
    .bind(new.status.as_str())
    .bind(&new.progress)
    .bind(now)
    .execute(write.connection())
    .await?;
    if result.rows_affected() == 1 {
        write.changed(Entity::Workshop, workshop.id, "recommended");
        write.changed(Entity::Organization, new.organization, "recommended");
    }
    Ok(result.rows_affected() == 1)
}

/// Stores a changed recommendation over the version that was edited. `false` if that version is no longer current.
pub async fn update_recommendation(
    write: &mut Write,
    changed: &Recommendation,
) -> Result<bool, AppError> {
    let now = At(write.now());
    let result = sqlx::query(
        "UPDATE recommendations SET text = $3, organization_id = $4, due_on = $5, status = $6, progress = $7, \
         version = version + 1, updated_at = $8 WHERE id = $1 AND version = $2",
    )
    .bind(changed.id)
    .bind(changed.version)
    .bind(&changed.text)
    .bind(changed.organization)
    .bind(due_text(changed))
    .bind(changed.status.as_str())
    .bind(&changed.progress)
    .bind(now)
    .execute(write.connection())
    .await?;
    if result.rows_affected() == 1 {
        write.changed(Entity::Workshop, changed.workshop, "recommendation");
        write.changed(Entity::Organization, changed.organization, "recommendation");
    }
    Ok(result.rows_affected() == 1)
}

fn due_text(recommendation: &Recommendation) -> String {
    let due = recommendation.due.map(|due| due.to_string());
    due.unwrap_or_default()
}
