//! A labelled form field with its hint, its problem beside it, and the value that was typed.

use leptos::prelude::*;

use super::islands::{EditorWords, MarkdownPreview};
use super::problem::Problems;
use crate::i18n::Words;
use crate::ui::text::escape;

/// A field being described; finish it with [`Field::input`], [`Field::textarea`], [`Field::select`], …
#[derive(Clone, Debug)]
pub struct Field {
    t: Words,
    name: &'static str,
    id: String,
    label: String,
    group: Option<String>,
    value: String,
    problem: Option<String>,
    hint: Option<String>,
    limit: Option<usize>,
    optional: bool,
    kind: &'static str,
    autocomplete: Option<&'static str>,
    dir: &'static str,
}

impl Field {
    /// A required text field.
    pub fn new(t: Words, name: &'static str, label: impl Into<String>) -> Self {
        Self {
            t,
            name,
            id: name.to_owned(),
            label: label.into(),
            group: None,
            value: String::new(),
            problem: None,
            hint: None,
            limit: None,
            optional: false,
            kind: "text",
            autocomplete: None,
            dir: "auto",
        }
    }

    /// The field of one row among several with the same name.
    pub fn row(mut self, index: usize) -> Self {
        self.id = format!("{}-{index}", self.name);
        self
    }

    /// What the fields of this row are called together: the summary of errors tells them from those of other rows.
    pub fn group(mut self, name: impl Into<String>) -> Self {
        self.group = Some(name.into());
        self
    }

    /// What was typed, or what is stored.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Shows this field's problem, if it has one.
    pub fn problems(mut self, problems: &Problems) -> Self {
        let name = match &self.group {
            Some(group) => self.t.error_summary_in(group, &self.label),
            None => self.label.clone(),
        };
        problems.name(&self.id, name);
        self.problem = problems.of(&self.id).map(|problem| problem.say(self.t));
        self
    }

