//! Passwords: asking for a link, setting a new one by it, changing one's own.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::mails::{self, Mail, Reader};
use crate::accounts::password::{LONGEST, SHORTEST, Weakness};
use crate::accounts::store::members::Account;
use crate::accounts::store::resets::LIFETIME;
use crate::accounts::throttle::{Client, Limit};
use crate::accounts::{Email, pages, password, store};
use crate::error::AppError;
use crate::http::visit::session_token;
use crate::http::{Form, PublicForm, Visit, see_other};
use crate::i18n::Words;
use crate::ui::{Problem, Problems};

/// What is wrong with a new password, in words.
pub(crate) fn weakness(t: Words, weakness: Weakness) -> Problem {
    match weakness {
        Weakness::Short => Problem::Said(t.accounts_password_short(SHORTEST)),
        Weakness::Long => Problem::TooLong(LONGEST),
        Weakness::Common => Problem::Said(t.accounts_password_common().to_owned()),
    }
}

/// The form that asks for a link.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// The address.
    pub email: String,
}

/// POST: sends a link if the address has an account; the answer and the work are the same if it has none.
pub async fn ask(
    visit: Visit,
    client: Client,
    PublicForm(typed): PublicForm<Ask>,
) -> Result<Response, AppError> {
    let app = &visit.app;
    let Some(email) = Email::parse(&typed.email) else {
        let words = visit.t.accounts_not_an_email().to_owned();
        let problems = Problems::one("email", Problem::Said(words));
        return Ok(pages::password::ask(&visit, &typed, &problems));
    };
    let throttle = &app.accounts.throttle;
    let from = [(Limit::MAIL_CLIENT, client.0)];
    if let Err(wait) = throttle.take(&from, visit.now) {
        let form = pages::password::ask(&visit, &typed, &pages::throttled(&visit, "email"));
        return Ok(pages::too_often(form, wait));
    }
    let address = [(Limit::RESET_ADDRESS, email.key.clone())];
    let often = throttle.take(&address, visit.now).is_err();
    let account = store::by_email(&app.db, &email).await?;
    let account = account.filter(|account| !often && may_reset(&visit, account));
    let token = app.sources.token();
    let mut write = app.db.begin_write(visit.now, None).await?;
    let member = account.as_ref().map(|account| account.id);
    store::add_reset(&mut write, member, &token, LIFETIME).await?;
    if let Some(account) = &account {
        let to = Reader::new(&account.email, &account.locale);
        mails::send(app, &mut write, to, Mail::Reset(&token)).await?;
    }
    write.commit().await?;
    Ok(see_other(&visit.link("/password?done=sent")))
}

/// A closed account stays closed; demonstration accounts have no mailbox.
fn may_reset(_: &Visit, account: &Account) -> bool {
    account.deactivated_at.is_none() && !account.is_demo.0
}

/// The form that sets a new password.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Set {
    /// The new password.
    pub new_password: String,
}

/// GET: the form behind the link; nothing happens before its button is pressed.
pub async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, AppError> {
    Ok(
        match store::open_reset(&visit.app.db, &token, visit.now).await? {
            Some((_, email)) => pages::password::set(&visit, &token, &email, &Problems::new()),
            None => pages::password::closed(&visit),
        },
    )
}

/// POST: sets the password; every session of the member ends.
pub async fn set(
    visit: Visit,
    Path(token): Path<String>,
    PublicForm(typed): PublicForm<Set>,
) -> Result<Response, AppError> {
    let app = &visit.app;
    let Some((member, email)) = store::open_reset(&app.db, &token, visit.now).await? else {
        return Ok(pages::password::closed(&visit));
    };
    if let Err(weak) = password::check(&typed.new_password, &email) {
        let problems = Problems::one("new_password", weakness(visit.t, weak));
        return Ok(pages::password::set(&visit, &token, &email, &problems));
    }
    let hash = app
        .accounts
        .passwords
        .hash(&app.sources, &typed.new_password)
        .await?;
    let mut write = app.db.begin_write(visit.now, Some(member)).await?;
    if !store::take_reset(&mut write, member, &token).await? {
        return Ok(pages::password::closed(&visit));
    }
    store::set_password(&mut write, member, &hash, None).await?;
    let to = Reader {
        email: &email,
        locale: visit.locale,
    };
    mails::send(app, &mut write, to, Mail::PasswordChanged).await?;
    write.commit().await?;
    Ok(see_other(&visit.link("/sign-in?done=password")))
}

/// The form that changes one's own password.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The present one.
    pub current_password: String,
    /// The new one.
    pub new_password: String,
}

/// POST: changes the password; every other session of the member ends.
pub async fn change(
    visit: Visit,
    headers: HeaderMap,
    form: Form<Change>,
) -> Result<Response, AppError> {
    let app = &visit.app;
    let actor = visit.member()?;
    if form.replayed {
        return Ok(pages::password::change(&visit, &Problems::new()));
    }
    let typed = form.values;
    let account = store::members::by_id(&app.db, actor.id)
        .await?
        .ok_or(AppError::NotFound)?;
    let tries = [(Limit::SIGN_IN_PAIR, actor.id.to_string())];
    let throttle = &app.accounts.throttle;
    if let Err(wait) = throttle.take(&tries, visit.now) {
        let problems = pages::throttled(&visit, "current_password");
        let form = pages::password::change(&visit, &problems);
        return Ok(pages::too_often(form, wait));
    }
    let stored = account.password_hash.as_deref();
    let mut problems = Problems::new();
    if app
        .accounts
        .passwords
        .verify(&typed.current_password, stored)
        .await?
    {
        throttle.give_back(&tries);
    } else {
        let words = visit.t.accounts_current_password_wrong().to_owned();
        problems.add("current_password", Problem::Said(words));
    }
    if let Err(weak) = password::check(&typed.new_password, &account.email) {
        problems.add("new_password", weakness(visit.t, weak));
    }
    if !problems.is_empty() {
        return Ok(pages::password::change(&visit, &problems));
    }
    let hash = app
        .accounts
        .passwords
        .hash(&app.sources, &typed.new_password)
        .await?;
    let mut write = app.db.begin_write(visit.now, Some(actor.id)).await?;
    let keep = session_token(app, &headers);
    store::set_password(&mut write, actor.id, &hash, keep).await?;
    let to = Reader::new(&account.email, &account.locale);
    mails::send(app, &mut write, to, Mail::PasswordChanged).await?;
    write.commit().await?;
    Ok(see_other(&visit.link("/account?done=password")))
}
