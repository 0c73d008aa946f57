//! What is in a file, on its document's page.

use leptos::prelude::*;

use super::Inside;
use crate::http::Visit;
use crate::i18n::Words;

/// How much of what, in a few words.
pub(in crate::documents) fn facts(t: Words, inside: &Inside) -> Option<String> {
    Some(match inside {
        Inside::Nothing => return None,
        Inside::Pages { count } => t.documents_inside_pages(i64::from(*count)),
        Inside::Slides { count } => t.documents_inside_slides(i64::from(*count)),
        Inside::Sheets { count, .. } => t.documents_inside_sheets(i64::from(*count)),
        Inside::Table { columns, rows, .. } => t.documents_inside_table(
            t.documents_inside_columns(i64::from(*columns)),
            t.documents_inside_rows(i64::try_from(*rows).unwrap_or(i64::MAX)),
        ),
        Inside::Picture { width, height } => {
            t.documents_inside_picture(height.to_string(), width.to_string())
        }
    })
}

/// The names of sheets or columns.
pub(in crate::documents) fn section(visit: &Visit, inside: &Inside) -> Option<AnyView> {
    let t = visit.t;
    let (title, names, count) = match inside {
        Inside::Sheets { count, names } => (t.documents_inside_sheet_names(), names, *count),
        Inside::Table { columns, names, .. } => {
            (t.documents_inside_column_names(), names, *columns)
        }
        _ => return None,
    };
    if names.is_empty() {
        return None;
    }
    let more = (count as usize).saturating_sub(names.len());
    let more = (more > 0).then(|| view! { <li class="tag">{t.documents_inside_more(more)}</li> });
    let names = names
        .iter()
        .map(|name| view! { <li class="tag"><bdi>{name.clone()}</bdi></li> })
        .collect_view();
    Some(
        view! { <section><h2>{title}</h2><ul class="tag-list">{names}{more}</ul></section> }
            .into_any(),
    )
}
