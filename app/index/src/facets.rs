//! Counts of the values of a field among all that match.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Counts the values of some text fields.
pub(crate) struct ValueCounts {
    pub(crate) fields: Vec<&'static str>,
}

/// By field, in the order asked for, and value.
pub(crate) type Counts = Vec<HashMap<String, u64>>;

pub(crate) struct SegmentCounts {
    columns: Vec<(Option<StrColumn>, Vec<u64>)>,
}

impl Collector for ValueCounts {
    type Fruit = Counts;
    type Child = SegmentCounts;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentCounts> {
        let mut columns = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let column = segment.fast_fields().str(field)?;
            let size = column.as_ref().map_or(0, |column| column.num_terms());
            columns.push((column, vec![0; size]));
        }
        Ok(SegmentCounts { columns })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut merged = vec![HashMap::new(); self.fields.len()];
        for segment in segments {
            for (all, part) in merged.iter_mut().zip(segment) {
                for (value, count) in part {
                    *all.entry(value).or_default() += count;
                }
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for SegmentCounts {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        for (column, counts) in &mut self.columns {
            let Some(column) = column else { continue };
            for ordinal in column.term_ords(doc) {
                if let Some(count) = usize::try_from(ordinal)
                    .ok()
                    .and_then(|at| counts.get_mut(at))
                {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Counts {
        self.columns
            .into_iter()
            .map(|(column, counts)| named(column, &counts))
            .collect()
    }
}

fn named(column: Option<StrColumn>, counts: &[u64]) -> HashMap<String, u64> {
    let mut names = HashMap::new();
    let Some(column) = column else { return names };
    for (ordinal, count) in (0_u64..).zip(counts).filter(|(_, count)| **count > 0) {
        let mut name = String::new();
        if column.ord_to_str(ordinal, &mut name).unwrap_or(false) {
            names.insert(name, *count);
        }
    }
    names
}
