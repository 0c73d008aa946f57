//! A document's page.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;

use super::{SECTION, find};
use crate::documents::inside::{self, Inside};
use crate::documents::links::{self, Place};
use crate::documents::thumbnail::Thumbnail;
use crate::documents::types::{Document, Status, Version};
use crate::documents::{policy, preview, related, store, view, words};
use crate::error::AppError;
use crate::http::Visit;
use crate::markdown;
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::topics::{self, Topic};

/// Everything that a document's page shows.
struct Shown {
    document: Document,
    versions: Vec<Version>,
    owner: Option<Organization>,
    named: Vec<Organization>,
    topics: Vec<Topic>,
    uses: Vec<Place>,
    picture: Option<Thumbnail>,
    /// For whoever may have the file.
    inside: Option<Inside>,
    related: Vec<Document>,
    /// The owners of the related ones.
    others: Vec<Organization>,
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
    let actor = visit.actor();
    let uses = links::uses(db, actor, visit.locale, document.id).await?;
    let related = related::of(db, actor, &document, &uses).await?;
    let owners: Vec<_> = related.iter().map(|other| other.organization).collect();
    let shown = Shown {
        versions: store::versions(db, document.id).await?,
        owner: organizations::store::by_id(db, document.organization).await?,
        named,
        topics: topics::store::known(db).await?,
        uses,
        inside: document
            .current
            .inside
            .clone()
            .filter(|_| policy::may_download(actor, &document)),
        others: organizations::store::by_ids(db, &owners).await?,
        related,
        picture: preview::of(&visit, &document).await,
        document,
    };
    let document = &shown.document;
    let t = visit.t;
    let mut head = Head::new(document.title(visit.locale))
        .section(SECTION)
        .crumb(t.documents_title(), SECTION);
    if document.is_public() {
        head = head.public(document.description.lines().next().unwrap_or_default());
    }
    Ok(visit.page(head, || page(&visit, &shown)))
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
                {shown.inside.as_ref().and_then(|inside| inside::section(visit, inside))}
                {versions(visit, shown)}
                {uses(visit, &shown.uses)}
                {related(visit, shown)}
            </div>
            <aside class="detail__aside stack">{facts(visit, shown)}{actions(visit, document)}</aside>
        </div>
    }
    .into_any()
}

fn notices(visit: &Visit, shown: &Shown) -> AnyView {
    let t = visit.t;
    let done = visit.done(|done| {
        Some(match done {
            "uploaded" => t.documents_done_uploaded(),
            "draft" => t.documents_done_draft(),
            "edited" => t.documents_done_edited(),
            "version" => t.documents_done_version(),
            "published" => t.documents_done_published(),
            "withdrawn" => t.documents_done_withdrawn(),
            "restored" => t.documents_done_restored(),
            _ => return None,
        })
    });
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

fn related(visit: &Visit, shown: &Shown) -> Option<AnyView> {
    if shown.related.is_empty() {
        return None;
    }
    let list = view::list_in_section(visit, &shown.related, &shown.others);
    Some(view! { <section><h2>{visit.t.documents_related()}</h2>{list}</section> }.into_any())
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
        (!named.is_empty()).then(|| fact(t.documents_named(), named.join(&t.list_separator())));
    let topics: Vec<_> = document
        .topics
        .iter()
        .map(|slug| topics::name_of(&shown.topics, slug, visit.locale))
        .collect();
    let topics =
        (!topics.is_empty()).then(|| fact(t.documents_topics(), topics.join(&t.list_separator())));
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
                {shown.inside.as_ref().and_then(|inside| inside::facts(t, inside)).map(|words| fact(t.documents_inside(), words))}
                {fact(t.documents_traces(), words::traces(t, document.current.traces).to_owned())}
                {published}
                {fact(t.documents_updated(), t.day_of(document.updated_at.0))}
            </dl>
        </section>
    }
    .into_any()
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
