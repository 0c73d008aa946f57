//! The directory: municipalities, councils, partners, by governorate.

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
