//! What surrounds every page: `<html lang dir>`, head, skip link, header, main, footer.

use std::sync::Arc;

use axum::http::StatusCode;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::http::Visit;
use crate::i18n::Locale;
use crate::routes;
use crate::ui::Problems;

/// URLs of what a page loads; their names carry a hash of their content.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The stylesheet.
    pub stylesheet: String,
    /// The module that wakes islands; absent where the WebAssembly half was not built.
    pub loader: Option<String>,
    /// The icon.
    pub icon: Option<String>,
}

/// What a page says about itself before its body.
#[derive(Clone, Debug)]
pub struct Head {
    /// The page's name; the site's is added.
    pub title: String,
    /// One sentence for search engines and previews.
    pub description: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// The path of the noun in the navigation that this page belongs to: `/practices`.
    pub section: &'static str,
    /// Pages above this one: label and path after the language.
    pub crumbs: Vec<(String, String)>,
    /// Whether the page holds an island; others ship no script.
    pub islands: bool,
    /// Whether search engines may list the page.
    pub indexed: bool,
    /// Whether the page has a search box of its own; the header then leaves its one out.
    pub own_search: bool,
    /// When the page stops being true by the clock alone.
    pub valid_until: Option<jiff::Timestamp>,
    /// An alternate form of the page: MIME type and URL (Atom, iCalendar).
    pub alternate: Option<(&'static str, String)>,
}

impl Head {
    /// A page with this name and nothing else of note.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: String::new(),
            status: StatusCode::OK,
            section: "",
            crumbs: Vec::new(),
            islands: false,
            indexed: false,
            own_search: false,
            valid_until: None,
            alternate: None,
        }
    }

    /// Says that the page is public and what it is about.
    pub fn public(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self.indexed = true;
        self
    }

    /// Names the noun of the navigation that the page belongs to.
    pub fn section(mut self, path: &'static str) -> Self {
        self.section = path;
        self
    }

    /// Adds a page above this one.
    pub fn crumb(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.crumbs.push((label.into(), path.into()));
        self
    }

    /// Says that the page holds an island.
    pub fn islands(mut self) -> Self {
        self.islands = true;
        self
    }

    /// A form that came back with errors (RFC 9110 §15.5.21).
    pub fn unprocessable(mut self) -> Self {
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        self
    }

    /// A page with a form, and what is wrong with what was sent: if anything is, the page is [`Head::unprocessable`].
    pub fn answering(self, problems: &Problems) -> Self {
        if problems.is_empty() {
            self
        } else {
            self.unprocessable()
        }
    }
}

/// When a page stops being true without any change of content: a workshop that starts, say. An extension of the response.
#[derive(Clone, Copy, Debug)]
pub struct ValidUntil(pub jiff::Timestamp);

/// Renders a whole page. Synchronous: everything it needs is at hand.
pub fn render(visit: &Visit, head: Head, body: impl FnOnce() -> AnyView) -> String {
    html(|| document(visit, head, body()))
}

/// Renders a document that is not a page of the site.
pub fn html(document: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| document().to_html());
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{html}")
}

fn document(visit: &Visit, head: Head, body: AnyView) -> AnyView {
    let locale = visit.locale;
    let t = visit.t;
    let title = if head.title == t.site_name() {
        head.title.clone()
    } else {
        format!("{} · {}", head.title, t.site_name())
    };
    let breadcrumb = breadcrumb(visit, &head);
    view! {
        <html lang=locale.code() dir=locale.direction()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title}</title>
                {metadata(visit, &head)}
                <link rel="stylesheet" href=visit.app.assets.stylesheet.clone()/>
                {visit.app.assets.icon.clone().map(|icon| view! { <link rel="icon" href=icon/> })}
                {loader(visit, head.islands)}
            </head>
            <body>
                <a class="skip-link" href="#main">{t.skip_to_content()}</a>
                {header(visit, head.section, head.own_search)}
                <main id="main" class="page">{breadcrumb}{body}</main>
                {footer(visit)}
            </body>
        </html>
    }
    .into_any()
}

