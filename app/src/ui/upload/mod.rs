//! The island that sends files while their form is being filled: one after another, in pieces, with pause, over a line that
//! breaks.
// The exported functions that the macro writes have no place for documentation.
#![allow(missing_docs)]

#[cfg(feature = "hydrate")]
mod browser;
mod words;

use leptos::html::Div;
use leptos::prelude::*;

pub use self::words::UploadWords;

/// Where the sending of a file is.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(
    not(feature = "hydrate"),
    allow(dead_code, reason = "files are sent only in the browser")
)]
enum State {
    /// Others go first: the line is narrow.
    #[default]
    Queued,
    Sending,
    Paused,
    Waiting,
    Done,
    SignedOut,
    /// With the server's reason, where it gave one.
    Failed(Option<String>),
}

impl State {
    fn goes_on(&self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Waiting)
    }

    fn is_over(&self) -> bool {
        matches!(self, Self::Done | Self::Failed(_))
    }
}

/// A file that was chosen.
#[derive(Clone, Copy)]
struct Item {
    name: StoredValue<String>,
    state: RwSignal<State>,
    percent: RwSignal<u32>,
    /// The identifier of the upload, once it is whole.
    sent: RwSignal<String>,
    #[cfg(feature = "hydrate")]
    file: StoredValue<web_sys::File, LocalStorage>,
}

/// What the island shows, and what the sender writes.
#[derive(Clone, Copy)]
struct Shown {
    root: NodeRef<Div>,
    items: RwSignal<Vec<Item>>,
    /// More were chosen than the form takes.
    many: RwSignal<bool>,
    /// A sender is at work: there is one, for all files.
    #[cfg_attr(
        not(feature = "hydrate"),
        allow(dead_code, reason = "files are sent only in the browser")
    )]
    busy: StoredValue<bool>,
    words: StoredValue<UploadWords>,
}

/// Sends the files that are chosen in the `input` among its children to `/files/uploads`, and names each that is whole in a
/// field `sent` of the form. What is not whole yet stays in the `input`: the form sends it itself, as it does without this
/// island. At most `most` files; where that is one, another choice replaces it.
#[island]
pub fn FileUpload(words: UploadWords, most: usize, children: Children) -> impl IntoView {
    let shown = Shown {
        root: NodeRef::new(),
        items: RwSignal::new(Vec::new()),
        many: RwSignal::new(false),
        busy: StoredValue::new(false),
        words: StoredValue::new(words),
    };
    let many = move || match shown.many.get() {
        true => shown.words.with_value(|words| words.many.clone()),
        false => String::new(),
    };
    // On a slow line files are chosen before the island is awake.
    Effect::new(move |_| add(shown, most));
    let none = move || shown.items.with(Vec::is_empty);
    let lines = move || {
        let lines = shown.items.get().into_iter();
        lines.map(|item| line(item, shown)).collect_view()
    };
    view! {
        <div class="upload" class:upload--listed=move || !none() node_ref=shown.root on:change=move |_| add(shown, most)>
            {children()}
            <p class="upload__many" role="status">{many}</p>
            <ul class="upload__files" hidden=none>{lines}</ul>
        </div>
    }
}

/// One file: its name, how far it is, and what can be done with it.
fn line(item: Item, shown: Shown) -> impl IntoView {
    let words = shown.words;
    let state = item.state;
    let toggle = move |_| match state.get_untracked().goes_on() {
        true => pause(item),
        false => resume(item, shown),
    };
    let status = move || words.with_value(|words| words.status(&state.get()));
    let percent = move || {
        let percent = item.percent.get().to_string();
        words.with_value(|words| words.percent.replace("{percent}", &percent))
    };
    let named = move |words: &String| item.name.with_value(|name| words.replace("{name}", name));
    let goes_on = move || state.get().goes_on();
    let toggle_label = move || {
        words.with_value(|words| match goes_on() {
            true => words.pause.clone(),
            false => words.resume.clone(),
        })
    };
    let toggle_name = move || {
        words.with_value(|words| match goes_on() {
            true => named(&words.pause_name),
            false => named(&words.resume_name),
        })
    };
    let remove_name = move || words.with_value(|words| named(&words.remove_name));
    let over = move || state.get().is_over();
    let failed = move || matches!(state.get(), State::Failed(_));
    view! {
        <li class="upload__file">
            <p class="upload__name">
                <bdi>{move || item.name.get_value()}</bdi> <span hidden=over aria-hidden="true">{percent}</span>
            </p>
            <progress max="100" aria-hidden="true" hidden=over value=move || item.percent.get().to_string()></progress>
            <p role="status" class="upload__status" class:field__error=failed>{status}</p>
            <div class="upload__buttons">
                <button type="button" class="button button--secondary" hidden=over aria-label=toggle_name on:click=toggle>
                    {toggle_label}
                </button>
                <button type="button" class="button button--quiet" aria-label=remove_name on:click=move |_| remove(item, shown)>
                    {move || words.with_value(|words| words.remove.clone())}
                </button>
            </div>
            <input type="hidden" name="sent" value=move || item.sent.get()/>
        </li>
    }
}

/// Takes what was just chosen into the list.
fn add(shown: Shown, most: usize) {
    #[cfg(feature = "hydrate")]
    browser::add(shown, most);
    #[cfg(not(feature = "hydrate"))]
    let _ = (shown.root, most);
}

/// Stops at once; what has arrived is kept.
fn pause(item: Item) {
    #[cfg(feature = "hydrate")]
    browser::pause(item);
    #[cfg(not(feature = "hydrate"))]
    item.state.set(State::Paused);
}

/// Goes on when it is its turn.
fn resume(item: Item, shown: Shown) {
    item.state.set(State::Queued);
    #[cfg(feature = "hydrate")]
    browser::start(shown);
    #[cfg(not(feature = "hydrate"))]
    let _ = shown;
}

/// Takes a file off the list, and what has arrived of it off the server.
fn remove(item: Item, shown: Shown) {
    #[cfg(feature = "hydrate")]
    browser::remove(item, shown);
    #[cfg(not(feature = "hydrate"))]
    let _ = (item, shown);
}
