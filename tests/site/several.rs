//! Several files in one form: each becomes a document, or none does.

use app::testing::databases;
use axum::http::StatusCode;
use tabadul_tests::{Answer, Client, TestApp};

use crate::documents::{self, PDF, form, send, send_all};
use crate::practices;

const PNG: &[u8] = include_bytes!("../fixtures/mislabelled.pdf");
const NEW: &str = "/ar/documents/new";

/// The fields of a form for several files: without a title.
fn untitled(id: &str) -> Vec<(&str, &str)> {
    let mut form = form(id, "public");
    form.retain(|(name, _)| *name != "title_ar");
    form
}

async fn new_id(client: &Client<'_>) -> String {
    client.open(NEW).await.field("id").unwrap()
}

async fn titles(client: &Client<'_>) -> Vec<String> {
    let list = client.get("/api/v1/documents").await.json();
    let items = list["items"].as_array().unwrap().iter();
    let mut titles: Vec<_> = items
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect();
    titles.sort();
    titles
}

/// The values of the ticked boxes of this name.
fn ticked(page: &Answer, name: &str) -> Vec<String> {
    let text = page.text();
    let named = format!("name=\"{name}\"");
    let tags = text
        .split("<input")
        .filter_map(|rest| rest.split('>').next());
    let boxes = tags.filter(|tag| tag.contains(&named) && tag.contains("checked"));
    boxes
        .filter_map(|tag| tag.split("value=\"").nth(1)?.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn each_file_becomes_a_document_of_its_own() {
    for db in databases().await {
        let app = TestApp::on(db).await;
        let publisher = app.publisher("gaza").await;
        let id = new_id(&publisher).await;
        let files = [
            ("سجل 2026.pdf", PDF),
            ("plan.pdf", PDF),
            ("خطة.txt", "نص".as_bytes()),
        ];
        let done = send_all(&publisher, NEW, &untitled(&id), &files).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(done.location(), "/ar/documents?done=uploaded&count=3");
        let list = publisher.get(done.location()).await;
        assert!(list.says("رُفعت 3 وثائق."), "{}", list.text());
        let visitor = app.visitor();
        assert_eq!(titles(&visitor).await, ["plan", "خطة", "سجل 2026"]);
        // The first has the form's identifier, and every one its own file.
        let first = visitor.get(&format!("/ar/documents/{id}/download")).await;
        assert_eq!(&first.bytes[..], PDF);
        // A title that was typed comes before each name; the same form again changes nothing.
        let id = new_id(&publisher).await;
        let fields = form(&id, "public");
        for _ in 0..2 {
            let done = send_all(&publisher, NEW, &fields, &files[..2]).await;
            assert_eq!(done.location(), "/ar/documents?done=uploaded&count=2");
        }
        let titles = titles(&visitor).await;
        assert_eq!(titles.len(), 5);
        for title in ["دورة حياة الشكوى – plan", "دورة حياة الشكوى – سجل 2026"]
        {
            assert!(titles.iter().any(|made| made == title), "{titles:?}");
        }
    }
}

#[tokio::test]
async fn one_bad_file_stops_all_and_the_good_ones_need_not_be_sent_again() {
    for db in databases().await {
        let app = TestApp::on(db).await;
        let member = app.member("gaza").await;
        let id = new_id(&member).await;
        let mut fields = untitled(&id);
        fields.push(("description", "نماذج القسم"));
        let files = [
            ("أ.pdf", PDF),
            ("صورة.pdf", PNG),
            ("ب.pdf", PDF),
            ("x.exe", b"MZ"),
        ];
        let page = send_all(&member, NEW, &fields, &files).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.says("صورة.pdf: محتوى الملف لا يطابق نوعه"),
            "{}",
            page.text()
        );
        assert!(page.says("x.exe: هذا النوع من الملفات غير مقبول"));
        assert!(page.says("نماذج القسم"));
        assert!(titles(&member).await.is_empty());
        let kept = ticked(&page, "upload");
        assert_eq!(kept.len(), 2, "{}", page.text());

        // Somebody else cannot take them, alone or among others.
        let stranger = app.member("gaza").await;
        let theirs = new_id(&stranger).await;
        let mut taken = untitled(&theirs);
        taken.extend(kept.iter().map(|id| ("upload", id.as_str())));
        let refused = send(&stranger, NEW, &taken, Some(("c.pdf", PDF))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("لم يعد على الخادم"), "{}", refused.text());
        assert!(titles(&stranger).await.is_empty());

        // With another file beside them, they become documents, and are no longer offered.
        let mut again = untitled(&id);
        again.extend(kept.iter().map(|id| ("upload", id.as_str())));
        for _ in 0..2 {
            let done = send_all(&member, NEW, &again, &[("ج.pdf", PDF)]).await;
            assert_eq!(
                done.location(),
                "/ar/documents?done=drafts&count=3",
                "{}",
                done.text()
            );
        }
        let list = member.get("/ar/documents?done=drafts&count=3").await;
        assert!(list.says("رُفعت 3 مسودات."));
        assert_eq!(titles(&member).await, ["أ", "ب", "ج"]);
        assert!(ticked(&member.open(NEW).await, "upload").is_empty());
        assert!(titles(&app.visitor()).await.is_empty());
    }
}

#[tokio::test]
async fn more_than_a_form_takes_are_refused_and_the_first_are_kept() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_id(&member).await;
    let names: Vec<_> = (0..21).map(|number| format!("{number}.pdf")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), PDF)).collect();
    let page = send_all(&member, NEW, &untitled(&id), &files).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("يُقبل 20 ملفًا في المرة"), "{}", page.text());
    assert!(titles(&member).await.is_empty());
    let kept = ticked(&page, "upload");
    assert_eq!(kept.len(), 20);
    let mut again = untitled(&id);
    again.extend(kept.iter().map(|id| ("upload", id.as_str())));
    // One more beside the twenty is one too many, and costs nothing either: it is kept instead of one that was kept before and
    // still is.
    let page = send(&member, NEW, &again, Some(("20.pdf", PDF))).await;
    assert!(page.says("يُقبل 20 ملفًا في المرة"), "{}", page.text());
    assert_eq!(ticked(&page, "upload").len(), 20);
    for file in ["0.pdf", "19.pdf", "20.pdf"] {
        assert!(page.says(&format!(">{file} (")), "{file}: {}", page.text());
    }
    let done = send_all(&member, NEW, &again, &[]).await;
    assert_eq!(
        done.location(),
        "/ar/documents?done=drafts&count=20",
        "{}",
        done.text()
    );
    assert_eq!(titles(&member).await.len(), 20);
}

