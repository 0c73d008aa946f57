//! What differs between two texts, word by word.

use leptos::prelude::*;
use similar::{Change, ChangeTag, TextDiff};

use crate::ui::text::escape;

/// Texts longer than this are compared line by line: word by word would keep the server busy.
const WORDS_LIMIT: usize = 8_000;

/// Texts of which the shorter one has less than this part of its words in common with the other stand whole, one after the
/// other: nobody can read them word by word.
const IN_COMMON: f32 = 0.5;

/// The new text with what was taken out and what was put in marked, for eyes (`<del>`, `<ins>`) and screen readers alike.
pub fn view(old: &str, new: &str) -> AnyView {
    let by_words = old.len().max(new.len()) <= WORDS_LIMIT;
    let diff = if by_words {
        // Words as Unicode bounds them (UAX #29): a mark beside a word is not part of it.
        TextDiff::from_unicode_words(old, new)
    } else {
        TextDiff::from_lines(old, new)
    };
    let html = if in_common(&diff) < IN_COMMON {
        Place::of(old, "").marked() + "<br>" + &Place::of("", new).marked()
    } else {
        place_by_place(&diff)
    };
    view! { <div class="diff" dir="auto" inner_html=html></div> }.into_any()
}

/// Which part of the shorter text's words (or lines) stands in the other. What only grew or shrank has all in common.
fn in_common(diff: &TextDiff<'_, '_, str>) -> f32 {
    let (mut same, mut only_old, mut only_new) = (0.0, 0.0_f32, 0.0_f32);
    for change in diff.iter_all_changes() {
        if change.value().contains(char::is_alphanumeric) {
            *match change.tag() {
                ChangeTag::Equal => &mut same,
                ChangeTag::Delete => &mut only_old,
                ChangeTag::Insert => &mut only_new,
            } += 1.0;
        }
    }
    let shorter = same + only_old.min(only_new);
    if shorter == 0.0 { 1.0 } else { same / shorter }
}

fn place_by_place(diff: &TextDiff<'_, '_, str>) -> String {
    let mut html = String::new();
    let mut place = Place::default();
    let mut changes = diff.iter_all_changes().peekable();
    while let Some(change) = changes.next() {
        let text = change.value();
        let gap = is_blank(text) && !place.is_empty();
        let goes_on = |next: &Change<&str>| next.tag() != ChangeTag::Equal;
        match change.tag() {
            ChangeTag::Delete => place.out.push_str(text),
            ChangeTag::Insert => place.put.push_str(text),
            // The gap between two changed words belongs to both.
            ChangeTag::Equal if gap && changes.peek().is_some_and(goes_on) => {
                place.out.push_str(text);
                place.put.push_str(text);
            }
            ChangeTag::Equal => {
                html.push_str(&std::mem::take(&mut place).marked());
                html.push_str(&escape(text));
            }
        }
    }
    html + &place.marked()
}

/// What was taken out and put in at one place of the text, each to be read in one piece.
#[derive(Default)]
struct Place {
    out: String,
    put: String,
}

impl Place {
    fn of(out: &str, put: &str) -> Self {
        Self {
            out: out.to_owned(),
            put: put.to_owned(),
        }
    }

    fn is_empty(&self) -> bool {
        self.out.is_empty() && self.put.is_empty()
    }

    fn marked(&self) -> String {
        let both = !is_blank(&self.out) && !is_blank(&self.put);
        let gap = if both { " " } else { "" };
        // Ends of lines that only the old text had would part paragraphs that are joined now.
        let joins = !self.put.is_empty() && !is_blank(&self.out);
        let out = match joins {
            true => mark("del", &in_one_line(&self.out)),
            false => mark("del", &self.out),
        };
        out + gap + &mark("ins", &self.put)
    }
}

