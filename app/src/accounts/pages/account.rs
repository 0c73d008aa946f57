//! The member's own page.

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::Response;
use leptos::prelude::*;

use super::head_of;
use super::members::languages;
use super::sign_in::Asked;
use crate::accounts::forms::account::ProfileForm;
use crate::accounts::store::sessions::Session;
use crate::accounts::types::{NAME_LIMIT, POST_LIMIT};
use crate::accounts::{policy, store};
use crate::clock::token_hash;
use crate::documents;
use crate::error::AppError;
use crate::http::Visit;
use crate::http::visit::session_token;
use crate::shell::Head;
use crate::ui::{Field, Problems, error_summary, hidden, success};

/// GET: the page.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    let profile = store::profile(&visit.app.db, member).await?;
    let typed = profile.ok_or(AppError::NotFound)?.into();
    let t = visit.t;
    let done = match asked.done.as_str() {
        "profile" => Some(t.accounts_profile_saved()),
        "password" => Some(t.accounts_password_changed()),
        "welcome" => Some(t.accounts_welcome()),
        _ => None,
    };
    Ok(page(&visit, &typed, &Problems::new(), done))
}

/// The page again with what was typed; with problems, as unprocessable.
pub fn again(visit: &Visit, typed: &ProfileForm, problems: &Problems) -> Response {
    page(visit, typed, problems, None)
}

fn page(
    visit: &Visit,
    typed: &ProfileForm,
    problems: &Problems,
    done: Option<&'static str>,
) -> Response {
    let t = visit.t;
    visit.page(head_of(t.my_account(), problems), || {
        view! {
            <div class="measure stack">
                <h1>{t.my_account()}</h1>
                {done.map(success)}
                {error_summary(t, problems)}
                {links(visit)}
                <section>
                    <h2>{t.accounts_profile_title()}</h2>
                    {profile_form(visit, typed, problems)}
                </section>
                {sign_out(visit)}
            </div>
        }
        .into_any()
    })
}

fn profile_form(visit: &Visit, typed: &ProfileForm, problems: &Problems) -> AnyView {
    let t = visit.t;
    view! {
        <form class="form" method="post" action=visit.link("/account")>
            {Field::new(t, "name", t.accounts_name()).hint(t.accounts_name_hint()).limit(NAME_LIMIT)
                .autocomplete("name").value(typed.name.clone()).problems(problems).input()}
            {Field::new(t, "shows_name", t.accounts_show_name()).value(typed.shows_name.clone()).checkbox()}
            {Field::new(t, "post", t.accounts_post()).hint(t.accounts_post_hint()).limit(POST_LIMIT)
                .autocomplete("organization-title").value(typed.post.clone()).problems(problems).input()}
            {Field::new(t, "locale", t.accounts_mail_language()).value(typed.locale.clone()).problems(problems)
                .select(languages(visit))}
            <div class="form__submit"><button class="button">{t.save()}</button></div>
        </form>
    }
    .into_any()
}

/// Where the member goes from here, by what they may do.
fn links(visit: &Visit) -> AnyView {
    let t = visit.t;
    let actor = visit.actor();
    let members = actor
        .filter(|actor| policy::may_look_after(actor, actor.organization))
        .map(|actor| {
            let href = visit.link(&format!(
                "/organizations/{}/members",
                actor.organization_slug
            ));
            view! { <li><a href=href>{t.accounts_members_title()}</a></li> }
        });
    let admin = actor.filter(|actor| policy::may_administer(actor)).map(
        |_| view! { <li><a href=visit.link("/admin/members")>{t.accounts_admin_title()}</a></li> },
    );
    let storage = actor
        .filter(|actor| documents::policy::may_set_limits(actor))
        .map(|_| view! { <li><a href=visit.link("/admin/storage")>{t.storage_title()}</a></li> });
    let organization = actor.map(|actor| {
        let href = visit.link(&format!("/organizations/{}", actor.organization_slug));
        view! { <li><a href=href>{t.accounts_my_organization()}</a></li> }
    });
    view! {
        <nav class="section-links" aria-label=t.my_account()>
            <ul>
                {organization}
                <li><a href=visit.link("/practices/drafts")>{t.practices_drafts_title()}</a></li>
                {members}
                {admin}
                {storage}
                <li><a href=visit.link("/account/password")>{t.accounts_change_password()}</a></li>
                <li><a href=visit.link("/account/sessions")>{t.accounts_sessions_title()}</a></li>
                <li><a href=visit.link("/account/tokens")>{t.accounts_tokens_title()}</a></li>
            </ul>
        </nav>
    }
    .into_any()
}

/// GET: where the member is signed in.
pub async fn sessions(
    visit: Visit,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    let t = visit.t;
    let sessions = store::sessions::sessions_of(&visit.app.db, member, visit.now).await?;
    let own = session_token(&visit.app, &headers).map(token_hash);
    let done = (asked.done == "ended").then(|| success(t.accounts_session_was_ended()));
    let head = Head::new(t.accounts_sessions_title()).crumb(t.my_account(), "/account");
    Ok(visit.page(head, || {
        let rows = sessions
            .iter()
            .map(|session| session_row(&visit, session, own.as_deref()))
            .collect_view();
        view! {
            <div class="measure stack">
                <h1>{t.accounts_sessions_title()}</h1>
                {done}
                <ul class="rows">{rows}</ul>
                <form method="post" action=visit.link("/account/sessions")>
                    <button class="button button--secondary">{t.accounts_end_other_sessions()}</button>
                </form>
            </div>
        }
        .into_any()
    }))
}

fn session_row(visit: &Visit, session: &Session, own: Option<&str>) -> AnyView {
    let t = visit.t;
    let end = if own == Some(session.token_hash.as_str()) {
        view! { <p><span class="badge badge--live">{t.accounts_this_session()}</span></p> }
            .into_any()
    } else {
        view! {
            <form class="inline" method="post" action=visit.link("/account/sessions")>
                {hidden("session", session.token_hash.clone())}
                <button class="button button--quiet">{t.accounts_end_session()}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <h2 class="row__title">{t.accounts_session_since(t.moment(session.created_at.0))}</h2>
            <p class="row__meta"><span>{t.accounts_session_seen(t.moment(session.seen_at.0))}</span></p>
            {end}
        </li>
    }
    .into_any()
}

fn sign_out(visit: &Visit) -> AnyView {
    let t = visit.t;
    view! {
        <div class="actions">
            <form class="inline" method="post" action=visit.link("/sign-out")>
                <button class="button button--secondary">{t.sign_out()}</button>
            </form>
            <form class="inline" method="post" action=visit.link("/sign-out/everywhere")>
                <button class="button button--quiet">{t.accounts_sign_out_everywhere()}</button>
            </form>
        </div>
    }
    .into_any()
}
