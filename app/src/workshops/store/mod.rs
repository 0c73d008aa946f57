//! All SQL of workshops.

mod outcomes;
mod plan;
mod registrations;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use sqlx::FromRow;
use url::Url;

pub use outcomes::*;
pub use registrations::*;

use super::types::{Decision, Kind, Plan, Visibility, Workshop, shown_span};
use super::video::Video;
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{At, Db, Entity, Flag, Query, Where, Write};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::time::{LocalTime, Zones};
use crate::ui::list::{PAGE_SIZE, Pages};

const COLUMNS: &str = "SELECT w.id, w.decision, w.kind, w.visibility, w.locale, w.title, w.summary, w.title_translated, \
     w.summary_translated, w.description, w.starts_local, w.ends_local, w.zone, w.starts_at, w.ends_at, w.place, \
     w.capacity, w.moderated, w.video_provider, w.video_url, w.video_room, w.created_by, w.cancel_reason, w.sequence, \
     w.version, w.updated_at FROM workshops w";

#[derive(FromRow)]
struct Row {
    id: Id,
    decision: String,
    kind: String,
    visibility: String,
    locale: String,
    title: String,
    summary: String,
    title_translated: String,
    summary_translated: String,
    description: String,
    starts_local: String,
    ends_local: String,
    zone: String,
    starts_at: At,
    ends_at: At,
    place: String,
    capacity: Option<i64>,
    moderated: Flag,
    video_provider: String,
    video_url: String,
    video_room: String,
    created_by: Id,
    cancel_reason: String,
    sequence: i64,
    version: i64,
    updated_at: At,
}

impl Row {
    /// The workshop without what other tables hold of it.
    fn read(self) -> Result<Workshop, AppError> {
        let time = |text: &str| LocalTime::from_stored(text, &self.zone);
        let (starts, ends) = (time(&self.starts_local), time(&self.ends_local));
        let video = Video::from_stored(&self.video_provider, &self.video_url, &self.video_room);
        let broken = || AppError::internal(format!("workshop {} cannot be read", self.id));
        Ok(Workshop {
            id: self.id,
            decision: Decision::parse(&self.decision).ok_or_else(broken)?,
            starts_at: self.starts_at.0,
            ends_at: self.ends_at.0,
            created_by: self.created_by,
            sequence: self.sequence,
            version: self.version,
            updated_at: self.updated_at.0,
            plan: Plan {
                kind: Kind::parse(&self.kind).ok_or_else(broken)?,
                visibility: Visibility::parse(&self.visibility).ok_or_else(broken)?,
                locale: Locale::parse(&self.locale).ok_or_else(broken)?,
                starts: starts.ok_or_else(broken)?,
                ends: ends.ok_or_else(broken)?,
                video: video.ok_or_else(broken)?,
                title: self.title,
                summary: self.summary,
                title_translated: self.title_translated,
                summary_translated: self.summary_translated,
                description: self.description,
                place: self.place,
                capacity: self.capacity,
                moderated: self.moderated.0,
                hosts: Vec::new(),
                topics: Vec::new(),
                practices: Vec::new(),
                agenda: Vec::new(),
            },
            cancel_reason: self.cancel_reason,
        })
    }
}

/// The workshop with this id, whole.
pub async fn by_id(db: &Db, id: Id) -> Result<Option<Workshop>, AppError> {
    let (sql, arguments) = Where::new().and("w.id = ?", id).whole(COLUMNS, "")?;
    let row: Option<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_optional(db.reader())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut workshop = row.read()?;
    plan::load(db, &mut workshop).await?;
    Ok(Some(workshop))
}

/// Which workshops a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those that are over, newest first, instead of those to come.
    pub past: bool,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only this topic, by slug.
    pub topic: Option<String>,
    /// Only those this organization hosts.
    pub host: Option<Id>,
    /// The same by its slug; one that became part of another stands for that one.
    pub organization: Option<String>,
    /// Only those about this practice.
    pub practice: Option<Id>,
}

