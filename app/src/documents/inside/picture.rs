//! Pictures: how large they are, by their heads alone.

use std::io::{Cursor, Read, Seek};

use image::metadata::Orientation;
use image::{ImageDecoder as _, ImageReader, Limits};

use super::Inside;
use crate::documents::filetype::FileType;
use crate::documents::sniff::read_at;
use crate::documents::thumbnail;

/// Notes of cameras and colour profiles may stand before the size.
const HEAD: usize = 1024 * 1024;
const MAX_MEMORY: u64 = 16 * 1024 * 1024;

/// Width and height as the picture is seen, since a photo may lie on its side in the file; nothing for other types, and where
/// the first megabyte does not say it.
pub(in crate::documents) fn size(
    file: &mut (impl Read + Seek),
    kind: FileType,
) -> Option<(u32, u32)> {
    let format = thumbnail::format(kind)?;
    let head = read_at(file, 0, HEAD).ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(head), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let turned = matches!(
        decoder.orientation(),
        Ok(Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH)
    );
    Some(if turned {
        (height, width)
    } else {
        (width, height)
    })
}

/// The size, where there is something to see.
pub(super) fn inside(file: &mut (impl Read + Seek), kind: FileType) -> Option<Inside> {
    let (width, height) = size(file, kind).filter(|(width, height)| *width > 0 && *height > 0)?;
    Some(Inside::Picture { width, height })
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, SeekFrom, Write as _};

    use image::{DynamicImage, ImageFormat, RgbImage};
    use proptest::prelude::*;

    use super::*;

    fn look(kind: FileType, bytes: &[u8]) -> Option<Inside> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        inside(&mut file, kind)
    }

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(RgbImage::new(30, 20))
            .write_to(&mut bytes, format)
            .unwrap();
        bytes.into_inner()
    }

    const KINDS: [(FileType, ImageFormat); 3] = [
        (FileType::Jpeg, ImageFormat::Jpeg),
        (FileType::Png, ImageFormat::Png),
        (FileType::Webp, ImageFormat::WebP),
    ];

    #[test]
    fn a_picture_says_how_large_it_is() {
        for (kind, format) in KINDS {
            let seen = look(kind, &picture(format));
            let (width, height) = (30, 20);
            assert_eq!(seen, Some(Inside::Picture { width, height }), "{kind:?}");
        }
        // A photo that was taken with the camera on its side.
        let photo = picture(ImageFormat::Jpeg);
        let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let turned = [&photo[..2], exif, &photo[2..]].concat();
        let (width, height) = (20, 30);
        assert_eq!(
            look(FileType::Jpeg, &turned),
            Some(Inside::Picture { width, height })
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn nothing_makes_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..200), at: prop::sample::Index, byte: u8) {
            for (kind, format) in KINDS {
                look(kind, &noise);
                let mut broken = picture(format);
                let at = at.index(broken.len());
                broken[at] = byte;
                look(kind, &broken);
                look(kind, &broken[..at]);
            }
        }
    }
}
