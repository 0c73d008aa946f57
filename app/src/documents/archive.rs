//! What kind of office document a zip file is, from its table of contents alone. Nothing is unpacked, so nothing can explode.

use std::io::{self, Read, Seek};

use super::filetype::FileType;
use super::names;
use super::sniff::read_at;

/// The end record is 22 bytes and a comment of at most 65,535.
const END: usize = 22;
const END_SEARCH: usize = END + 65_535;
pub(super) const ENTRY: usize = 46;
/// A generous bound: the largest presentations have a few thousand parts.
const MAX_TABLE: u32 = 8 * 1024 * 1024;
pub(super) const MAX_ENTRIES: usize = 20_000;
/// In bytes; the longest that Office writes have a quarter.
const MAX_NAME: usize = 1000;
/// What the parts of a file may unpack to: this much, and beyond it only so many times the file.
const UNPACKED: u64 = 256 * 1024 * 1024;
const TIMES: u64 = 200;
/// In either case no more than this.
const MOST_UNPACKED: u64 = 2 * 1024 * 1024 * 1024;
/// Before the name of a part, where it lies.
const LOCAL: u64 = 30;
/// Stands for a number that is elsewhere.
const ELSEWHERE: u32 = u32::MAX;

/// What the table of contents says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inside {
    Known(FileType),
    Unknown,
    Macros,
    Encrypted,
    /// Names that lead a program which unpacks it out of its folder, or deceive a reader.
    Paths,
    /// Unpacks to far more than it is.
    Bomb,
    Damaged,
}

/// Reads the table of contents, bounded in memory and time.
pub(super) fn inspect(file: &mut (impl Read + Seek), size: u64) -> io::Result<Inside> {
    let Some(table) = table(file, size)? else {
        return Ok(Inside::Damaged);
    };
    let Some(mut found) = walk(&table) else {
        return Ok(Inside::Damaged);
    };
    if found.encrypted {
        return Ok(Inside::Encrypted);
    }
    if found.tricks {
        return Ok(Inside::Paths);
    }
    if found.is_bomb(size) {
        return Ok(Inside::Bomb);
    }
    if found.macros {
        return Ok(Inside::Macros);
    }
    if let Some(kind) = found.office.filter(|_| found.content_types) {
        return Ok(Inside::Known(kind));
    }
    Ok(open_document(file)?.map_or(Inside::Unknown, Inside::Known))
}

/// The central directory, or nothing if it is not where the end record says.
pub(super) fn table(file: &mut (impl Read + Seek), size: u64) -> io::Result<Option<Vec<u8>>> {
    let from = size.saturating_sub(END_SEARCH as u64);
    let tail = read_at(file, from, END_SEARCH)?;
    let Some(at) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else {
        return Ok(None);
    };
    let (Some(length), Some(offset)) = (u32_at(&tail, at + 12), u32_at(&tail, at + 16)) else {
        return Ok(None);
    };
    if length > MAX_TABLE || u64::from(offset) + u64::from(length) > from + at as u64 {
        return Ok(None);
    }
    let table = read_at(file, u64::from(offset), length as usize)?;
    Ok((table.len() == length as usize).then_some(table))
}

#[derive(Default)]
struct Found {
    office: Option<FileType>,
    content_types: bool,
    macros: bool,
    encrypted: bool,
    tricks: bool,
    unpacked: u64,
    /// Where parts begin and end.
    parts: Vec<(u64, u64)>,
}

impl Found {
    /// Whether it says that it unpacks to too much, or its parts lie over one another, so that few bytes are many.
    fn is_bomb(&mut self, size: u64) -> bool {
        self.parts.sort_unstable();
        let overlap = self
            .parts
            .windows(2)
            .any(|pair| matches!(pair, [(_, end), (next, _)] if end > next));
        let bound = UNPACKED.max(size.saturating_mul(TIMES)).min(MOST_UNPACKED);
        overlap || self.unpacked > bound
    }

    /// Notes where a part lies and how long it will be, as far as its line of the table says.
    fn measure(&mut self, line: &[u8], name: &[u8]) -> Option<()> {
        let (packed, unpacked) = (u32_at(line, 20)?, u32_at(line, 24)?);
        let offset = u32_at(line, 42)?;
        if unpacked != ELSEWHERE {
            self.unpacked = self.unpacked.saturating_add(u64::from(unpacked));
        }
        if packed != ELSEWHERE && offset != ELSEWHERE {
            let start = u64::from(offset);
            let end = start + LOCAL + name.len() as u64 + u64::from(packed);
            self.parts.push((start, end));
        }
        Some(())
    }
}

