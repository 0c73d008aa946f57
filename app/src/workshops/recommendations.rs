//! Writing recommendations, and saying how far they are.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::forms::path;
use super::outcomes::{head, reported};
use super::pages::find;
use super::types::{Recommendation, RecommendationStatus, Workshop};
use super::{policy, store, words};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations::{self, Organization};
use crate::time::{BadTime, Zones, parse_date};
use crate::ui::{Field, Problem, Problems, SentBefore, error_summary, hidden};

/// Longest recommendation, and longest word on its progress.
const MAX_TEXT: usize = 1_000;

/// The form of a recommendation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Values {
    id: String,
    version: String,
    text: String,
    organization: String,
    due: String,
    status: String,
    progress: String,
}

impl Values {
    fn of(one: &Recommendation) -> Self {
        Self {
            id: one.id.to_string(),
            version: one.version.to_string(),
            text: one.text.clone(),
            organization: one.organization.to_string(),
            due: one.due.map(|due| due.to_string()).unwrap_or_default(),
            status: one.status.as_str().to_owned(),
            progress: one.progress.clone(),
        }
    }

    fn check(
        &self,
        visit: &Visit,
        workshop: &Workshop,
        organizations: &[Organization],
        stored: Option<&Recommendation>,
    ) -> Result<Recommendation, Problems> {
        let t = visit.t;
        let mut problems = Problems::new();
        let text = problems.required("text", &self.text, MAX_TEXT);
        let organization = organizations
            .iter()
            .find(|one| one.id.to_string() == self.organization);
        if organization.is_none() {
            let problem = match self.organization.trim() {
                "" => Problem::Unchosen,
                _ => Problem::Said(t.workshops_problem_responsible().to_owned()),
            };
            problems.add("organization", problem);
        }
        let due = match parse_date(&self.due) {
            // Where the workshop was moved, what was agreed before stands.
            Ok(due)
                if due < workshop.plan.starts.date()
                    && stored.is_none_or(|stored| stored.due != Some(due)) =>
            {
                let words = t.workshops_problem_due_before().to_owned();
                problems.add("due", Problem::Said(words));
                None
            }
            Ok(due) => Some(due),
            Err(BadTime::DateMissing) => None,
            Err(wrong) => {
                problems.add("due", Problem::Said(words::time(t, wrong).to_owned()));
                None
            }
        };
        let status = problems.chosen("status", &self.status, RecommendationStatus::parse);
        let progress = problems.optional("progress", &self.progress, MAX_TEXT);
        let (Some(organization), Some(status), Ok(id)) =
            (organization, status, self.id.parse::<Id>())
        else {
            return Err(problems);
        };
        problems.give(Recommendation {
            id,
            workshop: workshop.id,
            text,
            organization: organization.id,
            due,
            status,
            progress,
            version: self.version.parse().unwrap_or(0),
        })
    }
}

/// The organizations that this member may make responsible: those that took part in the workshop and the one that is
/// responsible already; whoever coordinates the network, any. What is agreed stands on the organization's page.
async fn responsible(
    visit: &Visit,
    workshop: &Workshop,
    already: Option<Id>,
) -> Result<Vec<Organization>, AppError> {
    let db = &visit.app.db;
    let stored = already.as_slice();
    let mut organizations = organizations::store::choices(db, visit.locale, stored).await?;
    if !visit.member()?.coordinates() {
        let plan = &workshop.plan;
        let speakers = plan.agenda.iter().filter_map(|item| item.organization);
        let mut part = store::registered_organizations(db, workshop.id).await?;
        part.extend(plan.hosts.iter().copied().chain(speakers).chain(already));
        organizations.retain(|one| part.contains(&one.id));
    }
    Ok(organizations)
}

/// `GET /workshops/{id}/recommendations/new`
pub async fn new(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = reported(&visit, &id).await?;
    let Some(id) = visit.asked_id() else {
        return Ok(visit.to_empty_form());
    };
    let db = &visit.app.db;
    if store::recommendation(db, workshop.id, id).await?.is_some() {
        return Ok(see_other(&visit.link(&one_path(&workshop, id))));
    }
    let values = Values {
        id: id.to_string(),
        status: RecommendationStatus::Open.as_str().to_owned(),
        ..Values::default()
    };
    let organizations = responsible(&visit, &workshop, None).await?;
    let form = RecommendationForm::new(&workshop, &values, &organizations);
    Ok(recommendation_page(&visit, &form))
}

