//! Reading the directory's CSV file, without writing anything.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

use ::csv::{Position, StringRecord};
use serde::Serialize;

use super::{COLUMNS, Fault, MISTAKES, Mistake};
use crate::addresses::{is_slug, is_web_address};
use crate::organizations::types::{
    Governorate, Kind, MAX_NAME, MAX_WEBSITE, POPULATION_YEARS, POPULATIONS,
};
use crate::ui::problem::clean;

/// Those that it must have.
const NEEDED: [&str; 3] = ["slug", "name_ar", "name_en"];

/// The most lines of one file.
const MOST: usize = 2000;

/// One line. Columns that are absent or empty keep what an existing entry says.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// Where it begins in the file, from 1.
    #[serde(skip)]
    pub(super) line: usize,
    pub(super) slug: String,
    pub(super) name_ar: String,
    pub(super) name_en: String,
    pub(super) kind: String,
    pub(super) governorate: String,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) population: Option<i64>,
    pub(super) population_year: Option<i64>,
    pub(super) website: String,
    pub(super) source: String,
}

impl Row {
    /// Reads the cells of a line; a number that is none is a mistake, and the other cells are read all the same.
    fn of(
        line: usize,
        headers: &StringRecord,
        cells: &StringRecord,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let cell = |column: &str| {
            let place = headers.iter().position(|name| name == column);
            place.and_then(|place| cells.get(place)).unwrap_or_default()
        };
        let text = |column: &str| cell(column).to_owned();
        Self {
            line,
            slug: text("slug"),
            name_ar: text("name_ar"),
            name_en: text("name_en"),
            kind: text("kind"),
            governorate: text("governorate"),
            latitude: number(line, "latitude", cell("latitude"), mistakes),
            longitude: number(line, "longitude", cell("longitude"), mistakes),
            population: number(line, "population", cell("population"), mistakes),
            population_year: number(line, "population_year", cell("population_year"), mistakes),
            website: text("website"),
            source: text("source"),
        }
    }
}

fn number<T: FromStr>(
    line: usize,
    column: &str,
    text: &str,
    mistakes: &mut Vec<Mistake>,
) -> Option<T> {
    let number = text.parse().ok();
    if number.is_none() && !text.is_empty() {
        mistakes.push(Mistake::at(line, column, Fault::Number));
    }
    number
}

/// Counts lines from one record to the next.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line on which the record begins that was read from here on. Empty lines before it are no part of it, although the
    /// reader counts them to it.
    fn of(&mut self, start: Option<&Position>) -> usize {
        let start = start.and_then(|start| usize::try_from(start.byte()).ok());
        let start = start.unwrap_or(self.at);
        let rest = self.text.get(start..).unwrap_or_default();
        let empty = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let passed = self.text.get(self.at..start + empty).unwrap_or_default();
        self.line += passed.matches('\n').count();
        self.at = start + empty;
        self.line
    }
}

/// Reads a whole file and checks every line by itself; nothing is written.
pub(super) fn read(text: &str, governorates: &[Governorate]) -> Result<Vec<Row>, Vec<Mistake>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader = ::csv::ReaderBuilder::new()
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return Err(vec![Mistake::of(1, &error)]),
    };
    let mut mistakes = check_header(&headers);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let mut rows = Vec::new();
    let mut seen = BTreeMap::new();
    let mut lines = Lines {
        text,
        at: 0,
        line: 1,
    };
    for (index, cells) in reader.records().enumerate() {
        match cells {
            Ok(cells) if index >= MOST => {
                let line = lines.of(cells.position());
                mistakes.push(Mistake::at(line, "", Fault::TooManyLines(MOST)));
                break;
            }
            Ok(cells) => {
                let line = lines.of(cells.position());
                let row = Row::of(line, &headers, &cells, &mut mistakes);
                check(&row, governorates, &mut mistakes);
                if let Some(first) = seen.insert(row.slug.clone(), line) {
                    mistakes.push(Mistake::at(line, "slug", Fault::Repeated(first)));
                }
                rows.push(row);
            }
            Err(error) => {
                let line = lines.of(error.position());
                mistakes.push(Mistake::of(line, &error));
            }
        }
        if mistakes.len() >= MISTAKES {
            break;
        }
    }
    if rows.is_empty() && mistakes.is_empty() {
        mistakes.push(Mistake::at(1, "", Fault::NoLines));
    }
    if mistakes.is_empty() {
        Ok(rows)
    } else {
        Err(mistakes)
    }
}

fn check_header(headers: &StringRecord) -> Vec<Mistake> {
    let unknown = headers
        .iter()
        .filter(|name| !COLUMNS.contains(name))
        .map(|name| Mistake::at(1, name, Fault::UnknownColumn));
    let missing = NEEDED
        .iter()
        .filter(|name| !headers.iter().any(|header| header == **name))
        .map(|name| Mistake::at(1, name, Fault::NoColumn));
    unknown.chain(missing).take(MISTAKES).collect()
}

