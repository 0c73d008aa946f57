//! The way to a pack from the page of what it is about.

use leptos::prelude::*;

use crate::documents::{Document, policy, words};
use crate::http::Visit;

/// The link, with what there is to carry. `path` is that of the page.
pub(crate) fn link(visit: &Visit, path: &str, documents: &[Document]) -> AnyView {
    let t = visit.t;
    let packed = documents
        .iter()
        .filter(|document| policy::may_download(visit.actor(), document));
    let sizes: Vec<u64> = packed.map(|document| document.current.bytes()).collect();
    let label = match sizes.len() {
        0 => t.packs_link().to_owned(),
        count => t.packs_link_with(count, words::size(t, sizes.iter().sum())),
    };
    let href = visit.link(&format!("{path}/pack"));
    view! { <p class="actions"><a href=href>{label}</a></p> }.into_any()
}
