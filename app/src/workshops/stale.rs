//! The second of two edits of a plan: every field in which what is stored now differs from what was typed, since saving
//! again goes over it.

use std::collections::{BTreeSet, HashMap};

use leptos::prelude::*;

use super::forms::Choices;
use super::input::{DEFAULT_JITSI, WorkshopInput};
use super::types::{AgendaItem, Plan, Workshop};
use super::words;
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::{Locale, Words};
use crate::organizations;
use crate::practices;
use crate::time::western_digits;
use crate::topics;

/// What is stored in one field: lines of parts, each in its own direction.
struct Stored {
    label: &'static str,
    lines: Vec<Vec<String>>,
}

/// The fields that differ, ready to be shown.
pub(super) struct Differing(Vec<Stored>);

/// The names of what the stored plan speaks of.
struct Names {
    organizations: HashMap<Id, String>,
    practices: HashMap<Id, String>,
}

impl Names {
    async fn load(visit: &Visit, plan: &Plan) -> Result<Self, AppError> {
        let db = &visit.app.db;
        let speakers = plan.agenda.iter().filter_map(|item| item.organization);
        let ids: Vec<Id> = plan.hosts.iter().copied().chain(speakers).collect();
        let organizations = organizations::store::by_ids(db, &ids).await?;
        let practices = practices::store::by_ids(db, visit.actor(), &plan.practices).await?;
        Ok(Self {
            organizations: organizations
                .into_iter()
                .map(|one| (one.id, one.title(visit.t)))
                .collect(),
            practices: practices
                .into_iter()
                .map(|one| (one.id, one.title_in(visit.locale).0.to_owned()))
                .collect(),
        })
    }

    fn organization(&self, id: Id) -> String {
        self.organizations.get(&id).cloned().unwrap_or_default()
    }

    fn practice(&self, t: Words, id: Id) -> String {
        let unseen = || t.workshops_practice_unseen().to_owned();
        self.practices.get(&id).cloned().unwrap_or_else(unseen)
    }
}

impl Differing {
    /// Compares the workshop as it is stored now with what was typed.
    pub(super) async fn load(
        visit: &Visit,
        workshop: &Workshop,
        typed: &WorkshopInput,
        choices: &Choices,
    ) -> Result<Self, AppError> {
        let t = visit.t;
        let plan = &workshop.plan;
        let names = Names::load(visit, plan).await?;
        let stored = WorkshopInput::of(plan, workshop.version);
        let mut differing = texts(t, plan, &stored, typed);
        let mut compare = |same: bool, label, lines| {
            if !same {
                differing.push(Stored { label, lines });
            }
        };
        let hosts = plan.hosts.iter().map(|id| names.organization(*id));
        compare(
            chosen(&stored.host) == chosen(&typed.host),
            t.workshops_hosts(),
            each(hosts),
        );
        let topic = |slug: &String| topics::name_of(&choices.topics, slug, visit.locale);
        compare(
            in_any_order(&stored.topic) == in_any_order(&typed.topic),
            t.workshops_field_topics(),
            each(plan.topics.iter().map(topic)),
        );
        let practices = plan.practices.iter().map(|id| names.practice(t, *id));
        compare(
            linked(&stored, choices) == linked(typed, choices),
            t.workshops_practices(),
            each(practices),
        );
        let agenda = plan.agenda.iter().map(|item| slot(t, item, &names));
        compare(
            rows(&stored, choices) == rows(typed, choices),
            t.workshops_agenda(),
            agenda.collect(),
        );
        Ok(Self(differing))
    }

    /// The list of them; nothing where both wrote the same.
    pub(super) fn view(&self, t: Words) -> Option<AnyView> {
        let facts = self.0.iter().map(|stored| {
            let lines = stored.lines.iter().map(|parts| line(t, parts));
            let empty = stored.lines.is_empty().then(|| t.workshops_stale_empty());
            let lines = lines.collect_view();
            view! { <div><dt>{stored.label}</dt><dd>{lines}{empty}</dd></div> }
        });
        let facts = facts.collect_view();
        (!self.0.is_empty()).then(|| {
            view! {
                <details class="disclosure" open=true>
                    <summary>{t.workshops_stale_stored()}</summary>
                    <dl class="facts">{facts}</dl>
                </details>
            }
            .into_any()
        })
    }
}

fn line(t: Words, parts: &[String]) -> AnyView {
    let parts = parts.iter().enumerate().map(|(number, part)| {
        let separator = (number > 0).then(|| t.list_separator());
        view! { {separator}<bdi>{part.clone()}</bdi> }
    });
    view! { <div>{parts.collect_view()}</div> }.into_any()
}

