//! Words of the index that are one edit away from what was typed, or continue it.
//!
//! A fuzzy query would find the entries but not say which words matched, so nothing could be highlighted: the words are looked up
//! in the dictionary first and then searched like typed ones. See `tantivy::query::FuzzyTermQuery::automaton`.

use std::collections::HashMap;
use std::iter::once;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::analyser::{Analyser, Word};
use crate::schema::Fields;
use crate::stem::without_article;
use crate::synonyms::Phrase;

/// Shorter words have too many neighbours.
const SHORTEST_TYPO: usize = 4;
const SHORTEST_PREFIX: usize = 3;
/// Neighbours that are searched for one word, and dictionary entries that are read to find them.
const MOST: usize = 12;
const MOST_READ: usize = 400;

const TYPO: f32 = 0.5;
const COMPLETION: f32 = 0.45;

/// Which neighbours of a word are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Neighbours {
    /// Those that are one edit away.
    pub(crate) edited: bool,
    /// Those that begin with it.
    pub(crate) completed: bool,
}

/// Other expressions that one word or expression is searched by: each costs as much as a typed word.
const MOST_OTHERS: usize = 14;

/// Which stems the entries have, looked up once for each question.
pub(crate) struct Written<'a> {
    searcher: &'a Searcher,
    fields: [Field; 6],
    known: HashMap<String, bool>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(searcher: &'a Searcher, fields: &Fields) -> Self {
        Self {
            searcher,
            fields: fields.weighted().map(|(field, _)| field),
            known: HashMap::new(),
        }
    }

    pub(crate) fn has(&mut self, stem: &str) -> tantivy::Result<bool> {
        if let Some(known) = self.known.get(stem) {
            return Ok(*known);
        }
        let found = exists(self.searcher, &self.fields, stem)?;
        self.known.insert(stem.to_owned(), found);
        Ok(found)
    }

    /// Leaves out what no entry has and, of very many, the least alike.
    pub(crate) fn prune(&mut self, others: &mut Vec<(Phrase, f32)>) -> tantivy::Result<()> {
        let mut kept = Vec::new();
        for (phrase, weight) in others.drain(..) {
            let mut whole = true;
            for (_, stem) in &phrase {
                whole = whole && self.has(stem)?;
            }
            if whole {
                kept.push((phrase, weight));
            }
        }
        kept.sort_by(|one, other| other.1.total_cmp(&one.1));
        kept.truncate(MOST_OTHERS);
        *others = kept;
        Ok(())
    }
}

