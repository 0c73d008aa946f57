//! File names: what people send, made safe to show, to keep and to hand to any computer.

use std::borrow::Cow;
use std::fmt::Write as _;

/// In bytes; every file system takes 255, and an Arabic letter is two.
const MAX_BYTES: usize = 200;
/// The same for a name made of a title.
const TITLE_BYTES: usize = 100;
/// What a file is called whose name leaves nothing.
const NAMELESS: &str = "document";

/// The ending of a name, lower case, without the dot.
pub fn extension(name: &str) -> Option<String> {
    let (stem, ending) = last_part(name).trim().rsplit_once('.')?;
    let right = !stem.is_empty()
        && (1..=8).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    right.then(|| ending.to_ascii_lowercase())
}

/// A name without folders, control and direction characters, or anything that a file system forbids, with exactly the ending
/// `extension`, and not too long.
pub fn sanitise(name: &str, extension: &str) -> String {
    let line = one_line(last_part(name).chars().filter_map(safe));
    let stem = match line.rsplit_once('.') {
        Some((stem, ending))
            if ending.len() <= 8 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => &line,
    };
    bounded(stem, &format!(".{extension}"), MAX_BYTES)
}

/// A name made of a title, for files that go to other people's computers: as [`sanitise`], but dots in it are its own, what
/// stands between words stays readable, and it is short enough for folders in folders. Without an extension it is a folder's.
pub(crate) fn from_title(title: &str, extension: &str) -> String {
    let readable = title
        .replace(['/', '\\'], "-")
        .replace(':', " -")
        .replace('"', "'")
        .replace(['<', '>', '|', '?', '*'], "");
    let line = one_line(readable.chars().filter_map(safe));
    let dot = if extension.is_empty() { "" } else { "." };
    bounded(&line, &format!("{dot}{extension}"), TITLE_BYTES)
}

/// The stem with its ending, in at most `most` bytes (of which a title without an ending leaves one free): no name of a device,
/// and never nothing.
fn bounded(stem: &str, ending: &str, most: usize) -> String {
    let room = most.saturating_sub(ending.len().max(1));
    let stem = shorten(stem.trim_matches([' ', '.', '_', '-']), room);
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    let mark = if is_reserved(stem) { "_" } else { "" };
    format!("{mark}{stem}{ending}")
}

/// The letters in one line, with one space between words.
fn one_line(letters: impl Iterator<Item = char>) -> String {
    let kept: String = letters.collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A short text out of a file, for people: one line, nothing invisible and nothing that turns what stands around it, at most
/// `most` letters.
pub fn harmless(text: &str, most: usize) -> String {
    let kept = text
        .chars()
        .take(most * 4)
        .filter_map(|letter| match letter {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => Some(letter),
            _ => safe(letter),
        });
    let line = one_line(kept);
    if line.chars().count() <= most {
        return line;
    }
    let start: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// The value of `Content-Disposition` for a download (RFC 6266): a plain name for old programs and the real one beside it (RFC 8187).
pub fn content_disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| if is_plain(letter) { letter } else { '_' })
        .collect();
    if plain == name {
        return format!("attachment; filename=\"{plain}\"");
    }
    let mut value = format!(
        "attachment; filename=\"{}\"; filename*=UTF-8''",
        fallback(&plain)
    );
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(value, "%{byte:02X}");
        }
    }
    value
}

/// A name of nothing but underscores helps nobody.
fn fallback(plain: &str) -> Cow<'_, str> {
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain, ""));
    if stem.chars().any(|letter| letter.is_ascii_alphanumeric()) || ending.is_empty() {
        Cow::Borrowed(plain)
    } else {
        Cow::Owned(format!("{NAMELESS}.{ending}"))
    }
}

/// Letters that need no quoting anywhere; `%` is left out because some browsers decode it.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\' | '%')
}

fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Marks, overrides and isolates of direction: "gpj.exe" shown backwards looks like an image.
pub(super) fn turns(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The letter, something harmless in its place, or nothing.
fn safe(letter: char) -> Option<char> {
    match letter {
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2028}' | '\u{2029}' => Some(' '),
        _ if letter.is_control() => None,
        _ if turns(letter) => None,
        // Invisible letters. The zero-width non-joiner stays: it changes how Arabic letters look.
        '\u{200b}'
        | '\u{200d}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => None,
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => Some('_'),
        // Left by a lossy conversion.
        '\u{fffd}' => Some('_'),
        _ => Some(letter),
    }
}

fn shorten(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    // The cut may end where a whole name would not: one more pass must change nothing.
    text.get(..end)
        .unwrap_or_default()
        .trim_end_matches([' ', '.', '_', '-'])
}

