use serde_json::{Map, Value};

use super::*;
use crate::accounts::Actor;
use crate::mail::Letters;
use crate::organizations::load::load_directory;
use crate::practices::store::{By, Filter, Publication, Saved, Seen};
use crate::practices::types::Visibility;
use crate::testing::{databases, sources};

fn known() -> Known {
    Known {
        organizations: HashMap::from([("gaza".to_owned(), Sources::system().id())]),
        topics: vec!["complaints".to_owned()],
    }
}

fn line(change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut value = serde_json::json!({
        "external_id": "g-1", "organization": "gaza", "language": "ar", "title": "عنوان", "summary": "سطر",
        "topics": ["complaints"], "problem": "م", "solution": "ح", "result": "ن",
    });
    change(value.as_object_mut().unwrap());
    value.to_string()
}

fn faults(text: &str) -> Vec<(String, String)> {
    read(&known(), text.as_bytes()).map(|_| ()).unwrap_err()
}

#[test]
fn every_key_is_read() {
    let text = line(|map| {
        map.insert("title_en".into(), "Title".into());
        map.insert("summary_en".into(), "Line".into());
        map.insert("published_at".into(), "2026-09-14".into());
        map.insert(
            "steps".into(),
            serde_json::json!([{"who": "أ", "what": "ب", "duration": "ج"}]),
        );
        map.insert(
            "indicators".into(),
            serde_json::json!([{"name": "ن", "unit": "%", "before": null, "after": 99.6, "period": "", "source": ""},
                {"name": "م", "before": "٣٬٩٢١", "after": 3906}]),
        );
    });
    let row = read(&known(), text.as_bytes()).unwrap();
    assert_eq!(
        row.published_at.unwrap().to_string(),
        "2026-09-14T12:00:00Z"
    );
    assert_eq!(row.content.title_other, "Title");
    assert_eq!(row.content.indicators[1].before, Some(3921.0));
    assert_eq!(row.content.steps[0].what, "ب");
}

#[test]
fn each_mistake_names_its_field() {
    for (text, field) in [
        (
            line(|map| drop(map.insert("colour".into(), "red".into()))),
            "colour",
        ),
        (
            line(|map| drop(map.insert("organization".into(), "atlantis".into()))),
            "organization",
        ),
        (
            line(|map| {
                drop(map.insert("topics".into(), serde_json::json!(["complaints", "magic"])))
            }),
            "topics[1]",
        ),
        (
            line(|map| drop(map.insert("topics".into(), serde_json::json!([])))),
            "topics",
        ),
        (
            line(|map| drop(map.insert("language".into(), "fr".into()))),
            "language",
        ),
        (
            line(|map| drop(map.insert("title".into(), "ش".repeat(161).into()))),
            "title",
        ),
        (
            line(|map| drop(map.insert("summary".into(), "ش".repeat(161).into()))),
            "summary",
        ),
        (
            line(|map| drop(map.insert("title_en".into(), "x".repeat(161).into()))),
            "title_en",
        ),
        (
            line(|map| drop(map.insert("title_ar".into(), "آخر".into()))),
            "title_ar",
        ),
        (
            line(|map| drop(map.insert("problem".into(), "ش".repeat(20_001).into()))),
            "problem",
        ),
        (
            line(|map| drop(map.insert("problem".into(), " ".into()))),
            "problem",
        ),
        (line(|map| drop(map.remove("result"))), "result"),
        (line(|map| drop(map.remove("external_id"))), "external_id"),
        (
            line(|map| drop(map.insert("title".into(), 7.into()))),
            "title",
        ),
        (
            line(|map| drop(map.insert("published_at".into(), "2026-02-30".into()))),
            "published_at",
        ),
        (
            line(|map| drop(map.insert("published_at".into(), "2026-02-03T10:00".into()))),
            "published_at",
        ),
        (
            line(|map| drop(map.insert("steps".into(), serde_json::json!([{"who": "أ"}])))),
            "steps[0].what",
        ),
        (
            line(|map| {
                drop(map.insert(
                    "steps".into(),
                    serde_json::json!([{"what": "أ", "why": "x"}]),
                ))
            }),
            "steps[0].why",
        ),
        (
            line(|map| {
                drop(map.insert(
                    "indicators".into(),
                    serde_json::json!([{"name": "أ", "after": "lots"}]),
                ))
            }),
            "indicators[0].after",
        ),
        (
            line(|map| drop(map.insert("indicators".into(), "none".into()))),
            "indicators",
        ),
        ("[]".to_owned(), ""),
        ("{".to_owned(), ""),
    ] {
        let faults = faults(&text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].0, field, "{faults:?}");
    }
    let latin = read(&known(), b"\xFF").unwrap_err();
    assert_eq!(latin[0].1, "is not UTF-8");
}

