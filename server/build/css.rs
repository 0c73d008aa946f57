//! Makes one small sheet of `style/main.css` and what it imports. No more of CSS is understood than that needs.

use std::fs;
use std::io;
use std::path::Path;

/// The sheet with its `@import "file" layer(name);` lines replaced by `@layer name { … }`.
pub fn bundle(folder: &Path, main: &str) -> io::Result<String> {
    let mut sheet = String::new();
    for line in fs::read_to_string(folder.join(main))?.lines() {
        match import(line) {
            None => sheet.push_str(line),
            Some((file, layer)) => {
                let text = fs::read_to_string(folder.join(file)).map_err(|error| {
                    io::Error::new(error.kind(), format!("style/{file}: {error}"))
                })?;
                if text.contains("@import") {
                    return Err(io::Error::other(format!(
                        "style/{file}: only {main} imports"
                    )));
                }
                sheet.push_str(&format!("@layer {layer} {{\n{text}\n}}"));
            }
        }
        sheet.push('\n');
    }
    Ok(sheet)
}

fn import(line: &str) -> Option<(&str, &str)> {
    let (file, rest) = line
        .trim()
        .strip_prefix("@import \"")?
        .split_once("\" layer(")?;
    Some((file, rest.strip_suffix(");")?))
}

/// The sheet without comments and needless white space. What stands in quotes is not touched.
pub fn minify(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    // A space is owed when white space was passed; the next character decides whether it is paid.
    let mut owed = false;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            owed = true;
        } else if next.is_whitespace() {
            rest = &rest[next.len_utf8()..];
            owed = true;
        } else {
            let text = if matches!(next, '"' | '\'') {
                quoted(rest, next)
            } else {
                &rest[..next.len_utf8()]
            };
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            let glued = matches!(next, '{' | '}' | ';' | ',')
                || out.is_empty()
                || out.ends_with(['{', '}', ';', ',', ':']);
            if owed && !glued {
                out.push(' ');
            }
            out.push_str(text);
            rest = &rest[text.len()..];
            owed = false;
        }
    }
    out
}

/// The string in quotes at the start of `text`, quotes included.
fn quoted(text: &str, quote: char) -> &str {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return &text[..=at],
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_becomes_a_layer() {
        assert_eq!(
            import("@import \"a/b.css\" layer(x);"),
            Some(("a/b.css", "x"))
        );
        assert_eq!(import("@layer a, b;"), None);
    }

    #[test]
    fn needless_space_goes_and_meaning_stays() {
        let sheet =
            "/* a */\n.a > .b,\n.c :is(d, e) {\n  color: red;\n  inline-size: calc(1px + 2%);\n}\n";
        assert_eq!(
            minify(sheet),
            ".a > .b,.c :is(d,e){color:red;inline-size:calc(1px + 2%)}"
        );
    }

    #[test]
    fn quoted_text_is_not_touched() {
        assert_eq!(
            minify("a::before { content: \" /* ;  } \\\" \" ; }"),
            "a::before{content:\" /* ;  } \\\" \"}"
        );
    }

    #[test]
    fn a_descendant_pseudo_class_keeps_its_space() {
        assert_eq!(minify(".a :hover { x: y }"), ".a :hover{x:y}");
        assert_eq!(
            minify("@media (width > 3rem) and (hover: hover) { a { b: c } }"),
            "@media (width > 3rem) and (hover:hover){a{b:c}}"
        );
    }
}
