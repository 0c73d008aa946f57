//! The queue of mail on both engines.

use jiff::SignedDuration;

use super::queue::{Envelope, count_to, drain, enqueue, forget_old};
use super::{Letter, Outbox};
use crate::clock::Sources;
use crate::db::Db;
use crate::i18n::Locale;
use crate::testing::{databases, sources};

fn letter(subject: &str) -> Letter {
    Letter {
        locale: Locale::Ar,
        subject: subject.to_owned(),
        ..Letter::default()
    }
}

async fn write(db: &Db, sources: &Sources, envelope: Envelope, commits: bool) {
    let mut write = db.begin_write(sources.now(), None).await.unwrap();
    enqueue(&mut write, sources, &envelope).await.unwrap();
    if commits {
        write.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_message_leaves_once_and_only_if_its_transaction_commits() {
    for db in databases().await {
        let (_, sources) = sources();
        let outbox = Outbox::default();
        let envelope = |to: &str| Envelope::new(to, "test", letter("مرحباً"));
        write(&db, &sources, envelope("a@example.ps"), true).await;
        write(&db, &sources, envelope("b@example.ps"), false).await;
        write(&db, &sources, envelope("c@example.ps").key("k"), true).await;
        write(&db, &sources, envelope("c@example.ps").key("k"), true).await;
        assert_eq!(drain(&db, &outbox, &sources).await.unwrap(), 2);
        assert_eq!(drain(&db, &outbox, &sources).await.unwrap(), 0);
        for to in ["a@example.ps", "c@example.ps"] {
            let sent = outbox.sent_to(to);
            assert_eq!(sent.len(), 1, "{to}");
            assert_eq!(sent[0].subject, "مرحباً");
        }
        let since = sources.now() - SignedDuration::from_hours(1);
        assert_eq!(
            count_to(&db, "c@example.ps", "test", since).await.unwrap(),
            1
        );
    }
}

#[tokio::test]
async fn a_failing_server_is_asked_again_later_and_again() {
    for db in databases().await {
        let (clock, sources) = sources();
        let outbox = Outbox::default();
        outbox.set_failing(true);
        write(
            &db,
            &sources,
            Envelope::new("a@example.ps", "test", letter("x")),
            true,
        )
        .await;
        assert_eq!(drain(&db, &outbox, &sources).await.unwrap(), 0);
        outbox.set_failing(false);
        assert_eq!(
            drain(&db, &outbox, &sources).await.unwrap(),
            0,
            "not at once"
        );
        clock.advance(SignedDuration::from_mins(1));
        assert_eq!(drain(&db, &outbox, &sources).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_message_that_came_too_late_is_dropped_and_forgotten() {
    for db in databases().await {
        let (clock, sources) = sources();
        let outbox = Outbox::default();
        let until = sources.now() + SignedDuration::from_hours(1);
        let envelope = Envelope::new("a@example.ps", "test", letter("x")).until(until);
        write(&db, &sources, envelope, true).await;
        clock.advance(SignedDuration::from_hours(2));
        assert_eq!(drain(&db, &outbox, &sources).await.unwrap(), 0);
        assert!(outbox.sent().is_empty());
        let day = SignedDuration::from_hours(24);
        let since = sources.now() - day;
        assert_eq!(
            count_to(&db, "a@example.ps", "test", since).await.unwrap(),
            1
        );
        clock.advance(day * 31);
        forget_old(&db, sources.now()).await.unwrap();
        assert_eq!(
            count_to(&db, "a@example.ps", "test", since).await.unwrap(),
            0
        );
    }
}
