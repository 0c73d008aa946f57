//! One policy a file.

pub mod headers;
pub mod request;
pub mod timeout;
