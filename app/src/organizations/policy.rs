//! Who may do what to an entry of the directory. Everyone may read it.

use super::Organization;
use crate::accounts::Actor;

/// Whether the actor may correct the facts of any entry, add, merge and retire.
pub fn may_curate(actor: Option<&Actor>) -> bool {
    actor.is_some_and(|actor| actor.admin)
}

/// Whether the actor may write what the organization says of itself.
pub fn may_edit_profile(actor: Option<&Actor>, organization: &Organization) -> bool {
    organization.retired_at.is_none()
        && actor.is_some_and(|actor| actor.publishes_for(organization.id))
}
