//! A ZIP file (PKWARE APPNOTE 6.3) whose every byte follows from its description, so that it can be sent from any byte on.
//!
//! Files of the storage go in as they are: they are compressed already, and their bytes need not pass through memory. Their
//! CRC-32 stands before them, so readers that take a ZIP as it arrives can check it too. Everything stays below 4 GiB, which
//! all readers and the FAT32 of USB sticks take: there is nothing of Zip64 here.

use std::io::{self, Write as _};
use std::ops::Range;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use jiff::civil::DateTime;
use sha2::{Digest as _, Sha256};

use crate::clock;
use crate::storage::{BlobHash, ByteStream, Storage};

/// What a whole archive may take at most, and so every size and place in it.
pub(super) const MOST_BYTES: u64 = u32::MAX as u64;

/// APPNOTE 4.3.7, 4.3.12 and 4.3.16, without names.
const LOCAL: u64 = 30;
const CENTRAL: u64 = 46;
const END: u64 = 22;

/// «2.0»: folders and deflate.
const VERSION: u16 = 20;
/// The same, made under Unix: what [`MODE`] means.
const MADE_BY: u16 = (3 << 8) | VERSION;
/// A file that its owner writes and everybody reads.
const MODE: u32 = 0o100_644 << 16;
/// Names are UTF-8 (APPNOTE, appendix D).
const UTF8: u16 = 1 << 11;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// One file of the archive.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name with folders, separated by `/`.
    pub(super) path: String,
    /// What its date says: wall time, as the format knows no zones.
    pub(super) modified: DateTime,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Text {
        crc32: u32,
        size: u32,
        deflated: Bytes,
    },
    File {
        crc32: u32,
        size: u32,
        hash: BlobHash,
    },
}

impl Entry {
    /// A text of ours, compressed.
    pub(super) fn text(path: String, modified: DateTime, text: &str) -> io::Result<Self> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes())?;
        let content = Content::Text {
            crc32: crc32fast::hash(text.as_bytes()),
            size: u32::try_from(text.len()).map_err(io::Error::other)?,
            deflated: encoder.finish()?.into(),
        };
        Ok(Self {
            path,
            modified,
            content,
        })
    }

    /// A file of the storage. The CRC-32 changes no size: where only that is asked for, any will do.
    pub(super) fn file(
        path: String,
        modified: DateTime,
        (hash, size, crc32): (BlobHash, u32, u32),
    ) -> Self {
        let content = Content::File { crc32, size, hash };
        Self {
            path,
            modified,
            content,
        }
    }

    /// What a file of this name and size takes in an archive, everything included.
    pub(super) fn cost(path: &str, size: u64) -> u64 {
        LOCAL + CENTRAL + 2 * path.len() as u64 + size
    }

    fn method(&self) -> u16 {
        match self.content {
            Content::Text { .. } => DEFLATED,
            Content::File { .. } => STORED,
        }
    }

    /// CRC-32, size in the archive, size unpacked.
    fn measures(&self) -> (u32, u32, u32) {
        match &self.content {
            Content::File { crc32, size, .. } => (*crc32, *size, *size),
            Content::Text {
                crc32,
                size,
                deflated,
            } => {
                let packed = u32::try_from(deflated.len()).unwrap_or(u32::MAX);
                (*crc32, packed, *size)
            }
        }
    }

    /// What the headers before the file and at the end have in common.
    fn head(&self) -> Vec<u8> {
        let (date, time) = dos(self.modified);
        let (crc32, packed, size) = self.measures();
        let mut head = Vec::new();
        for half in [VERSION, UTF8, self.method(), time, date] {
            head.extend(half.to_le_bytes());
        }
        for word in [crc32, packed, size] {
            head.extend(word.to_le_bytes());
        }
        let name = u16::try_from(self.path.len()).unwrap_or(u16::MAX);
        head.extend(name.to_le_bytes());
        // No extra field.
        head.extend([0, 0]);
        head
    }
}

