//! What the portal writes to people about practices: to publishers when something waits for them, to authors when it was
//! decided. Each letter leaves with the write that it tells of, or not at all.

use crate::App;
use crate::accounts;
use crate::accounts::Actor;
use crate::clock::Id;
use crate::error::AppError;
use crate::i18n::Words;
use crate::mail::{Letters, Said, Urgency, written};

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
        let purpose = ("practice_review", Urgency::Unasked);
        letters.add(app, publisher.reader(), purpose, &path, say);
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
    to_author(app, actor, author, "practice_returned", &path, say).await
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
    to_author(app, actor, author, "practice_published", &path, say).await
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
    if let Some(author) = accounts::store::other(&app.db, author, actor.id).await? {
        letters.add(app, author.reader(), (purpose, Urgency::Awaited), path, say);
    }
    Ok(letters)
}
