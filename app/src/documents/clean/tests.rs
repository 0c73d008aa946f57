use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use proptest::prelude::*;

use super::super::archive::tests::zip;
use super::*;

/// Cleans bytes; gives what is kept.
fn run(kind: FileType, bytes: &[u8]) -> (Vec<u8>, Traces) {
    let mut output = Cursor::new(Vec::new());
    let cleaned = by_type(kind, &mut Cursor::new(bytes), &mut output);
    let cleaned = match cleaned {
        Ok(cleaned) => cleaned,
        Err(error) if is_malformed(&error) => Cleaned::LEFT,
        Err(error) => panic!("{error}"),
    };
    let kept = if cleaned.changed {
        output.into_inner()
    } else {
        bytes.to_vec()
    };
    (kept, cleaned.traces())
}

fn has(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

/// Cleaning again finds nothing, and the name still fits the content.
fn settled(kind: FileType, bytes: &[u8]) {
    assert_eq!(run(kind, bytes), (bytes.to_vec(), Traces::NoneFound));
    let name = format!("a.{}", kind.extension());
    let found = sniff::sniff(&mut Cursor::new(bytes), &name).unwrap();
    assert_eq!(found, Ok(kind));
}

/// A note as cameras write it: this way up, and taken here.
fn camera(way: u8) -> Vec<u8> {
    let mut note = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    note.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0]);
    note.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    note.extend(b"\0\0\0\0GPS 31.5017 34.4668");
    note
}

fn segment(code: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&[0xff, code], &length[..], content].concat()
}

const SCAN: &[u8] = b"\x01\x02\xff\x00\x03\xff\xd0\x04";

/// The picture of a JPEG without what stands before it.
fn drawing() -> Vec<u8> {
    [
        segment(0xdb, &[1; 65]),
        segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        SCAN.to_vec(),
        b"\xff\xd9".to_vec(),
    ]
    .concat()
}

pub(crate) fn photo(way: u8) -> Vec<u8> {
    [
        b"\xff\xd8".to_vec(),
        segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
        segment(0xe1, &[b"Exif\0\0", &camera(way)[..]].concat()),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>GPS</x>"),
        segment(0xed, b"Photoshop 3.0\0 by GPS"),
        segment(0xfe, b"GPS comment"),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01 colours"),
        drawing(),
        b" GPS trailer".to_vec(),
    ]
    .concat()
}

#[test]
fn a_photo_loses_its_place_and_stays_upright() {
    let (kept, traces) = run(FileType::Jpeg, &photo(6));
    assert_eq!(traces, Traces::Removed);
    assert!(!has(&kept, "GPS"));
    assert!(has(&kept, "ICC_PROFILE\0\x01\x01 colours"));
    assert!(kept.ends_with(&drawing()), "the picture is as it was");
    let at = memchr::memmem::find(&kept, b"Exif\0\0").unwrap() + 6;
    assert_eq!(exif::orientation(&kept[at..]), Some(6));
    settled(FileType::Jpeg, &kept);
}

#[test]
fn a_photo_that_is_upright_needs_no_note() {
    let (kept, _) = run(FileType::Jpeg, &photo(1));
    assert!(!has(&kept, "Exif"));
    settled(FileType::Jpeg, &kept);
}

#[test]
fn a_photo_that_broke_off_is_cleaned_as_far_as_it_goes() {
    let whole = photo(1);
    let cut = &whole[..whole.len() - 16];
    let (kept, traces) = run(FileType::Jpeg, cut);
    assert_eq!((traces, has(&kept, "GPS")), (Traces::Removed, false));
    let (kept, traces) = run(FileType::Jpeg, &whole[..60]);
    assert_eq!((kept.as_slice(), traces), (&whole[..60], Traces::Left));
}

pub(crate) fn png(notes: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    png::chunk(&mut png, b"IHDR", &size).unwrap();
    for (name, content) in notes {
        png::chunk(&mut png, name, content).unwrap();
    }
    png::chunk(&mut png, b"IDAT", &[1, 2, 3]).unwrap();
    png::chunk(&mut png, b"IEND", &[]).unwrap();
    png
}

#[test]
fn a_picture_loses_its_words() {
    let gamma: (&[u8; 4], &[u8]) = (b"gAMA", &[0, 0, 0xb1, 0x8f]);
    let bytes = png(&[
        gamma,
        (b"tEXt", b"Author\0GPS"),
        (b"iTXt", b"GPS"),
        (b"tIME", &[7, 0xea, 1, 1, 1, 1, 1]),
        (b"eXIf", &camera(3)),
    ]);
    let (kept, traces) = run(FileType::Png, &bytes);
    assert_eq!(traces, Traces::Removed);
    assert_eq!(kept, png(&[gamma, (b"eXIf", &exif::minimal(3))]));
    settled(FileType::Png, &kept);
    settled(FileType::Png, &png(&[gamma]));
}

fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, content) in chunks {
        body.extend(*name);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(*content);
        body.extend(vec![0; content.len() % 2]);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}

#[test]
fn a_webp_picture_loses_its_notes_and_its_flags_say_so() {
    let size: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 0, 0];
    let head = |flags: u8| [&[flags][..], size].concat();
    let note = camera(8);
    let bytes = webp(&[
        (b"VP8X", &head(0x3c)),
        (b"ICCP", b"abc"),
        (b"VP8 ", b"drawing"),
        (b"EXIF", &note),
        (b"XMP ", b"<GPS/>"),
    ]);
    let (kept, traces) = run(FileType::Webp, &bytes);
    assert_eq!(traces, Traces::Removed);
    let expected = webp(&[
        (b"VP8X", &head(0x38)),
        (b"ICCP", b"abc"),
        (b"VP8 ", b"drawing"),
        (b"EXIF", &exif::minimal(8)),
    ]);
    assert_eq!(kept, expected);
    settled(FileType::Webp, &kept);
}

const CORE: &str = "<?xml version=\"1.0\"?><cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>دليل</dc:title>\
<dc:creator>Sami Author</dc:creator><cp:lastModifiedBy>Sami Author</cp:lastModifiedBy></cp:coreProperties>";

/// Puts packed parts in place of some that are not, as Office writes them.
fn deflated(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let packed: Vec<_> = entries
        .iter()
        .map(|(_, content)| {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(content).unwrap();
            encoder.finish().unwrap()
        })
        .collect();
    let parts: Vec<_> = entries
        .iter()
        .zip(&packed)
        .map(|((name, _), packed)| (*name, packed.as_slice(), 0))
        .collect();
    let mut bytes = zip(&parts);
    let mut from = 0;
    let lines: Vec<_> = memchr::memmem::find_iter(&bytes, b"PK\x01\x02").collect();
    for (line, (_, content)) in lines.into_iter().zip(entries) {
        let head = from + memchr::memmem::find(&bytes[from..], b"PK\x03\x04").unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(content);
        for at in [head + 8, line + 10] {
            bytes[at..at + 2].copy_from_slice(&8_u16.to_le_bytes());
            bytes[at + 6..at + 10].copy_from_slice(&crc.sum().to_le_bytes());
            bytes[at + 14..at + 18].copy_from_slice(&(content.len() as u32).to_le_bytes());
        }
        from = head + 4;
    }
    bytes
}

pub(crate) fn docx() -> Vec<u8> {
    deflated(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            b"<Relationships><Relationship Id=\"a\" Type=\"http://x/metadata/thumbnail\" Target=\"docProps/thumbnail.jpeg\"/></Relationships>",
        ),
        ("word/document.xml", "<w>محضر الاجتماع</w>".as_bytes()),
        ("word/media/image1.jpeg", &photo(6)),
        ("word/people.xml", b"<p><w15:person a='sami@example.org'><b/></w15:person></p>"),
        ("docProps/core.xml", CORE.as_bytes()),
        ("docProps/app.xml", b"<P><Pages>3</Pages><Company>Author Ltd</Company></P>"),
        ("docProps/thumbnail.jpeg", b"an old page"),
    ])
}

/// The parts of an archive, unpacked.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    office::unpacked(bytes)
}

#[test]
fn an_office_document_loses_its_author_and_keeps_its_words() {
    let bytes = docx();
    let (kept, traces) = run(FileType::Docx, &bytes);
    assert_eq!(traces, Traces::Removed);
    let parts = parts(&kept);
    let part = |name: &str| {
        let found = parts.iter().find(|(known, _)| known == name);
        found
            .map(|(_, content)| content.clone())
            .unwrap_or_default()
    };
    for (name, content) in &parts {
        assert!(
            !has(content, "Author") && !has(content, "sami") && !has(content, "GPS"),
            "{name}"
        );
    }
    assert!(has(&part("docProps/core.xml"), "<dc:title>دليل</dc:title>"));
    assert!(has(&part("docProps/app.xml"), "<Pages>3</Pages>"));
    assert_eq!(part("word/document.xml"), "<w>محضر الاجتماع</w>".as_bytes());
    assert_eq!(part("_rels/.rels"), b"<Relationships></Relationships>");
    assert!(part("word/media/image1.jpeg").ends_with(&drawing()));
    assert!(!parts.iter().any(|(name, _)| name.contains("thumbnail")));
    settled(FileType::Docx, &kept);
}

