//! Members and their roles.

use sqlx::FromRow;

use crate::accounts::email::Email;
use crate::accounts::types::{NewMember, Profile};
use crate::clock::{Id, Sources};
use crate::db::{At, Db, Entity, Flag, Where, Write, expect_one};
use crate::error::AppError;
use crate::i18n::Locale;

/// What signing in needs to know of an account.
#[derive(Clone, Debug, FromRow)]
pub struct Account {
    /// The member.
    pub id: Id,
    /// Where mails go.
    pub email: String,
    /// The language of mails.
    pub locale: String,
    /// A PHC string; none until the person has chosen a password.
    pub password_hash: Option<String>,
    /// Whether the account belongs to the demonstration.
    pub is_demo: Flag,
    /// When the account was closed.
    pub deactivated_at: Option<At>,
}

/// The account of an address, also a closed one.
pub async fn by_email(db: &Db, email: &Email) -> Result<Option<Account>, AppError> {
    let account = sqlx::query_as(
        "SELECT id, email, locale, password_hash, is_demo, deactivated_at FROM members WHERE email_key = $1",
    )
    .bind(&email.key)
    .fetch_optional(db.reader())
    .await?;
    Ok(account)
}

/// The account of a member, also a closed one.
pub async fn by_id(db: &Db, member: Id) -> Result<Option<Account>, AppError> {
    let account = sqlx::query_as(
        "SELECT id, email, locale, password_hash, is_demo, deactivated_at FROM members WHERE id = $1",
    )
    .bind(member)
    .fetch_optional(db.reader())
    .await?;
    Ok(account)
}

/// Adds a member; no when the address has an account already.
pub async fn insert_member(
    write: &mut Write,
    id: Id,
    member: &NewMember,
) -> Result<bool, AppError> {
    let done = sqlx::query(
        "INSERT INTO members (id, email, email_key, name, post, organization_id, locale, password_hash, shows_name, \
         is_coordinator, is_admin, is_demo, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) ON CONFLICT (email_key) DO NOTHING",
    )
    .bind(id)
    .bind(&member.email.address)
    .bind(&member.email.key)
    .bind(&member.name)
    .bind(&member.post)
    .bind(member.organization)
    .bind(member.locale.code())
    .bind(&member.password_hash)
    .bind(Flag(member.shows_name))
    .bind(Flag(member.coordinator))
    .bind(Flag(member.admin))
    .bind(Flag(member.demo))
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    let added = done.rows_affected() == 1;
    if added {
        write.changed(Entity::Member, id, "created");
    }
    Ok(added)
}

/// Adds a member in a transaction of its own; none when the address has an account already.
pub async fn create_member(
    db: &Db,
    sources: &Sources,
    member: &NewMember,
) -> Result<Option<Id>, AppError> {
    let id = sources.id();
    let mut write = db.begin_write(sources.now(), None).await?;
    let added = insert_member(&mut write, id, member).await?;
    write.commit().await?;
    Ok(added.then_some(id))
}

/// Lets the member speak for the organization. The note says how this was checked outside the portal.
pub async fn grant_publisher(
    write: &mut Write,
    member: Id,
    organization: Id,
    check_note: &str,
) -> Result<(), AppError> {
    let done = sqlx::query(
        "INSERT INTO publishers (member_id, organization_id, granted_by, granted_at, check_note) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (member_id, organization_id) DO NOTHING",
    )
    .bind(member)
    .bind(organization)
    .bind(write.actor())
    .bind(At(write.now()))
    .bind(check_note)
    .execute(write.connection())
    .await?;
    if done.rows_affected() == 1 {
        write.changed(Entity::Member, member, "publisher-granted");
    }
    Ok(())
}

#[derive(FromRow)]
struct ProfileRow {
    name: String,
    post: String,
    locale: String,
    shows_name: Flag,
}

/// What the member says of themselves.
pub async fn profile(db: &Db, member: Id) -> Result<Option<Profile>, AppError> {
    let row: Option<ProfileRow> =
        sqlx::query_as("SELECT name, post, locale, shows_name FROM members WHERE id = $1")
            .bind(member)
            .fetch_optional(db.reader())
            .await?;
    Ok(row.map(|row| Profile {
        name: row.name,
        post: row.post,
        locale: Locale::parse(&row.locale).unwrap_or_default(),
        shows_name: row.shows_name.0,
    }))
}

/// Keeps what the member says of themselves.
pub async fn save_profile(
    write: &mut Write,
    member: Id,
    profile: &Profile,
) -> Result<(), AppError> {
    let done = sqlx::query(
        "UPDATE members SET name = $2, post = $3, locale = $4, shows_name = $5, updated_at = $6 WHERE id = $1",
    )
    .bind(member)
    .bind(&profile.name)
    .bind(&profile.post)
    .bind(profile.locale.code())
    .bind(Flag(profile.shows_name))
    .bind(At(write.now()))
    .execute(write.connection())
    .await?;
    expect_one(&done)?;
    write.changed(Entity::Member, member, "profile-changed");
    Ok(())
}

