//! All SQL of the directory.

use std::collections::{BTreeSet, HashMap};

use super::types::{Governorate, Organization, sort_key};
use crate::clock::Id;
use crate::db::{Db, Entity, Query, Where, Write, expect_one};
use crate::error::AppError;
use crate::i18n::Locale;
use crate::ui::list::{PAGE_SIZE, Pages};

/// More organizations than the country has.
const LIMIT: i64 = 2000;
/// Identifiers in one question.
const ASKED_AT_ONCE: usize = 500;

const COLUMNS: &str = "SELECT id, slug, kind, governorate, name_ar, name_en, latitude, longitude, population, \
     population_year, website, about_ar, about_en, source, retired_at, merged_into, updated_at FROM organizations o";

/// What the list of organizations is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The slug of a governorate.
    pub governorate: Option<String>,
    /// The word of a region.
    pub region: Option<String>,
    /// The word of a kind.
    pub kind: Option<String>,
    /// Those that left the directory too.
    pub retired: bool,
}

impl Filter {
    fn conditions(&self) -> Where {
        let all = Where::new()
            .and_some("o.governorate = ?", self.governorate.clone())
            .and_some(
                "o.governorate IN (SELECT slug FROM governorates WHERE region = ?)",
                self.region.clone(),
            )
            .and_some("o.kind = ?", self.kind.clone());
        if self.retired {
            all
        } else {
            all.and_plain("o.retired_at IS NULL")
        }
    }
}

/// One page of the list, sorted by name, and how many there are.
pub async fn list(
    db: &Db,
    filter: &Filter,
    locale: Locale,
    page: i64,
) -> Result<(Vec<Organization>, i64), AppError> {
    let (sql, arguments) = filter
        .conditions()
        .whole("SELECT COUNT(*) FROM organizations o", "")?;
    let total = sqlx::query_scalar_with(sql, arguments)
        .fetch_one(db.reader())
        .await?;
    let (sql, arguments) =
        filter
            .conditions()
            .page(COLUMNS, order(locale), PAGE_SIZE, Pages::offset(page))?;
    Ok((
        sqlx::query_as_with(sql, arguments)
            .fetch_all(db.reader())
            .await?,
        total,
    ))
}

/// Every organization in use, sorted by name: the choices of forms and filters.
pub async fn all(db: &Db, locale: Locale) -> Result<Vec<Organization>, AppError> {
    choices(db, locale, &[]).await
}

/// Every organization in use and the stored ones, sorted by name: the choices of a form that changes something. What it
/// names may have left the directory since, and saving must not give it to another.
pub async fn choices(
    db: &Db,
    locale: Locale,
    stored: &[Id],
) -> Result<Vec<Organization>, AppError> {
    let (sql, arguments) = Filter::default()
        .conditions()
        .or_in("o.id", stored.iter().copied())
        .page(COLUMNS, order(locale), LIMIT, 0)?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

fn order(locale: Locale) -> &'static str {
    match locale {
        Locale::Ar => "ORDER BY o.sort_ar, o.id",
        Locale::En => "ORDER BY o.sort_en, o.id",
    }
}

/// The organization with this slug.
pub async fn by_slug(db: &Db, slug: &str) -> Result<Option<Organization>, AppError> {
    let (sql, arguments) = Where::new().and("o.slug = ?", slug).whole(COLUMNS, "")?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_optional(db.reader())
        .await?)
}

/// The organization with this slug, as the transaction sees it.
pub async fn by_slug_in(write: &mut Write, slug: &str) -> Result<Option<Organization>, AppError> {
    let (sql, arguments) = Where::new().and("o.slug = ?", slug).whole(COLUMNS, "")?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_optional(write.connection())
        .await?)
}

/// The organization with this identifier.
pub async fn by_id(db: &Db, id: Id) -> Result<Option<Organization>, AppError> {
    let (sql, arguments) = Where::new().and("o.id = ?", id).whole(COLUMNS, "")?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_optional(db.reader())
        .await?)
}

/// The organizations with these identifiers, each once, in the order in which they are asked for.
pub async fn by_ids(db: &Db, ids: &[Id]) -> Result<Vec<Organization>, AppError> {
    let mut places = HashMap::new();
    let ids = ids.iter().copied().enumerate();
    let ids: Vec<Id> = ids
        .filter(|(place, id)| *places.entry(*id).or_insert(*place) == *place)
        .map(|(_, id)| id)
        .collect();
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(ASKED_AT_ONCE) {
        let part = part.iter().copied();
        let (sql, arguments) = Where::new().and_in("o.id", part).whole(COLUMNS, "")?;
        let organizations: Vec<Organization> = sqlx::query_as_with(sql, arguments)
            .fetch_all(db.reader())
            .await?;
        found.extend(organizations);
    }
    found.sort_by_key(|organization| places.get(&organization.id).copied());
    Ok(found)
}

