//! Partner organizations that the directory does not have.

use app::clock::Sources;
use app::db::Db;
use app::error::AppError;
use app::organizations::{Organization, store};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    slug: String,
    kind: String,
    name_ar: String,
    name_en: String,
    governorate: Option<String>,
    about_ar: String,
    about_en: String,
}

/// Adds those that are missing.
pub async fn load(db: &Db, sources: &Sources) -> Result<(), AppError> {
    let rows: Vec<Row> = super::read(
        "organizations.json",
        include_str!("../../../app/demo/organizations.json"),
    )?;
    for row in rows {
        if store::by_slug(db, &row.slug).await?.is_some() {
            continue;
        }
        let mut write = db.begin_write(sources.now(), None).await?;
        store::insert(&mut write, &organization(row, sources)).await?;
        write.commit().await?;
    }
    Ok(())
}

fn organization(row: Row, sources: &Sources) -> Organization {
    Organization {
        id: sources.id(),
        slug: row.slug,
        kind: row.kind,
        governorate: row.governorate,
        name_ar: row.name_ar,
        name_en: row.name_en,
        latitude: None,
        longitude: None,
        population: None,
        population_year: None,
        website: String::new(),
        about_ar: row.about_ar,
        about_en: row.about_en,
        source: "demo".to_owned(),
        retired_at: None,
        merged_into: None,
        updated_at: 0,
    }
}
