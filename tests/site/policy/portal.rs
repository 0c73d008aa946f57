//! Front page, search, the API's description, the preview of what one writes.

use super::Outcome::{Fine, SeeOther};
use super::{Row, everyone, get, members, post};

pub fn rows() -> Vec<Row> {
    vec![
        get("/", "/", everyone(SeeOther)),
        get("", "", everyone(Fine)),
        get("/search", "/search?q=zqbeaconzq", everyone(Fine)),
        get(
            "/api/v1/search",
            "/api/v1/search?q=zqbeaconzq",
            everyone(Fine),
        ),
        get(
            "/api/v1/openapi.json",
            "/api/v1/openapi.json",
            everyone(Fine),
        ),
        post("/preview", "/preview", &[("text", "*نص*")], members(Fine)),
    ]
}
