//! The bounds of a practice's words: one check for forms and imports.

use super::types::{
    Content, Indicator, NAME_LIMIT, ROWS_LIMIT, SHORT_LIMIT, STEP_LIMIT, SUMMARY_LIMIT, Step,
    TEXT_LIMIT, TITLE_LIMIT, TOPICS_LIMIT,
};
use crate::i18n::Words;
use crate::ui::{Problem, Problems};

/// What is out of bounds. Fields are named as in the form; those of a row carry its place: `step_what-2`.
/// What may be missing in a draft is not looked at here (see [`Content::missing`]).
pub(crate) fn check(t: Words, content: &Content, known_topics: &[String]) -> Problems {
    let mut problems = Problems::new();
    if content.title.is_empty() {
        problems.add("title", Problem::Required);
    }
    bound(&mut problems, "title", &content.title, TITLE_LIMIT);
    bound(&mut problems, "summary", &content.summary, SUMMARY_LIMIT);
    topics(t, &mut problems, &content.topics, known_topics);
    bound(&mut problems, "problem", &content.problem, TEXT_LIMIT);
    bound(&mut problems, "solution", &content.solution, TEXT_LIMIT);
    bound(&mut problems, "result", &content.result, TEXT_LIMIT);
    steps(t, &mut problems, &content.steps);
    indicators(t, &mut problems, &content.indicators);
    bound(
        &mut problems,
        "title_other",
        &content.title_other,
        TITLE_LIMIT,
    );
    bound(
        &mut problems,
        "summary_other",
        &content.summary_other,
        SUMMARY_LIMIT,
    );
    problems
}

fn bound(problems: &mut Problems, field: &str, text: &str, limit: usize) {
    if text.chars().count() > limit {
        problems.add(field, Problem::TooLong(limit));
    }
}

fn topics(t: Words, problems: &mut Problems, topics: &[String], known: &[String]) {
    if topics.iter().any(|topic| !known.contains(topic)) {
        problems.add("topics", Problem::Invalid);
    }
    if topics.len() > TOPICS_LIMIT {
        problems.add("topics", Problem::Said(t.practices_too_many(TOPICS_LIMIT)));
    }
}

fn steps(t: Words, problems: &mut Problems, steps: &[Step]) {
    if steps.len() > ROWS_LIMIT {
        problems.add("steps", Problem::Said(t.practices_too_many(ROWS_LIMIT)));
    }
    for (index, step) in steps.iter().enumerate() {
        if *step != Step::default() && step.what.is_empty() {
            problems.add(format!("step_what-{index}"), Problem::Required);
        }
        bound(
            problems,
            &format!("step_who-{index}"),
            &step.who,
            NAME_LIMIT,
        );
        bound(
            problems,
            &format!("step_what-{index}"),
            &step.what,
            STEP_LIMIT,
        );
        bound(
            problems,
            &format!("step_duration-{index}"),
            &step.duration,
            SHORT_LIMIT,
        );
    }
}

fn indicators(t: Words, problems: &mut Problems, indicators: &[Indicator]) {
    if indicators.len() > ROWS_LIMIT {
        problems.add(
            "indicators",
            Problem::Said(t.practices_too_many(ROWS_LIMIT)),
        );
    }
    for (index, indicator) in indicators.iter().enumerate() {
        if *indicator != Indicator::default() && indicator.name.is_empty() {
            problems.add(format!("indicator_name-{index}"), Problem::Required);
        }
        bound(
            problems,
            &format!("indicator_name-{index}"),
            &indicator.name,
            NAME_LIMIT,
        );
        bound(
            problems,
            &format!("indicator_unit-{index}"),
            &indicator.unit,
            SHORT_LIMIT,
        );
        bound(
            problems,
            &format!("indicator_period-{index}"),
            &indicator.period,
            SHORT_LIMIT,
        );
        bound(
            problems,
            &format!("indicator_source-{index}"),
            &indicator.source,
            NAME_LIMIT,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn bounds_are_counted_in_characters_and_rows_are_named() {
        let content = Content {
            title: "ش".repeat(161),
            problem: "ع".repeat(TEXT_LIMIT),
            topics: vec!["water".into(), "nowhere".into()],
            steps: vec![
                Step::default(),
                Step {
                    who: "الوحدة".into(),
                    ..Step::default()
                },
            ],
            indicators: vec![Indicator {
                name: "س".repeat(201),
                ..Indicator::default()
            }],
            ..Content::default()
        };
        let problems = check(Locale::Ar.words(), &content, &["water".to_owned()]);
        let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            ["title", "topics", "step_what-1", "indicator_name-0"]
        );
    }

    #[test]
    fn rows_are_few() {
        let content = Content {
            title: "أ".into(),
            steps: vec![
                Step {
                    what: "ب".into(),
                    ..Step::default()
                };
                ROWS_LIMIT + 1
            ],
            ..Content::default()
        };
        assert!(
            check(Locale::En.words(), &content, &[])
                .of("steps")
                .is_some()
        );
    }
}
