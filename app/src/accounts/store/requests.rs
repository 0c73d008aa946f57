//! Requests that someone else decides: to join, and to get an account back whose mailbox is lost.

use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;

use super::resets::forget_resets;
use super::sessions::end_all_sessions;
use crate::accounts::email::Email;
use crate::clock::Id;
use crate::db::{At, Db, Entity, Where, Write, expect_one};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::ui::list::{PAGE_SIZE, Pages};

/// More waiting recoveries than a page shows.
const LISTED: i64 = 100;
/// How long a request to join waits for a decision.
pub const WAITS: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A request to join that waits.
#[derive(Clone, Debug, FromRow)]
pub struct JoinRequest {
    /// The identifier.
    pub id: Id,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// The organization to join.
    pub organization_id: Id,
    /// What the person adds.
    pub message: String,
    /// The language of mails.
    pub locale: String,
    /// When it came.
    pub created_at: At,
}

const JOIN: &str = "SELECT j.id, j.email, j.name, j.post, j.organization_id, j.message, j.locale, j.created_at \
     FROM join_requests j";

/// What someone sends who wants to join.
#[derive(Clone, Debug)]
pub struct NewJoin<'a> {
    /// The address.
    pub email: &'a Email,
    /// The name.
    pub name: &'a str,
    /// The post.
    pub post: &'a str,
    /// The organization.
    pub organization: Id,
    /// What the person adds, or empty.
    pub message: &'a str,
    /// The language of mails.
    pub locale: Locale,
}

/// Writes the request down. One that waits already takes the new words, and waits anew; whether this one is new is the
/// answer.
pub async fn ask_to_join(write: &mut Write, id: Id, new: &NewJoin<'_>) -> Result<bool, AppError> {
    let done = sqlx::query(
        "UPDATE join_requests SET name = $3, post = $4, message = $5, locale = $6, created_at = $7 \
         WHERE email_key = $1 AND organization_id = $2 AND decision IS NULL",
    )
    .bind(&new.email.key)
    .bind(new.organization)
    .bind(new.name)
    .bind(new.post)
    .bind(new.message)
    .bind(new.locale.code())
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    if done.rows_affected() > 0 {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO join_requests (id, email, email_key, name, post, organization_id, message, locale, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(&new.email.address)
    .bind(&new.email.key)
    .bind(new.name)
    .bind(new.post)
    .bind(new.organization)
    .bind(new.message)
    .bind(new.locale.code())
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    write.changed(Entity::Member, id, "join-requested");
    Ok(true)
}

/// How many came for the organization since an instant, that of this write included. On PostgreSQL those that are written at
/// the same moment do not see each other: the number is for a limit that a few may pass.
pub async fn asked_since(
    write: &mut Write,
    organization: Id,
    since: Timestamp,
) -> Result<i64, AppError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM join_requests WHERE organization_id = $1 AND created_at > $2",
    )
    .bind(organization)
    .bind(At(since))
    .fetch_one(write.connection())
    .await?)
}

/// One page of the requests that wait for the organization, oldest first, and how many there are.
pub async fn waiting_to_join(
    db: &Db,
    organization: Id,
    page: i64,
) -> Result<(Vec<JoinRequest>, i64), AppError> {
    let conditions = || {
        Where::new()
            .and("j.organization_id = ?", organization)
            .and_plain("j.decision IS NULL")
    };
    let (sql, arguments) = conditions().whole("SELECT COUNT(*) FROM join_requests j", "")?;
    let total = sqlx::query_scalar_with(sql, arguments)
        .fetch_one(db.reader())
        .await?;
    let order = "ORDER BY j.created_at, j.id";
    let (sql, arguments) = conditions().page(JOIN, order, PAGE_SIZE, Pages::offset(page))?;
    let requests = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    Ok((requests, total))
}

/// One request that waits for the organization.
pub async fn waiting_join(
    db: &Db,
    id: Id,
    organization: Id,
) -> Result<Option<JoinRequest>, AppError> {
    let (sql, arguments) = Where::new()
        .and("j.id = ?", id)
        .and("j.organization_id = ?", organization)
        .and_plain("j.decision IS NULL")
        .whole(JOIN, "")?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_optional(db.reader())
        .await?)
}

/// More organizations than an admin decides for in one go.
const ORGANIZATIONS_SHOWN: i64 = 100;

/// Organizations without a publisher at which requests wait, and how many, those that wait longest first: the admins' to decide.
pub async fn waiting_without_publisher(db: &Db) -> Result<Vec<(Id, i64)>, AppError> {
    Ok(sqlx::query_as(
        "SELECT organization_id, COUNT(*) FROM join_requests WHERE decision IS NULL \
         AND organization_id NOT IN (SELECT organization_id FROM publishers) \
         GROUP BY organization_id ORDER BY MIN(created_at), organization_id LIMIT $1",
    )
    .bind(ORGANIZATIONS_SHOWN)
    .fetch_all(db.reader())
    .await?)
}

/// Forgets the requests that nobody decided in their time; tells how many.
pub async fn forget_waiting(db: &Db, now: Timestamp) -> Result<u64, AppError> {
    let before = now.saturating_sub(WAITS).unwrap_or(Timestamp::MIN);
    let mut write = db.begin_write(now, None).await?;
    let done = sqlx::query("DELETE FROM join_requests WHERE decision IS NULL AND created_at < $1")
        .bind(At(before))
        .execute(write.connection())
        .await?;
    write.commit().await?;
    Ok(done.rows_affected())
}

