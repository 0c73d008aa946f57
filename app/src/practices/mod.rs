//! Practices: what an organization does well, told so that another can take it up.
//!
//! A practice is an address; its words are in revisions, every one of which is kept. A revision is drafted, submitted,
//! returned or approved by a publisher of the owner; readers see the one approved last, whatever is being written meanwhile.

pub mod api;
mod content;
mod diff;
mod forms;
pub mod import;
mod mails;
mod number;
pub mod pages;
pub mod policy;
pub mod search;
pub mod store;
pub mod types;
mod values;

pub(crate) use pages::list::rows;

use crate::routes::Route;

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/practices", pages::list::index),
        Route::get("/practices/new", forms::edit::new),
        Route::post("/practices/new", forms::edit::create),
        Route::get("/practices/drafts", pages::drafts::index),
        Route::get("/practices/{id}", pages::detail::show),
        Route::get("/practices/{id}/edit", forms::edit::edit),
        Route::post("/practices/{id}/edit", forms::edit::update),
        Route::post("/practices/{id}/submission", forms::actions::submit),
        Route::get("/practices/{id}/review", forms::review::show),
        Route::post("/practices/{id}/review", forms::review::decide),
        Route::get("/practices/{id}/history", pages::history::index),
        Route::get("/practices/{id}/revisions/{number}", pages::history::show),
        Route::post(
            "/practices/{id}/revisions/{number}/restoration",
            forms::actions::restore,
        ),
        Route::post("/practices/{id}/archive", forms::actions::archive),
        Route::post("/practices/{id}/confirmation", forms::actions::confirm),
        Route::post("/practices/{id}/verification", forms::actions::verify),
        Route::get("/api/v1/practices", api::list).root(),
        Route::get("/api/v1/practices/{id}", api::show).root(),
    ]
}
