//! PDF: how many pages its tree says that it has. Newer files pack the tree among other objects; those are unpacked, within
//! bounds.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::Inside;
use crate::documents::clean::pdf::scan;
use crate::documents::clean::pdf_objects::{Reference, name_before, reference};
use crate::documents::sniff::read_at;

/// How far an object reaches that is looked at.
const OBJECT: usize = 64 * 1024;
/// Where the dictionary of a packed stream may begin before the word that it was found by, and end after it.
const HEAD: usize = 4 * 1024;
const MAX_STREAMS: usize = 5_000;
/// Of one packed stream, and of all of them.
const MAX_UNPACKED: u64 = 4 * 1024 * 1024;
const MAX_WORK: u64 = 128 * 1024 * 1024;
/// More than anybody prints.
const HIGHEST: u32 = 100_000;

pub(super) fn pages(input: &mut (impl Read + Seek)) -> io::Result<Option<Inside>> {
    let mut root = None;
    let mut streams = Vec::new();
    scan(input, &[b"/Root", b"/ObjStm"], |mark, view| {
        if mark == 0 {
            // What was written last counts.
            root = reference(view.after(5)).or(root);
        } else if streams.len() < MAX_STREAMS {
            streams.push(view.place());
        }
        Ok(())
    })?;
    let mut objects = Objects {
        input,
        streams,
        work: MAX_WORK,
    };
    let Some(catalog) = objects.get(root)? else {
        return Ok(None);
    };
    let tree = places(&catalog, b"/Pages").find_map(reference);
    let Some(tree) = objects.get(tree)? else {
        return Ok(None);
    };
    let count = places(&tree, b"/Count").find_map(number);
    Ok(count
        .filter(|count| (1..=HIGHEST).contains(count))
        .map(|count| Inside::Pages { count }))
}

/// What follows each occurrence of the word.
fn places<'a>(text: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    memmem::find_iter(text, word).filter_map(|at| text.get(at + word.len()..))
}

fn number(text: &[u8]) -> Option<u32> {
    let text = text.trim_ascii_start();
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(text.get(..digits)?).ok()?.parse().ok()
}

struct Objects<'a, R> {
    input: &'a mut R,
    /// Where the streams stand that pack others.
    streams: Vec<u64>,
    /// How much may still be unpacked.
    work: u64,
}

