//! Answering a question.

use std::collections::HashMap;

use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query};
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument};

use crate::analyser::Analyser;
use crate::facets::{Counts, ValueCounts};
use crate::filter::filter;
use crate::page::{Page, Paged};
use crate::plan::{self, Marks, Need, Plan, Typed};
use crate::schema::{self, Fields};
use crate::snippet::Marker;
use crate::spelling::Written;
use crate::synonyms::Synonyms;
use crate::types::{Facets, Filter, Hit, Kind, Match, Request, Results};

/// Fewer answers than this are too few: the question is stretched.
const FEW: u64 = 3;

/// How much more the synonyms of a word count that stands in no entry.
const UNWRITTEN: f32 = 2.0;

/// Above any score that words can add up to: what answers more strictly always comes first.
const TIER: f32 = 1_000.0;

/// All that a search needs.
pub(crate) struct Context<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) fields: &'a Fields,
    pub(crate) analyser: &'a Analyser,
    pub(crate) synonyms: &'a Synonyms,
}

/// One run of a query: the page, the number of all, the counts.
struct Found {
    page: Vec<(f32, DocAddress)>,
    total: u64,
    counts: Counts,
}

/// How far a question has been stretched by now.
struct Attempt {
    query: Box<dyn Query>,
    /// The questions so far, strictest first.
    stricter: Vec<Box<dyn Query>>,
    found: Found,
    matched: Match,
}