impl Filter {
    fn conditions(&self, actor: Option<&Actor>, now: Timestamp) -> Where {
        let time = match self.past {
            true => "w.shown_ends_at <= ?",
            false => "w.shown_ends_at > ?",
        };
        visible(actor)
            .and(time, At(now))
            .and_some("w.kind = ?", self.kind.map(Kind::as_str))
            .and_some(
                "w.id IN (SELECT workshop_id FROM workshop_topics WHERE topic = ?)",
                self.topic.clone(),
            )
            .and_some(
                "w.id IN (SELECT workshop_id FROM workshop_hosts WHERE organization_id = ?)",
                self.host,
            )
            .and_some(
                "w.id IN (SELECT workshop_id FROM workshop_hosts WHERE organization_id IN \
                 (SELECT COALESCE(merged_into, id) FROM organizations WHERE slug = ?))",
                self.organization.clone(),
            )
            .and_some(
                "w.id IN (SELECT workshop_id FROM workshop_practices WHERE practice_id = ?)",
                self.practice,
            )
    }
}

/// The rule of `policy::may_see`, in SQL.
fn visible(actor: Option<&Actor>) -> Where {
    match actor {
        None => {
            Where::new().and_plain("w.visibility = 'public' AND w.decision NOT IN ('proposed', 'declined')")
        }
        Some(actor) if actor.coordinates() => Where::new(),
        Some(actor) => Where::new().and(
            "w.decision NOT IN ('proposed', 'declined') OR w.created_by = ? OR EXISTS (SELECT 1 FROM workshop_hosts h \
             JOIN publishers p ON p.organization_id = h.organization_id WHERE h.workshop_id = w.id AND p.member_id = ?)",
            actor.id,
        ),
    }
}

/// One page of a list, and how many there are. The workshops come with their hosts and topics, without agenda.
pub async fn list(
    db: &Db,
    filter: &Filter,
    actor: Option<&Actor>,
    now: Timestamp,
    page: i64,
) -> Result<(Vec<Workshop>, i64), AppError> {
    let conditions = filter.conditions(actor, now);
    let (sql, arguments) = conditions.whole("SELECT COUNT(*) FROM workshops w", "")?;
    let total = sqlx::query_scalar_with(sql, arguments)
        .fetch_one(db.reader())
        .await?;
    let workshops = some(db, filter, actor, now, (PAGE_SIZE, Pages::offset(page))).await?;
    Ok((workshops, total))
}

/// So many workshops of a list after so many others, likewise.
pub async fn some(
    db: &Db,
    filter: &Filter,
    actor: Option<&Actor>,
    now: Timestamp,
    (limit, offset): (i64, i64),
) -> Result<Vec<Workshop>, AppError> {
    let order = match filter.past {
        true => "ORDER BY w.shown_starts_at DESC, w.id DESC",
        false => "ORDER BY w.shown_starts_at, w.id",
    };
    let conditions = filter.conditions(actor, now);
    let (sql, arguments) = conditions.page(COLUMNS, order, limit, offset)?;
    let rows: Vec<Row> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    let mut workshops = rows
        .into_iter()
        .map(Row::read)
        .collect::<Result<Vec<_>, _>>()?;
    plan::load_hosts_and_topics(db, &mut workshops).await?;
    Ok(workshops)
}

