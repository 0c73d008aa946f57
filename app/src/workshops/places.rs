//! Places: asking for one, giving it back, the organisers' list, and the door of the call.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::detail::Detail;
use super::forms::path;
use super::notices::{Notice, Notices};
use super::pages::find;
use super::store::{self, Attendee};
use super::types::{RegistrationState, Workshop};
use super::video::{Door, JoinMode, Video, door};
use super::{policy, words};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::time::{Zones, western_digits};
use crate::ui::{Field, Problem, Problems, empty_state, error_summary, hidden};

/// More people than any meeting room holds.
const MAX_HEADS: i64 = 500;

/// The form that asks for a place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Values {
    heads: String,
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
    let pending = (state == RegistrationState::Pending)
        .then(|| view! { <p>{t.workshops_pending_note()}</p> });
    let registered = state == RegistrationState::Registered;
    let door =
        (registered && workshop.plan.video != Video::None).then(|| door_line(visit, workshop));
    let withdraw = detail.state.takes_registrations().then(|| {
        let href = visit.link(&format!("{}/registration", path(workshop.id)));
        view! { <p><a href=href>{t.workshops_withdraw()}</a></p> }
    });
    view! { <p role="status"><span class=badge>{word}</span></p>{queue}{pending}{door}{withdraw} }
        .into_any()
}

/// The way into the call, or when it opens.
fn door_line(visit: &Visit, workshop: &Workshop) -> AnyView {
    let t = visit.t;
    match door(workshop.starts_at, workshop.ends_at, visit.now) {
        Door::OpensAt(at) => {
            let wall = Zones::current().wall_time(at, workshop.plan.starts.zone());
            view! { <p>{t.workshops_door_opens(t.date_time(wall.datetime()))}</p> }.into_any()
        }
        Door::Open => {
            let href = visit.link(&format!("{}/join", path(workshop.id)));
            view! { <p><a class="button" href=href>{t.workshops_join()}</a></p> }.into_any()
        }
        Door::Closed => view! { <p>{t.workshops_door_closed()}</p> }.into_any(),
    }
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
    let mut head = Head::new(t.workshops_my_registration())
        .section("/workshops")
        .crumb(t.workshops_title(), "/workshops")
        .crumb(&title, path(workshop.id));
    if !problems.is_empty() {
        head = head.unprocessable();
    }
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
    let typed = western_digits(form.values.heads.trim());
    let heads = match typed.as_str() {
        "" => Some(1),
        typed => typed
            .parse()
            .ok()
            .filter(|heads| (1..=MAX_HEADS).contains(heads)),
    };
    let Some(heads) = heads.filter(|_| !form.replayed) else {
        let mut problems = Problems::new();
        if !form.replayed {
            let words = visit.t.workshops_problem_between(1_i64, MAX_HEADS);
            problems.add("heads", Problem::Said(words));
        }
        let detail = Detail::load(&visit, workshop).await?;
        return Ok(mine_page(&visit, &detail, &form.values.heads, problems));
    };
    if !policy::may_register(visit.actor(), &workshop, workshop.state(visit.now)) {
        return Err(AppError::Conflict);
    }
    let notices = Notices::of(&visit.app, &workshop).await?;
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    let who = (member.id, member.organization);
    let asked = store::register(&mut write, &visit.app.sources, &workshop, who, heads).await?;
    if let Some(attendee) = asked {
        let notice = Notice::of(attendee.registration.state);
        notices.send(&mut write, &attendee, notice).await?;
        write.commit().await?;
    }
    // Whoever has a place already is shown that place.
    Ok(see_other(
        &visit.link(&format!("{}#registration", path(workshop.id))),
    ))
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
    take_back(&visit, &workshop, mine.registration.id).await?;
    Ok(see_other(&back))
}

/// Takes a registration back and tells its owner and whoever moves up.
async fn take_back(visit: &Visit, workshop: &Workshop, registration: Id) -> Result<(), AppError> {
    let notices = Notices::of(&visit.app, workshop).await?;
    let actor = visit.actor().map(|actor| actor.id);
    let mut write = visit.app.db.begin_write(visit.now, actor).await?;
    let taken = store::withdraw(&mut write, workshop.id, registration).await?;
    if let Some((before, promoted)) = taken {
        notices.send(&mut write, &before, Notice::Withdrawn).await?;
        for attendee in &promoted {
            notices.send(&mut write, attendee, Notice::Promoted).await?;
        }
        write.commit().await?;
    }
    Ok(())
}

