//! Packs: a practice or a workshop as one ZIP for a USB stick, with its documents and a page in each language that opens
//! without a network.
//!
//! A pack is not made and kept; it is described, and its bytes follow from the description ([`zip`]). So its size is known before,
//! any part of it can be asked for, and a broken download goes on. It holds what its reader may see, never more.

mod contents;
mod download;
mod names;
mod page;
mod pages;
mod practice;
mod view;
mod workshop;
mod zip;

pub(crate) use view::link;

use crate::routes::{Class, Route};

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/practices/{id}/pack", pages::practice),
        Route::get("/practices/{id}/pack/download", download::practice).class(Class::Stream),
        Route::get("/workshops/{id}/pack", pages::workshop),
        Route::get("/workshops/{id}/pack/download", download::workshop).class(Class::Stream),
    ]
}
