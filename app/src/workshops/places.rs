//! Places: asking for one, seeing where one stands, giving it back.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::detail::Detail;
use super::forms::path;
use super::notices::{Notice, Notices};
use super::pages::find;
use super::store::Asked;
use super::types::{RegistrationState, State, Workshop};
use super::video::Video;
use super::{door, policy, store, words};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::shell::Head;
use crate::time::western_digits;
use crate::ui::{Field, Problem, Problems, error_summary};

/// More people than any meeting room holds.
const MAX_HEADS: i64 = 500;

/// The form that asks for a place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Values {
    heads: String,
}

impl Values {
    /// How many people it says: one where it says nothing.
    fn heads(&self) -> Option<i64> {
        match western_digits(self.heads.trim()).as_str() {
            "" => Some(1),
            typed => typed
                .parse()
                .ok()
                .filter(|heads| (1..=MAX_HEADS).contains(heads)),
        }
    }
}

/// The reader's place on the workshop's page: where they stand, and the next step.
pub(super) fn mine_box(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let t = visit.t;
    let mine = detail.mine.as_ref().map(|mine| mine.registration.state);
    let coming = detail.state.takes_registrations();
    let content = match mine.filter(|state| *state != RegistrationState::Cancelled) {
        Some(state) => standing(visit, detail, state),
        None if !coming => return None,
        None if visit.actor().is_none() => {
            let href = visit.link(&format!("{}/registration", path(detail.workshop.id)));
            view! {
                <p>{t.workshops_sign_in_to_register()}</p>
                <p><a class="button" href=href rel="nofollow">{t.workshops_register()}</a></p>
            }
            .into_any()
        }
        None => register_form(visit, detail, "1", &Problems::new()),
    };
    Some(
        view! { <section id="registration"><h2>{t.workshops_my_registration()}</h2>{content}</section> }
            .into_any(),
    )
}

fn standing(visit: &Visit, detail: &Detail, state: RegistrationState) -> AnyView {
    let t = visit.t;
    let workshop = &detail.workshop;
    let (word, badge) = words::registration(t, state);
    let queue = (state == RegistrationState::Waitlisted)
        .then(|| view! { <p>{t.workshops_queue_place(detail.place_in_queue)}</p> });
    let group = queue.is_some()
        && detail
            .mine
            .as_ref()
            .is_some_and(|mine| mine.registration.heads > 1);
    let group = group.then(|| view! { <p>{t.workshops_queue_group()}</p> });
    let pending = (state == RegistrationState::Pending)
        .then(|| view! { <p>{t.workshops_pending_note()}</p> });
    let registered = state == RegistrationState::Registered;
    let opens = registered
        && workshop.plan.video != Video::None
        && matches!(detail.state, State::Scheduled | State::Live);
    let door = opens.then(|| door::line(visit, workshop));
    let withdraw = detail.state.takes_registrations().then(|| {
        let href = visit.link(&format!("{}/registration", path(workshop.id)));
        view! { <p><a href=href>{t.workshops_withdraw()}</a></p> }
    });
    view! { <p role="status"><span class=badge>{word}</span></p>{queue}{group}{pending}{door}{withdraw} }
        .into_any()
}

fn register_form(visit: &Visit, detail: &Detail, heads: &str, problems: &Problems) -> AnyView {
    let t = visit.t;
    let workshop = &detail.workshop;
    let full = workshop
        .plan
        .capacity
        .is_some_and(|capacity| detail.heads.registered >= capacity);
    let (note, label) = match (workshop.plan.moderated, full) {
        (true, _) => (Some(t.workshops_moderated_note()), t.workshops_register()),
        (_, true) => (Some(t.workshops_full_note()), t.workshops_join_waitlist()),
        _ => (None, t.workshops_register()),
    };
    let action = visit.link(&format!("{}/registration", path(workshop.id)));
    let note = note.map(|note| view! { <p>{note}</p> });
    view! {
        {note}
        <form class="form" method="post" action=action>
            {Field::new(t, "heads", t.workshops_heads()).value(heads).hint(t.workshops_heads_hint())
                .kind("number").problems(problems).input()}
            <div class="form__submit"><button class="button">{label}</button></div>
        </form>
    }
    .into_any()
}

/// `GET /workshops/{id}/registration`: where the reader stands, and the button that gives the place back. Mails link here.
pub async fn mine(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = visible_or_sign_in(&visit, &id).await?;
    let detail = Detail::load(&visit, workshop).await?;
    Ok(mine_page(&visit, &detail, "1", Problems::new()))
}

/// A visitor is asked to sign in, unless the workshop is none of their business.
async fn visible_or_sign_in(visit: &Visit, id: &str) -> Result<Workshop, AppError> {
    let workshop = find(visit, id).await?;
    visit.member()?;
    Ok(workshop)
}

