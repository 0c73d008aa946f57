//! Finding things: the index's follower, the search page and API. The index itself is the crate `tabadul-index`; it is
//! derived from the database and can be deleted at any time.

pub mod api;
pub mod follower;
pub mod pages;
pub mod source;

pub use follower::Indexer;

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/search", pages::results),
        Route::get("/api/v1/search", api::search).root(),
    ]
}
