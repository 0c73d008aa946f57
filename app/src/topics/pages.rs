//! The list of topics, and its curation by coordinators.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::store::Stored;
use super::{Topic, policy, store};
use crate::addresses::is_slug;
use crate::db::violates;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::i18n::Words;
use crate::shell::Head;
use crate::ui::stored::{Said, stored_now};
use crate::ui::{Field, Problem, Problems, error_summary, hidden};

/// The form of a topic, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Values {
    slug: String,
    name_ar: String,
    name_en: String,
    retired: String,
    version: String,
}

impl Values {
    /// The form of a stored topic.
    fn of(stored: &Stored) -> Self {
        let retired = if stored.retired { "1" } else { "" };
        Self {
            slug: stored.topic.slug.clone(),
            name_ar: stored.topic.name_ar.clone(),
            name_en: stored.topic.name_en.clone(),
            retired: retired.to_owned(),
            version: stored.version.to_string(),
        }
    }

    /// What its fields say, in words.
    fn said(&self, t: Words) -> Vec<Said> {
        let state = match self.retired.as_str() {
            "1" => t.topics_hidden(),
            _ => t.topics_shown(),
        };
        vec![
            (t.topics_name_ar(), self.name_ar.clone()),
            (t.topics_name_en(), self.name_en.clone()),
            (t.topics_state(), state.to_owned()),
        ]
    }
}

/// `GET /topics`
pub async fn index(visit: Visit) -> Result<Response, AppError> {
    let db = &visit.app.db;
    let curates = policy::may_curate(visit.actor());
    let topics = store::all(db).await?;
    // Who curates brings hidden ones back.
    let mut hidden = match curates {
        true => store::known(db).await?,
        false => Vec::new(),
    };
    hidden.retain(|topic| !topics.contains(topic));
    let t = visit.t;
    let head = Head::new(t.topics_title()).public(t.topics_lede());
    Ok(visit.page(head, || {
        let hidden = (!hidden.is_empty()).then(|| {
            let rows = hidden.iter().map(|topic| row(&visit, topic, curates)).collect_view();
            view! { <section><h2>{t.topics_hidden_title()}</h2><ul class="rows">{rows}</ul></section> }
        });
        let add = curates.then(|| {
            view! { <p class="actions"><a class="button" href=visit.link("/topics/new")>{t.topics_add()}</a></p> }
        });
        let rows = topics.iter().map(|topic| row(&visit, topic, curates)).collect_view();
        view! {
            {visit.done(|done| (done == "saved").then(|| t.topics_saved()))}
            <div class="page-head"><h1>{t.topics_title()}</h1><p class="lede">{t.topics_lede()}</p>{add}</div>
            <ul class="rows">{rows}</ul>
            {hidden}
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
                return Ok(see_other(&visit.link("/topics?done=saved")));
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
    let stored = find(&visit, &slug).await?;
    let values = Values::of(&stored);
    Ok(form_page(&visit, Some(&stored), &values, &Problems::new()))
}

async fn find(visit: &Visit, slug: &str) -> Result<Stored, AppError> {
    let stored = store::by_slug(&visit.app.db, slug).await?;
    stored.ok_or(AppError::NotFound)
}

/// `POST /topics/{slug}/edit`
pub async fn update(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<Values>,
) -> Result<Response, AppError> {
    curator(&visit)?;
    let stored = find(&visit, &slug).await?;
    let mut values = form.values;
    if form.replayed {
        return Ok(form_page(&visit, Some(&stored), &values, &Problems::new()));
    }
    let mut problems = Problems::new();
    let new = Stored {
        topic: Topic {
            slug: slug.clone(),
            ..names(&values, &mut problems)
        },
        retired: values.retired == "1",
        version: values.version.parse().map_err(|_| AppError::BadRequest)?,
    };
    let current = new.version == stored.version;
    if current && !problems.is_empty() {
        return Ok(form_page(&visit, Some(&stored), &values, &problems));
    }
    if current && save(&visit, &new).await? {
        return Ok(see_other(&visit.link("/topics?done=saved")));
    }
    // Someone else's edit came first. Saving again is then a decision.
    let stored = find(&visit, &slug).await?;
    values.version = stored.version.to_string();
    let stale = visit.t.organizations_stale().to_owned();
    problems.add("form", Problem::Said(stale));
    Ok(form_page(&visit, Some(&stored), &values, &problems))
}

/// Writes the topic over the version that the curator saw; `false` if that is no longer the current one.
async fn save(visit: &Visit, new: &Stored) -> Result<bool, AppError> {
    let actor = visit.member()?.id;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    match store::update(&mut write, new).await {
        Ok(()) => write.commit().await.map(|()| true),
        Err(AppError::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
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
    stored: Option<&Stored>,
    values: &Values,
    problems: &Problems,
) -> Response {
    let t = visit.t;
    let (title, action) = match stored {
        Some(Stored { topic, .. }) => (
            topic.name(visit.locale).to_owned(),
            format!("/topics/{}/edit", topic.slug),
        ),
        None => (t.topics_add().to_owned(), "/topics".to_owned()),
    };
    let mut head = Head::new(&title)
        .crumb(t.topics_title(), "/topics")
        .answering(problems);
    let stale = stored.filter(|_| problems.of("form").is_some());
    if stale.is_some() {
        head.status = StatusCode::CONFLICT;
    }
    visit.page(head, || {
        let slug = stored.is_none().then(|| {
            Field::new(t, "slug", t.organizations_slug())
                .hint(t.organizations_slug_hint())
                .value(&values.slug)
                .problems(problems)
                .input()
        });
        let retired = stored.map(|_| Field::new(t, "retired", t.topics_retired()).value(&values.retired).checkbox());
        let version = stored.map(|_| hidden("version", &values.version));
        let theirs = stale.and_then(|stored| {
            let stored = Values::of(stored).said(t);
            stored_now(t, t.organizations_stored(), stored, values.said(t))
        });
        view! {
            <h1>{title}</h1>
            {error_summary(t, problems)}
            {theirs}
            <form class="form" id="form" method="post" action=visit.link(&action)>
                {version}
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
