//! What a file is, by its bytes. The name only claims; the content decides, and where the two differ the file is refused.

use std::io::{self, Read, Seek, SeekFrom};

use super::archive::{self, Inside};
use super::filetype::FileType;
use super::inside;
use super::names;

/// Enough for every signature that `infer` knows.
const HEAD: usize = 8 * 1024;
const CHUNK: usize = 64 * 1024;
/// Dots of a picture. Cameras make 200 million; each takes four bytes in the memory of whoever opens it.
const MOST_DOTS: u64 = 300_000_000;
/// Where PDF readers stop looking for the trailer.
const TAIL: u64 = 2048;

/// Why a file is refused. Each has its own words in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No bytes at all.
    Empty,
    /// The name has no ending, or one that is not on the list.
    NotAllowed,
    /// The name says one thing, the content another.
    Mismatch {
        /// By the name.
        claimed: FileType,
        /// By the content, where it is known.
        actual: Option<FileType>,
    },
    /// An Office file that carries programs.
    Macros,
    /// Locked with a password: nobody here could read or check it.
    Encrypted,
    /// An Office file with names inside that lead out of it.
    Paths,
    /// An Office file that unpacks to far more than it is.
    Bomb,
    /// A picture with too many dots.
    Huge,
    /// The old binary Office formats.
    OldOffice,
    /// It begins like its type, and then falls apart or was cut off.
    Damaged,
    /// Text in another encoding than UTF-8.
    NotUtf8,
}

