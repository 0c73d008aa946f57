//! Changing the directory: a publisher writes what the organization says of itself, an admin corrects everything.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::curation::{curation, curator};
use super::types::{
    Governorate, Kind, MAX_NAME, MAX_WEBSITE, Organization, POPULATION_YEARS, POPULATIONS,
};
use super::{pages, policy, store};
use crate::addresses::{is_slug, is_web_address};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::shell::Head;
use crate::ui::problem::clean;
use crate::ui::stored::{Said, stored_now};
use crate::ui::{Field, Problem, Problems, error_summary, hidden};

/// The form of an entry, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Values {
    id: String,
    seen: String,
    slug: String,
    kind: String,
    governorate: String,
    name_ar: String,
    name_en: String,
    population: String,
    population_year: String,
    website: String,
    about_ar: String,
    about_en: String,
}

impl Values {
    /// The form of a stored entry.
    pub(super) fn of(organization: &Organization) -> Self {
        let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        Self {
            id: organization.id.to_string(),
            seen: organization.updated_at.to_string(),
            slug: organization.slug.clone(),
            kind: organization.kind.clone(),
            governorate: organization.governorate.clone().unwrap_or_default(),
            name_ar: organization.name_ar.clone(),
            name_en: organization.name_en.clone(),
            population: number(organization.population),
            population_year: number(organization.population_year),
            website: organization.website.clone(),
            about_ar: organization.about_ar.clone(),
            about_en: organization.about_en.clone(),
        }
    }

    /// What an organization says of itself, written over an entry.
    fn profile(&self, problems: &mut Problems, mut organization: Organization) -> Organization {
        organization.website = problems.optional("website", &self.website, MAX_WEBSITE);
        if !organization.website.is_empty() && !is_web_address(&organization.website) {
            problems.add("website", Problem::Invalid);
        }
        organization.about_ar = problems.optional("about_ar", &self.about_ar, 5000);
        organization.about_en = problems.optional("about_en", &self.about_en, 5000);
        organization
    }

    /// The facts of the entry, which only a curator writes.
    fn facts(&self, problems: &mut Problems, mut organization: Organization) -> Organization {
        organization.name_ar = problems.required("name_ar", &self.name_ar, MAX_NAME);
        organization.name_en = problems.optional("name_en", &self.name_en, MAX_NAME);
        if let Some(kind) = problems.chosen("kind", &self.kind, Kind::parse) {
            organization.kind = kind.as_str().to_owned();
        }
        organization.governorate = Some(self.governorate.clone()).filter(|slug| !slug.is_empty());
        organization.population = number(problems, "population", &self.population, POPULATIONS);
        organization.population_year = number(
            problems,
            "population_year",
            &self.population_year,
            POPULATION_YEARS,
        );
        organization
    }
}

fn number(
    problems: &mut Problems,
    field: &'static str,
    text: &str,
    range: std::ops::RangeInclusive<i64>,
) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let number = text
        .replace(',', "")
        .parse()
        .ok()
        .filter(|number| range.contains(number));
    if number.is_none() {
        problems.add(field, Problem::Invalid);
    }
    number
}

/// `GET /organizations/new`
pub async fn new(visit: Visit) -> Result<Response, AppError> {
    curator(&visit)?;
    let values = Values {
        id: visit.app.sources.id().to_string(),
        kind: Kind::Municipality.as_str().to_owned(),
        ..Values::default()
    };
    entry_page(&visit, None, &values, &Problems::new()).await
}

/// `POST /organizations`
pub async fn create(visit: Visit, form: Form<Values>) -> Result<Response, AppError> {
    curator(&visit)?;
    let values = form.values;
    if form.replayed {
        return entry_page(&visit, None, &values, &Problems::new()).await;
    }
    let id: Id = values.id.parse().map_err(|_| AppError::BadRequest)?;
    if let Some(made) = store::by_id(&visit.app.db, id).await? {
        // The same form sent twice.
        return Ok(see_other(
            &visit.link(&format!("/organizations/{}", made.slug)),
        ));
    }
    let mut problems = Problems::new();
    let blank = blank(id, problems.required("slug", &values.slug, 60));
    if !blank.slug.is_empty() && !is_slug(&blank.slug) {
        problems.add("slug", Problem::Invalid);
    }
    let organization = values.facts(&mut problems, blank);
    let organization = values.profile(&mut problems, organization);
    check_governorate(&visit, &organization, &mut problems).await?;
    if problems.is_empty() {
        let actor = visit.member()?.id;
        let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
        if store::insert(&mut write, &organization).await? {
            write.commit().await?;
            return Ok(see_other(
                &visit.link(&format!("/organizations/{}", organization.slug)),
            ));
        }
        problems.add("slug", Problem::Taken);
    }
    entry_page(&visit, None, &values, &problems).await
}

