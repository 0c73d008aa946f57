//! One spelling for every way of writing the same letters.
//!
//! Sources: the Unicode blocks Arabic (U+0600–06FF), Arabic Presentation Forms A and B (U+FB50–FDFF, U+FE70–FEFF, folded by
//! NFKC, UAX #15) and the bidirectional controls of UAX #9. Persian and Urdu letter shapes are folded as well: keyboards on
//! shared computers produce ک and ی where an Arabic reader sees ك and ي.

use unicode_normalization::UnicodeNormalization;

/// Letters that a word never falls below, neither by dropping a bare hamza nor by stemming.
pub const SHORTEST: usize = 3;

/// Marks that carry no letter: short vowels, Koranic marks, tatweel, joiners and direction controls.
pub fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{0610}'..='\u{061A}' | '\u{061C}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}'
        | '\u{08D3}'..='\u{08FF}' | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        // End of ayah and the sajdah sign are symbols, not marks; they separate words.
        && !matches!(c, '\u{06DD}' | '\u{06DE}' | '\u{06E9}')
}

/// Whether the letter belongs to the Arabic script.
pub fn is_arabic(c: char) -> bool {
    is_plain_arabic(c) || is_rare_arabic(c)
}

fn is_rare_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08C9}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && c.is_alphabetic()
}

fn fold(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' | 'ې' | 'ے' => 'ي',
        'ؤ' => 'و',
        'ة' | 'ہ' | 'ۀ' | 'ە' | 'ھ' | 'ۃ' => 'ه',
        'ک' | 'ڪ' => 'ك',
        'ڤ' => 'ف',
        'پ' => 'ب',
        'چ' => 'ج',
        '\u{0660}'..='\u{0669}' => digit(c, 0x0660),
        '\u{06F0}'..='\u{06F9}' => digit(c, 0x06F0),
        '’' | 'ʼ' => '\'',
        _ => c,
    }
}

fn digit(c: char, zero: u32) -> char {
    char::from_digit(c as u32 - zero, 10).unwrap_or(c)
}

/// Folds letters, digits and marks. Text keeps its order and its separators; idempotent.
pub fn normalise(text: &str) -> String {
    // Most words of most texts: nothing in them composes, carries a mark or is dropped.
    if text.chars().all(is_plain) {
        return text.chars().map(|c| fold(c.to_ascii_lowercase())).collect();
    }
    settled(text)
}

fn settled(text: &str) -> String {
    let mut now = pass(text);
    // Dropping a mark can bring two characters together that compose; a second round settles it, further ones are insurance.
    for _ in 0..4 {
        if now.chars().all(is_settled) {
            break;
        }
        let next = pass(&now);
        if next == now {
            break;
        }
        now = next;
    }
    now
}

/// Letters of the Arabic block that stand for themselves (UAX #15: NFKC leaves them, and what folding makes of them, alone
/// where no mark follows), and ASCII. The bare hamza is not among them: whether it goes depends on its word.
fn is_plain(c: char) -> bool {
    c.is_ascii() || is_plain_arabic(c)
}

/// The Arabic letters of [`is_plain`].
pub(crate) fn is_plain_arabic(c: char) -> bool {
    matches!(c, 'آ'..='غ' | 'ف'..='ي')
}

/// `char::is_alphanumeric`, without a look into the tables of Unicode for what nearly every character is.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    is_plain_arabic(c)
        || if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            c.is_alphanumeric()
        }
}

/// Characters that another pass certainly leaves alone.
fn is_settled(c: char) -> bool {
    (c.is_ascii() && !c.is_ascii_uppercase())
        || matches!(c, 'ب'..='غ' | 'ف'..='و' | 'ا' | 'ي') && fold(c) == c && !is_ignorable(c)
}

fn pass(text: &str) -> String {
    let composed: Vec<char> = text.nfkc().collect();
    let mut folded = String::with_capacity(text.len());
    let mut letters = 0;
    for (i, &c) in composed.iter().enumerate() {
        if is_ignorable(c) || is_accusative_alif(&composed, i, letters) {
            continue;
        }
        letters = if is_alphanumeric(c) { letters + 1 } else { 0 };
        for lower in c.to_lowercase() {
            folded.push(fold(lower));
        }
    }
    if folded.contains('ء') {
        drop_hamza(&folded)
    } else {
        folded
    }
}

/// The alif that only carries the accusative tanween (مشروعًا, مشروعاً), at the end of a word of at least three other letters.
fn is_accusative_alif(text: &[char], i: usize, letters: usize) -> bool {
    const TANWEEN: char = '\u{064B}';
    if text.get(i) != Some(&'ا') || letters < SHORTEST {
        return false;
    }
    let marked = i.checked_sub(1).and_then(|before| text.get(before)) == Some(&TANWEEN)
        || text.get(i + 1) == Some(&TANWEEN);
    marked
        && !text
            .iter()
            .skip(i + 1)
            .find(|c| !is_ignorable(**c))
            .is_some_and(|c| is_alphanumeric(*c))
}

/// Drops bare hamzas from each word, unless fewer than three letters would be left: بناء → بنا, but ماء stays apart from ما.
fn drop_hamza(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if is_alphanumeric(c) {
            word.push(c);
            continue;
        }
        let bare: String = word.chars().filter(|c| *c != 'ء').collect();
        out.push_str(if bare.chars().count() >= SHORTEST {
            &bare
        } else {
            &word
        });
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_spelling_for_each_word() {
        for (written, expected) in [
            ("مُديرٌ", "مدير"),
            ("بلـــديّة", "بلديه"),
            ("الإدارة", "الاداره"),
            ("الآبار", "الابار"),
            ("شكوى", "شكوي"),
            ("شؤون", "شوون"),
            ("خدمات هيئة", "خدمات هييه"),
            ("بناء", "بنا"),
            ("ماء", "ماء"),
            ("مشروعاً", "مشروع"),
            ("مشروعًا", "مشروع"),
            ("٢٠٢٤ و ۱۲", "2024 و 12"),
            ("ﺑﻠﺪﻳﺔ", "بلديه"),
            ("ﻻ", "لا"),
            ("GIS", "gis"),
            ("ＧＩＳ", "gis"),
            ("کهربا", "كهربا"),
            ("\u{202B}غزة\u{202C}", "غزه"),
            ("", ""),
        ] {
            assert_eq!(normalise(written), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn plain_letters_come_out_the_same_on_the_short_way(text in "[آ-غف-يa-zA-Z0-9 ']{0,20}") {
            prop_assert_eq!(normalise(&text), settled(&text));
        }

        #[test]
        fn idempotent(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn idempotent_on_arabic(text in "[\u{0600}-\u{06FF}\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFF} a-zA-ZéÉ\u{0301}0-9]{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