/// The organizations with these slugs, a page's worth of them, in no order.
pub async fn by_slugs(db: &Db, slugs: BTreeSet<String>) -> Result<Vec<Organization>, AppError> {
    let (sql, arguments) = Where::new().and_in("o.slug", slugs).whole(COLUMNS, "")?;
    Ok(sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?)
}

/// Identifiers after one of them, in their order: a walk through all.
pub async fn ids_after(db: &Db, after: &str, limit: i64) -> Result<Vec<String>, AppError> {
    Where::new()
        .ids_after(db, "SELECT id FROM organizations", after, limit)
        .await
}

/// The sixteen governorates, from north to south.
pub async fn governorates(db: &Db) -> Result<Vec<Governorate>, AppError> {
    let governorates = sqlx::query_as(
        "SELECT slug, code, name_ar, name_en, region FROM governorates ORDER BY position",
    )
    .fetch_all(db.reader())
    .await?;
    Ok(governorates)
}

/// Whether nobody has filled the directory yet, as the transaction sees it.
pub async fn is_unfilled(write: &mut Write) -> Result<bool, AppError> {
    let governorates: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM governorates")
        .fetch_one(write.connection())
        .await?;
    Ok(governorates == 0)
}

/// How many organizations in use each governorate has: slug and number.
pub async fn counts(db: &Db) -> Result<Vec<(String, i64)>, AppError> {
    let counts = sqlx::query_as(
        "SELECT governorate, COUNT(*) FROM organizations \
         WHERE retired_at IS NULL AND governorate IS NOT NULL GROUP BY governorate",
    )
    .fetch_all(db.reader())
    .await?;
    Ok(counts)
}

