//! What a document is.

use super::filetype::FileType;
use super::inside::Inside;
use crate::clock::Id;
use crate::db::{At, Entity};
use crate::i18n::Locale;
use crate::storage::BlobHash;
use crate::stored_words::stored_words;

stored_words! {
    /// What kind of document.
    Kind {
        /// By-law, regulation, instruction.
        ByLaw = "by_law",
        /// Texts of a tender.
        TenderText = "tender_text",
        /// A form to fill.
        Form = "form",
        /// How something is done.
        Manual = "manual",
        /// Slides.
        Presentation = "presentation",
        /// A report.
        Report = "report",
        /// Sound or film of a session.
        Recording = "recording",
        /// Figures, lists, layers.
        DataSet = "data_set",
        /// What an organization thinks of something.
        PositionPaper = "position_paper",
        /// Anything else.
        Other = "other",
    }
}

stored_words! {
    /// Who may read a published document.
    Visibility {
        /// Everybody.
        Public = "public",
        /// Everybody with an account.
        Network = "network",
        /// The owner and the organizations that are named.
        Organizations = "organizations",
    }
}

stored_words! {
    /// Where a document is in its life.
    Status {
        /// Seen by the owner organization alone, until a publisher publishes it or the practice that it hangs on.
        Draft = "draft",
        /// In use.
        Published = "published",
        /// Taken back with a reason.
        Withdrawn = "withdrawn",
    }
}

stored_words! {
    /// The language of the content.
    Language {
        /// Arabic.
        Ar = "ar",
        /// English.
        En = "en",
        /// Both.
        Both = "both",
    }
}

stored_words! {
    /// What others may do with the content.
    Licence {
        /// Municipalities of the network may use and adapt it; nothing else was said.
        Network = "network",
        /// Creative Commons Attribution 4.0.
        CcBy = "cc_by",
        /// Creative Commons Zero.
        Cc0 = "cc0",
        /// Read only.
        AllRights = "all_rights",
    }
}

stored_words! {
    /// What became of what a file says about its author and the place where it was made.
    Traces {
        /// It was taken out.
        Removed = "removed",
        /// The owner wanted it to stay.
        Kept = "kept",
        /// There was none.
        NoneFound = "none",
        /// It could not be taken out, or not all of it.
        Left = "left",
        /// Nobody looked: recordings, and files from before there was this.
        Unchecked = "unchecked",
    }
}

/// A document with its current version.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The identifier.
    pub id: Id,
    /// Whose it is.
    pub organization: Id,
    /// The member who uploaded it first.
    pub created_by: Id,
    /// Its kind.
    pub kind: Kind,
    /// The language of its content.
    pub language: Language,
    /// What others may do with it.
    pub licence: Licence,
    /// Arabic title, or empty.
    pub title_ar: String,
    /// English title, or empty.
    pub title_en: String,
    /// What it is good for, Markdown.
    pub description: String,
    /// Where it is in its life.
    pub status: Status,
    /// Who may read it once published.
    pub visibility: Visibility,
    /// The organizations named where the visibility says so.
    pub named: Vec<Id>,
    /// Topic slugs.
    pub topics: Vec<String>,
    /// When it was published.
    pub published_at: Option<At>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<At>,
    /// Why.
    pub withdrawn_reason: String,
    /// When its details or its file last changed.
    pub updated_at: At,
    /// How often it was edited.
    pub edits: i64,
    /// The current version.
    pub current: Version,
}

impl Details {
    /// The title in the reader's language, else in the other.
    pub fn title(&self, locale: Locale) -> &str {
        locale.pick(&self.title_ar, &self.title_en)
    }
}

impl Document {
    /// The title in the reader's language, else in the other.
    pub fn title(&self, locale: Locale) -> &str {
        locale.pick(&self.title_ar, &self.title_en)
    }

    /// The path of its page, after the language.
    pub fn path(&self) -> String {
        format!("/documents/{}", self.id)
    }

    /// The path of the current version's file, after the language.
    pub fn download_path(&self) -> String {
        format!("/documents/{}/download", self.id)
    }

    /// What is said about it.
    pub fn details(&self) -> Details {
        Details {
            kind: self.kind,
            language: self.language,
            licence: self.licence,
            title_ar: self.title_ar.clone(),
            title_en: self.title_en.clone(),
            description: self.description.clone(),
            visibility: self.visibility,
            named: self.named.clone(),
            topics: self.topics.clone(),
        }
    }

    /// Whether everybody may have it.
    pub fn is_public(&self) -> bool {
        self.visibility == Visibility::Public && self.status == Status::Published
    }
}

/// One version of a document's file.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// Its content.
    pub blob: BlobHash,
    /// In bytes.
    pub size: i64,
    /// What it is.
    pub file_type: FileType,
    /// What downloads are called.
    pub file_name: String,
    /// What changed.
    pub note: String,
    /// When it came.
    pub created_at: At,
    /// How often a download began.
    pub downloads: i64,
    /// What became of author and location data.
    pub traces: Traces,
    /// What is in it; nothing until somebody looked.
    pub inside: Option<Inside>,
}

impl Version {
    /// The size, in bytes.
    pub fn bytes(&self) -> u64 {
        u64::try_from(self.size).unwrap_or_default()
    }
}

/// What is said about a document, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// Its kind.
    pub kind: Kind,
    /// The language of its content.
    pub language: Language,
    /// What others may do with it.
    pub licence: Licence,
    /// Arabic title, or empty.
    pub title_ar: String,
    /// English title, or empty.
    pub title_en: String,
    /// Markdown, or empty.
    pub description: String,
    /// Who may read it.
    pub visibility: Visibility,
    /// The organizations named where the visibility says so.
    pub named: Vec<Id>,
    /// Topic slugs.
    pub topics: Vec<String>,
}

/// A file that the storage keeps, ready to become a version.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFile {
    /// Its content.
    pub blob: BlobHash,
    /// In bytes.
    pub size: u64,
    /// What it is.
    pub file_type: FileType,
    /// What downloads are called.
    pub file_name: String,
    /// What changed, for a version after the first.
    pub note: String,
    /// What became of author and location data.
    pub traces: Traces,
    /// The upload that it was before, if it did not come with its form. It ends with the version's beginning.
    pub upload: Option<Id>,
    /// What is in it; nothing where nobody looked yet.
    pub inside: Option<Inside>,
}

/// What a document can hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// A practice, a workshop.
    pub entity: Entity,
    /// Which one.
    pub id: Id,
}

impl Target {
    /// Reads `practice:ID` or `workshop:ID`, as addresses carry it.
    pub fn parse(text: &str) -> Option<Self> {
        let (entity, id) = text.split_once(':')?;
        let entity = [Entity::Practice, Entity::Workshop]
            .into_iter()
            .find(|kind| kind.as_str() == entity)?;
        Some(Self {
            entity,
            id: id.parse().ok()?,
        })
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.entity.as_str(), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_survives_its_text() {
        let id: Id = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000".parse().unwrap();
        let target = Target {
            entity: Entity::Practice,
            id,
        };
        assert_eq!(Target::parse(&target.to_string()), Some(target));
        for wrong in [
            "",
            "practice",
            "practice:",
            "practice:1",
            "member:0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000",
        ] {
            assert_eq!(Target::parse(wrong), None, "{wrong}");
        }
    }
}
