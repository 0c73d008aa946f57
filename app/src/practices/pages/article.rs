//! The words of one revision, laid out: problem, solution and result first, then the life cycle and the figures.

use leptos::prelude::*;

use crate::http::Visit;
use crate::i18n::{Locale, Words};
use crate::markdown;
use crate::practices::types::{Content, Indicator, Step};

/// What the language of a text is called.
pub fn language(t: Words, language: Locale) -> &'static str {
    match language {
        Locale::Ar => t.practices_language_ar(),
        Locale::En => t.practices_language_en(),
    }
}

/// The whole text. `after` is a further section with its id and title: attached files, linked workshops.
pub fn view(
    visit: &Visit,
    content: &Content,
    after: Vec<(&'static str, &'static str, AnyView)>,
) -> AnyView {
    let t = visit.t;
    let texts = [
        ("problem", t.practices_problem(), &content.problem),
        ("solution", t.practices_solution(), &content.solution),
        ("result", t.practices_result(), &content.result),
    ];
    let mut links: Vec<(&str, &str)> = texts
        .iter()
        .filter(|(_, _, text)| !text.is_empty())
        .map(|(id, title, _)| (*id, *title))
        .collect();
    if !content.steps.is_empty() {
        links.push(("steps", t.practices_steps()));
    }
    if !content.indicators.is_empty() {
        links.push(("indicators", t.practices_indicators()));
    }
    links.extend(after.iter().map(|(id, title, _)| (*id, *title)));
    let links = links
        .into_iter()
        .map(|(id, title)| view! { <li><a href=format!("#{id}")>{title.to_owned()}</a></li> })
        .collect_view();
    let language = (content.language != visit.locale).then(|| content.language.code());
    let texts = texts
        .into_iter()
        .map(|(id, title, text)| prose(id, title, text, language))
        .collect_view();
    let after = after
        .into_iter()
        .map(|(id, title, body)| view! { <section id=id><h2>{title}</h2>{body}</section> })
        .collect_view();
    view! {
        <nav class="section-links" aria-label=t.practices_sections()><ul>{links}</ul></nav>
        {texts}
        {steps(visit, &content.steps, language)}
        {indicators(visit, &content.indicators, language)}
        {after}
    }
    .into_any()
}

fn prose(
    id: &'static str,
    title: &'static str,
    text: &str,
    language: Option<&'static str>,
) -> Option<AnyView> {
    (!text.is_empty()).then(|| {
        view! {
            <section id=id>
                <h2>{title}</h2>
                <div class="prose" dir="auto" lang=language inner_html=markdown::to_html(text)></div>
            </section>
        }
        .into_any()
    })
}

fn steps(visit: &Visit, steps: &[Step], language: Option<&'static str>) -> Option<AnyView> {
    if steps.is_empty() {
        return None;
    }
    // The numbers stand where the steps' own language begins.
    let direction = language.and_then(Locale::parse).map(Locale::direction);
    let steps = steps
        .iter()
        .map(|step| {
            let who = (!step.who.is_empty()).then(|| view! { <span>{step.who.clone()}</span> });
            let duration =
                (!step.duration.is_empty()).then(|| view! { <span>{step.duration.clone()}</span> });
            view! {
                <li class="step">
                    <p class="step__title" dir="auto">{step.what.clone()}</p>
                    <p class="step__meta" dir="auto">{who} " " {duration}</p>
                </li>
            }
        })
        .collect_view();
    Some(
        view! { <section id="steps"><h2>{visit.t.practices_steps()}</h2><ol class="steps" lang=language dir=direction>{steps}</ol></section> }
            .into_any(),
    )
}

fn indicators(
    visit: &Visit,
    indicators: &[Indicator],
    language: Option<&'static str>,
) -> Option<AnyView> {
    if indicators.is_empty() {
        return None;
    }
    let t = visit.t;
    let bars = indicators
        .iter()
        .filter_map(|indicator| bars(visit, indicator, language))
        .collect_view();
    Some(
        view! {
            <section id="indicators">
                <h2>{t.practices_indicators()}</h2>
                <div class="bars">{bars}</div>
                {table(visit, indicators, language)}
            </section>
        }
        .into_any(),
    )
}

/// The longest bar is the larger figure; only two figures on the same side of zero can be compared so.
fn bars(visit: &Visit, indicator: &Indicator, language: Option<&'static str>) -> Option<AnyView> {
    let (before, after) = (indicator.before?, indicator.after?);
    let longest = before.abs().max(after.abs());
    if longest == 0.0 || before * after < 0.0 {
        return None;
    }
    let t = visit.t;
    let line = |label: &'static str, class: &'static str, value: f64| {
        let width = format!("{:.1}", value.abs() / longest * 100.0);
        view! {
            <p class="bars__line">
                <span>{label}</span>
                <svg class="bars__chart" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect class=class x="0" y="0" width=width height="10"></rect>
                </svg>
                <span class="bars__value">{Indicator::figure(Some(value))}</span>
            </p>
        }
    };
    Some(
        view! {
            <div class="bars__item">
                <h3 class="bars__title" dir="auto" lang=language>{with_unit(indicator)}</h3>
                {line(t.practices_before(), "bars__before", before)}
                {line(t.practices_after(), "bars__after", after)}
            </div>
        }
        .into_any(),
    )
}

fn with_unit(indicator: &Indicator) -> String {
    if indicator.unit.is_empty() {
        indicator.name.clone()
    } else {
        format!("{} ({})", indicator.name, indicator.unit)
    }
}

fn table(visit: &Visit, indicators: &[Indicator], language: Option<&'static str>) -> AnyView {
    let t = visit.t;
    let rows = indicators
        .iter()
        .map(|indicator| {
            view! {
                <tr>
                    <th scope="row" dir="auto">{with_unit(indicator)}</th>
                    <td class="number">{figure(indicator.before)}</td>
                    <td class="number">{figure(indicator.after)}</td>
                    <td dir="auto">{indicator.period.clone()}</td>
                    <td dir="auto">{indicator.source.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t.practices_indicators()>
            <table class="table" lang=language>
                <thead lang=visit.locale.code()><tr>
                    <th scope="col">{t.practices_indicator()}</th>
                    <th scope="col" class="number">{t.practices_before()}</th>
                    <th scope="col" class="number">{t.practices_after()}</th>
                    <th scope="col">{t.practices_period()}</th>
                    <th scope="col">{t.practices_source()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn figure(value: Option<f64>) -> String {
    if value.is_none() {
        "–".to_owned()
    } else {
        Indicator::figure(value)
    }
}
