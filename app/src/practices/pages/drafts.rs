//! What an organization is working on: drafts, and what waits for a publisher.

use axum::response::Response;
use leptos::prelude::*;

use super::{done_notice, path};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::practices::store::{self, DraftLine};
use crate::practices::types::State;
use crate::shell::Head;
use crate::ui::empty_state;

/// `GET /practices/drafts`
pub async fn index(visit: Visit) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let mut organizations: Vec<Id> = actor.publisher_of.clone();
    organizations.push(actor.organization);
    let lines = store::drafts(&visit.app.db, &organizations).await?;
    let t = visit.t;
    let (waiting, drafts): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .partition(|line| line.state == State::InReview);
    let head = Head::new(t.practices_drafts_title())
        .section("/practices")
        .crumb(t.practices_title(), "/practices");
    let documents = visit.link(&format!(
        "/documents?status=draft&organization={}",
        actor.organization_slug
    ));
    Ok(visit.page(head, || {
        view! {
            {done_notice(&visit)}
            <div class="page-head">
                <h1>{t.practices_drafts_title()}</h1>
                <p class="lede">{t.practices_drafts_lede()}</p>
                <p class="actions"><a class="button" href=visit.link("/practices/new")>{t.practices_write()}</a>
                    " " <a class="button button--secondary" href=documents>{t.practices_draft_documents()}</a></p>
            </div>
            {section(&visit, t.practices_waiting(), &waiting)}
            {section(&visit, t.practices_being_written(), &drafts)}
            {(waiting.is_empty() && drafts.is_empty()).then(|| empty_state(t.practices_no_drafts(), None))}
        }
        .into_any()
    }))
}

fn section(visit: &Visit, title: &'static str, lines: &[DraftLine]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let rows = lines.iter().map(|line| row(visit, line)).collect_view();
    Some(view! { <section><h2>{title}</h2><ul class="rows">{rows}</ul></section> }.into_any())
}

fn row(visit: &Visit, line: &DraftLine) -> AnyView {
    let t = visit.t;
    let may_review = line.state == State::InReview
        && visit
            .actor()
            .is_some_and(|actor| actor.publishes_for(line.organization));
    let below = if may_review {
        "/review".to_owned()
    } else if line.published {
        format!("/revisions/{}", line.number)
    } else {
        String::new()
    };
    let change = line
        .published
        .then(|| view! { <span>{t.practices_change_of_published()}</span> });
    view! {
        <li class="row">
            <h3 class="row__title" dir="auto"><a href=visit.link(&path(line.id, &below))>{line.title.clone()}</a></h3>
            <p class="row__meta">
                <span class=line.state.badge()>{line.state.label(t)}</span> " "
                <bdi>{line.author_post.clone()}</bdi> " "
                <span>{t.moment(line.updated_at)}</span> " " {change}
            </p>
        </li>
    }
    .into_any()
}
