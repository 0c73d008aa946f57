//! Workshops as calendar events: for mails, downloads and feeds.

use jiff::Timestamp;

use super::ical::{Event, Method, Party, Status, When, calendar};
use super::types::{Decision, Kind, State, Workshop, shown_span};
use crate::App;
use crate::i18n::Locale;
use crate::mail::CalendarPart;
use crate::organizations::Organization;
use crate::time::Zones;

/// How much of a workshop a reader may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knows {
    /// What every reader of its page does.
    Page,
    /// Place and exact time too: registered people and organisers.
    Everything,
}

/// Whether this reader may know the hour: that of a field visit is for those who come.
pub fn tells_time(workshop: &Workshop, knows: Knows) -> bool {
    workshop.plan.kind != Kind::FieldVisit || knows == Knows::Everything
}

/// Where it stands now, as this reader may know it. Whoever may not know the hour sees the day alone: a field visit is to
/// come until its day is over, so that no page tells the moment at which people are there.
pub fn shown_state(workshop: &Workshop, knows: Knows, now: Timestamp, zones: &Zones) -> State {
    if tells_time(workshop, knows) {
        return workshop.state(now);
    }
    let plan = &workshop.plan;
    let (_, over) = shown_span(plan.kind, plan.starts, plan.ends, zones);
    State::at(workshop.decision, over, over, now)
}

/// The event of a workshop, in a reader's language.
pub fn event(
    app: &App,
    workshop: &Workshop,
    hosts: &[Organization],
    locale: Locale,
    knows: Knows,
) -> Event {
    let plan = &workshop.plan;
    let (title, language) = plan.title_in(locale);
    let t = locale.words();
    let names: Vec<String> = hosts.iter().map(|host| host.title(t)).collect();
    let url = app
        .settings
        .url(&format!("/{locale}/workshops/{}", workshop.id));
    let summary = plan.summary_in(locale).0;
    Event {
        // Not the host: a portal that moves to another address would otherwise leave every event in calendars behind.
        uid: format!("{}@tabadul", workshop.id),
        sequence: workshop.sequence,
        changed_at: workshop.updated_at,
        // A download says the same as long as the workshop does; a mail is stamped when it is written.
        made_at: workshop.updated_at,
        when: match tells_time(workshop, knows) {
            true => When::Between(plan.starts, plan.ends),
            false => When::Day(plan.starts.date()),
        },
        status: match workshop.decision {
            Decision::Proposed => Status::Tentative,
            Decision::Cancelled | Decision::Declined => Status::Cancelled,
            Decision::Scheduled | Decision::Closed => Status::Confirmed,
        },
        language: language.code(),
        summary: title.to_owned(),
        description: [summary, &names.join(&t.list_separator()), &url]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        location: match knows {
            Knows::Everything => plan.place.clone(),
            Knows::Page => String::new(),
        },
        url,
        organizer: crate::mail::sender(&app.settings).ok().map(|sender| Party {
            name: names.into_iter().next().unwrap_or_default(),
            address: sender.address(),
        }),
        attendee: None,
    }
}

/// The calendar part of a mail to one registered person, written now.
pub fn part(method: Method, event: &Event, address: &str, now: Timestamp) -> CalendarPart {
    let mut event = event.clone();
    event.made_at = now;
    event.attendee = Some(Party {
        name: address.to_owned(),
        address: address.to_owned(),
    });
    if method == Method::Cancel {
        event.status = Status::Cancelled;
    }
    CalendarPart {
        method: method.name().to_owned(),
        ics: calendar(method, None, &[event], &Zones::current()),
    }
}
