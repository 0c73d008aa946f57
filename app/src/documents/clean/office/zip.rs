//! Reading and writing the archive around the parts.

use std::io::{self, Read, Seek, SeekFrom, Write};

use flate2::read::DeflateDecoder;

use super::{broken, seek};
use crate::documents::archive::{self, ENTRY, MAX_ENTRIES, u16_at, u32_at};
use crate::documents::clean::malformed;

const LOCAL: usize = 30;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The sizes stand behind the content.
const SIZES_FOLLOW: u16 = 0x0008;

/// A line of the table of contents.
pub(super) struct Entry<'a> {
    record: &'a [u8],
    pub(super) name: &'a [u8],
    flags: u16,
    method: u16,
    packed: u32,
    pub(super) size: u32,
    offset: u32,
}

impl Entry<'_> {
    pub(super) fn is_readable(&self) -> bool {
        matches!(self.method, STORED | DEFLATED)
    }
}

/// The table of contents.
pub(super) fn table(input: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let size = input.seek(SeekFrom::End(0))?;
    broken(archive::table(input, size)?)
}

/// Its lines, in the order in which the parts lie. Parts that overlap are a bomb or damage.
pub(super) fn entries(table: &[u8]) -> io::Result<Vec<Entry<'_>>> {
    let mut entries = broken(read_entries(table))?;
    entries.sort_by_key(|entry| entry.offset);
    for pair in entries.windows(2) {
        if let [one, next] = pair {
            let end = u64::from(one.offset) + (LOCAL + one.name.len()) as u64;
            if end + u64::from(one.packed) > u64::from(next.offset) {
                return Err(malformed());
            }
        }
    }
    Ok(entries)
}

fn read_entries(table: &[u8]) -> Option<Vec<Entry<'_>>> {
    let mut entries = Vec::new();
    let mut rest = table;
    while !rest.is_empty() {
        if entries.len() >= MAX_ENTRIES || !rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name_length = usize::from(u16_at(rest, 28)?);
        let more = usize::from(u16_at(rest, 30)?) + usize::from(u16_at(rest, 32)?);
        let entry = Entry {
            record: rest.get(..ENTRY)?,
            name: rest.get(ENTRY..ENTRY + name_length)?,
            flags: u16_at(rest, 8)?,
            method: u16_at(rest, 10)?,
            packed: u32_at(rest, 20)?,
            size: u32_at(rest, 24)?,
            offset: u32_at(rest, 42)?,
        };
        // What does not fit in 32 bits is said elsewhere, and no Office file is that long.
        if [entry.packed, entry.size, entry.offset].contains(&u32::MAX) {
            return None;
        }
        entries.push(entry);
        rest = rest.get(ENTRY + name_length + more..)?;
    }
    Some(entries)
}

/// Goes to a part's packed bytes.
fn find(input: &mut (impl Read + Seek), entry: &Entry<'_>) -> io::Result<()> {
    seek(input, u64::from(entry.offset))?;
    let mut head = [0; LOCAL];
    input.read_exact(&mut head)?;
    if !head.starts_with(b"PK\x03\x04") {
        return Err(malformed());
    }
    let name = broken(u16_at(&head, 26))?;
    let more = broken(u16_at(&head, 28))?;
    let data = u64::from(entry.offset) + LOCAL as u64 + u64::from(name) + u64::from(more);
    seek(input, data)
}

/// A part's content: at most what the table says, and an error where there is more.
pub(super) fn unpack<'a, R: Read + Seek>(
    input: &'a mut R,
    entry: &Entry<'_>,
) -> io::Result<Box<dyn Read + 'a>> {
    find(input, entry)?;
    let packed = input.take(u64::from(entry.packed));
    let size = u64::from(entry.size);
    if entry.method == STORED {
        return Ok(Box::new(packed.take(size)));
    }
    Ok(Box::new(DeflateDecoder::new(packed).take(size)))
}

/// An archive on its way out.
pub(super) struct Zip<'a, W: Write + Seek> {
    output: &'a mut W,
    at: u64,
    table: Vec<u8>,
    count: u16,
}

