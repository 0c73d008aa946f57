//! The header `Upload-Metadata`: pairs of a key and a value in Base64 (RFC 4648 §4), with commas between.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A name of four thousand letters still fits; it is shortened later.
const LONGEST: usize = 16 * 1024;
/// What programs call the field with the file's name.
const NAMES: [&str; 2] = ["filename", "name"];

/// The file's name as the sender gives it, or an empty one; nothing where the header is not well-formed.
pub(super) fn file_name(header: &str) -> Option<String> {
    if header.len() > LONGEST {
        return None;
    }
    let mut found = String::new();
    for pair in header
        .split(',')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
    {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = STANDARD.decode(value.trim()).ok()?;
        if found.is_empty() && NAMES.contains(&key) {
            found = String::from_utf8(value).ok()?;
        }
    }
    Some(found)
}

/// The header with a name, for answers.
pub(super) fn header(file_name: &str) -> String {
    format!("filename {}", STANDARD.encode(file_name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_name_is_found_among_the_pairs() {
        for (text, name) in [
            ("", Some("")),
            ("filename ZGFsaWwucGRm", Some("dalil.pdf")),
            (
                "is_confidential, name ZGFsaWwucGRm,filetype eA==",
                Some("dalil.pdf"),
            ),
            ("filename", Some("")),
            ("filename ZGFs aWw", None),
            ("filename /w==", None),
            ("filename *", None),
        ] {
            assert_eq!(file_name(text).as_deref(), name, "{text}");
        }
        assert_eq!(file_name(&"a,".repeat(LONGEST)), None);
    }

    proptest! {
        #[test]
        fn a_name_survives_its_header(name in "\\PC{1,60}") {
            prop_assert_eq!(file_name(&header(&name)), Some(name));
        }

        #[test]
        fn anything_is_read_or_refused(text in "\\PC{0,200}") {
            file_name(&text);
        }
    }
}
