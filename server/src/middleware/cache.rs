//! Anonymous pages, kept in bounded memory: as they are and in brotli, until the content changes or their time is over.
//!
//! A page depends on its URL, on the content (the number of the change feed) and on the clock. Any change drops all pages: it is
//! simple, and rendering one again takes well under a millisecond. Whoever carries a session is never served from here.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use app::App;
use app::http::visit::session_token;
use app::shell::ValidUntil;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::compress;

/// All pages together, both forms.
const MEMORY: usize = 32 * 1024 * 1024;
/// A page that is larger is not kept.
const LARGEST: usize = 512 * 1024;
/// Longer addresses are not kept: nobody links to them.
const LONGEST_KEY: usize = 300;
/// What a page says of relative times («now») is never older than this.
const OLDEST: SignedDuration = SignedDuration::from_secs(60);

/// The kept pages. Cloning shares them.
#[derive(Clone, Default)]
pub struct Cache {
    pages: Arc<RwLock<Pages>>,
}

#[derive(Default)]
struct Pages {
    feed: i64,
    bytes: usize,
    by_url: HashMap<String, Arc<Page>>,
}

struct Page {
    valid_until: Timestamp,
    etag: HeaderValue,
    headers: HeaderMap,
    identity: Bytes,
    brotli: Bytes,
}

impl Page {
    fn size(&self, key: &str) -> usize {
        self.identity.len() + self.brotli.len() + key.len() + 1024
    }

    fn answer(&self, request: &HeaderMap) -> Response {
        let mut headers = self.headers.clone();
        if request.get(IF_NONE_MATCH) == Some(&self.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let body = if compress::accepts_brotli(request.get(ACCEPT_ENCODING)) {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            self.brotli.clone()
        } else {
            self.identity.clone()
        };
        (headers, body).into_response()
    }
}

impl Cache {
    fn get(&self, key: &str, feed: i64, now: Timestamp) -> Option<Arc<Page>> {
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        if pages.feed != feed {
            return None;
        }
        pages
            .by_url
            .get(key)
            .filter(|page| page.valid_until > now)
            .cloned()
    }

    fn put(&self, key: String, feed: i64, page: Arc<Page>) {
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        // A page that was rendered before the newest change may lack it: only a newer number starts afresh.
        if feed < pages.feed {
            return;
        }
        let size = page.size(&key);
        if feed > pages.feed || pages.bytes + size > MEMORY {
            *pages = Pages {
                feed,
                ..Pages::default()
            };
        }
        pages.bytes += size;
        if let Some(old) = pages.by_url.insert(key.clone(), page) {
            pages.bytes -= old.size(&key);
        }
    }
}

/// What the layer needs.
pub type Kept = (App, Cache);

/// The outermost layer: answers from memory, or lets the request through and keeps its answer.
pub async fn layer(State((app, cache)): State<Kept>, request: Request, next: Next) -> Response {
    let Some(key) = key(&app, &request) else {
        return next.run(request).await;
    };
    let feed = app.db.known_feed_number();
    let now = app.sources.now();
    if let Some(page) = cache.get(&key, feed, now) {
        return page.answer(request.headers());
    }
    let asked = request.headers().clone();
    // The page is kept in both forms, so it must arrive uncompressed.
    let mut request = request;
    request.headers_mut().remove(ACCEPT_ENCODING);
    request.headers_mut().remove(IF_NONE_MATCH);
    let response = next.run(request).await;
    match keep(response, now).await {
        Ok(page) => {
            let page = Arc::new(page);
            cache.put(key, feed, Arc::clone(&page));
            page.answer(&asked)
        }
        Err(response) => response,
    }
}

/// The URL, where the request is one whose answer may be kept.
fn key(app: &App, request: &Request) -> Option<String> {
    let path = request.uri().path();
    let is_page =
        path == "/ar" || path == "/en" || path.starts_with("/ar/") || path.starts_with("/en/");
    let url = request.uri().path_and_query()?.as_str();
    // Files answer conditions and ranges themselves.
    let is_page = is_page && !path.ends_with("/download") && !path.ends_with("/preview");
    let plain = *request.method() == Method::GET && is_page && url.len() <= LONGEST_KEY;
    (plain && session_token(app, request.headers()).is_none()).then(|| url.to_owned())
}

async fn keep(response: Response, now: Timestamp) -> Result<Page, Response> {
    let headers = response.headers();
    let html = headers
        .get(axum::http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // A page behind a secret link says so.
    let secret = headers
        .get(CACHE_CONTROL)
        .is_some_and(|policy| policy.as_bytes() == b"no-store");
    if response.status() != StatusCode::OK || !html || secret || headers.contains_key(SET_COOKIE) {
        return Err(response);
    }
    let limit = now.saturating_add(OLDEST).unwrap_or(now);
    let valid_until = response
        .extensions()
        .get::<ValidUntil>()
        .map_or(limit, |until| until.0.min(limit));
    let (mut parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else {
        return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    };
    let identity = collected.to_bytes();
    if identity.len() > LARGEST {
        return Err(Response::from_parts(parts, Body::from(identity)));
    }
    let etag = format!("\"{}\"", &app::clock::hex(&Sha256::digest(&identity))[..24]);
    let etag = HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""));
    parts.headers.insert(ETAG, etag.clone());
    parts
        .headers
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    parts
        .headers
        .remove(HeaderName::from_static("x-request-id"));
    let brotli = compress::brotli(&identity);
    Ok(Page {
        valid_until,
        etag,
        headers: parts.headers,
        identity,
        brotli,
    })
}
