//! `tabadul storage check` beside a serving process.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::SystemTime;

use app::storage::Storage;

use super::portal::{open, runtime};
use super::process::{Server, tabadul};

/// What it says, and whether it is content.
pub fn check(data: &Path, flags: &[&str]) -> (String, bool) {
    let mut command = tabadul(data);
    command.args(["storage", "check"]).args(flags);
    let output = command.stdout(Stdio::piped()).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        String::from_utf8_lossy(&said).into_owned(),
        output.status.success(),
    )
}

/// A file without a row, as old as files can be.
async fn forgotten(data: &Path) -> String {
    let storage = Storage::open(None, data).unwrap();
    let stored = storage.put_stream(&b"nobody's"[..], 100).await.unwrap();
    let hash = stored.hash.to_string();
    let file = data.join("files/blobs").join(&hash[..2]).join(&hash);
    let file = File::options().append(true).open(file).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    hash
}

#[test]
fn the_check_tells_what_is_wrong_and_removes_only_what_nobody_wants() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    let _server = Server::start(data, &[]);
    let (said, content) = check(data, &[]);
    assert!(content && said.contains("0 files"), "{said}");

    let hash = runtime().block_on(forgotten(data));
    fs::write(data.join("files/staging/part-left"), "x").unwrap();
    let left = File::options()
        .append(true)
        .open(data.join("files/staging/part-left"));
    left.unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let (said, content) = check(data, &[]);
    assert!(
        content && said.contains(&format!("orphan    {hash}\n")),
        "{said}"
    );
    assert!(said.contains("leftover  part-left\n"), "{said}");
    let (said, content) = check(data, &["--repair"]);
    assert!(
        content && said.contains(&format!("orphan    {hash}  removed\n")),
        "{said}"
    );
    let (said, content) = check(data, &[]);
    assert!(
        content && !said.contains(&hash) && !said.contains("part-left"),
        "{said}"
    );

    let lost = "ab".repeat(32);
    runtime().block_on(async {
        let db = open(data).await;
        let row = sqlx::query("INSERT INTO blobs (hash, size, created_at) VALUES ($1, 3, 0)");
        row.bind(&lost).execute(db.reader()).await.unwrap();
        db.close().await;
    });
    let (said, content) = check(data, &["--repair"]);
    assert!(
        !content && said.contains(&format!("missing   {lost}")),
        "{said}"
    );
}
