//! Signing in and out.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::App;
use crate::accounts::email::Email;
use crate::accounts::pages;
use crate::accounts::store::{self, members::Account, sessions};
use crate::accounts::throttle::Client;
use crate::clock::Id;
use crate::error::{AppError, SentForm};
use crate::http::origin::is_own_path;
use crate::http::visit::{actor_of, session_cookie, session_token};
use crate::http::{Form, Nothing, PublicForm, Visit, see_other};
use crate::ui::{Problem, Problems};

/// What the sign-in page sends.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SignIn {
    /// The address, as typed.
    #[serde(default)]
    pub email: String,
    /// The password.
    #[serde(default)]
    pub password: String,
    /// `1` on a shared computer.
    #[serde(default)]
    pub shared: String,
    /// The page to come back to.
    #[serde(default)]
    pub return_to: String,
    /// Where a form was sent that could not be accepted without a session.
    #[serde(default)]
    pub sent_action: String,
    /// What it held.
    #[serde(default)]
    pub sent_body: String,
}

impl SignIn {
    /// The form that travels along, if it was sent to a page of the portal.
    pub fn sent(&self) -> Option<SentForm> {
        is_own_path(&self.sent_action).then(|| SentForm {
            action: self.sent_action.clone(),
            body: self.sent_body.clone(),
            comes_back: true,
        })
    }
}

/// POST: the right address and password open a session.
pub async fn enter(
    visit: Visit,
    client: Client,
    headers: HeaderMap,
    PublicForm(typed): PublicForm<SignIn>,
) -> Result<Response, AppError> {
    let problems = missing(&visit, &typed);
    if !problems.is_empty() {
        return pages::sign_in::again(&visit, &typed, &problems).await;
    }
    let throttle = &visit.app.accounts.throttle;
    let key = account_key(&typed);
    let counts = throttle.sign_in_counts(&client.0, &key);
    if let Err(wait) = throttle.take(&counts, visit.now) {
        let problems = pages::throttled(&visit, "email");
        let form = pages::sign_in::again(&visit, &typed, &problems).await?;
        return Ok(pages::too_often(form, wait));
    }
    let Some(account) = check(&visit.app, &typed).await? else {
        return wrong(&visit, &typed).await;
    };
    throttle.give_back(&counts);
    if let Some(old) = session_token(&visit.app, &headers) {
        store::end_session(&visit.app.db, old, visit.now).await?;
    }
    match welcome(&visit, &account, &typed).await? {
        Some(response) => {
            throttle.remember(&client.0, &key, visit.now);
            Ok(response)
        }
        None => wrong(&visit, &typed).await,
    }
}

async fn wrong(visit: &Visit, typed: &SignIn) -> Result<Response, AppError> {
    let words = Problem::Said(visit.t.accounts_wrong_password().to_owned());
    pages::sign_in::again(visit, typed, &Problems::one("email", words)).await
}

/// The key of the address. One that has no account counts like one that has.
fn account_key(typed: &SignIn) -> String {
    Email::parse(&typed.email).map_or_else(|| "-".to_owned(), |email| email.key)
}

fn missing(visit: &Visit, typed: &SignIn) -> Problems {
    let mut problems = Problems::new();
    if typed.email.trim().is_empty() {
        let words = visit.t.accounts_enter_email().to_owned();
        problems.add("email", Problem::Said(words));
    }
    if typed.password.is_empty() {
        let words = visit.t.accounts_enter_password().to_owned();
        problems.add("password", Problem::Said(words));
    }
    problems
}

/// The account, if the password is its own. An unknown address, a closed account and a wrong password take the same work
/// and end alike.
async fn check(app: &App, typed: &SignIn) -> Result<Option<Account>, AppError> {
    let account = match Email::parse(&typed.email) {
        Some(email) => store::by_email(&app.db, &email).await?,
        None => None,
    };
    let stored = account
        .as_ref()
        .and_then(|account| account.password_hash.as_deref());
    let passwords = &app.accounts.passwords;
    let right = passwords.verify(&typed.password, stored).await?;
    Ok(account.filter(|account| right && may_enter(app, account)))
}

