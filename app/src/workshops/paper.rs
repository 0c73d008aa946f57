//! A workshop for reading elsewhere than on its page: what is planned and what came of it, without what can be done there,
//! without what only registered people know, and without what the clock alone changes.

use jiff::Timestamp;
use leptos::prelude::*;

use super::calendar::Knows;
use super::detail::{self, Detail};
use super::forms::path;
use super::pages::find;
use super::types::State;
use super::{policy, sections, words};
use crate::clock::Id;
use crate::documents::Document;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Locale;

/// What is told, loaded.
pub struct Paper(Detail);

impl Paper {
    /// The workshop, if this reader may know of it, and the documents that hang on it.
    pub async fn load(visit: &Visit, id: &str) -> Result<(Self, Vec<Document>), AppError> {
        let workshop = find(visit, id).await?;
        let mut detail = Detail::load(visit, workshop).await?;
        let documents = std::mem::take(&mut detail.documents);
        detail.knows = Knows::Page;
        detail.mine = None;
        // Nothing is going on, nobody can be added to a calendar, no seat is free: that is for the page to say.
        detail.state = State::Finished;
        detail.workshop.plan.capacity = None;
        Ok((Self(detail), documents))
    }

    /// Which one.
    pub fn id(&self) -> Id {
        self.0.workshop.id
    }

    /// The path of its page, after the language.
    pub fn path(&self) -> String {
        path(self.id())
    }

    /// The title for a reader, and the language it is in.
    pub fn title_in(&self, locale: Locale) -> (&str, Locale) {
        self.0.workshop.plan.title_in(locale)
    }

    /// When its plan last changed.
    pub fn updated_at(&self) -> Timestamp {
        self.0.workshop.updated_at
    }

    /// Whether everybody may read it.
    pub fn is_public(&self) -> bool {
        policy::may_see(None, &self.0.workshop)
    }

    /// The page, with the materials in their place.
    pub fn view(&self, visit: &Visit, materials: Option<AnyView>) -> AnyView {
        let (detail, t) = (&self.0, visit.t);
        let plan = &detail.workshop.plan;
        let (title, language) = plan.title_in(visit.locale);
        let summary = plan.summary_in(visit.locale).0.to_owned();
        let materials = materials.map(|list| {
            view! { <section id="documents"><h2>{t.workshops_materials()}</h2>{list}</section> }
        });
        view! {
            <article>
                <div class="page-head">
                    <h1 lang=language.code() dir="auto">{title.to_owned()}</h1>
                    <p class="lede" dir="auto">{summary}</p>
                    <p class="muted">{words::kind(t, plan.kind)}</p>
                    {detail::called_off(visit, detail)}
                </div>
                <div class="detail">
                    <div class="detail__main">
                        {detail::when(visit, detail)}
                        {detail::description(visit, detail)}
                        {sections::agenda(visit, detail)}
                        {self.practices(visit)}
                        {materials}
                        {sections::minutes(visit, detail)}
                        {sections::recommendations(visit, detail)}
                    </div>
                    <aside class="detail__aside">{detail::facts(visit, detail)}</aside>
                </div>
            </article>
        }
        .into_any()
    }

    /// The practices it is about, in a line each.
    fn practices(&self, visit: &Visit) -> Option<AnyView> {
        let detail = &self.0;
        let items = detail.workshop.plan.practices.iter().filter_map(|id| {
            let practice = detail
                .practices
                .iter()
                .find(|practice| practice.id == *id)?;
            let summary = practice.summary_in(visit.locale).0.to_owned();
            Some(view! {
                <li class="row">
                    <h3 class="row__title">{detail.practice_link(visit, *id)}</h3>
                    <p class="row__summary" dir="auto">{summary}</p>
                </li>
            })
        });
        let items: Vec<_> = items.collect();
        (!items.is_empty()).then(|| {
            view! {
                <section id="practices">
                    <h2>{visit.t.workshops_practices()}</h2>
                    <ul class="rows">{items.collect_view()}</ul>
                </section>
            }
            .into_any()
        })
    }
}
