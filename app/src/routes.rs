//! Every URL of the site in one table: data, so that tests can walk it.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::error::AppError;
use crate::http::{origin, visit};
use crate::i18n::Words;
use crate::{
    App, accounts, api, documents, home, markdown, organizations, packs, practices, search, topics,
    workshops,
};

/// How long a request may take, and how much it may send: the process applies one limit a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A page or a form.
    Page,
    /// A file on its way in.
    Upload,
    /// A file on its way out, or an event stream.
    Stream,
}

/// One line of the table.
#[derive(Clone)]
pub struct Route {
    /// The method; GET answers HEAD too.
    pub method: Method,
    /// The path, after the language where `site`.
    pub path: &'static str,
    /// Whether the path stands below `/ar` and `/en`.
    pub site: bool,
    /// The limits.
    pub class: Class,
    handler: MethodRouter<App>,
}

impl Route {
    /// A page of the site.
    pub fn get<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self {
            method: Method::GET,
            path,
            site: true,
            class: Class::Page,
            handler: on(MethodFilter::GET, handler),
        }
    }

    /// A form of the site.
    pub fn post<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::other(Method::POST, MethodFilter::POST, path, handler)
    }

    /// A piece of something that is there already.
    pub fn patch<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::other(Method::PATCH, MethodFilter::PATCH, path, handler)
    }

    /// A removal by a program.
    pub fn delete<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::other(Method::DELETE, MethodFilter::DELETE, path, handler)
    }

    /// What a server can do, for programs that ask.
    pub fn options<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Self {
        Self::other(Method::OPTIONS, MethodFilter::OPTIONS, path, handler)
    }

    fn other<H: Handler<T, App>, T: 'static>(
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        handler: H,
    ) -> Self {
        Self {
            method,
            handler: on(filter, handler),
            ..Self::get(path, || async {})
        }
    }

    /// The same path without a language: API, feeds, files.
    pub fn root(mut self) -> Self {
        self.site = false;
        self
    }

    /// Sets the limits.
    pub fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// «GET /practices/{id}»: how tests name the line.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// The table.
pub fn all() -> Vec<Route> {
    [
        home::routes(),
        accounts::routes(),
        api::routes(),
        documents::routes(),
        markdown::routes(),
        organizations::routes(),
        packs::routes(),
        practices::routes(),
        search::routes(),
        topics::routes(),
        workshops::routes(),
    ]
    .concat()
}

/// Whether the site has a page at this path (after the language), and not only the target of a form.
pub(crate) fn has_page(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    let leads_here = |route: &Route| {
        let wanted: Vec<_> = route.path.split('/').collect();
        let fits = |(wanted, part): (&&str, &&str)| wanted == part || wanted.starts_with('{');
        wanted.len() == parts.len() && wanted.iter().zip(&parts).all(fits)
    };
    all()
        .iter()
        .filter(|route| route.site && route.method == Method::GET)
        .any(leads_here)
}

/// The nouns of the header: path after the language, and name. Only what exists is there.
pub(crate) fn navigation(t: Words) -> Vec<(&'static str, &'static str)> {
    vec![
        ("/practices", t.practices_title()),
        ("/workshops", t.workshops_title()),
        ("/documents", t.documents_title()),
        ("/organizations", t.organizations_title()),
    ]
}

/// The router of one class of routes, or of all.
pub fn router(app: &App, class: Class) -> Router {
    let mut router = Router::<App>::new();
    for route in all().into_iter().filter(|route| route.class == class) {
        if route.site {
            for prefix in ["/ar", "/en"] {
                router = router.route(&format!("{prefix}{}", route.path), route.handler.clone());
            }
        } else {
            router = router.route(route.path, route.handler);
        }
    }
    router.with_state(app.clone())
}

/// Wraps the joined routers in what every request passes: the fallback, the origin check, the visit.
pub fn finish(app: &App, router: Router) -> Router {
    router
        .fallback(|| async { AppError::NotFound })
        .layer(from_fn_with_state(app.clone(), origin::layer))
        .layer(from_fn_with_state(app.clone(), visit::layer))
}
