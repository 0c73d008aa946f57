//! Planning a workshop: schedule or propose, change, approve, call off.

use std::collections::HashSet;

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;

use super::input::{Context, Field, Problem, Problems, WorkshopInput};
use super::linked::Practices;
use super::notices::{Notice, Notices};
use super::pages::find;
use super::planning::{self, Calling, Planning};
use super::stale::Differing;
use super::types::{Decision, Plan, Workshop};
use super::{hosting, policy, store, words};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::{Entity, Write};
use crate::documents::{self, Target};
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations::{self, Organization};
use crate::time::Zones;
use crate::topics::{self, Topic};
use crate::ui::{self, SentBefore};

/// What the form offers.
pub(super) struct Choices {
    pub(super) organizations: Vec<Organization>,
    pub(super) topics: Vec<Topic>,
    pub(super) practices: Practices,
}

impl Choices {
    /// What a new plan may name, and what the current one names.
    async fn load(
        visit: &Visit,
        input: &WorkshopInput,
        current: Option<&Plan>,
    ) -> Result<Self, AppError> {
        let db = &visit.app.db;
        let named = current.map(Plan::organizations).unwrap_or_default();
        let filed = current.map_or(&[][..], |plan| &plan.topics);
        let linked = current.map_or(&[][..], |plan| &plan.practices);
        Ok(Self {
            organizations: organizations::store::choices(db, visit.locale, &named).await?,
            topics: topics::store::choices(db, filed).await?,
            practices: Practices::load(visit, input, linked).await?,
        })
    }

    fn check(
        &self,
        visit: &Visit,
        input: &WorkshopInput,
        current: Option<(&Plan, i64)>,
    ) -> Result<Plan, Problems> {
        let organizations: HashSet<Id> = self.organizations.iter().map(|one| one.id).collect();
        let topics: HashSet<String> = self.topics.iter().map(|one| one.slug.clone()).collect();
        input.check(&Context {
            zones: &Zones::current(),
            now: visit.now,
            registered: current.map_or(0, |(_, registered)| registered),
            random: visit.app.sources.bytes(),
            current: current.map(|(plan, _)| plan),
            organizations: &organizations,
            topics: &topics,
            practices: &self.practices.by_address,
        })
    }
}

/// What the attached files hang on.
pub(super) fn target(id: Id) -> Target {
    Target {
        entity: Entity::Workshop,
        id,
    }
}

/// The path of a workshop's page.
pub(super) fn path(id: Id) -> String {
    format!("/workshops/{id}")
}

/// `GET /workshops/new`
pub async fn new(visit: Visit) -> Result<Response, AppError> {
    let member = visit.member()?;
    let Some(id) = visit.asked_id() else {
        return Ok(visit.to_empty_form());
    };
    if let Some(workshop) = store::by_id(&visit.app.db, id).await? {
        return Ok(match policy::may_manage(Some(member), &workshop) {
            true => see_other(&visit.link(&path(id))),
            false => visit.to_empty_form(),
        });
    }
    let input = WorkshopInput {
        id: id.to_string(),
        kind: "exchange".to_owned(),
        visibility: "public".to_owned(),
        language: visit.locale.code().to_owned(),
        zone: crate::time::Zone::default().name().to_owned(),
        video: "none".to_owned(),
        host: vec![member.organization.to_string()],
        ..WorkshopInput::default()
    };
    let choices = Choices::load(&visit, &input, None).await?;
    Ok(planning::page(&visit, &Planning::new(&input, &choices)))
}

/// `POST /workshops/new`
pub async fn create(visit: Visit, form: Form<WorkshopInput>) -> Result<Response, AppError> {
    let member = visit.member()?;
    let input = &form.values;
    let choices = Choices::load(&visit, input, None).await?;
    let planning = Planning::new(input, &choices);
    if form.replayed || input.only_shows() {
        return Ok(planning::page(&visit, &planning));
    }
    let checked = choices.check(&visit, input, None).and_then(|plan| {
        match policy::may_propose(member, &plan.hosts) {
            true => Ok(plan),
            false => Err(vec![(Field("host", None), Problem::NotYours)]),
        }
    });
    let plan = match checked {
        Ok(plan) => plan,
        Err(problems) => return Ok(refuse(&visit, planning, &problems)),
    };
    let id = input.id.parse().map_err(|_| AppError::BadRequest)?;
    let decision = match policy::may_schedule(member, &plan.hosts) {
        true => Decision::Scheduled,
        false => Decision::Proposed,
    };
    let letters = hosting::planned(&visit.app, member, id, decision, &plan).await?;
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    let zones = Zones::current();
    if !store::insert(&mut write, id, decision, &plan, &zones, member.id).await? {
        drop(write);
        return sent_again(&visit, id, input, &choices).await;
    }
    letters.leave_with(&mut write).await?;
    write.commit().await?;
    Ok(done(&visit, id, decision.as_str()))
}

