//! Who may do what with accounts.

use super::Actor;
use crate::clock::Id;

/// Whether the actor looks after the organization's accounts: sees them, invites, decides on requests to join, asks for a
/// recovery. Nobody but the person ever sets a password.
pub fn may_look_after(actor: &Actor, organization: Id) -> bool {
    actor.publishes_for(organization)
}

/// Whether the actor grants and revokes roles, closes accounts, carries out recoveries.
pub fn may_administer(actor: &Actor) -> bool {
    actor.admin
}

/// How many invitations the actor may send in a day.
pub fn invitations_a_day(actor: &Actor) -> i64 {
    if actor.admin { 200 } else { 30 }
}