fn in_one_line(text: &str) -> String {
    text.trim_matches(' ').replace('\n', "¶")
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The text in an element; the blanks at its edges stand outside, where nothing underlines them. Of blanks alone, which nobody
/// would see, the ends of lines are shown: they part paragraphs.
fn mark(element: &str, text: &str) -> String {
    if is_blank(text) {
        let ends = "¶".repeat(text.matches('\n').count());
        let put = if element == "ins" { text } else { "" };
        return match ends.as_str() {
            "" => put.to_owned(),
            ends => format!("<{element}>{ends}</{element}>{put}"),
        };
    }
    let begun = text.trim_start();
    let inner = begun.trim_end();
    let (before, after) = (&text[..text.len() - begun.len()], &begun[inner.len()..]);
    format!("{before}<{element}>{}</{element}>{after}", escape(inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_marked_and_escaped() {
        let html = view("رقم واحد لكل شكوى", "رقم متابعة لكل <شكوى>").to_html();
        assert!(
            html.contains("<del>واحد</del>") && html.contains("<ins>متابعة</ins>"),
            "{html}"
        );
        assert!(
            html.contains("<ins>&lt;</ins>شكوى<ins>&gt;</ins>"),
            "{html}"
        );
    }

    #[test]
    fn changed_words_that_stand_together_are_one_piece() {
        let old = "تصل الشكوى إلى الموظف المختص ثم تغلق خلال ثلاثة أيام عمل";
        let new = "تصل الشكوى إلى القسم المعني ثم تغلق خلال ثلاثة أيام عمل";
        let html = view(old, new).to_html();
        assert!(
            html.contains("<del>الموظف المختص</del> <ins>القسم المعني</ins>"),
            "{html}"
        );
    }

    #[test]
    fn a_mark_beside_a_word_does_not_change_it() {
        let html = view("تصل الشكوى إلى القسم", "تصل الشكوى، ثم تُسجَّل، إلى القسم").to_html();
        assert!(html.contains("الشكوى<ins>، ثم تُسجَّل،</ins> إلى"), "{html}");
    }

    #[test]
    fn blanks_beside_a_change_are_not_marked() {
        let html = view("تُغلق الشكوى اليوم", "تُغلق الشكوى").to_html();
        assert!(html.contains("الشكوى <del>اليوم</del>"), "{html}");
    }

    #[test]
    fn paragraphs_that_were_joined_are_marked() {
        let (parted, joined) = ("تصل الشكوى.\n\nثم تُسجَّل.", "تصل الشكوى. ثم تُسجَّل.");
        let html = view(parted, joined).to_html();
        assert!(
            html.contains("<del>¶¶</del>") && html.contains(" ثم"),
            "{html}"
        );
        let html = view(parted, "تصل الشكوى، ثم تُسجَّل.").to_html();
        assert!(
            html.contains("الشكوى<del>.¶¶</del> <ins>،</ins> ثم"),
            "{html}"
        );
        let html = view(joined, parted).to_html();
        assert!(html.contains("<ins>¶¶</ins>\n\nثم"), "{html}");
    }

    #[test]
    fn texts_that_have_little_in_common_stand_whole() {
        let (old, new) = ("رقم واحد لكل شكوى في البلدية", "صندوق على الباب في الممر");
        let html = view(old, new).to_html();
        let whole = format!("<del>{old}</del><br><ins>{new}</ins>");
        assert!(html.contains(&whole), "{html}");
    }

    #[test]
    fn a_text_that_only_grew_loses_nothing() {
        let old = "يستلم الموظف الشكوى";
        let new =
            format!("{old} ثم يسجلها برقم ويرسلها إلى القسم المختص ويخبر صاحبها بموعد الرد عليها");
        for (old, new, mark) in [(old, new.as_str(), "<ins>"), (&new, old, "<del>")] {
            let html = view(old, new).to_html();
            assert_eq!(
                html.matches("<ins>").count() + html.matches("<del>").count(),
                1
            );
            assert!(
                html.contains(mark) && html.contains("يستلم الموظف الشكوى <"),
                "{html}"
            );
        }
    }

    #[test]
    fn long_texts_are_compared_by_line() {
        let old = "سطر\n".repeat(3_000);
        let html = view(&old, &format!("{old}جديد\n")).to_html();
        assert_eq!(html.matches("<ins>").count(), 1);
    }
}
