//! The sections of a workshop's page: agenda, practices, materials, and what came of it.

use leptos::prelude::*;

use super::calendar::tells_time;
use super::detail::Detail;
use super::forms::target;
use super::recommendations::one_path;
use super::types::{Recommendation, State};
use super::{policy, words};
use crate::documents;
use crate::http::Visit;
use crate::markdown;
use crate::time::Zones;

pub(super) fn agenda(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let workshop = &detail.workshop;
    let t = visit.t;
    let live = detail.state == State::Live;
    let now = live.then(|| workshop.current_item(visit.now, &Zones::current()));
    let now = now.flatten();
    let told = tells_time(workshop, detail.knows);
    let items = workshop
        .time_line()
        .into_iter()
        .enumerate()
        .map(|(number, (starts, item))| {
            let current = now == Some(number);
            let class = match current {
                true => "agenda__item agenda__item--now",
                false => "agenda__item",
            };
            let until = starts.plus_minutes(item.minutes);
            let time = match told {
                true => view! {
                    <bdi dir="ltr">
                        <time>{t.clock(starts.datetime())}</time> "–" <time>{t.clock(until.datetime())}</time>
                    </bdi>
                }
                .into_any(),
                false => t.workshops_minutes(item.minutes).into_any(),
            };
            let host = item.organization.and_then(|id| detail.organization_link(visit, id));
            let speaker = (!item.speaker.is_empty() || host.is_some()).then(|| {
                let comma = (!item.speaker.is_empty() && host.is_some())
                    .then(|| t.list_separator());
                view! { <p class="agenda__speaker"><bdi>{item.speaker.clone()}</bdi>{comma}{host}</p> }
            });
            let practice = item
                .practice
                .and_then(|id| detail.practice_link(visit, id))
                .map(|link| view! { <p>{link}</p> });
            let badge = current.then(|| {
                view! { <p><span class="badge badge--live">{t.workshops_now()}</span></p> }
            });
            view! {
                <li class=class>
                    <p class="agenda__time">{time}</p>
                    <h3 class="agenda__title" dir="auto">{item.title.clone()}</h3>
                    {speaker}
                    {practice}
                    {badge}
                </li>
            }
        })
        .collect_view();
    (!workshop.plan.agenda.is_empty()).then(|| {
        view! { <section><h2>{t.workshops_agenda()}</h2><ol class="agenda">{items}</ol></section> }
            .into_any()
    })
}

pub(super) fn linked_practices(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let items: Vec<AnyView> = detail
        .workshop
        .plan
        .practices
        .iter()
        .filter_map(|id| detail.practice_link(visit, *id))
        .map(|link| view! { <li class="row"><h3 class="row__title">{link}</h3></li> }.into_any())
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section id="practices">
                <h2>{visit.t.workshops_practices()}</h2>
                <ul class="rows">{items}</ul>
            </section>
        }
        .into_any()
    })
}

pub(super) fn materials(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let workshop = &detail.workshop;
    let target = target(workshop.id);
    let t = visit.t;
    let may = policy::may_attach(visit.actor(), workshop);
    let wait = (detail.others_drafts > 0)
        .then(|| view! { <p class="muted">{t.workshops_drafts_wait(detail.others_drafts)}</p> });
    let shown = documents::view::attachments(visit, target, &detail.documents, may);
    let body = shown.map(|(_, _, body)| body);
    (body.is_some() || wait.is_some()).then(|| {
        view! { <section id="documents"><h2>{t.workshops_materials()}</h2>{body}{wait}</section> }
            .into_any()
    })
}

pub(super) fn minutes(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let minutes = detail.minutes.as_ref()?;
    let t = visit.t;
    let html = markdown::to_html(&minutes.text);
    let locale = detail.workshop.plan.locale.code();
    Some(
        view! {
            <section id="minutes">
                <h2>{t.workshops_minutes_title()}</h2>
                <p class="muted">{t.workshops_minutes_revision(t.day_of(minutes.created_at.0), minutes.revision)}</p>
                <div class="minutes prose" lang=locale dir="auto" inner_html=html></div>
            </section>
        }
        .into_any(),
    )
}

pub(super) fn recommendations(visit: &Visit, detail: &Detail) -> Option<AnyView> {
    let workshop = &detail.workshop;
    let t = visit.t;
    let today = Zones::current()
        .wall_time(visit.now, workshop.plan.starts.zone())
        .date();
    let items = detail.recommendations.iter().map(|one| {
        let reports = policy::may_report(visit.actor(), workshop, one.organization);
        let edit = reports.then(|| {
            let href = visit.link(&one_path(workshop, one.id));
            view! { <a href=href>{t.workshops_update_recommendation()}</a> }
        });
        let organization = detail.organization_link(visit, one.organization);
        view! {
            <li class="recommendation">
                {recommendation_body(visit, one, one.is_overdue(today))}
                <p class="recommendation__meta">{organization}{edit}</p>
            </li>
        }
    });
    let items = items.collect_view();
    (!detail.recommendations.is_empty()).then(|| {
        view! {
            <section id="recommendations">
                <h2>{t.workshops_recommendations()}</h2>
                <ul class="recommendations">{items}</ul>
            </section>
        }
        .into_any()
    })
}

/// What is to be done, until when, how far it is: also on the organization's page.
pub(super) fn recommendation_body(visit: &Visit, one: &Recommendation, overdue: bool) -> AnyView {
    let t = visit.t;
    let (status, badge) = words::recommendation(t, one.status);
    let late = overdue.then(|| {
        view! { <span class="badge badge--late">{t.workshops_recommendation_overdue()}</span> }
    });
    let due = one.due.map(|due| {
        view! { <span>{t.workshops_due(t.date(due))}</span> }
    });
    let progress =
        (!one.progress.is_empty()).then(|| view! { <p dir="auto">{one.progress.clone()}</p> });
    view! {
        <h3 class="recommendation__title" dir="auto">{one.text.clone()}</h3>
        {progress}
        <p class="recommendation__meta">{late}<span class=badge>{status}</span>{due}</p>
    }
    .into_any()
}
