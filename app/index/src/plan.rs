//! From what was typed to what is looked for.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analyser::{Analyser, Word};
use crate::best_of::{BestOf, Choice, Part};
use crate::lexicon::Lexicon;
use crate::schema::Fields;
use crate::synonyms::{Phrase, Synonyms, phrase};
use crate::types::Request;

/// Words that may stand between those of an expression.
const SLOP: u32 = 1;
/// What the word itself, as against one that means the same, counts more in any field.
const TYPED: f32 = 1.0;
/// What an expression counts of which words are missing.
const HALF: f32 = 0.8;
/// What a word adds that nearly every entry has.
const LIGHT: f32 = 0.3;

/// A word of the question, with what else it may have been meant to be.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub(crate) word: Word,
    /// Stems of its neighbours with their weights, if it is misspelt or unfinished.
    pub(crate) also: Vec<(String, f32)>,
}

/// The words of a question, as many as are looked at.
pub(crate) fn read(analyser: &Analyser, question: &str) -> Vec<Typed> {
    let question: String = question.chars().take(Request::MAX_CHARS).collect();
    let words = analyser.analyse(&question).into_iter();
    words
        .take(Request::MAX_WORDS)
        .map(|word| Typed {
            word,
            also: Vec::new(),
        })
        .collect()
}

/// One word that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) stem: String,
    /// Synonyms and corrections, with their weights.
    pub(crate) also: Vec<(Phrase, f32)>,
}

/// Words that belong together because they are a known expression; mostly just one word.
#[derive(Debug, Clone)]
pub(crate) struct Concept {
    pub(crate) words: Vec<Asked>,
    /// What several words mean together.
    pub(crate) others: Vec<(Phrase, f32)>,
    /// Says little here: lifts an entry, and is not required of it.
    light: bool,
}

/// A question, understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) concepts: Vec<Concept>,
    /// The words in order, for the bonus of standing together.
    together: Phrase,
}

/// How many of the words an entry needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    All,
    Most,
    Any,
}

impl Plan {
    pub(crate) fn new(lexicon: &Lexicon, synonyms: &Synonyms, typed: &[Typed]) -> Self {
        let together = phrase(typed.iter().map(|typed| &typed.word));
        let stops_only = typed.iter().all(|typed| typed.word.stop);
        let mut rest: Vec<&Typed> = typed
            .iter()
            .filter(|typed| stops_only || !typed.word.stop)
            .collect();
        let mut concepts: Vec<Concept> = Vec::new();
        while !rest.is_empty() {
            let stems: Vec<&str> = rest.iter().map(|typed| typed.word.stem.as_str()).collect();
            let taken = synonyms.longest(&stems).max(1).min(rest.len());
            let later = rest.split_off(taken);
            let concept = Concept::new(lexicon, synonyms, &rest);
            if !concepts
                .iter()
                .any(|known| known.stems().eq(concept.stems()))
            {
                concepts.push(concept);
            }
            rest = later;
        }
        let light_only = concepts.iter().all(|concept| concept.light);
        let typed: Vec<Vec<String>> = concepts
            .iter()
            .map(|concept| concept.stems().map(str::to_owned).collect())
            .collect();
        for (at, concept) in concepts.iter_mut().enumerate() {
            concept.light &= !light_only;
            concept.leave_to_others(&typed, at);
        }
        Self { concepts, together }
    }

    /// How many words were asked for.
    pub(crate) fn words(&self) -> usize {
        self.concepts
            .iter()
            .map(|concept| concept.words.len())
            .sum()
    }

