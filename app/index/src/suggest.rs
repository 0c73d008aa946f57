//! Completing what is being typed with titles.

use tantivy::query::{BooleanQuery, Occur, Query, RegexQuery};
use tantivy::{DocAddress, TantivyDocument};

use crate::page::Page;
use crate::plan::{Marks, boosted, term_query};
use crate::search::{Context, first_text};
use crate::snippet::Marker;
use crate::types::{Filter, Kind, Request, Suggestion};

impl Context<'_> {
    /// Titles with every typed word, the last of which may be unfinished.
    pub(crate) fn suggest(
        &self,
        typed: &str,
        wanted: &Filter,
        limit: usize,
    ) -> tantivy::Result<Vec<Suggestion>> {
        let typed: String = typed.chars().take(Request::MAX_CHARS).collect();
        let mut words = self.analyser.analyse(&typed);
        words.truncate(Request::MAX_WORDS);
        let Some(last) = words.pop() else {
            return Ok(Vec::new());
        };
        let mut marks = Marks {
            prefix: Some(last.surface.clone()),
            all: 1,
            ..Marks::default()
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in words.iter().filter(|word| !word.stop) {
            marks.stems.insert(word.stem.clone(), 1);
            clauses.push((Occur::Must, self.in_titles(&word.stem)));
        }
        marks.stems.insert(last.stem.clone(), 1);
        // Spellings are letters and digits only, so nothing in them means anything to the expression.
        let begins: Box<dyn Query> = Box::new(RegexQuery::from_pattern(
            &format!("{}.*", last.surface),
            self.fields.title_spellings,
        )?);
        let last_word = BooleanQuery::union(vec![boosted(begins, 0.5), self.in_titles(&last.stem)]);
        clauses.push((Occur::Must, Box::new(last_word)));
        let query = self.filtered(&BooleanQuery::new(clauses), wanted, None);
        let page = Page {
            offset: 0,
            limit: limit.min(Request::MAX_LIMIT),
            locale: 0,
        };
        let found = self.searcher.search(&query, &page)?;
        let mut marker = Marker::new(self.analyser, &marks);
        found
            .page
            .into_iter()
            .filter_map(|(_, address)| self.suggestion(address, &mut marker).transpose())
            .collect()
    }

    fn in_titles(&self, stem: &str) -> Box<dyn Query> {
        Box::new(BooleanQuery::union(vec![
            term_query(self.fields.title, stem),
            term_query(self.fields.title_other, stem),
        ]))
    }

    fn suggestion(
        &self,
        address: DocAddress,
        marker: &mut Marker<'_>,
    ) -> tantivy::Result<Option<Suggestion>> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = |field| first_text(&document, field);
        let Some(kind) = Kind::from_code(text(self.fields.kind)) else {
            return Ok(None);
        };
        let language = text(self.fields.language);
        let title = marker.whole(text(self.fields.title));
        let other = marker.whole(text(self.fields.title_other));
        let (title, language) = match (title.answers, other.answers, language) {
            (0, 1.., "ar") => (other, "en"),
            (0, 1.., "en") => (other, "ar"),
            _ => (title, language),
        };
        Ok(Some(Suggestion {
            kind,
            id: text(self.fields.id).to_owned(),
            language: language.to_owned(),
            title: title.segments,
        }))
    }
}
