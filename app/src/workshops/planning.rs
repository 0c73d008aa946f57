//! The page with the form of a workshop.

use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

use super::forms::{Cancellation, Choices, MAX_REASON, path};
use super::input::{
    DEFAULT_JITSI, MAX_AGENDA, MAX_DESCRIPTION, MAX_SUMMARY, MAX_TITLE, WorkshopInput,
};
use super::picker::{self, Offered};
use super::stale::Differing;
use super::types::{Decision, Kind, Visibility, Workshop};
use super::words;
use crate::accounts::Actor;
use crate::clock::Id;
use crate::http::Visit;
use crate::i18n::{Locale, Words};
use crate::organizations::Organization;
use crate::shell::Head;
use crate::time::Zone;
use crate::topics;
use crate::ui::{Field, Problems, SentBefore, error_summary, hidden};

/// Empty rows that the agenda offers below those in use.
const SPARE_ROWS: usize = 3;
/// Hosts that the form offers at once.
const HOST_ROWS: usize = 4;

/// What the page shows.
pub(super) struct Planning<'a> {
    pub(super) input: &'a WorkshopInput,
    pub(super) choices: &'a Choices,
    workshop: Option<&'a Workshop>,
    pub(super) problems: Problems,
    stale: Option<Differing>,
    before: Option<SentBefore>,
}

impl<'a> Planning<'a> {
    pub(super) fn new(input: &'a WorkshopInput, choices: &'a Choices) -> Self {
        Self {
            input,
            choices,
            workshop: None,
            problems: Problems::new(),
            stale: None,
            before: None,
        }
    }

    /// The form was sent before: sent once more, it makes another workshop.
    pub(super) fn sent_before(mut self, before: SentBefore) -> Self {
        self.before = Some(before);
        self
    }

    /// The workshop being changed.
    pub(super) fn of(mut self, workshop: &'a Workshop) -> Self {
        self.workshop = Some(workshop);
        self
    }

    /// What was wrong.
    pub(super) fn problems(mut self, problems: Problems) -> Self {
        self.problems = problems;
        self
    }

    /// Someone else saved first: their values are shown beside what was typed, which goes over them if saved again.
    pub(super) fn stale(mut self, stored: Differing) -> Self {
        self.stale = Some(stored);
        self
    }

    fn field(&self, t: Words, name: &'static str, label: &str, value: &str) -> Field {
        Field::new(t, name, label)
            .value(value)
            .problems(&self.problems)
    }
}

/// What a new workshop of this member is: whoever speaks for no organization can only propose.
pub(super) fn title_of_new(t: Words, actor: &Actor) -> &'static str {
    match actor.coordinates() || !actor.publisher_of.is_empty() {
        true => t.workshops_new(),
        false => t.workshops_propose(),
    }
}

pub(super) fn page(visit: &Visit, planning: &Planning) -> Response {
    let t = visit.t;
    let (title, action) = match planning.workshop {
        Some(workshop) => (t.workshops_edit(), format!("{}/edit", path(workshop.id))),
        None => {
            let title = visit
                .actor()
                .map_or(t.workshops_propose(), |actor| title_of_new(t, actor));
            (title, "/workshops/new".to_owned())
        }
    };
    let mut head = Head::new(title)
        .section("/workshops")
        .crumb(t.workshops_title(), "/workshops")
        .answering(&planning.problems);
    if let Some(workshop) = planning.workshop {
        head = head.crumb(workshop.plan.title_in(visit.locale).0, path(workshop.id));
    }
    if planning.stale.is_some() || planning.before.is_some() {
        head.status = StatusCode::CONFLICT;
    }
    let action = visit.link(&action);
    let offered = Offered::new(visit, planning);
    visit.page(head, || {
        view! {
            <div class="page-head"><h1>{title}</h1><p class="lede">{t.workshops_form_lede()}</p></div>
            {planning.stale.as_ref().map(|stored| stale_notice(t, stored))}
            {planning.before.as_ref().map(|before| before.view(t))}
            {found_notice(t, planning)}
            {error_summary(t, &planning.problems)}
            <form class="form form--wide" method="post" action=action.clone()>
                // Enter in a field presses the first button: it must be the one that people mean.
                <button class="visually-hidden" tabindex="-1" aria-hidden="true">{t.save()}</button>
                {keys(planning)}
                {about(t, planning)}
                {time(t, planning)}
                {people(visit, planning)}
                {call(t, planning)}
                {picker::view(visit, planning, &offered, &action)}
                {agenda(visit, planning, &offered, &action)}
                <div class="form__submit"><button class="button">{t.save()}</button></div>
            </form>
        }
        .into_any()
    })
}

