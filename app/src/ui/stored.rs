//! What is stored now, beside a form that someone else's edit has overtaken.

use leptos::prelude::*;

use super::problem::clean;
use crate::i18n::Words;

/// What a field is called and what it says, in words.
pub type Said = (&'static str, String);

/// Every field that says something else than what was typed, as it is stored: whoever saves again does so knowingly. Nothing
/// where all of them agree. Both lists hold the same fields in the same order.
pub fn stored_now(
    t: Words,
    title: &'static str,
    stored: Vec<Said>,
    typed: Vec<Said>,
) -> Option<AnyView> {
    let different: Vec<Said> = stored
        .into_iter()
        .zip(typed)
        .filter(|((_, stored), (_, typed))| clean(stored) != clean(typed))
        .map(|(stored, _)| stored)
        .collect();
    if different.is_empty() {
        return None;
    }
    let rows = different
        .into_iter()
        .map(|(label, text)| match text.is_empty() {
            true => view! { <div><dt>{label}</dt><dd>{t.empty_value()}</dd></div> }.into_any(),
            false => view! { <div><dt>{label}</dt><dd dir="auto">{text}</dd></div> }.into_any(),
        })
        .collect_view();
    Some(
        view! {
            <details class="disclosure" open=true>
                <summary>{title}</summary>
                <dl class="facts">{rows}</dl>
            </details>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn only_what_differs_is_shown() {
        let said =
            |name: &str, site: &str| vec![("name", name.to_owned()), ("site", site.to_owned())];
        let shown = |stored, typed| {
            stored_now(Locale::Ar.words(), "x", stored, typed).map(|view| view.to_html())
        };
        assert_eq!(shown(said("a", "b"), said("a", " b ")), None);
        let other = shown(said("a", "b"), said("a", "c")).unwrap();
        assert!(other.contains(">b<") && !other.contains(">a<"), "{other}");
        let emptied = shown(said("a", ""), said("a", "c")).unwrap();
        assert!(emptied.contains("فارغ"), "{emptied}");
    }
}
