//! The directory as a CSV file (RFC 4180): what an administrator exports, corrects in a spreadsheet and imports again.

mod mistake;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

use ::csv::{Position, StringRecord};
use serde::Serialize;

use super::store;
use super::types::{
    Governorate, Kind, MAX_NAME, MAX_WEBSITE, Organization, POPULATION_YEARS, POPULATIONS,
};
use crate::addresses::{is_slug, is_web_address};
use crate::clock::{Id, Sources};
use crate::db::{Db, Write};
use crate::error::AppError;
use crate::imports::Outcome;
use crate::ui::problem::clean;

pub use mistake::{Fault, Mistake};

/// One line. Columns that are absent or empty keep what an existing entry says.
#[derive(Debug, Serialize)]
struct Row {
    /// Where it begins in the file, from 1.
    #[serde(skip)]
    line: usize,
    slug: String,
    name_ar: String,
    name_en: String,
    kind: String,
    governorate: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    population: Option<i64>,
    population_year: Option<i64>,
    website: String,
    source: String,
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
        mistakes.push(mistake(line, column, Fault::Number));
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

/// The columns that a file may have, in the order of the export.
pub const COLUMNS: [&str; 11] = [
    "slug",
    "name_ar",
    "name_en",
    "kind",
    "governorate",
    "latitude",
    "longitude",
    "population",
    "population_year",
    "website",
    "source",
];
/// Those that it must have.
const NEEDED: [&str; 3] = ["slug", "name_ar", "name_en"];

/// The most lines of one file.
const MOST: usize = 2000;
/// As many mistakes as are told at once.
const MISTAKES: usize = 50;

/// The file of these organizations.
pub fn write(organizations: &[Organization]) -> Result<Vec<u8>, AppError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for organization in organizations {
        let row = Row {
            line: 0,
            slug: organization.slug.clone(),
            name_ar: organization.name_ar.clone(),
            name_en: organization.name_en.clone(),
            kind: organization.kind.clone(),
            governorate: organization.governorate.clone().unwrap_or_default(),
            latitude: organization.latitude,
            longitude: organization.longitude,
            population: organization.population,
            population_year: organization.population_year,
            website: organization.website.clone(),
            source: organization.source.clone(),
        };
        writer.serialize(row).map_err(AppError::internal)?;
    }
    writer.into_inner().map_err(AppError::internal)
}

/// Imports a file: every line is checked before anything is written, and nothing is where one is wrong.
pub async fn import(
    db: &Db,
    sources: &Sources,
    actor: Option<Id>,
    text: &str,
) -> Result<Result<Outcome, Vec<Mistake>>, AppError> {
    match read(text, &store::governorates(db).await?) {
        Ok(rows) => apply(db, sources, actor, &rows).await,
        Err(mistakes) => Ok(Err(mistakes)),
    }
}

/// Reads a whole file and checks every line by itself; nothing is written.
fn read(text: &str, governorates: &[Governorate]) -> Result<Vec<Row>, Vec<Mistake>> {
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
                mistakes.push(mistake(line, "", Fault::TooManyLines(MOST)));
                break;
            }
            Ok(cells) => {
                let line = lines.of(cells.position());
                let row = Row::of(line, &headers, &cells, &mut mistakes);
                check(&row, governorates, &mut mistakes);
                if let Some(first) = seen.insert(row.slug.clone(), line) {
                    mistakes.push(mistake(line, "slug", Fault::Repeated(first)));
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
        mistakes.push(mistake(1, "", Fault::NoLines));
    }
    if mistakes.is_empty() {
        Ok(rows)
    } else {
        Err(mistakes)
    }
}

fn mistake(line: usize, column: &str, fault: Fault) -> Mistake {
    Mistake {
        line,
        column: column.to_owned(),
        fault,
    }
}

fn check_header(headers: &StringRecord) -> Vec<Mistake> {
    let unknown = headers
        .iter()
        .filter(|name| !COLUMNS.contains(name))
        .map(|name| mistake(1, name, Fault::UnknownColumn));
    let missing = NEEDED
        .iter()
        .filter(|name| !headers.iter().any(|header| header == **name))
        .map(|name| mistake(1, name, Fault::NoColumn));
    unknown.chain(missing).take(MISTAKES).collect()
}

