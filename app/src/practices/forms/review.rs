//! A publisher decides: publish for whom, or return with a comment.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use crate::db::Entity;
use crate::documents::{Document, Target, attached_to, view};
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::practices::mails;
use crate::practices::pages::{article, detail, find_own, history, path, revision};
use crate::practices::policy::{self, Approval};
use crate::practices::store::{self, By, Practice, Revision, Seen};
use crate::practices::types::{NOTE_LIMIT, Visibility};
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::{Field, Problem, Problems, error_summary, hidden};

/// What the form carries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Decision {
    revision: String,
    version: String,
    decision: String,
    visibility: String,
    note: String,
}

/// What the page shows, loaded.
struct Loaded {
    practice: Practice,
    waiting: Revision,
    published: Option<Revision>,
    topics: Vec<Topic>,
    documents: Vec<Document>,
    approval: Approval,
}

/// What the attached files hang on.
fn target(practice: &Practice) -> Target {
    Target {
        entity: Entity::Practice,
        id: practice.id,
    }
}

/// `GET /practices/{id}/review`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let loaded = load(&visit, &id).await?;
    if !policy::is_open_to_review(loaded.waiting.state) {
        return Ok(see_other(&visit.link(&path(loaded.practice.id, ""))));
    }
    let values = Decision {
        visibility: loaded.practice.visibility.as_str().to_owned(),
        ..Decision::default()
    };
    Ok(page(&visit, &loaded, &values, &Problems::new()))
}

/// `POST /practices/{id}/review`
pub async fn decide(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Decision>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let loaded = load(&visit, &id).await?;
    let values = form.values;
    if form.replayed {
        return Ok(page(&visit, &loaded, &values, &Problems::new()));
    }
    let read = |text: &str| text.parse().map_err(|_| AppError::BadRequest);
    let seen = Seen {
        number: read(&values.revision)?,
        version: read(&values.version)?,
    };
    let (db, id) = (&visit.app.db, loaded.practice.id);
    let (author, title) = (loaded.waiting.author, &loaded.waiting.content.title);
    let mut problems = Problems::new();
    if values.decision == "return" {
        let note = problems.required("note", &values.note, NOTE_LIMIT);
        if !problems.is_empty() {
            return Ok(page(&visit, &loaded, &values, &problems));
        }
        let letters = mails::returned(&visit.app, actor, author, id, title, &note).await?;
        let by = By {
            actor,
            now: visit.now,
            letters: &letters,
        };
        store::return_to_author(db, by, id, seen, &note).await?;
        return Ok(see_other(&visit.link("/practices/drafts")));
    }
    let Some(visibility) = Visibility::parse(&values.visibility) else {
        problems.add("visibility", Problem::Required);
        return Ok(page(&visit, &loaded, &values, &problems));
    };
    if loaded.approval == Approval::NeedsAnother {
        return Err(AppError::Forbidden);
    }
    let sole = loaded.approval == Approval::Sole;
    let letters = mails::published(&visit.app, actor, author, id, title).await?;
    let by = By {
        actor,
        now: visit.now,
        letters: &letters,
    };
    store::approve(db, by, id, seen, visibility, sole).await?;
    Ok(see_other(&visit.link(&path(id, "?done=published"))))
}

async fn load(visit: &Visit, id: &str) -> Result<Loaded, AppError> {
    let actor = visit.member()?;
    let practice = find_own(visit, id).await?;
    if !policy::may_publish(actor, practice.organization) {
        return Err(AppError::Forbidden);
    }
    let waiting = revision(visit, &practice, practice.latest_revision).await?;
    let published = match practice.published_revision {
        Some(number) if number != waiting.number => Some(revision(visit, &practice, number).await?),
        _ => None,
    };
    let approval = detail::approval_of(visit, &practice, &waiting).await?;
    let db = &visit.app.db;
    let topics = topics::store::all(db).await?;
    let documents = attached_to(db, visit.actor(), Entity::Practice, practice.id).await?;
    Ok(Loaded {
        documents,
        practice,
        waiting,
        published,
        topics,
        approval,
    })
}

fn page(visit: &Visit, loaded: &Loaded, values: &Decision, problems: &Problems) -> Response {
    let t = visit.t;
    let title = &loaded.waiting.content.title;
    let head = Head::new(t.practices_review_title(title))
        .section("/practices")
        .crumb(t.practices_title(), "/practices")
        .crumb(t.practices_drafts_title(), "/practices/drafts")
        .answering(problems);
    visit.page(head, || {
        let target = target(&loaded.practice);
        let files = view::attachments(visit, target, &loaded.documents, false);
        let decision = decision(visit, loaded, values, problems);
        let after = files
            .into_iter()
            .chain([("decision", t.practices_your_decision(), decision)])
            .collect();
        view! {
            <h1>{t.practices_review_title(title)}</h1>
            {error_summary(t, problems)}
            <p>{t.practices_submitted_by(&loaded.waiting.author_post)}</p>
            {changes(visit, loaded)}
            <h2 dir="auto">{title.clone()}</h2>
            <p class="lede" dir="auto">{loaded.waiting.content.summary.clone()}</p>
            {article::view(visit, &loaded.waiting.content, after)}
        }
        .into_any()
    })
}

fn changes(visit: &Visit, loaded: &Loaded) -> Option<AnyView> {
    let published = loaded.published.as_ref()?;
    let changes = history::comparison(
        visit,
        &published.content,
        &loaded.waiting.content,
        &loaded.topics,
    );
    Some(
        view! {
            <details class="disclosure"><summary>{visit.t.practices_what_changed()}</summary>
                {history::comparison_view(visit.t, &changes)}
            </details>
        }
        .into_any(),
    )
}

fn decision(visit: &Visit, loaded: &Loaded, values: &Decision, problems: &Problems) -> AnyView {
    let t = visit.t;
    let action = visit.link(&path(loaded.practice.id, "/review"));
    let seen = || {
        view! {
            {hidden("revision", loaded.waiting.number.to_string())}
            {hidden("version", loaded.waiting.version.to_string())}
        }
    };
    let approve = if loaded.approval == Approval::NeedsAnother {
        view! { <p class="notice notice--info">{t.practices_needs_another()}</p> }.into_any()
    } else {
        let sole = (loaded.approval == Approval::Sole)
            .then(|| view! { <p class="form__note">{t.practices_sole_note()}</p> });
        view! {
            <form class="form" method="post" action=action.clone()>
                {seen()}
                {Field::new(t, "visibility", t.practices_visibility()).value(&values.visibility).problems(problems)
                    .radios(Visibility::options(t))}
                <div class="form__submit">
                    <button class="button" name="decision" value="approve">{t.practices_approve()}</button>{sole}
                </div>
            </form>
        }
        .into_any()
    };
    view! {
        {approve}
        <form class="form" method="post" action=action>
            {seen()}
            {Field::new(t, "note", t.practices_note()).limit(NOTE_LIMIT).value(&values.note).problems(problems).textarea(4)}
            <div class="form__submit">
                <button class="button button--secondary" name="decision" value="return">{t.practices_return()}</button>
            </div>
        </form>
    }
    .into_any()
}