impl<R: Read + Seek> Objects<'_, R> {
    /// The text of an object, from its beginning.
    fn get(&mut self, name: Option<Reference>) -> io::Result<Option<Vec<u8>>> {
        let Some(name) = name else {
            return Ok(None);
        };
        match self.plain(name)? {
            Some(text) => Ok(Some(text)),
            None => self.packed(name.0),
        }
    }

    fn plain(&mut self, name: Reference) -> io::Result<Option<Vec<u8>>> {
        let mut found = None;
        scan(self.input, &[b"obj"], |_, view| {
            if name_before(view.before()) == Some(name) {
                let text = view.after(3);
                let end = memmem::find(text, b"endobj").unwrap_or(text.len());
                found = text.get(..end.min(OBJECT)).map(<[u8]>::to_vec);
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn packed(&mut self, number: u32) -> io::Result<Option<Vec<u8>>> {
        let mut found = None;
        for at in self.streams.clone() {
            if self.work == 0 {
                break;
            }
            let Some((head, data)) = self.head(at)? else {
                continue;
            };
            let text = self.unpack(data)?;
            found = member(&head, &text, number).or(found);
        }
        Ok(found)
    }

    /// The dictionary of the stream that was found at `at`, and where its data begin.
    fn head(&mut self, at: u64) -> io::Result<Option<(Vec<u8>, u64)>> {
        let start = at.saturating_sub(HEAD as u64);
        let window = read_at(self.input, start, 2 * HEAD)?;
        let here = usize::try_from(at - start).unwrap_or_default();
        let found = (|| {
            let begin = memmem::rfind(window.get(..here)?, b"obj")?;
            let end = here + memmem::find(window.get(here..)?, b"stream")?;
            let head = window.get(begin..end)?;
            let plain = memmem::find(head, b"/FlateDecode").is_some()
                && memmem::find(head, b"/DecodeParms").is_none();
            let line = window.get(end + 6..)?;
            let skip = match line {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                _ => return None,
            };
            plain.then(|| (head.to_vec(), start + (end + 6 + skip) as u64))
        })();
        Ok(found)
    }

    /// What can be unpacked; what breaks off counts up to there.
    fn unpack(&mut self, data: u64) -> io::Result<Vec<u8>> {
        self.input.seek(SeekFrom::Start(data))?;
        let mut text = Vec::new();
        let most = MAX_UNPACKED.min(self.work);
        let mut unpacked = ZlibDecoder::new(&mut *self.input).take(most);
        let _broken = unpacked.read_to_end(&mut text);
        self.work = self.work.saturating_sub((text.len() as u64).max(1024));
        Ok(text)
    }
}

/// An object among those of a stream, which begins with their numbers and places.
fn member(head: &[u8], text: &[u8], wanted: u32) -> Option<Vec<u8>> {
    let first = places(head, b"/First").find_map(number)? as usize;
    let count = places(head, b"/N").find_map(number)? as usize;
    let table = std::str::from_utf8(text.get(..first)?).ok()?;
    let numbers: Vec<u32> = table
        .split_ascii_whitespace()
        .take(count.checked_mul(2)?)
        .map_while(|word| word.parse().ok())
        .collect();
    let pairs = || {
        numbers
            .chunks_exact(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
    };
    let at = pairs().find(|(number, _)| *number == wanted)?.1;
    let next = pairs()
        .map(|(_, place)| place)
        .filter(|place| *place > at)
        .min();
    let begin = first.checked_add(at as usize)?;
    let end = match next {
        Some(next) => first.checked_add(next as usize)?,
        None => text.len(),
    };
    let end = end.min(text.len()).min(begin.checked_add(OBJECT)?);
    text.get(begin..end).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use proptest::prelude::*;

    use super::*;

    fn look(bytes: &[u8]) -> Option<u32> {
        match pages(&mut Cursor::new(bytes)).unwrap() {
            Some(Inside::Pages { count }) => Some(count),
            _ => None,
        }
    }

    const PLAIN: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /PageLayout /OneColumn /Pages 2 0 R >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 7 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n\
        4 0 obj\n<< /Type /Outlines /Count 40 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n";

    fn packed() -> Vec<u8> {
        let objects = [
            "<</Type/Catalog/Pages 12 0 R>>",
            "<</Type/Pages/Count 31/Kids[3 0 R]>>",
        ];
        let table = format!("11 0 12 {} ", objects[0].len());
        let mut deflated = ZlibEncoder::new(Vec::new(), Compression::default());
        deflated
            .write_all(format!("{table}{}{}", objects[0], objects[1]).as_bytes())
            .unwrap();
        let head = format!(
            "%PDF-1.5\n9 0 obj\n<</Type/ObjStm/N 2/First {}/Filter/FlateDecode>>\nstream\n",
            table.len()
        );
        let end = "\nendstream\nendobj\n10 0 obj\n<</Type/XRef/Root 11 0 R>>\nstream\nx\nendstream\nendobj\n%%EOF\n";
        [head.as_bytes(), &deflated.finish().unwrap(), end.as_bytes()].concat()
    }

    #[test]
    fn the_tree_says_how_many_pages() {
        assert_eq!(look(PLAIN.as_bytes()), Some(7));
        assert_eq!(look(&packed()), Some(31));
        let again = format!(
            "{PLAIN}2 0 obj\n<< /Type /Pages /Count 5 >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
        );
        assert_eq!(
            look(again.as_bytes()),
            Some(5),
            "what was written last counts"
        );
        for (from, to) in [
            ("/Root", "/Boot"),
            ("2 0 obj", "8 0 obj"),
            ("7 >>", "0 >>"),
            ("7 >>", "4000000000 >>"),
        ] {
            assert_eq!(look(PLAIN.replace(from, to).as_bytes()), None, "{to}");
        }
    }

    #[test]
    fn real_files_say_how_many_pages() {
        let file = include_bytes!("../../../../tests/fixtures/complaints.pdf");
        assert_eq!(look(file), Some(1));
        let file = include_bytes!("../../../demo/documents/partnership-checklist.pdf");
        assert_eq!(look(file), Some(2));
    }

    #[test]
    fn what_unpacks_without_end_is_given_up() {
        let mut bomb = ZlibEncoder::new(Vec::new(), Compression::fast());
        bomb.write_all(&vec![b' '; 8 * 1024 * 1024]).unwrap();
        let bomb = bomb.finish().unwrap();
        let mut file = b"%PDF-1.5\n/Root 11 0 R\n".to_vec();
        for _ in 0..40 {
            file.extend(b"9 0 obj <</Type/ObjStm/N 2/First 10/Filter/FlateDecode>>stream\n");
            file.extend(&bomb);
            file.extend(b"endstream endobj\n");
        }
        assert_eq!(look(&file), None);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..600), at: prop::sample::Index, byte: u8) {
            look(&noise);
            for mut broken in [PLAIN.as_bytes().to_vec(), packed()] {
                let at = at.index(broken.len());
                broken[at] = byte;
                look(&broken);
                look(&broken[..at]);
            }
            member(b"/First 9999 /N 4294967295", &noise, 3);
            member(b"/First 3 /N 9", &noise, 3);
        }
    }
}
