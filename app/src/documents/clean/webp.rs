//! WebP: a RIFF file. Its head says how long it is and what is in it, so it is read once to know and once to write.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::{exif, malformed};

const DRAWING: [&[u8; 4]; 7] = [
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
const MAX_CHUNKS: usize = 100_000;
const MAX_NOTE: u64 = 1024 * 1024;

struct Chunk {
    name: [u8; 4],
    /// Of the content, without the filling byte.
    length: u64,
    at: u64,
}

/// What the first reading found.
#[derive(Default)]
struct Plan {
    kept: u64,
    found: bool,
    way: Option<u8>,
}

/// Writes the picture without its notes; answers whether there were any.
pub(super) fn clean(input: &mut (impl Read + Seek), output: &mut impl Write) -> io::Result<bool> {
    let end = end(input)?;
    let mut plan = Plan::default();
    walk(input, end, |input, chunk| {
        if DRAWING.contains(&&chunk.name) {
            plan.kept += 8 + chunk.length + chunk.length % 2;
            return Ok(());
        }
        let mut note = Vec::new();
        if &chunk.name == b"EXIF" && plan.way.is_none() {
            input
                .take(chunk.length.min(MAX_NOTE))
                .read_to_end(&mut note)?;
            // Some programs write the head that JPEG needs.
            plan.way = exif::orientation(note.strip_prefix(b"Exif\0\0").unwrap_or(&note));
        }
        plan.found |= plan.way.is_none_or(|way| note != exif::minimal(way));
        Ok(())
    })?;
    if !plan.found {
        return Ok(false);
    }
    let note = plan.way.map_or(0, |_| 8 + exif::MINIMAL as u64);
    let length = u32::try_from(4 + plan.kept + note).map_err(|_| malformed())?;
    output.write_all(b"RIFF")?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(b"WEBP")?;
    walk(input, end, |input, chunk| {
        if DRAWING.contains(&&chunk.name) {
            copy(input, output, chunk, plan.way)?;
        }
        Ok(())
    })?;
    if let Some(way) = plan.way {
        output.write_all(b"EXIF")?;
        output.write_all(&(exif::MINIMAL as u32).to_le_bytes())?;
        output.write_all(&exif::minimal(way))?;
    }
    Ok(true)
}

/// Where the RIFF file ends inside the file.
fn end(input: &mut (impl Read + Seek)) -> io::Result<u64> {
    let size = input.seek(SeekFrom::End(0))?;
    input.seek(SeekFrom::Start(0))?;
    let mut head = [0; 12];
    input.read_exact(&mut head)?;
    let [b'R', b'I', b'F', b'F', a, b, c, d, b'W', b'E', b'B', b'P'] = head else {
        return Err(malformed());
    };
    let end = 8 + u64::from(u32::from_le_bytes([a, b, c, d]));
    if end > size {
        Err(malformed())
    } else {
        Ok(end)
    }
}

fn walk<R: Read + Seek>(
    input: &mut R,
    end: u64,
    mut see: impl FnMut(&mut R, &Chunk) -> io::Result<()>,
) -> io::Result<()> {
    let mut at = 12;
    for _ in 0..MAX_CHUNKS {
        if at + 8 > end {
            return Ok(());
        }
        input.seek(SeekFrom::Start(at))?;
        let mut head = [0; 8];
        input.read_exact(&mut head)?;
        let [n0, n1, n2, n3, a, b, c, d] = head;
        let chunk = Chunk {
            name: [n0, n1, n2, n3],
            length: u64::from(u32::from_le_bytes([a, b, c, d])),
            at: at + 8,
        };
        at = chunk.at + chunk.length + chunk.length % 2;
        if chunk.at + chunk.length > end {
            return Err(malformed());
        }
        see(input, &chunk)?;
    }
    Err(malformed())
}

fn copy(
    input: &mut (impl Read + Seek),
    output: &mut impl Write,
    chunk: &Chunk,
    way: Option<u8>,
) -> io::Result<()> {
    let length = u32::try_from(chunk.length).map_err(|_| malformed())?;
    output.write_all(&chunk.name)?;
    output.write_all(&length.to_le_bytes())?;
    input.seek(SeekFrom::Start(chunk.at))?;
    let mut rest = chunk.length;
    if &chunk.name == b"VP8X" && rest > 0 {
        let mut flags = [0];
        input.read_exact(&mut flags)?;
        flags[0] &= !(HAS_EXIF | HAS_XMP);
        flags[0] |= way.map_or(0, |_| HAS_EXIF);
        output.write_all(&flags)?;
        rest -= 1;
    }
    if io::copy(&mut input.take(rest), output)? < rest {
        return Err(malformed());
    }
    if chunk.length % 2 == 1 {
        output.write_all(&[0])?;
    }
    Ok(())
}
