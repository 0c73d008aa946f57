//! From what was typed to what is looked for.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analyser::{Analyser, Word};
use crate::schema::{Fields, access_of};
use crate::synonyms::{Phrase, Synonyms};
use crate::types::{Filter, Kind, Reader, Request};

/// How much the lesser fields add to the best one.
const TIE: f32 = 0.2;
/// Words that may stand between those of an expression.
const SLOP: u32 = 1;

/// One word that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) surface: String,
    pub(crate) stem: String,
    /// Synonyms of one word, and later corrections, with their weights.
    pub(crate) also: Vec<(String, f32)>,
}

/// Words that belong together because they are a known expression; mostly just one word.
#[derive(Debug, Clone)]
pub(crate) struct Concept {
    pub(crate) words: Vec<Asked>,
    /// Other expressions of several words, or for several words.
    pub(crate) others: Vec<(Phrase, f32)>,
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
    pub(crate) fn new(analyser: &Analyser, synonyms: &Synonyms, typed: &str) -> Self {
        let typed: String = typed.chars().take(Request::MAX_CHARS).collect();
        let mut words = analyser.analyse(&typed);
        words.truncate(Request::MAX_WORDS);
        let together = crate::synonyms::phrase(&words);
        if !words.iter().all(|word| word.stop) {
            words.retain(|word| !word.stop);
        }
        let mut rest: Vec<&Word> = words.iter().collect();
        let mut concepts: Vec<Concept> = Vec::new();
        while !rest.is_empty() {
            let taken = synonyms.longest(&rest).max(1).min(rest.len());
            let later = rest.split_off(taken);
            let concept = Concept::new(synonyms, &rest);
            if !concepts
                .iter()
                .any(|known| known.stems().eq(concept.stems()))
            {
                concepts.push(concept);
            }
            rest = later;
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
        let occur = if need == Need::All {
            Occur::Must
        } else {
            Occur::Should
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = self
            .concepts
            .iter()
            .map(|concept| (occur, concept.query(fields, need)))
            .collect();
        let required = match need {
            Need::All => 0,
            Need::Most => (self.concepts.len() * 2 / 3).max(1),
            Need::Any => 1,
        };
        if need != Need::All {
            let most = BooleanQuery::with_minimum_required_clauses(clauses, required);
            clauses = vec![(Occur::Must, Box::new(most))];
        }
        if self.together.len() > 1 {
            for (field, boost) in [
                (fields.title, 3.0),
                (fields.title_other, 2.5),
                (fields.summary, 1.5),
                (fields.body, 0.4),
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
                for stem in
                    std::iter::once(&word.stem).chain(word.also.iter().map(|(stem, _)| stem))
                {
                    *marks.stems.entry(stem.clone()).or_default() |= bit;
                }
            }
            for (phrase, _) in &concept.others {
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
    fn new(synonyms: &Synonyms, words: &[&Word]) -> Self {
        let alone = words.len() == 1;
        let asked = words.iter().map(|word| {
            let others = synonyms.others(&[*word]).into_iter();
            let also = others.filter_map(|(phrase, weight)| match phrase.as_slice() {
                [(_, stem)] => Some((stem.clone(), weight)),
                _ => None,
            });
            Asked {
                surface: word.surface.clone(),
                stem: word.stem.clone(),
                also: also.collect(),
            }
        });
        let asked = asked.collect();
        let others = synonyms
            .others(words)
            .into_iter()
            .filter(|(phrase, _)| !alone || phrase.len() > 1)
            .collect();
        Self {
            words: asked,
            others,
        }
    }

    fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.stem.as_str())
    }

    /// An expression needs all its words, unless words may be missing: then one of them will do, for less.
    fn query(&self, fields: &Fields, need: Need) -> Box<dyn Query> {
        let words = || self.words.iter().map(|word| word.query(fields)).collect();
        let mut choices: Vec<Box<dyn Query>> = vec![Box::new(BooleanQuery::intersection(words()))];
        if need != Need::All && self.words.len() > 1 {
            choices.push(boosted(Box::new(BooleanQuery::union(words())), 0.5));
        }
        for (phrase, weight) in &self.others {
            choices.push(boosted(
                anywhere(fields, |field| phrase_query(field, phrase)),
                *weight,
            ));
        }
        any_of(choices)
    }
}

impl Asked {
    fn query(&self, fields: &Fields) -> Box<dyn Query> {
        let mut choices = vec![anywhere(fields, |field| term_query(field, &self.stem))];
        for (stem, weight) in &self.also {
            choices.push(boosted(
                anywhere(fields, |field| term_query(field, stem)),
                *weight,
            ));
        }
        any_of(choices)
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

/// The filter, permission included; `without` leaves one group out, for its counts.
pub(crate) fn filter(
    fields: &Fields,
    filter: &Filter,
    without: Option<Field>,
) -> Vec<(Occur, Box<dyn Query>)> {
    let access = match &filter.reader {
        Reader::Visitor => vec!["public".to_owned()],
        Reader::Member { organization } => vec![
            "public".to_owned(),
            "network".to_owned(),
            access_of(organization),
        ],
    };
    let kinds: Vec<String> = filter
        .kinds
        .iter()
        .map(|kind: &Kind| kind.code().to_owned())
        .collect();
    let mut clauses = vec![one_of(fields.access, &access)];
    for (field, values) in [
        (fields.kind, &kinds),
        (fields.topic, &filter.topics),
        (fields.governorate, &filter.governorates),
        (fields.region, &filter.regions),
        (fields.organization, &filter.organizations),
        (fields.organization_kind, &filter.organization_kinds),
    ] {
        if !values.is_empty() && without != Some(field) {
            clauses.push(one_of(field, values));
        }
    }
    for (field, wanted) in [
        (fields.verified, filter.verified),
        (fields.has_indicators, filter.has_indicators),
    ] {
        if wanted {
            clauses.push(unscored(Box::new(TermQuery::new(
                Term::from_field_u64(field, 1),
                IndexRecordOption::Basic,
            ))));
        }
    }
    clauses
}

fn one_of(field: Field, values: &[String]) -> (Occur, Box<dyn Query>) {
    let mut values: Vec<&String> = values.iter().take(200).collect();
    values.sort_unstable();
    values.dedup();
    let terms = values.into_iter().map(|value| -> Box<dyn Query> {
        Box::new(TermQuery::new(
            Term::from_field_text(field, value),
            IndexRecordOption::Basic,
        ))
    });
    unscored(Box::new(BooleanQuery::union(terms.collect())))
}

fn unscored(query: Box<dyn Query>) -> (Occur, Box<dyn Query>) {
    (Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0)))
}

pub(crate) fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

fn any_of(mut choices: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match choices.pop() {
        Some(only) if choices.is_empty() => only,
        Some(last) => {
            choices.push(last);
            Box::new(DisjunctionMaxQuery::with_tie_breaker(choices, 0.1))
        }
        None => Box::new(tantivy::query::EmptyQuery),
    }
}

fn anywhere(fields: &Fields, query: impl Fn(Field) -> Box<dyn Query>) -> Box<dyn Query> {
    let fields = fields
        .weighted()
        .into_iter()
        .map(|(field, weight)| boosted(query(field), weight));
    Box::new(DisjunctionMaxQuery::with_tie_breaker(fields.collect(), TIE))
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
