//! What documents hang on: the titles and rights of practices and workshops, asked from those features.

use super::store;
use super::types::{Document, Target};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{Db, Entity};
use crate::error::AppError;
use crate::i18n::Locale;

/// A practice or a workshop, as documents need to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which one.
    pub target: Target,
    /// Its title in the reader's language.
    pub title: String,
    /// The path of its page, after the language.
    pub path: String,
    /// Whether the actor may hang documents on it.
    pub may_attach: bool,
    /// Whether others than its owner see it already.
    pub published: bool,
}

/// The place, if the actor may see it.
pub async fn place(
    _db: &Db,
    _actor: Option<&Actor>,
    _locale: Locale,
    target: Target,
) -> Result<Option<Place>, AppError> {
    match target.entity {
        // Practices and workshops answer here as they come.
        _ => Ok(None),
    }
}

/// Where a document is used, as far as the actor may see those places.
pub async fn uses(
    db: &Db,
    actor: Option<&Actor>,
    locale: Locale,
    id: Id,
) -> Result<Vec<Place>, AppError> {
    let mut places = Vec::new();
    for target in store::links_of(db, id).await? {
        places.extend(place(db, actor, locale, target).await?);
    }
    Ok(places)
}

/// The documents that hang on something, as far as the actor may see them: for the page of a practice or a workshop.
pub async fn attached_to(
    db: &Db,
    actor: Option<&Actor>,
    entity: Entity,
    id: Id,
) -> Result<Vec<Document>, AppError> {
    store::attached(db, actor, Target { entity, id }).await
}
