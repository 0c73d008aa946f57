//! PDF: everything is found by its place in the file, so nothing may move. What speaks of the author is overwritten with as
//! many blanks; where it stands packed among other objects it cannot be, and that is said.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom, Write};

use memchr::memmem::Finder;

use super::pdf_objects::{self as objects, Reference};
use super::{Cleaned, malformed, u16_be};

const WINDOW: usize = 1024 * 1024;
/// How far an object may reach beyond its beginning, and back from what it was found by.
const AHEAD: usize = 64 * 1024;
const BEHIND: usize = 4 * 1024;
/// More than any honest file has.
const MAX_FOUND: usize = 10_000;
const MAX_XMP: u64 = 16 * 1024 * 1024;

/// What a packet of metadata is replaced with: well-formed, and empty.
const EMPTY_XMP: &[u8] =
    b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta><?xpacket end='w'?>";

/// Writes the file with its author data blanked.
pub(super) fn clean(
    input: &mut (impl Read + Seek),
    output: &mut (impl Read + Write + Seek),
) -> io::Result<Cleaned> {
    let survey = survey(input)?;
    let speaks = !survey.infos.is_empty() || !survey.packets.is_empty() || survey.packed_xmp;
    if survey.signed || survey.locked {
        // Blanks would break the signature.
        return Ok(Cleaned {
            changed: false,
            left: speaks,
        });
    }
    if !speaks && survey.patches.is_empty() {
        return Ok(Cleaned::default());
    }
    let mut blanks = Blanks {
        patches: survey.patches,
        left: survey.packed_xmp,
    };
    // An older state of the file may have its own, packed away.
    blanks.left |= survey.object_streams && survey.ends > 2;
    infos(input, survey.infos, &mut blanks)?;
    packets(input, &survey.packets, &mut blanks)?;
    if blanks.patches.is_empty() {
        return Ok(Cleaned {
            changed: false,
            left: blanks.left,
        });
    }
    input.seek(SeekFrom::Start(0))?;
    io::copy(input, output)?;
    for patch in &blanks.patches {
        output.seek(SeekFrom::Start(patch.at))?;
        patch.write(output)?;
    }
    Ok(Cleaned {
        changed: true,
        left: blanks.left,
    })
}

/// Bytes that will be overwritten.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) at: u64,
    pub(super) length: u64,
    pub(super) with: With,
}

/// With what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum With {
    Spaces,
    /// Spaces in hexadecimal.
    Hex,
    Zeros,
    /// The empty packet, then spaces.
    Packet,
}

