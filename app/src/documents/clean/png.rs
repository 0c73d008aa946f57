//! PNG: a list of chunks. Those that draw the picture are copied, the rest is left out.

use std::io::{self, Read, Write};

use super::{exif, malformed};

const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// Besides the critical ones (a capital first): colour, size, transparency, animation.
const DRAWING: [&[u8; 4]; 17] = [
    b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"sBIT", b"bKGD", b"hIST", b"tRNS", b"pHYs", b"sPLT",
    b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"mDCv", b"cLLI",
];
/// More than any camera writes.
const MAX_NOTE: u64 = 1024 * 1024;

/// Writes the picture without its notes; answers whether there were any.
pub(super) fn clean(input: &mut impl Read, output: &mut impl Write) -> io::Result<bool> {
    let mut signature = [0; 8];
    input.read_exact(&mut signature)?;
    if &signature != SIGNATURE {
        return Err(malformed());
    }
    output.write_all(&signature)?;
    let mut found = false;
    let mut oriented = false;
    loop {
        let mut head = [0; 8];
        match input.read_exact(&mut head) {
            Ok(()) => {}
            // Cut off: it shows as much as it did.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(found),
            Err(error) => return Err(error),
        }
        let [a, b, c, d, name @ ..] = head;
        let length = u64::from(u32::from_be_bytes([a, b, c, d]));
        if length > 0x7fff_ffff || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(malformed());
        }
        if name[0].is_ascii_uppercase() || DRAWING.contains(&&name) {
            output.write_all(&head)?;
            let copied = io::copy(&mut input.take(length + 4), output)?;
            if copied < length + 4 {
                return Ok(found);
            }
            if &name == b"IEND" {
                let more = io::copy(&mut input.take(1), &mut io::sink())? > 0;
                return Ok(found || more);
            }
            continue;
        }
        let mut note = Vec::new();
        if &name == b"eXIf" && !oriented {
            let most = length.min(MAX_NOTE);
            input.take(most).read_to_end(&mut note)?;
        }
        skip(input, length + 4 - note.len() as u64)?;
        let way = exif::orientation(&note);
        if let Some(way) = way {
            oriented = true;
            chunk(output, b"eXIf", &exif::minimal(way))?;
        }
        found |= way.is_none_or(|way| note != exif::minimal(way));
    }
}

fn skip(input: &mut impl Read, length: u64) -> io::Result<()> {
    if io::copy(&mut input.take(length), &mut io::sink())? == length {
        Ok(())
    } else {
        Err(malformed())
    }
}

/// Writes a chunk with its check sum.
pub(super) fn chunk(output: &mut impl Write, name: &[u8; 4], content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).map_err(|_| malformed())?;
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(content);
    output.write_all(&length.to_be_bytes())?;
    output.write_all(name)?;
    output.write_all(content)?;
    output.write_all(&sum.sum().to_be_bytes())
}
