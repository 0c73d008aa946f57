//! Who may do what to the list of topics. Everyone may read it.

use crate::accounts::Actor;

/// Whether the actor may add, rename and retire topics.
pub fn may_curate(actor: Option<&Actor>) -> bool {
    actor.is_some_and(Actor::coordinates)
}
