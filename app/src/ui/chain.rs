//! The place of a page in the chain practice → workshop → minutes → recommendation, linked both ways.

use leptos::prelude::*;

use crate::i18n::Words;

/// One thing of the chain.
#[derive(Clone, Debug)]
pub struct Link {
    kind: &'static str,
    name: Option<String>,
    href: Option<String>,
}

impl Link {
    /// A thing elsewhere: what it is, and the address of its page.
    pub fn to(kind: &'static str, href: impl Into<String>) -> Self {
        Self {
            kind,
            name: None,
            href: Some(href.into()),
        }
    }

    /// The thing that this page is about.
    pub fn here(kind: &'static str) -> Self {
        Self {
            kind,
            name: None,
            href: None,
        }
    }

    /// What it is called, in its author's words.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// The chain; nothing where the page stands alone in it.
pub fn chain(t: Words, links: Vec<Link>) -> Option<AnyView> {
    if links.len() < 2 {
        return None;
    }
    let items = links
        .into_iter()
        .map(|link| {
            let name = link.name.map(|name| view! { <bdi>{name}</bdi> });
            let content = view! { <span class="chain__kind">{link.kind}</span> {name} };
            match link.href {
                Some(href) => {
                    view! { <li><a class="chain__link" href=href>{content}</a></li> }.into_any()
                }
                None => view! { <li><span class="chain__link" aria-current="true">{content}</span></li> }
                    .into_any(),
            }
        })
        .collect_view();
    Some(view! { <nav class="chain" aria-label=t.chain()><ol>{items}</ol></nav> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn a_page_that_stands_alone_shows_no_chain() {
        let t = Locale::Ar.words();
        assert!(chain(t, vec![Link::here("ورشة")]).is_none());
        let links = vec![
            Link::to("ممارسة", "/ar/practices/1").named("<b>"),
            Link::here("ورشة"),
        ];
        let html = chain(t, links).expect("a chain").to_html();
        assert!(
            html.contains("href=\"/ar/practices/1\"") && html.contains("&lt;b&gt;"),
            "{html}"
        );
        assert!(html.contains("aria-current=\"true\""), "{html}");
    }
}
