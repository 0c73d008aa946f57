//! The list of topics, and its curation by coordinators.

use axum::extract::Path;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::{Topic, policy, store};
use crate::addresses::is_slug;
use crate::db::violates;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::shell::Head;
use crate::ui::{Field, Problem, Problems, error_summary};

/// The form of a topic, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Values {
    slug: String,
    name_ar: String,
    name_en: String,
    retired: String,
}

/// `GET /topics`
pub async fn index(visit: Visit) -> Result<Response, AppError> {
    let topics = store::all(&visit.app.db).await?;
    let t = visit.t;
    let head = Head::new(t.topics_title()).public(t.topics_lede());
    Ok(visit.page(head, || {
        let curates = policy::may_curate(visit.actor());
        let add = curates.then(|| {
            view! { <p class="actions"><a class="button" href=visit.link("/topics/new")>{t.topics_add()}</a></p> }
        });
        let rows = topics.iter().map(|topic| row(&visit, topic, curates)).collect_view();
        view! {
            <div class="page-head"><h1>{t.topics_title()}</h1><p class="lede">{t.topics_lede()}</p>{add}</div>
            <ul class="rows">{rows}</ul>
        }
        .into_any()
    }))
}

fn row(visit: &Visit, topic: &Topic, curates: bool) -> AnyView {
    let href = visit.link(&format!("/practices?topic={}", topic.slug));
    let edit = curates.then(|| {
        let href = visit.link(&format!("/topics/{}/edit", topic.slug));
        view! { <p class="row__meta"><a href=href>{visit.t.edit()}</a></p> }
    });
    view! {
        <li class="row">
            <h2 class="row__title"><a href=href>{topic.name(visit.locale).to_owned()}</a></h2>
            {edit}
        </li>
    }
    .into_any()
}

fn curator(visit: &Visit) -> Result<(), AppError> {
    visit.member()?;
    if policy::may_curate(visit.actor()) {
        Ok(())
    } else {
        Err(AppError::Forbidden)
    }
}

/// `GET /topics/new`
pub async fn new(visit: Visit) -> Result<Response, AppError> {
    curator(&visit)?;
    Ok(form_page(
        &visit,
        None,
        &Values::default(),
        &Problems::new(),
    ))
}

/// `POST /topics`
pub async fn create(visit: Visit, form: Form<Values>) -> Result<Response, AppError> {
    curator(&visit)?;
    let mut problems = Problems::new();
    if form.replayed {
        return Ok(form_page(&visit, None, &form.values, &problems));
    }
    let mut topic = names(&form.values, &mut problems);
    topic.slug = problems.required("slug", &form.values.slug, 60);
    if !topic.slug.is_empty() && !is_slug(&topic.slug) {
        problems.add("slug", Problem::Invalid);
    }
    if problems.is_empty() {
        let mut write = visit
            .app
            .db
            .begin_write(visit.now, Some(visit.member()?.id))
            .await?;
        match store::append(&mut write, &topic).await {
            Ok(()) => {
                write.commit().await?;
                return Ok(see_other(&visit.link("/topics")));
            }
            Err(error)
                if violates(&error, "topics", "slug") || violates(&error, "topics", "pkey") =>
            {
                problems.add("slug", Problem::Taken);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(form_page(&visit, None, &form.values, &problems))
}

/// `GET /topics/{slug}/edit`
pub async fn edit(visit: Visit, Path(slug): Path<String>) -> Result<Response, AppError> {
    curator(&visit)?;
    let (topic, retired) = store::by_slug(&visit.app.db, &slug)
        .await?
        .ok_or(AppError::NotFound)?;
    let values = Values {
        slug: topic.slug.clone(),
        name_ar: topic.name_ar.clone(),
        name_en: topic.name_en.clone(),
        retired: if retired {
            "1".to_owned()
        } else {
            String::new()
        },
    };
    Ok(form_page(&visit, Some(&topic), &values, &Problems::new()))
}

/// `POST /topics/{slug}/edit`
pub async fn update(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    curator(&visit)?;
    let (stored, _) = store::by_slug(&visit.app.db, &slug)
        .await?
        .ok_or(AppError::NotFound)?;
    let mut problems = Problems::new();
    let topic = Topic {
        slug,
        ..names(&form.values, &mut problems)
    };
    if form.replayed || !problems.is_empty() {
        return Ok(form_page(&visit, Some(&stored), &form.values, &problems));
    }
    let mut write = visit
        .app
        .db
        .begin_write(visit.now, Some(visit.member()?.id))
        .await?;
    store::update(&mut write, &topic, form.values.retired == "1").await?;
    write.commit().await?;
    Ok(see_other(&visit.link("/topics")))
}

fn names(values: &Values, problems: &mut Problems) -> Topic {
    Topic {
        slug: String::new(),
        name_ar: problems.required("name_ar", &values.name_ar, 80),
        name_en: problems.required("name_en", &values.name_en, 80),
    }
}

fn form_page(
    visit: &Visit,
    stored: Option<&Topic>,
    values: &Values,
    problems: &Problems,
) -> Response {
    let t = visit.t;
    let (title, action) = match stored {
        Some(topic) => (
            topic.name(visit.locale).to_owned(),
            format!("/topics/{}/edit", topic.slug),
        ),
        None => (t.topics_add().to_owned(), "/topics".to_owned()),
    };
    let head = Head::new(&title)
        .crumb(t.topics_title(), "/topics")
        .answering(problems);
    visit.page(head, || {
        let slug = stored.is_none().then(|| {
            Field::new(t, "slug", t.organizations_slug())
                .hint(t.organizations_slug_hint())
                .value(&values.slug)
                .problems(problems)
                .input()
        });
        let retired = stored.map(|_| Field::new(t, "retired", t.topics_retired()).value(&values.retired).checkbox());
        view! {
            <h1>{title}</h1>
            {error_summary(t, problems)}
            <form class="form" method="post" action=visit.link(&action)>
                {slug}
                {Field::new(t, "name_ar", t.topics_name_ar()).value(&values.name_ar).limit(80).problems(problems).input()}
                {Field::new(t, "name_en", t.topics_name_en()).value(&values.name_en).limit(80).problems(problems).input()}
                {retired}
                <div class="form__submit"><button class="button">{t.save()}</button></div>
            </form>
        }
        .into_any()
    })
}
