use axum::body::Body;
use futures_util::stream;

use super::*;

const PDF: &[u8] = b"%PDF-1.7\ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n";

struct Fixture {
    dir: tempfile::TempDir,
    storage: Storage,
}

fn fixture() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    let storage = Storage::open(None, dir.path()).unwrap();
    Fixture { dir, storage }
}

impl Fixture {
    async fn send(&self, body: Vec<u8>, limits: Limits) -> Result<Received, ReceiveError> {
        let length = body.len();
        self.send_as(Body::from(body), Some(length), limits).await
    }

    async fn send_as(
        &self,
        body: Body,
        length: Option<usize>,
        limits: Limits,
    ) -> Result<Received, ReceiveError> {
        let mut request =
            Request::post("/").header("content-type", "multipart/form-data; boundary=b");
        if let Some(length) = length {
            request = request.header("content-length", length);
        }
        receive(&self.storage, request.body(body).unwrap(), limits).await
    }

    fn staged(&self) -> usize {
        std::fs::read_dir(self.dir.path().join("files/staging"))
            .unwrap()
            .count()
    }
}

fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, value) in parts {
        body.extend_from_slice(
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"").as_bytes(),
        );
        if let Some(file) = file {
            body.extend_from_slice(
                format!("; filename=\"{file}\"\r\ncontent-type: application/pdf").as_bytes(),
            );
        }
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

fn limits(file: u64) -> Limits {
    Limits {
        file,
        files: 1,
        drain: 4 * 1024 * 1024,
        idle: Duration::from_secs(5),
    }
}

fn first(received: Received) -> Option<Result<Upload, FileProblem>> {
    received.files.into_iter().next().map(|came| came.file)
}

fn title(received: &Received) -> &str {
    &received.fields[0].1
}

#[tokio::test]
async fn fields_and_file_arrive() {
    let fixture = fixture();
    let body = form(&[
        ("title", None, "دليل".as_bytes()),
        ("file", Some("../تقرير.pdf"), PDF),
        ("after", None, b"x"),
    ]);
    let received = fixture.send(body, limits(1000)).await.unwrap();
    let texts: Vec<_> = received
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(texts, [("title", "دليل"), ("after", "x")]);
    let upload = first(received).unwrap().unwrap();
    assert_eq!(
        (upload.kind, upload.name.as_str(), upload.staged.size()),
        (FileType::Pdf, "تقرير.pdf", PDF.len() as u64)
    );
    let stored = fixture.storage.commit(upload.staged).await.unwrap();
    fixture.storage.verify(&stored.hash).await.unwrap();
    assert_eq!(fixture.staged(), 0);
}

#[tokio::test]
async fn no_file_is_not_an_empty_file() {
    let fixture = fixture();
    let none = fixture
        .send(
            form(&[("title", None, b"t"), ("file", Some(""), b"")]),
            limits(1000),
        )
        .await
        .unwrap();
    assert!(none.files.is_empty());
    let empty = fixture
        .send(
            form(&[("title", None, b"t"), ("file", Some("a.pdf"), b"")]),
            limits(1000),
        )
        .await
        .unwrap();
    assert!(matches!(
        first(empty),
        Some(Err(FileProblem::Refused(Refusal::Empty)))
    ));
    assert_eq!(fixture.staged(), 0);
}

