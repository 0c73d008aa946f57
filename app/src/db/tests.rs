use super::*;
use crate::testing::{databases, sources};

#[tokio::test]
async fn numbers_follow_commits_without_gaps() {
    for db in databases().await {
        let (_, sources) = sources();
        for id in ["a", "b"] {
            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            write.changed(Entity::Practice, id, "published");
            write.changed(Entity::Organization, "o", "edited");
            write.commit().await.unwrap();
        }
        let mut undone = db.begin_write(sources.now(), None).await.unwrap();
        undone.changed(Entity::Practice, "never", "published");
        drop(undone);

        let changes = db.changes_after(0, 10).await.unwrap();
        assert_eq!(
            changes
                .iter()
                .map(|change| change.number)
                .collect::<Vec<_>>(),
            [1, 2, 3, 4]
        );
        assert_eq!(db.feed_number().await.unwrap(), 4);
        assert_eq!(db.history(Entity::Practice, "b", 5).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_follower_sees_each_changed_thing_once() {
    for db in databases().await {
        let (_, sources) = sources();
        let mut follower = Follower::new(db.db.clone(), 0);
        let mut write = db.begin_write(sources.now(), None).await.unwrap();
        write.changed(Entity::Practice, "a", "drafted");
        write.changed(Entity::Practice, "a", "published");
        write.commit().await.unwrap();
        let batch = follower.next().await.unwrap();
        assert_eq!(
            batch.changed.iter().collect::<Vec<_>>(),
            [&(Entity::Practice, "a".to_owned())]
        );
        assert!(!batch.more);
        // Whoever failed to deal with it is told again.
        assert_eq!(follower.next().await.unwrap(), batch);
        follower.pass(batch.last);
        assert!(follower.next().await.unwrap().changed.is_empty());
    }
}

#[tokio::test]
async fn what_another_node_commits_is_soon_known_here() {
    for there in databases().await {
        let (_, sources) = sources();
        let here = Db::open(&there.url).await.unwrap();
        let watching = tokio::spawn(here.clone().watch_feed());
        let mut signal = here.feed_signal();
        let mut write = there.begin_write(sources.now(), None).await.unwrap();
        write.changed(Entity::Practice, "a", "published");
        write.commit().await.unwrap();
        let heard = signal.wait_for(|number| *number == 1);
        let heard = tokio::time::timeout(Duration::from_secs(10), heard).await;
        assert!(heard.is_ok());
        watching.abort();
        here.close().await;
    }
}

#[tokio::test]
async fn unique_violations_name_their_column_on_both_engines() {
    for db in databases().await {
        let insert = "INSERT INTO organizations (id, slug, kind, name_ar, name_en, sort_ar, sort_en, website, about_ar, \
                      about_en, source, created_at, updated_at) VALUES ($1, 'gaza', 'municipality', '', '', '', '', '', \
                      '', '', '', 0, 0)";
        let mut write = db.begin_write(Timestamp::UNIX_EPOCH, None).await.unwrap();
        sqlx::query(insert)
            .bind("1")
            .execute(write.connection())
            .await
            .unwrap();
        let error = sqlx::query(insert)
            .bind("2")
            .execute(write.connection())
            .await
            .unwrap_err();
        assert!(violates(&error, "organizations", "slug"), "{error}");
        assert!(!violates(&error, "organizations", "id"));
    }
}
