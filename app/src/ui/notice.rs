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

/// What is said above a form that was sent before, and now comes with other words: sent once more, it makes something else.
#[derive(Clone, Debug)]
pub struct SentBefore {
    words: &'static str,
    /// Where what it made is.
    saved: Option<String>,
}

impl SentBefore {
    /// It made what is there.
    pub fn made(words: &'static str, saved: String) -> Self {
        let saved = Some(saved);
        Self { words, saved }
    }

    /// Somebody else sent a form from the same address.
    pub fn by_others(t: Words) -> Self {
        Self {
            words: t.form_sent_by_others(),
            saved: None,
        }
    }

    /// The notice.
    pub fn view(&self, t: Words) -> AnyView {
        let saved = self.saved.clone();
        let saved = saved.map(|saved| view! { <p><a href=saved>{t.open_saved()}</a></p> });
        view! {
            <div class="notice notice--warning" role="alert"><p>{self.words}</p>{saved}</div>
        }
        .into_any()
    }
}
