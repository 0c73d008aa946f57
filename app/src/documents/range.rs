//! Ranges and conditions of a download request (RFC 9110, sections 13 and 14), so that a broken one goes on where it stopped.

/// What a `Range` header asks for, given the size of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Everything: no range, one that is not understood, or several at once, which a server may answer with the whole.
    Whole,
    /// These bytes.
    Part(std::ops::Range<u64>),
    /// Bytes that the file does not have.
    Beyond,
}

/// Reads a `Range` header.
pub fn wanted(header: &str, size: u64) -> Wanted {
    let Some((unit, set)) = header.split_once('=') else {
        return Wanted::Whole;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Wanted::Whole;
    }
    let mut parts = Vec::new();
    for spec in set
        .split(',')
        .map(|spec| spec.trim_matches([' ', '\t']))
        .filter(|spec| !spec.is_empty())
    {
        match one(spec, size) {
            Some(part) => parts.push(part),
            None => return Wanted::Whole,
        }
    }
    if parts.is_empty() {
        return Wanted::Whole;
    }
    match parts.as_slice() {
        [Some(part)] => Wanted::Part(part.clone()),
        all if all.iter().all(Option::is_none) => Wanted::Beyond,
        _ => Wanted::Whole,
    }
}

/// One range: nothing if it is not written correctly, `Some(None)` if it is but the file has no such bytes.
fn one(spec: &str, size: u64) -> Option<Option<std::ops::Range<u64>>> {
    let (first, last) = spec.split_once('-')?;
    if first.is_empty() {
        let length = number(last)?.min(size);
        return Some((length > 0).then(|| size - length..size));
    }
    let first = number(first)?;
    let last = if last.is_empty() {
        u64::MAX
    } else {
        number(last)?
    };
    if last < first {
        return None;
    }
    Some((first < size).then(|| first..last.saturating_add(1).min(size)))
}

/// Digits only; a number beyond all sizes is the largest one.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// Whether `If-Range` allows a part. A date never does: downloads carry none, only a strong tag.
pub fn if_range_holds(header: &str, etag: &str) -> bool {
    header.trim() == etag
}

/// Whether one of the tags of `If-None-Match` is this file's (weak comparison), so that nothing has to be sent.
pub fn if_none_match_hits(header: &str, etag: &str) -> bool {
    header.trim() == "*" || tags(header).any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Whether one of the tags of `If-Match` is this file's (strong comparison).
pub fn if_match_holds(header: &str, etag: &str) -> bool {
    header.trim() == "*" || tags(header).any(|tag| tag == etag)
}

/// Our own tags hold no comma, so splitting there cannot make a foreign one look like ours.
fn tags(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(str::trim)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn single_ranges() {
        for (header, expected) in [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=0-", Wanted::Part(0..1000)),
            ("bytes=999-", Wanted::Part(999..1000)),
            ("bytes=10-19", Wanted::Part(10..20)),
            ("bytes=990-5000", Wanted::Part(990..1000)),
            ("BYTES = 10-19", Wanted::Part(10..20)),
            ("bytes= 10-19 ,", Wanted::Part(10..20)),
            ("bytes=-1", Wanted::Part(999..1000)),
            ("bytes=-1000", Wanted::Part(0..1000)),
            ("bytes=-9999", Wanted::Part(0..1000)),
            ("bytes=5-99999999999999999999999999", Wanted::Part(5..1000)),
            ("bytes=-99999999999999999999999999", Wanted::Part(0..1000)),
            ("bytes=5-18446744073709551615", Wanted::Part(5..1000)),
        ] {
            assert_eq!(wanted(header, 1000), expected, "{header}");
        }
    }

    #[test]
    fn ranges_that_the_file_does_not_have() {
        for header in [
            "bytes=1000-",
            "bytes=1000-1001",
            "bytes=-0",
            "bytes=99999999999999999999999999-",
            "bytes=1000-,2000-3000",
            "bytes=-0,5000-",
        ] {
            assert_eq!(wanted(header, 1000), Wanted::Beyond, "{header}");
        }
        assert_eq!(wanted("bytes=0-", 0), Wanted::Beyond);
        assert_eq!(wanted("bytes=-5", 0), Wanted::Beyond);
    }

    #[test]
    fn what_is_not_understood_is_ignored() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=,",
            "bytes=-",
            "bytes=a-b",
            "bytes=5",
            "bytes=9-5",
            "bytes=+1-2",
            "bytes=1-2-3",
            "bytes=0x1-2",
            "bytes=--5",
            "bytes=1 - 2",
            "lines=1-2",
            "items=0-",
            "bytes=0-1,x",
        ] {
            assert_eq!(wanted(header, 1000), Wanted::Whole, "{header}");
        }
    }

    #[test]
    fn several_ranges_get_the_whole() {
        assert_eq!(wanted("bytes=0-1,5-6", 1000), Wanted::Whole);
        assert_eq!(wanted("bytes=0-1,5000-", 1000), Wanted::Whole);
        let many = format!("bytes={}", vec!["0-"; 10_000].join(","));
        assert_eq!(wanted(&many, 1000), Wanted::Whole);
    }

    #[test]
    fn conditions_compare_tags() {
        assert!(if_range_holds("\"abc\"", "\"abc\""));
        for other in [
            "W/\"abc\"",
            "\"abd\"",
            "abc",
            "Wed, 21 Oct 2026 07:28:00 GMT",
            "",
            "*",
        ] {
            assert!(!if_range_holds(other, "\"abc\""), "{other}");
        }
        for hit in ["\"abc\"", "W/\"abc\"", "*", "\"x\", W/\"abc\" , \"y\""] {
            assert!(if_none_match_hits(hit, "\"abc\""), "{hit}");
        }
        assert!(!if_none_match_hits("\"abcd\", abc", "\"abc\""));
        assert!(if_match_holds("\"x\", \"abc\"", "\"abc\"") && if_match_holds("*", "\"abc\""));
        assert!(!if_match_holds("W/\"abc\"", "\"abc\""));
    }

    proptest! {
        #[test]
        fn a_part_always_lies_in_the_file(header in "bytes=[0-9,\\- ]{0,40}|.{0,40}", size: u64) {
            if let Wanted::Part(part) = wanted(&header, size) {
                prop_assert!(part.start < part.end && part.end <= size);
            }
        }
    }
}
