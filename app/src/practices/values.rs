//! What the form of a practice carries, as typed.

use serde::Deserialize;

use super::store::Seen;
use super::types::{Content, Indicator, ROWS_LIMIT, Step, TOPICS_LIMIT};
use super::{content, number};
use crate::error::AppError;
use crate::i18n::{Locale, Words};
use crate::ui::problem::clean;
use crate::ui::{Problem, Problems};

/// Nobody types this many times what a list may have.
const FAR_TOO_MANY: usize = 4;

/// Every field of the form, as typed; rows are parallel lists.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Values {
    /// The identifier made with the empty form, so that sending it twice makes one practice.
    pub id: String,
    /// The revision that was opened for editing.
    pub revision: String,
    /// Its count of saves.
    pub version: String,
    /// Which button was pressed.
    pub intent: String,
    pub(super) language: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) topics: Vec<String>,
    pub(super) problem: String,
    pub(super) solution: String,
    pub(super) result: String,
    pub(super) step_who: Vec<String>,
    pub(super) step_what: Vec<String>,
    pub(super) step_duration: Vec<String>,
    pub(super) indicator_name: Vec<String>,
    pub(super) indicator_unit: Vec<String>,
    pub(super) indicator_before: Vec<String>,
    pub(super) indicator_after: Vec<String>,
    pub(super) indicator_period: Vec<String>,
    pub(super) indicator_source: Vec<String>,
    pub(super) title_other: String,
    pub(super) summary_other: String,
}

/// What the pressed button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Keep as a draft.
    Save,
    /// Keep and send to the publishers.
    Submit,
    /// Show the form again with other rows; nothing is kept.
    Reshape,
}

impl Values {
    /// An empty form in a language, with room for a first step and a first figure.
    pub fn empty(locale: Locale) -> Self {
        let mut values = Self {
            language: locale.code().to_owned(),
            ..Self::default()
        };
        values.add_step();
        values.add_indicator();
        values
    }

    /// The form, unless it has more rows or topics than anyone could have typed: showing all of them again would cost more
    /// than it gives. A few too many come back with the reason beside them.
    pub(crate) fn bounded(self) -> Result<Self, AppError> {
        let rows = self.step_rows().max(self.indicator_rows());
        if rows > FAR_TOO_MANY * ROWS_LIMIT || self.topics.len() > FAR_TOO_MANY * TOPICS_LIMIT {
            return Err(AppError::BadRequest);
        }
        Ok(self)
    }

    /// The form of stored words.
    pub fn of(content: &Content) -> Self {
        let steps = |read: fn(&Step) -> &String| {
            content.steps.iter().map(|row| read(row).clone()).collect()
        };
        let indicators = |read: fn(&Indicator) -> &String| {
            content
                .indicators
                .iter()
                .map(|row| read(row).clone())
                .collect()
        };
        let figures = |read: fn(&Indicator) -> Option<f64>| {
            content
                .indicators
                .iter()
                .map(|row| read(row).map(number::plain).unwrap_or_default())
                .collect()
        };
        Self {
            language: content.language.code().to_owned(),
            title: content.title.clone(),
            summary: content.summary.clone(),
            topics: content.topics.clone(),
            problem: content.problem.clone(),
            solution: content.solution.clone(),
            result: content.result.clone(),
            step_who: steps(|row| &row.who),
            step_what: steps(|row| &row.what),
            step_duration: steps(|row| &row.duration),
            indicator_name: indicators(|row| &row.name),
            indicator_unit: indicators(|row| &row.unit),
            indicator_before: figures(|row| row.before),
            indicator_after: figures(|row| row.after),
            indicator_period: indicators(|row| &row.period),
            indicator_source: indicators(|row| &row.source),
            title_other: content.title_other.clone(),
            summary_other: content.summary_other.clone(),
            ..Self::default()
        }
    }

    /// The revision that was opened, where the form says one.
    pub fn seen(&self) -> Option<Seen> {
        Some(Seen {
            number: self.revision.parse().ok()?,
            version: self.version.parse().ok()?,
        })
    }

