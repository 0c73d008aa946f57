//! The search page: one box, what was found, and how to narrow it.

use std::num::NonZero;
use std::sync::LazyLock;

use axum::extract::Query;
use axum::response::Response;
use index::{Filter, Hit, Kind, Match, Reader, Request, Results, Segment};
use leptos::prelude::*;
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::accounts::Actor;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Words;
use crate::organizations::{self, Governorate, Organization, Region};
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::list::PAGE_SIZE;
use crate::ui::{Field, Pages, empty_state, pagination};

/// What the page's address may ask for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
    kind: String,
    topic: String,
    governorate: String,
    region: String,
    page: String,
}

/// As whom an actor searches: the index filters by it.
pub fn reader(actor: Option<&Actor>) -> Reader {
    match actor {
        Some(actor) => Reader::Member {
            organization: actor.organization_slug.clone(),
        },
        None => Reader::Visitor,
    }
}

/// A search for each processor, and one more each that is about to begin or to be told: others would only wait for one another,
/// each with memory of its own.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism();
    Semaphore::new(2 * processors.map_or(2, NonZero::get))
});

/// Asks the index, on a thread where blocking is fine.
pub async fn ask(visit: &Visit, request: Request) -> Result<Results, AppError> {
    let index = visit.app.index.clone();
    let turn = TURNS.acquire().await.map_err(AppError::internal)?;
    let search = move || {
        let results = index.search(&request);
        drop(turn);
        results
    };
    tokio::task::spawn_blocking(search)
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)
}

fn some(text: &str) -> Vec<String> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![text.to_owned()]
    }
}

impl SearchQuery {
    fn request(&self, visit: &Visit, page: i64) -> Request {
        Request {
            q: self.q.clone(),
            filter: Filter {
                kinds: Kind::from_code(&self.kind).into_iter().collect(),
                topics: some(&self.topic),
                governorates: some(&self.governorate),
                regions: some(&self.region),
                reader: reader(visit.actor()),
                ..Filter::default()
            },
            limit: usize::try_from(PAGE_SIZE).unwrap_or(20),
            offset: usize::try_from(Pages::offset(page)).unwrap_or(0),
            locale: visit.locale.code().to_owned(),
            plain: false,
        }
    }
}

/// `GET /search`
pub async fn results(visit: Visit, Query(query): Query<SearchQuery>) -> Result<Response, AppError> {
    let page = Pages::requested(Some(&query.page));
    // Read before the index is asked: what it hears of after this makes the answer only newer.
    let behind = visit.app.index.feed_number() < visit.app.db.known_feed_number();
    let found = ask(&visit, query.request(&visit, page)).await?;
    let owners = found.hits.iter().map(|hit| hit.organization.clone());
    let owners = organizations::store::by_slugs(&visit.app.db, owners.collect()).await?;
    let governorates = organizations::store::governorates(&visit.app.db).await?;
    let topics = topics::store::choices(&visit.app.db, std::slice::from_ref(&query.topic)).await?;
    let t = visit.t;
    let mut head = Head::new(t.search_title()).section("/search");
    // The page has its own box; a second one in the header would only confuse.
    head.own_search = true;
    // The page cache goes by the feed, and would keep for a minute what the index is about to unlearn.
    head.valid_until = behind.then_some(visit.now);
    Ok(visit.page(head, || {
        let total = i64::try_from(found.total).unwrap_or(i64::MAX);
        view! {
            <h1>{t.search_title()}</h1>
            <form class="form form--wide" role="search" method="get" action=visit.link("/search")>
                {Field::new(t, "q", t.search_label()).value(&query.q).search()}
                <details class="filters" open=has_filters(&query)>
                    <summary>{t.filter()}</summary>
                    {filters(&visit, &query, &found, &topics, &governorates)}
                </details>
                <div class="form__submit"><button class="button">{t.search()}</button></div>
            </form>
            <p class="count" role="status">{t.results(total)}</p>
            {stretched(t, found.matched)}
            {hits(&visit, &query, &found.hits, &owners)}
            {pagination(&visit, Pages { page, total })}
        }
        .into_any()
    }))
}

fn has_filters(query: &SearchQuery) -> bool {
    [&query.kind, &query.topic, &query.governorate, &query.region]
        .into_iter()
        .any(|text| !text.is_empty())
}