/// Says that practices were looked for, and nothing saved.
fn found_notice(t: Words, planning: &Planning) -> Option<AnyView> {
    let input = planning.input;
    let only = input.only_shows() && !input.find_practice.trim().is_empty();
    only.then(|| {
        view! {
            <div class="notice notice--info" role="status">
                <p>{t.workshops_found_notice()} " " <a href="#practices">{t.workshops_practices()}</a></p>
            </div>
        }
        .into_any()
    })
}

fn keys(planning: &Planning) -> AnyView {
    match planning.workshop {
        // After a stale save the form goes over the current version.
        Some(workshop) if planning.stale.is_some() => {
            hidden("version", workshop.version.to_string())
        }
        Some(_) => hidden("version", planning.input.version.clone()),
        None => hidden("id", planning.input.id.clone()),
    }
}

fn stale_notice(t: Words, stored: &Differing) -> AnyView {
    view! {
        <div class="notice notice--warning" role="alert">
            <p class="notice__title">{t.workshops_stale_title()}</p>
            <p>{t.workshops_stale()}</p>
            {stored.view(t)}
        </div>
    }
    .into_any()
}

pub(super) fn section(title: &'static str, hint: Option<&'static str>, fields: AnyView) -> AnyView {
    let hint = hint.map(|hint| view! { <p class="form-section__hint">{hint}</p> });
    view! { <fieldset class="form-section"><legend>{title}</legend>{hint}{fields}</fieldset> }
        .into_any()
}

fn about(t: Words, planning: &Planning) -> AnyView {
    let input = planning.input;
    let field = |name, label: &str, value: &str| planning.field(t, name, label, value);
    let kinds = Kind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::kind(t, *kind).to_owned()));
    let languages = Locale::ALL.map(|locale| {
        let name = match locale {
            Locale::Ar => t.workshops_language_ar(),
            Locale::En => t.workshops_language_en(),
        };
        (locale.code().to_owned(), name.to_owned())
    });
    let topics = topics::options(&planning.choices.topics, t.locale());
    let fields = view! {
        {field("kind", t.workshops_field_kind(), &input.kind).select(kinds)}
        {field("title", t.workshops_field_title(), &input.title).limit(MAX_TITLE).input()}
        {field("summary", t.workshops_field_summary(), &input.summary).limit(MAX_SUMMARY).optional().input()}
        {field("language", t.workshops_field_language(), &input.language).radios(languages)}
        {field("title_translated", t.workshops_field_title_translated(), &input.title_translated)
            .limit(MAX_TITLE).optional().input()}
        {field("summary_translated", t.workshops_field_summary_translated(), &input.summary_translated)
            .limit(MAX_SUMMARY).optional().input()}
        {field("description", t.workshops_field_description(), &input.description)
            .hint(t.workshops_markdown_hint(MAX_DESCRIPTION)).optional().textarea(8)}
        {field("topic", t.workshops_field_topics(), "").optional().checkboxes(topics, &input.topic)}
    };
    section(t.workshops_section_about(), None, fields.into_any())
}

fn time(t: Words, planning: &Planning) -> AnyView {
    let input = planning.input;
    let field = |name, label: &str, value: &str| planning.field(t, name, label, value);
    let zones = Zone::ALL.map(|zone| (zone.name().to_owned(), words::zone(t, zone).to_owned()));
    let fields = view! {
        {field("date", t.workshops_field_date(), &input.date).kind("date").input()}
        <div class="field-row">
            {field("start", t.workshops_field_start(), &input.start).kind("time").input()}
            {field("end", t.workshops_field_end(), &input.end).kind("time").input()}
        </div>
        {field("next_day", t.workshops_field_next_day(), input.next_day.as_deref().unwrap_or("")).checkbox()}
        {field("zone", t.workshops_field_zone(), &input.zone).select(zones)}
    };
    section(
        t.workshops_section_time(),
        Some(t.workshops_section_time_hint()),
        fields.into_any(),
    )
}

fn organization_options(t: Words, organizations: &[Organization]) -> Vec<(String, String)> {
    let option = |one: &Organization| (one.id.to_string(), one.title(t));
    organizations.iter().map(option).collect()
}

