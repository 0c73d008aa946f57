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
        let (changed, more) = follower.next().await.unwrap();
        assert_eq!(
            changed.into_iter().collect::<Vec<_>>(),
            [(Entity::Practice, "a".to_owned())]
        );
        assert!(!more);
        assert!(follower.next().await.unwrap().0.is_empty());
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