/// The fields that hold one value.
fn texts(t: Words, plan: &Plan, stored: &WorkshopInput, typed: &WorkshopInput) -> Vec<Stored> {
    let language = match plan.locale {
        Locale::Ar => t.workshops_language_ar(),
        Locale::En => t.workshops_language_en(),
    };
    let moderated = match plan.moderated {
        true => t.workshops_stale_yes(),
        false => t.workshops_stale_no(),
    };
    let same_call = call(stored) == call(typed);
    let fields: [(bool, &'static str, &str); 13] = [
        (
            same(&stored.kind, &typed.kind),
            t.workshops_field_kind(),
            words::kind(t, plan.kind),
        ),
        (
            same(&stored.title, &typed.title),
            t.workshops_field_title(),
            &plan.title,
        ),
        (
            same(&stored.summary, &typed.summary),
            t.workshops_field_summary(),
            &plan.summary,
        ),
        (
            same(&stored.language, &typed.language),
            t.workshops_field_language(),
            language,
        ),
        (
            same(&stored.title_translated, &typed.title_translated),
            t.workshops_field_title_translated(),
            &plan.title_translated,
        ),
        (
            same(&stored.summary_translated, &typed.summary_translated),
            t.workshops_field_summary_translated(),
            &plan.summary_translated,
        ),
        (
            same(&stored.description, &typed.description),
            t.workshops_field_description(),
            &plan.description,
        ),
        (
            time(stored) == time(typed),
            t.workshops_field_when(),
            &words::when(t, plan.starts, plan.ends),
        ),
        (
            same(&stored.place, &typed.place),
            t.workshops_field_place(),
            &plan.place,
        ),
        (
            same(&stored.visibility, &typed.visibility),
            t.workshops_field_visibility(),
            words::visibility(t, plan.visibility),
        ),
        (
            same(&stored.capacity, &western_digits(&typed.capacity)),
            t.workshops_field_capacity(),
            &stored.capacity,
        ),
        (
            stored.moderated.is_some() == typed.moderated.is_some(),
            t.workshops_field_moderated(),
            moderated,
        ),
        (same_call, t.workshops_field_video(), provider(t, stored)),
    ];
    let differing = fields.into_iter().filter(|(same, ..)| !same);
    let mut differing: Vec<Stored> = differing
        .map(|(_, label, value)| Stored {
            label,
            lines: each(
                [value.to_owned()]
                    .into_iter()
                    .filter(|text| !text.is_empty()),
            ),
        })
        .collect();
    let (_, address) = call(stored);
    if let Some(last) = differing
        .last_mut()
        .filter(|_| !same_call && !address.is_empty())
    {
        last.lines.push(vec![address]);
    }
    differing
}

/// A line for each.
fn each(values: impl Iterator<Item = String>) -> Vec<Vec<String>> {
    values.map(|value| vec![value]).collect()
}

/// Whether two texts of a field mean the same: browsers send CRLF, and nobody sees spaces around.
fn same(stored: &str, typed: &str) -> bool {
    stored.trim() == typed.trim().replace("\r\n", "\n")
}

/// What is chosen, in its order: the first host is who invites.
fn chosen(values: &[String]) -> Vec<&str> {
    let values = values.iter().map(|value| value.trim());
    values.filter(|value| !value.is_empty()).collect()
}

fn time(input: &WorkshopInput) -> [String; 5] {
    let next_day = if input.next_day.is_some() { "1" } else { "" };
    let (date, start, end) = (input.date.trim(), input.start.trim(), input.end.trim());
    [date, start, end, input.zone.trim(), next_day].map(western_digits)
}

fn in_any_order(values: &[String]) -> BTreeSet<&str> {
    chosen(values).into_iter().collect()
}

/// The provider, and the address that goes with it.
fn call(input: &WorkshopInput) -> (&str, String) {
    let address = match input.video.trim() {
        "link" => input.video_link.trim(),
        "jitsi" if input.video_server.trim().is_empty() => DEFAULT_JITSI,
        "jitsi" => input.video_server.trim(),
        _ => "",
    };
    (input.video.trim(), address.to_owned())
}

fn provider(t: Words, stored: &WorkshopInput) -> &'static str {
    match stored.video.as_str() {
        "link" => t.workshops_video_link(),
        "jitsi" => t.workshops_video_jitsi(),
        _ => t.workshops_video_none(),
    }
}

/// A practice by its id, however its address was typed.
fn practice(choices: &Choices, address: &str) -> String {
    let id = choices.practices.by_address.get(address.trim());
    id.map_or_else(|| address.trim().to_owned(), Id::to_string)
}

fn linked(input: &WorkshopInput, choices: &Choices) -> BTreeSet<String> {
    let addresses = input.practice_addresses();
    addresses.map(|one| practice(choices, one)).collect()
}

/// The rows of the agenda in which something is written.
fn rows(input: &WorkshopInput, choices: &Choices) -> Vec<[String; 5]> {
    let cell =
        |column: &[String], row: usize| column.get(row).map_or("", |cell| cell.trim()).to_owned();
    (0..input.agenda_rows())
        .map(|row| {
            [
                cell(&input.agenda_title, row),
                western_digits(&cell(&input.agenda_minutes, row)),
                cell(&input.agenda_speaker, row),
                cell(&input.agenda_organization, row),
                practice(choices, &cell(&input.agenda_practice, row)),
            ]
        })
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

fn slot(t: Words, item: &AgendaItem, names: &Names) -> Vec<String> {
    let organization = item.organization.map(|id| names.organization(id));
    let practice = item.practice.map(|id| names.practice(t, id));
    [
        Some(item.title.clone()),
        Some(t.workshops_minutes(item.minutes)),
        Some(item.speaker.clone()),
        organization,
        practice,
    ]
    .into_iter()
    .flatten()
    .filter(|part| !part.is_empty())
    .collect()
}