/// `POST /workshops/{id}/recommendations/new`
pub async fn create(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    let workshop = reported(&visit, &id).await?;
    let member = visit.member()?;
    let organizations = responsible(&visit, &workshop, None).await?;
    let page = RecommendationForm::new(&workshop, &form.values, &organizations);
    if form.replayed {
        return Ok(recommendation_page(&visit, &page));
    }
    let checked = form.values.check(&visit, &workshop, &organizations, None);
    let recommendation = match checked {
        Ok(recommendation) => recommendation,
        Err(problems) => return Ok(recommendation_page(&visit, &page.problems(problems))),
    };
    let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
    if store::add_recommendation(&mut write, &workshop, &recommendation).await? {
        write.commit().await?;
        return Ok(done(&visit, &workshop));
    }
    drop(write);
    // The same form came before; a copy of it with other words makes another.
    let made = store::recommendation(&visit.app.db, workshop.id, recommendation.id).await?;
    let Some(made) = made else {
        return Err(AppError::Conflict);
    };
    if made.is_same(&recommendation) {
        return Ok(done(&visit, &workshop));
    }
    let values = Values {
        id: visit.app.sources.id().to_string(),
        ..form.values.clone()
    };
    let saved = visit.link(&one_path(&workshop, made.id));
    let before = SentBefore::made(visit.t.workshops_recommendation_sent_before(), saved);
    let page = RecommendationForm::new(&workshop, &values, &organizations).sent_before(before);
    Ok(recommendation_page(&visit, &page))
}

/// Where one is answered for and changed.
pub(super) fn one_path(workshop: &Workshop, recommendation: Id) -> String {
    format!("{}/recommendations/{recommendation}", path(workshop.id))
}

fn done(visit: &Visit, workshop: &Workshop) -> Response {
    see_other(&visit.link(&format!("{}#recommendations", path(workshop.id))))
}

/// A recommendation of a path, if this member may say how far it is.
async fn answered(
    visit: &Visit,
    id: &str,
    recommendation: &str,
) -> Result<(Workshop, Recommendation), AppError> {
    let workshop = find(visit, id).await?;
    visit.member()?;
    let id: Id = recommendation.parse().map_err(|_| AppError::NotFound)?;
    let one = store::recommendation(&visit.app.db, workshop.id, id)
        .await?
        .ok_or(AppError::NotFound)?;
    match policy::may_report(visit.actor(), &workshop, one.organization) {
        true => Ok((workshop, one)),
        false => Err(AppError::Forbidden),
    }
}

/// `GET /workshops/{id}/recommendations/{recommendation}`
pub async fn edit(
    visit: Visit,
    Path((id, recommendation)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (workshop, one) = answered(&visit, &id, &recommendation).await?;
    let values = Values::of(&one);
    let organizations = responsible(&visit, &workshop, Some(one.organization)).await?;
    let form = RecommendationForm::new(&workshop, &values, &organizations).of(&visit, &one);
    Ok(recommendation_page(&visit, &form))
}

/// `POST /workshops/{id}/recommendations/{recommendation}`. Whoever runs the workshop may change everything, the
/// responsible organization says how far it is.
pub async fn update(
    visit: Visit,
    Path((id, recommendation)): Path<(String, String)>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    let (workshop, one) = answered(&visit, &id, &recommendation).await?;
    let mut values = form.values.clone();
    values.id = one.id.to_string();
    let whole = policy::may_run(visit.member()?, &workshop.plan.hosts);
    if !whole {
        let stored = Values::of(&one);
        (values.text, values.organization, values.due) =
            (stored.text, stored.organization, stored.due);
    }
    let organizations = responsible(&visit, &workshop, Some(one.organization)).await?;
    let page = RecommendationForm::new(&workshop, &values, &organizations).of(&visit, &one);
    if form.replayed {
        return Ok(recommendation_page(&visit, &page));
    }
    let changed = match values.check(&visit, &workshop, &organizations, Some(&one)) {
        Ok(changed) => changed,
        Err(problems) => return Ok(recommendation_page(&visit, &page.problems(problems))),
    };
    let actor = visit.actor().map(|actor| actor.id);
    let mut write = visit.app.db.begin_write(visit.now, actor).await?;
    if !store::update_recommendation(&mut write, &changed).await? {
        drop(write);
        let (workshop, current) = answered(&visit, &id, &recommendation).await?;
        let organizations = responsible(&visit, &workshop, Some(current.organization)).await?;
        let page = RecommendationForm::new(&workshop, &values, &organizations);
        return Ok(recommendation_page(
            &visit,
            &page.of(&visit, &current).stale(),
        ));
    }
    write.commit().await?;
    Ok(done(&visit, &workshop))
}

struct RecommendationForm<'a> {
    workshop: &'a Workshop,
    values: &'a Values,
    organizations: &'a [Organization],
    stored: Option<&'a Recommendation>,
    whole: bool,
    problems: Problems,
    stale: bool,
    before: Option<SentBefore>,
}

