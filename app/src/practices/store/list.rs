//! Lists: what readers see, narrowed by filters; what an organization works on.

use jiff::Timestamp;
use sqlx::FromRow;

use super::rows::{self, Practice};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{At, Db, Flag, Where};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::practices::policy;
use crate::practices::types::{Content, State, Visibility, in_language};

/// More open drafts than an organization can have on its desk.
const DRAFTS_SHOWN: i64 = 200;

const COUNT: &str = "SELECT COUNT(*) FROM practices p";
const ITEMS: &str = "SELECT p.id, p.organization_id, p.external_id, p.visibility, p.has_indicators, p.published_at, \
     p.confirmed_at, p.verified_at, p.updated_at, r.language, r.title, r.summary, r.title_other, r.summary_other, r.topics \
     FROM practices p JOIN practice_revisions r ON r.practice_id = p.id AND r.number = p.published_revision";
const NEWEST: &str = "ORDER BY p.published_at DESC, p.id DESC";

/// What a list is narrowed to. Empty: everything the reader may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The slug of a topic; its children are included.
    pub topic: Option<String>,
    /// The word of a region.
    pub region: Option<String>,
    /// The slug of a governorate.
    pub governorate: Option<String>,
    /// The slug of the owner.
    pub organization: Option<String>,
    /// The owner's own number.
    pub external_id: Option<String>,
    /// Only those with the badge.
    pub verified: bool,
    /// Only those with figures.
    pub indicators: bool,
}

impl Filter {
    fn conditions(&self, actor: Option<&Actor>) -> Where {
        let mut all = Where::new()
            .and_plain(policy::listed(actor))
            .and_some(
                "p.id IN (SELECT practice_id FROM practice_topics WHERE topic IN \
                 (SELECT slug FROM topics WHERE slug = ? OR parent = ?))",
                self.topic.clone(),
            )
            .and_some(
                "p.organization_id IN (SELECT o.id FROM organizations o JOIN governorates g ON g.slug = o.governorate \
                 WHERE g.region = ?)",
                self.region.clone(),
            )
            .and_some(
                "p.organization_id IN (SELECT id FROM organizations WHERE governorate = ?)",
                self.governorate.clone(),
            )
            .and_some(
                "p.organization_id IN (SELECT id FROM organizations WHERE slug = ?)",
                self.organization.clone(),
            )
            .and_some("p.external_id = ?", self.external_id.clone());
        if self.verified {
            all = all.and_plain("p.verified_at IS NOT NULL");
        }
        if self.indicators {
            all = all.and_plain("p.has_indicators = 1");
        }
        all
    }
}

/// A practice in a list.
#[derive(Clone, Debug)]
pub struct Item {
    /// The identifier.
    pub id: Id,
    /// The owner.
    pub organization: Id,
    /// The owner's own number for it.
    pub external_id: Option<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// The language it was written in.
    pub language: Locale,
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// The title in the other language, or empty.
    pub title_other: String,
    /// The summary in the other language, or empty.
    pub summary_other: String,
    /// Slugs of its topics.
    pub topics: Vec<String>,
    /// Whether it has figures.
    pub has_indicators: bool,
    /// The first publication.
    pub published_at: Option<Timestamp>,
    /// When the owner last said that it still runs.
    pub confirmed_at: Option<Timestamp>,
    /// Whether it has the badge.
    pub verified: bool,
    /// When what readers see last changed.
    pub updated_at: Timestamp,
}

impl Item {
    /// The line of one practice whose published words are at hand.
    pub fn of(practice: Practice, content: Content) -> Self {
        Self {
            id: practice.id,
            organization: practice.organization,
            external_id: practice.external_id,
            visibility: practice.visibility,
            language: content.language,
            title: content.title,
            summary: content.summary,
            title_other: content.title_other,
            summary_other: content.summary_other,
            topics: content.topics,
            has_indicators: !content.indicators.is_empty(),
            published_at: practice.published_at,
            confirmed_at: practice.confirmed_at,
            verified: practice.verified_at.is_some(),
            updated_at: practice.updated_at,
        }
    }

    /// The title for a reader, and the language it is in.
    pub fn title_in(&self, locale: Locale) -> (&str, Locale) {
        in_language(self.language, &self.title, &self.title_other, locale)
    }

    /// The summary for a reader, and the language it is in.
    pub fn summary_in(&self, locale: Locale) -> (&str, Locale) {
        in_language(self.language, &self.summary, &self.summary_other, locale)
    }
}

#[derive(FromRow)]
struct ItemRow {
    id: Id,
    organization_id: Id,
    external_id: Option<String>,
    visibility: String,
    has_indicators: Flag,
    published_at: Option<At>,
    confirmed_at: Option<At>,
    verified_at: Option<At>,
    updated_at: At,
    language: String,
    title: String,
    summary: String,
    title_other: String,
    summary_other: String,
    topics: String,
}

