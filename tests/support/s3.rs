//! An S3-compatible server for tests: s3rver, an ordinary npm package, on a free port of this machine. `./dev test` installs
//! it; elsewhere `npm ci --prefix tests/s3` does.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use app::storage::Storage;
use tempfile::TempDir;

/// The only credentials that it knows.
const KEY: &str = "S3RVER";
/// A bucket that is there.
pub const BUCKET: &str = "tabadul";

/// A running server. Dropping it stops it.
pub struct S3 {
    child: Child,
    address: String,
    data: TempDir,
}

impl S3 {
    /// Starts one; nothing, with a message, where it is not installed. `TABADUL_REQUIRE_S3` makes that a failure.
    pub fn start() -> Option<Self> {
        let program = program();
        if !program.exists() {
            let missing = "no S3 server: `npm ci --prefix tests/s3` installs it; skipped";
            assert!(
                std::env::var_os("TABADUL_REQUIRE_S3").is_none(),
                "{missing}"
            );
            eprintln!("{missing}");
            return None;
        }
        let data = tempfile::tempdir().expect("a folder");
        let mut child = Command::new("node")
            .arg(program)
            .arg("--directory")
            .arg(data.path())
            .args([
                "--address",
                "127.0.0.1",
                "--port",
                "0",
                "--configure-bucket",
                BUCKET,
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let mut log = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        while !line.contains("listening on ") {
            line.clear();
            let read = log.read_line(&mut line).expect("the server speaks");
            assert!(read > 0, "the S3 server ended");
        }
        let address = line.split("listening on ").nth(1).unwrap_or_default();
        let address = address.trim().to_owned();
        // The pipe is emptied, so that the server never waits for its log to be read.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Some(Self {
            child,
            address,
            data,
        })
    }

    /// The variables that lead to it.
    pub fn settings(&self) -> Vec<(String, String)> {
        self.settings_with(KEY, KEY)
    }

    /// The same with other credentials.
    pub fn settings_with(&self, key: &str, secret: &str) -> Vec<(String, String)> {
        [
            ("AWS_ENDPOINT", format!("http://{}", self.address).as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ACCESS_KEY_ID", key),
            ("AWS_SECRET_ACCESS_KEY", secret),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// A storage in a folder of the bucket; unfinished files go to `data`.
    pub async fn storage(&self, data: &Path, folder: &str) -> Storage {
        let url = format!("s3://{BUCKET}/{folder}?redirect=yes");
        Storage::connect(Some(&url), data, self.settings())
            .await
            .expect("the bucket answers")
    }

    /// What the server itself keeps of a folder.
    pub fn folder(&self, folder: &str) -> PathBuf {
        self.data.path().join(BUCKET).join(folder)
    }

    /// Fetches an address as a browser would: head and body.
    pub fn get(&self, url: &str, headers: &[(&str, &str)]) -> (String, Vec<u8>) {
        let path = url.split_once(&self.address).expect("an address there").1;
        let mut request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("connection: close\r\n\r\n");
        let mut line = TcpStream::connect(&self.address).expect("the server answers");
        line.write_all(request.as_bytes())
            .expect("the request goes");
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).expect("the answer comes");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let body = answer.split_off(end.expect("a head") + 4);
        (String::from_utf8_lossy(&answer).to_lowercase(), body)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("s3/node_modules/s3rver/bin/s3rver.js")
}
