//! The engine: writing, filters, permission, rebuilding, bad input.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot set up its world has failed"
)]

use index::{
    Change, Entry, Filter, Index, Kind, Lexicon, Match, Reader, Rebuild, Request, Visibility,
};

fn entry(kind: Kind, id: &str, title: &str) -> Entry {
    Entry {
        kind,
        id: id.into(),
        title: title.into(),
        language: "ar".into(),
        organization: "gaza".into(),
        visibility: Visibility::Public,
        ..Entry::default()
    }
}

fn upsert(entry: Entry) -> Change {
    Change::Upsert(Box::new(entry))
}

fn ask(q: &str) -> Request {
    Request {
        q: q.into(),
        limit: 20,
        ..Request::default()
    }
}

fn ids(index: &Index, request: &Request) -> Vec<String> {
    index
        .search(request)
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| hit.id)
        .collect()
}

fn filled(changes: &[Change]) -> Index {
    let index = Index::in_memory(Lexicon::shipped()).unwrap();
    index.writer().unwrap().apply(changes, 1).unwrap();
    index
}

#[test]
fn writing_replaces_and_removes() {
    let index = Index::in_memory(Lexicon::shipped()).unwrap();
    let mut writer = index.writer().unwrap();
    writer
        .apply(
            &[
                upsert(entry(Kind::Practice, "1", "وحدة الشكاوى")),
                upsert(entry(Kind::Document, "1", "دليل الشكاوى")),
            ],
            7,
        )
        .unwrap();
    assert_eq!(index.feed_number(), 7);
    assert_eq!(index.entries(), 2);
    writer
        .apply(&[upsert(entry(Kind::Practice, "1", "وحدة الخرائط"))], 8)
        .unwrap();
    assert_eq!(ids(&index, &ask("شكوى")).len(), 1);
    writer
        .apply(
            &[
                Change::Remove {
                    kind: Kind::Document,
                    id: "1".into(),
                },
                Change::Remove {
                    kind: Kind::Workshop,
                    id: "9".into(),
                },
            ],
            9,
        )
        .unwrap();
    assert!(ids(&index, &ask("شكوى")).is_empty());
    assert_eq!((index.feed_number(), index.entries()), (9, 1));
}

#[test]
fn permission_is_part_of_every_question() {
    let with = |id: &str, visibility| {
        upsert(Entry {
            visibility,
            topics: vec![id.into()],
            ..entry(Kind::Document, id, "خريطة الآبار")
        })
    };
    let index = filled(&[
        with("public", Visibility::Public),
        with("network", Visibility::Network),
        with("named", Visibility::Organizations(vec!["dura".into()])),
        with("own", Visibility::Organizations(vec![])),
    ]);
    let seen = |reader: Reader| {
        let filter = Filter {
            reader,
            ..Filter::default()
        };
        let mut all = Vec::new();
        for q in ["خرائط", "", "خريطه ابار", "خرااائط", "الخريطه مفقوده"]
        {
            let results = index
                .search(&Request {
                    filter: filter.clone(),
                    ..ask(q)
                })
                .unwrap();
            let mut found: Vec<String> = results.hits.iter().map(|hit| hit.id.clone()).collect();
            found.sort();
            assert_eq!(
                results.facets.topics.keys().cloned().collect::<Vec<_>>(),
                found,
                "{q}"
            );
            if !found.is_empty() {
                all.push(found);
            }
        }
        let mut suggested: Vec<String> = index
            .suggest("خري", &filter, 9)
            .unwrap()
            .into_iter()
            .map(|found| found.id)
            .collect();
        suggested.sort();
        all.push(suggested);
        all.dedup();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    };
    let member = |organization: &str| Reader::Member {
        organization: organization.into(),
    };
    assert_eq!(seen(Reader::Visitor), ["public"]);
    assert_eq!(seen(member("hebron")), ["network", "public"]);
    assert_eq!(seen(member("dura")), ["named", "network", "public"]);
    assert_eq!(seen(member("gaza")), ["named", "network", "own", "public"]);
    // A slug cannot pass for one of the general values.
    assert_eq!(seen(member("x:network")), ["network", "public"]);
}

