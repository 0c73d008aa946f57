//! Topics: the curated list that everything is filed under.

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
