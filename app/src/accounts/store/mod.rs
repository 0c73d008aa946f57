//! All SQL of accounts.

pub mod invitations;
pub mod members;
pub mod requests;
pub mod resets;
pub mod roles;
pub mod sessions;
pub mod tokens;

#[cfg(test)]
mod tests;

pub use invitations::{
    invite, open_invitation, pending_invitations, take_invitation, withdraw_invitation,
};
pub use members::{Entry, admins, coordinators, entry, members_of, other, publishers_of};
pub use members::{
    by_email, create_member, grant_publisher, insert_member, move_members, profile, save_profile,
};
pub use resets::{add_reset, open_reset, set_password, take_reset};
pub use sessions::{actor_by_session, end_all_sessions, end_session, open_session};
pub use tokens::actor_by_token;
