//! The field of a form that takes its files: from this computer, or some that arrived before.

use leptos::prelude::*;

use super::input::Values;
use super::quota::Hint;
use super::resumable::types::Upload;
use super::upload::{FILE_FIELD, FILES};
use super::words;
use crate::http::Visit;
use crate::ui::upload::{FileUpload, UploadWords};
use crate::ui::{Field, Problems};

/// How many files the form takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Several {
    /// Each becomes a document.
    Yes,
    /// One becomes a version.
    No,
}

/// The field. The files come last in the form, so that everything typed has arrived before one may be refused; the limit
/// stands beside it, and what `room` the organization has left. `waiting` are the member's files that arrived before.
pub(super) fn file(
    visit: &Visit,
    values: &Values,
    problems: &Problems,
    waiting: &[Upload],
    room: &Hint,
    several: Several,
) -> AnyView {
    let t = visit.t;
    let limit = words::size(t, room.file);
    let left = room.left(t).map(|words| view! { " " {words} });
    let (label, hint, most) = match several {
        Several::Yes => (
            t.documents_files(),
            t.documents_files_hint(limit, FILES, words::accepted()),
            FILES,
        ),
        Several::No => (
            t.documents_file(),
            t.documents_file_hint(limit, words::accepted()),
            1,
        ),
    };
    let errors = errors(visit, values, problems, waiting);
    let class = if errors.is_empty() {
        "field"
    } else {
        "field field--invalid"
    };
    let invalid = (!errors.is_empty()).then_some("true");
    let described = if errors.is_empty() {
        "file-hint"
    } else {
        "file-error file-hint"
    };
    let errors = (!errors.is_empty()).then(|| {
        let lines = errors
            .into_iter()
            .map(|words| view! { <p class="field__error">{words}</p> })
            .collect_view();
        view! { <div id="file-error">{lines}</div> }
    });
    let required = waiting.is_empty().then_some("true");
    problems.name(FILE_FIELD, label);
    view! {
        {arrived(visit, values, waiting, several)}
        <div class=class>
            <label for=FILE_FIELD>{label}</label>
            <p class="field__hint" id="file-hint">{hint}{left}</p>
            {errors}
            <FileUpload words=UploadWords::new(t, most) most>
                <input class="input" type="file" id=FILE_FIELD name=FILE_FIELD accept=words::accept_attribute()
                    multiple=several == Several::Yes
                    aria-required=required aria-invalid=invalid aria-describedby=described/>
            </FileUpload>
        </div>
    }
    .into_any()
}

/// What is said beside the field: what is wrong with the files, or that they must be chosen again.
fn errors(visit: &Visit, values: &Values, problems: &Problems, waiting: &[Upload]) -> Vec<String> {
    let t = visit.t;
    let mut said: Vec<_> = problems
        .all_of(FILE_FIELD)
        .map(|problem| problem.say(t))
        .collect();
    let kept = values.arrived().iter().any(|id| is_waiting(waiting, id));
    if said.is_empty() && !problems.is_empty() && !kept {
        said.push(t.documents_file_again().to_owned());
    }
    said
}

fn is_waiting(waiting: &[Upload], id: &str) -> bool {
    waiting.iter().any(|upload| upload.id.to_string() == id)
}

/// The files that arrived before, to choose from.
fn arrived(
    visit: &Visit,
    values: &Values,
    waiting: &[Upload],
    several: Several,
) -> Option<AnyView> {
    if waiting.is_empty() {
        return None;
    }
    let t = visit.t;
    let files = waiting.iter().map(|upload| {
        let size = words::size(t, upload.length());
        let words = t.documents_arrived_file(&upload.file_name, size);
        (upload.id.to_string(), words)
    });
    let mut chosen: Vec<_> = values.arrived().into_iter().map(str::to_owned).collect();
    chosen.retain(|id| is_waiting(waiting, id));
    let field = Field::new(t, "upload", t.documents_arrived());
    Some(match several {
        Several::Yes => field
            .hint(t.documents_arrived_hint_several())
            .checkboxes(files, &chosen),
        Several::No => {
            let none = (String::new(), t.documents_arrived_none().to_owned());
            let chosen = chosen.into_iter().next().unwrap_or_default();
            field
                .hint(t.documents_arrived_hint())
                .value(chosen)
                .radios(files.chain([none]))
        }
    })
}
