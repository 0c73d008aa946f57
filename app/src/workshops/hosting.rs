//! What people hear by mail of workshops that stand in the name of organizations: those who decide over a proposal and the
//! publishers of the hosts, that there is one; its author, what became of it; the hosts, what is on the calendar in their name, and
//! that it is not any more.

use super::calendar::{Knows, tells_time};
use super::forms::path;
use super::store::{self, Attendee};
use super::types::{Decision, Plan, RegistrationState, Workshop};
use super::words;
use crate::App;
use crate::accounts::Actor;
use crate::accounts::store::{Entry, coordinators, other, publishers_of};
use crate::clock::Id;
use crate::error::AppError;
use crate::i18n::Words;
use crate::mail::{Letters, Said, Urgency, written};

/// A new workshop: to the publishers of its hosts, and of a proposal to the coordinators too.
pub async fn planned(
    app: &App,
    actor: &Actor,
    id: Id,
    decision: Decision,
    plan: &Plan,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    let hosts = publishers(app, &plan.hosts).await?;
    let mut readers = hosts.concat();
    if decision == Decision::Proposed {
        readers.extend(coordinators(&app.db).await?);
    }
    let told = Told::new(app, actor, id, plan);
    for reader in told.without_actor(readers) {
        let words = named(decision, &reader, &hosts);
        told.add(&mut letters, &reader, News::of(decision, words));
    }
    Ok(letters)
}

/// What someone hears whose organization such a workshop names, or who decides over it.
fn named(decision: Decision, reader: &Entry, hosts: &[Vec<Entry>]) -> fn(Words) -> &'static str {
    match decision {
        Decision::Proposed if decides(reader, hosts) => Words::workshops_mail_proposed,
        Decision::Proposed => Words::workshops_mail_proposed_host,
        _ => Words::workshops_mail_hosting,
    }
}

/// Whether this reader may put a workshop of these hosts, whose publishers are told, on the calendar (`policy::may_schedule`).
fn decides(reader: &Entry, hosts: &[Vec<Entry>]) -> bool {
    let speaks = |publishers: &Vec<Entry>| publishers.iter().any(|one| one.id == reader.id);
    reader.is_coordinator.0 || hosts.iter().all(speaks)
}

/// A changed plan: to the publishers of hosts that it names since, and of those that it no longer names. These hear what it was
/// when it named them: a proposal is hidden from them now.
pub async fn renamed(
    app: &App,
    actor: &Actor,
    before: &Workshop,
    plan: &Plan,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    if plan.hosts == before.plan.hosts {
        return Ok(letters);
    }
    let decision = before.decision;
    let told = Told::new(app, actor, before.id, plan);
    let hosts = publishers(app, &plan.hosts).await?;
    let named_since = plan.hosts.iter().zip(&hosts);
    let named_since = named_since.filter(|(host, _)| !before.plan.hosts.contains(host));
    let new = named_since.flat_map(|(_, publishers)| publishers.clone());
    for reader in told.without_actor(new.collect()) {
        let words = named(decision, &reader, &hosts);
        told.add(&mut letters, &reader, News::of(decision, words));
    }
    let told = Told::new(app, actor, before.id, &before.plan).for_strangers(decision);
    let mut gone = before.plan.hosts.clone();
    gone.retain(|host| !plan.hosts.contains(host));
    for reader in told.without_actor(publishers(app, &gone).await?.concat()) {
        let words = Words::workshops_mail_not_hosting;
        told.add(&mut letters, &reader, News::of(decision, words));
    }
    Ok(letters)
}

/// An approved proposal: to its author, unless it was the author who decided, and to the publishers of its hosts.
pub async fn scheduled(app: &App, actor: &Actor, workshop: &Workshop) -> Result<Letters, AppError> {
    let plan = &workshop.plan;
    let mut letters = to_author(app, actor, workshop, "workshop_scheduled", |t, title| {
        // It is no longer the author's to run: the hour of a field visit is for those who come.
        let when = match tells_time(workshop, Knows::Page) {
            true => words::when(t, plan.starts, plan.ends),
            false => t.date(plan.starts.date()),
        };
        Said {
            subject: t.workshops_mail_scheduled_subject(title),
            paragraphs: vec![
                t.workshops_mail_scheduled().to_owned(),
                about(t, plan, when),
            ],
            label: t.workshops_mail_open(),
        }
    })
    .await?;
    let told = Told::new(app, actor, workshop.id, plan);
    let mut readers = told.without_actor(publishers(app, &plan.hosts).await?.concat());
    readers.retain(|reader| reader.id != workshop.created_by);
    for reader in readers {
        let words = Words::workshops_mail_hosting;
        told.add(&mut letters, &reader, News::of(Decision::Scheduled, words));
    }
    Ok(letters)
}

/// A declined proposal, and why: to its author, unless it was the author who took it back, and to those who heard of it.
pub async fn declined(
    app: &App,
    actor: &Actor,
    workshop: &Workshop,
    reason: &str,
) -> Result<Letters, AppError> {
    let mut letters = to_author(app, actor, workshop, "workshop_declined", |t, title| Said {
        subject: t.workshops_mail_declined_subject(title),
        paragraphs: vec![t.workshops_mail_declined().to_owned(), written(reason)],
        label: t.workshops_mail_open(),
    })
    .await?;
    let told = Told::new(app, actor, workshop.id, &workshop.plan);
    let mut readers = publishers(app, &workshop.plan.hosts).await?.concat();
    readers.extend(coordinators(&app.db).await?);
    for reader in told.without_actor(readers) {
        if reader.id != workshop.created_by {
            told.add(&mut letters, &reader, News::not_agreed(reason));
        }
    }
    Ok(letters)
}

