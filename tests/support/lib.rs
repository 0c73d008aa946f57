//! What the whole-request tests share: the whole router over a fresh database, clients by role, a clock that stands
//! still. No network, no ports: requests go straight into the service.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot set up its world has failed"
)]

pub mod s3;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::App;
use app::accounts::{Accounts, Cost, Email, NewMember, store};
use app::clock::{Id, Sources};
use app::db::Db;
use app::documents::virus::Scanner;
use app::mail::{Message, Outbox, queue};
use app::organizations::load::load_directory;
use app::organizations::{self, Organization};
use app::search::Indexer;
use app::state::{Parts, Settings};
use app::storage::Storage;
use app::testing::{HandClock, TestDb, copy, sources, sqlite};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use index::{Index, Lexicon};
use server::middleware::cache::Cached;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The running product without a network.
pub struct TestApp {
    /// The product's parts.
    pub app: App,
    /// Its clock, to be moved by hand.
    pub clock: Arc<HandClock>,
    router: Cached<Router>,
    outbox: Outbox,
    made: AtomicUsize,
    _db: TestDb,
    _data: TempDir,
}

/// The partner organization that coordinators and admins of tests belong to.
pub const ASSOCIATION: &str = "association";
/// The address of a portal that only its own machine can reach.
const PUBLIC_URL: &str = "http://127.0.0.1:3000";
/// The password of every member made here.
pub const PASSWORD: &str = "شجرة زيتون قديمة";

impl TestApp {
    /// A fresh one on SQLite.
    pub async fn start() -> Self {
        Self::on(sqlite().await).await
    }

    /// A fresh one on this database.
    pub async fn on(db: TestDb) -> Self {
        Self::with(db, None).await
    }

    /// A fresh one on SQLite that asks this scanner about files.
    pub async fn with_scanner(scanner: Scanner) -> Self {
        Self::made_of(sqlite().await, None, Some(scanner)).await
    }

    /// A fresh one on this database, with its files elsewhere than in its folder.
    pub async fn with(db: TestDb, storage: Option<Storage>) -> Self {
        Self::made_of(db, storage, None).await
    }

    async fn made_of(db: TestDb, storage: Option<Storage>, scanner: Option<Scanner>) -> Self {
        let (clock, sources) = sources();
        let data = tempfile::tempdir().expect("a folder");
        let storage = storage.unwrap_or_else(|| folder(&data));
        load_directory(&db, &sources)
            .await
            .expect("the directory loads");
        let files = (storage, scanner);
        let app = build(db.db.clone(), files, sources, &data, PUBLIC_URL);
        let router = server::router::router(&app);
        Self {
            app,
            clock,
            router,
            outbox: Outbox::default(),
            made: AtomicUsize::new(0),
            _db: db,
            _data: data,
        }
    }

    /// The same portal a second time, as it is now: what happens to one does not happen to the other. Their clock and
    /// randomness are the same.
    pub async fn fork(&self) -> Self {
        self.fork_at(self.app.settings.public_url.as_str()).await
    }

