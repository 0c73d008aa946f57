//! The request to join.

use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;

use super::head_of;
use super::sign_in::Asked;
use crate::accounts::email;
use crate::accounts::forms::join::{Join, MESSAGE_LIMIT};
use crate::accounts::types::{NAME_LIMIT, POST_LIMIT};
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations;
use crate::shell::Head;
use crate::ui::{Field, Problems, error_summary, success};

/// GET: the form, or what follows.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, AppError> {
    let t = visit.t;
    if asked.done != "sent" {
        let typed = Join {
            organization: asked.organization,
            ..Join::default()
        };
        return form(&visit, &typed, &Problems::new()).await;
    }
    Ok(visit.page(Head::new(t.accounts_join_title()), || {
        view! {
            <div class="narrow stack">
                <h1>{t.accounts_join_title()}</h1>
                {success(t.accounts_join_sent())}
            </div>
        }
        .into_any()
    }))
}

/// The form.
pub async fn form(visit: &Visit, typed: &Join, problems: &Problems) -> Result<Response, AppError> {
    let t = visit.t;
    let organizations = organizations::store::all(&visit.app.db, visit.locale).await?;
    let choices: Vec<_> = organizations
        .iter()
        .map(|organization| (organization.slug.clone(), organization.title(t)))
        .collect();
    let mut head = head_of(t.accounts_join_title(), problems);
    head.description = t.accounts_join_lede().to_owned();
    Ok(visit.page(head, || {
        view! {
            <div class="measure stack">
                <div class="page-head">
                    <h1>{t.accounts_join_title()}</h1>
                    <p class="lede">{t.accounts_join_lede()}</p>
                </div>
                {error_summary(t, problems)}
                {fields(visit, choices, typed, problems)}
            </div>
        }
        .into_any()
    }))
}

fn fields(
    visit: &Visit,
    choices: Vec<(String, String)>,
    typed: &Join,
    problems: &Problems,
) -> AnyView {
    let t = visit.t;
    view! {
        <form class="form" method="post" action=visit.link("/join")>
            {Field::new(t, "name", t.accounts_name()).hint(t.accounts_name_hint()).limit(NAME_LIMIT)
                .autocomplete("name").value(typed.name.clone()).problems(problems).input()}
            {Field::new(t, "post", t.accounts_post()).hint(t.accounts_post_hint()).limit(POST_LIMIT)
                .autocomplete("organization-title").value(typed.post.clone()).problems(problems).input()}
            {Field::new(t, "email", t.accounts_email()).kind("email").autocomplete("email").limit(email::LONGEST)
                .hint(t.accounts_join_email_hint()).value(typed.email.clone()).problems(problems).input()}
            {Field::new(t, "organization", t.accounts_organization()).value(typed.organization.clone())
                .problems(problems).select(choices)}
            {Field::new(t, "message", t.accounts_join_message()).optional().limit(MESSAGE_LIMIT)
                .hint(t.accounts_join_message_hint()).value(typed.message.clone()).problems(problems).textarea(4)}
            <div class="form__submit"><button class="button">{t.accounts_join_send()}</button></div>
        </form>
    }
    .into_any()
}
