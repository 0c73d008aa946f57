//! The list of practices, and the card of one.

use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::organizations::{self, Governorate, Organization, Region};
use crate::practices::store::{self, Filter, Item};
use crate::practices::types::is_stale;
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::list::PAGE_SIZE;
use crate::ui::{Field, Pages, empty_state, pagination};

/// What the list's address may ask for, here and in the API.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    topic: String,
    region: String,
    governorate: String,
    organization: String,
    external_id: String,
    verified: String,
    has_indicators: String,
    pub(in crate::practices) page: String,
}

impl ListQuery {
    /// What it narrows the list to.
    pub fn filter(&self) -> Filter {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let yes = |text: &str| matches!(text, "1" | "true");
        Filter {
            topic: some(&self.topic),
            region: some(&self.region),
            governorate: some(&self.governorate),
            organization: some(&self.organization),
            external_id: some(&self.external_id),
            verified: yes(&self.verified),
            indicators: yes(&self.has_indicators),
        }
    }
}

/// What the page shows, loaded.
struct Loaded {
    items: Vec<Item>,
    total: i64,
    page: i64,
    topics: Vec<Topic>,
    /// The same and those that were retired.
    topic_names: Vec<Topic>,
    organizations: Vec<Organization>,
    with_practices: Vec<Organization>,
    governorates: Vec<Governorate>,
}

/// `GET /practices`
pub async fn index(visit: Visit, Query(query): Query<ListQuery>) -> Result<Response, AppError> {
    let loaded = load(&visit, &query).await?;
    let t = visit.t;
    let head = Head::new(t.practices_title())
        .public(t.practices_lede())
        .section("/practices");
    Ok(visit.page(head, || {
        view! {
            <div class="page-head">
                <h1>{t.practices_title()}</h1>
                <p class="lede">{t.practices_lede()}</p>
                {writing_links(&visit)}
            </div>
            <div class="with-filters">
                {filters(&visit, &query, &loaded)}
                <div class="stack">
                    <p class="count">{t.practices_count(loaded.total)}</p>
                    {cards(&visit, &query, &loaded)}
                    {pagination(&visit, Pages { page: loaded.page, total: loaded.total })}
                </div>
            </div>
        }
        .into_any()
    }))
}

async fn load(visit: &Visit, query: &ListQuery) -> Result<Loaded, AppError> {
    let db = &visit.app.db;
    let page = Pages::requested(Some(&query.page));
    let filter = query.filter();
    let items = store::list(db, visit.actor(), &filter, PAGE_SIZE, Pages::offset(page)).await?;
    let total = store::count(db, visit.actor(), &filter).await?;
    let counts = store::organizations_with_practices(db, visit.actor()).await?;
    // Owners may have left the directory; their practices stay, and say whose they are.
    let owners: Vec<_> = counts.iter().map(|(owner, _)| *owner).collect();
    let organizations = organizations::store::choices(db, visit.locale, &owners).await?;
    let with_practices = organizations
        .iter()
        .filter(|organization| counts.iter().any(|(id, _)| *id == organization.id))
        .cloned()
        .collect();
    Ok(Loaded {
        items,
        total,
        page,
        topics: topics::store::choices(db, std::slice::from_ref(&query.topic)).await?,
        topic_names: topics::store::known(db).await?,
        governorates: organizations::store::governorates(db).await?,
        organizations,
        with_practices,
    })
}

fn writing_links(visit: &Visit) -> Option<AnyView> {
    let t = visit.t;
    visit.actor().map(|_| {
        view! {
            <p class="actions">
                <a class="button" href=visit.link("/practices/new")>{t.practices_write()}</a>
                <a class="button button--secondary" href=visit.link("/practices/drafts")>{t.practices_drafts_title()}</a>
            </p>
        }
        .into_any()
    })
}

