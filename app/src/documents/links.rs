//! What documents hang on: the titles and rights of practices and workshops, asked from those features.

use super::store;
use super::types::{Document, Status, Target};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{Db, Entity};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::{practices, workshops};

/// A practice or a workshop, as documents need to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which one.
    pub target: Target,
    /// Its title in the reader's language.
    pub title: String,
    /// The path of its page, after the language.
    pub path: String,
    /// Whose it is, where it is one organization's: new documents for it are theirs too.
    pub owner: Option<Id>,
    /// Whether the actor may hang documents on it.
    pub may_attach: bool,
    /// Whether nothing will come of it any more, so that nobody may.
    pub over: bool,
    /// Whether the actor may change what others see on it.
    pub may_show: bool,
    /// Whether others than its owner see it already.
    pub published: bool,
}

impl Place {
    /// Whether the actor may hang such a document on it, or take it off. Others see that at once, unless it is a draft of the
    /// place's own organization: that one waits for a publisher.
    pub fn may_link(&self, organization: Id, status: Status) -> bool {
        let waits = status == Status::Draft && self.owner == Some(organization);
        self.may_attach && (self.may_show || waits)
    }
}

/// The place, if the actor may see it.
pub async fn place(
    db: &Db,
    actor: Option<&Actor>,
    locale: Locale,
    target: Target,
) -> Result<Option<Place>, AppError> {
    match target.entity {
        Entity::Practice => practice(db, actor, locale, target).await,
        Entity::Workshop => workshop(db, actor, locale, target).await,
        _ => Ok(None),
    }
}

async fn practice(
    db: &Db,
    actor: Option<&Actor>,
    locale: Locale,
    target: Target,
) -> Result<Option<Place>, AppError> {
    let Some(practice) = practices::store::by_id(db, target.id).await? else {
        return Ok(None);
    };
    if !practices::policy::may_see(actor, &practice.facts()) {
        return Ok(None);
    }
    let number = practice
        .published_revision
        .unwrap_or(practice.latest_revision);
    let Some(revision) = practices::store::revision(db, practice.id, number).await? else {
        return Ok(None);
    };
    let facts = practice.facts();
    let drafts = |actor| practices::policy::may_draft(actor, practice.organization);
    let shows = |actor| practices::policy::may_show(actor, &facts);
    Ok(Some(Place {
        target,
        title: revision.content.title_in(locale).0.to_owned(),
        path: format!("/practices/{}", practice.id),
        owner: Some(practice.organization),
        may_attach: actor.is_some_and(drafts),
        over: false,
        may_show: actor.is_some_and(shows),
        published: practice.published_revision.is_some(),
    }))
}

async fn workshop(
    db: &Db,
    actor: Option<&Actor>,
    locale: Locale,
    target: Target,
) -> Result<Option<Place>, AppError> {
    let found = workshops::store::by_id(db, target.id).await?;
    let seen = found.filter(|workshop| workshops::policy::may_see(actor, workshop));
    Ok(seen.map(|workshop| {
        let attaches = workshops::policy::may_attach(actor, &workshop);
        Place {
            target,
            title: workshop.plan.title_in(locale).0.to_owned(),
            path: format!("/workshops/{}", workshop.id),
            owner: None,
            may_attach: attaches,
            over: workshop.decision == workshops::Decision::Declined,
            may_show: attaches,
            published: workshop.decision.was_on_calendar(),
        }
    }))
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
