//! The directory that a new server starts with: `app/data/*.csv`, whose sources and licences stand beside it.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::store;
use super::types::{Governorate, Kind, Organization};
use crate::clock::Sources;
use crate::db::Db;
use crate::error::AppError;
use crate::topics::{self, Topic};

const GOVERNORATES: &str = include_str!("../../data/governorates.csv");
const MUNICIPALITIES: &str = include_str!("../../data/municipalities.csv");
const TOPICS: &str = include_str!("../../data/topics.csv");

#[derive(Deserialize)]
struct GovernorateRow {
    code_iso3166_2: String,
    slug: String,
    name_ar: String,
    name_en: String,
    region: String,
}

#[derive(Deserialize)]
struct MunicipalityRow {
    slug: String,
    name_ar: String,
    name_en: String,
    governorate_en: String,
    lat: Option<f64>,
    lon: Option<f64>,
    population: Option<i64>,
    population_year: Option<i64>,
    source: String,
}

#[derive(Deserialize)]
struct TopicRow {
    slug: String,
    name_ar: String,
    name_en: String,
}

/// Loads governorates, municipalities and topics into an empty database; does nothing to any other.
pub async fn load_directory(db: &Db, sources: &Sources) -> Result<(), AppError> {
    if !store::governorates(db).await?.is_empty() {
        return Ok(());
    }
    let governorates = rows::<GovernorateRow>(GOVERNORATES)?;
    let mut write = db.begin_write(sources.now(), None).await?;
    // Another process may be about to do the same; what it commits before us is seen here.
    write.hold_feed().await?;
    if !store::is_unfilled(&mut write).await? {
        return Ok(());
    }
    for (position, row) in (0_i64..).zip(&governorates) {
        store::insert_governorate(&mut write, &governorate(row), position).await?;
    }
    for row in rows::<MunicipalityRow>(MUNICIPALITIES)? {
        let home = governorates
            .iter()
            .find(|governorate| governorate.name_en == row.governorate_en);
        let slug = home.map(|governorate| governorate.slug.clone());
        store::insert(&mut write, &municipality(row, slug, sources)).await?;
    }
    for (position, row) in (0_i64..).zip(rows::<TopicRow>(TOPICS)?) {
        let topic = Topic {
            slug: row.slug,
            name_ar: row.name_ar,
            name_en: row.name_en,
        };
        topics::store::insert(&mut write, &topic, position).await?;
    }
    write.commit().await
}

fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, AppError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(AppError::internal)
}

fn governorate(row: &GovernorateRow) -> Governorate {
    Governorate {
        slug: row.slug.clone(),
        code: row.code_iso3166_2.clone(),
        name_ar: row.name_ar.clone(),
        name_en: row.name_en.clone(),
        region: row.region.clone(),
    }
}

fn municipality(
    row: MunicipalityRow,
    governorate: Option<String>,
    sources: &Sources,
) -> Organization {
    Organization {
        id: sources.id(),
        slug: row.slug,
        kind: Kind::Municipality.as_str().to_owned(),
        governorate,
        name_ar: row.name_ar,
        name_en: row.name_en,
        latitude: row.lat,
        longitude: row.lon,
        population: row.population,
        population_year: row.population_year,
        website: String::new(),
        about_ar: String::new(),
        about_en: String::new(),
        source: row.source,
        retired_at: None,
        merged_into: None,
        updated_at: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::testing;

    #[tokio::test]
    async fn two_that_start_at_once_load_one_directory() {
        for db in testing::databases().await {
            let (_, sources) = testing::sources();
            let load = || load_directory(&db, &sources);
            let (one, other) = tokio::join!(load(), load());
            one.unwrap();
            other.unwrap();
            assert_eq!(store::governorates(&db).await.unwrap().len(), 16);
            assert_eq!(store::all(&db, Locale::Ar).await.unwrap().len(), 153);
        }
    }

    #[test]
    fn every_municipality_has_its_governorate() {
        let governorates = rows::<GovernorateRow>(GOVERNORATES).unwrap();
        for row in rows::<MunicipalityRow>(MUNICIPALITIES).unwrap() {
            assert!(
                governorates.iter().any(|g| g.name_en == row.governorate_en),
                "{}",
                row.slug
            );
        }
        assert_eq!(rows::<TopicRow>(TOPICS).unwrap().len(), 21);
    }
}
