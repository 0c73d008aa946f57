//! Office files: what they say about themselves in small parts, and how many parts of a kind they have.

use std::io::{self, Read, Seek};

use super::{Inside, shown};
use crate::documents::clean::office;
use crate::documents::filetype::FileType;

/// The parts that are read are small; a workbook of a thousand sheets stays far below.
const SMALL: usize = 1024 * 1024;
/// How much of a presentation is unpacked to count its slides.
const LARGE: u64 = 64 * 1024 * 1024;
/// More than anybody has.
const HIGHEST: u32 = 100_000;

pub(super) fn inside(input: &mut (impl Read + Seek), kind: FileType) -> io::Result<Option<Inside>> {
    let count = |count: Option<u32>, make: fn(u32) -> Inside| {
        count
            .filter(|count| (1..=HIGHEST).contains(count))
            .map(make)
    };
    Ok(match kind {
        FileType::Docx => {
            let pages = small(input, "docProps/app.xml")?.and_then(|xml| pages(&xml));
            count(pages, |count| Inside::Pages { count })
        }
        FileType::Pptx => {
            let slides = office::count(input, is_slide)?;
            count(Some(slides), |count| Inside::Slides { count })
        }
        FileType::Xlsx => small(input, "xl/workbook.xml")?.and_then(|xml| sheets(&xml)),
        FileType::Odt => {
            let pages = statistic(input, "page-count")?;
            count(pages, |count| Inside::Pages { count })
        }
        FileType::Ods => {
            let sheets = statistic(input, "table-count")?;
            count(sheets, |count| Inside::Sheets {
                count,
                names: Vec::new(),
            })
        }
        FileType::Odp => {
            let slides = office::count_in(input, "content.xml", b"<draw:page ", LARGE)?;
            count(slides, |count| Inside::Slides { count })
        }
        _ => None,
    })
}

/// What a program wrote that lays pages out. One that does not leaves the numbers of its template: one page, no words.
fn pages(xml: &str) -> Option<u32> {
    text_of(xml, "Words").filter(|words| *words > 0)?;
    text_of(xml, "Pages")
}

fn is_slide(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let inside = name.strip_prefix(b"ppt/slides/slide");
    let number = inside.and_then(|rest| rest.strip_suffix(b".xml"));
    number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

fn small(input: &mut (impl Read + Seek), name: &str) -> io::Result<Option<String>> {
    let part = office::part(input, name, SMALL)?;
    Ok(part.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// A number that an OpenDocument file says about itself.
fn statistic(input: &mut (impl Read + Seek), name: &str) -> io::Result<Option<u32>> {
    let xml = small(input, "meta.xml")?;
    Ok(xml.and_then(|xml| {
        let tag = tags(&xml).find(|tag| local(tag) == "document-statistic")?;
        attribute(tag, name)?.parse().ok()
    }))
}

/// The sheets that people see when they open the workbook.
fn sheets(xml: &str) -> Option<Inside> {
    let seen: Vec<String> = tags(xml)
        .filter(|tag| local(tag) == "sheet")
        .filter(|tag| !attribute(tag, "state").is_some_and(|state| state.contains("idden")))
        .filter_map(|tag| attribute(tag, "name").map(unescape))
        .take(HIGHEST as usize)
        .collect();
    let count = u32::try_from(seen.len()).ok().filter(|count| *count > 0)?;
    Some(Inside::Sheets {
        count,
        names: shown(seen.iter().map(String::as_str)),
    })
}

/// Each tag from behind its `<` to before its `>`; what stands in quotes does not end it.
fn tags(xml: &str) -> impl Iterator<Item = &str> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('<')?;
        let mut quote = None;
        let end = after.bytes().position(|byte| match (quote, byte) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), _) if open == byte => {
                quote = None;
                false
            }
            _ => false,
        })?;
        let (tag, more) = after.split_at_checked(end)?;
        rest = more;
        Some(tag)
    })
}

/// The name of a tag without its prefix.
fn local(tag: &str) -> &str {
    let name = tag
        .split(|letter: char| letter.is_ascii_whitespace() || letter == '/')
        .next()
        .unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute, whatever its prefix.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once('=')?;
        let after = after.trim_ascii_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, more) = after.get(1..)?.split_once(quote)?;
        let key = before.trim_ascii_end();
        let key = key
            .rsplit(|letter: char| letter.is_ascii_whitespace() || letter == ':')
            .next();
        if key == Some(name) {
            return Some(value);
        }
        rest = more;
    }
}