impl<'a> RecommendationForm<'a> {
    fn new(workshop: &'a Workshop, values: &'a Values, organizations: &'a [Organization]) -> Self {
        Self {
            workshop,
            values,
            organizations,
            stored: None,
            whole: true,
            problems: Problems::new(),
            stale: false,
            before: None,
        }
    }

    fn of(mut self, visit: &Visit, stored: &'a Recommendation) -> Self {
        let hosts = &self.workshop.plan.hosts;
        self.whole = visit
            .actor()
            .is_some_and(|actor| policy::may_run(actor, hosts));
        self.stored = Some(stored);
        self
    }

    fn problems(mut self, problems: Problems) -> Self {
        self.problems = problems;
        self
    }

    fn stale(mut self) -> Self {
        self.stale = true;
        self
    }

    fn sent_before(mut self, before: SentBefore) -> Self {
        self.before = Some(before);
        self
    }
}

fn recommendation_page(visit: &Visit, form: &RecommendationForm) -> Response {
    let t = visit.t;
    let (title, action) = match form.stored {
        Some(stored) => (
            t.workshops_update_recommendation(),
            one_path(form.workshop, stored.id),
        ),
        None => (
            t.workshops_add_recommendation(),
            format!("{}/recommendations/new", path(form.workshop.id)),
        ),
    };
    let mut head = head(visit, title, form.workshop).answering(&form.problems);
    if form.stale || form.before.is_some() {
        head.status = StatusCode::CONFLICT;
    }
    let version = match form.stored {
        Some(stored) if form.stale => stored.version.to_string(),
        _ => form.values.version.clone(),
    };
    let today = Zones::current()
        .wall_time(visit.now, form.workshop.plan.starts.zone())
        .date();
    let stale = form.stored.filter(|_| form.stale).map(|stored| {
        let responsible = form
            .organizations
            .iter()
            .find(|one| one.id == stored.organization);
        let responsible = responsible.map(|one| one.title(t));
        view! {
            <div class="notice notice--warning" role="alert">
                <p class="notice__title">{t.workshops_stale_title()}</p>
                <p>{t.workshops_stale()}</p>
            </div>
            <div class="recommendation">
                {super::sections::recommendation_body(visit, stored, stored.is_overdue(today))}
                <p class="recommendation__meta">{responsible}</p>
            </div>
        }
    });
    visit.page(head, || {
        view! {
            <div class="narrow stack">
                <h1>{title}</h1>
                {stale}
                {form.before.as_ref().map(|before| before.view(t))}
                {error_summary(t, &form.problems)}
                <form class="form" method="post" action=visit.link(&action)>
                    {hidden("id", form.values.id.clone())}
                    {hidden("version", version)}
                    {agreed_fields(visit, form)}
                    {progress_fields(visit, form)}
                    <div class="form__submit">
                        <button class="button">{t.save()}</button>
                        <a class="button button--quiet" href=visit.link(&path(form.workshop.id))>{t.cancel()}</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    })
}

fn agreed_fields(visit: &Visit, form: &RecommendationForm) -> AnyView {
    let t = visit.t;
    if !form.whole {
        return view! { <p class="lede" dir="auto">{form.values.text.clone()}</p> }.into_any();
    }
    let options = form
        .organizations
        .iter()
        .map(|one| (one.id.to_string(), one.title(t)));
    let field = |name, label: &str, value: &str| {
        Field::new(t, name, label)
            .value(value)
            .problems(&form.problems)
    };
    view! {
        {field("text", t.workshops_recommendation_text(), &form.values.text).limit(MAX_TEXT).textarea(4)}
        {field("organization", t.workshops_recommendation_organization(), &form.values.organization).select(options)}
        {field("due", t.workshops_recommendation_due(), &form.values.due).kind("date").optional().input()}
    }
    .into_any()
}

fn progress_fields(visit: &Visit, form: &RecommendationForm) -> AnyView {
    let t = visit.t;
    let statuses = RecommendationStatus::ALL.iter().map(|status| {
        let word = words::recommendation(t, *status).0;
        (status.as_str().to_owned(), word.to_owned())
    });
    let field = |name, label: &str, value: &str| {
        Field::new(t, name, label)
            .value(value)
            .problems(&form.problems)
    };
    view! {
        {field("status", t.workshops_recommendation_status(), &form.values.status).radios(statuses)}
        {field("progress", t.workshops_recommendation_progress(), &form.values.progress)
            .limit(MAX_TEXT).optional().textarea(3)}
    }
    .into_any()
}
