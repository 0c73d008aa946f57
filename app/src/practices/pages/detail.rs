//! The page of one practice.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;

use super::{article, button_form, done_notice, find, path, revision};
use crate::accounts::{self, Actor};
use crate::db::Entity;
use crate::documents::view::{self, Editing};
use crate::documents::{Document, Target, attached_to};
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations::{self, Organization};
use crate::packs;
use crate::practices::policy::{self, Approval};
use crate::practices::store::{Practice, Revision};
use crate::practices::types::{Content, State, Visibility, is_stale};
use crate::shell::Head;
use crate::topics::{self, Topic};
use crate::ui::chain::{Step, chain};
use crate::workshops::{self, elsewhere::Listed};

/// What the page shows, loaded.
struct Loaded {
    practice: Practice,
    /// What is shown: the published revision, or the newest where there is none.
    shown: Revision,
    /// The revision being worked on, for those who may see it.
    open: Option<Revision>,
    owner: Option<Organization>,
    topics: Vec<Topic>,
    approval: Approval,
    documents: Vec<Document>,
    workshops: Listed,
}

/// `GET /practices/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let practice = find(&visit, &id).await?;
    let loaded = load(&visit, practice).await?;
    let content = &loaded.shown.content;
    let (title, _) = content.title_in(visit.locale);
    let mut head = Head::new(title)
        .section("/practices")
        .crumb(visit.t.practices_title(), "/practices");
    if policy::may_read(None, &loaded.practice.facts()) {
        head = head.public(content.summary_in(visit.locale).0);
    }
    head.valid_until = loaded.workshops.valid_until;
    Ok(visit.page(head, || body(&visit, &loaded)))
}

async fn load(visit: &Visit, practice: Practice) -> Result<Loaded, AppError> {
    let db = &visit.app.db;
    let number = practice
        .published_revision
        .unwrap_or(practice.latest_revision);
    let shown = revision(visit, &practice, number).await?;
    let own = policy::may_see_drafts(visit.actor(), &practice.facts());
    let mut open = None;
    let mut approval = Approval::No;
    if own && practice.has_open_change() {
        let latest = revision(visit, &practice, practice.latest_revision).await?;
        approval = approval_of(visit, &practice, &latest).await?;
        open = Some(latest);
    }
    Ok(Loaded {
        owner: organizations::store::by_id(db, practice.organization).await?,
        topics: topics::store::known(db).await?,
        documents: attached_to(db, visit.actor(), Entity::Practice, practice.id).await?,
        workshops: workshops::elsewhere::about_practice(visit, practice.id).await?,
        practice,
        shown,
        open,
        approval,
    })
}

/// What this visitor's decision over a revision would be.
pub async fn approval_of(
    visit: &Visit,
    practice: &Practice,
    revision: &Revision,
) -> Result<Approval, AppError> {
    let Some(actor) = visit.actor() else {
        return Ok(Approval::No);
    };
    if !policy::may_publish(actor, practice.organization)
        || !policy::is_open_to_review(revision.state)
    {
        return Ok(Approval::No);
    }
    let publishers = accounts::store::publishers_of(&visit.app.db, practice.organization).await?;
    let others = publishers
        .iter()
        .filter(|publisher| publisher.id != actor.id)
        .count();
    Ok(policy::approval(
        actor,
        practice.organization,
        revision.author,
        others,
    ))
}

