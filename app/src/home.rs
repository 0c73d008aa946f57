//! The front page, and `/`, which sends the reader to the language of their browser.

use axum::http::HeaderMap;
use axum::response::Response;
use leptos::prelude::*;

use crate::error::AppError;
use crate::http::visit::preferred;
use crate::http::{Visit, see_other};
use crate::organizations::map::{self, Area};
use crate::organizations::{self, Governorate, Organization};
use crate::practices;
use crate::practices::store::{Filter, Item};
use crate::routes::Route;
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::empty_state;
use crate::workshops::{self, elsewhere::Listed};

/// How many of the newest things the front page shows.
const NEWEST: i64 = 6;

/// How many of the next workshops it shows.
const NEXT: usize = 3;

/// The front page's URLs.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/", choose).root(), Route::get("", page)]
}

async fn choose(headers: HeaderMap) -> Response {
    see_other(&format!("/{}", preferred(&headers)))
}

struct Loaded {
    workshops: Listed,
    practices: Vec<Item>,
    owners: Vec<Organization>,
    topics: Vec<Topic>,
    /// The same and those that were retired.
    topic_names: Vec<Topic>,
    areas: Vec<Area>,
}

async fn page(visit: Visit) -> Result<Response, AppError> {
    let loaded = load(&visit).await?;
    let t = visit.t;
    let mut head = Head::new(t.site_name()).public(t.site_tagline());
    head.own_search = true;
    head.valid_until = loaded.workshops.valid_until;
    Ok(visit.page(head, || {
        view! {
            {hero(&visit)}
            <div class="home-grid">
                {next(&visit, &loaded)}
                {newest(&visit, &loaded)}
                {topic_list(&visit, &loaded.topics)}
            </div>
            <section>
                <h2>{t.home_map_title()}</h2>
                {map::view(&visit, t.home_map_title().to_owned(), &loaded.areas)}
            </section>
        }
        .into_any()
    }))
}

async fn load(visit: &Visit) -> Result<Loaded, AppError> {
    let db = &visit.app.db;
    let actor = visit.actor();
    let counts = practices::store::organizations_with_practices(db, actor).await?;
    // The map counts what the list shows, and the practices of those that left the directory stay in the list.
    let with_practices: Vec<_> = counts.iter().map(|(owner, _)| *owner).collect();
    let owners = organizations::store::choices(db, visit.locale, &with_practices).await?;
    let governorates = organizations::store::governorates(db).await?;
    Ok(Loaded {
        workshops: workshops::elsewhere::next(visit, NEXT).await?,
        practices: practices::store::list(db, actor, &Filter::default(), NEWEST, 0).await?,
        topics: topics::store::all(db).await?,
        topic_names: topics::store::known(db).await?,
        areas: governorates
            .into_iter()
            .map(|home| area(visit, home, &owners, &counts))
            .collect(),
        owners,
    })
}

/// A governorate with the number of practices that its organizations have published.
fn area(
    visit: &Visit,
    governorate: Governorate,
    owners: &[Organization],
    counts: &[(crate::clock::Id, i64)],
) -> Area {
    let of_owner = |owner: &&Organization| owner.governorate.as_ref() == Some(&governorate.slug);
    let count = owners
        .iter()
        .filter(of_owner)
        .filter_map(|owner| counts.iter().find(|(id, _)| *id == owner.id))
        .map(|(_, count)| count)
        .sum();
    Area {
        count,
        href: format!(
            "{}?governorate={}",
            visit.link("/practices"),
            governorate.slug
        ),
        label: visit.t.home_area(count, governorate.name(visit.locale)),
        governorate,
    }
}

fn hero(visit: &Visit) -> AnyView {
    let t = visit.t;
    view! {
        <section class="hero-search">
            <h1>{t.site_name()}</h1>
            <p class="lede">{t.site_tagline()}</p>
            <form role="search" action=visit.link("/search") method="get">
                <label class="visually-hidden" for="q">{t.search_label()}</label>
                <input class="input" id="q" type="search" name="q" maxlength="200" dir="auto"/>
                <button class="button">{t.search()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn next(visit: &Visit, loaded: &Loaded) -> Option<AnyView> {
    let t = visit.t;
    let list = loaded.workshops.view(visit)?;
    Some(
        view! {
            <section class="home-grid__wide">
                <div class="section-head">
                    <h2>{t.home_next_workshops()}</h2>
                    <a href=visit.link("/workshops")>{t.home_all_workshops()}</a>
                </div>
                {list}
            </section>
        }
        .into_any(),
    )
}

fn newest(visit: &Visit, loaded: &Loaded) -> AnyView {
    let t = visit.t;
    let cards = loaded
        .practices
        .iter()
        .map(|item| {
            let owner = loaded
                .owners
                .iter()
                .find(|owner| owner.id == item.organization);
            practices::pages::list::card(visit, item, owner, &loaded.topic_names)
        })
        .collect_view();
    let list = if loaded.practices.is_empty() {
        empty_state(t.practices_none(), None)
    } else {
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    view! {
        <section class="home-grid__wide">
            <div class="section-head">
                <h2>{t.home_newest_practices()}</h2>
                <a href=visit.link("/practices")>{t.home_all_practices()}</a>
            </div>
            {list}
        </section>
    }
    .into_any()
}

fn topic_list(visit: &Visit, topics: &[Topic]) -> AnyView {
    let t = visit.t;
    let tags = topics
        .iter()
        .map(|topic| {
            let href = visit.link(&format!("/practices?topic={}", topic.slug));
            view! { <li><a class="tag" href=href>{topic.name(visit.locale).to_owned()}</a></li> }
        })
        .collect_view();
    view! {
        <section>
            <div class="section-head">
                <h2>{t.topics_title()}</h2>
                <a href=visit.link("/topics")>{t.home_all_topics()}</a>
            </div>
            <ul class="tag-list">{tags}</ul>
        </section>
    }
    .into_any()
}
