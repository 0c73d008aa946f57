//! The directory: municipalities, councils, partners, by governorate.

pub mod load;
pub mod store;
pub mod types;

pub use types::{Governorate, Kind, Organization, Region};

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
