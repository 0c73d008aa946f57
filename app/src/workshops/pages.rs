//! The list of workshops, and workshops as calendars.

use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::calendar::{Knows, event, shown_state, tells_time};
use super::forms::path;
use super::ical::{self, Method};
use super::store::{self, Filter};
use super::types::{Kind, RegistrationState, Workshop};
use super::{planning, policy, words};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::time::Zones;
use crate::topics::{self, Topic};
use crate::ui::{Field, Pages, empty_state, pagination};

/// The workshop of a path, if this reader may know of it.
pub(super) async fn find(visit: &Visit, id: &str) -> Result<Workshop, AppError> {
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    store::by_id(&visit.app.db, id)
        .await?
        .filter(|workshop| policy::may_see(visit.actor(), workshop))
        .ok_or(AppError::NotFound)
}

/// How much of the workshop this reader may know.
pub(super) async fn knows(visit: &Visit, workshop: &Workshop) -> Result<Knows, AppError> {
    let Some(actor) = visit.actor() else {
        return Ok(Knows::Page);
    };
    if policy::may_manage(Some(actor), workshop) {
        return Ok(Knows::Everything);
    }
    let mine = store::registration_of(&visit.app.db, workshop.id, actor.id).await?;
    let comes = |state| state == RegistrationState::Registered;
    Ok(match mine.map(|mine| mine.registration.state) {
        Some(state) if comes(state) => Knows::Everything,
        _ => Knows::Page,
    })
}

/// Workshops to come in a calendar: more than an organization plans.
const FEED_COMING: i64 = 1000;
/// Those that are over, the newest: some years of them.
const FEED_PAST: i64 = 200;

/// What the list's address may ask for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    when: String,
    kind: String,
    topic: String,
    organization: String,
    page: String,
}

impl ListQuery {
    pub(super) fn page(&self) -> i64 {
        Pages::requested(Some(&self.page))
    }

    pub(super) fn filter(&self) -> Filter {
        Filter {
            past: self.when == "past",
            kind: Kind::parse(&self.kind),
            topic: Some(self.topic.clone()).filter(|topic| !topic.is_empty()),
            organization: Some(self.organization.clone()).filter(|slug| !slug.is_empty()),
            ..Filter::default()
        }
    }
}

/// `GET /workshops`
pub async fn index(visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let db = &visit.app.db;
    let page = query.page();
    let (workshops, total) =
        store::list(db, &query.filter(), visit.actor(), visit.now, page).await?;
    let hosts = hosts_of(&visit, &workshops).await?;
    let topics = topics::store::choices(db, std::slice::from_ref(&query.topic)).await?;
    let offered = offered_hosts(&visit, &query).await?;
    let t = visit.t;
    let mut head = Head::new(t.workshops_title())
        .public(t.workshops_lede())
        .section("/workshops");
    head.valid_until = store::next_moment(db, visit.now).await?;
    Ok(visit.page(head, || {
        view! {
            <div class="page-head">
                <h1>{t.workshops_title()}</h1>
                <p class="lede">{t.workshops_lede()}</p>
                {new_link(&visit)}
            </div>
            <div class="with-filters">
                {filters(&visit, &query, &topics, &offered)}
                <div class="stack">
                    <p class="count">{t.workshops_count(total)}</p>
                    {cards(&visit, &workshops, &hosts, query.filter().past)}
                    {pagination(&visit, Pages { page, total })}
                </div>
            </div>
        }
        .into_any()
    }))
}

/// The choices of the filter: whoever hosts something that this reader may see, and whom the address names.
async fn offered_hosts(visit: &Visit, query: &ListQuery) -> Result<Vec<Organization>, AppError> {
    let db = &visit.app.db;
    let named = organizations::store::by_slug(db, &query.organization).await?;
    let mut ids = store::all_hosts(db, visit.actor()).await?;
    ids.extend(named.map(|named| named.id));
    let mut offered = organizations::store::choices(db, visit.locale, &ids).await?;
    offered.retain(|one| ids.contains(&one.id));
    Ok(offered)
}

/// The hosts of some workshops.
pub async fn hosts_of(
    visit: &Visit,
    workshops: &[Workshop],
) -> Result<Vec<Organization>, AppError> {
    let mut ids: Vec<Id> = Vec::new();
    for host in workshops.iter().flat_map(|workshop| &workshop.plan.hosts) {
        if !ids.contains(host) {
            ids.push(*host);
        }
    }
    organizations::store::by_ids(&visit.app.db, &ids).await
}

fn new_link(visit: &Visit) -> Option<AnyView> {
    let actor = visit.actor()?;
    let t = visit.t;
    let label = planning::title_of_new(t, actor);
    Some(
        view! { <p class="actions"><a class="button" href=visit.link("/workshops/new")>{label}</a></p> }
            .into_any(),
    )
}

