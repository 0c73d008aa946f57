//! Limits of storage: admins; for others there is no such page.

use super::Outcome::{self, Fine, NotFound, SeeOther, SignIn, Unprocessable};
use super::{Row, get, post};

const fn admins(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, NotFound, NotFound, NotFound, NotFound, NotFound, outcome,
    ]
}

pub fn rows() -> Vec<Row> {
    let (all, one) = ("/admin/storage", "/admin/storage/{slug}");
    let gaza = "/admin/storage/gaza";
    vec![
        get(all, all, admins(Fine)),
        post(
            all,
            all,
            &[("file_limit", "5"), ("quota", "100")],
            admins(SeeOther),
        ),
        post(all, all, &[("quota", "much")], admins(Unprocessable)),
        get(one, gaza, admins(Fine)),
        get(one, "/admin/storage/nowhere", admins(NotFound)),
        post(one, gaza, &[("quota", "٥٠")], admins(SeeOther)),
    ]
}
