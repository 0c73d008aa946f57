//! The place of a page in the chain practice → workshop → minutes → recommendation, linked both ways.

use leptos::prelude::*;

use crate::i18n::Words;

/// One step of the chain: a kind of thing, and the things of that kind that this page is linked with.
#[derive(Clone, Debug)]
pub struct Step {
    kind: &'static str,
    /// What each is called, in its author's words, and the address of its page.
    things: Vec<(String, String)>,
    /// The section of this page that is the step.
    section: Option<&'static str>,
}

impl Step {
    /// What this page itself is.
    pub fn here(kind: &'static str) -> Self {
        Self {
            kind,
            things: Vec::new(),
            section: None,
        }
    }

    /// Things on pages of their own; no step where there are none.
    pub fn to(
        kind: &'static str,
        things: impl IntoIterator<Item = (String, String)>,
    ) -> Option<Self> {
        let things: Vec<_> = things.into_iter().collect();
        (!things.is_empty()).then(|| Self {
            things,
            ..Self::here(kind)
        })
    }

    /// Something on this page: the address is `#section`.
    pub fn below(kind: &'static str, section: &'static str) -> Self {
        Self {
            section: Some(section),
            ..Self::here(kind)
        }
    }

    fn view(self) -> AnyView {
        let kind = view! { <span class="chain__kind">{self.kind}</span> };
        if let Some(section) = self.section {
            return view! { <li><a class="chain__step" href=section>{kind}</a></li> }.into_any();
        }
        if self.things.is_empty() {
            return view! { <li><span class="chain__step" aria-current="true">{kind}</span></li> }
                .into_any();
        }
        let things = self
            .things
            .into_iter()
            .map(|(name, href)| view! { <a class="chain__thing" href=href dir="auto">{name}</a> })
            .collect_view();
        view! { <li><div class="chain__step">{kind}{things}</div></li> }.into_any()
    }
}

/// The chain; nothing where the page stands alone in it.
pub fn chain(t: Words, steps: Vec<Step>) -> Option<AnyView> {
    if steps.len() < 2 {
        return None;
    }
    let steps = steps.into_iter().map(Step::view).collect_view();
    Some(view! { <nav class="chain" aria-label=t.chain()><ol>{steps}</ol></nav> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn a_page_that_stands_alone_shows_no_chain() {
        let t = Locale::Ar.words();
        assert!(chain(t, vec![Step::here("ورشة")]).is_none());
        assert!(Step::to("ممارسة", []).is_none());
        let practice = ("<b>".to_owned(), "/ar/practices/1".to_owned());
        let steps = Step::to("ممارسة", [practice]).into_iter();
        let steps = steps.chain([Step::here("ورشة")]).collect();
        let html = chain(t, steps).expect("a chain").to_html();
        assert!(html.contains("href=\"/ar/practices/1\""), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
        assert!(html.contains("aria-current=\"true\""), "{html}");
    }
}
