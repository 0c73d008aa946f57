//! JPEG: a list of segments, then the picture. Only what the picture needs is kept; its own bytes are copied as they are.

use std::io::{self, BufRead, Write};

use super::{exif, malformed, u16_be};

const EXIF: &[u8] = b"Exif\0\0";

/// Writes the picture without its notes; answers whether there were any.
pub(super) fn clean(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<bool> {
    let mut start = [0; 2];
    input.read_exact(&mut start)?;
    if start != [0xff, 0xd8] {
        return Err(malformed());
    }
    output.write_all(&start)?;
    let mut found = false;
    let mut oriented = false;
    let mut code = marker(input)?;
    loop {
        match code {
            // The end. Phones append more: a film, a depth map, other pictures with notes of their own.
            0xd9 => {
                output.write_all(&[0xff, code])?;
                return Ok(rest_says_something(input)? || found);
            }
            0x01 | 0xd0..=0xd7 => output.write_all(&[0xff, code])?,
            0x00 | 0xd8 => return Err(malformed()),
            _ => {
                let content = content(input)?;
                let kept = kept(code, &content, &mut oriented);
                found |= kept.as_deref() != Some(content.as_slice());
                if let Some(kept) = kept {
                    segment(output, code, &kept)?;
                }
            }
        }
        code = if code == 0xda {
            match picture(input, output)? {
                Some(code) => code,
                // Cut off: it shows as much as it did.
                None => return Ok(found),
            }
        } else {
            marker(input)?
        };
    }
}

/// What stays of a segment.
fn kept(code: u8, content: &[u8], oriented: &mut bool) -> Option<Vec<u8>> {
    match code {
        // The thumbnail in it may show what was cut away from the picture.
        0xe0 if content.starts_with(b"JFIF\0") => {
            let mut short = content.get(..12)?.to_vec();
            short.extend([0, 0]);
            Some(short)
        }
        0xe1 if content.starts_with(EXIF) && !*oriented => {
            let way = exif::orientation(content.get(EXIF.len()..)?)?;
            *oriented = true;
            Some([EXIF, &exif::minimal(way)].concat())
        }
        0xe2 if content.starts_with(b"ICC_PROFILE\0") => Some(content.to_vec()),
        // It says how the colours are coded.
        0xee if content.starts_with(b"Adobe") => Some(content.to_vec()),
        0xe0..=0xef | 0xfe => None,
        _ => Some(content.to_vec()),
    }
}

fn segment(output: &mut impl Write, code: u8, content: &[u8]) -> io::Result<()> {
    let length = u16::try_from(content.len() + 2).map_err(|_| malformed())?;
    output.write_all(&[0xff, code])?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(content)
}

fn byte(input: &mut impl BufRead) -> io::Result<u8> {
    let mut byte = [0];
    input.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn marker(input: &mut impl BufRead) -> io::Result<u8> {
    if byte(input)? != 0xff {
        return Err(malformed());
    }
    loop {
        let code = byte(input)?;
        if code != 0xff {
            return Ok(code);
        }
    }
}

fn content(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    input.read_exact(&mut length)?;
    let length = u16_be(&length, 0)
        .and_then(|length| length.checked_sub(2))
        .ok_or_else(malformed)?;
    let mut content = vec![0; usize::from(length)];
    input.read_exact(&mut content)?;
    Ok(content)
}

/// Copies the coded picture up to the next marker, which it answers, or to the end of the file.
fn picture(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<Option<u8>> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let end = memchr::memchr(0xff, buffer);
        let plain = end.unwrap_or(buffer.len());
        output.write_all(buffer.get(..plain).unwrap_or_default())?;
        input.consume(plain + usize::from(end.is_some()));
        if end.is_none() {
            continue;
        }
        let code = loop {
            match input.fill_buf()?.first().copied() {
                None => {
                    output.write_all(&[0xff])?;
                    return Ok(None);
                }
                Some(code) => {
                    input.consume(1);
                    if code != 0xff {
                        break code;
                    }
                    // Filling; it belongs to the picture's bytes.
                    output.write_all(&[0xff])?;
                }
            }
        };
        if matches!(code, 0x00 | 0xd0..=0xd7) {
            output.write_all(&[0xff, code])?;
        } else {
            return Ok(Some(code));
        }
    }
}

fn rest_says_something(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        if buffer.iter().any(|byte| *byte != 0) {
            return Ok(true);
        }
        let read = buffer.len();
        input.consume(read);
    }
}
