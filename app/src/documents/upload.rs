//! Receiving a form with files: straight to staging, one after another, never whole in memory, and nothing kept unless all of
//! it came.
//!
//! What was typed is returned even when the file is refused, so that the page can be shown again filled. A file that is too
//! large is read to its end, within bounds, because a browser whose sending is interrupted shows a reset connection
//! instead of the answer.

use std::time::Duration;

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;

use super::filetype::FileType;
use super::names;
use super::paced::{Paced, Progress};
use super::sniff::{self, Refusal};
use crate::clock::Id;
use crate::storage::{Staged, Staging, Storage, StorageError, blocking};

/// The name of the file field in every upload form.
pub const FILE_FIELD: &str = "file";
/// The most files that one form makes documents of.
pub const FILES: usize = 20;
/// What the rest of a form may take, and so what a body may be longer than its file.
const FORM_BYTES: u64 = 1024 * 1024;
const FIELD_BYTES: usize = 64 * 1024;
const MAX_FIELDS: usize = 300;

/// The bounds of one upload.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes in one file.
    pub file: u64,
    /// How many files are taken.
    pub files: usize,
    /// How much of what is not taken is still read, so that the answer arrives.
    pub drain: u64,
    /// How long the line may be silent.
    pub idle: Duration,
}

impl Limits {
    /// The usual bounds for at most `files` files of at most `file` bytes each.
    pub fn new(file: u64, files: usize) -> Self {
        Self {
            file,
            files,
            drain: file.saturating_mul(2).min(256 * 1024 * 1024),
            idle: Duration::from_secs(90),
        }
    }
}

/// A file that came whole and is what it says.
#[derive(Debug)]
pub struct Upload {
    /// Its bytes, not kept yet.
    pub staged: Staged,
    /// What it is.
    pub kind: FileType,
    /// Its name, made safe.
    pub name: String,
    /// The upload that it was before, if it did not come with the form.
    pub waiting: Option<Id>,
}

/// Why there is no file although one was sent.
#[derive(Debug)]
pub enum FileProblem {
    /// Longer than this many bytes.
    TooLarge(u64),
    /// Its organization has only so many bytes left.
    NoRoom(u64),
    /// The virus scanner found something in it.
    Infected {
        /// What the file is called.
        file: String,
        /// What the virus is called.
        virus: String,
    },
    /// The virus scanner does not take files of this length.
    TooLongToCheck,
    /// The virus scanner does not answer now.
    Unchecked,
    /// Refused for what it is.
    Refused(Refusal),
    /// The storage has no room.
    StorageFull,
    /// It was to have arrived before its form, and is not there.
    Gone,
}

impl FileProblem {
    /// The status of an answer about it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge(_) | Self::NoRoom(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(_) | Self::Gone | Self::Infected { .. } | Self::TooLongToCheck => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Unchecked => StatusCode::SERVICE_UNAVAILABLE,
            Self::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        }
    }
}

/// A file of a form: what it is called, and itself or the reason against it.
#[derive(Debug)]
pub struct Came {
    /// Its name, made safe; empty where it is not known.
    pub name: String,
    /// What became of it.
    pub file: Result<Upload, FileProblem>,
}

impl Came {
    /// Whether the other is the same file: its name and its content.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (&self.file, &other.file) {
            (Ok(one), Ok(other)) => {
                one.name == other.name && one.staged.hash() == other.staged.hash()
            }
            _ => false,
        }
    }
}

/// A form that arrived to its end.
#[derive(Debug, Default)]
pub struct Received {
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
    /// The files, in order; none if none was chosen.
    pub files: Vec<Came>,
    /// More files came than are taken; those beyond were read away.
    pub more: bool,
    /// Some text was not UTF-8; its broken bytes are shown as replacement characters.
    pub broken_text: bool,
}

/// Why there is no form at all.
#[derive(Debug)]
pub enum ReceiveError {
    /// Not `multipart/form-data`, or against its rules.
    NotAForm,
    /// The sender went away or fell silent.
    CutOff,
    /// More or longer fields than any of our forms has.
    TooMuch,
    /// The storage failed in another way than being full.
    Storage(StorageError),
}

/// Reads the whole request.
pub async fn receive(
    storage: &Storage,
    request: Request,
    limits: Limits,
) -> Result<Received, ReceiveError> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let progress = Progress::default();
    let mut request = request.map(|body| {
        axum::body::Body::from_stream(Paced::new(body.into_data_stream(), progress.clone()))
    });
    // The limits here are finer than the one that axum would apply.
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, &())
        .await
        .map_err(|_| ReceiveError::NotAForm)?;
    // Among several files each may be small enough.
    let hopeless = limits.files == 1
        && announced.is_some_and(|length| length > limits.file.saturating_add(FORM_BYTES));
    Receiver {
        storage,
        limits,
        hopeless,
        progress,
        text_bytes: 0,
        drain_left: limits.drain,
        received: Received::default(),
    }
    .run(form)
    .await
}