    /// A line under the label.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The most characters; said as the hint where there is no other.
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = Some(characters);
        self
    }

    /// Not required.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The HTML input type: `email`, `password`, `date`, `time`, `number`, `url`, …; those are left to right.
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self.dir = if kind == "text" || kind == "search" {
            "auto"
        } else {
            "ltr"
        };
        self
    }

    /// The autofill token (HTML, "Autofill").
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    fn hint_text(&self) -> Option<String> {
        self.hint
            .clone()
            .or_else(|| self.limit.map(|limit| self.t.limit_hint(limit)))
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint_text().map(|_| format!("{}-hint", self.id));
        let problem = self.problem.as_ref().map(|_| format!("{}-error", self.id));
        let ids: Vec<_> = problem.into_iter().chain(hint).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.problem.as_ref().map(|_| "true")
    }

    fn wrap(&self, control: AnyView) -> AnyView {
        let class = if self.problem.is_some() {
            "field field--invalid"
        } else {
            "field"
        };
        let optional = self.optional.then(
            || view! { " " <span class="field__optional">"(" {self.t.optional()} ")"</span> },
        );
        view! {
            <div class=class>
                <label for=self.id.clone()>{self.label.clone()}{optional}</label>
                {self.notes()}
                {control}
            </div>
        }
        .into_any()
    }

    fn notes(&self) -> AnyView {
        let hint = self
            .hint_text()
            .map(|hint| view! { <p class="field__hint" id=format!("{}-hint", self.id)>{hint}</p> });
        let problem = self.problem.clone().map(
            |problem| view! { <p class="field__error" id=format!("{}-error", self.id)>{problem}</p> },
        );
        view! { {hint}{problem} }.into_any()
    }

    /// A single line.
    pub fn input(self) -> AnyView {
        // A password is never sent back to the page.
        let value = if self.kind == "password" {
            String::new()
        } else {
            self.value.clone()
        };
        let required = !self.optional;
        let control = view! {
            <input class="input" id=self.id.clone() name=self.name type=self.kind value=value dir=self.dir
                aria-required=required.then_some("true") aria-invalid=self.invalid()
                aria-describedby=self.described_by() autocomplete=self.autocomplete/>
        };
        self.wrap(control.into_any())
    }

    /// Several lines. Leptos does not escape the text of a `textarea`; this does.
    pub fn textarea(self, rows: u16) -> AnyView {
        let control = self.bare_textarea(rows);
        self.wrap(control)
    }

    /// Several lines of Markdown, with a counter and a preview once the island wakes; the page says [`Head::islands`].
    ///
    /// [`Head::islands`]: crate::shell::Head::islands
    pub fn markdown(self, rows: u16) -> AnyView {
        let Some(limit) = self.limit else {
            return self.textarea(rows);
        };
        let action = format!("/{}/preview", self.t.locale());
        let words = EditorWords::new(self.t);
        let area = self.bare_textarea(rows);
        let control = view! { <MarkdownPreview action limit words>{area}</MarkdownPreview> };
        self.wrap(control.into_any())
    }

    /// The `textarea` alone, for a component that puts something around it.
    pub fn bare_textarea(&self, rows: u16) -> AnyView {
        // The parser drops a first line break, so one is given to it.
        let text = format!("\n{}", escape(&self.value));
        let required = !self.optional;
        view! {
            <textarea class="textarea" id=self.id.clone() name=self.name rows=rows.to_string() dir="auto"
                aria-required=required.then_some("true") aria-invalid=self.invalid()
                aria-describedby=self.described_by() inner_html=text></textarea>
        }
        .into_any()
    }

    /// One of several values; an empty first choice where the field is optional or its value is none of them: a browser
    /// would send the first of the others, which nobody chose.
    pub fn select(self, options: impl IntoIterator<Item = (String, String)>) -> AnyView {
        let options: Vec<_> = options.into_iter().collect();
        let chosen = options.iter().any(|(value, _)| *value == self.value);
        let blank = (self.optional || !chosen).then(|| view! { <option value=""></option> });
        let options = options
            .into_iter()
            .map(|(value, label)| {
                let selected = value == self.value;
                view! { <option value=value selected=selected>{label}</option> }
            })
            .collect_view();
        let control = view! {
            <select class="select" id=self.id.clone() name=self.name aria-invalid=self.invalid()
                aria-describedby=self.described_by()>{blank}{options}</select>
        };
        self.wrap(control.into_any())
    }

    /// One value of a filter, «all» first: a filter is never required, so none is marked as optional.
    pub fn filter(self, options: impl IntoIterator<Item = (String, String)>) -> AnyView {
        let all = (String::new(), self.t.all().to_owned());
        let options = std::iter::once(all)
            .chain(options)
            .map(|(value, label)| {
                let selected = value == self.value;
                view! { <option value=value selected=selected>{label}</option> }
            })
            .collect_view();
        let control =
            view! { <select class="select" id=self.id.clone() name=self.name>{options}</select> };
        Self {
            optional: false,
            ..self.clone()
        }
        .wrap(control.into_any())
    }

    /// A search box: neither required nor marked as optional.
    pub fn search(mut self) -> AnyView {
        self.kind = "search";
        let control = view! {
            <input class="input" id=self.id.clone() name=self.name type="search" value=self.value.clone() dir="auto"
                maxlength="200"/>
        };
        self.wrap(control.into_any())
    }

    /// Any number of values, as check boxes; `value` holds nothing, `chosen` the chosen ones.
    pub fn checkboxes(
        self,
        options: impl IntoIterator<Item = (String, String)>,
        chosen: &[String],
    ) -> AnyView {
        self.choices("checkbox", options, chosen)
    }

    /// Exactly one value, as radio buttons.
    pub fn radios(self, options: impl IntoIterator<Item = (String, String)>) -> AnyView {
        let chosen = [self.value.clone()];
        self.choices("radio", options, &chosen)
    }

    fn choices(
        self,
        kind: &'static str,
        options: impl IntoIterator<Item = (String, String)>,
        chosen: &[String],
    ) -> AnyView {
        let class = if self.problem.is_some() {
            "field field--invalid"
        } else {
            "field"
        };
        let optional = self.optional.then(
            || view! { " " <span class="field__optional">"(" {self.t.optional()} ")"</span> },
        );
        let options = options
            .into_iter()
            .enumerate()
            .map(|(index, (value, label))| {
                // The first choice carries the field's id, so that the error summary can link to it.
                let id = if index == 0 { self.id.clone() } else { format!("{}-{value}", self.id) };
                let checked = chosen.contains(&value);
                view! {
                    <label class="choice">
                        <input type=kind id=id name=self.name value=value checked=checked/> " " {label}
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset class=class aria-describedby=self.described_by()>
                <legend>{self.label.clone()}{optional}</legend>
                {self.notes()}
                <div class="choices">{options}</div>
            </fieldset>
        }
        .into_any()
    }

    /// A single yes or no; sends `1` when ticked. `value` is `1` when it is.
    pub fn checkbox(self) -> AnyView {
        let class = if self.problem.is_some() {
            "field field--invalid"
        } else {
            "field"
        };
        let checked = self.value == "1";
        view! {
            <div class=class>
                <label class="choice">
                    <input type="checkbox" id=self.id.clone() name=self.name value="1" checked=checked
                        aria-invalid=self.invalid() aria-describedby=self.described_by()/> " " {self.label.clone()}
                </label>
                {self.notes()}
            </div>
        }
        .into_any()
    }
}

/// The list of problems at the head of a form, each with the name of its field and linked to it.
pub fn error_summary(t: Words, problems: &Problems) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let problems = problems.clone();
    // A function is called when the page is drawn: by then the fields below have said what they are called.
    let links = move || {
        problems
            .on_page()
            .into_iter()
            .map(|(name, field, problem)| {
                let said = problem.say(t);
                let line = match name {
                    Some(name) if is_question(&name) => t.error_summary_line_asked(name, said),
                    Some(name) => t.error_summary_line(name, said),
                    None => said,
                };
                view! { <li><a href=format!("#{field}")>{line}</a></li> }
            })
            .collect_view()
    };
    Some(
        view! {
            <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{t.error_summary_title()}</h2>
                <ul>{links}</ul>
            </div>
        }
        .into_any(),
    )
}

