//! The organisers' list of who comes, and their decisions.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::forms::path;
use super::notices::{Notice, Notices};
use super::pages::find;
use super::places::take_back;
use super::store::{self, Attendee};
use super::types::{RegistrationState, Workshop};
use super::{policy, words};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::ui::{Pages, empty_state, hidden, pagination};

/// What the list's address says after a decision.
const DECIDED: &str = "decided";

/// What the list's address may ask for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    page: String,
}

/// `GET /workshops/{id}/registrations`: who comes, for the organisers of this workshop alone.
pub async fn list(
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Response, AppError> {
    let workshop = organised(&visit, &id).await?;
    let page = Pages::requested(Some(&query.page));
    let (mut attendees, total) = store::attendees(&visit.app.db, workshop.id, page).await?;
    let page = page.min(Pages { page, total }.count());
    if attendees.is_empty() && total > 0 {
        // The last one of the page was taken off.
        (attendees, _) = store::attendees(&visit.app.db, workshop.id, page).await?;
    }
    let ids: Vec<Id> = attendees
        .iter()
        .map(|one| one.registration.organization)
        .collect();
    let organizations = organizations::store::by_ids(&visit.app.db, &ids).await?;
    let organizations = organizations.into_iter().map(|one| (one.id, one)).collect();
    let t = visit.t;
    let title = workshop.plan.title_in(visit.locale).0.to_owned();
    let head = Head::new(t.workshops_registrations())
        .section("/workshops")
        .crumb(t.workshops_title(), "/workshops")
        .crumb(&title, path(workshop.id));
    Ok(visit.page(head, || {
        view! {
            {visit.done(|done| (done == DECIDED).then(|| t.workshops_done_decided()))}
            <div class="page-head">
                <h1>{t.workshops_registrations()}</h1>
                <p class="lede" dir="auto">{title}</p>
                <p class="muted">{t.workshops_registrations_note()}</p>
            </div>
            {table(&visit, &workshop, &attendees, &organizations, page)}
            {pagination(&visit, Pages { page, total })}
        }
        .into_any()
    }))
}

/// The workshop of a path, if this member organises it; whoever merely sees it is told that this is not for them.
async fn organised(visit: &Visit, id: &str) -> Result<Workshop, AppError> {
    let workshop = find(visit, id).await?;
    visit.member()?;
    match policy::organises(visit.actor(), &workshop) {
        true => Ok(workshop),
        false => Err(AppError::NotFound),
    }
}

fn table(
    visit: &Visit,
    workshop: &Workshop,
    attendees: &[Attendee],
    organizations: &HashMap<Id, Organization>,
    page: i64,
) -> AnyView {
    let t = visit.t;
    if attendees.is_empty() {
        return empty_state(t.workshops_registrations_none(), None);
    }
    let open = workshop.state(visit.now).takes_registrations();
    let rows = attendees
        .iter()
        .map(|attendee| {
            let registration = &attendee.registration;
            let organization = organizations.get(&registration.organization);
            let (word, badge) = words::registration(t, registration.state);
            view! {
                <tr>
                    <td>
                        <p><bdi>{attendee.name.clone()}</bdi></p>
                        <p class="muted"><bdi>{attendee.post.clone()}</bdi></p>
                        <p class="muted">{organization.map(|one| one.title(t))}</p>
                    </td>
                    <td class="number">{registration.heads}</td>
                    <td>
                        <p><span class=badge>{word}</span></p>
                        {open.then(|| decisions(visit, attendee, page))}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t.workshops_registrations()>
            <table class="table">
                <thead><tr>
                    <th scope="col">{t.workshops_person()}</th>
                    <th scope="col" class="number">{t.workshops_heads_short()}</th>
                    <th scope="col">{t.workshops_standing()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn decisions(visit: &Visit, attendee: &Attendee, page: i64) -> AnyView {
    let t = visit.t;
    let registration = &attendee.registration;
    let action = format!(
        "{}/registrations/{}",
        path(registration.workshop),
        registration.id
    );
    let action = visit.link(&action);
    let form = |word: &'static str, button: AnyView| {
        view! {
            <form class="inline" method="post" action=action.clone()>
                {hidden("decision", word)}
                {hidden("page", page.to_string())}
                {button}
            </form>
        }
    };
    let admit = (registration.state == RegistrationState::Pending).then(|| {
        let button = view! { <button class="link-button">{t.workshops_admit()}</button> };
        form("admit", button.into_any())
    });
    let remove = view! {
        <p>{t.workshops_remove_hint()}</p>
        <button class="button button--danger">{t.workshops_remove_confirmed()}</button>
    };
    view! {
        {admit}
        <details class="disclosure">
            <summary>{t.workshops_remove()}</summary>
            {form("remove", remove.into_any())}
        </details>
    }
    .into_any()
}

/// An organiser's decision about one registration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionValues {
    decision: String,
    /// The page of the list on which the button was.
    page: String,
}

/// `POST /workshops/{id}/registrations/{registration}`
pub async fn decide(
    visit: Visit,
    Path((id, registration)): Path<(String, String)>,
    form: Form<DecisionValues>,
) -> Result<Response, AppError> {
    let workshop = organised(&visit, &id).await?;
    let registration: Id = registration.parse().map_err(|_| AppError::NotFound)?;
    let page = Pages::requested(Some(&form.values.page));
    let list = format!("{}/registrations?page={page}", path(workshop.id));
    if form.replayed {
        return Ok(see_other(&visit.link(&list)));
    }
    if !store::is_registration_of(&visit.app.db, workshop.id, registration).await? {
        return Err(AppError::NotFound);
    }
    if !workshop.state(visit.now).takes_registrations() {
        return Err(AppError::Conflict);
    }
    match form.values.decision.as_str() {
        "admit" => admit(&visit, &workshop, registration).await?,
        "remove" => take_back(&visit, &workshop, registration, Notice::Removed).await?,
        _ => return Err(AppError::BadRequest),
    }
    Ok(see_other(&visit.link(&format!("{list}&done={DECIDED}"))))
}

async fn admit(visit: &Visit, workshop: &Workshop, registration: Id) -> Result<(), AppError> {
    let notices = Notices::of(&visit.app, workshop).await?;
    let actor = visit.actor().map(|actor| actor.id);
    let mut write = visit.app.db.begin_write(visit.now, actor).await?;
    if let Some(attendee) = store::admit(&mut write, workshop.id, registration).await? {
        let notice = Notice::of(attendee.registration.state);
        notices.send(&mut write, &attendee, notice).await?;
        write.commit().await?;
    }
    Ok(())
}
