//! How the demo files name things, and what those are in the database.

use std::collections::HashMap;

use app::accounts::{Email, store as accounts};
use app::clock::{Id, hex};
use app::db::Db;
use app::error::AppError;
use app::organizations;
use sha2::{Digest, Sha256};

use super::members;

/// Identifiers by the names of the files.
pub struct Names {
    /// Organizations by slug.
    pub organizations: HashMap<String, Id>,
    /// Members by key, with their organization.
    pub members: HashMap<String, (Id, Id)>,
    /// Practices by `external_id`.
    pub practices: HashMap<String, Id>,
}

impl Names {
    /// Looks everything up.
    pub async fn load(db: &Db, practices: HashMap<String, Id>) -> Result<Self, AppError> {
        let organizations: HashMap<_, _> = organizations::store::all(db, app::i18n::Locale::En)
            .await?
            .into_iter()
            .map(|organization| (organization.slug, organization.id))
            .collect();
        let mut known = HashMap::new();
        for member in members::all()? {
            let email = Email::parse(&member.email).ok_or(AppError::BadRequest)?;
            let account = accounts::by_email(db, &email)
                .await?
                .ok_or(AppError::NotFound)?;
            let home = organizations
                .get(&member.organization)
                .ok_or(AppError::NotFound)?;
            known.insert(member.key, (account.id, *home));
        }
        Ok(Self {
            organizations,
            members: known,
            practices,
        })
    }

    /// The organization with this slug.
    pub fn organization(&self, slug: &str) -> Result<Id, AppError> {
        self.organizations
            .get(slug)
            .copied()
            .ok_or_else(|| missing("organization", slug))
    }

    /// The member with this key, and the member's organization.
    pub fn member(&self, key: &str) -> Result<(Id, Id), AppError> {
        self.members
            .get(key)
            .copied()
            .ok_or_else(|| missing("member", key))
    }

    /// The practice with this `external_id`.
    pub fn practice(&self, name: &str) -> Result<Id, AppError> {
        self.practices
            .get(name)
            .copied()
            .ok_or_else(|| missing("practice", name))
    }
}

fn missing(kind: &str, name: &str) -> AppError {
    AppError::internal(format!(
        "the demo content names the {kind} {name}, which is not there"
    ))
}

/// The identifier of a demo thing: always the same, so that loading again finds it in place.
pub fn stable_id(kind: &str, key: &str) -> Result<Id, AppError> {
    let hash = Sha256::digest(format!("tabadul demo {kind} {key}"));
    hex(&hash[..16]).parse().map_err(AppError::internal)
}
