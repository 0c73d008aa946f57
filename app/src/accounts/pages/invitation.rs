//! The page behind an invitation.

use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

use super::password::new_password;
use super::{head_of, secret};
use crate::accounts::forms::invitations::Accept;
use crate::accounts::store::invitations::Invitation;
use crate::accounts::types::{NAME_LIMIT, POST_LIMIT};
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations;
use crate::shell::Head;
use crate::ui::{Field, Problems, error_summary, info};

/// The form that accepts.
pub async fn show(
    visit: &Visit,
    token: &str,
    invitation: &Invitation,
    typed: &Accept,
    problems: &Problems,
) -> Result<Response, AppError> {
    let t = visit.t;
    let organization = organizations::store::by_id(&visit.app.db, invitation.organization_id)
        .await?
        .ok_or(AppError::NotFound)?;
    let title = t.accounts_invitation_title(organization.title(t));
    Ok(secret(visit.page(head_of(title.clone(), problems), || {
        view! {
            <div class="narrow stack">
                <h1>{title}</h1>
                <p class="lede">{t.accounts_invitation_lede(t.day_of(invitation.expires_at.0), &invitation.email)}</p>
                {error_summary(t, problems)}
                {form(visit, token, typed, problems)}
            </div>
        }
        .into_any()
    })))
}

fn form(visit: &Visit, token: &str, typed: &Accept, problems: &Problems) -> AnyView {
    let t = visit.t;
    view! {
        <form class="form" method="post" action=visit.link(&format!("/invitations/{token}"))>
            {Field::new(t, "name", t.accounts_name()).hint(t.accounts_name_hint()).limit(NAME_LIMIT)
                .autocomplete("name").value(typed.name.clone()).problems(problems).input()}
            {Field::new(t, "shows_name", t.accounts_show_name()).value(typed.shows_name.clone()).checkbox()}
            {Field::new(t, "post", t.accounts_post()).hint(t.accounts_post_hint()).limit(POST_LIMIT)
                .autocomplete("organization-title").value(typed.post.clone()).problems(problems).input()}
            {new_password(visit, problems)}
            {Field::new(t, "shared", t.accounts_shared_computer()).value(typed.shared.clone()).checkbox()}
            <div class="form__submit"><button class="button">{t.accounts_accept_invitation()}</button></div>
        </form>
    }
    .into_any()
}

/// An invitation that can be accepted no more, or never could.
pub fn closed(visit: &Visit) -> Response {
    let t = visit.t;
    let mut head = Head::new(t.accounts_invitation_closed_title());
    head.status = StatusCode::NOT_FOUND;
    visit.page(head, || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_invitation_closed_title()}</h1>
                {info(t.accounts_invitation_closed())}
                <p class="actions">
                    <a class="button" href=visit.link("/sign-in")>{t.sign_in()}</a>
                    <a class="button button--secondary" href=visit.link("/join")>{t.accounts_join()}</a>
                </p>
            </div>
        }
        .into_any()
    })
}
