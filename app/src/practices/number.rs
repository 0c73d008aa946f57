//! Figures as people type and read them: Arabic-Indic and Western digits, `٫` or `.` before the decimals, `٬` or `,` between
//! thousands.

use crate::i18n::grouped;

/// More than any municipality counts; beyond it `f64` loses whole units.
const LARGEST: f64 = 1e15;

/// Reads a figure; `None` where it is none, or where a separator stands in a place that makes it ambiguous (`1,5`).
pub fn read(text: &str) -> Option<f64> {
    let text: String = text
        .trim()
        .trim_end_matches(['%', '٪'])
        .trim_end()
        .chars()
        .map(western)
        .collect();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.as_str()),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<_> = whole.split(',').collect();
    let in_thousands = groups.len() == 1
        || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    if !in_thousands || !groups.iter().all(|group| all_digits(group)) || !all_digits(decimals) {
        return None;
    }
    let value: f64 = format!("{}.{decimals}", groups.concat()).parse().ok()?;
    (value <= LARGEST).then_some(sign * value)
}

fn western(c: char) -> char {
    match c {
        '٠'..='٩' => shift(c, '٠'),
        '۰'..='۹' => shift(c, '۰'),
        '٫' => '.',
        '٬' | '،' => ',',
        '−' => '-',
        other => other,
    }
}

fn shift(c: char, zero: char) -> char {
    u32::from(c)
        .checked_sub(u32::from(zero))
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(c)
}

/// A figure for readers: grouped, at most three decimals, none that say nothing.
pub fn show(value: f64) -> String {
    let text = plain(value);
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let grouped_whole = whole
        .trim_start_matches('-')
        .parse()
        .map_or(whole.to_owned(), grouped);
    let sign = if value < 0.0 && text != "0" { "-" } else { "" };
    if decimals.is_empty() {
        format!("{sign}{grouped_whole}")
    } else {
        format!("{sign}{grouped_whole}.{decimals}")
    }
}

/// A figure for a form's field: [`read`] gives the same one back.
pub fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_are_read_in_both_scripts() {
        for (text, value) in [
            ("3921", 3921.0),
            ("3,921", 3921.0),
            ("٣٬٩٢١", 3921.0),
            ("٩٩٫٦", 99.6),
            ("99.6 %", 99.6),
            ("۱۲", 12.0),
            ("−4", -4.0),
            ("1,234,567.5", 1_234_567.5),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_figure_or_two_is_refused() {
        for text in [
            "",
            "x",
            "1,5",
            "1.",
            ".5",
            "1..2",
            "1,,000",
            "1e9",
            "NaN",
            "inf",
            "--1",
            "9999999999999999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn figures_are_shown_without_empty_decimals() {
        assert_eq!(show(3921.0), "3,921");
        assert_eq!(show(99.6), "99.6");
        assert_eq!(show(-1234.25), "-1,234.25");
        assert_eq!(show(0.0), "0");
        assert_eq!(show(-0.5), "-0.5");
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(thousandths in -1_000_000_000_000i64..1_000_000_000_000) {
            #[allow(clippy::cast_precision_loss)]
            let value = thousandths as f64 / 1000.0;
            prop_assert_eq!(read(&show(value)), Some(value));
            prop_assert_eq!(read(&plain(value)), Some(value));
        }
    }
}
