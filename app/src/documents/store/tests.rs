use super::*;
use crate::accounts::{Actor, Email, NewMember};
use crate::clock::{Id, Sources};
use crate::db::{Db, Entity};
use crate::documents::filetype::FileType;
use crate::documents::policy;
use crate::documents::types::{
    Details, Document, Kind, Language, Licence, NewFile, Status, Target, Traces, Visibility,
};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::organizations;
use crate::storage::BlobHash;
use crate::testing::{self, TestDb};

struct World {
    db: TestDb,
    sources: Sources,
    gaza: Actor,
    dura: Actor,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for db in testing::databases().await {
        let (_, sources) = testing::sources();
        organizations::load::load_directory(&db, &sources)
            .await
            .unwrap();
        let (gaza, dura) = (
            actor(&db, &sources, "gaza").await,
            actor(&db, &sources, "dura").await,
        );
        worlds.push(World {
            db,
            sources,
            gaza,
            dura,
        });
    }
    worlds
}

async fn actor(db: &Db, sources: &Sources, slug: &str) -> Actor {
    let organization = organizations::store::by_slug(db, slug)
        .await
        .unwrap()
        .unwrap();
    let email = Email::parse(&format!("{slug}@tabadul.example")).unwrap();
    let member = NewMember::new(email, "x", "x", organization.id);
    let id = crate::accounts::store::create_member(db, sources, &member)
        .await
        .unwrap()
        .unwrap();
    Actor {
        id,
        organization: organization.id,
        organization_slug: slug.to_owned(),
        name: String::new(),
        post: String::new(),
        locale: Locale::Ar,
        publisher_of: Vec::new(),
        coordinator: false,
        admin: false,
    }
}

fn details(visibility: Visibility, named: Vec<Id>) -> Details {
    Details {
        kind: Kind::Manual,
        language: Language::Ar,
        licence: Licence::Network,
        title_ar: "دليل".to_owned(),
        title_en: String::new(),
        description: String::new(),
        visibility,
        named,
        topics: vec!["gis".to_owned()],
    }
}

fn file(content: u8) -> NewFile {
    NewFile {
        blob: BlobHash::parse(&format!("{content:02x}").repeat(32)).unwrap(),
        size: 10,
        file_type: FileType::Pdf,
        file_name: "دليل.pdf".to_owned(),
        note: String::new(),
        traces: Traces::Removed,
        upload: None,
        inside: None,
    }
}

impl World {
    async fn add(
        &self,
        owner: &Actor,
        status: Status,
        visibility: Visibility,
        named: Vec<Id>,
        target: Option<Target>,
    ) -> Id {
        let id = self.sources.id();
        let mut write = self
            .db
            .begin_write(self.sources.now(), Some(owner.id))
            .await
            .unwrap();
        let ids = (id, owner.organization, owner.id);
        let added = create(
            &mut write,
            ids,
            &details(visibility, named),
            &file(1),
            status,
            target,
        )
        .await
        .unwrap();
        assert_eq!(added, Added::New);
        write.commit().await.unwrap();
        id
    }

    async fn get(&self, id: Id) -> Document {
        let admin = Actor {
            admin: true,
            ..self.gaza.clone()
        };
        by_id(&self.db, Some(&admin), id).await.unwrap().unwrap()
    }

