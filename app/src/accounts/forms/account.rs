//! What members change about their own account.

use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::types::{NAME_LIMIT, POST_LIMIT, Profile};
use crate::accounts::{pages, store};
use crate::db::Entity;
use crate::error::AppError;
use crate::http::visit::session_token;
use crate::http::{Form, Visit, see_other};
use crate::i18n::Locale;
use crate::ui::{Problem, Problems};

/// The profile as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ProfileForm {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The post.
    #[serde(default)]
    pub post: String,
    /// `ar` or `en`.
    #[serde(default)]
    pub locale: String,
    /// `1` where members may see the name.
    #[serde(default)]
    pub shows_name: String,
}

impl From<Profile> for ProfileForm {
    fn from(profile: Profile) -> Self {
        Self {
            name: profile.name,
            post: profile.post,
            locale: profile.locale.code().to_owned(),
            shows_name: if profile.shows_name { "1" } else { "" }.to_owned(),
        }
    }
}

impl ProfileForm {
    fn check(&self) -> Result<Profile, Problems> {
        let mut problems = Problems::new();
        let name = problems.required("name", &self.name, NAME_LIMIT);
        let post = problems.required("post", &self.post, POST_LIMIT);
        let locale = Locale::parse(&self.locale);
        if locale.is_none() {
            problems.add("locale", Problem::Invalid);
        }
        problems.give(Profile {
            name,
            post,
            locale: locale.unwrap_or_default(),
            shows_name: self.shows_name == "1",
        })
    }
}

/// POST: keeps the profile.
pub async fn save_profile(visit: Visit, form: Form<ProfileForm>) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    if form.replayed {
        return Ok(pages::account::again(
            &visit,
            &form.values,
            &Problems::new(),
        ));
    }
    let profile = match form.values.check() {
        Ok(profile) => profile,
        Err(problems) => return Ok(pages::account::again(&visit, &form.values, &problems)),
    };
    let mut write = visit.app.db.begin_write(visit.now, Some(member)).await?;
    store::save_profile(&mut write, member, &profile).await?;
    write.commit().await?;
    Ok(see_other(&visit.link("/account?done=profile")))
}

/// Which session to end.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndSession {
    /// The hash of its token; empty for all but the present one.
    pub session: String,
}

/// POST: ends one of the member's sessions, or all but the present one.
pub async fn end_session(
    visit: Visit,
    headers: HeaderMap,
    form: Form<EndSession>,
) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    if form.replayed {
        return Ok(see_other(&visit.link("/account/sessions")));
    }
    let mut write = visit.app.db.begin_write(visit.now, Some(member)).await?;
    if form.values.session.is_empty() {
        let own = session_token(&visit.app, &headers).unwrap_or_default();
        store::sessions::end_other_sessions(&mut write, member, own).await?;
    } else {
        store::sessions::end_session_of(&mut write, member, &form.values.session).await?;
    }
    write.changed(Entity::Member, member, "session-ended");
    write.commit().await?;
    Ok(see_other(&visit.link("/account/sessions?done=ended")))
}
