//! What can go wrong, in kinds that are safe to send. Causes are logged, never shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::http::form::{FILES_LOST, REPLAY};
use crate::i18n::Words;
use crate::storage::StorageError;

/// An error that ends a request.
#[derive(Debug)]
pub enum AppError {
    /// There is no such thing, or this actor may not see it: the two are never told apart.
    NotFound,
    /// A signed-in actor sees the thing but may not do this to it.
    Forbidden,
    /// Nobody is signed in. Holds the form that was sent, so that it can be given back after signing in.
    SignIn(Option<SentForm>),
    /// The request cannot be understood.
    BadRequest,
    /// The request was sent from another site's page.
    CrossSite,
    /// More bytes than allowed.
    TooLarge,
    /// No room for it: this many bytes are left to the organization.
    NoRoom(u64),
    /// Someone else's change came first, or a second submission of the same form.
    Conflict,
    /// Too many attempts.
    Throttled,
    /// The disk is full or the storage does not answer.
    Storage(Box<dyn std::error::Error + Send + Sync>),
    /// The handler did not finish in its time.
    Timeout,
    /// Everything else.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// A form that could not be accepted because the session had ended.
#[derive(Clone, Debug)]
pub struct SentForm {
    /// Path and query it was sent to.
    pub action: String,
    /// Its body, `application/x-www-form-urlencoded`.
    pub body: String,
    /// Whether its page shows it again when it is given back, and executes nothing. A form that anyone may send does not.
    pub comes_back: bool,
}

/// The field of the sign-in page in which another form travels along.
pub(crate) const SENT_BODY: &str = "sent_body";

impl SentForm {
    /// Whether the form was already given back once: to be shown, and it could not be.
    pub fn is_replay(&self) -> bool {
        self.has(REPLAY)
    }

    /// Whether files came with the form, which do not travel along.
    pub fn lost_files(&self) -> bool {
        self.has(FILES_LOST)
    }

    fn has(&self, field: &str) -> bool {
        url::form_urlencoded::parse(self.body.as_bytes()).any(|(name, _)| name == field)
    }

    /// The same without what stands in fields for passwords: those never come back in a page.
    pub fn without_passwords(&self) -> Self {
        let mut kept = url::form_urlencoded::Serializer::new(String::new());
        kept.extend_pairs(
            url::form_urlencoded::parse(self.body.as_bytes())
                .filter(|(name, _)| !name.contains("password")),
        );
        Self {
            action: self.action.clone(),
            body: kept.finish(),
            comes_back: self.comes_back,
        }
    }

    /// What a person wrote in it, without choices, marks and passwords: words are told by their gaps or their script. Those of a
    /// form that travels along with a sign-in are among them.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for (name, value) in url::form_urlencoded::parse(self.body.as_bytes()) {
            if name == SENT_BODY {
                let carried = url::form_urlencoded::parse(value.as_bytes());
                texts.extend(carried.filter_map(|(name, value)| written(&name, &value)));
            } else {
                texts.extend(written(&name, &value));
            }
        }
        texts.truncate(MOST_TEXTS);
        texts
    }
}

/// More than any form of the portal asks for: what is beyond was not typed.
const MOST_TEXTS: usize = 500;

/// The value of a field, if a person wrote it in words that may be shown.
fn written(name: &str, value: &str) -> Option<String> {
    let text = value.trim();
    let words = text.contains(char::is_whitespace) || !text.is_ascii();
    (words && !name.contains("password") && name != REPLAY).then(|| text.to_owned())
}

impl AppError {
    /// Wraps an unexpected cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::SignIn(_) => StatusCode::UNAUTHORIZED,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooLarge | Self::NoRoom(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Throttled => StatusCode::TOO_MANY_REQUESTS,
            Self::Storage(_) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A short code for the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Forbidden => "forbidden",
            Self::SignIn(_) => "sign_in",
            Self::BadRequest => "bad_request",
            Self::CrossSite => "cross_site",
            Self::TooLarge => "too_large",
            Self::NoRoom(_) => "no_room",
            Self::Conflict => "conflict",
            Self::Throttled => "throttled",
            Self::Storage(_) => "storage",
            Self::Timeout => "timeout",
            Self::Internal(_) => "internal",
        }
    }

    /// Title and explanation for the reader.
    pub(crate) fn words(&self, t: Words) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => (t.error_not_found_title(), t.error_not_found()),
            Self::Forbidden | Self::SignIn(_) => (t.error_forbidden_title(), t.error_forbidden()),
            Self::BadRequest => (t.error_bad_request_title(), t.error_bad_request()),
            Self::CrossSite => (t.error_cross_site_title(), t.error_cross_site()),
            Self::TooLarge => (t.error_too_large_title(), t.error_too_large()),
            Self::NoRoom(_) => (t.error_no_room_title(), t.error_no_room()),
            Self::Conflict => (t.error_conflict_title(), t.error_conflict()),
            Self::Throttled => (t.error_throttled_title(), t.error_throttled()),
            Self::Storage(_) => (t.error_storage_title(), t.error_storage()),
            Self::Timeout => (t.error_timeout_title(), t.error_timeout()),
            Self::Internal(_) => (t.error_internal_title(), t.error_internal()),
        }
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        let full = error.as_database_error().is_some_and(|database| {
            // SQLITE_FULL (13); PostgreSQL disk_full (53100).
            matches!(database.code().as_deref(), Some("13" | "53100"))
        });
        match error {
            sqlx::Error::PoolTimedOut => Self::Storage(error.into()),
            _ if full => Self::Storage(error.into()),
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<StorageError> for AppError {
    fn from(error: StorageError) -> Self {
        Self::Storage(Box::new(error))
    }
}

/// The marker that the page-making middleware looks for: the body is still to be written.
#[derive(Clone, Debug)]
pub struct Failed(pub std::sync::Arc<AppError>);

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) | Self::Storage(cause) = &self {
            tracing::error!(error = %cause, "request failed");
        }
        let mut response = self.status().into_response();
        response
            .extensions_mut()
            .insert(Failed(std::sync::Arc::new(self)));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_do_not_come_back() {
        let sent = SentForm {
            action: "/ar/account/password".to_owned(),
            body: "current_password=a&name=%D8%A7&new_password=b".to_owned(),
            comes_back: true,
        };
        assert_eq!(sent.without_passwords().body, "name=%D8%A7");
    }

    #[test]
    fn texts_are_what_a_person_wrote() {
        let sent = SentForm {
            action: "/ar/practices/new".to_owned(),
            body: "id=0199&title=%D8%AF%D9%88%D8%B1%D8%A9&text=two+words%0D%0A&topics=gis&password=a+b"
                .to_owned(),
            comes_back: true,
        };
        assert_eq!(sent.texts(), ["دورة", "two words"]);
    }

    #[test]
    fn texts_of_a_form_that_travels_along_are_there_too() {
        let sent = SentForm {
            action: "/ar/sign-in".to_owned(),
            body: "email=a%40b.ps&password=c+d&sent_body=title%3Dtwo%2Bwords%26password%3De%2Bf"
                .to_owned(),
            comes_back: false,
        };
        assert_eq!(sent.texts(), ["two words"]);
    }
}
