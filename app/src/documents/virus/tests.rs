use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::*;
use crate::storage::Storage;

/// How a scripted scanner behaves after the whole file has come.
#[derive(Clone, Copy)]
enum Script {
    Says(&'static [u8]),
    /// Says so when it has this many bytes, and hangs up.
    SaysEarly(usize, &'static [u8]),
    HangsUp,
    /// Keeps the line and says nothing.
    Silent,
}

/// A scanner that answers one line as scripted; gives what it was sent.
async fn scripted(script: Script) -> (Scanner, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let (mut line, _) = listener.accept().await.unwrap();
        play(&mut line, script).await
    });
    let url = format!("tcp://{address}").parse().unwrap();
    (Scanner::parse(&url).unwrap(), task)
}

async fn play(line: &mut TcpStream, script: Script) -> Vec<u8> {
    let mut command = [0; 10];
    line.read_exact(&mut command).await.unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = line.read_u32().await.unwrap() as usize;
        if length == 0 {
            break;
        }
        assert!(length <= CHUNK);
        let start = content.len();
        content.resize(start + length, 0);
        line.read_exact(&mut content[start..]).await.unwrap();
        if let Script::SaysEarly(bytes, answer) = script
            && content.len() >= bytes
        {
            line.write_all(answer).await.unwrap();
            return content;
        }
    }
    match script {
        Script::Says(answer) => line.write_all(answer).await.unwrap(),
        Script::SaysEarly(..) | Script::HangsUp => {}
        // Until the other side gives up.
        Script::Silent => drop(line.read_u8().await),
    }
    content
}

async fn staged(content: &[u8]) -> (tempfile::TempDir, Staged) {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(None, folder.path()).unwrap();
    let mut staging = storage.stage(1 << 30).unwrap();
    staging.write(content).await.unwrap();
    let staged = staging.finish().await.unwrap();
    (folder, staged)
}

async fn ask(script: Script, content: &[u8]) -> (Result<Verdict, Unanswered>, Vec<u8>) {
    let (_folder, staged) = staged(content).await;
    let (scanner, task) = scripted(script).await;
    let verdict = scanner.scan(&staged).await;
    (verdict, task.await.unwrap())
}

#[tokio::test]
async fn a_file_is_sent_whole_and_the_answer_read() {
    let content = vec![7; 3 * CHUNK + 11];
    let (verdict, came) = ask(Script::Says(b"stream: OK\0"), &content).await;
    assert_eq!(verdict.unwrap(), Verdict::Clean);
    assert!(came == content);
    let (verdict, _) = ask(Script::Says(b"stream: Eicar-Test-Signature FOUND\0"), b"x").await;
    let found = Verdict::Infected("Eicar-Test-Signature".to_owned());
    assert_eq!(verdict.unwrap(), found);
}

#[tokio::test]
async fn a_file_that_is_too_long_for_the_scanner_is_said_to_be() {
    let limit = Script::SaysEarly(CHUNK, b"INSTREAM size limit exceeded. ERROR\0");
    // Far more than the line holds: the rest of the file meets a line that is closed.
    let (verdict, _) = ask(limit, &vec![1; 1 << 24]).await;
    // A reset may take the answer with it; then there is none.
    assert!(
        matches!(verdict, Ok(Verdict::TooLong) | Err(Unanswered::Line(_))),
        "{verdict:?}"
    );
    let (verdict, _) = ask(Script::Says(b"INSTREAM size limit exceeded. ERROR\0"), b"x").await;
    assert_eq!(verdict.unwrap(), Verdict::TooLong);
}

#[tokio::test]
async fn no_answer_or_a_strange_one_is_no_verdict() {
    for answer in [
        &b"stream: "[..],
        b"stream: ok\0",
        b"OK\0",
        b"UNKNOWN COMMAND\0",
        b"stream: Can't allocate memory ERROR\0",
        &[b'x'; 10_000],
    ] {
        let (verdict, _) = ask(Script::Says(answer), b"x").await;
        assert!(
            matches!(verdict, Err(Unanswered::Strange(_))),
            "{verdict:?}"
        );
    }
    let (verdict, _) = ask(Script::HangsUp, b"x").await;
    assert!(verdict.is_err(), "{verdict:?}");

    let (_folder, staged) = staged(b"x").await;
    let (scanner, task) = scripted(Script::Silent).await;
    let short = Duration::from_millis(20);
    let scanner = scanner.with_patience(Patience {
        answer: short,
        ..Patience::default()
    });
    let verdict = scanner.scan(&staged).await;
    assert!(matches!(verdict, Err(Unanswered::Late)), "{verdict:?}");
    task.await.unwrap();
    // Now nobody listens there.
    let verdict = scanner.scan(&staged).await;
    assert!(matches!(verdict, Err(Unanswered::Line(_))), "{verdict:?}");
    assert!(scanner.version().await.is_err());
}

#[test]
fn addresses_are_read_or_refused() {
    let parse = |text: &str| Scanner::parse(&text.parse().unwrap()).map(|it| it.address);
    let tcp = |host: &str, port| Ok(Address::Tcp(host.to_owned(), port));
    assert_eq!(parse("tcp://127.0.0.1"), tcp("127.0.0.1", 3310));
    assert_eq!(parse("tcp://clamd.local:99"), tcp("clamd.local", 99));
    assert_eq!(parse("tcp://[::1]:3310"), tcp("::1", 3310));
    let socket = PathBuf::from("/run/clamav/clamd.ctl");
    assert_eq!(
        parse("unix:///run/clamav/clamd.ctl"),
        Ok(Address::Unix(socket))
    );
    for wrong in [
        "http://127.0.0.1:3310",
        "unix:///",
        "unix://host/path",
        "clamd:3310",
    ] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
}
