//! People with an account: members of one organization, with rights that are a union (publisher per organization,
//! coordinator for the network, admin for the server).

pub mod pages;
pub mod store;
pub mod types;

pub use types::Actor;

use crate::routes::Route;

/// The URLs of accounts.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
