use std::sync::Arc;

use proptest::prelude::*;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::store;
use super::types::{Limits, Room, Used};
use crate::accounts::{Email, NewMember};
use crate::clock::{Id, Sources};
use crate::db::{Db, Write};
use crate::documents::filetype::FileType;
use crate::documents::resumable;
use crate::documents::store as documents;
use crate::documents::store::Added;
use crate::documents::types::{
    Details, Kind, Language, Licence, NewFile, Status, Traces, Visibility,
};
use crate::documents::upload::FileProblem;
use crate::error::AppError;
use crate::organizations;
use crate::storage::BlobHash;
use crate::testing::{self, TestDb};

struct World {
    db: TestDb,
    sources: Sources,
    member: Id,
    /// Gaza and Dura.
    organizations: [Id; 2],
}

async fn world(db: TestDb) -> World {
    let (_, sources) = testing::sources();
    organizations::load::load_directory(&db, &sources)
        .await
        .unwrap();
    let mut ids = Vec::new();
    for slug in ["gaza", "dura"] {
        let found = organizations::store::by_slug(&db, slug).await.unwrap();
        ids.push(found.unwrap().id);
    }
    let email = Email::parse("member@tabadul.example").unwrap();
    let member = NewMember::new(email, "x", "x", ids[0]);
    let member = crate::accounts::store::create_member(&db, &sources, &member)
        .await
        .unwrap()
        .unwrap();
    World {
        db,
        sources,
        member,
        organizations: [ids[0], ids[1]],
    }
}

fn file(size: u64, upload: Option<Id>) -> NewFile {
    NewFile {
        blob: BlobHash::parse(&"ab".repeat(32)).unwrap(),
        size,
        file_type: FileType::Pdf,
        file_name: "دليل.pdf".to_owned(),
        note: String::new(),
        traces: Traces::Removed,
        upload,
        inside: None,
    }
}

fn details() -> Details {
    Details {
        kind: Kind::Manual,
        language: Language::Ar,
        licence: Licence::Network,
        title_ar: "دليل".to_owned(),
        title_en: String::new(),
        description: String::new(),
        visibility: Visibility::Public,
        named: Vec::new(),
        topics: Vec::new(),
    }
}

/// One document of `size` bytes, in a transaction of its own.
async fn put(
    db: &Db,
    sources: &Sources,
    (organization, member): (Id, Id),
    size: u64,
    upload: Option<Id>,
) -> Result<Id, AppError> {
    let id = sources.id();
    let mut write = db.begin_write(sources.now(), Some(member)).await?;
    let ids = (id, organization, member);
    let file = file(size, upload);
    let added = documents::create(&mut write, ids, &details(), &file, Status::Draft, None).await?;
    assert_eq!(added, Added::New);
    write.commit().await?;
    Ok(id)
}

impl World {
    async fn write(&self) -> Write {
        let now = self.sources.now();
        self.db.begin_write(now, Some(self.member)).await.unwrap()
    }

    async fn limit(&self, organization: Option<Id>, quota: Option<i64>) {
        let limits = Limits {
            file_limit: None,
            quota,
        };
        let mut write = self.write().await;
        match organization {
            Some(id) => store::set(&mut write, id, limits).await.unwrap(),
            None => store::set_defaults(&mut write, limits).await.unwrap(),
        }
        write.commit().await.unwrap();
    }

    async fn put(&self, organization: Id, size: u64, upload: Option<Id>) -> Result<Id, AppError> {
        put(
            &self.db,
            &self.sources,
            (organization, self.member),
            size,
            upload,
        )
        .await
    }

    async fn begin_upload(&self, organization: Id, length: u64) -> Result<Id, AppError> {
        let id = self.sources.id();
        let mut write = self.write().await;
        let owner = (self.member, organization);
        resumable::store::create(&mut write, id, owner, "a.pdf", length).await?;
        write.commit().await?;
        Ok(id)
    }

    async fn used(&self, organization: Id) -> i64 {
        let found = store::of(&self.db, &[organization]).await.unwrap();
        found.first().map_or(0, |used| used.used)
    }

    /// What is used, counted anew.
    async fn counted(&self, organization: Id) -> i64 {
        sqlx::query_scalar(
            "SELECT COALESCE((SELECT CAST(SUM(v.size) AS BIGINT) FROM documents d \
             JOIN document_versions v ON v.document_id = d.id WHERE d.organization_id = $1), 0) \
             + COALESCE((SELECT CAST(SUM(u.length) AS BIGINT) FROM uploads u WHERE u.organization_id = $1), 0)",
        )
        .bind(organization)
        .fetch_one(self.db.reader())
        .await
        .unwrap()
    }
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for db in testing::databases().await {
        worlds.push(world(db).await);
    }
    worlds
}