fn body(visit: &Visit, loaded: &Loaded) -> AnyView {
    let content = &loaded.shown.content;
    let language =
        |language: crate::i18n::Locale| (language != visit.locale).then(|| language.code());
    let (title, title_language) = content.title_in(visit.locale);
    let (summary, summary_language) = content.summary_in(visit.locale);
    let steps = [
        Some(Step::here(visit.t.practices_one())),
        loaded.workshops.step(visit),
    ];
    let steps = steps.into_iter().flatten().collect();
    let workshops = loaded.workshops.view(visit);
    let after = workshops.map(|cards| ("workshops", visit.t.workshops_title(), cards));
    let after = attachments(visit, loaded)
        .into_iter()
        .chain(after)
        .collect();
    let pack = packs::link(visit, &path(loaded.practice.id, ""), &loaded.documents);
    view! {
        {done_notice(visit)}
        {standing(visit, loaded)}
        <article>
            <div class="page-head">
                <h1 dir="auto" lang=language(title_language)>{title.to_owned()}</h1>
                {owner_line(visit, loaded.owner.as_ref())}
                <p class="lede" dir="auto" lang=language(summary_language)>{summary.to_owned()}</p>
                {topic_list(visit, content, &loaded.topics)}
                {translation_note(visit, content)}
            </div>
            <div class="detail">
                <div class="detail__main">{article::view(visit, content, after)}</div>
                <aside class="detail__aside">{facts(visit, &loaded.practice)}{pack}{actions(visit, loaded)}</aside>
            </div>
            {chain(visit.t, steps)}
        </article>
    }
    .into_any()
}

/// The attached files, with the buttons of those who may change them.
fn attachments(visit: &Visit, loaded: &Loaded) -> Option<(&'static str, &'static str, AnyView)> {
    let practice = &loaded.practice;
    let editing = match visit.actor() {
        Some(actor) if policy::may_show(actor, &practice.facts()) => Editing::All,
        Some(actor) if policy::may_draft(actor, practice.organization) => Editing::Drafts,
        _ => Editing::Nothing,
    };
    let target = Target {
        entity: Entity::Practice,
        id: practice.id,
    };
    view::attachments(visit, target, &loaded.documents, editing)
}

/// The owner, linked to its page.
pub fn owner_line(visit: &Visit, owner: Option<&Organization>) -> Option<AnyView> {
    let owner = owner?;
    let href = visit.link(&format!("/organizations/{}", owner.slug));
    Some(view! { <p><a href=href>{owner.title(visit.t)}</a></p> }.into_any())
}

fn topic_list(visit: &Visit, content: &Content, topics: &[Topic]) -> Option<AnyView> {
    if content.topics.is_empty() {
        return None;
    }
    let items = content
        .topics
        .iter()
        .map(|slug| {
            let href = visit.link(&format!("/practices?topic={slug}"));
            view! { <li><a class="tag" href=href>{topics::name_of(topics, slug, visit.locale)}</a></li> }
        })
        .collect_view();
    Some(view! { <ul class="tag-list">{items}</ul> }.into_any())
}

/// Says that what the reader sees is a translation, or that there is none.
pub fn translation_note(visit: &Visit, content: &Content) -> Option<AnyView> {
    let t = visit.t;
    (content.language != visit.locale).then(|| {
        let note = if content.title_other.is_empty() {
            t.practices_no_translation()
        } else {
            t.practices_translation_note()
        };
        view! { <p class="muted">{note}</p> }.into_any()
    })
}

/// What the owner's members must know before they read: that this is a draft, that a change waits, that it is archived.
fn standing(visit: &Visit, loaded: &Loaded) -> Option<AnyView> {
    let t = visit.t;
    let practice = &loaded.practice;
    if let Some(open) = &loaded.open {
        let (state, number) = (open.state, open.number);
        let note = (state == State::Returned)
            .then(|| view! { <p dir="auto" class="as-written">{open.note.clone()}</p> });
        let words = if practice.published_revision.is_none() {
            t.practices_only_you_see()
        } else {
            t.practices_change_waits()
        };
        let href = visit.link(&path(practice.id, &format!("/revisions/{number}")));
        let link = practice
            .published_revision
            .is_some()
            .then(|| view! { <p><a href=href>{t.practices_revision(number)}</a></p> });
        return Some(
            view! {
                <div class="notice notice--info">
                    <p><span class=state.badge()>{state.label(t)}</span> " " {words}</p>{note}{link}
                </div>
            }
            .into_any(),
        );
    }
    practice.archived_at.map(|at| {
        view! { <div class="notice notice--warning"><p>{t.practices_archived_on(t.day_of(at))}</p></div> }.into_any()
    })
}