impl<'a, W: Write + Seek> Zip<'a, W> {
    pub(super) fn new(output: &'a mut W) -> Self {
        Self {
            output,
            at: 0,
            table: Vec::new(),
            count: 0,
        }
    }

    /// A part as it is, packed.
    pub(super) fn copy(
        &mut self,
        entry: &Entry<'_>,
        input: &mut (impl Read + Seek),
    ) -> io::Result<()> {
        find(input, entry)?;
        let crc = broken(u32_at(entry.record, 16))?;
        let line = self.line(entry, entry.method, [crc, entry.packed, entry.size])?;
        self.output.write_all(&local(&line, entry.name)?)?;
        let packed = u64::from(entry.packed);
        if io::copy(&mut input.take(packed), self.output)? < packed {
            return Err(malformed());
        }
        self.add(&line, entry.name, packed);
        Ok(())
    }

    /// A part with other content, not packed.
    pub(super) fn store(
        &mut self,
        entry: &Entry<'_>,
        write: impl FnOnce(&mut Summed<'_, W>) -> io::Result<()>,
    ) -> io::Result<()> {
        let line = self.line(entry, STORED, [0; 3])?;
        self.output.write_all(&local(&line, entry.name)?)?;
        let mut summed = Summed {
            output: self.output,
            crc: flate2::Crc::new(),
            size: 0,
        };
        write(&mut summed)?;
        let (crc, size) = (summed.crc.sum(), summed.size);
        let short = u32::try_from(size).map_err(|_| malformed())?;
        // Only now the sum and the size are known.
        let line = self.line(entry, STORED, [crc, short, short])?;
        self.output.seek(SeekFrom::Start(self.at))?;
        self.output.write_all(&local(&line, entry.name)?)?;
        self.output.seek(SeekFrom::End(0))?;
        self.add(&line, entry.name, size);
        Ok(())
    }

    /// The table of contents, and the end.
    pub(super) fn finish(self) -> io::Result<()> {
        let count = self.count.to_le_bytes();
        let length = u32::try_from(self.table.len()).map_err(|_| malformed())?;
        let offset = u32::try_from(self.at).map_err(|_| malformed())?;
        self.output.write_all(&self.table)?;
        let end = [
            b"PK\x05\x06\0\0\0\0",
            &count[..],
            &count,
            &length.to_le_bytes(),
            &offset.to_le_bytes(),
            &[0, 0],
        ];
        self.output.write_all(&end.concat())
    }

    /// The line of the table of contents without the name: the one that was, with other sums, sizes and place.
    fn line(&self, entry: &Entry<'_>, method: u16, sums: [u32; 3]) -> io::Result<Vec<u8>> {
        let offset = u32::try_from(self.at).map_err(|_| malformed())?;
        let name = u16::try_from(entry.name.len()).map_err(|_| malformed())?;
        let at = |from: usize, to: usize| broken(entry.record.get(from..to));
        Ok([
            at(0, 8)?,
            &(entry.flags & !SIZES_FOLLOW).to_le_bytes(),
            &method.to_le_bytes(),
            at(12, 16)?,
            &sums.map(u32::to_le_bytes).concat(),
            &name.to_le_bytes(),
            // No more fields, no comment, the first disk.
            &[0; 6],
            at(36, 42)?,
            &offset.to_le_bytes(),
        ]
        .concat())
    }

    fn add(&mut self, line: &[u8], name: &[u8], size: u64) {
        self.table.extend_from_slice(line);
        self.table.extend_from_slice(name);
        self.count += 1;
        self.at += (LOCAL + name.len()) as u64 + size;
    }
}

/// The head of a part, from its line in the table of contents.
fn local(line: &[u8], name: &[u8]) -> io::Result<Vec<u8>> {
    let shared = broken(line.get(6..30))?;
    Ok([b"PK\x03\x04", shared, &[0, 0], name].concat())
}

/// Counts and sums what is written.
pub(super) struct Summed<'a, W: Write> {
    output: &'a mut W,
    crc: flate2::Crc,
    size: u64,
}

impl<W: Write> Write for Summed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes)?;
        let bytes = bytes.get(..written).unwrap_or_default();
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
