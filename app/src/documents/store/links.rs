//! What hangs on what.

use super::read;
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{Db, Entity, Write};
use crate::documents::types::{Document, Target};
use crate::error::AppError;

/// The documents that hang on something, as far as the actor may see them.
pub async fn attached(
    db: &Db,
    actor: Option<&Actor>,
    target: Target,
) -> Result<Vec<Document>, AppError> {
    read::hanging_on(db, actor, target.entity.as_str(), target.id).await
}

/// What a document hangs on, oldest link first.
pub async fn links_of(db: &Db, id: Id) -> Result<Vec<Target>, AppError> {
    let rows: Vec<(String, Id)> = sqlx::query_as(
        "SELECT entity, entity_id FROM document_links WHERE document_id = $1 ORDER BY created_at, entity_id LIMIT 100",
    )
    .bind(id)
    .fetch_all(db.reader())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(entity, id)| Target::parse(&format!("{entity}:{id}")))
        .collect())
}

/// How many drafts hang on something, whoever may see them.
pub async fn drafts_on(db: &Db, target: Target) -> Result<usize, AppError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM document_links l JOIN documents d ON d.id = l.document_id \
         WHERE l.entity = $1 AND l.entity_id = $2 AND d.status = 'draft'",
    )
    .bind(target.entity.as_str())
    .bind(target.id)
    .fetch_one(db.reader())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Publishes drafts of one organization that hang on something which is being published in its name: those that whoever decides
/// has seen, so that one that was hung there meanwhile stays a draft. Their own visibility stays as it was chosen; other
/// organizations' drafts stay drafts.
pub async fn publish_seen(
    write: &mut Write,
    target: Target,
    organization: Id,
    seen: &[Id],
) -> Result<(), AppError> {
    let now = write.now_micros();
    for id in seen {
        let published = sqlx::query(
            "UPDATE documents SET status = 'published', published_at = $5, updated_at = $5, edits = edits + 1 \
             WHERE id = $1 AND status = 'draft' AND organization_id = $4 AND id IN \
             (SELECT document_id FROM document_links WHERE entity = $2 AND entity_id = $3)",
        )
        .bind(*id)
        .bind(target.entity.as_str())
        .bind(target.id)
        .bind(organization)
        .bind(now)
        .execute(write.connection())
        .await?;
        if published.rows_affected() == 1 {
            write.changed(Entity::Document, id, "published");
        }
    }
    Ok(())
}