/// Decides what the file is, or why it cannot be taken. Reads a bounded part of it into memory.
pub fn sniff(file: &mut (impl Read + Seek), name: &str) -> io::Result<Result<FileType, Refusal>> {
    let size = file.seek(SeekFrom::End(0))?;
    if size == 0 {
        return Ok(Err(Refusal::Empty));
    }
    let claimed = names::extension(name).and_then(|ending| FileType::by_extension(&ending));
    let head = read_at(file, 0, HEAD)?;
    if is_compound_file(&head) {
        return Ok(Err(compound_file(file, size)?));
    }
    let Some(claimed) = claimed else {
        return Ok(Err(Refusal::NotAllowed));
    };
    if claimed.is_text() {
        return text(file, claimed, &head);
    }
    let actual = match binary(file, &head, size)? {
        Ok(actual) => actual,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if actual != Some(claimed) {
        return Ok(Err(Refusal::Mismatch { claimed, actual }));
    }
    let dots =
        inside::size(file, claimed).map(|(width, height)| u64::from(width) * u64::from(height));
    if dots.is_some_and(|dots| dots > MOST_DOTS) {
        return Ok(Err(Refusal::Huge));
    }
    Ok(Ok(claimed))
}

/// The type of anything but text.
fn binary(
    file: &mut (impl Read + Seek),
    head: &[u8],
    size: u64,
) -> io::Result<Result<Option<FileType>, Refusal>> {
    if head.starts_with(b"PK\x03\x04") {
        return Ok(zipped(file, size)?.map(Some));
    }
    if head.starts_with(b"PK") {
        // An empty or a split archive.
        return Ok(Err(Refusal::Damaged));
    }
    if head.starts_with(b"%PDF-") {
        return Ok(pdf(file, size)?.map(Some));
    }
    let mime = infer::get(head).map(|kind| kind.mime_type());
    Ok(Ok(mime.and_then(FileType::by_signature)))
}

fn zipped(file: &mut (impl Read + Seek), size: u64) -> io::Result<Result<FileType, Refusal>> {
    Ok(match archive::inspect(file, size)? {
        Inside::Damaged => Err(Refusal::Damaged),
        Inside::Encrypted => Err(Refusal::Encrypted),
        Inside::Paths => Err(Refusal::Paths),
        Inside::Bomb => Err(Refusal::Bomb),
        Inside::Macros => Err(Refusal::Macros),
        Inside::Known(kind) => Ok(kind),
        Inside::Unknown => Err(Refusal::NotAllowed),
    })
}

fn pdf(file: &mut (impl Read + Seek), size: u64) -> io::Result<Result<FileType, Refusal>> {
    let tail = read_at(file, size.saturating_sub(TAIL), TAIL as usize)?;
    if !contains(&tail, b"%%EOF") {
        // The end is missing: nearly always a download or a copy that broke off.
        return Ok(Err(Refusal::Damaged));
    }
    Ok(if contains(&tail, b"/Encrypt") {
        Err(Refusal::Encrypted)
    } else {
        Ok(FileType::Pdf)
    })
}

/// Text is what has no signature of something else, no control bytes and is valid UTF-8 to its last byte.
fn text(
    file: &mut (impl Read + Seek),
    claimed: FileType,
    head: &[u8],
) -> io::Result<Result<FileType, Refusal>> {
    if let Some(kind) = infer::get(head).filter(|kind| !kind.mime_type().starts_with("text/x-")) {
        let actual = FileType::by_signature(kind.mime_type())
            .or_else(|| head.starts_with(b"%PDF-").then_some(FileType::Pdf));
        return Ok(Err(Refusal::Mismatch { claimed, actual }));
    }
    file.seek(SeekFrom::Start(0))?;
    let mut buffer = vec![0; CHUNK];
    let mut kept = 0;
    loop {
        let read = file.read(buffer.get_mut(kept..).unwrap_or_default())?;
        if read == 0 {
            return Ok(if kept == 0 {
                Ok(claimed)
            } else {
                Err(Refusal::NotUtf8)
            });
        }
        let filled = buffer.get(..kept + read).unwrap_or_default();
        if filled.iter().any(|byte| is_control(*byte)) {
            return Ok(Err(Refusal::NotUtf8));
        }
        let valid = match std::str::from_utf8(filled) {
            Ok(_) => filled.len(),
            // A character that the read cut in two is finished by the next one.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(Err(Refusal::NotUtf8)),
        };
        let end = kept + read;
        buffer.copy_within(valid..end, 0);
        kept = end - valid;
    }
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || byte == 0x7f
}

/// The container of .doc, .xls and .ppt, and also of every password-protected .docx, .xlsx and .pptx.
fn is_compound_file(head: &[u8]) -> bool {
    head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

fn compound_file(file: &mut (impl Read + Seek), size: u64) -> io::Result<Refusal> {
    // Stream names are UTF-16; the directory lies anywhere, in a protected file near one of the two ends.
    let needle: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    let head = read_at(file, 0, CHUNK)?;
    let tail = read_at(file, size.saturating_sub(CHUNK as u64), CHUNK)?;
    let locked = contains(&head, &needle) || contains(&tail, &needle);
    Ok(if locked {
        Refusal::Encrypted
    } else {
        Refusal::OldOffice
    })
}

/// Up to `most` bytes from `at`.
pub(super) fn read_at(file: &mut (impl Read + Seek), at: u64, most: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::with_capacity(most.min(CHUNK));
    file.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::archive::tests::{docx, odt, zip};
    use super::*;

    fn check(name: &str, bytes: &[u8]) -> Result<FileType, Refusal> {
        sniff(&mut Cursor::new(bytes.to_vec()), name).unwrap()
    }

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";

    #[test]
    fn what_fits_its_name_is_taken() {
        assert_eq!(check("تقرير.pdf", PDF), Ok(FileType::Pdf));
        assert_eq!(check("a.PDF", PDF), Ok(FileType::Pdf));
        assert_eq!(check("a.png", PNG), Ok(FileType::Png));
        assert_eq!(
            check("a.jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
            Ok(FileType::Jpeg)
        );
        assert_eq!(check("a.webp", b"RIFF\0\0\0\0WEBPVP8 "), Ok(FileType::Webp));
        assert_eq!(check("a.mp3", b"ID3\x04\0\0\0\0\0\0"), Ok(FileType::Mp3));
        assert_eq!(
            check("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42"),
            Ok(FileType::Mp4)
        );
        assert_eq!(check("a.docx", &docx(&[])), Ok(FileType::Docx));
        assert_eq!(
            check("a.odt", &odt("application/vnd.oasis.opendocument.text")),
            Ok(FileType::Odt)
        );
        assert_eq!(
            check("a.txt", "\u{feff}سلام\r\n\tعليكم".as_bytes()),
            Ok(FileType::Txt)
        );
        assert_eq!(
            check("a.csv", "اسم,عدد\nدورا,3\n".as_bytes()),
            Ok(FileType::Csv)
        );
    }

    #[test]
    fn what_lies_about_itself_is_refused() {
        let mismatch = |claimed, actual| Err(Refusal::Mismatch { claimed, actual });
        assert_eq!(
            check("a.pdf", PNG),
            mismatch(FileType::Pdf, Some(FileType::Png))
        );
        assert_eq!(
            check("a.png", PDF),
            mismatch(FileType::Png, Some(FileType::Pdf))
        );
        assert_eq!(
            check("a.txt", PDF),
            mismatch(FileType::Txt, Some(FileType::Pdf))
        );
        assert_eq!(
            check("a.txt", b"<!DOCTYPE html><script>"),
            mismatch(FileType::Txt, None)
        );
        assert_eq!(
            check("a.pdf", b"MZ\x90\0 a program"),
            mismatch(FileType::Pdf, None)
        );
        assert_eq!(
            check("a.xlsx", &docx(&[])),
            mismatch(FileType::Xlsx, Some(FileType::Docx))
        );
        assert_eq!(
            check("a.docx", b"just words"),
            mismatch(FileType::Docx, None)
        );
    }

    #[test]
    fn what_is_not_on_the_list_is_refused() {
        for name in [
            "a.svg", "a.html", "a.exe", "a.zip", "a", ".pdf", "a.pdf.", "a.docm",
        ] {
            assert_eq!(
                check(name, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
                Err(Refusal::NotAllowed),
                "{name}"
            );
        }
        assert_eq!(
            check("a.docx", &zip(&[("readme.txt", b"x", 0)])),
            Err(Refusal::NotAllowed)
        );
        assert_eq!(check("a.pdf", b""), Err(Refusal::Empty));
        assert_eq!(check("a.exe", b""), Err(Refusal::Empty));
    }

    #[test]
    fn what_could_harm_or_cannot_be_read_is_refused() {
        assert_eq!(
            check("a.docx", &docx(&[("word/vbaProject.bin", b"x", 0)])),
            Err(Refusal::Macros)
        );
        assert_eq!(
            check("a.docx", &docx(&[("word/locked.xml", b"x", 1)])),
            Err(Refusal::Encrypted)
        );
        let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        assert_eq!(check("a.doc", &old), Err(Refusal::OldOffice));
        old.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
        assert_eq!(check("a.docx", &old), Err(Refusal::Encrypted));
        assert_eq!(
            check("a.pdf", b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>\n%%EOF"),
            Err(Refusal::Encrypted)
        );
    }

    #[test]
    fn what_broke_off_is_refused() {
        assert_eq!(check("a.pdf", &PDF[..PDF.len() - 8]), Err(Refusal::Damaged));
        let whole = docx(&[]);
        assert_eq!(
            check("a.docx", &whole[..whole.len() - 30]),
            Err(Refusal::Damaged)
        );
        assert_eq!(check("a.docx", b"PK\x05\x06"), Err(Refusal::Damaged));
    }

    #[test]
    fn text_must_be_utf8_to_the_last_byte() {
        assert_eq!(check("a.txt", b"caf\xe9"), Err(Refusal::NotUtf8));
        assert_eq!(check("a.csv", b"\xc7\xe1\xdd\xf1"), Err(Refusal::NotUtf8));
        assert_eq!(check("a.txt", b"a\0b"), Err(Refusal::NotUtf8));
        assert_eq!(check("a.txt", &"م".as_bytes()[..1]), Err(Refusal::NotUtf8));
        // Characters that lie across the border of two reads.
        let long = "a".to_owned() + &"م".repeat(CHUNK);
        assert_eq!(check("a.txt", long.as_bytes()), Ok(FileType::Txt));
    }
}
