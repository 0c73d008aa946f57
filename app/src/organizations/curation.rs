//! What only a curator does with an entry: take it out of the directory, put it back, make it a part of another.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::forms::{Values, entry_page};
use super::types::Organization;
use super::{merge, pages, policy, store};
use crate::error::AppError;
use crate::http::{Form, Nothing, Visit, see_other};
use crate::ui::{Field, Problem, Problems};

/// Refuses everyone else.
pub(super) fn curator(visit: &Visit) -> Result<(), AppError> {
    visit.member()?;
    if policy::may_curate(visit.actor()) {
        Ok(())
    } else {
        Err(AppError::Forbidden)
    }
}

/// The buttons below an entry's form.
pub(super) fn curation(
    visit: &Visit,
    stored: &Organization,
    others: &[Organization],
    problems: &Problems,
) -> AnyView {
    let t = visit.t;
    let path = |action: &str| visit.link(&format!("/organizations/{}/{action}", stored.slug));
    let retired = stored.retired_at.is_some();
    let (action, label) = if retired {
        ("restoration", t.organizations_restore())
    } else {
        ("retirement", t.organizations_retire())
    };
    let choices: Vec<_> = others
        .iter()
        .filter(|other| other.id != stored.id)
        .map(|other| (other.slug.clone(), other.title(t)))
        .collect();
    let merge = (!retired).then(|| {
        view! {
            <form class="form" method="post" action=path("merger")>
                {Field::new(t, "into", t.organizations_merge_into()).hint(t.organizations_merge_hint()).problems(problems).select(choices)}
                <div class="form__submit"><button class="button button--danger">{t.organizations_merge()}</button></div>
            </form>
        }
    });
    view! {
        <section>
            <h2>{t.organizations_curation()}</h2>
            <form class="form" method="post" action=path(action)>
                <div class="form__submit"><button class="button button--secondary">{label}</button></div>
            </form>
            {merge}
        </section>
    }
    .into_any()
}

/// `POST /organizations/{slug}/retirement`
pub async fn retire(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<Nothing>,
) -> Result<Response, AppError> {
    set_retired(&visit, &slug, true, form.replayed).await
}

/// `POST /organizations/{slug}/restoration`
pub async fn restore(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<Nothing>,
) -> Result<Response, AppError> {
    set_retired(&visit, &slug, false, form.replayed).await
}

async fn set_retired(
    visit: &Visit,
    slug: &str,
    retired: bool,
    replayed: bool,
) -> Result<Response, AppError> {
    curator(visit)?;
    let organization = pages::find(visit, slug).await?;
    let page = visit.link(&format!("/organizations/{slug}/edit"));
    if replayed {
        return Ok(see_other(&page));
    }
    // Said a second time it changes nothing: one that became part of another keeps leading there.
    if organization.retired_at.is_some() != retired {
        let mut write = visit
            .app
            .db
            .begin_write(visit.now, Some(visit.member()?.id))
            .await?;
        store::set_retired(&mut write, organization.id, retired).await?;
        write.commit().await?;
    }
    let done = if retired { "retired" } else { "restored" };
    Ok(see_other(&format!("{page}?done={done}")))
}

/// Which organization another becomes part of.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MergeValues {
    into: String,
}

/// `POST /organizations/{slug}/merger`
pub async fn merge(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<MergeValues>,
) -> Result<Response, AppError> {
    curator(&visit)?;
    let organization = pages::find(&visit, &slug).await?;
    let target = store::by_slug(&visit.app.db, &form.values.into).await?;
    let target =
        target.filter(|target| target.id != organization.id && target.retired_at.is_none());
    let (Some(target), false) = (target, form.replayed) else {
        let problems = Problems::one("into", Problem::Unchosen);
        return entry_page(
            &visit,
            Some(&organization),
            &Values::of(&organization),
            &problems,
        )
        .await;
    };
    let mut write = visit
        .app
        .db
        .begin_write(visit.now, Some(visit.member()?.id))
        .await?;
    merge::merge(&mut write, organization.id, target.id).await?;
    write.commit().await?;
    Ok(see_other(
        &visit.link(&format!("/organizations/{}", target.slug)),
    ))
}