/// Adds a governorate.
pub async fn insert_governorate(
    write: &mut Write,
    governorate: &Governorate,
    position: i64,
) -> Result<(), AppError> {
    sqlx::query(
        "INSERT INTO governorates (slug, code, name_ar, name_en, region, position) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&governorate.slug)
    .bind(&governorate.code)
    .bind(&governorate.name_ar)
    .bind(&governorate.name_en)
    .bind(&governorate.region)
    .bind(position)
    .execute(write.connection())
    .await?;
    Ok(())
}

/// Adds an organization. `false` where its slug is taken.
pub async fn insert(write: &mut Write, organization: &Organization) -> Result<bool, AppError> {
    let now = write.now_micros();
    let query = sqlx::query(
        "INSERT INTO organizations (id, slug, kind, governorate, name_ar, name_en, sort_ar, sort_en, latitude, \
         longitude, population, population_year, website, about_ar, about_en, source, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17) \
         ON CONFLICT (slug) DO NOTHING",
    )
    .bind(organization.id)
    .bind(&organization.slug);
    let result = bind_entry(query, organization, now)
        .execute(write.connection())
        .await?;
    if result.rows_affected() == 1 {
        write.changed(Entity::Organization, organization.id, "added");
    }
    Ok(result.rows_affected() == 1)
}

/// Writes an organization's entry anew. `seen` is the `updated_at` that the editor saw: another edit since is a conflict.
pub async fn update(
    write: &mut Write,
    organization: &Organization,
    seen: i64,
) -> Result<(), AppError> {
    let now = write.now_micros();
    let query = sqlx::query(
        "UPDATE organizations SET kind = $3, governorate = $4, name_ar = $5, name_en = $6, sort_ar = $7, sort_en = $8, \
         latitude = $9, longitude = $10, population = $11, population_year = $12, website = $13, about_ar = $14, \
         about_en = $15, source = $16, updated_at = $17 WHERE id = $1 AND updated_at = $2",
    )
    .bind(organization.id)
    .bind(seen);
    let result = bind_entry(query, organization, now)
        .execute(write.connection())
        .await?;
    expect_one(&result)?;
    write.changed(Entity::Organization, organization.id, "edited");
    Ok(())
}

/// `$3` to `$16`: what the entry says; `$17`: the instant of the write.
fn bind_entry<'q>(query: Query<'q>, organization: &'q Organization, now: i64) -> Query<'q> {
    query
        .bind(&organization.kind)
        .bind(organization.governorate.as_deref())
        .bind(&organization.name_ar)
        .bind(&organization.name_en)
        .bind(sort_key(&organization.name_ar))
        .bind(sort_key(&organization.name_en))
        .bind(organization.latitude)
        .bind(organization.longitude)
        .bind(organization.population)
        .bind(organization.population_year)
        .bind(&organization.website)
        .bind(&organization.about_ar)
        .bind(&organization.about_en)
        .bind(&organization.source)
        .bind(now)
}

/// Takes an organization out of the directory, or puts it back.
pub async fn set_retired(write: &mut Write, id: Id, retired: bool) -> Result<(), AppError> {
    let now = write.now_micros();
    let result = sqlx::query(
        "UPDATE organizations SET retired_at = $2, merged_into = NULL, updated_at = $3 WHERE id = $1",
    )
    .bind(id)
    .bind(retired.then_some(now))
    .bind(now)
    .execute(write.connection())
    .await?;
    expect_one(&result)?;
    write.changed(
        Entity::Organization,
        id,
        if retired { "retired" } else { "restored" },
    );
    Ok(())
}

/// Retires an organization because it became part of another.
pub async fn set_merged(write: &mut Write, from: Id, into: Id) -> Result<(), AppError> {
    let now = write.now_micros();
    let result = sqlx::query(
        "UPDATE organizations SET retired_at = $3, merged_into = $2, updated_at = $3 WHERE id = $1",
    )
    .bind(from)
    .bind(into)
    .bind(now)
    .execute(write.connection())
    .await?;
    expect_one(&result)?;
    // What had become part of it before leads on to where it is now, in one step.
    sqlx::query("UPDATE organizations SET merged_into = $2 WHERE merged_into = $1")
        .bind(from)
        .bind(into)
        .execute(write.connection())
        .await?;
    write.changed(Entity::Organization, from, "merged");
    write.changed(Entity::Organization, into, "edited");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organizations::load::load_directory;
    use crate::testing::{databases, sources};

    #[tokio::test]
    async fn the_directory_loads_once_and_is_listed_by_place() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let feed = db.feed_number().await.unwrap();
            load_directory(&db, &sources).await.unwrap();
            assert_eq!(db.feed_number().await.unwrap(), feed);

            let (page, total) = list(&db, &Filter::default(), Locale::Ar, 1).await.unwrap();
            assert_eq!((page.len(), total), (20, 153));
            let gaza = Filter {
                region: Some("gaza".into()),
                ..Filter::default()
            };
            assert_eq!(list(&db, &gaza, Locale::En, 1).await.unwrap().1, 25);
            assert_eq!(governorates(&db).await.unwrap().len(), 16);
            assert_eq!(
                counts(&db)
                    .await
                    .unwrap()
                    .iter()
                    .map(|(_, n)| n)
                    .sum::<i64>(),
                153
            );
            let dura = by_slug(&db, "dura").await.unwrap().unwrap();
            assert_eq!(
                by_ids(&db, &[dura.id]).await.unwrap(),
                std::slice::from_ref(&dura)
            );
            assert_eq!(by_id(&db, dura.id).await.unwrap(), Some(dura));
        }
    }

    #[tokio::test]
    async fn identifiers_may_be_many_and_repeated() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let dura = by_slug(&db, "dura").await.unwrap().unwrap();
            let gaza = by_slug(&db, "gaza").await.unwrap().unwrap();
            let mut repeated = vec![dura.id; ASKED_AT_ONCE];
            repeated.push(gaza.id);
            let mut many: Vec<Id> = (0..=ASKED_AT_ONCE).map(|_| sources.id()).collect();
            many.extend([gaza.id, dura.id]);
            // In the order asked for: the first host of a workshop is its organizer.
            let found = by_ids(&db, &repeated).await.unwrap();
            assert_eq!(found, [dura.clone(), gaza.clone()]);
            let found = by_ids(&db, &many).await.unwrap();
            assert_eq!(found, [gaza, dura]);
        }
    }

    #[tokio::test]
    async fn the_second_of_two_edits_is_told() {
        for db in databases().await {
            let (clock, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let mut dura = by_slug(&db, "dura").await.unwrap().unwrap();
            let seen = dura.updated_at;
            clock.advance(jiff::SignedDuration::from_secs(1));
            dura.website = "https://dura.example".into();
            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            update(&mut write, &dura, seen).await.unwrap();
            write.commit().await.unwrap();
            let mut write = db.begin_write(sources.now(), None).await.unwrap();
            assert!(matches!(
                update(&mut write, &dura, seen).await,
                Err(AppError::Conflict)
            ));
        }
    }

    #[tokio::test]
    async fn a_retired_organization_leaves_the_list_and_can_come_back() {
        for db in databases().await {
            let (_, sources) = sources();
            load_directory(&db, &sources).await.unwrap();
            let dura = by_slug(&db, "dura").await.unwrap().unwrap();
            for (retired, total) in [(true, 152), (false, 153)] {
                let mut write = db.begin_write(sources.now(), None).await.unwrap();
                set_retired(&mut write, dura.id, retired).await.unwrap();
                write.commit().await.unwrap();
                assert_eq!(
                    list(&db, &Filter::default(), Locale::Ar, 1)
                        .await
                        .unwrap()
                        .1,
                    total
                );
            }
        }
    }
}
