//! Workshops: municipalities meet, on video or in person.
//!
//! A workshop is planned in wall time ([`crate::time`]), takes registrations up to its capacity and queues the rest, opens
//! its call shortly before it starts, and ends in minutes and recommendations that organizations answer for.

pub mod api;
pub mod attendance;
pub mod calendar;
mod check;
mod detail;
pub mod door;
pub mod elsewhere;
pub mod forms;
mod hosting;
pub mod ical;
pub mod input;
pub mod jobs;
pub mod leaving;
mod linked;
pub mod minutes;
pub mod notices;
pub mod outcomes;
pub mod pages;
pub mod paper;
mod picker;
pub mod places;
mod planning;
pub mod policy;
pub mod recommendations;
pub mod search;
mod sections;
mod stale;
pub mod store;
pub mod types;
pub mod video;
mod words;

#[cfg(test)]
mod input_tests;

pub use types::*;

use crate::routes::Route;

/// The URLs of workshops.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/workshops", pages::index),
        Route::get("/workshops/new", forms::new),
        Route::post("/workshops/new", forms::create),
        Route::get("/workshops/{id}", detail::show),
        Route::get("/workshops/{id}/edit", forms::edit),
        Route::post("/workshops/{id}/edit", forms::update),
        Route::post("/workshops/{id}/approval", forms::approve),
        Route::get("/workshops/{id}/cancellation", forms::cancellation),
        Route::post("/workshops/{id}/cancellation", forms::cancel),
        Route::get("/workshops/{id}/registration", places::mine),
        Route::post("/workshops/{id}/registration", places::register),
        Route::post("/workshops/{id}/registration/withdrawal", places::withdraw),
        Route::get("/workshops/{id}/registrations", attendance::list),
        Route::post(
            "/workshops/{id}/registrations/{registration}",
            attendance::decide,
        ),
        Route::get("/workshops/{id}/join", door::join),
        Route::get("/workshops/{id}/workshop.ics", pages::download),
        Route::get("/workshops/{id}/minutes", minutes::minutes),
        Route::post("/workshops/{id}/minutes", minutes::save_minutes),
        Route::get("/workshops/{id}/recommendations/new", recommendations::new),
        Route::post(
            "/workshops/{id}/recommendations/new",
            recommendations::create,
        ),
        Route::get(
            "/workshops/{id}/recommendations/{recommendation}",
            recommendations::edit,
        ),
        Route::post(
            "/workshops/{id}/recommendations/{recommendation}",
            recommendations::update,
        ),
        Route::post("/workshops/{id}/report", outcomes::close),
        Route::get("/organizations/{slug}/workshops.ics", pages::feed),
        Route::get("/api/v1/workshops", api::list).root(),
        Route::get("/api/v1/workshops/{id}", api::show).root(),
    ]
}
