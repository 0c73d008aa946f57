//! Counts of downloads: kept in memory and written together every now and then, because each commit is an fsync.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::store;
use crate::clock::{Id, Sources};
use crate::db::Db;
use crate::error::AppError;

/// Downloads that began since the counts were last written. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Downloads(Arc<Mutex<HashMap<(Id, i64), i64>>>);

impl Downloads {
    /// Notes one.
    pub fn began(&self, document: Id, version: i64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((document, version)).or_default() += 1;
    }

    /// Writes what was noted. What cannot be written now is written with the next.
    pub async fn flush(&self, db: &Db, sources: &Sources) -> Result<(), AppError> {
        let counts: Vec<_> = {
            let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            noted
                .drain()
                .map(|((id, number), count)| (id, number, count))
                .collect()
        };
        if counts.is_empty() {
            return Ok(());
        }
        let written = store::add_downloads(db, sources.now(), &counts).await;
        if written.is_err() {
            let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (id, number, count) in counts {
                *noted.entry((id, number)).or_default() += count;
            }
        }
        written
    }
}
