//! The part of a workshop's form that links practices: those chosen, a search among all, what it found.

use leptos::prelude::*;

use super::planning::{Planning, section};
use crate::http::Visit;
use crate::ui::{Field, hidden};

/// The choices that the form offers: those linked, and those found besides.
pub(super) struct Offered {
    chosen: Vec<(String, String)>,
    found: Vec<(String, String)>,
}

impl Offered {
    pub(super) fn new(visit: &Visit, planning: &Planning) -> Self {
        let choices = planning.choices;
        let owners = &choices.organizations;
        let chosen = choices.practices.chosen(visit, planning.input, owners);
        let found = choices.practices.found(visit, &chosen, owners);
        Self { chosen, found }
    }

    /// Both, for a list of which one is chosen.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        self.chosen.iter().chain(&self.found).cloned().collect()
    }
}

pub(super) fn view(visit: &Visit, planning: &Planning, offered: &Offered, action: &str) -> AnyView {
    let t = visit.t;
    let asked = planning.input.find_practice.trim();
    let field = |label: String| Field::new(t, "practice", label).optional();
    let ticked: Vec<String> = offered.chosen.iter().map(|(id, _)| id.clone()).collect();
    let chosen = (!ticked.is_empty()).then(|| {
        field(t.workshops_practices_chosen().to_owned())
            .problems(&planning.problems)
            .checkboxes(offered.chosen.clone(), &ticked)
    });
    let found = (!asked.is_empty()).then(|| match offered.found.is_empty() {
        true => view! { <p role="status">{t.workshops_practices_none_found(asked)}</p> }.into_any(),
        false => field(t.workshops_practices_found(asked))
            .row(1)
            .checkboxes(offered.found.clone(), &[]),
    });
    let fields = view! {
        {chosen}
        {Field::new(t, "find_practice", t.workshops_find_practice()).hint(t.workshops_find_practice_hint())
            .value(asked).search()}
        {hidden("found_for", asked)}
        <p>
            <button class="button button--secondary" name="find" value="1" formaction=format!("{action}#practices")>
                {t.workshops_find()}
            </button>
        </p>
        {found}
    };
    let hint = t.workshops_practices_hint();
    view! { <div id="practices">{section(t.workshops_practices(), Some(hint), fields.into_any())}</div> }
        .into_any()
}
