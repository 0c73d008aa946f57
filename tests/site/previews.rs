//! The small picture on the page of a document that is a picture.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents::{form, send};

/// A picture of one dot.
const DOT: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
\0\0\0\nIDAT\x78\x9c\x63\0\x01\0\0\x05\0\x01\x0d\x0a\x2d\xb4\0\0\0\0IEND\xae\x42\x60\x82";

async fn upload(client: &Client<'_>, visibility: &str, bytes: &[u8]) -> String {
    let id = client.open("/en/documents/new").await.field("id").unwrap();
    let fields = form(&id, visibility);
    let answer = send(
        client,
        "/en/documents/new",
        &fields,
        Some(("map.png", bytes)),
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    format!("/en/documents/{id}")
}

async fn preview(client: &Client<'_>, path: &str) -> Answer {
    client.get(&format!("{path}/preview")).await
}

#[tokio::test]
async fn a_picture_is_shown_small_and_never_as_active_content() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "public", DOT).await;
    let visitor = app.visitor();
    let page = visitor.get(&path).await.text();
    let img =
        format!("<img src=\"{path}/preview\" alt=\"دورة حياة الشكوى\" width=\"1\" height=\"1\"");
    assert!(page.contains(&img), "{page}");
    let small = preview(&visitor, &path).await;
    assert_eq!(small.status, StatusCode::OK);
    assert!(small.bytes.starts_with(b"\xff\xd8\xff") && small.bytes.len() < 40_000);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "public, no-cache"),
    ] {
        assert_eq!(small.header(name), value);
    }
    let again = visitor
        .request(Method::GET, &format!("{path}/preview"))
        .header("if-none-match", small.header("etag"));
    let again = app.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (again.status, again.bytes.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let network = upload(&publisher, "network", DOT).await;
    let small = preview(&publisher, &network).await;
    assert_eq!(small.header("cache-control"), "private, no-cache");
    assert_eq!(
        preview(&visitor, &network).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_picture_that_claims_to_be_huge_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let huge = claims(40_000, 40_000);
    let id = publisher
        .open("/ar/documents/new")
        .await
        .field("id")
        .unwrap();
    let file = Some(("خريطة.png", &huge[..]));
    let refused = send(&publisher, "/ar/documents/new", &form(&id, "public"), file).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("في الصورة نقاط أكثر مما تقدر عليه أجهزة القراء")
            && refused.says("value=\"دورة حياة الشكوى\""),
        "{}",
        refused.text()
    );
}

/// One dot that says it is this large.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut picture = DOT.to_vec();
    picture[16..20].copy_from_slice(&width.to_be_bytes());
    picture[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32fast::hash(&picture[12..29]);
    picture[29..33].copy_from_slice(&sum.to_be_bytes());
    picture
}

#[tokio::test]
async fn a_picture_that_is_large_or_broken_has_no_preview_and_does_no_harm() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    // Within what is taken, and more than is unpacked here.
    let huge = claims(15_000, 15_000);
    let path = upload(&publisher, "public", &huge).await;
    let page = app.visitor().get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("<img"));
    assert_eq!(
        preview(&publisher, &path).await.status,
        StatusCode::NOT_FOUND
    );
    let file = publisher.get(&format!("{path}/download")).await;
    assert_eq!(&file.bytes[..], &huge[..]);
}

#[tokio::test]
async fn previews_are_made_again() {
    let app = TestApp::start().await;
    let path = upload(&app.publisher("gaza").await, "public", DOT).await;
    let visitor = app.visitor();
    let first = preview(&visitor, &path).await;
    std::fs::remove_dir_all(app.app.settings.data_dir.join("thumbnails")).unwrap();
    assert_eq!(preview(&visitor, &path).await.bytes, first.bytes);
}