#[test]
fn filters_and_counts() {
    let with = |kind, id: &str, topic: &str, governorate: &str, verified| {
        upsert(Entry {
            topics: vec![topic.into(), "it".into()],
            governorate: governorate.into(),
            verified,
            ..entry(kind, id, "خدمة")
        })
    };
    let index = filled(&[
        with(Kind::Practice, "1", "gis", "hebron", true),
        with(Kind::Practice, "2", "complaints", "gaza", false),
        with(Kind::Workshop, "3", "gis", "gaza", false),
    ]);
    for q in ["خدمات", ""] {
        let filter = Filter {
            topics: vec!["gis".into()],
            ..Filter::default()
        };
        let results = index.search(&Request { filter, ..ask(q) }).unwrap();
        assert_eq!(results.total, 2);
        assert_eq!(
            results.facets.topics,
            [
                ("complaints".into(), 1),
                ("gis".into(), 2),
                ("it".into(), 3)
            ]
            .into()
        );
        assert_eq!(
            results.facets.kinds,
            [(Kind::Practice, 1), (Kind::Workshop, 1)].into()
        );
        assert_eq!(
            results.facets.governorates,
            [("gaza".into(), 1), ("hebron".into(), 1)].into()
        );
        let filter = Filter {
            kinds: vec![Kind::Practice],
            verified: true,
            ..Filter::default()
        };
        assert_eq!(ids(&index, &Request { filter, ..ask(q) }), ["1"]);
        let filter = Filter {
            organizations: vec!["dura".into()],
            ..Filter::default()
        };
        assert!(ids(&index, &Request { filter, ..ask(q) }).is_empty());
    }
}

#[test]
fn nothing_asked_lists_the_newest_first() {
    let dated = |id: &str, date| {
        upsert(Entry {
            date,
            ..entry(Kind::Practice, id, "ممارسة")
        })
    };
    let index = filled(&[
        dated("old", Some(1)),
        dated("none", None),
        dated("new", Some(3)),
        dated("mid", Some(2)),
    ]);
    assert_eq!(ids(&index, &ask("  ")), ["new", "mid", "old", "none"]);
    assert_eq!(
        ids(
            &index,
            &Request {
                offset: 1,
                limit: 2,
                ..ask("")
            }
        ),
        ["mid", "old"]
    );
    assert_eq!(
        index
            .search(&Request {
                limit: 0,
                ..ask("")
            })
            .unwrap()
            .total,
        4
    );
}

#[test]
fn highlights_the_untouched_text() {
    let index = filled(&[upsert(Entry {
        summary: "دَورةُ حياةِ الشَّكوى من التسجيل".into(),
        body: format!(
            "{} ثم تُحفظ الخرائط في الأرشيف. {}",
            "كلام آخر. ".repeat(30),
            "وكلام بعده. ".repeat(30)
        ),
        ..entry(Kind::Practice, "1", "وحدة <b>الشكاوى</b> & المعلومات")
    })]);
    let hit = index.search(&ask("شكاوي خريطه")).unwrap().hits.remove(0);
    let marked = |segments: &[index::Segment]| {
        segments
            .iter()
            .filter(|s| s.highlighted)
            .map(|s| s.text.clone())
            .collect::<Vec<_>>()
    };
    let joined =
        |segments: &[index::Segment]| segments.iter().map(|s| s.text.as_str()).collect::<String>();
    assert_eq!(marked(&hit.title), ["الشكاوى"]);
    assert_eq!(joined(&hit.title), "وحدة <b>الشكاوى</b> & المعلومات");
    assert_eq!(marked(&hit.summary), ["الشَّكوى"]);
    assert_eq!(marked(&hit.excerpt), ["الخرائط"]);
    assert!(joined(&hit.excerpt).starts_with("… ") && joined(&hit.excerpt).ends_with(" …"));
}

#[test]
fn stretches_only_when_few_answer() {
    let index = filled(&[
        upsert(entry(Kind::Practice, "1", "صيانة الشوارع والأرصفة")),
        upsert(entry(Kind::Practice, "2", "نظافة الأسواق")),
        upsert(entry(
            Kind::Practice,
            "3",
            "Electronic archive of building licences",
        )),
    ]);
    let answer = |q: &str| {
        let results = index.search(&ask(q)).unwrap();
        (
            results
                .hits
                .into_iter()
                .map(|hit| hit.id)
                .collect::<Vec<_>>(),
            results.matched,
        )
    };
    assert_eq!(answer("شارع"), (vec!["1".to_owned()], Match::Exact));
    assert_eq!(answer("شوراع"), (vec!["1".to_owned()], Match::Corrected));
    assert_eq!(answer("archve"), (vec!["3".to_owned()], Match::Corrected));
    assert_eq!(
        answer("شوارع القمر"),
        (vec!["1".to_owned()], Match::Partial)
    );
    assert_eq!(answer("أرص"), (vec!["1".to_owned()], Match::Corrected));
    assert_eq!(answer("برتقال"), (vec![], Match::Exact));
}

