//! Accounts as administrators see them.

use axum::extract::{Path, Query};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::head_of;
use super::sign_in::Asked;
use crate::accounts::forms::admin::{NOTE_LIMIT, Roles, administered};
use crate::accounts::store::requests::{self, Recovery};
use crate::accounts::store::{self, Entry, roles};
use crate::accounts::{Email, policy};
use crate::clock::Id;
use crate::db::{Change, Entity};
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Words;
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::ui::{Field, Pages, Problems, empty_state, error_summary, hidden, pagination, success};

/// How much of a member's history is shown.
const HISTORY: i64 = 50;

/// What the list may be narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrowed {
    email: String,
    organization: String,
    page: String,
    done: String,
}

/// GET: all accounts, and what waits for an administrator.
pub async fn index(visit: Visit, Query(narrowed): Query<Narrowed>) -> Result<Response, AppError> {
    if !policy::may_administer(visit.member()?) {
        return Err(AppError::NotFound);
    }
    let db = &visit.app.db;
    // Members stay with an organization that left the directory: it can be asked for, and is named.
    let chosen = organizations::store::by_slug(db, &narrowed.organization).await?;
    let chosen = chosen.map(|organization| organization.id);
    let filter = roles::Filter {
        email: Email::parse(&narrowed.email),
        organization: chosen,
    };
    let page = Pages::requested(Some(&narrowed.page));
    let (members, total) = roles::list(db, &filter, page).await?;
    let theirs = members.iter().map(|member| member.organization_id);
    let joins = requests::waiting_without_publisher(db).await?;
    let asked = joins.iter().map(|(organization, _)| *organization);
    let named: Vec<_> = theirs.chain(chosen).chain(asked).collect();
    let organizations = organizations::store::choices(db, visit.locale, &named).await?;
    let recoveries = recoveries(&visit).await?;
    let t = visit.t;
    let done = (narrowed.done == "recovery").then(|| success(t.accounts_decided()));
    let head = Head::new(t.accounts_admin_title()).crumb(t.my_account(), "/account");
    Ok(visit.page(head, || {
        view! {
            <div class="page-head"><h1>{t.accounts_admin_title()}</h1></div>
            {done}
            {recoveries}
            {waiting_joins(&visit, &joins, &organizations)}
            <div class="with-filters">
                {filters(&visit, &narrowed, &organizations)}
                <div class="stack">
                    <p class="count">{t.accounts_count(total)}</p>
                    {rows(&visit, &members, &organizations)}
                    {pagination(&visit, Pages { page, total })}
                </div>
            </div>
        }
        .into_any()
    }))
}

