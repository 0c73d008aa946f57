//! Writes. Each locks the practice's row first, so that two people's decisions come one after the other.

use jiff::Timestamp;
use sqlx::FromRow;

use super::rows::json;
use super::{Revision, revision_on};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{Db, Entity, Query, Write, expect_one};
use crate::error::AppError;
use crate::mail::Letters;
use crate::practices::types::{Content, State};

/// Who writes, when, and which letters leave with it.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The member.
    pub actor: &'a Actor,
    /// The instant of the request.
    pub now: Timestamp,
    /// What others are told.
    pub letters: &'a Letters,
}

impl By<'_> {
    pub(super) async fn begin(&self, db: &Db) -> Result<Write, AppError> {
        Ok(db.begin_write(self.now, Some(self.actor.id)).await?)
    }

    /// Notes what became of the practice, lets the letters leave with it, and commits.
    pub(super) async fn finish(
        &self,
        mut write: Write,
        id: Id,
        kind: &'static str,
    ) -> Result<(), AppError> {
        write.changed(Entity::Practice, id, kind);
        self.letters.leave_with(&mut write).await?;
        write.commit().await
    }
}

/// The revision that someone had before their eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its number.
    pub number: i64,
    /// Its count of saves.
    pub version: i64,
}

impl Seen {
    /// What a new practice begins with.
    pub const FIRST: Self = Self {
        number: 1,
        version: 1,
    };
}

/// The outcome of a save.
#[derive(Debug)]
pub enum Saved {
    /// Kept as this revision.
    As(Seen),
    /// Kept as this draft; what waited for its review no longer does.
    TakenBack(Seen),
    /// Nothing differs from what is published: no revision was made.
    Unchanged,
    /// Someone saved in between: this is what is there now.
    Stale(Box<Revision>),
}

/// What is written anew as one revision row.
pub(super) struct NewRevision<'a> {
    pub(super) practice: Id,
    pub(super) number: i64,
    pub(super) state: State,
    pub(super) author: Option<Id>,
    pub(super) author_post: &'a str,
    pub(super) restored_from: Option<i64>,
    pub(super) content: &'a Content,
}

/// Keeps the first draft of a new practice; `submit` sends it to the publishers at once. An identifier that exists is a
/// conflict: the same form came twice.
pub async fn create(
    db: &Db,
    by: By<'_>,
    id: Id,
    organization: Id,
    content: &Content,
    submit: bool,
) -> Result<(), AppError> {
    let mut write = by.begin(db).await?;
    let inserted = sqlx::query(
        "INSERT INTO practices (id, organization_id, visibility, latest_revision, has_indicators, created_at, updated_at) \
         VALUES ($1, $2, 'public', 1, 0, $3, $3)",
    )
    .bind(id)
    .bind(organization)
    .bind(write.now_micros())
    .execute(write.connection())
    .await;
    match inserted {
        Err(error)
            if error
                .as_database_error()
                .is_some_and(|e| e.is_unique_violation()) =>
        {
            return Err(AppError::Conflict);
        }
        other => other?,
    };
    let state = state_of(submit);
    insert_revision(
        &mut write,
        &NewRevision {
            practice: id,
            number: 1,
            state,
            author: Some(by.actor.id),
            author_post: &by.actor.post,
            restored_from: None,
            content,
        },
    )
    .await?;
    by.finish(write, id, kind_of(state)).await
}

