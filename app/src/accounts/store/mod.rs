//! All SQL of accounts.

pub mod members;
pub mod sessions;

pub use members::{
    by_email, create_member, grant_publisher, insert_member, move_members, profile, save_profile,
};
pub use sessions::{actor_by_session, end_all_sessions, end_session, open_session};
