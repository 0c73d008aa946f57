//! The queue of mail: written in the transaction that it tells of, emptied by the worker.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;

use super::{CalendarPart, Letter, MailError, Mailer, Message};
use crate::clock::{Id, Sources};
use crate::db::{At, Db, Write};
use crate::error::AppError;

/// How long a claimed message is left to whoever claimed it; after that they have crashed.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How long to wait after the first, second, … failed attempt; the last value repeats.
const BACKOFF_MINUTES: [i64; 6] = [1, 5, 15, 60, 180, 360];
/// How long a message is worth sending, where its writer says nothing else.
const LIFETIME: SignedDuration = SignedDuration::from_hours(72);
/// How long rows of finished messages are kept, for limits and for whoever looks for a lost mail.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A letter, to whom it goes and what it is about.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The address.
    pub to: String,
    /// What it is about, a word for the log and for limits: `invitation`.
    pub purpose: &'static str,
    /// Two messages with the same key are one: the second is not written. `None` never meets another.
    pub key: Option<String>,
    /// The words.
    pub letter: Letter,
    /// A calendar to go with them.
    pub calendar: Option<CalendarPart>,
    /// After this the message is of no use.
    pub expires_at: Option<Timestamp>,
}

impl Envelope {
    /// A letter and nothing special.
    pub fn new(to: impl Into<String>, purpose: &'static str, letter: Letter) -> Self {
        Self {
            to: to.into(),
            purpose,
            key: None,
            letter,
            calendar: None,
            expires_at: None,
        }
    }

    /// With a calendar.
    pub fn calendar(mut self, calendar: CalendarPart) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// With a key that makes it unique.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// With an instant after which nobody needs it.
    pub fn until(mut self, instant: Timestamp) -> Self {
        self.expires_at = Some(instant);
        self
    }
}

/// Puts a message into the queue. It is sent if, and only if, the transaction commits.
pub async fn enqueue(
    write: &mut Write,
    sources: &Sources,
    envelope: &Envelope,
) -> Result<(), AppError> {
    let id = sources.id();
    let now = write.now();
    let expires = now.saturating_add(LIFETIME).unwrap_or(Timestamp::MAX);
    let calendar = envelope.calendar.as_ref();
    sqlx::query(
        "INSERT INTO mails (id, purpose, key, recipient, locale, subject, body_text, body_html, calendar_method, \
         calendar, created_at, expires_at, next_at, attempts, failure, actor_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, 0, '', $13) ON CONFLICT (key) DO NOTHING",
    )
    .bind(id)
    .bind(envelope.purpose)
    .bind(envelope.key.clone().unwrap_or_else(|| id.to_string()))
    .bind(&envelope.to)
    .bind(envelope.letter.locale.code())
    .bind(&envelope.letter.subject)
    .bind(envelope.letter.text())
    .bind(envelope.letter.html())
    .bind(calendar.map_or("", |part| &part.method))
    .bind(calendar.map_or("", |part| &part.ics))
    .bind(At(now))
    .bind(At(envelope.expires_at.unwrap_or(expires)))
    .bind(write.actor())
    .execute(write.connection())
    .await?;
    Ok(())
}

/// How many messages of a purpose were written to an address since an instant: what limits count.
pub async fn count_to(db: &Db, to: &str, purpose: &str, since: Timestamp) -> Result<i64, AppError> {
    let count = sqlx::query_scalar(
        "SELECT COUNT(*) FROM mails WHERE created_at > $1 AND recipient = $2 AND purpose = $3",
    )
    .bind(At(since))
    .bind(to)
    .bind(purpose)
    .fetch_one(db.reader())
    .await?;
    Ok(count)
}

/// How often the reader of this message was written to since an instant of what the same member did, for the same purpose.
pub(super) async fn count_like(
    write: &mut Write,
    envelope: &Envelope,
    since: Timestamp,
) -> Result<i64, AppError> {
    let actor = write.actor();
    let count = sqlx::query_scalar(
        "SELECT COUNT(*) FROM mails WHERE created_at > $1 AND recipient = $2 AND purpose = $3 AND actor_id = $4",
    )
    .bind(At(since))
    .bind(&envelope.to)
    .bind(envelope.purpose)
    .bind(actor)
    .fetch_one(write.connection())
    .await?;
    Ok(count)
}

#[derive(FromRow)]
struct Row {
    id: Id,
    purpose: String,
    recipient: String,
    locale: String,
    subject: String,
    body_text: String,
    body_html: String,
    calendar_method: String,
    calendar: String,
    created_at: At,
    expires_at: At,
    attempts: i64,
}

