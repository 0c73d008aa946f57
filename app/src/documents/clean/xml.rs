//! Takes elements out of a small XML file and leaves every other byte as it is.

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Keep,
    /// With everything in it.
    Drop,
    /// Stays, without the values of its attributes.
    Blank,
}

/// The file as `decide` wants it, and whether anything was said in what is gone. `decide` is asked with the name of each
/// element, without its prefix, and its whole tag. Nothing for what is not plain XML.
pub(super) fn edit(text: &str, decide: fn(&str, &str) -> Act) -> Option<(String, bool)> {
    let mut out = String::with_capacity(text.len());
    let mut found = false;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(rest.get(..at)?);
        rest = rest.get(at..)?;
        let (token, more) = rest.split_at_checked(token(rest)?)?;
        rest = more;
        let Some(name) = start(token) else {
            out.push_str(token);
            continue;
        };
        match decide(local(name), token) {
            Act::Keep => out.push_str(token),
            Act::Blank => found |= blank(token, &mut out)?,
            Act::Drop => {
                found |= token.contains('=');
                if !token.ends_with("/>") {
                    let (inside, after) = close(rest, name)?;
                    found |= !inside.trim().is_empty();
                    rest = after;
                }
            }
        }
    }
    out.push_str(rest);
    Some((out, found))
}

/// The length of the tag, comment or instruction that `text` begins with.
fn token(text: &str) -> Option<usize> {
    for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if let Some(inside) = text.strip_prefix(start) {
            return Some(start.len() + inside.find(end)? + end.len());
        }
    }
    if text.starts_with("<!") {
        // A document type could give any name any meaning.
        return None;
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The name, if the token begins an element.
fn start(token: &str) -> Option<&str> {
    let inside = token.strip_prefix('<')?;
    if inside.starts_with(['/', '!', '?']) {
        return None;
    }
    inside
        .split(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>')
        .next()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What is in the element that has just begun, and what comes after it.
fn close<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = text.get(at..)?.find('<') {
        let begin = at + next;
        let here = text.get(begin..)?;
        let token = here.get(..token(here)?)?;
        at = begin + token.len();
        if start(token) == Some(name) {
            depth += usize::from(!token.ends_with("/>"));
        } else if token
            .strip_prefix("</")
            .is_some_and(|end| end.trim_end_matches('>').trim_end() == name)
        {
            if depth == 0 {
                return Some((text.get(..begin)?, text.get(at..)?));
            }
            depth -= 1;
        }
    }
    None
}

/// Writes a tag with empty values, but for its namespaces.
fn blank(tag: &str, out: &mut String) -> Option<bool> {
    let mut found = false;
    let mut rest = tag;
    while let Some(at) = rest.find(['"', '\'']) {
        let before = rest.get(..at)?;
        let quote = rest.get(at..=at)?;
        let value_on = rest.get(at + 1..)?;
        let end = value_on.find(quote)?;
        let name = before.trim_end_matches(|c: char| c == '=' || c.is_ascii_whitespace());
        let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next()?;
        out.push_str(before);
        out.push_str(quote);
        if name.starts_with("xmlns") {
            out.push_str(value_on.get(..end)?);
        } else {
            found |= end > 0;
        }
        out.push_str(quote);
        rest = value_on.get(end + 1..)?;
    }
    out.push_str(rest);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(name: &str, _: &str) -> Act {
        match name {
            "creator" => Act::Drop,
            "path" => Act::Blank,
            _ => Act::Keep,
        }
    }

    #[test]
    fn elements_go_and_the_rest_stays() {
        let (text, found) = edit(
            "<?xml version='1.0'?><p xmlns:d='u'><!-- <d:creator> --><d:title>a &lt; b</d:title><d:creator a='>'>x<d:creator>y</d:creator></d:creator>z</p>",
            decide,
        )
        .unwrap();
        assert_eq!(
            text,
            "<?xml version='1.0'?><p xmlns:d='u'><!-- <d:creator> --><d:title>a &lt; b</d:title>z</p>"
        );
        assert!(found);
        assert_eq!(
            edit("<p><creator/><creator> </creator></p>", decide),
            Some(("<p></p>".to_owned(), false))
        );
        assert_eq!(
            edit("<a:path url=\"C:\\x\" xmlns:a='u'/>", decide),
            Some(("<a:path url=\"\" xmlns:a='u'/>".to_owned(), true))
        );
    }

    #[test]
    fn what_is_not_plain_xml_is_not_touched() {
        for text in [
            "<!DOCTYPE p><p/>",
            "<p><creator>",
            "<p",
            "<p a='",
            "<!-- ",
            "<path a=\"",
        ] {
            assert_eq!(edit(text, decide), None, "{text}");
        }
    }
}
