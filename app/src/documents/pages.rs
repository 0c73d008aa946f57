//! The list, a document's page, and the file itself.

use axum::extract::Path;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::download::{self, Served};
use super::links::{self, Place};
use super::store::{self, Filter};
use super::thumbnail::Thumbnail;
use super::types::{Document, Kind, Language, Status, Version, Visibility};
use super::{policy, preview, view, words};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::markdown;
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::storage::StorageError;
use crate::topics::{self, Topic};
use crate::ui::list::PAGE_SIZE;
use crate::ui::{Field, Pages, empty_state, pagination};

pub(super) const SECTION: &str = "/documents";

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    topic: String,
    kind: String,
    organization: String,
    language: String,
    status: String,
    page: Option<String>,
    /// What a form has just done.
    done: String,
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
    let owners = organizations::store::all(db, visit.locale).await?;
    let topics = topics::store::all(db).await?;
    let page = Pages::requested(query.page.as_deref());
    let filter = filter(&visit, &query, &owners);
    let (documents, total) =
        store::list(db, visit.actor(), &filter, PAGE_SIZE, Pages::offset(page)).await?;
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
            <div class="page-head"><h1>{t.documents_title()}</h1><p class="lede">{t.documents_lede()}</p>{new}</div>
            <div class="with-filters">{filters(&visit, &query, &topics, &owners)}<div class="stack">{found}</div></div>
        }
        .into_any()
    }))
}

fn filter(visit: &Visit, query: &Query, owners: &[Organization]) -> Filter {
    let organization = owners
        .iter()
        .find(|owner| owner.slug == query.organization)
        .map(|owner| owner.id);
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

/// Everything that a document's page shows.
struct Shown {
    document: Document,
    versions: Vec<Version>,
    owner: Option<Organization>,
    named: Vec<Organization>,
    topics: Vec<Topic>,
    uses: Vec<Place>,
    picture: Option<Thumbnail>,
    done: String,
}

/// GET /documents/{id}
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let db = &visit.app.db;
    let document = find(&visit, &id).await?;
    let owns = visit
        .actor()
        .is_some_and(|actor| actor.belongs_to(document.organization));
    let named = if owns {
        organizations::store::by_ids(db, &document.named).await?
    } else {
        Vec::new()
    };
    let shown = Shown {
        versions: store::versions(db, document.id).await?,
        owner: organizations::store::by_id(db, document.organization).await?,
        named,
        topics: topics::store::all(db).await?,
        uses: links::uses(db, visit.actor(), visit.locale, document.id).await?,
        done: Query::of(&visit).done,
        picture: preview::of(&visit, &document).await,
        document,
    };
    let document = &shown.document;
    let t = visit.t;
    let mut head = Head::new(document.title(visit.locale))
        .section(SECTION)
        .crumb(t.documents_title(), SECTION);
    if document.visibility == Visibility::Public && document.status == Status::Published {
        head = head.public(document.description.lines().next().unwrap_or_default());
    }
    Ok(visit.page(head, || page(&visit, &shown)))
}

/// The document, as far as this visitor may see it.
pub(super) async fn find(visit: &Visit, id: &str) -> Result<Document, AppError> {
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    store::by_id(&visit.app.db, visit.actor(), id)
        .await?
        .ok_or(AppError::NotFound)
}

fn page(visit: &Visit, shown: &Shown) -> AnyView {
    let document = &shown.document;
    let description = (!document.description.is_empty())
        .then(|| view! { <div class="prose" dir="auto" inner_html=markdown::to_html(&document.description)></div> });
    let other = match visit.locale {
        crate::i18n::Locale::Ar => (&document.title_en, "en", "ltr"),
        crate::i18n::Locale::En => (&document.title_ar, "ar", "rtl"),
    };
    let other = (!other.0.is_empty() && other.0 != document.title(visit.locale)).then(
        || view! { <p class="muted"><bdi lang=other.1 dir=other.2>{other.0.clone()}</bdi></p> },
    );
    let picture = shown
        .picture
        .as_ref()
        .map(|picture| preview::figure(visit, document, picture));
    view! {
        {notices(visit, shown)}
        <div class="page-head">
            <h1 dir="auto">{document.title(visit.locale).to_owned()}</h1>
            {other}
            <p class="actions">{view::badges(visit, document)}</p>
        </div>
        <div class="detail">
            <div class="detail__main stack">
                {picture}
                {description}
                {versions(visit, shown)}
                {uses(visit, &shown.uses)}
            </div>
            <aside class="detail__aside stack">{facts(visit, shown)}{actions(visit, document)}</aside>
        </div>
    }
    .into_any()
}

