//! The member's personal access tokens: keys for programs, shown once.

use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;

use super::head_of;
use super::sign_in::Asked;
use crate::accounts::forms::tokens::{DAYS, TokenForm};
use crate::accounts::scopes::{Scope, Scopes};
use crate::accounts::store::tokens::{AccessToken, tokens_of};
use crate::accounts::types::NAME_LIMIT;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Words;
use crate::ui::list::empty_state;
use crate::ui::{Field, Problems, error_summary, success};

/// GET: the list, and the form for another.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, AppError> {
    let t = visit.t;
    let done = (asked.done == "revoked").then(|| success(t.accounts_token_was_revoked()));
    page(&visit, &fresh(), &Problems::new(), done).await
}

/// The page again with what was typed; with problems, as unprocessable.
pub async fn again(
    visit: &Visit,
    typed: &TokenForm,
    problems: &Problems,
) -> Result<Response, AppError> {
    page(visit, typed, problems, None).await
}

/// The page with a token that was just made. Nobody sees it again.
pub async fn made(visit: &Visit, token: &str) -> Result<Response, AppError> {
    let t = visit.t;
    let shown = view! {
        <div class="notice notice--success" role="status">
            <p>{t.accounts_token_made()}</p>
            <p><code dir="ltr" class="secret">{token.to_owned()}</code></p>
        </div>
    };
    page(visit, &fresh(), &Problems::new(), Some(shown.into_any())).await
}

fn fresh() -> TokenForm {
    TokenForm {
        days: DAYS[1].to_string(),
        ..TokenForm::default()
    }
}

async fn page(
    visit: &Visit,
    typed: &TokenForm,
    problems: &Problems,
    done: Option<AnyView>,
) -> Result<Response, AppError> {
    let t = visit.t;
    let tokens = tokens_of(&visit.app.db, visit.member()?.id, visit.now).await?;
    let head = head_of(t.accounts_tokens_title(), problems).crumb(t.my_account(), "/account");
    Ok(visit.page(head, || {
        view! {
            <div class="measure stack">
                <div class="page-head">
                    <h1>{t.accounts_tokens_title()}</h1>
                    <p class="lede">{t.accounts_tokens_lede()}</p>
                </div>
                {done}
                {error_summary(t, problems)}
                {list(visit, &tokens)}
                <section>
                    <h2>{t.accounts_token_new()}</h2>
                    {form(visit, typed, problems)}
                </section>
            </div>
        }
        .into_any()
    }))
}

fn list(visit: &Visit, tokens: &[AccessToken]) -> AnyView {
    if tokens.is_empty() {
        return empty_state(visit.t.accounts_tokens_none(), None);
    }
    let rows: Vec<_> = tokens.iter().map(|token| row(visit, token)).collect();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn row(visit: &Visit, token: &AccessToken) -> AnyView {
    let t = visit.t;
    let used = match token.used_at {
        Some(used) => t.accounts_session_seen(t.moment(used.0)),
        None => t.accounts_token_unused().to_owned(),
    };
    let scopes = Scopes::parse(token.scopes.split_whitespace()).unwrap_or_default();
    let scopes: Vec<_> = scopes
        .iter()
        .map(|scope| view! { <span class="badge">{scope_words(t, scope)}</span> " " })
        .collect();
    let revoke = visit.link(&format!("/account/tokens/{}/revocation", token.id));
    view! {
        <li class="row">
            <h2 class="row__title"><bdi>{token.name.clone()}</bdi></h2>
            <p class="row__meta">{scopes}</p>
            <p class="row__meta"><span>{used}</span> <span>{t.accounts_token_until(t.day_of(token.expires_at.0))}</span></p>
            <form class="inline" method="post" action=revoke>
                <button class="button button--quiet" aria-label=t.accounts_token_revoke_name(&token.name)>{t.accounts_token_revoke()}</button>
            </form>
        </li>
    }
    .into_any()
}

fn form(visit: &Visit, typed: &TokenForm, problems: &Problems) -> AnyView {
    let t = visit.t;
    let scopes = Scope::ALL
        .iter()
        .map(|scope| (scope.as_str().to_owned(), scope_words(t, *scope).to_owned()));
    let days = DAYS
        .iter()
        .map(|days| (days.to_string(), t.accounts_token_days(*days)));
    view! {
        <form class="form" method="post" action=visit.link("/account/tokens")>
            {Field::new(t, "name", t.accounts_token_name()).hint(t.accounts_token_name_hint()).limit(NAME_LIMIT)
                .value(typed.name.clone()).problems(problems).input()}
            {Field::new(t, "scopes", t.accounts_token_scopes()).problems(problems).checkboxes(scopes, &typed.scopes)}
            {Field::new(t, "days", t.accounts_token_lifetime()).value(typed.days.clone()).problems(problems).radios(days)}
            <div class="form__submit"><button class="button">{t.accounts_token_create()}</button></div>
        </form>
    }
    .into_any()
}

fn scope_words(t: Words, scope: Scope) -> &'static str {
    match scope {
        Scope::Read => t.accounts_scope_read(),
        Scope::Upload => t.accounts_scope_upload(),
    }
}
