//! Which parts of an Office file speak of people, and what of them goes.

use std::io;

use crate::documents::clean::{png, xml::Act};

/// Decides about one element of a part.
pub(super) type Decide = fn(&str, &str) -> Act;

/// How the part of this name (in small letters) is edited, if it is.
pub(super) fn editor(name: &[u8]) -> Option<Decide> {
    if name.starts_with(b"docprops/core") || name.ends_with(b".psmdcp") {
        return Some(core);
    }
    Some(match name {
        b"docprops/app.xml" => app,
        b"docprops/custom.xml" => custom,
        b"_rels/.rels" => relations,
        b"word/people.xml" => people,
        b"xl/workbook.xml" => workbook,
        b"meta.xml" => open_document,
        _ => return None,
    })
}

/// A signature made with a certificate.
pub(super) fn is_signature(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with(b"_xmlsignatures/")
        || name == b"meta-inf/documentsignatures.xml"
        || name == b"meta-inf/macrosignatures.xml"
}

pub(super) fn is_photo(name: &[u8]) -> bool {
    [&b".jpg"[..], b".jpeg", b".jpe", b".jfif", b".png"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// What a document says about itself stays; who wrote and printed it goes.
fn core(name: &str, _: &str) -> Act {
    keep(
        name,
        &[
            "coreProperties",
            "title",
            "subject",
            "description",
            "keywords",
            "value",
            "category",
            "contentStatus",
            "contentType",
            "language",
            "created",
            "modified",
            "lastPrinted",
            "revision",
            "version",
        ],
    )
}

fn open_document(name: &str, _: &str) -> Act {
    keep(
        name,
        &[
            "document-meta",
            "meta",
            "title",
            "subject",
            "description",
            "keyword",
            "language",
            "date",
            "creation-date",
            "editing-cycles",
            "editing-duration",
            "document-statistic",
            // LibreOffice lays out by it.
            "generator",
        ],
    )
}

fn keep(name: &str, kept: &[&str]) -> Act {
    if kept.contains(&name) {
        Act::Keep
    } else {
        Act::Drop
    }
}

fn drop(name: &str, dropped: &[&str]) -> Act {
    if dropped.contains(&name) {
        Act::Drop
    } else {
        Act::Keep
    }
}

fn app(name: &str, _: &str) -> Act {
    drop(name, &["Company", "Manager", "HyperlinkBase"])
}

fn custom(name: &str, _: &str) -> Act {
    drop(name, &["property"])
}

/// Who commented is said in the comment; this part adds their mail addresses.
fn people(name: &str, _: &str) -> Act {
    drop(name, &["person"])
}

fn relations(name: &str, tag: &str) -> Act {
    if name == "Relationship" && tag.contains("/metadata/thumbnail") {
        Act::Drop
    } else {
        Act::Keep
    }
}

/// The folder on the author's disk.
fn workbook(name: &str, _: &str) -> Act {
    if name == "absPath" {
        Act::Blank
    } else {
        Act::Keep
    }
}

/// A white picture of one dot.
pub(super) fn dot() -> io::Result<Vec<u8>> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png::chunk(&mut png, b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])?;
    // zlib: one stored block with a row of no filter and one white dot.
    let row = [0x78, 1, 1, 2, 0, 0xfd, 0xff, 0, 0xff, 1, 1, 1, 0];
    png::chunk(&mut png, b"IDAT", &row)?;
    png::chunk(&mut png, b"IEND", &[])?;
    Ok(png)
}
