//! What the portal writes to people about practices: to publishers when something waits for them, to authors when it was
//! decided. Each letter leaves with the write that it tells of, or not at all.

use crate::App;
use crate::accounts;
use crate::accounts::Actor;
use crate::clock::{Id, Sources};
use crate::db::Write;
use crate::error::AppError;
use crate::i18n::{Locale, Words};
use crate::mail::{Action, Envelope, Letter, enqueue, written};

/// Letters that wait for a write.
#[derive(Clone, Debug)]
pub struct Letters {
    sources: Sources,
    envelopes: Vec<Envelope>,
}

impl Letters {
    /// None.
    pub fn none(sources: &Sources) -> Self {
        Self {
            sources: sources.clone(),
            envelopes: Vec::new(),
        }
    }

    /// Puts them into the queue: they are sent if the write commits.
    pub(super) async fn leave_with(&self, write: &mut Write) -> Result<(), AppError> {
        for envelope in &self.envelopes {
            enqueue(write, &self.sources, envelope).await?;
        }
        Ok(())
    }
}

/// To the owner's publishers, besides the one who acts: a practice awaits their approval.
pub async fn review_needed(
    app: &App,
    actor: &Actor,
    organization: Id,
    practice: Id,
    title: &str,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    let publishers = accounts::store::publishers_of(&app.db, organization).await?;
    for publisher in publishers {
        if publisher.id == actor.id {
            continue;
        }
        let say = |t: Words| Said {
            subject: t.practices_mail_review_subject(title),
            paragraphs: vec![t.practices_mail_review(title)],
            label: t.practices_review(),
        };
        let path = format!("/practices/{practice}/review");
        letters.add(app, &publisher, "practice-review", &path, say);
    }
    Ok(letters)
}

/// To the author, unless the author decided: the practice came back with a comment.
pub async fn returned(
    app: &App,
    actor: &Actor,
    author: Option<Id>,
    practice: Id,
    title: &str,
    note: &str,
) -> Result<Letters, AppError> {
    let say = |t: Words| Said {
        subject: t.practices_mail_returned_subject(title),
        paragraphs: vec![t.practices_mail_returned(title), written(note)],
        label: t.practices_mail_returned_action(),
    };
    let path = format!("/practices/{practice}/edit");
    to_author(app, actor, author, "practice-returned", &path, say).await
}

/// To the author, unless the author decided: the practice is published.
pub async fn published(
    app: &App,
    actor: &Actor,
    author: Option<Id>,
    practice: Id,
    title: &str,
) -> Result<Letters, AppError> {
    let say = |t: Words| Said {
        subject: t.practices_mail_published_subject(title),
        paragraphs: vec![t.practices_mail_published(title)],
        label: t.practices_mail_published_action(),
    };
    let path = format!("/practices/{practice}");
    to_author(app, actor, author, "practice-published", &path, say).await
}

async fn to_author(
    app: &App,
    actor: &Actor,
    author: Option<Id>,
    purpose: &'static str,
    path: &str,
    say: impl Fn(Words) -> Said,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    let Some(author) = author.filter(|author| *author != actor.id) else {
        return Ok(letters);
    };
    if let Some(author) = accounts::store::entry(&app.db, author).await?
        && author.deactivated_at.is_none()
    {
        letters.add(app, &author, purpose, path, say);
    }
    Ok(letters)
}

/// The words of a letter in its reader's language.
struct Said {
    subject: String,
    paragraphs: Vec<String>,
    label: &'static str,
}

impl Letters {
    fn add(
        &mut self,
        app: &App,
        to: &accounts::store::Entry,
        purpose: &'static str,
        path: &str,
        say: impl Fn(Words) -> Said,
    ) {
        let locale = Locale::parse(&to.locale).unwrap_or_default();
        let t = locale.words();
        let said = say(t);
        let url = |path: &str| app.settings.url(&format!("/{locale}{path}"));
        let mut paragraphs = vec![t.practices_mail_greeting().to_owned()];
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
        self.envelopes
            .push(Envelope::new(&to.email, purpose, letter));
    }
}
