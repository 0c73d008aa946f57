//! Light Arabic stemming: at most one prefix and two suffixes, and a table of known words that comes first.
//!
//! After Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval" (light10), with two changes: single
//! prefixes are taken only where the rest is known or has the shape of a verbal noun, and the relative ending ية keeps its ي, so
//! that بلدية and بلدي meet and neither becomes بلد.

use crate::normalise::SHORTEST;

/// Prefixes that contain the article, longest first, with the letters that must remain.
const ARTICLES: [(&str, usize); 9] = [
    ("وبال", 3),
    ("ولل", 3),
    ("وال", 4),
    ("فال", 4),
    ("بال", 4),
    ("كال", 4),
    ("لل", 3),
    ("ال", 3),
    ("فلل", 4),
];

/// Clitic prefixes of one or two letters: taken only where the rest is a known word.
const CLITICS: [(&str, usize); 10] = [
    ("ول", 4),
    ("وب", 4),
    ("وك", 4),
    ("فب", 4),
    ("فل", 4),
    ("و", 3),
    ("ب", 3),
    ("ل", 3),
    ("ف", 4),
    ("ك", 4),
];

const PRONOUNS: [(&str, usize); 5] = [("ها", 3), ("هم", 4), ("هن", 4), ("كم", 4), ("نا", 4)];
const ENDINGS: [&str; 5] = ["ات", "ون", "ين", "ان", "ه"];

fn letters(word: &str) -> usize {
    word.chars().count()
}

/// The stem of a normalised Arabic word. `known` answers with the canonical form of a listed word.
pub fn stem<'a>(word: &'a str, known: &impl Fn(&str) -> Option<&'a str>) -> &'a str {
    if let Some(found) = lookup(word, known) {
        return found;
    }
    for (prefix, _) in &ARTICLES {
        // Behind the article a listed word may be short (الحي, الرد); elsewhere two letters prove nothing.
        let rest = word.strip_prefix(prefix).unwrap_or_default();
        let found = if letters(rest) < SHORTEST {
            known(rest)
        } else {
            lookup(rest, known)
        };
        if let Some(found) = found {
            return found;
        }
    }
    for (prefix, least) in &CLITICS {
        let Some(rest) = word
            .strip_prefix(prefix)
            .filter(|rest| letters(rest) >= *least)
        else {
            continue;
        };
        let found = if letters(rest) == SHORTEST {
            known(rest)
        } else {
            lookup(rest, known)
        };
        if let Some(found) = found {
            return found;
        }
    }
    let bare = strip_suffixes(strip_prefix(word));
    verbal_noun(bare, known)
        .or_else(|| singular(bare, known))
        .unwrap_or(bare)
}

/// The listed singular of a broken plural whose shape says what it is the plural of: مفاعل, مفاعيل, فواعل, فعائل. The shapes that
/// verbal nouns share (أفعال, فعول) are left to the table of words. After Wright, "A Grammar of the Arabic Language", §304.
fn singular<'a>(word: &str, known: &impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    let listed = |noun: String| known(&noun).filter(|found| *found == noun);
    match word.chars().collect::<Vec<_>>().as_slice() {
        ['م', a, 'ا', b, c] => {
            listed(format!("م{a}{b}{c}ه")).or_else(|| listed(format!("م{a}{b}{c}")))
        }
        ['م', a, 'ا', b, 'ي', c] => ['و', 'ا', 'ي']
            .into_iter()
            .find_map(|long| listed(format!("م{a}{b}{long}{c}"))),
        [a, 'و', 'ا', b, c] => {
            listed(format!("{a}ا{b}{c}ه")).or_else(|| listed(format!("{a}ا{b}{c}")))
        }
        [a, b, 'ا', 'ي', c] => ['ي', 'ا']
            .into_iter()
            .find_map(|long| listed(format!("{a}{b}{long}{c}ه"))),
        _ => None,
    }
}

/// The listed verbal noun of a verb with three radicals: يفحص → فحص, يدرب → تدريب, يرسل → إرسال, دفعت → دفع. Only what is listed
/// by itself counts, so that no verb becomes the plural of some noun.
fn verbal_noun<'a>(word: &str, known: &impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    let listed = |noun: &str| known(noun).filter(|found| *found == noun);
    let four: [char; 4] = word.chars().collect::<Vec<_>>().try_into().ok()?;
    match four {
        ['ي' | 'ت' | 'ن', a, b, c] => listed(&format!("ت{a}{b}ي{c}"))
            .or_else(|| listed(&format!("{a}{b}{c}")))
            .or_else(|| listed(&format!("ا{a}{b}ا{c}")))
            // Weak at the end: يحمي → حماية.
            .or_else(|| listed(&format!("{a}{b}ايه")).filter(|_| c == 'ي')),
        ['ا', a, b, c] => listed(&format!("ا{a}{b}ا{c}")),
        [a, b, c, 'ت'] => listed(&format!("{a}{b}{c}")),
        _ => None,
    }
}

