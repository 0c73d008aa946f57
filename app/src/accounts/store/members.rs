//! Members and their roles.

use sqlx::FromRow;

use crate::accounts::email::Email;
use crate::accounts::types::{NewMember, Profile};
use crate::clock::{Id, Sources};
use crate::db::{At, Db, Entity, Flag, Write, expect_one};
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
    sqlx::query("DELETE FROM publishers WHERE organization_id = $1")
        .bind(from)
        .execute(write.connection())
        .await?;
    Ok(())
}