fn check(row: &Row, governorates: &[Governorate], mistakes: &mut Vec<Mistake>) {
    let mut wrong = |column: &str, fault: Fault| mistakes.push(mistake(row.line, column, fault));
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

/// Writes checked rows in one transaction: new slugs are added, others updated, unchanged ones left alone. Nothing is
/// written where a line, together with what is stored, would make an entry that the form refuses.
async fn apply(
    db: &Db,
    sources: &Sources,
    actor: Option<Id>,
    rows: &[Row],
) -> Result<Result<Outcome, Vec<Mistake>>, AppError> {
    let mut outcome = Outcome::default();
    let mut mistakes = Vec::new();
    // Two imports take the entries in the same order, so that neither waits for the other's.
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by(|a, b| a.slug.cmp(&b.slug));
    let mut write = db.begin_write(sources.now(), actor).await?;
    for row in rows {
        match put(&mut write, row, sources).await? {
            Put::Added => outcome.added += 1,
            Put::Changed => outcome.changed += 1,
            Put::Unchanged => outcome.unchanged += 1,
            Put::Nowhere => mistakes.push(mistake(row.line, "governorate", Fault::Empty)),
        }
    }
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes.truncate(MISTAKES);
        return Ok(Err(mistakes));
    }
    write.commit().await?;
    Ok(Ok(outcome))
}

/// What became of a line.
enum Put {
    Added,
    Changed,
    Unchanged,
    /// Refused: the entry would not say where it is.
    Nowhere,
}

async fn put(write: &mut Write, row: &Row, sources: &Sources) -> Result<Put, AppError> {
    let mut old = store::by_slug_in(write, &row.slug).await?;
    if old.is_none() {
        let new = merged(None, row, sources);
        if new.lacks_governorate() {
            return Ok(Put::Nowhere);
        }
        if store::insert(write, &new).await? {
            return Ok(Put::Added);
        }
        // Someone else has just added it.
        old = store::by_slug_in(write, &row.slug).await?;
    }
    let old = old.ok_or(AppError::Conflict)?;
    let new = merged(Some(&old), row, sources);
    if new == old {
        return Ok(Put::Unchanged);
    }
    if new.lacks_governorate() {
        return Ok(Put::Nowhere);
    }
    store::update(write, &new, old.updated_at).await?;
    Ok(Put::Changed)
}

