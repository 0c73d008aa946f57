//! The people of an organization, for those who look after its accounts.

use axum::extract::{Path, Query};
use axum::response::Response;
use leptos::prelude::*;

use super::admin::{badges, decision};
use super::head_of;
use super::sign_in::Asked;
use crate::accounts::forms::invitations::{Invite, looked_after};
use crate::accounts::store::invitations::Invitation;
use crate::accounts::store::requests::{JoinRequest, waiting_to_join};
use crate::accounts::store::{self, Entry};
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::organizations::Organization;
use crate::ui::{Field, Pages, Problems, empty_state, error_summary, hidden, pagination, success};

/// GET: the page.
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let organization = looked_after(&visit, &slug).await?;
    let typed = Invite {
        id: visit.app.sources.id().to_string(),
        locale: visit.locale.code().to_owned(),
        ..Invite::default()
    };
    let t = visit.t;
    let done = match asked.done.as_str() {
        "invited" => Some(t.accounts_invited()),
        "decided" => Some(t.accounts_decided()),
        "recovery" => Some(t.accounts_recovery_sent()),
        "withdrawn" => Some(t.accounts_invitation_withdrawn()),
        _ => None,
    };
    let number = Pages::requested(Some(&asked.page));
    let problems = Problems::new();
    page(&visit, &organization, &typed, &problems, done, number).await
}

/// The page again with the form that invites as it was typed.
pub async fn again(
    visit: &Visit,
    organization: &Organization,
    typed: &Invite,
    problems: &Problems,
) -> Result<Response, AppError> {
    page(visit, organization, typed, problems, None, 1).await
}

async fn page(
    visit: &Visit,
    organization: &Organization,
    typed: &Invite,
    problems: &Problems,
    done: Option<&'static str>,
    number: i64,
) -> Result<Response, AppError> {
    let (t, db) = (visit.t, &visit.app.db);
    let members = store::members_of(db, organization.id).await?;
    let invitations = store::pending_invitations(db, organization.id, visit.now).await?;
    let (joins, total) = waiting_to_join(db, organization.id, number).await?;
    let pages = Pages {
        page: number,
        total,
    };
    let path = format!("/organizations/{}", organization.slug);
    let head = head_of(t.accounts_members_title(), problems)
        .section("/organizations")
        .crumb(organization.title(t), path.clone());
    Ok(visit.page(head, || {
        view! {
            <div class="page-head">
                <h1>{t.accounts_members_title()}</h1>
                <p class="lede">{t.accounts_members_lede(organization.title(t))}</p>
            </div>
            <div class="measure stack">
                {done.map(success)}
                {error_summary(t, problems)}
                {join_list(visit, &path, &joins, pages)}
                {member_list(visit, &path, &members)}
                {invitation_list(visit, &path, &invitations)}
                <section>
                    <h2>{t.accounts_invite()}</h2>
                    {invite_form(visit, &path, typed, problems)}
                </section>
            </div>
        }
        .into_any()
    }))
}

fn member_list(visit: &Visit, path: &str, members: &[Entry]) -> AnyView {
    let t = visit.t;
    if members.is_empty() {
        return empty_state(t.accounts_members_none(), None);
    }
    let rows = members
        .iter()
        .map(|member| {
            let recovery = visit.link(&format!("{path}/members/{}/recovery", member.id));
            view! {
                <li class="row">
                    <h3 class="row__title"><bdi>{member.name.clone()}</bdi></h3>
                    <p class="row__meta"><span dir="auto">{member.post.clone()}</span>
                        <span dir="ltr">{member.email.clone()}</span> {badges(t, member)}</p>
                    <p><a href=recovery>{t.accounts_recovery_link()}</a></p>
                </li>
            }
        })
        .collect_view();
    view! { <section><h2>{t.accounts_members_active()}</h2><ul class="rows">{rows}</ul></section> }
        .into_any()
}

fn join_list(visit: &Visit, path: &str, joins: &[JoinRequest], pages: Pages) -> Option<AnyView> {
    if pages.total == 0 {
        return None;
    }
    let t = visit.t;
    let rows = joins
        .iter()
        .map(|join| {
            let action = visit.link(&format!("{path}/join-requests/{}", join.id));
            view! {
                <li class="row">
                    <h3 class="row__title"><bdi>{join.name.clone()}</bdi></h3>
                    <p class="row__meta"><span dir="auto">{join.post.clone()}</span>
                        <span dir="ltr">{join.email.clone()}</span> <span>{t.day_of(join.created_at.0)}</span></p>
                    <p class="row__summary" dir="auto">{join.message.clone()}</p>
                    {decision(t, action, None)}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2>{t.accounts_joins_title()}</h2>
                <p>{t.accounts_joins_hint()}</p>
                <ul class="rows">{rows}</ul>
                {pagination(visit, pages)}
            </section>
        }
        .into_any(),
    )
}

fn invitation_list(visit: &Visit, path: &str, invitations: &[Invitation]) -> Option<AnyView> {
    if invitations.is_empty() {
        return None;
    }
    let t = visit.t;
    let rows = invitations
        .iter()
        .map(|invitation| {
            let action = visit.link(&format!("{path}/invitations/{}/withdrawal", invitation.id));
            view! {
                <li class="row">
                    <h3 class="row__title" dir="ltr">{invitation.email.clone()}</h3>
                    <p class="row__meta"><span>{t.accounts_invitation_until(t.day_of(invitation.expires_at.0))}</span></p>
                    <form class="inline" method="post" action=action>
                        <button class="button button--quiet">{t.accounts_withdraw()}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section><h2>{t.accounts_invitations_title()}</h2><ul class="rows">{rows}</ul></section>
        }
        .into_any(),
    )
}

fn invite_form(visit: &Visit, path: &str, typed: &Invite, problems: &Problems) -> AnyView {
    let t = visit.t;
    view! {
        <form class="form" method="post" action=visit.link(&format!("{path}/members"))>
            {hidden("id", typed.id.clone())}
            {Field::new(t, "email", t.accounts_email()).kind("email").hint(t.accounts_invite_hint())
                .value(typed.email.clone()).problems(problems).input()}
            {Field::new(t, "locale", t.accounts_mail_language()).value(typed.locale.clone())
                .select(languages(visit))}
            <div class="form__submit"><button class="button">{t.accounts_invite()}</button></div>
        </form>
    }
    .into_any()
}

/// The languages of mails as choices.
pub(super) fn languages(visit: &Visit) -> [(String, String); 2] {
    let t = visit.t;
    [
        (Locale::Ar.code().to_owned(), t.accounts_arabic().to_owned()),
        (
            Locale::En.code().to_owned(),
            t.accounts_english().to_owned(),
        ),
    ]
}
