//! What was backed up comes back the same, into either engine, and nothing is overwritten.

use std::path::Path;

use app::db::Db;
use app::storage::Storage;
use clap::Parser as _;
use server::backup;
use server::config::{Cli, Config};
use tabadul_tests::TestApp;

use crate::documents::upload;
use crate::practices;

fn config(folder: &Path, database: Option<&str>) -> Config {
    let mut words = vec![
        "tabadul".to_owned(),
        "--data-dir".to_owned(),
        folder.display().to_string(),
    ];
    words.extend(database.map(|url| format!("--database-url={url}")));
    words.push("migrate".to_owned());
    Cli::try_parse_from(words).unwrap().config
}

/// The archive's entries without the checksums and the moment of its making.
fn entries(file: &Path) -> Vec<(String, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let status = std::process::Command::new("tar")
        .arg("-xf")
        .arg(file)
        .arg("-C")
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(status.success());
    let mut found = Vec::new();
    for root in ["database", "files", "mail"] {
        collect(&folder.path().join(root), root, &mut found);
    }
    found.sort();
    found
}

fn collect(folder: &Path, name: &str, found: &mut Vec<(String, Vec<String>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &name, found);
        } else {
            // The engines may sort keys differently.
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            found.push((name, lines));
        }
    }
}

async fn archive(db: &Db, storage: &Storage, data: &Path, file: &Path) -> backup::Summary {
    backup::create(db, storage, &app::clock::Sources::system(), data, file)
        .await
        .unwrap()
}

/// What an administrator and the mail of a server without a mail service leave in the data folder: it comes back.
const KEPT: [(&str, &[u8]); 2] = [
    ("lexicon.tsv", "بلديه\tبلدية\n".as_bytes()),
    (
        "mail/0190-1.eml",
        b"Subject: =?utf-8?b?2YXYsdit2KjYpw==?=\r\n\r\n\xff",
    ),
];
/// And what is derived, half written or of no use elsewhere: it does not.
const LEFT: [&str; 3] = ["serve.lock", "mail/.writing-x", "index/current"];