#[test]
fn a_practice_stands_in_a_file_once() {
    let known = known();
    let file = format!("\u{FEFF}{}\n\n{}\n", line(|_| {}), line(|_| {}));
    let mistakes = check(&known, file.as_bytes()).unwrap_err();
    assert_eq!(
        (mistakes.len(), mistakes[0].line, mistakes[0].field.as_str()),
        (1, 3, "external_id")
    );
}

#[tokio::test]
async fn a_file_is_read_whole_or_not_at_all_and_again_without_harm() {
    for db in databases().await {
        let (_, sources) = sources();
        load_directory(&db, &sources).await.unwrap();
        let rows = |title: &str| {
            let rows: Vec<_> = (0..700)
                .map(|n| {
                    line(|map| {
                        map.insert("external_id".into(), format!("g-{n}").into());
                        map.insert("title".into(), format!("{title} {n}").into());
                        map.insert("published_at".into(), "2026-09-14".into());
                    })
                })
                .collect();
            rows.join("\n")
        };
        let broken = format!("{}\n{{}}", rows("عنوان"));
        let Err(Refusal::Mistakes(mistakes)) = import(&db, &sources, broken.as_bytes()).await
        else {
            panic!("a broken file was read")
        };
        assert_eq!(mistakes[0].line, 701);
        assert_eq!(
            store::count(&db, None, &Filter::default()).await.unwrap(),
            0
        );

        let file = rows("عنوان");
        let outcome = import(&db, &sources, file.as_bytes()).await.unwrap();
        assert_eq!(
            outcome,
            Outcome {
                added: 700,
                ..Outcome::default()
            }
        );
        let feed = db.feed_number().await.unwrap();
        let again = import(&db, &sources, file.as_bytes()).await.unwrap();
        assert_eq!(
            again,
            Outcome {
                unchanged: 700,
                ..Outcome::default()
            }
        );
        assert_eq!(db.feed_number().await.unwrap(), feed);

        let changed = file.replacen("عنوان 3\"", "آخر\"", 1);
        let outcome = import(&db, &sources, changed.as_bytes()).await.unwrap();
        assert_eq!(
            outcome,
            Outcome {
                changed: 1,
                unchanged: 699,
                ..Outcome::default()
            }
        );
        let filter = Filter {
            external_id: Some("g-3".into()),
            ..Filter::default()
        };
        let found = store::list(&db, None, &filter, 5, 0).await.unwrap();
        assert_eq!((found.len(), found[0].title.as_str()), (1, "آخر"));
        assert_eq!(store::revisions(&db, found[0].id).await.unwrap().len(), 2);
        let topic = Filter {
            topic: Some("complaints".into()),
            ..Filter::default()
        };
        assert_eq!(store::count(&db, None, &topic).await.unwrap(), 700);
    }
}

fn publisher(sources: &Sources, organization: Id) -> Actor {
    Actor {
        id: sources.id(),
        organization,
        organization_slug: "gaza".into(),
        name: String::new(),
        post: "رئيس وحدة الشكاوى".into(),
        locale: Locale::Ar,
        publisher_of: vec![organization],
        coordinator: false,
        admin: false,
    }
}

#[tokio::test]
async fn reading_an_old_file_again_undoes_nothing() {
    for db in databases().await {
        let (_, sources) = sources();
        load_directory(&db, &sources).await.unwrap();
        let file = line(|_| {});
        import(&db, &sources, file.as_bytes()).await.unwrap();
        let title = async || -> (Id, String) {
            let listed = store::list(&db, None, &Filter::default(), 5, 0).await;
            let item = listed.unwrap().remove(0);
            (item.id, item.title)
        };
        let (id, _) = title().await;
        let practice = store::by_id(&db, id).await.unwrap().unwrap();
        let actor = publisher(&sources, practice.organization);
        let letters = Letters::none(&sources);
        let by = By {
            actor: &actor,
            now: sources.now(),
            letters: &letters,
        };
        let mut words = store::revision(&db, id, 1).await.unwrap().unwrap().content;
        words.title = "عُدّل بعد الاستيراد".into();
        let saved = store::save(&db, by, id, Seen::FIRST, &words, true).await;
        let Saved::As(seen) = saved.unwrap() else {
            panic!("an edit is saved")
        };
        let publication = Publication {
            visibility: Visibility::Public,
            sole: true,
            documents: &[],
        };
        store::approve(&db, by, id, seen, publication)
            .await
            .unwrap();
        let again = import(&db, &sources, file.as_bytes()).await.unwrap();
        assert_eq!((again.unchanged, again.changed), (1, 0));
        assert_eq!(title().await.1, words.title);
        assert_eq!(store::revisions(&db, id).await.unwrap().len(), 2);

        let newer = line(|map| drop(map.insert("title".into(), "من ملف أحدث".into())));
        for changed in [1, 0] {
            let outcome = import(&db, &sources, newer.as_bytes()).await.unwrap();
            assert_eq!(outcome.changed, changed);
            assert_eq!(title().await.1, "من ملف أحدث");
        }
        assert_eq!(store::revisions(&db, id).await.unwrap().len(), 3);
    }
}
