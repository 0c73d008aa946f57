//! A workshop's page.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;

use super::calendar::{Knows, shown_state, tells_time};
use super::elsewhere::CHAINED;
use super::forms::{path, target};
use super::pages::{find, knows};
use super::store::{self, Attendee, Heads, Minutes};
use super::types::{Decision, Recommendation, State, Workshop};
use super::{places, policy, sections, words};
use crate::clock::Id;
use crate::db::Entity;
use crate::documents::{self, Document};
use crate::error::AppError;
use crate::http::Visit;
use crate::markdown;
use crate::organizations::{self, Organization};
use crate::packs;
use crate::practices::{self, store::Item};
use crate::shell::Head;
use crate::time::Zones;
use crate::topics::{self, Topic};
use crate::ui::chain::{Step, chain};
use crate::ui::hidden;

/// What the page shows, loaded.
pub(super) struct Detail {
    pub(super) workshop: Workshop,
    pub(super) state: State,
    pub(super) knows: Knows,
    pub(super) organizations: HashMap<Id, Organization>,
    pub(super) mine: Option<Attendee>,
    pub(super) place_in_queue: i64,
    pub(super) heads: Heads,
    pub(super) topics: Vec<Topic>,
    pub(super) minutes: Option<Minutes>,
    pub(super) recommendations: Vec<Recommendation>,
    pub(super) practices: Vec<Item>,
    pub(super) documents: Vec<Document>,
    /// Drafts that hang on it and that only other organizations may read; known to those who run it.
    pub(super) others_drafts: usize,
}

impl Detail {
    pub(super) async fn load(visit: &Visit, workshop: Workshop) -> Result<Self, AppError> {
        let db = &visit.app.db;
        let recommendations = store::recommendations(db, workshop.id).await?;
        let speakers = workshop
            .plan
            .agenda
            .iter()
            .filter_map(|item| item.organization);
        let responsible = recommendations.iter().map(|one| one.organization);
        let mut ids = workshop.plan.hosts.clone();
        ids.extend(speakers.chain(responsible));
        ids.sort_unstable();
        ids.dedup();
        let organizations = organizations::store::by_ids(db, &ids).await?;
        let mine = match visit.actor() {
            Some(actor) => store::registration_of(db, workshop.id, actor.id).await?,
            None => None,
        };
        let place_in_queue = match &mine {
            Some(mine) => store::queue_place(db, &mine.registration).await?,
            None => 0,
        };
        let knows = knows(visit, &workshop).await?;
        let documents =
            documents::attached_to(db, visit.actor(), Entity::Workshop, workshop.id).await?;
        let others_drafts = match policy::may_manage(visit.actor(), &workshop) {
            true => others_drafts(visit, &workshop, &documents).await?,
            false => 0,
        };
        Ok(Self {
            state: shown_state(&workshop, knows, visit.now, &Zones::current()),
            knows,
            organizations: organizations.into_iter().map(|one| (one.id, one)).collect(),
            mine,
            place_in_queue,
            heads: store::heads(db, workshop.id).await?,
            topics: topics::store::known(db).await?,
            documents,
            others_drafts,
            practices: practices::store::by_ids(db, visit.actor(), &workshop.plan.practices)
                .await?,
            minutes: store::minutes(db, workshop.id).await?,
            recommendations,
            workshop,
        })
    }

    pub(super) fn practice_link(&self, visit: &Visit, id: Id) -> Option<AnyView> {
        let practice = self.practices.iter().find(|practice| practice.id == id)?;
        let (title, language) = practice.title_in(visit.locale);
        let href = visit.link(&format!("/practices/{id}"));
        let title = title.to_owned();
        Some(view! { <a href=href lang=language.code() dir="auto">{title}</a> }.into_any())
    }

    pub(super) fn organization_link(&self, visit: &Visit, id: Id) -> Option<AnyView> {
        let organization = self.organizations.get(&id)?;
        let href = visit.link(&format!("/organizations/{}", organization.slug));
        Some(view! { <a href=href>{organization.title(visit.t)}</a> }.into_any())
    }
}

async fn others_drafts(
    visit: &Visit,
    workshop: &Workshop,
    read: &[Document],
) -> Result<usize, AppError> {
    let all = documents::store::drafts_on(&visit.app.db, target(workshop.id)).await?;
    let drafts = |document: &&Document| document.status == documents::types::Status::Draft;
    Ok(all.saturating_sub(read.iter().filter(drafts).count()))
}

