//! What an upload is.

use jiff::SignedDuration;
use sqlx::FromRow;

use crate::clock::Id;
use crate::db::At;

/// How long an unfinished upload is kept after its last piece: power may be out for a day.
pub const LIFE: SignedDuration = SignedDuration::from_hours(72);
/// A member has no more uploads at a time.
pub const MOST: i64 = 50;

/// A file on its way in, or waiting for the rest of its form.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Upload {
    /// The identifier: the last part of its address.
    pub id: Id,
    /// Whose it is.
    pub member_id: Id,
    /// Its name, made safe.
    pub file_name: String,
    /// How long it will be, in bytes.
    pub length: i64,
    /// When it began.
    pub created_at: At,
    /// When it is forgotten.
    pub expires_at: At,
}

impl Upload {
    /// How long it will be, in bytes.
    pub fn length(&self) -> u64 {
        u64::try_from(self.length).unwrap_or_default()
    }
}
