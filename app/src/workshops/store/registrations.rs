//! Places: who has one, who waits, and who moves up.

use jiff::Timestamp;
use sqlx::FromRow;

use crate::clock::{Id, Sources, token_hash};
use crate::db::{At, Db, Entity, Write, expect_one};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::ui::list::{PAGE_SIZE, Pages};
use crate::workshops::types::{Decision, Registration, RegistrationState, Workshop};

/// A registration and how to reach its owner: for mails and for the organisers' list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// The registration.
    pub registration: Registration,
    /// Where mail goes.
    pub email: String,
    /// The language of mail.
    pub locale: Locale,
    /// The person's name.
    pub name: String,
    /// The person's post.
    pub post: String,
}

#[derive(FromRow)]
struct Row {
    id: Id,
    workshop_id: Id,
    member_id: Id,
    organization_id: Id,
    state: String,
    heads: i64,
    created_at: At,
    email: String,
    locale: String,
    name: String,
    post: String,
}

impl Row {
    fn read(self) -> Result<Attendee, AppError> {
        let state = RegistrationState::parse(&self.state).ok_or_else(|| {
            AppError::internal(format!("registration {} cannot be read", self.id))
        })?;
        Ok(Attendee {
            registration: Registration {
                id: self.id,
                workshop: self.workshop_id,
                member: self.member_id,
                organization: self.organization_id,
                state,
                heads: self.heads,
                created_at: self.created_at.0,
            },
            email: self.email,
            locale: Locale::parse(&self.locale).unwrap_or_default(),
            name: self.name,
            post: self.post,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.workshop_id, r.member_id, r.organization_id, r.state, r.heads, r.created_at, m.email, \
             m.locale, m.name, m.post FROM registrations r JOIN members m ON m.id = r.member_id ",
            $rest
        )
    };
}

fn read_all(rows: Vec<Row>) -> Result<Vec<Attendee>, AppError> {
    rows.into_iter().map(Row::read).collect()
}

/// A member's registration for a workshop, also a cancelled one.
pub async fn registration_of(
    db: &Db,
    workshop: Id,
    member: Id,
) -> Result<Option<Attendee>, AppError> {
    let row: Option<Row> = sqlx::query_as(select!("WHERE r.workshop_id = $1 AND r.member_id = $2"))
        .bind(workshop)
        .bind(member)
        .fetch_optional(db.reader())
        .await?;
    row.map(Row::read).transpose()
}

/// One page of those who registered and did not cancel, in the order they asked, and how many there are.
pub async fn attendees(db: &Db, workshop: Id, page: i64) -> Result<(Vec<Attendee>, i64), AppError> {
    let total = sqlx::query_scalar(
        "SELECT COUNT(*) FROM registrations WHERE workshop_id = $1 AND state <> 'cancelled'",
    )
    .bind(workshop)
    .fetch_one(db.reader())
    .await?;
    let rows = sqlx::query_as(select!(
        "WHERE r.workshop_id = $1 AND r.state <> 'cancelled' ORDER BY r.created_at, r.id LIMIT $2 OFFSET $3"
    ))
    .bind(workshop)
    .bind(PAGE_SIZE)
    .bind(Pages::offset(page))
    .fetch_all(db.reader())
    .await?;
    Ok((read_all(rows)?, total))
}

/// Whether a registration is, or was, one for this workshop.
pub async fn is_registration_of(db: &Db, workshop: Id, registration: Id) -> Result<bool, AppError> {
    let known: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM registrations WHERE id = $1 AND workshop_id = $2")
            .bind(registration)
            .bind(workshop)
            .fetch_one(db.reader())
            .await?;
    Ok(known > 0)
}

/// The organizations from which someone registered and did not cancel.
pub async fn registered_organizations(db: &Db, workshop: Id) -> Result<Vec<Id>, AppError> {
    let organizations = sqlx::query_scalar(
        "SELECT DISTINCT organization_id FROM registrations WHERE workshop_id = $1 AND state <> 'cancelled'",
    )
    .bind(workshop)
    .fetch_all(db.reader())
    .await?;
    Ok(organizations)
}

/// Everyone who must hear of a change, seen from inside the transaction that makes it.
pub async fn concerned(write: &mut Write, workshop: Id) -> Result<Vec<Attendee>, AppError> {
    let rows = sqlx::query_as(select!(
        "WHERE r.workshop_id = $1 AND r.state <> 'cancelled' AND m.deactivated_at IS NULL \
         ORDER BY r.created_at, r.id"
    ))
    .bind(workshop)
    .fetch_all(write.connection())
    .await?;
    read_all(rows)
}

/// How many people have a place, and how many wait for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Heads {
    /// They have a place.
    pub registered: i64,
    /// They wait, for a place or for an organiser.
    pub waiting: i64,
}