/// `GET /workshops/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = find(&visit, &id).await?;
    let detail = Detail::load(&visit, workshop).await?;
    let t = visit.t;
    let plan = &detail.workshop.plan;
    let (title, language) = plan.title_in(visit.locale);
    let summary = plan.summary_in(visit.locale).0.to_owned();
    let mut head = Head::new(title)
        .section("/workshops")
        .crumb(t.workshops_title(), "/workshops");
    if policy::may_see(None, &detail.workshop) {
        head = head.public(&summary);
        let ics = visit.link(&format!("{}/workshop.ics", path(detail.workshop.id)));
        head.valid_until = detail.workshop.next_moment(visit.now, &Zones::current());
        head.alternate = Some(("text/calendar", visit.app.settings.url(&ics)));
    }
    let (state, badge) = words::state(t, detail.state);
    let title = title.to_owned();
    let pack = packs::link(&visit, &path(detail.workshop.id), &detail.documents);
    Ok(visit.page(head, || {
        view! {
            {done(&visit)}
            <div class="page-head">
                <h1 lang=language.code() dir="auto">{title}</h1>
                <p class="lede" dir="auto">{summary}</p>
                <p><span class="muted">{words::kind(t, plan.kind)}</span> " " <span class=badge>{state}</span></p>
                {called_off(&visit, &detail)}
                {manage(&visit, &detail)}
            </div>
            <div class="detail">
                <div class="detail__main stack">
                    {when(&visit, &detail)}
                    {places::mine_box(&visit, &detail)}
                    {description(&visit, &detail)}
                    {sections::agenda(&visit, &detail)}
                    {sections::linked_practices(&visit, &detail)}
                    {sections::materials(&visit, &detail)}
                    {sections::minutes(&visit, &detail)}
                    {sections::recommendations(&visit, &detail)}
                </div>
                <aside class="detail__aside">{facts(&visit, &detail)}{pack}</aside>
            </div>
            {chain(t, steps(&visit, &detail))}
        }
        .into_any()
    }))
}

/// What a form on the way here has done.
fn done(visit: &Visit) -> Option<AnyView> {
    let t = visit.t;
    visit.done(|done| {
        Some(match done {
            "proposed" => t.workshops_done_proposed(),
            "scheduled" => t.workshops_done_scheduled(),
            "saved" => t.workshops_done_saved(),
            "cancelled" => t.workshops_done_cancelled(),
            "declined" => t.workshops_done_declined(),
            "closed" => t.workshops_done_closed(),
            "attached" => t.documents_done_attached(),
            "attached-several" => t.documents_done_attached_several(),
            "detached" => t.documents_done_detached(),
            _ => return None,
        })
    })
}

/// From the practices that were shown to what was agreed.
fn steps(visit: &Visit, detail: &Detail) -> Vec<Step> {
    let t = visit.t;
    let practices = detail.practices.iter().take(CHAINED).map(|practice| {
        let title = practice.title_in(visit.locale).0.to_owned();
        (title, visit.link(&format!("/practices/{}", practice.id)))
    });
    let mut steps: Vec<Step> = Step::to(t.practices_one(), practices).into_iter().collect();
    steps.push(Step::here(t.workshops_one()));
    if detail.minutes.is_some() {
        steps.push(Step::below(t.workshops_minutes_title(), "#minutes"));
    }
    if !detail.recommendations.is_empty() {
        steps.push(Step::below(
            t.workshops_recommendations(),
            "#recommendations",
        ));
    }
    steps
}

pub(super) fn called_off(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let t = visit.t;
    let decision = detail.workshop.decision;
    match decision {
        Decision::Cancelled | Decision::Declined => Some(
            view! {
                <div class="notice notice--warning">
                    <p class="notice__title">{match decision {
                        Decision::Declined => t.workshops_declined_notice(),
                        _ => t.workshops_cancelled_notice(),
                    }}</p>
                    <p dir="auto">{detail.workshop.cancel_reason.clone()}</p>
                </div>
            }
            .into_any(),
        ),
        Decision::Proposed => Some(
            view! { <div class="notice notice--info"><p>{t.workshops_proposed_notice()}</p></div> }
                .into_any(),
        ),
        _ => None,
    }
}