    async fn write(&self) -> crate::db::Write {
        self.db
            .begin_write(self.sources.now(), Some(self.gaza.id))
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn what_goes_in_comes_out() {
    for world in worlds().await {
        let id = world
            .add(
                &world.gaza,
                Status::Published,
                Visibility::Organizations,
                vec![world.dura.organization],
                None,
            )
            .await;
        let document = world.get(id).await;
        assert_eq!(
            (document.kind, document.status, document.title(Locale::En)),
            (Kind::Manual, Status::Published, "دليل")
        );
        assert_eq!(
            (document.topics, document.named),
            (vec!["gis".to_owned()], vec![world.dura.organization])
        );
        assert_eq!((document.current.number, document.current.size), (1, 10));
        assert!(document.published_at.is_some());
    }
}

#[tokio::test]
async fn a_double_submit_is_stored_once() {
    for world in worlds().await {
        let id = world
            .add(
                &world.gaza,
                Status::Draft,
                Visibility::Public,
                Vec::new(),
                None,
            )
            .await;
        let mut write = world.write().await;
        let ids = (id, world.gaza.organization, world.gaza.id);
        let again = create(
            &mut write,
            ids,
            &details(Visibility::Public, Vec::new()),
            &file(1),
            Status::Draft,
            None,
        )
        .await;
        assert_eq!(again.unwrap(), Added::Before);
        drop(write);
        assert_eq!(versions(&world.db, id).await.unwrap().len(), 1);
    }
}

/// The rule in Rust and the rule in SQL are the same, for every status, visibility and kind of actor.
#[tokio::test]
async fn lists_give_exactly_what_the_policy_allows() {
    for world in worlds().await {
        let mut ids = Vec::new();
        for status in Status::ALL {
            for visibility in Visibility::ALL {
                for named in [vec![], vec![world.dura.organization]] {
                    let start = if *status == Status::Draft {
                        Status::Draft
                    } else {
                        Status::Published
                    };
                    let id = world
                        .add(&world.gaza, start, *visibility, named, None)
                        .await;
                    if *status == Status::Withdrawn {
                        let mut write = world.write().await;
                        withdraw(&mut write, id, "خطأ").await.unwrap();
                        write.commit().await.unwrap();
                    }
                    ids.push(id);
                }
            }
        }
        let elsewhere = Actor {
            organization: world.sources.id(),
            ..world.dura.clone()
        };
        let publisher = Actor {
            publisher_of: vec![world.gaza.organization],
            ..elsewhere.clone()
        };
        let coordinator = Actor {
            coordinator: true,
            ..elsewhere.clone()
        };
        let admin = Actor {
            admin: true,
            ..elsewhere.clone()
        };
        let actors = [
            None,
            Some(&world.gaza),
            Some(&world.dura),
            Some(&elsewhere),
            Some(&publisher),
            Some(&coordinator),
            Some(&admin),
        ];
        for actor in actors {
            let mut seen: Vec<Id> = by_ids(&world.db, actor, &ids)
                .await
                .unwrap()
                .iter()
                .map(|document| document.id)
                .collect();
            seen.sort();
            let mut allowed = Vec::new();
            let mut listed = 0;
            for id in &ids {
                let document = world.get(*id).await;
                if policy::may_see(actor, &document) {
                    allowed.push(*id);
                    listed += i64::from(document.status != Status::Withdrawn);
                }
            }
            allowed.sort();
            assert_eq!(seen, allowed, "{actor:?}");
            let (_, total) = list(&world.db, actor, &Filter::default(), 100, 0)
                .await
                .unwrap();
            assert_eq!(total, listed, "{actor:?}");
        }
    }
}

#[tokio::test]
async fn filters_narrow_and_pages_follow() {
    for world in worlds().await {
        for _ in 0..3 {
            world
                .add(
                    &world.gaza,
                    Status::Published,
                    Visibility::Public,
                    Vec::new(),
                    None,
                )
                .await;
        }
        world
            .add(
                &world.dura,
                Status::Published,
                Visibility::Public,
                Vec::new(),
                None,
            )
            .await;
        let count = async |filter: Filter| list(&world.db, None, &filter, 2, 0).await.unwrap();
        let (first, total) = count(Filter {
            topic: Some("gis".to_owned()),
            ..Filter::default()
        })
        .await;
        assert_eq!((first.len(), total), (2, 4));
        let (second, _) = list(&world.db, None, &Filter::default(), 2, 2)
            .await
            .unwrap();
        assert!(
            second
                .iter()
                .all(|document| first.iter().all(|other| other.id != document.id))
        );
        assert_eq!(
            count(Filter {
                topic: Some("water".to_owned()),
                ..Filter::default()
            })
            .await
            .1,
            0
        );
        assert_eq!(
            count(Filter {
                kind: Some(Kind::Form),
                ..Filter::default()
            })
            .await
            .1,
            0
        );
        assert_eq!(
            count(Filter {
                organization: Some(world.dura.organization),
                ..Filter::default()
            })
            .await
            .1,
            1
        );
        assert_eq!(
            count(Filter {
                language: Some(Language::Ar),
                ..Filter::default()
            })
            .await
            .1,
            4
        );
        assert_eq!(
            count(Filter {
                language: Some(Language::En),
                ..Filter::default()
            })
            .await
            .1,
            0
        );
        assert_eq!(
            count(Filter {
                status: Some(Status::Draft),
                ..Filter::default()
            })
            .await
            .1,
            0
        );
    }
}

#[tokio::test]
async fn a_stale_edit_and_a_stale_version_are_refused() {
    for world in worlds().await {
        let id = world
            .add(
                &world.gaza,
                Status::Draft,
                Visibility::Public,
                Vec::new(),
                None,
            )
            .await;
        let mut write = world.write().await;
        let changed = Details {
            title_en: "Manual".to_owned(),
            topics: Vec::new(),
            ..details(Visibility::Network, Vec::new())
        };
        update(&mut write, id, 0, &changed).await.unwrap();
        write.commit().await.unwrap();
        let mut write = world.write().await;
        assert!(matches!(
            update(&mut write, id, 0, &changed).await,
            Err(AppError::Conflict)
        ));
        drop(write);
        let mut write = world.write().await;
        replace(&mut write, id, 1, world.gaza.id, &file(2))
            .await
            .unwrap();
        write.commit().await.unwrap();
        let mut write = world.write().await;
        assert!(matches!(
            replace(&mut write, id, 1, world.gaza.id, &file(3)).await,
            Err(AppError::Conflict)
        ));
        drop(write);
        let document = world.get(id).await;
        assert_eq!(
            (
                document.current.number,
                document.edits,
                document.topics.len()
            ),
            (2, 2, 0)
        );
        assert_eq!(document.visibility, Visibility::Network);
        assert_eq!(
            version(&world.db, id, 1).await.unwrap().unwrap().blob,
            file(1).blob
        );
        assert!(version(&world.db, id, 3).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn what_is_withdrawn_can_be_restored_as_it_was() {
    for world in worlds().await {
        for status in [Status::Draft, Status::Published] {
            let id = world
                .add(&world.gaza, status, Visibility::Public, Vec::new(), None)
                .await;
            let mut write = world.write().await;
            withdraw(&mut write, id, "قديمة").await.unwrap();
            write.commit().await.unwrap();
            let document = world.get(id).await;
            assert_eq!(
                (document.status, document.withdrawn_reason.as_str()),
                (Status::Withdrawn, "قديمة")
            );
            assert!(
                !policy::may_download(None, &document)
                    && policy::may_download(Some(&world.gaza), &document)
            );
            let mut write = world.write().await;
            restore(&mut write, &document).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(world.get(id).await.status, status);
        }
    }
}

fn sorted(ids: impl IntoIterator<Item = Id>) -> Vec<Id> {
    let mut ids: Vec<Id> = ids.into_iter().collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn attachments_follow_what_they_hang_on_and_never_become_wider() {
    for world in worlds().await {
        let target = Target {
            entity: Entity::Practice,
            id: world.sources.id(),
        };
        let draft = world
            .add(
                &world.gaza,
                Status::Draft,
                Visibility::Network,
                Vec::new(),
                Some(target),
            )
            .await;
        let foreign = world
            .add(
                &world.dura,
                Status::Draft,
                Visibility::Public,
                Vec::new(),
                Some(target),
            )
            .await;
        let published = world
            .add(
                &world.gaza,
                Status::Published,
                Visibility::Public,
                Vec::new(),
                None,
            )
            .await;
        let mut write = world.write().await;
        attach(&mut write, published, target, world.gaza.id)
            .await
            .unwrap();
        attach(&mut write, published, target, world.gaza.id)
            .await
            .unwrap();
        write.commit().await.unwrap();
        let seen = async |actor| -> Vec<Id> {
            // Made in the same instant: their order is that of chance.
            let attached = attached(&world.db, actor, target).await.unwrap();
            sorted(attached.iter().map(|document| document.id))
        };
        assert_eq!(seen(None).await, [published]);
        assert_eq!(seen(Some(&world.gaza)).await, sorted([draft, published]));
        assert_eq!(links_of(&world.db, draft).await.unwrap(), [target]);
        let mut write = world.write().await;
        publish_seen(
            &mut write,
            target,
            world.gaza.organization,
            &[draft, foreign],
        )
        .await
        .unwrap();
        write.commit().await.unwrap();
        assert_eq!(seen(None).await, [published]);
        assert_eq!(
            seen(Some(&world.dura)).await,
            sorted([draft, foreign, published])
        );
        assert_eq!(world.get(foreign).await.status, Status::Draft);
        let mut write = world.write().await;
        detach(&mut write, published, target).await.unwrap();
        write.commit().await.unwrap();
        assert!(seen(None).await.is_empty());
    }
}

#[tokio::test]
async fn downloads_are_counted_together() {
    for world in worlds().await {
        let id = world
            .add(
                &world.gaza,
                Status::Published,
                Visibility::Public,
                Vec::new(),
                None,
            )
            .await;
        let downloads = crate::documents::Downloads::default();
        downloads.began(id, 1);
        downloads.began(id, 1);
        downloads.flush(&world.db, &world.sources).await.unwrap();
        downloads.flush(&world.db, &world.sources).await.unwrap();
        assert_eq!(world.get(id).await.current.downloads, 2);
    }
}