impl Context<'_> {
    pub(crate) fn search(&self, request: &Request) -> tantivy::Result<Results> {
        if request.q.trim().is_empty() {
            let everything: Box<dyn Query> =
                Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
            let found = self.run(&*everything, request)?;
            return self.results(
                &*everything,
                found,
                request,
                &Marks::default(),
                Match::Exact,
            );
        }
        let typed = plan::read(self.analyser, &request.q);
        let plan = self.plan(&typed)?;
        if plan.concepts.is_empty() {
            return Ok(Results::default());
        }
        let exact = plan.query(self.fields, Need::All);
        let found = self.run(&*exact, request)?;
        if found.total >= FEW {
            return self.results(&*exact, found, request, &plan.marks(), Match::Exact);
        }
        self.stretch(typed, plan, exact, found, request)
    }

    /// The question, understood; a word that nobody wrote gives its weight to those that mean the same.
    fn plan(&self, typed: &[Typed]) -> tantivy::Result<Plan> {
        let mut plan = Plan::new(self.analyser.lexicon(), self.synonyms, typed);
        let mut written = Written::new(self.searcher, self.fields);
        for concept in &mut plan.concepts {
            written.prune(&mut concept.others)?;
            for word in &mut concept.words {
                written.prune(&mut word.also)?;
                if !written.has(&word.stem)? {
                    for (_, weight) in &mut word.also {
                        *weight *= UNWRITTEN;
                    }
                }
            }
        }
        Ok(plan)
    }

    /// Repairs words, then lets some of them be missing, then suspects those that exist, for as long as there are few answers.
    fn stretch(
        &self,
        mut typed: Vec<Typed>,
        mut plan: Plan,
        exact: Box<dyn Query>,
        found: Found,
        request: &Request,
    ) -> tantivy::Result<Results> {
        let mut attempt = Attempt {
            query: exact.box_clone(),
            stricter: vec![exact],
            found,
            matched: Match::Exact,
        };
        if let Some(repaired) = self.repaired(&typed)? {
            typed = repaired;
            plan = self.plan(&typed)?;
            let wide = plan.query(self.fields, Need::All);
            self.widen(&mut attempt, wide, Match::Corrected, request)?;
        }
        for (need, enough) in [(Need::Most, FEW), (Need::Any, FEW)] {
            if attempt.found.total < enough && plan.words() > 1 {
                let wide = plan.query(self.fields, need);
                self.widen(&mut attempt, wide, Match::Partial, request)?;
            }
        }
        if attempt.found.total == 0 && self.suspect(&mut typed)? {
            plan = self.plan(&typed)?;
            let wide = plan.query(self.fields, Need::Most);
            self.widen(&mut attempt, wide, Match::Corrected, request)?;
        }
        self.results(
            &*attempt.query,
            attempt.found,
            request,
            &plan.marks(),
            attempt.matched,
        )
    }

    /// Asks a wider question, below whose answers none of the stricter ones' may fall.
    fn widen(
        &self,
        attempt: &mut Attempt,
        wide: Box<dyn Query>,
        as_matched: Match,
        request: &Request,
    ) -> tantivy::Result<()> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for strict in &attempt.stricter {
            let first = ConstScoreQuery::new(strict.box_clone(), TIER);
            clauses.push((Occur::Should, Box::new(first)));
        }
        clauses.push((Occur::Must, wide.box_clone()));
        let query = BooleanQuery::new(clauses);
        let found = self.run(&query, request)?;
        if found.total > attempt.found.total {
            attempt.matched = as_matched;
        }
        attempt.found = found;
        attempt.query = Box::new(query);
        attempt.stricter.push(wide);
        Ok(())
    }

    fn run(&self, query: &dyn Query, request: &Request) -> tantivy::Result<Found> {
        let page = Page {
            offset: request.offset.min(Request::MAX_OFFSET),
            limit: request.limit.min(Request::MAX_LIMIT),
            locale: schema::language_code(&request.locale),
        };
        let counted = [schema::KIND, schema::TOPIC, schema::GOVERNORATE];
        let counts = ValueCounts {
            fields: if request.plain {
                Vec::new()
            } else {
                counted.to_vec()
            },
        };
        let query = self.filtered(query, &request.filter, None);
        let (Paged { page, total }, counts) = self.searcher.search(&query, &(page, counts))?;
        Ok(Found {
            page,
            total,
            counts,
        })
    }

    pub(crate) fn filtered(
        &self,
        query: &dyn Query,
        wanted: &Filter,
        without: Option<Field>,
    ) -> BooleanQuery {
        let mut clauses = filter(self.fields, wanted, without);
        clauses.push((Occur::Must, query.box_clone()));
        BooleanQuery::new(clauses)
    }

    fn results(
        &self,
        query: &dyn Query,
        found: Found,
        request: &Request,
        marks: &Marks,
        matched: Match,
    ) -> tantivy::Result<Results> {
        let nothing = Marks::default();
        let marks = if request.plain { &nothing } else { marks };
        let mut hits = Vec::new();
        let mut marker = Marker::new(self.analyser, marks);
        for (score, address) in found.page {
            hits.extend(self.hit(address, score, marks.all, &mut marker)?);
        }
        let facets = if request.plain {
            Facets::default()
        } else {
            self.facets(query, found.counts, &request.filter)?
        };
        Ok(Results {
            hits,
            total: found.total,
            facets,
            matched,
        })
    }

    /// A group in which something is chosen is counted again without that choice, so that the other values show what they would add.
    fn facets(
        &self,
        query: &dyn Query,
        counts: Counts,
        wanted: &Filter,
    ) -> tantivy::Result<Facets> {
        let groups = [
            (self.fields.kind, schema::KIND, !wanted.kinds.is_empty()),
            (self.fields.topic, schema::TOPIC, !wanted.topics.is_empty()),
            (
                self.fields.governorate,
                schema::GOVERNORATE,
                !wanted.governorates.is_empty(),
            ),
        ];
        let mut by_group: Vec<HashMap<String, u64>> = Vec::new();
        for ((field, name, chosen), counted) in groups.into_iter().zip(counts) {
            if chosen {
                let open = self.filtered(query, wanted, Some(field));
                by_group.extend(
                    self.searcher
                        .search(&open, &ValueCounts { fields: vec![name] })?,
                );
            } else {
                by_group.push(counted);
            }
        }
        let mut by_group = by_group.into_iter();
        let kinds = by_group.next().unwrap_or_default();
        Ok(Facets {
            kinds: kinds
                .into_iter()
                .filter_map(|(code, count)| Some((Kind::from_code(&code)?, count)))
                .collect(),
            topics: by_group.next().unwrap_or_default().into_iter().collect(),
            governorates: by_group.next().unwrap_or_default().into_iter().collect(),
        })
    }

    /// `asked` are the bits of all concepts.
    fn hit(
        &self,
        address: DocAddress,
        score: f32,
        asked: u32,
        marker: &mut Marker<'_>,
    ) -> tantivy::Result<Option<Hit>> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = |field| first_text(&document, field);
        let Some(kind) = Kind::from_code(text(self.fields.kind)) else {
            return Ok(None);
        };
        let mut marked = |field| marker.whole(text(field));
        let (title, other, summary) = (
            marked(self.fields.title),
            marked(self.fields.title_other),
            marked(self.fields.summary),
        );
        let shown = title.answers | other.answers | summary.answers;
        let excerpt = if shown == asked {
            Vec::new()
        } else {
            marker.passage(text(self.fields.passage))
        };
        Ok(Some(Hit {
            kind,
            id: text(self.fields.id).to_owned(),
            external_id: document
                .get_first(self.fields.external_id)
                .and_then(|value| value.as_str())
                .map(str::to_owned),
            score,
            organization: text(self.fields.organization).to_owned(),
            language: text(self.fields.language).to_owned(),
            date: document
                .get_first(self.fields.date)
                .and_then(|value| value.as_i64()),
            title: title.segments,
            title_other: other.segments,
            summary: summary.segments,
            excerpt,
        }))
    }
}

pub(crate) fn first_text(document: &TantivyDocument, field: Field) -> &str {
    document
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
}