/// Whether a part's name does what no name of a part needs: leaves its folder, ends early, turns the reading around, has no
/// end.
fn is_trick(name: &[u8]) -> bool {
    let leaves = name.split(|byte| *byte == b'/').any(|step| step == b"..");
    let absolute = name.starts_with(b"/") || name.get(1) == Some(&b':');
    let deceives = String::from_utf8_lossy(name).chars().any(names::turns);
    let control = name.iter().any(|byte| *byte < 0x20 || *byte == b'\\');
    leaves || absolute || deceives || control || name.len() > MAX_NAME
}

fn walk(table: &[u8]) -> Option<Found> {
    let mut found = Found::default();
    let mut rest = table;
    for _ in 0..MAX_ENTRIES {
        if rest.is_empty() {
            return Some(found);
        }
        if !rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name_length = usize::from(u16_at(rest, 28)?);
        let name = rest.get(ENTRY..ENTRY + name_length)?;
        let more = usize::from(u16_at(rest, 30)?) + usize::from(u16_at(rest, 32)?);
        found.encrypted |= u16_at(rest, 8)? & 1 == 1;
        found.tricks |= is_trick(name);
        found.measure(rest, name)?;
        note(&mut found, name);
        rest = rest.get(ENTRY + name_length + more..)?;
    }
    None
}

fn note(found: &mut Found, name: &[u8]) {
    let name = name.to_ascii_lowercase();
    let last = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    match name.as_slice() {
        b"[content_types].xml" => found.content_types = true,
        b"word/document.xml" | b"word/document2.xml" => found.office = Some(FileType::Docx),
        b"xl/workbook.xml" => found.office = Some(FileType::Xlsx),
        b"ppt/presentation.xml" => found.office = Some(FileType::Pptx),
        _ => {}
    }
    // Word, Excel and PowerPoint keep programs in this part; LibreOffice in this folder.
    found.macros |=
        last == b"vbaproject.bin" || (name.starts_with(b"basic/") && last != b"script-lc.xml");
}