/// How many people come. A number alone, so that the page can show it to everyone. Nobody comes with a closed account.
pub async fn heads(db: &Db, workshop: Id) -> Result<Heads, AppError> {
    let heads = sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(CASE WHEN r.state = 'registered' THEN r.heads ELSE 0 END), 0) AS BIGINT) AS registered, \
         CAST(COALESCE(SUM(CASE WHEN r.state IN ('waitlisted', 'pending') THEN r.heads ELSE 0 END), 0) AS BIGINT) AS waiting \
         FROM registrations r JOIN members m ON m.id = r.member_id \
         WHERE r.workshop_id = $1 AND m.deactivated_at IS NULL",
    )
    .bind(workshop)
    .fetch_one(db.reader())
    .await?;
    Ok(heads)
}

/// A registration's place in the queue, counted from one.
pub async fn queue_place(db: &Db, registration: &Registration) -> Result<i64, AppError> {
    let before: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM registrations r JOIN members m ON m.id = r.member_id \
         WHERE r.workshop_id = $1 AND r.state = 'waitlisted' AND m.deactivated_at IS NULL \
         AND (r.created_at < $2 OR (r.created_at = $2 AND r.id < $3))",
    )
    .bind(registration.workshop)
    .bind(At(registration.created_at))
    .bind(registration.id)
    .fetch_one(db.reader())
    .await?;
    Ok(before + 1)
}

#[derive(FromRow)]
struct Room {
    decision: String,
    capacity: Option<i64>,
    starts_at: At,
    ends_at: At,
}

impl Room {
    fn fits(&self, taken: i64, heads: i64) -> bool {
        self.capacity
            .is_none_or(|capacity| taken + heads <= capacity)
    }
}

/// Takes the workshop's row, so that two people who want the last place come one after the other.
async fn lock(write: &mut Write, workshop: Id) -> Result<Room, AppError> {
    let room = sqlx::query_as(
        "UPDATE workshops SET version = version WHERE id = $1 RETURNING decision, capacity, starts_at, ends_at",
    )
    .bind(workshop)
    .fetch_optional(write.connection())
    .await?;
    room.ok_or(AppError::NotFound)
}

async fn taken(write: &mut Write, workshop: Id) -> Result<i64, AppError> {
    let taken = sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(r.heads), 0) AS BIGINT) FROM registrations r JOIN members m ON m.id = r.member_id \
         WHERE r.workshop_id = $1 AND r.state = 'registered' AND m.deactivated_at IS NULL",
    )
    .bind(workshop)
    .fetch_one(write.connection())
    .await?;
    Ok(taken)
}

async fn set_state(
    write: &mut Write,
    registration: Id,
    state: RegistrationState,
) -> Result<(), AppError> {
    let now = At(write.now());
    let result = sqlx::query("UPDATE registrations SET state = $2, updated_at = $3 WHERE id = $1")
        .bind(registration)
        .bind(state.as_str())
        .bind(now)
        .execute(write.connection())
        .await?;
    expect_one(&result)
}

