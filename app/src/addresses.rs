//! Addresses that people type: the name of a thing in URLs, and links to the rest of the web.

/// Whether a text can be a slug. Words that URLs have after the plural (`/organizations/new`) cannot.
pub fn is_slug(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !matches!(text, "new" | "import")
}

/// Whether a text is an address of the web.
pub fn is_web_address(text: &str) -> bool {
    url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_and_plain() {
        assert!(is_slug("beit-lahia") && is_slug("2"));
        for bad in ["", "-a", "Dura", "a b", "دورا", "new", "import"] {
            assert!(!is_slug(bad), "{bad}");
        }
        assert!(is_slug(&"a".repeat(60)) && !is_slug(&"a".repeat(61)));
    }

    #[test]
    fn only_the_web_is_linked() {
        assert!(is_web_address("https://dura.example/a"));
        for bad in [
            "dura.example",
            "javascript:x",
            "mailto:a@b.example",
            "https://",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
