//! What people send: parse → may they? → is it valid? → store → redirect, or the page again.

pub mod account;
pub mod invitations;
pub mod password;
pub mod sign_in;