/// OpenDocument begins with an uncompressed entry `mimetype`.
fn open_document(file: &mut (impl Read + Seek)) -> io::Result<Option<FileType>> {
    let head = read_at(file, 0, 256)?;
    let found = (|| {
        let length = u32_at(&head, 18)? as usize;
        let name_length = usize::from(u16_at(&head, 26)?);
        let extra = usize::from(u16_at(&head, 28)?);
        let stored = u16_at(&head, 8)? == 0 && head.get(30..30 + name_length)? == b"mimetype";
        let start = 30 + name_length + extra;
        let mime = head.get(start..start.checked_add(length)?)?;
        FileType::by_open_document(std::str::from_utf8(mime).ok()?).filter(|_| stored)
    })();
    Ok(found)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..at + 2)?
        .try_into()
        .ok()
        .map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..at + 4)?
        .try_into()
        .ok()
        .map(u32::from_le_bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    /// A zip of uncompressed entries: name, content, flags.
    pub fn zip(entries: &[(&str, &[u8], u16)]) -> Vec<u8> {
        let (mut out, mut table) = (Vec::new(), Vec::new());
        for (name, content, flags) in entries {
            let offset = out.len() as u32;
            let sizes = [
                (content.len() as u32).to_le_bytes(),
                (content.len() as u32).to_le_bytes(),
            ]
            .concat();
            let names = [(name.len() as u16).to_le_bytes(), [0, 0]].concat();
            let shared = [&flags.to_le_bytes()[..], &[0; 10], &sizes, &names].concat();
            out.extend([b"PK\x03\x04\x14\0", &shared[..], name.as_bytes(), content].concat());
            table.extend(
                [
                    b"PK\x01\x02\x14\0\x14\0",
                    &shared[..],
                    &[0; 10],
                    &offset.to_le_bytes(),
                    name.as_bytes(),
                ]
                .concat(),
            );
        }
        let count = (entries.len() as u16).to_le_bytes();
        let (length, offset) = (
            (table.len() as u32).to_le_bytes(),
            (out.len() as u32).to_le_bytes(),
        );
        out.extend(table);
        out.extend(
            [
                b"PK\x05\x06\0\0\0\0",
                &count[..],
                &count,
                &length,
                &offset,
                &[0, 0],
            ]
            .concat(),
        );
        out
    }

    pub fn docx(more: &[(&str, &[u8], u16)]) -> Vec<u8> {
        let parts: &[(&str, &[u8], u16)] = &[
            ("[Content_Types].xml", b"<Types/>", 0),
            ("word/document.xml", b"<w/>", 0),
        ];
        zip(&[parts, more].concat())
    }

    pub fn odt(mime: &str) -> Vec<u8> {
        zip(&[
            ("mimetype", mime.as_bytes(), 0),
            ("content.xml", b"<office/>", 0),
        ])
    }

    fn look(bytes: &[u8]) -> Inside {
        inspect(&mut Cursor::new(bytes), bytes.len() as u64).unwrap()
    }

    #[test]
    fn office_documents_are_told_apart() {
        for (part, kind) in [
            ("word/document.xml", FileType::Docx),
            ("xl/workbook.xml", FileType::Xlsx),
            ("ppt/presentation.xml", FileType::Pptx),
        ] {
            assert_eq!(
                look(&zip(&[("[Content_Types].xml", b"", 0), (part, b"", 0)])),
                Inside::Known(kind)
            );
            assert_eq!(look(&zip(&[(part, b"", 0)])), Inside::Unknown);
        }
        for kind in [FileType::Odt, FileType::Ods, FileType::Odp] {
            assert_eq!(look(&odt(kind.mime())), Inside::Known(kind));
        }
        assert_eq!(look(&odt("text/html")), Inside::Unknown);
    }

    #[test]
    fn programs_and_locks_are_noticed() {
        assert_eq!(
            look(&docx(&[("word/VBAProject.bin", b"", 0)])),
            Inside::Macros
        );
        let mime = FileType::Odt.mime().as_bytes();
        assert_eq!(
            look(&zip(&[
                ("mimetype", mime, 0),
                ("Basic/Standard/Module1.xml", b"", 0)
            ])),
            Inside::Macros
        );
        assert_eq!(look(&docx(&[("word/a.xml", b"", 1)])), Inside::Encrypted);
    }

    #[test]
    fn names_that_lead_elsewhere_are_noticed() {
        let long = format!("word/{}.xml", "م".repeat(4000));
        for name in [
            "../word/a.xml",
            "word/../../etc/passwd",
            "word/..",
            "/etc/passwd",
            "C:/a.xml",
            "..\\a.xml",
            "word\\a.xml",
            "word/a\0.xml",
            "word/a\nb.xml",
            "word/a\u{202e}lmx.exe",
            "word/\u{2066}a.xml",
            long.as_str(),
        ] {
            assert_eq!(look(&docx(&[(name, b"x", 0)])), Inside::Paths, "{name:?}");
        }
        for name in ["word/a..b.xml", "word/...", "word/صورة 1.png", "word/a:b"] {
            let known = Inside::Known(FileType::Docx);
            assert_eq!(look(&docx(&[(name, b"x", 0)])), known, "{name:?}");
        }
    }

    #[test]
    fn what_unpacks_to_far_more_than_it_is_is_noticed() {
        let whole = docx(&[("word/a.xml", b"hello", 0)]);
        let line = whole.windows(4).rposition(|four| four == b"PK\x01\x02");
        let line = line.unwrap();
        let with = |at: usize, value: u32| {
            let mut bytes = whole.clone();
            bytes[line + at..line + at + 4].copy_from_slice(&value.to_le_bytes());
            look(&bytes)
        };
        // As long as it says, and where.
        assert_eq!(with(24, 300 << 20), Inside::Bomb);
        assert_eq!(with(24, 200 << 20), Inside::Known(FileType::Docx));
        assert_eq!(with(42, 3), Inside::Bomb);
        // Many parts, each within bounds.
        let mut found = Found {
            unpacked: 3 << 30,
            ..Found::default()
        };
        assert!(found.is_bomb(1 << 30));
        found.unpacked = 1 << 30;
        assert!(!found.is_bomb(1 << 30));
    }

    #[test]
    fn tables_that_point_nowhere_are_damaged() {
        let whole = docx(&[]);
        let end = whole.len() - END;
        for (at, value) in [
            (end + 12, u32::MAX),
            (end + 16, u32::MAX),
            (end + 12, 7),
            (end + 16, 3),
        ] {
            let mut broken = whole.clone();
            broken[at..at + 4].copy_from_slice(&value.to_le_bytes());
            assert_eq!(look(&broken), Inside::Damaged, "{at} {value}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..600), at in 0_usize..400, byte: u8) {
            look(&noise);
            let mut broken = docx(&[("word/a.xml", b"hello", 0)]);
            let at = at % broken.len();
            broken[at] = byte;
            look(&broken);
            look(&broken[..at]);
        }
    }
}
