//! Organizations in the API.

use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::pages::{self, ListQuery};
use super::{Organization, store};
use crate::api::{self, listing};
use crate::error::AppError;
use crate::http::Visit;

/// An organization as the API writes it.
#[derive(Debug, Serialize)]
pub struct Item {
    id: String,
    slug: String,
    kind: String,
    name_ar: String,
    name_en: String,
    governorate: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// Given only with its year.
    population: Option<i64>,
    population_year: Option<i64>,
    website: Option<String>,
    url: String,
}

impl Item {
    fn new(visit: &Visit, organization: Organization) -> Self {
        Self {
            id: organization.id.to_string(),
            url: api::page_url(visit, &format!("/organizations/{}", organization.slug)),
            slug: organization.slug,
            kind: organization.kind,
            name_ar: organization.name_ar,
            name_en: organization.name_en,
            governorate: organization.governorate,
            latitude: organization.latitude,
            longitude: organization.longitude,
            population: organization
                .population
                .filter(|_| organization.population_year.is_some()),
            population_year: organization.population_year,
            website: Some(organization.website).filter(|website| !website.is_empty()),
        }
    }
}

/// `GET /api/v1/organizations`
pub async fn list(visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let page = api::page(&visit);
    let (found, total) = store::list(&visit.app.db, &query.filter(), visit.locale, page).await?;
    let items = found
        .into_iter()
        .map(|organization| Item::new(&visit, organization))
        .collect();
    Ok(listing::<Item>(&visit, items, total, page))
}

/// `GET /api/v1/organizations/{slug}`
pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, AppError> {
    let organization = pages::find(&visit, &slug).await?;
    Ok(Json(Item::new(&visit, organization)).into_response())
}
