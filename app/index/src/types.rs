//! What goes into the index and what comes out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a found thing is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A practice.
    #[default]
    Practice,
    /// A workshop.
    Workshop,
    /// An organization.
    Organization,
    /// A document.
    Document,
}

impl Kind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 4] = [
        Self::Practice,
        Self::Workshop,
        Self::Organization,
        Self::Document,
    ];

    /// The code word, as in URLs and in the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Workshop => "workshop",
            Self::Organization => "organization",
            Self::Document => "document",
        }
    }

    /// The kind with this code word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Who may find an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Every member.
    #[default]
    Network,
    /// Members of these organizations (slugs), and of the owner.
    Organizations(Vec<String>),
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reader {
    /// Somebody without an account.
    #[default]
    Visitor,
    /// A member of an organization (slug).
    Member {
        /// The slug of the member's organization.
        organization: String,
    },
}

/// One thing that can be found. Texts are plain: Markdown is taken off before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its id, unique within the kind.
    pub id: String,
    /// The owner's own number for it, where it has one; shown with it, not searched.
    pub external_id: Option<String>,
    /// Slug of the owning organization; of itself for an organization.
    pub organization: String,
    /// Kind of the owning organization (`municipality`, `partner`, …).
    pub organization_kind: String,
    /// Code of the governorate, may be empty.
    pub governorate: String,
    /// Code of the region, may be empty.
    pub region: String,
    /// Slugs of the topics.
    pub topics: Vec<String>,
    /// Who may find it.
    pub visibility: Visibility,
    /// `ar` or `en`: the language of `title`, `summary` and `body`.
    pub language: String,
    /// Title in the original language.
    pub title: String,
    /// Title in the other language, may be empty.
    pub title_other: String,
    /// One line.
    pub summary: String,
    /// Headings within the text, names of building blocks, indicators and the like.
    pub headings: String,
    /// The text, in all languages.
    pub body: String,
    /// Text of attached files.
    pub attached: String,
    /// Carries the badge.
    pub verified: bool,
    /// Has measured figures.
    pub has_indicators: bool,
    /// Unix microseconds by which lists without a question are ordered, newest first.
    pub date: Option<i64>,
    /// How often it was adopted or downloaded; lifts a little among equals.
    pub popularity: u64,
}

/// One step of keeping the index up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Put in, or put in the place of the entry with the same kind and id.
    Upsert(Box<Entry>),
    /// Take out, if it is there.
    Remove {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: String,
    },
}

/// What an entry must be, besides matching the words. Within a list one is enough; empty lists ask for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Slugs of topics.
    pub topics: Vec<String>,
    /// Codes of governorates.
    pub governorates: Vec<String>,
    /// Codes of regions.
    pub regions: Vec<String>,
    /// Slugs of owning organizations.
    pub organizations: Vec<String>,
    /// Kinds of owning organizations.
    pub organization_kinds: Vec<String>,
    /// Only what carries the badge.
    pub verified: bool,
    /// Only what has measured figures.
    pub has_indicators: bool,
    /// Who asks.
    pub reader: Reader,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// What was typed; no syntax, every character is text. Bounded to [`Request::MAX_CHARS`] and [`Request::MAX_WORDS`].
    pub q: String,
    /// What an entry must be.
    pub filter: Filter,
    /// At most this many hits, at most [`Request::MAX_LIMIT`].
    pub limit: usize,
    /// Hits to skip, at most [`Request::MAX_OFFSET`].
    pub offset: usize,
    /// `ar` or `en`: entries in the reader's language come first among equals.
    pub locale: String,
    /// Hits without highlights and passages, and no counts, for programs: these cost more than the finding.
    pub plain: bool,
}

impl Request {
    /// Characters of `q` that are read.
    pub const MAX_CHARS: usize = 200;
    /// Words of `q` that are read.
    pub const MAX_WORDS: usize = 16;
    /// Most hits at once.
    pub const MAX_LIMIT: usize = 50;
    /// Deepest page.
    pub const MAX_OFFSET: usize = 10_000;
}

/// A piece of text that is highlighted or not. It is text, not HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The untouched text.
    pub text: String,
    /// Whether it answers the question.
    pub highlighted: bool,
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// The owner's own number for it.
    pub external_id: Option<String>,
    /// Higher is better; only comparable within one answer. Zero in lists without a question.
    pub score: f32,
    /// Slug of the owning organization.
    pub organization: String,
    /// Language of `title` and `summary`.
    pub language: String,
    /// Its date.
    pub date: Option<i64>,
    /// Title.
    pub title: Vec<Segment>,
    /// Title in the other language, may be empty.
    pub title_other: Vec<Segment>,
    /// Summary.
    pub summary: Vec<Segment>,
    /// A passage of the text, where title and summary do not show every word of the question; else empty.
    pub excerpt: Vec<Segment>,
}

/// How many answers each filter value has. A group counts as if its own filter were not set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// By kind.
    pub kinds: BTreeMap<Kind, u64>,
    /// By topic.
    pub topics: BTreeMap<String, u64>,
    /// By governorate.
    pub governorates: BTreeMap<String, u64>,
}

/// How far the question had to be stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Match {
    /// Every word, or a synonym, is in every hit.
    #[default]
    Exact,
    /// Words were completed or corrected by one edit.
    Corrected,
    /// Some words are missing from some hits.
    Partial,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Results {
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// All that match.
    pub total: u64,
    /// Counts.
    pub facets: Facets,
    /// How they match.
    pub matched: Match,
}

/// One completion while typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Language of the title.
    pub language: String,
    /// Title in the language that matched.
    pub title: Vec<Segment>,
}