/// When it was published, changed and confirmed.
pub fn facts(visit: &Visit, practice: &Practice) -> Option<AnyView> {
    let t = visit.t;
    // A draft has none yet.
    practice.published_at?;
    let fact =
        |label: &'static str, value: String| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let published = practice
        .published_at
        .map(|at| fact(t.practices_published_on(), t.day_of(at)));
    let updated = practice
        .published_at
        .map(|_| fact(t.practices_updated_on(), t.day_of(practice.updated_at)));
    let confirmed = practice.confirmed_at.map(|at| {
        let mut words = t.day_of(at);
        if is_stale(Some(at), visit.now) {
            words = t.practices_long_ago(words);
        }
        fact(t.practices_confirmed_on(), words)
    });
    let visibility = visit
        .actor()
        .filter(|_| practice.published_at.is_some())
        .map(|_| {
            let words = match practice.visibility {
                Visibility::Public => t.practices_visibility_public(),
                Visibility::Network => t.practices_visibility_network(),
            };
            fact(t.practices_visibility(), words.to_owned())
        });
    let verified = practice.verified_at.map(|at| {
        view! {
            <div>
                <dt><span class="badge badge--verified">{t.practices_verified()}</span></dt>
                <dd>{t.practices_verified_on(t.day_of(at))}</dd>
            </div>
        }
    });
    Some(
        view! { <dl class="facts">{published}{updated}{confirmed}{verified}{visibility}</dl> }
            .into_any(),
    )
}

fn actions(visit: &Visit, loaded: &Loaded) -> Option<AnyView> {
    let actor = visit.actor()?;
    let own = policy::may_draft(actor, loaded.practice.organization);
    let for_owner = own.then(|| owner_actions(visit, actor, loaded));
    let for_coordinator =
        (policy::may_verify(actor) && loaded.practice.published_revision.is_some()).then(|| {
            let action = visit.link(&path(loaded.practice.id, "/verification"));
            if loaded.practice.verified_at.is_some() {
                let undo = vec![("undo", "1".to_owned())];
                button_form(
                    action,
                    undo,
                    visit.t.practices_unverify(),
                    "button button--quiet",
                )
            } else {
                button_form(
                    action,
                    Vec::new(),
                    visit.t.practices_verify(),
                    "button button--secondary",
                )
            }
        });
    Some(view! { <div class="actions">{for_owner}{for_coordinator}</div> }.into_any())
}

fn owner_actions(visit: &Visit, actor: &Actor, loaded: &Loaded) -> AnyView {
    let t = visit.t;
    let practice = &loaded.practice;
    let link = |below: &str| visit.link(&path(practice.id, below));
    let review = (loaded.approval != Approval::No)
        .then(|| view! { <a class="button" href=link("/review")>{t.practices_review()}</a> });
    let submit = match &loaded.open {
        Some(open) if open.state == State::Draft => {
            // A published practice shows its old words here; what is submitted must be seen first.
            (open.number == loaded.shown.number).then(|| {
                let seen = vec![
                    ("revision", open.number.to_string()),
                    ("version", loaded.shown.version.to_string()),
                ];
                button_form(link("/submission"), seen, t.practices_submit(), "button")
            })
        }
        _ => None,
    };
    let published = practice.published_revision.is_some();
    let confirm = (published && practice.archived_at.is_none()).then(|| {
        button_form(
            link("/confirmation"),
            Vec::new(),
            t.practices_confirm(),
            "button button--secondary",
        )
    });
    let archive = (published && policy::may_publish(actor, practice.organization)).then(|| {
        if practice.archived_at.is_some() {
            let undo = vec![("undo", "1".to_owned())];
            button_form(
                link("/archive"),
                undo,
                t.practices_unarchive(),
                "button button--secondary",
            )
        } else {
            button_form(
                link("/archive"),
                Vec::new(),
                t.practices_archive(),
                "button button--quiet",
            )
        }
    });
    view! {
        {review}{submit}
        <a class="button button--secondary" href=link("/edit")>{t.edit()}</a>
        {confirm}
        <a class="button button--quiet" href=link("/history")>{t.practices_history()}</a>
        {archive}
    }
    .into_any()
}
