//! Words that rules cannot know: broken plurals, protected words, synonyms and stop words. Data, not code.
//!
//! Each line of the files in `data/` (and of an administrator's own file) is a directive and its values, separated by tabs:
//!
//! ```text
//! word     شارع       شوارع          all these are one word; the first is what gets indexed
//! word     فريق                      a word on its own: nothing is to be taken off it
//! same     شكوى       complaint      who searches for one finds the others, a little lower
//! related  شكوى       مظلمة          the same, lower still
//! means    فيسبوك     social media   who searches for the first finds the others, but not the other way round
//! stop     في                        never required of a document, and no word of a question by itself
//! light    مشروع                     says little on such a portal: not required beside other words, but counts
//! # …                                a remark
//! ```
//!
//! Members of `same`, `related` and `means` may be several words. What comes first wins, and the administrator's file is read first.

use std::collections::{HashMap, HashSet};

use crate::normalise::normalise;

const WORDS: &str = include_str!("../data/words.tsv");
const SYNONYMS: &str = include_str!("../data/synonyms.tsv");
const EVERYDAY: &str = include_str!("../data/everyday.tsv");
const STOPS: &str = include_str!("../data/stops.tsv");

/// How the expressions of a group belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// They mean the same.
    Same,
    /// They are only related: weighs less.
    Related,
    /// The first leads to the others, which do not lead to it.
    Means,
}

/// Expressions that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The expressions, as written in the file.
    pub members: Vec<String>,
    /// How they belong together.
    pub link: Link,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Counted from one.
    pub line: usize,
    /// The line itself.
    pub text: String,
}

/// The table of words.
#[derive(Debug, Default)]
pub struct Lexicon {
    canonical: HashMap<Box<str>, Box<str>>,
    stops: HashSet<Box<str>>,
    light: HashSet<Box<str>>,
    groups: Vec<Group>,
    problems: Vec<Problem>,
    fingerprint: u64,
}

impl Lexicon {
    /// The table that comes with the portal.
    pub fn shipped() -> Self {
        Self::with_extra("")
    }

    /// The shipped table, and before it the lines of an administrator's file. Lines that cannot be read are skipped and listed
    /// in [`Lexicon::problems`].
    pub fn with_extra(extra: &str) -> Self {
        let mut lexicon = Self {
            fingerprint: FNV_START,
            ..Self::default()
        };
        lexicon.read(extra, true);
        for shipped in [WORDS, SYNONYMS, EVERYDAY, STOPS] {
            lexicon.read(shipped, false);
        }
        lexicon
    }

    /// Lines of the administrator's file that could not be read.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Changes when the table does: an index written with another table must be rebuilt.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The groups of synonyms.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The canonical form of a normalised word, if it is listed.
    pub fn canonical(&self, word: &str) -> Option<&str> {
        self.canonical.get(word).map(AsRef::as_ref)
    }

    /// Whether a normalised word is too common to be required.
    pub fn is_stop(&self, word: &str) -> bool {
        self.stops.contains(word)
    }

    /// Whether a stem says so little that it is not required beside other words.
    pub fn is_light(&self, stem: &str) -> bool {
        self.light.contains(stem)
    }

    /// Every listed spelling, and the English words of the groups.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &str> {
        let listed = self.canonical.keys().map(AsRef::as_ref);
        let members = self.groups.iter().flat_map(|group| &group.members);
        let english = members.flat_map(|member| member.split_ascii_whitespace());
        listed.chain(english.filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())))
    }

    fn read(&mut self, text: &str, report: bool) {
        for (number, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            self.fingerprint = fnv(self.fingerprint, line);
            let mut values = line
                .split('\t')
                .map(str::trim)
                .filter(|value| !value.is_empty());
            let directive = values.next().unwrap_or_default();
            let values: Vec<&str> = values.collect();
            if !self.take(directive, &values) && report {
                self.problems.push(Problem {
                    line: number + 1,
                    text: line.to_owned(),
                });
            }
        }
    }

    /// Reads one directive; false if it makes no sense.
    fn take(&mut self, directive: &str, values: &[&str]) -> bool {
        match (directive, values) {
            ("word", [first, ..]) => {
                let values: Vec<String> = values.iter().map(|value| normalise(value)).collect();
                if values
                    .iter()
                    .any(|value| !value.chars().all(char::is_alphanumeric))
                {
                    return false;
                }
                let canonical = normalise(first);
                for form in values {
                    self.canonical
                        .entry(form.clone().into())
                        .or_insert_with(|| canonical.as_str().into());
                }
                true
            }
            ("same" | "related" | "means", [_, _, ..]) => {
                let members = values.iter().map(|value| (*value).to_owned()).collect();
                let link = match directive {
                    "same" => Link::Same,
                    "related" => Link::Related,
                    _ => Link::Means,
                };
                self.groups.push(Group { members, link });
                true
            }
            ("light", [_, ..]) => {
                for value in values {
                    let word = normalise(value);
                    let stem = self.canonical(&word).unwrap_or(&word).into();
                    self.light.insert(stem);
                }
                true
            }
            ("stop", [_, ..]) => {
                self.stops
                    .extend(values.iter().map(|value| normalise(value).into()));
                true
            }
            _ => false,
        }
    }
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, which unlike the standard hasher stays the same from one version of the compiler to the next.
fn fnv(start: u64, text: &str) -> u64 {
    text.bytes().chain([b'\n']).fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
