//! Comparing rows and files, in a folder and in a bucket.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use app::documents::audit::{self, Finding, Report};
use app::storage::{BlobHash, Storage};
use app::testing::sqlite;
use futures_util::TryStreamExt as _;
use tabadul_tests::TestApp;
use tabadul_tests::s3::S3;

use crate::documents::upload;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A portal whose files lie in `files`, one document in it.
struct World {
    app: TestApp,
    files: PathBuf,
    _data: tempfile::TempDir,
    _server: Option<S3>,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for server in [None, S3::start()] {
        let data = tempfile::tempdir().unwrap();
        let (storage, files) = match &server {
            Some(server) => {
                let storage = server.storage(data.path(), "files").await;
                (storage, server.folder("files"))
            }
            None if worlds.is_empty() => {
                let storage = Storage::open(None, data.path()).unwrap();
                (storage, data.path().join("files"))
            }
            None => continue,
        };
        let app = TestApp::with(sqlite().await, Some(storage)).await;
        upload(&app.publisher("gaza").await, "public", &[]).await;
        worlds.push(World {
            app,
            files,
            _data: data,
            _server: server,
        });
    }
    worlds
}

impl World {
    fn storage(&self) -> &Storage {
        &self.app.app.storage
    }

    async fn check(&self, now: SystemTime, repair: bool) -> Report {
        audit::check(&self.app.app.db, self.storage(), now, repair)
            .await
            .unwrap()
    }

    /// The only file, and when it came.
    async fn only(&self) -> (BlobHash, SystemTime) {
        let mut kept: Vec<_> = self.storage().kept().try_collect().await.unwrap();
        let only = kept.pop().unwrap();
        assert!(kept.is_empty());
        (only.name.unwrap(), only.modified)
    }

    async fn orphan(&self) -> BlobHash {
        let stored = self.storage().put_stream(&b"nobody's"[..], 100).await;
        stored.unwrap().hash
    }
}

/// The file that holds this content, whatever the store calls it.
fn file(folder: &Path, hash: &BlobHash) -> PathBuf {
    let names = fs::read_dir(folder.join("blobs").join(&hash.as_str()[..2])).unwrap();
    let mut files = names.map(|entry| entry.unwrap().path());
    let wanted = files.find(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name == hash.as_str() || name == format!("{hash}._S3rver_object")
    });
    wanted.unwrap()
}

#[tokio::test]
async fn a_file_without_a_row_is_given_a_day_and_then_removed() {
    for world in worlds().await {
        let (wanted, came) = world.only().await;
        let orphan = world.orphan().await;
        let soon = came + Duration::from_secs(60 * 60);
        let report = world.check(soon, true).await;
        assert_eq!((report.files, report.arriving), (1, 1));
        assert!(report.findings.is_empty(), "{:?}", report.findings);

        let later = came + 2 * DAY;
        let found = |gone| vec![Finding::Orphan(orphan.clone(), gone)];
        assert_eq!(world.check(later, false).await.findings, found(false));
        assert_eq!(world.check(later, true).await.findings, found(true));
        assert_eq!(world.only().await.0, wanted);
        assert!(world.check(later, true).await.findings.is_empty());
    }
}

#[tokio::test]
async fn the_job_removes_what_no_row_names_and_nothing_else() {
    for world in worlds().await {
        let (wanted, came) = world.only().await;
        world.orphan().await;
        let remove = async |now| {
            let removed = audit::remove_orphans(&world.app.app.db, world.storage(), now).await;
            removed.unwrap()
        };
        assert_eq!(remove(came + DAY / 2).await, 0);
        assert_eq!(remove(came + 2 * DAY).await, 1);
        assert_eq!(world.only().await.0, wanted);
    }
}

#[tokio::test]
async fn damage_and_absence_are_told_with_the_document() {
    for world in worlds().await {
        let (hash, came) = world.only().await;
        let file = file(&world.files, &hash);
        let mut bytes = fs::read(&file).unwrap();
        bytes[100] ^= 1;
        fs::write(&file, &bytes).unwrap();
        let report = world.check(came + 2 * DAY, true).await;
        let [Finding::Damaged(name, uses)] = &report.findings[..] else {
            panic!("{:?}", report.findings);
        };
        assert_eq!(
            (name.as_str(), uses.len(), uses[0].1),
            (hash.as_str(), 1, 1)
        );
        assert!(file.exists());
        fs::remove_file(&file).unwrap();
        let report = world.check(came + 2 * DAY, true).await;
        assert!(
            matches!(&report.findings[..], [Finding::Missing(name, uses)] if name == hash.as_str() && uses.len() == 1),
            "{:?}",
            report.findings
        );
        assert_eq!(report.broken(), 1);
    }
}

#[tokio::test]
async fn an_old_file_that_is_wanted_again_is_young_again() {
    for world in worlds().await {
        let (_, came) = world.only().await;
        let orphan = world.orphan().await;
        let path = file(&world.files, &orphan);
        let old = fs::File::options().append(true).open(&path).unwrap();
        old.set_modified(came - 2 * DAY).unwrap();
        assert_eq!(world.orphan().await, orphan);
        let removed = world.storage().remove_unwanted(&orphan, came).await;
        assert!(!removed.unwrap());
        world.storage().verify(&orphan).await.unwrap();
    }
}