#[test]
fn completes_titles() {
    let index = filled(&[
        upsert(entry(Kind::Practice, "1", "وحدة الشكاوى")),
        upsert(entry(Kind::Workshop, "2", "أرشيف بلدية دورا")),
    ]);
    let titles = |typed: &str| {
        index
            .suggest(typed, &Filter::default(), 5)
            .unwrap()
            .into_iter()
            .map(|found| found.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(titles("شكا"), ["1"]);
    assert_eq!(titles("الشك"), ["1"]);
    assert_eq!(titles("وحدة ش"), ["1"]);
    assert_eq!(titles("بلد"), ["2"]);
    assert!(titles("").is_empty() && titles(".*").is_empty() && titles("وحدة ن").is_empty());
}

#[test]
fn hostile_questions_are_text() {
    let index = filled(&[upsert(entry(Kind::Practice, "1", "شكوى"))]);
    for q in [
        "\"",
        "شكوى AND",
        "title:شكوى",
        "+-!(){}[]^~*?:\\/",
        "((((",
        "*",
        "شكوى~2^9",
        "[a TO b]",
        "\0",
        "\u{202E}شكوى",
        "؟؟؟",
        "ً ٌ ٍ",
        "ـــ",
        "' OR 1=1 --",
        "<script>",
        "ﷺ",
        "👍🏽",
        "a\u{301}\u{301}\u{301}",
    ] {
        index.search(&ask(q)).unwrap();
        index.suggest(q, &Filter::default(), 3).unwrap();
    }
    assert_eq!(ids(&index, &ask("title:(شكوى)^9~")), ["1"]);
    assert_eq!(ids(&index, &ask("\u{202E}شكوى\u{202C}")), ["1"]);
    index.search(&ask(&"شكوى ".repeat(10_000))).unwrap();
    index.search(&ask(&"ش".repeat(100_000))).unwrap();
    index
        .search(&Request {
            limit: usize::MAX,
            offset: usize::MAX,
            ..ask("شكوى")
        })
        .unwrap();
}

#[test]
fn a_folder_is_kept_rebuilt_and_swapped() {
    let folder = tempfile::tempdir().unwrap();
    let open =
        |extra: &str| Index::open_or_create(folder.path(), Lexicon::with_extra(extra)).unwrap();
    let (index, why) = open("");
    assert_eq!(why, Some(Rebuild::New));
    let mut writer = index.writer().unwrap();
    writer
        .apply(&[upsert(entry(Kind::Practice, "0", "قديم"))], 1)
        .unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    rebuild
        .add(&[
            entry(Kind::Practice, "1", "شكوى"),
            entry(Kind::Practice, "2", "خريطة"),
        ])
        .unwrap();
    assert_eq!(
        index.entries(),
        1,
        "the old one answers until the new one is finished"
    );
    rebuild.finish(5).unwrap();
    assert_eq!((index.entries(), index.feed_number()), (2, 5));
    writer
        .apply(&[upsert(entry(Kind::Practice, "3", "طريق"))], 6)
        .unwrap();
    assert_eq!(ids(&index, &ask("طرق")), ["3"]);
    drop(writer.rebuild().unwrap());
    drop(writer);
    drop(index);

    let (index, why) = open("");
    assert_eq!((why, index.entries(), index.feed_number()), (None, 3, 6));
    drop(index);
    let (index, why) = open("same\tشكوى\tزعل\n");
    assert_eq!((why, index.entries()), (Some(Rebuild::Outdated), 0));
    let mut writer = index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    rebuild.add(&[entry(Kind::Practice, "1", "شكوى")]).unwrap();
    rebuild.finish(9).unwrap();
    assert_eq!(ids(&index, &ask("زعل")), ["1"]);
    drop((writer, index));

    let generation = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_dir())
        .unwrap();
    std::fs::write(generation.join("meta.json"), "{").unwrap();
    let (index, why) = open("same\tشكوى\tزعل\n");
    assert!(matches!(why, Some(Rebuild::Damaged(_))), "{why:?}");
    assert_eq!(index.entries(), 0);
}

#[test]
fn a_program_gets_the_same_hits_without_highlights() {
    let mut first = entry(Kind::Practice, "1", "خرائط الآبار");
    first.summary = "كيف رُسمت خرائط الآبار".into();
    first.body = "في البلدية خرائط قديمة".into();
    let index = filled(&[upsert(first)]);
    let rich = index.search(&ask("خرائط")).unwrap().hits;
    let plain = index.search(&Request {
        plain: true,
        ..ask("خرائط")
    });
    let plain = plain.unwrap().hits;
    let words = |segments: &[index::Segment]| -> String {
        segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect()
    };
    assert!(!rich.is_empty() && rich.len() == plain.len());
    for (rich, plain) in rich.iter().zip(&plain) {
        assert_eq!((&rich.id, rich.score), (&plain.id, plain.score));
        assert_eq!(words(&rich.title), words(&plain.title));
        assert_eq!(words(&rich.summary), words(&plain.summary));
        let marked = plain.title.iter().chain(&plain.summary);
        assert!(plain.excerpt.is_empty() && !marked.clone().any(|segment| segment.highlighted));
    }
}
