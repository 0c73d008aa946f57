//! The list, a document's page, and the file itself.

mod file;
mod list;
mod show;

pub use self::file::{download, download_version};
pub use self::list::index;
pub use self::show::show;

use super::store;
use super::types::Document;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;

pub(super) const SECTION: &str = "/documents";

/// The document, as far as this visitor may see it.
pub(super) async fn find(visit: &Visit, id: &str) -> Result<Document, AppError> {
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    store::by_id(&visit.app.db, visit.actor(), id)
        .await?
        .ok_or(AppError::NotFound)
}