/// Keeps what an actor wrote, if nobody saved since they looked. One's own draft is saved over; a colleague's words, and
/// anything that was submitted, stay as they were, and a new revision begins.
pub async fn save(
    db: &Db,
    by: By<'_>,
    id: Id,
    seen: Seen,
    content: &Content,
    submit: bool,
) -> Result<Saved, AppError> {
    let mut write = by.begin(db).await?;
    let current = lock_latest(&mut write, id).await?;
    let state = state_of(submit);
    let same = current.content == *content;
    if same && current.state == State::Published {
        return Ok(Saved::Unchanged);
    }
    // Sent twice, or without a change: it is so already.
    if same && current.state == state {
        return Ok(Saved::As(current.seen()));
    }
    let draft = current.state == State::Draft;
    let unchanged_draft = draft && same;
    if current.seen() != seen && !unchanged_draft {
        return Ok(Saved::Stale(Box::new(current)));
    }
    let saved = if unchanged_draft {
        // Sent on as it is: its author stays who wrote it.
        begin_review(&mut write, id, current.number).await?;
        current.seen()
    } else if draft && current.author == Some(by.actor.id) {
        overwrite(&mut write, by.actor, &current, content, state).await?;
        Seen {
            number: current.number,
            version: current.version + 1,
        }
    } else {
        begin_next(&mut write, by.actor, &current, content, state, None).await?
    };
    by.finish(write, id, kind_of(state)).await?;
    Ok(match current.state {
        State::InReview if !submit => Saved::TakenBack(saved),
        _ => Saved::As(saved),
    })
}

/// Sends the draft that the actor saw to the publishers.
pub async fn submit(db: &Db, by: By<'_>, id: Id, seen: Seen) -> Result<(), AppError> {
    let mut write = by.begin(db).await?;
    lock_exactly(&mut write, id, seen, State::Draft).await?;
    begin_review(&mut write, id, seen.number).await?;
    by.finish(write, id, "submitted").await
}

async fn begin_review(write: &mut Write, id: Id, number: i64) -> Result<(), AppError> {
    let now = write.now_micros();
    let result = sqlx::query(
        "UPDATE practice_revisions SET state = 'in_review', submitted_at = $3, updated_at = $3 \
         WHERE practice_id = $1 AND number = $2",
    )
    .bind(id)
    .bind(number)
    .bind(now)
    .execute(write.connection())
    .await?;
    expect_one(&result)
}

/// Begins a new draft with the words of an old revision. An open draft stays in the history.
pub async fn restore(
    db: &Db,
    now: Timestamp,
    actor: &Actor,
    id: Id,
    number: i64,
) -> Result<Seen, AppError> {
    let mut write = db.begin_write(now, Some(actor.id)).await?;
    let current = lock_latest(&mut write, id).await?;
    let old = revision_on(write.connection(), id, number)
        .await?
        .ok_or(AppError::NotFound)?;
    let restored = (current.state, current.restored_from) == (State::Draft, Some(number));
    if restored && current.content == old.content {
        // The button was pressed twice.
        return Ok(current.seen());
    }
    let seen = begin_next(
        &mut write,
        actor,
        &current,
        &old.content,
        State::Draft,
        Some(number),
    )
    .await?;
    write.changed(Entity::Practice, id, "restored");
    write.commit().await?;
    Ok(seen)
}

fn state_of(submit: bool) -> State {
    if submit {
        State::InReview
    } else {
        State::Draft
    }
}

fn kind_of(state: State) -> &'static str {
    if state == State::InReview {
        "submitted"
    } else {
        "drafted"
    }
}

#[derive(FromRow)]
struct Latest {
    latest_revision: i64,
}

/// Locks the practice's row (an update that changes nothing: SQLite has no `FOR UPDATE`) and reads its newest revision.
pub(super) async fn lock_latest(write: &mut Write, id: Id) -> Result<Revision, AppError> {
    let latest: Option<Latest> = sqlx::query_as(
        "UPDATE practices SET latest_revision = latest_revision WHERE id = $1 RETURNING latest_revision",
    )
    .bind(id)
    .fetch_optional(write.connection())
    .await?;
    let number = latest.ok_or(AppError::NotFound)?.latest_revision;
    revision_on(write.connection(), id, number)
        .await?
        .ok_or(AppError::NotFound)
}

