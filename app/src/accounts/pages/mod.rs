//! Pages of accounts.

pub mod account;
pub mod sign_in;

pub use sign_in::sign_in_needed;