fn filters(visit: &Visit, narrowed: &Narrowed, organizations: &[Organization]) -> AnyView {
    let t = visit.t;
    let choices: Vec<_> = organizations
        .iter()
        .map(|organization| (organization.slug.clone(), organization.title(t)))
        .collect();
    let open = !narrowed.email.is_empty() || !narrowed.organization.is_empty();
    view! {
        <details class="filters" open=open>
            <summary>{t.filter()}</summary>
            <form method="get" action=visit.link("/admin/members")>
                {Field::new(t, "email", t.accounts_email()).kind("email").optional()
                    .value(narrowed.email.clone()).input()}
                {Field::new(t, "organization", t.accounts_organization()).optional()
                    .value(narrowed.organization.clone()).select(choices)}
                <div class="form__submit"><button class="button">{t.filter()}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn rows(visit: &Visit, members: &[Entry], organizations: &[Organization]) -> AnyView {
    let t = visit.t;
    if members.is_empty() {
        return empty_state(t.accounts_admin_none(), None);
    }
    let rows = members
        .iter()
        .map(|member| {
            let href = visit.link(&format!("/admin/members/{}", member.id));
            view! {
                <li class="row">
                    <h2 class="row__title"><a href=href><bdi>{member.name.clone()}</bdi></a></h2>
                    <p class="row__meta">
                        <span dir="auto">{member.post.clone()}</span>
                        <span>{name_of(t, organizations, member)}</span>
                        <span dir="ltr">{member.email.clone()}</span>
                        {badges(t, member)}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn name_of(t: Words, organizations: &[Organization], member: &Entry) -> String {
    organizations
        .iter()
        .find(|organization| organization.id == member.organization_id)
        .map(|organization| organization.title(t))
        .unwrap_or_default()
}

/// The member's roles, each as a word.
pub(super) fn badges(t: Words, member: &Entry) -> AnyView {
    let badge = |on: bool, class: &'static str, word: &'static str| {
        on.then(|| view! { <span class=class>{word}</span> " " })
    };
    view! {
        {badge(member.deactivated_at.is_some(), "badge badge--retired", t.accounts_closed())}
        {badge(member.is_publisher.0, "badge badge--published", t.accounts_role_publisher())}
        {badge(member.is_coordinator.0, "badge badge--verified", t.accounts_role_coordinator())}
        {badge(member.is_admin.0, "badge badge--network", t.accounts_role_admin())}
    }
    .into_any()
}

fn waiting_joins(
    visit: &Visit,
    joins: &[(Id, i64)],
    organizations: &[Organization],
) -> Option<AnyView> {
    if joins.is_empty() {
        return None;
    }
    let t = visit.t;
    let rows = joins
        .iter()
        .filter_map(|(id, count)| {
            let organization = organizations
                .iter()
                .find(|organization| organization.id == *id)?;
            let href = visit.link(&format!("/organizations/{}/members", organization.slug));
            Some(view! {
                <li class="row">
                    <h3 class="row__title"><a href=href>{organization.title(t)}</a></h3>
                    <p class="row__meta"><span>{t.accounts_joins_count(*count)}</span></p>
                </li>
            })
        })
        .collect_view();
    Some(
        view! { <section><h2>{t.accounts_joins_without_publisher()}</h2><ul class="rows">{rows}</ul></section> }
            .into_any(),
    )
}

async fn recoveries(visit: &Visit) -> Result<Option<AnyView>, AppError> {
    let db = &visit.app.db;
    let waiting = requests::waiting_recoveries(db).await?;
    if waiting.is_empty() {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for recovery in waiting {
        let member = store::entry(db, recovery.member_id).await?;
        let asker = store::entry(db, recovery.requested_by).await?;
        if let (Some(member), Some(asker)) = (member, asker) {
            rows.push((recovery, member, asker));
        }
    }
    Ok(Some(recovery_list(visit, rows)))
}

fn recovery_list(visit: &Visit, waiting: Vec<(Recovery, Entry, Entry)>) -> AnyView {
    let t = visit.t;
    let rows = waiting
        .into_iter()
        .map(|(recovery, member, asker)| {
            let action = visit.link(&format!("/admin/recoveries/{}", recovery.id));
            view! {
                <li class="row">
                    <h3 class="row__title">{t.accounts_recovery_row(&member.email, &member.name, &recovery.email)}</h3>
                    <p class="row__meta"><span>{t.accounts_recovery_by(&asker.email, t.moment(recovery.created_at.0))}</span>
                        {badges(t, &member)}</p>
                    <p class="row__summary" dir="auto">{recovery.reason}</p>
                    {decision(t, action, Some(("email", recovery.email)))}
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2>{t.accounts_recoveries_title()}</h2>
            <p>{t.accounts_recoveries_hint()}</p>
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Two buttons: approve, decline. They send `decision`, and what was shown where it may change meanwhile.
pub(super) fn decision(t: Words, action: String, shown: Option<(&'static str, String)>) -> AnyView {
    view! {
        <form class="actions" method="post" action=action>
            {shown.map(|(name, value)| hidden(name, value))}
            <button class="button" name="decision" value="approve">{t.accounts_approve()}</button>
            <button class="button button--secondary" name="decision" value="decline">{t.accounts_decline()}</button>
        </form>
    }
    .into_any()
}

/// The roles that a member has, as the form shows them.
pub fn roles_of(member: &Entry) -> Roles {
    let flag = |on: bool| if on { "1" } else { "" }.to_owned();
    let has: Vec<_> = [
        (member.is_publisher, "publisher"),
        (member.is_coordinator, "coordinator"),
        (member.is_admin, "admin"),
    ]
    .into_iter()
    .filter_map(|(on, role)| on.0.then_some(role))
    .collect();
    Roles {
        shown: has.join(" "),
        publisher: flag(member.is_publisher.0),
        check_note: String::new(),
        coordinator: flag(member.is_coordinator.0),
        admin: flag(member.is_admin.0),
    }
}

/// GET: one account.
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let member = administered(&visit, &id).await?;
    let t = visit.t;
    let done = match asked.done.as_str() {
        "roles" => Some(t.accounts_roles_saved()),
        "deactivated" => Some(t.accounts_deactivated()),
        "reactivated" => Some(t.accounts_reactivated()),
        _ => None,
    };
    page(&visit, &member, &roles_of(&member), &Problems::new(), done).await
}

/// The page again with the roles as they were ticked.
pub async fn again(
    visit: &Visit,
    member: &Entry,
    typed: &Roles,
    problems: &Problems,
) -> Result<Response, AppError> {
    page(visit, member, typed, problems, None).await
}

async fn page(
    visit: &Visit,
    member: &Entry,
    typed: &Roles,
    problems: &Problems,
    done: Option<&'static str>,
) -> Result<Response, AppError> {
    let (t, db) = (visit.t, &visit.app.db);
    let organization = organizations::store::by_id(db, member.organization_id)
        .await?
        .ok_or(AppError::NotFound)?;
    let note = roles::check_note(db, member.id, organization.id).await?;
    let history = db
        .history(Entity::Member, &member.id.to_string(), HISTORY)
        .await?;
    let head =
        head_of(member.name.clone(), problems).crumb(t.accounts_admin_title(), "/admin/members");
    Ok(visit.page(head, || {
        view! {
            <div class="page-head">
                <h1><bdi>{member.name.clone()}</bdi></h1>
                <p class="lede"><bdi>{member.post.clone()}</bdi> " — " {organization.title(t)} " — "
                    <bdi dir="ltr">{member.email.clone()}</bdi> " " {badges(t, member)}</p>
            </div>
            <div class="measure stack">
                {done.map(success)}
                {error_summary(t, problems)}
                {if member.deactivated_at.is_some() {
                    reactivation(visit, member)
                } else {
                    view! {
                        {roles_form(visit, member, &organization, note, typed, problems)}
                        {deactivation(visit, member)}
                    }.into_any()
                }}
                {timeline(t, &history)}
            </div>
        }
        .into_any()
    }))
}

fn roles_form(
    visit: &Visit,
    member: &Entry,
    organization: &Organization,
    note: Option<String>,
    typed: &Roles,
    problems: &Problems,
) -> AnyView {
    let t = visit.t;
    let action = visit.link(&format!("/admin/members/{}", member.id));
    let appointed = note.filter(|note| !note.is_empty()).map(|note| {
        view! { <p class="muted">{t.accounts_checked_by(note)}</p> }
    });
    view! {
        <section>
            <h2>{t.accounts_roles_title()}</h2>
            <form class="form" id="form" method="post" action=action>
                {hidden("shown", typed.shown.clone())}
                {Field::new(t, "publisher", t.accounts_publisher_for(organization.title(t)))
                    .hint(t.accounts_publisher_hint()).value(typed.publisher.clone()).checkbox()}
                {appointed}
                {Field::new(t, "check_note", t.accounts_check_note()).optional().limit(NOTE_LIMIT)
                    .hint(t.accounts_check_note_hint()).value(typed.check_note.clone()).problems(problems).textarea(3)}
                {Field::new(t, "coordinator", t.accounts_role_coordinator())
                    .hint(t.accounts_coordinator_hint()).value(typed.coordinator.clone()).checkbox()}
                {Field::new(t, "admin", t.accounts_role_admin())
                    .hint(t.accounts_admin_hint()).value(typed.admin.clone()).problems(problems).checkbox()}
                <div class="form__submit"><button class="button">{t.save()}</button>
                    <p class="form__note">{t.accounts_roles_note()}</p></div>
            </form>
        </section>
    }
    .into_any()
}

fn deactivation(visit: &Visit, member: &Entry) -> AnyView {
    let t = visit.t;
    let action = visit.link(&format!("/admin/members/{}/deactivation", member.id));
    view! {
        <section>
            <h2>{t.accounts_deactivate_title()}</h2>
            <p>{t.accounts_deactivate_hint()}</p>
            <form method="post" action=action>
                <button class="button button--danger">{t.accounts_deactivate()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn reactivation(visit: &Visit, member: &Entry) -> AnyView {
    let t = visit.t;
    let action = visit.link(&format!("/admin/members/{}/reactivation", member.id));
    view! {
        <form method="post" action=action>
            <button class="button button--secondary">{t.accounts_reactivate()}</button>
        </form>
    }
    .into_any()
}

fn timeline(t: Words, history: &[Change]) -> AnyView {
    let rows = history
        .iter()
        .filter_map(|change| {
            let at = jiff::Timestamp::from_microsecond(change.at).ok()?;
            let words = event(t, &change.kind)?;
            Some(view! { <li><span class="timeline__when">{t.moment(at)}</span> " " {words}</li> })
        })
        .collect_view();
    view! {
        <section><h2>{t.accounts_history_title()}</h2><ol class="timeline">{rows}</ol></section>
    }
    .into_any()
}

/// What a change of the feed says to people; some are of no interest.
fn event(t: Words, kind: &str) -> Option<&'static str> {
    Some(match kind {
        "created" => t.accounts_event_created(),
        "profile-changed" => t.accounts_event_profile(),
        "password-changed" => t.accounts_event_password(),
        "publisher-granted" => t.accounts_event_publisher_granted(),
        "publisher-revoked" => t.accounts_event_publisher_revoked(),
        "coordinator-granted" => t.accounts_event_coordinator_granted(),
        "coordinator-revoked" => t.accounts_event_coordinator_revoked(),
        "admin-granted" => t.accounts_event_admin_granted(),
        "admin-revoked" => t.accounts_event_admin_revoked(),
        "recovery-requested" => t.accounts_event_recovery_requested(),
        "recovery-declined" => t.accounts_event_recovery_declined(),
        "recovered" => t.accounts_event_recovered(),
        "token-created" => t.accounts_event_token_created(),
        "token-revoked" => t.accounts_event_token_revoked(),
        "deactivated" => t.accounts_event_deactivated(),
        "reactivated" => t.accounts_event_reactivated(),
        _ => return None,
    })
}
