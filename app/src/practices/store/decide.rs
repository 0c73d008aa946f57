//! Decisions: what is published, returned, taken off, confirmed, verified.

use jiff::Timestamp;

use super::Revision;
use super::write::{By, Seen, lock_exactly};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{At, Db, Entity, Flag, Query, Write, expect_one};
use crate::documents;
use crate::error::AppError;
use crate::practices::types::{State, Visibility};

/// How a revision is published.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// For whom.
    pub visibility: Visibility,
    /// Whether its author approves it as the only publisher.
    pub sole: bool,
    /// The attached documents that the reviewer saw: drafts of the owner among them are published with it.
    pub documents: &'a [Id],
}

/// Publishes the revision that the actor saw.
pub async fn approve(
    db: &Db,
    by: By<'_>,
    id: Id,
    seen: Seen,
    publication: Publication<'_>,
) -> Result<(), AppError> {
    let mut write = by.begin(db).await?;
    let revision = lock_exactly(&mut write, id, seen, State::InReview).await?;
    let Publication {
        visibility,
        sole,
        documents,
    } = publication;
    decide(&mut write, by.actor, &revision, State::Published, "", sole).await?;
    publish(&mut write, &revision, visibility, None).await?;
    publish_documents(&mut write, id, documents).await?;
    by.finish(write, id, "published").await
}

/// What was archived is back; the drafts of the owner that hang on the practice and were seen are published with it, each for
/// those whom it was uploaded for.
async fn publish_documents(write: &mut Write, id: Id, seen: &[Id]) -> Result<(), AppError> {
    let owner: Id = sqlx::query_scalar(
        "UPDATE practices SET archived_at = NULL WHERE id = $1 RETURNING organization_id",
    )
    .bind(id)
    .fetch_one(write.connection())
    .await?;
    let target = documents::Target {
        entity: Entity::Practice,
        id,
    };
    documents::store::publish_seen(write, target, owner, seen).await
}

/// Makes the revision the one that readers see. `published_at` is given where it is known from elsewhere.
pub(super) async fn publish(
    write: &mut Write,
    revision: &Revision,
    visibility: Visibility,
    published_at: Option<Timestamp>,
) -> Result<(), AppError> {
    let now = write.now_micros();
    let id = revision.practice;
    sqlx::query(
        "UPDATE practice_revisions SET state = 'superseded' WHERE practice_id = $1 AND state = 'published' AND number <> $2",
    )
    .bind(id)
    .bind(revision.number)
    .execute(write.connection())
    .await?;
    let result = sqlx::query(
        "UPDATE practices SET published_revision = $2, visibility = $3, has_indicators = $4, \
         published_at = COALESCE(CAST($5 AS BIGINT), published_at, $6), confirmed_at = $6, updated_at = $6 \
         WHERE id = $1",
    )
    .bind(id)
    .bind(revision.number)
    .bind(visibility.as_str())
    .bind(Flag(!revision.content.indicators.is_empty()))
    .bind(published_at.map(At))
    .bind(now)
    .execute(write.connection())
    .await?;
    expect_one(&result)?;
    write_topics(write, id, &revision.content.topics).await
}

async fn write_topics(write: &mut Write, id: Id, topics: &[String]) -> Result<(), AppError> {
    sqlx::query("DELETE FROM practice_topics WHERE practice_id = $1")
        .bind(id)
        .execute(write.connection())
        .await?;
    for topic in topics {
        sqlx::query("INSERT INTO practice_topics (practice_id, topic) VALUES ($1, $2)")
            .bind(id)
            .bind(topic)
            .execute(write.connection())
            .await?;
    }
    Ok(())
}

/// Sends the revision that the actor saw back to its author with a comment.
pub async fn return_to_author(
    db: &Db,
    by: By<'_>,
    id: Id,
    seen: Seen,
    note: &str,
) -> Result<(), AppError> {
    let mut write = by.begin(db).await?;
    let revision = lock_exactly(&mut write, id, seen, State::InReview).await?;
    decide(
        &mut write,
        by.actor,
        &revision,
        State::Returned,
        note,
        false,
    )
    .await?;
    by.finish(write, id, "returned").await
}