fn blank(id: Id, slug: String) -> Organization {
    Organization {
        id,
        slug,
        kind: String::new(),
        governorate: None,
        name_ar: String::new(),
        name_en: String::new(),
        latitude: None,
        longitude: None,
        population: None,
        population_year: None,
        website: String::new(),
        about_ar: String::new(),
        about_en: String::new(),
        source: String::new(),
        retired_at: None,
        merged_into: None,
        updated_at: 0,
    }
}

/// `GET /organizations/{slug}/edit`
pub async fn edit(visit: Visit, Path(slug): Path<String>) -> Result<Response, AppError> {
    let organization = editable(&visit, &slug).await?;
    let values = Values::of(&organization);
    entry_page(&visit, Some(&organization), &values, &Problems::new()).await
}

/// `POST /organizations/{slug}/edit`
pub async fn update(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    let stored = editable(&visit, &slug).await?;
    let mut values = form.values;
    let mut problems = Problems::new();
    if form.replayed {
        return entry_page(&visit, Some(&stored), &values, &problems).await;
    }
    let mut organization = values.profile(&mut problems, stored.clone());
    if policy::may_curate(visit.actor()) {
        organization = values.facts(&mut problems, organization);
        check_governorate(&visit, &organization, &mut problems).await?;
    }
    let seen: i64 = values.seen.parse().map_err(|_| AppError::BadRequest)?;
    if seen == stored.updated_at && !problems.is_empty() {
        return entry_page(&visit, Some(&stored), &values, &problems).await;
    }
    if seen == stored.updated_at && save(&visit, &organization, seen).await? {
        return Ok(see_other(&visit.link(&format!("/organizations/{slug}"))));
    }
    // Someone else's edit came first. Saving again is then a decision.
    let stored = editable(&visit, &slug).await?;
    values.seen = stored.updated_at.to_string();
    let stale = visit.t.organizations_stale().to_owned();
    problems.add("form", Problem::Said(stale));
    entry_page(&visit, Some(&stored), &values, &problems).await
}

