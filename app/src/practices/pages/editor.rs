//! The form of a practice: one column, in sections; rows are added by a button that sends the form and gets it back.

use leptos::prelude::*;

use crate::http::Visit;
use crate::practices::types::{
    NAME_LIMIT, ROWS_LIMIT, SHORT_LIMIT, STEP_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT, TITLE_LIMIT,
};
use crate::practices::values::{Values, cell};
use crate::topics::{self, Topic};
use crate::ui::{Field, Problems, error_summary, hidden};

/// What the form shows.
pub struct Editor<'a> {
    /// The heading.
    pub title: String,
    /// Where it is sent, in the reader's language.
    pub action: String,
    /// Where giving up leads.
    pub back: String,
    /// What stands above it: a reviewer's comment, a colleague's text.
    pub above: Option<AnyView>,
    /// What was typed or stored.
    pub values: &'a Values,
    /// What is wrong with it.
    pub problems: &'a Problems,
    /// The choices of topics.
    pub topics: &'a [Topic],
}

/// The page's body.
pub fn view(visit: &Visit, editor: Editor<'_>) -> AnyView {
    let t = visit.t;
    let values = editor.values;
    view! {
        <h1>{editor.title.clone()}</h1>
        {error_summary(t, editor.problems)}
        {editor.above}
        <form class="form" method="post" action=editor.action.clone()>
            // Enter in a field presses the first button: it must be the harmless one.
            <button class="visually-hidden" name="intent" value="save" tabindex="-1" aria-hidden="true">{t.practices_save_draft()}</button>
            {hidden("id", values.id.clone())}
            {hidden("revision", values.revision.clone())}
            {hidden("version", values.version.clone())}
            {basics(visit, editor.problems, values, editor.topics)}
            {texts(visit, editor.problems, values)}
            {steps(visit, editor.problems, values, &editor.action)}
            {indicators(visit, editor.problems, values, &editor.action)}
            {translation(visit, editor.problems, values)}
            <div class="form__submit">
                <button class="button button--secondary" name="intent" value="save">{t.practices_save_draft()}</button>
                <button class="button" name="intent" value="submit">{t.practices_submit()}</button>
                <a class="button button--quiet" href=editor.back>{t.cancel()}</a>
                <p class="form__note">{t.practices_submit_note()}</p>
            </div>
        </form>
    }
    .into_any()
}

fn basics(visit: &Visit, problems: &Problems, values: &Values, choices: &[Topic]) -> AnyView {
    let t = visit.t;
    let languages = [
        ("ar", t.practices_language_ar()),
        ("en", t.practices_language_en()),
    ]
    .map(|(code, name)| (code.to_owned(), name.to_owned()));
    view! {
        <fieldset class="form-section">
            <legend>{t.practices_section_basics()}</legend>
            {Field::new(t, "title", t.practices_field_title()).hint(t.practices_title_hint()).limit(TITLE_LIMIT)
                .value(&values.title).problems(problems).input()}
            {Field::new(t, "summary", t.practices_field_summary()).hint(t.practices_summary_hint()).limit(SUMMARY_LIMIT)
                .value(&values.summary).problems(problems).input()}
            {Field::new(t, "topics", t.practices_topics()).hint(t.practices_topics_hint()).problems(problems)
                .checkboxes(topics::options(choices, visit.locale), &values.topics)}
            {Field::new(t, "language", t.practices_language()).value(&values.language).problems(problems).radios(languages)}
        </fieldset>
    }
    .into_any()
}

fn texts(visit: &Visit, problems: &Problems, values: &Values) -> AnyView {
    let t = visit.t;
    let text = |name: &'static str, label: &'static str, hint: &'static str, value: &String| {
        Field::new(t, name, label)
            .hint(hint)
            .limit(TEXT_LIMIT)
            .value(value)
            .problems(problems)
            .markdown(10)
    };
    view! {
        <fieldset class="form-section">
            <legend>{t.practices_section_story()}</legend>
            <p class="form-section__hint">{t.practices_markdown_hint()}</p>
            {text("problem", t.practices_problem(), t.practices_problem_hint(), &values.problem)}
            {text("solution", t.practices_solution(), t.practices_solution_hint(), &values.solution)}
            {text("result", t.practices_result(), t.practices_result_hint(), &values.result)}
        </fieldset>
    }
    .into_any()
}

