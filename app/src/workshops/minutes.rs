//! Writing the minutes: every revision is kept, and a second writer is told of the first.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::forms::path;
use super::outcomes::{head, reported};
use super::store::{self, Minutes};
use super::types::Workshop;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::markdown;
use crate::ui::{Field, Problems, error_summary, hidden};

/// Longest minutes, in characters.
const MAX_MINUTES: usize = 100_000;
/// Revisions that the form lists.
const REVISIONS: i64 = 20;

/// The form of the minutes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MinutesValues {
    revision: String,
    text: String,
}

/// `GET /workshops/{id}/minutes`
pub async fn minutes(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let workshop = reported(&visit, &id).await?;
    let revisions = store::revisions(&visit.app.db, workshop.id, REVISIONS).await?;
    let values = MinutesValues {
        revision: revisions
            .first()
            .map_or(0, |last| last.revision)
            .to_string(),
        text: revisions
            .first()
            .map(|last| last.text.clone())
            .unwrap_or_default(),
    };
    let form = MinutesForm::new(&workshop, &revisions, &values);
    Ok(minutes_page(&visit, &form))
}

/// `POST /workshops/{id}/minutes`
pub async fn save_minutes(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<MinutesValues>,
) -> Result<Response, AppError> {
    let workshop = reported(&visit, &id).await?;
    let member = visit.member()?;
    let mut problems = Problems::new();
    let text = problems.required("text", &form.values.text, MAX_MINUTES);
    let revisions = store::revisions(&visit.app.db, workshop.id, REVISIONS).await?;
    let page = MinutesForm::new(&workshop, &revisions, &form.values);
    if form.replayed {
        return Ok(minutes_page(&visit, &page));
    }
    if !problems.is_empty() {
        return Ok(minutes_page(&visit, &page.problems(problems)));
    }
    let edited = form
        .values
        .revision
        .parse()
        .map_err(|_| AppError::BadRequest)?;
    let unchanged = revisions.first().is_some_and(|last| last.text == text);
    if !unchanged {
        let mut write = visit.app.db.begin_write(visit.now, Some(member.id)).await?;
        if !store::add_minutes(&mut write, workshop.id, edited, &text, member.id).await? {
            drop(write);
            let revisions = store::revisions(&visit.app.db, workshop.id, REVISIONS).await?;
            if revisions.first().is_some_and(|last| last.text == text) {
                // The same form came twice.
                return Ok(written_down(&visit, &workshop));
            }
            let page = MinutesForm::new(&workshop, &revisions, &form.values);
            return Ok(minutes_page(&visit, &page.stale()));
        }
        write.commit().await?;
    }
    Ok(written_down(&visit, &workshop))
}

fn written_down(visit: &Visit, workshop: &Workshop) -> Response {
    see_other(&visit.link(&format!("{}#minutes", path(workshop.id))))
}

struct MinutesForm<'a> {
    workshop: &'a Workshop,
    revisions: &'a [Minutes],
    values: &'a MinutesValues,
    problems: Problems,
    stale: bool,
}

impl<'a> MinutesForm<'a> {
    fn new(workshop: &'a Workshop, revisions: &'a [Minutes], values: &'a MinutesValues) -> Self {
        Self {
            workshop,
            revisions,
            values,
            problems: Problems::new(),
            stale: false,
        }
    }

    fn problems(mut self, problems: Problems) -> Self {
        self.problems = problems;
        self
    }

    fn stale(mut self) -> Self {
        self.stale = true;
        self
    }

    /// The revision that a save goes over: after a conflict the one that is now shown beside the form.
    fn revision(&self) -> String {
        match self.revisions.first() {
            Some(last) if self.stale => last.revision.to_string(),
            _ => self.values.revision.clone(),
        }
    }
}

fn minutes_page(visit: &Visit, form: &MinutesForm) -> Response {
    let t = visit.t;
    let mut head =
        head(visit, t.workshops_write_minutes(), form.workshop).answering(&form.problems);
    if form.stale {
        head.status = StatusCode::CONFLICT;
    }
    let action = visit.link(&format!("{}/minutes", path(form.workshop.id)));
    let text = Field::new(t, "text", t.workshops_minutes_title())
        .value(&form.values.text)
        .problems(&form.problems)
        .hint(t.workshops_minutes_hint());
    visit.page(head, || {
        view! {
            <div class="page-head"><h1>{t.workshops_write_minutes()}</h1></div>
            {form.stale.then(|| stale_minutes(visit, form))}
            {error_summary(t, &form.problems)}
            <form class="form form--wide" method="post" action=action>
                {hidden("revision", form.revision())}
                {text.textarea(20)}
                <div class="form__submit">
                    <button class="button">{t.workshops_save_minutes()}</button>
                    <a class="button button--quiet" href=visit.link(&path(form.workshop.id))>{t.cancel()}</a>
                </div>
            </form>
            {earlier(visit, form.revisions)}
        }
        .into_any()
    })
}

fn stale_minutes(visit: &Visit, form: &MinutesForm) -> AnyView {
    let t = visit.t;
    let stored = form.revisions.first().map(|last| {
        view! { <div class="minutes prose" dir="auto" inner_html=markdown::to_html(&last.text)></div> }
    });
    view! {
        <div class="notice notice--warning" role="alert">
            <p class="notice__title">{t.workshops_stale_title()}</p>
            <p>{t.workshops_stale()}</p>
        </div>
        <details class="disclosure" open=true><summary>{t.workshops_stale_stored()}</summary>{stored}</details>
    }
    .into_any()
}

fn earlier(visit: &Visit, revisions: &[Minutes]) -> Option<AnyView> {
    let t = visit.t;
    let items = revisions.iter().map(|one| {
        let html = markdown::to_html(&one.text);
        view! {
            <details class="disclosure">
                <summary>{t.workshops_minutes_revision(t.moment(one.created_at.0), one.revision)}</summary>
                <div class="prose" dir="auto" inner_html=html></div>
            </details>
        }
    });
    let items = items.collect_view();
    (!revisions.is_empty())
        .then(|| view! { <section><h2>{t.workshops_revisions()}</h2>{items}</section> }.into_any())
}
