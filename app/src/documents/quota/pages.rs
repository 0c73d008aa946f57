//! What organizations have put in, and the forms that limit it: for admins.

use axum::extract::{Path, Query};
use axum::response::Response;
use leptos::prelude::*;
use serde::Deserialize;

use super::forms::{Typed, administered, administers};
use super::store;
use super::types::{Limits, Used};
use crate::documents::words;
use crate::error::AppError;
use crate::http::Visit;
use crate::organizations::types::sort_key;
use crate::organizations::{self, Organization};
use crate::shell::Head;
use crate::ui::list::PAGE_SIZE;
use crate::ui::{Field, Pages, Problems, empty_state, error_summary, pagination, success};

const PATH: &str = "/admin/storage";

/// What the list may be narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrowed {
    name: String,
    page: String,
    done: String,
}

/// GET /admin/storage
pub async fn index(visit: Visit, Query(narrowed): Query<Narrowed>) -> Result<Response, AppError> {
    administers(&visit)?;
    let typed = Typed::of(store::defaults(&visit.app.db).await?);
    overview(&visit, &narrowed, &typed, &Problems::new()).await
}

/// The same with the defaults as they were typed.
pub(super) async fn defaults_again(
    visit: &Visit,
    typed: &Typed,
    problems: &Problems,
) -> Result<Response, AppError> {
    overview(visit, &Narrowed::default(), typed, problems).await
}

async fn overview(
    visit: &Visit,
    narrowed: &Narrowed,
    typed: &Typed,
    problems: &Problems,
) -> Result<Response, AppError> {
    let (t, db) = (visit.t, &visit.app.db);
    let everyone = store::defaults(db).await?;
    let used = store::all(db).await?;
    let rows = listed(visit, &used, &narrowed.name).await?;
    let kept = store::kept(db).await?;
    let scanner = scanner(visit).await;
    let used: i64 = used.iter().map(|used| used.used).sum();
    let pages = Pages {
        page: Pages::requested(Some(&narrowed.page)),
        total: i64::try_from(rows.len()).unwrap_or(i64::MAX),
    };
    let from = usize::try_from(Pages::offset(pages.page)).unwrap_or(usize::MAX);
    let shown: Vec<_> = rows
        .into_iter()
        .skip(from)
        .take(PAGE_SIZE as usize)
        .collect();
    let ceiling = words::size(t, visit.app.settings.upload_limit);
    let hints = (t.storage_file_limit_hint(ceiling), t.storage_quota_hint());
    let head = head_of(visit, t.storage_title().to_owned(), problems);
    Ok(visit.page(head, || {
        view! {
            <div class="page-head"><h1>{t.storage_title()}</h1><p class="lede">{t.storage_lede()}</p></div>
            {done(visit, &narrowed.done)}
            <div class="measure stack">
                {error_summary(t, problems)}
                {totals(visit, used, kept)}
                {scanner}
                <section>
                    <h2>{t.storage_defaults()}</h2>
                    {limits_form(visit, PATH, typed, problems, hints)}
                </section>
            </div>
            <section>
                <h2>{t.storage_organizations()}</h2>
                <div class="with-filters">
                    {filters(visit, &narrowed.name)}
                    <div class="stack">
                        {list(visit, &shown, everyone)}
                        {pagination(visit, pages)}
                    </div>
                </div>
            </section>
        }
        .into_any()
    }))
}

/// Organizations with what they have put in, the largest use first; then those that have put in nothing, by name.
async fn listed(
    visit: &Visit,
    used: &[Used],
    name: &str,
) -> Result<Vec<(Organization, Used)>, AppError> {
    let db = &visit.app.db;
    let mut organizations = organizations::store::all(db, visit.locale).await?;
    // What left the directory has put in what it has put in.
    let known = |id| organizations.iter().any(|known| known.id == id);
    let gone: Vec<_> = used
        .iter()
        .filter(|used| used.used > 0 && !known(used.organization))
        .map(|used| used.organization)
        .collect();
    organizations.extend(organizations::store::by_ids(db, &gone).await?);
    let wanted = sort_key(name);
    let mut rows: Vec<_> = organizations
        .into_iter()
        .filter(|organization| {
            [&organization.name_ar, &organization.name_en]
                .iter()
                .any(|name| sort_key(name).contains(&wanted))
        })
        .map(|organization| {
            let found = used
                .iter()
                .find(|used| used.organization == organization.id);
            let used = found
                .copied()
                .unwrap_or_else(|| Used::none(organization.id));
            (organization, used)
        })
        .collect();
    rows.sort_by_key(|(_, used)| std::cmp::Reverse(used.used));
    Ok(rows)
}

