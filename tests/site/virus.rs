//! The virus scanner: scripted, and clamd itself where it is installed.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use app::documents::virus::Scanner;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::{Answer, Client, TestApp};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::documents::{PDF, form, send};

const NEW: &str = "/ar/documents/new";
/// The sign by which scanners are tried out, in two halves: a scanner on a developer's machine shall not find this file.
const SIGN: [&str; 2] = [
    "X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
    "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
];

fn sign() -> String {
    SIGN.concat()
}

/// A scanner that answers every question for a file alike.
async fn saying(answer: &'static str) -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("tcp://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let mut command = [0; 9];
            line.read_exact(&mut command).await.unwrap();
            if command.starts_with(b"zVERSION") {
                line.write_all(b"ClamAV 1.4.3/27800/Sun Nov 22 2026\0")
                    .await
                    .unwrap();
                continue;
            }
            line.read_u8().await.unwrap();
            loop {
                let length = line.read_u32().await.unwrap();
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length as usize];
                line.read_exact(&mut piece).await.unwrap();
            }
            line.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    Scanner::parse(&url.parse().unwrap()).unwrap()
}

/// A scanner that is not there.
async fn gone() -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("tcp://{}", listener.local_addr().unwrap());
    Scanner::parse(&url.parse().unwrap()).unwrap()
}

async fn post(client: &Client<'_>, file: Option<(&str, &[u8])>, more: &[(&str, &str)]) -> Answer {
    let id = client.open(NEW).await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.extend(more);
    send(client, NEW, &fields, file).await
}

/// A file sent whole by the tus protocol: the address, and the answer to its last byte.
async fn put(app: &TestApp, client: &Client<'_>, content: &[u8]) -> (String, Answer) {
    let request = |method, path: &str| {
        client
            .request(method, path)
            .header("tus-resumable", "1.0.0")
            .header("sec-fetch-site", "same-origin")
    };
    let begin = request(Method::POST, "/files/uploads")
        .header("upload-length", content.len())
        // a.txt
        .header("upload-metadata", "filename YS50eHQ=");
    let begun = app.send(begin.body(Body::empty()).unwrap()).await;
    let path = begun.location().to_owned();
    let piece = request(Method::PATCH, &path)
        .header("upload-offset", "0")
        .header("content-type", "application/offset+octet-stream");
    let done = app
        .send(piece.body(Body::from(content.to_vec())).unwrap())
        .await;
    (path, done)
}

async fn is_there(app: &TestApp, client: &Client<'_>, path: &str) -> bool {
    let asked = client
        .request(Method::HEAD, path)
        .header("tus-resumable", "1.0.0");
    let asked = app.send(asked.body(Body::empty()).unwrap()).await;
    asked.status == StatusCode::OK
}

async fn page_of_admin(app: &TestApp) -> Answer {
    app.admin().await.get("/en/admin/storage").await
}

#[tokio::test]
async fn without_a_scanner_the_admin_is_told() {
    let app = TestApp::start().await;
    let page = page_of_admin(&app).await;
    assert!(
        page.says("Files are not checked for viruses."),
        "{}",
        page.text()
    );
    assert!(page.says("TABADUL_CLAMD_URL"));
}