fn filters(visit: &Visit, query: &ListQuery, topics: &[Topic], hosts: &[Organization]) -> AnyView {
    let t = visit.t;
    let when = [("", t.workshops_coming()), ("past", t.workshops_past())];
    let when = when.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let kinds = Kind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::kind(t, *kind).to_owned()));
    let filter = query.filter();
    let hosts = hosts.iter().map(|host| (host.slug.clone(), host.title(t)));
    let narrowed = filter.kind.is_some() || filter.topic.is_some() || filter.organization.is_some();
    let open = filter.past || narrowed;
    let chosen = if filter.past { "past" } else { "" };
    view! {
        <details class="filters" open=open>
            <summary>{t.filter()}</summary>
            <form method="get" action=visit.link("/workshops")>
                {Field::new(t, "when", t.workshops_field_when()).value(chosen).radios(when)}
                {Field::new(t, "kind", t.workshops_field_kind()).value(&query.kind).filter(kinds)}
                {Field::new(t, "topic", t.workshops_field_topics()).value(&query.topic)
                    .filter(topics::options(topics, visit.locale))}
                {Field::new(t, "organization", t.workshops_hosts()).value(&query.organization).filter(hosts)}
                <div class="form__submit"><button class="button">{t.filter()}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn cards(visit: &Visit, workshops: &[Workshop], hosts: &[Organization], past: bool) -> AnyView {
    if workshops.is_empty() {
        let text = match past {
            true => visit.t.workshops_none_past(),
            false => visit.t.workshops_none_coming(),
        };
        return empty_state(text, None);
    }
    let cards = workshops
        .iter()
        .map(|workshop| view! { <li class="card">{card(visit, workshop, hosts)}</li> })
        .collect_view();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

/// The inside of a workshop's card: for lists of other pages too.
pub fn card(visit: &Visit, workshop: &Workshop, hosts: &[Organization]) -> AnyView {
    let t = visit.t;
    let plan = &workshop.plan;
    let (title, language) = plan.title_in(visit.locale);
    let summary = plan.summary_in(visit.locale).0;
    let summary = (!summary.is_empty())
        .then(|| view! { <p class="card__summary" dir="auto">{summary.to_owned()}</p> });
    let (state, badge) = words::state(
        t,
        shown_state(workshop, Knows::Page, visit.now, &Zones::current()),
    );
    view! {
        <h2 class="card__title">
            <a href=visit.link(&path(workshop.id)) lang=language.code() dir="auto">{title.to_owned()}</a>
        </h2>
        <p>{day(visit, workshop)}</p>
        {summary}
        <p class="card__meta">
            <span>{words::kind(t, plan.kind)}</span>
            <span>{host_names(visit, workshop, hosts)}</span>
            <span class=badge>{state}</span>
        </p>
    }
    .into_any()
}

/// When it is, as every reader may know it.
fn day(visit: &Visit, workshop: &Workshop) -> AnyView {
    let plan = &workshop.plan;
    let text = match tells_time(workshop, Knows::Page) {
        true => words::when(visit.t, plan.starts, plan.ends),
        false => visit.t.date(plan.starts.date()),
    };
    view! { <time datetime=plan.starts.date().to_string()>{text}</time> }.into_any()
}

pub(super) fn host_names(visit: &Visit, workshop: &Workshop, hosts: &[Organization]) -> String {
    let host = |id: &Id| hosts.iter().find(|host| host.id == *id);
    let names = workshop.plan.hosts.iter().filter_map(host);
    let names: Vec<String> = names.map(|host| host.title(visit.t)).collect();
    names.join(&visit.t.list_separator())
}

/// `GET /workshops/{id}/workshop.ics`
pub async fn download(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = find(&visit, &id).await?;
    let hosts = organizations::store::by_ids(&visit.app.db, &workshop.plan.hosts).await?;
    let knows = knows(&visit, &workshop).await?;
    let event = event(&visit.app, &workshop, &hosts, visit.locale, knows);
    let text = ical::calendar(Method::Publish, None, &[event], &Zones::current());
    Ok(ics("workshop.ics", text))
}

/// `GET /organizations/{slug}/workshops.ics`: what an organization hosts, for calendar programs. They carry no session,
/// so a feed holds what everyone may know. Who subscribed to an organization that became part of another gets the other's.
pub async fn feed(visit: Visit, Path(slug): Path<String>) -> Result<Response, AppError> {
    let host = organizations::pages::current(&visit, &slug).await?;
    let mut workshops = Vec::new();
    for (past, most) in [(true, FEED_PAST), (false, FEED_COMING)] {
        let filter = Filter {
            past,
            host: Some(host.id),
            ..Filter::default()
        };
        let rows = store::some(&visit.app.db, &filter, None, visit.now, (most, 0));
        workshops.extend(rows.await?);
    }
    let hosts = hosts_of(&visit, &workshops).await?;
    let events: Vec<_> = workshops
        .iter()
        .map(|workshop| event(&visit.app, workshop, &hosts, visit.locale, Knows::Page))
        .collect();
    let name = visit.t.workshops_feed_name(host.title(visit.t));
    let text = ical::calendar(Method::Publish, Some(&name), &events, &Zones::current());
    Ok(ics(&format!("{}.ics", host.slug), text))
}

fn ics(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let kind = "text/calendar; charset=utf-8".to_owned();
    (
        [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)],
        text,
    )
        .into_response()
}
