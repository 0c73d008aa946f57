//! All SQL of documents.

pub mod blobs;
mod inside;
mod links;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use inside::{Unseen, set_inside, unseen};
pub use links::{attached, drafts_on, links_of, publish_seen};
pub use read::{
    Filter, by_id, by_ids, ids_after, list, of_same_topics, published, version, versions,
};
pub use write::{
    Added, add_downloads, attach, create, detach, move_documents, publish, replace, restore,
    update, withdraw,
};
