//! What is in a file, for people who decide whether to download it: pages, slides, sheets, columns, the size of a picture.
//!
//! Facts alone, read once when the file comes: never who wrote it. A file may be made to harm, so each reader is bounded in
//! memory and time and does without what it does not understand.

mod office;
mod pdf;
mod picture;
mod seek;
mod table;
mod view;

use std::fs::File;
use std::io::{Seek as _, SeekFrom};

use serde::{Deserialize, Serialize};

pub(super) use self::picture::size;
pub(super) use self::seek::next;
pub(super) use self::view::{facts, section};
use super::filetype::FileType;
use super::names;

/// The most names that are kept, and the letters of one: together below 4 kB.
const NAMES: usize = 12;
const LETTERS: usize = 60;
/// Larger files are not looked into: people wait for the answer.
const MOST: u64 = 256 * 1024 * 1024;

/// What is in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Inside {
    /// Nothing that can be told.
    #[default]
    Nothing,
    /// A text.
    Pages {
        /// How many.
        count: u32,
    },
    /// A presentation.
    Slides {
        /// How many.
        count: u32,
    },
    /// A workbook.
    Sheets {
        /// How many.
        count: u32,
        /// The first of their names, where they can be told.
        names: Vec<String>,
    },
    /// A table.
    Table {
        /// How many columns.
        columns: u32,
        /// The first of their names, where the first row is a header.
        names: Vec<String>,
        /// How many rows, without the header.
        rows: u64,
    },
    /// A picture, as it is seen.
    Picture {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
}

impl Inside {
    /// As the database keeps it.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What the database has; a kind that this version of the program does not know is nothing.
    pub(super) fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

/// Whether there is a reader for files of this type and size.
pub(super) fn is_readable(kind: FileType, size: u64) -> bool {
    use FileType as F;
    let readable = !matches!(kind, F::Txt | F::Mp4 | F::Webm | F::Mp3 | F::M4a | F::Ogg);
    readable && size <= MOST
}

/// Looks into the file, away from the threads that serve requests.
pub(super) async fn look(file: File, kind: FileType, size: u64) -> Inside {
    if !is_readable(kind, size) {
        return Inside::Nothing;
    }
    let looked = tokio::task::spawn_blocking(move || of(file, kind));
    looked.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a file could not be looked into");
        Inside::Nothing
    })
}

fn of(mut file: File, kind: FileType) -> Inside {
    use FileType as F;
    let found = file.seek(SeekFrom::Start(0)).and_then(|_| match kind {
        F::Pdf => pdf::pages(&mut file),
        F::Docx | F::Xlsx | F::Pptx | F::Odt | F::Ods | F::Odp => office::inside(&mut file, kind),
        F::Csv => table::inside(&mut file),
        F::Png | F::Jpeg | F::Webp => Ok(picture::inside(&mut file, kind)),
        F::Txt | F::Mp4 | F::Webm | F::Mp3 | F::M4a | F::Ogg => Ok(None),
    });
    // What is damaged was taken for what it is worth; its page says nothing about it.
    found.ok().flatten().unwrap_or_default()
}

/// The first of the names, safe to show, and none that is empty.
fn shown<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names = names.into_iter().take(NAMES);
    let tidy = names.map(|name| names::harmless(name, LETTERS));
    tidy.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_and_read_again() {
        let longest = "\u{10400}\"".repeat(500);
        let many = vec![longest.as_str(); 500];
        let inside = Inside::Table {
            columns: u32::MAX,
            names: shown(many),
            rows: u64::MAX,
        };
        let json = inside.to_json();
        assert!(json.len() < 4096, "{}", json.len());
        assert_eq!(Inside::from_json(&json), inside);
        for unknown in ["", "{", r#"{"is":"dream"}"#, r#"{"is":"pages"}"#] {
            assert_eq!(Inside::from_json(unknown), Inside::Nothing, "{unknown}");
        }
    }
}
