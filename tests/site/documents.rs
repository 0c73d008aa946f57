use app::documents::types::Visibility;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::{Answer, Client, TestApp};

use crate::practices;

/// What [`upload`] sends.
pub const PDF: &[u8] = include_bytes!("../fixtures/complaints.pdf");
const MISLABELLED: &[u8] = include_bytes!("../fixtures/mislabelled.pdf");
const BOUNDARY: &str = "tabadul-test";

/// A form as browsers send it: text first, the files last.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .into_bytes(),
        );
    }
    for (name, bytes) in files {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/pdf\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

/// The media type and the body of the form with one file.
pub fn body(fields: &[(&str, &str)], name: &str) -> (String, Vec<u8>) {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    (kind, multipart(fields, &[(name, PDF)]))
}

/// Sends the form with a file.
pub async fn send(
    client: &Client<'_>,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &[u8])>,
) -> Answer {
    send_all(client, path, fields, file.as_slice()).await
}

/// Sends the form with any number of files.
pub async fn send_all(
    client: &Client<'_>,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    client.post_raw(path, &kind, multipart(fields, files)).await
}

/// The fields that every document needs.
pub fn form<'a>(id: &'a str, visibility: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("id", id),
        ("title_ar", "دورة حياة الشكوى"),
        ("kind", "manual"),
        ("language", "ar"),
        ("licence", "network"),
        ("topics", "complaints"),
        ("visibility", visibility),
    ]
}

/// Uploads through the form, and gives the path of the new document after the language.
pub async fn upload(client: &Client<'_>, visibility: &str, more: &[(&str, &str)]) -> String {
    let id = client.open("/ar/documents/new").await.field("id").unwrap();
    let mut fields = form(&id, visibility);
    fields.extend(more);
    let answer = send(
        client,
        "/ar/documents/new",
        &fields,
        Some(("شكاوى.pdf", PDF)),
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    format!("/documents/{id}")
}

#[tokio::test]
async fn a_publisher_uploads_and_a_visitor_finds_and_downloads() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "public", &[("action", "publish")]).await;
    let visitor = app.visitor();
    let list = visitor
        .get("/ar/documents?topic=complaints&kind=manual&organization=gaza&language=ar")
        .await;
    assert!(
        list.says("دورة حياة الشكوى") && list.says("وثيقة واحدة") && list.says("PDF"),
        "{}",
        list.text()
    );
    assert!(
        visitor
            .get("/ar/documents?kind=form")
            .await
            .says("لا وثيقة تطابق اختيارك")
    );
    let page = visitor.get(&format!("/ar{path}")).await;
    assert!(
        page.says("الإصدار 1") && page.says("بلدية غزة") && page.says("كيلوبايت"),
        "{}",
        page.text()
    );
    assert!(!page.says("عدّل بيانات الوثيقة"));
    let file = visitor.get(&format!("/en{path}/download")).await;
    assert_eq!((file.status, &file.bytes[..]), (StatusCode::OK, PDF));
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(
        file.header("content-disposition")
            .starts_with("attachment; filename=\"document.pdf\"; filename*=UTF-8''%D8%B4")
    );
    assert_eq!(
        file.header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
    app.app
        .downloads
        .flush(&app.app.db, &app.app.sources)
        .await
        .unwrap();
    // A visitor's page may be a minute old.
    assert!(
        publisher
            .get(&format!("/ar{path}"))
            .await
            .says("نُزّلت مرة واحدة")
    );
}

#[tokio::test]
async fn a_broken_download_goes_on() {
    let app = TestApp::start().await;
    let path = upload(&app.publisher("gaza").await, "public", &[]).await;
    let request = app
        .visitor()
        .request(Method::GET, &format!("/ar{path}/versions/1/download"))
        .header("range", format!("bytes={}-", PDF.len() - 10));
    let part = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (part.status, &part.bytes[..]),
        (StatusCode::PARTIAL_CONTENT, &PDF[PDF.len() - 10..])
    );
    let head = app
        .visitor()
        .request(Method::HEAD, &format!("/ar{path}/download"))
        .body(Body::empty())
        .unwrap();
    let head = app.send(head).await;
    assert_eq!(
        (head.status, head.header("content-length")),
        (StatusCode::OK, PDF.len().to_string().as_str())
    );
    let request = app
        .visitor()
        .request(Method::GET, &format!("/ar{path}/download"))
        .header("range", "bytes=99999999-");
    assert_eq!(
        app.send(request.body(Body::empty()).unwrap()).await.status,
        StatusCode::RANGE_NOT_SATISFIABLE
    );
}