/// What comes of a form whose workshop is there already: where it says the same, it is done; from a copy of the form, it becomes
/// another workshop when it is sent once more.
async fn sent_again(
    visit: &Visit,
    id: Id,
    input: &WorkshopInput,
    choices: &Choices,
) -> Result<Response, AppError> {
    let member = visit.member()?;
    let made = store::by_id(&visit.app.db, id).await?;
    let own = made.filter(|made| made.created_by == member.id);
    if let Some(made) = &own {
        // The room of its call was chosen at random then, and is no difference.
        let plan = choices.check(visit, input, Some((&made.plan, 0)));
        if plan.is_ok_and(|plan| plan.is_same(&made.plan)) {
            return Ok(done(visit, id, made.decision.as_str()));
        }
    }
    let input = WorkshopInput {
        id: visit.app.sources.id().to_string(),
        ..input.clone()
    };
    let before = match own {
        Some(_) => SentBefore::made(visit.t.workshops_sent_before(), visit.link(&path(id))),
        None => SentBefore::by_others(visit.t),
    };
    let planning = Planning::new(&input, choices).sent_before(before);
    Ok(planning::page(visit, &planning))
}

/// On to the workshop's page, which says what was done.
pub(super) fn done(visit: &Visit, id: Id, what: &str) -> Response {
    see_other(&visit.link(&format!("{}?done={what}", path(id))))
}

fn refuse(visit: &Visit, planning: Planning, problems: &Problems) -> Response {
    planning::page(
        visit,
        &planning.problems(words::problems(visit.t, problems)),
    )
}

/// The workshop of a path, if this member may change it now.
async fn managed(visit: &Visit, id: &str) -> Result<Workshop, AppError> {
    visit.member()?;
    let workshop = find(visit, id).await?;
    match policy::may_manage(visit.actor(), &workshop) {
        true => Ok(workshop),
        false => Err(AppError::Forbidden),
    }
}

async fn editable(visit: &Visit, id: &str) -> Result<Workshop, AppError> {
    let workshop = managed(visit, id).await?;
    match workshop.state(visit.now).is_editable() {
        true => Ok(workshop),
        false => Err(AppError::Conflict),
    }
}

/// `GET /workshops/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = editable(&visit, &id).await?;
    let input = WorkshopInput::of(&workshop.plan, workshop.version);
    let choices = Choices::load(&visit, &input, Some(&workshop.plan)).await?;
    let planning = Planning::new(&input, &choices).of(&workshop);
    Ok(planning::page(&visit, &planning))
}

/// `POST /workshops/{id}/edit`
pub async fn update(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<WorkshopInput>,
) -> Result<Response, AppError> {
    let workshop = editable(&visit, &id).await?;
    let input = &form.values;
    let choices = Choices::load(&visit, input, Some(&workshop.plan)).await?;
    let planning = Planning::new(input, &choices).of(&workshop);
    if form.replayed || input.only_shows() {
        return Ok(planning::page(&visit, &planning));
    }
    if input.version != workshop.version.to_string() {
        return stale_or_done(&visit, &workshop, input, &choices).await;
    }
    let registered = store::heads(&visit.app.db, workshop.id).await?.registered;
    let plan = match choices.check(&visit, input, Some((&workshop.plan, registered))) {
        Ok(plan) => plan,
        Err(problems) => return Ok(refuse(&visit, planning, &problems)),
    };
    if !policy::may_replan(visit.member()?, &workshop, &plan) {
        let problems = vec![(Field("host", None), Problem::NotYours)];
        return Ok(refuse(&visit, planning, &problems));
    }
    if let Some(place) = policy::stranger(visit.member()?, &workshop, &plan.hosts) {
        let problems = vec![(Field("host", Some(place)), Problem::NotAsked)];
        return Ok(refuse(&visit, planning, &problems));
    }
    match change(&visit, &workshop, plan).await? {
        Changed::Saved => Ok(done(&visit, workshop.id, "saved")),
        Changed::Stale => {
            let current = find(&visit, &id).await?;
            stale_or_done(&visit, &current, input, &choices).await
        }
        Changed::TooSmall(registered) => {
            let problem = Problem::BelowRegistered(registered);
            let problems = vec![(Field("capacity", None), problem)];
            Ok(refuse(&visit, planning, &problems))
        }
    }
}

