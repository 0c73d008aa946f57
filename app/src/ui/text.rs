//! Text that people wrote, made safe and given its own direction.

/// The text without the marks that isolate a name or a value inside a sentence.
pub fn without_isolates(text: &str) -> String {
    text.replace(|letter| matches!(letter, '\u{2066}'..='\u{2069}'), "")
}

/// Escapes the five characters that HTML gives a meaning to.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
