//! What a pack holds: the thing itself and the documents that its reader may have.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use leptos::prelude::AnyView;

use super::names::Names;
use super::zip::{self, Archive, Entry};
use super::{page, practice, workshop};
use crate::documents::names::from_title;
use crate::documents::{self, Document, sums, words};
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::storage::BlobHash;
use crate::time::{Zone, Zones};

/// More files are no longer something to look through on a USB stick.
const MOST_FILES: usize = 200;
/// Kept free for the pages.
const PAGES: u64 = 8 * 1024 * 1024;

/// What the pack is about.
pub(super) enum Subject {
    Practice(Box<practice::Told>),
    Workshop(Box<workshop::Told>),
}

impl Subject {
    /// The title for a reader, and the language it is in.
    pub(super) fn title_in(&self, locale: Locale) -> (&str, Locale) {
        match self {
            Self::Practice(told) => told.title_in(locale),
            Self::Workshop(told) => told.title_in(locale),
        }
    }

    /// The path of its page, after the language.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Practice(told) => told.path(),
            Self::Workshop(told) => told.path(),
        }
    }

    /// Whether everybody may read it.
    pub(super) fn is_public(&self) -> bool {
        match self {
            Self::Practice(told) => told.is_public(),
            Self::Workshop(told) => told.is_public(),
        }
    }

    /// When it last changed.
    fn changed(&self) -> Timestamp {
        match self {
            Self::Practice(told) => told.changed(),
            Self::Workshop(told) => told.changed(),
        }
    }

    /// Its page, with the documents in their place.
    pub(super) fn view(&self, visit: &Visit, documents: Option<AnyView>) -> AnyView {
        match self {
            Self::Practice(told) => told.view(visit, documents),
            Self::Workshop(told) => told.view(visit, documents),
        }
    }
}

/// A document and where it stands.
pub(super) struct Packed {
    pub(super) document: Document,
    pub(super) path: String,
}

/// A pack for one reader.
pub(super) struct Pack {
    pub(super) subject: Subject,
    pub(super) files: Vec<Packed>,
    /// Documents for which there is no room.
    pub(super) left_out: Vec<Document>,
    /// When something in it last changed. Nothing in a pack depends on any other time, so that it stays the same bytes.
    pub(super) changed: Timestamp,
    visit: Visit,
}

impl Pack {
    /// Finds each document its place. Names are in the language of the visit.
    pub(super) fn new(visit: &Visit, subject: Subject, documents: Vec<Document>) -> Self {
        let mut names = Names::default();
        let (mut files, mut left_out): (Vec<Packed>, Vec<Document>) = (Vec::new(), Vec::new());
        let mut room = zip::MOST_BYTES - zip::end_cost() - PAGES;
        let mut changed = subject.changed();
        for document in documents {
            if !documents::policy::may_download(visit.actor(), &document) {
                continue;
            }
            changed = changed.max(document.updated_at.0);
            let folder = words::kind(visit.t, document.kind);
            let extension = document.current.file_type.extension();
            let path = names.place(folder, document.title(visit.locale), extension);
            let cost = Entry::cost(&path, document.current.bytes());
            if files.len() < MOST_FILES && cost <= room {
                room -= cost;
                files.push(Packed { document, path });
            } else {
                left_out.push(document);
            }
        }
        // A pack travels: its pages are those of a stranger, whoever asks for it.
        let visit = Visit {
            actor: None,
            now: changed,
            query: String::new(),
            ..visit.clone()
        };
        Self {
            subject,
            files,
            left_out,
            changed,
            visit,
        }
    }

    /// What the file is called.
    pub(super) fn name(&self) -> String {
        from_title(self.subject.title_in(self.visit.locale).0, "zip")
    }

    /// The archive as it is sent.
    pub(super) async fn archive(&self) -> Result<Archive, AppError> {
        let current = |packed: &Packed| packed.document.current.blob.clone();
        let hashes: Vec<BlobHash> = self.files.iter().map(current).collect();
        let sums = sums::of(&self.visit.app, &hashes).await?;
        self.lay(&sums)
    }

    /// Its size, for which no file is read.
    pub(super) fn size(&self) -> Result<u64, AppError> {
        Ok(self.lay(&HashMap::new())?.size())
    }

    /// Whether there is anything in it that not everybody may read.
    pub(super) fn is_for_everyone(&self) -> bool {
        self.subject.is_public() && self.files.iter().all(|packed| packed.document.is_public())
    }

    fn lay(&self, sums: &HashMap<BlobHash, u32>) -> Result<Archive, AppError> {
        let mut entries = Vec::new();
        for locale in Locale::ALL {
            let visit = Visit {
                locale,
                t: locale.words(),
                ..self.visit.clone()
            };
            let html = page::html(&visit, self);
            let path = page::name(locale).to_owned();
            let entry = Entry::text(path, wall(self.changed), &html);
            entries.push(entry.map_err(AppError::internal)?);
        }
        for Packed { document, path } in &self.files {
            let version = &document.current;
            let sum = sums.get(&version.blob).copied().unwrap_or_default();
            let size = u32::try_from(version.size).map_err(AppError::internal)?;
            let content = (version.blob.clone(), size, sum);
            let modified = wall(version.created_at.0);
            entries.push(Entry::file(path.clone(), modified, content));
        }
        Archive::new(&entries).ok_or_else(|| AppError::internal("a pack is too large"))
    }
}

/// The time that people had then.
fn wall(at: Timestamp) -> DateTime {
    Zones::current().wall_time(at, Zone::Hebron).datetime()
}