/// What comes of a form that was opened before the last save: where that save was its own, sent twice, it is done.
async fn stale_or_done(
    visit: &Visit,
    current: &Workshop,
    input: &WorkshopInput,
    choices: &Choices,
) -> Result<Response, AppError> {
    let registered = store::heads(&visit.app.db, current.id).await?.registered;
    let plan = choices.check(visit, input, Some((&current.plan, registered)));
    if plan.is_ok_and(|plan| plan.is_same(&current.plan)) {
        return Ok(done(visit, current.id, "saved"));
    }
    stale(visit, current, input, choices).await
}

/// The form again, beside what someone else saved meanwhile.
async fn stale(
    visit: &Visit,
    current: &Workshop,
    input: &WorkshopInput,
    choices: &Choices,
) -> Result<Response, AppError> {
    let stored = Differing::load(visit, current, input, choices).await?;
    let planning = Planning::new(input, choices).of(current).stale(stored);
    Ok(planning::page(visit, &planning))
}

enum Changed {
    Saved,
    Stale,
    TooSmall(i64),
}

/// Stores the plan, moves people up where it makes room, and tells everyone whom it concerns: one transaction.
async fn change(visit: &Visit, before: &Workshop, plan: Plan) -> Result<Changed, AppError> {
    let zones = Zones::current();
    let told = store::people_must_hear(&before.plan, &plan);
    let after = Workshop {
        starts_at: plan.starts.instant_again(&zones),
        ends_at: plan.ends.instant_again(&zones),
        sequence: before.sequence + i64::from(told),
        version: before.version + 1,
        updated_at: visit.now,
        plan,
        ..before.clone()
    };
    let notices = Notices::of(&visit.app, &after).await?;
    let member = visit.member()?;
    let letters = hosting::renamed(&visit.app, member, before, &after.plan).await?;
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    let registered = store::registered_heads(&mut write, before.id).await?;
    if after
        .plan
        .capacity
        .is_some_and(|capacity| capacity < registered)
    {
        return Ok(Changed::TooSmall(registered));
    }
    if !store::update(&mut write, before, &after.plan, &zones).await? {
        return Ok(Changed::Stale);
    }
    let promoted = store::promote(&mut write, before.id).await?;
    for attendee in &promoted {
        notices.send(&mut write, attendee, Notice::Promoted).await?;
    }
    if told {
        let promoted: HashSet<Id> = promoted.iter().map(|one| one.registration.id).collect();
        for attendee in store::concerned(&mut write, before.id).await? {
            if !promoted.contains(&attendee.registration.id) {
                notices.send(&mut write, &attendee, Notice::Changed).await?;
            }
        }
        store::mark_told(&mut write, before.id, after.starts_at).await?;
    }
    letters.leave_with(&mut write).await?;
    write.commit().await?;
    Ok(Changed::Saved)
}

/// A button that acts on the version that was on the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    version: String,
    /// The attached drafts that the page showed.
    documents: Vec<String>,
}

impl Seen {
    /// Whether the page showed the workshop as it is stored now.
    pub(super) fn is_current(&self, workshop: &Workshop) -> bool {
        self.version == workshop.version.to_string()
    }

    /// On to the workshop, where nothing but this decision came after what the page showed: the button was pressed twice.
    pub(super) fn decided(
        &self,
        visit: &Visit,
        workshop: &Workshop,
        decision: Decision,
    ) -> Result<Response, AppError> {
        let seen = (workshop.version - 1).to_string();
        if workshop.decision == decision && self.version == seen {
            return Ok(done(visit, workshop.id, decision.as_str()));
        }
        Err(AppError::Conflict)
    }
}

/// `POST /workshops/{id}/approval`: a proposal becomes a date.
pub async fn approve(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Seen>,
) -> Result<Response, AppError> {
    let workshop = managed(&visit, &id).await?;
    let member = visit.member()?;
    if !policy::may_schedule(member, &workshop.plan.hosts) {
        return Err(AppError::Forbidden);
    }
    if form.replayed {
        return Ok(see_other(&visit.link(&path(workshop.id))));
    }
    let seen = &form.values;
    let open = workshop.state(visit.now).allows(Decision::Scheduled);
    if !open || !seen.is_current(&workshop) || visit.now >= workshop.starts_at {
        return seen.decided(&visit, &workshop, Decision::Scheduled);
    }
    let letters = hosting::scheduled(&visit.app, member, &workshop).await?;
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    if !store::decide(&mut write, &workshop, Decision::Scheduled, "").await? {
        drop(write);
        let workshop = find(&visit, &id).await?;
        return seen.decided(&visit, &workshop, Decision::Scheduled);
    }
    let drafts = documents::view::read_seen_drafts(&seen.documents);
    publish_materials(&mut write, member, &workshop, &drafts).await?;
    letters.leave_with(&mut write).await?;
    write.commit().await?;
    Ok(done(&visit, workshop.id, "scheduled"))
}