async fn reload(write: &mut Write, registration: Id) -> Result<Attendee, AppError> {
    let row: Row = sqlx::query_as(select!("WHERE r.id = $1"))
        .bind(registration)
        .fetch_one(write.connection())
        .await?;
    row.read()
}

/// What came of asking for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// This is where they stand now.
    Answered(Box<Attendee>),
    /// They have a place already, or none is given any more.
    Unchanged,
    /// More people than the workshop takes in all, which is this many: no place would ever become free for them.
    TooMany(i64),
}

/// Gives a member a place, or one in the queue.
pub async fn register(
    write: &mut Write,
    sources: &Sources,
    workshop: &Workshop,
    (member, organization): (Id, Id),
    heads: i64,
) -> Result<Asked, AppError> {
    let room = lock(write, workshop.id).await?;
    if room.decision != Decision::Scheduled.as_str() || room.ends_at.0 <= write.now() {
        return Ok(Asked::Unchanged);
    }
    if let Some(capacity) = room.capacity.filter(|capacity| heads > *capacity) {
        return Ok(Asked::TooMany(capacity));
    }
    let state = if workshop.plan.moderated {
        RegistrationState::Pending
    } else if room.fits(taken(write, workshop.id).await?, heads) {
        RegistrationState::Registered
    } else {
        RegistrationState::Waitlisted
    };
    // Whoever cancelled and comes again queues anew; whoever has a place keeps it.
    let id: Option<Id> = sqlx::query_scalar(
        "INSERT INTO registrations (id, workshop_id, member_id, organization_id, state, heads, created_at, updated_at, \
         day_reminder_for, hour_reminder_for) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9) \
         ON CONFLICT (workshop_id, member_id) DO UPDATE SET state = excluded.state, heads = excluded.heads, \
         organization_id = excluded.organization_id, created_at = excluded.created_at, updated_at = excluded.updated_at, \
         day_reminder_for = excluded.day_reminder_for, hour_reminder_for = excluded.hour_reminder_for \
         WHERE registrations.state = 'cancelled' RETURNING id",
    )
    .bind(sources.id())
    .bind(workshop.id)
    .bind(member)
    .bind(organization)
    .bind(state.as_str())
    .bind(heads)
    .bind(At(write.now()))
    // The confirmation says it all to whoever registers that late.
    .bind(reminded(room.starts_at, write.now(), DAY_MICROS))
    .bind(reminded(room.starts_at, write.now(), HOUR_MICROS))
    .fetch_optional(write.connection())
    .await?;
    let Some(id) = id else {
        return Ok(Asked::Unchanged);
    };
    write.changed(Entity::Workshop, workshop.id, "registered");
    Ok(Asked::Answered(Box::new(reload(write, id).await?)))
}

const HOUR_MICROS: i64 = 3_600_000_000;
const DAY_MICROS: i64 = 24 * HOUR_MICROS;

fn reminded(starts: At, now: Timestamp, ahead: i64) -> i64 {
    let starts = starts.0.as_microsecond();
    match starts - now.as_microsecond() <= ahead {
        true => starts,
        false => 0,
    }
}

/// Gives a place to someone who waited for it. The letter that tells them so says what reminders that are due by now would.
async fn give_place(write: &mut Write, room: &Room, registration: Id) -> Result<(), AppError> {
    set_state(write, registration, RegistrationState::Registered).await?;
    let now = write.now();
    sqlx::query(
        "UPDATE registrations SET day_reminder_for = $2, hour_reminder_for = $3 WHERE id = $1",
    )
    .bind(registration)
    .bind(reminded(room.starts_at, now, DAY_MICROS))
    .bind(reminded(room.starts_at, now, HOUR_MICROS))
    .execute(write.connection())
    .await?;
    Ok(())
}

