//! Packs: one ZIP of a practice or a workshop, read here by a reader that is not ours.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use app::testing::databases;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents::{PDF, form, send, upload};
use crate::{practices, workshops};

/// The files of an archive by name, each checked against its CRC-32.
pub fn unpack(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a whole file");
        let twice = files.insert(file.name().to_owned(), content);
        assert!(twice.is_none(), "{} twice", file.name());
    }
    files
}

fn names(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::OK);
    unpack(&answer.bytes).into_keys().collect()
}

fn page(answer: &Answer, name: &str) -> String {
    String::from_utf8(unpack(&answer.bytes).remove(name).expect("a page")).expect("UTF-8")
}

async fn attach(client: &Client<'_>, document: &str, target: &str) {
    let path = format!("/ar{document}/links");
    let attached = client.post(&path, &[("attach", target)]).await;
    assert_eq!(
        attached.status,
        StatusCode::SEE_OTHER,
        "{}",
        attached.text()
    );
}

/// A document of this title on the practice or workshop.
async fn hang(
    client: &Client<'_>,
    (title, kind): (&str, &str),
    visibility: &str,
    target: &str,
    more: &[(&str, &str)],
) -> String {
    let id = client.open("/ar/documents/new").await.field("id").unwrap();
    let mut fields = form(&id, visibility);
    fields.retain(|(name, _)| !["title_ar", "kind"].contains(name));
    fields.extend([("title_ar", title), ("kind", kind), ("attach", target)]);
    fields.extend(more);
    let sent = send(client, "/ar/documents/new", &fields, Some(("f.pdf", PDF))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    id
}

const INDEX: [&str; 2] = ["index-en.html", "index.html"];

#[tokio::test]
async fn everyone_carries_away_what_they_may_read() {
    for db in databases().await {
        let app = TestApp::on(db).await;
        let publisher = app.publisher("gaza").await;
        let id = practices::published_by(&publisher, "public").await;
        let target = format!("practice:{id}");
        let dura = app.organization("dura").await.to_string();
        hang(
            &publisher,
            ("نموذج: شكوى/طلب", "form"),
            "public",
            &target,
            &[],
        )
        .await;
        hang(
            &publisher,
            ("نموذج: شكوى/طلب", "form"),
            "public",
            &target,
            &[],
        )
        .await;
        hang(&publisher, ("دليل", "manual"), "network", &target, &[]).await;
        let named = [("named", dura.as_str())];
        hang(
            &publisher,
            ("أرقام", "data_set"),
            "organizations",
            &target,
            &named,
        )
        .await;
        let draft = [("action", "draft")];
        hang(&publisher, ("مسودة", "report"), "public", &target, &draft).await;

        let path = format!("/ar/practices/{id}/pack");
        let public = [
            "نموذج/نموذج - شكوى-طلب (2).pdf",
            "نموذج/نموذج - شكوى-طلب.pdf",
        ];
        let network = ["دليل عمل/دليل.pdf"];
        let (in_dura, member) = (app.member("dura").await, app.member("hebron").await);
        let (coordinator, visitor) = (app.coordinator().await, app.visitor());
        for (client, more) in [
            (&visitor, &[][..]),
            (&member, &network),
            (&coordinator, &network),
            (&in_dura, &["بيانات/أرقام.pdf", network[0]]),
            (
                &publisher,
                &["بيانات/أرقام.pdf", network[0], "تقرير/مسودة.pdf"],
            ),
        ] {
            let mut expected: Vec<_> = [&INDEX[..], &public, more].concat();
            expected.sort_unstable();
            let pack = client.get(&format!("{path}/download")).await;
            assert_eq!(names(&pack), expected);
            let shown = client.get(&path).await;
            let size = pack.header("content-length").parse::<usize>().unwrap();
            assert_eq!(pack.bytes.len(), size);
            let button = format!("نزّل الحزمة ({} كيلوبايت)", (size + 500) / 1000);
            assert!(shown.says(&button), "{button}: {}", shown.text());
            for name in expected {
                assert!(shown.says(name), "{name}");
            }
            assert_eq!(shown.says("ما لا يقرؤه الجميع"), !more.is_empty());
            // What can be given to anybody is the same for whoever asks.
            let open = client.get(&format!("{path}/download?for=everyone")).await;
            assert_eq!(names(&open), [&INDEX[..], &public].concat());
        }
        let pack = visitor.get(&format!("{path}/download")).await;
        let files = unpack(&pack.bytes);
        assert!(public.iter().all(|name| files[*name] == PDF));
        assert_eq!(pack.header("cache-control"), "public, no-cache");
        let private = member.get(&format!("{path}/download")).await;
        assert_eq!(private.header("cache-control"), "private, no-cache");
    }
}

#[tokio::test]
async fn its_pages_open_without_a_network_and_run_nothing() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = practices::published_by(&publisher, "public").await;
    let target = format!("practice:{id}");
    hang(&publisher, ("نموذج شكوى", "form"), "public", &target, &[]).await;
    let pack = app
        .visitor()
        .get(&format!("/en/practices/{id}/pack/download"))
        .await;
    assert_eq!(pack.header("content-type"), "application/zip");
    assert!(pack.header("content-disposition").ends_with(".zip"));
    assert_eq!(pack.header("x-content-type-options"), "nosniff");
    for (name, other, words) in [
        ("index.html", "index-en.html", "المشكلة"),
        ("index-en.html", "index.html", "Problem"),
    ] {
        let html = page(&pack, name);
        for part in [
            words,
            "<strong>تضيع</strong>",
            "href=\"Form/%D9%86%D9%85%D9%88%D8%B0%D8%AC%20%D8%B4%D9%83%D9%88%D9%89.pdf\"",
            &format!("href=\"{other}\""),
            &format!("practices/{id}"),
            "default-src 'none'",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("<script") && !html.contains("<link") && !html.contains("src="));
        for link in html.split("href=\"").skip(1) {
            let link = link.split('"').next().unwrap();
            let outside = link.starts_with("http://127.0.0.1:3000/");
            let inside = link.starts_with(['#']) || link.starts_with("Form/") || link == other;
            assert!(outside || inside, "{link}");
        }
        assert!(!html.contains("موظف تجربة") && !html.contains("اسم لا يُنشر"));
    }
    let english = app.visitor().get(&format!("/en/practices/{id}")).await;
    assert!(english.says("Pack for reading offline: the page and one document"));
    let arabic = app.visitor().get(&format!("/ar/practices/{id}/pack")).await;
    assert!(arabic.says("index.html") && arabic.says("نموذج/نموذج شكوى.pdf"));
}

