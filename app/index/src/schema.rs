//! The fields of the index, and how an entry becomes a Tantivy document.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{TantivyDocument, Term};

use crate::analyser::{Analyser, Emit, WordTokenizer};
use crate::types::{Entry, Kind, Visibility};

/// Raised whenever the schema or the analysis changes: an index of another version is rebuilt.
pub(crate) const VERSION: u32 = 3;

/// Bytes of text that are indexed, by field; a book pasted into a form must not fill the disk.
const LONGEST_LINE: usize = 4_000;
const LONGEST_TEXT: usize = 400_000;
/// Bytes of text that are kept to show a passage.
const PASSAGE: usize = 12_000;

pub(crate) const KIND: &str = "kind";
pub(crate) const TOPIC: &str = "topic";
pub(crate) const GOVERNORATE: &str = "governorate";
pub(crate) const DATE: &str = "date";
pub(crate) const POPULARITY: &str = "popularity";
pub(crate) const VERIFIED: &str = "verified";
pub(crate) const LANGUAGE_CODE: &str = "language_code";

/// Handles of the fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) key: Field,
    pub(crate) kind: Field,
    pub(crate) id: Field,
    pub(crate) external_id: Field,
    pub(crate) organization: Field,
    pub(crate) organization_kind: Field,
    pub(crate) governorate: Field,
    pub(crate) region: Field,
    pub(crate) topic: Field,
    pub(crate) access: Field,
    pub(crate) language: Field,
    pub(crate) language_code: Field,
    pub(crate) verified: Field,
    pub(crate) has_indicators: Field,
    pub(crate) date: Field,
    pub(crate) popularity: Field,
    pub(crate) title: Field,
    pub(crate) title_other: Field,
    pub(crate) summary: Field,
    pub(crate) headings: Field,
    pub(crate) body: Field,
    pub(crate) attached: Field,
    pub(crate) passage: Field,
    pub(crate) spellings: Field,
    pub(crate) title_spellings: Field,
}

impl Fields {
    /// The searched fields with their weights: title > summary > headings > body > attached files.
    pub(crate) fn weighted(&self) -> [(Field, f32); 6] {
        [
            (self.title, 5.0),
            (self.title_other, 4.5),
            (self.summary, 3.0),
            (self.headings, 2.0),
            (self.body, 1.0),
            (self.attached, 0.5),
        ]
    }
}

/// Builds the schema.
pub(crate) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = |tokenizer: &str, record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(record),
        )
    };
    let text = || words("words", IndexRecordOption::WithFreqsAndPositions);
    let spellings = || words("spellings", IndexRecordOption::Basic);
    let fields = Fields {
        key: schema.add_text_field("key", STRING),
        kind: schema.add_text_field(KIND, STRING | FAST | STORED),
        id: schema.add_text_field("id", STORED),
        external_id: schema.add_text_field("external_id", STORED),
        organization: schema.add_text_field("organization", STRING | STORED),
        organization_kind: schema.add_text_field("organization_kind", STRING),
        governorate: schema.add_text_field(GOVERNORATE, STRING | FAST),
        region: schema.add_text_field("region", STRING),
        topic: schema.add_text_field(TOPIC, STRING | FAST),
        access: schema.add_text_field("access", STRING),
        language: schema.add_text_field("language", STORED),
        language_code: schema.add_u64_field(LANGUAGE_CODE, FAST),
        verified: schema.add_u64_field(VERIFIED, INDEXED | FAST),
        has_indicators: schema.add_u64_field("has_indicators", INDEXED),
        date: schema.add_i64_field(DATE, FAST | STORED),
        popularity: schema.add_u64_field(POPULARITY, FAST),
        title: schema.add_text_field("title", text() | STORED),
        title_other: schema.add_text_field("title_other", text() | STORED),
        summary: schema.add_text_field("summary", text() | STORED),
        headings: schema.add_text_field("headings", text()),
        body: schema.add_text_field("body", text()),
        attached: schema.add_text_field("attached", text()),
        passage: schema.add_text_field("passage", STORED),
        spellings: schema.add_text_field("spellings", spellings()),
        title_spellings: schema.add_text_field("title_spellings", spellings()),
    };
    (schema.build(), fields)
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers(analyser: &Analyser) -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(
        "words",
        WordTokenizer {
            analyser: analyser.clone(),
            emit: Emit::Stems,
        },
    );
    manager.register(
        "spellings",
        WordTokenizer {
            analyser: analyser.clone(),
            emit: Emit::Spellings,
        },
    );
    manager
}