/// Moves every member and publisher of one organization to another: the two became one.
pub async fn move_members(write: &mut Write, from: Id, into: Id) -> Result<(), AppError> {
    sqlx::query("UPDATE members SET organization_id = $2 WHERE organization_id = $1")
        .bind(from)
        .bind(into)
        .execute(write.connection())
        .await?;
    sqlx::query(
        "UPDATE publishers SET organization_id = $2 WHERE organization_id = $1 AND member_id NOT IN \
         (SELECT member_id FROM publishers WHERE organization_id = $2)",
    )
    .bind(from)
    .bind(into)
    .execute(write.connection())
    .await?;
    for statement in [
        "DELETE FROM publishers WHERE organization_id = $1 AND organization_id <> $2",
        "UPDATE invitations SET organization_id = $2 WHERE organization_id = $1",
        "UPDATE join_requests SET organization_id = $2 WHERE organization_id = $1",
    ] {
        sqlx::query(statement)
            .bind(from)
            .bind(into)
            .execute(write.connection())
            .await?;
    }
    Ok(())
}

/// A member as those see it who look after accounts.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    /// The member.
    pub id: Id,
    /// Where mails go.
    pub email: String,
    /// The language of mails.
    pub locale: String,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// The organization.
    pub organization_id: Id,
    /// Coordinator for the network.
    pub is_coordinator: Flag,
    /// Administrator of the server.
    pub is_admin: Flag,
    /// Publishes for the own organization.
    pub is_publisher: Flag,
    /// When the account was closed.
    pub deactivated_at: Option<At>,
}

impl Entry {
    /// The language in which the member is written to.
    pub fn locale(&self) -> Locale {
        Locale::parse(&self.locale).unwrap_or_default()
    }

    /// Where the member is written to, and in which language.
    pub fn reader(&self) -> (&str, Locale) {
        (&self.email, self.locale())
    }
}

pub(super) const ENTRY: &str = "SELECT m.id, m.email, m.locale, m.name, m.post, m.organization_id, m.is_coordinator, m.is_admin, \
     CAST(CASE WHEN EXISTS (SELECT 1 FROM publishers p WHERE p.member_id = m.id AND p.organization_id = m.organization_id) \
     THEN 1 ELSE 0 END AS BIGINT) AS is_publisher, m.deactivated_at FROM members m";

/// One member.
pub async fn entry(db: &Db, member: Id) -> Result<Option<Entry>, AppError> {
    let (sql, arguments) = Where::new().and("m.id = ?", member).whole(ENTRY, "")?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_optional(db.reader())
        .await?)
}

/// The member, if it is another than the one who acts, with an open account: who is told what was done to something of theirs.
pub async fn other(db: &Db, member: Option<Id>, actor: Id) -> Result<Option<Entry>, AppError> {
    let Some(member) = member.filter(|member| *member != actor) else {
        return Ok(None);
    };
    let found = entry(db, member).await?;
    Ok(found.filter(|member| member.deactivated_at.is_none()))
}

/// The organization's members with an open account, the longest there first.
pub async fn members_of(db: &Db, organization: Id) -> Result<Vec<Entry>, AppError> {
    let (sql, arguments) = Where::new()
        .and("m.organization_id = ?", organization)
        .and_plain("m.deactivated_at IS NULL")
        .page(ENTRY, "ORDER BY m.created_at, m.id", 500, 0)?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// Those who publish for the organization.
pub async fn publishers_of(db: &Db, organization: Id) -> Result<Vec<Entry>, AppError> {
    let (sql, arguments) = Where::new()
        .and(
            "m.id IN (SELECT member_id FROM publishers WHERE organization_id = ?)",
            organization,
        )
        .and_plain("m.deactivated_at IS NULL")
        .page(ENTRY, "ORDER BY m.created_at, m.id", 100, 0)?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// The administrators.
pub async fn admins(db: &Db) -> Result<Vec<Entry>, AppError> {
    with_flag(db, "m.is_admin = 1").await
}

/// The network's coordinators.
pub async fn coordinators(db: &Db) -> Result<Vec<Entry>, AppError> {
    with_flag(db, "m.is_coordinator = 1").await
}

async fn with_flag(db: &Db, flag: &'static str) -> Result<Vec<Entry>, AppError> {
    let (sql, arguments) = Where::new()
        .and_plain(flag)
        .and_plain("m.deactivated_at IS NULL")
        .page(ENTRY, "ORDER BY m.created_at, m.id", 100, 0)?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// The open accounts of the demonstration: address and post, in the order of their making.
pub async fn demo_members(db: &Db) -> Result<Vec<(String, String)>, AppError> {
    Ok(sqlx::query_as(
        "SELECT email, post FROM members WHERE is_demo = 1 AND deactivated_at IS NULL ORDER BY created_at, id LIMIT 50",
    )
    .fetch_all(db.reader())
    .await?)
}
