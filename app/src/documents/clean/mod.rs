//! Takes out of a file what tells who made it and where: camera and place of a photo, author and company of an Office
//! document or a PDF. What people see stays as it is, byte for byte where that can be.
//!
//! Everything works on streams with small buffers; a file of 2 GB needs no more memory than a short one. Nothing is extracted
//! to a path, and nothing is inflated beyond a bound. What cannot be understood is left alone and reported as left.

mod exif;
mod jpeg;
pub(super) mod office;
pub(super) mod pdf;
pub(super) mod pdf_objects;
mod png;
mod webp;
mod xml;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};

use super::filetype::FileType;
use super::sniff;
use super::types::Traces;
use crate::storage::{Staged, Storage, StorageError};

const BUFFER: usize = 64 * 1024;

/// What a cleaner did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cleaned {
    /// Something was taken out: what was written takes the file's place.
    changed: bool,
    /// Something is still there, or nobody can say whether it is.
    left: bool,
}

impl Cleaned {
    const LEFT: Self = Self {
        changed: false,
        left: true,
    };

    fn changed(changed: bool) -> Self {
        Self {
            changed,
            left: false,
        }
    }

    fn traces(self) -> Traces {
        match self {
            Self { left: true, .. } => Traces::Left,
            Self { changed: true, .. } => Traces::Removed,
            Self { changed: false, .. } => Traces::NoneFound,
        }
    }
}

/// The file as it will be kept, and what is known about its traces.
pub(super) async fn clean(
    storage: &Storage,
    staged: Staged,
    kind: FileType,
) -> Result<(Staged, Traces), StorageError> {
    match kind {
        FileType::Csv | FileType::Txt => return Ok((staged, Traces::NoneFound)),
        FileType::Mp4 | FileType::Webm | FileType::Mp3 | FileType::M4a | FileType::Ogg => {
            return Ok((staged, Traces::Unchecked));
        }
        _ => {}
    }
    storage
        .rework(staged, move |input, output| {
            let cleaned = checked(kind, input, output)?;
            Ok((cleaned.changed, cleaned.traces()))
        })
        .await
}

/// Cleans, and looks whether the result is still what it was.
fn checked(kind: FileType, input: &mut File, output: &mut File) -> io::Result<Cleaned> {
    let cleaned = match by_type(kind, input, output) {
        Ok(cleaned) => cleaned,
        Err(error) if is_malformed(&error) => Cleaned::LEFT,
        Err(error) => return Err(error),
    };
    if !cleaned.changed {
        return Ok(cleaned);
    }
    let name = format!("a.{}", kind.extension());
    Ok(match sniff::sniff(output, &name)? {
        Ok(found) if found == kind => cleaned,
        _ => Cleaned::LEFT,
    })
}

fn by_type(
    kind: FileType,
    input: &mut (impl Read + Seek),
    output: &mut (impl Read + Write + Seek),
) -> io::Result<Cleaned> {
    input.seek(SeekFrom::Start(0))?;
    match kind {
        FileType::Jpeg => picture(input, output, jpeg::clean),
        FileType::Png => picture(input, output, png::clean),
        FileType::Webp => {
            let mut output = BufWriter::with_capacity(BUFFER, output);
            let found = webp::clean(input, &mut output)?;
            output.flush()?;
            Ok(Cleaned::changed(found))
        }
        FileType::Docx
        | FileType::Xlsx
        | FileType::Pptx
        | FileType::Odt
        | FileType::Ods
        | FileType::Odp => {
            let mut output = BufWriter::with_capacity(BUFFER, output);
            let cleaned = office::clean(input, &mut output)?;
            output.flush()?;
            Ok(cleaned)
        }
        FileType::Pdf => pdf::clean(input, output),
        _ => Ok(Cleaned::LEFT),
    }
}

fn picture<R: Read, W: Write>(
    input: R,
    output: W,
    clean: fn(&mut BufReader<R>, &mut BufWriter<W>) -> io::Result<bool>,
) -> io::Result<Cleaned> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut output = BufWriter::with_capacity(BUFFER, output);
    let found = clean(&mut input, &mut output)?;
    output.flush()?;
    Ok(Cleaned::changed(found))
}

/// The file is not what its format says, as against a disk that fails.
fn is_malformed(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::InvalidInput
    )
}

fn malformed() -> io::Error {
    io::Error::from(ErrorKind::InvalidData)
}

/// Big-endian.
fn u16_be(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..at.checked_add(2)?)?
        .try_into()
        .ok()
        .map(u16::from_be_bytes)
}

#[cfg(test)]
pub(crate) mod tests;
