//! What is wrong with what was typed, field by field. Validation names problems; the catalogue says them.

use std::sync::{Arc, Mutex, PoisonError};

use crate::i18n::Words;

/// One problem with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was entered.
    Required,
    /// Nothing was chosen.
    Unchosen,
    /// More characters than this.
    TooLong(usize),
    /// Not a value of the field.
    Invalid,
    /// Someone has it already.
    Taken,
    /// A sentence of the feature's own, already in the reader's language.
    Said(String),
}

impl Problem {
    /// The sentence beside the field.
    pub(crate) fn say(&self, t: Words) -> String {
        match self {
            Self::Required => t.problem_required().to_owned(),
            Self::Unchosen => t.problem_unchosen().to_owned(),
            Self::TooLong(limit) => t.problem_too_long(*limit),
            Self::Invalid => t.problem_invalid().to_owned(),
            Self::Taken => t.problem_taken().to_owned(),
            Self::Said(sentence) => sentence.clone(),
        }
    }
}

/// The problems of a form, in the order of its fields.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    found: Vec<(String, Problem)>,
    /// The fields of the page, in its order, and what they are called: each says so as it is made, and the summary, drawn after
    /// them, reads it.
    names: Arc<Mutex<Vec<(String, String)>>>,
}

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One.
    pub fn one(field: impl Into<String>, problem: Problem) -> Self {
        let mut problems = Self::new();
        problems.add(field, problem);
        problems
    }

    /// Adds one; `field` is the name of the input, for rows with their index: `indicator_name-2`.
    pub fn add(&mut self, field: impl Into<String>, problem: Problem) {
        self.found.push((field.into(), problem));
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The first problem of a field.
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.found
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, problem)| problem)
    }

    /// What is wrong with a field that takes several things.
    pub fn all_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Problem> {
        let of_field = self.iter().filter(move |(name, _)| *name == field);
        of_field.map(|(_, problem)| problem)
    }

    /// All, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Problem)> {
        self.found
            .iter()
            .map(|(field, problem)| (field.as_str(), problem))
    }

    /// Notes what the page calls a field, so that the summary can name it. Fields do so by themselves; a page does it for a
    /// group of them.
    pub fn name(&self, field: &str, name: impl Into<String>) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        match names.iter_mut().find(|(named, _)| named == field) {
            Some((_, known)) => *known = name.into(),
            None => names.push((field.to_owned(), name.into())),
        }
    }

    /// All, in the order of the page, with what it calls their fields; first what is about no field of it.
    pub(crate) fn on_page(&self) -> Vec<(Option<String>, &str, &Problem)> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |field: &str| names.iter().position(|(named, _)| named == field);
        let mut all: Vec<_> = self
            .iter()
            .map(|problem| (place(problem.0), problem))
            .collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter()
            .map(|(place, (field, problem))| {
                let name = place.and_then(|place| names.get(place));
                (name.map(|(_, name)| name.clone()), field, problem)
            })
            .collect()
    }

    /// The value of a field where one is chosen from a list that is closed; notes that nothing was, or nothing on the list.
    pub(crate) fn chosen<T>(
        &mut self,
        field: &str,
        word: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let found = parse(word);
        if found.is_none() {
            let problem = if word.is_empty() {
                Problem::Unchosen
            } else {
                Problem::Invalid
            };
            self.add(field, problem);
        }
        found
    }

    /// The trimmed text of a required field of at most `limit` characters; notes what is wrong.
    pub fn required(&mut self, field: &str, text: &str, limit: usize) -> String {
        let text = self.optional(field, text, limit);
        if text.is_empty() {
            self.add(field, Problem::Required);
        }
        text
    }

    /// The trimmed text of an optional field of at most `limit` characters; notes what is wrong.
    pub fn optional(&mut self, field: &str, text: &str, limit: usize) -> String {
        let text = clean(text);
        if text.chars().count() > limit {
            self.add(field, Problem::TooLong(limit));
        }
        text
    }

    /// The value if nothing was wrong.
    pub fn give<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

/// Trims, ends lines with `\n` alone, and drops control characters that no text needs.
pub fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_trimmed_and_measured_in_characters() {
        let mut problems = Problems::new();
        assert_eq!(problems.required("title", "  شكوى\r\n", 4), "شكوى");
        assert!(problems.is_empty());
        problems.required("title", " \u{0} ", 4);
        problems.optional("summary", "خمسة", 3);
        assert_eq!(problems.of("title"), Some(&Problem::Required));
        assert_eq!(problems.of("summary"), Some(&Problem::TooLong(3)));
    }

    #[test]
    fn problems_stand_in_the_order_of_the_page() {
        let mut problems = Problems::new();
        for field in ["steps", "title", "form"] {
            problems.add(field, Problem::Invalid);
        }
        // The other half of the form holds on to the same names.
        let page = problems.clone();
        page.name("title", "العنوان");
        page.name("summary", "الملخص");
        page.name("steps", "الخطوات");
        let on_page = problems.on_page();
        let fields: Vec<_> = on_page.iter().map(|(_, field, _)| *field).collect();
        assert_eq!(fields, ["form", "title", "steps"]);
        assert_eq!(on_page[1].0.as_deref(), Some("العنوان"));
    }

    #[test]
    fn nothing_chosen_is_told_from_something_else() {
        let mut problems = Problems::new();
        let parse = |word: &str| (word == "public").then_some(1);
        assert_eq!(problems.chosen("a", "public", parse), Some(1));
        problems.chosen("b", "", parse);
        problems.chosen("c", "secret", parse);
        let found: Vec<_> = problems.iter().collect();
        assert_eq!(found, [("b", &Problem::Unchosen), ("c", &Problem::Invalid)]);
    }
}
