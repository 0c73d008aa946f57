//! Pages of practices: everything is loaded first, then shown.

pub mod article;
pub mod detail;
pub mod drafts;
pub mod editor;
pub mod history;
pub mod list;

use leptos::prelude::*;

use super::policy;
use super::store::{self, Practice, Revision};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;

/// The practice at this address, if this visitor may know of it.
pub async fn find(visit: &Visit, id: &str) -> Result<Practice, AppError> {
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    let practice = store::by_id(&visit.app.db, id)
        .await?
        .ok_or(AppError::NotFound)?;
    if policy::may_see(visit.actor(), &practice.facts()) {
        Ok(practice)
    } else {
        Err(AppError::NotFound)
    }
}

/// The same for what only the owner's members may know of: drafts, history, reviews.
pub async fn find_own(visit: &Visit, id: &str) -> Result<Practice, AppError> {
    let practice = find(visit, id).await?;
    if policy::may_see_drafts(visit.actor(), &practice.facts()) {
        Ok(practice)
    } else {
        Err(AppError::NotFound)
    }
}

/// A revision that must be there: its practice says so.
pub async fn revision(
    visit: &Visit,
    practice: &Practice,
    number: i64,
) -> Result<Revision, AppError> {
    store::revision(&visit.app.db, practice.id, number)
        .await?
        .ok_or(AppError::NotFound)
}

/// The path of a practice's page, or of something below it.
pub fn path(id: Id, below: &str) -> String {
    format!("/practices/{id}{below}")
}

/// A small form that is one button.
pub fn button_form(
    action: String,
    fields: Vec<(&'static str, String)>,
    label: &'static str,
    class: &'static str,
) -> AnyView {
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <form class="inline" method="post" action=action>{fields}<button class=class>{label}</button></form>
    }
    .into_any()
}

/// What happened just before this page, where the address says so.
pub fn done_notice(visit: &Visit) -> Option<AnyView> {
    let t = visit.t;
    visit.done(|done| {
        Some(match done {
            "saved" => t.practices_done_saved(),
            "taken-back" => t.practices_done_taken_back(),
            "published-without" => t.practices_done_published_without(),
            "unchanged" => t.practices_done_unchanged(),
            "submitted" => t.practices_done_submitted(),
            "published" => t.practices_done_published(),
            "returned" => t.practices_done_returned(),
            "archived" => t.practices_done_archived(),
            "unarchived" => t.practices_done_unarchived(),
            "confirmed" => t.practices_done_confirmed(),
            "verified" => t.practices_done_verified(),
            "restored" => t.practices_done_restored(),
            "attached" => t.documents_done_attached(),
            "attached-several" => t.documents_done_attached_several(),
            "detached" => t.documents_done_detached(),
            _ => return None,
        })
    })
}
