//! Files that arrive in pieces over a line that breaks, by the tus resumable upload protocol 1.0.0
//! (<https://tus.io/protocols/resumable-upload>) with its extensions creation, creation-with-upload, termination, checksum and
//! expiration; and files that came whole and wait for the rest of their form.
//!
//! An upload is a member's, and nobody else knows of it. Its bytes lie in staging ([`crate::storage`]), as many as have
//! arrived; the row only says how many it will be. A document is made of it by the form at `/documents/new`.

mod checksum;
mod metadata;
mod receive;
pub mod store;
mod tus;
pub mod types;
pub(super) mod waiting;

use crate::routes::{Class, Route};

/// Where programs send files.
pub const PATH: &str = "/files/uploads";

/// The URLs of uploads.
pub fn routes() -> Vec<Route> {
    [
        Route::options("/files/uploads", tus::options),
        Route::post("/files/uploads", tus::create),
        Route::options("/files/uploads/{id}", tus::options),
        Route::get("/files/uploads/{id}", tus::show),
        Route::patch("/files/uploads/{id}", tus::append),
        Route::post("/files/uploads/{id}", tus::overridden),
        Route::delete("/files/uploads/{id}", tus::terminate),
    ]
    .into_iter()
    .map(|route| route.root().class(Class::Upload))
    .collect()
}
