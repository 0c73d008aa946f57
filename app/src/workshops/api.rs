//! Workshops in the API: the same rules as the pages, and no names of people.

use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::calendar::{Knows, shown_state, tells_time};
use super::forms::path;
use super::pages::{ListQuery, find, hosts_of};
use super::store;
use super::types::Workshop;
use crate::api::{self, listing};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::organizations::Organization;
use crate::time::Zones;

/// A workshop as the API writes it.
#[derive(Debug, Serialize)]
pub struct Item {
    id: String,
    title: String,
    title_ar: Option<String>,
    title_en: Option<String>,
    summary: String,
    language: &'static str,
    kind: &'static str,
    state: &'static str,
    visibility: &'static str,
    /// The day on the clock of the zone.
    date: String,
    zone: &'static str,
    /// Absent where the hour is for registered people only.
    starts_at: Option<String>,
    ends_at: Option<String>,
    capacity: Option<i64>,
    /// The slug of the first host.
    organization: Option<String>,
    hosts: Vec<String>,
    topics: Vec<String>,
    updated_at: Option<String>,
    url: String,
}

impl Item {
    fn new(visit: &Visit, workshop: Workshop, hosts: &[Organization]) -> Self {
        let told = tells_time(&workshop, Knows::Page);
        let state = shown_state(&workshop, Knows::Page, visit.now, &Zones::current()).as_str();
        let instant = |at: jiff::Timestamp| api::instant(at.as_microsecond()).filter(|_| told);
        let (starts_at, ends_at) = (instant(workshop.starts_at), instant(workshop.ends_at));
        let plan = workshop.plan;
        let title = |locale: Locale| {
            let (title, language) = plan.title_in(locale);
            (language == locale).then(|| title.to_owned())
        };
        let slug = |id: &Id| Some(hosts.iter().find(|host| host.id == *id)?.slug.clone());
        let hosts: Vec<String> = plan.hosts.iter().filter_map(slug).collect();
        Self {
            id: workshop.id.to_string(),
            url: api::page_url(visit, &path(workshop.id)),
            title_ar: title(Locale::Ar),
            title_en: title(Locale::En),
            title: plan.title,
            summary: plan.summary,
            language: plan.locale.code(),
            kind: plan.kind.as_str(),
            state,
            visibility: plan.visibility.as_str(),
            date: plan.starts.date().to_string(),
            zone: plan.starts.zone().name(),
            starts_at,
            ends_at,
            capacity: plan.capacity,
            organization: hosts.first().cloned(),
            hosts,
            topics: plan.topics,
            updated_at: api::instant(workshop.updated_at.as_microsecond()),
        }
    }
}

/// `GET /api/v1/workshops`
pub async fn list(visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let page = api::page(&visit);
    let filter = query.filter();
    let (found, total) =
        store::list(&visit.app.db, &filter, visit.actor(), visit.now, page).await?;
    let hosts = hosts_of(&visit, &found).await?;
    let items = found
        .into_iter()
        .map(|workshop| Item::new(&visit, workshop, &hosts))
        .collect();
    Ok(listing::<Item>(&visit, items, total, page))
}

/// `GET /api/v1/workshops/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = find(&visit, &id).await?;
    let hosts = hosts_of(&visit, std::slice::from_ref(&workshop)).await?;
    Ok(Json(Item::new(&visit, workshop, &hosts)).into_response())
}