/// `GET /workshops/{id}/registrations`: who comes, for the organisers of this workshop alone.
pub async fn list(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = organised(&visit, &id).await?;
    let attendees = store::attendees(&visit.app.db, workshop.id).await?;
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
            <div class="page-head">
                <h1>{t.workshops_registrations()}</h1>
                <p class="lede" dir="auto">{title}</p>
                <p class="muted">{t.workshops_registrations_note()}</p>
            </div>
            {table(&visit, &workshop, &attendees, &organizations)}
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
                    <td dir="auto">{attendee.name.clone()}</td>
                    <td dir="auto">{attendee.post.clone()}</td>
                    <td>{organization.map(|one| one.title(t))}</td>
                    <td class="number">{registration.heads}</td>
                    <td><span class=badge>{word}</span></td>
                    <td>{open.then(|| decisions(visit, attendee))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t.workshops_registrations()>
            <table class="table">
                <thead><tr>
                    <th>{t.workshops_person()}</th><th>{t.workshops_post()}</th><th>{t.workshops_organization()}</th>
                    <th>{t.workshops_heads_short()}</th><th>{t.workshops_standing()}</th><th>{t.workshops_decide()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn decisions(visit: &Visit, attendee: &Attendee) -> AnyView {
    let t = visit.t;
    let registration = &attendee.registration;
    let action = format!(
        "{}/registrations/{}",
        path(registration.workshop),
        registration.id
    );
    let action = visit.link(&action);
    let button = |word: &'static str, label: &'static str| {
        view! {
            <form class="inline" method="post" action=action.clone()>
                {hidden("decision", word)}
                <button class="link-button">{label}</button>
            </form>
        }
    };
    let admit = (registration.state == RegistrationState::Pending)
        .then(|| button("admit", t.workshops_admit()));
    view! { {admit} " " {button("remove", t.workshops_remove())} }.into_any()
}

/// An organiser's decision about one registration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionValues {
    decision: String,
}

/// `POST /workshops/{id}/registrations/{registration}`
pub async fn decide(
    visit: Visit,
    Path((id, registration)): Path<(String, String)>,
    form: Form<DecisionValues>,
) -> Result<Response, AppError> {
    let workshop = organised(&visit, &id).await?;
    let registration: Id = registration.parse().map_err(|_| AppError::NotFound)?;
    let attendees = store::attendees(&visit.app.db, workshop.id).await?;
    let known = attendees
        .iter()
        .any(|one| one.registration.id == registration);
    let back = visit.link(&format!("{}/registrations", path(workshop.id)));
    if form.replayed {
        return Ok(see_other(&back));
    }
    if !known {
        return Err(AppError::NotFound);
    }
    if !workshop.state(visit.now).takes_registrations() {
        return Err(AppError::Conflict);
    }
    match form.values.decision.as_str() {
        "admit" => admit(&visit, &workshop, registration).await?,
        "remove" => take_back(&visit, &workshop, registration).await?,
        _ => return Err(AppError::BadRequest),
    }
    Ok(see_other(&back))
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

/// A personal link's key.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct JoinQuery {
    key: String,
}

/// `GET /workshops/{id}/join`: the door of the call, for registered people: signed in, or by their personal link. The
/// link also opens workshops of the network, which the reader could not see otherwise.
pub async fn join(
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<JoinQuery>,
) -> Result<Response, AppError> {
    let id: Id = id.parse().map_err(|_| AppError::NotFound)?;
    let db = &visit.app.db;
    let by_key = match query.key.as_str() {
        "" => None,
        key => store::registration_by_key(db, id, key).await?,
    };
    let workshop = store::by_id(db, id).await?.ok_or(AppError::NotFound)?;
    if by_key.is_none() {
        if !policy::may_see(visit.actor(), &workshop) {
            return Err(AppError::NotFound);
        }
        let member = visit.member()?;
        let mine = store::registration_of(db, id, member.id).await?;
        let comes =
            mine.is_some_and(|mine| mine.registration.state == RegistrationState::Registered);
        if !comes && !policy::organises(Some(member), &workshop) {
            return Err(AppError::NotFound);
        }
    }
    Ok(join_page(&visit, &workshop))
}

fn join_page(visit: &Visit, workshop: &Workshop) -> Response {
    let t = visit.t;
    let plan = &workshop.plan;
    let title = plan.title_in(visit.locale).0.to_owned();
    let state = workshop.state(visit.now);
    let place =
        (!plan.place.is_empty()).then(|| view! { <p>{t.workshops_mail_place(&plan.place)}</p> });
    let content = if state == super::State::Cancelled {
        view! { <p>{t.workshops_cancelled_notice()}</p> }.into_any()
    } else {
        call(visit, workshop)
    };
    visit.page(Head::new(t.workshops_join()).section("/workshops"), || {
        view! {
            <div class="narrow stack">
                <h1>{t.workshops_join()}</h1>
                <p class="lede" dir="auto">{title}</p>
                <p>{words::when(t, plan.starts, plan.ends)}</p>
                {place}
                {content}
            </div>
        }
        .into_any()
    })
}

fn call(visit: &Visit, workshop: &Workshop) -> AnyView {
    let t = visit.t;
    let video = &workshop.plan.video;
    let opened = door(workshop.starts_at, workshop.ends_at, visit.now);
    match (video, opened) {
        (Video::None, _) => view! { <p>{t.workshops_no_call()}</p> }.into_any(),
        (_, Door::OpensAt(at)) => {
            let wall = Zones::current().wall_time(at, workshop.plan.starts.zone());
            view! { <p>{t.workshops_door_opens(t.date_time(wall.datetime()))}</p> }.into_any()
        }
        (_, Door::Closed) => view! { <p>{t.workshops_door_closed()}</p> }.into_any(),
        (_, Door::Open) => {
            let href = |mode| {
                video
                    .join_url(mode, visit.locale.code())
                    .unwrap_or_default()
            };
            let audio = video.has_audio_only().then(|| {
                view! {
                    <a class="button button--secondary" href=href(JoinMode::AudioOnly) rel="noreferrer noopener">
                        {t.workshops_join_audio()}
                    </a>
                }
            });
            view! {
                <p class="muted">{t.workshops_call_elsewhere()}</p>
                <p class="actions">
                    <a class="button" href=href(JoinMode::Full) rel="noreferrer noopener">{t.workshops_join_video()}</a>
                    {audio}
                </p>
                <p class="muted">{t.workshops_dropped_out()}</p>
            }
            .into_any()
        }
    }
}
