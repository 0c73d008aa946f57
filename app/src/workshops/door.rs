//! The door of the call: who gets in, and when.

use axum::extract::{Path, Query};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::forms::path;
use super::types::{RegistrationState, State, Workshop};
use super::video::{Door, JoinMode, Video, door};
use super::{policy, store, words};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::shell::Head;
use crate::time::Zones;

/// The way into the call, or when it opens.
pub(super) fn line(visit: &Visit, workshop: &Workshop) -> AnyView {
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
    let content = if state == State::Cancelled {
        view! { <p>{t.workshops_cancelled_notice()}</p> }.into_any()
    } else {
        call(visit, workshop)
    };
    let mut response = visit.page(Head::new(t.workshops_join()).section("/workshops"), || {
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
    });
    // Behind a personal link, and different from one minute to the next.
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
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