/// Whether a label asks, so that no colon follows it; marks that isolate a part of it (U+2069) do not count.
fn is_question(label: &str) -> bool {
    label.trim_end_matches('\u{2069}').ends_with(['؟', '?'])
}

/// A hidden field.
pub fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name value=value.into()/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::ui::Problem;

    fn html(view: AnyView) -> String {
        view.to_html()
    }

    #[test]
    fn what_was_typed_cannot_leave_its_textarea() {
        let typed = "</textarea><script>alert(1)</script>";
        let field = Field::new(Locale::Ar.words(), "problem", "x").value(typed);
        let html = html(field.textarea(3));
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"), "{html}");
    }

    #[test]
    fn what_was_typed_cannot_leave_its_attribute() {
        let field = Field::new(Locale::En.words(), "title", "x").value("\"><script>");
        let html = html(field.input());
        assert!(!html.contains("\"><script>"), "{html}");
    }

    #[test]
    fn a_problem_stands_beside_its_field_and_is_announced_with_it() {
        let problems = Problems::one("title", Problem::Required);
        let field = Field::new(Locale::Ar.words(), "title", "x").problems(&problems);
        let html = html(field.input());
        assert!(html.contains("id=\"title-error\""), "{html}");
        assert!(html.contains("aria-describedby=\"title-error\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
    }

    #[test]
    fn the_summary_names_each_field_and_links_to_it() {
        for (locale, line) in [
            (Locale::Ar, "العنوان: املأ هذا الحقل."),
            (Locale::En, "العنوان: Enter something in this field."),
        ] {
            let t = locale.words();
            let mut problems = Problems::one("title", Problem::Required);
            problems.add("what-1", Problem::Invalid);
            problems.add("all", Problem::Said("x".to_owned()));
            let page = view! {
                {error_summary(t, &problems)}
                {Field::new(t, "title", "العنوان").problems(&problems).input()}
                {Field::new(t, "what", "ماذا").row(1).group("خطوة 2").problems(&problems).input()}
            };
            let html = html(page.into_any()).replace(|c| matches!(c, '\u{2066}'..='\u{2069}'), "");
            assert!(
                html.contains(&format!("<a href=\"#title\">{line}")),
                "{html}"
            );
            assert!(
                html.contains("<a href=\"#what-1\">خطوة 2: ماذا: "),
                "{html}"
            );
            assert!(html.contains("<a href=\"#all\">x"), "{html}");
        }
    }

    #[test]
    fn a_value_that_is_no_choice_is_not_taken_for_the_first() {
        let field = |value: &str| {
            let options = [("a", "A"), ("b", "B")].map(|(v, l)| (v.to_owned(), l.to_owned()));
            let field = Field::new(Locale::Ar.words(), "kind", "x").value(value);
            html(field.select(options))
        };
        assert!(!field("b").contains("value=\"\""), "{}", field("b"));
        for none in ["", "gone"] {
            let shown = field(none);
            let blank = shown.find("<option value=\"\"");
            assert!(
                blank.is_some() && blank < shown.find("value=\"a\""),
                "{shown}"
            );
            assert!(!shown.contains("selected"), "{shown}");
        }
    }

    #[test]
    fn a_password_never_comes_back() {
        let field = Field::new(Locale::Ar.words(), "password", "x")
            .kind("password")
            .value("secret");
        assert!(!html(field.input()).contains("secret"));
    }
}
