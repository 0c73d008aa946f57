//! All SQL of practices.

mod decide;
mod import;
mod list;
mod rows;
mod write;

use sqlx::{Any, Executor};

pub use decide::{
    Publication, approve, confirm, move_practices, return_to_author, set_archived, set_verified,
};
pub use import::{Imported, write_imported};
pub use list::{
    DraftLine, Filter, Item, by_ids, by_organization, count, drafts, list,
    organizations_with_practices,
};
pub use rows::{Practice, Revision, RevisionLine};
pub use write::{By, Saved, Seen, create, restore, save, submit};

use crate::clock::Id;
use crate::db::{Db, Where};
use crate::error::AppError;
use rows::{PracticeRow, RevisionLineRow, RevisionRow};

/// More revisions than anyone reads.
const REVISIONS_SHOWN: i64 = 200;

const PRACTICE: &str = "SELECT p.id, p.organization_id, p.external_id, p.visibility, p.published_revision, \
     p.latest_revision, p.published_at, p.confirmed_at, p.verified_at, p.archived_at, p.created_at, p.updated_at \
     FROM practices p WHERE p.id = $1";

const REVISION_COLUMNS: &str = "SELECT practice_id, number, state, version, language, title, summary, title_other, \
     summary_other, topics, steps, indicators, problem, solution, result, author_id, author_post, restored_from, note, \
     created_at, updated_at, submitted_at, decided_at, decided_by, decided_post, sole_publisher FROM practice_revisions";

/// The practice with this identifier.
pub async fn by_id(db: &Db, id: Id) -> Result<Option<Practice>, AppError> {
    let row: Option<PracticeRow> = sqlx::query_as(PRACTICE)
        .bind(id)
        .fetch_optional(db.reader())
        .await?;
    Ok(row.map(Practice::from))
}

/// One revision of a practice.
pub async fn revision(db: &Db, id: Id, number: i64) -> Result<Option<Revision>, AppError> {
    revision_on(db.reader(), id, number).await
}

async fn revision_on<'e, E>(executor: E, id: Id, number: i64) -> Result<Option<Revision>, AppError>
where
    E: Executor<'e, Database = Any>,
{
    let (sql, arguments) = Where::new()
        .and("practice_id = ?", id)
        .and("number = ?", number)
        .whole(REVISION_COLUMNS, "")?;
    let row: Option<RevisionRow> = sqlx::query_as_with(sql, arguments)
        .fetch_optional(executor)
        .await?;
    row.map(Revision::try_from).transpose()
}

/// The practice's revisions without their texts, newest first.
pub async fn revisions(db: &Db, id: Id) -> Result<Vec<RevisionLine>, AppError> {
    let rows: Vec<RevisionLineRow> = sqlx::query_as(
        "SELECT number, state, title, author_post, restored_from, note, created_at, updated_at, submitted_at, decided_at, \
         decided_post, sole_publisher FROM practice_revisions WHERE practice_id = $1 ORDER BY number DESC LIMIT $2",
    )
    .bind(id)
    .bind(REVISIONS_SHOWN)
    .fetch_all(db.reader())
    .await?;
    Ok(rows.into_iter().map(RevisionLine::from).collect())
}

/// Identifiers of everything readers can find, after `cursor`, in order: for rebuilding what is derived. Of all, or of one
/// organization.
pub async fn published_ids_after(
    db: &Db,
    organization: Option<&str>,
    cursor: &str,
    limit: i64,
) -> Result<Vec<String>, AppError> {
    Where::new()
        .and_some("organization_id = ?", organization)
        .and_plain("published_revision IS NOT NULL AND archived_at IS NULL")
        .ids_after(db, "SELECT id FROM practices", cursor, limit)
        .await
}

#[cfg(test)]
mod tests;