/// Writes the entry over the one that the editor saw; `false` if that is no longer the current one.
async fn save(visit: &Visit, organization: &Organization, seen: i64) -> Result<bool, AppError> {
    let actor = visit.member()?.id;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    match store::update(&mut write, organization, seen).await {
        Ok(()) => write.commit().await.map(|()| true),
        Err(AppError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What the fields that this editor has say, in words.
fn said(visit: &Visit, governorates: &[Governorate], values: &Values) -> Vec<Said> {
    let t = visit.t;
    let kind = Kind::parse(&values.kind).map_or("", |kind| kind.label(t));
    let home = governorates
        .iter()
        .find(|governorate| governorate.slug == values.governorate);
    let facts = [
        (t.organizations_name_ar(), values.name_ar.as_str()),
        (t.organizations_name_en(), &values.name_en),
        (t.organizations_kind(), kind),
        (
            t.organizations_governorate(),
            home.map_or("", |home| home.name(visit.locale)),
        ),
        (t.organizations_population(), &values.population),
        (t.organizations_population_year(), &values.population_year),
    ];
    let profile = [
        (t.organizations_website(), values.website.as_str()),
        (t.organizations_about_ar(), &values.about_ar),
        (t.organizations_about_en(), &values.about_en),
    ];
    let facts = facts
        .into_iter()
        .filter(|_| policy::may_curate(visit.actor()));
    facts
        .chain(profile)
        .map(|(label, text)| (label, clean(text)))
        .collect()
}

async fn check_governorate(
    visit: &Visit,
    organization: &Organization,
    problems: &mut Problems,
) -> Result<(), AppError> {
    let known = store::governorates(&visit.app.db).await?;
    match &organization.governorate {
        Some(slug) if !known.iter().any(|governorate| governorate.slug == *slug) => {
            problems.add("governorate", Problem::Invalid);
        }
        _ if organization.lacks_governorate() => problems.add("governorate", Problem::Unchosen),
        _ => {}
    }
    Ok(())
}

async fn editable(visit: &Visit, slug: &str) -> Result<Organization, AppError> {
    visit.member()?;
    let organization = pages::find(visit, slug).await?;
    let may =
        policy::may_curate(visit.actor()) || policy::may_edit_profile(visit.actor(), &organization);
    if may {
        Ok(organization)
    } else {
        Err(AppError::Forbidden)
    }
}

/// The form of an entry, new or stored.
pub(super) async fn entry_page(
    visit: &Visit,
    stored: Option<&Organization>,
    values: &Values,
    problems: &Problems,
) -> Result<Response, AppError> {
    let governorates = store::governorates(&visit.app.db).await?;
    let others = match stored {
        Some(_) if policy::may_curate(visit.actor()) => {
            store::all(&visit.app.db, visit.locale).await?
        }
        _ => Vec::new(),
    };
    let t = visit.t;
    let (title, action) = match stored {
        Some(stored) => (
            stored.title(t),
            format!("/organizations/{}/edit", stored.slug),
        ),
        None => (
            t.organizations_add().to_owned(),
            "/organizations".to_owned(),
        ),
    };
    let mut head = Head::new(&title)
        .section("/organizations")
        .crumb(t.organizations_title(), "/organizations")
        .answering(problems);
    let stale = stored.filter(|_| problems.of("form").is_some());
    if stale.is_some() {
        head.status = StatusCode::CONFLICT;
    }
    let theirs = stale.and_then(|stored| {
        let stored = said(visit, &governorates, &Values::of(stored));
        let typed = said(visit, &governorates, values);
        stored_now(t, t.organizations_stored(), stored, typed)
    });
    Ok(visit.page(head, || {
        view! {
            {done(visit)}
            <h1>{title}</h1>
            {error_summary(t, problems)}
            {theirs}
            <form class="form" id="form" method="post" action=visit.link(&action)>
                {hidden("id", &values.id)}
                {hidden("seen", &values.seen)}
                {policy::may_curate(visit.actor()).then(|| fact_fields(visit, values, problems, stored, &governorates))}
                {profile_fields(visit, values, problems)}
                <div class="form__submit"><button class="button">{t.save()}</button></div>
            </form>
            {stored.filter(|_| policy::may_curate(visit.actor())).map(|stored| curation(visit, stored, &others, problems))}
        }
        .into_any()
    }))
}

/// What the buttons below the form have done.
fn done(visit: &Visit) -> Option<AnyView> {
    visit.done(|done| match done {
        "retired" => Some(visit.t.organizations_done_retired()),
        "restored" => Some(visit.t.organizations_done_restored()),
        _ => None,
    })
}

fn fact_fields(
    visit: &Visit,
    values: &Values,
    problems: &Problems,
    stored: Option<&Organization>,
    governorates: &[Governorate],
) -> AnyView {
    let t = visit.t;
    let kinds = Kind::ALL.map(|kind| (kind.as_str().to_owned(), kind.label(t).to_owned()));
    let slug = stored.is_none().then(|| {
        Field::new(t, "slug", t.organizations_slug())
            .value(&values.slug)
            .hint(t.organizations_slug_hint())
            .problems(problems)
            .input()
    });
    view! {
        {slug}
        {Field::new(t, "name_ar", t.organizations_name_ar()).value(&values.name_ar).limit(MAX_NAME).problems(problems).input()}
        {Field::new(t, "name_en", t.organizations_name_en()).value(&values.name_en).limit(MAX_NAME).optional().problems(problems).input()}
        {Field::new(t, "kind", t.organizations_kind()).value(&values.kind).problems(problems).select(kinds)}
        {Field::new(t, "governorate", t.organizations_governorate()).value(&values.governorate).optional().problems(problems)
            .select(pages::governorate_options(visit, governorates))}
        <div class="field-row">
            {Field::new(t, "population", t.organizations_population()).value(&values.population).optional().problems(problems).input()}
            {Field::new(t, "population_year", t.organizations_population_year()).value(&values.population_year).optional().problems(problems).input()}
        </div>
    }
    .into_any()
}

fn profile_fields(visit: &Visit, values: &Values, problems: &Problems) -> AnyView {
    let t = visit.t;
    view! {
        {Field::new(t, "website", t.organizations_website()).value(&values.website).kind("url").optional().problems(problems).input()}
        {Field::new(t, "about_ar", t.organizations_about_ar()).value(&values.about_ar).limit(5000).optional().problems(problems).textarea(6)}
        {Field::new(t, "about_en", t.organizations_about_en()).value(&values.about_en).limit(5000).optional().problems(problems).textarea(6)}
    }
    .into_any()
}
