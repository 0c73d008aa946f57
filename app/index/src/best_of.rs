//! Scores what answers one part of a question: a word, in every field, with all that means the same.
//!
//! Tantivy's `DisjunctionMaxQuery` gives the same scores, but asks a boxed scorer for one entry after another, on two levels; a word
//! with its synonyms is up to ninety lists of entries. Here each list is read once, to its end, onto one sheet of scores.

use std::sync::Arc;

use tantivy::postings::Postings as _;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// How much the lesser fields add to the best one.
const FIELDS: Score = 0.2;
/// How much the lesser choices add to the best one.
const CHOICES: Score = 0.1;

/// What answers in one field.
#[derive(Debug)]
pub(crate) enum Part {
    /// A word, and what it counts.
    Word(Term, Score),
    /// Anything else, an expression of several words, say.
    Other(Box<dyn Query>),
}

/// One of the things that answer: in each field where it can stand.
pub(crate) type Choice = Vec<Part>;

/// The best of several choices, and a little of the others: `max + tie × (sum − max)`, over fields and then over choices.
#[derive(Debug, Clone)]
pub(crate) struct BestOf {
    choices: Arc<Vec<Choice>>,
}

impl BestOf {
    pub(crate) fn new(choices: Vec<Choice>) -> Self {
        Self {
            choices: Arc::new(choices),
        }
    }
}

impl Query for BestOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let choices = self.choices.iter().map(|choice| {
            let parts = choice.iter().map(|part| part.weighed(scoring));
            parts.collect::<tantivy::Result<Vec<_>>>()
        });
        Ok(Box::new(BestOfWeight {
            choices: choices.collect::<tantivy::Result<_>>()?,
        }))
    }
}

impl Part {
    fn weighed(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Weighed> {
        Ok(match self {
            Self::Word(term, boost) => Weighed::Word(term.clone(), bm25(scoring, term, *boost)?),
            Self::Other(query) => Weighed::Other(query.weight(scoring)?),
        })
    }
}

/// Nothing where nobody asks for scores.
fn bm25(
    scoring: EnableScoring<'_>,
    term: &Term,
    boost: Score,
) -> tantivy::Result<Option<Bm25Weight>> {
    match scoring {
        EnableScoring::Enabled {
            statistics_provider,
            ..
        } => {
            let weight = Bm25Weight::for_terms(statistics_provider, std::slice::from_ref(term))?;
            Ok(Some(weight.boost_by(boost)))
        }
        EnableScoring::Disabled { .. } => Ok(None),
    }
}

enum Weighed {
    Word(Term, Option<Bm25Weight>),
    Other(Box<dyn Weight>),
}

struct BestOfWeight {
    choices: Vec<Vec<Weighed>>,
}

impl Weight for BestOfWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut all = Sheet::new(reader, CHOICES);
        let mut one = Sheet::new(reader, FIELDS);
        for choice in &self.choices {
            for part in choice {
                part.read(reader, boost, &mut one)?;
            }
            one.pour_into(&mut all);
        }
        Ok(Box::new(all.in_order()))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) == doc {
            Ok(Explanation::new("best of", scorer.score()))
        } else {
            let missing = format!("entry {doc} does not answer");
            Err(TantivyError::InvalidArgument(missing))
        }
    }
}

impl Weighed {
    fn read(&self, reader: &SegmentReader, boost: Score, sheet: &mut Sheet) -> tantivy::Result<()> {
        match self {
            Self::Word(term, weight) => read_word(term, weight.as_ref(), reader, boost, sheet),
            Self::Other(weight) => {
                let mut scorer = weight.scorer(reader, boost)?;
                while scorer.doc() != TERMINATED {
                    sheet.note(scorer.doc(), scorer.score());
                    scorer.advance();
                }
                Ok(())
            }
        }
    }
}

fn read_word(
    term: &Term,
    weight: Option<&Bm25Weight>,
    reader: &SegmentReader,
    boost: Score,
    sheet: &mut Sheet,
) -> tantivy::Result<()> {
    let option = match weight {
        Some(_) => IndexRecordOption::WithFreqs,
        None => IndexRecordOption::Basic,
    };
    let index = reader.inverted_index(term.field())?;
    let Some(mut entries) = index.read_postings(term, option)? else {
        return Ok(());
    };
    let Some(weight) = weight else {
        while entries.doc() != TERMINATED {
            sheet.note(entries.doc(), 1.0);
            entries.advance();
        }
        return Ok(());
    };
    let lengths = reader.get_fieldnorms_reader(term.field())?;
    while entries.doc() != TERMINATED {
        let doc = entries.doc();
        let score = weight.score(lengths.fieldnorm_id(doc), entries.term_freq());
        sheet.note(doc, score * boost);
        entries.advance();
    }
    Ok(())
}

/// Scores of entries, by number; what is zero has none.
struct Sheet {
    tie: Score,
    scores: Vec<Noted>,
    noted: Vec<DocId>,
}

/// The best score of an entry, and the sum of all.
#[derive(Clone, Copy, Default)]
struct Noted {
    best: Score,
    sum: Score,
}

impl Noted {
    /// The best, and a part of the others.
    fn with(self, tie: Score) -> Score {
        self.best + (self.sum - self.best) * tie
    }
}

impl Sheet {
    fn new(reader: &SegmentReader, tie: Score) -> Self {
        Self {
            tie,
            scores: vec![Noted::default(); reader.max_doc() as usize],
            noted: Vec::new(),
        }
    }

    fn note(&mut self, doc: DocId, score: Score) {
        let Some(noted) = self.scores.get_mut(doc as usize) else {
            return;
        };
        if noted.sum == 0.0 {
            self.noted.push(doc);
        }
        let score = score.max(Score::MIN_POSITIVE);
        noted.best = noted.best.max(score);
        noted.sum += score;
    }

    fn pour_into(&mut self, other: &mut Self) {
        for doc in std::mem::take(&mut self.noted) {
            let noted = self.scores.get_mut(doc as usize).map(std::mem::take);
            other.note(doc, noted.unwrap_or_default().with(self.tie));
        }
    }

    /// All of them, first to last: to walk through the sheet is quicker than to sort what was noted.
    fn in_order(self) -> Scored {
        let mut docs = Vec::with_capacity(self.noted.len());
        let mut scores = Vec::with_capacity(self.noted.len());
        for (doc, noted) in (0..).zip(self.scores) {
            if noted.sum > 0.0 {
                docs.push(doc);
                scores.push(noted.with(self.tie));
            }
        }
        Scored {
            docs,
            scores,
            at: 0,
        }
    }
}

/// Entries in their order with their scores.
struct Scored {
    docs: Vec<DocId>,
    scores: Vec<Score>,
    at: usize,
}

/// Steps that are walked before the target is looked for by halves.
const NEAR: usize = 8;

impl DocSet for Scored {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.docs.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for _ in 0..NEAR {
            if self.doc() >= target {
                return self.doc();
            }
            self.advance();
        }
        let rest = self.docs.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.docs.len() - self.at).unwrap_or(u32::MAX)
    }
}

impl Scorer for Scored {
    fn score(&mut self) -> Score {
        self.scores.get(self.at).copied().unwrap_or_default()
    }
}