fn people(visit: &Visit, planning: &Planning) -> AnyView {
    let t = visit.t;
    let input = planning.input;
    let field = |name, label: &str, value: &str| planning.field(t, name, label, value);
    let options = organization_options(t, &planning.choices.organizations);
    let chosen: Vec<&String> = input.host.iter().filter(|id| !id.is_empty()).collect();
    let hosts = (0..HOST_ROWS.max(chosen.len() + 1))
        .map(|row| {
            let value = chosen.get(row).map_or("", |id| id.as_str());
            let label = t.workshops_host_number(row + 1);
            let host = Field::new(t, "host", label).value(value);
            // The first carries the name alone: the summary of errors links to it.
            let host = match row {
                0 => host,
                _ => host.row(row).optional(),
            };
            host.problems(&planning.problems).select(options.clone())
        })
        .collect_view();
    let visibilities = Visibility::ALL.iter().map(|one| {
        (
            one.as_str().to_owned(),
            words::visibility(t, *one).to_owned(),
        )
    });
    let fields = view! {
        <div class="field-row">{hosts}</div>
        {field("visibility", t.workshops_field_visibility(), &input.visibility).radios(visibilities)}
        {field("capacity", t.workshops_field_capacity(), &input.capacity)
            .hint(t.workshops_field_capacity_hint()).kind("number").optional().input()}
        {field("moderated", t.workshops_field_moderated(), input.moderated.as_deref().unwrap_or("")).checkbox()}
    };
    section(
        t.workshops_section_people(),
        Some(t.workshops_section_people_hint()),
        fields.into_any(),
    )
}

fn call(t: Words, planning: &Planning) -> AnyView {
    let input = planning.input;
    let field = |name, label: &str, value: &str| planning.field(t, name, label, value);
    let providers = [
        ("none", t.workshops_video_none()),
        ("link", t.workshops_video_link()),
        ("jitsi", t.workshops_video_jitsi()),
    ]
    .map(|(value, label)| (value.to_owned(), label.to_owned()));
    let fields = view! {
        {field("video", t.workshops_field_video(), &input.video).radios(providers)}
        {field("video_link", t.workshops_field_video_link(), &input.video_link)
            .hint(t.workshops_field_video_link_hint()).kind("url").optional().input()}
        {field("video_server", t.workshops_field_video_server(), &input.video_server)
            .hint(t.workshops_field_video_server_hint(DEFAULT_JITSI)).kind("url").optional().input()}
        {field("place", t.workshops_field_place(), &input.place)
            .hint(t.workshops_field_place_hint()).optional().input()}
    };
    section(
        t.workshops_section_call(),
        Some(t.workshops_section_call_hint()),
        fields.into_any(),
    )
}

fn agenda(visit: &Visit, planning: &Planning, offered: &Offered, action: &str) -> AnyView {
    let t = visit.t;
    let input = planning.input;
    let more = if input.more.is_some() { SPARE_ROWS } else { 0 };
    let rows = (input.agenda_rows() + more).clamp(SPARE_ROWS + 2, MAX_AGENDA);
    let organizations = organization_options(t, &planning.choices.organizations);
    let practices = offered.all();
    let rows = (0..rows)
        .map(|row| agenda_row(t, planning, row, &organizations, &practices))
        .collect_view();
    planning.problems.name("agenda_title", t.workshops_agenda());
    let problem = planning.problems.of("agenda_title").map(|problem| {
        view! { <p class="field__error">{problem.say(t)}</p> }
    });
    let fields = view! {
        <div id="agenda_title" tabindex="-1">{problem}</div>
        <div class="repeat-rows">{rows}</div>
        <p>
            <button class="button button--secondary" name="more" value="1" formaction=format!("{action}#agenda_title")>
                {t.workshops_more_rows()}
            </button>
        </p>
    };
    section(
        t.workshops_agenda(),
        Some(t.workshops_agenda_hint()),
        fields.into_any(),
    )
}

