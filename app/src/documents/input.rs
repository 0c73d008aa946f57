//! What people type about a document, and what is wrong with it.

use serde::Deserialize;

use super::sniff::Refusal;
use super::types::{Details, Kind, Language, Licence, Target, Visibility};
use super::upload::FileProblem;
use super::words;
use crate::clock::Id;
use crate::error::AppError;
use crate::i18n::Words;
use crate::ui::{Problem, Problems};

pub(super) const TITLE: usize = 160;
pub(super) const DESCRIPTION: usize = 2000;
pub(super) const NOTE: usize = 300;
pub(super) const REASON: usize = 500;
const TOPICS: usize = 3;

/// The form as typed. The same for a new document, its details, a new version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Values {
    /// Made with the page, so that a double submit is noticed.
    pub id: String,
    /// What it will hang on: `practice:ID`.
    pub attach: String,
    /// The owner, where the member may choose.
    pub organization: String,
    /// Arabic title.
    pub title_ar: String,
    /// English title.
    pub title_en: String,
    /// The word of a kind.
    pub kind: String,
    /// The word of a language.
    pub language: String,
    /// The word of a licence.
    pub licence: String,
    /// Topic slugs.
    pub topics: Vec<String>,
    /// Markdown.
    pub description: String,
    /// The word of a visibility.
    pub visibility: String,
    /// Identifiers of organizations.
    pub named: Vec<String>,
    /// What changed in a new version.
    pub note: String,
    /// The state of the document that the page was made from.
    pub seen: String,
    /// `1` where author and location data stay in the file.
    pub keep_traces: String,
    /// `publish` or `draft`: the button.
    pub action: String,
    /// Files that arrived before the form, chosen from a list.
    pub upload: Vec<String>,
    /// Files that the page sent while the form was filled.
    pub sent: Vec<String>,
    /// It comes back without the files that it came with.
    #[serde(rename = "_files_lost")]
    pub files_lost: bool,
}

/// Whether a form must say what the document is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Titled {
    /// In one of the languages.
    Required,
    /// There are several files, and each can be called after itself.
    ByFile,
}

impl Values {
    /// From the text parts of a multipart form.
    pub fn from_fields(fields: &[(String, String)]) -> Self {
        let body = super::upload::as_urlencoded(fields);
        serde_html_form::from_str(&body).unwrap_or_default()
    }

    /// Whether author and location data stay in the file.
    pub fn keeps_traces(&self) -> bool {
        self.keep_traces == "1"
    }

    /// What the form would do, if it is all right. `topics` and `organizations` are the choices that there are.
    pub(crate) fn check(
        &self,
        t: Words,
        topics: &[String],
        organizations: &[Id],
        titled: Titled,
        problems: &mut Problems,
    ) -> Option<Details> {
        let title_ar = problems.optional("title_ar", &self.title_ar, TITLE);
        let title_en = problems.optional("title_en", &self.title_en, TITLE);
        if titled == Titled::Required && title_ar.is_empty() && title_en.is_empty() {
            problems.add(
                "title_ar",
                Problem::Said(t.documents_problem_title().to_owned()),
            );
        }
        let kind = problems.chosen("kind", &self.kind, Kind::parse);
        let language = problems.chosen("language", &self.language, Language::parse);
        let licence = problems.chosen("licence", &self.licence, Licence::parse);
        if self.topics.len() > TOPICS {
            problems.add("topics", Problem::Said(t.documents_problem_topics(TOPICS)));
        } else if !self.topics.iter().all(|topic| topics.contains(topic)) {
            problems.add("topics", Problem::Invalid);
        }
        let description = problems.optional("description", &self.description, DESCRIPTION);
        let visibility = problems.chosen("visibility", &self.visibility, Visibility::parse);
        let named = self.named(t, organizations, visibility, problems);
        let mut topics = self.topics.clone();
        topics.sort();
        topics.dedup();
        Some(Details {
            kind: kind?,
            language: language?,
            licence: licence?,
            title_ar,
            title_en,
            description,
            visibility: visibility?,
            named,
            topics,
        })
    }

    fn named(
        &self,
        t: Words,
        organizations: &[Id],
        visibility: Option<Visibility>,
        problems: &mut Problems,
    ) -> Vec<Id> {
        if visibility != Some(Visibility::Organizations) {
            return Vec::new();
        }
        let mut named: Vec<Id> = self.named.iter().filter_map(|id| id.parse().ok()).collect();
        named.sort();
        named.dedup();
        if named.is_empty() {
            problems.add(
                "named",
                Problem::Said(t.documents_problem_named().to_owned()),
            );
        } else if !named.iter().all(|id| organizations.contains(id)) {
            problems.add("named", Problem::Invalid);
        }
        named
    }

    /// The files that arrived before the form, each once: those that the page sent come first.
    pub fn arrived(&self) -> Vec<&str> {
        let mut arrived: Vec<&str> = Vec::new();
        for id in self.sent.iter().chain(&self.upload) {
            if !id.is_empty() && !arrived.contains(&id.as_str()) {
                arrived.push(id);
            }
        }
        arrived
    }

    /// Names the files that were kept for the next attempt.
    pub(super) fn keep(&mut self, uploads: Vec<String>) {
        self.upload = uploads;
        self.sent.clear();
    }

    /// What the new document will hang on.
    pub fn target(&self) -> Result<Option<Target>, AppError> {
        if self.attach.is_empty() {
            return Ok(None);
        }
        Target::parse(&self.attach)
            .map(Some)
            .ok_or(AppError::NotFound)
    }
}

