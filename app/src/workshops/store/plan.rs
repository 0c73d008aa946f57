//! The parts of a plan that are lists: hosts, topics, practices, agenda.

use sqlx::FromRow;

use crate::clock::Id;
use crate::db::{Db, Where, Write};
use crate::error::AppError;
use crate::workshops::types::{AgendaItem, Plan, Workshop};

#[derive(FromRow)]
struct AgendaRow {
    minutes: i64,
    title: String,
    speaker: String,
    organization_id: Option<Id>,
    practice_id: Option<Id>,
}

/// Completes a workshop.
pub(super) async fn load(db: &Db, workshop: &mut Workshop) -> Result<(), AppError> {
    load_hosts_and_topics(db, std::slice::from_mut(workshop)).await?;
    workshop.plan.practices = sqlx::query_scalar(
        "SELECT practice_id FROM workshop_practices WHERE workshop_id = $1 ORDER BY position",
    )
    .bind(workshop.id)
    .fetch_all(db.reader())
    .await?;
    let rows: Vec<AgendaRow> = sqlx::query_as(
        "SELECT minutes, title, speaker, organization_id, practice_id FROM workshop_agenda \
         WHERE workshop_id = $1 ORDER BY position",
    )
    .bind(workshop.id)
    .fetch_all(db.reader())
    .await?;
    let item = |row: AgendaRow| AgendaItem {
        title: row.title,
        minutes: row.minutes,
        speaker: row.speaker,
        organization: row.organization_id,
        practice: row.practice_id,
    };
    workshop.plan.agenda = rows.into_iter().map(item).collect();
    Ok(())
}

/// Completes the workshops of a list: two questions for all of them.
pub(super) async fn load_hosts_and_topics(
    db: &Db,
    workshops: &mut [Workshop],
) -> Result<(), AppError> {
    let ids = || workshops.iter().map(|workshop| workshop.id);
    let (sql, arguments) = Where::new().and_in("workshop_id", ids()).whole(
        "SELECT workshop_id, organization_id FROM workshop_hosts",
        "ORDER BY position",
    )?;
    let hosts: Vec<(Id, Id)> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    let (sql, arguments) = Where::new().and_in("workshop_id", ids()).whole(
        "SELECT workshop_id, topic FROM workshop_topics",
        "ORDER BY topic",
    )?;
    let topics: Vec<(Id, String)> = sqlx::query_as_with(sql, arguments)
        .fetch_all(db.reader())
        .await?;
    for workshop in workshops {
        let own = |(id, _): &&(Id, Id)| *id == workshop.id;
        workshop.plan.hosts = hosts.iter().filter(own).map(|(_, host)| *host).collect();
        let own = |(id, _): &&(Id, String)| *id == workshop.id;
        let topics = topics.iter().filter(own);
        workshop.plan.topics = topics.map(|(_, topic)| topic.clone()).collect();
    }
    Ok(())
}

/// Writes the lists anew.
pub(super) async fn replace(write: &mut Write, id: Id, plan: &Plan) -> Result<(), AppError> {
    for statement in [
        "DELETE FROM workshop_hosts WHERE workshop_id = $1",
        "DELETE FROM workshop_topics WHERE workshop_id = $1",
        "DELETE FROM workshop_practices WHERE workshop_id = $1",
        "DELETE FROM workshop_agenda WHERE workshop_id = $1",
    ] {
        sqlx::query(statement)
            .bind(id)
            .execute(write.connection())
            .await?;
    }
    for (position, host) in (0_i64..).zip(&plan.hosts) {
        sqlx::query("INSERT INTO workshop_hosts (workshop_id, organization_id, position) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(*host)
            .bind(position)
            .execute(write.connection())
            .await?;
    }
    for topic in &plan.topics {
        sqlx::query("INSERT INTO workshop_topics (workshop_id, topic) VALUES ($1, $2)")
            .bind(id)
            .bind(topic)
            .execute(write.connection())
            .await?;
    }
    for (position, practice) in (0_i64..).zip(&plan.practices) {
        sqlx::query("INSERT INTO workshop_practices (workshop_id, practice_id, position) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(*practice)
            .bind(position)
            .execute(write.connection())
            .await?;
    }
    for (position, item) in (0_i64..).zip(&plan.agenda) {
        insert_item(write, id, position, item).await?;
    }
    Ok(())
}

async fn insert_item(
    write: &mut Write,
    id: Id,
    position: i64,
    item: &AgendaItem,
) -> Result<(), AppError> {
    sqlx::query(
        "INSERT INTO workshop_agenda (workshop_id, position, minutes, title, speaker, organization_id, practice_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(position)
    .bind(item.minutes)
    .bind(&item.title)
    .bind(&item.speaker)
    .bind(item.organization)
    .bind(item.practice)
    .execute(write.connection())
    .await?;
    Ok(())
}
