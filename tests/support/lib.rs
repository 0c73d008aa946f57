//! What the whole-request tests share: the whole router over a fresh database, clients by role, a clock that stands
//! still. No network, no ports: requests go straight into the service.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot set up its world has failed"
)]

use std::sync::Arc;

use app::App;
use app::clock::Sources;
use app::db::Db;
use app::mail::{Message, Outbox, queue};
use app::organizations::load::load_directory;
use app::state::{Parts, Settings};
use app::storage::Storage;
use app::testing::{HandClock, TestDb, sources, sqlite};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The running product without a network.
pub struct TestApp {
    /// The product's parts.
    pub app: App,
    /// Its clock, to be moved by hand.
    pub clock: Arc<HandClock>,
    router: Router,
    outbox: Outbox,
    _db: TestDb,
    _data: TempDir,
}

impl TestApp {
    /// A fresh one on SQLite.
    pub async fn start() -> Self {
        Self::on(sqlite().await).await
    }

    /// A fresh one on this database.
    pub async fn on(db: TestDb) -> Self {
        let (clock, sources) = sources();
        let data = tempfile::tempdir().expect("a folder");
        load_directory(&db, &sources)
            .await
            .expect("the directory loads");
        let app = build(db.db.clone(), sources, &data);
        let router = server::router::router(&app);
        Self {
            app,
            clock,
            router,
            outbox: Outbox::default(),
            _db: db,
            _data: data,
        }
    }

    /// Someone without an account.
    pub fn visitor(&self) -> Client<'_> {
        Client {
            app: self,
            cookie: None,
        }
    }

    /// Sends the mail that waits, and gives every message so far, oldest first.
    pub async fn mails(&self) -> Vec<Message> {
        queue::drain(&self.app.db, &self.outbox, &self.app.sources)
            .await
            .expect("the queue of mail can be read");
        self.outbox.sent()
    }

    /// Every message so far to one address.
    pub async fn mails_to(&self, address: &str) -> Vec<Message> {
        let mut mails = self.mails().await;
        mails.retain(|message| message.to == address);
        mails
    }

    /// Sends one request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = body
            .collect()
            .await
            .map(http_body_util::Collected::to_bytes)
            .unwrap_or_default();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }
}

fn build(db: Db, sources: Sources, data: &TempDir) -> App {
    App::new(Parts {
        db,
        storage: Storage::open(None, data.path()).expect("the storage opens"),
        sources,
        assets: server::assets::urls(),
        settings: Settings {
            public_url: "http://127.0.0.1:3000".parse().expect("a URL"),
            data_dir: data.path().to_owned(),
            upload_limit: 5 * 1024 * 1024,
        },
    })
}

/// A browser: sends its cookie, and says where its forms come from.
pub struct Client<'a> {
    app: &'a TestApp,
    cookie: Option<String>,
}

impl<'a> Client<'a> {
    /// A browser with this session.
    pub fn with_session(app: &'a TestApp, token: &str) -> Self {
        Self {
            app,
            cookie: Some(format!("tabadul={token}")),
        }
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.app
            .send(
                self.request(Method::GET, path)
                    .body(Body::empty())
                    .expect("a request"),
            )
            .await
    }

    /// Sends a form; pairs as typed.
    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let mut body = String::new();
        for (name, value) in pairs {
            if !body.is_empty() {
                body.push('&');
            }
            body.push_str(&encode(name));
            body.push('=');
            body.push_str(&encode(value));
        }
        self.post_raw(path, "application/x-www-form-urlencoded", body)
            .await
    }

    /// Sends any body.
    pub async fn post_raw(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
            .body(body.into());
        self.app.send(request.expect("a request")).await
    }

    /// A request to be finished by hand.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let builder = Request::builder().method(method).uri(path);
        match &self.cookie {
            Some(cookie) => builder.header(header::COOKIE, cookie),
            None => builder,
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    /// A header's text, empty where absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where a redirect goes.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Whether the page's text holds these words; the marks that isolate names (U+2068, U+2069) do not count.
    pub fn says(&self, words: &str) -> bool {
        self.text()
            .replace(['\u{2068}', '\u{2069}'], "")
            .contains(words)
    }
}
