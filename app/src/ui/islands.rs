//! The islands that know no feature: the only bytes of `ui` that a browser receives.
// The exported functions that the macro writes have no place for documentation.
#![allow(missing_docs)]

use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the editor says. The catalogue stays on the server; the page carries these few words.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct EditorWords {
    /// The counter, with `{used}` and `{limit}` where the numbers go.
    pub counter: String,
    /// Said once when the text is longer than the limit.
    pub over: String,
    /// The button that shows the preview.
    pub show: String,
    /// The button that hides it again.
    pub hide: String,
    /// The name of the preview for screen readers.
    pub region: String,
    /// Said when the preview could not be fetched.
    pub failed: String,
}

#[cfg(feature = "ssr")]
impl EditorWords {
    /// From the catalogue; the browser fills in the numbers.
    pub(crate) fn new(t: crate::i18n::Words) -> Self {
        Self {
            // The catalogue takes arguments in the order of their names.
            counter: t.editor_counter("{limit}", "{used}"),
            over: t.editor_over().to_owned(),
            show: t.editor_show_preview().to_owned(),
            hide: t.editor_hide_preview().to_owned(),
            region: t.editor_preview().to_owned(),
            failed: t.editor_failed().to_owned(),
        }
    }
}

#[derive(Clone, PartialEq)]
#[cfg_attr(
    not(feature = "hydrate"),
    allow(dead_code, reason = "answers come only in the browser")
)]
enum Preview {
    Hidden,
    Waiting,
    Shown(String),
    Failed,
}

/// Counts what is typed into the `textarea` among its children and shows how the server will render it.
///
/// The `textarea` is the server's and works alone: the tools stay hidden until the island wakes. `action` takes a POST of
/// the form field `text` and answers with a sanitised piece of HTML.
#[island]
pub fn MarkdownPreview(
    action: String,
    limit: usize,
    words: EditorWords,
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<Div>::new();
    let (used, set_used) = signal(None::<usize>);
    let (preview, set_preview) = signal(Preview::Hidden);
    let measure = move || set_used.set(typed(root).map(|text| text.chars().count()));
    Effect::new(measure);

    let toggle = move |_| {
        if preview.get_untracked() == Preview::Hidden {
            set_preview.set(Preview::Waiting);
            fetch(action.clone(), typed(root).unwrap_or_default(), set_preview);
        } else {
            set_preview.set(Preview::Hidden);
        }
    };
    let over = move || used.get().is_some_and(|used| used > limit);
    let open = move || preview.get() != Preview::Hidden;
    let count = move || {
        let used = used.get().unwrap_or_default().to_string();
        words
            .counter
            .replace("{used}", &used)
            .replace("{limit}", &limit.to_string())
    };
    let status = move || match preview.get() {
        Preview::Failed => words.failed.clone(),
        _ if over() => words.over.clone(),
        _ => String::new(),
    };
    let label = move || {
        if open() {
            words.hide.clone()
        } else {
            words.show.clone()
        }
    };
    let html = move || match preview.get() {
        Preview::Shown(html) => html,
        _ => String::new(),
    };

    view! {
        <div class="editor" node_ref=root on:input=move |_| measure()>
            {children()}
            <div class="editor__tools" hidden=move || used.get().is_none()>
                <p class="counter" class:counter--over=over>{count}</p>
                <button type="button" class="button button--secondary" aria-expanded=move || open().to_string() on:click=toggle>
                    {label}
                </button>
                <p class="field__hint" role="status">{status}</p>
                <div class="markdown-preview prose" role="region" aria-label=words.region
                    hidden=move || !matches!(preview.get(), Preview::Shown(_)) inner_html=html></div>
            </div>
        </div>
    }
}

/// What the `textarea` below `root` holds; nothing on the server.
fn typed(root: NodeRef<Div>) -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let area = root.get_untracked()?.query_selector("textarea").ok()??;
        Some(
            area.unchecked_into::<web_sys::HtmlTextAreaElement>()
                .value(),
        )
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = root;
        None
    }
}

/// Asks the server for the preview, unless the reader closes it in the meantime.
fn fetch(action: String, text: String, set_preview: WriteSignal<Preview>) {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(async move {
        let answer = browser::post(&action, &text)
            .await
            .map_or(Preview::Failed, Preview::Shown);
        set_preview.update(|preview| {
            if *preview == Preview::Waiting {
                *preview = answer;
            }
        });
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (action, text, set_preview);
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{RequestInit, Response, UrlSearchParams};

    /// Posts the text as the form field `text`; nothing where the server does not answer with success.
    pub async fn post(action: &str, text: &str) -> Option<String> {
        let body = UrlSearchParams::new().ok()?;
        body.append("text", text);
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&body);
        let answer = web_sys::window()?.fetch_with_str_and_init(action, &request);
        let answer = JsFuture::from(answer)
            .await
            .ok()?
            .unchecked_into::<Response>();
        if !answer.ok() {
            return None;
        }
        JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
    }
}