/// A cancelled workshop, and why: to whoever proposed it and to the publishers of its hosts. Those who are registered hear of it
/// as such.
pub async fn cancelled(
    app: &App,
    actor: &Actor,
    workshop: &Workshop,
    reason: &str,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    let told = Told::new(app, actor, workshop.id, &workshop.plan);
    let mut readers = publishers(app, &workshop.plan.hosts).await?.concat();
    let hosts: Vec<Id> = readers.iter().map(|reader| reader.id).collect();
    readers.extend(other(&app.db, Some(workshop.created_by), actor.id).await?);
    for reader in told.without_actor(readers) {
        let registration = store::registration_of(&app.db, workshop.id, reader.id).await?;
        let comes =
            |attendee: &Attendee| attendee.registration.state != RegistrationState::Cancelled;
        if !registration.as_ref().is_some_and(comes) {
            let mut news = News::cancelled(reason);
            if !hosts.contains(&reader.id) {
                news.subject = |t, title| t.workshops_mail_cancelled_subject(title);
                news.words = Words::workshops_mail_cancelled;
            }
            told.add(&mut letters, &reader, news);
        }
    }
    Ok(letters)
}

/// The publishers of each organization.
async fn publishers(app: &App, organizations: &[Id]) -> Result<Vec<Vec<Entry>>, AppError> {
    let mut found = Vec::new();
    for organization in organizations {
        found.push(publishers_of(&app.db, *organization).await?);
    }
    Ok(found)
}

/// What the letters of one change have in common.
struct Told<'a> {
    app: &'a App,
    actor: &'a Actor,
    plan: &'a Plan,
    /// The page that they open, and what its button says.
    page: (String, fn(Words) -> &'static str),
}

impl<'a> Told<'a> {
    fn new(app: &'a App, actor: &'a Actor, id: Id, plan: &'a Plan) -> Self {
        Self {
            app,
            actor,
            plan,
            page: (path(id), Words::workshops_mail_open),
        }
    }

    /// For those whom it does not name: what never was on the calendar is hidden from them.
    fn for_strangers(mut self, decision: Decision) -> Self {
        if !decision.was_on_calendar() {
            self.page = ("/workshops".to_owned(), Words::workshops_mail_open_list);
        }
        self
    }

    /// Each reader once; whoever does it knows.
    fn without_actor(&self, mut readers: Vec<Entry>) -> Vec<Entry> {
        readers.sort_by_key(|reader| reader.id);
        readers.dedup_by_key(|reader| reader.id);
        readers.retain(|reader| reader.id != self.actor.id);
        readers
    }

    fn add(&self, letters: &mut Letters, reader: &Entry, news: News) {
        let title = self.plan.title_in(reader.locale()).0;
        let day = |t: Words| t.date(self.plan.starts.date());
        let say = |t: Words| Said {
            subject: (news.subject)(t, title),
            paragraphs: match news.reason {
                Some(reason) => vec![(news.words)(t).to_owned(), written(reason)],
                // The day is enough, and the hour of a field visit stays off the mail's way.
                None => vec![(news.words)(t).to_owned(), about(t, self.plan, day(t))],
            },
            label: (self.page.1)(t),
        };
        let purpose = (news.purpose, Urgency::Unasked);
        letters.add(self.app, reader.reader(), purpose, &self.page.0, say);
    }
}

/// What there is to hear.
#[derive(Clone, Copy)]
struct News<'a> {
    purpose: &'static str,
    subject: fn(Words, &str) -> String,
    words: fn(Words) -> &'static str,
    /// Why it does not take place.
    reason: Option<&'a str>,
}

impl<'a> News<'a> {
    /// Of what stands, or is to stand, in the name of hosts.
    fn of(decision: Decision, words: fn(Words) -> &'static str) -> Self {
        let (purpose, subject): (_, fn(Words, &str) -> String) = match decision {
            Decision::Proposed => ("workshop_proposed", |t, title| {
                t.workshops_mail_proposed_subject(title)
            }),
            _ => ("workshop_hosting", |t, title| {
                t.workshops_mail_hosting_subject(title)
            }),
        };
        Self {
            purpose,
            subject,
            words,
            reason: None,
        }
    }

    fn not_agreed(reason: &'a str) -> Self {
        Self {
            purpose: "workshop_not_agreed",
            subject: |t, title| t.workshops_mail_not_agreed_subject(title),
            words: Words::workshops_mail_not_agreed,
            reason: Some(reason),
        }
    }

    fn cancelled(reason: &'a str) -> Self {
        Self {
            purpose: "workshop_host_cancelled",
            subject: |t, title| t.workshops_mail_host_cancelled_subject(title),
            words: Words::workshops_mail_host_cancelled,
            reason: Some(reason),
        }
    }
}

async fn to_author(
    app: &App,
    actor: &Actor,
    workshop: &Workshop,
    purpose: &'static str,
    say: impl Fn(Words, &str) -> Said,
) -> Result<Letters, AppError> {
    let mut letters = Letters::none(&app.sources);
    if let Some(author) = other(&app.db, Some(workshop.created_by), actor.id).await? {
        let title = workshop.plan.title_in(author.locale()).0;
        let path = path(workshop.id);
        let purpose = (purpose, Urgency::Awaited);
        letters.add(app, author.reader(), purpose, &path, |t| say(t, title));
    }
    Ok(letters)
}

/// What it is called and when it is.
fn about(t: Words, plan: &Plan, when: String) -> String {
    let title = written(plan.title_in(t.locale()).0);
    format!("{title}\n{when}")
}
