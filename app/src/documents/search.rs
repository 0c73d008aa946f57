//! Documents in the index.

use index::{Entry, Kind, Visibility};

use super::store;
use super::types::{self, Document};
use crate::clock::Id;
use crate::db::Db;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::markdown;
use crate::organizations;

/// The entry of a published document; none for drafts and what was withdrawn.
pub async fn entry(db: &Db, id: &str) -> Result<Option<Entry>, AppError> {
    let Ok(id) = id.parse::<Id>() else {
        return Ok(None);
    };
    let Some(document) = store::published(db, id).await? else {
        return Ok(None);
    };
    let Some(owner) = organizations::store::by_id(db, document.organization).await? else {
        return Ok(None);
    };
    let governorates = organizations::store::governorates(db).await?;
    let home = governorates
        .iter()
        .find(|home| Some(&home.slug) == owner.governorate.as_ref());
    let language = if document.title_ar.is_empty() {
        Locale::En
    } else {
        Locale::Ar
    };
    let other = match language {
        Locale::Ar => &document.title_en,
        Locale::En => "",
    };
    Ok(Some(Entry {
        kind: Kind::Document,
        id: document.id.to_string(),
        visibility: visibility(db, &document).await?,
        language: language.code().to_owned(),
        title: document.title(language).to_owned(),
        title_other: other.to_owned(),
        body: markdown::to_text(&document.description),
        topics: document.topics.clone(),
        region: home.map(|home| home.region.clone()).unwrap_or_default(),
        organization: owner.slug,
        organization_kind: owner.kind,
        governorate: owner.governorate.unwrap_or_default(),
        date: document.published_at.map(|at| at.0.as_microsecond()),
        popularity: u64::try_from(document.current.downloads).unwrap_or_default(),
        ..Entry::default()
    }))
}

async fn visibility(db: &Db, document: &Document) -> Result<Visibility, AppError> {
    Ok(match document.visibility {
        types::Visibility::Public => Visibility::Public,
        types::Visibility::Network => Visibility::Network,
        types::Visibility::Organizations => {
            let named = organizations::store::by_ids(db, &document.named).await?;
            Visibility::Organizations(named.into_iter().map(|named| named.slug).collect())
        }
    })
}
