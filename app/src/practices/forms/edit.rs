//! Writing: a new practice, or a change of one.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::i18n::Words;
use crate::mail::Letters;
use crate::practices::pages::editor::{self, Editor};
use crate::practices::pages::{find, find_own, history, path, revision};
use crate::practices::store::{self, By, Practice, Revision, Saved, Seen};
use crate::practices::types::{Content, State};
use crate::practices::values::{Intent, Values};
use crate::practices::{mails, policy};
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::{Problems, SentBefore};

/// `GET /practices/new`
pub async fn new(visit: Visit) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let Some(id) = visit.asked_id() else {
        return Ok(visit.to_empty_form());
    };
    if let Some(practice) = store::by_id(&visit.app.db, id).await? {
        return Ok(match policy::may_draft(actor, practice.organization) {
            true => see_other(&visit.link(&path(id, "/edit"))),
            false => visit.to_empty_form(),
        });
    }
    let values = Values {
        id: id.to_string(),
        ..Values::empty(visit.locale)
    };
    let topics = topics::store::all(&visit.app.db).await?;
    Ok(new_page(&visit, &values, &Problems::new(), &topics))
}

/// `POST /practices/new`
pub async fn create(visit: Visit, form: Form<Values>) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let mut values = form.values.bounded()?;
    let topics = topics::store::all(&visit.app.db).await?;
    let id: Id = values.id.parse().map_err(|_| AppError::BadRequest)?;
    let intent = values.take_intent();
    if form.replayed || intent == Intent::Reshape {
        return Ok(new_page(&visit, &values, &Problems::new(), &topics));
    }
    let submit = intent == Intent::Submit;
    let content = match values.content(visit.t, &slugs(&topics), submit) {
        Ok(content) => content,
        Err(problems) => return Ok(new_page(&visit, &values, &problems, &topics)),
    };
    let organization = actor.organization;
    let letters = letters(&visit, organization, id, &content, submit).await?;
    let by = By {
        actor,
        now: visit.now,
        letters: &letters,
    };
    match store::create(&visit.app.db, by, id, organization, &content, submit).await {
        // The same form came before. Its words may be newer now: they go on as an edit of what the first one made. Under another
        // title or from somebody else it is another practice, from a copy of the form.
        Err(AppError::Conflict) => {
            let Ok(practice) = find_own(&visit, &id.to_string()).await else {
                let before = SentBefore::by_others(visit.t);
                return Ok(another_page(&visit, values, &topics, &before));
            };
            let made = revision(&visit, &practice, practice.latest_revision).await?;
            if made.content.title != content.title || made.author != Some(actor.id) {
                let saved = visit.link(&path(id, "/edit"));
                let before = SentBefore::made(visit.t.practices_sent_before(), saved);
                return Ok(another_page(&visit, values, &topics, &before));
            }
            let values = values.starting_from(Seen::FIRST);
            keep(&visit, &practice, values, &content, submit, &topics).await
        }
        Err(error) => Err(error),
        Ok(()) => done(&visit, id, Done::of(submit)).await,
    }
}

/// `GET /practices/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let (practice, latest) = editable(&visit, &id).await?;
    let values = Values::of(&latest.content).starting_from(latest.seen());
    let topics = topics::store::choices(&visit.app.db, &latest.content.topics).await?;
    let above = note_above(&visit, &latest);
    Ok(edit_page(
        &visit,
        &practice,
        &values,
        &Problems::new(),
        &topics,
        above,
        StatusCode::OK,
    ))
}

