//! Asking a virus scanner about a file: clamd, over a line of its own for each question, as its manual describes
//! (`INSTREAM`, `VERSION`). The file is read from staging in pieces; every step has its time.
//!
//! Where no scanner is set nothing is asked. Where one is set and does not answer, a file is not taken: it waits.

use std::io::{self, Read as _};
use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use url::Url;

use super::upload::FileProblem;
use crate::storage::Staged;

/// Where clamd listens unless the address says otherwise.
const PORT: u16 = 3310;
const CHUNK: usize = 64 * 1024;
/// More than any answer has.
const MOST_ANSWER: u64 = 4096;
/// More than the name of any virus has.
const MOST_NAME: usize = 120;

/// A scanner, and how long it may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanner {
    address: Address,
    patience: Patience,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Address {
    Tcp(String, u16),
    Unix(PathBuf),
}

/// How long each step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Getting a line.
    pub connect: Duration,
    /// Handing over the next piece.
    pub piece: Duration,
    /// Looking through the whole file.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            piece: Duration::from_secs(30),
            answer: Duration::from_secs(300),
        }
    }
}

/// What the scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// This was found.
    Infected(String),
    /// Longer than the scanner is set to take.
    TooLong,
}

/// Why there is no verdict.
#[derive(Debug)]
pub enum Unanswered {
    /// The line failed.
    Line(io::Error),
    /// A step took too long.
    Late,
    /// The answer is none that is known.
    Strange(String),
    /// The file could not be read.
    File(io::Error),
}

impl std::fmt::Display for Unanswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(error) => write!(f, "{error}"),
            Self::Late => f.write_str("it takes too long"),
            Self::Strange(answer) => write!(f, "it answers {answer:?}"),
            Self::File(error) => write!(f, "the file cannot be read: {error}"),
        }
    }
}

impl std::error::Error for Unanswered {}

trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

impl Scanner {
    /// Reads `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`.
    pub fn parse(url: &Url) -> Result<Self, String> {
        let address = match (url.scheme(), url.host_str()) {
            ("tcp", Some(host)) if !host.is_empty() => {
                // Of an address of IP version 6 the URL keeps the brackets.
                let host = host.trim_matches(['[', ']']).to_owned();
                Address::Tcp(host, url.port().unwrap_or(PORT))
            }
            ("unix", None | Some("")) if url.path().len() > 1 => {
                Address::Unix(PathBuf::from(url.path()))
            }
            _ => {
                return Err(format!(
                    "{url}: is neither tcp://host:{PORT} nor unix:///run/clamav/clamd.ctl"
                ));
            }
        };
        Ok(Self {
            address,
            patience: Patience::default(),
        })
    }

    /// The same, with other times.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Asks about a file.
    pub async fn scan(&self, staged: &Staged) -> Result<Verdict, Unanswered> {
        let mut file = staged.open().map_err(Unanswered::File)?;
        let mut line = self.connect().await?;
        let handed_over = async {
            self.piece(line.write_all(b"zINSTREAM\0")).await?;
            let mut buffer = vec![0; CHUNK];
            loop {
                let read;
                (file, buffer, read) = read_away(file, buffer).await?;
                // An empty piece says that this was all.
                let length = u32::try_from(read).unwrap_or_default().to_be_bytes();
                self.piece(line.write_all(&length)).await?;
                if read == 0 {
                    return self.piece(line.flush()).await;
                }
                let piece = buffer.get(..read).unwrap_or_default();
                self.piece(line.write_all(piece)).await?;
            }
        };
        let handed_over: Result<(), Unanswered> = handed_over.await;
        // Who has heard enough answers and hangs up before the end: the answer counts, not the broken line.
        match (self.answer(&mut line).await, handed_over) {
            (Ok(answer), _) if !answer.is_empty() => verdict(&answer),
            (_, Err(unanswered)) | (Err(unanswered), Ok(())) => Err(unanswered),
            (Ok(answer), Ok(())) => Err(Unanswered::Strange(answer)),
        }
    }

