//! Local wall time: what people agreed on, and the instant it means today.
//!
//! A workshop is at 10:00 on a clock in Gaza. Palestine changes its clock rules at short notice, so the wall time and the
//! zone are what is stored; the instant beside them is derived, and derived again when the rules change.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, tz};

/// A zone that a wall time can belong to. Both show the same clock since 2011, but each is its own in the tz database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Zone {
    /// Asia/Gaza.
    Gaza,
    /// Asia/Hebron.
    #[default]
    Hebron,
}

impl Zone {
    /// Every zone, in the order that a form offers them.
    pub const ALL: [Zone; 2] = [Zone::Hebron, Zone::Gaza];

    /// The name in the tz database, which is also how the zone is stored.
    pub fn name(self) -> &'static str {
        match self {
            Zone::Gaza => "Asia/Gaza",
            Zone::Hebron => "Asia/Hebron",
        }
    }

    /// The zone of that name.
    pub fn from_name(name: &str) -> Option<Zone> {
        Zone::ALL.into_iter().find(|zone| zone.name() == name)
    }
}

/// The clock rules of both zones, as one reading of the tz database.
#[derive(Debug, Clone)]
pub struct Zones {
    gaza: TimeZone,
    hebron: TimeZone,
}

impl Zones {
    /// The rules that this machine has now: the system's zone files, or the bundled ones where there are none. Cheap
    /// (jiff caches them for some minutes), so that long-running code asks again rather than keeping an old answer.
    pub fn current() -> Zones {
        Zones::from_database(tz::db())
    }

    /// The rules compiled into the program: the same everywhere, which tests need.
    pub fn bundled() -> Zones {
        Zones::from_database(&TimeZoneDatabase::bundled())
    }

    fn from_database(database: &TimeZoneDatabase) -> Zones {
        let get = |zone: Zone| {
            database
                .get(zone.name())
                // Winter time all year is an hour off in summer; refusing to show any time would be worse.
                .unwrap_or_else(|_| TimeZone::fixed(Offset::constant(2)))
        };
        Zones {
            gaza: get(Zone::Gaza),
            hebron: get(Zone::Hebron),
        }
    }

    /// The rules of one zone.
    pub fn get(&self, zone: Zone) -> &TimeZone {
        match zone {
            Zone::Gaza => &self.gaza,
            Zone::Hebron => &self.hebron,
        }
    }

    /// What the clock of a zone shows at an instant, to the minute.
    pub fn wall_time(&self, instant: Timestamp, zone: Zone) -> LocalTime {
        let at = self.get(zone).to_datetime(instant);
        LocalTime::new(at.date(), at.time(), zone)
    }
}

/// A minute on the clock of a zone. As text, `2026-11-22T10:00`, beside the zone's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime {
    at: DateTime,
    zone: Zone,
}

/// Why a wall time is not one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOneInstant {
    /// The clock jumps over it: it never shows this time.
    Gap,
    /// The clock goes back over it: it shows this time twice.
    Fold,
}

/// What is wrong with a date or a time that someone typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadTime {
    /// The date is empty.
    DateMissing,
    /// Not `YYYY-MM-DD`.
    DateFormat,
    /// Well-formed, but no calendar has it (30 February).
    DateDoesNotExist,
    /// The time is empty.
    TimeMissing,
    /// Not `HH:MM` between 00:00 and 23:59.
    TimeFormat,
}

impl LocalTime {
    /// A wall time; seconds and less are dropped.
    pub fn new(date: Date, time: Time, zone: Zone) -> LocalTime {
        let minute = Time::constant(time.hour(), time.minute(), 0, 0);
        LocalTime {
            at: date.to_datetime(minute),
            zone,
        }
    }

    /// Reads the two fields of a form; digits may be Arabic-Indic, as phones type them.
    pub fn parse(date: &str, time: &str, zone: Zone) -> Result<LocalTime, BadTime> {
        Ok(LocalTime::new(parse_date(date)?, parse_time(time)?, zone))
    }

    /// Reads the stored text and zone name back.
    pub fn from_stored(text: &str, zone: &str) -> Option<LocalTime> {
        let zone = Zone::from_name(zone)?;
        let (date, time) = text.split_once('T')?;
        LocalTime::parse(date, time, zone).ok()
    }

    /// The day.
    pub fn date(self) -> Date {
        self.at.date()
    }

    /// The time of day.
    pub fn time(self) -> Time {
        self.at.time()
    }

    /// Day and time together.
    pub fn datetime(self) -> DateTime {
        self.at
    }

    /// The zone whose clock this is.
    pub fn zone(self) -> Zone {
        self.zone
    }

