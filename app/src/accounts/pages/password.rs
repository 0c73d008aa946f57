//! Pages about passwords.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

use super::sign_in::Asked;
use super::{head_of, secret};
use crate::accounts::forms::password::Ask;
use crate::accounts::password::SHORTEST;
use crate::error::AppError;
use crate::http::Visit;
use crate::shell::Head;
use crate::ui::{Field, Problems, error_summary, info, success};

/// GET: asks for a link.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Response {
    if asked.done == "sent" {
        let t = visit.t;
        return visit.page(Head::new(t.accounts_reset_title()), || {
            view! {
                <div class="narrow stack">
                    <h1>{t.accounts_reset_title()}</h1>
                    {success(t.accounts_reset_sent())}
                    <p><a href=visit.link("/sign-in")>{t.accounts_sign_in_title()}</a></p>
                </div>
            }
            .into_any()
        });
    }
    ask(&visit, &Ask::default(), &Problems::new())
}

/// The form that asks for a link.
pub fn ask(visit: &Visit, typed: &Ask, problems: &Problems) -> Response {
    let t = visit.t;
    visit.page(head_of(t.accounts_reset_title(), problems), || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_reset_title()}</h1>
                <p class="lede">{t.accounts_reset_lede()}</p>
                {error_summary(t, problems)}
                <form class="form" method="post" action=visit.link("/password")>
                    {Field::new(t, "email", t.accounts_email()).kind("email").autocomplete("username")
                        .value(typed.email.clone()).problems(problems).input()}
                    <div class="form__submit"><button class="button">{t.accounts_reset_send()}</button></div>
                </form>
            </div>
        }
        .into_any()
    })
}

/// The field of a new password.
pub(super) fn new_password(visit: &Visit, problems: &Problems) -> AnyView {
    let t = visit.t;
    Field::new(t, "new_password", t.accounts_new_password())
        .kind("password")
        .autocomplete("new-password")
        .hint(t.accounts_password_hint(SHORTEST))
        .problems(problems)
        .input()
}

/// The form behind a link.
pub fn set(visit: &Visit, token: &str, email: &str, problems: &Problems) -> Response {
    let t = visit.t;
    secret(visit.page(head_of(t.accounts_new_password_title(), problems), || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_new_password_title()}</h1>
                <p class="lede">{t.accounts_new_password_for(email)}</p>
                {error_summary(t, problems)}
                <form class="form" method="post" action=visit.link(&format!("/password/{token}"))>
                    {new_password(visit, problems)}
                    <div class="form__submit"><button class="button">{t.accounts_save_password()}</button></div>
                </form>
            </div>
        }
        .into_any()
    }))
}

/// A link that works no more, or never did.
pub fn closed(visit: &Visit) -> Response {
    let t = visit.t;
    let mut head = Head::new(t.accounts_new_password_title());
    head.status = StatusCode::NOT_FOUND;
    visit.page(head, || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_new_password_title()}</h1>
                {info(t.accounts_link_expired())}
                <p><a class="button" href=visit.link("/password")>{t.accounts_reset_send()}</a></p>
            </div>
        }
        .into_any()
    })
}

/// GET: the form that changes one's own password.
pub async fn own(visit: Visit) -> Result<Response, AppError> {
    visit.member()?;
    Ok(change(&visit, &Problems::new()))
}

/// The form that changes one's own password.
pub fn change(visit: &Visit, problems: &Problems) -> Response {
    let t = visit.t;
    let head = head_of(t.accounts_new_password_title(), problems).crumb(t.my_account(), "/account");
    visit.page(head, || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_new_password_title()}</h1>
                <p class="lede">{t.accounts_change_password_lede()}</p>
                {error_summary(t, problems)}
                <form class="form" method="post" action=visit.link("/account/password")>
                    {Field::new(t, "current_password", t.accounts_current_password()).kind("password")
                        .autocomplete("current-password").problems(problems).input()}
                    {new_password(visit, problems)}
                    <div class="form__submit"><button class="button">{t.accounts_save_password()}</button></div>
                </form>
            </div>
        }
        .into_any()
    })
}
