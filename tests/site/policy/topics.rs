//! Topics: everyone reads the list, coordinators curate it.

use super::Outcome::{self, Fine, Forbidden, SeeOther, SignIn};
use super::{Row, everyone, get, post};

const fn coordinators(outcome: Outcome) -> [Outcome; 7] {
    [
        SignIn, Forbidden, Forbidden, Forbidden, Forbidden, outcome, outcome,
    ]
}

pub fn rows() -> Vec<Row> {
    vec![
        get("/topics", "/topics", everyone(Fine)),
        get("/api/v1/topics", "/api/v1/topics", everyone(Fine)),
        get("/topics/new", "/topics/new", coordinators(Fine)),
        post(
            "/topics",
            "/topics",
            &[
                ("slug", "parks"),
                ("name_ar", "الحدائق"),
                ("name_en", "Parks"),
            ],
            coordinators(SeeOther),
        ),
        get(
            "/topics/{slug}/edit",
            "/topics/gis/edit",
            coordinators(Fine),
        ),
        post(
            "/topics/{slug}/edit",
            "/topics/gis/edit",
            &[
                ("name_ar", "الخرائط"),
                ("name_en", "Maps"),
                ("version", "1"),
            ],
            coordinators(SeeOther),
        ),
    ]
}