/// Drafts that hang on the workshop and were seen are published with it: those of the organizations that this member speaks for.
/// The others wait for their own publishers.
async fn publish_materials(
    write: &mut Write,
    member: &Actor,
    workshop: &Workshop,
    seen: &[Id],
) -> Result<(), AppError> {
    let target = target(workshop.id);
    let mut speaks_for = documents::policy::own(member);
    speaks_for.extend(&workshop.plan.hosts);
    speaks_for.sort_unstable();
    speaks_for.dedup();
    speaks_for.retain(|organization| member.publishes_for(*organization));
    for organization in speaks_for {
        documents::store::publish_seen(write, target, organization, seen).await?;
    }
    Ok(())
}

/// The form that calls a workshop off.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cancellation {
    pub(super) version: String,
    pub(super) reason: String,
}

/// The longest reason.
pub(super) const MAX_REASON: usize = 1000;

/// `GET /workshops/{id}/cancellation`
pub async fn cancellation(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = cancellable(&visit, managed(&visit, &id).await?)?;
    let values = Cancellation {
        version: workshop.version.to_string(),
        ..Cancellation::default()
    };
    Ok(planning::cancellation(
        &visit,
        &Calling::off(&workshop, &values),
    ))
}

/// What calling it off is: what was only proposed stays hidden.
fn calling_off(workshop: &Workshop) -> Decision {
    match workshop.decision {
        Decision::Proposed => Decision::Declined,
        _ => Decision::Cancelled,
    }
}

/// The workshop, if it can be called off now.
fn cancellable(visit: &Visit, workshop: Workshop) -> Result<Workshop, AppError> {
    match workshop.state(visit.now).allows(calling_off(&workshop)) {
        true => Ok(workshop),
        false => Err(AppError::Conflict),
    }
}

/// Whether it is called off for this very reason: the form was sent twice.
fn is_called_off(workshop: &Workshop, values: &Cancellation) -> bool {
    matches!(workshop.decision, Decision::Cancelled | Decision::Declined)
        && workshop.cancel_reason == ui::problem::clean(&values.reason)
}

/// `POST /workshops/{id}/cancellation`
pub async fn cancel(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Cancellation>,
) -> Result<Response, AppError> {
    let workshop = managed(&visit, &id).await?;
    if is_called_off(&workshop, &form.values) {
        return Ok(done(&visit, workshop.id, workshop.decision.as_str()));
    }
    let workshop = cancellable(&visit, workshop)?;
    let page = Calling::off(&workshop, &form.values);
    if form.replayed {
        return Ok(planning::cancellation(&visit, &page));
    }
    let mut problems = ui::Problems::new();
    let reason = problems.required("reason", &form.values.reason, MAX_REASON);
    if !problems.is_empty() {
        return Ok(planning::cancellation(&visit, &page.problems(problems)));
    }
    if form.values.version != workshop.version.to_string() {
        return Ok(planning::cancellation(&visit, &page.stale()));
    }
    let after = Workshop {
        decision: calling_off(&workshop),
        cancel_reason: reason,
        sequence: workshop.sequence + 1,
        updated_at: visit.now,
        ..workshop.clone()
    };
    let notices = Notices::of(&visit.app, &after).await?;
    let (member, reason) = (visit.member()?, &after.cancel_reason);
    let letters = match after.decision {
        Decision::Declined => hosting::declined(&visit.app, member, &workshop, reason).await?,
        _ => hosting::cancelled(&visit.app, member, &workshop, reason).await?,
    };
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    if !store::decide(&mut write, &workshop, after.decision, reason).await? {
        drop(write);
        let workshop = managed(&visit, &id).await?;
        if is_called_off(&workshop, &form.values) {
            return Ok(done(&visit, workshop.id, workshop.decision.as_str()));
        }
        let workshop = cancellable(&visit, workshop)?;
        let page = Calling::off(&workshop, &form.values).stale();
        return Ok(planning::cancellation(&visit, &page));
    }
    for attendee in store::concerned(&mut write, workshop.id).await? {
        notices
            .send(&mut write, &attendee, Notice::Cancelled)
            .await?;
    }
    letters.leave_with(&mut write).await?;
    write.commit().await?;
    Ok(done(&visit, workshop.id, after.decision.as_str()))
}
