//! Practices in the index.

use index::{Entry, Kind};

use super::store;
use super::types::Visibility;
use crate::db::Db;
use crate::error::AppError;
use crate::markdown;
use crate::organizations;

/// The entry of a practice, made of what was approved; none for a draft or an archived one.
pub async fn entry(db: &Db, id: &str) -> Result<Option<Entry>, AppError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let Some(practice) = store::by_id(db, id).await? else {
        return Ok(None);
    };
    let Some(number) = practice
        .published_revision
        .filter(|_| practice.archived_at.is_none())
    else {
        return Ok(None);
    };
    let Some(revision) = store::revision(db, id, number).await? else {
        return Ok(None);
    };
    let Some(owner) = organizations::store::by_id(db, practice.organization).await? else {
        return Ok(None);
    };
    let governorates = organizations::store::governorates(db).await?;
    let region = governorates
        .iter()
        .find(|home| Some(&home.slug) == owner.governorate.as_ref());
    let content = revision.content;
    let lines = |parts: Vec<String>| parts.join("\n");
    let names = content
        .indicators
        .iter()
        .map(|indicator| indicator.name.clone());
    let steps = content
        .steps
        .iter()
        .map(|step| format!("{} {}", step.who, step.what));
    let texts =
        [&content.problem, &content.solution, &content.result].map(|text| markdown::to_text(text));
    let mut body = texts.to_vec();
    body.extend(steps);
    body.push(content.summary_other.clone());
    Ok(Some(Entry {
        kind: Kind::Practice,
        id: practice.id.to_string(),
        external_id: practice.external_id,
        visibility: match practice.visibility {
            Visibility::Public => index::Visibility::Public,
            Visibility::Network => index::Visibility::Network,
        },
        language: content.language.code().to_owned(),
        headings: lines(names.collect()),
        body: lines(body),
        verified: practice.verified_at.is_some(),
        has_indicators: !content.indicators.is_empty(),
        date: practice.published_at.map(|at| at.as_microsecond()),
        region: region.map(|home| home.region.clone()).unwrap_or_default(),
        title: content.title,
        title_other: content.title_other,
        summary: content.summary,
        topics: content.topics,
        organization: owner.slug,
        organization_kind: owner.kind,
        governorate: owner.governorate.unwrap_or_default(),
        ..Entry::default()
    }))
}
