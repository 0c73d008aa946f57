//! Lists: pages of them, and what stands where there is nothing.

use leptos::prelude::*;

use crate::http::Visit;

/// Rows on a page of a list.
pub const PAGE_SIZE: i64 = 20;
/// A hundred thousand rows: more than any list has, and the database still passes over them at once.
const LAST_PAGE: i64 = 5_000;

/// Where in a list the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The page, from 1.
    pub page: i64,
    /// How many rows there are in all.
    pub total: i64,
}

impl Pages {
    /// The page that the query names, bounded; 1 for anything else.
    pub fn requested(page: Option<&str>) -> i64 {
        page.and_then(|page| page.parse().ok())
            .unwrap_or(1)
            .clamp(1, LAST_PAGE)
    }

    /// The offset of a page's first row.
    pub fn offset(page: i64) -> i64 {
        (page - 1) * PAGE_SIZE
    }

    /// The number of pages, at least 1.
    pub fn count(self) -> i64 {
        ((self.total + PAGE_SIZE - 1) / PAGE_SIZE).clamp(1, LAST_PAGE)
    }
}

/// Links to the pages before and after; nothing where there is only one.
pub fn pagination(visit: &Visit, pages: Pages) -> Option<AnyView> {
    let (page, count) = (pages.page, pages.count());
    if count <= 1 {
        return None;
    }
    let t = visit.t;
    let previous = (page > 1).then(|| {
        view! { <a class="button button--secondary" rel="prev" href=page_link(visit, (page - 1).min(count))>{t.previous_page()}</a> }
    });
    let next = (page < count).then(|| {
        view! { <a class="button button--secondary" rel="next" href=page_link(visit, page + 1)>{t.next_page()}</a> }
    });
    Some(
        view! {
            <nav class="pagination" aria-label=t.pages()>
                {previous}
                <span class="muted">{t.page_number(page, count)}</span>
                {next}
            </nav>
        }
        .into_any(),
    )
}

fn page_link(visit: &Visit, page: i64) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(visit.query.as_bytes()) {
        // What was done is said once.
        let goes_along = !matches!(&*name, "page" | "done" | "count");
        if goes_along && !value.is_empty() {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("page", &page.to_string());
    format!("{}?{}", visit.link(&visit.path), query.finish())
}

/// What will be here, and the next step.
pub fn empty_state(text: impl Into<String>, next: Option<(String, String)>) -> AnyView {
    let next = next.map(|(label, href)| view! { <p><a class="button" href=href>{label}</a></p> });
    view! { <div class="empty-state"><p>{text.into()}</p>{next}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_bounded() {
        assert_eq!(Pages::requested(None), 1);
        assert_eq!(Pages::requested(Some("-3")), 1);
        assert_eq!(Pages::requested(Some("99999999")), LAST_PAGE);
        assert_eq!(Pages::requested(Some("x")), 1);
        assert_eq!(Pages { page: 1, total: 0 }.count(), 1);
        assert_eq!(Pages { page: 1, total: 21 }.count(), 2);
        let last = Pages::requested(Some("501"));
        assert_eq!((last, Pages::offset(last)), (501, 10_000));
        let total = 10_010;
        assert_eq!(Pages { page: 1, total }.count(), last);
    }
}
