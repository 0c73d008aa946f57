//! Who asks, in which language, at what time: known before a handler runs.

use std::fmt;
use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, COOKIE, VARY, WWW_AUTHENTICATE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::AnyView;

use super::errors;
use super::form::see_other;
use super::origin::page_before;
use crate::App;
use crate::accounts::scopes::Scope;
use crate::accounts::{Actor, store};
use crate::clock::Id;
use crate::error::{AppError, SentForm};
use crate::i18n::{Locale, Words};
use crate::shell::{self, Head};
use crate::ui::success;

/// One request's circumstances. Every handler takes it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The running product.
    pub app: App,
    /// The language of the answer: the path's first segment, or what the browser prefers.
    pub locale: Locale,
    /// The words in it.
    pub t: Words,
    /// Who is signed in.
    pub actor: Option<Arc<Actor>>,
    /// What the request showed for it.
    pub key: Option<Key>,
    /// When the request came.
    pub now: Timestamp,
    /// The path after the language: `/practices/…`.
    pub path: String,
    /// The query, without `?`.
    pub query: String,
    /// The page from which a form was sent.
    pub page_before: Option<String>,
    /// The number under which the log knows this request.
    pub request_id: String,
    /// The member's form that came with the request, once it was read: a failure gives it back.
    pub sent: Arc<OnceLock<SentForm>>,
}

/// How long one comes back to an empty form.
const FORM_AGE: SignedDuration = SignedDuration::from_hours(24);

/// What a request shows for who asks. The secret in it is in no log.
#[derive(Clone)]
pub enum Key {
    /// The session of a cookie.
    Session(String),
    /// A personal access token, and what it must open.
    Token(String, Scope),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Session(_) => "Session",
            Self::Token(..) => "Token",
        })
    }
}

/// The number under which the log knows a request; the outermost layer makes it.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl Visit {
    /// The signed-in member, or the request ends with «sign in».
    pub fn member(&self) -> Result<&Actor, AppError> {
        self.actor.as_deref().ok_or(AppError::SignIn(None))
    }

    /// The signed-in member, if any.
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_deref()
    }

    /// Whether who asks may still do what they could when the request began. A body may be an hour on its way, and can be held
    /// back until rights are gone: whatever reads one asks this afterwards, before anything is done.
    pub async fn is_still_allowed(&self) -> Result<bool, AppError> {
        let Some(before) = self.actor() else {
            return Ok(true);
        };
        match self.holder(self.app.sources.now()).await {
            Ok(actor) => Ok(actor.is_some_and(|actor| actor.has_rights_of(before))),
            Err(AppError::SignIn(_) | AppError::Forbidden) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Whose the key is at this instant.
    async fn holder(&self, now: Timestamp) -> Result<Option<Arc<Actor>>, AppError> {
        match &self.key {
            Some(Key::Session(token)) => actor_of(&self.app, token, now).await,
            Some(Key::Token(token, wanted)) => {
                let demo = self.app.settings.is_loopback();
                match store::actor_by_token(&self.app.db, token, demo, now).await? {
                    Some((actor, scopes)) if scopes.contain(*wanted) => Ok(Some(Arc::new(actor))),
                    Some(_) => Err(AppError::Forbidden),
                    None => Err(AppError::SignIn(None)),
                }
            }
            None => Ok(None),
        }
    }

    /// The path of a page in the reader's language.
    pub fn link(&self, path: &str) -> String {
        format!("/{}{path}", self.locale)
    }

    /// The identifier that the address of an empty form holds: of what the form will make, so that whoever comes back by the
    /// browser's button finds what they made, and makes no second one. An old address, kept as a bookmark, holds none.
    pub fn asked_id(&self) -> Option<Id> {
        let mut query = url::form_urlencoded::parse(self.query.as_bytes());
        let (_, id) = query.find(|(name, _)| name == "id")?;
        let id: Id = id.parse().ok()?;
        let age = self.now.duration_since(id.made_at()?);
        (age < FORM_AGE).then_some(id)
    }

    /// To the same empty form at an address that holds an identifier of its own.
    pub fn to_empty_form(&self) -> Response {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let asked = url::form_urlencoded::parse(self.query.as_bytes());
        query.extend_pairs(asked.filter(|(name, _)| name != "id"));
        query.append_pair("id", &self.app.sources.id().to_string());
        see_other(&self.link(&format!("{}?{}", self.path, query.finish())))
    }

    /// The notice of what a member's form has just done, which its answer says in the query: `?done=saved`.
    pub fn done(&self, say: impl FnOnce(&str) -> Option<&'static str>) -> Option<AnyView> {
        self.actor()?;
        let mut query = url::form_urlencoded::parse(self.query.as_bytes());
        let (_, done) = query.find(|(name, _)| name == "done")?;
        say(&done).map(success)
    }

    /// Renders a page inside the shell.
    pub fn page(&self, head: Head, body: impl FnOnce() -> AnyView) -> Response {
        let status = head.status;
        let valid_until = head.valid_until;
        let html = shell::render(self, head, body);
        let mut response = (status, Html(html)).into_response();
        if let Some(until) = valid_until {
            response.extensions_mut().insert(shell::ValidUntil(until));
        }
        response
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The middleware: learns who visits, lets the request through, and makes a page of an error.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut visit = stranger(app, &parts);
    visit.key = key(&visit.app, &parts);
    let known = match unheard_of(&parts.uri) {
        None => visit.holder(visit.now).await,
        Some(error) => Err(error),
    };
    let answer = match known {
        Ok(actor) => {
            visit.actor = actor;
            let mut request = Request::from_parts(parts, body);
            request.extensions_mut().insert(visit.clone());
            next.run(request).await
        }
        Err(error) => refused(error, &parts),
    };
    let mut response = errors::explain(&visit, answer);
    let headers = response.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        let policy = if visit.actor.is_some() {
            "private, no-store"
        } else {
            "private, no-cache"
        };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(policy));
    }
    headers.append(VARY, HeaderValue::from_static("Cookie"));
    response
}

