//! The forms of documents, filled with what was typed.

use leptos::prelude::*;

use super::input::{DESCRIPTION, NOTE, TITLE, Values};
use super::links::Place;
use super::types::{Document, Kind, Language, Licence, Visibility};
use super::words;
use crate::clock::Id;
use crate::db::Entity;
use crate::http::Visit;
use crate::organizations::Organization;
use crate::topics::{self, Topic};
use crate::ui::{Field, Problems, error_summary, hidden};

/// The choices that the forms offer.
pub(super) struct Choices {
    pub topics: Vec<Topic>,
    pub organizations: Vec<Organization>,
    /// Organizations in whose name the member uploads.
    pub own: Vec<Id>,
}

/// What the page for a new document shows.
pub(super) struct NewForm<'a> {
    pub values: &'a Values,
    pub problems: &'a Problems,
    pub choices: &'a Choices,
    /// What the document will hang on.
    pub place: Option<&'a Place>,
    /// Whether the member may publish it at once.
    pub publishes: bool,
    /// What the same form made before.
    pub made: &'a [Document],
    /// The field of its files.
    pub file: AnyView,
}

/// The page for a new document.
pub(super) fn new(visit: &Visit, form: NewForm<'_>) -> AnyView {
    let t = visit.t;
    let NewForm {
        values,
        problems,
        choices,
        place,
        publishes,
        made,
        file,
    } = form;
    let waits = place.is_some_and(|place| !place.published);
    let of_workshop = place.is_some_and(|place| place.target.entity == Entity::Workshop);
    let intro =
        place.map(|place| view! { <p class="lede">{t.documents_new_for(&place.title)}</p> });
    let note = match (waits, publishes) {
        (true, _) if of_workshop => Some(t.documents_new_with_workshop()),
        (true, _) => Some(t.documents_new_with_practice()),
        (false, false) => Some(t.documents_new_member()),
        (false, true) => None,
    };
    let note = note.map(|note| view! { <div class="notice notice--info"><p>{note}</p></div> });
    let buttons = if publishes && !waits {
        view! {
            <button class="button" name="action" value="publish">{t.documents_upload_publish()}</button> " "
            <button class="button button--secondary" name="action" value="draft">{t.documents_upload_draft()}</button>
        }
        .into_any()
    } else {
        view! { <button class="button" name="action" value="draft">{t.documents_upload()}</button> }
            .into_any()
    };
    view! {
        <div class="page-head"><h1>{t.documents_new()}</h1>{intro}</div>
        {note}
        {error_summary(t, problems)}
        {stored_documents(visit, made)}
        <form class="form" id="form" method="post" enctype="multipart/form-data" action=visit.link("/documents/new")>
            {hidden("id", &values.id)}
            {hidden("attach", &values.attach)}
            {owner(visit, values, problems, choices)}
            {details(visit, values, problems, choices, t.documents_title_hint_several())}
            {keep_traces(visit, values)}
            {file}
            <div class="form__submit">{buttons}</div>
        </form>
    }
    .into_any()
}

