//! The directory as a CSV file (RFC 4180): what an administrator exports, corrects in a spreadsheet and imports again.

mod mistake;
mod read;

use super::store;
use super::types::{Kind, Organization};
use crate::clock::{Id, Sources};
use crate::db::{Db, Write};
use crate::error::AppError;
use crate::imports::Outcome;
use crate::ui::problem::clean;

pub use mistake::{Fault, Mistake};
use read::{Row, read};

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
            Put::Nowhere => mistakes.push(Mistake::at(row.line, "governorate", Fault::Empty)),
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
            assert_eq!(
                nowhere,
                Err(vec![Mistake::at(3, "governorate", Fault::Empty)])
            );
            assert_eq!(store::by_slug(&db, "partner-one").await.unwrap(), None);

            let rows = read(&format!("{HEADER}{partner}"), &governorates).unwrap();
            let added = apply(&db, &sources, None, &rows).await.unwrap();
            assert_eq!(added.map(|outcome| outcome.added), Ok(1));
            let file = format!("{HEADER}partner-one,شريك,Partner,municipality,,\n");
            let rows = read(&file, &governorates).unwrap();
            let nowhere = apply(&db, &sources, None, &rows).await.unwrap();
            assert_eq!(
                nowhere,
                Err(vec![Mistake::at(2, "governorate", Fault::Empty)])
            );
        }
    }
}