fn check(row: &Row, governorates: &[Governorate], mistakes: &mut Vec<Mistake>) {
    let mut wrong =
        |column: &str, fault: Fault| mistakes.push(Mistake::at(row.line, column, fault));
    if !is_slug(&row.slug) {
        wrong("slug", Fault::Slug);
    }
    for (column, text, limit) in [
        ("name_ar", &row.name_ar, MAX_NAME),
        ("name_en", &row.name_en, MAX_NAME),
        ("website", &row.website, MAX_WEBSITE),
        ("source", &row.source, 1000),
    ] {
        if text.chars().count() > limit {
            wrong(column, Fault::TooLong(limit));
        }
    }
    if clean(&row.name_ar).is_empty() {
        wrong("name_ar", Fault::Empty);
    }
    if !row.kind.is_empty() && Kind::parse(&row.kind).is_none() {
        wrong("kind", Fault::Kind);
    }
    let known = governorates
        .iter()
        .any(|governorate| governorate.slug == row.governorate);
    if !row.governorate.is_empty() && !known {
        wrong("governorate", Fault::Governorate);
    }
    if !row.website.is_empty() && !is_web_address(&row.website) {
        wrong("website", Fault::Website);
    }
    let far = |degrees: Option<f64>, from: f64, to: f64| {
        degrees.is_some_and(|degrees| !(from..=to).contains(&degrees))
    };
    if far(row.latitude, 29.0, 34.0) {
        wrong("latitude", Fault::Elsewhere);
    }
    if far(row.longitude, 33.5, 36.0) {
        wrong("longitude", Fault::Elsewhere);
    }
    for (column, number, range) in [
        ("population", row.population, POPULATIONS),
        ("population_year", row.population_year, POPULATION_YEARS),
    ] {
        if number.is_some_and(|number| !range.contains(&number)) {
            wrong(column, beyond(&range));
        }
    }
}

fn beyond(range: &RangeInclusive<i64>) -> Fault {
    Fault::Beyond(*range.start(), *range.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    const HEADER: &str = "slug,name_ar,name_en,kind,governorate,website\n";

    #[test]
    fn lines_are_counted_as_an_editor_counts_them_and_every_cell_is_read() {
        let file = "slug,name_ar,name_en,latitude,population\n\n\nplace,مكان,Place,abc,20x\n\
                    one,\"أ\nب\",One,,\ntwo,,Two,x,\n";
        let mistakes = read(file, &[]).unwrap_err();
        let expected = [
            Mistake::at(4, "latitude", Fault::Number),
            Mistake::at(4, "population", Fault::Number),
            Mistake::at(7, "latitude", Fault::Number),
            Mistake::at(7, "name_ar", Fault::Empty),
        ];
        assert_eq!(mistakes, expected);
    }

    #[test]
    fn numbers_lie_where_the_form_lets_them_lie() {
        let file = "slug,name_ar,name_en,population,population_year\n\
                    a,ا,A,-5,99999\nb,ب,B,20000000,2100\n";
        let mistakes = read(file, &[]).unwrap_err();
        assert_eq!(
            mistakes,
            [
                Mistake::at(2, "population", beyond(&POPULATIONS)),
                Mistake::at(2, "population_year", beyond(&POPULATION_YEARS))
            ]
        );
        assert!(mistakes[1].say(Locale::Ar.words()).contains("2100"));
    }

    #[test]
    fn each_mistake_names_its_line_and_column() {
        let file = format!(
            "{HEADER}new,اسم,Name,castle,atlantis,javascript:x\nok,,Name,,,\nok,اسم,Name,,,\n"
        );
        let mistakes = read(&file, &[]).unwrap_err();
        let places: Vec<_> = mistakes
            .iter()
            .map(|m| (m.line, m.column.as_str()))
            .collect();
        assert_eq!(
            places,
            [
                (2, "slug"),
                (2, "kind"),
                (2, "governorate"),
                (2, "website"),
                (3, "name_ar"),
                (4, "slug")
            ]
        );
        let faults = |file: &str| -> Vec<_> {
            let mistakes = read(file, &[]).unwrap_err();
            mistakes
                .into_iter()
                .map(|m| (m.line, m.column, m.fault))
                .collect()
        };
        let column = |name: &str, fault| (1, name.to_owned(), fault);
        assert_eq!(
            faults("slug,name_ar,nonsense\na,b,c\n"),
            [
                column("nonsense", Fault::UnknownColumn),
                column("name_en", Fault::NoColumn)
            ]
        );
        let file = "slug,name_ar,name_en,population\na,ا,A,many\nb,ب,B\n";
        assert_eq!(
            faults(file),
            [
                (2, "population".to_owned(), Fault::Number),
                (3, String::new(), Fault::Values(3, 4))
            ]
        );
        assert_eq!(faults(HEADER), [(1, String::new(), Fault::NoLines)]);
        assert!(read("", &[]).is_err());
    }

    #[test]
    fn a_mistake_is_said_in_the_readers_language() {
        let mistakes = read(&format!("{HEADER}dura,,Dura,,,\n"), &[]).unwrap_err();
        let says = |locale: Locale| mistakes[0].say(locale.words());
        assert!(says(Locale::Ar).contains("السطر 2"), "{}", says(Locale::Ar));
        assert!(says(Locale::En).contains("Line 2"), "{}", says(Locale::En));
    }
}