/// What those who run it can do now.
fn manage(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let workshop = &detail.workshop;
    let actor = visit.actor()?;
    if !policy::may_manage(Some(actor), workshop) {
        return None;
    }
    let t = visit.t;
    let state = detail.state;
    let link = |shown: bool, label: &'static str, rest: &str| {
        shown.then(|| {
            let href = visit.link(&format!("{}/{rest}", path(workshop.id)));
            view! { <a class="button button--secondary" href=href>{label}</a> }
        })
    };
    let post = |shown: bool, label: &'static str, rest: &str, seen: Option<AnyView>| {
        shown.then(|| {
            let action = visit.link(&format!("{}/{rest}", path(workshop.id)));
            view! {
                <form class="inline" method="post" action=action>
                    {hidden("version", workshop.version.to_string())}{seen}
                    <button class="button">{label}</button>
                </form>
            }
        })
    };
    let hosts = &workshop.plan.hosts;
    let runs = policy::may_run(actor, hosts);
    let approves = policy::may_schedule(actor, hosts)
        && state == State::Proposed
        && visit.now < workshop.starts_at;
    Some(
        view! {
            <div class="actions">
                {post(approves, t.workshops_approve(), "approval", Some(documents::view::seen_drafts(&detail.documents)))}
                {link(state.is_editable(), t.edit(), "edit")}
                {link(policy::organises(Some(actor), workshop), t.workshops_registrations(), "registrations")}
                {link(runs && state.takes_minutes(), t.workshops_write_minutes(), "minutes")}
                {link(runs && state.takes_minutes(), t.workshops_add_recommendation(), "recommendations/new")}
                {post(runs && state.allows(Decision::Closed) && detail.minutes.is_some(), t.workshops_close(), "report", None)}
                {link(state.allows(Decision::Cancelled), t.workshops_cancel(), "cancellation")}
                {link(state.allows(Decision::Declined), t.workshops_decline(), "cancellation")}
            </div>
        }
        .into_any(),
    )
}

pub(super) fn when(visit: &Visit, detail: &Detail) -> AnyView {
    let plan = &detail.workshop.plan;
    let t = visit.t;
    let body = match tells_time(&detail.workshop, detail.knows) {
        true => view! {
            <p class="when">
                <time datetime=detail.workshop.starts_at.to_string()>
                    {t.workshops_from_to(words::end(t, plan.starts, plan.ends), t.date_time(plan.starts.datetime()))}
                </time>
                <span class="when__zone">{words::zone(t, plan.starts.zone())}</span>
            </p>
        }
        .into_any(),
        false => view! {
            <p class="when">
                <time datetime=plan.starts.date().to_string()>{t.date(plan.starts.date())}</time>
                <span class="when__zone">{t.workshops_time_for_registered()}</span>
            </p>
        }
        .into_any(),
    };
    let ics = visit.link(&format!("{}/workshop.ics", path(detail.workshop.id)));
    let calendar = (detail.state == State::Scheduled || detail.state == State::Live)
        .then(|| view! { <p><a href=ics>{t.workshops_add_to_calendar()}</a></p> });
    view! { <section><h2 class="visually-hidden">{t.workshops_field_when()}</h2>{body}{calendar}</section> }
        .into_any()
}

pub(super) fn description(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let plan = &detail.workshop.plan;
    (!plan.description.is_empty()).then(|| {
        let html = markdown::to_html(&plan.description);
        view! {
            <section>
                <h2>{visit.t.workshops_field_description()}</h2>
                <div class="prose" lang=plan.locale.code() dir="auto" inner_html=html></div>
            </section>
        }
        .into_any()
    })
}

pub(super) fn facts(visit: &Visit, detail: &Detail) -> AnyView {
    let t = visit.t;
    let plan = &detail.workshop.plan;
    let fact =
        |label: &'static str, value: AnyView| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let hosts = plan
        .hosts
        .iter()
        .filter_map(|id| detail.organization_link(visit, *id))
        .map(|link| view! { <div>{link}</div> })
        .collect_view();
    let place = (detail.knows == Knows::Everything && !plan.place.is_empty()).then(|| {
        fact(
            t.workshops_field_place(),
            view! { <bdi>{plan.place.clone()}</bdi> }.into_any(),
        )
    });
    let hidden_place = (detail.knows == Knows::Page && !plan.place.is_empty()).then(|| {
        fact(
            t.workshops_field_place(),
            t.workshops_place_for_registered().into_any(),
        )
    });
    let seats = plan.capacity.map(|capacity| {
        let left = (capacity - detail.heads.registered).max(0);
        let text = t.workshops_seats(capacity, left);
        fact(t.workshops_field_capacity(), text.into_any())
    });
    // Who would have seen what is not going to be is no question, and the notice says who does.
    let visibility = (detail.state != State::Declined).then(|| {
        let label = match detail.state {
            State::Proposed => t.workshops_field_visibility_later(),
            _ => t.workshops_field_visibility(),
        };
        fact(label, words::visibility(t, plan.visibility).into_any())
    });
    let topics: Vec<String> = plan
        .topics
        .iter()
        .map(|slug| topics::name_of(&detail.topics, slug, visit.locale))
        .collect();
    let topics = (!topics.is_empty()).then(|| {
        let names = topics.join(&t.list_separator());
        fact(t.workshops_field_topics(), names.into_any())
    });
    view! {
        <dl class="facts">
            {fact(t.workshops_hosts(), hosts.into_any())}
            {place}{hidden_place}{seats}{topics}{visibility}
        </dl>
    }
    .into_any()
}
