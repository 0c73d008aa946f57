//! A pasted CSV file: checked whole before anything is written.

use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::csv::{self, Mistake};
use super::curation::curator;
use crate::error::AppError;
use crate::http::{Form, Visit};
use crate::imports::Outcome;
use crate::shell::Head;
use crate::ui::{Field, success};

/// The text of a CSV file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Values {
    file: String,
}

/// `GET /organizations/import`
pub async fn new(visit: Visit) -> Result<Response, AppError> {
    curator(&visit)?;
    Ok(page(&visit, "", &[], None))
}

/// `POST /organizations/import`
pub async fn create(visit: Visit, form: Form<Values>) -> Result<Response, AppError> {
    curator(&visit)?;
    let text = form.values.file;
    if form.replayed {
        return Ok(page(&visit, &text, &[], None));
    }
    let (db, sources) = (&visit.app.db, &visit.app.sources);
    let actor = Some(visit.member()?.id);
    Ok(match csv::import(db, sources, actor, &text).await? {
        Err(mistakes) => page(&visit, &text, &mistakes, None),
        Ok(outcome) => page(&visit, "", &[], Some(outcome)),
    })
}

fn page(visit: &Visit, text: &str, mistakes: &[Mistake], outcome: Option<Outcome>) -> Response {
    let t = visit.t;
    let mut head = Head::new(t.organizations_import())
        .section("/organizations")
        .crumb(t.organizations_title(), "/organizations");
    if !mistakes.is_empty() {
        head = head.unprocessable();
    }
    visit.page(head, || {
        let said = outcome.map(|outcome| {
            let words = t.organizations_imported(outcome.added, outcome.changed, outcome.unchanged);
            success(words)
        });
        let lines = mistakes
            .iter()
            .map(|mistake| view! { <li>{mistake.say(t)}</li> })
            .collect_view();
        let wrong = (!mistakes.is_empty()).then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1">
                    <h2>{t.error_summary_title()}</h2>
                    <ul>{lines}</ul>
                </div>
            }
        });
        view! {
            <h1>{t.organizations_import()}</h1>
            <p class="lede">{t.organizations_import_lede()}</p>
            {said}
            {wrong}
            <form class="form form--wide" method="post" action=visit.link("/organizations/import")>
                {Field::new(t, "file", t.organizations_import_file()).value(text)
                    .hint(csv::COLUMNS.join(","))
                    .textarea(14)}
                <div class="form__submit"><button class="button">{t.organizations_import()}</button></div>
            </form>
        }
        .into_any()
    })
}