/// Every spelling without its prefix, for completion while typing: the word itself and the word behind the article.
pub fn without_article(word: &str) -> Option<&str> {
    ARTICLES.iter().find_map(|(prefix, least)| {
        word.strip_prefix(prefix)
            .filter(|rest| letters(rest) >= *least)
    })
}

/// A listed word, as it stands or behind one of its endings.
fn lookup<'a>(word: &str, known: &impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    if let Some(found) = known(word) {
        return Some(found);
    }
    let (base, pronoun) = strip_pronoun(word);
    if pronoun && let Some(found) = known(base).or_else(|| restored(base, known)) {
        return Some(found);
    }
    if let Some(stem) = base
        .strip_suffix("ات")
        .filter(|stem| letters(stem) >= SHORTEST)
    {
        return known(&format!("{stem}ه")).or_else(|| known(stem));
    }
    let bare = strip_ending(base, pronoun);
    if bare != base {
        // The dual of a feminine noun has lost its ت by now.
        let feminine = base
            .strip_prefix(bare)
            .is_some_and(|ending| ending.starts_with('ت'));
        let whole = if feminine {
            known(&format!("{bare}ه"))
        } else {
            None
        };
        if let Some(found) = whole.or_else(|| known(bare)) {
            return Some(found);
        }
    }
    // The construct plural: موظفي البلدية, مهندسو المشروع; and the accusative written without its tanween.
    let construct = base.strip_suffix(['ي', 'و', 'ا'])?;
    let least = if base.ends_with('ا') {
        SHORTEST
    } else {
        SHORTEST + 1
    };
    if letters(construct) >= least {
        known(construct)
    } else {
        None
    }
}

/// A word before a pronoun as it stands alone: مدينت → مدينة, شكوا → شكوى.
fn restored<'a>(base: &str, known: &impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    if let Some(stem) = base
        .strip_suffix('ت')
        .filter(|stem| letters(stem) >= SHORTEST)
    {
        return known(&format!("{stem}ه")).or_else(|| known(stem));
    }
    known(&format!("{}ي", base.strip_suffix('ا')?))
}

fn strip_prefix(word: &str) -> &str {
    if let Some(rest) = without_article(word) {
        return rest;
    }
    if let Some(rest) = word
        .strip_prefix('و')
        .filter(|rest| letters(rest) > SHORTEST)
    {
        return rest;
    }
    // Verbal nouns and participles behind a preposition: بتطوير, لمتابعة, لاستقبال. Nothing else is safe without a dictionary.
    word.strip_prefix(['ب', 'ل'])
        .filter(|rest| {
            letters(rest) > SHORTEST + 1
                && (rest.starts_with(['ت', 'م']) || rest.starts_with("است"))
        })
        .unwrap_or(word)
}

/// Takes an attached pronoun and an ending, never below three letters.
fn strip_suffixes(word: &str) -> &str {
    let (base, pronoun) = strip_pronoun(word);
    let base = match base.strip_suffix('ت') {
        Some(rest) if pronoun && !rest.ends_with('ا') && letters(rest) >= SHORTEST => rest,
        _ => base,
    };
    strip_ending(base, pronoun)
}

fn strip_pronoun(word: &str) -> (&str, bool) {
    // خدماته, بلديته: the ه is a pronoun only behind a ت, elsewhere it is the folded ة.
    if let Some(rest) = word
        .strip_suffix('ه')
        .filter(|rest| rest.ends_with('ت') && letters(rest) > SHORTEST)
    {
        return (rest, true);
    }
    for (pronoun, least) in PRONOUNS {
        if let Some(rest) = word
            .strip_suffix(pronoun)
            .filter(|rest| letters(rest) >= least)
        {
            return (rest, true);
        }
    }
    (word, false)
}

fn strip_ending(word: &str, after_pronoun: bool) -> &str {
    for ending in ENDINGS {
        let Some(rest) = word
            .strip_suffix(ending)
            .filter(|rest| letters(rest) >= SHORTEST)
        else {
            continue;
        };
        if after_pronoun && ending == "ه" {
            continue;
        }
        // The dual of a feminine noun: بلديتين, مدينتان.
        if matches!(ending, "ين" | "ان")
            && let Some(base) = rest
                .strip_suffix('ت')
                .filter(|base| letters(base) >= SHORTEST)
        {
            return base;
        }
        return rest;
    }
    word
}
