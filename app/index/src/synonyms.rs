//! The groups of the lexicon, analysed and ready to be looked up in a question.

use std::collections::HashMap;

use crate::analyser::{Analyser, Word};

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
}

impl Synonyms {
    pub(crate) fn compile(analyser: &Analyser) -> Self {
        let mut synonyms = Self::default();
        for group in analyser.lexicon().groups() {
            let members: Vec<Phrase> = group
                .members
                .iter()
                .map(|text| phrase(&analyser.analyse(text)))
                .filter(|phrase| !phrase.is_empty())
                .collect();
            for (member, (_, first)) in members
                .iter()
                .enumerate()
                .filter_map(|(at, phrase)| Some((at, phrase.first()?)))
            {
                synonyms
                    .by_first
                    .entry(first.clone())
                    .or_default()
                    .push((synonyms.groups.len(), member));
            }
            synonyms
                .groups
                .push((members, if group.related { RELATED } else { SAME }));
        }
        synonyms
    }

    /// How many of the words, from the first, make the longest known expression; 0 if none.
    pub(crate) fn longest(&self, words: &[&Word]) -> usize {
        self.matching(words)
            .map(|(phrase, _)| phrase.len())
            .max()
            .unwrap_or(0)
    }

    /// The other expressions for exactly these words, with their weights.
    pub(crate) fn others(&self, words: &[&Word]) -> Vec<(Phrase, f32)> {
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

    fn matching<'a>(&'a self, words: &'a [&Word]) -> impl Iterator<Item = (&'a Phrase, usize)> {
        let candidates = words.first().and_then(|word| self.by_first.get(&word.stem));
        candidates
            .into_iter()
            .flatten()
            .filter_map(move |&(group, member)| {
                let phrase = self.groups.get(group)?.0.get(member)?;
                let fits = phrase.len() <= words.len()
                    && phrase
                        .iter()
                        .zip(words)
                        .all(|((_, stem), word)| *stem == word.stem);
                fits.then_some((phrase, group))
            })
    }
}

fn same_words(one: &Phrase, other: &Phrase) -> bool {
    one.iter()
        .map(|(_, stem)| stem)
        .eq(other.iter().map(|(_, stem)| stem))
}

/// The words that matter, with their places.
pub(crate) fn phrase(words: &[Word]) -> Phrase {
    let all = words.iter().all(|word| word.stop);
    let kept: Vec<&Word> = words.iter().filter(|word| all || !word.stop).collect();
    let first = kept.first().map_or(0, |word| word.position);
    kept.iter()
        .map(|word| (word.position - first, word.stem.clone()))
        .collect()
}
