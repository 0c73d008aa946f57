//! Where files stand in a pack: folders and names that every computer takes, each once.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::documents::names::from_title;

/// The names that are taken. Two names are the same where a file system might say so: Windows and macOS forget the case, macOS
/// writes letters with marks in another way.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A place of its own for a file.
    pub(super) fn place(&mut self, folder: &str, title: &str, extension: &str) -> String {
        let folder = from_title(folder, "");
        let name = from_title(title, extension);
        let path = format!("{folder}/{name}");
        if self.0.insert(key(&path)) {
            return path;
        }
        let stem = name
            .strip_suffix(extension)
            .and_then(|stem| stem.strip_suffix('.'))
            .unwrap_or(&name);
        let numbered = |number| format!("{folder}/{stem} ({number}).{extension}");
        // There are fewer files than numbers.
        let mut number = 2_u32;
        while !self.0.insert(key(&numbered(number))) {
            number += 1;
        }
        numbered(number)
    }
}

fn key(path: &str) -> String {
    path.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// The path as a link of a page beside it.
pub(super) fn href(path: &str) -> String {
    let mut link = String::with_capacity(path.len() * 3);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_title_gets_a_number() {
        let mut names = Names::default();
        let place = |names: &mut Names, title| names.place("نموذج", title, "pdf");
        assert_eq!(place(&mut names, "شكوى"), "نموذج/شكوى.pdf");
        assert_eq!(place(&mut names, "شكوى"), "نموذج/شكوى (2).pdf");
        assert_eq!(place(&mut names, "شكوى (2)"), "نموذج/شكوى (2) (2).pdf");
        assert_eq!(place(&mut names, "شكوى"), "نموذج/شكوى (3).pdf");
        assert_eq!(place(&mut names, "A"), "نموذج/A.pdf");
        assert_eq!(place(&mut names, "a"), "نموذج/a (2).pdf");
        assert_eq!(names.place("دليل", "شكوى", "pdf"), "دليل/شكوى.pdf");
    }

    #[test]
    fn a_link_is_plain() {
        assert_eq!(href("نم/a b#?.pdf"), "%D9%86%D9%85/a%20b%23%3F.pdf");
    }

    proptest! {
        #[test]
        fn any_titles_have_places_of_their_own(
            titles in prop::collection::vec("\\PC{0,120}|[\\x00-\\x7f]{0,20}|(con|NUL|Com1|lpt9|\\.\\.)[. ]{0,3}|[aA]{1,2}|.{0,10}", 1..40),
            folder in "\\PC{0,40}|[\\x00-\\x7f]{0,10}",
        ) {
            let mut names = Names::default();
            let mut seen = HashSet::new();
            for title in titles {
                let path = names.place(&folder, &title, "pdf");
                prop_assert!(seen.insert(path.to_lowercase()), "twice {path:?}");
                let (folder, name) = path.split_once('/').unwrap();
                for part in [folder, name] {
                    prop_assert!(!part.is_empty() && part.len() <= 110, "{part:?}");
                    prop_assert!(!part.ends_with(['.', ' ']) && !part.starts_with(['.', ' ']), "{part:?}");
                    prop_assert!(!part.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*']), "{part:?}");
                    let turning = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
                    let dangerous = part.chars().any(|c| c.is_control() || turning(c));
                    prop_assert!(!dangerous, "{part:?}");
                    let stem = part.split('.').next().unwrap().trim_end().to_ascii_uppercase();
                    prop_assert!(!["CON", "PRN", "AUX", "NUL", "COM1", "LPT9"].contains(&stem.as_str()), "{part:?}");
                }
                prop_assert!(name.ends_with(".pdf"));
                prop_assert!(href(&path).is_ascii());
            }
        }
    }
}
