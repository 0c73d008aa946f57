//! Asking for another address on behalf of a member who lost the mailbox.

use axum::response::Response;
use leptos::prelude::*;

use super::head_of;
use crate::accounts::forms::join::MESSAGE_LIMIT;
use crate::accounts::forms::recovery::Ask;
use crate::accounts::store::Entry;
use crate::http::Visit;
use crate::organizations::Organization;
use crate::ui::{Field, Problems, error_summary, hidden};

/// The form.
pub fn form(
    visit: &Visit,
    organization: &Organization,
    member: &Entry,
    typed: &Ask,
    problems: &Problems,
) -> Response {
    let t = visit.t;
    let members = format!("/organizations/{}/members", organization.slug);
    let action = visit.link(&format!("{members}/{}/recovery", member.id));
    let head = head_of(t.accounts_recovery_title(), problems)
        .crumb(
            organization.title(t),
            format!("/organizations/{}", organization.slug),
        )
        .crumb(t.accounts_members_title(), members);
    visit.page(head, || {
        view! {
            <div class="measure stack">
                <div class="page-head">
                    <h1>{t.accounts_recovery_title()}</h1>
                    <p class="lede">{t.accounts_recovery_lede(&member.email, &member.name)}</p>
                </div>
                {error_summary(t, problems)}
                <form class="form" method="post" action=action>
                    {hidden("id", typed.id.clone())}
                    {Field::new(t, "email", t.accounts_recovery_email()).kind("email").autocomplete("off")
                        .value(typed.email.clone()).problems(problems).input()}
                    {Field::new(t, "reason", t.accounts_recovery_reason()).limit(MESSAGE_LIMIT)
                        .hint(t.accounts_recovery_reason_hint()).value(typed.reason.clone()).problems(problems)
                        .textarea(4)}
                    <div class="form__submit"><button class="button">{t.accounts_recovery_send()}</button></div>
                </form>
            </div>
        }
        .into_any()
    })
}