/// Notes that everyone with a place was told when it starts, so that no reminder says the same again soon after.
pub async fn mark_told(
    write: &mut Write,
    workshop: Id,
    starts_at: Timestamp,
) -> Result<(), AppError> {
    let now = write.now();
    for (sql, ahead) in [
        (
            "UPDATE registrations SET day_reminder_for = $2 WHERE workshop_id = $1 AND state = 'registered'",
            DAY_MICROS,
        ),
        (
            "UPDATE registrations SET hour_reminder_for = $2 WHERE workshop_id = $1 AND state = 'registered'",
            HOUR_MICROS,
        ),
    ] {
        let marker = reminded(At(starts_at), now, ahead);
        if marker != 0 {
            sqlx::query(sql)
                .bind(workshop)
                .bind(marker)
                .execute(write.connection())
                .await?;
        }
    }
    Ok(())
}

/// Takes a registration back and revokes its links; gives those who move up. `None` if there was nothing to take back.
pub async fn withdraw(
    write: &mut Write,
    workshop: Id,
    registration: Id,
) -> Result<Option<(Attendee, Vec<Attendee>)>, AppError> {
    lock(write, workshop).await?;
    let before = reload(write, registration).await?;
    if before.registration.state == RegistrationState::Cancelled {
        return Ok(None);
    }
    set_state(write, registration, RegistrationState::Cancelled).await?;
    sqlx::query("DELETE FROM join_keys WHERE registration_id = $1")
        .bind(registration)
        .execute(write.connection())
        .await?;
    let promoted = promote(write, workshop).await?;
    write.changed(Entity::Workshop, workshop, "withdrawn");
    Ok(Some((before, promoted)))
}

/// A member's registrations that still matter: those of workshops that are not over and were not called off. By workshop,
/// which is the order in which everyone takes several.
pub async fn registrations_to_come(
    db: &Db,
    member: Id,
    now: Timestamp,
) -> Result<Vec<Registration>, AppError> {
    let rows = sqlx::query_as(select!(
        "JOIN workshops w ON w.id = r.workshop_id WHERE r.member_id = $1 AND r.state <> 'cancelled' \
         AND w.decision = 'scheduled' AND w.ends_at > $2 ORDER BY r.workshop_id"
    ))
    .bind(member)
    .bind(At(now))
    .fetch_all(db.reader())
    .await?;
    let attendees = read_all(rows)?.into_iter();
    Ok(attendees.map(|one| one.registration).collect())
}

/// Admits a registration that waited for an organiser: to a place, or to the queue.
pub async fn admit(
    write: &mut Write,
    workshop: Id,
    registration: Id,
) -> Result<Option<Attendee>, AppError> {
    let room = lock(write, workshop).await?;
    let before = reload(write, registration).await?.registration;
    if before.state != RegistrationState::Pending {
        return Ok(None);
    }
    match room.fits(taken(write, workshop).await?, before.heads) {
        true => give_place(write, &room, registration).await?,
        false => set_state(write, registration, RegistrationState::Waitlisted).await?,
    }
    write.changed(Entity::Workshop, workshop, "admitted");
    Ok(Some(reload(write, registration).await?))
}

/// Moves people up as far as there is room, in the order they asked. A group that does not fit keeps its place in the
/// queue while smaller ones behind it move up: an empty chair helps nobody.
pub async fn promote(write: &mut Write, workshop: Id) -> Result<Vec<Attendee>, AppError> {
    let room = lock(write, workshop).await?;
    if room.decision != Decision::Scheduled.as_str() || room.ends_at.0 <= write.now() {
        return Ok(Vec::new());
    }
    let mut taken = taken(write, workshop).await?;
    let waiting: Vec<(Id, i64)> = sqlx::query_as(
        "SELECT r.id, r.heads FROM registrations r JOIN members m ON m.id = r.member_id \
         WHERE r.workshop_id = $1 AND r.state = 'waitlisted' AND m.deactivated_at IS NULL ORDER BY r.created_at, r.id",
    )
    .bind(workshop)
    .fetch_all(write.connection())
    .await?;
    let mut promoted = Vec::new();
    for (id, heads) in waiting {
        if room.fits(taken, heads) {
            give_place(write, &room, id).await?;
            taken += heads;
            promoted.push(reload(write, id).await?);
        }
    }
    Ok(promoted)
}