fn notices(visit: &Visit, shown: &Shown) -> AnyView {
    let t = visit.t;
    let done = match shown.done.as_str() {
        "uploaded" => Some(t.documents_done_uploaded()),
        "draft" => Some(t.documents_done_draft()),
        "edited" => Some(t.documents_done_edited()),
        "version" => Some(t.documents_done_version()),
        "published" => Some(t.documents_done_published()),
        "withdrawn" => Some(t.documents_done_withdrawn()),
        "restored" => Some(t.documents_done_restored()),
        "attached" => Some(t.documents_done_attached()),
        _ => None,
    };
    let done = done.map(
        |words| view! { <div class="notice notice--success" role="status"><p>{words}</p></div> },
    );
    let document = &shown.document;
    let state = match document.status {
        Status::Withdrawn => Some(
            view! {
                <div class="notice notice--warning">
                    <p class="notice__title">{t.documents_withdrawn_notice()}</p>
                    <p dir="auto">{document.withdrawn_reason.clone()}</p>
                </div>
            }
            .into_any(),
        ),
        Status::Draft => Some(
            view! { <div class="notice notice--info"><p>{t.documents_draft_notice()}</p></div> }
                .into_any(),
        ),
        Status::Published => None,
    };
    view! { {done}{state} }.into_any()
}

fn versions(visit: &Visit, shown: &Shown) -> AnyView {
    let t = visit.t;
    let may = policy::may_download(visit.actor(), &shown.document);
    let items = shown
        .versions
        .iter()
        .map(|version| {
            let size = view::size(visit, version);
            let latest = (version.number == shown.document.current.number)
                .then(|| view! { <span class="badge badge--published">{t.documents_version_latest()}</span> });
            let note = (!version.note.is_empty()).then(|| view! { <p dir="auto">{version.note.clone()}</p> });
            let href = visit.link(&format!("{}/versions/{}/download", shown.document.path(), version.number));
            let label = t.documents_download_name(&version.file_name, &size);
            let download = may.then(|| {
                view! { <a class="button button--secondary document__download" href=href aria-label=label>{t.documents_download(&size)}</a> }
            });
            view! {
                <li class="document">
                    {view::type_mark(version.file_type)}
                    <div>
                        <h3 class="document__name">{t.documents_version(version.number)} " " {latest}</h3>
                        <p class="document__meta">
                            <bdi>{version.file_name.clone()}</bdi><span>{t.day_of(version.created_at.0)}</span>
                            <span>{t.documents_downloads(version.downloads)}</span>
                        </p>
                        {note}
                    </div>
                    {download}
                </li>
            }
        })
        .collect_view();
    view! { <section><h2>{t.documents_versions()}</h2><ul class="documents">{items}</ul></section> }
        .into_any()
}

fn uses(visit: &Visit, uses: &[Place]) -> Option<AnyView> {
    if uses.is_empty() {
        return None;
    }
    let items = uses
        .iter()
        .map(|place| view! { <li class="row"><h3 class="row__title"><a href=visit.link(&place.path) dir="auto">{place.title.clone()}</a></h3></li> })
        .collect_view();
    Some(view! { <section><h2>{visit.t.documents_where_used()}</h2><ul class="rows">{items}</ul></section> }.into_any())
}