#[tokio::test]
async fn what_is_clean_is_taken() {
    let app = TestApp::with_scanner(saying("stream: OK\0").await).await;
    let member = app.member("gaza").await;
    let taken = post(&member, Some(("شكاوى.pdf", PDF)), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let (_, done) = put(&app, &member, b"abc").await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text());
    let page = page_of_admin(&app).await;
    assert!(
        page.says("ClamAV 1.4.3/27800/Sun Nov 22 2026"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn what_carries_a_virus_is_refused_by_name_and_gone() {
    let app = TestApp::with_scanner(saying("stream: Win.Test.Worm-1 FOUND\0").await).await;
    let member = app.member("gaza").await;
    let refused = post(&member, Some(("شكاوى.pdf", PDF)), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["شكاوى.pdf", "Win.Test.Worm-1", "value=\"دورة حياة الشكوى\""] {
        assert!(refused.says(words), "{words}");
    }
    // Also where another field must be mended: it is not kept for the next attempt.
    let refused = post(
        &member,
        Some(("شكاوى.pdf", PDF)),
        &[("description", &"x".repeat(3000))],
    )
    .await;
    assert!(refused.says("Win.Test.Worm-1") && refused.field("upload").is_none());
    let (path, done) = put(&app, &member, b"abc").await;
    assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(done.json()["error"], "file");
    assert!(
        done.says("a.txt") && done.says("Win.Test.Worm-1"),
        "{}",
        done.text()
    );
    assert!(!is_there(&app, &member, &path).await);
    let staging = app.app.settings.data_dir.join("files/staging");
    assert_eq!(std::fs::read_dir(staging).unwrap().count(), 0);
}

#[tokio::test]
async fn what_the_scanner_does_not_take_is_refused_with_the_reason() {
    let limit = "INSTREAM size limit exceeded. ERROR\0";
    let app = TestApp::with_scanner(saying(limit).await).await;
    let member = app.member("gaza").await;
    let refused = post(&member, Some(("شكاوى.pdf", PDF)), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("أكبر مما يقبله فاحص الفيروسات"),
        "{}",
        refused.text()
    );
}

#[tokio::test]
async fn without_an_answer_nothing_is_taken_and_the_file_is_kept() {
    let app = TestApp::with_scanner(gone().await).await;
    let member = app.member("gaza").await;
    let page = page_of_admin(&app).await;
    assert!(page.says("does not answer"), "{}", page.text());
    let later = post(&member, Some(("شكاوى.pdf", PDF)), &[]).await;
    assert_eq!(later.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(later.says("لا يمكن فحص الملف"), "{}", later.text());
    let kept = later.field("upload").unwrap();
    assert!(!kept.is_empty());
    // One that came before is whole, and waits; the form asks again.
    let (path, done) = put(&app, &member, b"abc").await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text());
    let upload = path.rsplit('/').next().unwrap();
    for upload in [upload, &kept] {
        let later = post(&member, None, &[("upload", upload)]).await;
        assert_eq!(later.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    assert!(is_there(&app, &member, &path).await);
    assert!(
        app.visitor()
            .get("/ar/documents")
            .await
            .says("لا وثائق هنا بعد")
    );
}

/// clamd with one signature of its own, so that nothing is fetched.
struct Clamd {
    process: Child,
    scanner: Scanner,
    _folder: TempDir,
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

impl Clamd {
    /// Nothing where it is not installed.
    fn start() -> Option<Self> {
        let program = [
            "/usr/sbin/clamd",
            "/usr/bin/clamd",
            "/opt/homebrew/sbin/clamd",
        ]
        .into_iter()
        .find(|program| Path::new(program).exists())?;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir(path("signatures")).unwrap();
        let hex: String = sign().bytes().map(|byte| format!("{byte:02x}")).collect();
        // Name, any type of file, anywhere in it, these bytes.
        let signature = format!("Tabadul.Test:0:*:{hex}\n");
        std::fs::write(path("signatures/test.ndb"), signature).unwrap();
        let socket = path("clamd.sock");
        let settings = format!(
            "DatabaseDirectory {}\nLocalSocket {}\nForeground yes\nStreamMaxLength 1M\n",
            path("signatures").display(),
            socket.display()
        );
        std::fs::write(path("clamd.conf"), settings).unwrap();
        let mut process = Command::new(program)
            .arg("--config-file")
            .arg(path("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "clamd does not listen"
            );
            assert!(process.try_wait().unwrap().is_none(), "clamd ended");
            std::thread::yield_now();
        }
        let url = format!("unix://{}", socket.display());
        Some(Self {
            scanner: Scanner::parse(&url.parse().unwrap()).unwrap(),
            process,
            _folder: folder,
        })
    }
}

#[tokio::test]
async fn clamd_itself_finds_the_sign_and_passes_the_rest() {
    let Some(clamd) = Clamd::start() else {
        assert!(
            std::env::var_os("TABADUL_REQUIRE_CLAMD").is_none(),
            "clamd is not installed (package clamav-daemon)"
        );
        eprintln!("skipped: clamd is not installed (package clamav-daemon)");
        return;
    };
    let app = TestApp::with_scanner(clamd.scanner.clone()).await;
    let member = app.member("gaza").await;
    let page = page_of_admin(&app).await;
    assert!(page.says("ClamAV "), "{}", page.text());
    let taken = post(&member, Some(("شكاوى.pdf", PDF)), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let sign = sign();
    let refused = post(&member, Some(("تقرير.txt", sign.as_bytes())), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("Tabadul.Test") && refused.says("تقرير.txt"),
        "{}",
        refused.text()
    );
    let (path, done) = put(&app, &member, sign.as_bytes()).await;
    assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!is_there(&app, &member, &path).await);
    // Longer than it takes, over a line that it closes in the middle.
    let long = "سطر\n".repeat(500_000);
    let refused = post(&member, Some(("سجل.txt", long.as_bytes())), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("أكبر مما يقبله فاحص الفيروسات"));
    let taken = post(&member, Some(("سجل.txt", &long.as_bytes()[..700])), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
}
