//! The member's own page.

use axum::extract::Query;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use crate::accounts::forms::account::ProfileForm;
use crate::accounts::store;
use crate::accounts::types::{NAME_LIMIT, POST_LIMIT};
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::shell::Head;
use crate::ui::{Field, Problems, error_summary};

/// What the page may be asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// GET: the page.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    let profile = store::profile(&visit.app.db, member).await?;
    let typed = profile.ok_or(AppError::NotFound)?.into();
    let notice = match asked.done.as_str() {
        "profile" => Some(visit.t.accounts_profile_saved()),
        _ => None,
    };
    let head = Head::new(visit.t.my_account());
    Ok(page(&visit, head, &typed, &Problems::new(), notice))
}

/// The page again with what was typed; with problems, as unprocessable.
pub async fn again(
    visit: &Visit,
    typed: &ProfileForm,
    problems: &Problems,
) -> Result<Response, AppError> {
    let head = Head::new(visit.t.my_account());
    let head = if problems.is_empty() {
        head
    } else {
        head.unprocessable()
    };
    Ok(page(visit, head, typed, problems, None))
}

fn page(
    visit: &Visit,
    head: Head,
    typed: &ProfileForm,
    problems: &Problems,
    notice: Option<&'static str>,
) -> Response {
    let t = visit.t;
    let notice = notice.map(|words| {
        view! { <div class="notice notice--success" role="status"><p>{words}</p></div> }
    });
    visit.page(head, || {
        view! {
            <div class="measure stack">
                <h1>{t.my_account()}</h1>
                {notice}
                {error_summary(t, problems)}
                {profile_form(visit, typed, problems)}
                {sign_out(visit)}
            </div>
        }
        .into_any()
    })
}

fn profile_form(visit: &Visit, typed: &ProfileForm, problems: &Problems) -> AnyView {
    let t = visit.t;
    let languages = [
        (Locale::Ar.code().to_owned(), t.accounts_arabic().to_owned()),
        (
            Locale::En.code().to_owned(),
            t.accounts_english().to_owned(),
        ),
    ];
    view! {
        <form class="form" method="post" action=visit.link("/account")>
            {Field::new(t, "name", t.accounts_name()).hint(t.accounts_name_hint()).limit(NAME_LIMIT)
                .autocomplete("name").value(typed.name.clone()).problems(problems).input()}
            {Field::new(t, "shows_name", t.accounts_show_name()).value(typed.shows_name.clone()).checkbox()}
            {Field::new(t, "post", t.accounts_post()).hint(t.accounts_post_hint()).limit(POST_LIMIT)
                .autocomplete("organization-title").value(typed.post.clone()).problems(problems).input()}
            {Field::new(t, "locale", t.accounts_mail_language()).value(typed.locale.clone()).problems(problems)
                .select(languages)}
            <div class="form__submit"><button class="button">{t.save()}</button></div>
        </form>
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
