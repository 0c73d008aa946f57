//! `kill -9` while the pieces of a file arrive: nothing of what was told is lost, nothing that is unsure counts, and nothing is
//! left over.

use std::io::Write as _;
use std::net::TcpStream;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha1::{Digest as _, Sha1};

use super::acts::dice;
use super::browser::{Answer, Browser};
use super::portal::Portal;
use super::process::Server;
use super::storage::check;

const ROUNDS: u64 = 20;

#[test]
fn a_file_survives_blows_in_the_middle_of_its_pieces() {
    let portal = Portal::prepare();
    let mut server = Server::start(portal.data(), &[]);
    let token = portal.sign_in(&mut server.browser());
    let member = |server: &Server| server.browser().with_session(&token);
    let file: Vec<u8> = "دورة حياة الشكوى\n".bytes().cycle().take(900_000).collect();
    let path = create(&member(&server), file.len());
    let (mut told, mut inside) = (0, 0);
    for round in 0..ROUNDS {
        let random = dice(round);
        let whole = round % 3 == 0;
        let end = (told + 10_000 + (random >> 40) as usize % 30_000).min(file.len());
        let cut = told + (random >> 20) as usize % (end - told);
        let line = send_a_part(&member(&server), &path, &file, [told, cut, end], whole);
        for _ in 0..random % 3_000_000 {
            std::hint::spin_loop();
        }
        server.kill();
        drop(line);
        server = Server::start(portal.data(), &[]);
        let offset = offset(&member(&server), &path);
        assert!((told..=cut).contains(&offset), "{told} {offset} {cut}");
        assert!(!whole || offset == told, "half a piece counts: {offset}");
        inside += u64::from(offset > told);
        // One that arrives is told, and stays.
        let answer = patch(&member(&server), &path, &file, [offset, end], whole);
        assert_eq!(answer.status, 204, "{}", answer.text);
        told = end;
    }
    assert!(inside > 0, "some blows fell after some bytes");
    let rest = patch(&member(&server), &path, &file, [told, file.len()], false);
    assert_eq!(rest.status, 204, "{}", rest.text);
    become_a_document(&member(&server), &path, &file);
    let (said, content) = check(portal.data(), &["--repair"]);
    assert!(
        content && said.contains("1 files") && !said.contains("leftover"),
        "{said}"
    );
}

fn create(member: &Browser, length: usize) -> String {
    let name = BASE64_STANDARD.encode("شكاوى.txt");
    let head = format!("upload-length: {length}\r\nupload-metadata: filename {name}\r\n");
    let answer = member.request("POST", "/files/uploads", &head, b"");
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.header("location").unwrap().to_owned()
}

fn offset(member: &Browser, path: &str) -> usize {
    let answer = member.request("HEAD", path, "", b"");
    answer.header("upload-offset").unwrap().parse().unwrap()
}

fn head(file: &[u8], [from, to]: [usize; 2], whole: bool) -> String {
    let sum = BASE64_STANDARD.encode(Sha1::digest(&file[from..to]));
    let checksum = if whole {
        format!("upload-checksum: sha1 {sum}\r\n")
    } else {
        String::new()
    };
    format!("upload-offset: {from}\r\ncontent-type: application/offset+octet-stream\r\n{checksum}")
}

fn patch(member: &Browser, path: &str, file: &[u8], at: [usize; 2], whole: bool) -> Answer {
    let head = head(file, at, whole);
    member.request("PATCH", path, &head, &file[at[0]..at[1]])
}

/// Announces a piece and sends it as far as `cut`.
fn send_a_part(
    member: &Browser,
    path: &str,
    file: &[u8],
    [from, cut, end]: [usize; 3],
    whole: bool,
) -> TcpStream {
    let head = head(file, [from, end], whole);
    let mut line = member.connect().unwrap();
    let head = member.tus_head("PATCH", path, &head, end - from);
    line.write_all(head.as_bytes()).unwrap();
    line.write_all(&file[from..cut]).unwrap();
    line
}

fn become_a_document(member: &Browser, path: &str, file: &[u8]) {
    let id = Portal::identifier(1);
    let upload = path.rsplit('/').next().unwrap();
    let form = [
        ("id", id.as_str()),
        ("title_ar", "دليل"),
        ("kind", "manual"),
        ("language", "ar"),
        ("licence", "network"),
        ("visibility", "public"),
        ("upload", upload),
    ];
    let answer = member.post("/ar/documents/new", &form);
    assert_eq!(answer.status, 303, "{}", answer.text);
    let kept = member.get(&format!("/ar/documents/{id}/download"));
    assert!(kept.bytes == file, "the bytes are others");
}
