//! Writing documents. Each function is one transaction, or part of a caller's.

use crate::clock::Id;
use crate::db::{Db, Entity, Query, Write, expect_one, violates};
use crate::documents::inside::Inside;
use crate::documents::types::{Details, Document, NewFile, Status, Target};
use crate::documents::{quota, resumable};
use crate::error::AppError;

/// What became of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is stored.
    New,
    /// The same form came a second time; the first is stored.
    Before,
}

/// Stores a new document as `status`, with its first version and what it hangs on. Where the organization has no room for it,
/// the error says how much it has.
pub async fn create(
    write: &mut Write,
    (id, organization, member): (Id, Id, Id),
    details: &Details,
    file: &NewFile,
    status: Status,
    target: Option<Target>,
) -> Result<Added, AppError> {
    let now = write.now_micros();
    let inserted = sqlx::query(
        "INSERT INTO documents (id, organization_id, created_by, kind, language, licence, title_ar, title_en, description, \
         status, visibility, version, published_at, withdrawn_at, withdrawn_reason, created_at, updated_at, edits) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, CASE WHEN $10 = 'published' THEN $12 ELSE NULL END, NULL, '', $12, $12, 0)",
    )
    .bind(id)
    .bind(organization)
    .bind(member)
    .bind(details.kind.as_str())
    .bind(details.language.as_str())
    .bind(details.licence.as_str())
    .bind(&details.title_ar)
    .bind(&details.title_en)
    .bind(&details.description)
    .bind(status.as_str())
    .bind(details.visibility.as_str())
    .bind(now)
    .execute(write.connection())
    .await;
    match inserted {
        Err(error) if violates(&error, "documents", "id") => return Ok(Added::Before),
        other => other?,
    };
    keep_file(write, organization, file).await?;
    add_version(write, id, 1, member, file).await?;
    set_lists(write, id, details).await?;
    if let Some(target) = target {
        attach(write, id, target, member).await?;
    }
    write.changed(
        Entity::Document,
        id,
        if status == Status::Published {
            "published"
        } else {
            "created"
        },
    );
    Ok(Added::New)
}

/// Changes what is said about a document, unless someone else did since `seen`.
pub async fn update(
    write: &mut Write,
    id: Id,
    seen: i64,
    details: &Details,
) -> Result<(), AppError> {
    let now = write.now_micros();
    let changed = sqlx::query(
        "UPDATE documents SET kind = $3, language = $4, licence = $5, title_ar = $6, title_en = $7, description = $8, \
         visibility = $9, updated_at = $10, edits = edits + 1 WHERE id = $1 AND edits = $2 AND status <> 'withdrawn'",
    )
    .bind(id)
    .bind(seen)
    .bind(details.kind.as_str())
    .bind(details.language.as_str())
    .bind(details.licence.as_str())
    .bind(&details.title_ar)
    .bind(&details.title_en)
    .bind(&details.description)
    .bind(details.visibility.as_str())
    .bind(now)
    .execute(write.connection())
    .await?;
    expect_one(&changed)?;
    for sql in [
        "DELETE FROM document_topics WHERE document_id = $1",
        "DELETE FROM document_organizations WHERE document_id = $1",
    ] {
        sqlx::query(sql)
            .bind(id)
            .execute(write.connection())
            .await?;
    }
    set_lists(write, id, details).await?;
    write.changed(Entity::Document, id, "edited");
    Ok(())
}

/// Adds a version and makes it the current one, unless another came since `seen` or the organization has no room for it.
pub async fn replace(
    write: &mut Write,
    id: Id,
    seen: i64,
    member: Id,
    file: &NewFile,
) -> Result<(), AppError> {
    let now = write.now_micros();
    let owner: Option<Id> = sqlx::query_scalar(
        "UPDATE documents SET version = version + 1, updated_at = $3, edits = edits + 1 \
         WHERE id = $1 AND version = $2 AND status <> 'withdrawn' RETURNING organization_id",
    )
    .bind(id)
    .bind(seen)
    .bind(now)
    .fetch_optional(write.connection())
    .await?;
    let owner = owner.ok_or(AppError::Conflict)?;
    keep_file(write, owner, file).await?;
    add_version(write, id, seen + 1, member, file).await?;
    write.changed(Entity::Document, id, "replaced");
    Ok(())
}

/// Publishes a draft.
pub async fn publish(write: &mut Write, id: Id) -> Result<(), AppError> {
    let query = sqlx::query(
        "UPDATE documents SET status = 'published', published_at = $2, updated_at = $2, edits = edits + 1 \
         WHERE id = $1 AND status = 'draft'",
    )
    .bind(id)
    .bind(write.now_micros());
    change(write, id, query, "published").await
}

/// Takes a document back.
pub async fn withdraw(write: &mut Write, id: Id, reason: &str) -> Result<(), AppError> {
    let query = sqlx::query(
        "UPDATE documents SET status = 'withdrawn', withdrawn_at = $2, withdrawn_reason = $3, updated_at = $2, edits = edits + 1 \
         WHERE id = $1 AND status <> 'withdrawn'",
    )
    .bind(id)
    .bind(write.now_micros())
    .bind(reason);
    change(write, id, query, "withdrawn").await
}

