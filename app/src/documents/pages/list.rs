//! The list of documents and its filters.

use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::SECTION;
use crate::documents::store::{self, Filter};
use crate::documents::types::{Kind, Language, Status};
use crate::documents::upload::FILES;
use crate::documents::{view, words};
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::list::PAGE_SIZE;
use crate::ui::{Field, Pages, empty_state, pagination, success};

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Query {
    topic: String,
    kind: String,
    organization: String,
    language: String,
    status: String,
    page: Option<String>,
    /// What a form has just done, and with how many documents.
    done: String,
    count: String,
}

impl Query {
    fn of(visit: &Visit) -> Self {
        serde_html_form::from_str(&visit.query).unwrap_or_default()
    }

    fn narrowed(&self) -> bool {
        [
            &self.topic,
            &self.kind,
            &self.organization,
            &self.language,
            &self.status,
        ]
        .iter()
        .any(|value| !value.is_empty())
    }
}

/// GET /documents
pub async fn index(visit: Visit) -> Result<Response, AppError> {
    let query = Query::of(&visit);
    let db = &visit.app.db;
    let topics = topics::store::choices(db, std::slice::from_ref(&query.topic)).await?;
    let page = Pages::requested(query.page.as_deref());
    let named = organizations::store::by_slug(db, &query.organization).await?;
    let (documents, total) = match (&named, query.organization.as_str()) {
        // Nobody has this slug: nothing is theirs.
        (None, slug) if !slug.is_empty() => (Vec::new(), 0),
        (owner, _) => {
            let filter = filter(&visit, &query, owner.as_ref());
            let offset = Pages::offset(page);
            store::list(db, visit.actor(), &filter, PAGE_SIZE, offset).await?
        }
    };
    // Some owners may have left the directory; their documents stay, and say whose they are.
    let shown = documents.iter().map(|document| document.organization);
    let shown: Vec<_> = shown.chain(named.map(|named| named.id)).collect();
    let owners = organizations::store::choices(db, visit.locale, &shown).await?;
    let t = visit.t;
    let head = Head::new(t.documents_title())
        .section(SECTION)
        .public(t.documents_lede());
    Ok(visit.page(head, || {
        let new = visit.actor().map(|_| {
            view! { <div class="actions"><a class="button" href=visit.link("/documents/new")>{t.documents_new()}</a></div> }
        });
        let found = if documents.is_empty() {
            let text = if query.narrowed() { t.documents_no_match() } else { t.documents_none() };
            empty_state(text, None)
        } else {
            view! {
                <p class="count">{t.documents_count(total)}</p>
                {view::list(&visit, &documents, &owners)}
                {pagination(&visit, Pages { page, total })}
            }
            .into_any()
        };
        view! {
            {notice(&visit, &query)}
            <div class="page-head"><h1>{t.documents_title()}</h1><p class="lede">{t.documents_lede()}</p>{new}</div>
            <div class="with-filters">{filters(&visit, &query, &topics, &owners)}<div class="stack">{found}</div></div>
        }
        .into_any()
    }))
}

/// What a form has just made of several files.
fn notice(visit: &Visit, query: &Query) -> Option<AnyView> {
    let t = visit.t;
    let count = query
        .count
        .parse()
        .ok()
        .filter(|count| (2..=FILES).contains(count))?;
    let words = match query.done.as_str() {
        "uploaded" => t.documents_done_several(count),
        "drafts" => t.documents_done_drafts(count),
        _ => return None,
    };
    visit.actor()?;
    Some(success(words))
}

fn filter(visit: &Visit, query: &Query, owner: Option<&Organization>) -> Filter {
    let organization = owner.map(|owner| owner.id);
    // The two lists that only the own organization has.
    let own = visit
        .actor()
        .zip(Status::parse(&query.status))
        .filter(|(_, status)| *status != Status::Published);
    Filter {
        topic: Some(query.topic.clone()).filter(|topic| !topic.is_empty()),
        kind: Kind::parse(&query.kind),
        organization: own.map(|(actor, _)| actor.organization).or(organization),
        language: Language::parse(&query.language),
        status: own.map(|(_, status)| status),
    }
}

fn filters(visit: &Visit, query: &Query, topics: &[Topic], owners: &[Organization]) -> AnyView {
    let t = visit.t;
    let kinds = Kind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::kind(t, *kind).to_owned()));
    let languages = [Language::Ar, Language::En].map(|language| {
        (
            language.as_str().to_owned(),
            words::language(t, language).to_owned(),
        )
    });
    let owners = owners
        .iter()
        .map(|owner| (owner.slug.clone(), owner.title(t)));
    let statuses = visit.actor().map(|_| {
        let mine = [
            (
                Status::Draft.as_str().to_owned(),
                t.documents_status_mine().to_owned(),
            ),
            (
                Status::Withdrawn.as_str().to_owned(),
                t.documents_status_mine_withdrawn().to_owned(),
            ),
        ];
        Field::new(t, "status", t.documents_status())
            .value(&query.status)
            .filter(mine)
    });
    view! {
        <details class="filters" open=query.narrowed()>
            <summary>{t.filter()}</summary>
            <form method="get" action=visit.link(SECTION)>
                {Field::new(t, "topic", t.documents_topics()).value(&query.topic).filter(topics::options(topics, visit.locale))}
                {Field::new(t, "kind", t.documents_kind()).value(&query.kind).filter(kinds)}
                {Field::new(t, "organization", t.documents_organization()).value(&query.organization).filter(owners)}
                {Field::new(t, "language", t.documents_language()).value(&query.language).filter(languages)}
                {statuses}
                <div class="form__submit"><button class="button">{t.filter()}</button></div>
            </form>
        </details>
    }
    .into_any()
}
