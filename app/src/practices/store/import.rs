//! Writes a batch of imported practices: one transaction, few statements.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::FromRow;

use super::decide::publish;
use super::rows::{Revision, RevisionRow, json};
use super::write::{NewRevision, insert_revision, lock_latest, set_latest};
use super::{REVISION_COLUMNS, revision_on};
use crate::clock::{Id, Sources};
use crate::db::{At, Db, Entity, Flag, Rows, Where, Write};
use crate::error::AppError;
use crate::imports::Outcome;
use crate::practices::types::{Content, State, Visibility};

/// One practice of a file, checked.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The owner.
    pub organization: Id,
    /// The owner's own number for it.
    pub external_id: String,
    /// When the file says it was first published.
    pub published_at: Option<Timestamp>,
    /// Its words.
    pub content: Content,
}

#[derive(FromRow)]
struct Existing {
    id: Id,
    organization_id: Id,
    external_id: String,
    visibility: String,
    published_revision: Option<i64>,
    published_at: Option<At>,
}

/// Adds what is new, makes a revision of what differs from what was imported before, and leaves the rest alone: what people
/// edited and approved since is not undone by reading an old file again.
pub async fn write_imported(
    db: &Db,
    sources: &Sources,
    batch: &[Imported],
) -> Result<Outcome, AppError> {
    let mut outcome = Outcome::default();
    if batch.is_empty() {
        return Ok(outcome);
    }
    let mut write = db.begin_write(sources.now(), None).await?;
    let existing = existing(&mut write, batch).await?;
    let mut added = Vec::new();
    for row in batch {
        match existing.get(&(row.organization, row.external_id.clone())) {
            None => added.push((sources.id(), row)),
            Some((practice, before)) => {
                if update(&mut write, practice, before.as_ref(), row).await? {
                    outcome.changed += 1;
                } else {
                    outcome.unchanged += 1;
                }
            }
        }
    }
    outcome.added = added.len();
    insert(&mut write, &added).await?;
    write.commit().await?;
    Ok(outcome)
}

type Found = HashMap<(Id, String), (Existing, Option<Revision>)>;

/// What is there of the batch, with the words that were imported last.
async fn existing(write: &mut Write, batch: &[Imported]) -> Result<Found, AppError> {
    let mut owners: HashMap<Id, Vec<&str>> = HashMap::new();
    for row in batch {
        owners
            .entry(row.organization)
            .or_default()
            .push(&row.external_id);
    }
    let mut found = Found::new();
    for (owner, numbers) in owners {
        let (sql, arguments) = Where::new()
            .and("organization_id = ?", owner)
            .and_in("external_id", numbers)
            .whole(
                "SELECT id, organization_id, external_id, visibility, published_revision, published_at FROM practices",
                "",
            )?;
        let practices: Vec<Existing> = sqlx::query_as_with(sql, arguments)
            .fetch_all(write.connection())
            .await?;
        let revisions =
            newest_imported(write, practices.iter().map(|practice| practice.id)).await?;
        for practice in practices {
            let revision = revisions.get(&practice.id).cloned();
            found.insert(
                (practice.organization_id, practice.external_id.clone()),
                (practice, revision),
            );
        }
    }
    Ok(found)
}

async fn newest_imported(
    write: &mut Write,
    ids: impl Iterator<Item = Id>,
) -> Result<HashMap<Id, Revision>, AppError> {
    let ids: Vec<_> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (sql, arguments) = Where::new()
        .and_in("practice_id", ids)
        // A revision that nobody wrote was imported.
        .and_plain(
            "author_id IS NULL AND number = (SELECT MAX(i.number) FROM practice_revisions i \
             WHERE i.practice_id = practice_revisions.practice_id AND i.author_id IS NULL)",
        )
        .whole(REVISION_COLUMNS, "")?;
    let rows: Vec<RevisionRow> = sqlx::query_as_with(sql, arguments)
        .fetch_all(write.connection())
        .await?;
    rows.into_iter()
        .map(|row| Revision::try_from(row).map(|revision| (revision.practice, revision)))
        .collect()
}

/// Whether anything had to change.
async fn update(
    write: &mut Write,
    practice: &Existing,
    before: Option<&Revision>,
    row: &Imported,
) -> Result<bool, AppError> {
    let same_words = before.is_some_and(|revision| revision.content == row.content);
    let same_date =
        row.published_at.is_none() || row.published_at == practice.published_at.map(|at| at.0);
    if same_words && same_date {
        return Ok(false);
    }
    if same_words {
        sqlx::query("UPDATE practices SET published_at = $2 WHERE id = $1")
            .bind(practice.id)
            .bind(row.published_at.map(At))
            .execute(write.connection())
            .await?;
    } else {
        revise(write, practice, row).await?;
    }
    write.changed(Entity::Practice, practice.id, "imported");
    Ok(true)
}