#[tokio::test]
async fn several_files_hang_on_what_they_were_uploaded_for() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let practice = practices::published_by(&publisher, "public").await;
    let id = new_id(&publisher).await;
    let attach = format!("practice:{practice}");
    let mut fields = untitled(&id);
    fields.push(("attach", &attach));
    let files = [("أ.pdf", PDF), ("ب.pdf", PDF)];
    let done = send_all(&publisher, NEW, &fields, &files).await;
    assert_eq!(
        done.location(),
        format!("/ar/practices/{practice}?done=attached-several")
    );
    let page = app.visitor().get(done.location()).await;
    let (first, second) = (page.text().find(">أ<"), page.text().find(">ب<"));
    assert!(first.is_some() && first < second, "{}", page.text());
}

#[tokio::test]
async fn one_file_still_needs_a_title_and_a_version_is_one_file() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let id = new_id(&publisher).await;
    let page = send(&publisher, NEW, &untitled(&id), Some(("أ.pdf", PDF))).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("اكتب العنوان بالعربية أو بالإنجليزية."));
    assert_eq!(ticked(&page, "upload").len(), 1);
    let done = send(&publisher, NEW, &form(&id, "public"), Some(("أ.pdf", PDF))).await;
    assert_eq!(done.location(), format!("/ar/documents/{id}?done=uploaded"));

    let path = format!("/ar/documents/{id}/versions/new");
    let fields = [("seen", "1"), ("note", "x")];
    let new = [PDF, b"\n%%EOF\n"].concat();
    let files = [("ب.pdf", &new[..]), ("ج.pdf", &new)];
    let page = send_all(&publisher, &path, &fields, &files).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("الإصدار ملف واحد."), "{}", page.text());
    let kept = ticked(&page, "upload");
    assert_eq!(kept.len(), 1);
    let again = [fields[0], fields[1], ("upload", kept[0].as_str())];
    let done = send_all(&publisher, &path, &again, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let shown = app.visitor().get(&format!("/ar/documents/{id}")).await;
    assert!(shown.says("الإصدار 2") && shown.says("ب.pdf"));
}