impl Patch {
    fn write(&self, output: &mut impl Write) -> io::Result<()> {
        let (start, pattern): (&[u8], &[u8]) = match self.with {
            With::Spaces => (b"", b" "),
            With::Hex => (b"", b"20"),
            With::Zeros => (b"", b"\0"),
            With::Packet if self.length >= EMPTY_XMP.len() as u64 => (EMPTY_XMP, b" "),
            With::Packet => (b"", b" "),
        };
        output.write_all(start)?;
        let rest = self.length - start.len() as u64;
        let cycle: Vec<u8> = pattern.iter().copied().cycle().take(AHEAD).collect();
        let mut left = rest;
        while left > 0 {
            let part = usize::try_from(left).unwrap_or(usize::MAX).min(cycle.len());
            output.write_all(cycle.get(..part).unwrap_or_default())?;
            left -= part as u64;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Blanks {
    patches: Vec<Patch>,
    left: bool,
}

#[derive(Default)]
struct Survey {
    infos: BTreeSet<Reference>,
    packets: Vec<u64>,
    patches: Vec<Patch>,
    signed: bool,
    locked: bool,
    object_streams: bool,
    /// Metadata that is packed in a way that cannot be replaced here.
    packed_xmp: bool,
    ends: usize,
}

/// Reads the file once and notes what there is.
fn survey(input: &mut (impl Read + Seek)) -> io::Result<Survey> {
    let mut survey = Survey::default();
    let marks: [&[u8]; 9] = [
        b"/Info",
        b"/ByteRange",
        b"/Encrypt",
        b"/ObjStm",
        b"startxref",
        b"<?xpacket begin",
        b"<x:xmpmeta",
        b"/Metadata",
        b"Exif\0\0",
    ];
    scan(input, &marks, |mark, view| {
        match mark {
            0 => survey.infos.extend(objects::reference(view.after(5))),
            1 => survey.signed = true,
            2 => survey.locked |= objects::reference(view.after(8)).is_some(),
            3 => survey.object_streams = true,
            4 => survey.ends += 1,
            5 => survey.packets.push(view.place()),
            6 => survey.bare_packet(view),
            7 => survey.metadata(view),
            _ => survey.photo(view),
        }
        let found = survey.infos.len() + survey.packets.len() + survey.patches.len();
        if found > MAX_FOUND {
            Err(malformed())
        } else {
            Ok(())
        }
    })?;
    Ok(survey)
}

impl Survey {
    /// A packet without its wrapper: the wrapper, where there is one, stands closely before.
    fn bare_packet(&mut self, view: &View<'_>) {
        let near = view.place().saturating_sub(512);
        let wrapped = self.packets.last().is_some_and(|at| *at >= near);
        if !wrapped {
            self.packets.push(view.place());
        }
    }

    /// A stream of metadata that is packed by itself can be replaced where it stands.
    fn metadata(&mut self, view: &View<'_>) {
        if !view.before().trim_ascii_end().ends_with(b"/Type") {
            return;
        }
        match objects::packed_metadata(view.window, view.at) {
            objects::Packed::No => {}
            objects::Packed::Unclear => self.packed_xmp = true,
            objects::Packed::Blank { filter, data } => {
                for (range, with) in [(filter, With::Spaces), (data, With::Packet)] {
                    self.patches.push(Patch {
                        at: view.start + range.start as u64,
                        length: (range.end - range.start) as u64,
                        with,
                    });
                }
            }
        }
    }

    /// The camera's notes in a photo that stands in the file as it was taken. Readers of PDF never look at them.
    fn photo(&mut self, view: &View<'_>) {
        let head = view.before();
        let head = head.get(head.len().saturating_sub(4)..).unwrap_or_default();
        let (Some([0xff, 0xe1]), Some(length)) = (head.get(..2), u16_be(head, 2)) else {
            return;
        };
        if let Some(length) = length.checked_sub(2).filter(|length| *length >= 6) {
            self.patches.push(Patch {
                at: view.place(),
                length: u64::from(length),
                with: With::Zeros,
            });
        }
    }
}

/// Blanks the information dictionaries, and the strings that they refer to.
fn infos(
    input: &mut (impl Read + Seek),
    wanted: BTreeSet<Reference>,
    blanks: &mut Blanks,
) -> io::Result<()> {
    let mut strings = BTreeSet::new();
    let missing = each_object(input, &wanted, |start, body| {
        match objects::dictionary(body) {
            Some(info) => {
                strings.extend(info.strings);
                blanks.left |= info.unclear;
                blanks
                    .patches
                    .extend(info.texts.into_iter().map(|text| text.patch(start)));
            }
            None => blanks.left = true,
        }
        bounded(blanks)
    })?;
    blanks.left |= missing;
    if strings.is_empty() {
        return Ok(());
    }
    let missing = each_object(input, &strings, |start, body| {
        match objects::string(body) {
            Some(Some(text)) => blanks.patches.push(text.patch(start)),
            Some(None) => {}
            None => blanks.left = true,
        }
        bounded(blanks)
    })?;
    blanks.left |= missing;
    Ok(())
}

fn bounded(blanks: &Blanks) -> io::Result<()> {
    if blanks.patches.len() > MAX_FOUND {
        Err(malformed())
    } else {
        Ok(())
    }
}

/// Shows each of the wanted objects; answers whether one of them is nowhere, so that it is packed among others.
fn each_object(
    input: &mut (impl Read + Seek),
    wanted: &BTreeSet<Reference>,
    mut see: impl FnMut(u64, &[u8]) -> io::Result<()>,
) -> io::Result<bool> {
    let mut seen = BTreeSet::new();
    if !wanted.is_empty() {
        scan(input, &[b"obj"], |_, view| {
            let Some(name) =
                objects::name_before(view.before()).filter(|name| wanted.contains(name))
            else {
                return Ok(());
            };
            seen.insert(name);
            see(view.place() + 3, view.after(3))
        })?;
    }
    Ok(seen.len() < wanted.len())
}

/// Blanks the packets of metadata.
fn packets(input: &mut (impl Read + Seek), starts: &[u64], blanks: &mut Blanks) -> io::Result<()> {
    let mut done = 0;
    for start in starts.iter().copied() {
        if start < done {
            continue;
        }
        match packet_end(input, start)? {
            Some(end) => {
                done = end;
                let empty = end - start == EMPTY_XMP.len() as u64
                    && read(input, start, EMPTY_XMP.len())? == EMPTY_XMP;
                if !empty {
                    blanks.patches.push(Patch {
                        at: start,
                        length: end - start,
                        with: With::Packet,
                    });
                }
            }
            None => blanks.left = true,
        }
    }
    Ok(())
}

fn packet_end(input: &mut (impl Read + Seek), start: u64) -> io::Result<Option<u64>> {
    let head = read(input, start, 10)?;
    let ends: (&[u8], &[u8]) = if head.starts_with(b"<?xpacket") {
        (b"<?xpacket end", b"?>")
    } else {
        (b"</x:xmpmeta", b">")
    };
    let finder = Finder::new(ends.0);
    let mut at = start;
    while at - start < MAX_XMP {
        let part = read(input, at, AHEAD)?;
        if let Some(found) = finder.find(&part) {
            let last = at + found as u64;
            let tail = read(input, last, 64)?;
            let close = memchr::memmem::find(&tail, ends.1);
            return Ok(close.map(|close| last + (close + ends.1.len()) as u64));
        }
        if part.len() < AHEAD {
            return Ok(None);
        }
        at += (part.len() - ends.0.len()) as u64;
    }
    Ok(None)
}

fn read(input: &mut (impl Read + Seek), at: u64, most: usize) -> io::Result<Vec<u8>> {
    crate::documents::sniff::read_at(input, at, most)
}

/// A place in the file with what lies around it.
pub(in crate::documents) struct View<'a> {
    window: &'a [u8],
    /// Where the window begins in the file.
    start: u64,
    /// Where the mark is in the window.
    at: usize,
}

impl<'a> View<'a> {
    pub(in crate::documents) fn place(&self) -> u64 {
        self.start + self.at as u64
    }

    pub(in crate::documents) fn before(&self) -> &'a [u8] {
        self.window.get(..self.at).unwrap_or_default()
    }

    pub(in crate::documents) fn after(&self, mark: usize) -> &'a [u8] {
        self.window.get(self.at + mark..).unwrap_or_default()
    }
}

