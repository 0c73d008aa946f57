//! Reading documents. Every function that takes an actor gives only what the policy lets this actor see.

use std::collections::HashMap;

use sqlx::FromRow;

use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{At, Db, Where};
use crate::documents::filetype::FileType;
use crate::documents::inside::Inside;
use crate::documents::policy;
use crate::documents::types::{
    Document, Kind, Language, Licence, Status, Traces, Version, Visibility,
};
use crate::error::AppError;
use crate::storage::BlobHash;

pub(super) const COLUMNS: &str = "SELECT d.id, d.organization_id, d.created_by, d.kind, d.language, d.licence, d.title_ar, d.title_en, \
     d.description, d.status, d.visibility, d.published_at, d.withdrawn_at, d.withdrawn_reason, d.updated_at, d.edits, \
     v.number, v.blob, v.size, v.file_type, v.file_name, v.note, v.created_at AS version_at, v.downloads, v.traces, v.inside \
     FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.version";

/// More than hangs on any one thing.
const MANY: i64 = 200;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A topic's slug.
    pub topic: Option<String>,
    /// A kind.
    pub kind: Option<Kind>,
    /// An owner.
    pub organization: Option<Id>,
    /// A language; documents in both count for either.
    pub language: Option<Language>,
    /// A status; without one, everything but what was withdrawn.
    pub status: Option<Status>,
}

impl Filter {
    fn conditions(&self, actor: Option<&Actor>) -> Where {
        let all = Where::new()
            .and_some(
                "EXISTS (SELECT 1 FROM document_topics x WHERE x.document_id = d.id AND x.topic = ?)",
                self.topic.clone(),
            )
            .and_some("d.kind = ?", self.kind.map(Kind::as_str))
            .and_some("d.organization_id = ?", self.organization)
            .and_some("d.language IN (?, 'both')", self.language.map(Language::as_str));
        let all = match self.status {
            Some(status) => all.and("d.status = ?", status.as_str()),
            None => all.and_plain("d.status <> 'withdrawn'"),
        };
        policy::visible(all, actor)
    }
}

/// `size` documents from `offset`, newest first, and how many there are.
pub async fn list(
    db: &Db,
    actor: Option<&Actor>,
    filter: &Filter,
    size: i64,
    offset: i64,
) -> Result<(Vec<Document>, i64), AppError> {
    let (sql, arguments) = filter
        .conditions(actor)
        .whole("SELECT COUNT(*) FROM documents d", "")?;
    let total = sqlx::query_scalar_with(sql, arguments)
        .fetch_one(db.reader())
        .await?;
    let order = "ORDER BY COALESCE(d.published_at, d.updated_at) DESC, d.id DESC";
    let (sql, arguments) = filter
        .conditions(actor)
        .page(COLUMNS, order, size, offset)?;
    let rows: Vec<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    Ok((complete(db, rows).await?, total))
}

/// The document, if the actor may see it.
pub async fn by_id(db: &Db, actor: Option<&Actor>, id: Id) -> Result<Option<Document>, AppError> {
    Ok(by_ids(db, actor, &[id]).await?.pop())
}

/// Those of the documents that the actor may see, in no order.
pub async fn by_ids(db: &Db, actor: Option<&Actor>, ids: &[Id]) -> Result<Vec<Document>, AppError> {
    let ids = ids.iter().copied().take(500);
    let (sql, arguments) =
        policy::visible(Where::new().and_in("d.id", ids), actor).whole(COLUMNS, "")?;
    let rows: Vec<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    complete(db, rows).await
}

/// Those that hang on something, seen by the actor and not withdrawn, oldest link first.
pub(super) async fn hanging_on(
    db: &Db,
    actor: Option<&Actor>,
    entity: &'static str,
    id: Id,
) -> Result<Vec<Document>, AppError> {
    let links: Vec<Id> = sqlx::query_scalar(
        "SELECT document_id FROM document_links WHERE entity = $1 AND entity_id = $2 ORDER BY created_at, document_id LIMIT $3",
    )
    .bind(entity)
    .bind(id)
    .bind(MANY)
    .fetch_all(db.reader())
    .await?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = by_ids(db, actor, &links).await?;
    found.retain(|document| document.status != Status::Withdrawn);
    found.sort_by_key(|document| links.iter().position(|id| *id == document.id));
    Ok(found)
}

/// Other documents with a topic of this one that the actor may see, those with most of them first, then those of the same
/// kind and owner, then the newest.
pub async fn of_same_topics(
    db: &Db,
    actor: Option<&Actor>,
    id: Id,
    limit: usize,
) -> Result<Vec<Document>, AppError> {
    // `?` is the one value, and the first: the order names it too.
    let others = Where::new().and(
        "d.id <> ? AND d.status <> 'withdrawn' AND d.id IN (SELECT x.document_id FROM document_topics own \
         JOIN document_topics x ON x.topic = own.topic WHERE own.document_id = ?)",
        id,
    );
    let order = "ORDER BY (SELECT COUNT(*) FROM document_topics own JOIN document_topics x ON x.topic = own.topic \
         WHERE own.document_id = $1 AND x.document_id = d.id) DESC, \
         (SELECT CASE WHEN o.kind = d.kind THEN 1 ELSE 0 END + CASE WHEN o.organization_id = d.organization_id THEN 1 ELSE 0 END \
         FROM documents o WHERE o.id = $1) DESC, COALESCE(d.published_at, d.updated_at) DESC, d.id DESC";
    let limit = i64::try_from(limit).map_err(AppError::internal)?;
    let (sql, arguments) = policy::visible(others, actor).page(COLUMNS, order, limit, 0)?;
    let rows: Vec<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    complete(db, rows).await
}

