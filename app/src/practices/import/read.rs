//! One line of the file: a JSON object taken apart key by key, so that every mistake names its field.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::Known;
use crate::clock::Id;
use crate::i18n::{Locale, Words};
use crate::practices::store::Imported;
use crate::practices::types::{Content, EXTERNAL_ID_LIMIT, Indicator, Step};
use crate::practices::values::line as one_line;
use crate::practices::{content, number};
use crate::ui::Problem;
use crate::ui::problem::clean;

/// One line's object being taken apart, and what is wrong with it.
struct Object {
    map: Map<String, Value>,
    wrong: Vec<(String, String)>,
}

impl Object {
    fn fault(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.wrong.push((field.into(), reason.into()));
    }

    fn optional(&mut self, field: &str) -> Option<String> {
        match self.map.remove(field) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text),
            Some(_) => {
                self.fault(field, "must be text");
                None
            }
        }
    }

    /// What is missing is told by the check of the content, where the field is one of its own.
    fn required(&mut self, field: &str) -> String {
        let present = self.map.contains_key(field);
        let text = self.optional(field);
        if !present {
            self.fault(field, "is missing");
        }
        text.unwrap_or_default()
    }

    fn list(&mut self, field: &str) -> Vec<Value> {
        match self.map.remove(field) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.fault(field, "must be a list");
                Vec::new()
            }
        }
    }
}

/// Reads one line; fields and reasons where it cannot be.
pub(super) fn read(known: &Known, text: &[u8]) -> Result<Imported, Vec<(String, String)>> {
    let whole = |reason: String| vec![(String::new(), reason)];
    let text = std::str::from_utf8(text).map_err(|_| whole("is not UTF-8".to_owned()))?;
    let map = match serde_json::from_str(text) {
        Ok(Value::Object(map)) => map,
        Ok(_) => return Err(whole("is not a JSON object".to_owned())),
        Err(error) => return Err(whole(format!("is not JSON: {error}"))),
    };
    let mut object = Object {
        map,
        wrong: Vec::new(),
    };
    let external_id = external_id(&mut object);
    let organization = organization(known, &mut object);
    let published_at = published_at(&mut object);
    let content = words(known, &mut object);
    let unknown: Vec<_> = object.map.keys().cloned().collect();
    for key in unknown {
        object.fault(key, "is not a key of this format");
    }
    match organization {
        Some(organization) if object.wrong.is_empty() => Ok(Imported {
            organization,
            external_id,
            published_at,
            content,
        }),
        _ => Err(object.wrong),
    }
}

fn external_id(object: &mut Object) -> String {
    let before = object.wrong.len();
    let id = one_line(&object.required("external_id"));
    if id.is_empty() && object.wrong.len() == before {
        object.fault("external_id", "is empty");
    }
    if id.chars().count() > EXTERNAL_ID_LIMIT {
        object.fault("external_id", too_long(EXTERNAL_ID_LIMIT));
    }
    id
}

fn organization(known: &Known, object: &mut Object) -> Option<Id> {
    let before = object.wrong.len();
    let slug = object.required("organization");
    let id = known.organizations.get(slug.trim()).copied();
    if id.is_none() && object.wrong.len() == before {
        object.fault(
            "organization",
            format!("no organization has the slug {slug:?}"),
        );
    }
    id
}

/// Noon, so that the date is the same in every zone that reads it here.
fn published_at(object: &mut Object) -> Option<Timestamp> {
    let text = object.optional("published_at")?;
    let date: Result<Date, _> = text.trim().parse();
    let instant = date
        .ok()
        .filter(|_| text.trim().len() == 10)
        .and_then(|date| {
            Some(
                date.at(12, 0, 0, 0)
                    .to_zoned(TimeZone::UTC)
                    .ok()?
                    .timestamp(),
            )
        });
    if instant.is_none() {
        object.fault(
            "published_at",
            format!("{text:?} is not a date like 2026-11-30"),
        );
    }
    instant
}

fn words(known: &Known, object: &mut Object) -> Content {
    let language = language(object);
    let title = one_line(&object.required("title"));
    let summary = one_line(&object.required("summary"));
    if !object.map.contains_key("topics") {
        object.fault("topics", "is missing");
    }
    let mut content = Content {
        language,
        topics: topic_slugs(known, object),
        problem: clean(&object.required("problem")),
        solution: clean(&object.required("solution")),
        result: clean(&object.required("result")),
        title_other: translation(object, "title", language, &title),
        summary_other: translation(object, "summary", language, &summary),
        steps: steps(object),
        indicators: indicators(object),
        title,
        summary,
    };
    bounds(known, object, &content);
    content.steps.retain(|step| *step != Step::default());
    content
        .indicators
        .retain(|indicator| *indicator != Indicator::default());
    content
}

fn language(object: &mut Object) -> Locale {
    let before = object.wrong.len();
    let code = object.required("language");
    let language = Locale::parse(code.trim());
    if language.is_none() && object.wrong.len() == before {
        object.fault("language", format!("{code:?} is neither ar nor en"));
    }
    language.unwrap_or_default()
}