#[tokio::test]
async fn a_broken_download_goes_on_and_a_changed_pack_starts_again() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = practices::published_by(&publisher, "public").await;
    let target = format!("practice:{id}");
    hang(&publisher, ("نموذج", "form"), "public", &target, &[]).await;
    let path = format!("/ar/practices/{id}/pack/download");
    let visitor = app.visitor();
    let ask = async |method: Method, headers: &[(&str, &str)]| {
        let mut request = visitor.request(method, &path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        app.send(request.body(Body::empty()).unwrap()).await
    };
    let whole = ask(Method::GET, &[]).await;
    let etag = whole.header("etag").to_owned();
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let size = whole.bytes.len();
    for cut in [1, 40, size / 3, size / 2, size - 30, size - 1] {
        let range = format!("bytes={cut}-");
        let rest = ask(Method::GET, &[("range", &range), ("if-range", &etag)]).await;
        assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(rest.bytes, whole.bytes.slice(cut..));
        let said = format!("bytes {cut}-{}/{size}", size - 1);
        assert_eq!(rest.header("content-range"), said);
    }
    let end = ask(Method::GET, &[("range", "bytes=-22")]).await;
    assert_eq!(end.bytes, whole.bytes.slice(size - 22..));
    let head = ask(Method::HEAD, &[]).await;
    assert_eq!(head.header("content-length"), size.to_string());
    assert!(head.bytes.is_empty());
    let same = ask(Method::GET, &[("if-none-match", &etag)]).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    let beyond = ask(Method::GET, &[("range", "bytes=99999999-")]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);

    // Time alone changes nothing, nor does somebody who counts downloads.
    app.clock.advance(jiff::SignedDuration::from_hours(72));
    let downloads = &app.app.downloads;
    downloads
        .flush(&app.app.db, &app.app.sources)
        .await
        .unwrap();
    assert_eq!(ask(Method::HEAD, &[]).await.header("etag"), etag);
    hang(&publisher, ("دليل", "manual"), "public", &target, &[]).await;
    let range = [("range", "bytes=100-"), ("if-range", etag.as_str())];
    let again = ask(Method::GET, &range).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_ne!(again.header("etag"), etag);
    assert_eq!(names(&again).len(), 4);
}

