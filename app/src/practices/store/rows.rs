//! Rows as the database gives them, and what they mean.

use jiff::Timestamp;
use sqlx::FromRow;

use super::write::Seen;
use crate::clock::Id;
use crate::db::{At, Flag};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::practices::policy::Facts;
use crate::practices::types::{Content, State, Visibility};

/// A practice without its words.
#[derive(Clone, Debug)]
pub struct Practice {
    /// The identifier.
    pub id: Id,
    /// The owner.
    pub organization: Id,
    /// The owner's own number for it.
    pub external_id: Option<String>,
    /// Whom it was published for.
    pub visibility: Visibility,
    /// The revision that readers see.
    pub published_revision: Option<i64>,
    /// The newest revision.
    pub latest_revision: i64,
    /// The first publication.
    pub published_at: Option<Timestamp>,
    /// When the owner last said that it still runs.
    pub confirmed_at: Option<Timestamp>,
    /// When it got the badge.
    pub verified_at: Option<Timestamp>,
    /// When it was taken off.
    pub archived_at: Option<Timestamp>,
    /// When its first draft was saved.
    pub created_at: Timestamp,
    /// When what readers see last changed.
    pub updated_at: Timestamp,
}

impl Practice {
    /// What the policy looks at.
    pub fn facts(&self) -> Facts {
        Facts {
            organization: self.organization,
            visibility: self.visibility,
            published: self.published_revision.is_some(),
            archived: self.archived_at.is_some(),
        }
    }

    /// Whether a newer revision than the published one is being worked on.
    pub fn has_open_change(&self) -> bool {
        self.published_revision != Some(self.latest_revision)
    }
}

#[derive(FromRow)]
pub(super) struct PracticeRow {
    id: Id,
    organization_id: Id,
    external_id: Option<String>,
    visibility: String,
    published_revision: Option<i64>,
    latest_revision: i64,
    published_at: Option<At>,
    confirmed_at: Option<At>,
    verified_at: Option<At>,
    archived_at: Option<At>,
    created_at: At,
    updated_at: At,
}

impl From<PracticeRow> for Practice {
    fn from(row: PracticeRow) -> Self {
        Self {
            id: row.id,
            organization: row.organization_id,
            external_id: row.external_id,
            // An unknown word must never open anything.
            visibility: Visibility::parse(&row.visibility).unwrap_or(Visibility::Network),
            published_revision: row.published_revision,
            latest_revision: row.latest_revision,
            published_at: row.published_at.map(|at| at.0),
            confirmed_at: row.confirmed_at.map(|at| at.0),
            verified_at: row.verified_at.map(|at| at.0),
            archived_at: row.archived_at.map(|at| at.0),
            created_at: row.created_at.0,
            updated_at: row.updated_at.0,
        }
    }
}

/// One revision with its words.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its practice.
    pub practice: Id,
    /// Its number, from 1.
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// How often it was saved.
    pub version: i64,
    /// Its words.
    pub content: Content,
    /// Who wrote it last.
    pub author: Option<Id>,
    /// The author's post at that time.
    pub author_post: String,
    /// The revision that was restored.
    pub restored_from: Option<i64>,
    /// What the reviewer wrote.
    pub note: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
    /// When it was submitted.
    pub submitted_at: Option<Timestamp>,
    /// When it was approved or returned.
    pub decided_at: Option<Timestamp>,
    /// Who did.
    pub decided_by: Option<Id>,
    /// That person's post.
    pub decided_post: String,
    /// Whether the author approved it as the only publisher.
    pub sole_publisher: bool,
}

impl Revision {
    /// What someone has seen who sees it as it is now.
    pub fn seen(&self) -> Seen {
        Seen {
            number: self.number,
            version: self.version,
        }
    }
}

#[derive(FromRow)]
pub(super) struct RevisionRow {
    practice_id: Id,
    number: i64,
    state: String,
    version: i64,
    language: String,
    title: String,
    summary: String,
    title_other: String,
    summary_other: String,
    topics: String,
    steps: String,
    indicators: String,
    problem: String,
    solution: String,
    result: String,
    author_id: Option<Id>,
    author_post: String,
    restored_from: Option<i64>,
    note: String,
    created_at: At,
    updated_at: At,
    submitted_at: Option<At>,
    decided_at: Option<At>,
    decided_by: Option<Id>,
    decided_post: String,
    sole_publisher: Flag,
}

impl TryFrom<RevisionRow> for Revision {
    type Error = AppError;

    fn try_from(row: RevisionRow) -> Result<Self, AppError> {
        Ok(Self {
            practice: row.practice_id,
            number: row.number,
            state: State::parse(&row.state).unwrap_or(State::Draft),
            version: row.version,
            content: Content {
                language: Locale::parse(&row.language).unwrap_or_default(),
                title: row.title,
                summary: row.summary,
                title_other: row.title_other,
                summary_other: row.summary_other,
                topics: list(&row.topics)?,
                steps: list(&row.steps)?,
                indicators: list(&row.indicators)?,
                problem: row.problem,
                solution: row.solution,
                result: row.result,
            },
            author: row.author_id,
            author_post: row.author_post,
            restored_from: row.restored_from,
            note: row.note,
            created_at: row.created_at.0,
            updated_at: row.updated_at.0,
            submitted_at: row.submitted_at.map(|at| at.0),
            decided_at: row.decided_at.map(|at| at.0),
            decided_by: row.decided_by,
            decided_post: row.decided_post,
            sole_publisher: row.sole_publisher.0,
        })
    }
}

/// A list kept as JSON.
pub(super) fn list<T: serde::de::DeserializeOwned>(json: &str) -> Result<Vec<T>, AppError> {
    serde_json::from_str(json).map_err(AppError::internal)
}

/// A list as JSON.
pub(super) fn json<T: serde::Serialize>(list: &[T]) -> Result<String, AppError> {
    serde_json::to_string(list).map_err(AppError::internal)
}

/// One revision in the history: without its texts.
#[derive(Clone, Debug)]
pub struct RevisionLine {
    /// Its number.
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// Its title.
    pub title: String,
    /// The author's post; empty where imported.
    pub author_post: String,
    /// The revision that was restored.
    pub restored_from: Option<i64>,
    /// What the reviewer wrote.
    pub note: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
    /// When it was submitted.
    pub submitted_at: Option<Timestamp>,
    /// When it was approved or returned.
    pub decided_at: Option<Timestamp>,
    /// The post of who did.
    pub decided_post: String,
    /// Whether the author approved it as the only publisher.
    pub sole_publisher: bool,
}

#[derive(FromRow)]
pub(super) struct RevisionLineRow {
    number: i64,
    state: String,
    title: String,
    author_post: String,
    restored_from: Option<i64>,
    note: String,
    created_at: At,
    updated_at: At,
    submitted_at: Option<At>,
    decided_at: Option<At>,
    decided_post: String,
    sole_publisher: Flag,
}

impl From<RevisionLineRow> for RevisionLine {
    fn from(row: RevisionLineRow) -> Self {
        Self {
            number: row.number,
            state: State::parse(&row.state).unwrap_or(State::Draft),
            title: row.title,
            author_post: row.author_post,
            restored_from: row.restored_from,
            note: row.note,
            created_at: row.created_at.0,
            updated_at: row.updated_at.0,
            submitted_at: row.submitted_at.map(|at| at.0),
            decided_at: row.decided_at.map(|at| at.0),
            decided_post: row.decided_post,
            sole_publisher: row.sole_publisher.0,
        }
    }
}
