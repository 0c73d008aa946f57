//! The form of a workshop: what was typed, and what is wrong with it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use super::types::{AgendaItem, Kind, Plan, Visibility};
use super::video::{BadLink, Video, parse_link, room_name};
use crate::time::{BadTime, LocalTime, NotOneInstant, Zone, Zones, western_digits};

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
    /// Markdown.
    pub description: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM`.
    pub start: String,
    /// `HH:MM`, the same day.
    pub end: String,
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
    /// Organization ids.
    pub host: Vec<String>,
    /// Topic ids.
    pub topic: Vec<String>,
    /// Practice ids.
    pub practice: Vec<String>,
    /// Agenda: one value a row in each of these.
    pub agenda_title: Vec<String>,
    /// Minutes.
    pub agenda_minutes: Vec<String>,
    /// Post of the speaker.
    pub agenda_speaker: Vec<String>,
    /// Organization ids.
    pub agenda_organization: Vec<String>,
    /// Practice ids.
    pub agenda_practice: Vec<String>,
    /// The version that was being edited.
    pub version: String,
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
    /// The Jitsi server, if the portal has one.
    pub jitsi: Option<&'a Url>,
    /// For a new room's name.
    pub random: [u8; 16],
    /// The plan being edited.
    pub current: Option<&'a Plan>,
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
            language: plan.language.clone(),
            title: plan.title.clone(),
            summary: plan.summary.clone(),
            description: plan.description.clone(),
            date: plan.starts.date().to_string(),
            start: clock(plan.starts),
            end: clock(plan.ends),
            zone: plan.starts.zone().name().to_owned(),
            place: plan.place.clone(),
            capacity: plan.capacity.map(|n| n.to_string()).unwrap_or_default(),
            moderated: plan.moderated.then(|| "1".to_owned()),
            video: video.to_owned(),
            video_link: if video == "link" { url } else { String::new() },
            host: plan.hosts.clone(),
            topic: plan.topics.clone(),
            practice: plan.practices.clone(),
            agenda_title: column(|item| item.title.clone()),
            agenda_minutes: column(|item| item.minutes.to_string()),
            agenda_speaker: column(|item| item.speaker.clone()),
            agenda_organization: column(|item| item.organization.clone().unwrap_or_default()),
            agenda_practice: column(|item| item.practice.clone().unwrap_or_default()),
            version: version.to_string(),
        }
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
        let kind = check.choice("kind", Kind::from_word(self.kind.trim()));
        let visibility = check.choice("visibility", Visibility::from_word(self.visibility.trim()));
        let language = check.choice("language", language(self.language.trim()));
        let title = check.line("title", &self.title, MAX_TITLE);
        check.required("title", &title);
        let summary = check.line("summary", &self.summary, MAX_SUMMARY);
        let description = check.text("description", &self.description, MAX_DESCRIPTION);
        let times = self.times(&mut check, context);
        let place = check.line("place", &self.place, MAX_LINE);
        let capacity = self.capacity(&mut check, context);
        let video = self.video(&mut check, context);
        let hosts = check.links("host", &self.host);
        if hosts.is_empty() {
            check.wrong("host", Problem::Required);
        }
        let topics = check.links("topic", &self.topic);
        let practices = check.links("practice", &self.practice);
        let agenda = self.agenda(&mut check, times);
        let complete = (kind, visibility, language, times, capacity, video);
        match complete {
            (
                Some(kind),
                Some(visibility),
                Some(language),
                Some((starts, ends)),
                Some(capacity),
                Some(video),
            ) if check.problems.is_empty() => Ok(Plan {
                kind,
                visibility,
                language: language.to_owned(),
                title,
                summary,
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
        let (starts, ends) = (starts?, ends?);
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
        match (self.video.trim(), context.jitsi) {
            ("" | "none", _) => Some(Video::None),
            ("link", _) if self.video_link.trim().is_empty() => {
                check.wrong("video_link", Problem::Required);
                None
            }
            ("link", _) => match parse_link(&self.video_link) {
                Ok(url) => Some(Video::Link(url)),
                Err(wrong) => {
                    check.wrong("video_link", Problem::Link(wrong));
                    None
                }
            },
            ("jitsi", base) => match (context.current.map(|plan| &plan.video), base) {
                // The room stays the same while the workshop is edited: people may have its address open.
                (Some(room @ Video::Jitsi { .. }), _) => Some(room.clone()),
                (_, Some(base)) => Some(Video::Jitsi {
                    base: base.clone(),
                    room: room_name(context.random),
                }),
                (_, None) => check.choice("video", None),
            },
            _ => check.choice("video", None),
        }
    }

    fn agenda(&self, check: &mut Check, times: Option<(LocalTime, LocalTime)>) -> Vec<AgendaItem> {
        if self.agenda_rows() > MAX_AGENDA {
            check.wrong("agenda_title", Problem::TooMany(MAX_AGENDA));
            return Vec::new();
        }
        let rows = (0..self.agenda_rows()).filter_map(|row| self.agenda_row(check, row));
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
    fn agenda_row(&self, check: &mut Check, row: usize) -> Option<AgendaItem> {
        let cell = |column: &[String]| column.get(row).map_or("", |cell| cell.trim()).to_owned();
        let title = check.row_line("agenda_title", row, &cell(&self.agenda_title));
        let minutes = western_digits(&cell(&self.agenda_minutes));
        let speaker = check.row_line("agenda_speaker", row, &cell(&self.agenda_speaker));
        let some = |id: String| (!id.is_empty()).then_some(id);
        let organization = some(cell(&self.agenda_organization));
        let practice = some(cell(&self.agenda_practice));
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

fn language(word: &str) -> Option<&'static str> {
    ["ar", "en"].into_iter().find(|code| *code == word)
}

/// Collects what is wrong.
#[derive(Default)]
struct Check {
    problems: Problems,
}

impl Check {
    fn wrong(&mut self, field: &'static str, problem: Problem) {
        self.problems.push((Field(field, None), problem));
    }

    fn wrong_row(&mut self, field: &'static str, row: usize, problem: Problem) {
        self.problems.push((Field(field, Some(row)), problem));
    }

    fn choice<T>(&mut self, field: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.wrong(field, Problem::NotAChoice);
        }
        value
    }

    fn required(&mut self, field: &'static str, value: &str) {
        if value.is_empty() {
            self.wrong(field, Problem::Required);
        }
    }

    fn line(&mut self, field: &'static str, typed: &str, max: usize) -> String {
        let (text, problem) = read_line(typed, max);
        if let Some(problem) = problem {
            self.wrong(field, problem);
        }
        text
    }

    fn row_line(&mut self, field: &'static str, row: usize, typed: &str) -> String {
        let (text, problem) = read_line(typed, MAX_LINE);
        if let Some(problem) = problem {
            self.wrong_row(field, row, problem);
        }
        text
    }

    fn text(&mut self, field: &'static str, typed: &str, max: usize) -> String {
        // Browsers send CRLF, which would count twice.
        let text = typed.trim().replace("\r\n", "\n");
        if text.contains('\0') {
            self.wrong(field, Problem::Unreadable);
        } else if text.chars().count() > max {
            self.wrong(field, Problem::TooLong(max));
        }
        text
    }

    fn time(&mut self, field: &'static str, read: Result<LocalTime, BadTime>) -> Option<LocalTime> {
        match read {
            Ok(time) => Some(time),
            Err(wrong) => {
                let of_date = matches!(
                    wrong,
                    BadTime::DateMissing | BadTime::DateFormat | BadTime::DateDoesNotExist
                );
                let place = Field(if of_date { "date" } else { field }, None);
                // Start and end share the date: it is wrong once.
                if !self.problems.iter().any(|(known, _)| *known == place) {
                    self.problems.push((place, Problem::Time(wrong)));
                }
                None
            }
        }
    }

    fn clock(&mut self, field: &'static str, time: LocalTime, zones: &Zones) -> Option<Timestamp> {
        match time.instant(zones) {
            Ok(instant) => Some(instant),
            Err(wrong) => {
                self.wrong(field, Problem::Clock(wrong));
                None
            }
        }
    }

    fn number(
        &mut self,
        field: &'static str,
        row: Option<usize>,
        typed: &str,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let number = typed.parse().ok().filter(|n| (min..=max).contains(n));
        if number.is_none() {
            let problem = match typed.is_empty() {
                true => Problem::Required,
                false => Problem::NotBetween(min, max),
            };
            self.problems.push((Field(field, row), problem));
        }
        number
    }

    /// The ids without empty and repeated ones.
    fn links(&mut self, field: &'static str, ids: &[String]) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let ids = ids.iter().map(|id| id.trim()).filter(|id| !id.is_empty());
        let links: Vec<String> = ids
            .filter(|id| seen.insert(*id))
            .map(str::to_owned)
            .collect();
        if links.len() > MAX_LINKS {
            self.wrong(field, Problem::TooMany(MAX_LINKS));
        }
        links
    }
}

fn read_line(typed: &str, max: usize) -> (String, Option<Problem>) {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let problem = if text.chars().any(char::is_control) {
        Some(Problem::Unreadable)
    } else {
        (text.chars().count() > max).then_some(Problem::TooLong(max))
    };
    (text, problem)
}
