//! Every word the portal says. The catalogues are `locales/{ar,en}/*.ftl`; the build turns each message into a method of
//! [`Words`] (see `build.rs`), so a missing key, argument or translation is a compile error and an unused one a warning.

mod dates;

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A language the portal speaks.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Arabic as written in Palestine, right to left; the first language.
    #[default]
    Ar,
    /// English.
    En,
}

impl Locale {
    /// Both, Arabic first.
    pub const ALL: [Self; 2] = [Self::Ar, Self::En];

    /// The BCP 47 code, also the first segment of every page's path.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
        }
    }

    /// The value of the `dir` attribute.
    pub fn direction(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::En => "ltr",
        }
    }

    /// The other of the two.
    pub fn other(self) -> Self {
        match self {
            Self::Ar => Self::En,
            Self::En => Self::Ar,
        }
    }

    /// Reads a code as [`Locale::code`] writes it.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.code() == code)
    }

    /// The better of the two for an `Accept-Language` header (RFC 9110 §12.5.4); Arabic when it names neither.
    pub fn negotiate(header: Option<&str>) -> Self {
        let mut best = (0.0, Self::Ar);
        for range in header.unwrap_or_default().split(',').take(20) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            let primary = tag
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if let Some(locale) = Self::parse(&primary)
                && quality > best.0
            {
                best = (quality, locale);
            }
        }
        best.1
    }

    /// Picks the text in this language from an Arabic and an English one; the other where it is empty.
    pub fn pick<'a>(self, arabic: &'a str, english: &'a str) -> &'a str {
        let (first, second) = match self {
            Self::Ar => (arabic, english),
            Self::En => (english, arabic),
        };
        if first.is_empty() { second } else { first }
    }

    /// The words of the portal in this language.
    pub fn words(self) -> Words {
        Words { locale: self }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The catalogue in one language: a method a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    locale: Locale,
}

/// A value put into a message. Text is isolated with U+2068…U+2069 (UAX #9), so that a Latin name cannot turn the order
/// of an Arabic sentence; numbers choose the plural form (CLDR) and are grouped with commas, in Western digits.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A name, a title, an address.
    Text(String),
    /// A count.
    Number(i64),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A name or a title finds its direction by its first strong letter. What stands in isolates does not count for that (UAX
/// #9, P2), so a text that was made of parts before, such as a date or a sentence about a file, has that of the language it
/// was made in.
fn isolated(locale: Locale, text: &str) -> String {
    let made_of_parts = text.contains('\u{2069}');
    let mark = match locale {
        _ if !made_of_parts => '\u{2068}',
        Locale::Ar => '\u{2067}',
        Locale::En => '\u{2066}',
    };
    format!("{mark}{text}\u{2069}")
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl Words {
    /// The language.
    pub fn locale(self) -> Locale {
        self.locale
    }

    fn format<const N: usize>(self, key: &str, arguments: [(&'static str, Argument); N]) -> String {
        let bundle = match self.locale {
            Locale::Ar => &*ARABIC,
            Locale::En => &*ENGLISH,
        };
        let mut values = FluentArgs::with_capacity(N);
        for (name, argument) in arguments {
            match argument {
                Argument::Text(text) => values.set(name, isolated(self.locale, &text)),
                Argument::Number(number) => values.set(name, counted(number)),
            }
        }
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        bundle
            .format_pattern(pattern, Some(&values), &mut Vec::new())
            .into_owned()
    }
}

/// A count for Fluent. `intl_pluralrules` 7.0.2 forgets the «modulo 100» of the Arabic rules (CLDR: few is n % 100 = 3..10),
/// so the form is chosen by a smaller number of the same form, and the count itself travels in an unused option.
fn counted(number: i64) -> FluentNumber {
    let number = number.max(0);
    let rest = number % 100;
    let same_form = if number > 100 && rest > 2 {
        rest
    } else {
        number.min(100)
    };
    let options = FluentNumberOptions {
        // Absent for small counts, so that a variant for one number, `[0]`, still matches.
        maximum_significant_digits: usize::try_from(number).ok().filter(|_| number > 100),
        ..FluentNumberOptions::default()
    };
    FluentNumber::new(f64::from(i32::try_from(same_form).unwrap_or(100)), options)
}

/// An integer as people read it: Western digits, grouped by three.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

type Bundle = FluentBundle<FluentResource>;

static ARABIC: LazyLock<Bundle> =
    LazyLock::new(|| bundle("ar", include_str!(concat!(env!("OUT_DIR"), "/ar.ftl"))));
static ENGLISH: LazyLock<Bundle> =
    LazyLock::new(|| bundle("en", include_str!(concat!(env!("OUT_DIR"), "/en.ftl"))));

fn bundle(language: &str, text: &str) -> Bundle {
    let language = language.parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation is done by `Argument`, for text only.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(match number.options.maximum_significant_digits {
            Some(count) => grouped(i64::try_from(count).unwrap_or(i64::MAX)),
            None => number.value.to_string(),
        }),
        _ => None,
    }));
    // The build has parsed these texts already; what cannot be parsed is left out and shows as its key.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(partial, _)| partial);
    bundle.add_resource_overriding(resource);
    bundle
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_prefers_the_better_quality_and_falls_back_to_arabic() {
        assert_eq!(
            Locale::negotiate(Some("en-GB,en;q=0.8,ar;q=0.9")),
            Locale::En
        );
        assert_eq!(
            Locale::negotiate(Some("fr, ar-PS;q=0.5, en;q=0.4")),
            Locale::Ar
        );
        assert_eq!(Locale::negotiate(Some("fr")), Locale::Ar);
        assert_eq!(Locale::negotiate(None), Locale::Ar);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(3921), "3,921");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
    }

    #[test]
    fn arabic_counts_take_the_six_plural_forms() {
        let t = Locale::Ar.words();
        let said: Vec<_> = [0i64, 1, 2, 3, 11, 100, 103].map(|n| t.results(n)).into();
        assert_eq!(
            said,
            [
                "لا نتائج",
                "نتيجة واحدة",
                "نتيجتان",
                "3 نتائج",
                "11 نتيجة",
                "100 نتيجة",
                "103 نتائج"
            ]
        );
    }

    #[test]
    fn names_inside_a_sentence_are_isolated() {
        assert!(
            Locale::Ar
                .words()
                .problem_too_long(160usize)
                .contains("160")
        );
        assert_eq!(isolated(Locale::Ar, "GIS"), "\u{2068}GIS\u{2069}");
    }

    #[test]
    fn a_text_made_of_isolates_keeps_its_direction() {
        let (ar, en) = (Locale::Ar, Locale::En);
        let moment = |locale: Locale| locale.words().moment(jiff::Timestamp::UNIX_EPOCH);
        assert!(isolated(ar, &moment(ar)).starts_with('\u{2067}'));
        assert!(isolated(en, &moment(en)).starts_with('\u{2066}'));
        // The letters of the first part do not turn it around.
        let line = |locale: Locale| {
            let t = locale.words();
            t.error_summary_line("x", t.documents_file_named("a.pdf", "سبب"))
        };
        assert!(line(ar).contains(": \u{2067}\u{2068}a.pdf"), "{}", line(ar));
        assert!(line(en).contains(": \u{2066}\u{2068}a.pdf"), "{}", line(en));
    }
}
