//! Where entries of the index come from: each feature gives its own.

use index::{Entry, Kind};

use crate::db::{Db, Entity};
use crate::error::AppError;
use crate::{documents, organizations, practices, workshops};

/// The kinds of thing that can be found, with what the feed calls them.
pub const KINDS: [(Entity, Kind); 4] = [
    (Entity::Organization, Kind::Organization),
    (Entity::Document, Kind::Document),
    (Entity::Practice, Kind::Practice),
    (Entity::Workshop, Kind::Workshop),
];

/// The kind under which a changed thing is found; none for what is not searched.
pub fn kind_of(entity: Entity) -> Option<Kind> {
    KINDS
        .into_iter()
        .find(|(known, _)| *known == entity)
        .map(|(_, kind)| kind)
}

/// The entry of one thing; none where it is gone or nobody but its authors may see it.
pub async fn entry(db: &Db, kind: Kind, id: &str) -> Result<Option<Entry>, AppError> {
    match kind {
        Kind::Organization => organizations::search::entry(db, id).await,
        Kind::Document => documents::search::entry(db, id).await,
        Kind::Practice => practices::search::entry(db, id).await,
        Kind::Workshop => workshops::search::entry(db, id).await,
    }
}

/// Identifiers of things of this kind after one of them, in their order, at most `limit`.
pub async fn ids(db: &Db, kind: Kind, after: &str, limit: i64) -> Result<Vec<String>, AppError> {
    match kind {
        Kind::Organization => organizations::store::ids_after(db, after, limit).await,
        Kind::Document => documents::store::ids_after(db, None, after, limit).await,
        Kind::Practice => practices::store::published_ids_after(db, None, after, limit).await,
        Kind::Workshop => workshops::store::ids_after(db, None, after, limit).await,
    }
}

/// The same of those whose entries carry facts of this organization: its practices, its documents and those shared with
/// it, the workshops that it hosts.
pub async fn ids_of(
    db: &Db,
    kind: Kind,
    organization: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, AppError> {
    let of = Some(organization);
    match kind {
        Kind::Organization => Ok(Vec::new()),
        Kind::Document => documents::store::ids_after(db, of, after, limit).await,
        Kind::Practice => practices::store::published_ids_after(db, of, after, limit).await,
        Kind::Workshop => workshops::store::ids_after(db, of, after, limit).await,
    }
}