/// `POST /practices/{id}/edit`
pub async fn update(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    let (practice, latest) = editable(&visit, &id).await?;
    let mut values = form.values.bounded()?;
    let topics = topics::store::choices(&visit.app.db, &latest.content.topics).await?;
    values.seen().ok_or(AppError::BadRequest)?;
    let intent = values.take_intent();
    let page = |values: &Values, problems: &Problems, status| {
        edit_page(
            &visit,
            &practice,
            values,
            problems,
            &topics,
            note_above(&visit, &latest),
            status,
        )
    };
    if form.replayed || intent == Intent::Reshape {
        return Ok(page(&values, &Problems::new(), StatusCode::OK));
    }
    let submit = intent == Intent::Submit;
    let content = match values.content(visit.t, &slugs(&topics), submit) {
        Ok(content) => content,
        Err(problems) => return Ok(page(&values, &problems, StatusCode::UNPROCESSABLE_ENTITY)),
    };
    keep(&visit, &practice, values, &content, submit, &topics).await
}

/// Keeps the checked words of a form as a change of what it started from; the second of two edits is told.
async fn keep(
    visit: &Visit,
    practice: &Practice,
    values: Values,
    content: &Content,
    submit: bool,
    topics: &[Topic],
) -> Result<Response, AppError> {
    let seen = values.seen().ok_or(AppError::BadRequest)?;
    let letters = letters(visit, practice.organization, practice.id, content, submit).await?;
    let by = By {
        actor: visit.member()?,
        now: visit.now,
        letters: &letters,
    };
    match store::save(&visit.app.db, by, practice.id, seen, content, submit).await? {
        Saved::As(_) => done(visit, practice.id, Done::of(submit)).await,
        Saved::TakenBack(_) => done(visit, practice.id, Done::TakenBack).await,
        Saved::Unchanged => Ok(see_other(
            &visit.link(&path(practice.id, "?done=unchanged")),
        )),
        Saved::Stale(theirs) => Ok(stale_page(
            visit, practice, values, content, &theirs, topics,
        )),
    }
}

/// The practice and its newest revision, for who may write it.
async fn editable(visit: &Visit, id: &str) -> Result<(Practice, Revision), AppError> {
    let actor = visit.member()?;
    let practice = find(visit, id).await?;
    if !policy::may_draft(actor, practice.organization) {
        return Err(AppError::Forbidden);
    }
    let latest = revision(visit, &practice, practice.latest_revision).await?;
    Ok((practice, latest))
}

/// What the publishers are told, if the save is a submission.
async fn letters(
    visit: &Visit,
    organization: Id,
    id: Id,
    content: &Content,
    submit: bool,
) -> Result<Letters, AppError> {
    if !submit {
        return Ok(Letters::none(&visit.app.sources));
    }
    mails::review_needed(
        &visit.app,
        visit.member()?,
        organization,
        id,
        &content.title,
    )
    .await
}

fn slugs(topics: &[Topic]) -> Vec<String> {
    topics.iter().map(|topic| topic.slug.clone()).collect()
}

/// What became of what was written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    Saved,
    /// Saved, and no longer in review.
    TakenBack,
    Submitted,
}

impl Done {
    fn of(submit: bool) -> Self {
        match submit {
            true => Self::Submitted,
            false => Self::Saved,
        }
    }
}

/// On to what was saved; a publisher who submitted goes on to the review.
async fn done(visit: &Visit, id: Id, what: Done) -> Result<Response, AppError> {
    let practice = store::by_id(&visit.app.db, id)
        .await?
        .ok_or(AppError::NotFound)?;
    let word = match what {
        Done::Submitted => return Ok(super::actions::after_submission(visit, &practice)),
        Done::Saved => "saved",
        Done::TakenBack => "taken-back",
    };
    let below = if practice.published_revision.is_some() {
        format!("/revisions/{}?done={word}", practice.latest_revision)
    } else {
        format!("?done={word}")
    };
    Ok(see_other(&visit.link(&path(id, &below))))
}

fn new_page(visit: &Visit, values: &Values, problems: &Problems, topics: &[Topic]) -> Response {
    let head = new_head(visit.t).answering(problems);
    visit.page(head, || {
        editor::view(visit, new_editor(visit, values, problems, topics))
    })
}

fn new_head(t: Words) -> Head {
    Head::new(t.practices_write())
        .section("/practices")
        .crumb(t.practices_title(), "/practices")
        .islands()
}

