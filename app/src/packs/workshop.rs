//! A workshop as a pack tells it. The place of a field visit and its hour are for registered people: what travels on a stick
//! does not know them, whoever asked for it.

use jiff::Timestamp;
use leptos::prelude::*;

use super::contents::{Pack, Subject};
use crate::db::Entity;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::workshops::paper::Paper;

/// Changes of a workshop that are looked through for the last one that its page shows.
const LOOKED_THROUGH: i64 = 200;

/// What is told, loaded.
pub(super) struct Told {
    paper: Paper,
    changed: Timestamp,
}

/// The pack of a workshop, for whoever may see it.
pub(super) async fn pack(visit: &Visit, id: &str) -> Result<Pack, AppError> {
    let (paper, documents) = Paper::load(visit, id).await?;
    let id = paper.id().to_string();
    let history = visit.app.db.history(Entity::Workshop, &id, LOOKED_THROUGH);
    // Who registers is nobody's business, and changes nothing here.
    let shown = history.await?.into_iter().find(|change| {
        !matches!(
            change.kind.as_str(),
            "registered" | "withdrawn" | "admitted"
        )
    });
    let changed = shown
        .and_then(|change| Timestamp::from_microsecond(change.at).ok())
        .unwrap_or_else(|| paper.updated_at());
    let told = Told { paper, changed };
    Ok(Pack::new(
        visit,
        Subject::Workshop(Box::new(told)),
        documents,
    ))
}

impl Told {
    pub(super) fn title_in(&self, locale: Locale) -> (&str, Locale) {
        self.paper.title_in(locale)
    }

    pub(super) fn path(&self) -> String {
        self.paper.path()
    }

    pub(super) fn is_public(&self) -> bool {
        self.paper.is_public()
    }

    pub(super) fn changed(&self) -> Timestamp {
        self.changed
    }

    pub(super) fn view(&self, visit: &Visit, documents: Option<AnyView>) -> AnyView {
        let members = (!self.is_public()).then(
            || view! { <div class="notice notice--warning"><p>{visit.t.packs_members()}</p></div> },
        );
        view! { {members}{self.paper.view(visit, documents)} }.into_any()
    }
}