    /// Says which revision the form starts from.
    pub fn starting_from(mut self, seen: Seen) -> Self {
        self.revision = seen.number.to_string();
        self.version = seen.version.to_string();
        self
    }

    /// Does what the button says to the rows, and tells what remains to be done.
    pub fn take_intent(&mut self) -> Intent {
        let intent = std::mem::take(&mut self.intent);
        match intent.as_str() {
            "submit" => return Intent::Submit,
            "add_step" => self.add_step(),
            "add_indicator" => self.add_indicator(),
            other => {
                let row = |prefix: &str| other.strip_prefix(prefix)?.parse::<usize>().ok();
                if let Some(index) = row("remove_step-") {
                    self.step_columns()
                        .into_iter()
                        .for_each(|column| remove(column, index));
                } else if let Some(index) = row("remove_indicator-") {
                    self.indicator_columns()
                        .into_iter()
                        .for_each(|column| remove(column, index));
                } else {
                    return Intent::Save;
                }
            }
        }
        Intent::Reshape
    }

    fn add_step(&mut self) {
        let rows = self.step_rows();
        if rows < ROWS_LIMIT {
            self.step_columns()
                .into_iter()
                .for_each(|column| column.resize(rows + 1, String::new()));
        }
    }

    fn add_indicator(&mut self) {
        let rows = self.indicator_rows();
        if rows < ROWS_LIMIT {
            self.indicator_columns()
                .into_iter()
                .for_each(|column| column.resize(rows + 1, String::new()));
        }
    }

    fn step_columns(&mut self) -> [&mut Vec<String>; 3] {
        [
            &mut self.step_who,
            &mut self.step_what,
            &mut self.step_duration,
        ]
    }

    fn indicator_columns(&mut self) -> [&mut Vec<String>; 6] {
        [
            &mut self.indicator_name,
            &mut self.indicator_unit,
            &mut self.indicator_before,
            &mut self.indicator_after,
            &mut self.indicator_period,
            &mut self.indicator_source,
        ]
    }

    /// How many steps the form shows.
    pub fn step_rows(&self) -> usize {
        [&self.step_who, &self.step_what, &self.step_duration]
            .map(Vec::len)
            .into_iter()
            .max()
            .unwrap_or(0)
    }

    /// How many figures the form shows.
    pub fn indicator_rows(&self) -> usize {
        [
            &self.indicator_name,
            &self.indicator_unit,
            &self.indicator_before,
            &self.indicator_after,
            &self.indicator_period,
            &self.indicator_source,
        ]
        .map(Vec::len)
        .into_iter()
        .max()
        .unwrap_or(0)
    }

    /// The words, if they are within bounds; `complete` asks for all that a publication needs.
    pub(crate) fn content(
        &self,
        t: Words,
        known_topics: &[String],
        complete: bool,
    ) -> Result<Content, Problems> {
        let mut figures = Problems::new();
        let mut read = Content {
            language: Locale::parse(&self.language).unwrap_or_default(),
            title: line(&self.title),
            summary: line(&self.summary),
            title_other: line(&self.title_other),
            summary_other: line(&self.summary_other),
            topics: self.topics(),
            problem: clean(&self.problem),
            solution: clean(&self.solution),
            result: clean(&self.result),
            steps: self.steps(),
            indicators: self.indicators(t, &mut figures),
        };
        let mut problems = content::check(t, &read, known_topics);
        for (field, problem) in figures.iter() {
            problems.add(field, problem.clone());
        }
        if complete {
            for (field, problem) in read.missing().iter() {
                if problems.of(field).is_none() {
                    problems.add(field, problem.clone());
                }
            }
        }
        read.steps.retain(|step| *step != Step::default());
        read.indicators
            .retain(|indicator| *indicator != Indicator::default());
        problems.give(read)
    }

    fn topics(&self) -> Vec<String> {
        let mut topics = Vec::new();
        for topic in self.topics.iter().filter(|topic| !topic.is_empty()) {
            if !topics.contains(topic) {
                topics.push(topic.clone());
            }
        }
        topics
    }

