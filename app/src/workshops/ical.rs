//! iCalendar (RFC 5545, with the methods of RFC 5546), written by hand: a few properties, done exactly.
//!
//! Times are wall time with `TZID`, and the calendar carries the zone's changes around its events, so that a calendar
//! program with older rules than ours still shows the clock time people agreed on.

use std::collections::BTreeMap;

use jiff::tz::Dst;
use jiff::{SignedDuration, Timestamp};

use crate::time::{LocalTime, Zone, Zones};

/// What the receiver should do with the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read it: a download or a feed.
    Publish,
    /// Put it in the reader's calendar, or update it there.
    Request,
    /// Take it out again.
    Cancel,
}

impl Method {
    /// The word in the calendar and in the mail's content type.
    pub fn name(self) -> &'static str {
        match self {
            Method::Publish => "PUBLISH",
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        }
    }
}

/// Whether an event takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not agreed yet.
    Tentative,
    /// It takes place.
    Confirmed,
    /// It does not.
    Cancelled,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Status::Tentative => "TENTATIVE",
            Status::Confirmed => "CONFIRMED",
            Status::Cancelled => "CANCELLED",
        }
    }
}

/// Someone with a calendar address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// What a calendar program shows.
    pub name: String,
    /// The e-mail address.
    pub address: String,
}

/// When an event takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From one wall time to another.
    Between(LocalTime, LocalTime),
    /// On one day, at an hour that this reader may not know.
    Day(jiff::civil::Date),
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stays the same through every change.
    pub uid: String,
    /// Grows with every change that people must hear of.
    pub sequence: i64,
    /// When this state of the event came to be.
    pub changed_at: Timestamp,
    /// When this copy was made: what came last counts where the sequence is the same, as for someone who registers, cancels
    /// and registers again.
    pub made_at: Timestamp,
    /// When it takes place.
    pub when: When,
    /// Whether it does.
    pub status: Status,
    /// The language of the texts, `ar` or `en`.
    pub language: &'static str,
    /// Its title.
    pub summary: String,
    /// A few lines of plain text; may be empty.
    pub description: String,
    /// Where; may be empty.
    pub location: String,
    /// Its page.
    pub url: String,
    /// Who invites.
    pub organizer: Option<Party>,
    /// Whom this copy is for.
    pub attendee: Option<Party>,
}

/// Writes a calendar of some events. A feed has a name; a calendar that comes by mail has none.
pub fn calendar(method: Method, name: Option<&str>, events: &[Event], zones: &Zones) -> String {
    let mut out = Writer::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Tabadul//Tabadul//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line(&format!("METHOD:{}", method.name()));
    if let Some(name) = name {
        out.text("NAME", name);
        out.text("X-WR-CALNAME", name);
        out.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        out.line("X-PUBLISHED-TTL:PT1H");
    }
    for (zone, span) in spans(events, zones) {
        write_zone(&mut out, zone, span, zones);
    }
    for event in events {
        write_event(&mut out, event);
    }
    out.line("END:VCALENDAR");
    out.out
}

fn write_event(out: &mut Writer, event: &Event) {
    out.line("BEGIN:VEVENT");
    out.text("UID", &event.uid);
    out.line(&format!("DTSTAMP:{}", utc(event.made_at)));
    out.line(&format!("LAST-MODIFIED:{}", utc(event.changed_at)));
    out.line(&format!("SEQUENCE:{}", event.sequence));
    match event.when {
        When::Between(starts, ends) => {
            out.line(&zoned("DTSTART", starts));
            out.line(&zoned("DTEND", ends));
        }
        When::Day(day) => out.line(&format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d"))),
    }
    out.line(&format!("STATUS:{}", event.status.name()));
    let language = format!(";LANGUAGE={}", event.language);
    out.text(&format!("SUMMARY{language}"), &event.summary);
    for (property, text) in [
        ("DESCRIPTION", &event.description),
        ("LOCATION", &event.location),
    ] {
        if !text.is_empty() {
            out.text(&format!("{property}{language}"), text);
        }
    }
    out.line(&format!("URL:{}", visible(&event.url)));
    if let Some(party) = &event.organizer {
        out.line(&format!("ORGANIZER{}", party_value(party)));
    }
    if let Some(party) = &event.attendee {
        // They registered, so the portal need not ask again whether they come.
        let status = match event.status {
            Status::Cancelled => "DECLINED",
            _ => "ACCEPTED",
        };
        let value = party_value(party);
        out.line(&format!(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};RSVP=FALSE{value}"
        ));
    }
    out.line("TRANSP:OPAQUE");
    out.line("END:VEVENT");
}

