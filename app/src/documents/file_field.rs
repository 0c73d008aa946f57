//! The field of a form that takes its file: from this computer, or one that arrived before.

use leptos::prelude::*;

use super::input::Values;
use super::quota::Hint;
use super::resumable::types::Upload;
use super::upload::FILE_FIELD;
use super::words;
use crate::http::Visit;
use crate::ui::upload::{FileUpload, UploadWords};
use crate::ui::{Field, Problems};

/// The field. The file comes last in the form, so that everything typed has arrived before it may be refused; the limit stands
/// beside it, and what `room` the organization has left. `waiting` are the member's files that arrived before.
pub(super) fn file(
    visit: &Visit,
    values: &Values,
    problems: &Problems,
    waiting: &[Upload],
    room: &Hint,
) -> AnyView {
    let t = visit.t;
    let kept = waiting
        .iter()
        .any(|upload| upload.id.to_string() == values.arrived());
    let problem = problems.of(FILE_FIELD).map(|problem| problem.say(t));
    let again = (problem.is_none() && !problems.is_empty() && !kept)
        .then(|| t.documents_file_again().to_owned());
    let problem = problem
        .or(again)
        .map(|words| view! { <p class="field__error" id="file-error">{words}</p> });
    let class = if problem.is_some() {
        "field field--invalid"
    } else {
        "field"
    };
    let invalid = problem.is_some().then_some("true");
    let described = if problem.is_some() {
        "file-error file-hint"
    } else {
        "file-hint"
    };
    let limit = words::size(t, room.file);
    let left = room.left(t).map(|words| view! { " " {words} });
    let required = waiting.is_empty().then_some("true");
    problems.name(FILE_FIELD, t.documents_file());
    view! {
        {arrived(visit, values, waiting)}
        <div class=class>
            <label for=FILE_FIELD>{t.documents_file()}</label>
            <p class="field__hint" id="file-hint">{t.documents_file_hint(limit, words::accepted())}{left}</p>
            {problem}
            <FileUpload words=UploadWords::new(t)>
                <input class="input" type="file" id=FILE_FIELD name=FILE_FIELD accept=words::accept_attribute()
                    aria-required=required aria-invalid=invalid aria-describedby=described/>
            </FileUpload>
        </div>
    }
    .into_any()
}

/// The files that arrived before, to choose from.
fn arrived(visit: &Visit, values: &Values, waiting: &[Upload]) -> Option<AnyView> {
    if waiting.is_empty() {
        return None;
    }
    let t = visit.t;
    let files = waiting.iter().map(|upload| {
        let size = words::size(t, upload.length());
        let words = t.documents_arrived_file(&upload.file_name, size);
        (upload.id.to_string(), words)
    });
    let none = (String::new(), t.documents_arrived_none().to_owned());
    let chosen = values.arrived();
    let known = waiting.iter().any(|upload| upload.id.to_string() == chosen);
    let field = Field::new(t, "upload", t.documents_arrived())
        .hint(t.documents_arrived_hint())
        .value(if known { chosen } else { "" });
    Some(field.radios(files.chain([none])))
}
