//! Who made a file and where: taken out when it is kept, unless the owner says otherwise; the page says which.

use axum::http::StatusCode;
use tabadul_tests::{Client, TestApp};

use crate::documents::{form, send};

fn segment(code: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, code], &length[..], content].concat()
}

/// From the tables of a JPEG to its end.
fn drawing() -> Vec<u8> {
    let scan = segment(0xda, &[1, 1, 0, 0, 63, 0]);
    [
        segment(0xdb, &[1; 65]),
        scan,
        b"\x01\xff\x00\x02\xff\xd9".to_vec(),
    ]
    .concat()
}

/// A photo that a phone took, lying on its side, at a well.
fn photo() -> Vec<u8> {
    let exif =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0 GPS 31.50 34.46";
    let head = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    [b"\xff\xd8".to_vec(), head, segment(0xe1, exif), drawing()].concat()
}

/// A zip of parts that are not packed, without check sums, which nothing here reads.
fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut table) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let offset = u32::try_from(out.len()).unwrap().to_le_bytes();
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let shared = [&[0; 12][..], &size, &size, &length, &[0, 0]].concat();
        let head = [b"PK\x03\x04\x14\0", &shared[..], name.as_bytes()];
        out.extend([&head.concat()[..], content.as_bytes()].concat());
        let line = [b"PK\x01\x02\x14\0\x14\0", &shared[..], &[0; 10], &offset];
        table.extend([&line.concat()[..], name.as_bytes()].concat());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let length = u32::try_from(table.len()).unwrap().to_le_bytes();
    let offset = u32::try_from(out.len()).unwrap().to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0",
        &count[..],
        &count,
        &length,
        &offset,
        &[0, 0],
    ]
    .concat();
    [out, table, end].concat()
}

fn docx() -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", "<w>محضر</w>"),
        (
            "docProps/core.xml",
            "<cp:coreProperties><dc:title>T</dc:title><dc:creator>Sami Author</dc:creator></cp:coreProperties>",
        ),
    ])
}

fn pdf(info: &str) -> Vec<u8> {
    format!("%PDF-1.4\n{info}\ntrailer\n<< /Size 2 /Info 1 0 R >>\nstartxref\n9\n%%EOF\n")
        .into_bytes()
}

const INFO: &str = "1 0 obj\n<< /Title (By-law) /Author (Sami Author) >>\nendobj";

/// Uploads through the form; gives the document's page and its file.
async fn uploaded(
    client: &Client<'_>,
    name: &str,
    bytes: &[u8],
    more: &[(&str, &str)],
) -> (String, Vec<u8>) {
    let id = client.open("/en/documents/new").await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.extend(more);
    let answer = send(client, "/en/documents/new", &fields, Some((name, bytes))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = client.get(&format!("/en/documents/{id}")).await.text();
    let file = client.get(&format!("/en/documents/{id}/download")).await;
    assert_eq!(file.status, StatusCode::OK);
    (page, file.bytes.to_vec())
}

fn says(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn author_and_place_are_gone_and_the_page_says_so() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let (page, file) = uploaded(&publisher, "well.jpg", &photo(), &[]).await;
    assert!(page.contains("<dd>Removed<"), "{page}");
    assert!(!says(&file, "GPS") && file.ends_with(&drawing()));
    let (page, file) = uploaded(&publisher, "minutes.docx", &docx(), &[]).await;
    assert!(page.contains("<dd>Removed<"), "{page}");
    assert!(!says(&file, "Author") && says(&file, "<dc:title>T</dc:title>"));
    assert!(says(&file, "<w>محضر</w>"));
    let (page, file) = uploaded(&publisher, "law.pdf", &pdf(INFO), &[]).await;
    assert!(page.contains("<dd>Removed<"), "{page}");
    assert!(!says(&file, "Author)") && says(&file, "(By-law)"));
    assert_eq!(file.len(), pdf(INFO).len());
}

#[tokio::test]
async fn the_owner_may_keep_them() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let form = publisher.open("/en/documents/new").await.text();
    assert!(
        form.contains("name=\"keep_traces\" value=\"1\"")
            && form.contains("Keep author and location data")
    );
    let (page, file) = uploaded(&publisher, "well.jpg", &photo(), &[("keep_traces", "1")]).await;
    assert_eq!(file, photo());
    assert!(page.contains("Kept by the owner"), "{page}");
}

#[tokio::test]
async fn what_stays_is_said() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    // The dictionary is packed away in another object.
    let bytes = pdf("");
    let (page, file) = uploaded(&publisher, "law.pdf", &bytes, &[]).await;
    assert_eq!(file, bytes);
    assert!(page.contains("Could not all be removed"), "{page}");
    let (page, _) = uploaded(&publisher, "list.txt", "قائمة".as_bytes(), &[]).await;
    assert!(page.contains("None in the file"), "{page}");
    let film = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42";
    let (page, _) = uploaded(&publisher, "film.mp4", film, &[]).await;
    assert!(page.contains("Not checked"), "{page}");
}

#[tokio::test]
async fn a_new_version_is_cleaned_too() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = publisher
        .open("/en/documents/new")
        .await
        .field("id")
        .unwrap();
    let text = Some(("list.txt", &b"list"[..]));
    send(&publisher, "/en/documents/new", &form(&id, "public"), text).await;
    let path = format!("/en/documents/{id}/versions/new");
    let fields = [("seen", "1"), ("note", "a photo")];
    for _ in 0..2 {
        // A second time, as when the answer to the first was lost.
        let sent = send(&publisher, &path, &fields, Some(("well.jpg", &photo()))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
    let page = publisher.get(&format!("/en/documents/{id}")).await.text();
    assert!(
        page.contains("<dd>Removed<") && !page.contains("versions/3/"),
        "{page}"
    );
    let file = publisher.get(&format!("/en/documents/{id}/download")).await;
    assert!(!says(&file.bytes, "GPS") && file.bytes.ends_with(&drawing()));
}