fn filters(
    visit: &Visit,
    query: &SearchQuery,
    found: &Results,
    topics: &[Topic],
    governorates: &[Governorate],
) -> AnyView {
    let t = visit.t;
    let counted =
        |label: &str, count: u64| t.search_option(i64::try_from(count).unwrap_or(0), label);
    let kinds = Kind::ALL
        .into_iter()
        .filter(|kind| found.facets.kinds.contains_key(kind))
        .map(|kind| {
            (
                kind.code().to_owned(),
                counted(label(t, kind), found.facets.kinds[&kind]),
            )
        });
    let topics = topics.iter().filter_map(|topic| {
        let count = found.facets.topics.get(&topic.slug)?;
        Some((
            topic.slug.clone(),
            counted(topic.name(visit.locale), *count),
        ))
    });
    let governorates = governorates.iter().filter_map(|home| {
        let count = found.facets.governorates.get(&home.slug)?;
        Some((home.slug.clone(), counted(home.name(visit.locale), *count)))
    });
    let regions =
        Region::ALL.map(|region| (region.as_str().to_owned(), region.label(t).to_owned()));
    view! {
        <div class="field-row">
            {Field::new(t, "kind", t.search_kind()).value(&query.kind).filter(kinds)}
            {Field::new(t, "topic", t.search_topic()).value(&query.topic).filter(topics)}
            {Field::new(t, "region", t.organizations_region()).value(&query.region).filter(regions)}
            {Field::new(t, "governorate", t.organizations_governorate()).value(&query.governorate)
                .filter(governorates)}
        </div>
    }
    .into_any()
}

/// The word for a kind of thing.
pub(crate) fn label(t: Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Practice => t.search_kind_practice(),
        Kind::Workshop => t.search_kind_workshop(),
        Kind::Organization => t.search_kind_organization(),
        Kind::Document => t.search_kind_document(),
    }
}

fn stretched(t: Words, matched: Match) -> Option<AnyView> {
    let words = match matched {
        Match::Exact => return None,
        Match::Corrected => t.search_corrected(),
        Match::Partial => t.search_partial(),
    };
    Some(view! { <div class="notice notice--info"><p>{words}</p></div> }.into_any())
}

fn hits(visit: &Visit, query: &SearchQuery, hits: &[Hit], owners: &[Organization]) -> AnyView {
    if hits.is_empty() {
        return empty_state(visit.t.search_none(query.q.trim()), None);
    }
    let owner = |hit: &Hit| owners.iter().find(|owner| owner.slug == hit.organization);
    let rows = hits
        .iter()
        .map(|hit| self::hit(visit, hit, owner(hit)))
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// An organization is named by its title; everything else says whose it is.
fn hit(visit: &Visit, hit: &Hit, owner: Option<&Organization>) -> AnyView {
    let owner = owner
        .filter(|_| hit.kind != Kind::Organization)
        .map(|owner| view! { " " <bdi>{owner.title(visit.t)}</bdi> });
    let foreign = hit.language != visit.locale.code() && !hit.title_other.is_empty();
    let title = if foreign {
        &hit.title_other
    } else {
        &hit.title
    };
    let excerpt = (!hit.excerpt.is_empty())
        .then(|| view! { <p class="row__summary" dir="auto">{segments(&hit.excerpt)}</p> });
    view! {
        <li class="row">
            <h2 class="row__title" dir="auto"><a href=visit.link(&path(hit))>{segments(title)}</a></h2>
            <p class="row__meta"><span class="badge">{label(visit.t, hit.kind)}</span>{owner}</p>
            <p class="row__summary" dir="auto">{segments(&hit.summary)}</p>
            {excerpt}
        </li>
    }
    .into_any()
}

/// The path of a found thing's page, after the language.
pub fn path(hit: &Hit) -> String {
    match hit.kind {
        Kind::Practice => format!("/practices/{}", hit.id),
        Kind::Workshop => format!("/workshops/{}", hit.id),
        Kind::Organization => format!("/organizations/{}", hit.organization),
        Kind::Document => format!("/documents/{}", hit.id),
    }
}

fn segments(segments: &[Segment]) -> AnyView {
    segments
        .iter()
        .map(|segment| {
            let text = segment.text.clone();
            if segment.highlighted {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        })
        .collect_view()
        .into_any()
}
