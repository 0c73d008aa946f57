//! Who may do what with a document. Pages, forms, API and downloads ask here; lists filter in SQL by the same rule.

use super::types::{Document, Status, Visibility};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::Where;

/// Whether this actor may know of the document and read its page. A withdrawn one still says why to those who could read it.
pub fn may_see(actor: Option<&Actor>, document: &Document) -> bool {
    if actor.is_some_and(|actor| actor.belongs_to(document.organization)) {
        return true;
    }
    let was_published = document.published_at.is_some();
    match document.status {
        Status::Draft => false,
        Status::Withdrawn if !was_published => false,
        Status::Published | Status::Withdrawn => match document.visibility {
            Visibility::Public => true,
            Visibility::Network => actor.is_some(),
            Visibility::Organizations => {
                actor.is_some_and(|actor| document.named.contains(&actor.organization))
            }
        },
    }
}

/// Whether this actor may have the file. Of a withdrawn document only the owner may.
pub fn may_download(actor: Option<&Actor>, document: &Document) -> bool {
    may_see(actor, document)
        && (document.status != Status::Withdrawn
            || actor.is_some_and(|actor| actor.belongs_to(document.organization)))
}

/// Whether this actor may upload a document for the organization.
pub fn may_upload(actor: &Actor, organization: Id) -> bool {
    actor.belongs_to(organization)
}

/// Whether this actor sees how much every organization has put in, and sets how much it may.
pub fn may_set_limits(actor: &Actor) -> bool {
    actor.admin
}

/// Whether this actor may change details or file: a draft everyone of the organization, what is published its publishers.
pub fn may_edit(actor: &Actor, document: &Document) -> bool {
    match document.status {
        Status::Draft => actor.belongs_to(document.organization),
        Status::Published => actor.publishes_for(document.organization),
        Status::Withdrawn => false,
    }
}

/// Whether this actor may publish the draft in the organization's name.
pub fn may_publish(actor: &Actor, document: &Document) -> bool {
    document.status == Status::Draft && actor.publishes_for(document.organization)
}

/// Whether this actor may take the document back. Coordinators moderate what the network reads.
pub fn may_withdraw(actor: &Actor, document: &Document) -> bool {
    match document.status {
        Status::Draft => actor.belongs_to(document.organization),
        Status::Published => {
            actor.publishes_for(document.organization)
                || (actor.coordinates() && may_see(Some(actor), document))
        }
        Status::Withdrawn => false,
    }
}

/// Whether this actor may undo a withdrawal.
pub fn may_restore(actor: &Actor, document: &Document) -> bool {
    document.status == Status::Withdrawn && actor.publishes_for(document.organization)
}

/// The rule of [`may_see`] as a condition on `documents d`, for lists.
pub(super) fn visible(conditions: Where, actor: Option<&Actor>) -> Where {
    match actor {
        Some(actor) if actor.admin => conditions,
        None => conditions.and_plain("d.published_at IS NOT NULL AND d.status <> 'draft' AND d.visibility = 'public'"),
        Some(actor) => conditions
            .and(
                "d.published_at IS NOT NULL AND d.status <> 'draft' AND (d.visibility IN ('public', 'network') OR EXISTS \
                 (SELECT 1 FROM document_organizations x WHERE x.document_id = d.id AND x.organization_id = ?))",
                actor.organization,
            )
            .or_in("d.organization_id", own(actor)),
    }
}

/// The organizations in whose name this actor drafts.
pub fn own(actor: &Actor) -> Vec<Id> {
    let mut own = actor.publisher_of.clone();
    if !own.contains(&actor.organization) {
        own.push(actor.organization);
    }
    own
}
