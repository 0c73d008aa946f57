//! Inviting, withdrawing, accepting.

use axum::extract::Path;
use axum::response::Response;
use jiff::SignedDuration;
use serde::Deserialize;

use super::password::weakness;
use super::sign_in::begin_session;
use crate::accounts::mails::{self, Mail, Reader};
use crate::accounts::store::invitations::{Invitation, Invited, NewInvitation, invited_since};
use crate::accounts::store::members::Account;
use crate::accounts::types::{NAME_LIMIT, POST_LIMIT};
use crate::accounts::{Email, NewMember, pages, password, policy, store};
use crate::clock::Id;
use crate::db::{Entity, Write};
use crate::error::AppError;
use crate::http::{Form, Nothing, PublicForm, Visit, see_other};
use crate::i18n::Locale;
use crate::organizations::{self, Organization};
use crate::ui::{Problem, Problems};

/// The form that invites.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Invite {
    /// Made with the form.
    pub id: String,
    /// To whom.
    pub email: String,
    /// The language of the mail.
    pub locale: String,
}

/// The organization, for someone who looks after its accounts; for everyone else there is no such page.
pub async fn looked_after(visit: &Visit, slug: &str) -> Result<Organization, AppError> {
    let actor = visit.member()?;
    organizations::store::by_slug(&visit.app.db, slug)
        .await?
        .filter(|organization| policy::may_look_after(actor, organization.id))
        .ok_or(AppError::NotFound)
}

/// POST: invites.
pub async fn invite(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<Invite>,
) -> Result<Response, AppError> {
    let organization = looked_after(&visit, &slug).await?;
    let mut typed = form.values;
    if form.replayed {
        return pages::members::again(&visit, &organization, &typed, &Problems::new()).await;
    }
    let id: Id = typed.id.parse().map_err(|_| AppError::BadRequest)?;
    let (email, mut problems) = check(&visit, &organization, &typed);
    if let Some(email) = email.filter(|_| problems.is_empty()) {
        let locale = Locale::parse(&typed.locale).unwrap_or(visit.locale);
        match send(&visit, &organization, id, &email, locale).await? {
            Sent::Invited => {
                return Ok(see_other(
                    &visit.link(&format!("/organizations/{slug}/members?done=invited")),
                ));
            }
            Sent::TooMany(limit) => {
                let words = visit.t.accounts_invitations_limit(limit);
                problems.add("email", Problem::Said(words));
            }
            // Sent from a page that was gone back to: sending it again is then a new invitation.
            Sent::UsedForm => {
                typed.id = visit.app.sources.id().to_string();
                let words = visit.t.accounts_invite_again().to_owned();
                problems.add("email", Problem::Said(words));
            }
        }
    }
    pages::members::again(&visit, &organization, &typed, &problems).await
}

fn check(visit: &Visit, organization: &Organization, typed: &Invite) -> (Option<Email>, Problems) {
    let mut problems = Problems::new();
    let email = Email::parse(&typed.email);
    if email.is_none() {
        let words = visit.t.accounts_not_an_email().to_owned();
        problems.add("email", Problem::Said(words));
    }
    if organization.retired_at.is_some() {
        problems.add("email", Problem::Invalid);
    }
    (email, problems)
}

/// What became of an invitation.
enum Sent {
    /// The person is invited, perhaps by the same form before.
    Invited,
    /// The inviter sent this many within a day, and no more are allowed.
    TooMany(i64),
    /// The form had invited somebody else before.
    UsedForm,
}

async fn send(
    visit: &Visit,
    organization: &Organization,
    id: Id,
    email: &Email,
    locale: Locale,
) -> Result<Sent, AppError> {
    let db = &visit.app.db;
    let actor = visit.member()?;
    let account = store::by_email(db, email).await?;
    let mut write = db.begin_write(visit.now, Some(actor.id)).await?;
    let to = (email, locale, account);
    match compose(visit, &mut write, organization, id, to, ("", "")).await? {
        Invited::Before => return Ok(Sent::Invited),
        Invited::Otherwise => return Ok(Sent::UsedForm),
        Invited::Now => {}
    }
    let yesterday = visit.now.saturating_sub(SignedDuration::from_hours(24));
    let since = yesterday.unwrap_or(jiff::Timestamp::MIN);
    let limit = policy::invitations_a_day(actor);
    if invited_since(&mut write, actor.id, since).await? > limit {
        return Ok(Sent::TooMany(limit));
    }
    write.commit().await?;
    Ok(Sent::Invited)
}

