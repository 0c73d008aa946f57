//! Small pictures of documents that are pictures. Derived data: the folder may be deleted at any time, and what is asked for
//! is made again.
//!
//! A picture can be far larger unpacked than its file: its announced size is looked at before anything is unpacked, and only
//! one is unpacked at a time.

use std::io::{BufReader, Cursor, Write as _};
use std::path::{Path, PathBuf};

use futures_util::TryStreamExt as _;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Semaphore;

use super::filetype::FileType;
use super::types::Version;
use crate::storage::{Storage, StorageError, blocking};

/// The folder in the data folder.
const FOLDER: &str = "thumbnails";
const WIDTH: u32 = 480;
const HEIGHT: u32 = 640;
/// What people on a slow line should wait for at most.
const MOST_BYTES: usize = 40_000;
const MAX_SIDE: u32 = 12_000;
const MAX_PIXELS: u64 = 50_000_000;
/// Four bytes for each pixel, and what the decoder needs besides.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
const MAX_FILE: i64 = 64 * 1024 * 1024;

static TURN: Semaphore = Semaphore::const_new(1);

/// A small picture.
#[derive(Clone, Debug)]
pub(super) struct Thumbnail {
    /// A JPEG file.
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The small picture of a version, made now if there is none yet; nothing where there cannot be one.
pub(super) async fn of(
    storage: &Storage,
    data_dir: &Path,
    version: &Version,
) -> Result<Option<Thumbnail>, StorageError> {
    let Some(format) = format(version.file_type).filter(|_| version.size <= MAX_FILE) else {
        return Ok(None);
    };
    let path = data_dir.join(FOLDER).join(format!("{}.jpg", version.blob));
    if let Some(known) = known(&path).await? {
        return Ok(known);
    }
    let _turn = TURN
        .acquire()
        .await
        .map_err(|closed| StorageError::Other(Box::new(closed)))?;
    // Somebody may have made it meanwhile.
    if let Some(known) = known(&path).await? {
        return Ok(known);
    }
    tokio::fs::create_dir_all(data_dir.join(FOLDER)).await?;
    let source = fetch(storage, data_dir, version).await?;
    blocking(move || {
        let made = make(&source, format);
        keep(&path, made.as_ref())?;
        Ok(made)
    })
    .await
}

/// How the type is called where pictures are read; nothing for what is no picture.
pub(super) fn format(kind: FileType) -> Option<ImageFormat> {
    match kind {
        FileType::Jpeg => Some(ImageFormat::Jpeg),
        FileType::Png => Some(ImageFormat::Png),
        FileType::Webp => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// What is kept: an empty file says that there can be none.
async fn known(path: &PathBuf) -> Result<Option<Option<Thumbnail>>, StorageError> {
    let bytes = match tokio::fs::read(path).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if bytes.is_empty() {
        return Ok(Some(None));
    }
    let reader = ImageReader::with_format(Cursor::new(&bytes), ImageFormat::Jpeg);
    // One that broke is made again.
    Ok(reader.into_dimensions().ok().map(|(width, height)| {
        Some(Thumbnail {
            bytes,
            width,
            height,
        })
    }))
}

fn keep(path: &Path, made: Option<&Thumbnail>) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::Builder::new()
        .prefix("part-")
        .tempfile_in(folder)?;
    file.write_all(made.map_or(&[], |made| &made.bytes))?;
    file.persist(path)?;
    Ok(())
}

/// The content in a file of its own: the storage may be far away.
async fn fetch(
    storage: &Storage,
    data_dir: &Path,
    version: &Version,
) -> Result<tempfile::NamedTempFile, StorageError> {
    let file = tempfile::Builder::new()
        .prefix("part-")
        .tempfile_in(data_dir.join(FOLDER))?;
    let mut output = tokio::fs::File::from_std(file.reopen()?);
    let mut opened = storage.open_range(&version.blob, None).await?;
    while let Some(chunk) = opened.bytes.try_next().await? {
        output.write_all(&chunk).await?;
    }
    output.flush().await?;
    Ok(file)
}

/// Nothing for what is too large or cannot be read.
fn make(source: &tempfile::NamedTempFile, format: ImageFormat) -> Option<Thumbnail> {
    let file = BufReader::new(source.reopen().ok()?);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(file, format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width > MAX_SIDE || height > MAX_SIDE || pixels > MAX_PIXELS || pixels == 0 {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let mut picture = shrink(DynamicImage::from_decoder(decoder).ok()?);
    picture.apply_orientation(orientation);
    // Turned, it may be wider than it was.
    encode(&shrink(picture))
}

fn shrink(picture: DynamicImage) -> DynamicImage {
    if picture.width() <= WIDTH && picture.height() <= HEIGHT {
        return picture;
    }
    picture.thumbnail(WIDTH, HEIGHT)
}

/// As good as fits.
fn encode(picture: &DynamicImage) -> Option<Thumbnail> {
    let mut picture = on_white(picture);
    loop {
        for quality in [82, 65, 45, 25] {
            let mut bytes = Vec::new();
            JpegEncoder::new_with_quality(&mut bytes, quality)
                .encode_image(&picture)
                .ok()?;
            if bytes.len() < MOST_BYTES {
                let (width, height) = picture.dimensions();
                return Some(Thumbnail {
                    bytes,
                    width,
                    height,
                });
            }
        }
        let (width, height) = picture.dimensions();
        picture = image::imageops::thumbnail(&picture, (width / 2).max(1), (height / 2).max(1));
    }
}

/// JPEG knows no transparency.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (to, from) in flat.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        *to = Rgb([red, green, blue].map(|colour| {
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        }));
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::At;
    use crate::documents::types::Traces;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut noise = 1_u32;
        let picture = RgbImage::from_fn(width, height, |_, _| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = noise.to_be_bytes();
            Rgb([a, b, c])
        });
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A picture that says it is this large, and holds nothing.
    fn claims(width: u32, height: u32) -> Vec<u8> {
        let mut head = b"IHDR".to_vec();
        head.extend(width.to_be_bytes());
        head.extend(height.to_be_bytes());
        head.extend([8, 6, 0, 0, 0]);
        let mut sum = flate2::Crc::new();
        sum.update(&head);
        [
            b"\x89PNG\r\n\x1a\n\0\0\0\r".to_vec(),
            head,
            sum.sum().to_be_bytes().to_vec(),
            b"\0\0\x10\0IDAT\x78\x9c".to_vec(),
        ]
        .concat()
    }

    async fn thumbnail(kind: FileType, bytes: &[u8]) -> (Option<Thumbnail>, tempfile::TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(None, dir.path()).unwrap();
        let stored = storage.put_stream(bytes, 1 << 26).await.unwrap();
        let version = Version {
            number: 1,
            blob: stored.hash,
            size: i64::try_from(stored.size).unwrap(),
            file_type: kind,
            file_name: String::new(),
            note: String::new(),
            created_at: At(jiff::Timestamp::UNIX_EPOCH),
            downloads: 0,
            traces: Traces::Removed,
            inside: None,
        };
        let made = of(&storage, dir.path(), &version).await.unwrap();
        let again = of(&storage, dir.path(), &version).await.unwrap();
        assert_eq!(
            made.as_ref().map(|made| &made.bytes),
            again.map(|again| again.bytes).as_ref()
        );
        let left = std::fs::read_dir(dir.path().join(FOLDER)).unwrap().count();
        assert_eq!(left, 1, "nothing but what is kept");
        (made, dir)
    }

    #[tokio::test]
    async fn pictures_of_every_kind_become_small() {
        for (kind, format) in [
            (FileType::Jpeg, ImageFormat::Jpeg),
            (FileType::Png, ImageFormat::Png),
            (FileType::Webp, ImageFormat::WebP),
        ] {
            let (made, _dir) = thumbnail(kind, &picture(900, 600, format)).await;
            let made = made.unwrap();
            assert!(made.bytes.len() < MOST_BYTES, "{}", made.bytes.len());
            assert!(made.width <= WIDTH && made.height <= HEIGHT);
            assert_eq!(made.width * 2, made.height * 3);
        }
    }

    #[tokio::test]
    async fn a_picture_that_was_taken_sideways_stands_upright() {
        // Exif 3.0 §4.6.5.1.7: the right side of what is stored is the top of what was seen.
        let sideways = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let length = u16::try_from(sideways.len() + 2).unwrap().to_be_bytes();
        let stored = picture(300, 200, ImageFormat::Jpeg);
        let (start, rest) = stored.split_at(2);
        let taken = [start, b"\xff\xe1", &length, sideways, rest].concat();
        for (bytes, size) in [(&stored, (300, 200)), (&taken, (200, 300))] {
            let (made, _dir) = thumbnail(FileType::Jpeg, bytes).await;
            let made = made.unwrap();
            assert_eq!((made.width, made.height), size);
        }
    }

    #[tokio::test]
    async fn what_is_too_large_or_broken_has_none() {
        let whole = picture(300, 300, ImageFormat::Jpeg);
        for (kind, bytes) in [
            (FileType::Png, claims(40_000, 40_000)),
            (FileType::Png, claims(12_000, 12_000)),
            (FileType::Png, claims(0, 5)),
            (FileType::Png, claims(100, 100)),
            (FileType::Jpeg, whole[..20].to_vec()),
            (FileType::Webp, b"RIFF\0\0\0\0WEBPVP8 ".to_vec()),
            (FileType::Jpeg, b"\xff\xd8\xff\xe0".to_vec()),
        ] {
            let (made, _dir) = thumbnail(kind, &bytes).await;
            assert!(made.is_none(), "{kind:?} {}", bytes.len());
        }
    }
}
