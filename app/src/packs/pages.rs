//! What a pack holds and how large it is, before it is downloaded.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;

use super::contents::{Pack, Packed};
use super::{page, practice as practices, workshop as workshops};
use crate::documents::{view as documents, words};
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::shell::Head;

/// What the address of a pack says that holds only what is public: to give away without a thought.
const FOR_EVERYONE: &str = "for=everyone";

/// For whom the pack is: who asks, or everybody where the address says so.
pub(super) fn reader(visit: &Visit) -> Visit {
    let mut reader = visit.clone();
    if is_for_everyone(visit) {
        reader.actor = None;
    }
    reader
}

fn is_for_everyone(visit: &Visit) -> bool {
    visit.query.split('&').any(|pair| pair == FOR_EVERYONE)
}

/// `GET /practices/{id}/pack`
pub async fn practice(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let pack = practices::pack(&reader(&visit), &id).await?;
    let crumb = (visit.t.practices_title(), "/practices");
    show(&visit, &pack, crumb)
}

/// `GET /workshops/{id}/pack`
pub async fn workshop(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let pack = workshops::pack(&reader(&visit), &id).await?;
    let crumb = (visit.t.workshops_title(), "/workshops");
    show(&visit, &pack, crumb)
}

fn show(
    visit: &Visit,
    pack: &Pack,
    (section, path): (&'static str, &'static str),
) -> Result<Response, AppError> {
    let t = visit.t;
    let size = words::size(t, pack.size()?);
    let title = pack.subject.title_in(visit.locale).0.to_owned();
    let head = Head::new(format!("{} · {title}", t.packs_title()))
        .section(path)
        .crumb(section, path)
        .crumb(title.clone(), pack.subject.path());
    let everyone = is_for_everyone(visit);
    let suffix = if everyone {
        format!("?{FOR_EVERYONE}")
    } else {
        String::new()
    };
    let href = visit.link(&format!("{}/pack/download{suffix}", pack.subject.path()));
    Ok(visit.page(head, || {
        view! {
            <div class="page-head">
                <h1>{t.packs_title()}</h1>
                <p dir="auto">{title}</p>
                <p class="lede">{t.packs_lede(page::name(visit.locale))}</p>
            </div>
            {choice(visit, pack, everyone)}
            <p class="actions">
                <a class="button" href=href rel="nofollow">{t.packs_download(&size)}</a>
                <span class="muted">{t.packs_resumes()}</span>
            </p>
            {contents(visit, pack)}
            {left_out(visit, pack)}
        }
        .into_any()
    }))
}

/// For whom the pack is, where it could be for others too.
fn choice(visit: &Visit, pack: &Pack, everyone: bool) -> Option<AnyView> {
    let t = visit.t;
    visit.actor()?;
    let path = visit.link(&format!("{}/pack", pack.subject.path()));
    if everyone {
        return Some(
            view! {
                <div class="notice notice--info">
                    <p>{t.packs_only_public()} " " <a href=path>{t.packs_everything()}</a></p>
                </div>
            }
            .into_any(),
        );
    }
    if pack.is_for_everyone() {
        return None;
    }
    let href = format!("{path}?{FOR_EVERYONE}");
    let other = pack
        .subject
        .is_public()
        .then(|| view! { <p><a href=href>{t.packs_for_everyone()}</a></p> });
    Some(
        view! {
            <div class="notice notice--warning"><p>{t.packs_not_public()}</p>{other}</div>
        }
        .into_any(),
    )
}

fn contents(visit: &Visit, pack: &Pack) -> AnyView {
    let t = visit.t;
    let pages = Locale::ALL
        .map(|locale| {
            let words = match locale {
                Locale::Ar => t.packs_page_ar(),
                Locale::En => t.packs_page_en(),
            };
            let name = page::name(locale);
            view! {
                <li class="row">
                    <h3 class="row__title">{words}</h3><p class="row__meta"><bdi>{name}</bdi></p>
                </li>
            }
        })
        .collect_view();
    let files = pack
        .files
        .iter()
        .map(|Packed { document, path }| {
            let title = document.title(visit.locale).to_owned();
            let href = visit.link(&document.path());
            view! {
                <li class="row">
                    <h3 class="row__title"><a href=href dir="auto">{title}</a></h3>
                    <p class="row__meta">
                        <bdi>{path.clone()}</bdi>
                        <span>{documents::size(visit, &document.current)}</span>
                        {documents::badges(visit, document)}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <section><h2>{t.packs_contents()}</h2><ul class="rows">{pages}{files}</ul></section> }
        .into_any()
}

fn left_out(visit: &Visit, pack: &Pack) -> Option<AnyView> {
    let list = page::left_out(visit, pack)?;
    Some(view! { <section><h2>{visit.t.packs_left_out_title()}</h2>{list}</section> }.into_any())
}