/// The term that names one entry.
pub(crate) fn key(fields: &Fields, kind: Kind, id: &str) -> Term {
    Term::from_field_text(fields.key, &format!("{}:{id}", kind.code()))
}

/// The value by which members of an organization are let in; anybody's and every member's are `public` and `network`, without colon.
pub(crate) fn access_of(organization: &str) -> String {
    format!("org:{organization}")
}

/// 0 unknown, 1 Arabic, 2 English: a number is quicker to compare for each hit than text.
pub(crate) fn language_code(language: &str) -> u64 {
    match language {
        "ar" => 1,
        "en" => 2,
        _ => 0,
    }
}

/// The document of an entry.
pub(crate) fn document(fields: &Fields, entry: &Entry) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.key, format!("{}:{}", entry.kind.code(), entry.id));
    document.add_text(fields.kind, entry.kind.code());
    document.add_text(fields.id, &entry.id);
    if let Some(number) = &entry.external_id {
        document.add_text(fields.external_id, number);
    }
    document.add_text(fields.language, &entry.language);
    document.add_u64(fields.language_code, language_code(&entry.language));
    document.add_u64(fields.verified, u64::from(entry.verified));
    document.add_u64(fields.has_indicators, u64::from(entry.has_indicators));
    document.add_u64(fields.popularity, entry.popularity);
    if let Some(date) = entry.date {
        document.add_i64(fields.date, date);
    }
    for (field, value) in [
        (fields.organization, &entry.organization),
        (fields.organization_kind, &entry.organization_kind),
        (fields.governorate, &entry.governorate),
        (fields.region, &entry.region),
    ] {
        if !value.is_empty() {
            document.add_text(field, value);
        }
    }
    let mut topics: Vec<&String> = entry.topics.iter().collect();
    topics.sort_unstable();
    topics.dedup();
    for topic in topics {
        document.add_text(fields.topic, topic);
    }
    add_access(&mut document, fields, entry);
    add_texts(&mut document, fields, entry);
    document
}

fn add_access(document: &mut TantivyDocument, fields: &Fields, entry: &Entry) {
    match &entry.visibility {
        Visibility::Public => document.add_text(fields.access, "public"),
        Visibility::Network => document.add_text(fields.access, "network"),
        Visibility::Organizations(organizations) => {
            for organization in organizations
                .iter()
                .chain([&entry.organization])
                .filter(|slug| !slug.is_empty())
            {
                document.add_text(fields.access, access_of(organization));
            }
        }
    }
}

fn add_texts(document: &mut TantivyDocument, fields: &Fields, entry: &Entry) {
    for (field, value, longest) in [
        (fields.title, &entry.title, LONGEST_LINE),
        (fields.title_other, &entry.title_other, LONGEST_LINE),
        (fields.summary, &entry.summary, LONGEST_LINE),
        (fields.headings, &entry.headings, LONGEST_TEXT),
        (fields.body, &entry.body, LONGEST_TEXT),
        (fields.attached, &entry.attached, LONGEST_TEXT),
    ] {
        document.add_text(field, cut(value, longest));
    }
    let passage = if entry.body.is_empty() {
        &entry.attached
    } else {
        &entry.body
    };
    document.add_text(fields.passage, cut(passage, PASSAGE));
    for text in [&entry.title, &entry.title_other] {
        document.add_text(fields.title_spellings, cut(text, LONGEST_LINE));
    }
    for text in [
        &entry.title,
        &entry.title_other,
        &entry.summary,
        &entry.headings,
    ] {
        document.add_text(fields.spellings, cut(text, LONGEST_LINE));
    }
    document.add_text(fields.spellings, cut(&entry.body, LONGEST_TEXT));
}

/// At most so many bytes, on a character boundary.
pub(crate) fn cut(text: &str, longest: usize) -> &str {
    text.get(..text.floor_char_boundary(longest))
        .unwrap_or(text)
}