/// Whether any entry has the word.
pub(crate) fn exists(searcher: &Searcher, fields: &[Field], stem: &str) -> tantivy::Result<bool> {
    for field in fields {
        if searcher.doc_freq(&Term::from_field_text(*field, stem))? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Stems of the neighbours of a word with their weights, the most frequent first.
pub(crate) fn neighbours(
    searcher: &Searcher,
    field: Field,
    analyser: &Analyser,
    asked: &Word,
    wanted: Neighbours,
) -> tantivy::Result<Vec<(String, f32)>> {
    let mut found: HashMap<String, (f32, u64)> = HashMap::new();
    let mut note = |spelling: &str, weight: f32, frequency: u64| {
        let stem = analyser.stem(spelling);
        if stem != asked.stem && !analyser.lexicon().is_stop(spelling) {
            note_into(&mut found, stem, weight, frequency);
        }
    };
    for typed in once(asked.surface.as_str()).chain(without_article(&asked.surface)) {
        let letters = typed.chars().count();
        let number = typed.chars().all(|c| c.is_numeric());
        if wanted.edited && letters >= SHORTEST_TYPO && !number {
            for (spelling, frequency) in one_edit(searcher, field, typed)? {
                note(&spelling, TYPO * likelihood(typed, &spelling), frequency);
            }
        }
        if wanted.completed && letters >= SHORTEST_PREFIX && !number {
            for (spelling, frequency) in continuations(searcher, field, typed)? {
                note(&spelling, COMPLETION, frequency);
            }
        }
    }
    if found.is_empty() && wanted.edited {
        for (spelling, weight) in listed(analyser, &asked.surface) {
            note_into(&mut found, analyser.stem(spelling), weight, 0);
        }
    }
    let mut found: Vec<(String, (f32, u64))> = found.into_iter().collect();
    found.sort_by(|one, other| {
        other
            .1
            .0
            .total_cmp(&one.1.0)
            .then(other.1.1.cmp(&one.1.1))
            .then(one.0.cmp(&other.0))
    });
    Ok(found
        .into_iter()
        .take(MOST)
        .map(|(stem, (weight, _))| (stem, weight))
        .collect())
}

fn note_into(found: &mut HashMap<String, (f32, u64)>, stem: String, weight: f32, frequency: u64) {
    let known = found.entry(stem).or_insert((0.0, 0));
    *known = (known.0.max(weight), known.1 + frequency);
}

/// Spellings of the table of words that are one edit away: what was meant may stand in the index only as a synonym.
fn listed<'a>(analyser: &'a Analyser, typed: &str) -> Vec<(&'a str, f32)> {
    let mut found = Vec::new();
    for typed in once(typed).chain(without_article(typed)) {
        let letters = typed.chars().count();
        if letters < SHORTEST_TYPO || typed.chars().all(char::is_numeric) {
            continue;
        }
        for spelling in analyser.lexicon().spellings() {
            let apart = letters.abs_diff(spelling.chars().count());
            if apart < 2 && slip(typed, spelling).is_some() {
                found.push((spelling, TYPO * likelihood(typed, spelling)));
            }
        }
    }
    found
}

/// How one spelling became the other.
#[derive(Debug, PartialEq, Eq)]
enum Slip {
    /// A letter too many or too few.
    Extra(char),
    Other(char, char),
    Swapped,
}

/// The one slip between two spellings, with the letters before it; none if they are the same or further apart.
fn slip(one: &str, other: &str) -> Option<(usize, Slip)> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..)?, other.get(same..)?);
    let alike = one.iter().rev().zip(other.iter().rev());
    let tail = alike.take_while(|(a, b)| a == b).count();
    let (one, other) = (
        one.get(..one.len() - tail)?,
        other.get(..other.len() - tail)?,
    );
    let slip = match (one, other) {
        ([extra], []) | ([], [extra]) => Slip::Extra(*extra),
        ([a], [b]) => Slip::Other(*a, *b),
        ([a, b], [c, d]) if a == d && b == c => Slip::Swapped,
        _ => return None,
    };
    Some((same, slip))
}

/// Letters that sound or look alike to a hurried writer; see Shaalan et al., "Arabic Word Generation and Modelling for Spell
/// Checking" (LREC 2012), for the classes of errors.
const ALIKE: [&str; 13] = [
    "ضظ", "ذز", "ذد", "ثت", "ثس", "سص", "طت", "قك", "حه", "دض", "زظ", "اه", "عا",
];

/// How likely a slip is, from 0 to 1. Slips in the first letter are rare; such neighbours are mostly other words.
fn likelihood(typed: &str, spelling: &str) -> f32 {
    let Some((before, slip)) = slip(typed, spelling) else {
        return 0.6;
    };
    let alike = match slip {
        Slip::Extra(letter) => "اويaeiou".contains(letter),
        Slip::Other(a, b) => ALIKE
            .iter()
            .any(|pair| pair.contains(a) && pair.contains(b)),
        Slip::Swapped => true,
    };
    let letters = if alike { 1.0 } else { 0.8 };
    if before == 0 { letters * 0.7 } else { letters }
}

fn one_edit(
    searcher: &Searcher,
    field: Field,
    typed: &str,
) -> tantivy::Result<HashMap<String, u64>> {
    let query = FuzzyTermQuery::new(Term::from_field_text(field, typed), 1, true);
    let mut found = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().search(query.automaton()?).into_stream()?;
        let mut read = 0;
        while read < MOST_READ && stream.advance() {
            read += 1;
            if let Ok(spelling) = std::str::from_utf8(stream.key()) {
                *found.entry(spelling.to_owned()).or_default() +=
                    u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(found)
}

fn continuations(
    searcher: &Searcher,
    field: Field,
    typed: &str,
) -> tantivy::Result<HashMap<String, u64>> {
    let mut found = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted
            .terms()
            .range()
            .ge(typed.as_bytes())
            .into_stream()?;
        let mut read = 0;
        while read < MOST_READ && stream.advance() && stream.key().starts_with(typed.as_bytes()) {
            read += 1;
            if let Ok(spelling) = std::str::from_utf8(stream.key()) {
                *found.entry(spelling.to_owned()).or_default() +=
                    u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(found)
}