fn metadata(visit: &Visit, head: &Head) -> AnyView {
    let suffix = if visit.query.is_empty() {
        String::new()
    } else {
        format!("?{}", visit.query)
    };
    let alternates = head.indexed.then(|| {
        Locale::ALL
            .map(|locale| {
                let href = visit
                    .app
                    .settings
                    .url(&format!("/{locale}{}{suffix}", visit.path));
                view! { <link rel="alternate" hreflang=locale.code() href=href/> }
            })
            .collect_view()
    });
    let description = (!head.description.is_empty())
        .then(|| view! { <meta name="description" content=head.description.clone()/> });
    let robots = (!head.indexed).then(|| view! { <meta name="robots" content="noindex"/> });
    let alternate = head
        .alternate
        .clone()
        .map(|(kind, href)| view! { <link rel="alternate" type=kind href=href/> });
    view! { {description}{robots}{alternates}{alternate} }.into_any()
}

fn loader(visit: &Visit, islands: bool) -> Option<AnyView> {
    let source = visit.app.assets.loader.clone().filter(|_| islands)?;
    Some(view! { <script type="module" src=source></script> }.into_any())
}

fn header(visit: &Visit, section: &'static str, own_search: bool) -> AnyView {
    let t = visit.t;
    let nouns = routes::navigation(t)
        .into_iter()
        .map(|(path, label)| {
            let current = (path == section).then_some("page");
            view! { <li><a href=visit.link(path) aria-current=current>{label}</a></li> }
        })
        .collect_view();
    let other = visit.locale.other();
    let query = if visit.query.is_empty() {
        String::new()
    } else {
        format!("?{}", visit.query)
    };
    let elsewhere = format!("/{other}{}{query}", visit.path);
    let account = match visit.actor() {
        Some(_) => view! {
            <a href=visit.link("/account")>{t.my_account()}</a>
            <form class="inline" method="post" action=visit.link("/sign-out")>
                <button class="link-button">{t.sign_out()}</button>
            </form>
        }
        .into_any(),
        None => {
            view! { <a href=visit.link("/sign-in") rel="nofollow">{t.sign_in()}</a> }.into_any()
        }
    };
    view! {
        <header class="site-header">
            <div class="site-header__inner">
                <a class="brand" href=visit.link("")>{t.site_name()}</a>
                {(!own_search).then(|| site_search(visit))}
                <nav class="site-nav" aria-label=t.main_navigation()><ul>{nouns}</ul></nav>
                <div class="site-header__account">
                    {account}
                    <a class="language-switch" href=elsewhere lang=other.code() hreflang=other.code()>
                        {t.language_switch()}
                    </a>
                </div>
            </div>
            <div class="tatreez" aria-hidden="true"></div>
        </header>
    }
    .into_any()
}

fn site_search(visit: &Visit) -> AnyView {
    let t = visit.t;
    view! {
        <form class="site-search" role="search" action=visit.link("/search") method="get">
            <label class="visually-hidden" for="site-search">{t.search_label()}</label>
            <input class="input" id="site-search" type="search" name="q" maxlength="200" dir="auto"/>
            <button class="button">{t.search()}</button>
        </form>
    }
    .into_any()
}

fn breadcrumb(visit: &Visit, head: &Head) -> Option<AnyView> {
    // The front page has nothing above it; an error may stand anywhere.
    if visit.path.trim_end_matches('/').is_empty()
        || !head.status.is_success() && head.crumbs.is_empty()
    {
        return None;
    }
    let t = visit.t;
    let crumbs = head
        .crumbs
        .iter()
        .map(|(label, path)| view! { <li><a href=visit.link(path) dir="auto">{label.clone()}</a></li> })
        .collect_view();
    Some(
        view! {
            <nav class="breadcrumb" aria-label=t.breadcrumb()>
                <ol><li><a href=visit.link("")>{t.home()}</a></li>{crumbs}</ol>
            </nav>
        }
        .into_any(),
    )
}

fn footer(visit: &Visit) -> AnyView {
    let t = visit.t;
    view! {
        <footer class="site-footer">
            <p>{t.site_tagline()}</p>
            <p><a href=visit.link("/about-data")>{t.footer_about()}</a></p>
        </footer>
    }
    .into_any()
}
