use super::*;
use crate::accounts::Actor;
use crate::clock::Sources;
use crate::i18n::Locale;
use crate::mail::Letters;
use crate::organizations::{self, load::load_directory};
use crate::practices::types::{Content, Indicator, State, Visibility};
use crate::testing::{TestDb, databases, sources};

struct Stage {
    db: TestDb,
    sources: Sources,
    clock: std::sync::Arc<crate::testing::HandClock>,
    gaza: Id,
    letters: Letters,
}

async fn stages() -> Vec<Stage> {
    let mut stages = Vec::new();
    for db in databases().await {
        let (clock, sources) = sources();
        load_directory(&db, &sources).await.unwrap();
        let gaza = organizations::store::by_slug(&db, "gaza")
            .await
            .unwrap()
            .unwrap()
            .id;
        let letters = Letters::none(&sources);
        stages.push(Stage {
            db,
            sources,
            clock,
            gaza,
            letters,
        });
    }
    stages
}

impl Stage {
    fn by<'a>(&'a self, actor: &'a Actor) -> By<'a> {
        By {
            actor,
            now: self.sources.now(),
            letters: &self.letters,
        }
    }

    fn actor(&self) -> Actor {
        Actor {
            id: self.sources.id(),
            organization: self.gaza,
            organization_slug: "gaza".into(),
            name: String::new(),
            post: "رئيس وحدة الشكاوى".into(),
            locale: Locale::Ar,
            publisher_of: vec![self.gaza],
            coordinator: false,
            admin: false,
        }
    }

    async fn published(&self, actor: &Actor, content: &Content, visibility: Visibility) -> Id {
        let id = self.sources.id();
        create(&self.db, self.by(actor), id, self.gaza, content, true)
            .await
            .unwrap();
        let seen = Seen {
            number: 1,
            version: 1,
        };
        approve(
            &self.db,
            self.by(actor),
            id,
            seen,
            publication(visibility, true),
        )
        .await
        .unwrap();
        self.clock.advance(jiff::SignedDuration::from_secs(1));
        id
    }
}

fn publication(visibility: Visibility, sole: bool) -> Publication<'static> {
    Publication {
        visibility,
        sole,
        documents: &[],
    }
}

fn content(title: &str, topics: &[&str]) -> Content {
    Content {
        title: title.into(),
        summary: "سطر".into(),
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        problem: "م".into(),
        solution: "ح".into(),
        result: "ن".into(),
        ..Content::default()
    }
}

