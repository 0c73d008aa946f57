//! Finding things: the index's follower, the search page and API.

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
