//! As much of the syntax of PDF as the information dictionary needs.

use std::ops::Range;

use memchr::memmem;

use super::pdf::{Patch, With};

/// Number and generation of an object.
pub(in crate::documents) type Reference = (u32, u32);

/// What may stay in the information dictionary: the document about itself.
const KEPT: [&[u8]; 8] = [
    b"Title",
    b"Subject",
    b"Keywords",
    b"CreationDate",
    b"ModDate",
    b"Trapped",
    b"GTS_PDFXVersion",
    b"GTS_PDFXConformance",
];

/// A text, by its place after the beginning of its object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    range: Range<usize>,
    hex: bool,
}

impl Text {
    pub(super) fn patch(self, start: u64) -> Patch {
        Patch {
            at: start + self.range.start as u64,
            length: (self.range.end - self.range.start) as u64,
            with: if self.hex { With::Hex } else { With::Spaces },
        }
    }
}

/// What is to be blanked in an information dictionary.
#[derive(Debug, Default)]
pub(super) struct Info {
    pub(super) texts: Vec<Text>,
    /// Texts that stand in objects of their own.
    pub(super) strings: Vec<Reference>,
    pub(super) unclear: bool,
}

/// `12 0 R` at the beginning.
pub(in crate::documents) fn reference(text: &[u8]) -> Option<Reference> {
    let mut reader = Reader { text, at: 0 };
    reader.reference()
}

/// `12 0 ` at the end: the name of the object that begins here.
pub(in crate::documents) fn name_before(text: &[u8]) -> Option<Reference> {
    let (text, generation) = number_before(text)?;
    let (text, number) = number_before(text)?;
    // Else it is a part of a longer word.
    let free = text.last().is_none_or(|byte| !is_regular(*byte));
    free.then_some((number, generation))
}

fn number_before(text: &[u8]) -> Option<(&[u8], u32)> {
    let trimmed = text.trim_ascii_end();
    if trimmed.len() == text.len() {
        return None;
    }
    let digits = trimmed
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (rest, digits) = trimmed.split_at_checked(trimmed.len() - digits)?;
    Some((rest, std::str::from_utf8(digits).ok()?.parse().ok()?))
}

/// The information dictionary that an object holds, or nothing if it holds something else.
pub(super) fn dictionary(body: &[u8]) -> Option<Info> {
    let mut reader = Reader { text: body, at: 0 };
    reader.space();
    reader.expect(b"<<")?;
    let mut info = Info::default();
    loop {
        reader.space();
        if reader.expect(b">>").is_some() {
            return Some(info);
        }
        let key = reader.name()?;
        reader.space();
        if key == b"Type" {
            // Only an information dictionary may be blanked.
            if reader.name()? != b"Info" {
                return None;
            }
            continue;
        }
        let kept = KEPT.contains(&key);
        match reader.value()? {
            Value::Text(text) if !kept => info.texts.extend(text),
            Value::Reference(to) if !kept => info.strings.push(to),
            Value::Deep if !kept => info.unclear = true,
            _ => {}
        }
    }
}

