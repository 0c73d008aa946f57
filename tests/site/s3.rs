//! Files in a bucket: against a real S3-compatible server, over the network of this machine.

use app::storage::{Opened, Storage};
use app::testing::sqlite;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::StreamExt as _;
use tabadul_tests::s3::{BUCKET, S3};
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents::{PDF, upload};
use crate::packs::unpack;
use crate::practices;

const MIB: usize = 1024 * 1024;

async fn bytes(opened: Opened) -> Vec<u8> {
    let chunks: Vec<_> = opened.bytes.map(|chunk| chunk.unwrap()).collect().await;
    chunks.concat()
}

/// A file in three parts, whose parts differ.
fn long() -> Vec<u8> {
    (0..17 * MIB)
        .map(|at| (at % 251 + at / MIB) as u8)
        .collect()
}

#[tokio::test]
async fn files_of_any_length_go_in_and_come_out() {
    let Some(server) = S3::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let storage = server.storage(data.path(), "deep/files").await;
    for content in [Vec::new(), b"abc".to_vec(), long()] {
        let stored = storage.put_stream(&content[..], u64::MAX).await.unwrap();
        let again = storage.put_stream(&content[..], u64::MAX).await.unwrap();
        assert_eq!(stored, again);
        assert_eq!(
            storage.size_of(&stored.hash).await.unwrap(),
            Some(content.len() as u64)
        );
        storage.verify(&stored.hash).await.unwrap();
        if content.len() > MIB {
            let part = 8 * MIB - 3..8 * MIB + 3;
            let range = Some(part.start as u64..part.end as u64);
            let opened = storage.open_range(&stored.hash, range).await.unwrap();
            assert_eq!(opened.size, content.len() as u64);
            assert_eq!(bytes(opened).await, &content[part]);
        }
    }
    assert!(server.folder("deep/files/blobs").is_dir());
    let left = std::fs::read_dir(data.path().join("staging")).unwrap();
    assert_eq!(left.count(), 0, "nothing waits in staging");
}

#[tokio::test]
async fn a_wrong_bucket_or_key_is_told_at_the_start_without_the_secret() {
    let Some(server) = S3::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let refusal = async |url: &str, key: &str| {
        let settings = server.settings_with(key, "olivetree");
        let opened = Storage::connect(Some(url), data.path(), settings).await;
        opened.unwrap_err().to_string()
    };
    let said = refusal("s3://absent/files", "S3RVER").await;
    assert!(said.contains("no bucket `absent`"), "{said}");
    let said = refusal(&format!("s3://{BUCKET}/files"), "stranger").await;
    assert!(said.contains("AWS_SECRET_ACCESS_KEY"), "{said}");
    assert!(
        !said.contains("olivetree") && !said.contains("stranger"),
        "{said}"
    );
    let storage = server.storage(data.path(), "files").await;
    assert!(!format!("{storage:?}").contains("S3RVER"));
}

async fn ask(app: &TestApp, client: &Client<'_>, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = client.request(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn who_may_read_a_private_document_fetches_it_from_the_bucket() {
    let Some(server) = S3::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let storage = server.storage(data.path(), "files").await;
    let app = TestApp::with(sqlite().await, Some(storage)).await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "network", &[("action", "publish")]).await;
    let download = format!("/ar{path}/download");
    assert_eq!(
        app.visitor().get(&download).await.status,
        StatusCode::NOT_FOUND
    );

    let member = app.member("dura").await;
    let answer = member.get(&download).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let url = answer.location();
    assert!(
        url.contains("X-Amz-Expires=60") && url.contains("X-Amz-Signature="),
        "{url}"
    );
    let (head, body) = server.get(url, &[]);
    assert!(head.starts_with("http/1.1 200") && body == PDF, "{head}");
    assert!(head.contains("content-type: application/pdf"), "{head}");
    assert!(
        head.contains("content-disposition: attachment; filename=\"document.pdf\""),
        "{head}"
    );
    assert!(head.contains("filename*=utf-8''%d8%b4"), "{head}");

    // A browser goes on where the line broke, with the entity tag that the bucket gave.
    let etag = head.split("etag: ").nth(1).unwrap().lines().next().unwrap();
    let resume = [("range", "bytes=100-"), ("if-range", etag)];
    let url = ask(&app, &member, &download, &resume)
        .await
        .location()
        .to_owned();
    let (head, body) = server.get(&url, &resume);
    assert!(
        head.starts_with("http/1.1 206") && body == PDF[100..],
        "{head}"
    );

    // Of all these, one was a download from the beginning.
    let now = (&app.app.db, &app.app.sources);
    app.app.downloads.flush(now.0, now.1).await.unwrap();
    let count: i64 = sqlx::query_scalar("SELECT downloads FROM document_versions")
        .fetch_one(now.0.reader())
        .await
        .unwrap();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_public_document_comes_through_the_portal_and_resumes() {
    let Some(server) = S3::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let storage = server.storage(data.path(), "files").await;
    let app = TestApp::with(sqlite().await, Some(storage)).await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "public", &[("action", "publish")]).await;
    let (visitor, download) = (app.visitor(), format!("/ar{path}/download"));
    let whole = visitor.get(&download).await;
    assert_eq!((whole.status, &whole.bytes[..]), (StatusCode::OK, PDF));
    let resume = [("range", "bytes=100-"), ("if-range", whole.header("etag"))];
    let rest = ask(&app, &visitor, &download, &resume).await;
    assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(&rest.bytes[..], &PDF[100..]);
    let changed = [("range", "bytes=100-"), ("if-range", "\"other\"")];
    let whole = ask(&app, &visitor, &download, &changed).await;
    assert_eq!((whole.status, &whole.bytes[..]), (StatusCode::OK, PDF));
}

#[tokio::test]
async fn a_pack_is_read_from_the_bucket_and_goes_on() {
    let Some(server) = S3::start() else { return };
    let data = tempfile::tempdir().unwrap();
    let storage = server.storage(data.path(), "packs").await;
    let app = TestApp::with(sqlite().await, Some(storage)).await;
    let publisher = app.publisher("gaza").await;
    let id = practices::published_by(&publisher, "public").await;
    let attach = format!("practice:{id}");
    for visibility in ["public", "network"] {
        upload(&publisher, visibility, &[("attach", &attach)]).await;
    }
    let path = format!("/ar/practices/{id}/pack/download");
    // What is not public comes through the portal, too: it is in one file with the rest.
    let whole = publisher.get(&path).await;
    let files = unpack(&whole.bytes).into_values();
    assert_eq!(files.filter(|content| content == PDF).count(), 2);
    let cut = whole.bytes.len() / 2;
    let rest = publisher
        .request(Method::GET, &path)
        .header("range", format!("bytes={cut}-"))
        .header("if-range", whole.header("etag"));
    let rest = app.send(rest.body(Body::empty()).unwrap()).await;
    assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(rest.bytes, whole.bytes.slice(cut..));
}