fn new_editor<'a>(
    visit: &Visit,
    values: &'a Values,
    problems: &'a Problems,
    topics: &'a [Topic],
) -> Editor<'a> {
    Editor {
        title: visit.t.practices_write().to_owned(),
        action: visit.link("/practices/new"),
        back: visit.link("/practices"),
        above: None,
        values,
        problems,
        topics,
    }
}

/// The form again, whose words become another practice when it is sent once more.
fn another_page(visit: &Visit, values: Values, topics: &[Topic], before: &SentBefore) -> Response {
    let values = Values {
        id: visit.app.sources.id().to_string(),
        ..values
    };
    let problems = Problems::new();
    let editor = Editor {
        above: Some(before.view(visit.t)),
        ..new_editor(visit, &values, &problems, topics)
    };
    let mut head = new_head(visit.t);
    head.status = StatusCode::CONFLICT;
    visit.page(head, || editor::view(visit, editor))
}

type Above = Option<Box<dyn FnOnce() -> leptos::prelude::AnyView>>;

fn edit_page(
    visit: &Visit,
    practice: &Practice,
    values: &Values,
    problems: &Problems,
    topics: &[Topic],
    above: Above,
    status: StatusCode,
) -> Response {
    let t = visit.t;
    let mut head = Head::new(t.practices_edit_title(&values.title))
        .section("/practices")
        .crumb(t.practices_title(), "/practices")
        .crumb(values.title.clone(), path(practice.id, ""))
        .islands();
    head.status = status;
    visit.page(head, || {
        let editor = Editor {
            title: t.practices_edit_title(&values.title),
            action: visit.link(&path(practice.id, "/edit")),
            back: visit.link(&path(practice.id, "")),
            above: above.map(|above| above()),
            values,
            problems,
            topics,
        };
        editor::view(visit, editor)
    })
}

/// What stands above the form: what a reviewer wrote, which the form answers, or that it takes something back.
fn note_above(visit: &Visit, latest: &Revision) -> Above {
    use leptos::prelude::*;
    let t = visit.t;
    match latest.state {
        State::Returned => {
            let latest = latest.clone();
            Some(Box::new(move || history::returned(t, &latest).into_any()))
        }
        State::InReview => Some(Box::new(move || {
            view! {
                <div class="notice notice--warning">
                    <p class="notice__title">{State::InReview.label(t)}</p><p>{t.practices_edit_in_review()}</p>
                </div>
            }
            .into_any()
        })),
        State::Draft | State::Withdrawn | State::Published | State::Superseded => None,
    }
}

/// The second of two saves: the form keeps this one's words, and shows what differs from the other's above it. Saving again
/// prefers these words to the other's, knowingly; the other's stay in the history.
fn stale_page(
    visit: &Visit,
    practice: &Practice,
    values: Values,
    mine: &Content,
    theirs: &Revision,
    topics: &[Topic],
) -> Response {
    use leptos::prelude::*;
    let values = values.starting_from(theirs.seen());
    let changes = history::comparison(visit, &theirs.content, mine, topics);
    let t = visit.t;
    let at = t.moment(theirs.updated_at);
    let own = visit.actor().map(|actor| actor.id) == theirs.author;
    let (title, words) = if own {
        (t.practices_stale_own_title(), t.practices_stale_own(at))
    } else {
        let words = t.practices_stale(&theirs.author_post, at);
        (t.practices_stale_title(), words)
    };
    let number = theirs.number;
    let stored = visit.link(&path(practice.id, &format!("/revisions/{number}")));
    let above: Above = Some(Box::new(move || {
        view! {
            <div class="notice notice--warning" role="alert">
                <p class="notice__title">{title}</p><p>{words}</p>
                <p><a href=stored>{t.practices_revision(number)}</a></p>
            </div>
            {history::comparison_view(t, &changes)}
        }
        .into_any()
    }));
    edit_page(
        visit,
        practice,
        &values,
        &Problems::new(),
        topics,
        above,
        StatusCode::CONFLICT,
    )
}
