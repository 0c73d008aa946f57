//! Letters to members about a write: they leave with it, or not at all.

use jiff::{SignedDuration, Timestamp};

use super::{Action, Envelope, Letter, enqueue, queue};
use crate::App;
use crate::clock::Sources;
use crate::db::Write;
use crate::error::AppError;
use crate::i18n::{Locale, Words};

/// So often in a day a reader hears, for one purpose, of what one member does. What comes after that stands in the lists.
const TOLD_A_DAY: i64 = 10;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Letters that wait for a write.
#[derive(Clone, Debug)]
pub struct Letters {
    sources: Sources,
    envelopes: Vec<Envelope>,
}

/// The words of a letter in its reader's language.
pub struct Said {
    /// The subject.
    pub subject: String,
    /// What there is to tell, after the greeting.
    pub paragraphs: Vec<String>,
    /// What the button says.
    pub label: &'static str,
}

impl Letters {
    /// None.
    pub fn none(sources: &Sources) -> Self {
        Self {
            sources: sources.clone(),
            envelopes: Vec::new(),
        }
    }

    /// Adds one to the reader at this address, whose button opens a page of the portal: `/practices/…`.
    pub fn add(
        &mut self,
        app: &App,
        (address, locale): (&str, Locale),
        purpose: &'static str,
        path: &str,
        say: impl Fn(Words) -> Said,
    ) {
        let t = locale.words();
        let said = say(t);
        let url = |path: &str| app.settings.url(&format!("/{locale}{path}"));
        let mut paragraphs = vec![t.mail_greeting().to_owned()];
        paragraphs.extend(said.paragraphs);
        let letter = Letter {
            locale,
            subject: said.subject,
            paragraphs,
            action: Some(Action {
                label: said.label.to_owned(),
                url: url(path),
            }),
            closing: url(""),
        };
        self.envelopes.push(Envelope::new(address, purpose, letter));
    }

    /// Puts them into the queue, as far as their readers have not heard enough of this member today: they are sent if the write
    /// commits.
    pub async fn leave_with(&self, write: &mut Write) -> Result<(), AppError> {
        let since = write.now().saturating_sub(DAY).unwrap_or(Timestamp::MIN);
        for envelope in &self.envelopes {
            if queue::count_like(write, envelope, since).await? < TOLD_A_DAY {
                enqueue(write, &self.sources, envelope).await?;
            }
        }
        Ok(())
    }
}
