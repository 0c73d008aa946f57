//! Packs: whoever sees the practice or the workshop may carry it away; for others there is none. What is in it follows from
//! the rights over each document (`leaks.rs`, `secrets.rs`).

use super::Outcome::{Fine, NotFound};
use super::{Row, everyone, get};

pub fn rows() -> Vec<Row> {
    let members = [NotFound, Fine, Fine, Fine, Fine, Fine, Fine];
    let own = [NotFound, NotFound, Fine, Fine, NotFound, NotFound, Fine];
    let hosts = [NotFound, NotFound, Fine, Fine, NotFound, Fine, Fine];
    let (practice, file) = ("/practices/{id}/pack", "/practices/{id}/pack/download");
    let (workshop, whole) = ("/workshops/{id}/pack", "/workshops/{id}/pack/download");
    vec![
        get(practice, "/practices/{public}/pack", everyone(Fine)),
        get(practice, "/practices/{network}/pack", members),
        get(practice, "/practices/{archived}/pack", own),
        get(practice, "/practices/{draft}/pack", own),
        get(practice, "/practices/{waiting}/pack", own),
        get(
            practice,
            "/practices/{network}/pack?for=everyone",
            everyone(NotFound),
        ),
        get(file, "/practices/{public}/pack/download", everyone(Fine)),
        get(
            file,
            "/practices/{public}/pack/download?for=everyone",
            everyone(Fine),
        ),
        get(file, "/practices/{network}/pack/download", members),
        get(
            file,
            "/practices/{network}/pack/download?for=everyone",
            everyone(NotFound),
        ),
        get(file, "/practices/{archived}/pack/download", own),
        get(file, "/practices/{draft}/pack/download", own),
        get(file, "/practices/{waiting}/pack/download", own),
        get(workshop, "/workshops/{ws-public}/pack", everyone(Fine)),
        get(workshop, "/workshops/{ws-network}/pack", members),
        get(workshop, "/workshops/{ws-proposed}/pack", hosts),
        get(
            whole,
            "/workshops/{ws-public}/pack/download",
            everyone(Fine),
        ),
        get(whole, "/workshops/{ws-network}/pack/download", members),
        get(whole, "/workshops/{ws-proposed}/pack/download", hosts),
    ]
}
