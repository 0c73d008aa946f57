//! Files that arrive in pieces: the tus protocol as a program speaks it, with a session or with a token.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents::{form, send};

const PDF: &[u8] = include_bytes!("../fixtures/complaints.pdf");
const MISLABELLED: &[u8] = include_bytes!("../fixtures/mislabelled.pdf");
const UPLOADS: &str = "/files/uploads";
const PIECE: (&str, &str) = ("content-type", "application/offset+octet-stream");

/// A program: what it says with each request besides its cookie.
struct Program<'a> {
    client: &'a Client<'a>,
    app: &'a TestApp,
    authorization: Option<String>,
}

impl<'a> Program<'a> {
    fn of(client: &'a Client<'a>, app: &'a TestApp) -> Self {
        Self {
            client,
            app,
            authorization: None,
        }
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self
            .client
            .request(method, path)
            .header("tus-resumable", "1.0.0")
            .header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        self.app.send(request.body(body).unwrap()).await
    }

    async fn create(&self, name: &str, length: usize) -> String {
        let (length, name) = (length.to_string(), metadata(name));
        let headers = [
            ("upload-length", length.as_str()),
            ("upload-metadata", &name),
        ];
        let made = self.send("POST", UPLOADS, &headers, Body::empty()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        assert!(made.header("upload-expires").ends_with(" GMT"));
        made.location().to_owned()
    }

    async fn patch(&self, path: &str, offset: usize, body: impl Into<Body>) -> Answer {
        let offset = offset.to_string();
        let headers = [("upload-offset", offset.as_str()), PIECE];
        self.send("PATCH", path, &headers, body.into()).await
    }

    async fn offset(&self, path: &str) -> usize {
        let answer = self.send("HEAD", path, &[], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("cache-control"), "no-store");
        answer.header("upload-offset").parse().unwrap()
    }
}

fn metadata(name: &str) -> String {
    format!("filename {},filetype YXBw", STANDARD.encode(name))
}

/// What lies in staging under the address.
fn staged(app: &TestApp, path: &str) -> Option<Vec<u8>> {
    let id = path.rsplit('/').next().unwrap();
    let file = app
        .app
        .settings
        .data_dir
        .join(format!("files/staging/up-{id}"));
    std::fs::read(file).ok()
}

/// A body that breaks after its bytes, as a line does.
fn cut(bytes: &[u8]) -> Body {
    let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    Body::from_stream(futures_util::stream::iter([
        Ok(bytes.to_vec()),
        Err(broken),
    ]))
}

#[tokio::test]
async fn a_program_is_told_what_the_server_can_do() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let program = Program::of(&visitor, &app);
    let told = program.send("OPTIONS", UPLOADS, &[], Body::empty()).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    assert_eq!(told.header("tus-version"), "1.0.0");
    assert_eq!(told.header("tus-max-size"), (5 * 1024 * 1024).to_string());
    let extensions = told.header("tus-extension");
    for extension in [
        "creation",
        "creation-with-upload",
        "termination",
        "checksum",
        "expiration",
    ] {
        assert!(
            extensions.split(',').any(|told| told == extension),
            "{extension}"
        );
    }
    assert!(told.header("tus-checksum-algorithm").contains("sha1"));
}

#[tokio::test]
async fn a_file_cut_fifty_times_arrives_whole() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let program = Program::of(&member, &app);
    let text: Vec<u8> = (0..200_000_u32)
        .map(|at| b'a' + (at * 7 % 23) as u8)
        .collect();
    let path = program.create("سجل الشكاوى.txt", text.len()).await;
    let mut random: u64 = 7;
    for _ in 0..50 {
        let offset = program.offset(&path).await;
        // A linear congruential generator: cuts at arbitrary bytes, the same ones each time.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let end = (offset + (random >> 40) as usize % 5000).min(text.len() - 1);
        let answer = program.patch(&path, offset, cut(&text[offset..end])).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(program.offset(&path).await, end);
    }
    let offset = program.offset(&path).await;
    let last = program.patch(&path, offset, text[offset..].to_vec()).await;
    assert_eq!(last.status, StatusCode::NO_CONTENT, "{}", last.text());
    assert_eq!(last.header("upload-offset"), text.len().to_string());
    assert_eq!(staged(&app, &path), Some(text));
}

