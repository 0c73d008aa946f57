//! The groups of the lexicon, analysed and ready to be looked up in a question.

use std::collections::{HashMap, HashSet};

use crate::analyser::{Analyser, Word};
use crate::lexicon::{Group, Link};

/// Weight of an expression that means the same, relative to what was typed.
const SAME: f32 = 0.5;
/// Weight of one that is only related.
const RELATED: f32 = 0.25;

/// An expression as stems, each with its place in it; words too common to matter are left out but keep their place.
pub(crate) type Phrase = Vec<(usize, String)>;

/// All expressions by their first stem.
#[derive(Debug, Default)]
pub(crate) struct Synonyms {
    groups: Vec<(Vec<Phrase>, f32)>,
    by_first: HashMap<String, Vec<(usize, usize)>>,
    stems: HashSet<String>,
}

impl Synonyms {
    pub(crate) fn compile(analyser: &Analyser) -> Self {
        let mut synonyms = Self::default();
        let (related, same): (Vec<&Group>, Vec<&Group>) = analyser
            .lexicon()
            .groups()
            .iter()
            .partition(|group| group.link == Link::Related);
        for group in same {
            let members = members(analyser, group);
            let asked_by = match group.link {
                Link::Means => 1,
                _ => members.len(),
            };
            synonyms.add(members, SAME, asked_by);
        }
        // All of them before the first is added, so that nothing leads from one relation to the next.
        let related: Vec<Vec<Phrase>> = related
            .into_iter()
            .map(|group| synonyms.in_all_words(members(analyser, group)))
            .collect();
        for members in related {
            let asked_by = members.len();
            synonyms.add(members, RELATED, asked_by);
        }
        synonyms
    }

    fn add(&mut self, members: Vec<Phrase>, weight: f32, asked_by: usize) {
        let stems = members.iter().flatten().map(|(_, stem)| stem.clone());
        self.stems.extend(stems);
        for (at, member) in members.iter().enumerate().take(asked_by) {
            if let Some((_, first)) = member.first() {
                let places = self.by_first.entry(first.clone()).or_default();
                places.push((self.groups.len(), at));
            }
        }
        self.groups.push((members, weight));
    }

    /// What is related is so in both languages: each member brings those that mean the same.
    fn in_all_words(&self, members: Vec<Phrase>) -> Vec<Phrase> {
        let mut all = members.clone();
        for member in &members {
            let stems: Vec<&str> = member.iter().map(|(_, stem)| stem.as_str()).collect();
            for (other, _) in self.others(&stems) {
                if !all.iter().any(|known| same_words(known, &other)) {
                    all.push(other);
                }
            }
        }
        all
    }

    /// Whether the stem stands in any expression.
    pub(crate) fn knows(&self, stem: &str) -> bool {
        self.stems.contains(stem)
    }

    /// How many of the words, from the first, make the longest known expression; 0 if none.
    pub(crate) fn longest(&self, words: &[&str]) -> usize {
        self.matching(words)
            .map(|(phrase, _)| phrase.len())
            .max()
            .unwrap_or(0)
    }

    /// The other expressions for exactly these words, with their weights.
    pub(crate) fn others(&self, words: &[&str]) -> Vec<(Phrase, f32)> {
        let mut found: Vec<(Phrase, f32)> = Vec::new();
        for (phrase, group) in self
            .matching(words)
            .filter(|(phrase, _)| phrase.len() == words.len())
        {
            let Some((members, weight)) = self.groups.get(group) else {
                continue;
            };
            for other in members.iter().filter(|other| !same_words(other, phrase)) {
                match found.iter_mut().find(|(known, _)| known == other) {
                    Some((_, known)) => *known = known.max(*weight),
                    None => found.push((other.clone(), *weight)),
                }
            }
        }
        found
    }

    fn matching<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = (&'a Phrase, usize)> {
        let candidates = words.first().and_then(|word| self.by_first.get(*word));
        candidates
            .into_iter()
            .flatten()
            .filter_map(move |&(group, member)| {
                let phrase = self.groups.get(group)?.0.get(member)?;
                let fits = phrase.len() <= words.len()
                    && phrase
                        .iter()
                        .zip(words)
                        .all(|((_, stem), word)| stem == word);
                fits.then_some((phrase, group))
            })
    }
}

fn same_words(one: &Phrase, other: &Phrase) -> bool {
    one.iter()
        .map(|(_, stem)| stem)
        .eq(other.iter().map(|(_, stem)| stem))
}

fn members(analyser: &Analyser, group: &Group) -> Vec<Phrase> {
    let members = group.members.iter();
    members
        .map(|text| expression(&analyser.analyse(text)))
        .filter(|phrase| !phrase.is_empty())
        .collect()
}

/// The words that matter, with their places.
pub(crate) fn phrase<'a>(words: impl Iterator<Item = &'a Word> + Clone) -> Phrase {
    let all = words.clone().all(|word| word.stop);
    placed(words.filter(|word| all || !word.stop))
}

/// A member of a group. One word among common ones is not the expression: «التحكم عن بعد» is more than «التحكم».
fn expression(words: &[Word]) -> Phrase {
    let phrase = phrase(words.iter());
    if phrase.len() == 1 && words.len() > 1 {
        placed(words.iter())
    } else {
        phrase
    }
}

fn placed<'a>(words: impl Iterator<Item = &'a Word>) -> Phrase {
    let mut words = words.peekable();
    let first = words.peek().map_or(0, |word| word.position);
    words
        .map(|word| (word.position - first, word.stem.clone()))
        .collect()
}