async fn revise(write: &mut Write, practice: &Existing, row: &Imported) -> Result<(), AppError> {
    let latest = lock_latest(write, practice.id).await?;
    let number = latest.number + 1;
    // Someone's open draft gives way, and stays in the history.
    sqlx::query(
        "UPDATE practice_revisions SET state = 'withdrawn' WHERE practice_id = $1 AND state IN ('draft', 'in_review')",
    )
    .bind(practice.id)
    .execute(write.connection())
    .await?;
    set_latest(write, practice.id, number).await?;
    let new = NewRevision {
        practice: practice.id,
        number,
        state: State::Published,
        author: None,
        author_post: "",
        restored_from: None,
        content: &row.content,
    };
    insert_revision(write, &new).await?;
    let revision = revision_on(write.connection(), practice.id, number)
        .await?
        .ok_or(AppError::NotFound)?;
    let visibility = match practice.published_revision {
        Some(_) => Visibility::parse(&practice.visibility).unwrap_or(Visibility::Network),
        None => Visibility::Public,
    };
    publish(write, &revision, visibility, row.published_at).await
}

/// Rows in one statement. SQLite finds a `$n` by walking those before it, so more would take longer, not less; and the
/// same text again and again is parsed once.
const ROWS: usize = 20;

/// All the new ones, in few statements.
async fn insert(write: &mut Write, added: &[(Id, &Imported)]) -> Result<(), AppError> {
    let now = write.now();
    for part in added.chunks(ROWS) {
        let mut practices = Rows::new(
            "INSERT INTO practices (id, organization_id, external_id, visibility, published_revision, latest_revision, \
             has_indicators, published_at, confirmed_at, created_at, updated_at)",
        );
        let mut revisions = Rows::new(
            "INSERT INTO practice_revisions (practice_id, number, state, version, language, title, summary, title_other, \
             summary_other, topics, steps, indicators, problem, solution, result, author_post, note, created_at, \
             updated_at, decided_at, decided_post, sole_publisher)",
        );
        for (id, row) in part {
            practice(&mut practices, *id, row, now);
            revision(&mut revisions, *id, &row.content, now)?;
            write.changed(Entity::Practice, id, "imported");
        }
        execute(write, practices).await?;
        execute(write, revisions).await?;
    }
    let topics: Vec<_> = added
        .iter()
        .flat_map(|(id, row)| row.content.topics.iter().map(|topic| (*id, topic.as_str())))
        .collect();
    for part in topics.chunks(ROWS) {
        let mut rows = Rows::new("INSERT INTO practice_topics (practice_id, topic)");
        for (id, topic) in part {
            rows.row().value(*id).value(*topic);
        }
        execute(write, rows).await?;
    }
    Ok(())
}

fn practice(rows: &mut Rows, id: Id, row: &Imported, now: Timestamp) {
    let published = At(row.published_at.unwrap_or(now));
    let measured = Flag(!row.content.indicators.is_empty());
    rows.row()
        .value(id)
        .value(row.organization)
        .value(row.external_id.as_str())
        .value("public")
        .value(1_i64)
        .value(1_i64)
        .value(measured)
        .value(published)
        .value(published)
        .value(At(now))
        .value(published);
}

fn revision(rows: &mut Rows, id: Id, content: &Content, now: Timestamp) -> Result<(), AppError> {
    rows.row()
        .value(id)
        .value(1_i64)
        .value("published")
        .value(1_i64)
        .value(content.language.code())
        .value(content.title.as_str())
        .value(content.summary.as_str())
        .value(content.title_other.as_str())
        .value(content.summary_other.as_str())
        .value(json(&content.topics)?)
        .value(json(&content.steps)?)
        .value(json(&content.indicators)?)
        .value(content.problem.as_str())
        .value(content.solution.as_str())
        .value(content.result.as_str())
        .value("")
        .value("")
        .value(At(now))
        .value(At(now))
        .value(At(now))
        .value("")
        .value(Flag(false));
    Ok(())
}

async fn execute(write: &mut Write, rows: Rows) -> Result<(), AppError> {
    if let Some((sql, arguments)) = rows.finish()? {
        sqlx::query_with(sql, arguments)
            .execute(write.connection())
            .await?;
    }
    Ok(())
}
