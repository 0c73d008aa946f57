//! Limits: set by admins, shown before a file is sent, kept while and after it is.

use app::documents::quota::{Limits, store};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents::{PDF, form, send, upload};

const NEW: &str = "/ar/documents/new";

/// Sets an organization's own limits, in bytes.
async fn limit(app: &TestApp, slug: &str, file_limit: Option<i64>, quota: Option<i64>) {
    let organization = app.organization(slug).await;
    let mut write = app.write().await;
    let limits = Limits { file_limit, quota };
    store::set(&mut write, organization, limits).await.unwrap();
    write.commit().await.unwrap();
}

async fn used(app: &TestApp, slug: &str) -> i64 {
    let organization = app.organization(slug).await;
    let found = store::of(&app.app.db, &[organization]).await.unwrap();
    found.first().map_or(0, |used| used.used)
}

async fn begin(app: &TestApp, client: &Client<'_>, length: usize) -> Answer {
    let request = client
        .request(Method::POST, "/files/uploads")
        .header("tus-resumable", "1.0.0")
        .header("sec-fetch-site", "same-origin")
        .header("accept-language", "en")
        .header("upload-length", length)
        .header("upload-metadata", "filename YS5wZGY=");
    app.send(request.body(Body::empty()).unwrap()).await
}

async fn largest(app: &TestApp, client: &Client<'_>) -> String {
    let request = client.request(Method::OPTIONS, "/files/uploads");
    let told = app.send(request.body(Body::empty()).unwrap()).await;
    told.header("tus-max-size").to_owned()
}

async fn post_file(client: &Client<'_>, path: &str, more: &[(&str, &str)]) -> Answer {
    let id = client.open(NEW).await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.extend(more);
    send(client, path, &fields, Some(("شكاوى.pdf", PDF))).await
}

#[tokio::test]
async fn an_admin_sees_who_uses_what_and_sets_limits() {
    let app = TestApp::start().await;
    upload(&app.publisher("dura").await, "public", &[]).await;
    let admin = app.admin().await;
    assert!(admin.get("/ar/account").await.says("التخزين وحدوده"));
    let page = admin.get("/en/admin/storage").await;
    let text = page.text();
    // Dura alone has put something in: it comes first.
    let place = |name: &str| text.find(name).unwrap_or(usize::MAX);
    assert!(place("/admin/storage/dura") < place("/admin/storage/gaza"));
    assert!(page.says("in one file;") && page.says("no limit"), "{text}");
    let found = admin.get("/ar/admin/storage?name=غزه").await;
    assert!(found.says("بلدية غزة") && !found.says("بلدية دورا"));
    assert!(
        admin
            .get("/en/admin/storage?name=atlantis")
            .await
            .says("No organization has this name.")
    );

    let feed = app.app.db.feed_number().await.unwrap();
    let defaults = [("file_limit", "5"), ("quota", "٢٠٠٠")];
    let saved = admin.post("/en/admin/storage", &defaults).await;
    assert_eq!(saved.location(), "/en/admin/storage?done=saved");
    let page = admin.get(saved.location()).await;
    assert!(page.says("The limits are saved.") && page.says("of 2 GB"));
    assert_eq!(page.field("quota").unwrap(), "2000");
    let own = [("file_limit", ""), ("quota", "3")];
    let saved = admin.post("/en/admin/storage/gaza", &own).await;
    assert_eq!(saved.location(), "/en/admin/storage/gaza?done=saved");
    let page = admin.get(saved.location()).await;
    assert!(
        page.says("0 bytes of 3 MB") && page.says("Own limits"),
        "{}",
        page.text()
    );
    assert!(page.says("5 MB for one file, 2 GB for all"));
    // Both are in the feed, with who did it.
    let changes = app.app.db.changes_after(feed, 10).await.unwrap();
    let kinds: Vec<_> = changes
        .iter()
        .map(|change| (change.entity.as_str(), change.kind.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("settings", "limits-changed"),
            ("organization", "storage-limits-changed")
        ]
    );
    assert!(
        changes
            .iter()
            .all(|change| change.actor == Some(admin.id().to_string()))
    );

    for (typed, words) in [
        ([("file_limit", "0"), ("quota", "")], "Type at least 1."),
        ([("file_limit", "6"), ("quota", "")], "ceiling is 5.2 MB"),
        ([("file_limit", ""), ("quota", "-1")], "a whole number"),
        ([("file_limit", "2.5"), ("quota", "")], "a whole number"),
    ] {
        let answer = admin.post("/en/admin/storage", &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says(words), "{}", answer.text());
    }
    // Empty again: as everyone.
    admin.post("/en/admin/storage/gaza", &[]).await;
    assert!(admin.get("/en/admin/storage/gaza").await.says("of 2 GB"));
}