    /// The instant this means, if it means exactly one: what a form accepts.
    pub fn instant(self, zones: &Zones) -> Result<Timestamp, NotOneInstant> {
        let ambiguous = zones.get(self.zone).to_ambiguous_timestamp(self.at);
        match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => Err(NotOneInstant::Gap),
            AmbiguousOffset::Fold { .. } => Err(NotOneInstant::Fold),
            AmbiguousOffset::Unambiguous { offset } => {
                offset.to_timestamp(self.at).map_err(|_| NotOneInstant::Gap)
            }
        }
    }

    /// The instant this means under rules that may have changed since people agreed on it, so it must answer: a time
    /// that is now skipped moves forward by the jump, one that now comes twice means the first.
    pub fn instant_again(self, zones: &Zones) -> Timestamp {
        zones
            .get(self.zone)
            .to_ambiguous_timestamp(self.at)
            .compatible()
            .unwrap_or(Timestamp::MAX)
    }

    /// The wall time some minutes later, counted on the clock's face (an agenda does not care about a clock change).
    pub fn plus_minutes(self, minutes: i64) -> LocalTime {
        let at = self
            .at
            .saturating_add(jiff::SignedDuration::from_mins(minutes));
        LocalTime { at, ..self }
    }
}

/// `2026-11-22T10:00`: as it is stored.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.at.date(), self.at.time());
        write!(f, "{date}T{:02}:{:02}", time.hour(), time.minute())
    }
}

/// Reads `YYYY-MM-DD`, in Western or Arabic-Indic digits.
pub fn parse_date(text: &str) -> Result<Date, BadTime> {
    let text = western_digits(text.trim());
    if text.is_empty() {
        return Err(BadTime::DateMissing);
    }
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return Err(BadTime::DateFormat);
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(BadTime::DateFormat);
    }
    let (year, month, day): (i16, i8, i8) = (number(year)?, number(month)?, number(day)?);
    Date::new(year, month, day).map_err(|_| BadTime::DateDoesNotExist)
}

fn number<N: FromStr>(digits: &str) -> Result<N, BadTime> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadTime::DateFormat);
    }
    digits.parse().map_err(|_| BadTime::DateFormat)
}

/// Reads `HH:MM`, in Western or Arabic-Indic digits; browsers may add seconds, which are dropped.
pub fn parse_time(text: &str) -> Result<Time, BadTime> {
    let text = western_digits(text.trim());
    if text.is_empty() {
        return Err(BadTime::TimeMissing);
    }
    let mut parts = text.split(':');
    let mut next = || -> Result<i8, BadTime> {
        let part = parts.next().ok_or(BadTime::TimeFormat)?;
        if part.is_empty() || part.len() > 2 {
            return Err(BadTime::TimeFormat);
        }
        number(part).map_err(|_| BadTime::TimeFormat)
    };
    let (hour, minute) = (next()?, next()?);
    Time::new(hour, minute, 0, 0).map_err(|_| BadTime::TimeFormat)
}

