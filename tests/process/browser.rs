//! As much of HTTP/1.0 as the tests need: a connection a request, the answer ends where the connection does.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

const BOUNDARY: &str = "between-the-parts";

/// A browser with at most one cookie. Cloning shares nothing.
#[derive(Clone, Debug)]
pub struct Browser {
    address: SocketAddr,
    cookie: Option<String>,
}

/// What came back; status 0 where nothing did.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    /// Head and body, as text.
    pub text: String,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok());
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        Self {
            status: status.unwrap_or(0),
            text,
            bytes: head.map_or_else(Vec::new, |end| bytes[end + 4..].to_vec()),
        }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next()?;
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> Option<&str> {
        let rest = self
            .text
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)?;
        rest.split('"').next()
    }

    /// Whether the text holds every one of these.
    pub fn says(&self, words: &[&str]) -> bool {
        words.iter().all(|words| self.text.contains(words))
    }
}

impl Browser {
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookie: None,
        }
    }

    /// The same with this session.
    pub fn with_session(mut self, token: &str) -> Self {
        self.cookie = Some(format!("tabadul={token}"));
        self
    }

    /// Signs in with the form, and gives the session's token.
    pub fn sign_in(&mut self, email: &str, password: &str) -> String {
        let answer = self.post("/ar/sign-in", &[("email", email), ("password", password)]);
        assert_eq!(answer.status, 303, "{}", answer.text);
        let cookie = answer.header("set-cookie").unwrap();
        let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
        self.cookie = Some(format!("tabadul={token}"));
        token
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(&self.head("GET", path, "1.0", ""), b"")
            .unwrap_or_default()
    }

    /// Sends a form. Status 0: the server went away before it answered.
    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = form(pairs);
        self.send(&self.post_head(path, "1.0", &body, ""), body.as_bytes())
            .unwrap_or_default()
    }

    /// Sends a form with a text file behind its other fields.
    pub fn upload(&self, path: &str, pairs: &[(&str, &str)], file: &[u8]) -> Answer {
        let body = multipart(pairs, file);
        let more = format!(
            "content-type: multipart/form-data; boundary={BOUNDARY}\r\ncontent-length: {}\r\n\
             sec-fetch-site: same-origin\r\n",
            body.len()
        );
        self.send(&self.head("POST", path, "1.0", &more), &body)
            .unwrap_or_default()
    }

    /// Speaks the upload protocol.
    pub fn request(&self, method: &str, path: &str, more: &str, body: &[u8]) -> Answer {
        self.send(&self.tus_head(method, path, more, body.len()), body)
            .unwrap_or_default()
    }

    /// The first part of a request of the upload protocol.
    pub fn tus_head(&self, method: &str, path: &str, more: &str, length: usize) -> String {
        let more = format!(
            "tus-resumable: 1.0.0\r\ncontent-length: {length}\r\nsec-fetch-site: same-origin\r\n{more}"
        );
        self.head(method, path, "1.0", &more)
    }

    /// The first part of a form's request, for tests that send it piecemeal.
    pub fn post_head(&self, path: &str, version: &str, body: &str, more: &str) -> String {
        let more = format!(
            "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\
             sec-fetch-site: same-origin\r\n{more}",
            body.len()
        );
        self.head("POST", path, version, &more)
    }

    fn head(&self, method: &str, path: &str, version: &str, more: &str) -> String {
        let cookie = self.cookie.as_ref();
        let cookie = cookie.map_or_else(String::new, |cookie| format!("cookie: {cookie}\r\n"));
        let host = self.address;
        format!(
            "{method} {path} HTTP/{version}\r\nhost: {host}\r\nconnection: close\r\n{cookie}{more}\r\n"
        )
    }

    /// A connection of its own.
    pub fn connect(&self) -> io::Result<TcpStream> {
        TcpStream::connect(self.address)
    }

    fn send(&self, head: &str, body: &[u8]) -> io::Result<Answer> {
        let mut stream = self.connect()?;
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        rest(&mut stream)
    }
}

/// Everything until the connection ends.
pub fn rest(stream: &mut TcpStream) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(Answer::parse(&bytes))
}

/// A form's body.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let escape =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    pairs.join("&")
}

fn multipart(pairs: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in pairs {
        body += &format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    body += &format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"file.txt\"\r\n\
         content-type: text/plain\r\n\r\n"
    );
    let end = format!("\r\n--{BOUNDARY}--\r\n");
    [body.as_bytes(), file, end.as_bytes()].concat()
}
