//! Signing in and out, the own account.

use super::Outcome::{Fine, SeeOther, Unprocessable};
use super::{Row, everyone, get, members, post};

/// Whoever is signed in is sent on to the account.
const STRANGERS: [super::Outcome; 7] = {
    let mut all = [SeeOther; 7];
    all[0] = Fine;
    all
};

pub fn rows() -> Vec<Row> {
    vec![
        get("/sign-in", "/sign-in", STRANGERS),
        post(
            "/sign-in",
            "/sign-in",
            &[("email", "nobody@tabadul.example"), ("password", "x")],
            everyone(Unprocessable),
        ),
        post("/sign-out", "/sign-out", &[], everyone(SeeOther)),
        post(
            "/sign-out/everywhere",
            "/sign-out/everywhere",
            &[],
            members(SeeOther),
        ),
        get("/account", "/account", members(Fine)),
        post(
            "/account",
            "/account",
            &[
                ("name", "اسم لا يُنشر"),
                ("post", "رئيس القسم"),
                ("locale", "ar"),
            ],
            members(SeeOther),
        ),
    ]
}
