//! The form of a workshop: what was typed, and what is wrong with it.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde::Deserialize;

use super::check::Check;
use super::types::{AgendaItem, Kind, Plan, Visibility};
use super::video::{BadLink, Video, parse_link, room_name};
use crate::clock::Id;
use crate::i18n::Locale;
use crate::time::{BadTime, LocalTime, NotOneInstant, Zone, Zones, parse_time, western_digits};

/// Longest title, in characters.
pub const MAX_TITLE: usize = 160;
/// Longest one-line summary.
pub const MAX_SUMMARY: usize = 160;
/// Longest description.
pub const MAX_DESCRIPTION: usize = 20_000;
/// Longest place, speaker and the like.
pub const MAX_LINE: usize = 200;
/// Most people a workshop can take.
pub const MAX_CAPACITY: i64 = 5_000;
/// Most agenda items.
pub const MAX_AGENDA: usize = 30;
/// The server of a Jitsi room where the form names none.
pub const DEFAULT_JITSI: &str = "https://meet.jit.si/";
/// Most hosts, topics or linked practices.
pub const MAX_LINKS: usize = 20;

/// A workshop's form, as it was typed: every value comes back when something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct WorkshopInput {
    /// [`Kind`].
    pub kind: String,
    /// [`Visibility`].
    pub visibility: String,
    /// `ar` or `en`.
    pub language: String,
    /// Title.
    pub title: String,
    /// One line.
    pub summary: String,
    /// Title in the other language.
    pub title_translated: String,
    /// One line in the other language.
    pub summary_translated: String,
    /// Markdown.
    pub description: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM`.
    pub start: String,
    /// `HH:MM`, the same day unless `next_day` is ticked.
    pub end: String,
    /// A check box: the end lies after midnight.
    pub next_day: Option<String>,
    /// [`Zone`].
    pub zone: String,
    /// Place.
    pub place: String,
    /// A number, or empty for no limit.
    pub capacity: String,
    /// A check box.
    pub moderated: Option<String>,
    /// `none`, `link` or `jitsi`.
    pub video: String,
    /// The link.
    pub video_link: String,
    /// The Jitsi server.
    pub video_server: String,
    /// Organization ids.
    pub host: Vec<String>,
    /// Topic slugs.
    pub topic: Vec<String>,
    /// Addresses of practices.
    pub practice: Vec<String>,
    /// Agenda: one value a row in each of these.
    pub agenda_title: Vec<String>,
    /// Minutes.
    pub agenda_minutes: Vec<String>,
    /// Post of the speaker.
    pub agenda_speaker: Vec<String>,
    /// Organization ids.
    pub agenda_organization: Vec<String>,
    /// Addresses of practices.
    pub agenda_practice: Vec<String>,
    /// The version that was being edited.
    pub version: String,
    /// The id that a new workshop will have: a second submit meets the first.
    pub id: String,
    /// The button «more rows» was pressed: nothing is to be stored yet.
    pub more: Option<String>,
    /// The button that looks for practices was pressed: likewise.
    pub find: Option<String>,
    /// What to look for.
    pub find_practice: String,
    /// What the page already shows the answer to.
    pub found_for: String,
}

/// A field of the form; rows of the agenda are counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field(pub &'static str, pub Option<usize>);

impl Field {
    /// The id of the field in the page.
    pub fn id(self) -> String {
        match self.1 {
            Some(row) => format!("{}-{row}", self.0),
            None => self.0.to_owned(),
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// It is empty.
    Required,
    /// It has more characters than this.
    TooLong(usize),
    /// There are more of them than this.
    TooMany(usize),
    /// None of the choices.
    NotAChoice,
    /// A date or a time that cannot be read, or that no calendar has.
    Time(BadTime),
    /// A time that the clock skips that day, or shows twice.
    Clock(NotOneInstant),
    /// It lies before now.
    Past,
    /// It is not after the start.
    EndBeforeStart,
    /// Not a whole number between these.
    NotBetween(i64, i64),
    /// So many people are registered already.
    BelowRegistered(i64),
    /// A link that will not do.
    Link(BadLink),
    /// The agenda takes this many minutes more than there are.
    AgendaOverruns(i64),
    /// It holds characters that no text has.
    Unreadable,
    /// This member cannot invite in the name of these organizations.
    NotYours,
    /// This member does not speak for an organization that would host from now on.
    NotAsked,
}

/// Everything that is wrong, in the order of the form.
pub type Problems = Vec<(Field, Problem)>;

/// What a form is checked against besides itself.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The rules of the clocks.
    pub zones: &'a Zones,
    /// Now.
    pub now: Timestamp,
    /// How many people have a place already.
    pub registered: i64,
    /// For a new room's name.
    pub random: [u8; 16],
    /// The plan being edited.
    pub current: Option<&'a Plan>,
    /// The organizations there are.
    pub organizations: &'a HashSet<Id>,
    /// The slugs of the topics there are.
    pub topics: &'a HashSet<String>,
    /// The practices that the typed addresses lead to.
    pub practices: &'a HashMap<String, Id>,
}

impl WorkshopInput {
    /// The form of an existing plan.
    pub fn of(plan: &Plan, version: i64) -> WorkshopInput {
        let (video, url, _) = plan.video.stored();
        let clock = |time: LocalTime| time.time().strftime("%H:%M").to_string();
        let column = |value: fn(&AgendaItem) -> String| plan.agenda.iter().map(value).collect();
        WorkshopInput {
            kind: plan.kind.as_str().to_owned(),
            visibility: plan.visibility.as_str().to_owned(),
            language: plan.locale.code().to_owned(),
            title: plan.title.clone(),
            summary: plan.summary.clone(),
            title_translated: plan.title_translated.clone(),
            summary_translated: plan.summary_translated.clone(),
            description: plan.description.clone(),
            date: plan.starts.date().to_string(),
            start: clock(plan.starts),
            end: clock(plan.ends),
            next_day: (plan.ends.date() > plan.starts.date()).then(|| "1".to_owned()),
            zone: plan.starts.zone().name().to_owned(),
            place: plan.place.clone(),
            capacity: plan.capacity.map(|n| n.to_string()).unwrap_or_default(),
            moderated: plan.moderated.then(|| "1".to_owned()),
            video: video.to_owned(),
            video_link: if video == "link" {
                url.clone()
            } else {
                String::new()
            },
            video_server: if video == "jitsi" { url } else { String::new() },
            host: plan.hosts.iter().map(Id::to_string).collect(),
            topic: plan.topics.clone(),
            practice: plan.practices.iter().map(Id::to_string).collect(),
            agenda_title: column(|item| item.title.clone()),
            agenda_minutes: column(|item| item.minutes.to_string()),
            agenda_speaker: column(|item| item.speaker.clone()),
            agenda_organization: column(|item| id_text(item.organization)),
            agenda_practice: column(|item| id_text(item.practice)),
            version: version.to_string(),
            ..WorkshopInput::default()
        }
    }

    /// Whether the form is only to be shown again: with more rows, or with the practices that were looked for. Whoever typed
    /// a question and saves has not seen the answer.
    pub fn only_shows(&self) -> bool {
        let asked = self.find_practice.trim();
        let unanswered = !asked.is_empty() && asked != self.found_for.trim();
        self.more.is_some() || self.find.is_some() || unanswered
    }

    /// Every address of a practice that was typed.
    pub fn practice_addresses(&self) -> impl Iterator<Item = &str> {
        let typed = self.practice.iter().chain(&self.agenda_practice);
        typed
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }

    /// How many rows of agenda were sent.
    pub fn agenda_rows(&self) -> usize {
        [
            &self.agenda_title,
            &self.agenda_minutes,
            &self.agenda_speaker,
            &self.agenda_organization,
            &self.agenda_practice,
        ]
        .into_iter()
        .map(Vec::len)
        .max()
        .unwrap_or(0)
    }

    /// The plan that was typed, or all that is wrong with it.
    pub fn check(&self, context: &Context) -> Result<Plan, Problems> {
        let mut check = Check::default();
        let kind = check.choice("kind", Kind::parse(self.kind.trim()));
        let visibility = check.choice("visibility", Visibility::parse(self.visibility.trim()));
        let language = check.choice("language", Locale::parse(self.language.trim()));
        let title = check.line("title", &self.title, MAX_TITLE);
        check.required("title", &title);
        let summary = check.line("summary", &self.summary, MAX_SUMMARY);
        let title_translated = check.line("title_translated", &self.title_translated, MAX_TITLE);
        let summary_translated =
            check.line("summary_translated", &self.summary_translated, MAX_SUMMARY);
        let description = check.text("description", &self.description, MAX_DESCRIPTION);
        let times = self.times(&mut check, context);
        let place = check.line("place", &self.place, MAX_LINE);
        let capacity = self.capacity(&mut check, context);
        let video = self.video(&mut check, context);
        let known = |id: &Id| context.organizations.contains(id);
        let hosts = check.links("host", &self.host, |id| id.parse().ok().filter(known));
        if self.host.iter().all(|id| id.trim().is_empty()) {
            check.wrong("host", Problem::Required);
        }
        let topic = |slug: &str| context.topics.get(slug).cloned();
        let topics = check.links("topic", &self.topic, topic);
        let practice = |address: &str| context.practices.get(address).copied();
        let mut practices = check.links("practice", &self.practice, practice);
        let agenda = self.agenda(&mut check, times, context);
        for shown in agenda.iter().filter_map(|item| item.practice) {
            if !practices.contains(&shown) {
                practices.push(shown);
            }
        }
        let complete = (kind, visibility, language, times, capacity, video);
        match complete {
            (
                Some(kind),
                Some(visibility),
                Some(locale),
                Some((starts, ends)),
                Some(capacity),
                Some(video),
            ) if check.problems.is_empty() => Ok(Plan {
                kind,
                visibility,
                locale,
                title,
                summary,
                title_translated,
                summary_translated,
                description,
                starts,
                ends,
                place,
                capacity,
                moderated: self.moderated.is_some(),
                video,
                hosts,
                topics,
                practices,
                agenda,
            }),
            _ => Err(check.problems),
        }
    }

    fn times(&self, check: &mut Check, context: &Context) -> Option<(LocalTime, LocalTime)> {
        let zone = check.choice("zone", Zone::from_name(self.zone.trim()));
        let read = |time: &str, zone| LocalTime::parse(&self.date, time, zone);
        // A wrong zone hides nothing else: dates and times are still read.
        let (starts, ends) = {
            let zone = zone.unwrap_or_default();
            (read(&self.start, zone), read(&self.end, zone))
        };
        let starts = check.time("start", starts);
        let ends = check.time("end", ends);
        // A date that is wrong hides no time that is.
        for (field, text) in [("start", &self.start), ("end", &self.end)] {
            if let Err(wrong) = parse_time(text) {
                check.time(field, Err(wrong));
            }
        }
        let (starts, mut ends) = (starts?, ends?);
        if self.next_day.is_some() {
            ends = ends.plus_minutes(24 * 60);
        }
        zone?;
        let moved = context.current.is_none_or(|plan| plan.starts != starts);
        let starts_at = check.clock("start", starts, context.zones)?;
        check.clock("end", ends, context.zones)?;
        if ends.datetime() <= starts.datetime() {
            check.wrong("end", Problem::EndBeforeStart);
            return None;
        }
        // A workshop that has begun may still be corrected, only not moved into the past.
        if moved && starts_at < context.now {
            check.wrong("date", Problem::Past);
            return None;
        }
        Some((starts, ends))
    }

    /// `Some(None)` is a workshop without a limit.
    fn capacity(&self, check: &mut Check, context: &Context) -> Option<Option<i64>> {
        let typed = western_digits(self.capacity.trim());
        if typed.is_empty() {
            return Some(None);
        }
        let capacity = check.number("capacity", None, &typed, 1, MAX_CAPACITY)?;
        if capacity < context.registered {
            check.wrong("capacity", Problem::BelowRegistered(context.registered));
            return None;
        }
        Some(Some(capacity))
    }

    fn video(&self, check: &mut Check, context: &Context) -> Option<Video> {
        match self.video.trim() {
            "" | "none" => Some(Video::None),
            "link" if self.video_link.trim().is_empty() => {
                check.wrong("video_link", Problem::Required);
                None
            }
            "link" => match parse_link(&self.video_link) {
                Ok(url) => Some(Video::Link(url)),
                Err(wrong) => {
                    check.wrong("video_link", Problem::Link(wrong));
                    None
                }
            },
            "jitsi" => self.jitsi(check, context),
            _ => check.choice("video", None),
        }
    }

    fn jitsi(&self, check: &mut Check, context: &Context) -> Option<Video> {
        let server = match self.video_server.trim() {
            "" => DEFAULT_JITSI,
            server => server,
        };
        let base = match parse_link(server) {
            Ok(base) => base,
            Err(wrong) => {
                check.wrong("video_server", Problem::Link(wrong));
                return None;
            }
        };
        // The room stays the same while the workshop is edited: people may have its address open.
        let room = match context.current.map(|plan| &plan.video) {
            Some(Video::Jitsi { base: old, room }) if *old == base => room.clone(),
            _ => room_name(context.random),
        };
        Some(Video::Jitsi { base, room })
    }

    fn agenda(
        &self,
        check: &mut Check,
        times: Option<(LocalTime, LocalTime)>,
        context: &Context,
    ) -> Vec<AgendaItem> {
        if self.agenda_rows() > MAX_AGENDA {
            check.wrong("agenda_title", Problem::TooMany(MAX_AGENDA));
            return Vec::new();
        }
        let rows = (0..self.agenda_rows()).filter_map(|row| self.agenda_row(check, row, context));
        let agenda: Vec<AgendaItem> = rows.collect();
        if let Some((starts, ends)) = times {
            let span = ends.datetime().duration_since(starts.datetime()).as_mins();
            let over = agenda.iter().map(|item| item.minutes).sum::<i64>() - span;
            if over > 0 {
                check.wrong("agenda_title", Problem::AgendaOverruns(over));
            }
        }
        agenda
    }

    /// One row; a row in which nothing was typed is none.
    fn agenda_row(&self, check: &mut Check, row: usize, context: &Context) -> Option<AgendaItem> {
        let cell = |column: &[String]| column.get(row).map_or("", |cell| cell.trim()).to_owned();
        let title = check.row_line("agenda_title", row, &cell(&self.agenda_title));
        let minutes = western_digits(&cell(&self.agenda_minutes));
        let speaker = check.row_line("agenda_speaker", row, &cell(&self.agenda_speaker));
        let organization = check.row_choice(
            "agenda_organization",
            row,
            &cell(&self.agenda_organization),
            |id| {
                id.parse()
                    .ok()
                    .filter(|id| context.organizations.contains(id))
            },
        );
        let practice = check.row_choice(
            "agenda_practice",
            row,
            &cell(&self.agenda_practice),
            |address| context.practices.get(address).copied(),
        );
        let empty = title.is_empty() && minutes.is_empty() && speaker.is_empty();
        if empty && organization.is_none() && practice.is_none() {
            return None;
        }
        if title.is_empty() {
            check.wrong_row("agenda_title", row, Problem::Required);
        }
        let minutes = check.number("agenda_minutes", Some(row), &minutes, 1, 24 * 60);
        Some(AgendaItem {
            title,
            minutes: minutes.unwrap_or(0),
            speaker,
            organization,
            practice,
        })
    }
}

fn id_text(id: Option<Id>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}
