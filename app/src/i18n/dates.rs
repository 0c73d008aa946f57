//! Dates and times in words. Month names are those used in Palestine (CLDR ar-PS: كانون الثاني …), digits are Western.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::Words;

impl Words {
    /// A civil date: «3 آب 2026», "3 August 2026".
    pub fn date(self, date: Date) -> String {
        format!(
            "{} {} {}",
            date.day(),
            self.month(date.month()),
            date.year()
        )
    }

    /// A civil date with its weekday and time: «الإثنين 3 آب 2026، 10:30».
    pub fn date_time(self, at: DateTime) -> String {
        self.date_with_time(self.date(at.date()), self.clock(at), self.weekday(at))
    }

    /// The clock time alone, 24 hours: `10:30`.
    pub fn clock(self, at: DateTime) -> String {
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// The date of an instant, on the clocks of the network.
    pub fn day_of(self, at: Timestamp) -> String {
        self.date(local(at).date())
    }

    /// The date and time of an instant, on the clocks of the network.
    pub fn moment(self, at: Timestamp) -> String {
        self.date_time(local(at))
    }

    fn weekday(self, at: DateTime) -> &'static str {
        match at.weekday().to_monday_zero_offset() {
            0 => self.weekday_monday(),
            1 => self.weekday_tuesday(),
            2 => self.weekday_wednesday(),
            3 => self.weekday_thursday(),
            4 => self.weekday_friday(),
            5 => self.weekday_saturday(),
            _ => self.weekday_sunday(),
        }
    }

    fn month(self, month: i8) -> &'static str {
        match month {
            1 => self.month_january(),
            2 => self.month_february(),
            3 => self.month_march(),
            4 => self.month_april(),
            5 => self.month_may(),
            6 => self.month_june(),
            7 => self.month_july(),
            8 => self.month_august(),
            9 => self.month_september(),
            10 => self.month_october(),
            11 => self.month_november(),
            _ => self.month_december(),
        }
    }
}

/// An instant on the clocks of the network (Asia/Hebron; Asia/Gaza has shown the same since 2011).
fn local(at: Timestamp) -> DateTime {
    let zone = TimeZone::get("Asia/Hebron").unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).datetime()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::i18n::Locale;

    #[test]
    fn months_are_those_used_in_palestine() {
        let said = Locale::Ar.words().date(date(2026, 8, 3));
        assert_eq!(said, "3 آب 2026");
        assert_eq!(Locale::En.words().date(date(2026, 8, 3)), "3 August 2026");
    }

    #[test]
    fn weekday_date_and_time_stand_in_this_order() {
        let said = Locale::En
            .words()
            .date_time(date(2026, 11, 22).at(10, 0, 0, 0));
        let plain: String = said
            .chars()
            .filter(|c| !matches!(c, '\u{2068}' | '\u{2069}'))
            .collect();
        assert_eq!(plain, "Sunday 22 November 2026, 10:00");
    }

    #[test]
    fn an_instant_is_told_in_local_time() {
        let at: jiff::Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        assert!(Locale::En.words().moment(at).contains("10:00"));
    }
}