#[test]
fn an_open_document_loses_its_author_and_its_list_of_parts_stays_true() {
    let mime = FileType::Odt.mime().as_bytes();
    let meta = b"<office:document-meta><office:meta><meta:generator>L</meta:generator><dc:title>T</dc:title>\
<meta:initial-creator>Author</meta:initial-creator><meta:user-defined meta:name=\"Author\">x</meta:user-defined></office:meta></office:document-meta>";
    let bytes = zip(&[
        ("mimetype", mime, 0),
        ("content.xml", b"<office/>", 0),
        ("meta.xml", meta, 0),
        ("Thumbnails/thumbnail.png", b"a page by Author", 0),
    ]);
    let (kept, traces) = run(FileType::Odt, &bytes);
    assert_eq!((traces, has(&kept, "Author")), (Traces::Removed, false));
    assert!(has(&kept, "<dc:title>T</dc:title>") && has(&kept, "Thumbnails/thumbnail.png"));
    settled(FileType::Odt, &kept);
}

#[test]
fn what_cannot_be_cleaned_is_said() {
    let types: (&str, &[u8], u16) = ("[Content_Types].xml", b"<Types/>", 0);
    let word: (&str, &[u8], u16) = ("word/document.xml", b"<w/>", 0);
    for (name, content) in [
        ("_xmlsignatures/sig1.xml", &b"<s/>"[..]),
        ("docProps/core.xml", b"\xff\xfe<\0a\0"),
        ("docProps/core.xml", b"<!DOCTYPE a><a/>"),
        ("word/media/a.jpg", b"\xff\xd8\xff\xe1\xff\xff"),
    ] {
        let bytes = zip(&[types, word, (name, content, 0)]);
        assert_eq!(run(FileType::Docx, &bytes), (bytes, Traces::Left), "{name}");
    }
}

#[test]
fn a_bomb_is_left_where_it_is() {
    // A part that says it is small and unpacks to a gigabyte, one that says it is large, and parts that lie over each other.
    let types: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
    let large = vec![b' '; 1 << 20];
    let whole = deflated(&[
        types,
        ("word/document.xml", b"<w/>"),
        ("docProps/core.xml", &large),
    ]);
    let line = memchr::memmem::rfind(&whole, b"PK\x01\x02").unwrap();
    for size in [10_u32, 0x7fff_ffff] {
        let mut bytes = whole.clone();
        bytes[line + 24..line + 28].copy_from_slice(&size.to_le_bytes());
        let (kept, traces) = run(FileType::Docx, &bytes);
        assert_eq!(
            (kept == bytes, traces),
            (
                true,
                if size == 10 {
                    Traces::NoneFound
                } else {
                    Traces::Left
                }
            )
        );
    }
    let mut bytes = docx();
    let line = memchr::memmem::rfind(&bytes, b"PK\x01\x02").unwrap();
    bytes[line + 42..line + 46].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(run(FileType::Docx, &bytes).1, Traces::Left);
}

/// A PDF as small as one can be, with what `objects` and `trailer` say.
pub(crate) fn pdf(objects: &str, trailer: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n\
         {objects}\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R {trailer} >>\nstartxref\n9\n%%EOF\n"
    )
    .into_bytes()
}

const INFO: &str = "3 0 obj\n<< /Title (By-law (2nd) \\) /Author) /Author (Sami Author) /Creator <41757468> /Producer 4 0 R \
/Company(Author Ltd)/CreationDate (D:2026) >>\nendobj\n4 0 obj (Author's program) endobj";

#[test]
fn a_pdf_loses_its_author_and_nothing_moves() {
    let xmp = "5 0 obj\n<< /Type /Metadata /Subtype /XML /Length 99 >>\nstream\n<?xpacket begin=\"\" id=\"x\"?><x:xmpmeta><dc:creator>Sami Author</dc:creator></x:xmpmeta>\
<!-- and as much room as programs leave, so that they can write again ------------------------------------------------------------------------------------ -->\n<?xpacket end=\"w\"?>\nendstream\nendobj";
    let bytes = pdf(&format!("{INFO}\n{xmp}"), "/Info 3 0 R");
    let (kept, traces) = run(FileType::Pdf, &bytes);
    assert_eq!((traces, kept.len()), (Traces::Removed, bytes.len()));
    let text = String::from_utf8_lossy(&kept).into_owned();
    assert!(
        !text.contains("Sami")
            && !text.contains("Ltd")
            && !text.contains("program")
            && !text.contains("41757468"),
        "{text}"
    );
    assert!(
        text.contains("(By-law (2nd) \\) /Author) /Author (           ) /Creator <20202020>"),
        "{text}"
    );
    assert!(text.contains("(D:2026)") && text.contains("/Root 1 0 R"));
    settled(FileType::Pdf, &kept);
}