fn facts(visit: &Visit, shown: &Shown) -> AnyView {
    let t = visit.t;
    let document = &shown.document;
    let owner = shown.owner.as_ref().map(|owner| {
        let href = visit.link(&format!("/organizations/{}", owner.slug));
        view! { <div><dt>{t.documents_organization()}</dt><dd><a href=href>{owner.title(t)}</a></dd></div> }
    });
    let named: Vec<_> = shown
        .named
        .iter()
        .map(|organization| organization.title(t))
        .collect();
    let named =
        (!named.is_empty()).then(|| fact(t.documents_named(), named.join(separator(visit))));
    let topics: Vec<_> = document
        .topics
        .iter()
        .map(|slug| topics::name_of(&shown.topics, slug, visit.locale))
        .collect();
    let topics =
        (!topics.is_empty()).then(|| fact(t.documents_topics(), topics.join(separator(visit))));
    let published = document
        .published_at
        .map(|at| fact(t.documents_published(), t.day_of(at.0)));
    view! {
        <section aria-label=t.documents_about()>
            <dl class="facts">
                {owner}
                {fact(t.documents_kind(), words::kind(t, document.kind).to_owned())}
                {topics}
                {fact(t.documents_language(), words::language(t, document.language).to_owned())}
                {fact(t.documents_licence(), words::licence(t, document.licence).to_owned())}
                {fact(t.documents_visibility(), words::visibility(t, document.visibility).to_owned())}
                {named}
                {fact(t.documents_size(), view::size(visit, &document.current))}
                {fact(t.documents_traces(), words::traces(t, document.current.traces).to_owned())}
                {published}
                {fact(t.documents_updated(), t.day_of(document.updated_at.0))}
            </dl>
        </section>
    }
    .into_any()
}

fn separator(visit: &Visit) -> &'static str {
    visit.locale.pick("، ", ", ")
}

fn fact(name: &'static str, value: String) -> AnyView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
}

fn actions(visit: &Visit, document: &Document) -> Option<AnyView> {
    let (actor, t) = (visit.actor()?, visit.t);
    let link = |may: bool, path: &str, label: &'static str| {
        let href = visit.link(&format!("{}/{path}", document.path()));
        may.then(|| view! { <p><a class="button button--secondary" href=href>{label}</a></p> })
    };
    let button = |may: bool, path: &str, label: &'static str| {
        let action = visit.link(&format!("{}/{path}", document.path()));
        may.then(|| view! { <form method="post" action=action><button class="button">{label}</button></form> })
    };
    let edits = policy::may_edit(actor, document);
    Some(
        view! {
            <div class="stack stack--tight">
                {button(policy::may_publish(actor, document), "publication", t.documents_publish())}
                {link(edits, "edit", t.documents_edit())}
                {link(edits, "versions/new", t.documents_version_new())}
                {link(policy::may_withdraw(actor, document), "withdrawal", t.documents_withdraw())}
                {button(policy::may_restore(actor, document), "restoration", t.documents_restore())}
            </div>
        }
        .into_any(),
    )
}

/// GET /documents/{id}/download
pub async fn download(
    visit: Visit,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let document = find(&visit, &id).await?;
    let version = document.current.clone();
    send(&visit, &document, &version, &method, &headers).await
}

/// GET /documents/{id}/versions/{number}/download
pub async fn download_version(
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let document = find(&visit, &id).await?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let version = store::version(&visit.app.db, document.id, number)
        .await?
        .ok_or(AppError::NotFound)?;
    send(&visit, &document, &version, &method, &headers).await
}

async fn send(
    visit: &Visit,
    document: &Document,
    version: &Version,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    if !policy::may_download(visit.actor(), document) {
        return Err(AppError::NotFound);
    }
    let file = Served {
        hash: version.blob.clone(),
        size: u64::try_from(version.size).unwrap_or_default(),
        kind: version.file_type,
        name: version.file_name.clone(),
        public: document.visibility == Visibility::Public && document.status == Status::Published,
    };
    let answer = download::answer(&visit.app.storage, method, headers, &file)
        .await
        .map_err(lost)?;
    if answer.counts {
        visit.app.downloads.began(document.id, version.number);
    }
    Ok(answer.response.into_response())
}

/// A file that the database knows and the storage does not have, or not as it was: for the log, not for the reader.
fn lost(error: StorageError) -> AppError {
    match error {
        StorageError::Other(cause) => AppError::Storage(cause),
        other => AppError::internal(other),
    }
}