/// Looks for the marks from the beginning to the end, with a window that slides.
pub(in crate::documents) fn scan(
    input: &mut (impl Read + Seek),
    marks: &[&[u8]],
    mut see: impl FnMut(usize, &View<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let finders: Vec<_> = marks.iter().map(Finder::new).collect();
    input.seek(SeekFrom::Start(0))?;
    let mut window: Vec<u8> = Vec::with_capacity(WINDOW + AHEAD + BEHIND);
    let mut start = 0_u64;
    // The part of the window in which marks were already seen.
    let mut seen = 0_usize;
    loop {
        let read = input
            .by_ref()
            .take(WINDOW as u64)
            .read_to_end(&mut window)?;
        let last = read < WINDOW;
        let until = if last {
            window.len()
        } else {
            window.len().saturating_sub(AHEAD)
        };
        let mut found = Vec::new();
        for (mark, finder) in finders.iter().enumerate() {
            let places = finder.find_iter(window.get(seen..).unwrap_or_default());
            found.extend(
                places
                    .map(|at| (seen + at, mark))
                    .take_while(|(at, _)| *at < until)
                    .take(MAX_FOUND * 4),
            );
        }
        found.sort_unstable();
        for (at, mark) in found {
            let window = &window;
            see(mark, &View { window, start, at })?;
        }
        if last {
            return Ok(());
        }
        let gone = until.saturating_sub(BEHIND);
        window.drain(..gone);
        start += gone as u64;
        seen = until - gone;
    }
}