/// How many people have a place, counted inside the transaction that changes the capacity.
pub async fn registered_heads(write: &mut Write, workshop: Id) -> Result<i64, AppError> {
    lock(write, workshop).await?;
    taken(write, workshop).await
}

/// Makes a personal link's token for a registration; only its hash is kept.
pub async fn join_key(
    write: &mut Write,
    sources: &Sources,
    registration: Id,
) -> Result<String, AppError> {
    let token = sources.token();
    let now = At(write.now());
    sqlx::query(
        "INSERT INTO join_keys (token_hash, registration_id, created_at) VALUES ($1, $2, $3)",
    )
    .bind(token_hash(&token))
    .bind(registration)
    .bind(now)
    .execute(write.connection())
    .await?;
    Ok(token)
}

/// The registration that a personal link belongs to, while it holds a place.
pub async fn registration_by_key(
    db: &Db,
    workshop: Id,
    token: &str,
) -> Result<Option<Attendee>, AppError> {
    let row: Option<Row> = sqlx::query_as(select!(
        "JOIN join_keys k ON k.registration_id = r.id \
         WHERE k.token_hash = $1 AND r.workshop_id = $2 AND r.state = 'registered' AND m.deactivated_at IS NULL"
    ))
    .bind(token_hash(token))
    .bind(workshop)
    .fetch_optional(db.reader())
    .await?;
    row.map(Row::read).transpose()
}

/// How long before the start a reminder goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// A day.
    Day,
    /// An hour.
    Hour,
}

/// Registered people whose reminder is due and not written yet, some at a time.
pub async fn to_remind(db: &Db, ahead: Ahead, now: Timestamp) -> Result<Vec<Attendee>, AppError> {
    let (sql, span) = match ahead {
        Ahead::Day => (
            select!(
                "JOIN workshops w ON w.id = r.workshop_id WHERE w.starts_at > $1 AND w.starts_at <= $2 \
                 AND w.decision = 'scheduled' AND r.state = 'registered' AND m.deactivated_at IS NULL \
                 AND r.day_reminder_for <> w.starts_at ORDER BY r.id LIMIT 100"
            ),
            DAY_MICROS,
        ),
        Ahead::Hour => (
            select!(
                "JOIN workshops w ON w.id = r.workshop_id WHERE w.starts_at > $1 AND w.starts_at <= $2 \
                 AND w.decision = 'scheduled' AND r.state = 'registered' AND m.deactivated_at IS NULL \
                 AND r.hour_reminder_for <> w.starts_at ORDER BY r.id LIMIT 100"
            ),
            HOUR_MICROS,
        ),
    };
    let rows = sqlx::query_as(sql)
        .bind(now.as_microsecond())
        .bind(now.as_microsecond() + span)
        .fetch_all(db.reader())
        .await?;
    read_all(rows)
}

/// Notes that a reminder was written. `false` if another node was first.
pub async fn mark_reminded(
    write: &mut Write,
    registration: Id,
    ahead: Ahead,
    starts_at: Timestamp,
) -> Result<bool, AppError> {
    let sql = match ahead {
        Ahead::Day => {
            "UPDATE registrations SET day_reminder_for = $2 WHERE id = $1 AND day_reminder_for <> $2"
        }
        // Whoever hears an hour ahead needs no word about tomorrow any more.
        Ahead::Hour => {
            "UPDATE registrations SET hour_reminder_for = $2, day_reminder_for = $2 \
             WHERE id = $1 AND hour_reminder_for <> $2"
        }
    };
    let result = sqlx::query(sql)
        .bind(registration)
        .bind(At(starts_at))
        .execute(write.connection())
        .await?;
    Ok(result.rows_affected() == 1)
}
