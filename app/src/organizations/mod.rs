//! The directory: municipalities, councils, partners, by governorate.

pub mod api;
pub mod csv;
mod curation;
pub mod forms;
mod import;
pub mod load;
pub mod map;
pub mod merge;
pub mod pages;
pub mod policy;
pub mod search;
pub mod store;
pub mod types;

pub use types::{Governorate, Kind, Organization, Region};

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/organizations", pages::index),
        Route::post("/organizations", forms::create),
        Route::get("/organizations/new", forms::new),
        Route::get("/organizations/import", import::new),
        Route::post("/organizations/import", import::create),
        Route::get("/organizations/{slug}", pages::show),
        Route::get("/organizations/{slug}/edit", forms::edit),
        Route::post("/organizations/{slug}/edit", forms::update),
        Route::post("/organizations/{slug}/retirement", curation::retire),
        Route::post("/organizations/{slug}/restoration", curation::restore),
        Route::post("/organizations/{slug}/merger", curation::merge),
        Route::get("/api/v1/organizations", api::list).root(),
        Route::get("/api/v1/organizations/{slug}", api::show).root(),
        Route::get("/organizations.csv", pages::export).root(),
        Route::get("/about-data", pages::about_data),
    ]
}