fn topic_slugs(known: &Known, object: &mut Object) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for (place, value) in object.list("topics").into_iter().enumerate() {
        match value {
            Value::String(slug) if known.topics.contains(&slug) => {
                if !slugs.contains(&slug) {
                    slugs.push(slug);
                }
            }
            Value::String(slug) => object.fault(
                format!("topics[{place}]"),
                format!("no topic has the slug {slug:?}"),
            ),
            _ => object.fault(format!("topics[{place}]"), "must be text"),
        }
    }
    slugs
}

/// `title_en` of an Arabic text. `title_ar` beside it may only repeat the title.
fn translation(object: &mut Object, field: &str, language: Locale, original: &str) -> String {
    let own = format!("{field}_{language}");
    if let Some(text) = object.optional(&own)
        && one_line(&text) != original
    {
        object.fault(
            own,
            format!("the text is in this language already: see {field}"),
        );
    }
    let text = object.optional(&format!("{field}_{}", language.other()));
    text.map(|text| one_line(&text)).unwrap_or_default()
}

fn rows(object: &mut Object, field: &str) -> Vec<(String, Object)> {
    let mut rows = Vec::new();
    for (place, value) in object.list(field).into_iter().enumerate() {
        let name = format!("{field}[{place}]");
        match value {
            Value::Object(map) => rows.push((
                name,
                Object {
                    map,
                    wrong: Vec::new(),
                },
            )),
            _ => object.fault(name, "must be an object"),
        }
    }
    rows
}

/// Hands the faults of a row to its line, with the row's name before theirs.
fn close(object: &mut Object, name: &str, row: Object) {
    let unknown = row
        .map
        .keys()
        .map(|key| (key.clone(), "is not a key of this format".to_owned()));
    let wrong: Vec<_> = row.wrong.iter().cloned().chain(unknown).collect();
    for (field, reason) in wrong {
        object.fault(format!("{name}.{field}"), reason);
    }
}

fn steps(object: &mut Object) -> Vec<Step> {
    let mut steps = Vec::new();
    for (name, mut row) in rows(object, "steps") {
        let mut text = |field: &str| row.optional(field).unwrap_or_default();
        steps.push(Step {
            who: one_line(&text("who")),
            what: clean(&text("what")),
            duration: one_line(&text("duration")),
        });
        close(object, &name, row);
    }
    steps
}

fn indicators(object: &mut Object) -> Vec<Indicator> {
    let mut indicators = Vec::new();
    for (name, mut row) in rows(object, "indicators") {
        let before = figure(&mut row, "before");
        let after = figure(&mut row, "after");
        let mut text = |field: &str| one_line(&row.optional(field).unwrap_or_default());
        indicators.push(Indicator {
            name: text("name"),
            unit: text("unit"),
            before,
            after,
            period: text("period"),
            source: text("source"),
        });
        close(object, &name, row);
    }
    indicators
}

fn figure(row: &mut Object, field: &str) -> Option<f64> {
    let value = match row.map.remove(field)? {
        Value::Null => return None,
        Value::Number(figure) => figure.as_f64(),
        Value::String(text) if text.trim().is_empty() => return None,
        Value::String(text) => number::read(&text),
        _ => None,
    };
    // As typed in the form: what differs beyond three decimals is the same figure.
    let value = value.and_then(|figure| number::read(&number::plain(figure)));
    if value.is_none() {
        row.fault(field, "must be a number or null");
    }
    value
}

/// The bounds of the form, told in the keys of the file.
fn bounds(known: &Known, object: &mut Object, content: &Content) {
    let t = Locale::En.words();
    let mut problems = BTreeMap::new();
    for problems_found in [content.missing(), content::check(t, content, &known.topics)] {
        for (field, problem) in problems_found.iter() {
            problems
                .entry(key_of(field, content.language))
                .or_insert_with(|| problem.clone());
        }
    }
    for (field, problem) in problems {
        let told = object
            .wrong
            .iter()
            .any(|(wrong, _)| *wrong == field || wrong.starts_with(&format!("{field}[")));
        if !told {
            object.fault(field, reason(t, &problem));
        }
    }
}

fn reason(t: Words, problem: &Problem) -> String {
    match problem {
        Problem::Required | Problem::Unchosen => "is empty".to_owned(),
        Problem::TooLong(limit) => too_long(*limit),
        other => other.say(t),
    }
}

fn too_long(limit: usize) -> String {
    format!("is longer than {limit} characters")
}

/// `step_what-2` of the form is `steps[2].what` of the file.
fn key_of(field: &str, language: Locale) -> String {
    match field {
        "title_other" => return format!("title_{}", language.other()),
        "summary_other" => return format!("summary_{}", language.other()),
        _ => {}
    }
    let row = field
        .rsplit_once('-')
        .and_then(|(name, place)| Some((name.split_once('_')?, place)));
    match row {
        Some(((kind, name), place)) => format!("{kind}s[{place}].{name}"),
        None => field.to_owned(),
    }
}