/// The text that an object holds; nothing to do if it is blank. No answer if it holds something else.
pub(super) fn string(body: &[u8]) -> Option<Option<Text>> {
    let mut reader = Reader { text: body, at: 0 };
    reader.space();
    match reader.value()? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether a stream of metadata is packed, and what then is to be blanked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Packed {
    No,
    Unclear,
    Blank {
        filter: Range<usize>,
        data: Range<usize>,
    },
}

/// Looks at the object around `at`, where its type stands.
pub(super) fn packed_metadata(window: &[u8], at: usize) -> Packed {
    blankable(window, at).unwrap_or(Packed::Unclear)
}

fn blankable(window: &[u8], at: usize) -> Option<Packed> {
    let start = memmem::rfind(window.get(..at)?, b"obj")? + 3;
    let end = at + memmem::find(window.get(at..)?, b"stream")?;
    let head = window.get(start..end)?;
    if memmem::find(head, b"endobj").is_some() {
        // A dictionary without a stream.
        return Some(Packed::No);
    }
    let Some(filter) = memmem::find(head, b"/Filter") else {
        return Some(Packed::No);
    };
    let mut reader = Reader {
        text: head,
        at: filter + b"/Filter".len(),
    };
    reader.space();
    let list = reader.expect(b"[").is_some();
    reader.space();
    if list && reader.expect(b"]").is_some() {
        return Some(Packed::No);
    }
    reader.name()?;
    reader.space();
    if list {
        reader.expect(b"]")?;
    }
    let filter = start + filter..start + reader.at;
    let data = end + b"stream".len();
    let data = match window.get(data..)? {
        [b'\r', b'\n', ..] => data + 2,
        [b'\n', ..] => data + 1,
        _ => return None,
    };
    let length = memmem::find(window.get(data..)?, b"endstream")?;
    Some(Packed::Blank {
        filter,
        data: data..data + length,
    })
}

enum Value {
    /// Nothing if it is blank already.
    Text(Option<Text>),
    Reference(Reference),
    /// A list or a dictionary.
    Deep,
    Plain,
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    fn expect(&mut self, word: &[u8]) -> Option<()> {
        self.rest().strip_prefix(word)?;
        self.at += word.len();
        Some(())
    }

    /// White space and comments.
    fn space(&mut self) {
        while let Some(byte) = self.rest().first() {
            if *byte == b'%' {
                let line = self
                    .rest()
                    .iter()
                    .take_while(|b| !matches!(b, b'\r' | b'\n'));
                self.at += line.count();
            } else if is_space(*byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let length = self
            .rest()
            .iter()
            .take_while(|byte| is_regular(**byte))
            .count();
        let word = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        word
    }

    fn name(&mut self) -> Option<&'a [u8]> {
        self.expect(b"/")?;
        Some(self.word())
    }

    fn number(&mut self) -> Option<u32> {
        std::str::from_utf8(self.word()).ok()?.parse().ok()
    }

    fn reference(&mut self) -> Option<Reference> {
        self.space();
        let number = self.number()?;
        self.space();
        let generation = self.number()?;
        self.space();
        (self.word() == b"R").then_some((number, generation))
    }

    fn value(&mut self) -> Option<Value> {
        match self.rest() {
            [b'(', ..] => self.literal().map(Value::Text),
            [b'<', b'<', ..] | [b'[', ..] => self.deep().map(|()| Value::Deep),
            [b'<', ..] => self.hex().map(Value::Text),
            [b'/', ..] => self.name().map(|_| Value::Plain),
            _ => {
                let before = self.at;
                if let Some(to) = self.reference() {
                    return Some(Value::Reference(to));
                }
                self.at = before;
                (!self.word().is_empty()).then_some(Value::Plain)
            }
        }
    }

    fn literal(&mut self) -> Option<Option<Text>> {
        self.expect(b"(")?;
        let start = self.at;
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                b'\\' => {
                    self.next()?;
                }
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
        }
        let range = start..self.at - 1;
        let blank = self.text.get(range.clone())?.iter().all(|b| *b == b' ');
        Some((!blank).then_some(Text { range, hex: false }))
    }

    fn hex(&mut self) -> Option<Option<Text>> {
        self.expect(b"<")?;
        let start = self.at;
        while self.next()? != b'>' {}
        let range = start..self.at - 1;
        let inside = self.text.get(range.clone())?;
        if !inside.iter().all(|b| b.is_ascii_hexdigit() || is_space(*b)) {
            return None;
        }
        let blank = inside.iter().zip(b"20".iter().cycle()).all(|(a, b)| a == b);
        Some((!blank).then_some(Text { range, hex: true }))
    }

    /// Reads past a list or a dictionary.
    fn deep(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            self.space();
            if self.expect(b"<<").is_some() || self.expect(b"[").is_some() {
                depth += 1;
            } else if self.expect(b">>").is_some() || self.expect(b"]").is_some() {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(());
                }
            } else {
                self.value()?;
            }
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}
