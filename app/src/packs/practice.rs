//! A practice as a pack tells it: what its page shows, without what can be done there.

use jiff::Timestamp;
use leptos::prelude::*;

use super::contents::{Pack, Subject};
use crate::db::Entity;
use crate::documents;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;
use crate::organizations::{self, Governorate, Organization};
use crate::practices::pages::{article, detail, find, path, revision};
use crate::practices::policy;
use crate::practices::store::{Practice, Revision};
use crate::topics::{self, Topic};

/// What is told, loaded.
pub(super) struct Told {
    practice: Practice,
    shown: Revision,
    owner: Option<Organization>,
    governorate: Option<Governorate>,
    topics: Vec<Topic>,
}

/// The pack of a practice, for whoever may see it.
pub(super) async fn pack(visit: &Visit, id: &str) -> Result<Pack, AppError> {
    let db = &visit.app.db;
    let practice = find(visit, id).await?;
    let number = practice
        .published_revision
        .unwrap_or(practice.latest_revision);
    let shown = revision(visit, &practice, number).await?;
    let owner = organizations::store::by_id(db, practice.organization).await?;
    let slug = owner
        .as_ref()
        .and_then(|owner| owner.governorate.as_deref());
    let governorate = organizations::store::governorates(db)
        .await?
        .into_iter()
        .find(|governorate| Some(governorate.slug.as_str()) == slug);
    let documents =
        documents::attached_to(db, visit.actor(), Entity::Practice, practice.id).await?;
    let told = Told {
        practice,
        shown,
        owner,
        governorate,
        topics: topics::store::known(db).await?,
    };
    Ok(Pack::new(
        visit,
        Subject::Practice(Box::new(told)),
        documents,
    ))
}

impl Told {
    pub(super) fn title_in(&self, locale: Locale) -> (&str, Locale) {
        self.shown.content.title_in(locale)
    }

    pub(super) fn path(&self) -> String {
        path(self.practice.id, "")
    }

    pub(super) fn is_public(&self) -> bool {
        policy::may_read(None, &self.practice.facts())
    }

    pub(super) fn changed(&self) -> Timestamp {
        let practice = &self.practice;
        [practice.confirmed_at, practice.verified_at]
            .into_iter()
            .flatten()
            .fold(
                practice.updated_at.max(self.shown.updated_at),
                Timestamp::max,
            )
    }

    pub(super) fn view(&self, visit: &Visit, documents: Option<AnyView>) -> AnyView {
        let content = &self.shown.content;
        let (title, title_language) = content.title_in(visit.locale);
        let (summary, summary_language) = content.summary_in(visit.locale);
        let documents = documents.map(|list| ("documents", visit.t.documents_attached(), list));
        let after = documents.into_iter().collect();
        view! {
            <article>
                <div class="page-head">
                    <h1 dir="auto" lang=title_language.code()>{title.to_owned()}</h1>
                    {detail::owner_line(visit, self.owner.as_ref())}
                    <p class="lede" dir="auto" lang=summary_language.code()>{summary.to_owned()}</p>
                    {detail::translation_note(visit, content)}
                    {self.standing(visit)}
                </div>
                <div class="detail">
                    <div class="detail__main">{article::view(visit, content, after)}</div>
                    <aside class="detail__aside">
                        {detail::facts(visit, &self.practice)}
                        {self.about(visit)}
                    </aside>
                </div>
            </article>
        }
        .into_any()
    }

    /// What whoever gets the pack must know first: that it is a draft, or not for everybody.
    fn standing(&self, visit: &Visit) -> Option<AnyView> {
        let t = visit.t;
        let words = match (self.practice.published_revision, self.is_public()) {
            (None, _) => t.packs_draft(),
            (Some(_), false) => t.packs_members(),
            (Some(_), true) => return None,
        };
        Some(view! { <div class="notice notice--warning"><p>{words}</p></div> }.into_any())
    }

    fn about(&self, visit: &Visit) -> AnyView {
        let t = visit.t;
        let governorate = self.governorate.as_ref().map(|governorate| {
            let name = governorate.name(visit.locale).to_owned();
            view! { <div><dt>{t.organizations_governorate()}</dt><dd>{name}</dd></div> }
        });
        let names = self.shown.content.topics.iter();
        let names: Vec<_> = names
            .map(|slug| topics::name_of(&self.topics, slug, visit.locale))
            .collect();
        let topics = (!names.is_empty()).then(|| {
            let names = names.join(&t.list_separator());
            view! { <div><dt>{t.topics_title()}</dt><dd>{names}</dd></div> }
        });
        let none = governorate.is_none() && topics.is_none();
        (!none)
            .then(|| view! { <dl class="facts">{governorate}{topics}</dl> })
            .into_any()
    }
}
