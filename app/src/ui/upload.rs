//! The island that sends a file while its form is being filled: in pieces, with pause, over a line that breaks.
// The exported functions that the macro writes have no place for documentation.
#![allow(missing_docs)]

use leptos::html::Div;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the island says. The catalogue stays on the server; the page carries these few words.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct UploadWords {
    /// While sending, with `{percent}` where the number goes.
    pub sending: String,
    /// Somebody paused it.
    pub paused: String,
    /// The line is down; it goes on by itself.
    pub waiting: String,
    /// Every byte is there.
    pub done: String,
    /// The session has ended.
    pub signed_out: String,
    /// Nothing that can be mended here.
    pub failed: String,
    /// The button that pauses.
    pub pause: String,
    /// The button that goes on.
    pub resume: String,
}

#[cfg(feature = "ssr")]
impl UploadWords {
    /// From the catalogue; the browser fills in the number.
    pub(crate) fn new(t: crate::i18n::Words) -> Self {
        Self {
            sending: t.upload_sending("{percent}"),
            paused: t.upload_paused().to_owned(),
            waiting: t.upload_waiting().to_owned(),
            done: t.upload_done().to_owned(),
            signed_out: t.upload_signed_out().to_owned(),
            failed: t.upload_failed().to_owned(),
            pause: t.upload_pause().to_owned(),
            resume: t.upload_resume().to_owned(),
        }
    }
}

/// Where the sending is.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(
    not(feature = "hydrate"),
    allow(dead_code, reason = "files are sent only in the browser")
)]
enum State {
    #[default]
    Idle,
    Sending,
    Paused,
    Waiting,
    Done,
    SignedOut,
    /// With the server's reason, where it gave one.
    Failed(Option<String>),
}

/// What the island shows, and what the sender writes.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(feature = "hydrate"),
    allow(dead_code, reason = "files are sent only in the browser")
)]
struct Shown {
    state: RwSignal<State>,
    percent: RwSignal<u32>,
    /// The identifier of the upload, once it is whole.
    sent: RwSignal<String>,
    /// Counts starts: a sender that is not the newest stops.
    run: RwSignal<u32>,
}

/// Sends the file that is chosen in the `input` among its children to `/files/uploads`, and then names it in the form's field
/// `sent`. Until it is whole the form would send the file itself, as it does without this island.
#[island]
pub fn FileUpload(words: UploadWords, children: Children) -> impl IntoView {
    let root = NodeRef::<Div>::new();
    let shown = Shown {
        state: RwSignal::new(State::Idle),
        percent: RwSignal::new(0),
        sent: RwSignal::new(String::new()),
        run: RwSignal::new(0),
    };
    let state = shown.state;
    let toggle = move |_| match state.get_untracked() {
        State::Sending | State::Waiting => pause(shown),
        _ => start(root, shown),
    };
    let begin = move |_| {
        shown.sent.set(String::new());
        start(root, shown);
    };
    let goes_on = move || matches!(state.get(), State::Sending | State::Waiting);
    let says = words.clone();
    let status = move || match state.get() {
        State::Idle => String::new(),
        State::Sending => says
            .sending
            .replace("{percent}", &shown.percent.get().to_string()),
        State::Paused => says.paused.clone(),
        State::Waiting => says.waiting.clone(),
        State::Done => says.done.clone(),
        State::SignedOut => says.signed_out.clone(),
        State::Failed(reason) => reason.unwrap_or_else(|| says.failed.clone()),
    };
    let label = move || {
        if goes_on() {
            words.pause.clone()
        } else {
            words.resume.clone()
        }
    };
    let over = move || matches!(state.get(), State::Idle | State::Done | State::Failed(_));
    view! {
        <div class="upload" node_ref=root on:change=begin>
            {children()}
            <input type="hidden" name="sent" value=move || shown.sent.get()/>
            <div class="upload__progress" hidden=move || state.get() == State::Idle>
                <progress max="100" aria-hidden="true" value=move || shown.percent.get().to_string()></progress>
                <p role="status">{status}</p>
                <button type="button" class="button button--secondary" hidden=over on:click=toggle>{label}</button>
            </div>
        </div>
    }
}

