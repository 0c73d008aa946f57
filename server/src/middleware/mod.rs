//! One policy a file.

pub mod cache;
pub mod compress;
pub mod headers;
pub mod request;
pub mod timeout;