fn party_value(party: &Party) -> String {
    // A quoted parameter value may hold anything but quotes and control characters.
    let name = visible(&party.name).replace('"', "'");
    format!(";CN=\"{name}\":mailto:{}", visible(&party.address))
}

fn zoned(property: &str, time: LocalTime) -> String {
    let at = time.datetime().strftime("%Y%m%dT%H%M%S");
    format!("{property};TZID={}:{at}", time.zone().name())
}

fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// For each zone that events use, the instants between which its rules matter.
fn spans(events: &[Event], zones: &Zones) -> BTreeMap<&'static str, (Zone, Timestamp, Timestamp)> {
    let mut spans = BTreeMap::new();
    for event in events {
        let When::Between(starts, ends) = event.when else {
            continue;
        };
        let zone = starts.zone();
        let (from, to) = (starts.instant_again(zones), ends.instant_again(zones));
        let span = spans.entry(zone.name()).or_insert((zone, from, to));
        span.1 = span.1.min(from);
        span.2 = span.2.max(to);
    }
    spans
}

type Span = (Zone, Timestamp, Timestamp);

fn write_zone(out: &mut Writer, name: &str, (zone, from, to): Span, zones: &Zones) {
    out.line("BEGIN:VTIMEZONE");
    out.line(&format!("TZID:{name}"));
    let rules = zones.get(zone);
    // The rule in force at the first event, then every change until shortly after the last.
    let until = to
        .saturating_add(SignedDuration::from_hours(24))
        .unwrap_or(to);
    let in_force = rules
        .preceding(from)
        .next()
        .map(|change| change.timestamp());
    let later = rules.following(from).map(|change| change.timestamp());
    let mut written = false;
    for change in in_force
        .into_iter()
        .chain(later.take_while(|at| *at < until))
    {
        write_change(out, change, zones, zone);
        written = true;
    }
    if !written {
        // A zone without any change (the fall-back when no rules were found): the offset it always has.
        write_observance(
            out,
            "STANDARD",
            "19700101T000000",
            (from, from),
            zones,
            zone,
        );
    }
    out.line("END:VTIMEZONE");
}

fn write_change(out: &mut Writer, change: Timestamp, zones: &Zones, zone: Zone) {
    let rules = zones.get(zone);
    let before = change
        .saturating_sub(SignedDuration::from_secs(1))
        .unwrap_or(change);
    let kind = match rules.to_offset_info(change).dst() {
        Dst::Yes => "DAYLIGHT",
        Dst::No => "STANDARD",
    };
    // By RFC 5545 a change is dated by the clock that was valid until then.
    let onset = rules.to_offset(before).to_datetime(change);
    let onset = onset.strftime("%Y%m%dT%H%M%S").to_string();
    write_observance(out, kind, &onset, (before, change), zones, zone);
}

fn write_observance(
    out: &mut Writer,
    kind: &str,
    onset: &str,
    (before, after): (Timestamp, Timestamp),
    zones: &Zones,
    zone: Zone,
) {
    let rules = zones.get(zone);
    out.line(&format!("BEGIN:{kind}"));
    out.line(&format!("DTSTART:{onset}"));
    out.line(&format!(
        "TZOFFSETFROM:{}",
        offset(rules.to_offset(before).seconds())
    ));
    out.line(&format!(
        "TZOFFSETTO:{}",
        offset(rules.to_offset(after).seconds())
    ));
    out.line(&format!(
        "TZNAME:{}",
        rules.to_offset_info(after).abbreviation()
    ));
    out.line(&format!("END:{kind}"));
}

fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    match seconds.abs() % 60 {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        rest => format!("{sign}{hours:02}{minutes:02}{rest:02}"),
    }
}

/// The text without control characters, which no property may hold.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Content lines: CRLF at the end, folded so that none is longer than 75 octets and no letter is cut in two.
#[derive(Default)]
struct Writer {
    out: String,
}

impl Writer {
    const OCTETS: usize = 75;

    fn text(&mut self, property: &str, text: &str) {
        self.line(&format!("{property}:{}", escape(text)));
    }