#[tokio::test]
async fn what_breaks_the_protocol_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let program = Program::of(&member, &app);
    let path = program.create("a.txt", 6).await;
    assert_eq!(
        program.patch(&path, 0, "abc").await.status,
        StatusCode::NO_CONTENT
    );

    let request = member.request(Method::HEAD, &path).body(Body::empty());
    let old = app.send(request.unwrap()).await;
    assert_eq!(old.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(old.header("tus-version"), "1.0.0");
    let wrong = program.patch(&path, 2, "d").await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    let form = [("upload-offset", "3"), ("content-type", "text/plain")];
    let form = program.send("PATCH", &path, &form, "d".into()).await;
    assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let long = program.patch(&path, 3, "defg").await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    let digest = format!("sha1 {}", STANDARD.encode([0; 20]));
    for (checksum, status) in [(digest.as_str(), 460), ("md5 AAAA", 400), ("sha1", 400)] {
        let headers = [("upload-offset", "3"), PIECE, ("upload-checksum", checksum)];
        let answer = program.send("PATCH", &path, &headers, "d".into()).await;
        assert_eq!(answer.status.as_u16(), status, "{checksum}");
    }
    assert_eq!(program.offset(&path).await, 3);
    assert_eq!(staged(&app, &path).unwrap(), b"abc");

    for headers in [
        vec![],
        vec![("upload-length", "0")],
        vec![("upload-length", "-1")],
        vec![("upload-defer-length", "1")],
        vec![("upload-length", "3"), ("upload-metadata", "filename *")],
    ] {
        let answer = program.send("POST", UPLOADS, &headers, Body::empty()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{headers:?}");
    }
    let large = [("upload-length", "5242881")];
    let large = program.send("POST", UPLOADS, &large, Body::empty()).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.says("5"), "{}", large.text());
}