fn fill(data: &Path) {
    let left = LEFT.iter().map(|name| (*name, &b"x"[..]));
    for (name, bytes) in KEPT.into_iter().chain(left) {
        let file = data.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

fn assert_filled(data: &Path) {
    for (name, bytes) in KEPT {
        assert_eq!(std::fs::read(data.join(name)).unwrap(), bytes, "{name}");
    }
    assert!(LEFT.iter().all(|name| !data.join(name).exists()));
}

/// Backs up each engine and restores it into each.
#[tokio::test]
async fn what_was_backed_up_comes_back_the_same() {
    for source in app::testing::databases().await {
        let app = TestApp::on(source).await;
        let publisher = app.publisher("dura").await;
        let path = upload(&publisher, "public", &[]).await;
        practices::published(&app, "public").await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup.tar");
        let data = &app.app.settings.data_dir;
        fill(data);
        let made = archive(&app.app.db, &app.app.storage, data, &file).await;
        assert!(made.files == 1 && made.rows > 150, "{made}");
        assert!(made.mails == 1 && made.lexicon, "{made}");
        let blank = app::testing::blank_postgres().await;
        for database in std::iter::once(None).chain(blank.map(Some)) {
            let target = tempfile::tempdir().unwrap();
            let config = config(&target.path().join("data"), database.as_deref());
            assert_eq!(backup::restore(&config, &file).await.unwrap(), made);
            let db = Db::open(&config.database()).await.unwrap();
            let storage = server::serve::storage(&config).await.unwrap();
            let again = target.path().join("again.tar");
            assert_filled(&config.data_dir);
            let data = &config.data_dir;
            assert_eq!(archive(&db, &storage, data, &again).await, made);
            assert_eq!(entries(&again), entries(&file), "{database:?}");
            let id = path.rsplit('/').next().unwrap().parse().unwrap();
            let document = app::documents::store::by_id(&db, None, id)
                .await
                .unwrap()
                .unwrap();
            storage.verify(&document.current.blob).await.unwrap();
            let refused = backup::restore(&config, &file)
                .await
                .unwrap_err()
                .to_string();
            assert!(refused.contains("not empty"), "{refused}");
            db.close().await;
            server::commands::open(&config).await.unwrap().close().await;
        }
    }
}

#[tokio::test]
async fn a_damaged_or_cut_off_archive_is_refused_before_anything_is_written() {
    let app = TestApp::start().await;
    upload(&app.publisher("gaza").await, "public", &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.tar");
    let data = &app.app.settings.data_dir;
    archive(&app.app.db, &app.app.storage, data, &file).await;
    let whole = std::fs::read(&file).unwrap();
    let broken = folder.path().join("broken.tar");
    let target = folder.path().join("restored");
    for at in [600, whole.len() / 2, whole.len() - 3000] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        for bytes in [&damaged[..], &whole[..at]] {
            std::fs::write(&broken, bytes).unwrap();
            assert!(
                backup::restore(&config(&target, None), &broken)
                    .await
                    .is_err(),
                "{at}"
            );
            assert!(!target.exists());
        }
    }
    std::fs::write(&broken, b"not a backup").unwrap();
    assert!(
        backup::restore(&config(&target, None), &broken)
            .await
            .is_err()
    );
    assert!(
        backup::create(&app.app.db, &app.app.storage, &app.app.sources, data, &file)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn files_that_are_there_already_are_no_place_to_restore_into() {
    let app = TestApp::start().await;
    upload(&app.publisher("gaza").await, "public", &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.tar");
    let data = &app.app.settings.data_dir;
    archive(&app.app.db, &app.app.storage, data, &file).await;
    let target = folder.path().join("drill");
    let mut config = config(&target, None);
    let used = format!("file://{}", data.join("files").display());
    config.storage_url = Some(used.parse().unwrap());
    let refused = backup::restore(&config, &file)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("TABADUL_STORAGE_URL") && refused.contains("not empty"),
        "{refused}"
    );
    let unused = format!("file://{}", folder.path().join("files").display());
    config.storage_url = Some(unused.parse().unwrap());
    backup::restore(&config, &file).await.unwrap();
}

/// The archive again, with the content of its files changed and its checksums in order.
fn forge(file: &Path, to: &Path) {
    let script = "mkdir x && tar -xf \"$1\" -C x && cd x && echo wrong | tee -a files/* > /dev/null && rm SHA256SUMS \
        && sha256sum $(find . -type f -printf '%P\\n') > ../SHA256SUMS && mv ../SHA256SUMS . \
        && tar --format=ustar -cf \"$2\" $(find . -type f ! -name SHA256SUMS -printf '%P\\n') SHA256SUMS";
    let folder = tempfile::tempdir().unwrap();
    let status = std::process::Command::new("sh")
        .args(["-c", script, "sh"])
        .args([file, to])
        .current_dir(folder.path())
        .status();
    assert!(status.unwrap().success());
}

/// What looks like a portal that is empty is not served.
#[tokio::test]
async fn a_restore_that_fails_leaves_nothing_that_starts() {
    let app = TestApp::start().await;
    upload(&app.publisher("gaza").await, "public", &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.tar");
    let data = &app.app.settings.data_dir;
    archive(&app.app.db, &app.app.storage, data, &file).await;
    let forged = folder.path().join("forged.tar");
    forge(&file, &forged);
    let config = config(&folder.path().join("restored"), None);
    let failed = backup::restore(&config, &forged)
        .await
        .unwrap_err()
        .to_string();
    assert!(failed.contains("not what its name says"), "{failed}");
    let refused = server::commands::open(&config)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("TABADUL_DATA_DIR") && refused.contains("restore"),
        "{refused}"
    );
}
