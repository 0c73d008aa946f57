//! The page that was asked for, and how many match in all: collected in one pass.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::schema;

/// What entries are lifted by at most: their use, their badge, and the reader's language.
const USED: f32 = 0.1;
const VERIFIED: f32 = 0.03;
const OWN_LANGUAGE: f32 = 0.05;
/// No score becomes more than this many times what it was.
const HIGHEST: f32 = 1.0 + USED + VERIFIED + OWN_LANGUAGE;

/// Asks for `limit` entries after the `offset` best ones. Badge, use and language lift a little among near equals; of equals,
/// the newer comes first.
pub(crate) struct Page {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
    /// The language that is lifted, as [`schema::language_code`]; 0 for none.
    pub(crate) locale: u64,
}

/// What was found.
pub(crate) struct Paged {
    /// The page, best first, with the lifted scores.
    pub(crate) page: Vec<(Score, DocAddress)>,
    /// All that match.
    pub(crate) total: u64,
}

/// An entry's place: the greater, the better.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rank {
    score: Score,
    date: i64,
    address: DocAddress,
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then(self.date.cmp(&other.date))
            .then(other.address.cmp(&self.address))
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rank {}

impl Collector for Page {
    type Fruit = Paged;
    type Child = SegmentPage;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentPage> {
        Ok(SegmentPage {
            segment,
            columns: Columns::of(reader, self.locale),
            most: self.offset + self.limit,
            best: BinaryHeap::new(),
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<(Vec<Rank>, u64)>) -> tantivy::Result<Paged> {
        let total = segments.iter().map(|(_, total)| total).sum();
        let mut best: Vec<Rank> = segments.into_iter().flat_map(|(best, _)| best).collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        let page = best.into_iter().skip(self.offset).take(self.limit);
        Ok(Paged {
            page: page.map(|rank| (rank.score, rank.address)).collect(),
            total,
        })
    }
}

/// The best of one segment so far.
pub(crate) struct SegmentPage {
    segment: SegmentOrdinal,
    columns: Columns,
    most: usize,
    /// The worst of them on top.
    best: BinaryHeap<Reverse<Rank>>,
    total: u64,
}

impl SegmentPage {
    /// Whether an entry with this score comes too late whatever else is said of it: most do, and nothing more is read of them.
    fn is_hopeless(&self, score: Score) -> bool {
        self.best.len() >= self.most
            && self
                .best
                .peek()
                .is_none_or(|Reverse(worst)| score * HIGHEST < worst.score)
    }
}

impl SegmentCollector for SegmentPage {
    type Fruit = (Vec<Rank>, u64);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.is_hopeless(score) {
            return;
        }
        self.best.push(Reverse(Rank {
            score: score * self.columns.lift(doc),
            date: self.columns.date(doc),
            address: DocAddress::new(self.segment, doc),
        }));
        if self.best.len() > self.most {
            self.best.pop();
        }
    }

    fn harvest(self) -> (Vec<Rank>, u64) {
        let best = self.best.into_iter().map(|Reverse(rank)| rank);
        (best.collect(), self.total)
    }
}

/// What the order depends on besides the score.
struct Columns {
    locale: u64,
    popularity: Option<Column<u64>>,
    verified: Option<Column<u64>>,
    language: Option<Column<u64>>,
    date: Option<Column<i64>>,
}

impl Columns {
    fn of(reader: &SegmentReader, locale: u64) -> Self {
        let fast = reader.fast_fields();
        Self {
            locale,
            popularity: fast.u64(schema::POPULARITY).ok(),
            verified: fast.u64(schema::VERIFIED).ok(),
            language: fast.u64(schema::LANGUAGE_CODE).ok(),
            date: fast.i64(schema::DATE).ok(),
        }
    }

    fn lift(&self, doc: DocId) -> f32 {
        let number = |column: &Option<Column<u64>>| {
            let column = column.as_ref();
            column.and_then(|column| column.first(doc)).unwrap_or(0)
        };
        let mut lift = 1.0 + ((number(&self.popularity) as f32).ln_1p() * 0.01).min(USED);
        if number(&self.verified) > 0 {
            lift += VERIFIED;
        }
        if self.locale != 0 && number(&self.language) == self.locale {
            lift += OWN_LANGUAGE;
        }
        lift
    }

    fn date(&self, doc: DocId) -> i64 {
        let date = self.date.as_ref().and_then(|column| column.first(doc));
        date.unwrap_or(i64::MIN)
    }
}