#[tokio::test]
async fn a_right_checksum_is_taken_and_the_first_piece_may_come_at_once() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let program = Program::of(&member, &app);
    let name = metadata("a.txt");
    let headers = [
        ("upload-length", "6"),
        ("upload-metadata", name.as_str()),
        PIECE,
    ];
    let made = program.send("POST", UPLOADS, &headers, "abc".into()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert_eq!(made.header("upload-offset"), "3");
    let path = made.location().to_owned();
    // FIPS 180-4: the digest of «abc».
    let headers = [
        ("upload-offset", "3"),
        PIECE,
        ("upload-checksum", "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("x-http-method-override", "PATCH"),
    ];
    let last = program.send("POST", &path, &headers, "abc".into()).await;
    assert_eq!(last.status, StatusCode::NO_CONTENT, "{}", last.text());
    assert_eq!(staged(&app, &path).unwrap(), b"abcabc");
}

#[tokio::test]
async fn an_upload_is_its_members_alone_and_ends() {
    let app = TestApp::start().await;
    let (member, colleague) = (app.member("gaza").await, app.member("gaza").await);
    let (program, other) = (Program::of(&member, &app), Program::of(&colleague, &app));
    let path = program.create("a.txt", 6).await;
    for method in ["HEAD", "GET", "PATCH", "DELETE", "POST"] {
        let answer = other
            .send(
                method,
                &path,
                &[PIECE, ("upload-offset", "0")],
                "abc".into(),
            )
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method}");
    }
    let gone = program.send("DELETE", &path, &[], Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert!(staged(&app, &path).is_none());
    assert_eq!(
        program.patch(&path, 0, "abc").await.status,
        StatusCode::NOT_FOUND
    );

    let path = program.create("b.txt", 6).await;
    app.clock.advance(SignedDuration::from_hours(48));
    assert_eq!(
        program.patch(&path, 0, "abc").await.status,
        StatusCode::NO_CONTENT
    );
    app.clock.advance(SignedDuration::from_hours(48));
    assert_eq!(program.offset(&path).await, 3);
    app.clock.advance(SignedDuration::from_hours(25));
    let late = program.patch(&path, 3, "def").await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_is_not_what_it_says_is_refused_with_its_last_piece() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let program = Program::of(&member, &app);
    let long = "ط".repeat(4000);
    for (name, bytes) in [
        ("تقرير.pdf", MISLABELLED),
        ("صفحة.svg", b"<svg/>"),
        ("../../x", b"abc"),
        ("a\u{202e}fdp.exe", b"MZ"),
        (long.as_str(), b"abc"),
    ] {
        let path = program.create(name, bytes.len()).await;
        let last = program.patch(&path, 0, bytes.to_vec()).await;
        assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(!last.json()["detail"].as_str().unwrap().is_empty());
        assert!(staged(&app, &path).is_none());
    }
    let path = program.create("../../تقرير.pdf", PDF.len()).await;
    assert_eq!(
        program.patch(&path, 0, PDF).await.status,
        StatusCode::NO_CONTENT
    );
    let shown = program.send("HEAD", &path, &[], Body::empty()).await;
    assert_eq!(
        shown.header("upload-metadata"),
        format!("filename {}", STANDARD.encode("تقرير.pdf"))
    );
}

#[tokio::test]
async fn too_many_at_a_time_are_refused_and_a_full_disk_is_said() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let program = Program::of(&member, &app);
    app.app.storage.pretend_full(true);
    let headers = [("upload-length", "3")];
    let full = program.send("POST", UPLOADS, &headers, Body::empty()).await;
    assert_eq!(full.status, StatusCode::INSUFFICIENT_STORAGE);
    app.app.storage.pretend_full(false);
    for _ in 0..50 {
        program.create("a.txt", 3).await;
    }
    let many = program.send("POST", UPLOADS, &headers, Body::empty()).await;
    assert_eq!(many.status, StatusCode::TOO_MANY_REQUESTS);
}

/// The form of a new document, without a file, naming what arrived before.
async fn document(member: &Client<'_>, more: &[(&str, &str)]) -> (String, Answer) {
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let mut form = form(&id, "public");
    form.extend(more);
    let answer = send(member, "/ar/documents/new", &form, None).await;
    (id, answer)
}

