//! Demo workshops: past, live and to come, counted from the moment of loading.

use app::clock::Sources;
use app::db::Db;
use app::error::AppError;
use app::i18n::Locale;
use app::time::{LocalTime, Zone, Zones, parse_time};
use app::workshops::store;
use app::workshops::types::{
    AgendaItem, Decision, Kind, Plan, Recommendation, RecommendationStatus, Visibility, Workshop,
};
use app::workshops::video::{Video, parse_link, room_name};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Deserialize;

use super::names::{Names, stable_id};

#[derive(Deserialize)]
struct Row {
    key: String,
    kind: String,
    visibility: String,
    language: Locale,
    title: String,
    #[serde(default)]
    title_ar: String,
    #[serde(default)]
    title_en: String,
    summary: String,
    #[serde(default)]
    summary_ar: String,
    #[serde(default)]
    summary_en: String,
    description: String,
    starts_in_minutes: i64,
    local_time: Option<String>,
    duration_minutes: i64,
    zone: String,
    hosts: Vec<String>,
    coordinator: String,
    topics: Vec<String>,
    capacity: Option<i64>,
    moderated: bool,
    place: String,
    video: VideoRow,
    agenda: Vec<AgendaRow>,
    practices: Vec<String>,
    state: String,
    minutes: Option<String>,
    recommendations: Vec<RecommendationRow>,
    registrations: Vec<RegistrationRow>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum VideoRow {
    None,
    Link { url: String },
    Jitsi { base: String },
}

#[derive(Deserialize)]
struct AgendaRow {
    minutes: i64,
    title: String,
    speaker_post: String,
    organization: Option<String>,
    practice: Option<String>,
}

#[derive(Deserialize)]
struct RecommendationRow {
    text: String,
    organization: String,
    due_in_days: i64,
    status: String,
}

#[derive(Deserialize)]
struct RegistrationRow {
    member: String,
    heads: i64,
}

/// Schedules those that are missing.
pub async fn load(db: &Db, sources: &Sources, names: &Names) -> Result<(), AppError> {
    let text = include_str!("../../../app/demo/workshops.json");
    for row in super::read::<Vec<Row>>("workshops.json", text)? {
        let id = stable_id("workshop", &row.key)?;
        if store::by_id(db, id).await?.is_none() {
            add(db, sources, names, &row).await?;
        }
    }
    Ok(())
}

/// What was done before today is written as of its own time: a registration comes before the workshop, minutes after it.
async fn add(db: &Db, sources: &Sources, names: &Names, row: &Row) -> Result<(), AppError> {
    let zones = Zones::current();
    let now = sources.now();
    let id = stable_id("workshop", &row.key)?;
    let (coordinator, _) = names.member(&row.coordinator)?;
    let plan = plan(row, names, sources, &zones)?;
    let starts = plan.starts.instant_again(&zones);
    let planned = earlier(now, starts, 14);
    let mut write = db.begin_write(planned, Some(coordinator)).await?;
    store::insert(
        &mut write,
        id,
        Decision::Scheduled,
        &plan,
        &zones,
        coordinator,
    )
    .await?;
    write.commit().await?;
    let workshop = store::by_id(db, id).await?.ok_or(AppError::NotFound)?;
    for (place, registration) in (0_i64..).zip(&row.registrations) {
        let (member, home) = names.member(&registration.member)?;
        let at = earlier(now, starts, 7)
            .saturating_add(SignedDuration::from_mins(place))
            .unwrap_or(now);
        let mut write = db.begin_write(at.min(now), Some(member)).await?;
        store::register(
            &mut write,
            sources,
            &workshop,
            (member, home),
            registration.heads,
        )
        .await?;
        write.commit().await?;
    }
    report(db, now, names, row, &workshop).await
}

async fn report(
    db: &Db,
    now: Timestamp,
    names: &Names,
    row: &Row,
    workshop: &Workshop,
) -> Result<(), AppError> {
    let Some(minutes) = row.minutes.as_ref().filter(|text| !text.is_empty()) else {
        return Ok(());
    };
    let day_after = workshop
        .ends_at
        .saturating_add(SignedDuration::from_hours(24))
        .unwrap_or(now);
    let author = workshop.created_by;
    let mut write = db.begin_write(day_after.min(now), Some(author)).await?;
    store::add_minutes(&mut write, workshop.id, 0, minutes, author).await?;
    for recommendation in &row.recommendations {
        let new = recommendation_of(recommendation, row, names, workshop, now)?;
        store::add_recommendation(&mut write, workshop, &new).await?;
    }
    if row.state == "closed" {
        store::decide(&mut write, workshop, Decision::Closed, "").await?;
    }
    write.commit().await
}

fn recommendation_of(
    recommendation: &RecommendationRow,
    row: &Row,
    names: &Names,
    workshop: &Workshop,
    now: Timestamp,
) -> Result<Recommendation, AppError> {
    let zones = Zones::current();
    let today = zones.wall_time(now, workshop.plan.starts.zone()).date();
    Ok(Recommendation {
        id: stable_id(
            "recommendation",
            &format!("{} {}", row.key, recommendation.text),
        )?,
        workshop: workshop.id,
        text: recommendation.text.clone(),
        organization: names.organization(&recommendation.organization)?,
        due: today.checked_add(recommendation.due_in_days.days()).ok(),
        status: RecommendationStatus::parse(&recommendation.status)
            .unwrap_or(RecommendationStatus::Open),
        progress: String::new(),
        version: 1,
    })
}

/// So many days before the start, but never in the future.
fn earlier(now: Timestamp, starts: Timestamp, days: i64) -> Timestamp {
    let before = SignedDuration::from_hours(24 * days);
    starts.saturating_sub(before).map_or(now, |at| at.min(now))
}

fn plan(row: &Row, names: &Names, sources: &Sources, zones: &Zones) -> Result<Plan, AppError> {
    let starts = starts(row, sources.now(), zones);
    let practices = row.practices.iter().map(|name| names.practice(name));
    Ok(Plan {
        kind: Kind::parse(&row.kind).unwrap_or(Kind::Exchange),
        visibility: Visibility::parse(&row.visibility).unwrap_or(Visibility::Network),
        locale: row.language,
        title: row.title.clone(),
        summary: row.summary.clone(),
        title_translated: other(row, &row.title_ar, &row.title_en),
        summary_translated: other(row, &row.summary_ar, &row.summary_en),
        description: row.description.clone(),
        starts,
        ends: starts.plus_minutes(row.duration_minutes),
        place: row.place.clone(),
        capacity: row.capacity,
        moderated: row.moderated,
        video: match &row.video {
            VideoRow::None => Video::None,
            VideoRow::Link { url } => Video::Link(link(url)?),
            VideoRow::Jitsi { base } => Video::Jitsi {
                base: link(base)?,
                room: room_name(sources.bytes()),
            },
        },
        hosts: row
            .hosts
            .iter()
            .map(|slug| names.organization(slug))
            .collect::<Result<_, _>>()?,
        topics: row.topics.clone(),
        practices: practices.collect::<Result<_, _>>()?,
        agenda: row
            .agenda
            .iter()
            .map(|item| slot(item, names))
            .collect::<Result<_, _>>()?,
    })
}

/// The text in the language that the original is not in.
fn other(row: &Row, arabic: &str, english: &str) -> String {
    row.language.other().pick(arabic, english).to_owned()
}

fn link(text: &str) -> Result<url::Url, AppError> {
    parse_link(text).map_err(|wrong| AppError::internal(format!("{text}: {wrong:?}")))
}

fn slot(item: &AgendaRow, names: &Names) -> Result<AgendaItem, AppError> {
    Ok(AgendaItem {
        title: item.title.clone(),
        minutes: item.minutes,
        speaker: item.speaker_post.clone(),
        organization: item
            .organization
            .as_deref()
            .map(|slug| names.organization(slug))
            .transpose()?,
        practice: item
            .practice
            .as_deref()
            .map(|name| names.practice(name))
            .transpose()?,
    })
}

/// So many minutes from now, on that day at the named clock time where there is one; whole minutes.
fn starts(row: &Row, now: Timestamp, zones: &Zones) -> LocalTime {
    let zone = Zone::from_name(&row.zone).unwrap_or(Zone::Gaza);
    let then = now
        .saturating_add(SignedDuration::from_mins(row.starts_in_minutes))
        .unwrap_or(now);
    let wall = zones.wall_time(then, zone);
    let time = row
        .local_time
        .as_deref()
        .and_then(|time| parse_time(time).ok());
    LocalTime::new(wall.date(), time.unwrap_or_else(|| wall.time()), zone)
}
