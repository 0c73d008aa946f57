//! Demo documents, stored like uploads and attached to what they belong to.

use app::clock::Sources;
use app::db::{Db, Entity};
use app::documents::store::{self, Added};
use app::documents::types::{
    Details, Kind, Language, Licence, NewFile, Status, Traces, Visibility,
};
use app::documents::{FileType, Target};
use app::error::AppError;
use app::storage::Storage;
use serde::Deserialize;

use super::names::{Names, stable_id};
use crate::commands::{Failure, failure};

#[derive(Deserialize)]
struct Row {
    file: String,
    title_ar: String,
    title_en: String,
    kind: String,
    organization: String,
    topics: Vec<String>,
    visibility: String,
    language: String,
    practices: Vec<String>,
    workshops: Vec<String>,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../app/demo/documents/", $name)))),+]
    };
}

const FILES: &[(&str, &[u8])] = files![
    "complaint-form.pdf",
    "complaint-life-cycle-manual.pdf",
    "complaint-categories.csv",
    "partnership-checklist.pdf",
    "waterfront-season-rules.docx",
    "gis-layer-catalogue.xlsx",
    "gis-ten-years.pptx",
    "service-desk-archive-guide.docx",
    "quarterly-review-figures.xlsx",
    "portal-review-checklist.pdf",
    "exchange-minutes-template.txt",
];

/// Stores those that are missing.
pub async fn load(
    db: &Db,
    storage: &Storage,
    sources: &Sources,
    names: &Names,
) -> Result<(), Failure> {
    let text = include_str!("../../../app/demo/documents.json");
    let rows: Vec<Row> = super::read("documents.json", text).map_err(failure)?;
    for row in rows {
        let Some((_, bytes)) = FILES.iter().find(|(name, _)| *name == row.file) else {
            return Err(format!("app/demo/documents/{} is not in the executable", row.file).into());
        };
        let stored = storage.put_stream(*bytes, 1 << 20).await?;
        let ending = row.file.rsplit('.').next().unwrap_or_default();
        let file_type = FileType::by_extension(ending).ok_or("an unknown type of demo document")?;
        let file = NewFile {
            blob: stored.hash,
            size: stored.size,
            file_type,
            file_name: row.file.clone(),
            note: String::new(),
            traces: Traces::NoneFound,
            upload: None,
            inside: None,
        };
        add(db, sources, names, &row, &file)
            .await
            .map_err(failure)?;
    }
    Ok(())
}

async fn add(
    db: &Db,
    sources: &Sources,
    names: &Names,
    row: &Row,
    file: &NewFile,
) -> Result<(), AppError> {
    let id = stable_id("document", &row.file)?;
    let organization = names.organization(&row.organization)?;
    let (_, (member, _)) = names
        .members
        .iter()
        .filter(|(_, (_, home))| *home == organization)
        .min_by_key(|(key, _)| key.as_str())
        .ok_or(AppError::NotFound)?;
    let details = Details {
        kind: Kind::parse(&row.kind).unwrap_or(Kind::Other),
        language: Language::parse(&row.language).unwrap_or(Language::Ar),
        licence: Licence::CcBy,
        title_ar: row.title_ar.clone(),
        title_en: row.title_en.clone(),
        description: String::new(),
        visibility: Visibility::parse(&row.visibility).unwrap_or(Visibility::Network),
        named: Vec::new(),
        topics: row.topics.clone(),
    };
    let mut write = db.begin_write(sources.now(), Some(*member)).await?;
    let owner = (id, organization, *member);
    let added = store::create(&mut write, owner, &details, file, Status::Published, None).await?;
    if added == Added::Before {
        return Ok(());
    }
    for practice in &row.practices {
        let target = Target {
            entity: Entity::Practice,
            id: names.practice(practice)?,
        };
        store::attach(&mut write, id, target, *member).await?;
    }
    for workshop in &row.workshops {
        let target = Target {
            entity: Entity::Workshop,
            id: stable_id("workshop", workshop)?,
        };
        store::attach(&mut write, id, target, *member).await?;
    }
    write.commit().await
}