impl TryFrom<ItemRow> for Item {
    type Error = AppError;

    fn try_from(row: ItemRow) -> Result<Self, AppError> {
        Ok(Self {
            id: row.id,
            organization: row.organization_id,
            external_id: row.external_id,
            visibility: Visibility::parse(&row.visibility).unwrap_or(Visibility::Network),
            language: Locale::parse(&row.language).unwrap_or_default(),
            title: row.title,
            summary: row.summary,
            title_other: row.title_other,
            summary_other: row.summary_other,
            topics: rows::list(&row.topics)?,
            has_indicators: row.has_indicators.0,
            published_at: row.published_at.map(|at| at.0),
            confirmed_at: row.confirmed_at.map(|at| at.0),
            verified: row.verified_at.is_some(),
            updated_at: row.updated_at.0,
        })
    }
}

/// What the actor may read of what the filter asks for, newest first. The page is chosen from an index alone, and only its
/// rows are read.
pub async fn list(
    db: &Db,
    actor: Option<&Actor>,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> Result<Vec<Item>, AppError> {
    let (sql, arguments) =
        filter
            .conditions(actor)
            .page("SELECT p.id FROM practices p", NEWEST, limit, offset)?;
    let ids: Vec<Id> = sqlx::query_scalar_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    by_ids(db, actor, &ids).await
}

/// How many the actor may read of what the filter asks for.
pub async fn count(db: &Db, actor: Option<&Actor>, filter: &Filter) -> Result<i64, AppError> {
    let (sql, arguments) = filter.conditions(actor).whole(COUNT, "")?;
    Ok(sqlx::query_scalar_with(sql, arguments)
        .fetch_one(db.reader())
        .await?)
}

/// What one organization published, newest first, for its page.
pub async fn by_organization(
    db: &Db,
    actor: Option<&Actor>,
    organization: Id,
    limit: i64,
) -> Result<Vec<Item>, AppError> {
    let (sql, arguments) = Where::new()
        .and_plain(policy::listed(actor))
        .and("p.organization_id = ?", organization)
        .page(ITEMS, NEWEST, limit, 0)?;
    let rows: Vec<ItemRow> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    rows.into_iter().map(Item::try_from).collect()
}

/// The practices with these identifiers that the actor may read, newest first.
pub async fn by_ids(db: &Db, actor: Option<&Actor>, ids: &[Id]) -> Result<Vec<Item>, AppError> {
    let (sql, arguments) = Where::new()
        .and_checked(policy::listed(actor))
        .and_in("p.id", ids.iter().copied().take(500))
        .whole(ITEMS, NEWEST)?;
    let rows: Vec<ItemRow> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    rows.into_iter().map(Item::try_from).collect()
}

/// Organizations that published something the actor may read, and how much.
pub async fn organizations_with_practices(
    db: &Db,
    actor: Option<&Actor>,
) -> Result<Vec<(Id, i64)>, AppError> {
    let (sql, arguments) = Where::new().and_plain(policy::listed(actor)).whole(
        "SELECT p.organization_id, COUNT(*) FROM practices p",
        "GROUP BY p.organization_id",
    )?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// One piece of open work: a draft, or a change of something published.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// The practice.
    pub id: Id,
    /// The owner.
    pub organization: Id,
    /// Whether readers see an older revision meanwhile.
    pub published: bool,
    /// The open revision.
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// Its title.
    pub title: String,
    /// The post of who wrote it last.
    pub author_post: String,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
struct DraftRow {
    id: Id,
    organization_id: Id,
    published_revision: Option<i64>,
    number: i64,
    state: String,
    title: String,
    author_post: String,
    updated_at: At,
}

/// The open work of these organizations, newest first. Ask only for organizations whose drafts the actor may see.
pub async fn drafts(db: &Db, organizations: &[Id]) -> Result<Vec<DraftLine>, AppError> {
    let (sql, arguments) = Where::new()
        .and_in("p.organization_id", organizations.iter().copied())
        .and_plain("r.state IN ('draft', 'in_review', 'returned')")
        .page(
            "SELECT p.id, p.organization_id, p.published_revision, r.number, r.state, r.title, r.author_post, r.updated_at \
             FROM practices p JOIN practice_revisions r ON r.practice_id = p.id AND r.number = p.latest_revision",
            "ORDER BY r.updated_at DESC, p.id",
            DRAFTS_SHOWN,
            0,
        )?;
    let rows: Vec<DraftRow> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| DraftLine {
            id: row.id,
            organization: row.organization_id,
            published: row.published_revision.is_some(),
            number: row.number,
            state: State::parse(&row.state).unwrap_or(State::Draft),
            title: row.title,
            author_post: row.author_post,
            updated_at: row.updated_at.0,
        })
        .collect())
}
