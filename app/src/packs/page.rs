//! A page of a pack: one file with everything in it, which opens from a USB stick without a network and runs nothing.

use std::sync::LazyLock;

use leptos::prelude::*;

use super::contents::{Pack, Packed};
use super::names::href;
use crate::documents::{Document, view as documents, words};
use crate::http::Visit;
use crate::i18n::Locale;
use crate::markdown;
use crate::shell;

/// The portal's own look, as far as these pages use it.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    [
        include_str!("../../../style/tokens.css"),
        include_str!("../../../style/reset.css"),
        include_str!("../../../style/base.css"),
        include_str!("../../../style/layout.css"),
        include_str!("../../../style/components/notice.css"),
        include_str!("../../../style/components/badge.css"),
        include_str!("../../../style/components/row.css"),
        include_str!("../../../style/components/facts.css"),
        include_str!("../../../style/components/prose.css"),
        include_str!("../../../style/components/table.css"),
        include_str!("../../../style/components/steps.css"),
        include_str!("../../../style/components/bars.css"),
        include_str!("../../../style/components/document.css"),
        include_str!("../../../style/components/agenda.css"),
        include_str!("../../../style/components/recommendation.css"),
        include_str!("../../../style/utilities.css"),
        include_str!("../../../style/print.css"),
        include_str!("pack.css"),
    ]
    .concat()
});

/// Nothing is loaded and nothing runs, whatever somebody wrote.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// What the page in this language is called.
pub(super) fn name(locale: Locale) -> &'static str {
    match locale {
        Locale::Ar => "index.html",
        Locale::En => "index-en.html",
    }
}

/// The whole page. Links to the portal carry its address.
pub(super) fn html(visit: &Visit, pack: &Pack) -> String {
    let html = shell::html(|| document(visit, pack));
    html.replace(
        "href=\"/",
        &format!("href=\"{}", visit.app.settings.url("/")),
    )
}

fn document(visit: &Visit, pack: &Pack) -> AnyView {
    let (locale, t) = (visit.locale, visit.t);
    let other = locale.other();
    let title = pack.subject.title_in(locale).0.to_owned();
    let source = visit.app.settings.url(&visit.link(&pack.subject.path()));
    let list = list(visit, pack);
    view! {
        <html lang=locale.code() dir=locale.direction()>
            <head>
                <meta charset="utf-8"/>
                <meta http-equiv="Content-Security-Policy" content=POLICY/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{format!("{title} · {}", t.site_name())}</title>
                <style inner_html=STYLE.as_str()></style>
            </head>
            <body>
                <header class="pack-head">
                    <div class="pack-head__inner">
                        <p class="pack-head__brand">{t.site_name()}</p>
                        <a href=name(other) lang=other.code() hreflang=other.code()>{t.language_switch()}</a>
                    </div>
                </header>
                <main class="page">{pack.subject.view(visit, list)}</main>
                <footer class="pack-foot">
                    <p>{t.packs_changed(t.day_of(pack.changed))}</p>
                    <p>{t.packs_source()} " " <a href=source.clone() class="ltr">{source.clone()}</a></p>
                </footer>
            </body>
        </html>
    }
    .into_any()
}

/// The documents of the pack, and what it has no room for.
fn list(visit: &Visit, pack: &Pack) -> Option<AnyView> {
    let items = pack
        .files
        .iter()
        .map(|Packed { document, path }| item(visit, document, href(path)))
        .collect_view();
    let items = (!pack.files.is_empty()).then(|| view! { <ul class="documents">{items}</ul> });
    let left_out = left_out(visit, pack);
    (items.is_some() || left_out.is_some()).then(|| view! { {items}{left_out} }.into_any())
}

/// What the pack has no room for, with the addresses where it is.
pub(super) fn left_out(visit: &Visit, pack: &Pack) -> Option<AnyView> {
    let items = pack
        .left_out
        .iter()
        .map(|document| item(visit, document, visit.link(&document.path())))
        .collect_view();
    (!pack.left_out.is_empty()).then(|| {
        view! { <p>{visit.t.packs_left_out()}</p><ul class="documents">{items}</ul> }.into_any()
    })
}

fn item(visit: &Visit, document: &Document, href: String) -> AnyView {
    let t = visit.t;
    let description = (!document.description.is_empty()).then(|| {
        let html = markdown::to_html(&document.description);
        view! { <div class="prose" dir="auto" inner_html=html></div> }
    });
    view! {
        <li class="document">
            {documents::type_mark(document.current.file_type)}
            <div>
                <h3 class="document__name"><a href=href dir="auto">{document.title(visit.locale).to_owned()}</a></h3>
                <div class="document__meta">
                    <span>{words::kind(t, document.kind)}</span>
                    <span>{documents::size(visit, &document.current)}</span>
                    <span>{t.day_of(document.current.created_at.0)}</span>
                    <span>{words::licence(t, document.licence)}</span>
                    {documents::badges(visit, document)}
                </div>
                {description}
            </div>
        </li>
    }
    .into_any()
}
