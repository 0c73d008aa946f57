//! Workshops: municipalities meet, on video or in person.
//!
//! A workshop is planned in wall time ([`crate::time`]), takes registrations up to its capacity and queues the rest, opens
//! its call shortly before it starts, and ends in minutes and recommendations that organizations answer for.

pub mod ical;
pub mod input;
pub mod types;
pub mod video;

#[cfg(test)]
mod input_tests;

pub use types::*;

use crate::routes::Route;

/// The URLs of workshops.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
