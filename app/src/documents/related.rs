//! Other documents that a reader of one may want: those that hang on the same thing, then those of the same topics.

use super::links::Place;
use super::store;
use super::types::Document;
use crate::accounts::Actor;
use crate::db::Db;
use crate::error::AppError;

/// How many are shown.
const SHOWN: usize = 5;

/// The related documents that the actor may see, the nearest first. `places` are those on which the document hangs and of
/// which the actor knows: a place that they may not see brings nothing together.
pub(super) async fn of(
    db: &Db,
    actor: Option<&Actor>,
    document: &Document,
    places: &[Place],
) -> Result<Vec<Document>, AppError> {
    let mut related: Vec<Document> = Vec::new();
    for place in places {
        related.extend(store::attached(db, actor, place.target).await?);
    }
    related.retain(|other| other.id != document.id);
    related.sort_by_key(|other| std::cmp::Reverse(nearness(document, other)));
    related.dedup_by_key(|other| other.id);
    related.truncate(SHOWN);
    if related.len() < SHOWN {
        for other in store::of_same_topics(db, actor, document.id, SHOWN * 2).await? {
            if related.len() < SHOWN && related.iter().all(|known| known.id != other.id) {
                related.push(other);
            }
        }
    }
    Ok(related)
}

/// Shared topics, then the same kind and owner, then the newest.
fn nearness(document: &Document, other: &Document) -> impl Ord + use<> {
    let topics = other
        .topics
        .iter()
        .filter(|topic| document.topics.contains(topic))
        .count();
    let alike = u8::from(other.kind == document.kind)
        + u8::from(other.organization == document.organization);
    let since = other.published_at.unwrap_or(other.updated_at);
    (topics, alike, since.0, other.id)
}
