//! The history of a practice, its old revisions, and what differs between two.

use axum::extract::{Path, Query};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::{article, button_form, done_notice, find_own, path, revision};
use crate::accounts::Actor;
use crate::db::{Change, Entity};
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Words;
use crate::practices::diff;
use crate::practices::policy;
use crate::practices::store::{self, Practice, Revision, RevisionLine};
use crate::practices::types::{Content, Indicator, State, Step};
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::text::without_isolates;

/// More events than anyone reads.
const EVENTS_SHOWN: i64 = 100;

/// One field that differs: its name, the old text, the new.
pub struct Difference(&'static str, String, String);

/// What differs between two texts, field by field.
pub fn comparison(
    visit: &Visit,
    old: &Content,
    new: &Content,
    topics: &[Topic],
) -> Vec<Difference> {
    let t = visit.t;
    let named = |content: &Content| {
        let mut names: Vec<_> = content
            .topics
            .iter()
            .map(|slug| topics::name_of(topics, slug, visit.locale))
            .collect();
        // In which order they were chosen says nothing.
        names.sort();
        names.join("\n")
    };
    let language = |content: &Content| article::language(t, content.language).to_owned();
    [
        (
            t.practices_field_title(),
            old.title.clone(),
            new.title.clone(),
        ),
        (
            t.practices_field_summary(),
            old.summary.clone(),
            new.summary.clone(),
        ),
        (t.practices_topics(), named(old), named(new)),
        (t.practices_language(), language(old), language(new)),
        (
            t.practices_problem(),
            old.problem.clone(),
            new.problem.clone(),
        ),
        (
            t.practices_solution(),
            old.solution.clone(),
            new.solution.clone(),
        ),
        (t.practices_result(), old.result.clone(), new.result.clone()),
        (t.practices_steps(), steps(old), steps(new)),
        (
            t.practices_indicators(),
            indicators(t, old),
            indicators(t, new),
        ),
        (
            t.practices_title_other(),
            old.title_other.clone(),
            new.title_other.clone(),
        ),
        (
            t.practices_summary_other(),
            old.summary_other.clone(),
            new.summary_other.clone(),
        ),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
    .map(|(name, old, new)| Difference(name, old, new))
    .collect()
}

/// One step a line: who does what, and how long it takes. An empty cell keeps its place.
fn steps(content: &Content) -> String {
    let cell = |text: &String| match text.as_str() {
        "" => "—".to_owned(),
        text => text.to_owned(),
    };
    let step = |step: &Step| line([&step.who, &step.what, &step.duration].map(cell));
    let lines: Vec<_> = content.steps.iter().map(step).collect();
    lines.join("\n")
}

/// One indicator a line. A figure without its name says nothing: each cell is told by its column.
fn indicators(t: Words, content: &Content) -> String {
    let row = |row: &Indicator| {
        let cell = |name: &str, value: &str| match value {
            "" => String::new(),
            // What is compared is cut into pieces, and a mark that isolates works in a pair only.
            value => without_isolates(&t.practices_compared_cell(name, value)),
        };
        line([
            cell(t.practices_indicator(), &row.name),
            cell(t.practices_unit(), &row.unit),
            cell(t.practices_before(), &Indicator::figure(row.before)),
            cell(t.practices_after(), &Indicator::figure(row.after)),
            cell(t.practices_period(), &row.period),
            cell(t.practices_source(), &row.source),
        ])
    };
    let lines: Vec<_> = content.indicators.iter().map(row).collect();
    lines.join("\n")
}

/// The cells of a row that say something.
fn line<const N: usize>(cells: [String; N]) -> String {
    let said: Vec<_> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
    said.join(" · ")
}

/// The differences, shown.
pub fn comparison_view(t: Words, differences: &[Difference]) -> AnyView {
    if differences.is_empty() {
        return view! { <p>{t.practices_no_difference()}</p> }.into_any();
    }
    let fields = differences
        .iter()
        .map(|Difference(name, old, new)| view! { <section><h3>{*name}</h3>{diff::view(old, new)}</section> })
        .collect_view();
    view! { <p class="muted">{t.practices_difference_key()}</p>{fields} }.into_any()
}

/// `GET /practices/{id}/history`
pub async fn index(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    visit.member()?;
    let practice = find_own(&visit, &id).await?;
    let db = &visit.app.db;
    let revisions = store::revisions(db, practice.id).await?;
    let events = db
        .history(Entity::Practice, &practice.id.to_string(), EVENTS_SHOWN)
        .await?;
    let t = visit.t;
    let title = revisions
        .first()
        .map(|line| line.title.clone())
        .unwrap_or_default();
    let head = Head::new(t.practices_history_of(&title))
        .section("/practices")
        .crumb(t.practices_title(), "/practices")
        .crumb(title.clone(), path(practice.id, ""));
    Ok(visit.page(head, || {
        let lines = revisions.iter().map(|line| revision_line(&visit, &practice, line)).collect_view();
        view! {
            <h1>{t.practices_history_of(&title)}</h1>
            <h2>{t.practices_revisions()}</h2>
            <ul class="rows">{lines}</ul>
            <h2>{t.practices_events()}</h2>
            <ol class="timeline">{events.iter().filter_map(|event| event_line(t, event)).collect_view()}</ol>
        }
        .into_any()
    }))
}

fn revision_line(visit: &Visit, practice: &Practice, line: &RevisionLine) -> AnyView {
    let t = visit.t;
    let href = visit.link(&path(practice.id, &format!("/revisions/{}", line.number)));
    let compare = (line.number > 1).then(|| {
        let href = format!("{href}?against={}", line.number - 1);
        view! { <a href=href>{t.practices_compare_with(line.number - 1)}</a> }
    });
    view! {
        <li class="row">
            <h3 class="row__title"><a href=href.clone()>{t.practices_revision(line.number)}</a></h3>
            <p class="row__meta">
                <span class=line.state.badge()>{line.state.label(t)}</span> " "
                <span>{t.moment(line.updated_at)}</span> " " {compare}
            </p>
            <p class="row__summary" dir="auto">{line.title.clone()}</p>
            {authorship(t, line)}
        </li>
    }
    .into_any()
}

/// Who wrote it and who decided, by their posts.
fn authorship(t: Words, line: &RevisionLine) -> AnyView {
    let written = if line.author_post.is_empty() {
        t.practices_imported().to_owned()
    } else {
        t.practices_written_by(&line.author_post)
    };
    let restored = line
        .restored_from
        .map(|number| view! { <p>{t.practices_restored_from(number)}</p> });
    let decided = line
        .decided_at
        .filter(|_| !line.author_post.is_empty())
        .map(|at| {
            let words = if line.sole_publisher {
                t.practices_approved_sole(t.moment(at))
            } else if line.state == State::Returned || !line.note.is_empty() {
                t.practices_returned_by(&line.decided_post, t.moment(at))
            } else {
                t.practices_approved_by(&line.decided_post, t.moment(at))
            };
            view! { <p>{words}</p> }
        });
    let note = (!line.note.is_empty()).then(
        || view! { <blockquote dir="auto" class="as-written">{line.note.clone()}</blockquote> },
    );
    view! { <p>{written}</p>{restored}{decided}{note} }.into_any()
}

fn event_line(t: Words, event: &Change) -> Option<AnyView> {
    let words = match event.kind.as_str() {
        "drafted" => t.practices_event_drafted(),
        "submitted" => t.practices_event_submitted(),
        "returned" => t.practices_event_returned(),
        "published" => t.practices_event_published(),
        "archived" => t.practices_event_archived(),
        "unarchived" => t.practices_event_unarchived(),
        "confirmed" => t.practices_event_confirmed(),
        "verified" => t.practices_event_verified(),
        "unverified" => t.practices_event_unverified(),
        "restored" => t.practices_event_restored(),
        "imported" => t.practices_event_imported(),
        _ => return None,
    };
    let at = jiff::Timestamp::from_microsecond(event.at).ok()?;
    Some(
        view! { <li><time class="timeline__when" datetime=at.to_string()>{t.moment(at)}</time> " " {words}</li> }.into_any(),
    )
}

/// What a revision's address may ask for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RevisionQuery {
    against: String,
}

/// `GET /practices/{id}/revisions/{number}`
pub async fn show(
    visit: Visit,
    Path((id, number)): Path<(String, i64)>,
    Query(query): Query<RevisionQuery>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let practice = find_own(&visit, &id).await?;
    let shown = revision(&visit, &practice, number).await?;
    let against = match query.against.parse() {
        Ok(against) => store::revision(&visit.app.db, practice.id, against).await?,
        Err(_) => None,
    };
    let topics = topics::store::known(&visit.app.db).await?;
    let t = visit.t;
    let head = Head::new(t.practices_revision(number))
        .section("/practices")
        .crumb(t.practices_title(), "/practices")
        .crumb(shown.content.title.clone(), path(practice.id, ""))
        .crumb(t.practices_history(), path(practice.id, "/history"));
    Ok(visit.page(head, || {
        let content = match &against {
            Some(old) => {
                let differences = comparison(&visit, &old.content, &shown.content, &topics);
                view! { <h2>{t.practices_compare_with(old.number)}</h2>{comparison_view(t, &differences)} }.into_any()
            }
            None => view! {
                <h2 dir="auto">{shown.content.title.clone()}</h2>
                <p class="lede" dir="auto">{shown.content.summary.clone()}</p>
                {article::view(&visit, &shown.content, Vec::new())}
            }
            .into_any(),
        };
        view! {
            {done_notice(&visit)}
            <h1>{t.practices_revision(number)}</h1>
            <p><span class=shown.state.badge()>{shown.state.label(t)}</span> " " {t.moment(shown.updated_at)}</p>
            {returned(t, &shown)}
            {revision_actions(&visit, actor, &practice, &shown)}
            {content}
        }
        .into_any()
    }))
}

/// What a publisher wrote when the revision went back to its author.
pub fn returned(t: Words, revision: &Revision) -> Option<AnyView> {
    (revision.state == State::Returned).then(|| {
        let note = revision.note.clone();
        view! {
            <div class="notice notice--warning">
                <p class="notice__title">{t.practices_returned_with()}</p><p dir="auto" class="as-written">{note}</p>
            </div>
        }
        .into_any()
    })
}

fn revision_actions(
    visit: &Visit,
    actor: &Actor,
    practice: &Practice,
    shown: &Revision,
) -> AnyView {
    let t = visit.t;
    let link = |below: &str| visit.link(&path(practice.id, below));
    if shown.number != practice.latest_revision {
        let action = link(&format!("/revisions/{}/restoration", shown.number));
        let restore = button_form(
            action,
            Vec::new(),
            t.practices_restore(),
            "button button--secondary",
        );
        return view! { <div class="actions">{restore}</div> }.into_any();
    }
    let submit = (shown.state == State::Draft).then(|| {
        let seen = vec![
            ("revision", shown.number.to_string()),
            ("version", shown.version.to_string()),
        ];
        button_form(link("/submission"), seen, t.practices_submit(), "button")
    });
    let review = (policy::is_open_to_review(shown.state)
        && policy::may_publish(actor, practice.organization))
    .then(|| view! { <a class="button" href=link("/review")>{t.practices_review()}</a> });
    view! {
        <div class="actions">{submit}{review}<a class="button button--secondary" href=link("/edit")>{t.edit()}</a></div>
    }
    .into_any()
}
