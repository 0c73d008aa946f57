//! Documents: files with versions that municipalities share.
//!
//! A document belongs to one organization, has a kind, topics and a visibility, and is attached to practices, workshops and
//! whatever comes later through one mechanism ([`links`]). Its bytes live in [`crate::storage`], named by their content. Members
//! upload drafts; publishers publish them, or they are published with the practice that they hang on.

mod admission;
pub mod api;
mod archive;
pub mod audit;
mod clean;
mod create;
pub mod download;
mod downloads;
mod file_field;
mod filetype;
mod form_view;
pub mod forms;
pub mod input;
pub mod inside;
pub mod jobs;
pub mod links;
mod mails;
pub(crate) mod names;
mod paced;
pub mod pages;
pub mod policy;
mod preview;
pub mod quota;
mod range;
mod receiving;
mod related;
pub mod resumable;
pub mod search;
mod sniff;
pub mod states;
pub mod store;
pub mod sums;
mod thumbnail;
mod titles;
pub mod types;
pub mod upload;
mod versions;
pub mod view;
pub mod virus;
pub(crate) mod words;

pub use downloads::Downloads;
pub use filetype::FileType;
pub use inside::Inside;
pub use links::attached_to;
pub use sniff::Refusal;
pub use types::{Document, Target};

use crate::error::AppError;
use crate::routes::{Class, Route};
use crate::storage::StorageError;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    [site(), resumable::routes(), quota::routes()].concat()
}

fn site() -> Vec<Route> {
    vec![
        Route::get("/documents", pages::index),
        Route::get("/documents/new", create::new),
        Route::post("/documents/new", create::create).class(Class::Upload),
        Route::get("/documents/attach", states::choose),
        Route::get("/documents/{id}", pages::show),
        Route::get("/documents/{id}/edit", forms::edit),
        Route::post("/documents/{id}/edit", forms::update),
        Route::get("/documents/{id}/versions/new", versions::new),
        Route::post("/documents/{id}/versions/new", versions::create).class(Class::Upload),
        Route::post("/documents/{id}/publication", states::publish),
        Route::get("/documents/{id}/withdrawal", states::withdrawal),
        Route::post("/documents/{id}/withdrawal", states::withdraw),
        Route::post("/documents/{id}/restoration", states::restore),
        Route::post("/documents/{id}/links", states::attach),
        Route::post("/documents/{id}/links/removal", states::detach),
        Route::get("/documents/{id}/preview", preview::show),
        Route::get("/documents/{id}/download", pages::download).class(Class::Stream),
        Route::get(
            "/documents/{id}/versions/{number}/download",
            pages::download_version,
        )
        .class(Class::Stream),
        Route::get("/api/v1/documents", api::index).root(),
        Route::get("/api/v1/documents/{id}", api::show).root(),
    ]
}

/// A file that the database knows and the storage does not have, or not as it was: for the log, not for the reader.
pub(crate) fn lost(error: StorageError) -> AppError {
    match error {
        StorageError::Other(cause) => AppError::Storage(cause),
        other => AppError::internal(other),
    }
}
