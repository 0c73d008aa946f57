//! Full-text search in Arabic and English: the analysis of words, a table of plurals and synonyms, and an index over Tantivy.
//!
//! It knows no database and no page. Whoever follows the change feed turns things into [`Entry`]s and hands them to a [`Writer`];
//! whoever answers a reader hands a [`Request`] to [`Index::search`]. Permission is part of every question ([`Filter::reader`]).

mod analyser;
mod best_of;
mod engine;
mod facets;
mod filter;
mod lexicon;
mod normalise;
mod page;
mod plan;
mod repair;
mod schema;
mod search;
mod snippet;
mod spelling;
mod stem;
mod suggest;
mod synonyms;
mod types;
mod writer;

pub use analyser::{Analyser, Word};
pub use engine::{Index, IndexError, Rebuild};
pub use lexicon::{Group, Lexicon, Link, Problem};
pub use normalise::normalise;
pub use types::{
    Change, Entry, Facets, Filter, Hit, Kind, Match, Reader, Request, Results, Segment, Suggestion,
    Visibility,
};
pub use writer::{Rebuilding, Writer};