/// Takes a practice off, or puts it back.
pub async fn set_archived(
    db: &Db,
    now: Timestamp,
    actor: &Actor,
    id: Id,
    archived: bool,
) -> Result<(), AppError> {
    let query = sqlx::query(
        "UPDATE practices SET archived_at = $2, updated_at = $3 WHERE id = $1 AND published_revision IS NOT NULL",
    )
    .bind(id)
    .bind(archived.then_some(At(now)))
    .bind(At(now));
    let kind = if archived { "archived" } else { "unarchived" };
    mark(db, now, actor, id, query, kind).await
}

/// The owner says that the practice still runs.
pub async fn confirm(db: &Db, now: Timestamp, actor: &Actor, id: Id) -> Result<(), AppError> {
    let query = sqlx::query(
        "UPDATE practices SET confirmed_at = $2 WHERE id = $1 AND published_revision IS NOT NULL",
    )
    .bind(id)
    .bind(At(now));
    mark(db, now, actor, id, query, "confirmed").await
}

/// Gives or takes the badge.
pub async fn set_verified(
    db: &Db,
    now: Timestamp,
    actor: &Actor,
    id: Id,
    verified: bool,
) -> Result<(), AppError> {
    let query = sqlx::query(
        "UPDATE practices SET verified_at = $2, verified_by = $3 WHERE id = $1 AND published_revision IS NOT NULL",
    )
    .bind(id)
    .bind(verified.then_some(At(now)))
    .bind(verified.then_some(actor.id));
    let kind = if verified { "verified" } else { "unverified" };
    mark(db, now, actor, id, query, kind).await
}

/// Runs what sets a mark on the one practice, and notes it.
async fn mark(
    db: &Db,
    now: Timestamp,
    actor: &Actor,
    id: Id,
    query: Query<'_>,
    kind: &'static str,
) -> Result<(), AppError> {
    let mut write = db.begin_write(now, Some(actor.id)).await?;
    let result = query.execute(write.connection()).await?;
    expect_one(&result)?;
    write.changed(Entity::Practice, id, kind);
    write.commit().await
}

/// Moves every practice of one organization to another: the two became one. A number that both had given stays with the
/// other's practice.
pub async fn move_practices(write: &mut Write, from: Id, into: Id) -> Result<(), AppError> {
    sqlx::query(
        "UPDATE practices SET external_id = NULL WHERE organization_id = $1 AND external_id IN \
         (SELECT external_id FROM practices WHERE organization_id = $2 AND external_id IS NOT NULL)",
    )
    .bind(from)
    .bind(into)
    .execute(write.connection())
    .await?;
    let moved: Vec<String> = sqlx::query_scalar(
        "UPDATE practices SET organization_id = $2 WHERE organization_id = $1 RETURNING id",
    )
    .bind(from)
    .bind(into)
    .fetch_all(write.connection())
    .await?;
    for id in moved {
        write.changed(Entity::Practice, id, "moved");
    }
    Ok(())
}

async fn decide(
    write: &mut Write,
    actor: &Actor,
    revision: &Revision,
    state: State,
    note: &str,
    sole: bool,
) -> Result<(), AppError> {
    let now = write.now_micros();
    let result = sqlx::query(
        "UPDATE practice_revisions SET state = $3, note = $4, decided_at = $5, decided_by = $6, decided_post = $7, \
         sole_publisher = $8 WHERE practice_id = $1 AND number = $2",
    )
    .bind(revision.practice)
    .bind(revision.number)
    .bind(state.as_str())
    .bind(note)
    .bind(now)
    .bind(actor.id)
    .bind(&actor.post)
    .bind(Flag(sole))
    .execute(write.connection())
    .await?;
    expect_one(&result)
}
