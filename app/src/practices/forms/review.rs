//! A publisher decides: publish for whom, or return with a comment.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use crate::clock::Id;
use crate::db::Entity;
use crate::documents::types::Status;
use crate::documents::{Document, Target, attached_to, view};
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::practices::mails;
use crate::practices::pages::{article, detail, find_own, history, path, revision};
use crate::practices::policy::{self, Approval};
use crate::practices::store::{self, By, Practice, Publication, Revision, Seen};
use crate::practices::types::{NOTE_LIMIT, State, Visibility};
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
    /// The attached drafts that the page showed.
    documents: Vec<String>,
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

/// What a publisher decided.
enum Verdict {
    /// Published for these readers, with these documents.
    Publish(Visibility, Vec<Id>),
    /// Back to its author, with a comment.
    Return(String),
}

impl Decision {
    fn seen(&self) -> Result<Seen, AppError> {
        let read = |text: &str| text.parse().map_err(|_| AppError::BadRequest);
        Ok(Seen {
            number: read(&self.revision)?,
            version: read(&self.version)?,
        })
    }

    fn verdict(&self) -> Result<Verdict, Problems> {
        let mut problems = Problems::new();
        if self.decision == "return" {
            let note = problems.required("note", &self.note, NOTE_LIMIT);
            return problems.give(Verdict::Return(note));
        }
        let documents = view::read_seen_drafts(&self.documents);
        Visibility::parse(&self.visibility)
            .map(|visibility| Verdict::Publish(visibility, documents))
            .ok_or_else(|| Problems::one("visibility", Problem::Unchosen))
    }
}

/// `POST /practices/{id}/review`
pub async fn decide(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Decision>,
) -> Result<Response, AppError> {
    visit.member()?;
    let loaded = load(&visit, &id).await?;
    let values = form.values;
    if form.replayed {
        return Ok(page(&visit, &loaded, &values, &Problems::new()));
    }
    let seen = values.seen()?;
    let verdict = match values.verdict() {
        Ok(verdict) => verdict,
        Err(problems) => return Ok(page(&visit, &loaded, &values, &problems)),
    };
    let decided = match &verdict {
        Verdict::Publish(visibility, documents) => {
            publish(&visit, &loaded, seen, *visibility, documents).await
        }
        Verdict::Return(note) => send_back(&visit, &loaded, seen, note).await,
    };
    match decided {
        // The button was pressed twice: what the first one did is there.
        Err(AppError::Conflict) if stands(&visit, &loaded, seen, &verdict).await? => {}
        other => other?,
    }
    Ok(see_other(&match verdict {
        Verdict::Publish(..) => {
            let left = drafts_left(&visit, &loaded.practice).await?;
            let done = if left {
                "published-without"
            } else {
                "published"
            };
            visit.link(&path(loaded.practice.id, &format!("?done={done}")))
        }
        Verdict::Return(_) => visit.link("/practices/drafts?done=returned"),
    }))
}

/// Whether a draft of the owner hangs on the practice that was not on the page of who approved it.
async fn drafts_left(visit: &Visit, practice: &Practice) -> Result<bool, AppError> {
    let db = &visit.app.db;
    let documents = attached_to(db, visit.actor(), Entity::Practice, practice.id).await?;
    let left = |document: &Document| {
        document.status == Status::Draft && document.organization == practice.organization
    };
    Ok(documents.iter().any(left))
}

async fn publish(
    visit: &Visit,
    loaded: &Loaded,
    seen: Seen,
    visibility: Visibility,
    documents: &[Id],
) -> Result<(), AppError> {
    let (app, actor, waiting) = (&visit.app, visit.member()?, &loaded.waiting);
    let sole = is_sole(loaded.approval, waiting.seen(), seen)?;
    let (id, title) = (waiting.practice, &waiting.content.title);
    let letters = mails::published(app, actor, waiting.author, id, title).await?;
    let by = By {
        actor,
        now: visit.now,
        letters: &letters,
    };
    let publication = Publication {
        visibility,
        sole,
        documents,
    };
    store::approve(&app.db, by, id, seen, publication).await
}

