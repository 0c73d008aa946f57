//! What a page says before anything else.

use leptos::prelude::*;

use crate::i18n::Words;

/// What was done.
pub fn success(words: impl Into<String>) -> AnyView {
    view! { <div class="notice notice--success" role="status"><p>{words.into()}</p></div> }
        .into_any()
}

/// What there is to know.
pub fn info(words: impl Into<String>) -> AnyView {
    view! { <div class="notice notice--info" role="status"><p>{words.into()}</p></div> }.into_any()
}

/// What a form has made already when it comes with other words: a way to it, and what sending it once more does.
pub fn sent_before(t: Words, words: &'static str, saved: String) -> AnyView {
    view! {
        <div class="notice notice--warning" role="alert">
            <p>{words}</p>
            <p><a href=saved>{t.open_saved()}</a></p>
        </div>
    }
    .into_any()
}