/// A published document, whoever asks: for the index, which asks for rights itself.
pub async fn published(db: &Db, id: Id) -> Result<Option<Document>, AppError> {
    let (sql, arguments) = Where::new()
        .and("d.id = ?", id)
        .and_plain("d.status = 'published'")
        .whole(COLUMNS, "")?;
    let rows: Vec<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    Ok(complete(db, rows).await?.pop())
}

/// Identifiers of documents after one of them, in their order: of all, or of those that an organization owns or was named
/// for.
pub async fn ids_after(
    db: &Db,
    organization: Option<&str>,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, AppError> {
    Where::new()
        .and_some(
            "organization_id = ? OR id IN (SELECT document_id FROM document_organizations WHERE organization_id = ?)",
            organization,
        )
        .ids_after(db, "SELECT id FROM documents", after, limit)
        .await
}

/// All versions, newest first.
pub async fn versions(db: &Db, id: Id) -> Result<Vec<Version>, AppError> {
    let rows: Vec<VersionRow> = sqlx::query_as(
        "SELECT number, blob, size, file_type, file_name, note, created_at AS version_at, downloads, traces, inside \
         FROM document_versions WHERE document_id = $1 ORDER BY number DESC LIMIT $2",
    )
    .bind(id)
    .bind(MANY)
    .fetch_all(db.reader())
    .await?;
    rows.into_iter().map(VersionRow::read).collect()
}

/// One version.
pub async fn version(db: &Db, id: Id, number: i64) -> Result<Option<Version>, AppError> {
    let row: Option<VersionRow> = sqlx::query_as(
        "SELECT number, blob, size, file_type, file_name, note, created_at AS version_at, downloads, traces, inside \
         FROM document_versions WHERE document_id = $1 AND number = $2",
    )
    .bind(id)
    .bind(number)
    .fetch_optional(db.reader())
    .await?;
    row.map(VersionRow::read).transpose()
}

#[derive(FromRow)]
pub(super) struct Row {
    id: Id,
    organization_id: Id,
    created_by: Id,
    kind: String,
    language: String,
    licence: String,
    title_ar: String,
    title_en: String,
    description: String,
    status: String,
    visibility: String,
    published_at: Option<At>,
    withdrawn_at: Option<At>,
    withdrawn_reason: String,
    updated_at: At,
    edits: i64,
    #[sqlx(flatten)]
    version: VersionRow,
}

#[derive(FromRow)]
struct VersionRow {
    number: i64,
    blob: String,
    size: i64,
    file_type: String,
    file_name: String,
    note: String,
    version_at: At,
    downloads: i64,
    traces: String,
    inside: Option<String>,
}

impl VersionRow {
    fn read(self) -> Result<Version, AppError> {
        Ok(Version {
            number: self.number,
            blob: known(BlobHash::parse(&self.blob))?,
            size: self.size,
            file_type: known(FileType::by_extension(&self.file_type))?,
            file_name: self.file_name,
            note: self.note,
            created_at: self.version_at,
            downloads: self.downloads,
            traces: known(Traces::parse(&self.traces))?,
            inside: self.inside.as_deref().map(Inside::from_json),
        })
    }
}

/// Rows with their topics and named organizations: two more statements for any number of rows.
async fn complete(db: &Db, rows: Vec<Row>) -> Result<Vec<Document>, AppError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || rows.iter().map(|row| row.id);
    let (sql, arguments) = Where::new().and_in("document_id", ids()).whole(
        "SELECT document_id, topic FROM document_topics",
        "ORDER BY topic",
    )?;
    let topics: Vec<(Id, String)> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    let (sql, arguments) = Where::new().and_in("document_id", ids()).whole(
        "SELECT document_id, organization_id FROM document_organizations",
        "ORDER BY organization_id",
    )?;
    let named: Vec<(Id, Id)> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    let (mut topics, mut named) = (grouped(topics), grouped(named));
    rows.into_iter()
        .map(|row| {
            let id = row.id;
            document(
                row,
                topics.remove(&id).unwrap_or_default(),
                named.remove(&id).unwrap_or_default(),
            )
        })
        .collect()
}

fn grouped<T>(pairs: Vec<(Id, T)>) -> HashMap<Id, Vec<T>> {
    let mut groups: HashMap<Id, Vec<T>> = HashMap::new();
    for (id, value) in pairs {
        groups.entry(id).or_default().push(value);
    }
    groups
}

fn document(row: Row, topics: Vec<String>, named: Vec<Id>) -> Result<Document, AppError> {
    Ok(Document {
        id: row.id,
        organization: row.organization_id,
        created_by: row.created_by,
        kind: known(Kind::parse(&row.kind))?,
        language: known(Language::parse(&row.language))?,
        licence: known(Licence::parse(&row.licence))?,
        title_ar: row.title_ar,
        title_en: row.title_en,
        description: row.description,
        status: known(Status::parse(&row.status))?,
        visibility: known(Visibility::parse(&row.visibility))?,
        named,
        topics,
        published_at: row.published_at,
        withdrawn_at: row.withdrawn_at,
        withdrawn_reason: row.withdrawn_reason,
        updated_at: row.updated_at,
        edits: row.edits,
        current: row.version.read()?,
    })
}

/// A word that this version of the program does not know was written by a later one.
fn known<T>(value: Option<T>) -> Result<T, AppError> {
    value.ok_or_else(|| AppError::internal("a document holds a word that is not known here"))
}