/// The member behind a session token. Where others than this machine can reach the server, the accounts of the demonstration
/// are strangers, also with a session from before.
pub async fn actor_of(
    app: &App,
    token: &str,
    now: Timestamp,
) -> Result<Option<Arc<Actor>>, AppError> {
    let demo = app.settings.is_loopback();
    let actor = store::actor_by_session(&app.db, token, demo, now).await?;
    Ok(actor.map(Arc::new))
}

/// The refusal of an address that says NUL: no text of the portal holds one, and PostgreSQL takes none to compare with.
fn unheard_of(uri: &Uri) -> Option<AppError> {
    let says_nul = |text: &str| text.contains("%00");
    if says_nul(uri.path()) {
        Some(AppError::NotFound)
    } else {
        uri.query()
            .is_some_and(says_nul)
            .then_some(AppError::BadRequest)
    }
}

/// The visit before anyone knows who it is.
fn stranger(app: App, request: &Parts) -> Visit {
    let (locale, path) = locale_and_path(&request.uri);
    let locale = locale.unwrap_or_else(|| preferred(&request.headers));
    let request_id = request
        .extensions
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    Visit {
        locale,
        t: locale.words(),
        actor: None,
        key: None,
        now: app.sources.now(),
        path,
        query: request.uri.query().unwrap_or_default().to_owned(),
        page_before: page_before(&app, &request.method, &request.headers),
        request_id,
        sent: Arc::default(),
        app,
    }
}

/// What the request shows for who asks: a personal access token where it is one for programs, else the session's cookie.
fn key(app: &App, request: &Parts) -> Option<Key> {
    let wanted = Scope::wanted_by(&request.method, request.uri.path());
    if let (Some(wanted), Some(token)) = (wanted, bearer(&request.headers)) {
        return Some(Key::Token(token.to_owned(), wanted));
    }
    session_token(app, &request.headers).map(|token| Key::Session(token.to_owned()))
}

/// A refusal; one for want of a living token says so to programs (RFC 6750 §3).
fn refused(error: AppError, request: &Parts) -> Response {
    let dead = matches!(error, AppError::SignIn(_)) && bearer(&request.headers).is_some();
    let mut response = error.into_response();
    if dead {
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The personal access token that the request carries (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// The language that the browser's settings prefer.
pub fn preferred(headers: &HeaderMap) -> Locale {
    Locale::negotiate(
        headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok()),
    )
}

/// The language that the path begins with, and what follows it.
pub(super) fn locale_and_path(uri: &Uri) -> (Option<Locale>, String) {
    let path = uri.path();
    let first = path
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    match Locale::parse(first) {
        Some(locale) => (Some(locale), path[1 + first.len()..].to_owned()),
        None => (None, path.to_owned()),
    }
}

/// The name of the session cookie. `__Host-` (RFC 6265bis §4.1.3.2) binds it to this host and to HTTPS.
pub fn session_cookie(app: &App) -> &'static str {
    if app.settings.is_https() {
        "__Host-tabadul"
    } else {
        "tabadul"
    }
}

/// The session token that the request carries.
pub fn session_token<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie(headers, session_cookie(app)).filter(|token| !token.is_empty() && token.len() <= 64)
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_segment_is_the_language() {
        let read = |uri: &'static str| locale_and_path(&Uri::from_static(uri));
        assert_eq!(
            read("/ar/practices?page=2"),
            (Some(Locale::Ar), "/practices".to_owned())
        );
        assert_eq!(read("/en"), (Some(Locale::En), String::new()));
        assert_eq!(read("/arabic"), (None, "/arabic".to_owned()));
    }

    #[test]
    fn a_token_is_read_whatever_the_case_of_its_scheme() {
        let mut headers = HeaderMap::new();
        for (value, token) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc", Some("abc")),
            ("Basic abc", None),
            ("abc", None),
        ] {
            headers.insert(AUTHORIZATION, HeaderValue::from_static(value));
            assert_eq!(bearer(&headers), token, "{value}");
        }
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            HeaderValue::from_static("xtabadul=a; tabadul=b; tabadul2=c"),
        );
        assert_eq!(cookie(&headers, "tabadul"), Some("b"));
    }
}