/// Date and time as MS-DOS wrote them: from 1980, in steps of two seconds.
fn dos(at: DateTime) -> (u16, u16) {
    let part = |value: i8| u16::try_from(value).unwrap_or_default();
    let Ok(year @ 0..=127) = u16::try_from(at.year() - 1980) else {
        return ((1 << 5) | 1, 0);
    };
    (
        (year << 9) | (part(at.month()) << 5) | part(at.day()),
        (part(at.hour()) << 11) | (part(at.minute()) << 5) | (part(at.second()) / 2),
    )
}

/// A piece of the archive.
#[derive(Clone, Debug)]
enum Piece {
    Bytes(Bytes),
    File(BlobHash, u64),
}

impl Piece {
    fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(_, size) => *size,
        }
    }
}

/// A described archive.
#[derive(Clone, Debug)]
pub(super) struct Archive {
    pieces: Vec<Piece>,
    size: u64,
}

impl Archive {
    /// Lays the entries one after the other; nothing if they are too much for the format.
    pub(super) fn new(entries: &[Entry]) -> Option<Self> {
        let mut builder = Builder::default();
        let mut directory = Vec::new();
        for entry in entries {
            let offset = u32::try_from(builder.size).ok()?;
            let head = entry.head();
            builder.text(b"PK\x03\x04");
            builder.text(&head);
            builder.text(entry.path.as_bytes());
            match &entry.content {
                Content::Text { deflated, .. } => builder.text(deflated),
                Content::File { hash, size, .. } => builder.file(hash, u64::from(*size)),
            }
            directory.extend(b"PK\x01\x02");
            directory.extend(MADE_BY.to_le_bytes());
            directory.extend(&head);
            // No comment; on the first disk; no attributes of DOS.
            directory.extend([0; 6]);
            directory.extend(MODE.to_le_bytes());
            directory.extend(offset.to_le_bytes());
            directory.extend(entry.path.as_bytes());
        }
        builder.end(entries.len(), &directory)
    }

    /// How many bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// An entity tag: archives with the same one are the same, byte by byte.
    pub(super) fn etag(&self) -> String {
        let mut hasher = Sha256::new();
        for piece in &self.pieces {
            hasher.update(piece.size().to_le_bytes());
            match piece {
                Piece::Bytes(bytes) => hasher.update(bytes),
                Piece::File(hash, _) => hasher.update(hash.as_str()),
            }
        }
        format!("\"{}\"", clock::hex(&hasher.finalize()))
    }

    /// The bytes of a part. Each file is opened when its turn comes, and read as fast as the reader takes it.
    pub(super) fn read(&self, storage: &Storage, part: Range<u64>) -> ByteStream {
        let mut wanted = Vec::new();
        let mut start = 0;
        for piece in &self.pieces {
            let end = start + piece.size();
            let from = part.start.clamp(start, end) - start;
            let to = part.end.clamp(start, end) - start;
            if from < to {
                wanted.push((piece.clone(), from..to));
            }
            start = end;
        }
        let storage = storage.clone();
        stream::iter(wanted)
            .then(move |(piece, part)| open(storage.clone(), piece, part))
            .try_flatten()
            .boxed()
    }
}

#[derive(Default)]
struct Builder {
    pieces: Vec<Piece>,
    text: Vec<u8>,
    size: u64,
}

impl Builder {
    fn text(&mut self, bytes: &[u8]) {
        self.text.extend(bytes);
        self.size += bytes.len() as u64;
    }

    fn file(&mut self, hash: &BlobHash, size: u64) {
        self.pieces
            .push(Piece::Bytes(std::mem::take(&mut self.text).into()));
        self.pieces.push(Piece::File(hash.clone(), size));
        self.size += size;
    }

    fn end(mut self, entries: usize, directory: &[u8]) -> Option<Archive> {
        let offset = u32::try_from(self.size).ok()?;
        let entries = u16::try_from(entries)
            .ok()
            .filter(|count| *count < u16::MAX)?;
        let length = u32::try_from(directory.len()).ok()?;
        self.text(directory);
        self.text(b"PK\x05\x06\0\0\0\0");
        self.text(&entries.to_le_bytes());
        self.text(&entries.to_le_bytes());
        self.text(&length.to_le_bytes());
        self.text(&offset.to_le_bytes());
        self.text(&[0, 0]);
        self.pieces.push(Piece::Bytes(self.text.into()));
        (self.size < MOST_BYTES).then_some(Archive {
            pieces: self.pieces,
            size: self.size,
        })
    }
}