/// Every organization that hosts something this reader may see.
pub async fn all_hosts(db: &Db, actor: Option<&Actor>) -> Result<Vec<Id>, AppError> {
    let (sql, arguments) = visible(actor).whole(
        "SELECT DISTINCT hosts.organization_id FROM workshop_hosts hosts JOIN workshops w ON w.id = hosts.workshop_id",
        "",
    )?;
    Ok(sqlx::query_scalar_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// Stores a new workshop. `false` if the id exists already: the same form came twice.
pub async fn insert(
    write: &mut Write,
    id: Id,
    decision: Decision,
    plan: &Plan,
    zones: &Zones,
    created_by: Id,
) -> Result<bool, AppError> {
    let query = sqlx::query(
        "INSERT INTO workshops (id, decision, kind, visibility, locale, title, summary, title_translated, \
         summary_translated, description, starts_local, ends_local, zone, starts_at, ends_at, place, capacity, moderated, \
         video_provider, video_url, video_room, shown_starts_at, shown_ends_at, created_by, cancel_reason, sequence, \
         version, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, CAST($17 AS BIGINT), $18, $19, \
         $20, $21, $22, $23, $24, '', 0, 1, $25, $25) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(decision.as_str());
    let result = bind_plan(query, plan, zones)
        .bind(created_by)
        .bind(At(write.now()))
        .execute(write.connection())
        .await?;
    if result.rows_affected() == 0 {
        return Ok(false);
    }
    plan::replace(write, id, plan).await?;
    write.changed(Entity::Workshop, id, decision.as_str());
    Ok(true)
}

/// Stores a changed plan over the version that was edited. `false` if that version is no longer current.
pub async fn update(
    write: &mut Write,
    before: &Workshop,
    plan: &Plan,
    zones: &Zones,
) -> Result<bool, AppError> {
    let told = i64::from(people_must_hear(&before.plan, plan));
    let query = sqlx::query(
        "UPDATE workshops SET kind = $3, visibility = $4, locale = $5, title = $6, summary = $7, title_translated = $8, \
         summary_translated = $9, description = $10, starts_local = $11, ends_local = $12, zone = $13, starts_at = $14, \
         ends_at = $15, place = $16, capacity = CAST($17 AS BIGINT), moderated = $18, video_provider = $19, \
         video_url = $20, video_room = $21, shown_starts_at = $22, shown_ends_at = $23, sequence = sequence + $24, \
         version = version + 1, updated_at = $25 \
         WHERE id = $1 AND version = $2",
    )
    .bind(before.id)
    .bind(before.version);
    let result = bind_plan(query, plan, zones)
        .bind(told)
        .bind(At(write.now()))
        .execute(write.connection())
        .await?;
    if result.rows_affected() == 0 {
        return Ok(false);
    }
    plan::replace(write, before.id, plan).await?;
    write.changed(Entity::Workshop, before.id, "changed");
    Ok(true)
}

/// `$3` to `$23`: what the plan says.
fn bind_plan<'q>(query: Query<'q>, plan: &'q Plan, zones: &Zones) -> Query<'q> {
    let (provider, url, room) = plan.video.stored();
    let shown = shown_span(plan.kind, plan.starts, plan.ends, zones);
    query
        .bind(plan.kind.as_str())
        .bind(plan.visibility.as_str())
        .bind(plan.locale.code())
        .bind(&plan.title)
        .bind(&plan.summary)
        .bind(&plan.title_translated)
        .bind(&plan.summary_translated)
        .bind(&plan.description)
        .bind(plan.starts.to_string())
        .bind(plan.ends.to_string())
        .bind(plan.starts.zone().name())
        .bind(At(plan.starts.instant_again(zones)))
        .bind(At(plan.ends.instant_again(zones)))
        .bind(&plan.place)
        .bind(plan.capacity)
        .bind(Flag(plan.moderated))
        .bind(provider)
        .bind(url)
        .bind(room)
        .bind(At(shown.0))
        .bind(At(shown.1))
}

/// Whether a change concerns those who registered: when, where, what it is called in the language of any reader, and whether
/// there is a call. Letters lead to the join page, so that another address of the call is found behind the same link.
pub fn people_must_hear(before: &Plan, after: &Plan) -> bool {
    let renamed = |locale: &Locale| before.title_in(*locale).0 != after.title_in(*locale).0;
    before.starts != after.starts
        || before.ends != after.ends
        || before.place != after.place
        || Locale::ALL.iter().any(renamed)
        || (before.video == Video::None) != (after.video == Video::None)
}

/// Stores a decision over the version it was taken on. `false` if that version is no longer current.
pub async fn decide(
    write: &mut Write,
    before: &Workshop,
    decision: Decision,
    reason: &str,
) -> Result<bool, AppError> {
    let result = sqlx::query(
        "UPDATE workshops SET decision = $3, cancel_reason = $4, sequence = sequence + 1, version = version + 1, \
         updated_at = $5 WHERE id = $1 AND version = $2",
    )
    .bind(before.id)
    .bind(before.version)
    .bind(decision.as_str())
    .bind(reason)
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    if result.rows_affected() == 1 {
        write.changed(Entity::Workshop, before.id, decision.as_str());
    }
    Ok(result.rows_affected() == 1)
}

#[derive(FromRow)]
struct Derived {
    id: Id,
    kind: String,
    starts_local: String,
    ends_local: String,
    zone: String,
    starts_at: At,
    ends_at: At,
    shown_starts_at: At,
    shown_ends_at: At,
}

impl Derived {
    /// What the instants are by these rules: when it starts and ends, and between which everybody may know it to be.
    fn anew(&self, zones: &Zones) -> Option<[At; 4]> {
        let local = |text: &str| LocalTime::from_stored(text, &self.zone);
        let (starts, ends) = (local(&self.starts_local)?, local(&self.ends_local)?);
        let (shown_starts, shown_ends) = shown_span(Kind::parse(&self.kind)?, starts, ends, zones);
        Some([
            At(starts.instant_again(zones)),
            At(ends.instant_again(zones)),
            At(shown_starts),
            At(shown_ends),
        ])
    }

    fn stored(&self) -> [At; 4] {
        [
            self.starts_at,
            self.ends_at,
            self.shown_starts_at,
            self.shown_ends_at,
        ]
    }
}

/// Derives the instants of workshops to come again from their wall time: the rules of the clock may have changed. Tells
/// how many moved.
pub async fn derive_instants(db: &Db, zones: &Zones, now: Timestamp) -> Result<usize, AppError> {
    let rows: Vec<Derived> = sqlx::query_as(
        "SELECT id, kind, starts_local, ends_local, zone, starts_at, ends_at, shown_starts_at, shown_ends_at \
         FROM workshops WHERE ends_at > $1",
    )
    .bind(At(now))
    .fetch_all(db.reader())
    .await?;
    let mut moved = 0;
    for row in rows {
        let Some(instants) = row.anew(zones).filter(|anew| *anew != row.stored()) else {
            continue;
        };
        let [starts, ends, shown_starts, shown_ends] = instants;
        let mut write = db.begin_write(now, None).await?;
        sqlx::query(
            "UPDATE workshops SET starts_at = $2, ends_at = $3, shown_starts_at = $4, shown_ends_at = $5 \
             WHERE id = $1 AND starts_local = $6",
        )
        .bind(row.id)
        .bind(starts)
        .bind(ends)
        .bind(shown_starts)
        .bind(shown_ends)
        .bind(&row.starts_local)
        .execute(write.connection())
        .await?;
        write.changed(Entity::Workshop, row.id, "derived");
        write.commit().await?;
        moved += 1;
    }
    Ok(moved)
}

/// Gives everything that one organization has of workshops to another: two entries of the directory become one.
pub async fn move_organization(write: &mut Write, from: Id, into: Id) -> Result<(), AppError> {
    // Where both are hosts, one of the two rows has to go first.
    for statement in [
        "DELETE FROM workshop_hosts WHERE organization_id = $1 AND workshop_id IN \
         (SELECT workshop_id FROM workshop_hosts WHERE organization_id = $2)",
        "UPDATE workshop_hosts SET organization_id = $2 WHERE organization_id = $1",
        "UPDATE workshop_agenda SET organization_id = $2 WHERE organization_id = $1",
        "UPDATE registrations SET organization_id = $2 WHERE organization_id = $1",
        "UPDATE recommendations SET organization_id = $2 WHERE organization_id = $1",
    ] {
        sqlx::query(statement)
            .bind(from)
            .bind(into)
            .execute(write.connection())
            .await?;
    }
    Ok(())
}

/// The server that the workshops of this member last used: what a new form offers.
pub async fn last_jitsi(db: &Db, member: Id) -> Result<Option<Url>, AppError> {
    let url: Option<String> = sqlx::query_scalar(
        "SELECT video_url FROM workshops WHERE created_by = $1 AND video_provider = 'jitsi' \
         ORDER BY created_at DESC LIMIT 1",
    )
    .bind(member)
    .fetch_optional(db.reader())
    .await?;
    Ok(url.and_then(|url| Url::parse(&url).ok()))
}

/// Identifiers after one of them, in their order: for whoever walks through all, or through those of a host.
pub async fn ids_after(
    db: &Db,
    host: Option<&str>,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, AppError> {
    Where::new()
        .and_some(
            "id IN (SELECT workshop_id FROM workshop_hosts WHERE organization_id = ?)",
            host,
        )
        .ids_after(db, "SELECT id FROM workshops", after, limit)
        .await
}

/// When a list of workshops next looks different without anyone changing it: one begins, or is over.
pub async fn next_moment(db: &Db, now: Timestamp) -> Result<Option<Timestamp>, AppError> {
    let moment: Option<At> = sqlx::query_scalar(
        "SELECT MIN(CASE WHEN shown_starts_at > $1 THEN shown_starts_at ELSE shown_ends_at END) FROM workshops \
         WHERE shown_ends_at > $1",
    )
    .bind(At(now))
    .fetch_one(db.reader())
    .await?;
    Ok(moment.map(|at| at.0))
}
