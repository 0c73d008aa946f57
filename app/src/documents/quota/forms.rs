//! What admins type about limits. Megabytes, as sizes are shown: a million bytes.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;

use super::types::Limits;
use super::{pages, store};
use crate::documents::policy;
use crate::documents::words;
use crate::error::AppError;
use crate::http::{Form, Visit, see_other};
use crate::organizations::{self, Organization};
use crate::time::western_digits;
use crate::ui::{Problem, Problems};

const MEGABYTE: u64 = 1_000_000;
/// In megabytes: more than any server here has.
const MOST: u64 = 1_000_000_000;

/// The limits as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// For one file; empty: none of its own.
    pub file_limit: String,
    /// For all together; empty: none of its own.
    pub quota: String,
}

impl Typed {
    /// The limits as the form shows them.
    pub(super) fn of(limits: Limits) -> Self {
        let megabytes = |bytes: Option<i64>| {
            bytes
                .and_then(|bytes| u64::try_from(bytes).ok())
                .map(|bytes| (bytes / MEGABYTE).to_string())
                .unwrap_or_default()
        };
        Self {
            file_limit: megabytes(limits.file_limit),
            quota: megabytes(limits.quota),
        }
    }

    /// The limits, or what is wrong with them. `ceiling` is the largest file that the server takes at all.
    fn check(&self, visit: &Visit) -> Result<Limits, Problems> {
        let t = visit.t;
        let mut problems = Problems::new();
        let file_limit = number(visit, &mut problems, "file_limit", &self.file_limit);
        let quota = number(visit, &mut problems, "quota", &self.quota);
        let ceiling = visit.app.settings.upload_limit;
        match file_limit {
            Some(0) => problems.add("file_limit", said(t.storage_problem_zero())),
            Some(limit) if limit > ceiling => {
                let words = t.storage_problem_ceiling(words::size(t, ceiling));
                problems.add("file_limit", Problem::Said(words));
            }
            _ => {}
        }
        problems.give(Limits {
            file_limit: file_limit.and_then(|bytes| i64::try_from(bytes).ok()),
            quota: quota.and_then(|bytes| i64::try_from(bytes).ok()),
        })
    }
}

fn said(words: &'static str) -> Problem {
    Problem::Said(words.to_owned())
}

/// A number of megabytes, in bytes; nothing where nothing was typed.
fn number(visit: &Visit, problems: &mut Problems, field: &'static str, typed: &str) -> Option<u64> {
    let text = western_digits(typed.trim());
    if text.is_empty() {
        return None;
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| digits && *number <= MOST);
    if number.is_none() {
        problems.add(field, said(visit.t.storage_problem_number()));
    }
    number.map(|number: u64| number * MEGABYTE)
}

/// Whether the visitor may see and set limits; for everyone else there is no such page.
pub(super) fn administers(visit: &Visit) -> Result<(), AppError> {
    if policy::may_set_limits(visit.member()?) {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// The organization of the page, for an admin.
pub(super) async fn administered(visit: &Visit, slug: &str) -> Result<Organization, AppError> {
    administers(visit)?;
    let found = organizations::store::by_slug(&visit.app.db, slug).await?;
    found.ok_or(AppError::NotFound)
}

/// POST /admin/storage: the limits of every organization that has none of its own.
pub async fn save_defaults(visit: Visit, form: Form<Typed>) -> Result<Response, AppError> {
    administers(&visit)?;
    let typed = form.values;
    if form.replayed {
        return pages::defaults_again(&visit, &typed, &Problems::new()).await;
    }
    let limits = match typed.check(&visit) {
        Ok(limits) => limits,
        Err(problems) => return pages::defaults_again(&visit, &typed, &problems).await,
    };
    let actor = visit.member()?.id;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    store::set_defaults(&mut write, limits).await?;
    write.commit().await?;
    Ok(see_other(&visit.link("/admin/storage?done=saved")))
}

/// POST /admin/storage/{slug}: an organization's own limits.
pub async fn save(
    visit: Visit,
    Path(slug): Path<String>,
    form: Form<Typed>,
) -> Result<Response, AppError> {
    let organization = administered(&visit, &slug).await?;
    let typed = form.values;
    if form.replayed {
        return pages::again(&visit, &organization, &typed, &Problems::new()).await;
    }
    let limits = match typed.check(&visit) {
        Ok(limits) => limits,
        Err(problems) => return pages::again(&visit, &organization, &typed, &problems).await,
    };
    let actor = visit.member()?.id;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor)).await?;
    store::set(&mut write, organization.id, limits).await?;
    write.commit().await?;
    let done = format!("/admin/storage/{}?done=saved", organization.slug);
    Ok(see_other(&visit.link(&done)))
}
