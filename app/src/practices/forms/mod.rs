//! The forms of practices: parse → may? → valid? → store → on to the result, or the page again with everything kept.

pub mod actions;
pub mod edit;
pub mod review;