async fn send_back(visit: &Visit, loaded: &Loaded, seen: Seen, note: &str) -> Result<(), AppError> {
    let (app, actor, waiting) = (&visit.app, visit.member()?, &loaded.waiting);
    let (id, title) = (waiting.practice, &waiting.content.title);
    let letters = mails::returned(app, actor, waiting.author, id, title, note).await?;
    let by = By {
        actor,
        now: visit.now,
        letters: &letters,
    };
    store::return_to_author(&app.db, by, id, seen, note).await
}

/// Whether the approval is that of a sole publisher. The policy was asked about the revision as it was loaded: if the form is
/// about another one, or this one did not wait yet, nobody knows whose words would be published.
fn is_sole(approval: Approval, asked: Seen, seen: Seen) -> Result<bool, AppError> {
    match approval {
        Approval::NeedsAnother => Err(AppError::Forbidden),
        Approval::Ordinary | Approval::Sole if asked == seen => Ok(approval == Approval::Sole),
        _ => Err(AppError::Conflict),
    }
}

/// Whether this actor decided just so already.
async fn stands(
    visit: &Visit,
    loaded: &Loaded,
    seen: Seen,
    verdict: &Verdict,
) -> Result<bool, AppError> {
    let (db, id) = (&visit.app.db, loaded.practice.id);
    let practice = store::by_id(db, id).await?;
    let revision = store::revision(db, id, seen.number).await?;
    let (Some(practice), Some(revision)) = (practice, revision) else {
        return Ok(false);
    };
    let same = match verdict {
        Verdict::Publish(visibility, _) => {
            practice.published_revision == Some(seen.number) && practice.visibility == *visibility
        }
        Verdict::Return(note) => revision.state == State::Returned && revision.note == *note,
    };
    Ok(same && revision.seen() == seen && revision.decided_by == Some(visit.member()?.id))
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
    let topics = topics::store::known(db).await?;
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
            {unseen(visit, loaded)}
            {article::view(visit, &loaded.waiting.content, after)}
        }
        .into_any()
    })
}

/// What lists and readers of the other language see of it, and the article does not say.
fn unseen(visit: &Visit, loaded: &Loaded) -> AnyView {
    let t = visit.t;
    let content = &loaded.waiting.content;
    let fact = |label: &'static str, value: String| {
        view! { <div><dt>{label}</dt><dd dir="auto">{value}</dd></div> }
    };
    let optional = |label, value: &String| (!value.is_empty()).then(|| fact(label, value.clone()));
    let topics: Vec<_> = content
        .topics
        .iter()
        .map(|slug| topics::name_of(&loaded.topics, slug, visit.locale))
        .collect();
    let topics = topics.join(&t.list_separator());
    view! {
        <dl class="facts">
            {fact(t.practices_language(), article::language(t, content.language).to_owned())}
            {optional(t.practices_topics(), &topics)}
            {optional(t.practices_title_other(), &content.title_other)}
            {optional(t.practices_summary_other(), &content.summary_other)}
        </dl>
    }
    .into_any()
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
                {seen()}{view::seen_drafts(&loaded.documents)}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_approves_what_the_policy_was_not_asked_about() {
        let asked = Seen {
            number: 2,
            version: 1,
        };
        let newer = Seen {
            number: 3,
            version: 1,
        };
        assert!(is_sole(Approval::Sole, asked, asked).unwrap());
        assert!(!is_sole(Approval::Ordinary, asked, asked).unwrap());
        // It was a draft when it was loaded, and the actor's own: submitted meanwhile, it must not be approved for that.
        for (approval, seen) in [
            (Approval::No, asked),
            (Approval::Ordinary, newer),
            (Approval::Sole, newer),
        ] {
            let refused = is_sole(approval, asked, seen);
            assert!(matches!(refused, Err(AppError::Conflict)), "{approval:?}");
        }
        let left = is_sole(Approval::NeedsAnother, asked, asked);
        assert!(matches!(left, Err(AppError::Forbidden)));
    }
}