/// Writes the invitation and its mail. An address that has an account gets a mail that says so, and nobody else learns of
/// it.
pub async fn compose(
    visit: &Visit,
    write: &mut Write,
    organization: &Organization,
    id: Id,
    (email, locale, account): (&Email, Locale, Option<Account>),
    (name, post): (&str, &str),
) -> Result<Invited, AppError> {
    let app = &visit.app;
    let inviter = visit.member()?.id;
    let token = app.sources.token();
    let new = NewInvitation {
        id,
        token: &token,
        email,
        organization: organization.id,
        name,
        post,
        locale,
    };
    let invited = store::invite(write, inviter, &new).await?;
    if invited != Invited::Now {
        return Ok(invited);
    }
    match account {
        Some(account) => {
            let to = Reader::new(&account.email, &account.locale);
            mails::send(app, write, to, Mail::KnownAlready).await?;
        }
        None => {
            let to = Reader::new(&email.address, locale.code());
            mails::send(app, write, to, Mail::Invitation(organization, &token)).await?;
        }
    }
    Ok(invited)
}

/// POST: withdraws an invitation.
pub async fn withdraw(
    visit: Visit,
    Path((slug, id)): Path<(String, String)>,
    form: Form<Nothing>,
) -> Result<Response, AppError> {
    let organization = looked_after(&visit, &slug).await?;
    let members = visit.link(&format!("/organizations/{slug}/members"));
    if form.replayed {
        return Ok(see_other(&members));
    }
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    let actor = visit.member()?.id;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    store::withdraw_invitation(&mut write, id, organization.id).await?;
    write.commit().await?;
    Ok(see_other(&format!("{members}?done=withdrawn")))
}

/// The form that accepts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Accept {
    /// The name.
    pub name: String,
    /// `1` where members may see it.
    pub shows_name: String,
    /// The post.
    pub post: String,
    /// The password.
    pub new_password: String,
    /// `1` on a shared computer.
    pub shared: String,
}

/// GET: shows what the invitation is; nothing happens before its button is pressed.
pub async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, AppError> {
    let Some(invitation) = store::open_invitation(&visit.app.db, &token, visit.now).await? else {
        return Ok(pages::invitation::closed(&visit));
    };
    let typed = Accept {
        name: invitation.name.clone(),
        post: invitation.post.clone(),
        ..Accept::default()
    };
    pages::invitation::show(&visit, &token, &invitation, &typed, &Problems::new()).await
}

/// POST: makes the account, and signs its owner in.
pub async fn accept(
    visit: Visit,
    Path(token): Path<String>,
    PublicForm(typed): PublicForm<Accept>,
) -> Result<Response, AppError> {
    let Some(invitation) = store::open_invitation(&visit.app.db, &token, visit.now).await? else {
        return Ok(pages::invitation::closed(&visit));
    };
    let member = match accepted(&visit, &invitation, &typed)? {
        Ok(member) => member,
        Err(problems) => {
            return pages::invitation::show(&visit, &token, &invitation, &typed, &problems).await;
        }
    };
    match store_member(&visit, &invitation, member, &typed.new_password).await? {
        Some((id, hash)) => {
            let mut response = see_other(&visit.link("/account?done=welcome"));
            let proof = (id, Some(hash.as_str()));
            begin_session(&visit, &mut response, proof, typed.shared == "1").await?;
            Ok(response)
        }
        None => Ok(pages::invitation::closed(&visit)),
    }
}

fn accepted(
    visit: &Visit,
    invitation: &Invitation,
    typed: &Accept,
) -> Result<Result<NewMember, Problems>, AppError> {
    let email = Email::parse(&invitation.email)
        .ok_or_else(|| AppError::internal("an invitation to no address"))?;
    let mut problems = Problems::new();
    let name = problems.required("name", &typed.name, NAME_LIMIT);
    let post = problems.required("post", &typed.post, POST_LIMIT);
    if let Err(weak) = password::check(&typed.new_password, &email.key) {
        problems.add("new_password", weakness(visit.t, weak));
    }
    let mut member = NewMember::new(email, name, post, invitation.organization_id);
    member.locale = visit.locale;
    member.shows_name = typed.shows_name == "1";
    Ok(problems.give(member))
}

/// The new member and the hash of the password; none when the invitation, or its address, was used meanwhile.
async fn store_member(
    visit: &Visit,
    invitation: &Invitation,
    mut member: NewMember,
    password: &str,
) -> Result<Option<(Id, String)>, AppError> {
    let app = &visit.app;
    let hash = app.accounts.passwords.hash(&app.sources, password).await?;
    member.password_hash = Some(hash.clone());
    let id = app.sources.id();
    let mut write = app.db.begin_write(visit.now, Some(id)).await?;
    let taken = store::take_invitation(&mut write, invitation.id).await?;
    if !taken || !store::insert_member(&mut write, id, &member).await? {
        return Ok(None);
    }
    write.changed(Entity::Member, id, "invitation-accepted");
    write.commit().await?;
    Ok(Some((id, hash)))
}
