//! Makes a page (or JSON, for programs) of every refusal, in the reader's language, with a way onward.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;

use super::Visit;
use super::visit::locale_and_path;
use crate::accounts;
use crate::error::{AppError, Failed, SentForm};
use crate::routes;
use crate::shell::Head;
use crate::ui::text::escape;

/// Replaces the body of a failed response by an explanation. Pages that explain themselves (422) pass.
pub fn explain(visit: &Visit, mut response: Response) -> Response {
    let error = match response.extensions_mut().remove::<Failed>() {
        Some(failed) => failed.0,
        None => match bare(&response) {
            Some(error) => std::sync::Arc::new(error),
            None => return response,
        },
    };
    let for_programs = visit.path.starts_with("/api/") || visit.path.starts_with("/files/");
    let mut explained = if for_programs {
        json(visit, &error)
    } else if let AppError::SignIn(sent) = &*error {
        // Whoever must sign in is nobody yet, also where a session ended while its form was on the way.
        let stranger = Visit {
            actor: None,
            ..visit.clone()
        };
        accounts::pages::sign_in_needed(&stranger, sent.as_ref())
    } else {
        page(visit, &error)
    };
    for name in [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE] {
        if let Some(value) = response.headers().get(&name) {
            explained.headers_mut().insert(name, value.clone());
        }
    }
    explained
}

/// The error behind a refusal that axum itself made, in plain text or without a body. A text document is plain text too: what a
/// handler says of it (412, 416) is no status of axum's.
fn bare(response: &Response) -> Option<AppError> {
    let plain = match response.headers().get(CONTENT_TYPE) {
        None => true,
        Some(kind) => kind == HeaderValue::from_static("text/plain; charset=utf-8"),
    };
    if !plain {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(AppError::NotFound),
        StatusCode::PAYLOAD_TOO_LARGE => Some(AppError::TooLarge),
        StatusCode::BAD_REQUEST
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => Some(AppError::BadRequest),
        status if status.is_server_error() => Some(AppError::internal("a layer failed")),
        _ => None,
    }
}

fn json(visit: &Visit, error: &AppError) -> Response {
    let (title, detail) = error.words(visit.t);
    let body = serde_json::json!({
        "error": error.code(), "title": title, "detail": detail, "request_id": visit.request_id,
    });
    (error.status(), Json(body)).into_response()
}

fn page(visit: &Visit, error: &AppError) -> Response {
    let t = visit.t;
    let asked_only = visit.sent.get().is_none();
    let (title, detail) = match error {
        AppError::Conflict if asked_only => (t.error_closed_title(), t.error_closed()),
        error => error.words(t),
    };
    let mut head = Head::new(title);
    head.status = error.status();
    let form = visit.sent.get().and_then(|sent| typed(visit, error, sent));
    let before = page_before(visit).or_else(|| page_above(visit, error));
    let home = if form.is_some() || before.is_some() {
        "button button--quiet"
    } else {
        "button"
    };
    let reference = (!visit.request_id.is_empty())
        .then(|| view! { <p class="muted">{t.error_reference(&visit.request_id)}</p> });
    visit.page(head, || {
        view! {
            <h1>{title}</h1>
            <p class="lede">{detail}</p>
            {form}
            <p class="actions">{before}<a class=home href=visit.link("")>{t.error_go_home()}</a></p>
            {reference}
        }
        .into_any()
    })
}

/// The way back to where a form was sent from. A form that was refused once may stand where nothing answers but forms.
fn page_before(visit: &Visit) -> Option<AnyView> {
    let path = visit.page_before.clone()?;
    let (_, without_language) = locale_and_path(&path.parse().ok()?);
    routes::has_page(&without_language).then(|| {
        view! { <a class="button button--secondary" href=path>{visit.t.error_go_back()}</a> }
            .into_any()
    })
}

/// The page to which one belongs that is closed: what is so about the thing stands there.
fn page_above(visit: &Visit, error: &AppError) -> Option<AnyView> {
    if !matches!(error, AppError::Conflict | AppError::Forbidden) {
        return None;
    }
    let ends = visit.path.match_indices('/').map(|(end, _)| end);
    let mut above = ends.rev().map(|end| &visit.path[..end]);
    let path = above.find(|path| !path.is_empty() && routes::has_page(path))?;
    Some(
        view! { <a class="button button--secondary" href=visit.link(path)>{visit.t.error_go_up()}</a> }
            .into_any(),
    )
}

/// What was typed in a form that came to nothing. Where another attempt may do better, a button shows the form as it was
/// filled and executes nothing; where it cannot, because something closed meanwhile, the texts stand here to be copied.
fn typed(visit: &Visit, error: &AppError, sent: &SentForm) -> Option<AnyView> {
    let may_do_better = error.status().is_server_error()
        || matches!(error, AppError::BadRequest | AppError::Throttled);
    if may_do_better && sent.comes_back && !sent.is_replay() {
        return Some(accounts::pages::form_again(
            visit,
            &sent.without_passwords(),
        ));
    }
    let t = visit.t;
    let texts: Vec<_> = sent
        .texts()
        .into_iter()
        .map(|text| {
            let rows = (text.chars().count() / 60 + text.lines().count()).clamp(1, 12);
            // Leptos does not escape the text of a `textarea`, and the parser drops its first line break.
            let text = format!("\n{}", escape(&text));
            view! {
                <textarea class="input" readonly dir="auto" rows=rows.to_string() aria-label=t.error_typed()
                    inner_html=text></textarea>
            }
        })
        .collect();
    (!texts.is_empty()).then(|| {
        view! {
            <section class="stack"><h2>{t.error_typed()}</h2><p>{t.error_typed_hint()}</p>{texts}</section>
        }
        .into_any()
    })
}