fn steps(visit: &Visit, problems: &Problems, values: &Values, action: &str) -> AnyView {
    let t = visit.t;
    let count = values.step_rows();
    let cells =
        |name: &'static str, label: &'static str, column: &[String], row: usize, limit: usize| {
            Field::new(t, name, label)
                .row(row)
                .group(t.practices_step(row + 1))
                .limit(limit)
                .value(cell(column, row))
                .problems(problems)
                .optional()
        };
    let rows = (0..count)
        .map(|row| {
            view! {
                <fieldset class="repeat-row">
                    <legend>{t.practices_step(row + 1)}</legend>
                    {cells("step_what", t.practices_step_what(), &values.step_what, row, STEP_LIMIT).textarea(2)}
                    <div class="field-row">
                        {cells("step_who", t.practices_step_who(), &values.step_who, row, NAME_LIMIT).input()}
                        {cells("step_duration", t.practices_step_duration(), &values.step_duration, row, SHORT_LIMIT).input()}
                    </div>
                    <button class="button button--quiet" name="intent" value=format!("remove_step-{row}")
                        formaction=format!("{action}#steps")>{t.practices_remove_step(row + 1)}</button>
                </fieldset>
            }
        })
        .collect_view();
    let add = (count < ROWS_LIMIT).then(|| {
        view! {
            <button class="button button--secondary" name="intent" value="add_step"
                formaction=format!("{action}#step_what-{count}")>{t.practices_add_step()}</button>
        }
    });
    section(
        "steps",
        visit,
        problems,
        t.practices_steps(),
        t.practices_steps_hint(),
        rows.into_any(),
        add.into_any(),
    )
}

fn indicators(visit: &Visit, problems: &Problems, values: &Values, action: &str) -> AnyView {
    let t = visit.t;
    let count = values.indicator_rows();
    let add = (count < ROWS_LIMIT).then(|| {
        view! {
            <button class="button button--secondary" name="intent" value="add_indicator"
                formaction=format!("{action}#indicator_name-{count}")>{t.practices_add_indicator()}</button>
        }
    });
    let rows = (0..count)
        .map(|row| indicator(visit, problems, values, action, row))
        .collect_view();
    section(
        "indicators",
        visit,
        problems,
        t.practices_indicators(),
        t.practices_indicators_hint(),
        rows.into_any(),
        add.into_any(),
    )
}

fn indicator(
    visit: &Visit,
    problems: &Problems,
    values: &Values,
    action: &str,
    row: usize,
) -> AnyView {
    let t = visit.t;
    let field = |name: &'static str, label: &'static str, column: &[String]| {
        Field::new(t, name, label)
            .row(row)
            .group(t.practices_indicator_number(row + 1))
            .value(cell(column, row))
            .problems(problems)
            .optional()
    };
    view! {
        <fieldset class="repeat-row">
            <legend>{t.practices_indicator_number(row + 1)}</legend>
            <div class="field-row">
                {field("indicator_name", t.practices_indicator(), &values.indicator_name).input()}
                {field("indicator_unit", t.practices_unit(), &values.indicator_unit).input()}
            </div>
            <div class="field-row">
                {field("indicator_before", t.practices_before(), &values.indicator_before).input()}
                {field("indicator_after", t.practices_after(), &values.indicator_after).input()}
            </div>
            <div class="field-row">
                {field("indicator_period", t.practices_period(), &values.indicator_period).input()}
                {field("indicator_source", t.practices_source(), &values.indicator_source).input()}
            </div>
            <button class="button button--quiet" name="intent" value=format!("remove_indicator-{row}")
                formaction=format!("{action}#indicators")>{t.practices_remove_indicator(row + 1)}</button>
        </fieldset>
    }
    .into_any()
}

fn section(
    id: &'static str,
    visit: &Visit,
    problems: &Problems,
    title: &'static str,
    hint: &'static str,
    rows: AnyView,
    add: AnyView,
) -> AnyView {
    problems.name(id, title);
    let problem = problems
        .of(id)
        .map(|problem| view! { <p class="field__error">{problem.say(visit.t)}</p> });
    let optional = visit.t.optional();
    view! {
        <fieldset class="form-section" id=id>
            <legend>{title} " " <span class="field__optional">"(" {optional} ")"</span></legend>
            <p class="form-section__hint">{hint}</p>
            {problem}
            <div class="repeat-rows">{rows}</div>
            <p>{add}</p>
        </fieldset>
    }
    .into_any()
}

fn translation(visit: &Visit, problems: &Problems, values: &Values) -> AnyView {
    let t = visit.t;
    view! {
        <fieldset class="form-section">
            <legend>{t.practices_section_translation()}</legend>
            <p class="form-section__hint">{t.practices_translation_hint()}</p>
            {Field::new(t, "title_other", t.practices_title_other()).limit(TITLE_LIMIT).optional()
                .value(&values.title_other).problems(problems).input()}
            {Field::new(t, "summary_other", t.practices_summary_other()).limit(SUMMARY_LIMIT).optional()
                .value(&values.summary_other).problems(problems).input()}
        </fieldset>
    }
    .into_any()
}
