//! What people send: parse → may they? → is it valid? → store → redirect, or the page again.

pub mod account;
pub mod admin;
pub mod invitations;
pub mod join;
pub mod password;
pub mod recovery;
pub mod sign_in;
pub mod tokens;
