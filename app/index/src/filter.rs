//! Who may read what, and what was chosen beside the words.

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::schema::{Fields, access_of};
use crate::types::{Filter, Kind, Reader};

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