/// The number in the first element of this name.
fn text_of(xml: &str, name: &str) -> Option<u32> {
    let tag = tags(xml).find(|tag| local(tag) == name && !tag.ends_with('/'))?;
    // Both are parts of the same text.
    let behind = xml.split_once(&format!("<{tag}>"))?.1;
    behind.split('<').next()?.trim().parse().ok()
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = after
            .split_once(';')
            .filter(|(entity, _)| entity.len() <= 8)
            .and_then(|(entity, more)| Some((letter(entity)?, more)));
        match known {
            Some((letter, more)) => {
                out.push(letter);
                rest = more;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

fn letter(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::documents::archive::tests::zip;

    fn look(kind: FileType, parts: &[(&str, &str)]) -> Option<Inside> {
        let parts: Vec<_> = parts
            .iter()
            .map(|(name, xml)| (*name, xml.as_bytes(), 0))
            .collect();
        inside(&mut Cursor::new(zip(&parts)), kind).unwrap()
    }

    #[test]
    fn texts_say_their_pages() {
        let app = "<?xml version='1.0'?><Properties><Words>9</Words><Pages>12</Pages></Properties>";
        let pages = |count| Some(Inside::Pages { count });
        assert_eq!(
            look(FileType::Docx, &[("docProps/app.xml", app)]),
            pages(12)
        );
        let meta = "<m:meta><m:document-statistic m:page-count=\"3\" m:table-count='2'/></m:meta>";
        assert_eq!(look(FileType::Odt, &[("meta.xml", meta)]), pages(3));
        let sheets = Inside::Sheets {
            count: 2,
            names: Vec::new(),
        };
        assert_eq!(look(FileType::Ods, &[("meta.xml", meta)]), Some(sheets));
        for wrong in [
            "0</Pages>",
            "x</Pages>",
            "/>",
            "-1",
            "1</Pages><Words>0</Words>",
        ] {
            let app = format!("<Pages>{wrong}<Words>9</Words>");
            assert_eq!(
                look(FileType::Docx, &[("docProps/app.xml", &app)]),
                None,
                "{wrong}"
            );
        }
    }

    #[test]
    fn slides_are_counted_and_sheets_named() {
        let slides = [
            ("ppt/slides/slide1.xml", ""),
            ("ppt/slides/slide12.xml", ""),
            ("ppt/slides/_rels/slide1.xml.rels", ""),
            ("ppt/slideLayouts/slideLayout1.xml", ""),
        ];
        let two = Some(Inside::Slides { count: 2 });
        assert_eq!(look(FileType::Pptx, &slides), two);
        let content =
            "<d><draw:page a='1'><draw:page-thumbnail b=''/></draw:page><draw:page a='2'/></d>";
        assert_eq!(look(FileType::Odp, &[("content.xml", content)]), two);
        let workbook = "<workbook><sheets><sheet name=\"الطلبات &amp; الردود\" sheetId='1'/>\
             <x:sheet sheetId='2' name='2026&#x202e;'/><sheet name='سري' state='veryHidden'/></sheets></workbook>";
        assert_eq!(
            look(FileType::Xlsx, &[("xl/workbook.xml", workbook)]),
            Some(Inside::Sheets {
                count: 2,
                names: vec!["الطلبات & الردود".to_owned(), "2026".to_owned()],
            })
        );
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..400), xml in "[<>/='\"&;:# a-z0-9ش]{0,80}") {
            for kind in [FileType::Docx, FileType::Xlsx, FileType::Pptx, FileType::Odt, FileType::Ods, FileType::Odp] {
                let _ = inside(&mut Cursor::new(&noise), kind);
                let parts = ["docProps/app.xml", "xl/workbook.xml", "meta.xml", "content.xml"];
                look(kind, &parts.map(|name| (name, xml.as_str())));
            }
            let sheet = format!("<sheet name='{xml}'/><Pages a='{xml}'>{xml}");
            sheets(&sheet);
            text_of(&sheet, "Pages");
        }
    }
}
