//! People with an account: members of one organization, with rights that are a union (publisher per organization,
//! coordinator for the network, admin for the server).

pub mod email;
mod forms;
pub mod pages;
pub mod password;
pub mod store;
pub mod types;

pub use email::Email;
pub use password::{Cost, Passwords};
pub use types::{Actor, NewMember};

use crate::routes::Route;

/// What accounts keep in memory while the process runs. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// Hashes passwords.
    pub passwords: Passwords,
}

impl Accounts {
    /// Hashes passwords at this cost.
    pub fn new(cost: Cost) -> Self {
        Self {
            passwords: Passwords::new(cost),
        }
    }
}

/// The URLs of accounts.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", pages::sign_in::show),
        Route::post("/sign-in", forms::sign_in::enter),
        Route::post("/sign-out", forms::sign_in::leave),
        Route::post("/sign-out/everywhere", forms::sign_in::leave_everywhere),
        Route::get("/account", pages::account::show),
        Route::post("/account", forms::account::save_profile),
    ]
}
