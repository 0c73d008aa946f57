use std::time::{Duration, SystemTime};

use futures_util::StreamExt as _;
use object_store::memory::InMemory;

use super::*;

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn local() -> (tempfile::TempDir, Storage) {
    let dir = tempfile::tempdir().unwrap();
    let storage = Storage::open(None, dir.path()).unwrap();
    (dir, storage)
}

fn staged_files(dir: &tempfile::TempDir) -> usize {
    std::fs::read_dir(dir.path().join("files/staging"))
        .unwrap()
        .count()
}

async fn text(opened: Opened) -> Vec<u8> {
    opened
        .bytes
        .map(|chunk| chunk.unwrap())
        .collect::<Vec<_>>()
        .await
        .concat()
}

#[tokio::test]
async fn keeps_a_file_once_and_under_the_name_of_its_content() {
    let (dir, storage) = local();
    let first = storage.put_stream(&b"abc"[..], 3).await.unwrap();
    let second = storage.put_stream(&b"abc"[..], 3).await.unwrap();
    assert_eq!(first.hash.as_str(), ABC);
    assert_eq!(first, second);
    assert_eq!(staged_files(&dir), 0);
    assert_eq!(
        text(storage.open_range(&first.hash, None).await.unwrap()).await,
        b"abc"
    );
    storage.verify(&first.hash).await.unwrap();
}

#[tokio::test]
async fn streams_a_range_and_tells_the_whole_size() {
    let (_dir, storage) = local();
    let bytes: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    let stored = storage.put_stream(&bytes[..], 1 << 20).await.unwrap();
    let opened = storage
        .open_range(&stored.hash, Some(70_000..200_001))
        .await
        .unwrap();
    assert_eq!(opened.size, 300_000);
    assert_eq!(text(opened).await, &bytes[70_000..200_001]);
}

#[tokio::test]
async fn works_with_a_store_that_is_not_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let storage =
        Storage::with_store(Arc::new(InMemory::new()), dir.path().join("staging")).unwrap();
    let bytes = vec![7; PART + 5];
    let stored = storage.put_stream(&bytes[..], u64::MAX).await.unwrap();
    assert_eq!(
        text(storage.open_range(&stored.hash, Some(1..4)).await.unwrap()).await,
        [7; 3]
    );
    storage.verify(&stored.hash).await.unwrap();
    assert_eq!(
        std::fs::read_dir(dir.path().join("staging"))
            .unwrap()
            .count(),
        0
    );
}

#[tokio::test]
async fn a_file_beyond_the_limit_leaves_nothing() {
    let (dir, storage) = local();
    assert!(matches!(
        storage.put_stream(&b"abcd"[..], 3).await,
        Err(StorageError::TooLarge(3))
    ));
    assert_eq!(staged_files(&dir), 0);
}

#[tokio::test]
async fn a_full_disk_is_told_apart_and_leaves_nothing() {
    let (dir, storage) = local();
    storage.pretend_full(true);
    assert!(matches!(
        storage.put_stream(&b"abc"[..], 3).await,
        Err(StorageError::Full)
    ));
    storage.pretend_full(false);
    let mut staging = storage.stage(3).unwrap();
    staging.write(b"abc").await.unwrap();
    let staged = staging.finish().await.unwrap();
    storage.pretend_full(true);
    assert!(matches!(
        storage.commit(staged).await,
        Err(StorageError::Full)
    ));
    assert_eq!(staged_files(&dir), 0);
    let full = object_store::Error::Generic {
        store: "t",
        source: Box::new(std::io::Error::from(std::io::ErrorKind::StorageFull)),
    };
    assert!(matches!(StorageError::from(full), StorageError::Full));
}

#[tokio::test]
async fn damage_and_absence_are_noticed() {
    let (dir, storage) = local();
    let stored = storage.put_stream(&b"abc"[..], 3).await.unwrap();
    std::fs::write(dir.path().join("files/blobs/ba").join(ABC), b"abd").unwrap();
    assert!(matches!(
        storage.verify(&stored.hash).await,
        Err(StorageError::Damaged)
    ));
    let other = BlobHash::parse(&"0".repeat(64)).unwrap();
    assert!(matches!(
        storage.verify(&other).await,
        Err(StorageError::Missing)
    ));
    assert_eq!(storage.size_of(&other).await.unwrap(), None);
}

#[tokio::test]
async fn forgotten_files_are_swept_after_a_day_and_not_before() {
    let (dir, storage) = local();
    std::fs::write(dir.path().join("files/staging/part-left"), b"x").unwrap();
    let written = std::fs::metadata(dir.path().join("files/staging/part-left"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(
        storage
            .sweep(written + Duration::from_secs(60), &[])
            .unwrap(),
        0
    );
    assert_eq!(storage.sweep(SystemTime::UNIX_EPOCH, &[]).unwrap(), 0);
    assert_eq!(
        storage
            .sweep(written + Duration::from_secs(25 * 60 * 60), &[])
            .unwrap(),
        1
    );
}

#[test]
fn only_folders_and_buckets_are_accepted_and_the_error_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let error = Storage::open(Some("ftp://host/x"), dir.path())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("ftp://") && error.contains("file:///") && error.contains("s3://"),
        "{error}"
    );
    assert!(matches!(
        Storage::open(Some("folder"), dir.path()),
        Err(OpenError::NotAUrl(_))
    ));
    let url = format!("file://{}/elsewhere", dir.path().display());
    Storage::open(Some(&url), dir.path()).unwrap();
    assert!(dir.path().join("elsewhere/staging").is_dir());
}

#[test]
fn a_hash_is_64_lower_case_hexadecimal_digits() {
    assert!(BlobHash::parse(ABC).is_some());
    for wrong in [
        "",
        "../../etc/passwd",
        &ABC.to_uppercase(),
        &ABC[1..],
        &format!("{ABC}0"),
    ] {
        assert_eq!(BlobHash::parse(wrong), None);
    }
}