#[tokio::test]
async fn a_kept_file_that_is_chosen_once_more_is_one_document() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_id(&member).await;
    let mut fields = untitled(&id);
    let page = send(&member, NEW, &fields, Some(("دليل.pdf", PDF))).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("فلا حاجة إلى اختيارها من جديد"), "{}", page.text());
    let kept = ticked(&page, "upload");
    fields.push(("title_ar", "دليل الشكاوى"));
    fields.extend(kept.iter().map(|id| ("upload", id.as_str())));
    let done = send(&member, NEW, &fields, Some(("دليل.pdf", PDF))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(titles(&member).await, ["دليل الشكاوى"]);
}

#[tokio::test]
async fn many_kept_files_may_be_chosen_once_more_and_the_form_sent_twice() {
    let app = TestApp::start().await;
    let member = app.member("gaza").await;
    let id = new_id(&member).await;
    let names: Vec<_> = (1..=11).map(|number| format!("{number}.pdf")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), PDF)).collect();
    let mut fields = untitled(&id);
    fields.retain(|(name, _)| *name != "kind");
    let page = send_all(&member, NEW, &fields, &files).await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.text()
    );
    let kept = ticked(&page, "upload");
    assert_eq!(kept.len(), 11);
    let mut again = untitled(&id);
    again.extend(kept.iter().map(|id| ("upload", id.as_str())));
    for _ in 0..2 {
        let done = send_all(&member, NEW, &again, &files).await;
        assert_eq!(
            done.location(),
            "/ar/documents?done=drafts&count=11",
            "{}",
            done.text()
        );
    }
    assert_eq!(titles(&member).await.len(), 11);
}

#[tokio::test]
async fn publishers_hear_of_drafts_that_wait_for_them() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let member = app.member("gaza").await;
    let id = new_id(&member).await;
    let files = [("أ.pdf", PDF), ("ب.pdf", PDF)];
    for _ in 0..2 {
        send_all(&member, NEW, &untitled(&id), &files).await;
    }
    let mails = app.mails().await;
    let [mail] = mails.as_slice() else {
        panic!("one mail: {mails:?}");
    };
    assert!(mail.text.contains("مسودتي وثيقتين"), "{}", mail.text);
    assert!(
        mail.text.contains("/ar/documents?status=draft"),
        "{}",
        mail.text
    );
    // What hangs on a draft is reviewed with it, and whoever publishes waits for nobody.
    let practice = practices::write(&member, "save").await;
    let attach = format!("practice:{practice}");
    documents::upload(&member, "public", &[("attach", &attach)]).await;
    documents::upload(&publisher, "public", &[]).await;
    assert_eq!(app.mails().await.len(), 1);
    // Beside what is published already nobody reviews anything.
    let practice = practices::published_by(&publisher, "public").await;
    let attach = format!("practice:{practice}");
    documents::upload(&member, "public", &[("attach", &attach)]).await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2);
    assert!(mails[1].subject.contains("بانتظار أن تنشرها"));
}