fn refused(result: Result<Id, AppError>) -> u64 {
    match result {
        Err(AppError::NoRoom(left)) => left,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn versions_and_uploads_count_and_room_comes_back() {
    for world in worlds().await {
        let [gaza, dura] = world.organizations;
        world.limit(None, Some(100)).await;
        let document = world.put(gaza, 40, None).await.unwrap();
        // The same content is kept once, and counts for each that has it.
        world.put(dura, 40, None).await.unwrap();
        let mut write = world.write().await;
        documents::replace(&mut write, document, 1, world.member, &file(20, None))
            .await
            .unwrap();
        write.commit().await.unwrap();
        let upload = world.begin_upload(gaza, 30).await.unwrap();
        assert_eq!((world.used(gaza).await, world.used(dura).await), (90, 40));
        assert_eq!(refused(world.put(gaza, 11, None).await), 10);
        assert_eq!(refused(world.begin_upload(gaza, 11).await), 10);
        let mut write = world.write().await;
        let more = documents::replace(&mut write, document, 2, world.member, &file(11, None)).await;
        assert!(matches!(more, Err(AppError::NoRoom(10))), "{more:?}");
        drop(write);

        let mut write = world.write().await;
        documents::withdraw(&mut write, document, "x")
            .await
            .unwrap();
        resumable::store::remove(&mut write, upload).await.unwrap();
        // A second time it is not there any more.
        resumable::store::remove(&mut write, upload).await.unwrap();
        write.commit().await.unwrap();
        // What is withdrawn is kept, and counts.
        assert_eq!(world.used(gaza).await, 60);
        for organization in [gaza, dura] {
            assert_eq!(
                world.used(organization).await,
                world.counted(organization).await
            );
        }
    }
}

#[tokio::test]
async fn an_upload_that_becomes_a_version_needs_no_second_room() {
    for world in worlds().await {
        let [gaza, dura] = world.organizations;
        world.limit(None, Some(100)).await;
        let upload = world.begin_upload(gaza, 80).await.unwrap();
        world.put(gaza, 80, Some(upload)).await.unwrap();
        assert_eq!(world.used(gaza).await, 80);
        // What had its room keeps it, also where the limit is lower by now.
        let upload = world.begin_upload(gaza, 20).await.unwrap();
        world.limit(Some(gaza), Some(10)).await;
        world.put(gaza, 20, Some(upload)).await.unwrap();
        assert_eq!(refused(world.put(gaza, 1, None).await), 0);
        // For another organization it moves there, if there is room.
        world.limit(Some(gaza), Some(1000)).await;
        let upload = world.begin_upload(gaza, 60).await.unwrap();
        world.put(dura, 60, Some(upload)).await.unwrap();
        assert_eq!((world.used(gaza).await, world.used(dura).await), (100, 60));
        let upload = world.begin_upload(gaza, 50).await.unwrap();
        assert_eq!(refused(world.put(dura, 50, Some(upload)).await), 40);
        assert_eq!((world.used(gaza).await, world.used(dura).await), (150, 60));
    }
}

#[tokio::test]
async fn expired_uploads_give_their_room_back_and_merged_organizations_add_up() {
    for world in worlds().await {
        let [gaza, dura] = world.organizations;
        world.put(gaza, 5, None).await.unwrap();
        world.put(dura, 7, None).await.unwrap();
        for organization in [gaza, dura, gaza] {
            world.begin_upload(organization, 10).await.unwrap();
        }
        assert_eq!((world.used(gaza).await, world.used(dura).await), (25, 17));
        let late = resumable::store::end(world.sources.now());
        resumable::store::forget_expired(&world.db, late)
            .await
            .unwrap();
        assert_eq!((world.used(gaza).await, world.used(dura).await), (5, 7));
        world.begin_upload(gaza, 10).await.unwrap();
        let mut write = world.write().await;
        organizations::merge::merge(&mut write, gaza, dura)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!((world.used(gaza).await, world.used(dura).await), (0, 22));
        assert_eq!(world.counted(dura).await, 22);
    }
}

/// Many writers at once, and room for some of them: each that fits is taken until it is full, and none beyond.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_uploads_that_fit_only_one_by_one_the_late_are_refused() {
    const WRITERS: usize = 12;
    for world in worlds().await {
        let [gaza, _] = world.organizations;
        for (round, (quota, size, fit)) in [(100, 60, 1), (100, 30, 3)].into_iter().enumerate() {
            let before = world.used(gaza).await;
            world.limit(Some(gaza), Some(before + quota)).await;
            let barrier = Arc::new(Barrier::new(WRITERS));
            let mut tasks = JoinSet::new();
            for writer in 0..WRITERS {
                let (db, sources) = (world.db.db.clone(), world.sources.clone());
                let (barrier, member) = (Arc::clone(&barrier), world.member);
                tasks.spawn(async move {
                    barrier.wait().await;
                    if writer % 2 == round {
                        put(&db, &sources, (gaza, member), size, None).await
                    } else {
                        let id = sources.id();
                        let mut write = db.begin_write(sources.now(), Some(member)).await?;
                        let owner = (member, gaza);
                        resumable::store::create(&mut write, id, owner, "a.pdf", size).await?;
                        write.commit().await?;
                        Ok(id)
                    }
                });
            }
            let mut taken = 0;
            while let Some(done) = tasks.join_next().await {
                match done.unwrap() {
                    Ok(_) => taken += 1,
                    Err(AppError::NoRoom(_)) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert_eq!(taken, fit);
            assert_eq!(world.used(gaza).await, before + taken * size as i64);
            assert_eq!(world.used(gaza).await, world.counted(gaza).await);
        }
    }
}

/// Two that move room between the same two organizations in opposite directions do not wait for one another.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn exchanges_in_both_directions_end() {
    for world in worlds().await {
        let [gaza, dura] = world.organizations;
        let mut tasks = JoinSet::new();
        for turn in 0..8 {
            let (from, into) = if turn % 2 == 0 {
                (gaza, dura)
            } else {
                (dura, gaza)
            };
            let upload = world.begin_upload(from, 10).await.unwrap();
            let (db, sources, member) = (world.db.db.clone(), world.sources.clone(), world.member);
            tasks.spawn(async move { put(&db, &sources, (into, member), 10, Some(upload)).await });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        assert_eq!((world.used(gaza).await, world.used(dura).await), (40, 40));
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Put(usize, u64),
    Begin(usize, u64),
    /// The upload at this place, modulo how many there are, becomes a version of so many bytes.
    Finish(usize, usize, u64),
    GiveUp(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (organization, size) = (0..2_usize, 1..50_u64);
    prop_oneof![
        (organization.clone(), size.clone()).prop_map(|(a, b)| Step::Put(a, b)),
        (organization.clone(), size.clone()).prop_map(|(a, b)| Step::Begin(a, b)),
        (0..8_usize, organization, size).prop_map(|(a, b, c)| Step::Finish(a, b, c)),
        (0..8_usize).prop_map(Step::GiveUp),
    ]
}

/// Whatever is put in, begun, finished and given up, in whatever order: what is used is what is there, and no more than may be.
#[test]
fn what_is_used_is_what_is_there_and_never_more_than_the_quota() {
    const QUOTA: i64 = 120;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(async { world(testing::sqlite().await).await });
    runtime.block_on(world.limit(None, None));
    let cases = ProptestConfig::with_cases(16);
    proptest!(cases, |(steps in proptest::collection::vec(step(), 1..25))| {
        runtime.block_on(async {
            let mut uploads = Vec::new();
            let mut start = [0; 2];
            for (at, organization) in world.organizations.into_iter().enumerate() {
                start[at] = world.used(organization).await;
                world.limit(Some(organization), Some(start[at] + QUOTA)).await;
            }
            for step in steps {
                let done = match step {
                    Step::Put(at, size) => world.put(world.organizations[at], size, None).await.map(drop),
                    Step::Begin(at, size) => {
                        let begun = world.begin_upload(world.organizations[at], size).await;
                        begun.map(|id| uploads.push(id))
                    }
                    Step::Finish(upload, at, size) => match uploads.get(upload % uploads.len().max(1)) {
                        None => Ok(()),
                        Some(id) => world.put(world.organizations[at], size, Some(*id)).await.map(drop),
                    },
                    Step::GiveUp(upload) => match uploads.get(upload % uploads.len().max(1)) {
                        None => Ok(()),
                        Some(id) => {
                            let mut write = world.write().await;
                            resumable::store::remove(&mut write, *id).await.unwrap();
                            write.commit().await
                        }
                    },
                };
                assert!(matches!(done, Ok(()) | Err(AppError::NoRoom(_))), "{done:?}");
                for (organization, start) in world.organizations.into_iter().zip(start) {
                    let used = world.used(organization).await;
                    assert_eq!(used, world.counted(organization).await, "{step:?}");
                    assert!(used <= start + QUOTA, "{step:?}: {used}");
                }
            }
            for upload in uploads {
                let mut write = world.write().await;
                resumable::store::remove(&mut write, upload).await.unwrap();
                write.commit().await.unwrap();
            }
        });
    });
}

#[test]
fn own_limits_come_before_everyones_and_nothing_before_the_ceiling() {
    let id: Id = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000".parse().unwrap();
    let everyone = Limits {
        file_limit: Some(50),
        quota: Some(100),
    };
    let mut used = Used {
        used: 130,
        ..Used::none(id)
    };
    let room = |used: &Used, everyone, ceiling| {
        let Room { file, left, .. } = used.room(everyone, ceiling);
        (file, left)
    };
    assert_eq!(room(&used, Limits::default(), 70), (70, None));
    assert_eq!(room(&used, everyone, 70), (50, Some(0)));
    assert_eq!(room(&used, everyone, 40), (40, Some(0)));
    used.limits = Limits {
        file_limit: Some(60),
        quota: Some(140),
    };
    assert_eq!(room(&used, everyone, 70), (60, Some(10)));
    let room = used.room(everyone, 70);
    assert!(room.check(10).is_ok());
    assert!(matches!(room.check(11), Err(FileProblem::NoRoom(10))));
    assert!(matches!(room.check(61), Err(FileProblem::TooLarge(60))));
    assert!(room.check_file(60).is_ok());
}