    fn line(&mut self, line: &str) {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > Self::OCTETS {
                self.out.push_str("\r\n ");
                used = 1;
            }
            self.out.push(c);
            used += c.len_utf8();
        }
        self.out.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str, zone: Zone) -> LocalTime {
        LocalTime::from_stored(text, zone.name()).expect("a stored local time")
    }

    fn event(starts: &str, ends: &str, zone: Zone) -> Event {
        Event {
            uid: "0190-abc@tabadul".to_owned(),
            sequence: 2,
            changed_at: "2026-11-20T08:00:00.123456Z".parse().expect("an instant"),
            made_at: "2026-11-21T09:30:00Z".parse().expect("an instant"),
            when: When::Between(local(starts, zone), local(ends, zone)),
            status: Status::Confirmed,
            language: "ar",
            summary:
                "ورشة تبادل خبرات: وحدة المعلومات والشكاوى؛ دورة حياة الشكوى، من الاستقبال إلى الإغلاق"
                    .to_owned(),
            description: "First, second; third\\fourth\r\nnext line\u{7}".to_owned(),
            location: String::new(),
            url: "https://tabadul.example.ps/ar/workshops/0190".to_owned(),
            organizer: Some(Party {
                name: "بلدية \"غزة\"".to_owned(),
                address: "no-reply@tabadul.example.ps".to_owned(),
            }),
            attendee: Some(Party {
                name: "reader@example.ps".to_owned(),
                address: "reader@example.ps".to_owned(),
            }),
        }
    }

    fn unfold(calendar: &str) -> Vec<String> {
        calendar
            .replace("\r\n ", "")
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn an_event_is_written_in_full() {
        let event = event("2026-12-06T10:00", "2026-12-06T12:30", Zone::Gaza);
        let lines = unfold(&calendar(
            Method::Request,
            None,
            &[event],
            &Zones::bundled(),
        ));
        for line in [
            "METHOD:REQUEST",
            "BEGIN:VTIMEZONE",
            "TZID:Asia/Gaza",
            "BEGIN:STANDARD",
            "DTSTART:20261024T020000",
            "TZOFFSETFROM:+0300",
            "TZOFFSETTO:+0200",
            "TZNAME:EET",
            "UID:0190-abc@tabadul",
            "SEQUENCE:2",
            "DTSTAMP:20261121T093000Z",
            "LAST-MODIFIED:20261120T080000Z",
            "DTSTART;TZID=Asia/Gaza:20261206T100000",
            "DTEND;TZID=Asia/Gaza:20261206T123000",
            "STATUS:CONFIRMED",
            "SUMMARY;LANGUAGE=ar:ورشة تبادل خبرات: وحدة المعلومات والشكاوى؛ دورة حياة الشكوى، من الاستقبال إلى الإغلاق",
            "DESCRIPTION;LANGUAGE=ar:First\\, second\\; third\\\\fourth\\nnext line",
            "ORGANIZER;CN=\"بلدية 'غزة'\":mailto:no-reply@tabadul.example.ps",
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN=\"reader@example.ps\":mailto:reader@example.ps",
        ] {
            assert!(lines.iter().any(|have| have == line), "{line}\n{lines:#?}");
        }
        assert!(!lines.iter().any(|line| line == "BEGIN:DAYLIGHT"));
    }

    #[test]
    fn lines_are_folded_between_letters() {
        let event = event("2026-12-06T10:00", "2026-12-06T12:30", Zone::Gaza);
        let text = calendar(
            Method::Publish,
            Some("بلدية غزة"),
            &[event],
            &Zones::bundled(),
        );
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.contains("\r\n "), "something is long enough to fold");
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{line}");
            assert!(!line.contains(['\r', '\n']), "{line}");
        }
    }

    #[test]
    fn a_feed_across_a_clock_change_carries_both_rules() {
        let events = [
            event("2026-03-27T10:00", "2026-03-27T12:00", Zone::Hebron),
            event("2026-10-25T10:00", "2026-10-25T12:00", Zone::Hebron),
            event("2026-06-01T10:00", "2026-06-01T12:00", Zone::Gaza),
        ];
        let lines = unfold(&calendar(Method::Publish, None, &events, &Zones::bundled()));
        let count = |line: &str| lines.iter().filter(|have| *have == line).count();
        assert_eq!(count("BEGIN:VTIMEZONE"), 2);
        // Hebron: winter before, summer, winter again. Gaza: summer.
        assert_eq!((count("BEGIN:STANDARD"), count("BEGIN:DAYLIGHT")), (2, 2));
        assert_eq!(count("DTSTART:20260328T020000"), 2);
        assert_eq!(count("TZNAME:EEST"), 2);
    }

    #[test]
    fn a_day_needs_no_zone() {
        let mut event = event("2026-12-06T10:00", "2026-12-06T12:30", Zone::Gaza);
        event.when = When::Day(jiff::civil::date(2026, 12, 6));
        event.status = Status::Cancelled;
        let lines = unfold(&calendar(Method::Cancel, None, &[event], &Zones::bundled()));
        assert!(
            lines
                .iter()
                .any(|line| line == "DTSTART;VALUE=DATE:20261206")
        );
        assert!(lines.iter().any(|line| line == "STATUS:CANCELLED"));
        assert!(!lines.iter().any(|line| line.contains("VTIMEZONE")));
    }
}
