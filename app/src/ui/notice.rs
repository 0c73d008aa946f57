//! What a page says before anything else.

use leptos::prelude::*;

/// What was done.
pub fn success(words: impl Into<String>) -> AnyView {
    view! { <div class="notice notice--success" role="status"><p>{words.into()}</p></div> }
        .into_any()
}

/// What there is to know.
pub fn info(words: impl Into<String>) -> AnyView {
    view! { <div class="notice notice--info" role="status"><p>{words.into()}</p></div> }.into_any()
}
