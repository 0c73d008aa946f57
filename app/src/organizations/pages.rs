//! The list of organizations, and a page each.

use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::map::{self, Area};
use super::store::{self, Filter};
use super::types::{Governorate, Kind, Organization, Region};
use super::{csv, policy};
use crate::accounts;
use crate::error::AppError;
use crate::http::{Visit, see_other};
use crate::markdown;
use crate::practices;
use crate::shell::Head;
use crate::ui::{Field, Pages, empty_state, pagination};
use crate::workshops;

/// Practices on the page of an organization.
const SHOWN: i64 = 5;

/// What the list's address may ask for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    region: String,
    governorate: String,
    kind: String,
    pub(super) page: String,
}

impl ListQuery {
    pub(super) fn filter(&self) -> Filter {
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        Filter {
            governorate: some(&self.governorate),
            region: Region::parse(&self.region).map(|region| region.as_str().to_owned()),
            kind: Kind::parse(&self.kind).map(|kind| kind.as_str().to_owned()),
            retired: false,
        }
    }
}

/// `GET /organizations`
pub async fn index(visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let db = &visit.app.db;
    let page = Pages::requested(Some(&query.page));
    let (organizations, total) = store::list(db, &query.filter(), visit.locale, page).await?;
    let governorates = store::governorates(db).await?;
    let counts = store::counts(db).await?;
    let t = visit.t;
    let head = Head::new(t.organizations_title())
        .public(t.organizations_lede())
        .section("/organizations");
    Ok(visit.page(head, || {
        let areas = areas(&visit, &governorates, &counts);
        view! {
            <div class="page-head">
                <h1>{t.organizations_title()}</h1>
                <p class="lede">{t.organizations_lede()}</p>
                {curation_links(&visit)}
            </div>
            <div class="with-filters">
                {filters(&visit, &query, &governorates)}
                <div class="stack">
                    <p class="count">{t.organizations_count(total)}</p>
                    {rows(&visit, &organizations, &governorates)}
                    {pagination(&visit, Pages { page, total })}
                </div>
            </div>
            <section>
                <h2>{t.organizations_by_governorate()}</h2>
                {map::view(&visit, t.organizations_by_governorate().to_owned(), &areas)}
            </section>
        }
        .into_any()
    }))
}

fn curation_links(visit: &Visit) -> Option<AnyView> {
    let t = visit.t;
    policy::may_curate(visit.actor()).then(|| {
        view! {
            <p class="actions">
                <a class="button button--secondary" href=visit.link("/organizations/new")>{t.organizations_add()}</a>
                <a class="button button--secondary" href=visit.link("/organizations/import")>{t.organizations_import()}</a>
                <a class="button button--quiet" href="/organizations.csv">{t.organizations_export()}</a>
            </p>
        }
        .into_any()
    })
}

fn areas(visit: &Visit, governorates: &[Governorate], counts: &[(String, i64)]) -> Vec<Area> {
    governorates
        .iter()
        .map(|governorate| {
            let count = counts
                .iter()
                .find(|(slug, _)| *slug == governorate.slug)
                .map_or(0, |(_, n)| *n);
            Area {
                count,
                href: format!(
                    "{}?governorate={}",
                    visit.link("/organizations"),
                    governorate.slug
                ),
                label: visit
                    .t
                    .organizations_area(count, governorate.name(visit.locale)),
                governorate: governorate.clone(),
            }
        })
        .collect()
}

fn filters(visit: &Visit, query: &ListQuery, governorates: &[Governorate]) -> AnyView {
    let t = visit.t;
    let regions =
        Region::ALL.map(|region| (region.as_str().to_owned(), region.label(t).to_owned()));
    let kinds = Kind::ALL.map(|kind| (kind.as_str().to_owned(), kind.label(t).to_owned()));
    let filtered = query.filter();
    let open =
        filtered.region.is_some() || filtered.governorate.is_some() || filtered.kind.is_some();
    view! {
        <details class="filters" open=open>
            <summary>{t.filter()}</summary>
            <form method="get" action=visit.link("/organizations")>
                {Field::new(t, "region", t.organizations_region()).value(&query.region).filter(regions)}
                {Field::new(t, "governorate", t.organizations_governorate()).value(&query.governorate)
                    .filter(governorate_options(visit, governorates))}
                {Field::new(t, "kind", t.organizations_kind()).value(&query.kind).filter(kinds)}
                <div class="form__submit"><button class="button">{t.filter()}</button></div>
            </form>
        </details>
    }
    .into_any()
}