/// Text fields as a body that an ordinary form would have sent.
pub(super) fn as_urlencoded(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

struct Receiver<'a> {
    storage: &'a Storage,
    limits: Limits,
    /// The announced length alone says that the file is too large.
    hopeless: bool,
    progress: Progress,
    text_bytes: u64,
    drain_left: u64,
    received: Received,
}

impl Receiver<'_> {
    async fn run(mut self, mut form: Multipart) -> Result<Received, ReceiveError> {
        for _ in 0..MAX_FIELDS {
            let next = tokio::time::timeout(self.limits.idle, form.next_field())
                .await
                .map_err(|_| ReceiveError::CutOff)?;
            self.progress.made();
            let Some(field) = next.map_err(|_| ReceiveError::CutOff)? else {
                return Ok(self.received);
            };
            let more = match field.file_name().map(str::to_owned) {
                Some(name) if field.name() == Some(FILE_FIELD) => {
                    if self.received.files.len() < self.limits.files {
                        self.file(field, &name).await?
                    } else {
                        self.received.more |= !name.is_empty();
                        self.drain(field).await?
                    }
                }
                Some(_) => self.drain(field).await?,
                None => self.text(field).await?,
            };
            if !more {
                return Ok(self.received);
            }
        }
        Err(ReceiveError::TooMuch)
    }

    async fn text(&mut self, mut field: Field<'_>) -> Result<bool, ReceiveError> {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk(&mut field).await? {
            self.text_bytes = self.text_bytes.saturating_add(chunk.len() as u64);
            bytes.extend_from_slice(&chunk);
            if bytes.len() > FIELD_BYTES || self.text_bytes > FORM_BYTES {
                return Err(ReceiveError::TooMuch);
            }
        }
        let value = String::from_utf8(bytes).unwrap_or_else(|broken| {
            self.received.broken_text = true;
            String::from_utf8_lossy(broken.as_bytes()).into_owned()
        });
        self.received.fields.push((name, value));
        Ok(true)
    }

    /// Answers whether the rest of the form can still be read.
    async fn file(&mut self, mut field: Field<'_>, name: &str) -> Result<bool, ReceiveError> {
        if self.hopeless {
            self.came(name, Err(FileProblem::TooLarge(self.limits.file)));
            return self.drain(field).await;
        }
        match self.stage(&mut field).await {
            // A browser sends an empty part without a name where nothing was chosen.
            Ok(staged) if staged.size() == 0 && name.is_empty() => Ok(true),
            Ok(staged) => {
                let file = examine(staged, name).await?;
                self.came(name, file);
                Ok(true)
            }
            Err(ReceiveError::Storage(StorageError::TooLarge(limit))) => {
                self.came(name, Err(FileProblem::TooLarge(limit)));
                self.drain(field).await
            }
            Err(ReceiveError::Storage(StorageError::Full)) => {
                self.came(name, Err(FileProblem::StorageFull));
                self.drain(field).await
            }
            Err(other) => Err(other),
        }
    }

    fn came(&mut self, name: &str, file: Result<Upload, FileProblem>) {
        let extension = names::extension(name).unwrap_or_default();
        let name = names::sanitise(name, &extension);
        let name = name.trim_end_matches('.').to_owned();
        self.received.files.push(Came { name, file });
    }

    async fn stage(&mut self, field: &mut Field<'_>) -> Result<Staged, ReceiveError> {
        let mut staging: Staging = self.storage.stage(self.limits.file)?;
        while let Some(chunk) = self.chunk(field).await? {
            staging.write(&chunk).await?;
        }
        Ok(staging.finish().await?)
    }

    /// Reads a part away; answers whether it ended within what the whole form may waste.
    async fn drain(&mut self, mut field: Field<'_>) -> Result<bool, ReceiveError> {
        while let Some(chunk) = self.chunk(&mut field).await? {
            self.drain_left = self.drain_left.saturating_sub(chunk.len() as u64);
            if self.drain_left == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn chunk(&self, field: &mut Field<'_>) -> Result<Option<bytes::Bytes>, ReceiveError> {
        let chunk = tokio::time::timeout(self.limits.idle, field.chunk())
            .await
            .map_err(|_| ReceiveError::CutOff)?;
        self.progress.made();
        chunk.map_err(|_| ReceiveError::CutOff)
    }
}

/// Looks at the content, away from the threads that serve requests.
pub(super) async fn examine(
    staged: Staged,
    name: &str,
) -> Result<Result<Upload, FileProblem>, StorageError> {
    let claimed = name.to_owned();
    let looked = blocking(move || {
        let found = sniff::sniff(&mut staged.open()?, &claimed)?;
        Ok((staged, found))
    });
    let (staged, found) = looked.await?;
    Ok(match found {
        Ok(kind) => Ok(Upload {
            staged,
            kind,
            name: names::sanitise(name, kind.extension()),
            waiting: None,
        }),
        Err(refusal) => Err(FileProblem::Refused(refusal)),
    })
}

impl From<StorageError> for ReceiveError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

#[cfg(test)]
mod tests;