/// How a request was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Approved,
    /// No.
    Declined,
}

impl Decision {
    /// Reads the word of a form.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "approve" => Some(Self::Approved),
            "decline" => Some(Self::Declined),
            _ => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
        }
    }
}

/// Decides a request of the organization; none when somebody decided it before.
pub async fn decide_join(
    write: &mut Write,
    id: Id,
    organization: Id,
    decision: Decision,
) -> Result<Option<JoinRequest>, AppError> {
    let (now, actor) = (At(write.now()), write.actor());
    let request: Option<JoinRequest> = sqlx::query_as(
        "UPDATE join_requests SET decision = $3, decided_at = $4, decided_by = $5 \
         WHERE id = $1 AND organization_id = $2 AND decision IS NULL \
         RETURNING id, email, name, post, organization_id, message, locale, created_at",
    )
    .bind(id)
    .bind(organization)
    .bind(decision.as_str())
    .bind(now)
    .bind(actor)
    .fetch_optional(write.connection())
    .await?;
    if request.is_some() {
        let kind = match decision {
            Decision::Approved => "join-approved",
            Decision::Declined => "join-declined",
        };
        write.changed(Entity::Member, id, kind);
    }
    Ok(request)
}

/// A recovery that waits for an admin.
#[derive(Clone, Debug, FromRow)]
pub struct Recovery {
    /// The identifier.
    pub id: Id,
    /// Whose account.
    pub member_id: Id,
    /// The new address.
    pub email: String,
    /// Why, in the publisher's words.
    pub reason: String,
    /// Who asked.
    pub requested_by: Id,
    /// When.
    pub created_at: At,
}

/// Writes a recovery down. One that waits for this member already takes the new address, reason and asker; whether this one is
/// new is the answer.
pub async fn ask_to_recover(
    write: &mut Write,
    id: Id,
    member: Id,
    email: &Email,
    reason: &str,
) -> Result<bool, AppError> {
    let (now, actor) = (At(write.now()), write.actor());
    let done = sqlx::query(
        "UPDATE recoveries SET email = $2, email_key = $3, reason = $4, requested_by = $5 \
         WHERE member_id = $1 AND decision IS NULL AND (email <> $2 OR reason <> $4)",
    )
    .bind(member)
    .bind(&email.address)
    .bind(&email.key)
    .bind(reason)
    .bind(actor)
    .execute(write.connection())
    .await?;
    if done.rows_affected() > 0 {
        write.changed(Entity::Member, member, "recovery-requested");
        return Ok(false);
    }
    let done = sqlx::query(
        "INSERT INTO recoveries (id, member_id, email, email_key, reason, requested_by, created_at) \
         SELECT $1, m.id, $3, $4, $5, $6, CAST($7 AS BIGINT) FROM members m WHERE m.id = $2 AND NOT EXISTS \
         (SELECT 1 FROM recoveries r WHERE r.member_id = $2 AND r.decision IS NULL) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(member)
    .bind(&email.address)
    .bind(&email.key)
    .bind(reason)
    .bind(actor)
    .bind(now)
    .execute(write.connection())
    .await?;
    let written = done.rows_affected() == 1;
    if written {
        write.changed(Entity::Member, member, "recovery-requested");
    }
    Ok(written)
}

/// Recoveries that wait, oldest first.
pub async fn waiting_recoveries(db: &Db) -> Result<Vec<Recovery>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, member_id, email, reason, requested_by, created_at FROM recoveries WHERE decision IS NULL \
         ORDER BY created_at, id LIMIT $1",
    )
    .bind(LISTED)
    .fetch_all(db.reader())
    .await?)
}

/// One recovery that waits.
pub async fn waiting_recovery(db: &Db, id: Id) -> Result<Option<Recovery>, AppError> {
    Ok(sqlx::query_as(
        "SELECT id, member_id, email, reason, requested_by, created_at FROM recoveries WHERE id = $1 \
         AND decision IS NULL",
    )
    .bind(id)
    .fetch_optional(db.reader())
    .await?)
}

/// Decides a recovery as it was read; no when somebody decided it before, or it asks for another address by now.
pub async fn decide_recovery(
    write: &mut Write,
    recovery: &Recovery,
    decision: Decision,
) -> Result<bool, AppError> {
    let (now, actor) = (At(write.now()), write.actor());
    let done = sqlx::query(
        "UPDATE recoveries SET decision = $2, decided_at = $3, decided_by = $4 WHERE id = $1 AND decision IS NULL \
         AND email = $5",
    )
    .bind(recovery.id)
    .bind(decision.as_str())
    .bind(now)
    .bind(actor)
    .bind(&recovery.email)
    .execute(write.connection())
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    let kind = match decision {
        Decision::Approved => "recovered",
        Decision::Declined => "recovery-declined",
    };
    write.changed(Entity::Member, recovery.member_id, kind);
    Ok(true)
}

/// Gives the account another address. The old password and every session end; the person sets a new password by mail.
pub async fn move_mailbox(write: &mut Write, member: Id, email: &Email) -> Result<(), AppError> {
    let done = sqlx::query(
        "UPDATE members SET email = $2, email_key = $3, password_hash = NULL, updated_at = $4 WHERE id = $1",
    )
    .bind(member)
    .bind(&email.address)
    .bind(&email.key)
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    expect_one(&done)?;
    forget_resets(write, member).await?;
    end_all_sessions(write, member).await
}