/// The governorates as choices of a form.
pub fn governorate_options(visit: &Visit, governorates: &[Governorate]) -> Vec<(String, String)> {
    governorates
        .iter()
        .map(|governorate| {
            (
                governorate.slug.clone(),
                governorate.name(visit.locale).to_owned(),
            )
        })
        .collect()
}

fn rows(visit: &Visit, organizations: &[Organization], governorates: &[Governorate]) -> AnyView {
    if organizations.is_empty() {
        return empty_state(visit.t.organizations_none(), None);
    }
    let rows = organizations
        .iter()
        .map(|organization| {
            let place = place(visit, organization, governorates);
            let href = visit.link(&format!("/organizations/{}", organization.slug));
            view! {
                <li class="row">
                    <h2 class="row__title"><a href=href>{organization.title(visit.t)}</a></h2>
                    <p class="row__meta">{place}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn place(visit: &Visit, organization: &Organization, governorates: &[Governorate]) -> String {
    let home = organization.governorate.as_ref().and_then(|slug| {
        governorates
            .iter()
            .find(|governorate| governorate.slug == *slug)
    });
    match home {
        Some(governorate) => {
            let region =
                Region::parse(&governorate.region).map_or("", |region| region.label(visit.t));
            visit
                .t
                .organizations_place(governorate.name(visit.locale), region)
        }
        None => organization.kind().label(visit.t).to_owned(),
    }
}

/// `GET /organizations/{slug}`
pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, AppError> {
    let organization = current(&visit, &slug).await?;
    if organization.slug != slug {
        return Ok(see_other(
            &visit.link(&format!("/organizations/{}", organization.slug)),
        ));
    }
    let db = &visit.app.db;
    let governorates = store::governorates(db).await?;
    let practices =
        practices::store::by_organization(db, visit.actor(), organization.id, SHOWN).await?;
    let workshops = workshops::elsewhere::of_organization(&visit, &organization).await?;
    let t = visit.t;
    let title = organization.title(t);
    let mut head = Head::new(&title)
        .public(t.organizations_page_lede(&title))
        .section("/organizations")
        .crumb(t.organizations_title(), "/organizations");
    head.valid_until = workshops.valid_until();
    Ok(visit.page(head, || {
        view! {
            <div class="page-head">
                <h1>{title}</h1>
                <p class="lede">{place(&visit, &organization, &governorates)}</p>
                {retired_notice(&visit, &organization)}
                {actions(&visit, &organization)}
            </div>
            <div class="detail">
                <div class="detail__main">
                    {about(&visit, &organization)}
                    {published(&visit, &organization, &practices)}
                    {workshops.view(&visit)}
                </div>
                <aside class="detail__aside">{facts(&visit, &organization)}</aside>
            </div>
        }
        .into_any()
    }))
}

/// The organization of a path, or «not found».
pub async fn find(visit: &Visit, slug: &str) -> Result<Organization, AppError> {
    store::by_slug(&visit.app.db, slug)
        .await?
        .ok_or(AppError::NotFound)
}

/// The organization of a path, or the one that it has become part of.
pub async fn current(visit: &Visit, slug: &str) -> Result<Organization, AppError> {
    let organization = find(visit, slug).await?;
    match organization.merged_into {
        Some(into) => store::by_id(&visit.app.db, into)
            .await?
            .ok_or(AppError::NotFound),
        None => Ok(organization),
    }
}

fn retired_notice(visit: &Visit, organization: &Organization) -> Option<AnyView> {
    organization.retired_at.map(|_| {
        view! { <div class="notice notice--warning"><p>{visit.t.organizations_retired_notice()}</p></div> }
            .into_any()
    })
}

/// What this reader can do here: colleagues join, publishers look after the accounts and the profile.
fn actions(visit: &Visit, organization: &Organization) -> AnyView {
    let t = visit.t;
    let link = |class: &'static str, path: String, label: &'static str| {
        view! { <a class=class href=visit.link(&path)>{label}</a> }
    };
    let slug = &organization.slug;
    let edits =
        policy::may_curate(visit.actor()) || policy::may_edit_profile(visit.actor(), organization);
    let looks_after = visit
        .actor()
        .is_some_and(|actor| accounts::policy::may_look_after(actor, organization.id));
    let open = organization.retired_at.is_none();
    let join = (open && visit.actor().is_none()).then(|| {
        link(
            "button button--secondary",
            format!("/join?organization={slug}"),
            t.accounts_join(),
        )
    });
    let edit = edits.then(|| {
        link(
            "button button--secondary",
            format!("/organizations/{slug}/edit"),
            t.edit(),
        )
    });
    let members = (open && looks_after).then(|| {
        link(
            "button button--secondary",
            format!("/organizations/{slug}/members"),
            t.accounts_members_title(),
        )
    });
    view! {
        <p class="actions">
            {edit}
            {members}
            {link("button button--quiet", format!("/documents?organization={slug}"), t.documents_title())}
            {join}
        </p>
    }
    .into_any()
}

fn about(visit: &Visit, organization: &Organization) -> Option<AnyView> {
    let text = visit
        .locale
        .pick(&organization.about_ar, &organization.about_en);
    (!text.is_empty()).then(|| {
        view! {
            <section>
                <h2>{visit.t.organizations_about()}</h2>
                <div class="prose" inner_html=markdown::to_html(text)></div>
            </section>
        }
        .into_any()
    })
}

/// What it published, newest first, and the way to the rest.
fn published(
    visit: &Visit,
    organization: &Organization,
    items: &[practices::store::Item],
) -> Option<AnyView> {
    let rows = practices::rows(visit, items)?;
    let href = visit.link(&format!("/practices?organization={}", organization.slug));
    Some(
        view! {
            <section>
                <div class="section-head">
                    <h2>{visit.t.practices_title()}</h2>
                    <a href=href>{visit.t.practices_all_of_it()}</a>
                </div>
                {rows}
            </section>
        }
        .into_any(),
    )
}

fn facts(visit: &Visit, organization: &Organization) -> AnyView {
    let t = visit.t;
    let fact =
        |label: &'static str, value: AnyView| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let population = organization
        .population
        .zip(organization.population_year)
        .map(|(people, year)| {
            fact(
                t.organizations_population(),
                t.organizations_population_in(people, year.to_string())
                    .into_any(),
            )
        });
    let website = (!organization.website.is_empty()).then(|| {
        let link = view! {
            <a class="ltr" href=organization.website.clone() rel="noopener nofollow">{organization.website.clone()}</a>
        };
        fact(t.organizations_website(), link.into_any())
    });
    view! {
        <dl class="facts">
            {fact(t.organizations_kind(), organization.kind().label(t).into_any())}
            {population}
            {website}
        </dl>
    }
    .into_any()
}

/// `GET /organizations.csv`: the directory as the import reads it. Public, like the pages.
pub async fn export(visit: Visit) -> Result<Response, AppError> {
    let organizations = store::all(&visit.app.db, visit.locale).await?;
    let body = csv::write(&organizations)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"organizations.csv\"",
        ),
    ];
    Ok((headers, body).into_response())
}

/// `GET /about-data`: where the directory comes from, and under which licences.
pub async fn about_data(visit: Visit) -> Response {
    let t = visit.t;
    visit.page(Head::new(t.organizations_data_title()).public(t.organizations_data_lede()), || {
        view! {
            <div class="measure stack">
                <h1>{t.organizations_data_title()}</h1>
                <p class="lede">{t.organizations_data_lede()}</p>
                <h2>{t.organizations_data_places()}</h2>
                <p>{t.organizations_data_places_text()}</p>
                <p lang="en" dir="ltr">
                    "GeoNames, " <a href="https://www.geonames.org/">"geonames.org"</a> ", CC BY 4.0"
                </p>
                <h2>{t.organizations_data_borders()}</h2>
                <p lang="en" dir="ltr">
                    "Administrative boundaries courtesy of "
                    <a href="https://www.geoboundaries.org/">"geoBoundaries.org"</a> ", CC BY 4.0"
                </p>
                <h2>{t.organizations_data_population()}</h2>
                <p>{t.organizations_data_population_text()}</p>
                <h2>{t.organizations_data_mistakes()}</h2>
                <p>{t.organizations_data_mistakes_text()}</p>
            </div>
        }
        .into_any()
    })
}