#[tokio::test]
async fn words_are_kept_as_they_were_written() {
    for stage in stages().await {
        let actor = stage.actor();
        let mut written = content("أ", &["complaints", "gis"]);
        written.steps.push(crate::practices::types::Step {
            what: "خطوة \"أ\"".into(),
            ..Default::default()
        });
        written.indicators.push(Indicator {
            name: "زمن".into(),
            before: None,
            after: Some(99.6),
            ..Default::default()
        });
        let id = stage.published(&actor, &written, Visibility::Public).await;
        let practice = by_id(&stage.db, id).await.unwrap().unwrap();
        assert_eq!(practice.published_revision, Some(1));
        let read = revision(&stage.db, id, 1).await.unwrap().unwrap();
        assert_eq!(read.content, written);
        assert_eq!(
            (read.state, read.author, read.sole_publisher),
            (State::Published, Some(actor.id), true)
        );
        assert!(revision(&stage.db, id, 2).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_old_stays_public_until_the_new_is_approved() {
    for stage in stages().await {
        let (actor, db) = (stage.actor(), &stage.db);
        let id = stage
            .published(&actor, &content("قديم", &["water"]), Visibility::Public)
            .await;

        let seen = Seen {
            number: 1,
            version: 1,
        };
        let saved = save(
            db,
            stage.by(&actor),
            id,
            seen,
            &content("جديد", &["waste"]),
            true,
        )
        .await
        .unwrap();
        assert!(
            matches!(
                saved,
                Saved::As(Seen {
                    number: 2,
                    version: 1
                })
            ),
            "{saved:?}"
        );
        let listed = list(db, None, &Filter::default(), 10, 0).await.unwrap();
        assert_eq!((listed.len(), listed[0].title.as_str()), (1, "قديم"));
        approve(
            db,
            stage.by(&actor),
            id,
            Seen {
                number: 2,
                version: 1,
            },
            publication(Visibility::Public, false),
        )
        .await
        .unwrap();
        let listed = list(db, None, &Filter::default(), 10, 0).await.unwrap();
        assert_eq!(listed[0].title, "جديد");
        let topic = |slug: &str| Filter {
            topic: Some(slug.into()),
            ..Filter::default()
        };
        assert_eq!(count(db, None, &topic("water")).await.unwrap(), 0);
        assert_eq!(count(db, None, &topic("waste")).await.unwrap(), 1);
        let states: Vec<_> = revisions(db, id)
            .await
            .unwrap()
            .into_iter()
            .map(|line| line.state)
            .collect();
        assert_eq!(states, [State::Published, State::Superseded]);
    }
}

#[tokio::test]
async fn the_second_of_two_saves_is_told_and_nothing_is_lost() {
    for stage in stages().await {
        let (actor, db) = (stage.actor(), &stage.db);
        let id = stage.sources.id();
        create(
            db,
            stage.by(&actor),
            id,
            stage.gaza,
            &content("أول", &[]),
            false,
        )
        .await
        .unwrap();
        let seen = Seen {
            number: 1,
            version: 1,
        };
        let first = save(db, stage.by(&actor), id, seen, &content("ثان", &[]), false)
            .await
            .unwrap();
        assert!(matches!(
            first,
            Saved::As(Seen {
                number: 1,
                version: 2
            })
        ));
        let second = save(db, stage.by(&actor), id, seen, &content("ثالث", &[]), false)
            .await
            .unwrap();
        let Saved::Stale(theirs) = second else {
            panic!("{second:?}")
        };
        assert_eq!((theirs.content.title.as_str(), theirs.version), ("ثان", 2));
        assert!(matches!(
            submit(db, stage.by(&actor), id, seen).await,
            Err(AppError::Conflict)
        ));
        let twice = create(
            db,
            stage.by(&actor),
            id,
            stage.gaza,
            &content("أول", &[]),
            false,
        )
        .await;
        assert!(matches!(twice, Err(AppError::Conflict)));
    }
}

#[tokio::test]
async fn what_was_submitted_is_never_saved_over() {
    for stage in stages().await {
        let (actor, db, now) = (stage.actor(), &stage.db, stage.sources.now());
        let id = stage.sources.id();
        create(
            db,
            stage.by(&actor),
            id,
            stage.gaza,
            &content("أ", &[]),
            true,
        )
        .await
        .unwrap();
        let first = Seen {
            number: 1,
            version: 1,
        };
        return_to_author(db, stage.by(&actor), id, first, "أضف المصدر")
            .await
            .unwrap();
        save(db, stage.by(&actor), id, first, &content("ب", &[]), true)
            .await
            .unwrap();
        let second = Seen {
            number: 2,
            version: 1,
        };
        save(db, stage.by(&actor), id, second, &content("ج", &[]), false)
            .await
            .unwrap();
        let restored = restore(db, now, &actor, id, 1).await.unwrap();
        assert_eq!(restored.number, 4);
        let lines = revisions(db, id).await.unwrap();
        let states: Vec<_> = lines.iter().map(|line| line.state).collect();
        assert_eq!(
            states,
            [
                State::Draft,
                State::Withdrawn,
                State::Withdrawn,
                State::Returned
            ]
        );
        assert_eq!(
            (lines[0].restored_from, lines[0].title.as_str()),
            (Some(1), "أ")
        );
        assert_eq!(lines[3].note, "أضف المصدر");
        assert_eq!(drafts(db, &[stage.gaza]).await.unwrap().len(), 1);
        assert!(drafts(db, &[]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn lists_narrow_and_show_each_reader_their_own() {
    for stage in stages().await {
        let (actor, db) = (stage.actor(), &stage.db);
        let open = stage
            .published(&actor, &content("عامة", &["water"]), Visibility::Public)
            .await;
        let mut measured = content("للشبكة", &["gis"]);
        measured.indicators.push(Indicator {
            name: "ن".into(),
            ..Default::default()
        });
        let network = stage
            .published(&actor, &measured, Visibility::Network)
            .await;
        let ids = |items: Vec<Item>| items.into_iter().map(|item| item.id).collect::<Vec<_>>();
        let everything = Filter::default();
        assert_eq!(
            ids(list(db, None, &everything, 10, 0).await.unwrap()),
            [open]
        );
        assert_eq!(
            ids(list(db, Some(&actor), &everything, 10, 0).await.unwrap()),
            [network, open]
        );
        assert_eq!(
            ids(by_organization(db, None, stage.gaza, 5).await.unwrap()),
            [open]
        );
        assert_eq!(
            organizations_with_practices(db, Some(&actor))
                .await
                .unwrap(),
            [(stage.gaza, 2)]
        );
        for (filter, expected) in [
            (
                Filter {
                    region: Some("gaza".into()),
                    ..Filter::default()
                },
                2,
            ),
            (
                Filter {
                    region: Some("west_bank".into()),
                    ..Filter::default()
                },
                0,
            ),
            (
                Filter {
                    governorate: Some("gaza".into()),
                    ..Filter::default()
                },
                2,
            ),
            (
                Filter {
                    organization: Some("gaza".into()),
                    ..Filter::default()
                },
                2,
            ),
            (
                Filter {
                    organization: Some("dura".into()),
                    ..Filter::default()
                },
                0,
            ),
            (
                Filter {
                    indicators: true,
                    ..Filter::default()
                },
                1,
            ),
            (
                Filter {
                    verified: true,
                    ..Filter::default()
                },
                0,
            ),
            (
                Filter {
                    topic: Some("gis".into()),
                    ..Filter::default()
                },
                1,
            ),
        ] {
            assert_eq!(
                count(db, Some(&actor), &filter).await.unwrap(),
                expected,
                "{filter:?}"
            );
        }
        let now = stage.sources.now();
        set_verified(db, now, &actor, open, true).await.unwrap();
        let verified = Filter {
            verified: true,
            ..Filter::default()
        };
        assert_eq!(count(db, None, &verified).await.unwrap(), 1);
        set_archived(db, now, &actor, open, true).await.unwrap();
        assert_eq!(count(db, None, &everything).await.unwrap(), 0);
        assert_eq!(
            published_ids_after(db, None, "", 10).await.unwrap(),
            [network.to_string()]
        );
        confirm(db, now, &actor, network).await.unwrap();
        assert!(confirm(db, now, &actor, stage.sources.id()).await.is_err());
    }
}

fn seen(number: i64, version: i64) -> Seen {
    Seen { number, version }
}

#[tokio::test]
async fn a_colleagues_draft_is_never_saved_over() {
    for stage in stages().await {
        let (first, second, db) = (stage.actor(), stage.actor(), &stage.db);
        let id = stage.sources.id();
        let mine = content("أول", &[]);
        create(db, stage.by(&first), id, stage.gaza, &mine, false)
            .await
            .unwrap();
        let theirs = content("ثان", &[]);
        let saved = save(db, stage.by(&second), id, seen(1, 1), &theirs, false)
            .await
            .unwrap();
        assert!(matches!(saved, Saved::As(now) if now == seen(2, 1)));
        let kept = revision(db, id, 1).await.unwrap().unwrap();
        assert_eq!(
            (kept.state, kept.author, kept.content),
            (State::Withdrawn, Some(first.id), mine)
        );
        let newest = revision(db, id, 2).await.unwrap().unwrap();
        assert_eq!(
            (newest.state, newest.author, newest.content),
            (State::Draft, Some(second.id), theirs.clone())
        );
        // Sent on without a change, the words stay those of who wrote them.
        let sent = save(db, stage.by(&first), id, seen(2, 1), &theirs, true)
            .await
            .unwrap();
        assert!(matches!(sent, Saved::As(now) if now == seen(2, 1)));
        let newest = revision(db, id, 2).await.unwrap().unwrap();
        assert_eq!(
            (newest.state, newest.author),
            (State::InReview, Some(second.id))
        );
    }
}

#[tokio::test]
async fn the_same_form_twice_is_once() {
    for stage in stages().await {
        let (actor, db) = (stage.actor(), &stage.db);
        let id = stage.sources.id();
        create(
            db,
            stage.by(&actor),
            id,
            stage.gaza,
            &content("أ", &[]),
            false,
        )
        .await
        .unwrap();
        let words = content("ب", &[]);
        for submit in [false, true] {
            for again in [false, true] {
                let feed = db.feed_number().await.unwrap();
                let saved = save(db, stage.by(&actor), id, seen(1, 1), &words, submit)
                    .await
                    .unwrap();
                assert!(matches!(saved, Saved::As(now) if now == seen(1, 2)));
                assert_eq!(db.feed_number().await.unwrap() == feed, again);
            }
        }
        assert_eq!(revisions(db, id).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn an_old_revision_is_restored_once() {
    for stage in stages().await {
        let (actor, db, now) = (stage.actor(), &stage.db, stage.sources.now());
        let id = stage
            .published(&actor, &content("أ", &[]), Visibility::Public)
            .await;
        for _ in 0..2 {
            let restored = restore(db, now, &actor, id, 1).await.unwrap();
            assert_eq!(restored, seen(2, 1));
        }
    }
}
