//! How much an organization may put in: the size of one file, and of all of them together.
//!
//! The server has a ceiling for a file, admins set limits for everyone and for single organizations. What is used counts as
//! docs/decisions/0007 says, and moves in the transaction of what is counted ([`store`]): two uploads that fit one by one and
//! not together are never both taken.

mod forms;
mod pages;
pub mod store;
#[cfg(test)]
mod tests;
mod types;

pub use types::{Limits, Room, Used};

use super::upload::FileProblem;
use super::{policy, words};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Words;
use crate::organizations;
use crate::routes::Route;

/// The URLs of limits.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/storage", pages::index),
        Route::post("/admin/storage", forms::save_defaults),
        Route::get("/admin/storage/{slug}", pages::show),
        Route::post("/admin/storage/{slug}", forms::save),
    ]
}

/// What the organization may still put in.
pub async fn room(visit: &Visit, organization: Id) -> Result<Room, AppError> {
    let rooms = rooms(visit, &[organization]).await?;
    rooms.into_iter().next().ok_or(AppError::NotFound)
}

/// The same for each of the organizations in whose name the actor uploads, the own one first.
pub async fn rooms_of(visit: &Visit, actor: &Actor) -> Result<Vec<Room>, AppError> {
    let mut own = policy::own(actor);
    own.sort_by_key(|id| *id != actor.organization);
    rooms(visit, &own).await
}

async fn rooms(visit: &Visit, organizations: &[Id]) -> Result<Vec<Room>, AppError> {
    let db = &visit.app.db;
    let ceiling = visit.app.settings.upload_limit;
    let everyone = store::defaults(db).await?;
    let used = store::of(db, organizations).await?;
    let room = |organization: &Id| {
        let used = used.iter().find(|used| used.organization == *organization);
        let used = used.copied().unwrap_or_else(|| Used::none(*organization));
        used.room(everyone, ceiling)
    };
    Ok(organizations.iter().map(room).collect())
}

/// The largest file that the actor may send for any of their organizations. Which one it is for is known when the form is.
pub async fn largest_file(visit: &Visit, actor: &Actor) -> Result<u64, AppError> {
    if actor.admin {
        return Ok(visit.app.settings.upload_limit);
    }
    let rooms = rooms_of(visit, actor).await?;
    Ok(rooms.iter().map(|room| room.file).max().unwrap_or_default())
}

/// For which of their organizations the actor's upload takes room until it is a document: the first that has it. Otherwise
/// why the own one does not.
pub async fn place(
    visit: &Visit,
    actor: &Actor,
    length: u64,
) -> Result<Result<Id, FileProblem>, AppError> {
    let rooms = rooms_of(visit, actor).await?;
    let mut refused = None;
    for room in rooms {
        match room.check(length) {
            Ok(()) => return Ok(Ok(room.organization)),
            Err(problem) => refused = refused.or(Some(problem)),
        }
    }
    Ok(Err(refused.unwrap_or(FileProblem::NoRoom(0))))
}

/// What stands beside a file field: how large a file may be, and how much room the organization has left.
pub(super) struct Hint {
    /// The largest file.
    pub file: u64,
    left: Option<(u64, u64)>,
    /// The organization's name, where it is not the reader's own.
    name: Option<String>,
}

impl Hint {
    /// The sentence about the room, where there is a bound.
    pub(super) fn left(&self, t: Words) -> Option<String> {
        let (left, quota) = self.left?;
        let (left, quota) = (words::size(t, left), words::size(t, quota));
        Some(match &self.name {
            None => t.storage_left(left, quota),
            Some(name) => t.storage_left_of(left, name, quota),
        })
    }
}

/// What to say beside the file field of a form for this organization.
pub(super) async fn hint(visit: &Visit, organization: Id) -> Result<Hint, AppError> {
    let room = room(visit, organization).await?;
    let own = visit
        .actor()
        .is_some_and(|actor| actor.organization == organization);
    let name = if own || room.left.is_none() {
        None
    } else {
        organizations::store::by_id(&visit.app.db, organization)
            .await?
            .map(|organization| organization.title(visit.t))
    };
    Ok(Hint {
        file: room.file,
        left: room.left.zip(room.quota),
        name,
    })
}
