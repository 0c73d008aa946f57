//! Practices: what an organization does well, told so that another can take it up.

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
