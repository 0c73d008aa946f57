//! The one way a form comes in: URL-encoded, bounded, valid UTF-8, typed; and, for members' forms, kept when the session
//! has ended meanwhile, so that it can be given back filled after signing in.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Visit;
use crate::error::{AppError, SentForm};

/// No form of the portal is larger, also where every field is filled up to its bound with letters that take twelve bytes each
/// (an Arabic one takes six); uploads have their own way in.
pub const BODY_LIMIT: usize = 2 * 1024 * 1024;
/// A sign-in may carry a whole form along, escaped once more: at worst three bytes for one.
const PUBLIC_LIMIT: usize = 3 * BODY_LIMIT + 64 * 1024;
/// How much of a larger body is read away: a browser whose sending is cut off shows a broken connection instead of the answer.
const DRAIN_LIMIT: usize = 16 * 1024 * 1024;
/// The hidden field that marks a form given back after signing in: it is shown again and never executed.
pub const REPLAY: &str = "_replay";
/// The hidden field of a form that travels without the files that it came with.
pub const FILES_LOST: &str = "_files_lost";

/// A member's form. Without a session, or with one that ended or lost rights while the form was on its way, the request ends
/// with the sign-in page, which carries the form along.
#[derive(Clone, Debug)]
pub struct Form<T> {
    /// What was typed.
    pub values: T,
    /// Whether the form only comes back from a sign-in: show it, do not execute it.
    pub replayed: bool,
}

/// A form without fields: a button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Nothing {}

/// A form that anyone may send, such as signing in.
#[derive(Clone, Debug)]
pub struct PublicForm<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let visit = request.extensions().get::<Visit>().cloned();
        let signed_in = visit.as_ref().is_some_and(|visit| visit.actor.is_some());
        let action = action(visit.as_ref(), &request);
        let body = read(request, BODY_LIMIT).await?;
        let sent = SentForm {
            action,
            body: String::from_utf8_lossy(&body).into_owned(),
            comes_back: true,
        };
        let replayed = sent.is_replay();
        let Some(visit) = visit.filter(|_| signed_in) else {
            return Err(AppError::SignIn(Some(sent)));
        };
        let _ = visit.sent.set(sent);
        if !visit.is_still_allowed().await? {
            return Err(AppError::SignIn(visit.sent.get().cloned()));
        }
        Ok(Self {
            values: parse(text(&body)?)?,
            replayed,
        })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for PublicForm<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let visit = request.extensions().get::<Visit>().cloned();
        let action = action(visit.as_ref(), &request);
        let body = read(request, PUBLIC_LIMIT).await?;
        if let Some(visit) = visit {
            let body = String::from_utf8_lossy(&body).into_owned();
            let _ = visit.sent.set(SentForm {
                action,
                body,
                // Nothing asks a public form whether it only comes back: sent again, it would be executed.
                comes_back: false,
            });
        }
        Ok(Self(parse(text(&body)?)?))
    }
}

/// Where the form was sent to.
fn action(visit: Option<&Visit>, request: &Request) -> String {
    match visit {
        Some(visit) if visit.query.is_empty() => visit.link(&visit.path),
        Some(visit) => format!("{}?{}", visit.link(&visit.path), visit.query),
        None => request
            .uri()
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default(),
    }
}

async fn read(request: Request, limit: usize) -> Result<Bytes, AppError> {
    let encoded = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !encoded {
        return Err(AppError::BadRequest);
    }
    let mut parts = request.into_body().into_data_stream();
    let (mut body, mut came) = (Vec::new(), 0_usize);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| AppError::BadRequest)?;
        came = came.saturating_add(part.len());
        if came > limit.max(DRAIN_LIMIT) {
            break;
        }
        if came <= limit {
            body.extend_from_slice(&part);
        }
    }
    if came > limit {
        return Err(AppError::TooLarge);
    }
    Ok(body.into())
}

/// The body, if it is text.
fn text(body: &Bytes) -> Result<&Bytes, AppError> {
    if is_utf8(body) {
        Ok(body)
    } else {
        Err(AppError::BadRequest)
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, AppError> {
    serde_html_form::from_bytes(body).map_err(|_| AppError::BadRequest)
}

/// Whether the percent-decoded body is UTF-8: the URL standard's parser would silently replace what is not.
fn is_utf8(body: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let hex = (byte == b'%').then(|| tail.get(..2)).flatten();
        let value = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        if value.is_some() {
            rest = &tail[2..];
        }
        decoded.push(value.unwrap_or(byte));
    }
    !decoded.contains(&0) && std::str::from_utf8(&decoded).is_ok()
}

/// Sends the browser on with a GET (RFC 9110 §15.4.4). The path is one of ours; header-breaking bytes end it.
pub fn see_other(path: &str) -> Response {
    match axum::http::HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(error) => AppError::internal(error).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::Body;

    use super::*;

    #[tokio::test]
    async fn a_body_that_is_too_large_is_read_away_before_it_is_refused() {
        let sent = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&sent);
        let parts = (0..40).map(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(vec![b'a'; 1024])
        });
        let body = Body::from_stream(futures_util::stream::iter(parts));
        let request = Request::builder()
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        let answer = read(request.unwrap(), 30 * 1024).await;
        assert!(matches!(answer, Err(AppError::TooLarge)));
        assert_eq!(sent.load(Ordering::Relaxed), 40, "to its end");
    }

    #[test]
    fn invalid_utf8_is_told_from_valid() {
        assert!(is_utf8(b"a=%D8%AA%D8%A8&b=1+2"));
        assert!(is_utf8(b"a=100%&b=%zz"));
        assert!(!is_utf8(b"a=%FF"));
        assert!(!is_utf8(b"a=%00"));
        assert!(!is_utf8(&[b'a', b'=', 0xC3]));
    }
}