/// The page that changes what is said about a document.
pub(super) fn edit(
    visit: &Visit,
    document: &Document,
    values: &Values,
    problems: &Problems,
    choices: &Choices,
) -> AnyView {
    let t = visit.t;
    let path = document.path();
    // A problem of the whole form is that someone saved first: both are shown.
    let stored = problems
        .of("form")
        .map(|_| stored_texts(visit, document, choices));
    view! {
        <div class="page-head"><h1>{t.documents_edit()}</h1></div>
        {error_summary(t, problems)}
        {stored}
        <form class="form" id="form" method="post" action=visit.link(&format!("{path}/edit"))>
            {hidden("seen", &values.seen)}
            {details(visit, values, problems, choices, t.documents_title_hint())}
            <div class="form__submit">
                <button class="button">{t.save()}</button> " "
                <a class="button button--quiet" href=visit.link(&path)>{t.cancel()}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The documents that are there already, to be opened.
fn stored_documents(visit: &Visit, documents: &[Document]) -> Option<AnyView> {
    let items = documents
        .iter()
        .map(|document| {
            let title = document.title(visit.locale).to_owned();
            view! { <li><a href=visit.link(&document.path()) dir="auto">{title}</a></li> }
        })
        .collect_view();
    (!documents.is_empty()).then(|| {
        view! {
            <details class="disclosure" open=true>
                <summary>{visit.t.documents_stored()}</summary>
                <ul>{items}</ul>
            </details>
        }
        .into_any()
    })
}

fn stored_texts(visit: &Visit, document: &Document, choices: &Choices) -> AnyView {
    let t = visit.t;
    let topics: Vec<_> = document
        .topics
        .iter()
        .map(|slug| topics::name_of(&choices.topics, slug, visit.locale))
        .collect();
    let named: Vec<_> = choices
        .organizations
        .iter()
        .filter(|organization| document.named.contains(&organization.id))
        .map(|organization| organization.title(t))
        .collect();
    let texts = [
        (t.documents_title_ar(), document.title_ar.clone()),
        (t.documents_title_en(), document.title_en.clone()),
        (t.documents_kind(), words::kind(t, document.kind).to_owned()),
        (
            t.documents_language(),
            words::language(t, document.language).to_owned(),
        ),
        (t.documents_topics(), topics.join(&t.list_separator())),
        (
            t.documents_licence(),
            words::licence(t, document.licence).to_owned(),
        ),
        (
            t.documents_visibility(),
            words::visibility(t, document.visibility).to_owned(),
        ),
        (t.documents_named(), named.join(&t.list_separator())),
        (t.documents_description(), document.description.clone()),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(label, text)| view! { <div><dt>{label}</dt><dd dir="auto">{text}</dd></div> })
    .collect_view();
    view! {
        <details class="disclosure" open=true>
            <summary>{t.documents_stored()}</summary>
            <dl class="facts">{texts}</dl>
        </details>
    }
    .into_any()
}

/// The page for a new version.
pub(super) fn version(
    visit: &Visit,
    path: &str,
    title: &str,
    values: &Values,
    problems: &Problems,
    file: AnyView,
) -> AnyView {
    let t = visit.t;
    let note = Field::new(t, "note", t.documents_note())
        .value(&values.note)
        .hint(t.documents_note_hint())
        .limit(NOTE);
    view! {
        <div class="page-head"><h1>{t.documents_version_new()}</h1><p class="lede" dir="auto">{title.to_owned()}</p></div>
        {error_summary(t, problems)}
        <form class="form" id="form" method="post" enctype="multipart/form-data" action=visit.link(&format!("{path}/versions/new"))>
            {hidden("seen", &values.seen)}
            {note.problems(problems).input()}
            {keep_traces(visit, values)}
            {file}
            <div class="form__submit">
                <button class="button">{t.documents_version_new()}</button> " "
                <a class="button button--quiet" href=visit.link(path)>{t.cancel()}</a>
            </div>
        </form>
    }
    .into_any()
}

fn owner(visit: &Visit, values: &Values, problems: &Problems, choices: &Choices) -> AnyView {
    if choices.own.len() < 2 {
        return hidden("organization", &values.organization);
    }
    let t = visit.t;
    let own = choices
        .organizations
        .iter()
        .filter(|organization| choices.own.contains(&organization.id));
    let options = own.map(|organization| (organization.id.to_string(), organization.title(t)));
    let field =
        Field::new(t, "organization", t.documents_organization()).value(&values.organization);
    field.problems(problems).select(options)
}

fn details(
    visit: &Visit,
    values: &Values,
    problems: &Problems,
    choices: &Choices,
    title_hint: &'static str,
) -> AnyView {
    let t = visit.t;
    let kinds = Kind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), words::kind(t, *kind).to_owned()));
    let languages = Language::ALL.iter().map(|language| {
        (
            language.as_str().to_owned(),
            words::language(t, *language).to_owned(),
        )
    });
    let licences = Licence::ALL.iter().map(|licence| {
        (
            licence.as_str().to_owned(),
            words::licence(t, *licence).to_owned(),
        )
    });
    let field = |name, label: &'static str, value: &str| {
        Field::new(t, name, label).value(value).problems(problems)
    };
    let title_ar = field("title_ar", t.documents_title_ar(), &values.title_ar).hint(title_hint);
    let topics = Field::new(t, "topics", t.documents_topics())
        .hint(t.documents_topics_hint())
        .optional()
        .problems(problems);
    let description = field(
        "description",
        t.documents_description(),
        &values.description,
    )
    .hint(t.documents_description_hint());
    view! {
        {title_ar.limit(TITLE).optional().input()}
        {field("title_en", t.documents_title_en(), &values.title_en).limit(TITLE).optional().input()}
        {field("kind", t.documents_kind(), &values.kind).select(kinds)}
        {field("language", t.documents_language(), &values.language).select(languages)}
        {topics.checkboxes(topics::options(&choices.topics, visit.locale), &values.topics)}
        {description.limit(DESCRIPTION).optional().textarea(4)}
        {field("licence", t.documents_licence(), &values.licence).select(licences)}
        {readers(visit, values, problems, choices)}
    }
    .into_any()
}

/// Who may read, and the organizations that are named: folded away unless some are.
fn readers(visit: &Visit, values: &Values, problems: &Problems, choices: &Choices) -> AnyView {
    let t = visit.t;
    let all = Visibility::ALL.iter().map(|value| {
        (
            value.as_str().to_owned(),
            words::visibility(t, *value).to_owned(),
        )
    });
    let visibility =
        Field::new(t, "visibility", t.documents_visibility()).value(&values.visibility);
    let organizations = choices
        .organizations
        .iter()
        .map(|organization| (organization.id.to_string(), organization.title(t)));
    let named = Field::new(t, "named", t.documents_named())
        .optional()
        .problems(problems);
    let open = values.visibility == Visibility::Organizations.as_str();
    view! {
        {visibility.hint(t.documents_visibility_hint()).problems(problems).radios(all)}
        <details class="disclosure" open=open>
            <summary>{t.documents_named_choose()}</summary>
            {named.checkboxes(organizations, &values.named)}
        </details>
    }
    .into_any()
}

/// Before the file, so that it has arrived when the file does.
fn keep_traces(visit: &Visit, values: &Values) -> AnyView {
    let t = visit.t;
    Field::new(t, "keep_traces", t.documents_keep_traces())
        .value(&values.keep_traces)
        .hint(t.documents_keep_traces_hint())
        .checkbox()
}
