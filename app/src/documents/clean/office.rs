//! Office files are zip archives: their parts are copied as they are, packed, except for the few that speak of people, and for
//! photos, which are cleaned like any other photo. No part is ever written to a path, and what is unpacked is bounded.
//!
//! Names in comments and tracked changes stay: they are part of what the document says.

mod parts;
mod zip;

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use super::{BUFFER, Cleaned, jpeg, malformed, png};
use zip::{Entry, Zip};

/// What becomes of a part.
enum Part {
    Copied,
    Left,
    Gone,
    New(Vec<u8>),
    Photo(Photo),
}

#[derive(Clone, Copy)]
enum Photo {
    Jpeg,
    Png,
}

/// Together, the parts that are rewritten are small; what is larger was made to harm.
const MAX_REWRITTEN: usize = 8 * 1024 * 1024;
/// A photo, and all photos together, unpacked. A report of a whole year with its pictures stays far below.
const MAX_PHOTO: u64 = 64 * 1024 * 1024;
const MAX_PHOTOS: u64 = 1024 * 1024 * 1024;

/// Writes the archive without what tells of its authors.
pub(super) fn clean(
    input: &mut (impl Read + Seek),
    output: &mut (impl Write + Seek),
) -> io::Result<Cleaned> {
    let table = zip::table(input)?;
    let entries = zip::entries(&table)?;
    if entries.iter().any(|entry| parts::is_signature(entry.name)) {
        // A signature covers these parts: taking a name out would break it, and people would see that.
        return Ok(Cleaned::LEFT);
    }
    let mut plan = Plan::default();
    let mut changed = false;
    let mut left = false;
    let mut decided = Vec::with_capacity(entries.len());
    for entry in &entries {
        let part = plan.decide(input, entry)?;
        changed |= matches!(part, Part::Gone | Part::New(_) | Part::Photo(_));
        left |= matches!(part, Part::Left);
        decided.push(part);
    }
    if changed {
        write(input, output, &entries, &decided)?;
    }
    Ok(Cleaned { changed, left })
}