/// The sentence about a file that is not taken.
pub(crate) fn file_problem(t: Words, problem: &FileProblem) -> Problem {
    Problem::Said(match problem {
        FileProblem::TooLarge(limit) => t.documents_file_too_large(words::size(t, *limit)),
        FileProblem::NoRoom(left) => t.storage_no_room(words::size(t, *left)),
        FileProblem::Gone => t.documents_file_gone().to_owned(),
        FileProblem::Infected { file, virus } => t.documents_file_infected(file, virus),
        FileProblem::TooLongToCheck => t.documents_file_too_long_to_check().to_owned(),
        FileProblem::Unchecked => t.documents_file_unchecked().to_owned(),
        FileProblem::StorageFull => t.documents_file_storage_full().to_owned(),
        FileProblem::Refused(refusal) => refused(t, *refusal),
    })
}

/// The same, with the file's name before it where there is one.
pub(crate) fn named_problem(t: Words, name: &str, problem: &FileProblem) -> Problem {
    let problem = file_problem(t, problem);
    if name.is_empty() {
        return problem;
    }
    Problem::Said(t.documents_file_named(name, problem.say(t)))
}

fn refused(t: Words, refusal: Refusal) -> String {
    match refusal {
        Refusal::Empty => t.documents_file_empty().to_owned(),
        Refusal::NotAllowed => t.documents_file_not_allowed(words::accepted()),
        Refusal::Mismatch {
            claimed,
            actual: Some(actual),
        } => t.documents_file_mismatch(
            actual.extension().to_uppercase(),
            claimed.extension().to_uppercase(),
        ),
        Refusal::Mismatch {
            claimed,
            actual: None,
        } => t.documents_file_mismatch_unknown(claimed.extension().to_uppercase()),
        Refusal::Macros => t.documents_file_macros().to_owned(),
        Refusal::Paths => t.documents_file_paths().to_owned(),
        Refusal::Bomb => t.documents_file_bomb().to_owned(),
        Refusal::Huge => t.documents_file_huge().to_owned(),
        Refusal::Encrypted => t.documents_file_encrypted().to_owned(),
        Refusal::OldOffice => t.documents_file_old_office().to_owned(),
        Refusal::Damaged => t.documents_file_damaged().to_owned(),
        Refusal::NotUtf8 => t.documents_file_not_utf8().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    fn values() -> Values {
        Values {
            title_ar: "دليل".to_owned(),
            kind: "manual".to_owned(),
            language: "ar".to_owned(),
            licence: "network".to_owned(),
            visibility: "public".to_owned(),
            topics: vec!["gis".to_owned()],
            ..Values::default()
        }
    }

    fn check(values: &Values) -> (Option<Details>, Vec<String>) {
        check_for(values, Titled::Required)
    }

    fn check_for(values: &Values, titled: Titled) -> (Option<Details>, Vec<String>) {
        let mut problems = Problems::new();
        let id: Id = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000".parse().unwrap();
        let details = values.check(
            Locale::Ar.words(),
            &["gis".to_owned()],
            &[id],
            titled,
            &mut problems,
        );
        (
            details,
            problems.iter().map(|(field, _)| field.to_owned()).collect(),
        )
    }

    #[test]
    fn a_filled_form_is_taken() {
        let (details, problems) = check(&values());
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(details.unwrap().kind, Kind::Manual);
    }

    #[test]
    fn every_gap_is_named() {
        let (_, problems) = check(&Values::default());
        assert_eq!(
            problems,
            ["title_ar", "kind", "language", "licence", "visibility"]
        );
        let wrong = Values {
            topics: vec!["x".to_owned()],
            kind: "x".to_owned(),
            title_en: "x".repeat(161),
            ..values()
        };
        assert_eq!(check(&wrong).1, ["title_en", "kind", "topics"]);
        let many = Values {
            topics: vec!["gis".to_owned(); 4],
            ..values()
        };
        assert_eq!(check(&many).1, ["topics"]);
        let nameless = Values {
            title_ar: String::new(),
            ..values()
        };
        assert_eq!(check(&nameless).1, ["title_ar"]);
        assert!(check_for(&nameless, Titled::ByFile).1.is_empty());
    }

    #[test]
    fn files_that_arrived_are_named_once_in_their_order() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        let values = Values {
            upload: ids(&["a", "", "b", "c"]),
            sent: ids(&["", "c", "d"]),
            ..Values::default()
        };
        assert_eq!(values.arrived(), ["c", "d", "a", "b"]);
    }

    #[test]
    fn named_organizations_are_named_and_real() {
        let none = Values {
            visibility: "organizations".to_owned(),
            ..values()
        };
        assert_eq!(check(&none).1, ["named"]);
        let unknown = Values {
            named: vec!["0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001".to_owned()],
            ..none.clone()
        };
        assert_eq!(check(&unknown).1, ["named"]);
        let known = Values {
            named: vec!["0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000".to_owned()],
            ..none
        };
        assert_eq!(check(&known).0.unwrap().named.len(), 1);
        // Names left over from another choice give nobody anything.
        let public = Values {
            visibility: "public".to_owned(),
            ..known
        };
        assert!(check(&public).0.unwrap().named.is_empty());
    }

    #[test]
    fn fields_of_a_multipart_form_become_values() {
        let pairs = [
            ("title_ar", "أ & ب"),
            ("topics", "gis"),
            ("topics", "it"),
            ("unknown", "x"),
        ];
        let fields: Vec<_> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let values = Values::from_fields(&fields);
        assert_eq!(
            (values.title_ar.as_str(), values.topics.len()),
            ("أ & ب", 2)
        );
    }
}