    /// The same portal a second time, under another address.
    pub async fn fork_at(&self, public_url: &str) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        copy_folder(&self.app.settings.data_dir, data.path()).expect("files are copied");
        let db = copy(&self.app.db).await;
        let sources = self.app.sources.clone();
        let files = (folder(&data), self.app.scanner.clone());
        let app = build(db.db.clone(), files, sources, &data, public_url);
        let router = server::router::router(&app);
        Self {
            app,
            clock: Arc::clone(&self.clock),
            router,
            outbox: Outbox::default(),
            made: AtomicUsize::new(self.made.load(Ordering::Relaxed)),
            _db: db,
            _data: data,
        }
    }

    /// Lets the search index follow the change feed to its end.
    pub async fn index(&self) {
        let mut indexer =
            Indexer::new(self.app.db.clone(), &self.app.index, None).expect("the index's writer");
        indexer.catch_up().await.expect("the index follows");
    }

    /// Someone without an account.
    pub fn visitor(&self) -> Client<'_> {
        Client {
            app: self,
            cookie: None,
            member: None,
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

    /// A new member of the organization, signed in.
    pub async fn member(&self, organization: &str) -> Client<'_> {
        let member = self.new_member(organization).await;
        self.sign_in(member).await
    }

    /// A new member who publishes for the organization, signed in.
    pub async fn publisher(&self, organization: &str) -> Client<'_> {
        let id = self.insert(&self.new_member(organization).await).await;
        let organization = self.organization(organization).await;
        let mut write = self.write().await;
        store::grant_publisher(&mut write, id, organization, "checked by telephone")
            .await
            .expect("publishers are granted");
        write.commit().await.expect("writes commit");
        self.session(id).await
    }

    /// A new coordinator for the network, signed in.
    pub async fn coordinator(&self) -> Client<'_> {
        let mut member = self.new_member(ASSOCIATION).await;
        member.coordinator = true;
        self.sign_in(member).await
    }

    /// A new admin, signed in.
    pub async fn admin(&self) -> Client<'_> {
        let mut member = self.new_member(ASSOCIATION).await;
        member.admin = true;
        self.sign_in(member).await
    }

    /// A member yet to be stored: `member-1@tabadul.example` with [`PASSWORD`].
    pub async fn new_member(&self, organization: &str) -> NewMember {
        let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let email = format!("member-{number}@tabadul.example");
        let email = Email::parse(&email).expect("an address");
        let organization = self.organization(organization).await;
        let name = format!("اسم لا يُنشر {number}");
        let mut member = NewMember::new(email, name, "موظف تجربة", organization);
        let passwords = &self.app.accounts.passwords;
        let hash = passwords.hash(&self.app.sources, PASSWORD).await;
        member.password_hash = Some(hash.expect("passwords hash"));
        member
    }

    /// Stores a member.
    pub async fn insert(&self, member: &NewMember) -> Id {
        store::create_member(&self.app.db, &self.app.sources, member)
            .await
            .expect("members are stored")
            .expect("a new address")
    }

    /// Stores a member and signs them in.
    pub async fn sign_in(&self, member: NewMember) -> Client<'_> {
        let id = self.insert(&member).await;
        self.session(id).await
    }

    /// A browser in which this member is signed in.
    pub async fn session(&self, member: Id) -> Client<'_> {
        let token = self.app.sources.token();
        let mut write = self.write().await;
        store::sessions::insert_session(&mut write, member, &token, store::sessions::LIFETIME)
            .await
            .expect("sessions are stored");
        write.commit().await.expect("writes commit");
        Client {
            member: Some(member),
            ..Client::with_session(self, &token)
        }
    }

    /// The organization of this slug; made if it is [`ASSOCIATION`] and absent.
    pub async fn organization(&self, slug: &str) -> Id {
        let found = organizations::store::by_slug(&self.app.db, slug).await;
        if let Some(found) = found.expect("the database answers") {
            return found.id;
        }
        assert_eq!(slug, ASSOCIATION, "no such organization in the directory");
        let association = association(self.app.sources.id());
        let mut write = self.write().await;
        organizations::store::insert(&mut write, &association)
            .await
            .expect("organizations are stored");
        write.commit().await.expect("writes commit");
        association.id
    }

    /// A write transaction of nobody's.
    pub async fn write(&self) -> app::db::Write {
        let now = self.app.sources.now();
        self.app.db.begin_write(now, None).await.expect("a write")
    }

    /// Sends one request. An answer that says its length has it: a browser would wait for the rest.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let is_head = request.method() == Method::HEAD;
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router never fails");
        let (parts, body) = response.into_parts();
        let body = body
            .collect()
            .await
            .map(http_body_util::Collected::to_bytes);
        if let (Ok(bytes), Some(said)) = (&body, parts.headers.get(header::CONTENT_LENGTH)) {
            let none = is_head || parts.status == StatusCode::NOT_MODIFIED;
            assert!(
                none || said == &bytes.len().to_string(),
                "{said:?} is the length"
            );
        }
        let bytes = body.unwrap_or_default();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn association(id: Id) -> Organization {
    Organization {
        id,
        slug: ASSOCIATION.to_owned(),
        kind: "partner".to_owned(),
        governorate: None,
        name_ar: "اتحاد السلطات المحلية".to_owned(),
        name_en: "Association of local authorities".to_owned(),
        latitude: None,
        longitude: None,
        population: None,
        population_year: None,
        website: String::new(),
        about_ar: String::new(),
        about_en: String::new(),
        source: "tests".to_owned(),
        retired_at: None,
        merged_into: None,
        updated_at: 0,
    }
}