fn head_of(visit: &Visit, title: String, problems: &Problems) -> Head {
    Head::new(title)
        .crumb(visit.t.my_account(), "/account")
        .answering(problems)
}

fn done(visit: &Visit, done: &str) -> Option<AnyView> {
    (done == "saved").then(|| success(visit.t.storage_saved()))
}

fn totals(visit: &Visit, used: i64, (files, bytes): (i64, i64)) -> AnyView {
    let t = visit.t;
    let size = |bytes: i64| words::size(t, u64::try_from(bytes).unwrap_or_default());
    let ceiling = words::size(t, visit.app.settings.upload_limit);
    view! {
        <dl class="facts">
            <div><dt>{t.storage_total()}</dt><dd>{size(used)}</dd></div>
            <div><dt>{t.storage_kept()}</dt><dd>{t.storage_kept_files(files, size(bytes))}</dd></div>
            <div><dt>{t.storage_ceiling()}</dt><dd>{ceiling}" "<code dir="ltr">"TABADUL_UPLOAD_LIMIT_MIB"</code></dd></div>
        </dl>
    }
    .into_any()
}

/// Whether files are checked for viruses, and by whom.
async fn scanner(visit: &Visit) -> AnyView {
    let t = visit.t;
    let setting =
        || view! { <p><code dir="ltr">"TABADUL_CLAMD_URL=unix:///run/clamav/clamd.ctl"</code></p> };
    let said = match &visit.app.scanner {
        None => view! {
            <div class="notice notice--warning"><p>{t.storage_virus_none()}</p>{setting()}</div>
        }
        .into_any(),
        Some(scanner) => match scanner.version().await {
            Ok(version) => {
                view! { <p>{t.storage_virus_checked()}" "<bdi dir="ltr">{version}</bdi></p> }
                    .into_any()
            }
            Err(error) => {
                tracing::error!(%error, "the virus scanner (TABADUL_CLAMD_URL) does not answer");
                view! { <div class="notice notice--error"><p>{t.storage_virus_silent()}</p></div> }
                    .into_any()
            }
        },
    };
    view! { <section><h2>{t.storage_virus()}</h2>{said}</section> }.into_any()
}