/// Begins to send the chosen file, or goes on with it.
fn start(root: NodeRef<Div>, shown: Shown) {
    #[cfg(feature = "hydrate")]
    {
        shown.run.update(|run| *run += 1);
        match root.get_untracked().and_then(|root| browser::chosen(&root)) {
            Some((input, file)) => {
                shown.state.set(State::Sending);
                leptos::task::spawn_local(browser::send(input, file, shown));
            }
            None => shown.state.set(State::Idle),
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (root, shown);
}

/// Stops after the present piece.
fn pause(shown: Shown) {
    shown.run.update(|run| *run += 1);
    shown.state.set(State::Paused);
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::js_sys::{Array, JSON, Promise, Reflect};
    use web_sys::{
        Blob, Element, File, Headers, HtmlInputElement, RequestInit, Response, Storage, Window,
    };

    use super::{Shown, State};

    const PATH: &str = "/files/uploads";
    /// The first piece; later ones are as large as the line carries in a few seconds.
    const FIRST: f64 = 128.0 * 1024.0;
    const SMALLEST: f64 = 32.0 * 1024.0;
    const LARGEST: f64 = 4.0 * 1024.0 * 1024.0;
    /// How long a piece should take, in milliseconds.
    const PACE: f64 = 3000.0;
    /// The waits between attempts on a dead line, in milliseconds; the last one repeats.
    const WAITS: [i32; 4] = [1000, 3000, 5000, 10_000];

    /// The file input among the children, and its file.
    pub fn chosen(root: &Element) -> Option<(HtmlInputElement, File)> {
        let input = root.query_selector("input[type=file]").ok()??;
        let input = input.unchecked_into::<HtmlInputElement>();
        let file = input.files()?.get(0)?;
        Some((input, file))
    }

    /// Why a request brought nothing to go on with.
    enum Trouble {
        /// No answer, or one that may be better next time.
        Line,
        /// The server counts differently, or no longer knows the upload.
        Anew,
        /// For good.
        End(State),
    }

    /// Sends the file to its end, through any number of broken lines, unless a newer run begins.
    pub async fn send(input: HtmlInputElement, file: File, shown: Shown) {
        let run = shown.run.get_untracked();
        let newest = move || shown.run.try_get_untracked() == Some(run);
        let mut waits = 0;
        while newest() {
            match attempt(&file, shown, &newest, &mut waits).await {
                Ok(None) => return,
                Ok(Some(address)) => {
                    forget(&file);
                    let id = address.rsplit('/').next().unwrap_or_default().to_owned();
                    shown.sent.set(id);
                    shown.percent.set(100);
                    shown.state.set(State::Done);
                    // The form names the upload now and need not send the file again.
                    input.set_value("");
                    return;
                }
                Err(Trouble::Anew) => forget(&file),
                Err(Trouble::Line) => {}
                Err(Trouble::End(state)) => {
                    if matches!(state, State::Failed(_)) {
                        forget(&file);
                    }
                    if newest() {
                        shown.state.set(state);
                    }
                    return;
                }
            }
            if newest() {
                shown.state.set(State::Waiting);
                sleep(WAITS[usize::min(waits, WAITS.len() - 1)]).await;
                waits += 1;
            }
        }
    }

    /// From where the server is to the end; the address if all of it arrived, nothing if a newer run took over.
    async fn attempt(
        file: &File,
        shown: Shown,
        newest: &impl Fn() -> bool,
        waits: &mut usize,
    ) -> Result<Option<String>, Trouble> {
        let address = match remembered(file) {
            Some(address) => address,
            None => create(file).await?,
        };
        let mut offset = offset_of(&request("HEAD", &address, &[], None).await?)?;
        let mut piece = FIRST;
        while offset < file.size() {
            if !newest() {
                return Ok(None);
            }
            shown.state.set(State::Sending);
            shown.percent.set((offset / file.size() * 100.0) as u32);
            let end = f64::min(offset + piece, file.size());
            let blob = file
                .slice_with_f64_and_f64(offset, end)
                .map_err(|_| Trouble::Line)?;
            let at = offset.to_string();
            let headers = [
                ("upload-offset", at.as_str()),
                ("content-type", "application/offset+octet-stream"),
            ];
            let began = now();
            offset = offset_of(&request("PATCH", &address, &headers, Some(&blob)).await?)?;
            piece = (piece * PACE / f64::max(now() - began, 1.0))
                .clamp(SMALLEST, f64::min(piece * 2.0, LARGEST));
            *waits = 0;
        }
        Ok(newest().then_some(address))
    }

    async fn create(file: &File) -> Result<String, Trouble> {
        let length = file.size().to_string();
        let name = base64(&file.name()).ok_or(Trouble::End(State::Failed(None)))?;
        let name = format!("filename {name}");
        let headers = [
            ("upload-length", length.as_str()),
            ("upload-metadata", &name),
        ];
        let answer = request("POST", PATH, &headers, None).await?;
        let address = answer.headers().get("location").ok().flatten();
        let address = address.ok_or(Trouble::Line)?;
        remember(file, &address);
        Ok(address)
    }

    async fn request(
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&Blob>,
    ) -> Result<Response, Trouble> {
        let sent = Headers::new().map_err(|_| Trouble::Line)?;
        for (name, value) in [("tus-resumable", "1.0.0")].iter().chain(headers) {
            sent.append(name, value).map_err(|_| Trouble::Line)?;
        }
        let init = RequestInit::new();
        init.set_method(method);
        init.set_headers(&sent);
        if let Some(body) = body {
            init.set_body(body);
        }
        let answer = window()?.fetch_with_str_and_init(address, &init);
        let answer = JsFuture::from(answer).await.map_err(|_| Trouble::Line)?;
        judge(answer.unchecked_into()).await
    }

    async fn judge(answer: Response) -> Result<Response, Trouble> {
        match answer.status() {
            200..=299 => Ok(answer),
            401 => Err(Trouble::End(State::SignedOut)),
            404 | 409 | 410 => Err(Trouble::Anew),
            413 | 415 | 422 | 429 | 507 => Err(Trouble::End(State::Failed(detail(&answer).await))),
            _ => Err(Trouble::Line),
        }
    }

    /// The reason that the server gives in words.
    async fn detail(answer: &Response) -> Option<String> {
        let text = JsFuture::from(answer.text().ok()?).await.ok()?;
        let json = JSON::parse(&text.as_string()?).ok()?;
        Reflect::get(&json, &"detail".into()).ok()?.as_string()
    }

    fn offset_of(answer: &Response) -> Result<f64, Trouble> {
        let header = answer.headers().get("upload-offset").ok().flatten();
        header
            .and_then(|text| text.parse().ok())
            .ok_or(Trouble::Line)
    }

    /// Under which an upload is found again after the page was loaded anew and the same file chosen.
    fn key(file: &File) -> String {
        format!(
            "upload:{}:{}:{}",
            file.name(),
            file.size(),
            file.last_modified()
        )
    }

    fn storage() -> Option<Storage> {
        web_sys::window()?.local_storage().ok()?
    }

    fn remembered(file: &File) -> Option<String> {
        storage()?.get_item(&key(file)).ok()?
    }

    fn remember(file: &File, address: &str) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(&key(file), address);
        }
    }

    fn forget(file: &File) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&key(file));
        }
    }

    /// Base64 of the UTF-8 bytes: `btoa` takes a string of bytes.
    fn base64(text: &str) -> Option<String> {
        let bytes: String = text.bytes().map(char::from).collect();
        web_sys::window()?.btoa(&bytes).ok()
    }

    fn now() -> f64 {
        web_sys::js_sys::Date::now()
    }

    fn window() -> Result<Window, Trouble> {
        web_sys::window().ok_or(Trouble::Line)
    }

    async fn sleep(milliseconds: i32) {
        let promise = Promise::new(&mut |done, _| {
            if let Some(window) = web_sys::window() {
                let nothing = Array::new();
                let _ = window.set_timeout_with_callback_and_timeout_and_arguments(
                    &done,
                    milliseconds,
                    &nothing,
                );
            }
        });
        let _: Result<JsValue, _> = JsFuture::from(promise).await;
    }
}