/// What the end of an archive takes besides its entries.
pub(super) const fn end_cost() -> u64 {
    END
}

async fn open(storage: Storage, piece: Piece, part: Range<u64>) -> io::Result<ByteStream> {
    match piece {
        Piece::Bytes(bytes) => {
            let range = index(part.start)?..index(part.end)?;
            let part = bytes.slice(range);
            Ok(stream::once(async { Ok(part) }).boxed())
        }
        Piece::File(hash, size) => {
            let opened = storage
                .open_range(&hash, Some(part.clone()))
                .await
                .map_err(io::Error::other)?;
            if opened.size != size {
                return Err(io::Error::other("a file of a pack is not what it was"));
            }
            Ok(exactly(opened.bytes, part.end - part.start))
        }
    }
}

fn index(place: u64) -> io::Result<usize> {
    usize::try_from(place).map_err(io::Error::other)
}

/// So many bytes and no others: an archive in which something is missing must not look whole.
fn exactly(bytes: ByteStream, length: u64) -> ByteStream {
    stream::unfold((bytes, Some(length)), |(mut bytes, left)| async move {
        let left = left?;
        let next = bytes.next().await;
        let after = match &next {
            None if left == 0 => return None,
            Some(Ok(chunk)) => left.checked_sub(chunk.len() as u64),
            _ => None,
        };
        let item = match next {
            Some(Err(error)) => Err(error),
            Some(Ok(chunk)) if after.is_some() => Ok(chunk),
            _ => Err(io::Error::other("a file of a pack has another length")),
        };
        Some((item, (bytes, after)))
    })
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    struct Fixture {
        _dir: tempfile::TempDir,
        storage: Storage,
    }

    fn fixture() -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(None, dir.path()).unwrap();
        Fixture { _dir: dir, storage }
    }

    fn noon() -> DateTime {
        date(2026, 11, 23).at(12, 34, 57, 0)
    }

    impl Fixture {
        async fn file(&self, path: &str, content: &[u8]) -> Entry {
            let stored = self.storage.put_stream(content, u64::MAX).await.unwrap();
            let size = u32::try_from(stored.size).unwrap();
            Entry::file(
                path.to_owned(),
                noon(),
                (stored.hash, size, crc32fast::hash(content)),
            )
        }

        async fn archive(&self) -> Archive {
            let page = "<p>سلام</p>".repeat(100);
            let entries = [
                Entry::text("index.html".to_owned(), noon(), &page).unwrap(),
                self.file("نماذج/شكوى.txt", b"0123456789").await,
                self.file("empty.txt", b"").await,
                self.file("again.txt", &[7; 200_000]).await,
            ];
            Archive::new(&entries).unwrap()
        }

        async fn bytes(&self, archive: &Archive, part: Range<u64>) -> Vec<u8> {
            let chunks: Vec<_> = archive
                .read(&self.storage, part)
                .try_collect()
                .await
                .unwrap();
            chunks.concat()
        }
    }

    #[tokio::test]
    async fn an_archive_is_as_long_as_it_says_and_holds_its_names() {
        let fixture = fixture();
        let archive = fixture.archive().await;
        let whole = fixture.bytes(&archive, 0..archive.size()).await;
        assert_eq!(whole.len() as u64, archive.size());
        assert!(whole.starts_with(b"PK\x03\x04\x14\0\0\x08\x08\0"));
        let end = &whole[whole.len() - 22..];
        assert_eq!(&end[..12], b"PK\x05\x06\0\0\0\0\x04\0\x04\0");
        let directory = u32::from_le_bytes(end[16..20].try_into().unwrap()) as usize;
        assert_eq!(&whole[directory..directory + 4], b"PK\x01\x02");
        let name = "نماذج/شكوى.txt".as_bytes();
        let found = whole.windows(name.len()).filter(|part| part == &name);
        assert_eq!(found.count(), 2);
    }

    #[tokio::test]
    async fn the_cost_of_a_file_is_what_it_takes() {
        let fixture = fixture();
        let empty = Archive::new(&[]).unwrap();
        assert_eq!(empty.size(), end_cost());
        let one = Archive::new(&[fixture.file("شكوى.txt", b"0123456789").await]).unwrap();
        assert_eq!(one.size(), end_cost() + Entry::cost("شكوى.txt", 10));
    }

    #[tokio::test]
    async fn the_same_entries_make_the_same_bytes_and_others_do_not() {
        let fixture = fixture();
        let (first, second) = (fixture.archive().await, fixture.archive().await);
        assert_eq!(first.etag(), second.etag());
        let other = Archive::new(&[fixture.file("a.txt", b"0").await]).unwrap();
        let another = Archive::new(&[fixture.file("a.txt", b"1").await]).unwrap();
        assert_ne!(other.etag(), another.etag());
    }

    #[tokio::test]
    async fn every_part_is_the_part_of_the_whole() {
        let fixture = fixture();
        let archive = fixture.archive().await;
        let whole = fixture.bytes(&archive, 0..archive.size()).await;
        let mut cuts: Vec<u64> = (0..400).chain([1000, 100_000]).collect();
        cuts.extend(archive.size() - 400..=archive.size());
        for cut in cuts.into_iter().filter(|cut| *cut <= archive.size()) {
            assert_eq!(
                fixture.bytes(&archive, cut..archive.size()).await,
                &whole[cut as usize..]
            );
            let end = (cut + 37).min(archive.size());
            let part = &whole[cut as usize..end as usize];
            assert_eq!(fixture.bytes(&archive, cut..end).await, part);
        }
    }

    #[tokio::test]
    async fn a_file_that_is_gone_or_shorter_breaks_the_archive() {
        let fixture = fixture();
        let whole = fixture.file("a.txt", b"0123456789").await;
        let Content::File { hash, .. } = whole.content else {
            unreachable!()
        };
        for (hash, size) in [
            (hash.clone(), 11),
            (BlobHash::parse(&"0".repeat(64)).unwrap(), 10),
        ] {
            let entry = Entry::file("a.txt".to_owned(), noon(), (hash, size, 0));
            let archive = Archive::new(&[entry]).unwrap();
            let read = archive.read(&fixture.storage, 0..archive.size());
            assert!(read.try_collect::<Vec<_>>().await.is_err());
        }
        for length in [9, 11] {
            let ten = stream::iter([Ok(Bytes::from_static(b"01234")), Ok("56789".into())]);
            let read = exactly(ten.boxed(), length).try_collect::<Vec<_>>().await;
            assert!(read.is_err());
        }
    }

    #[test]
    fn four_gigabytes_are_too_much() {
        let hash = BlobHash::parse(&"0".repeat(64)).unwrap();
        let entry = |size| Entry::file("a".to_owned(), noon(), (hash.clone(), size, 0));
        assert!(Archive::new(&[entry(u32::MAX - 200)]).is_some());
        assert!(Archive::new(&[entry(u32::MAX - 100)]).is_none());
        assert!(Archive::new(&[entry(u32::MAX / 2), entry(u32::MAX / 2), entry(10)]).is_none());
    }

    #[test]
    fn dates_are_those_of_dos() {
        assert_eq!(
            dos(noon()),
            ((46 << 9) | (11 << 5) | 23, (12 << 11) | (34 << 5) | 28)
        );
        assert_eq!(dos(date(1970, 1, 1).at(5, 0, 0, 0)), (33, 0));
    }

    proptest! {
        #[test]
        fn the_size_is_the_sum_of_its_pieces(names in prop::collection::vec("[a-zا-ي]{1,40}", 0..20), size in 0u32..1_000_000) {
            let hash = BlobHash::parse(&"0".repeat(64)).unwrap();
            let cost: u64 = names.iter().map(|name| Entry::cost(name, u64::from(size))).sum();
            let entries: Vec<_> = names
                .into_iter()
                .map(|name| Entry::file(name, noon(), (hash.clone(), size, 0)))
                .collect();
            prop_assert_eq!(Archive::new(&entries).unwrap().size(), cost + end_cost());
        }
    }
}
