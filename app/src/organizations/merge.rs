//! Joining two entries of the directory: what one had moves to the other, and its page leads there.

use super::store;
use crate::clock::Id;
use crate::db::Write;
use crate::error::AppError;

/// Makes `from` a part of `into`. Features that hold something of an organization move it here, in one transaction.
pub async fn merge(write: &mut Write, from: Id, into: Id) -> Result<(), AppError> {
    crate::accounts::store::move_members(write, from, into).await?;
    crate::documents::store::move_documents(write, from, into).await?;
    crate::practices::store::move_practices(write, from, into).await?;
    crate::workshops::store::move_organization(write, from, into).await?;
    store::set_merged(write, from, into).await
}
