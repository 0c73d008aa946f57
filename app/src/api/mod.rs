//! The open JSON API: what its routes share, and its OpenAPI description.

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
