//! What differs between two texts, word by word.

use leptos::prelude::*;
use similar::{ChangeTag, TextDiff};

use crate::ui::text::escape;

/// Texts longer than this are compared line by line: word by word would keep the server busy.
const WORDS_LIMIT: usize = 8_000;

/// The new text with what was taken out and what was put in marked, for eyes (`<del>`, `<ins>`) and screen readers alike.
pub fn view(old: &str, new: &str) -> AnyView {
    let by_words = old.len().max(new.len()) <= WORDS_LIMIT;
    let diff = if by_words {
        TextDiff::from_words(old, new)
    } else {
        TextDiff::from_lines(old, new)
    };
    let mut html = String::with_capacity(new.len() * 2);
    let mut open = ChangeTag::Equal;
    for change in diff.iter_all_changes() {
        if change.tag() != open {
            html.push_str(closing(open));
            open = change.tag();
            html.push_str(opening(open));
        }
        html.push_str(&escape(change.value()));
    }
    html.push_str(closing(open));
    view! { <div class="diff" dir="auto" inner_html=html></div> }.into_any()
}

fn opening(tag: ChangeTag) -> &'static str {
    match tag {
        ChangeTag::Equal => "",
        ChangeTag::Delete => "<del>",
        ChangeTag::Insert => "<ins>",
    }
}

fn closing(tag: ChangeTag) -> &'static str {
    match tag {
        ChangeTag::Equal => "",
        ChangeTag::Delete => "</del>",
        ChangeTag::Insert => "</ins>",
    }
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
        assert!(html.contains("&lt;شكوى&gt;"), "{html}");
    }

    #[test]
    fn long_texts_are_compared_by_line() {
        let old = "سطر\n".repeat(3_000);
        let html = view(&old, &format!("{old}جديد\n")).to_html();
        assert_eq!(html.matches("<ins>").count(), 1);
    }
}