/// Closed accounts stay outside; so do those of the demonstration where others than this machine can reach the server.
fn may_enter(app: &App, account: &Account) -> bool {
    account.deactivated_at.is_none() && (!account.is_demo.0 || app.settings.is_loopback())
}

/// Opens a session and goes where the person wanted to: the form that was kept for them, or a page. None where the password
/// was changed meanwhile.
async fn welcome(
    visit: &Visit,
    account: &Account,
    typed: &SignIn,
) -> Result<Option<Response>, AppError> {
    let proof = (account.id, account.password_hash.as_deref());
    let mut cookie = Response::default();
    let shared = typed.shared == "1";
    let Some(token) = begin_session(visit, &mut cookie, proof, shared).await? else {
        return Ok(None);
    };
    let mut response = match typed.sent() {
        Some(sent) => {
            let mut visit = visit.clone();
            visit.actor = actor_of(&visit.app, &token, visit.now).await?;
            pages::sign_in::give_back(&visit, &sent)
        }
        None if is_own_path(&typed.return_to) => see_other(&typed.return_to),
        None => see_other(&visit.link("")),
    };
    response
        .headers_mut()
        .extend(std::mem::take(cookie.headers_mut()));
    Ok(Some(response))
}

/// Opens a session for the member, whose password has this hash, and sets its cookie; gives its token, or none where the
/// password is another by now.
pub async fn begin_session(
    visit: &Visit,
    response: &mut Response,
    (member, hash): (Id, Option<&str>),
    shared: bool,
) -> Result<Option<String>, AppError> {
    let app = &visit.app;
    let lifetime = if shared {
        sessions::SHARED_LIFETIME
    } else {
        sessions::LIFETIME
    };
    let (token, hash) = (app.sources.token(), hash.unwrap_or_default());
    if !store::open_session(&app.db, member, hash, &token, lifetime, visit.now).await? {
        return Ok(None);
    }
    let kept = (!shared).then_some(lifetime);
    set_cookie(app, response, &token, kept)?;
    Ok(Some(token))
}

/// Sets the session cookie; without `kept` it goes away with the browser's window.
pub fn set_cookie(
    app: &App,
    response: &mut Response,
    token: &str,
    kept: Option<SignedDuration>,
) -> Result<(), AppError> {
    let name = session_cookie(app);
    let secure = if app.settings.is_https() {
        "; Secure"
    } else {
        ""
    };
    let age = kept.map_or_else(String::new, |age| format!("; Max-Age={}", age.as_secs()));
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    let cookie = HeaderValue::from_str(&cookie).map_err(AppError::internal)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(())
}

/// POST: ends this session.
pub async fn leave(visit: Visit, headers: HeaderMap) -> Result<Response, AppError> {
    if let Some(token) = session_token(&visit.app, &headers) {
        store::end_session(&visit.app.db, token, visit.now).await?;
    }
    signed_out(&visit)
}

/// POST: ends every session of the member.
pub async fn leave_everywhere(visit: Visit, form: Form<Nothing>) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    if form.replayed {
        return Ok(see_other(&visit.link("/account")));
    }
    let mut write = visit.app.db.begin_write(visit.now, Some(member)).await?;
    store::end_all_sessions(&mut write, member).await?;
    write.changed(crate::db::Entity::Member, member, "signed-out-everywhere");
    write.commit().await?;
    signed_out(&visit)
}

/// To the sign-in page, without the cookie and without what the browser kept for this person.
pub fn signed_out(visit: &Visit) -> Result<Response, AppError> {
    let mut response = see_other(&visit.link("/sign-in?done=signed-out"));
    set_cookie(&visit.app, &mut response, "", Some(SignedDuration::ZERO))?;
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"storage\""),
    );
    Ok(response)
}
