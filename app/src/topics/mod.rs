//! Topics: the curated list that everything is filed under.

pub mod api;
pub mod pages;
pub mod policy;
pub mod store;

use crate::i18n::Locale;
use crate::routes::Route;

/// One topic.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Topic {
    /// Its name in URLs and files.
    pub slug: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
}

impl Topic {
    /// The name in the reader's language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_ar, &self.name_en)
    }
}

/// The name of the topic with this slug; the slug itself where it is unknown.
pub fn name_of(topics: &[Topic], slug: &str, locale: Locale) -> String {
    let topic = topics.iter().find(|topic| topic.slug == slug);
    topic.map_or(slug, |topic| topic.name(locale)).to_owned()
}

/// The choices of a form or a filter: value and label.
pub fn options(topics: &[Topic], locale: Locale) -> Vec<(String, String)> {
    topics
        .iter()
        .map(|topic| (topic.slug.clone(), topic.name(locale).to_owned()))
        .collect()
}

/// The URLs of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/topics", pages::index),
        Route::post("/topics", pages::create),
        Route::get("/topics/new", pages::new),
        Route::get("/topics/{slug}/edit", pages::edit),
        Route::post("/topics/{slug}/edit", pages::update),
        Route::get("/api/v1/topics", api::list).root(),
    ]
}