fn limits_form(
    visit: &Visit,
    path: &str,
    typed: &Typed,
    problems: &Problems,
    (file_hint, quota_hint): (String, &'static str),
) -> AnyView {
    let t = visit.t;
    view! {
        <form class="form" method="post" action=visit.link(path)>
            {Field::new(t, "file_limit", t.storage_file_limit()).optional().value(&typed.file_limit)
                .hint(file_hint).problems(problems).input()}
            {Field::new(t, "quota", t.storage_quota()).optional().value(&typed.quota)
                .hint(quota_hint).problems(problems).input()}
            <div class="form__submit"><button class="button">{t.save()}</button></div>
        </form>
    }
    .into_any()
}

fn filters(visit: &Visit, name: &str) -> AnyView {
    let t = visit.t;
    view! {
        <details class="filters" open=!name.is_empty()>
            <summary>{t.filter()}</summary>
            <form method="get" action=visit.link(PATH)>
                {Field::new(t, "name", t.storage_name()).optional().value(name.to_owned()).input()}
                <div class="form__submit"><button class="button">{t.filter()}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn list(visit: &Visit, shown: &[(Organization, Used)], everyone: Limits) -> AnyView {
    let t = visit.t;
    if shown.is_empty() {
        return empty_state(t.storage_none(), None);
    }
    let rows = shown
        .iter()
        .map(|(organization, used)| {
            let href = visit.link(&format!("{PATH}/{}", organization.slug));
            view! {
                <li class="row">
                    <h3 class="row__title"><a href=href>{organization.title(t)}</a></h3>
                    <p class="row__meta">
                        <span>{use_of(visit, used, everyone)}</span>
                        {badges(visit, used, everyone)}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// How much of how much.
fn use_of(visit: &Visit, used: &Used, everyone: Limits) -> String {
    let t = visit.t;
    let size = words::size(t, used.bytes());
    match used.quota(everyone) {
        Some(quota) => t.storage_used_of(words::size(t, quota), size),
        None => t.storage_used(size),
    }
}

/// What is worth a look: nine tenths used, limits of its own.
fn badges(visit: &Visit, used: &Used, everyone: Limits) -> AnyView {
    let t = visit.t;
    let left = used.room(everyone, u64::MAX).left;
    let nearly = used
        .quota(everyone)
        .zip(left)
        .is_some_and(|(quota, left)| left <= quota / 10);
    let full = left == Some(0);
    let own = used.limits != Limits::default();
    let words = match (full, nearly) {
        (true, _) => Some(t.storage_full()),
        (false, true) => Some(t.storage_nearly_full()),
        (false, false) => None,
    };
    view! {
        {words.map(|words| view! { <span class="badge badge--late">{words}</span> " " })}
        {own.then(|| view! { <span class="badge badge--network">{t.storage_own()}</span> })}
    }
    .into_any()
}

/// What the query of an organization's page may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: String,
}

/// GET /admin/storage/{slug}
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let organization = administered(&visit, &slug).await?;
    let typed = Typed::of(used_by(&visit, &organization).await?.limits);
    page(&visit, &organization, &typed, &Problems::new(), &asked.done).await
}

/// The same with the limits as they were typed.
pub(super) async fn again(
    visit: &Visit,
    organization: &Organization,
    typed: &Typed,
    problems: &Problems,
) -> Result<Response, AppError> {
    page(visit, organization, typed, problems, "").await
}

async fn used_by(visit: &Visit, organization: &Organization) -> Result<Used, AppError> {
    let found = store::of(&visit.app.db, &[organization.id]).await?;
    let used = found.into_iter().next();
    Ok(used.unwrap_or_else(|| Used::none(organization.id)))
}

async fn page(
    visit: &Visit,
    organization: &Organization,
    typed: &Typed,
    problems: &Problems,
    asked: &str,
) -> Result<Response, AppError> {
    let t = visit.t;
    let used = used_by(visit, organization).await?;
    let everyone = store::defaults(&visit.app.db).await?;
    let path = format!("{PATH}/{}", organization.slug);
    let title = organization.title(t);
    let head = head_of(visit, title.clone(), problems).crumb(t.storage_title(), PATH);
    // What holds where the fields stay empty.
    let file = words::size(
        t,
        Used::none(organization.id)
            .room(everyone, visit.app.settings.upload_limit)
            .file,
    );
    let quota = match everyone.quota.and_then(|quota| u64::try_from(quota).ok()) {
        Some(quota) => t.storage_own_hint(file, words::size(t, quota)),
        None => t.storage_own_hint_unlimited(file),
    };
    let ceiling = words::size(t, visit.app.settings.upload_limit);
    let hints = (t.storage_own_file_hint(ceiling), t.storage_own_quota_hint());
    let documents = visit.link(&format!("/documents?organization={}", organization.slug));
    Ok(visit.page(head, || {
        view! {
            <div class="page-head"><h1>{title}</h1>
                <p class="lede">{use_of(visit, &used, everyone)}" "{badges(visit, &used, everyone)}</p></div>
            {done(visit, asked)}
            <div class="measure stack">
                {error_summary(t, problems)}
                <p>{quota}</p>
                {limits_form(visit, &path, typed, problems, hints)}
                <p><a href=documents>{t.storage_documents()}</a></p>
            </div>
        }
        .into_any()
    }))
}