#[test]
fn packed_metadata_is_replaced_where_it_stands() {
    let head = "5 0 obj\n<</Type/Metadata/Subtype/XML/Filter/FlateDecode/Length 300>>stream\n";
    let noise = "x".repeat(300);
    let bytes = pdf(&format!("{head}{noise}\nendstream\nendobj"), "");
    let (kept, traces) = run(FileType::Pdf, &bytes);
    assert_eq!((traces, kept.len()), (Traces::Removed, bytes.len()));
    assert!(!has(&kept, "FlateDecode") && !has(&kept, "xxx"));
    settled(FileType::Pdf, &kept);
}

#[test]
fn photos_in_a_pdf_lose_their_place() {
    let mut bytes = pdf("", "");
    let note = segment(0xe1, &[b"Exif\0\0", &camera(6)[..]].concat());
    bytes.splice(9..9, note);
    let (kept, traces) = run(FileType::Pdf, &bytes);
    assert_eq!(
        (traces, kept.len(), has(&kept, "GPS")),
        (Traces::Removed, bytes.len(), false)
    );
}

#[test]
fn a_pdf_that_cannot_be_changed_says_so() {
    for (objects, trailer) in [
        // Packed among other objects.
        ("", "/Info 3 0 R"),
        (
            &*format!("{INFO}\n6 0 obj << /Type /Sig /ByteRange [0 1 2 3] >> endobj"),
            "/Info 3 0 R",
        ),
        ("3 0 obj [1 2] endobj", "/Info 3 0 R"),
        (
            "3 0 obj << /Type /Page /Author (x) >> endobj",
            "/Info 3 0 R",
        ),
        ("3 0 obj << /Author (Sami", "/Info 3 0 R"),
    ] {
        let bytes = pdf(objects, trailer);
        assert_eq!(
            run(FileType::Pdf, &bytes),
            (bytes, Traces::Left),
            "{objects}"
        );
    }
    settled(FileType::Pdf, &pdf("", ""));
}

#[test]
fn what_lies_across_the_border_of_two_windows_is_found() {
    for before in [1_048_500, 1_048_560, 983_000, 983_030, 2_031_500] {
        let filling = format!("9 0 obj ({}) endobj\n{INFO}", "y".repeat(before));
        let (kept, traces) = run(FileType::Pdf, &pdf(&filling, "/Info 3 0 R"));
        assert_eq!(
            (traces, has(&kept, "Sami")),
            (Traces::Removed, false),
            "{before}"
        );
    }
}

#[tokio::test]
async fn what_is_kept_is_named_by_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let storage = Storage::open(None, dir.path()).unwrap();
    let stage = |bytes: Vec<u8>| {
        let storage = storage.clone();
        async move {
            let mut staging = storage.stage(1 << 20).unwrap();
            staging.write(&bytes).await.unwrap();
            staging.finish().await.unwrap()
        }
    };
    let (staged, traces) = clean(&storage, stage(photo(6)).await, FileType::Jpeg)
        .await
        .unwrap();
    assert_eq!(traces, Traces::Removed);
    let stored = storage.commit(staged).await.unwrap();
    storage.verify(&stored.hash).await.unwrap();
    assert_eq!(stored.size, run(FileType::Jpeg, &photo(6)).0.len() as u64);
    let broken = stage(b"PK\x03\x04 nothing".to_vec()).await;
    let hash = broken.hash().clone();
    let (staged, traces) = clean(&storage, broken, FileType::Docx).await.unwrap();
    assert_eq!((staged.hash(), traces), (&hash, Traces::Left));
    drop(staged);
    let left = std::fs::read_dir(dir.path().join("files/staging")).unwrap();
    assert_eq!(left.count(), 0, "nothing stays in staging");
}

fn samples() -> Vec<(FileType, Vec<u8>)> {
    let exif = camera(5);
    vec![
        (FileType::Jpeg, photo(6)),
        (FileType::Png, png(&[(b"tEXt", b"a"), (b"eXIf", &exif)])),
        (
            FileType::Webp,
            webp(&[(b"VP8X", &[8; 10]), (b"VP8 ", b"x"), (b"EXIF", &exif)]),
        ),
        (FileType::Docx, docx()),
        (FileType::Pdf, pdf(INFO, "/Info 3 0 R")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_never_harms(
        which in 0_usize..5,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let (kind, mut bytes) = samples().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let (kept, traces) = run(kind, &bytes);
        prop_assert!(kept.len() <= bytes.len() + 4096);
        if kind == FileType::Pdf {
            prop_assert_eq!(kept.len(), bytes.len());
        }
        // Whatever was taken out is out: a second time there is nothing more to take.
        if traces == Traces::Removed {
            prop_assert_eq!(&run(kind, &kept).0, &kept);
        }
    }

    #[test]
    fn noise_never_harms(which in 0_usize..5, noise in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (kind, bytes) = samples().swap_remove(which);
        run(kind, &noise);
        run(kind, &[&bytes[..bytes.len().min(40)], &noise].concat());
    }
}
