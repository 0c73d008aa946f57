//! Organizations in the index.

use index::{Entry, Kind, Visibility};

use super::store;
use crate::db::Db;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::markdown;

/// The entry of an organization; none once it left the directory.
pub async fn entry(db: &Db, id: &str) -> Result<Option<Entry>, AppError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let Some(organization) = store::by_id(db, id).await? else {
        return Ok(None);
    };
    if organization.retired_at.is_some() {
        return Ok(None);
    }
    let governorates = store::governorates(db).await?;
    let home = governorates
        .iter()
        .find(|home| Some(&home.slug) == organization.governorate.as_ref());
    Ok(Some(Entry {
        kind: Kind::Organization,
        id: organization.id.to_string(),
        visibility: Visibility::Public,
        language: Locale::Ar.code().to_owned(),
        title: organization.title(Locale::Ar.words()),
        title_other: organization.title(Locale::En.words()),
        summary: home
            .map(|home| format!("{} {}", home.name_ar, home.name_en))
            .unwrap_or_default(),
        body: markdown::to_text(&format!(
            "{}\n\n{}",
            organization.about_ar, organization.about_en
        )),
        region: home.map(|home| home.region.clone()).unwrap_or_default(),
        organization: organization.slug,
        organization_kind: organization.kind,
        governorate: organization.governorate.unwrap_or_default(),
        ..Entry::default()
    }))
}
