//! People with an account: members of one organization, with rights that are a union (publisher per organization,
//! coordinator for the network, admin for the server).

pub mod email;
mod forms;
pub mod jobs;
mod mails;
pub mod pages;
pub mod password;
pub mod policy;
pub mod scopes;
pub mod store;
pub mod throttle;
pub mod types;

pub use email::Email;
pub use password::{Cost, Passwords};
pub use types::{Actor, NewMember};

use std::sync::Arc;

use crate::routes::Route;

/// What accounts keep in memory while the process runs. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Counts attempts.
    pub throttle: Arc<throttle::Throttle>,
}

impl Accounts {
    /// Hashes passwords at this cost.
    pub fn new(cost: Cost) -> Self {
        Self {
            passwords: Passwords::new(cost),
            throttle: Arc::default(),
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
        Route::get("/account/password", pages::password::own),
        Route::post("/account/password", forms::password::change),
        Route::get("/account/sessions", pages::account::sessions),
        Route::post("/account/sessions", forms::account::end_session),
        Route::get("/account/tokens", pages::tokens::show),
        Route::post("/account/tokens", forms::tokens::create),
        Route::post("/account/tokens/{id}/revocation", forms::tokens::revoke),
        Route::get("/password", pages::password::show),
        Route::post("/password", forms::password::ask),
        Route::get("/password/{token}", forms::password::show),
        Route::post("/password/{token}", forms::password::set),
        Route::get("/invitations/{token}", forms::invitations::show),
        Route::post("/invitations/{token}", forms::invitations::accept),
        Route::get("/organizations/{slug}/members", pages::members::show),
        Route::post("/organizations/{slug}/members", forms::invitations::invite),
        Route::post(
            "/organizations/{slug}/invitations/{id}/withdrawal",
            forms::invitations::withdraw,
        ),
        Route::post(
            "/organizations/{slug}/join-requests/{id}",
            forms::join::decide,
        ),
        Route::get(
            "/organizations/{slug}/members/{id}/recovery",
            forms::recovery::show,
        ),
        Route::post(
            "/organizations/{slug}/members/{id}/recovery",
            forms::recovery::ask,
        ),
        Route::get("/join", pages::join::show),
        Route::post("/join", forms::join::ask),
        Route::get("/admin/members", pages::admin::index),
        Route::get("/admin/members/{id}", pages::admin::show),
        Route::post("/admin/members/{id}", forms::admin::save_roles),
        Route::post("/admin/members/{id}/deactivation", forms::admin::deactivate),
        Route::post("/admin/members/{id}/reactivation", forms::admin::reactivate),
        Route::post("/admin/recoveries/{id}", forms::recovery::decide),
    ]
}