#[tokio::test]
async fn a_refused_file_keeps_what_was_typed() {
    let fixture = fixture();
    let received = fixture
        .send(
            form(&[("title", None, b"t"), ("file", Some("a.png"), PDF)]),
            limits(1000),
        )
        .await
        .unwrap();
    assert_eq!(title(&received), "t");
    assert!(matches!(
        first(received),
        Some(Err(FileProblem::Refused(Refusal::Mismatch { .. })))
    ));
    assert_eq!(fixture.staged(), 0);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_read_away_and_what_was_typed_is_kept() {
    let fixture = fixture();
    let body = form(&[
        ("title", None, b"t"),
        ("file", Some("a.pdf"), &vec![b'x'; 2_000_000]),
        ("after", None, b"y"),
    ]);
    for length in [Some(body.len()), None] {
        let received = fixture
            .send_as(Body::from(body.clone()), length, limits(1000))
            .await
            .unwrap();
        assert_eq!((title(&received), received.fields.len()), ("t", 2));
        assert!(matches!(
            first(received),
            Some(Err(FileProblem::TooLarge(1000)))
        ));
    }
    assert_eq!(fixture.staged(), 0);
}

#[tokio::test]
async fn reading_away_has_an_end() {
    let fixture = fixture();
    let start = form(&[("title", None, b"t"), ("file", Some("a.pdf"), b"x")]);
    let start = start[..start.len() - 9].to_vec();
    let endless = stream::iter(
        std::iter::once(start)
            .chain(std::iter::repeat(vec![b'x'; 50_000]))
            .map(Ok::<_, std::io::Error>),
    );
    let received = fixture
        .send_as(Body::from_stream(endless), None, limits(1000))
        .await
        .unwrap();
    assert_eq!(title(&received), "t");
    assert!(matches!(
        first(received),
        Some(Err(FileProblem::TooLarge(1000)))
    ));
}

#[tokio::test]
async fn wherever_it_is_cut_off_nothing_is_kept() {
    let fixture = fixture();
    let body = form(&[("title", None, b"t"), ("file", Some("a.pdf"), PDF)]);
    // The last two bytes are an empty line that nobody needs.
    for end in 0..body.len() - 4 {
        let cut = fixture.send(body[..end].to_vec(), limits(1000)).await;
        assert!(matches!(cut, Err(ReceiveError::CutOff)), "{end} {cut:?}");
    }
    let broken = stream::iter([
        Ok(body[..body.len() - 20].to_vec()),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ]);
    assert!(matches!(
        fixture
            .send_as(Body::from_stream(broken), None, limits(1000))
            .await,
        Err(ReceiveError::CutOff)
    ));
    assert_eq!(fixture.staged(), 0);
}

#[tokio::test]
async fn a_silent_line_is_a_cut() {
    let fixture = fixture();
    let body = form(&[("file", Some("a.pdf"), PDF)]);
    let silent = futures_util::StreamExt::chain(
        stream::iter([Ok::<_, std::io::Error>(body[..90].to_vec())]),
        stream::pending(),
    );
    assert!(matches!(
        fixture
            .send_as(
                Body::from_stream(silent),
                None,
                Limits {
                    idle: Duration::from_millis(20),
                    ..limits(1000)
                }
            )
            .await,
        Err(ReceiveError::CutOff)
    ));
    assert_eq!(fixture.staged(), 0);
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_typed() {
    let fixture = fixture();
    fixture.storage.pretend_full(true);
    let received = fixture
        .send(
            form(&[("title", None, b"t"), ("file", Some("a.pdf"), PDF)]),
            limits(1000),
        )
        .await
        .unwrap();
    assert_eq!(title(&received), "t");
    assert!(matches!(
        first(received),
        Some(Err(FileProblem::StorageFull))
    ));
}

#[tokio::test]
async fn forms_beyond_reason_are_refused() {
    let fixture = fixture();
    let long = form(&[("title", None, &vec![b'x'; FIELD_BYTES + 1])]);
    assert!(matches!(
        fixture.send(long, limits(1000)).await,
        Err(ReceiveError::TooMuch)
    ));
    let many = form(&vec![("a", None, &b"x"[..]); MAX_FIELDS + 1]);
    assert!(matches!(
        fixture.send(many, limits(1000)).await,
        Err(ReceiveError::TooMuch)
    ));
    let headers = [b"--b\r\nx: ".to_vec(), vec![b'x'; 8 * 1024 * 1024]].concat();
    assert!(matches!(
        fixture.send(headers, limits(100_000_000)).await,
        Err(ReceiveError::CutOff)
    ));
    let other = Request::post("/")
        .header("content-type", "text/plain")
        .body(Body::from("x"))
        .unwrap();
    assert!(matches!(
        receive(&fixture.storage, other, limits(1)).await,
        Err(ReceiveError::NotAForm)
    ));
}

#[tokio::test]
async fn broken_text_is_noticed_and_kept_readable() {
    let fixture = fixture();
    let received = fixture
        .send(form(&[("title", None, b"caf\xe9")]), limits(1000))
        .await
        .unwrap();
    assert_eq!(
        (title(&received), received.broken_text),
        ("caf\u{fffd}", true)
    );
}

#[tokio::test]
async fn several_files_arrive_one_after_another_and_no_more_than_are_taken() {
    let fixture = fixture();
    let body = form(&[
        ("title", None, b"t"),
        ("file", Some("a.pdf"), PDF),
        ("file", Some("b.png"), PDF),
        ("file", Some(""), b""),
        ("file", Some("c.pdf"), &[b'x'; 2000]),
        ("file", Some("d.pdf"), PDF),
        ("after", None, b"x"),
    ]);
    let limits = |files| Limits {
        files,
        ..limits(1000)
    };
    let received = fixture.send(body.clone(), limits(4)).await.unwrap();
    let names: Vec<_> = received
        .files
        .iter()
        .map(|came| (came.name.as_str(), came.file.is_ok()))
        .collect();
    assert_eq!(
        names,
        [
            ("a.pdf", true),
            ("b.png", false),
            ("c.pdf", false),
            ("d.pdf", true)
        ]
    );
    assert!(!received.more && received.fields.len() == 2);
    assert_eq!(fixture.staged(), 2);
    drop(received);
    let received = fixture.send(body, limits(3)).await.unwrap();
    assert!(received.more && received.files.len() == 3 && received.fields.len() == 2);
    drop(received);
    assert_eq!(fixture.staged(), 0);
}
