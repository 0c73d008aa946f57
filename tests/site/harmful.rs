//! Files made to harm: refused with the reason, and the portal goes on. Pictures that claim to be huge are in `previews.rs`,
//! files that lie about their type in `documents.rs`, names in pieces in `uploads.rs`.

use axum::http::StatusCode;
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents::{PDF, form, send};

/// A Word file of empty parts, with one more of this name that says it unpacks to `size`.
fn docx(name: &str, size: u32) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", 0),
        ("word/document.xml", 0),
        (name, size),
    ];
    let (mut file, mut table) = (Vec::new(), Vec::new());
    for (name, size) in parts {
        let offset = u32::try_from(file.len()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let sizes = [[0; 4], size.to_le_bytes()].concat();
        let shared = [&[0; 12][..], &sizes, &length, &[0, 0]].concat();
        file.extend([b"PK\x03\x04\x14\0", &shared[..], name.as_bytes()].concat());
        let line = [b"PK\x01\x02\x14\0\x14\0", &shared[..], &[0; 10], &offset];
        table.extend([&line.concat(), name.as_bytes()].concat());
    }
    let (start, length) = (file.len() as u32, table.len() as u32);
    file.extend(table);
    let count = [3, 0, 3, 0];
    let places = [length.to_le_bytes(), start.to_le_bytes()].concat();
    file.extend([b"PK\x05\x06\0\0\0\0", &count[..], &places, &[0, 0]].concat());
    file
}

async fn post(member: &Client<'_>, name: &str, content: &[u8]) -> (String, Answer) {
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let fields = form(&id, "public");
    let path = "/ar/documents/new";
    let answer = send(member, path, &fields, Some((name, content))).await;
    (id, answer)
}

#[tokio::test]
async fn archives_that_lead_out_of_their_folder_or_explode_are_refused_with_the_reason() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let long = format!("word/{}", "م".repeat(4000));
    let (paths, bomb) = ("لا يكتبها أي برنامج مكتبي", "بعد فك ضغطه أكبر بكثير");
    for (part, size, words) in [
        ("../../etc/cron.d/x", 0, paths),
        ("word/../../../x", 0, paths),
        ("/etc/passwd", 0, paths),
        ("C:/Windows/x.dll", 0, paths),
        ("..\\..\\x", 0, paths),
        ("word/a\0.xml", 0, paths),
        ("word/a\u{202e}lmx.exe", 0, paths),
        (long.as_str(), 0, paths),
        ("word/a.xml", 1 << 30, bomb),
    ] {
        let (_, refused) = post(&member, "دليل.docx", &docx(part, size)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{part:?}");
        assert!(
            refused.says(words) && refused.says("value=\"دورة حياة الشكوى\""),
            "{part:?}"
        );
    }
    let staging = app.app.settings.data_dir.join("files/staging");
    assert_eq!(std::fs::read_dir(staging).unwrap().count(), 0);
    let (_, taken) = post(&member, "دليل.docx", &docx("word/صورة 1.xml", 0)).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
}

#[tokio::test]
async fn a_file_may_be_called_anything_and_its_download_is_called_something_safe() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let long = format!("{}.pdf", "ط".repeat(4000));
    for (sent, shown) in [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("تقرير\u{202e}fdp.exe.pdf", "تقريرfdp.exe.pdf"),
        ("C:\\شكاوى\\تقرير.pdf", "تقرير.pdf"),
        (long.as_str(), "ططط"),
    ] {
        let (id, answer) = post(&publisher, sent, PDF).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{sent:?}");
        let path = format!("/ar/documents/{id}");
        assert!(app.visitor().get(&path).await.says(shown), "{sent:?}");
        let file = app.visitor().get(&format!("{path}/download")).await;
        let name = file.header("content-disposition");
        assert!(name.starts_with("attachment; filename=\"") && name.len() < 1000);
        let plain = name.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        assert!(plain && !name.contains(['/', '\\']), "{name}");
        assert_eq!(&file.bytes[..], PDF);
    }
    // A form cannot say this at all.
    let (_, answer) = post(&publisher, "تقرير\0.pdf", PDF).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(app.visitor().get("/ar").await.status, StatusCode::OK);
}
