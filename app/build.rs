//! Turns the Fluent catalogues into one typed method a message, so that a missing key, a missing argument or an unused
//! message does not compile. Messages without arguments become string literals; the others are formatted by Fluent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, process};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

const LOCALES: [&str; 2] = ["ar", "en"];

#[derive(Default)]
struct Message {
    arguments: BTreeSet<String>,
    plain: Option<String>,
}

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=../migrations");
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return;
    }
    let catalogues = LOCALES.map(|locale| read(&Path::new("locales").join(locale)));
    let [(arabic, arabic_text), (english, english_text)] = catalogues;
    compare(&arabic, &english);
    let out = env::var("OUT_DIR").unwrap_or_else(|_| fail("OUT_DIR is not set"));
    let mut code = String::from("impl Words {\n");
    for (key, message) in &arabic {
        method(&mut code, key, message, &english[key]);
    }
    code.push_str("}\n");
    for (name, text) in [
        ("words.rs", &code),
        ("ar.ftl", &arabic_text),
        ("en.ftl", &english_text),
    ] {
        if let Err(error) = fs::write(Path::new(&out).join(name), text) {
            fail(&format!("cannot write {name}: {error}"));
        }
    }
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    process::exit(1)
}

fn read(folder: &Path) -> (BTreeMap<String, Message>, String) {
    let mut files: Vec<_> = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) => fail(&format!("{}: {error}", folder.display())),
    };
    files.sort();
    let mut messages = BTreeMap::new();
    let mut all = String::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "ftl"))
    {
        let text = fs::read_to_string(file)
            .unwrap_or_else(|error| fail(&format!("{}: {error}", file.display())));
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| fail(&format!("{}: {errors:?}", file.display())));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let key = message.id.name.to_owned();
            let Some(pattern) = &message.value else {
                fail(&format!("{}: {key} has no text", file.display()))
            };
            let mut found = Message {
                plain: plain(pattern),
                ..Message::default()
            };
            arguments(pattern, &mut found.arguments);
            if messages.insert(key.clone(), found).is_some() {
                fail(&format!("{}: {key} is defined twice", file.display()));
            }
        }
        all.push_str(&text);
        all.push('\n');
    }
    (messages, all)
}

fn plain(pattern: &Pattern<&str>) -> Option<String> {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { .. } => return None,
        }
    }
    Some(text)
}

fn arguments(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => argument(inline, found),
            Expression::Select { selector, variants } => {
                argument(selector, found);
                variants
                    .iter()
                    .for_each(|variant| arguments(&variant.value, found));
            }
        }
    }
}

fn argument(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        _ => fail("messages use only variables, literals and selectors"),
    }
}

fn compare(arabic: &BTreeMap<String, Message>, english: &BTreeMap<String, Message>) {
    for key in arabic.keys().chain(english.keys()) {
        match (arabic.get(key), english.get(key)) {
            (Some(ar), Some(en)) if ar.arguments == en.arguments => {}
            (Some(_), Some(_)) => fail(&format!(
                "{key}: Arabic and English take different arguments"
            )),
            (None, _) => fail(&format!("{key} is missing in Arabic")),
            (_, None) => fail(&format!("{key} is missing in English")),
        }
    }
}

fn method(code: &mut String, key: &str, arabic: &Message, english: &Message) {
    let name = key.replace('-', "_");
    if let (Some(ar), Some(en)) = (&arabic.plain, &english.plain) {
        let _ = writeln!(
            code,
            "pub(crate) fn {name}(self) -> &'static str {{ match self.locale {{ Locale::Ar => {ar:?}, Locale::En => {en:?} }} }}"
        );
        return;
    }
    let parameters: String = arabic
        .arguments
        .iter()
        .map(|a| format!(", {a}: impl Into<Argument>"))
        .collect();
    let pairs: String = arabic
        .arguments
        .iter()
        .map(|a| format!("({a:?}, {a}.into()), "))
        .collect();
    let _ = writeln!(
        code,
        "pub(crate) fn {name}(self{parameters}) -> String {{ self.format({key:?}, [{pairs}]) }}"
    );
}