fn merged(old: Option<&Organization>, row: &Row, sources: &Sources) -> Organization {
    let keep = |new: &str, old: Option<&String>| match (new.is_empty(), old) {
        (true, Some(old)) => old.clone(),
        _ => clean(new),
    };
    let kind = keep(&row.kind, old.map(|old| &old.kind));
    Organization {
        id: old.map_or_else(|| sources.id(), |old| old.id),
        name_ar: keep(&row.name_ar, old.map(|old| &old.name_ar)),
        name_en: keep(&row.name_en, old.map(|old| &old.name_en)),
        kind: if kind.is_empty() {
            Kind::Municipality.as_str().to_owned()
        } else {
            kind
        },
        governorate: Some(row.governorate.clone())
            .filter(|slug| !slug.is_empty())
            .or_else(|| old.and_then(|old| old.governorate.clone())),
        latitude: row.latitude.or_else(|| old.and_then(|old| old.latitude)),
        longitude: row.longitude.or_else(|| old.and_then(|old| old.longitude)),
        population: row
            .population
            .or_else(|| old.and_then(|old| old.population)),
        population_year: row
            .population_year
            .or_else(|| old.and_then(|old| old.population_year)),
        website: keep(&row.website, old.map(|old| &old.website)),
        source: keep(&row.source, old.map(|old| &old.source)),
        about_ar: old.map(|old| old.about_ar.clone()).unwrap_or_default(),
        about_en: old.map(|old| old.about_en.clone()).unwrap_or_default(),
        retired_at: old.and_then(|old| old.retired_at),
        merged_into: old.and_then(|old| old.merged_into),
        updated_at: old.map_or(0, |old| old.updated_at),
        slug: row.slug.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::organizations::load::load_directory;
    use crate::testing::{databases, sources};

    const HEADER: &str = "slug,name_ar,name_en,kind,governorate,website\n";

    #[tokio::test]
    async fn what_was_exported_imports_without_a_change() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let governorates = store::governorates(&db).await.unwrap();
            let all = store::all(&db, Locale::Ar).await.unwrap();
            let file = String::from_utf8(write(&all).unwrap()).unwrap();
            let rows = read(&file, &governorates).unwrap();
            let outcome = apply(&db, &sources, None, &rows).await.unwrap();
            assert_eq!(
                outcome,
                Ok(Outcome {
                    unchanged: 153,
                    ..Outcome::default()
                })
            );
        }
    }

    #[tokio::test]
    async fn lines_add_and_correct() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let governorates = store::governorates(&db).await.unwrap();
            let file = format!(
                "{HEADER}dura,دورا,Dura,,,https://dura.example\nnew-place,مكان,Place,village_council,hebron,\n"
            );
            let rows = read(&file, &governorates).unwrap();
            let outcome = apply(&db, &sources, None, &rows).await.unwrap();
            assert_eq!(
                outcome,
                Ok(Outcome {
                    added: 1,
                    changed: 1,
                    unchanged: 0
                })
            );
            let dura = store::by_slug(&db, "dura").await.unwrap().unwrap();
            assert_eq!(
                (dura.website.as_str(), dura.kind()),
                ("https://dura.example", Kind::Municipality)
            );
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them_and_every_cell_is_read() {
        let file = "slug,name_ar,name_en,latitude,population\n\n\nplace,مكان,Place,abc,20x\n\
                    one,\"أ\nب\",One,,\ntwo,,Two,x,\n";
        let mistakes = read(file, &[]).unwrap_err();
        let expected = [
            mistake(4, "latitude", Fault::Number),
            mistake(4, "population", Fault::Number),
            mistake(7, "latitude", Fault::Number),
            mistake(7, "name_ar", Fault::Empty),
        ];
        assert_eq!(mistakes, expected);
    }

    #[tokio::test]
    async fn imports_that_overlap_add_an_entry_once() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let governorates = store::governorates(&db).await.unwrap();
            let (a, b) = ("place-a,أ,A,,hebron,\n", "place-b,ب,B,,hebron,\n");
            let one = read(&format!("{HEADER}{a}{b}"), &governorates).unwrap();
            let other = read(&format!("{HEADER}{b}{a}"), &governorates).unwrap();
            let (one, other) = tokio::join!(
                apply(&db, &sources, None, &one),
                apply(&db, &sources, None, &other)
            );
            let (one, other) = (one.unwrap().unwrap(), other.unwrap().unwrap());
            assert_eq!(one.added + other.added, 2);
            assert_eq!(one.unchanged + other.unchanged, 2);
        }
    }

    #[tokio::test]
    async fn an_entry_that_the_form_would_refuse_is_not_imported() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let governorates = store::governorates(&db).await.unwrap();
            let partner = "partner-one,شريك,Partner,partner,,\n";
            let file = format!("{HEADER}{partner}place,مكان,Place,,,\n");
            let rows = read(&file, &governorates).unwrap();
            let nowhere = apply(&db, &sources, None, &rows).await.unwrap();
            assert_eq!(nowhere, Err(vec![mistake(3, "governorate", Fault::Empty)]));
            assert_eq!(store::by_slug(&db, "partner-one").await.unwrap(), None);

            let rows = read(&format!("{HEADER}{partner}"), &governorates).unwrap();
            let added = apply(&db, &sources, None, &rows).await.unwrap();
            assert_eq!(added.map(|outcome| outcome.added), Ok(1));
            let file = format!("{HEADER}partner-one,شريك,Partner,municipality,,\n");
            let rows = read(&file, &governorates).unwrap();
            let nowhere = apply(&db, &sources, None, &rows).await.unwrap();
            assert_eq!(nowhere, Err(vec![mistake(2, "governorate", Fault::Empty)]));
        }
    }

    #[test]
    fn numbers_lie_where_the_form_lets_them_lie() {
        let file = "slug,name_ar,name_en,population,population_year\n\
                    a,ا,A,-5,99999\nb,ب,B,20000000,2100\n";
        let mistakes = read(file, &[]).unwrap_err();
        assert_eq!(
            mistakes,
            [
                mistake(2, "population", beyond(&POPULATIONS)),
                mistake(2, "population_year", beyond(&POPULATION_YEARS))
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