#[tokio::test]
async fn the_form_says_before_what_it_takes_and_refuses_beside_the_field() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    assert!(!member.open(NEW).await.says("المتبقي"));
    limit(&app, "gaza", Some(100_000), Some(PDF.len() as i64 + 10)).await;
    let page = member.open(NEW).await;
    assert!(
        page.says("الحد الأقصى 100 كيلوبايت") && page.says("المتبقي لهيئتك: "),
        "{}",
        page.text()
    );
    let taken = post_file(&member, NEW, &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());

    let refused = post_file(&member, NEW, &[]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        refused.says("لا متسع لهذا الملف") && refused.says("value=\"دورة حياة الشكوى\""),
        "{}",
        refused.text()
    );
    assert!(refused.text().contains("id=\"file-error\""));
    // The same form a second time is the document that it made, also when it took the last room.
    let id = taken.location().rsplit('/').next().unwrap();
    let id = id.split('?').next().unwrap();
    let again = send(&member, NEW, &form(id, "public"), Some(("شكاوى.pdf", PDF))).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);

    let version = format!("/ar/documents/{id}/versions/new");
    assert!(member.get(&version).await.says("المتبقي لهيئتك: "));
    let fields = [("seen", "1"), ("note", "تصحيح الجدول")];
    let file = Some(("شكاوى.pdf", PDF));
    let refused = send(&member, &version, &fields, file).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.says("لا متسع") && refused.says("value=\"تصحيح الجدول\""));

    limit(&app, "gaza", Some(PDF.len() as i64 - 1), None).await;
    let refused = send(&member, &version, &fields, file).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.says("أكبر من الحد المسموح"));
    limit(&app, "gaza", None, None).await;
    let taken = send(&member, &version, &fields, file).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(used(&app, "gaza").await > 0);
}

#[tokio::test]
async fn the_chosen_organization_decides() {
    let app = TestApp::start().await;
    // Of Gaza, and publisher for Dura.
    let member = app.publisher("gaza").await;
    let dura = app.organization("dura").await;
    let mut write = app.write().await;
    app::accounts::store::grant_publisher(&mut write, member.id(), dura, "x")
        .await
        .unwrap();
    write.commit().await.unwrap();
    limit(&app, "gaza", Some(10), Some(10)).await;
    limit(&app, "dura", None, Some(2_000_000)).await;
    let dura = dura.to_string();
    let page = member.open("/en/documents/new").await;
    assert!(
        page.says("Left to your organization: 10 bytes of 10 bytes."),
        "{}",
        page.text()
    );
    let refused = post_file(&member, NEW, &[]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.says("أكبر من الحد المسموح، وهو 10"));
    let id = member.open(NEW).await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.retain(|(name, _)| *name != "kind");
    fields.push(("organization", &dura));
    let mended = send(&member, "/en/documents/new", &fields, None).await;
    assert!(
        mended.says("Left to Dura municipality: 2 MB of 2 MB."),
        "{}",
        mended.text()
    );
    let taken = post_file(&member, NEW, &[("organization", &dura)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    // An upload that is too much for the own organization takes the other's room until the form says whose it is.
    let before = used(&app, "dura").await;
    assert_eq!(begin(&app, &member, 1000).await.status, StatusCode::CREATED);
    assert_eq!(used(&app, "dura").await, before + 1000);
    assert_eq!(used(&app, "gaza").await, 0);
}

#[tokio::test]
async fn a_program_hears_at_the_beginning_that_there_is_no_room() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let visitor = app.visitor();
    limit(&app, "gaza", Some(4000), Some(5000)).await;
    assert_eq!(largest(&app, &member).await, "4000");
    assert_eq!(largest(&app, &visitor).await, (5 * 1024 * 1024).to_string());
    let large = begin(&app, &member, 4001).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(large.json()["error"], "file");
    assert!(
        large.says("4 kB") || large.says("4 كيلوبايت"),
        "{}",
        large.text()
    );
    let first = begin(&app, &member, 3000).await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!(used(&app, "gaza").await, 3000);
    let second = begin(&app, &member, 3000).await;
    assert_eq!(second.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        second.says("2 kB") || second.says("2 كيلوبايت"),
        "{}",
        second.text()
    );
    // Given up, the room is there again.
    let request = member
        .request(Method::DELETE, first.location())
        .header("tus-resumable", "1.0.0")
        .header("sec-fetch-site", "same-origin");
    let gone = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(used(&app, "gaza").await, 0);
    assert_eq!(begin(&app, &member, 3000).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn of_two_forms_at_once_that_fit_only_one_by_one_one_is_taken() {
    for db in app::testing::databases().await {
        let app = TestApp::on(db).await;
        let (first, second) = (app.member("gaza").await, app.member("gaza").await);
        limit(&app, "gaza", None, Some(PDF.len() as i64 * 3 / 2)).await;
        let (first, second) =
            tokio::join!(post_file(&first, NEW, &[]), post_file(&second, NEW, &[]));
        let mut statuses = [first.status, second.status];
        statuses.sort();
        assert_eq!(
            statuses,
            [StatusCode::SEE_OTHER, StatusCode::PAYLOAD_TOO_LARGE]
        );
    }
}

#[tokio::test]
async fn a_file_that_waits_keeps_its_room_until_it_is_a_document() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    limit(&app, "gaza", None, Some(PDF.len() as i64 * 3 / 2)).await;
    let id = member.open(NEW).await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.retain(|(name, _)| *name != "title_ar");
    let mended = send(&member, NEW, &fields, Some(("شكاوى.pdf", PDF))).await;
    assert_eq!(mended.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(used(&app, "gaza").await, PDF.len() as i64);
    let kept = mended.field("upload").unwrap();
    let mut fields = form(&id, "public");
    fields.push(("upload", &kept));
    let taken = send(&member, NEW, &fields, None).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert!(used(&app, "gaza").await <= PDF.len() as i64);
}
