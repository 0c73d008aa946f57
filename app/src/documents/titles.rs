//! What a document is called that came with others: after its file.

use super::input::TITLE;
use super::types::Details;
use crate::i18n::{Locale, Words};
use crate::ui::text::without_isolates;

/// How much of a title its file's name may take, in characters.
const NAME: usize = 80;

/// The details for one of several files: where a title was typed, it and the file's name, else the file's name alone, in the
/// language of its letters.
pub(super) fn of_file(details: &Details, file_name: &str) -> Details {
    let name = shorten(stem(file_name), NAME);
    let mut own = details.clone();
    for (title, locale) in [
        (&mut own.title_ar, Locale::Ar),
        (&mut own.title_en, Locale::En),
    ] {
        if !title.is_empty() {
            *title = joined(locale.words(), title, &name);
        }
    }
    if own.title_ar.is_empty() && own.title_en.is_empty() {
        if name.chars().any(is_arabic) {
            own.title_ar = name;
        } else {
            own.title_en = name;
        }
    }
    own
}

/// The title, the file's name after it, and no more than a title may have: the title gives way.
fn joined(t: Words, title: &str, name: &str) -> String {
    // A title is data, and is isolated wherever it is shown.
    let say = |title: &str| without_isolates(&t.documents_title_of_file(name, title));
    let frame = say("").chars().count();
    say(&shorten(title, TITLE.saturating_sub(frame)))
}

/// The name without its ending.
fn stem(file_name: &str) -> &str {
    file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem)
}

fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::types::{Kind, Language, Licence, Visibility};

    fn titles(title_ar: &str, title_en: &str, file: &str) -> (String, String) {
        let details = Details {
            kind: Kind::Form,
            language: Language::Ar,
            licence: Licence::Network,
            title_ar: title_ar.to_owned(),
            title_en: title_en.to_owned(),
            description: String::new(),
            visibility: Visibility::Public,
            named: Vec::new(),
            topics: Vec::new(),
        };
        let own = of_file(&details, file);
        (own.title_ar, own.title_en)
    }

    #[test]
    fn a_document_among_several_is_called_after_its_file() {
        let said = |ar: &str, en: &str| (ar.to_owned(), en.to_owned());
        assert_eq!(titles("", "", "سجل 2026.csv"), said("سجل 2026", ""));
        assert_eq!(titles("", "", "plan.v2.pdf"), said("", "plan.v2"));
        assert_eq!(
            titles("نماذج", "", "form-1.docx"),
            said("نماذج – form-1", "")
        );
        assert_eq!(
            titles("نماذج", "Forms", "form-1.docx"),
            said("نماذج – form-1", "Forms – form-1")
        );
    }

    #[test]
    fn a_long_title_gives_way_to_the_name() {
        let (title, _) = titles(&"ع".repeat(TITLE), "", "form-1.docx");
        assert_eq!(title.chars().count(), TITLE);
        assert!(title.ends_with("… – form-1"), "{title}");
        let (_, title) = titles("", &"t".repeat(TITLE), &format!("{}.pdf", "n".repeat(190)));
        assert_eq!(title.chars().count(), TITLE);
        assert!(title.contains("… – nn") && title.ends_with('…'), "{title}");
    }
}