/// Arabic-Indic (٠–٩) and Persian (۰–۹) digits as 0–9; everything else as it is.
pub fn western_digits(text: &str) -> String {
    let western = |c: char| match c {
        '٠'..='٩' => char::from_digit(c as u32 - '٠' as u32, 10).unwrap_or(c),
        '۰'..='۹' => char::from_digit(c as u32 - '۰' as u32, 10).unwrap_or(c),
        _ => c,
    };
    text.chars().map(western).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use jiff::{SignedDuration, ToSpan};
    use proptest::prelude::*;

    use super::*;

    fn local(text: &str, zone: Zone) -> LocalTime {
        LocalTime::from_stored(text, zone.name()).expect("a stored local time")
    }

    /// Every clock change of 2024 to 2030: the instant, and the offsets around it in seconds.
    fn transitions(zone: Zone) -> Vec<(Timestamp, i32, i32)> {
        let zones = Zones::bundled();
        let rules = zones.get(zone);
        let (start, end) = ("2024-01-01T00:00Z", "2031-01-01T00:00Z");
        let end: Timestamp = end.parse().expect("an instant");
        rules
            .following(start.parse().expect("an instant"))
            .map(|change| change.timestamp())
            .take_while(|at| *at < end)
            .map(|at| {
                let before = rules.to_offset(at - SignedDuration::from_secs(1));
                (at, before.seconds(), rules.to_offset(at).seconds())
            })
            .collect()
    }

    #[test]
    fn a_form_is_read_in_both_digit_systems() {
        let expected = LocalTime::new(date(2026, 11, 22), time(9, 5, 0, 0), Zone::Gaza);
        for (day, clock) in [
            ("2026-11-22", "09:05"),
            (" 2026-11-22 ", "9:05"),
            ("٢٠٢٦-١١-٢٢", "٠٩:٠٥"),
            ("۲۰۲۶-۱۱-۲۲", "09:05:30"),
        ] {
            assert_eq!(LocalTime::parse(day, clock, Zone::Gaza), Ok(expected));
        }
        assert_eq!(expected.to_string(), "2026-11-22T09:05");
    }

    #[test]
    fn what_is_wrong_with_a_date_is_said_precisely() {
        for (text, wrong) in [
            ("", BadTime::DateMissing),
            ("22/11/2026", BadTime::DateFormat),
            ("2026-11", BadTime::DateFormat),
            ("26-11-22", BadTime::DateFormat),
            ("2026-+1-22", BadTime::DateFormat),
            ("2026-02-30", BadTime::DateDoesNotExist),
            ("2026-13-01", BadTime::DateDoesNotExist),
            ("2027-02-29", BadTime::DateDoesNotExist),
        ] {
            assert_eq!(parse_date(text), Err(wrong), "{text}");
        }
        assert_eq!(parse_time(" "), Err(BadTime::TimeMissing));
        for text in [
            "10", "24:00", "10:60", "10:5x", "-1:00", "ten", "10:", ":10",
        ] {
            assert_eq!(parse_time(text), Err(BadTime::TimeFormat), "{text}");
        }
    }

    #[test]
    fn the_real_clock_changes_are_detected() {
        // Palestine moved its clocks on 28 March 2026 at 02:00 and back on 24 October 2026 at 02:00 (bundled tz database).
        let zones = Zones::bundled();
        for zone in Zone::ALL {
            let gap = local("2026-03-28T02:30", zone);
            let fold = local("2026-10-24T01:30", zone);
            assert_eq!(gap.instant(&zones), Err(NotOneInstant::Gap));
            assert_eq!(fold.instant(&zones), Err(NotOneInstant::Fold));
            assert_eq!(
                gap.instant_again(&zones).to_string(),
                "2026-03-28T00:30:00Z"
            );
            assert_eq!(
                fold.instant_again(&zones).to_string(),
                "2026-10-23T22:30:00Z"
            );
        }
    }

    #[test]
    fn every_change_from_2024_to_2030_is_a_gap_or_a_fold() {
        let zones = Zones::bundled();
        for zone in Zone::ALL {
            let changes = transitions(zone);
            assert!(changes.len() >= 14, "at least two changes a year");
            for (at, before, after) in changes {
                let shown = |seconds: i32| {
                    let offset = Offset::from_seconds(seconds).expect("an offset");
                    offset.to_datetime(at)
                };
                // The half hour inside the jump, whichever way it goes.
                let inside = shown(before.min(after)) + 30.minutes();
                let inside = LocalTime::new(inside.date(), inside.time(), zone);
                let expected = match after > before {
                    true => NotOneInstant::Gap,
                    false => NotOneInstant::Fold,
                };
                assert_eq!(inside.instant(&zones), Err(expected), "{inside}");
            }
        }
    }

    #[test]
    fn a_rule_change_moves_the_instant_and_not_the_clock() {
        let agreed = local("2026-06-01T10:00", Zone::Gaza);
        let summer = Zones::bundled();
        let winter = Zones {
            gaza: TimeZone::fixed(Offset::constant(2)),
            hebron: TimeZone::fixed(Offset::constant(2)),
        };
        let (before, after) = (agreed.instant_again(&summer), agreed.instant_again(&winter));
        assert_eq!(after.duration_since(before).as_mins(), 60);
        assert_eq!(agreed.to_string(), "2026-06-01T10:00");
    }

    proptest! {
        /// Any minute of 2024 to 2030, on either clock, comes back as it was, unless the clock never or twice shows it.
        #[test]
        fn wall_time_survives_the_round_trip(minute in 0i64..7 * 365 * 24 * 60, gaza in any::<bool>()) {
            let zone = if gaza { Zone::Gaza } else { Zone::Hebron };
            let zones = Zones::bundled();
            let start = LocalTime::new(date(2024, 1, 1), time(0, 0, 0, 0), zone);
            let wall = start.plus_minutes(minute);
            prop_assert_eq!(LocalTime::from_stored(&wall.to_string(), zone.name()), Some(wall));
            match wall.instant(&zones) {
                Ok(instant) => {
                    prop_assert_eq!(zones.wall_time(instant, zone), wall);
                    prop_assert_eq!(wall.instant_again(&zones), instant);
                }
                Err(NotOneInstant::Gap) => {
                    let later = zones.wall_time(wall.instant_again(&zones), zone);
                    prop_assert_eq!(later, wall.plus_minutes(60));
                }
                Err(NotOneInstant::Fold) => {
                    let first = wall.instant_again(&zones);
                    let second = first + SignedDuration::from_hours(1);
                    prop_assert_eq!(zones.wall_time(first, zone), wall);
                    prop_assert_eq!(zones.wall_time(second, zone), wall);
                }
            }
        }

        /// Every instant has a wall time, which means that instant or is one of two.
        #[test]
        fn an_instant_is_shown_and_found_again(second in 1_704_067_200i64..1_924_992_000, gaza in any::<bool>()) {
            let zone = if gaza { Zone::Gaza } else { Zone::Hebron };
            let zones = Zones::bundled();
            let instant = Timestamp::from_second(second - second % 60).expect("in range");
            match zones.wall_time(instant, zone).instant(&zones) {
                Ok(found) => prop_assert_eq!(found, instant),
                Err(wrong) => prop_assert_eq!(wrong, NotOneInstant::Fold),
            }
        }

        /// Nonsense in a form is an error and never a panic.
        #[test]
        fn any_text_is_read_or_refused(day in "\\PC{0,12}", clock in "\\PC{0,8}") {
            let _ = LocalTime::parse(&day, &clock, Zone::Gaza);
        }
    }
}
