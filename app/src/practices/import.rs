//! `tabadul import practices`: one JSON object a line, checked whole before the first write.
//!
//! A practice is known by its owner and the owner's own number; reading a file again completes what was cut off and changes
//! only what differs from the file read before: what people wrote since stays.

mod read;

use std::collections::HashMap;

use super::store::{self, Imported};
use crate::clock::{Id, Sources};
use crate::db::Db;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::imports::Outcome;
use crate::{organizations, topics};
use read::read;

/// Practices written in one transaction.
const BATCH: usize = 500;
/// More mistakes than anyone corrects at once.
const MISTAKES_SHOWN: usize = 100;

/// What is wrong with a file. Every mistake is found before the first write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `title` or `steps[2].what`; empty where the whole line is wrong.
    pub field: String,
    /// The reason, in English: files are imported by administrators, and the words are the format's own.
    pub reason: String,
}

/// Why nothing, or not everything, was imported.
#[derive(Debug)]
pub enum Refusal {
    /// The file is wrong; nothing was written.
    Mistakes(Vec<Mistake>),
    /// The database failed; whole batches before are kept, and the same file completes them.
    Failed(AppError),
}

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What a file may name.
struct Known {
    organizations: HashMap<String, Id>,
    topics: Vec<String>,
}

/// Checks the whole file, then writes it in batches.
pub async fn import(db: &Db, sources: &Sources, file: &[u8]) -> Result<Outcome, Refusal> {
    let known = known(db).await?;
    check(&known, file).map_err(Refusal::Mistakes)?;
    let mut outcome = Outcome::default();
    let mut batch = Vec::with_capacity(BATCH);
    for (_, text) in lines(file) {
        // Checked above: a line that fails now is none.
        batch.extend(read(&known, text).ok());
        if batch.len() == BATCH {
            write(db, sources, &mut batch, &mut outcome).await?;
        }
    }
    write(db, sources, &mut batch, &mut outcome).await?;
    Ok(outcome)
}

async fn known(db: &Db) -> Result<Known, AppError> {
    let organizations = organizations::store::all(db, Locale::En).await?;
    let topics = topics::store::all(db).await?;
    Ok(Known {
        organizations: organizations
            .into_iter()
            .map(|owner| (owner.slug, owner.id))
            .collect(),
        topics: topics.into_iter().map(|topic| topic.slug).collect(),
    })
}

async fn write(
    db: &Db,
    sources: &Sources,
    batch: &mut Vec<Imported>,
    outcome: &mut Outcome,
) -> Result<(), AppError> {
    let written = store::write_imported(db, sources, batch).await?;
    outcome.added += written.added;
    outcome.changed += written.changed;
    outcome.unchanged += written.unchanged;
    batch.clear();
    Ok(())
}

/// The file's lines with their numbers; empty ones are passed over.
fn lines(file: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    (1..)
        .zip(file.split(|byte| *byte == b'\n'))
        .filter(|(_, line)| !line.trim_ascii().is_empty())
}

fn check(known: &Known, file: &[u8]) -> Result<(), Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let mut seen = HashMap::new();
    for (number, text) in lines(file) {
        match read(known, text) {
            Ok(row) => {
                if let Some(first) = seen.insert((row.organization, row.external_id), number) {
                    let reason = format!("the same practice is on line {first}");
                    mistakes.push(Mistake {
                        line: number,
                        field: "external_id".to_owned(),
                        reason,
                    });
                }
            }
            Err(wrong) => mistakes.extend(wrong.into_iter().map(|(field, reason)| Mistake {
                line: number,
                field,
                reason,
            })),
        }
        if mistakes.len() >= MISTAKES_SHOWN {
            break;
        }
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(mistakes)
    }
}

#[cfg(test)]
mod tests;