impl Row {
    fn message(&self) -> Message {
        let part = CalendarPart {
            method: self.calendar_method.clone(),
            ics: self.calendar.clone(),
        };
        Message {
            id: self.id.to_string(),
            written_at: self.created_at.0,
            to: self.recipient.clone(),
            language: self.locale.clone(),
            subject: self.subject.clone(),
            text: self.body_text.clone(),
            html: self.body_html.clone(),
            calendar: (!self.calendar.is_empty()).then_some(part),
        }
    }
}

/// Sends everything that is due; tells how many messages left. Several nodes may do so at once: a message is claimed
/// before it is sent, and a claim that was never answered runs out.
pub async fn drain(db: &Db, mailer: &dyn Mailer, sources: &Sources) -> Result<usize, AppError> {
    let mut sent = 0;
    while let Some(row) = claim(db, sources.now()).await? {
        let now = sources.now();
        if row.expires_at.0 < now {
            finish(db, row.id, now, None, "it came too late").await?;
            continue;
        }
        match mailer.send(&row.message()).await {
            Ok(()) => {
                finish(db, row.id, now, Some(now), "").await?;
                sent += 1;
            }
            Err(MailError::Refused(cause)) => {
                tracing::warn!(id = %row.id, purpose = row.purpose, cause, "a mail was refused");
                finish(db, row.id, now, None, &cause).await?;
            }
            Err(MailError::Later(cause)) => {
                tracing::warn!(id = %row.id, purpose = row.purpose, cause, "a mail has to wait");
                postpone(db, &row, now, &cause).await?;
            }
        }
    }
    Ok(sent)
}

async fn claim(db: &Db, now: Timestamp) -> Result<Option<Row>, AppError> {
    // Asked first of the readers: an idle queue takes no write lock.
    let due: Option<Id> =
        sqlx::query_scalar("SELECT id FROM mails WHERE next_at <= $1 ORDER BY next_at, id LIMIT 1")
            .bind(At(now))
            .fetch_optional(db.reader())
            .await?;
    let Some(id) = due else { return Ok(None) };
    let mut write = db.begin_write(now, None).await?;
    let row = sqlx::query_as(
        "UPDATE mails SET next_at = $3, attempts = attempts + 1 WHERE id = $1 AND next_at <= $2 \
         RETURNING id, purpose, recipient, locale, subject, body_text, body_html, calendar_method, calendar, \
         created_at, expires_at, attempts",
    )
    .bind(id)
    .bind(At(now))
    .bind(At(now.saturating_add(LEASE).unwrap_or(Timestamp::MAX)))
    .fetch_optional(write.connection())
    .await?;
    write.commit().await?;
    Ok(row)
}

/// Wipes the words and keeps the fact.
async fn finish(
    db: &Db,
    id: Id,
    now: Timestamp,
    sent_at: Option<Timestamp>,
    failure: &str,
) -> Result<(), AppError> {
    let mut write = db.begin_write(now, None).await?;
    sqlx::query(
        "UPDATE mails SET next_at = NULL, sent_at = $2, failure = $3, subject = '', body_text = '', body_html = '', \
         calendar = '' WHERE id = $1",
    )
    .bind(id)
    .bind(sent_at.map(At))
    .bind(failure)
    .execute(write.connection())
    .await?;
    write.commit().await
}

async fn postpone(db: &Db, row: &Row, now: Timestamp, cause: &str) -> Result<(), AppError> {
    let step = usize::try_from(row.attempts - 1).unwrap_or(0);
    let minutes = BACKOFF_MINUTES[step.min(BACKOFF_MINUTES.len() - 1)];
    let next = now
        .saturating_add(SignedDuration::from_mins(minutes))
        .unwrap_or(Timestamp::MAX);
    let mut write = db.begin_write(now, None).await?;
    sqlx::query("UPDATE mails SET next_at = $2, failure = $3 WHERE id = $1")
        .bind(row.id)
        .bind(At(next))
        .bind(cause)
        .execute(write.connection())
        .await?;
    write.commit().await
}

/// Forgets messages that were finished long ago.
pub async fn forget_old(db: &Db, now: Timestamp) -> Result<(), AppError> {
    let mut write = db.begin_write(now, None).await?;
    sqlx::query("DELETE FROM mails WHERE created_at < $1 AND next_at IS NULL")
        .bind(At(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN)))
        .execute(write.connection())
        .await?;
    write.commit().await
}