fn folder(data: &TempDir) -> Storage {
    Storage::open(None, data.path()).expect("the storage opens")
}

fn build(
    db: Db,
    (storage, scanner): (Storage, Option<Scanner>),
    sources: Sources,
    data: &TempDir,
    public_url: &str,
) -> App {
    App::new(Parts {
        db,
        storage,
        scanner,
        index: Index::in_memory(Lexicon::shipped()).expect("an index in memory"),
        downloads: app::documents::Downloads::default(),
        sources,
        assets: server::assets::urls(),
        accounts: Accounts::new(Cost::CHEAP),
        settings: Settings {
            public_url: public_url.parse().expect("a URL"),
            data_dir: data.path().to_owned(),
            upload_limit: 5 * 1024 * 1024,
            trusted_proxies: Vec::new(),
        },
    })
}

/// A browser: sends its cookie, and says where its forms come from.
pub struct Client<'a> {
    app: &'a TestApp,
    cookie: Option<String>,
    /// Whose session it carries, where a role client made it.
    pub member: Option<Id>,
}

impl<'a> Client<'a> {
    /// A browser with this session.
    pub fn with_session(app: &'a TestApp, token: &str) -> Self {
        Self {
            app,
            cookie: Some(format!("tabadul={token}")),
            member: None,
        }
    }

    /// The member whose session it carries.
    pub fn id(&self) -> Id {
        self.member.expect("a client made for a member")
    }

    /// The token of its session.
    pub fn token(&self) -> Option<&str> {
        self.cookie.as_deref()?.strip_prefix("tabadul=")
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

    /// Opens an empty form, which is at an address of its own.
    pub async fn open(&self, path: &str) -> Answer {
        let moved = self.get(path).await;
        match moved.status {
            StatusCode::SEE_OTHER => self.get(moved.location()).await,
            _ => moved,
        }
    }

    /// Sends a form; pairs as typed.
    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = encode_form(pairs);
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

/// The body of a form; pairs as typed.
pub fn encode_form(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// The text that an attribute's value stands for.
fn plain(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
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

    /// The session token that the answer sets.
    pub fn session(&self) -> Option<String> {
        let cookie = self.header("set-cookie").strip_prefix("tabadul=")?;
        let token = cookie.split(';').next().unwrap_or_default();
        (!token.is_empty()).then(|| token.to_owned())
    }

    /// The value of the page's first field of this name, as it would be sent.
    pub fn field(&self, name: &str) -> Option<String> {
        self.fields(name).into_iter().next()
    }

    /// The values of all the page's fields of this name, as they would be sent.
    pub fn fields(&self, name: &str) -> Vec<String> {
        let text = self.text();
        let named = format!("name=\"{name}\"");
        text.split("<input")
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
            .filter(|tag| tag.contains(&named))
            .filter_map(|tag| tag.split("value=\"").nth(1)?.split('"').next())
            .map(plain)
            .collect()
    }

    /// Where a redirect goes.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Whether the page's text holds these words; the marks that isolate names (U+2066 to U+2069) do not count.
    pub fn says(&self, words: &str) -> bool {
        self.text()
            .replace(|c| matches!(c, '\u{2066}'..='\u{2069}'), "")
            .contains(words)
    }
}
