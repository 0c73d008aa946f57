//! Reading single fields of a workshop's form, and collecting what is wrong with them.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::input::{Field, MAX_LINE, MAX_LINKS, Problem, Problems};
use crate::time::{BadTime, LocalTime, Zones};

/// Collects what is wrong.
#[derive(Default)]
pub(super) struct Check {
    pub(super) problems: Problems,
}

impl Check {
    pub(super) fn wrong(&mut self, field: &'static str, problem: Problem) {
        self.problems.push((Field(field, None), problem));
    }

    pub(super) fn wrong_row(&mut self, field: &'static str, row: usize, problem: Problem) {
        self.problems.push((Field(field, Some(row)), problem));
    }

    pub(super) fn choice<T>(&mut self, field: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.wrong(field, Problem::NotAChoice);
        }
        value
    }

    pub(super) fn required(&mut self, field: &'static str, value: &str) {
        if value.is_empty() {
            self.wrong(field, Problem::Required);
        }
    }

    pub(super) fn line(&mut self, field: &'static str, typed: &str, max: usize) -> String {
        let (text, problem) = read_line(typed, max);
        if let Some(problem) = problem {
            self.wrong(field, problem);
        }
        text
    }

    pub(super) fn row_line(&mut self, field: &'static str, row: usize, typed: &str) -> String {
        let (text, problem) = read_line(typed, MAX_LINE);
        if let Some(problem) = problem {
            self.wrong_row(field, row, problem);
        }
        text
    }

    pub(super) fn text(&mut self, field: &'static str, typed: &str, max: usize) -> String {
        // Browsers send CRLF, which would count twice.
        let text = typed.trim().replace("\r\n", "\n");
        if text.contains('\0') {
            self.wrong(field, Problem::Unreadable);
        } else if text.chars().count() > max {
            self.wrong(field, Problem::TooLong(max));
        }
        text
    }

    pub(super) fn time(
        &mut self,
        field: &'static str,
        read: Result<LocalTime, BadTime>,
    ) -> Option<LocalTime> {
        match read {
            Ok(time) => Some(time),
            Err(wrong) => {
                let of_date = matches!(
                    wrong,
                    BadTime::DateMissing | BadTime::DateFormat | BadTime::DateDoesNotExist
                );
                let place = Field(if of_date { "date" } else { field }, None);
                // Start and end share the date: it is wrong once.
                if !self.problems.iter().any(|(known, _)| *known == place) {
                    self.problems.push((place, Problem::Time(wrong)));
                }
                None
            }
        }
    }

    pub(super) fn clock(
        &mut self,
        field: &'static str,
        time: LocalTime,
        zones: &Zones,
    ) -> Option<Timestamp> {
        match time.instant(zones) {
            Ok(instant) => Some(instant),
            Err(wrong) => {
                self.wrong(field, Problem::Clock(wrong));
                None
            }
        }
    }

    pub(super) fn number(
        &mut self,
        field: &'static str,
        row: Option<usize>,
        typed: &str,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let number = typed.parse().ok().filter(|n| (min..=max).contains(n));
        if number.is_none() {
            let problem = match typed.is_empty() {
                true => Problem::Required,
                false => Problem::NotBetween(min, max),
            };
            self.problems.push((Field(field, row), problem));
        }
        number
    }

    /// What was chosen in a row, if anything was.
    pub(super) fn row_choice<T>(
        &mut self,
        field: &'static str,
        row: usize,
        typed: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if typed.is_empty() {
            return None;
        }
        let value = read(typed);
        if value.is_none() {
            self.wrong_row(field, row, Problem::NotAChoice);
        }
        value
    }

    /// What was chosen, without empty and repeated ones.
    pub(super) fn links<T>(
        &mut self,
        field: &'static str,
        typed: &[String],
        read: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut seen = BTreeSet::new();
        let typed = typed.iter().map(|text| text.trim());
        let typed = typed.filter(|text| !text.is_empty() && seen.insert(*text));
        let links: Vec<Option<T>> = typed.map(read).collect();
        if links.len() > MAX_LINKS {
            self.wrong(field, Problem::TooMany(MAX_LINKS));
        }
        if links.iter().any(Option::is_none) {
            self.wrong(field, Problem::NotAChoice);
        }
        links.into_iter().flatten().collect()
    }
}

fn read_line(typed: &str, max: usize) -> (String, Option<Problem>) {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let problem = if text.chars().any(char::is_control) {
        Some(Problem::Unreadable)
    } else {
        (text.chars().count() > max).then_some(Problem::TooLong(max))
    };
    (text, problem)
}