    /// What the scanner is, and of which day its signatures are: `ClamAV 1.4.3/27800/Sun Nov 22 …`.
    pub async fn version(&self) -> Result<String, Unanswered> {
        let mut line = self.connect().await?;
        self.piece(line.write_all(b"zVERSION\0")).await?;
        // A page waits for it.
        let answer = tokio::time::timeout(self.patience.connect, self.answer(&mut line))
            .await
            .map_err(|_| Unanswered::Late)??;
        if answer.is_empty() {
            return Err(Unanswered::Strange(answer));
        }
        Ok(printable(&answer))
    }

    async fn connect(&self) -> Result<Box<dyn Line>, Unanswered> {
        let connecting = async {
            Ok::<Box<dyn Line>, io::Error>(match &self.address {
                Address::Tcp(host, port) => {
                    Box::new(TcpStream::connect((host.as_str(), *port)).await?)
                }
                Address::Unix(path) => Box::new(UnixStream::connect(path).await?),
            })
        };
        within(self.patience.connect, connecting).await
    }

    async fn piece(&self, step: impl Future<Output = io::Result<()>>) -> Result<(), Unanswered> {
        within(self.patience.piece, step).await
    }

    async fn answer(&self, line: &mut Box<dyn Line>) -> Result<String, Unanswered> {
        let mut answer = Vec::new();
        let mut bounded = line.take(MOST_ANSWER);
        let reading = async {
            while !answer.ends_with(&[0]) && bounded.read_buf(&mut answer).await? > 0 {}
            Ok(())
        };
        within(self.patience.answer, reading).await?;
        let answer = String::from_utf8_lossy(&answer);
        Ok(answer.trim_matches(['\0', '\n', ' ']).to_owned())
    }
}

async fn within<T>(
    limit: Duration,
    step: impl Future<Output = io::Result<T>>,
) -> Result<T, Unanswered> {
    match tokio::time::timeout(limit, step).await {
        Ok(done) => done.map_err(Unanswered::Line),
        Err(_) => Err(Unanswered::Late),
    }
}

/// Reads the next piece, away from the threads that serve requests.
async fn read_away(
    mut file: std::fs::File,
    mut buffer: Vec<u8>,
) -> Result<(std::fs::File, Vec<u8>, usize), Unanswered> {
    let reading = tokio::task::spawn_blocking(move || {
        let read = file.read(&mut buffer)?;
        Ok((file, buffer, read))
    });
    match reading.await {
        Ok(read) => read.map_err(Unanswered::File),
        Err(gone) => Err(Unanswered::File(io::Error::other(gone))),
    }
}

fn verdict(answer: &str) -> Result<Verdict, Unanswered> {
    if answer.starts_with("INSTREAM size limit exceeded") {
        return Ok(Verdict::TooLong);
    }
    let Some(said) = answer.strip_prefix("stream: ") else {
        return Err(Unanswered::Strange(printable(answer)));
    };
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Verdict::Infected(printable(name))),
        None if said == "OK" => Ok(Verdict::Clean),
        None => Err(Unanswered::Strange(printable(answer))),
    }
}

/// What is to be done with a file.
#[derive(Debug)]
pub(super) enum Scanned {
    /// Nothing was found, or there is nobody to ask.
    Fine,
    /// It cannot be taken.
    Refused(FileProblem),
    /// Nobody knows: the scanner does not answer.
    Unknown,
}

/// Asks the scanner, if there is one.
pub(super) async fn check(scanner: Option<&Scanner>, staged: &Staged, name: &str) -> Scanned {
    let Some(scanner) = scanner else {
        return Scanned::Fine;
    };
    match scanner.scan(staged).await {
        Ok(Verdict::Clean) => Scanned::Fine,
        Ok(Verdict::Infected(virus)) => {
            tracing::warn!(%virus, "a file with a virus was refused");
            let file = name.to_owned();
            Scanned::Refused(FileProblem::Infected { file, virus })
        }
        Ok(Verdict::TooLong) => {
            tracing::warn!(
                size = staged.size(),
                "a file is longer than clamd takes (StreamMaxLength)"
            );
            Scanned::Refused(FileProblem::TooLongToCheck)
        }
        Err(unanswered) => {
            tracing::error!(error = %unanswered, "the virus scanner (TABADUL_CLAMD_URL) cannot be asked");
            Scanned::Unknown
        }
    }
}

/// What another program says, fit for a page and a log.
fn printable(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_graphic() || *c == ' ';
    text.chars().filter(plain).take(MOST_NAME).collect()
}

#[cfg(test)]
mod tests;
