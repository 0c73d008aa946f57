//! A document's life: published, withdrawn, restored; hung on something and taken off again.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::forms::{attachable, done_with, head_of};
use super::input::REASON;
use super::pages::{SECTION, find};
use super::store::{self, Filter};
use super::types::{Document, Status, Target};
use super::{policy, view};
use crate::error::AppError;
use crate::http::{Form, Nothing, Visit, see_other};
use crate::shell::Head;
use crate::ui::{Field, Problems, empty_state, error_summary};

/// The one field of a withdrawal.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
}

/// What a document is hung on or taken off.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    /// `practice:ID`.
    pub attach: String,
}

/// POST /documents/{id}/publication
pub async fn publish(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Nothing>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let document = find(&visit, &id).await?;
    if form.replayed || document.status == Status::Published {
        return Ok(see_other(&visit.link(&document.path())));
    }
    allowed(policy::may_publish(actor, &document))?;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    store::publish(&mut write, document.id).await?;
    write.commit().await?;
    Ok(done_with(&visit, document.id, "published"))
}

/// GET /documents/{id}/withdrawal
pub async fn withdrawal(visit: Visit, Path(id): Path<String>) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let document = find(&visit, &id).await?;
    allowed(policy::may_withdraw(actor, &document))?;
    Ok(withdrawal_page(&visit, &document, "", &Problems::new()))
}

/// POST /documents/{id}/withdrawal
pub async fn withdraw(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Withdrawal>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let document = find(&visit, &id).await?;
    if document.status == Status::Withdrawn {
        return Ok(see_other(&visit.link(&document.path())));
    }
    allowed(policy::may_withdraw(actor, &document))?;
    if form.replayed {
        return Ok(withdrawal_page(
            &visit,
            &document,
            &form.values.reason,
            &Problems::new(),
        ));
    }
    let mut problems = Problems::new();
    let reason = problems.required("reason", &form.values.reason, REASON);
    if !problems.is_empty() {
        return Ok(withdrawal_page(
            &visit,
            &document,
            &form.values.reason,
            &problems,
        ));
    }
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    store::withdraw(&mut write, document.id, &reason).await?;
    write.commit().await?;
    Ok(done_with(&visit, document.id, "withdrawn"))
}

fn withdrawal_page(
    visit: &Visit,
    document: &Document,
    reason: &str,
    problems: &Problems,
) -> Response {
    let t = visit.t;
    let mut head = head_of(visit, document, t.documents_withdraw());
    if !problems.is_empty() {
        head.status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let field = Field::new(t, "reason", t.documents_reason())
        .value(reason)
        .limit(REASON)
        .problems(problems);
    visit.page(head, || {
        view! {
            <div class="page-head"><h1>{t.documents_withdraw()}</h1><p class="lede" dir="auto">{document.title(visit.locale).to_owned()}</p></div>
            <p>{t.documents_withdraw_hint()}</p>
            {error_summary(t, problems)}
            <form class="form" method="post" action=visit.link(&format!("{}/withdrawal", document.path()))>
                {field.textarea(3)}
                <div class="form__submit">
                    <button class="button button--danger">{t.documents_withdraw()}</button> " "
                    <a class="button button--quiet" href=visit.link(&document.path())>{t.cancel()}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// POST /documents/{id}/restoration
pub async fn restore(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Nothing>,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let document = find(&visit, &id).await?;
    if form.replayed || document.status != Status::Withdrawn {
        return Ok(see_other(&visit.link(&document.path())));
    }
    allowed(policy::may_restore(actor, &document))?;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    store::restore(&mut write, &document).await?;
    write.commit().await?;
    Ok(done_with(&visit, document.id, "restored"))
}

/// GET /documents/attach?to=practice:ID: the own organization's documents, each with a button.
pub async fn choose(visit: Visit) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let to = url::form_urlencoded::parse(visit.query.as_bytes()).find(|(name, _)| name == "to");
    let target = to
        .and_then(|(_, value)| Target::parse(&value))
        .ok_or(AppError::NotFound)?;
    let place = attachable(&visit, target).await?;
    let filter = Filter {
        organization: Some(actor.organization),
        ..Filter::default()
    };
    let (mut documents, _) = store::list(&visit.app.db, Some(actor), &filter, 100, 0).await?;
    let attached = store::attached(&visit.app.db, Some(actor), target).await?;
    documents.retain(|document| {
        place.may_link(document.organization, document.status)
            && attached.iter().all(|other| other.id != document.id)
    });
    let t = visit.t;
    let head = Head::new(t.documents_attach_existing())
        .section(SECTION)
        .crumb(&place.title, &place.path);
    Ok(visit.page(head, || {
        let new = (t.documents_attach_new().to_owned(), visit.link(&format!("/documents/new?attach={target}")));
        let list = if documents.is_empty() {
            empty_state(t.documents_none(), Some(new))
        } else {
            documents.iter().map(|document| choice(&visit, document, target)).collect_view().into_any()
        };
        view! {
            <div class="page-head"><h1>{t.documents_attach_existing()}</h1><p class="lede">{t.documents_new_for(&place.title)}</p></div>
            <ul class="documents">{list}</ul>
        }
        .into_any()
    }))
}

fn choice(visit: &Visit, document: &Document, target: Target) -> AnyView {
    let t = visit.t;
    view! {
        <li class="document">
            {view::type_mark(document.current.file_type)}
            <div>
                <h2 class="document__name"><a href=visit.link(&document.path()) dir="auto">{document.title(visit.locale).to_owned()}</a></h2>
                <p class="document__meta"><span>{view::size(visit, &document.current)}</span>{view::badges(visit, document)}</p>
            </div>
            <form class="inline" method="post" action=visit.link(&format!("{}/links", document.path()))>
                <input type="hidden" name="attach" value=target.to_string()/>
                <button class="button button--secondary">{t.documents_attach()}</button>
            </form>
        </li>
    }
    .into_any()
}

/// POST /documents/{id}/links
pub async fn attach(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Link>,
) -> Result<Response, AppError> {
    change(visit, id, form, true).await
}

/// POST /documents/{id}/links/removal
pub async fn detach(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<Link>,
) -> Result<Response, AppError> {
    change(visit, id, form, false).await
}

async fn change(
    visit: Visit,
    id: String,
    form: Form<Link>,
    attach: bool,
) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let document = find(&visit, &id).await?;
    let target = Target::parse(&form.values.attach).ok_or(AppError::BadRequest)?;
    let place = attachable(&visit, target).await?;
    allowed(place.may_link(document.organization, document.status))?;
    if form.replayed {
        return Ok(see_other(&visit.link(&place.path)));
    }
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    if attach {
        store::attach(&mut write, document.id, target, actor.id).await?;
    } else {
        store::detach(&mut write, document.id, target).await?;
    }
    write.commit().await?;
    let done = if attach { "attached" } else { "detached" };
    Ok(see_other(
        &visit.link(&format!("{}?done={done}", place.path)),
    ))
}

fn allowed(may: bool) -> Result<(), AppError> {
    if may {
        Ok(())
    } else {
        Err(AppError::Forbidden)
    }
}
