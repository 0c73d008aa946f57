//! The sign-in page, also as the answer where someone must sign in first, and the way back to what they did.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::forms::sign_in::SignIn;
use crate::accounts::store;
use crate::error::{AppError, SENT_BODY, SentForm};
use crate::http::form::REPLAY;
use crate::http::origin::is_own_path;
use crate::http::{Visit, see_other};
use crate::i18n::Words;
use crate::shell::Head;
use crate::ui::{Field, Problems, error_summary, hidden, info};

/// What the page may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub(super) return_to: String,
    pub(super) done: String,
    pub(super) organization: String,
    pub(super) page: String,
}

/// GET: the page.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, AppError> {
    let to = if is_own_path(&asked.return_to) {
        asked.return_to
    } else {
        String::new()
    };
    if visit.actor().is_some() {
        let to = if to.is_empty() {
            visit.link("/account")
        } else {
            to
        };
        return Ok(see_other(&to));
    }
    let done = match asked.done.as_str() {
        "signed-out" => Some(visit.t.accounts_signed_out()),
        "password" => Some(visit.t.accounts_password_saved()),
        _ => None,
    };
    let typed = SignIn {
        return_to: to,
        ..SignIn::default()
    };
    let demo = demo(&visit).await?;
    let head = head(&visit, StatusCode::OK);
    Ok(page(&visit, head, &typed, &Problems::new(), done, demo))
}

/// The accounts of a demonstration that only this machine can reach: address and post.
async fn demo(visit: &Visit) -> Result<Vec<(String, String)>, AppError> {
    if visit.app.settings.is_loopback() {
        store::members::demo_members(&visit.app.db).await
    } else {
        Ok(Vec::new())
    }
}

/// The answer where someone must sign in first. A form that was sent travels along and comes back filled, but for its
/// passwords.
pub fn sign_in_needed(visit: &Visit, sent: Option<&SentForm>) -> Response {
    let mut typed = SignIn::default();
    match sent {
        Some(sent) => {
            typed.sent_action.clone_from(&sent.action);
            typed.sent_body = sent.without_passwords().body;
        }
        None => {
            typed.return_to = visit.link(&visit.path);
            if !visit.query.is_empty() {
                typed.return_to = format!("{}?{}", typed.return_to, visit.query);
            }
        }
    }
    let words = if sent.is_some() {
        visit.t.accounts_session_ended()
    } else {
        visit.t.accounts_sign_in_first()
    };
    let head = head(visit, StatusCode::UNAUTHORIZED);
    page(
        visit,
        head,
        &typed,
        &Problems::new(),
        Some(words),
        Vec::new(),
    )
}

/// The page again, with what was wrong; the address is kept.
pub async fn again(
    visit: &Visit,
    typed: &SignIn,
    problems: &Problems,
) -> Result<Response, AppError> {
    let head = head(visit, StatusCode::UNPROCESSABLE_ENTITY);
    let notice = typed.sent().map(|_| visit.t.accounts_session_ended());
    let demo = demo(visit).await?;
    Ok(page(visit, head, typed, problems, notice, demo))
}

fn head(visit: &Visit, status: StatusCode) -> Head {
    let mut head = Head::new(visit.t.accounts_sign_in_title());
    head.status = status;
    head
}

fn page(
    visit: &Visit,
    head: Head,
    typed: &SignIn,
    problems: &Problems,
    notice: Option<&'static str>,
    demo: Vec<(String, String)>,
) -> Response {
    let t = visit.t;
    visit.page(head, || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_sign_in_title()}</h1>
                {notice.map(info)}
                {typed.sent().and_then(|sent| lost_files(t, &sent))}
                {error_summary(t, problems)}
                {form(visit, typed, problems)}
                <p class="actions">
                    <a href=visit.link("/password")>{t.accounts_forgot_password()}</a>
                    <a href=visit.link("/join")>{t.accounts_join()}</a>
                </p>
                {demo_list(visit, demo)}
            </div>
        }
        .into_any()
    })
}

fn demo_list(visit: &Visit, demo: Vec<(String, String)>) -> Option<AnyView> {
    if demo.is_empty() {
        return None;
    }
    let rows = demo
        .into_iter()
        .map(|(email, post)| {
            view! { <li><bdi dir="ltr">{email}</bdi> " — " <bdi>{post}</bdi></li> }
        })
        .collect_view();
    let t = visit.t;
    Some(
        view! {
            <div class="notice notice--warning">
                <p>{t.accounts_demo()}</p>
                <ul>{rows}</ul>
            </div>
        }
        .into_any(),
    )
}

fn form(visit: &Visit, typed: &SignIn, problems: &Problems) -> AnyView {
    let t = visit.t;
    let sent = typed.sent().map(|sent| {
        view! { {hidden("sent_action", sent.action)} {hidden(SENT_BODY, sent.body)} }
    });
    view! {
        <form class="form" method="post" action=visit.link("/sign-in")>
            {hidden("return_to", typed.return_to.clone())}
            {sent}
            {Field::new(t, "email", t.accounts_email())
                .kind("email").autocomplete("username").value(typed.email.clone()).problems(problems).input()}
            {Field::new(t, "password", t.accounts_password())
                .kind("password").autocomplete("current-password").problems(problems).input()}
            {Field::new(t, "shared", t.accounts_shared_computer()).value(typed.shared.clone()).checkbox()}
            <div class="form__submit"><button class="button">{t.sign_in()}</button></div>
        </form>
    }
    .into_any()
}

/// The page after signing in that holds the form that was sent before: nothing happens until its button is pressed, and
/// then the form is shown, not executed.
pub fn give_back(visit: &Visit, sent: &SentForm) -> Response {
    let t = visit.t;
    visit.page(Head::new(t.accounts_welcome_back_title()), || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_welcome_back_title()}</h1>
                <p class="lede">{t.accounts_welcome_back()}</p>
                {lost_files(t, sent)}
                {form_again(visit, sent)}
            </div>
        }
        .into_any()
    })
}

fn lost_files(t: Words, sent: &SentForm) -> Option<AnyView> {
    sent.lost_files().then(|| info(t.accounts_files_lost()))
}

/// A button that leads back to a form as it was filled. Nothing is executed.
pub fn form_again(visit: &Visit, sent: &SentForm) -> AnyView {
    let pairs = url::form_urlencoded::parse(sent.body.as_bytes())
        .filter(|(name, _)| name != REPLAY)
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.into_owned() value=value.into_owned()/> }
        })
        .collect_view();
    view! {
        <form class="form" method="post" action=sent.action.clone()>
            {pairs}
            {hidden(REPLAY, "1")}
            <div class="form__submit"><button class="button">{visit.t.accounts_back_to_form()}</button></div>
        </form>
    }
    .into_any()
}
