//! A start that must not be: each says which setting is wrong.

use std::fs;

use super::process::{Server, refusal, tabadul};

#[test]
fn a_data_folder_serves_one_process() {
    let data = tempfile::tempdir().unwrap();
    let _first = Server::start(data.path(), &[]);
    let said = refusal(tabadul(data.path()).arg("serve"));
    assert!(
        said.contains("TABADUL_DATA_DIR") && said.contains("another"),
        "{said}"
    );
}

#[test]
fn plain_http_is_refused_where_others_can_listen() {
    let data = tempfile::tempdir().unwrap();
    let said = refusal(
        tabadul(data.path())
            .arg("serve")
            .env("TABADUL_PUBLIC_URL", "http://portal.example"),
    );
    assert!(
        said.contains("TABADUL_PUBLIC_URL") && said.contains("https"),
        "{said}"
    );
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    for command in ["serve", "migrate"] {
        let said = refusal(tabadul(&file.join("data")).arg(command));
        assert!(said.contains("TABADUL_DATA_DIR"), "{command}: {said}");
    }
}

#[test]
fn a_database_that_does_not_answer_is_named_without_its_password() {
    let data = tempfile::tempdir().unwrap();
    // Port 1 of this machine: nothing listens there.
    let said = refusal(tabadul(data.path()).arg("migrate").env(
        "TABADUL_DATABASE_URL",
        "postgres://tabadul:olivetree@127.0.0.1:1/tabadul",
    ));
    assert!(
        said.contains("TABADUL_DATABASE_URL") && !said.contains("olivetree"),
        "{said}"
    );
}

#[test]
fn a_bucket_that_does_not_answer_is_named_without_the_secret() {
    let data = tempfile::tempdir().unwrap();
    let said = refusal(tabadul(data.path()).arg("serve").envs([
        ("TABADUL_STORAGE_URL", "s3://documents/portal"),
        ("AWS_ENDPOINT", "http://127.0.0.1:1"),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", "portal"),
        ("AWS_SECRET_ACCESS_KEY", "olivetree"),
    ]));
    assert!(
        said.contains("TABADUL_STORAGE_URL") && said.contains("documents"),
        "{said}"
    );
    assert!(!said.contains("olivetree"), "{said}");
}

#[test]
fn an_address_in_use_is_named() {
    let data = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = refusal(
        tabadul(data.path())
            .arg("serve")
            .env("TABADUL_LISTEN", &address),
    );
    assert!(
        said.contains("TABADUL_LISTEN") && said.contains(&address),
        "{said}"
    );
}
