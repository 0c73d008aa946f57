//! What people hear of proposals by mail: those who may put one on the calendar, that it waits; its author, what became of it.

use super::types::{Plan, Workshop};
use crate::App;
use crate::accounts::Actor;
use crate::accounts::store::{self, Entry};
use crate::clock::Id;
use crate::error::AppError;
use crate::i18n::Words;
use crate::mail::{Letters, Said, written};

/// To the coordinators and the publishers of the hosts, besides the one who proposes: a date waits for them.
pub async fn proposed(app: &App, actor: &Actor, id: Id, plan: &Plan) -> Result<Letters, AppError> {
    let mut readers = store::coordinators(&app.db).await?;
    for host in &plan.hosts {
        readers.extend(store::publishers_of(&app.db, *host).await?);
    }
    readers.sort_by_key(|reader| reader.id);
    readers.dedup_by_key(|reader| reader.id);
    readers.retain(|reader| reader.id != actor.id);
    let mut letters = Letters::none(&app.sources);
    for reader in readers {
        let title = plan.title_in(reader.locale()).0;
        let say = |t: Words| Said {
            subject: t.workshops_mail_proposed_subject(title),
            paragraphs: vec![t.workshops_mail_proposed().to_owned(), about(t, plan)],
            label: t.workshops_mail_open(),
        };
        let to = (&*reader.email, reader.locale());
        letters.add(app, to, "workshop_proposed", &super::forms::path(id), say);
    }
    Ok(letters)
}

/// To the author of a proposal, unless it was the author who decided: it stands on the calendar.
pub async fn scheduled(app: &App, actor: &Actor, workshop: &Workshop) -> Result<Letters, AppError> {
    to_author(app, actor, workshop, "workshop_scheduled", |t, title| {
        Said {
            subject: t.workshops_mail_scheduled_subject(title),
            paragraphs: vec![
                t.workshops_mail_scheduled().to_owned(),
                about(t, &workshop.plan),
            ],
            label: t.workshops_mail_open(),
        }
    })
    .await
}

/// To the author of a proposal, unless it was the author who decided: it was declined, and why.
pub async fn declined(
    app: &App,
    actor: &Actor,
    workshop: &Workshop,
    reason: &str,
) -> Result<Letters, AppError> {
    to_author(app, actor, workshop, "workshop_declined", |t, title| Said {
        subject: t.workshops_mail_declined_subject(title),
        paragraphs: vec![t.workshops_mail_declined().to_owned(), written(reason)],
        label: t.workshops_mail_open(),
    })
    .await
}

async fn to_author(
    app: &App,
    actor: &Actor,
    workshop: &Workshop,
    purpose: &'static str,
    say: impl Fn(Words, &str) -> Said,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    if workshop.created_by == actor.id {
        return Ok(letters);
    }
    let author = store::entry(&app.db, workshop.created_by).await?;
    if let Some(author) = author.filter(Entry::is_open) {
        let title = workshop.plan.title_in(author.locale()).0;
        let to = (&*author.email, author.locale());
        let path = super::forms::path(workshop.id);
        letters.add(app, to, purpose, &path, |t| say(t, title));
    }
    Ok(letters)
}

/// What it is called and when it would be.
fn about(t: Words, plan: &Plan) -> String {
    let title = written(plan.title_in(t.locale()).0);
    let when = super::words::when(t, plan.starts, plan.ends);
    format!("{title}\n{when}")
}