fn agenda_row(
    t: Words,
    planning: &Planning,
    row: usize,
    organizations: &[(String, String)],
    practices: &[(String, String)],
) -> AnyView {
    let input = planning.input;
    let addresses = &planning.choices.practices.by_address;
    let shown = input
        .agenda_practice
        .get(row)
        .map_or("", |text| text.trim());
    let shown = addresses.get(shown).map_or(shown.to_owned(), Id::to_string);
    let field = |name, label: &str, column: &[String]| {
        let value = column.get(row).map_or("", String::as_str);
        Field::new(t, name, label)
            .row(row)
            .group(t.workshops_agenda_number(row + 1))
            .value(value)
            .problems(&planning.problems)
            .optional()
    };
    view! {
        <fieldset class="repeat-row">
            <legend>{t.workshops_agenda_number(row + 1)}</legend>
            {field("agenda_title", t.workshops_agenda_title(), &input.agenda_title).input()}
            <div class="field-row">
                {field("agenda_minutes", t.workshops_agenda_minutes(), &input.agenda_minutes).kind("number").input()}
                {field("agenda_speaker", t.workshops_agenda_speaker(), &input.agenda_speaker).input()}
            </div>
            {field("agenda_organization", t.workshops_agenda_organization(), &input.agenda_organization)
                .select(organizations.to_vec())}
            {(!practices.is_empty()).then(|| field("agenda_practice", t.workshops_agenda_practice(), &[]).value(shown)
                .select(practices.to_vec()))}
        </fieldset>
    }
    .into_any()
}

/// What the page that calls a workshop off shows.
pub(super) struct Calling<'a> {
    workshop: &'a Workshop,
    values: &'a Cancellation,
    problems: Problems,
    stale: bool,
}

impl<'a> Calling<'a> {
    pub(super) fn off(workshop: &'a Workshop, values: &'a Cancellation) -> Self {
        Self {
            workshop,
            values,
            problems: Problems::new(),
            stale: false,
        }
    }

    /// What was wrong.
    pub(super) fn problems(mut self, problems: Problems) -> Self {
        self.problems = problems;
        self
    }

    /// Someone changed it meanwhile: the reason may speak of another date.
    pub(super) fn stale(mut self) -> Self {
        self.stale = true;
        self
    }

    /// The version that is called off: after a conflict the one that is shown now.
    fn version(&self) -> String {
        match self.stale {
            true => self.workshop.version.to_string(),
            false => self.values.version.clone(),
        }
    }
}

/// The words of the page that calls a workshop off.
struct CallingSays {
    title: &'static str,
    reason: &'static str,
    hint: String,
    stale: fn(Words, String) -> String,
}

impl Calling<'_> {
    fn says(&self, t: Words) -> CallingSays {
        match self.workshop.decision {
            Decision::Proposed => CallingSays {
                title: t.workshops_decline(),
                reason: t.workshops_decline_reason(),
                hint: t.workshops_decline_hint(MAX_REASON),
                stale: |t, when| t.workshops_decline_stale(when),
            },
            _ => CallingSays {
                title: t.workshops_cancel(),
                reason: t.workshops_cancel_reason(),
                hint: t.workshops_cancel_hint(MAX_REASON),
                stale: |t, when| t.workshops_cancel_stale(when),
            },
        }
    }
}

/// The page that calls a workshop off.
pub(super) fn cancellation(visit: &Visit, calling: &Calling) -> Response {
    let t = visit.t;
    let Calling {
        workshop,
        values,
        problems,
        stale,
    } = calling;
    let plan = &workshop.plan;
    let title = plan.title_in(visit.locale).0.to_owned();
    let says = calling.says(t);
    let mut head = Head::new(says.title)
        .section("/workshops")
        .crumb(t.workshops_title(), "/workshops")
        .crumb(title.clone(), path(workshop.id))
        .answering(problems);
    if *stale {
        head.status = StatusCode::CONFLICT;
    }
    let changed = stale.then(|| {
        let when = words::when(t, plan.starts, plan.ends);
        view! {
            <div class="notice notice--warning" role="alert">
                <p class="notice__title">{t.workshops_stale_title()}</p>
                <p>{(says.stale)(t, when)}</p>
            </div>
        }
    });
    let action = visit.link(&format!("{}/cancellation", path(workshop.id)));
    visit.page(head, || {
        view! {
            <div class="narrow stack">
                <h1>{says.title}</h1>
                <p class="lede" dir="auto">{title}</p>
                {changed}
                {error_summary(t, problems)}
                <form class="form" method="post" action=action>
                    {hidden("version", calling.version())}
                    {Field::new(t, "reason", says.reason).value(&values.reason).problems(problems)
                        .hint(says.hint).textarea(4)}
                    <div class="form__submit">
                        <button class="button button--danger">{says.title}</button>
                        <a class="button button--quiet" href=visit.link(&path(workshop.id))>{t.cancel()}</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}
