//! What a practice says, and the bounds of what it may say. No I/O.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::number;
use crate::i18n::{Locale, Words};
use crate::ui::{Problem, Problems};

/// Characters of a title.
pub const TITLE_LIMIT: usize = 160;
/// Characters of the one-line summary.
pub const SUMMARY_LIMIT: usize = 160;
/// Characters of each of the three texts.
pub const TEXT_LIMIT: usize = 20_000;
/// Topics of one practice.
pub const TOPICS_LIMIT: usize = 12;
/// Steps or indicators of one practice.
pub const ROWS_LIMIT: usize = 30;
/// Characters of a name: who acts, what is measured, where a figure comes from.
pub const NAME_LIMIT: usize = 200;
/// Characters of what happens in a step.
pub const STEP_LIMIT: usize = 500;
/// Characters of a unit, a duration, a period.
pub const SHORT_LIMIT: usize = 100;
/// Characters of a reviewer's comment.
pub const NOTE_LIMIT: usize = 2_000;
/// Characters of the owner's own number.
pub const EXTERNAL_ID_LIMIT: usize = 120;

/// One step of the life cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// The post or department that acts.
    pub who: String,
    /// What it does.
    pub what: String,
    /// How long it takes, in words.
    pub duration: String,
}

/// One measured figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Indicator {
    /// What is measured.
    pub name: String,
    /// In which unit.
    pub unit: String,
    /// The figure before the practice, where it is known.
    pub before: Option<f64>,
    /// The figure with it.
    pub after: Option<f64>,
    /// When it was measured.
    pub period: String,
    /// Who measured it, where it can be read.
    pub source: String,
}

/// The words of one revision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The language it was written in.
    pub language: Locale,
    /// The title.
    pub title: String,
    /// One line, for lists.
    pub summary: String,
    /// The title in the other language, or empty.
    pub title_other: String,
    /// The summary in the other language, or empty.
    pub summary_other: String,
    /// Slugs of topics.
    pub topics: Vec<String>,
    /// What was wrong (Markdown).
    pub problem: String,
    /// What was done (Markdown).
    pub solution: String,
    /// What came of it (Markdown).
    pub result: String,
    /// The life cycle.
    pub steps: Vec<Step>,
    /// The figures.
    pub indicators: Vec<Indicator>,
}

impl Content {
    /// The title for a reader: the translation where there is one in their language. Says which language it is in.
    pub fn title_in(&self, locale: Locale) -> (&str, Locale) {
        in_language(self.language, &self.title, &self.title_other, locale)
    }

    /// The summary for a reader, as [`Content::title_in`].
    pub fn summary_in(&self, locale: Locale) -> (&str, Locale) {
        in_language(self.language, &self.summary, &self.summary_other, locale)
    }

    /// What must be there before anyone is asked to approve it. Field names are those of the form.
    pub fn missing(&self) -> Problems {
        let mut problems = Problems::new();
        for (field, text) in [("title", &self.title), ("summary", &self.summary)] {
            if text.is_empty() {
                problems.add(field, Problem::Required);
            }
        }
        if self.topics.is_empty() {
            problems.add("topics", Problem::Unchosen);
        }
        for (field, text) in [
            ("problem", &self.problem),
            ("solution", &self.solution),
            ("result", &self.result),
        ] {
            if text.is_empty() {
                problems.add(field, Problem::Required);
            }
        }
        problems
    }
}

/// Picks between a text and its translation.
pub fn in_language<'a>(
    original: Locale,
    text: &'a str,
    other: &'a str,
    reader: Locale,
) -> (&'a str, Locale) {
    if original == reader || other.is_empty() {
        (text, original)
    } else {
        (other, reader)
    }
}

impl Indicator {
    /// A figure as people read it; empty where it is not known.
    pub fn figure(value: Option<f64>) -> String {
        value.map(number::show).unwrap_or_default()
    }
}

/// Who may read a published practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone.
    #[default]
    Public,
    /// Members, signed in.
    Network,
}

impl Visibility {
    /// The word in the database and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Network => "network",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Public, Self::Network]
            .into_iter()
            .find(|visibility| visibility.as_str() == word)
    }

    /// The choices of a form.
    pub(crate) fn options(t: Words) -> Vec<(String, String)> {
        vec![
            (
                "public".to_owned(),
                t.practices_visibility_public().to_owned(),
            ),
            (
                "network".to_owned(),
                t.practices_visibility_network().to_owned(),
            ),
        ]
    }
}

/// Where a revision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Waiting for a publisher.
    InReview,
    /// Sent back with a comment.
    Returned,
    /// Left behind by a newer draft.
    Withdrawn,
    /// What readers see.
    Published,
    /// What readers saw before.
    Superseded,
}

impl State {
    const ALL: [Self; 6] = [
        Self::Draft,
        Self::InReview,
        Self::Returned,
        Self::Withdrawn,
        Self::Published,
        Self::Superseded,
    ];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
            Self::Published => "published",
            Self::Superseded => "superseded",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The word for people.
    pub(crate) fn label(self, t: Words) -> &'static str {
        match self {
            Self::Draft => t.practices_state_draft(),
            Self::InReview => t.practices_state_in_review(),
            Self::Returned => t.practices_state_returned(),
            Self::Withdrawn => t.practices_state_withdrawn(),
            Self::Published => t.practices_state_published(),
            Self::Superseded => t.practices_state_superseded(),
        }
    }

    /// The class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Draft | Self::Returned => "badge badge--draft",
            Self::InReview => "badge badge--review",
            Self::Published => "badge badge--published",
            Self::Withdrawn | Self::Superseded => "badge badge--archived",
        }
    }
}

/// What the owner must be asked again after: half a year.
pub const CONFIRM_AFTER_DAYS: i64 = 182;

/// Whether the last confirmation is too long ago.
pub fn is_stale(confirmed_at: Option<Timestamp>, now: Timestamp) -> bool {
    confirmed_at.is_some_and(|at| now.duration_since(at).as_hours() > CONFIRM_AFTER_DAYS * 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_their_text() {
        assert!(
            State::ALL
                .into_iter()
                .all(|state| State::parse(state.as_str()) == Some(state))
        );
        assert_eq!(Visibility::parse("network"), Some(Visibility::Network));
        assert_eq!(Visibility::parse("organizations"), None);
    }

    #[test]
    fn a_reader_gets_the_translation_where_there_is_one() {
        let content = Content {
            title: "شكوى".into(),
            title_other: "Complaint".into(),
            summary: "سطر".into(),
            ..Content::default()
        };
        assert_eq!(content.title_in(Locale::En), ("Complaint", Locale::En));
        assert_eq!(content.title_in(Locale::Ar), ("شكوى", Locale::Ar));
        assert_eq!(content.summary_in(Locale::En), ("سطر", Locale::Ar));
    }

    #[test]
    fn a_snapshot_is_enough_to_submit() {
        let missing = Content::default().missing();
        assert_eq!(missing.iter().count(), 6);
    }

    #[test]
    fn silence_shows_after_half_a_year() {
        let now: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        assert!(!is_stale(
            Some("2026-06-01T00:00:00Z".parse().unwrap()),
            now
        ));
        assert!(is_stale(Some("2026-05-01T00:00:00Z".parse().unwrap()), now));
    }
}
