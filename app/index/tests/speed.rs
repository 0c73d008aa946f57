//! How long a question takes over ten thousand entries. Run by hand: `cargo test -p tabadul-index --test speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used)] // A failed step is a failed test.

use std::time::{Duration, Instant};

use index::{Entry, Filter, Index, Kind, Lexicon, Reader, Request, Visibility};

const ENTRIES: usize = 10_000;

fn entries() -> Vec<Entry> {
    let texts: Vec<Vec<&str>> = include_str!("quality/entries.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(" | ").collect())
        .collect();
    let text = |at: usize, part: usize| texts[at % texts.len()][part];
    (0..ENTRIES)
        .map(|n| Entry {
            kind: Kind::ALL[n % 4],
            id: n.to_string(),
            organization: format!("municipality-{}", n % 153),
            governorate: format!("governorate-{}", n % 16),
            topics: vec![format!("topic-{}", n % 21), format!("topic-{}", n % 19)],
            visibility: if n % 5 == 0 {
                Visibility::Network
            } else {
                Visibility::Public
            },
            title: format!("{} {n}", text(n, 1)),
            summary: text(n * 7 + 1, 2).to_owned(),
            body: (0..12)
                .map(|k| format!("{} {}. ", text(n * 13 + k, 2), text(n * 3 + k * 5, 3)))
                .collect(),
            date: i64::try_from(n).ok(),
            ..Entry::default()
        })
        .collect()
}

#[test]
#[ignore = "measures; needs a quiet machine"]
fn ten_thousand_entries_answer_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = Index::open_or_create(folder.path(), Lexicon::shipped()).unwrap();
    let mut writer = index.writer().unwrap();
    let start = Instant::now();
    let mut rebuild = writer.rebuild().unwrap();
    for batch in entries().chunks(500) {
        rebuild.add(batch).unwrap();
    }
    rebuild.finish(1).unwrap();
    eprintln!("written in {:?}", start.elapsed());

    for plain in [true, false] {
        ask(&index, plain);
    }
    let start = Instant::now();
    for typed in ["ش", "شك", "الب", "municip", "وحدة ال"] {
        index.suggest(typed, &Filter::default(), 8).unwrap();
    }
    eprintln!("suggest {:?} each", start.elapsed() / 5);
    drop((writer, index));
    let start = Instant::now();
    let (_, why) = Index::open_or_create(folder.path(), Lexicon::shipped()).unwrap();
    eprintln!("opened in {:?}, {why:?}", start.elapsed());
}

/// Every question five times, as programs ask (`plain`) or as the page does.
fn ask(index: &Index, plain: bool) {
    let questions: Vec<&str> = include_str!("quality/queries.txt")
        .lines()
        .filter_map(|line| line.split(" | ").next())
        .chain(["", "في", "zzzz qqqq"])
        .collect();
    let mut taken: Vec<(Duration, &str)> = Vec::new();
    for round in 0..5 {
        for q in &questions {
            let filter = Filter {
                topics: if round % 2 == 1 {
                    vec!["topic-3".into()]
                } else {
                    vec![]
                },
                reader: Reader::Member {
                    organization: "municipality-1".into(),
                },
                ..Filter::default()
            };
            let request = Request {
                q: (*q).into(),
                filter,
                limit: 20,
                plain,
                ..Request::default()
            };
            let start = Instant::now();
            index.search(&request).unwrap();
            taken.push((start.elapsed(), q));
        }
    }
    taken.sort();
    let at = |share: f64| taken[((taken.len() - 1) as f64 * share) as usize];
    eprintln!(
        "search, plain {plain}: p50 {:?}, p99 {:?}, longest {:?}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    for (took, q) in taken.iter().rev().take(12) {
        eprintln!("{took:?} {q}");
    }
    assert!(at(0.99).0 < Duration::from_millis(20));
}
