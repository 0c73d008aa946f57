//! Letters to members about a write: they leave with it, or not at all.

use jiff::{SignedDuration, Timestamp};

use super::{Action, Envelope, Letter, enqueue, queue};
use crate::App;
use crate::clock::Sources;
use crate::db::Write;
use crate::error::AppError;
use crate::i18n::{Locale, Words};

/// So often in a day a reader is asked, for one purpose, to look at what one member did. What comes after that stands in the lists.
const TOLD_A_DAY: i64 = 10;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Letters that wait for a write.
#[derive(Clone, Debug)]
pub struct Letters {
    sources: Sources,
    envelopes: Vec<(Envelope, Urgency)>,
}

/// Whether its reader waits for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// What they asked for was decided: it always leaves.
    Awaited,
    /// Somebody did something that they should look at: nobody is flooded with those.
    Unasked,
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
        (purpose, urgency): (&'static str, Urgency),
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
        let envelope = Envelope::new(address, purpose, letter);
        self.envelopes.push((envelope, urgency));
    }

    /// Puts them into the queue, the unasked ones as far as their readers have not heard enough of this member today: they are sent
    /// if the write commits. Others who write wait meanwhile, so that each counts what went before.
    pub async fn leave_with(&self, write: &mut Write) -> Result<(), AppError> {
        let since = write.now().saturating_sub(DAY).unwrap_or(Timestamp::MIN);
        if self
            .envelopes
            .iter()
            .any(|(_, urgency)| *urgency == Urgency::Unasked)
        {
            write.hold_feed().await?;
        }
        for (envelope, urgency) in &self.envelopes {
            let leaves = match urgency {
                Urgency::Awaited => true,
                Urgency::Unasked => queue::count_like(write, envelope, since).await? < TOLD_A_DAY,
            };
            if leaves {
                enqueue(write, &self.sources, envelope).await?;
            }
        }
        Ok(())
    }
}