/// Locks the practice; conflict unless its newest revision is the one seen, in this state.
pub(super) async fn lock_exactly(
    write: &mut Write,
    id: Id,
    seen: Seen,
    state: State,
) -> Result<Revision, AppError> {
    let current = lock_latest(write, id).await?;
    if current.seen() == seen && current.state == state {
        Ok(current)
    } else {
        Err(AppError::Conflict)
    }
}

async fn overwrite(
    write: &mut Write,
    actor: &Actor,
    current: &Revision,
    content: &Content,
    state: State,
) -> Result<(), AppError> {
    let now = write.now_micros();
    let query = sqlx::query(
        "UPDATE practice_revisions SET state = $3, version = version + 1, language = $4, title = $5, summary = $6, \
         title_other = $7, summary_other = $8, topics = $9, steps = $10, indicators = $11, problem = $12, solution = $13, \
         result = $14, author_id = $15, author_post = $16, updated_at = $17, submitted_at = $18 \
         WHERE practice_id = $1 AND number = $2",
    )
    .bind(current.practice)
    .bind(current.number);
    let result = bind_content(query, state, content)?
        .bind(actor.id)
        .bind(&actor.post)
        .bind(now)
        .bind((state == State::InReview).then_some(now))
        .execute(write.connection())
        .await?;
    expect_one(&result)
}

/// Begins the next revision; one that still waited is withdrawn, and kept.
async fn begin_next(
    write: &mut Write,
    actor: &Actor,
    current: &Revision,
    content: &Content,
    state: State,
    restored_from: Option<i64>,
) -> Result<Seen, AppError> {
    sqlx::query(
        "UPDATE practice_revisions SET state = 'withdrawn' WHERE practice_id = $1 AND state IN ('draft', 'in_review')",
    )
    .bind(current.practice)
    .execute(write.connection())
    .await?;
    let number = current.number + 1;
    set_latest(write, current.practice, number).await?;
    insert_revision(
        write,
        &NewRevision {
            practice: current.practice,
            number,
            state,
            author: Some(actor.id),
            author_post: &actor.post,
            restored_from,
            content,
        },
    )
    .await?;
    Ok(Seen { number, version: 1 })
}

pub(super) async fn set_latest(write: &mut Write, id: Id, number: i64) -> Result<(), AppError> {
    let result = sqlx::query("UPDATE practices SET latest_revision = $2 WHERE id = $1")
        .bind(id)
        .bind(number)
        .execute(write.connection())
        .await?;
    expect_one(&result)
}

pub(super) async fn insert_revision(
    write: &mut Write,
    new: &NewRevision<'_>,
) -> Result<(), AppError> {
    let now = write.now_micros();
    let query = sqlx::query(
        "INSERT INTO practice_revisions (practice_id, number, state, version, language, title, summary, title_other, \
         summary_other, topics, steps, indicators, problem, solution, result, author_id, author_post, restored_from, note, \
         created_at, updated_at, submitted_at, decided_post, sole_publisher) \
         VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', $18, $18, $19, '', 0)",
    )
    .bind(new.practice)
    .bind(new.number);
    bind_content(query, new.state, new.content)?
        .bind(new.author)
        .bind(new.author_post)
        .bind(new.restored_from)
        .bind(now)
        .bind((new.state == State::InReview).then_some(now))
        .execute(write.connection())
        .await?;
    Ok(())
}

/// `$3`: the state; `$4` to `$14`: the words.
fn bind_content<'q>(
    query: Query<'q>,
    state: State,
    content: &'q Content,
) -> Result<Query<'q>, AppError> {
    Ok(query
        .bind(state.as_str())
        .bind(content.language.code())
        .bind(&content.title)
        .bind(&content.summary)
        .bind(&content.title_other)
        .bind(&content.summary_other)
        .bind(json(&content.topics)?)
        .bind(json(&content.steps)?)
        .bind(json(&content.indicators)?)
        .bind(&content.problem)
        .bind(&content.solution)
        .bind(&content.result))
}
