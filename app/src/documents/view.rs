//! How documents look in lists, on their own page and on the pages of what they hang on.

use leptos::prelude::*;

use super::filetype::FileType;
use super::policy;
use super::types::{Document, Status, Target, Version, Visibility};
use super::words;
use crate::clock::Id;
use crate::http::Visit;
use crate::organizations::Organization;
use crate::ui::hidden;

/// A list of documents with sizes and downloads. `owners` names organizations that the list should mention.
pub fn list(visit: &Visit, documents: &[Document], owners: &[Organization]) -> AnyView {
    let items = documents
        .iter()
        .map(|document| item(visit, document, owners, Place::Page))
        .collect_view();
    view! { <ul class="documents">{items}</ul> }.into_any()
}

/// The same below a heading of a page.
pub(super) fn list_in_section(
    visit: &Visit,
    documents: &[Document],
    owners: &[Organization],
) -> AnyView {
    let items = documents
        .iter()
        .map(|document| item(visit, document, owners, Place::Section(None)))
        .collect_view();
    view! { <ul class="documents">{items}</ul> }.into_any()
}

/// What the reader may do with what hangs on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editing {
    /// Read.
    Nothing,
    /// Attach drafts, and take them off.
    Drafts,
    /// Attach, and take off.
    All,
}

impl From<bool> for Editing {
    fn from(may: bool) -> Self {
        if may { Self::All } else { Self::Nothing }
    }
}

impl Editing {
    fn takes_off(self, document: &Document) -> bool {
        self == Self::All || (self == Self::Drafts && document.status == Status::Draft)
    }
}

/// The attachments of a practice or a workshop: id, title and body of a section, with what its editors need (take one off,
/// attach another). The caller has asked what the actor may; others see nothing but the list. Place it outside of any form.
pub fn attachments(
    visit: &Visit,
    target: Target,
    documents: &[Document],
    editing: impl Into<Editing>,
) -> Option<(&'static str, &'static str, AnyView)> {
    let editing = editing.into();
    let edits = editing != Editing::Nothing;
    if documents.is_empty() && !edits {
        return None;
    }
    let manage = edits.then(|| manage(visit, target));
    let items = documents
        .iter()
        .map(|document| {
            let removable = editing.takes_off(document).then_some(target);
            item(visit, document, &[], Place::Section(removable))
        })
        .collect_view();
    let items = (!documents.is_empty()).then(|| view! { <ul class="documents">{items}</ul> });
    let body = view! { {items}{manage} }.into_any();
    Some(("documents", visit.t.documents_attached(), body))
}

fn manage(visit: &Visit, target: Target) -> AnyView {
    let t = visit.t;
    let new = visit.link(&format!("/documents/new?attach={target}"));
    let existing = visit.link(&format!("/documents/attach?to={target}"));
    view! {
        <p class="actions">
            <a class="button button--secondary" href=new>{t.documents_attach_new()}</a> " "
            <a class="button button--quiet" href=existing>{t.documents_attach_existing()}</a>
        </p>
    }
    .into_any()
}

/// Where an item stands: directly on a page, or in a section of one, from which an editor may take it off.
#[derive(Clone, Copy)]
enum Place {
    Page,
    Section(Option<Target>),
}

fn item(visit: &Visit, document: &Document, owners: &[Organization], place: Place) -> AnyView {
    let t = visit.t;
    let title = document.title(visit.locale).to_owned();
    let owner = owners
        .iter()
        .find(|owner| owner.id == document.organization);
    let owner = owner.map(|owner| view! { <span>{owner.title(t)}</span> });
    let size = size(visit, &document.current);
    let updated = t.day_of(document.updated_at.0);
    let removable = match place {
        Place::Page => None,
        Place::Section(target) => target,
    };
    let remove = removable.map(|target| {
        let action = visit.link(&format!("{}/links/removal", document.path()));
        let name = t.documents_detach_name(&title);
        view! {
            <form class="inline" method="post" action=action>
                <input type="hidden" name="attach" value=target.to_string()/>
                <button class="link-button" aria-label=name>{t.documents_detach()}</button>
            </form>
        }
    });
    let download = policy::may_download(visit.actor(), document).then(|| {
        let label = t.documents_download_name(&title, &size);
        let href = visit.link(&document.download_path());
        view! { <a class="button button--secondary document__download" href=href aria-label=label>{t.documents_download(&size)}</a> }
    });
    let link = view! { <a href=visit.link(&document.path()) dir="auto">{title.clone()}</a> };
    let name = match place {
        Place::Page => view! { <h2 class="document__name">{link}</h2> }.into_any(),
        Place::Section(_) => view! { <h3 class="document__name">{link}</h3> }.into_any(),
    };
    view! {
        <li class="document">
            {type_mark(document.current.file_type)}
            <div>
                {name}
                <div class="document__meta">
                    <span>{words::kind(t, document.kind)}</span>{owner}<span>{updated}</span>
                    {badges(visit, document)}{remove}
                </div>
            </div>
            {download}
        </li>
    }
    .into_any()
}

/// The short name of the file's type.
pub(crate) fn type_mark(kind: FileType) -> AnyView {
    view! { <span class="document__type">{kind.extension().to_uppercase()}</span> }.into_any()
}

/// What sets a document apart from one that everybody may read.
pub(crate) fn badges(visit: &Visit, document: &Document) -> AnyView {
    let t = visit.t;
    let status = match document.status {
        Status::Draft => Some(("badge badge--draft", Status::Draft)),
        Status::Withdrawn => Some(("badge badge--archived", Status::Withdrawn)),
        Status::Published => None,
    };
    let status =
        status.map(|(class, status)| view! { <span class=class>{words::status(t, status)}</span> });
    let limited = (document.visibility != Visibility::Public)
        .then(|| view! { <span class="badge badge--network">{words::visibility(t, document.visibility)}</span> });
    view! { {status}{limited} }.into_any()
}

/// The size of a version in words.
pub(crate) fn size(visit: &Visit, version: &Version) -> String {
    words::size(visit.t, version.bytes())
}

/// More drafts than hang on any one thing.
const DRAFTS_SEEN: usize = 200;

/// The part of a form that decides over something and says which drafts on it were seen: what is hung there after the page was
/// opened is not published unseen.
pub fn seen_drafts(documents: &[Document]) -> AnyView {
    documents
        .iter()
        .filter(|document| document.status == Status::Draft)
        .map(|document| hidden("documents", document.id.to_string()))
        .collect_view()
        .into_any()
}

/// The drafts that such a form names.
pub fn read_seen_drafts(ids: &[String]) -> Vec<Id> {
    let seen = ids.iter().take(DRAFTS_SEEN);
    seen.filter_map(|id| id.parse().ok()).collect()
}