/// Names that Windows keeps for devices.
fn is_reserved(stem: &str) -> bool {
    let first = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    match first.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" => true,
        _ => {
            let port = first
                .strip_prefix("COM")
                .or_else(|| first.strip_prefix("LPT"));
            let mut rest = port.unwrap_or_default().chars();
            matches!(
                (rest.next(), rest.next()),
                (Some('0'..='9' | '¹' | '²' | '³'), None)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ending_is_found_in_the_last_part() {
        assert_eq!(extension("a.PDF").as_deref(), Some("pdf"));
        assert_eq!(
            extension(r"C:\Users\x\تقرير سنوي.docx").as_deref(),
            Some("docx")
        );
        assert_eq!(extension("archive.tar.gz").as_deref(), Some("gz"));
        for none in [
            "",
            "a",
            ".pdf",
            "a.",
            "a.p/df",
            "folder.pdf/a",
            "a.pdf\0x",
            "a.ىىى",
            "a.waytoolongending",
        ] {
            assert_eq!(extension(none), None, "{none:?}");
        }
    }

    #[test]
    fn names_lose_what_is_dangerous_and_nothing_else() {
        assert_eq!(
            sanitise("تقرير ربعي عن قلم الجمهور.pdf", "pdf"),
            "تقرير ربعي عن قلم الجمهور.pdf"
        );
        assert_eq!(sanitise("../../x", "pdf"), "x.pdf");
        assert_eq!(sanitise(r"..\..\windows\system.PDF", "pdf"), "system.pdf");
        assert_eq!(sanitise("photo\u{202e}gpj.exe", "jpg"), "photogpj.jpg");
        assert_eq!(sanitise("a\0b\r\nc.pdf", "pdf"), "ab c.pdf");
        assert_eq!(
            sanitise("what? <\"really\">: yes*.txt", "txt"),
            "what_ __really___ yes.txt"
        );
        assert_eq!(sanitise("CON.txt", "txt"), "_CON.txt");
        assert_eq!(sanitise("com1.backup.txt", "txt"), "_com1.backup.txt");
        assert_eq!(sanitise("v1.2 final.docx", "docx"), "v1.2 final.docx");
        for nothing in [
            "", ".", "..", "/", "...pdf", "\u{202e}", " . .pdf", "___.pdf",
        ] {
            assert_eq!(sanitise(nothing, "pdf"), "document.pdf", "{nothing:?}");
        }
    }

    #[test]
    fn a_title_becomes_a_name() {
        assert_eq!(
            from_title("دليل 2.0: الشكاوى/الطلبات", "pdf"),
            "دليل 2.0 - الشكاوى-الطلبات.pdf"
        );
        assert_eq!(from_title("Form v1.2", "docx"), "Form v1.2.docx");
        assert_eq!(from_title("../..", "pdf"), "document.pdf");
        assert_eq!(from_title("nul", ""), "_nul");
        assert_eq!(from_title("COM¹", "txt"), "_COM¹.txt");
        assert_eq!(from_title("Manual.", ""), "Manual");
    }

    #[test]
    fn a_text_out_of_a_file_is_one_harmless_line() {
        assert_eq!(
            harmless(" المبلغ: \n(شيكل)\u{202e}\0 ", 60),
            "المبلغ: (شيكل)"
        );
        assert_eq!(harmless("abcdef", 6), "abcdef");
        assert_eq!(harmless("abc defg", 5), "abc…");
        assert_eq!(harmless("\u{200b}\u{2067}", 5), "");
    }

    #[test]
    fn long_names_keep_whole_letters_and_their_ending() {
        let name = sanitise(&("م".repeat(4000) + ".pdf"), "pdf");
        assert!(name.len() <= MAX_BYTES && name.ends_with("م.pdf"), "{name}");
    }

    #[test]
    fn the_header_carries_arabic_and_a_plain_name() {
        assert_eq!(
            content_disposition("report 1.pdf"),
            "attachment; filename=\"report 1.pdf\""
        );
        assert_eq!(
            content_disposition("دورا.pdf"),
            "attachment; filename=\"document.pdf\"; filename*=UTF-8''%D8%AF%D9%88%D8%B1%D8%A7.pdf"
        );
        assert_eq!(
            content_disposition("GIS دورا 50%.pdf"),
            "attachment; filename=\"GIS ____ 50_.pdf\"; filename*=UTF-8''GIS%20%D8%AF%D9%88%D8%B1%D8%A7%2050%25.pdf"
        );
        assert_eq!(
            content_disposition("a\"b\\c.pdf"),
            "attachment; filename=\"a_b_c.pdf\"; filename*=UTF-8''a%22b%5Cc.pdf"
        );
    }

    proptest! {
        #[test]
        fn any_name_becomes_safe(name in "\\PC{0,300}|[\\x00-\\x7f]{0,300}|.{0,40}") {
            let safe = sanitise(&name, "pdf");
            prop_assert!(safe.len() <= MAX_BYTES && safe.ends_with(".pdf") && safe.len() > 4);
            let forbidden = ['/', '\\', '\0', '\n', '\u{202e}'];
            prop_assert!(!safe.contains(&forbidden[..]) && !safe.starts_with('.'));
            prop_assert_eq!(sanitise(&safe, "pdf"), safe.clone());
            let header = content_disposition(&safe);
            prop_assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
            prop_assert_eq!(header.matches('"').count(), 2);
        }
    }
}
