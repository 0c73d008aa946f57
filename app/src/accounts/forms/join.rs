//! Asking to join, and deciding about it.

use axum::extract::Path;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::invitations::{compose, looked_after};
use crate::accounts::mails::{self, Mail, Reader};
use crate::accounts::store::requests::{
    Decision, NewJoin, ask_to_join, asked_since, decide_join, waiting_join,
};
use crate::accounts::throttle::{Client, Limit};
use crate::accounts::types::{NAME_LIMIT, POST_LIMIT};
use crate::accounts::{Email, pages, store};
use crate::clock::Id;
use crate::db::Write;
use crate::error::AppError;
use crate::http::{Form, PublicForm, Visit, see_other};
use crate::i18n::Locale;
use crate::organizations::{self, Organization};
use crate::ui::{Problem, Problems};

/// The most characters of what someone adds.
pub const MESSAGE_LIMIT: usize = 1000;
/// Of how many requests in a day those are told who decide for an organization; the others wait in the list with them.
const TOLD_A_DAY: i64 = 10;

/// The form as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Join {
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// The address.
    pub email: String,
    /// The slug of the organization.
    pub organization: String,
    /// What the person adds.
    pub message: String,
}

/// POST: takes the request. The answer says nothing of who has an account.
pub async fn ask(
    visit: Visit,
    client: Client,
    PublicForm(typed): PublicForm<Join>,
) -> Result<Response, AppError> {
    let app = &visit.app;
    let mut problems = Problems::new();
    let name = problems.required("name", &typed.name, NAME_LIMIT);
    let post = problems.required("post", &typed.post, POST_LIMIT);
    let email = Email::parse(&typed.email);
    if email.is_none() {
        let words = visit.t.accounts_not_an_email().to_owned();
        problems.add("email", Problem::Said(words));
    }
    let organization = organizations::store::by_slug(&app.db, &typed.organization).await?;
    let organization = organization.filter(|organization| organization.retired_at.is_none());
    if organization.is_none() {
        let words = visit.t.accounts_choose_organization().to_owned();
        problems.add("organization", Problem::Said(words));
    }
    let message = problems.optional("message", &typed.message, MESSAGE_LIMIT);
    let (Some(email), Some(organization), true) = (email, organization, problems.is_empty()) else {
        return pages::join::form(&visit, &typed, &problems).await;
    };
    let counts = [
        (Limit::MAIL_CLIENT, client.0),
        (Limit::JOIN_ADDRESS, email.key.clone()),
    ];
    let throttle = &app.accounts.throttle;
    if let Err(wait) = throttle.take(&counts, visit.now) {
        let problems = pages::throttled(&visit, "email");
        let form = pages::join::form(&visit, &typed, &problems).await?;
        return Ok(pages::too_often(form, wait));
    }
    let new = NewJoin {
        email: &email,
        name: &name,
        post: &post,
        organization: organization.id,
        message: &message,
        locale: visit.locale,
    };
    store_request(&visit, &new, &organization).await?;
    Ok(see_other(&visit.link("/join?done=sent")))
}

async fn store_request(
    visit: &Visit,
    new: &NewJoin<'_>,
    organization: &Organization,
) -> Result<(), AppError> {
    let app = &visit.app;
    let account = store::by_email(&app.db, new.email).await?;
    let deciders = deciders(visit, organization.id).await?;
    let id = app.sources.id();
    let mut write = app.db.begin_write(visit.now, None).await?;
    match account {
        Some(account) => {
            let to = Reader::new(&account.email, &account.locale);
            mails::send(app, &mut write, to, Mail::KnownAlready).await?;
        }
        None => {
            let yesterday = visit.now.saturating_sub(SignedDuration::from_hours(24));
            let since = yesterday.unwrap_or(Timestamp::MIN);
            if ask_to_join(&mut write, id, new).await?
                && asked_since(&mut write, organization.id, since).await? <= TOLD_A_DAY
            {
                tell(visit, &mut write, &deciders, organization).await?;
            }
        }
    }
    write.commit().await
}

/// The organization's publishers; the admins where it has none.
async fn deciders(visit: &Visit, organization: Id) -> Result<Vec<store::Entry>, AppError> {
    let db = &visit.app.db;
    let publishers = store::publishers_of(db, organization).await?;
    if publishers.is_empty() {
        store::admins(db).await
    } else {
        Ok(publishers)
    }
}

async fn tell(
    visit: &Visit,
    write: &mut Write,
    deciders: &[store::Entry],
    organization: &Organization,
) -> Result<(), AppError> {
    for decider in deciders {
        let to = Reader::new(&decider.email, &decider.locale);
        mails::send(&visit.app, write, to, Mail::JoinRequested(organization)).await?;
    }
    Ok(())
}

/// The button that was pressed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Decide {
    /// `approve` or `decline`.
    pub decision: String,
}

/// POST: decides. Approving sends an invitation: only who reads the mailbox gets the account.
pub async fn decide(
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
    form: Form<Decide>,
) -> Result<Response, AppError> {
    let organization = looked_after(&visit, &slug).await?;
    let page = visit.link(&format!("/organizations/{slug}/members"));
    if form.replayed {
        return Ok(see_other(&page));
    }
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    let decision = Decision::parse(&form.values.decision).ok_or(AppError::BadRequest)?;
    let actor = visit.member()?.id;
    let app = &visit.app;
    let Some(request) = waiting_join(&app.db, id, organization.id).await? else {
        return Ok(see_other(&page));
    };
    let email = Email::parse(&request.email).ok_or_else(|| AppError::internal("no address"))?;
    let account = store::by_email(&app.db, &email).await?;
    let locale = Locale::parse(&request.locale).unwrap_or_default();
    let mut write = app.db.begin_write(visit.now, Some(actor)).await?;
    if decide_join(&mut write, id, organization.id, decision)
        .await?
        .is_some()
    {
        match decision {
            Decision::Approved => {
                let words = (&*request.name, &*request.post);
                let id = app.sources.id();
                let to = (&email, locale, account);
                compose(&visit, &mut write, &organization, id, to, words).await?;
            }
            Decision::Declined => {
                let to = Reader::new(&request.email, &request.locale);
                mails::send(app, &mut write, to, Mail::JoinDeclined(&organization)).await?;
            }
        }
    }
    write.commit().await?;
    Ok(see_other(&format!("{page}?done=decided")))
}
