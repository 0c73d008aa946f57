//! Workshops in the index.

use index::{Entry, Kind, Visibility};
use jiff::civil::Time;

use super::store;
use super::types;
use crate::db::Db;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::markdown;
use crate::organizations;
use crate::time::{LocalTime, Zones};

/// The entry of a workshop; none for a proposal. Place and hour stay out: they are not everyone's.
pub async fn entry(db: &Db, id: &str) -> Result<Option<Entry>, AppError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let Some(workshop) = store::by_id(db, id).await? else {
        return Ok(None);
    };
    if !workshop.decision.was_on_calendar() {
        return Ok(None);
    }
    let plan = &workshop.plan;
    let day = LocalTime::new(plan.starts.date(), Time::midnight(), plan.starts.zone());
    let hosts = organizations::store::by_ids(db, &plan.hosts).await?;
    let first = hosts
        .iter()
        .find(|host| Some(&host.id) == plan.hosts.first());
    let governorates = organizations::store::governorates(db).await?;
    let home = first.and_then(|host| {
        governorates
            .iter()
            .find(|home| Some(&home.slug) == host.governorate.as_ref())
    });
    let minutes = store::minutes(db, workshop.id).await?;
    let agenda = plan.agenda.iter().map(|item| item.title.as_str());
    let names = hosts.iter().map(|host| host.title(Locale::Ar.words()));
    let text = [
        names.collect::<Vec<_>>().join(" "),
        plan.summary_translated.clone(),
        agenda.collect::<Vec<_>>().join("\n"),
        markdown::to_text(&plan.description),
        minutes
            .map(|minutes| markdown::to_text(&minutes.text))
            .unwrap_or_default(),
    ];
    Ok(Some(Entry {
        kind: Kind::Workshop,
        id: workshop.id.to_string(),
        visibility: match plan.visibility {
            types::Visibility::Public => Visibility::Public,
            types::Visibility::Network => Visibility::Network,
        },
        language: plan.locale.code().to_owned(),
        title: plan.title.clone(),
        title_other: plan.title_translated.clone(),
        summary: plan.summary.clone(),
        body: text.join("\n"),
        topics: plan.topics.clone(),
        region: home.map(|home| home.region.clone()).unwrap_or_default(),
        organization: first.map(|host| host.slug.clone()).unwrap_or_default(),
        organization_kind: first.map(|host| host.kind.clone()).unwrap_or_default(),
        governorate: first
            .and_then(|host| host.governorate.clone())
            .unwrap_or_default(),
        date: Some(day.instant_again(&Zones::current()).as_microsecond()),
        ..Entry::default()
    }))
}