#[tokio::test]
async fn what_a_program_sent_becomes_a_document_by_its_form() {
    let app = TestApp::start().await;
    let (member, colleague) = (app.publisher("gaza").await, app.member("gaza").await);
    let program = Program::of(&member, &app);
    let half = program.create("ناقص.pdf", PDF.len()).await;
    program.patch(&half, 0, &PDF[..100]).await;
    let path = program.create("شكاوى.pdf", PDF.len()).await;
    program.patch(&path, 0, PDF).await;
    let upload = path.rsplit('/').next().unwrap();
    let page = member.open("/ar/documents/new").await;
    assert!(
        page.says("شكاوى.pdf") && !page.says("ناقص.pdf"),
        "{}",
        page.text()
    );
    assert!(!colleague.open("/ar/documents/new").await.says("شكاوى.pdf"));

    for (client, id) in [
        (&colleague, upload),
        (&member, half.rsplit('/').next().unwrap()),
        (&member, "x"),
    ] {
        let (_, answer) = document(client, &[("upload", id)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
    }
    // The page's own sending comes before the choice.
    let (id, answer) = document(&member, &[("upload", ""), ("sent", upload)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let file = app
        .visitor()
        .get(&format!("/ar/documents/{id}/download"))
        .await;
    assert_eq!(&file.bytes[..], PDF);
    assert!(staged(&app, &path).is_none());
    assert!(!member.open("/ar/documents/new").await.says("شكاوى.pdf"));
}

#[tokio::test]
async fn a_file_whose_form_must_be_mended_is_not_sent_twice() {
    let app = TestApp::start().await;
    let member = app.publisher("gaza").await;
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let mut form = form(&id, "public");
    form.retain(|(name, _)| *name != "title_ar");
    let file = Some(("شكاوى.pdf", PDF));
    let page = send(&member, "/ar/documents/new", &form, file).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.says("شكاوى.pdf") && !page.says("اختر الملف من جديد"),
        "{}",
        page.text()
    );
    let text = page.text();
    let radio = text
        .split("<input")
        .find(|tag| tag.contains("name=\"upload\"") && tag.contains("checked"));
    let (_, rest) = radio
        .expect("the file is chosen")
        .split_once("value=\"")
        .unwrap();
    let upload = rest.split('"').next().unwrap().to_owned();

    form.extend([("title_ar", "عنوان"), ("upload", upload.as_str())]);
    let answer = send(&member, "/ar/documents/new", &form, None).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let file = member.get(&format!("/ar/documents/{id}/download")).await;
    assert_eq!(&file.bytes[..], PDF);

    // The same for a new version: the note was forgotten.
    let path = format!("/ar/documents/{id}/versions/new");
    let seen = member.get(&path).await.field("seen").unwrap();
    let file = Some(("جديد.pdf", PDF));
    let page = send(&member, &path, &[("seen", &seen)], file).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("جديد.pdf"));
}

async fn token(client: &Client<'_>, scopes: &[&str]) -> String {
    let mut form = vec![("name", "برنامج"), ("days", "30")];
    form.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let made = client.post("/ar/account/tokens", &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let text = made.text();
    let (_, rest) = text.split_once("class=\"secret\">").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_say_and_nothing_else() {
    let app = TestApp::start().await;
    let (member, visitor) = (app.member("gaza").await, app.visitor());
    let (read, upload) = (
        token(&member, &["read"]).await,
        token(&member, &["upload"]).await,
    );
    let page = member.get("/ar/account/tokens").await;
    assert!(page.says("برنامج") && !page.says(&read) && !page.says(&upload));

    let with = |token: &str| Program {
        client: &visitor,
        app: &app,
        authorization: Some(format!("Bearer {token}")),
    };
    with(&upload).create("a.txt", 3).await;
    let headers = [("upload-length", "3")];
    let refused = with(&read)
        .send("POST", UPLOADS, &headers, Body::empty())
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let unknown = with("x")
        .send("POST", UPLOADS, &headers, Body::empty())
        .await;
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        unknown.header("www-authenticate"),
        "Bearer error=\"invalid_token\""
    );
    for (token, status) in [(&read, StatusCode::OK), (&upload, StatusCode::FORBIDDEN)] {
        let api = with(token)
            .send("GET", "/api/v1/documents", &[], Body::empty())
            .await;
        assert_eq!(api.status, status);
    }
    // A page is for people: to it the program is a visitor.
    let account = with(&read)
        .send("GET", "/ar/account", &[], Body::empty())
        .await;
    assert_eq!(account.status, StatusCode::UNAUTHORIZED);

    let everywhere = member.post("/ar/sign-out/everywhere", &[]).await;
    assert_eq!(everywhere.status, StatusCode::SEE_OTHER);
    let after = with(&upload)
        .send("POST", UPLOADS, &headers, Body::empty())
        .await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_is_named_limited_and_revoked() {
    let app = TestApp::start().await;
    let (member, colleague) = (app.member("gaza").await, app.member("gaza").await);
    let empty = member.post("/ar/account/tokens", &[("days", "7")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.says("مفاتيح البرامج"));
    token(&member, &["read", "upload"]).await;
    let page = member.get("/ar/account/tokens").await.text();
    let (_, rest) = page.split_once("/account/tokens/").unwrap();
    let revocation = format!("/ar/account/tokens/{}", rest.split('"').next().unwrap());
    let stranger = colleague.post(&revocation, &[]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let revoked = member.post(&revocation, &[]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.text());
    assert!(member.get(revoked.location()).await.says("أُلغي المفتاح"));
}
