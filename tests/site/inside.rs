//! What a document's page says about the file, and the documents that it leads on to: to whom, and to whom not.

use app::testing::databases;
use axum::http::StatusCode;
use jiff::SignedDuration;
use tabadul_tests::{Client, TestApp};

use crate::documents::{PDF, form, send, send_all};
use crate::practices;

const NEW: &str = "/ar/documents/new";
const WORKBOOK: &[u8] = include_bytes!("../../app/demo/documents/quarterly-review-figures.xlsx");
const SLIDES: &[u8] = include_bytes!("../../app/demo/documents/gis-ten-years.pptx");
const TABLE: &[u8] = "الفئة;عدد الشكاوى\nمياه;12\nطرق;3\n".as_bytes();
const PEOPLE: &[u8] = "أحمد,0599000000\nسارة,0598000000\n".as_bytes();

/// Uploads a file with this title and these further fields; gives the path of its document after the language.
async fn add(
    client: &Client<'_>,
    title: &str,
    more: &[(&str, &str)],
    file: (&str, &[u8]),
) -> String {
    let id = client.open(NEW).await.field("id").unwrap();
    let mut fields = form(&id, "public");
    fields.retain(|(name, _)| *name != "title_ar" && more.iter().all(|(other, _)| other != name));
    fields.push(("title_ar", title));
    fields.extend(more);
    let answer = send(client, NEW, &fields, Some(file)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    format!("/documents/{id}")
}

#[tokio::test]
async fn a_page_says_what_is_in_the_file() {
    for db in databases().await {
        let app = TestApp::on(db).await;
        let publisher = app.publisher("gaza").await;
        let visitor = app.visitor();
        for (file, words) in [
            (("أ.pdf", PDF), vec!["صفحة واحدة"]),
            (
                ("أ.xlsx", WORKBOOK),
                vec!["ورقتا عمل", "<bdi>الربع الثالث 2016"],
            ),
            (("أ.pptx", SLIDES), vec!["6 شرائح"]),
            (("أ.csv", TABLE), vec!["صفان، عمودان", "<bdi>عدد الشكاوى"]),
            (("ب.csv", PEOPLE), vec!["صفان، عمودان"]),
        ] {
            let path = add(&publisher, "وثيقة", &[], file).await;
            let page = visitor.get(&format!("/ar{path}")).await;
            for word in &words {
                assert!(page.says(word), "{word}: {}", page.text());
            }
            // A table without a header may begin with people.
            assert!(!page.says("أحمد") && !page.says("مياه"));
        }
        let path = add(&publisher, "وثيقة", &[], ("أ.txt", "نص".as_bytes())).await;
        assert!(!visitor.get(&format!("/ar{path}")).await.says("ما في الملف"));
    }
}

#[tokio::test]
async fn what_is_in_a_withdrawn_file_is_its_owners() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = add(&publisher, "وثيقة", &[], ("أ.xlsx", WORKBOOK)).await;
    let reason = [("reason", "فيها أرقام أشخاص")];
    publisher
        .post(&format!("/ar{path}/withdrawal"), &reason)
        .await;
    for (client, seen) in [(&app.visitor(), false), (&publisher, true)] {
        let page = client.get(&format!("/ar{path}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.says("الربع الثالث"), seen, "{}", page.text());
        assert_eq!(page.says("ما في الملف"), seen);
    }
}

#[tokio::test]
async fn a_new_version_says_what_is_in_it() {
    let app = TestApp::start().await;
    let publisher = app.publisher("gaza").await;
    let path = add(&publisher, "وثيقة", &[], ("أ.csv", TABLE)).await;
    let longer = [TABLE, "نفايات;4\n".as_bytes()].concat();
    let fields = [("seen", "1"), ("note", "صف جديد")];
    let url = format!("/ar{path}/versions/new");
    let done = send_all(&publisher, &url, &fields, &[("أ.csv", &longer)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = app.visitor().get(&format!("/ar{path}")).await;
    assert!(page.says("3 صفوف، عمودان"), "{}", page.text());
}

/// The titles of the related documents, in their order.
async fn related(client: &Client<'_>, path: &str, titles: &[&str]) -> Vec<String> {
    let text = client.get(&format!("/ar{path}")).await.text();
    let Some((_, after)) = text.split_once("وثائق قريبة") else {
        return Vec::new();
    };
    let section = after.split("</section>").next().unwrap();
    let places = titles
        .iter()
        .filter_map(|title| Some((section.find(&format!(">{title}<"))?, *title)));
    let mut found: Vec<_> = places.collect();
    found.sort_unstable();
    found
        .into_iter()
        .map(|(_, title)| title.to_owned())
        .collect()
}

#[tokio::test]
async fn related_documents_come_by_place_then_topic_and_never_leak() {
    for db in databases().await {
        let app = TestApp::on(db).await;
        let (gaza, dura) = (app.publisher("gaza").await, app.publisher("dura").await);
        let practice = practices::published_by(&gaza, "public").await;
        let attach = format!("practice:{practice}");
        let draft = format!("practice:{}", practices::write(&gaza, "save").await);
        let file = |name| (name, PDF);
        let topic = |topic| [("topics", topic)];
        let later = || app.clock.advance(SignedDuration::from_mins(1));
        let main = add(
            &gaza,
            "الأصل",
            &[("attach", &attach), ("topics", "gis")],
            file("a.pdf"),
        )
        .await;
        later();
        // On the same practice, of another topic; of the same topic and owner; of the same topic alone.
        add(
            &gaza,
            "مرفق معه",
            &[("attach", &attach), ("topics", "water")],
            file("b.pdf"),
        )
        .await;
        later();
        add(&dura, "مجال واحد", &topic("gis"), file("c.pdf")).await;
        later();
        add(&gaza, "لنا", &topic("gis"), file("d.pdf")).await;
        later();
        add(&gaza, "بعيد", &topic("roads"), file("e.pdf")).await;
        later();
        // What not everybody may see.
        let network = [("topics", "gis"), ("visibility", "network")];
        add(&dura, "للشبكة", &network, file("f.pdf")).await;
        later();
        let secret = [("topics", "gis"), ("action", "draft")];
        add(&dura, "مسودة دورا", &secret, file("g.pdf")).await;
        later();
        let waits = [("attach", draft.as_str()), ("topics", "gis")];
        add(&gaza, "ينتظر", &waits, file("h.pdf")).await;
        later();

        let titles = [
            "الأصل",
            "مرفق معه",
            "مجال واحد",
            "لنا",
            "بعيد",
            "للشبكة",
            "مسودة دورا",
            "ينتظر",
        ];
        let visitor = app.visitor();
        assert_eq!(
            related(&visitor, &main, &titles).await,
            ["مرفق معه", "لنا", "مجال واحد"]
        );
        let member = app.member("hebron").await;
        assert_eq!(
            related(&member, &main, &titles).await,
            ["مرفق معه", "لنا", "للشبكة", "مجال واحد"]
        );
        let own = related(&gaza, &main, &titles).await;
        assert!(own.iter().any(|title| title == "ينتظر"), "{own:?}");
        assert!(!own.iter().any(|title| title == "مسودة دورا"), "{own:?}");
        // Never more than five, and what was withdrawn leads nowhere.
        for name in ["1.pdf", "2.pdf", "3.pdf"] {
            add(&dura, "آخر", &topic("gis"), file(name)).await;
        }
        let page = visitor.get(&format!("/ar{main}")).await.text();
        let section = page.split("وثائق قريبة").nth(1).unwrap();
        let section = section.split("</section>").next().unwrap();
        assert_eq!(section.matches("document__name").count(), 5, "{section}");
    }
}