#[tokio::test]
async fn a_member_uploads_a_draft_and_a_publisher_publishes_it() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let path = upload(&member, "public", &[("action", "publish")]).await;
    assert_eq!(
        app.visitor().get(&format!("/ar{path}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(member.get(&format!("/ar{path}")).await.says("مسودة"));
    let refused = member.post(&format!("/ar{path}/publication"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let published = app
        .publisher("gaza")
        .await
        .post(&format!("/ar{path}/publication"), &[])
        .await;
    assert_eq!(published.status, StatusCode::SEE_OTHER);
    assert_eq!(
        app.visitor().get(&format!("/ar{path}")).await.status,
        StatusCode::OK
    );
    // What is published in the organization's name is changed by its publishers.
    assert_eq!(
        member.get(&format!("/ar{path}/edit")).await.status,
        StatusCode::FORBIDDEN
    );
}

/// Every road to a document, for everyone who may not see it.
#[tokio::test]
async fn nothing_leaks() {
    let app = TestApp::start().await;
    let owner = app.member("gaza").await;
    let publisher = app.publisher("gaza").await;
    let draft = upload(&owner, "public", &[]).await;
    let network = upload(&publisher, "network", &[]).await;
    let dura = app.organization("dura").await.to_string();
    let named = upload(
        &publisher,
        Visibility::Organizations.as_str(),
        &[("named", &dura)],
    )
    .await;
    let (member, in_dura, coordinator) = (
        app.member("hebron").await,
        app.publisher("dura").await,
        app.coordinator().await,
    );
    let visitor = app.visitor();
    let cases = [
        (&draft, &visitor, false),
        (&draft, &member, false),
        (&draft, &coordinator, false),
        (&draft, &owner, true),
        (&network, &visitor, false),
        (&network, &member, true),
        (&named, &visitor, false),
        (&named, &member, false),
        (&named, &coordinator, false),
        (&named, &in_dura, true),
        (&named, &owner, true),
    ];
    for (path, client, seen) in cases {
        for road in ["", "/download", "/versions/1/download"] {
            let answer = client.get(&format!("/en{path}{road}")).await;
            let expected = if seen {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(answer.status, expected, "{path}{road}");
        }
        let range = client
            .request(Method::GET, &format!("/en{path}/download"))
            .header("range", "bytes=0-1");
        assert_eq!(
            app.send(range.body(Body::empty()).unwrap()).await.status
                == StatusCode::PARTIAL_CONTENT,
            seen
        );
        let api = client.get(&format!("/api/v1{path}")).await;
        assert_eq!(api.status == StatusCode::OK, seen, "api {path}");
        for list in ["/ar/documents", "/api/v1/documents"] {
            assert_eq!(
                client.get(list).await.text().contains(path.as_str()),
                seen,
                "{list} {path}"
            );
        }
    }
}

/// What only some may do, by form and for each role.
#[tokio::test]
async fn who_may_change_what() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "public", &[]).await;
    let (visitor, member, other) = (
        app.visitor(),
        app.member("gaza").await,
        app.publisher("dura").await,
    );
    let forms = ["edit", "versions/new", "withdrawal"];
    for form in forms {
        let url = format!("/ar{path}/{form}");
        assert_eq!(
            visitor.get(&url).await.status,
            StatusCode::UNAUTHORIZED,
            "{form}"
        );
        assert_eq!(
            member.get(&url).await.status,
            StatusCode::FORBIDDEN,
            "{form}"
        );
        assert_eq!(
            other.get(&url).await.status,
            StatusCode::FORBIDDEN,
            "{form}"
        );
        assert_eq!(publisher.get(&url).await.status, StatusCode::OK, "{form}");
    }
    for form in ["edit", "publication", "withdrawal", "restoration"] {
        let url = format!("/ar{path}/{form}");
        let fields = [("reason", "x"), ("title_ar", "x")];
        assert_eq!(
            visitor.post(&url, &fields).await.status,
            StatusCode::UNAUTHORIZED,
            "{form}"
        );
        if form != "publication" && form != "restoration" {
            assert_eq!(
                other.post(&url, &fields).await.status,
                StatusCode::FORBIDDEN,
                "{form}"
            );
        }
    }
    let version = send(
        &other,
        &format!("/ar{path}/versions/new"),
        &[("seen", "1"), ("note", "x")],
        Some(("a.pdf", PDF)),
    )
    .await;
    assert_eq!(version.status, StatusCode::FORBIDDEN);
    assert!(
        visitor
            .get(&format!("/ar{path}"))
            .await
            .says("دورة حياة الشكوى")
    );
    // A coordinator moderates what the network reads, and only that.
    let coordinator = app.coordinator().await;
    assert_eq!(
        coordinator.get(&format!("/ar{path}/edit")).await.status,
        StatusCode::FORBIDDEN
    );
    let done = coordinator
        .post(
            &format!("/ar{path}/withdrawal"),
            &[("reason", "فيها أرقام أشخاص")],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_uploads_for_another_organization() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let dura = app.organization("dura").await.to_string();
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.push(("organization", &dura));
    let answer = send(&member, "/ar/documents/new", &fields, Some(("a.pdf", PDF))).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        app.visitor().open("/ar/documents/new").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        app.visitor()
            .get("/ar/documents/attach?to=practice:x")
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        member
            .get("/ar/documents/attach?to=practice:x")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let elsewhere = format!("/ar/documents/new?attach=practice:{id}");
    assert_eq!(member.open(&elsewhere).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refused_upload_says_why_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let fields = form(&id, "public");
    let too_large = vec![b'x'; 5 * 1024 * 1024 + 1];
    type Case<'a> = (Option<(&'a str, &'a [u8])>, StatusCode, &'a str);
    let cases: [Case<'_>; 6] = [
        (None, StatusCode::UNPROCESSABLE_ENTITY, "اختر ملفًا"),
        (
            Some(("a.pdf", b"")),
            StatusCode::UNPROCESSABLE_ENTITY,
            "الملف فارغ",
        ),
        (
            Some(("a.pdf", MISLABELLED)),
            StatusCode::UNPROCESSABLE_ENTITY,
            "الاسم يقول PDF، والمحتوى PNG",
        ),
        (
            Some(("a.html", b"<script>")),
            StatusCode::UNPROCESSABLE_ENTITY,
            "غير مقبول",
        ),
        (
            Some(("a.pdf", &PDF[..PDF.len() - 20])),
            StatusCode::UNPROCESSABLE_ENTITY,
            "ناقص أو تالف",
        ),
        (
            Some(("a.pdf", &too_large)),
            StatusCode::PAYLOAD_TOO_LARGE,
            "أكبر من الحد المسموح",
        ),
    ];
    for (file, status, words) in cases {
        let answer = send(&member, "/ar/documents/new", &fields, file).await;
        assert_eq!(answer.status, status, "{words}: {}", answer.text());
        assert!(answer.says(words), "{words}: {}", answer.text());
        assert!(answer.says("value=\"دورة حياة الشكوى\""), "{words}");
        assert_eq!(answer.field("id").as_deref(), Some(id.as_str()));
    }
    assert!(member.get("/ar/documents").await.says("لا وثائق هنا بعد"));
    let english = send(
        &member,
        "/en/documents/new",
        &[("id", &id)],
        Some(("a.pdf", PDF)),
    )
    .await;
    assert!(
        english.says("Enter a title in Arabic or in English.")
            && english.says("Files that have arrived")
    );
}

#[tokio::test]
async fn a_cut_off_upload_leaves_nothing() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let body = multipart(&form(&id, "public"), &[("a.pdf", PDF)]);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    for at in [body.len() / 3, body.len() / 2, body.len() - 20] {
        let answer = member
            .post_raw("/ar/documents/new", &kind, body[..at].to_vec())
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
    assert!(member.get("/ar/documents").await.says("لا وثائق هنا بعد"));
    let staging = app.app.settings.data_dir.join("files/staging");
    assert_eq!(std::fs::read_dir(staging).unwrap().count(), 0);
}

#[tokio::test]
async fn a_full_disk_says_so_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    app.app.storage.pretend_full(true);
    let answer = send(
        &member,
        "/ar/documents/new",
        &form(&id, "public"),
        Some(("a.pdf", PDF)),
    )
    .await;
    assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(
        answer.says("لا مساحة على الخادم") && answer.says("value=\"دورة حياة الشكوى\""),
        "{}",
        answer.text()
    );
    app.app.storage.pretend_full(false);
    let again = send(
        &member,
        "/ar/documents/new",
        &form(&id, "public"),
        Some(("a.pdf", PDF)),
    )
    .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_double_submit_uploads_once() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    for _ in 0..2 {
        let answer = send(
            &member,
            "/ar/documents/new",
            &form(&id, "public"),
            Some(("a.pdf", PDF)),
        )
        .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(member.get("/api/v1/documents").await.json()["total"], 1);
}

#[tokio::test]
async fn a_form_sent_again_with_other_words_or_files_loses_nothing() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let new = "/ar/documents/new";
    let id = member.open(new).await.field("id").unwrap();
    let mut fields = form(&id, "public");
    send(&member, new, &fields, Some(("a.pdf", PDF))).await;
    // Another file under the same name, then another title.
    let text = "نص آخر".as_bytes();
    let page = send(&member, new, &fields, Some(("a.txt", text))).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text());
    fields[1].1 = "عنوان صُحّح أثناء الانتظار";
    let page = send(&member, new, &fields, Some(("a.pdf", PDF))).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.says("أُرسل هذا النموذج من قبل") && page.says(&format!("/ar/documents/{id}\"")),
        "{}",
        page.text()
    );
    assert_eq!(page.field("title_ar").as_deref(), Some(fields[1].1));
    assert_eq!(member.get("/api/v1/documents").await.json()["total"], 1);
    // Sent once more it is another document, and its file need not be chosen again.
    let other = page.field("id").unwrap();
    assert_ne!(other, id);
    let mut again = form(&other, "public");
    again[1].1 = fields[1].1;
    let kept = page.fields("upload");
    let kept = kept.first().expect("the file was put aside");
    again.push(("upload", kept));
    let done = send(&member, new, &again, None).await;
    assert_eq!(done.location(), format!("/ar/documents/{other}?done=draft"));
    // A file that arrived before its form is gone when the form comes a second time, and that is no difference.
    let done = send(&member, new, &again, None).await;
    assert_eq!(done.location(), format!("/ar/documents/{other}?done=draft"));
    assert_eq!(member.get("/api/v1/documents").await.json()["total"], 2);
}

#[tokio::test]
async fn an_upload_without_a_session_gives_the_text_back_after_signing_in() {
    let app = TestApp::start().await;
    let answer = send(
        &app.visitor(),
        "/ar/documents/new",
        &form("x", "public"),
        Some(("a.pdf", PDF)),
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text().contains("title_ar"), "{}", answer.text());
    assert!(
        answer.says("الملفات التي اخترتها لا تُحفظ"),
        "{}",
        answer.text()
    );
    let member = app.member("gaza").await;
    let mut fields = form("0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000", "public");
    fields.push(("_replay", "1"));
    let filled = member.post("/ar/documents/new", &fields).await;
    assert_eq!(filled.status, StatusCode::OK);
    assert!(filled.says("value=\"دورة حياة الشكوى\""));
    assert_eq!(member.get("/api/v1/documents").await.json()["total"], 0);
}

#[tokio::test]
async fn versions_follow_one_another_and_the_old_ones_stay() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "public", &[]).await;
    let url = format!("/ar{path}/versions/new");
    let second = [PDF, b"\n%%EOF\n"].concat();
    let missing = send(&publisher, &url, &[("seen", "1")], Some(("b.pdf", &second))).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send(
        &publisher,
        &url,
        &[("seen", "1"), ("note", "أرقام 2026")],
        Some(("b.pdf", &second)),
    )
    .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let visitor = app.visitor();
    assert_eq!(
        &visitor.get(&format!("/ar{path}/download")).await.bytes[..],
        &second[..]
    );
    assert_eq!(
        &visitor
            .get(&format!("/ar{path}/versions/1/download"))
            .await
            .bytes[..],
        PDF
    );
    assert_eq!(
        visitor
            .get(&format!("/ar{path}/versions/9/download"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let page = visitor.get(&format!("/ar{path}")).await;
    assert!(page.says("الإصدار 2") && page.says("أرقام 2026") && page.says("أحدث إصدار"));
    // A colleague who still saw the first is told.
    let third = [PDF, b"\n%%EOF\n\n"].concat();
    let stale = send(
        &publisher,
        &url,
        &[("seen", "1"), ("note", "x")],
        Some(("c.pdf", &third)),
    )
    .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_withdrawn_document_says_why_and_comes_back() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "public", &[]).await;
    let url = format!("/ar{path}/withdrawal");
    assert_eq!(
        publisher.post(&url, &[("reason", " ")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        publisher
            .post(&url, &[("reason", "صدر نظام جديد")])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let visitor = app.visitor();
    let page = visitor.get(&format!("/ar{path}")).await;
    assert!(
        page.says("صدر نظام جديد") && !page.says("/download"),
        "{}",
        page.text()
    );
    assert_eq!(
        visitor.get(&format!("/ar{path}/download")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        publisher.get(&format!("/ar{path}/download")).await.status,
        StatusCode::OK
    );
    assert_eq!(visitor.get("/api/v1/documents").await.json()["total"], 0);
    assert!(
        publisher
            .get("/ar/documents?status=withdrawn")
            .await
            .says("دورة حياة الشكوى")
    );
    assert_eq!(
        publisher
            .post(&format!("/ar{path}/restoration"), &[])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        visitor.get(&format!("/ar{path}/download")).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn details_are_edited_and_a_second_editor_is_told() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = upload(&publisher, "public", &[]).await;
    let url = format!("/en{path}/edit");
    let page = publisher.get(&url).await;
    assert!(page.says("value=\"دورة حياة الشكوى\""), "{}", page.text());
    let seen = page.field("seen").unwrap();
    let edit = |title: &'static str, seen: String| {
        let publisher = &publisher;
        let url = &url;
        async move {
            let fields = [
                ("title_en", title),
                ("kind", "report"),
                ("language", "both"),
                ("licence", "cc_by"),
                ("visibility", "public"),
                ("seen", &seen),
            ];
            publisher.post(url, &fields).await
        }
    };
    assert_eq!(
        edit("Life cycle", seen.clone()).await.status,
        StatusCode::SEE_OTHER
    );
    let stale = edit("Other", seen).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.says("value=\"Other\"") && stale.says("A colleague changed"));
    for stored in ["Life cycle", "Report", "Arabic and English"] {
        let stored = format!("<dd dir=\"auto\">{stored}");
        assert!(stale.says(&stored), "{stored}: {}", stale.text());
    }
    // The same once more is what the button pressed twice sends.
    assert_eq!(
        edit("Life cycle", "0".to_owned()).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        edit("", String::new()).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(
        app.visitor()
            .get(&format!("/en{path}"))
            .await
            .says("Life cycle")
    );
}

#[tokio::test]
async fn the_api_lists_with_pages_and_filters() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    for _ in 0..3 {
        upload(&publisher, "public", &[]).await;
    }
    let visitor = app.visitor();
    let first = visitor
        .get("/api/v1/documents?limit=2&organization=gaza")
        .await
        .json();
    assert_eq!(
        (
            first["total"].as_i64(),
            first["items"].as_array().unwrap().len()
        ),
        (Some(3), 2)
    );
    let item = &first["items"][0];
    assert_eq!(
        (&item["organization"], &item["size"]),
        (&"gaza".into(), &PDF.len().into())
    );
    assert_eq!(item["media_type"], "application/pdf");
    let next = first["next"].as_str().unwrap();
    let next = next.strip_prefix("http://127.0.0.1:3000").unwrap();
    let second = visitor.get(next).await.json();
    assert_eq!(
        (second["items"].as_array().unwrap().len(), &second["next"]),
        (1, &serde_json::Value::Null)
    );
    assert_eq!(
        visitor.get("/api/v1/documents?kind=nonsense").await.json()["total"],
        0
    );
    assert_eq!(
        visitor.get("/api/v1/documents?limit=x").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        visitor.get("/api/v1/documents/x").await.status,
        StatusCode::NOT_FOUND
    );
    let download = item["download_url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://127.0.0.1:3000")
        .unwrap();
    assert_eq!(visitor.get(download).await.status, StatusCode::OK);
}

/// Attached while the practice is a draft, seen with it, published with it, and never wider than was chosen.
#[tokio::test]
async fn a_document_on_a_draft_waits_for_the_practice() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = practices::write(&publisher, "submit").await;
    let attach = format!("practice:{id}");
    let page = publisher
        .open(&format!("/ar/documents/new?attach={attach}"))
        .await;
    assert!(
        page.says("ستُرفق الوثيقة بـ") || page.says("وحدة الشكاوى"),
        "{}",
        page.text()
    );
    let open = upload(
        &publisher,
        "public",
        &[("attach", &attach), ("action", "publish")],
    )
    .await;
    let inside = upload(&publisher, "network", &[("attach", &attach)]).await;
    let (visitor, colleague, other) = (
        app.visitor(),
        app.member("gaza").await,
        app.member("dura").await,
    );
    for path in [&open, &inside] {
        assert_eq!(
            visitor.get(&format!("/ar{path}/download")).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            other.get(&format!("/ar{path}")).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(
            colleague
                .get(&format!("/ar/practices/{id}"))
                .await
                .says(path)
        );
        assert!(
            colleague
                .get(&format!("/ar{path}"))
                .await
                .says("وحدة الشكاوى")
        );
    }
    // Nobody hangs anything on another organization's draft, nor learns that there is one.
    let foreign = other
        .open(&format!("/ar/documents/new?attach={attach}"))
        .await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    practices::approve(&publisher, &id, "public").await;
    assert_eq!(
        visitor.get(&format!("/ar{open}/download")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        visitor.get(&format!("/ar{inside}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        other.get(&format!("/ar{inside}/download")).await.status,
        StatusCode::OK
    );
    let shown = visitor.get(&format!("/ar/practices/{id}")).await;
    assert!(
        shown.says(&open) && !shown.says(&inside),
        "{}",
        shown.text()
    );
    assert!(!shown.says("أزل المرفق"));
    // What is published can be read by others, but only its owner hangs documents on it.
    let refused = other
        .get(&format!("/ar/documents/attach?to={attach}"))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let removal = publisher
        .post(&format!("/ar{open}/links/removal"), &[("attach", &attach)])
        .await;
    assert_eq!(
        removal.location(),
        format!("/ar/practices/{id}?done=detached")
    );
    let notice = publisher.get(removal.location()).await;
    assert!(notice.says("فُصلت الوثيقة"), "{}", notice.text());
    assert!(
        !visitor
            .get(&format!("/ar/practices/{id}"))
            .await
            .says(&open)
    );
    let choice = publisher
        .get(&format!("/ar/documents/attach?to={attach}"))
        .await;
    assert!(choice.says(&open), "{}", choice.text());
    publisher
        .post(&format!("/ar{open}/links"), &[("attach", &attach)])
        .await;
    assert!(visitor.get(&format!("/ar{open}")).await.says("أين تُستعمل"));
}

#[tokio::test]
async fn what_is_on_a_public_page_is_a_publishers() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let practice = practices::published_by(&publisher, "public").await;
    let attach = format!("practice:{practice}");
    let shown = upload(&publisher, "public", &[("attach", &attach)]).await;
    let other = upload(&publisher, "public", &[]).await;
    let (member, visitor) = (app.member("gaza").await, app.visitor());
    let page = format!("/ar/practices/{practice}");
    let link = [("attach", attach.as_str())];
    for path in [format!("{shown}/links/removal"), format!("{other}/links")] {
        let refused = member.post(&format!("/ar{path}"), &link).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    let choice = member
        .get(&format!("/ar/documents/attach?to={attach}"))
        .await;
    assert!(!choice.says(&other), "{}", choice.text());
    assert!(
        !member
            .get(&page)
            .await
            .says(&format!("{shown}/links/removal"))
    );
    // A draft is hung there by whoever writes, and seen by nobody else before it is published.
    let draft = upload(&member, "public", &[("attach", &attach)]).await;
    assert!(visitor.get(&page).await.says(&shown));
    assert!(!visitor.get(&page).await.says(&draft));
    assert!(
        member
            .get(&page)
            .await
            .says(&format!("{draft}/links/removal"))
    );
    publisher
        .post(&format!("/ar{draft}/publication"), &[("x", "")])
        .await;
    assert!(visitor.get(&page).await.says(&draft));
}

#[tokio::test]
async fn what_the_reviewer_did_not_see_is_not_published() {
    let app = TestApp::start().await;
    let (member, publisher) = (app.member("gaza").await, app.publisher("gaza").await);
    let practice = practices::write(&member, "submit").await;
    let attach = format!("practice:{practice}");
    let seen = upload(&member, "public", &[("attach", &attach)]).await;
    let review = format!("/ar/practices/{practice}/review");
    let page = publisher.get(&review).await;
    let late = upload(&member, "public", &[("attach", &attach)]).await;
    let documents = page.fields("documents");
    assert_eq!(documents.len(), 1, "{}", page.text());
    let decision = [
        ("revision", "1"),
        ("version", "1"),
        ("decision", "approve"),
        ("visibility", "public"),
        ("documents", &documents[0]),
    ];
    publisher.post(&review, &decision).await;
    let public = app
        .visitor()
        .get(&format!("/ar/practices/{practice}"))
        .await;
    assert!(
        public.says(&seen) && !public.says(&late),
        "{}",
        public.text()
    );
}

#[tokio::test]
async fn a_button_that_comes_back_from_a_sign_in_says_nothing_is_done() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let practice = practices::write(&publisher, "save").await;
    let document = upload(&publisher, "public", &[]).await;
    let attach = format!("practice:{practice}");
    let replayed = [("attach", attach.as_str()), ("_replay", "1")];
    let answer = publisher
        .post(&format!("/ar{document}/links"), &replayed)
        .await;
    assert_eq!(answer.location(), format!("/ar/practices/{practice}"));
    assert!(!publisher.get(answer.location()).await.says(&document));
    let admin = app.admin().await;
    let retirement = "/ar/organizations/dura/retirement";
    let answer = admin.post(retirement, &[("_replay", "1")]).await;
    assert_eq!(answer.location(), "/ar/organizations/dura/edit");
}

#[tokio::test]
async fn an_upload_that_comes_back_from_a_sign_in_asks_for_its_file() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.push(("_replay", "1"));
    let page = member.post("/ar/documents/new", &fields).await;
    assert!(page.says("اختر الملف من جديد"), "{}", page.text());
    assert!(page.says("دورة حياة الشكوى"));
}

#[tokio::test]
async fn whoever_comes_back_to_an_empty_form_finds_the_document() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let moved = member.get("/ar/documents/new?licence=cc0").await;
    let form = moved.location();
    let id = member.get(form).await.field("id").unwrap();
    assert!(
        form.contains("licence=cc0") && form.ends_with(&id),
        "{form}"
    );
    let path = "/ar/documents/new";
    send(
        &member,
        path,
        &self::form(&id, "public"),
        Some(("a.pdf", PDF)),
    )
    .await;
    assert_eq!(
        member.get(form).await.location(),
        format!("/ar/documents/{id}")
    );
}

#[tokio::test]
async fn a_file_that_came_beside_a_kept_one_is_asked_for_after_a_sign_in() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = member.open("/ar/documents/new").await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.push(("upload", "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000"));
    let signed_out = send(
        &app.visitor(),
        "/ar/documents/new",
        &fields,
        Some(("a.pdf", PDF)),
    )
    .await;
    let (body, action) = (
        signed_out.field("sent_body").unwrap(),
        signed_out.field("sent_action").unwrap(),
    );
    let back = app
        .visitor()
        .post(
            "/ar/sign-in",
            &[
                ("email", "member-1@tabadul.example"),
                ("password", "wrong"),
                ("sent_body", &body),
                ("sent_action", &action),
            ],
        )
        .await;
    assert!(back.says("الملفات التي اخترتها لا تُحفظ"), "{}", back.text());
    let kind = "application/x-www-form-urlencoded";
    let replayed = format!("{body}&_replay=1");
    let page = member.post_raw("/ar/documents/new", kind, replayed).await;
    assert!(page.says("اختر الملف من جديد"), "{}", page.text());
}