fn mine_page(visit: &Visit, detail: &Detail, heads: &str, problems: Problems) -> Response {
    let t = visit.t;
    let workshop = &detail.workshop;
    let title = workshop.plan.title_in(visit.locale).0.to_owned();
    let head = Head::new(t.workshops_my_registration())
        .section("/workshops")
        .crumb(t.workshops_title(), "/workshops")
        .crumb(&title, path(workshop.id))
        .answering(&problems);
    let active = detail
        .mine
        .as_ref()
        .map(|mine| mine.registration.state)
        .filter(|state| *state != RegistrationState::Cancelled);
    let content = match active {
        Some(state) => {
            let (word, badge) = words::registration(t, state);
            view! { <p><span class=badge>{word}</span></p>{withdraw_form(visit, detail)} }
                .into_any()
        }
        None if detail.state.takes_registrations() => {
            register_form(visit, detail, heads, &problems)
        }
        None => view! { <p>{t.workshops_registration_over()}</p> }.into_any(),
    };
    visit.page(head, || {
        view! {
            <div class="narrow stack">
                <h1>{t.workshops_my_registration()}</h1>
                <p class="lede" dir="auto">{title}</p>
                {error_summary(t, &problems)}
                {content}
                <p><a href=visit.link(&path(workshop.id))>{t.workshops_back()}</a></p>
            </div>
        }
        .into_any()
    })
}

fn withdraw_form(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let t = visit.t;
    let action = format!("{}/registration/withdrawal", path(detail.workshop.id));
    detail.state.takes_registrations().then(|| {
        view! {
            <p>{t.workshops_withdraw_note()}</p>
            <form method="post" action=visit.link(&action)>
                <button class="button button--danger">{t.workshops_withdraw()}</button>
            </form>
        }
        .into_any()
    })
}

/// `POST /workshops/{id}/registration`
pub async fn register(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    let workshop = find(&visit, &id).await?;
    let member = visit.member()?;
    if form.replayed {
        let detail = Detail::load(&visit, workshop).await?;
        let heads = &form.values.heads;
        return Ok(mine_page(&visit, &detail, heads, Problems::new()));
    }
    let Some(heads) = form.values.heads() else {
        return not_between(&visit, workshop, &form.values, MAX_HEADS).await;
    };
    if !policy::may_register(visit.actor(), &workshop, workshop.state(visit.now)) {
        return Err(AppError::Conflict);
    }
    let notices = Notices::of(&visit.app, &workshop).await?;
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    let who = (member.id, member.organization);
    match store::register(&mut write, &visit.app.sources, &workshop, who, heads).await? {
        Asked::Answered(attendee) => {
            let notice = Notice::of(attendee.registration.state);
            notices.send(&mut write, &attendee, notice).await?;
            write.commit().await?;
        }
        // Whoever has a place already is shown that place.
        Asked::Unchanged => {}
        Asked::TooMany(capacity) => {
            drop(write);
            return not_between(&visit, workshop, &form.values, capacity).await;
        }
    }
    Ok(see_other(
        &visit.link(&format!("{}#registration", path(workshop.id))),
    ))
}

/// The form again, which says how many people it takes.
async fn not_between(
    visit: &Visit,
    workshop: Workshop,
    values: &Values,
    most: i64,
) -> Result<Response, AppError> {
    let words = visit.t.workshops_problem_between(1_i64, most);
    let problems = Problems::one("heads", Problem::Said(words));
    let detail = Detail::load(visit, workshop).await?;
    Ok(mine_page(visit, &detail, &values.heads, problems))
}

/// `POST /workshops/{id}/registration/withdrawal`
pub async fn withdraw(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    let workshop = find(&visit, &id).await?;
    let member = visit.member()?;
    let back = visit.link(&format!("{}#registration", path(workshop.id)));
    let mine = store::registration_of(&visit.app.db, workshop.id, member.id).await?;
    let mine = mine.ok_or(AppError::NotFound)?;
    if form.replayed {
        return Ok(see_other(
            &visit.link(&format!("{}/registration", path(workshop.id))),
        ));
    }
    if !workshop.state(visit.now).takes_registrations() {
        return Err(AppError::Conflict);
    }
    take_back(&visit, &workshop, mine.registration.id, Notice::Withdrawn).await?;
    Ok(see_other(&back))
}

/// Takes a registration back, and tells its owner so and whoever moves up.
pub(super) async fn take_back(
    visit: &Visit,
    workshop: &Workshop,
    registration: Id,
    notice: Notice,
) -> Result<(), AppError> {
    let notices = Notices::of(&visit.app, workshop).await?;
    let actor = visit.actor().map(|actor| actor.id);
    let mut write = visit.app.db.begin_write(visit.now, actor).await?;
    let taken = store::withdraw(&mut write, workshop.id, registration).await?;
    if let Some((before, promoted)) = taken {
        notices.send(&mut write, &before, notice).await?;
        for attendee in &promoted {
            notices.send(&mut write, attendee, Notice::Promoted).await?;
        }
        write.commit().await?;
    }
    Ok(())
}
