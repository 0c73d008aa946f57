//! Making and ending personal access tokens.

use axum::extract::Path;
use axum::response::Response;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::accounts::scopes::Scopes;
use crate::accounts::store::tokens::{self, NewToken};
use crate::accounts::{pages, types};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::ui::{Problem, Problems};

/// How many days a token may live: what the form offers.
pub const DAYS: [i64; 3] = [30, 90, 365];

/// The form as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    /// What the member calls the token.
    pub name: String,
    /// Words of scopes.
    pub scopes: Vec<String>,
    /// One of [`DAYS`].
    pub days: String,
}

impl TokenForm {
    fn check(&self, id: Id) -> Result<NewToken, Problems> {
        let mut problems = Problems::new();
        let name = problems.required("name", &self.name, types::NAME_LIMIT);
        let scopes = Scopes::parse(self.scopes.iter().map(String::as_str));
        match &scopes {
            None => problems.add("scopes", Problem::Invalid),
            Some(scopes) if scopes.is_empty() => problems.add("scopes", Problem::Unchosen),
            Some(_) => {}
        }
        let days = self.days.parse().ok().filter(|days| DAYS.contains(days));
        if days.is_none() {
            problems.add("days", Problem::Invalid);
        }
        problems.give(NewToken {
            id,
            name,
            scopes: scopes.unwrap_or_default(),
            lifetime: SignedDuration::from_hours(24 * days.unwrap_or_default()),
        })
    }
}

/// POST: makes a token and shows it, this once.
pub async fn create(visit: Visit, form: Form<TokenForm>) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    let typed = &form.values;
    if form.replayed {
        return pages::tokens::again(&visit, typed, &Problems::new()).await;
    }
    let new = match typed.check(visit.app.sources.id()) {
        Ok(new) => new,
        Err(problems) => return pages::tokens::again(&visit, typed, &problems).await,
    };
    let token = visit.app.sources.token();
    let mut write = visit.app.db.begin_write(visit.now, Some(member)).await?;
    match tokens::create_token(&mut write, member, &token, &new).await {
        Ok(()) => write.commit().await?,
        Err(AppError::Conflict) => {
            drop(write);
            let most = visit.t.accounts_tokens_too_many(tokens::MOST);
            let problems = Problems::one("name", Problem::Said(most));
            return pages::tokens::again(&visit, typed, &problems).await;
        }
        Err(other) => return Err(other),
    }
    pages::tokens::made(&visit, &token).await
}

/// POST: ends a token.
pub async fn revoke(
    visit: Visit,
    Path(id): Path<String>,
    form: Form<()>,
) -> Result<Response, AppError> {
    let member = visit.member()?.id;
    if form.replayed {
        return Ok(see_other(&visit.link("/account/tokens")));
    }
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let mut write = visit.app.db.begin_write(visit.now, Some(member)).await?;
    tokens::revoke_token(&mut write, member, id).await?;
    write.commit().await?;
    Ok(see_other(&visit.link("/account/tokens?done=revoked")))
}