#[tokio::test]
async fn each_document_of_a_pack_counts_as_downloaded_once() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = practices::published_by(&publisher, "public").await;
    let document = upload(&publisher, "public", &[]).await;
    attach(&publisher, &document, &format!("practice:{id}")).await;
    let path = format!("/ar/practices/{id}/pack/download");
    app.visitor().get(&path).await;
    let rest = app
        .visitor()
        .request(Method::GET, &path)
        .header("range", "bytes=50-");
    app.send(rest.body(Body::empty()).unwrap()).await;
    let downloads = &app.app.downloads;
    downloads
        .flush(&app.app.db, &app.app.sources)
        .await
        .unwrap();
    let page = publisher.get(&format!("/ar{document}")).await;
    assert!(page.says("نُزّلت مرة واحدة"), "{}", page.text());
}

#[tokio::test]
async fn what_is_gone_breaks_the_download_and_is_never_left_out_silently() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = practices::published_by(&publisher, "public").await;
    let target = format!("practice:{id}");
    hang(&publisher, ("نموذج", "form"), "public", &target, &[]).await;
    let path = format!("/ar/practices/{id}/pack/download");
    let whole = app.visitor().get(&path).await;
    let blobs = app.app.settings.data_dir.join("files/blobs");
    std::fs::remove_dir_all(&blobs).unwrap();
    std::fs::create_dir_all(&blobs).unwrap();
    let broken = app.visitor().get(&path).await;
    assert_eq!(
        broken.header("content-length"),
        whole.bytes.len().to_string()
    );
    assert!(broken.bytes.len() < whole.bytes.len());
    // Nobody read the file before: the answer can still say so.
    sqlx::query("UPDATE blobs SET crc32 = NULL")
        .execute(app.app.db.reader())
        .await
        .unwrap();
    let refused = app.visitor().get(&path).await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn what_has_no_room_is_named() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = practices::published_by(&publisher, "public").await;
    let target = format!("practice:{id}");
    let film = hang(
        &publisher,
        ("تسجيل الجلسة", "recording"),
        "public",
        &target,
        &[],
    )
    .await;
    hang(&publisher, ("نموذج", "form"), "public", &target, &[]).await;
    sqlx::query("UPDATE document_versions SET size = 4294967295 WHERE document_id = $1")
        .bind(&film)
        .execute(app.app.db.reader())
        .await
        .unwrap();
    let path = format!("/ar/practices/{id}/pack");
    let shown = app.visitor().get(&path).await;
    assert!(shown.says("لا تتسع الحزمة") && shown.says("تسجيل الجلسة"));
    let pack = app.visitor().get(&format!("{path}/download")).await;
    assert_eq!(names(&pack), [&INDEX[..], &["نموذج/نموذج.pdf"]].concat());
    let html = page(&pack, "index.html");
    assert!(html.contains("لا تتسع الحزمة"), "{html}");
    assert!(html.contains(&format!("http://127.0.0.1:3000/ar/documents/{film}")));
}

#[tokio::test]
async fn a_workshop_is_carried_without_what_only_registered_people_know() {
    for db in databases().await {
        let app = TestApp::on(db).await;
        let coordinator = app.coordinator().await;
        let path = workshops::scheduled(&app, &coordinator).await;
        let id = path.rsplit('/').next().unwrap();
        let target = format!("workshop:{id}");
        hang(
            &coordinator,
            ("عرض", "presentation"),
            "public",
            &target,
            &[("action", "publish")],
        )
        .await;
        let pack = coordinator.get(&format!("/ar{path}/pack/download")).await;
        let names = names(&pack);
        assert!(
            names.contains(&"عرض تقديمي/عرض.pdf".to_owned()),
            "{names:?}"
        );
        let html = page(&pack, "index.html");
        for part in [
            "تبادل الخبرات بين غزة ودورا",
            "رئيسة وحدة الشكاوى",
            "بتوقيت غزة",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(page(&pack, "index-en.html").contains("Gaza and Dura exchange"));
        for secret in ["meet.jit.si", "workshop.ics", "registration"] {
            assert!(!html.contains(secret), "{secret}");
        }
        // Somebody who registers changes nothing in it.
        let member = app.member("gaza").await;
        member
            .post(&format!("/ar{path}/registration"), &[("heads", "1")])
            .await;
        let again = coordinator.get(&format!("/ar{path}/pack/download")).await;
        assert_eq!(again.header("etag"), pack.header("etag"));
    }
}

#[tokio::test]
async fn the_place_of_a_field_visit_never_travels() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let path = workshops::field_visit(&app, &coordinator, "بوابة المضخة السرية").await;
    let shown = coordinator.get(&format!("/ar{path}")).await;
    assert!(shown.says("بوابة المضخة السرية") && shown.says("10:00"));
    let pack = coordinator.get(&format!("/ar{path}/pack/download")).await;
    for name in INDEX {
        let html = page(&pack, name);
        assert!(
            !html.contains("بوابة المضخة السرية") && !html.contains("10:00"),
            "{html}"
        );
    }
}