/// Undoes a withdrawal: what was published is so again, a draft is a draft.
pub async fn restore(write: &mut Write, document: &Document) -> Result<(), AppError> {
    let status = if document.published_at.is_some() {
        Status::Published
    } else {
        Status::Draft
    };
    let query = sqlx::query(
        "UPDATE documents SET status = $2, withdrawn_at = NULL, withdrawn_reason = '', updated_at = $3, edits = edits + 1 \
         WHERE id = $1 AND status = 'withdrawn'",
    )
    .bind(document.id)
    .bind(status.as_str())
    .bind(write.now_micros());
    change(write, document.id, query, "restored").await
}

/// Runs what changes the one document, and notes it.
async fn change(
    write: &mut Write,
    id: Id,
    query: Query<'_>,
    kind: &'static str,
) -> Result<(), AppError> {
    let changed = query.execute(write.connection()).await?;
    expect_one(&changed)?;
    write.changed(Entity::Document, id, kind);
    Ok(())
}

/// Hangs a document on something. Twice is once.
pub async fn attach(write: &mut Write, id: Id, target: Target, member: Id) -> Result<(), AppError> {
    let now = write.now_micros();
    sqlx::query(
        "INSERT INTO document_links (entity, entity_id, document_id, created_by, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (entity, entity_id, document_id) DO NOTHING",
    )
    .bind(target.entity.as_str())
    .bind(target.id)
    .bind(id)
    .bind(member)
    .bind(now)
    .execute(write.connection())
    .await?;
    write.changed(target.entity, target.id, "document_attached");
    Ok(())
}

/// Takes a document off something.
pub async fn detach(write: &mut Write, id: Id, target: Target) -> Result<(), AppError> {
    sqlx::query(
        "DELETE FROM document_links WHERE entity = $1 AND entity_id = $2 AND document_id = $3",
    )
    .bind(target.entity.as_str())
    .bind(target.id)
    .bind(id)
    .execute(write.connection())
    .await?;
    write.changed(target.entity, target.id, "document_detached");
    Ok(())
}

/// Gives one organization's documents, and what it was named for, to another: the two were one.
pub async fn move_documents(write: &mut Write, from: Id, into: Id) -> Result<(), AppError> {
    let moved: Vec<String> = sqlx::query_scalar(
        "UPDATE documents SET organization_id = $2 WHERE organization_id = $1 RETURNING id",
    )
    .bind(from)
    .bind(into)
    .fetch_all(write.connection())
    .await?;
    for sql in [
        "DELETE FROM document_organizations WHERE organization_id = $1 AND document_id IN \
         (SELECT document_id FROM document_organizations WHERE organization_id = $2)",
        "UPDATE document_organizations SET organization_id = $2 WHERE organization_id = $1",
    ] {
        sqlx::query(sql)
            .bind(from)
            .bind(into)
            .execute(write.connection())
            .await?;
    }
    quota::store::merge(write, from, into).await?;
    for id in moved {
        write.changed(Entity::Document, id, "moved");
    }
    Ok(())
}

/// Adds the downloads of the last while, all in one transaction.
pub async fn add_downloads(
    db: &Db,
    now: jiff::Timestamp,
    counts: &[(Id, i64, i64)],
) -> Result<(), AppError> {
    let mut write = db.begin_write(now, None).await?;
    for (id, number, count) in counts {
        sqlx::query("UPDATE document_versions SET downloads = downloads + $3 WHERE document_id = $1 AND number = $2")
            .bind(*id)
            .bind(*number)
            .bind(*count)
            .execute(write.connection())
            .await?;
    }
    write.commit().await
}

/// Takes the organization's room for a file, in place of its upload's, and notes that the storage keeps it. Everything that
/// becomes a version passes here.
async fn keep_file(write: &mut Write, owner: Id, file: &NewFile) -> Result<(), AppError> {
    let upload = match file.upload {
        Some(id) => resumable::store::take_out(write, id).await?,
        None => None,
    };
    quota::store::exchange(write, upload, (owner, file.size)).await?;
    let now = write.now_micros();
    sqlx::query("INSERT INTO blobs (hash, size, created_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING")
        .bind(file.blob.as_str())
        .bind(size(file)?)
        .bind(now)
        .execute(write.connection())
        .await?;
    Ok(())
}

async fn add_version(
    write: &mut Write,
    id: Id,
    number: i64,
    member: Id,
    file: &NewFile,
) -> Result<(), AppError> {
    let now = write.now_micros();
    sqlx::query(
        "INSERT INTO document_versions (document_id, number, blob, size, file_type, file_name, note, created_by, created_at, downloads, traces, \
         inside) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11)",
    )
    .bind(id)
    .bind(number)
    .bind(file.blob.as_str())
    .bind(size(file)?)
    .bind(file.file_type.extension())
    .bind(&file.file_name)
    .bind(&file.note)
    .bind(member)
    .bind(now)
    .bind(file.traces.as_str())
    .bind(file.inside.as_ref().map(Inside::to_json))
    .execute(write.connection())
    .await?;
    Ok(())
}

async fn set_lists(write: &mut Write, id: Id, details: &Details) -> Result<(), AppError> {
    for topic in &details.topics {
        sqlx::query("INSERT INTO document_topics (document_id, topic) VALUES ($1, $2)")
            .bind(id)
            .bind(topic)
            .execute(write.connection())
            .await?;
    }
    for organization in &details.named {
        sqlx::query(
            "INSERT INTO document_organizations (document_id, organization_id) VALUES ($1, $2)",
        )
        .bind(id)
        .bind(*organization)
        .execute(write.connection())
        .await?;
    }
    Ok(())
}

fn size(file: &NewFile) -> Result<i64, AppError> {
    i64::try_from(file.size).map_err(AppError::internal)
}
