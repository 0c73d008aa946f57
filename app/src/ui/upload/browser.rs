//! The sending itself, as the tus protocol has it (<https://tus.io/protocols/resumable-upload>), and the list that it works off.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Date, JSON, Promise, Reflect};
use web_sys::{
    AbortController, Blob, DataTransfer, File, Headers, HtmlInputElement, RequestInit, Response,
    Storage, Window,
};

use super::{Item, Shown, State};

const PATH: &str = "/files/uploads";
/// The first piece; later ones are as large as the line carries in a few seconds.
const FIRST: f64 = 128.0 * 1024.0;
const SMALLEST: f64 = 32.0 * 1024.0;
const LARGEST: f64 = 4.0 * 1024.0 * 1024.0;
/// How long a piece should take, in milliseconds.
const PACE: f64 = 3000.0;
/// The waits between attempts on a dead line, in moments; the last one repeats.
const WAITS: [usize; 4] = [2, 6, 10, 20];
/// After so many milliseconds a wait looks whether it is still wanted.
const MOMENT: i32 = 500;

thread_local! {
    /// What cuts the line: there is one, since one file is sent at a time.
    static LINE: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

/// Takes what was just chosen into the list, and begins.
pub fn add(shown: Shown, most: usize) {
    let Some(files) = input(shown).and_then(|input| input.files()) else {
        return;
    };
    if most == 1 && files.length() > 0 {
        for item in shown.items.get_untracked() {
            remove(item, shown);
        }
    }
    let mut items = shown.items.get_untracked();
    let mut many = false;
    for file in (0..files.length()).filter_map(|index| files.get(index)) {
        if items
            .iter()
            .any(|item| item.file.with_value(key) == key(&file))
        {
            continue;
        }
        if items.len() == most {
            many = true;
            break;
        }
        items.push(Item {
            name: StoredValue::new(file.name()),
            state: RwSignal::new(State::Queued),
            percent: RwSignal::new(0),
            sent: RwSignal::new(String::new()),
            file: StoredValue::new_local(file),
        });
    }
    shown.many.set(many);
    shown.items.set(items);
    settle(shown);
    start(shown);
}

/// Takes a file off the list, and what has arrived of it off the server.
pub fn remove(item: Item, shown: Shown) {
    pause(item);
    shown
        .items
        .update(|items| items.retain(|other| other.state != item.state));
    shown.many.set(false);
    settle(shown);
    let address = match item.sent.get_untracked() {
        id if !id.is_empty() => Some(format!("{PATH}/{id}")),
        _ => item.file.with_value(remembered),
    };
    item.file.with_value(forget);
    if let Some(address) = address {
        spawn_local(async move {
            // One that stays is removed by the server when its time is over.
            let _ = request("DELETE", &address, &[], None).await;
        });
    }
}

/// Stops a file; if it is on the line, at once.
pub fn pause(item: Item) {
    let sends = item.state.get_untracked() == State::Sending;
    item.state.set(State::Paused);
    if sends && let Some(line) = LINE.take() {
        line.abort();
    }
}

/// Has the files sent whose turn it is, unless that is being done.
pub fn start(shown: Shown) {
    if !shown.busy.get_value() {
        shown.busy.set_value(true);
        spawn_local(work(shown));
    }
}

async fn work(shown: Shown) {
    let next = || {
        let mut items = shown.items.get_untracked().into_iter();
        items.find(|item| item.state.get_untracked() == State::Queued)
    };
    while let Some(item) = next() {
        item.state.set(State::Sending);
        if let Some(state) = send(item).await {
            let signed_out = state == State::SignedOut;
            item.state.set(state);
            settle(shown);
            // The others would hear the same; whoever goes on with one goes on with all.
            if signed_out {
                break;
            }
        }
    }
    shown.busy.set_value(false);
}

/// The file input among the children.
fn input(shown: Shown) -> Option<HtmlInputElement> {
    let root = shown.root.get_untracked()?;
    let input = root.query_selector("input[type=file]").ok()??;
    Some(input.unchecked_into())
}

/// Leaves in the input what the form must send itself, and keeps the form from being sent with a file that was refused.
fn settle(shown: Shown) {
    let (Some(input), Ok(rest)) = (input(shown), DataTransfer::new()) else {
        return;
    };
    let mut refused = false;
    for item in shown.items.get_untracked() {
        match item.state.get_untracked() {
            State::Done => {}
            State::Failed(_) => refused = true,
            _ => {
                let _ = item
                    .file
                    .with_value(|file| rest.items().add_with_file(file));
            }
        }
    }
    input.set_files(rest.files().as_ref());
    let mend = match refused {
        true => shown.words.with_value(|words| words.mend.clone()),
        false => String::new(),
    };
    input.set_custom_validity(&mend);
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

/// Whether nobody paused the file or took it away.
fn wanted(item: Item) -> bool {
    matches!(item.state.get_untracked(), State::Sending | State::Waiting)
}

/// Sends the file to its end, through any number of broken lines; nothing if it is no longer wanted.
async fn send(item: Item) -> Option<State> {
    let file = item.file.get_value();
    let mut waits = 0;
    while wanted(item) {
        match attempt(&file, item, &mut waits).await {
            Ok(None) => return None,
            Ok(Some(address)) => {
                forget(&file);
                let id = address.rsplit('/').next().unwrap_or_default().to_owned();
                item.sent.set(id);
                item.percent.set(100);
                return Some(State::Done);
            }
            Err(Trouble::Anew) => forget(&file),
            Err(Trouble::Line) => {}
            Err(Trouble::End(state)) => {
                if matches!(state, State::Failed(_)) {
                    forget(&file);
                }
                return wanted(item).then_some(state);
            }
        }
        for _ in 0..WAITS[usize::min(waits, WAITS.len() - 1)] {
            if !wanted(item) {
                return None;
            }
            item.state.set(State::Waiting);
            sleep(MOMENT).await;
        }
        waits += 1;
    }
    None
}

/// From where the server is to the end; the address if all of it arrived, nothing if it is no longer wanted.
async fn attempt(file: &File, item: Item, waits: &mut usize) -> Result<Option<String>, Trouble> {
    let address = match remembered(file) {
        Some(address) => address,
        None => create(file).await?,
    };
    let mut offset = offset_of(&request("HEAD", &address, &[], None).await?)?;
    let mut piece = FIRST;
    while offset < file.size() {
        if !wanted(item) {
            return Ok(None);
        }
        item.state.set(State::Sending);
        item.percent.set((offset / file.size() * 100.0) as u32);
        let end = f64::min(offset + piece, file.size());
        let blob = file
            .slice_with_f64_and_f64(offset, end)
            .map_err(|_| Trouble::Line)?;
        let at = offset.to_string();
        let headers = [
            ("upload-offset", at.as_str()),
            ("content-type", "application/offset+octet-stream"),
        ];
        let began = Date::now();
        offset = offset_of(&request("PATCH", &address, &headers, Some(&blob)).await?)?;
        piece = (piece * PACE / f64::max(Date::now() - began, 1.0))
            .clamp(SMALLEST, f64::min(piece * 2.0, LARGEST));
        *waits = 0;
    }
    Ok(wanted(item).then_some(address))
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
    let language = language().unwrap_or_default();
    let always = [("tus-resumable", "1.0.0"), ("accept-language", &language)];
    for (name, value) in always.iter().chain(headers) {
        sent.append(name, value).map_err(|_| Trouble::Line)?;
    }
    let init = RequestInit::new();
    init.set_method(method);
    init.set_headers(&sent);
    if let Some(body) = body {
        init.set_body(body);
        let line = AbortController::new().map_err(|_| Trouble::Line)?;
        init.set_signal(Some(&line.signal()));
        LINE.set(Some(line));
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

/// The page's language: a refusal is said in it, whatever the browser prefers.
fn language() -> Option<String> {
    let page = web_sys::window()?.document()?.document_element()?;
    page.get_attribute("lang")
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
