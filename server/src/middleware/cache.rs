//! Anonymous pages, kept in bounded memory: as they are and in brotli, until the content changes or their time is over.
//!
//! A page depends on its URL, on the content (the number of the change feed) and on the clock. Any change drops all pages: it is
//! simple, and rendering one again takes well under a millisecond. Whoever carries a session is never served from here.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll};

use app::App;
use app::http::visit::session_token;
use app::shell::ValidUntil;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, ETAG, IF_NONE_MATCH,
    SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::future::{BoxFuture, Either};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use tower::Service;

use super::compress;

/// All pages together, both forms.
const MEMORY: usize = 32 * 1024 * 1024;
/// A page that is larger is not kept.
const LARGEST: usize = 512 * 1024;
/// Longer addresses are not kept: nobody links to them.
const LONGEST_KEY: usize = 300;
/// What a page says of relative times («now») is never older than this.
const OLDEST: SignedDuration = SignedDuration::from_secs(60);

#[derive(Default)]
struct Pages {
    feed: i64,
    bytes: usize,
    by_url: HashMap<String, Arc<Page>>,
}

struct Page {
    valid_until: Timestamp,
    etag: HeaderValue,
    identity: Form,
    brotli: Form,
}

/// A page as it travels.
struct Form {
    headers: HeaderMap,
    body: Bytes,
}

impl Page {
    fn size(&self, url: &str) -> usize {
        self.identity.body.len() + self.brotli.body.len() + url.len() + 2048
    }

    fn answer(&self, request: &HeaderMap) -> Response {
        let (status, form, body) = if request.get(IF_NONE_MATCH) == Some(&self.etag) {
            (StatusCode::NOT_MODIFIED, &self.identity, Body::empty())
        } else {
            let form = if compress::accepts_brotli(request.get(ACCEPT_ENCODING)) {
                &self.brotli
            } else {
                &self.identity
            };
            (StatusCode::OK, form, Body::from(form.body.clone()))
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        response.headers_mut().clone_from(&form.headers);
        response
    }
}

struct Kept {
    app: App,
    pages: RwLock<Pages>,
}

impl Kept {
    fn get(&self, url: &str, feed: i64, now: Timestamp) -> Option<Arc<Page>> {
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        if pages.feed != feed {
            return None;
        }
        pages
            .by_url
            .get(url)
            .filter(|page| page.valid_until > now)
            .cloned()
    }

    fn put(&self, url: String, feed: i64, page: Arc<Page>) {
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        // A page that was rendered before the newest change may lack it: only a newer number starts afresh.
        if feed < pages.feed {
            return;
        }
        let size = page.size(&url);
        if feed > pages.feed || pages.bytes + size > MEMORY {
            *pages = Pages {
                feed,
                ..Pages::default()
            };
        }
        pages.bytes += size;
        if let Some(old) = pages.by_url.insert(url.clone(), page) {
            pages.bytes -= old.size(&url);
        }
    }
}

/// A whole site with its kept pages before it: what is kept is answered before anything is routed or wrapped for it.
#[derive(Clone)]
pub struct Cached<S> {
    kept: Arc<Kept>,
    site: S,
}

impl<S> Cached<S> {
    /// With nothing kept yet. Clones share what is kept.
    pub fn new(app: App, site: S) -> Self {
        let pages = RwLock::default();
        Self {
            kept: Arc::new(Kept { app, pages }),
            site,
        }
    }
}

type Outcome = Result<Response, Infallible>;

impl<S, B> Service<Request<B>> for Cached<S>
where
    S: Service<Request<B>, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Outcome>, BoxFuture<'static, Outcome>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.site.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let Some(url) = url(&self.kept.app, &request) else {
            return Either::Right(Box::pin(self.site.call(request)));
        };
        let feed = self.kept.app.db.known_feed_number();
        let now = self.kept.app.sources.now();
        if let Some(page) = self.kept.get(url, feed, now) {
            return Either::Left(ready(Ok(page.answer(request.headers()))));
        }
        let url = url.to_owned();
        let asked = request.headers().clone();
        // The page is kept in both forms, so it must arrive uncompressed.
        request.headers_mut().remove(ACCEPT_ENCODING);
        request.headers_mut().remove(IF_NONE_MATCH);
        let rendered = self.site.call(request);
        let kept = Arc::clone(&self.kept);
        Either::Right(Box::pin(async move {
            let Ok(response) = rendered.await;
            Ok(match keep(response, now).await {
                Ok(page) => {
                    let page = Arc::new(page);
                    kept.put(url, feed, Arc::clone(&page));
                    page.answer(&asked)
                }
                Err(response) => {
                    let wanted = compress::accepts_brotli(asked.get(ACCEPT_ENCODING));
                    compress::fit(response, wanted).await
                }
            })
        }))
    }
}

/// The URL, where the request is one whose answer may be kept.
fn url<'a, B>(app: &App, request: &'a Request<B>) -> Option<&'a str> {
    let path = request.uri().path();
    let is_page =
        path == "/ar" || path == "/en" || path.starts_with("/ar/") || path.starts_with("/en/");
    let url = request.uri().path_and_query()?.as_str();
    // Files answer conditions and ranges themselves.
    let is_page = is_page && !path.ends_with("/download") && !path.ends_with("/preview");
    let plain = *request.method() == Method::GET && is_page && url.len() <= LONGEST_KEY;
    (plain && session_token(app, request.headers()).is_none()).then_some(url)
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
    // Its forms differ in it: the connection says it of what it sends.
    parts.headers.remove(CONTENT_LENGTH);
    let mut brotli = Form {
        headers: parts.headers.clone(),
        body: compress::brotli(&identity),
    };
    brotli
        .headers
        .insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    Ok(Page {
        valid_until,
        etag,
        identity: Form {
            headers: parts.headers,
            body: identity,
        },
        brotli,
    })
}
