//! Mail: what a message is, how it looks, and the ways to send it.
//!
//! A feature writes a [`Letter`] in the reader's language and puts it into the queue ([`enqueue`]) in the transaction that it
//! tells of. The worker makes a [`Message`] of it, the same words as plain text and as HTML, and a [`Mailer`] delivers it.

mod folder;
mod letter;
mod letters;
mod mime;
mod outbox;
pub mod queue;
mod smtp;
pub mod worker;

#[cfg(test)]
mod queue_tests;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

pub use folder::Folder;
pub use letter::{Action, Letter, written};
pub use letters::{Letters, Said, Urgency};
pub use mime::{BadMessage, Sender};
pub use outbox::Outbox;
pub use queue::{Envelope, enqueue};
pub use smtp::Smtp;

use crate::i18n::Locale;
use crate::state::Settings;

/// A calendar that travels with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPart {
    /// `REQUEST` or `CANCEL`: the same word as inside.
    pub method: String,
    /// The calendar itself.
    pub ics: String,
}

/// A message, ready to be sent to one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Unique, and the same when a message is sent again after a crash, so that mail programs see one message.
    pub id: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// The reader's address.
    pub to: String,
    /// The language it is in, `ar` or `en`.
    pub language: String,
    /// The subject.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The same words, laid out.
    pub html: String,
    /// The calendar part, if it is about a date.
    pub calendar: Option<CalendarPart>,
}

/// In whose name this portal writes: its name, at its own host.
pub fn sender(settings: &Settings) -> Result<Sender, BadMessage> {
    let host = settings.public_url.host_str().unwrap_or("localhost");
    Sender::at_host(Locale::Ar.words().site_name(), host)
}

/// Why a message did not leave.
#[derive(Debug)]
pub enum MailError {
    /// It never will: the address or the message is wrong.
    Refused(String),
    /// It may later: the server is away or busy, or the disk is full.
    Later(String),
}

impl std::fmt::Display for MailError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MailError::Refused(cause) => write!(f, "refused for good: {cause}"),
            MailError::Later(cause) => write!(f, "not possible now: {cause}"),
        }
    }
}

impl std::error::Error for MailError {}

/// A way to deliver messages. When it answers `Ok`, the message is in other hands or safe on disk.
pub trait Mailer: Send + Sync {
    /// Delivers one message.
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<(), MailError>>;
}
