//! Documents: files with versions that municipalities share.
//!
//! A document belongs to one organization, has a kind, topics and a visibility, and is attached to practices, workshops and
//! whatever comes later through one mechanism. Its bytes live in [`crate::storage`], named by their content.

mod archive;
pub mod download;
mod filetype;
mod names;
mod paced;
mod range;
mod sniff;
pub mod upload;

pub use filetype::FileType;
pub use sniff::Refusal;

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