    fn steps(&self) -> Vec<Step> {
        (0..self.step_rows())
            .map(|row| Step {
                who: line(cell(&self.step_who, row)),
                what: clean(cell(&self.step_what, row)),
                duration: line(cell(&self.step_duration, row)),
            })
            .collect()
    }

    fn indicators(&self, t: Words, problems: &mut Problems) -> Vec<Indicator> {
        let mut figure = |column: &[String], name: &str, row: usize| {
            let text = cell(column, row).trim();
            let value = number::read(text);
            if value.is_none() && !text.is_empty() {
                problems.add(
                    format!("{name}-{row}"),
                    Problem::Said(t.practices_not_a_figure().to_owned()),
                );
            }
            value
        };
        (0..self.indicator_rows())
            .map(|row| Indicator {
                name: line(cell(&self.indicator_name, row)),
                unit: line(cell(&self.indicator_unit, row)),
                before: figure(&self.indicator_before, "indicator_before", row),
                after: figure(&self.indicator_after, "indicator_after", row),
                period: line(cell(&self.indicator_period, row)),
                source: line(cell(&self.indicator_source, row)),
            })
            .collect()
    }
}

/// The cell of a row; empty where the browser sent fewer.
pub(super) fn cell(column: &[String], row: usize) -> &str {
    column.get(row).map_or("", String::as_str)
}

fn remove(column: &mut Vec<String>, index: usize) {
    if index < column.len() {
        column.remove(index);
    }
}

/// Clean text on one line.
pub(super) fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t() -> Words {
        Locale::Ar.words()
    }

    #[test]
    fn rows_come_and_go_without_losing_the_others() {
        let mut values = Values::empty(Locale::Ar);
        values.step_what[0] = "يستلم".into();
        values.intent = "add_step".into();
        assert_eq!(values.take_intent(), Intent::Reshape);
        assert_eq!(
            (values.step_rows(), values.step_what[0].as_str()),
            (2, "يستلم")
        );
        values.intent = "remove_step-1".into();
        assert_eq!(values.take_intent(), Intent::Reshape);
        assert_eq!(values.step_what, ["يستلم"]);
        values.intent = "remove_step-9".into();
        values.take_intent();
        assert_eq!(values.step_rows(), 1);
        values.intent = "submit".into();
        assert_eq!(values.take_intent(), Intent::Submit);
        assert_eq!(values.take_intent(), Intent::Save);
    }

    #[test]
    fn a_draft_needs_a_title_and_a_submission_the_snapshot() {
        let values = Values {
            title: "عنوان".into(),
            ..Values::empty(Locale::Ar)
        };
        let content = values.content(t(), &[], false).unwrap();
        assert!(content.steps.is_empty() && content.indicators.is_empty());
        assert_eq!(
            values.content(t(), &[], true).unwrap_err().iter().count(),
            5
        );
        assert!(Values::default().content(t(), &[], false).is_err());
    }

    #[test]
    fn stored_words_survive_the_form() {
        let content = Content {
            language: Locale::En,
            title: "Title".into(),
            topics: vec!["gis".into()],
            steps: vec![Step {
                what: "a\nb".into(),
                ..Step::default()
            }],
            indicators: vec![Indicator {
                name: "n".into(),
                after: Some(99.6),
                ..Indicator::default()
            }],
            ..Content::default()
        };
        assert_eq!(
            Values::of(&content)
                .content(t(), &["gis".to_owned()], false)
                .unwrap(),
            content
        );
    }

    #[test]
    fn a_figure_that_is_none_is_named_by_its_row() {
        let mut values = Values {
            title: "أ".into(),
            ..Values::empty(Locale::Ar)
        };
        values.indicator_name[0] = "زمن الرد".into();
        values.indicator_before[0] = "كثير".into();
        values.indicator_after[0] = "٩٩٫٦".into();
        let problems = values.content(t(), &[], false).unwrap_err();
        assert!(
            problems.of("indicator_before-0").is_some()
                && problems.of("indicator_after-0").is_none()
        );
    }
}