    /// The query without the filter.
    pub(crate) fn query(&self, fields: &Fields, need: Need) -> Box<dyn Query> {
        let asked = |light: bool| self.concepts.iter().filter(move |it| it.light == light);
        let occur = if need == Need::All {
            Occur::Must
        } else {
            Occur::Should
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = asked(false)
            .map(|concept| (occur, concept.query(fields, need)))
            .collect();
        if need != Need::All {
            let required = match need {
                Need::Most => (clauses.len() * 2 / 3).max(1),
                _ => 1,
            };
            let most = BooleanQuery::with_minimum_required_clauses(clauses, required);
            clauses = vec![(Occur::Must, Box::new(most))];
        }
        clauses.extend(
            asked(true).map(|concept| (Occur::Should, boosted(concept.query(fields, need), LIGHT))),
        );
        if self.together.len() > 1 {
            for (field, boost) in [
                (fields.title, 3.0),
                (fields.title_other, 2.5),
                (fields.summary, 1.5),
            ] {
                clauses.push((
                    Occur::Should,
                    boosted(phrase_query(field, &self.together), boost),
                ));
            }
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// Which words answer which part of the question, for highlighting.
    pub(crate) fn marks(&self) -> Marks {
        let mut marks = Marks {
            all: (1_u32 << self.concepts.len().min(31)) - 1,
            ..Marks::default()
        };
        for (at, concept) in self.concepts.iter().enumerate() {
            let bit = 1_u32 << at.min(30);
            for word in &concept.words {
                *marks.stems.entry(word.stem.clone()).or_default() |= bit;
            }
            let also = concept.words.iter().flat_map(|word| &word.also);
            for (phrase, _) in also.chain(&concept.others) {
                match phrase.as_slice() {
                    [(_, stem)] => *marks.stems.entry(stem.clone()).or_default() |= bit,
                    _ => marks
                        .phrases
                        .push((phrase.iter().map(|(_, stem)| stem.clone()).collect(), bit)),
                }
            }
        }
        marks
    }
}

impl Concept {
    fn new(lexicon: &Lexicon, synonyms: &Synonyms, words: &[&Typed]) -> Self {
        let alone = words.len() == 1;
        let stems: Vec<&str> = words.iter().map(|typed| typed.word.stem.as_str()).collect();
        let asked = words.iter().map(|typed| {
            let stem = typed.word.stem.clone();
            let corrections = typed.also.iter();
            let corrections = corrections.map(|(stem, weight)| (vec![(0, stem.clone())], *weight));
            let mut also = synonyms.others(&[&stem]);
            also.extend(corrections);
            Asked { stem, also }
        });
        Self {
            words: asked.collect(),
            others: if alone {
                Vec::new()
            } else {
                synonyms.others(&stems)
            },
            light: alone && stems.iter().all(|stem| lexicon.is_light(stem)),
        }
    }

    /// One word of an entry must not answer two of the question: what stands in it elsewhere is no synonym here.
    fn leave_to_others(&mut self, typed: &[Vec<String>], own: usize) {
        let elsewhere = |phrase: &Phrase| {
            let mut others = typed.iter().enumerate().filter(|(at, _)| *at != own);
            matches!(phrase.as_slice(), [(_, stem)] if others.any(|(_, stems)| stems.contains(stem)))
        };
        self.others.retain(|(phrase, _)| !elsewhere(phrase));
        for word in &mut self.words {
            word.also.retain(|(phrase, _)| !elsewhere(phrase));
        }
    }

    fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.stem.as_str())
    }

    /// An expression needs all its words, unless words may be missing: then one of them will do, for less.
    fn query(&self, fields: &Fields, need: Need) -> Box<dyn Query> {
        if let [only] = self.words.as_slice() {
            return only.query(fields);
        }
        let words = || self.words.iter().map(|word| word.query(fields)).collect();
        let all = Part::Other(Box::new(BooleanQuery::intersection(words())));
        let mut choices = vec![vec![all]];
        if need != Need::All {
            let some = boosted(Box::new(BooleanQuery::union(words())), HALF);
            choices.push(vec![Part::Other(some)]);
        }
        choices.extend(also(fields, &self.others));
        Box::new(BestOf::new(choices))
    }
}

impl Asked {
    fn query(&self, fields: &Fields) -> Box<dyn Query> {
        let typed = fields.weighted().map(|(field, weight)| {
            let term = Term::from_field_text(field, &self.stem);
            Part::Word(term, weight + TYPED)
        });
        let mut choices = vec![Vec::from(typed)];
        choices.extend(also(fields, &self.also));
        Box::new(BestOf::new(choices))
    }
}

/// What answers the question: words, and expressions of several words, each with the bits of the concepts that it answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    pub(crate) stems: HashMap<String, u32>,
    pub(crate) phrases: Vec<(Vec<String>, u32)>,
    /// The beginning of a word, while typing.
    pub(crate) prefix: Option<String>,
    /// The bits of all concepts.
    pub(crate) all: u32,
}

pub(crate) fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

/// Other expressions, each in all fields.
fn also(fields: &Fields, others: &[(Phrase, f32)]) -> impl Iterator<Item = Choice> {
    others.iter().map(|(phrase, weight)| {
        let fields = fields.weighted().into_iter();
        let parts = fields.map(|(field, counts)| match phrase.as_slice() {
            [(_, stem)] => Part::Word(Term::from_field_text(field, stem), counts * weight),
            _ => Part::Other(boosted(phrase_query(field, phrase), counts * weight)),
        });
        parts.collect()
    })
}

pub(crate) fn term_query(field: Field, stem: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, stem),
        IndexRecordOption::WithFreqs,
    ))
}

/// The words in this order, near one another. Tantivy wants at least two of them.
fn phrase_query(field: Field, phrase: &Phrase) -> Box<dyn Query> {
    match phrase.as_slice() {
        [] => Box::new(tantivy::query::EmptyQuery),
        [(_, stem)] => term_query(field, stem),
        many => {
            let terms = many
                .iter()
                .map(|(at, stem)| (*at, Term::from_field_text(field, stem)))
                .collect();
            Box::new(PhraseQuery::new_with_offset_and_slop(terms, SLOP))
        }
    }
}