fn write(
    input: &mut (impl Read + Seek),
    output: &mut (impl Write + Seek),
    entries: &[Entry<'_>],
    parts: &[Part],
) -> io::Result<()> {
    let mut zip = Zip::new(output);
    for (entry, part) in entries.iter().zip(parts) {
        match part {
            Part::Gone => {}
            Part::Copied | Part::Left => zip.copy(entry, input)?,
            Part::New(bytes) => zip.store(entry, |out| out.write_all(bytes))?,
            Part::Photo(kind) => {
                let mut photo = BufReader::with_capacity(BUFFER, zip::unpack(input, entry)?);
                zip.store(entry, |out| scrub(*kind, &mut photo, out).map(|_| ()))?;
            }
        }
    }
    zip.finish()
}

#[derive(Default)]
struct Plan {
    rewritten: usize,
    photos: u64,
}

impl Plan {
    fn decide(&mut self, input: &mut (impl Read + Seek), entry: &Entry<'_>) -> io::Result<Part> {
        let name = entry.name.to_ascii_lowercase();
        if name.starts_with(b"docprops/thumbnail.") {
            return Ok(Part::Gone);
        }
        if name == b"thumbnails/thumbnail.png" {
            return self.thumbnail(input, entry);
        }
        if let Some(decide) = parts::editor(&name) {
            return self.edited(input, entry, decide);
        }
        if parts::is_photo(&name) {
            return self.photo(input, entry);
        }
        Ok(Part::Copied)
    }

    /// The list of parts names it, so that it must be there; a dot is enough.
    fn thumbnail(&mut self, input: &mut (impl Read + Seek), entry: &Entry<'_>) -> io::Result<Part> {
        let dot = parts::dot()?;
        let same = u64::from(entry.size) == dot.len() as u64
            && self.small(input, entry)?.is_some_and(|bytes| bytes == dot);
        Ok(if same { Part::Copied } else { Part::New(dot) })
    }

    fn edited(
        &mut self,
        input: &mut (impl Read + Seek),
        entry: &Entry<'_>,
        decide: parts::Decide,
    ) -> io::Result<Part> {
        let Some(bytes) = self.small(input, entry)? else {
            return Ok(Part::Left);
        };
        let text = std::str::from_utf8(&bytes).ok();
        Ok(match text.and_then(|text| super::xml::edit(text, decide)) {
            Some((text, true)) => Part::New(text.into_bytes()),
            Some((_, false)) => Part::Copied,
            None => Part::Left,
        })
    }

    /// The content of a part that may be held in memory.
    fn small(
        &mut self,
        input: &mut (impl Read + Seek),
        entry: &Entry<'_>,
    ) -> io::Result<Option<Vec<u8>>> {
        let size = entry.size as usize;
        self.rewritten = self.rewritten.saturating_add(size);
        if self.rewritten > MAX_REWRITTEN || !entry.is_readable() {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(size);
        zip::unpack(input, entry)?.read_to_end(&mut bytes)?;
        Ok((bytes.len() == size).then_some(bytes))
    }

    fn photo(&mut self, input: &mut (impl Read + Seek), entry: &Entry<'_>) -> io::Result<Part> {
        let size = u64::from(entry.size);
        self.photos = self.photos.saturating_add(size);
        if size > MAX_PHOTO || self.photos > MAX_PHOTOS || !entry.is_readable() {
            return Ok(Part::Left);
        }
        let mut photo = BufReader::with_capacity(BUFFER, zip::unpack(input, entry)?);
        let start = io::BufRead::fill_buf(&mut photo)?;
        // Names lie; a picture of another kind stays as it is.
        let kind = match start {
            [0xff, 0xd8, ..] => Photo::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => Photo::Png,
            _ => return Ok(Part::Copied),
        };
        Ok(match scrub(kind, &mut photo, &mut io::sink()) {
            Ok(true) => Part::Photo(kind),
            Ok(false) => Part::Copied,
            Err(error) if super::is_malformed(&error) => Part::Left,
            Err(error) => return Err(error),
        })
    }
}

/// The content of the part of this name, if there is one and it is no longer than `most`.
pub(in crate::documents) fn part(
    input: &mut (impl Read + Seek),
    name: &str,
    most: usize,
) -> io::Result<Option<Vec<u8>>> {
    let table = zip::table(input)?;
    let entries = zip::entries(&table)?;
    let Some(entry) = readable(&entries, name).filter(|entry| entry.size as usize <= most) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    zip::unpack(input, entry)?.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// How many parts have a name that is wanted.
pub(in crate::documents) fn count(
    input: &mut (impl Read + Seek),
    wanted: fn(&[u8]) -> bool,
) -> io::Result<u32> {
    let table = zip::table(input)?;
    let entries = zip::entries(&table)?;
    let found = entries.iter().filter(|entry| wanted(entry.name)).count();
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}

/// How often a word stands in the part of this name, if no more than `most` bytes must be unpacked to see.
pub(in crate::documents) fn count_in(
    input: &mut (impl Read + Seek),
    name: &str,
    word: &[u8],
    most: u64,
) -> io::Result<Option<u32>> {
    let table = zip::table(input)?;
    let entries = zip::entries(&table)?;
    let Some(entry) = readable(&entries, name).filter(|entry| u64::from(entry.size) <= most) else {
        return Ok(None);
    };
    let mut part = zip::unpack(input, entry)?;
    let (mut count, mut window) = (0_u32, Vec::with_capacity(2 * BUFFER));
    loop {
        let read = part.by_ref().take(BUFFER as u64).read_to_end(&mut window)?;
        let found = memchr::memmem::find_iter(&window, word).count();
        count = count.saturating_add(u32::try_from(found).unwrap_or(u32::MAX));
        if read == 0 {
            return Ok(Some(count));
        }
        // A word that the window cuts in two is found with the next one.
        let keep = window.len().min(word.len() - 1);
        window.drain(..window.len() - keep);
    }
}

fn readable<'a, 'b>(entries: &'a [Entry<'b>], name: &str) -> Option<&'a Entry<'b>> {
    let mut entries = entries.iter();
    entries.find(|entry| entry.name.eq_ignore_ascii_case(name.as_bytes()) && entry.is_readable())
}

fn scrub(kind: Photo, photo: &mut impl io::BufRead, output: &mut impl Write) -> io::Result<bool> {
    match kind {
        Photo::Jpeg => jpeg::clean(photo, output),
        Photo::Png => png::clean(photo, output),
    }
}

/// From the beginning of a part's packed bytes.
fn seek(input: &mut impl Seek, at: u64) -> io::Result<()> {
    input.seek(SeekFrom::Start(at)).map(|_| ())
}

fn broken<T>(value: Option<T>) -> io::Result<T> {
    value.ok_or_else(malformed)
}

/// Every part, unpacked: for tests.
#[cfg(test)]
pub(super) fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut input = io::Cursor::new(bytes);
    let table = zip::table(&mut input).unwrap();
    let entries = zip::entries(&table).unwrap();
    let read = |entry: &Entry<'_>| {
        let mut content = Vec::new();
        let mut input = io::Cursor::new(bytes);
        zip::unpack(&mut input, entry)
            .unwrap()
            .read_to_end(&mut content)
            .unwrap();
        (String::from_utf8_lossy(entry.name).into_owned(), content)
    };
    entries.iter().map(read).collect()
}