fn cards(visit: &Visit, query: &ListQuery, loaded: &Loaded) -> AnyView {
    let t = visit.t;
    if loaded.items.is_empty() {
        return if query.filter() == Filter::default() {
            empty_state(t.practices_none(), None)
        } else {
            let all = (
                t.practices_clear_filters().to_owned(),
                visit.link("/practices"),
            );
            empty_state(t.practices_no_match(), Some(all))
        };
    }
    let cards = loaded
        .items
        .iter()
        .map(|item| {
            let owner = loaded
                .organizations
                .iter()
                .find(|organization| organization.id == item.organization);
            card(visit, item, owner, &loaded.topic_names)
        })
        .collect_view();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

/// One practice in a list of cards. `topics` holds the names of all.
pub(crate) fn card(
    visit: &Visit,
    item: &Item,
    owner: Option<&Organization>,
    topics: &[Topic],
) -> AnyView {
    let t = visit.t;
    let (title, title_language) = item.title_in(visit.locale);
    let (summary, summary_language) = item.summary_in(visit.locale);
    let lang = |language: Locale| (language != visit.locale).then(|| language.code());
    let owner = owner.map(|owner| view! { <span>{owner.title(t)}</span> });
    let named = item
        .topics
        .iter()
        .take(3)
        .map(|slug| view! { <li><span class="tag">{topics::name_of(topics, slug, visit.locale)}</span></li> })
        .collect_view();
    let verified = item
        .verified
        .then(|| view! { <span class="badge badge--verified">{t.practices_verified()}</span> });
    let confirmed = item.confirmed_at.map(|at| {
        let class = if is_stale(Some(at), visit.now) {
            "muted"
        } else {
            ""
        };
        view! { <span class=class>{t.practices_last_confirmed(t.day_of(at))}</span> }
    });
    view! {
        <li class="card">
            <h2 class="card__title" dir="auto">
                <a href=visit.link(&super::path(item.id, "")) lang=lang(title_language)>{title.to_owned()}</a>
            </h2>
            <p class="card__summary" dir="auto" lang=lang(summary_language)>{summary.to_owned()}</p>
            <ul class="tag-list">{named}</ul>
            <p class="card__meta">{owner} " " {verified} " " {confirmed}</p>
        </li>
    }
    .into_any()
}

/// Practices as a short list below a heading of another page; nothing where there are none.
pub(crate) fn rows(visit: &Visit, items: &[Item]) -> Option<AnyView> {
    if items.is_empty() {
        return None;
    }
    let t = visit.t;
    let rows = items
        .iter()
        .map(|item| {
            let (title, title_language) = item.title_in(visit.locale);
            let (summary, summary_language) = item.summary_in(visit.locale);
            let lang = |language: Locale| (language != visit.locale).then(|| language.code());
            let date = item.published_at.map(|at| view! { <span>{t.day_of(at)}</span> });
            let verified = item
                .verified
                .then(|| view! { <span class="badge badge--verified">{t.practices_verified()}</span> });
            view! {
                <li class="row">
                    <h3 class="row__title" dir="auto">
                        <a href=visit.link(&super::path(item.id, "")) lang=lang(title_language)>{title.to_owned()}</a>
                    </h3>
                    <p class="row__meta">{date} " " {verified}</p>
                    <p class="row__summary" dir="auto" lang=lang(summary_language)>{summary.to_owned()}</p>
                </li>
            }
        })
        .collect_view();
    Some(view! { <ul class="rows">{rows}</ul> }.into_any())
}

fn filters(visit: &Visit, query: &ListQuery, loaded: &Loaded) -> AnyView {
    let t = visit.t;
    let locale = visit.locale;
    let regions =
        Region::ALL.map(|region| (region.as_str().to_owned(), region.label(t).to_owned()));
    let governorates = loaded
        .governorates
        .iter()
        .map(|place| (place.slug.clone(), place.name(locale).to_owned()));
    let owners = loaded
        .with_practices
        .iter()
        .map(|owner| (owner.slug.clone(), owner.title(t)));
    let filter = query.filter();
    let tick = |ticked: bool| if ticked { "1" } else { "" };
    view! {
        <details class="filters" open=filter != Filter::default()>
            <summary>{t.practices_filters()}</summary>
            <form method="get" action=visit.link("/practices")>
                {Field::new(t, "topic", t.practices_topic()).value(&query.topic)
                    .filter(topics::options(&loaded.topics, locale))}
                {Field::new(t, "region", t.organizations_region()).value(&query.region).filter(regions)}
                {Field::new(t, "governorate", t.organizations_governorate()).value(&query.governorate)
                    .filter(governorates)}
                {Field::new(t, "organization", t.practices_owner()).value(&query.organization).filter(owners)}
                {Field::new(t, "verified", t.practices_only_verified()).value(tick(filter.verified)).checkbox()}
                {Field::new(t, "has_indicators", t.practices_only_with_indicators()).value(tick(filter.indicators)).checkbox()}
                <div class="form__submit"><button class="button">{t.filter()}</button></div>
            </form>
        </details>
    }
    .into_any()
}
