//! The archive: a plain tar file (POSIX ustar), so that any computer can look into it, with the checksums of all entries as its
//! last entry, so that one that was cut off or damaged is noticed.

use std::path::{Path, PathBuf};

use app::clock::hex;
use app::storage::ByteStream;
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, BufReader, BufWriter};

use crate::commands::Failure;

const BLOCK: usize = 512;
const ZEROS: [u8; BLOCK] = [0; BLOCK];
/// What eleven octal digits can say.
const LARGEST: u64 = 0o777_7777_7777;
/// The entry that holds the checksums of all others.
pub const SUMS: &str = "SHA256SUMS";

/// An archive being written. It gets its name only when it is complete; until then it has one of its own, so that two that are
/// written at once never become one file. Dropped before that, it is removed.
pub struct Writer {
    out: BufWriter<File>,
    part: TempPath,
    to: PathBuf,
    mtime: u64,
    sums: String,
}

impl Writer {
    /// Begins; the file must not exist.
    pub fn create(to: &Path, mtime: u64) -> Result<Self, Failure> {
        if to.exists() {
            return Err(format!("{} exists already", to.display()).into());
        }
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        // Only its owner may read it: it holds password hashes and everything that is not public.
        let part = tempfile::Builder::new()
            .prefix(&format!("{name}."))
            .suffix(".part")
            .tempfile_in(folder(to))
            .map_err(|error| format!("{}: {error}", to.display()))?;
        let (out, part) = part.into_parts();
        Ok(Self {
            out: BufWriter::with_capacity(256 * 1024, File::from_std(out)),
            part,
            to: to.to_owned(),
            mtime,
            sums: String::new(),
        })
    }

    /// Adds a small entry.
    pub async fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.begin(name, bytes.len() as u64).await?;
        self.out.write_all(bytes).await?;
        self.end(name, bytes.len() as u64, Sha256::digest(bytes).as_slice())
            .await
    }

    /// Adds an entry of a known size, piece by piece.
    pub async fn stream(
        &mut self,
        name: &str,
        size: u64,
        mut bytes: ByteStream,
    ) -> Result<(), Failure> {
        self.begin(name, size).await?;
        let mut hash = Sha256::new();
        let mut written = 0_u64;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk?;
            written += chunk.len() as u64;
            hash.update(&chunk);
            self.out.write_all(&chunk).await?;
        }
        if written != size {
            return Err(format!("{name}: {written} bytes instead of {size}").into());
        }
        self.end(name, size, hash.finalize().as_slice()).await
    }

    /// Writes the checksums, puts everything on the disk and gives the file its name, unless another has taken it meanwhile.
    pub async fn finish(mut self) -> Result<(), Failure> {
        let sums = std::mem::take(&mut self.sums);
        self.add(SUMS, sums.as_bytes()).await?;
        self.out.write_all(&ZEROS).await?;
        self.out.write_all(&ZEROS).await?;
        self.out.flush().await?;
        self.out.get_ref().sync_all().await?;
        self.part
            .persist_noclobber(&self.to)
            .map_err(|failed| format!("{}: {}", self.to.display(), failed.error))?;
        Ok(File::open(folder(&self.to)).await?.sync_all().await?)
    }

    async fn begin(&mut self, name: &str, size: u64) -> Result<(), Failure> {
        Ok(self.out.write_all(&header(name, size, self.mtime)?).await?)
    }

    async fn end(&mut self, name: &str, size: u64, hash: &[u8]) -> Result<(), Failure> {
        self.sums.push_str(&format!("{}  {name}\n", hex(hash)));
        Ok(self.out.write_all(&ZEROS[..padding(size)]).await?)
    }
}

/// The folder that a file lies in.
fn folder(file: &Path) -> &Path {
    file.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn padding(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or(0);
    if over == 0 { 0 } else { BLOCK - over }
}

fn header(name: &str, size: u64, mtime: u64) -> Result<[u8; BLOCK], Failure> {
    if name.len() > 99 || size > LARGEST {
        return Err(format!("{name}: cannot be put into the archive").into());
    }
    let mut header = ZEROS;
    let mut put =
        |at: usize, text: &str| header[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, name);
    put(100, "0000600\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{size:011o}\0"));
    put(136, &format!("{:011o}\0", mtime.min(LARGEST)));
    // While the checksum is computed its own place holds spaces.
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Ok(header)
}

/// An archive being read, entry by entry.
pub struct Reader {
    input: BufReader<File>,
    /// What is left of the present entry, and its padding.
    left: u64,
    padding: usize,
}

impl Reader {
    /// Opens it.
    pub async fn open(file: &Path) -> Result<Self, Failure> {
        let input = File::open(file)
            .await
            .map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Self {
            input: BufReader::with_capacity(256 * 1024, input),
            left: 0,
            padding: 0,
        })
    }

    /// The next entry's name and size; what was not read of the one before is skipped.
    pub async fn next(&mut self) -> Result<Option<(String, u64)>, Failure> {
        let skip = self.left + self.padding as u64;
        let skipped =
            tokio::io::copy(&mut (&mut self.input).take(skip), &mut tokio::io::sink()).await?;
        if skipped != skip {
            return Err("the archive is cut off".into());
        }
        let mut block = ZEROS;
        self.input
            .read_exact(&mut block)
            .await
            .map_err(|_| "the archive is cut off")?;
        if block == ZEROS {
            return Ok(None);
        }
        let (name, size) = parse(&block).ok_or("not a backup of this program, or damaged")?;
        self.left = size;
        self.padding = padding(size);
        Ok(Some((name, size)))
    }

    /// The present entry's bytes.
    pub fn content(&mut self) -> impl AsyncRead + Unpin + '_ {
        let left = std::mem::take(&mut self.left);
        (&mut self.input).take(left)
    }

    /// The present entry as a whole, if it is not larger than `most`.
    pub async fn whole(&mut self, most: u64) -> Result<Vec<u8>, Failure> {
        let size = self.left;
        if size > most {
            return Err("an entry of the archive is too large".into());
        }
        let mut bytes = Vec::new();
        self.content().read_to_end(&mut bytes).await?;
        if bytes.len() as u64 == size {
            Ok(bytes)
        } else {
            Err("the archive is cut off".into())
        }
    }

    /// The present entry's checksum.
    pub async fn sum(&mut self) -> Result<String, Failure> {
        let size = self.left;
        let mut content = self.content();
        let (mut hash, mut buffer, mut read) = (Sha256::new(), vec![0; 256 * 1024], 0_u64);
        loop {
            let count = content.read(&mut buffer).await?;
            if count == 0 {
                break;
            }
            read += count as u64;
            hash.update(&buffer[..count]);
        }
        if read == size {
            Ok(hex(hash.finalize().as_slice()))
        } else {
            Err("the archive is cut off".into())
        }
    }
}

fn parse(header: &[u8; BLOCK]) -> Option<(String, u64)> {
    let text = |at: usize, length: usize| {
        let field = header[at..at + length].split(|byte| *byte == 0).next()?;
        std::str::from_utf8(field).ok().map(str::trim)
    };
    let mut plain = *header;
    plain[148..156].fill(b' ');
    let sum: u32 = plain.iter().map(|byte| u32::from(*byte)).sum();
    if u32::from_str_radix(text(148, 8)?, 8).ok()? != sum || header[156] != b'0' {
        return None;
    }
    Some((
        text(0, 100)?.to_owned(),
        u64::from_str_radix(text(124, 12)?, 8).ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_survives_its_bytes() {
        let block = header("files/abc", 1234, 1_790_000_000).unwrap();
        assert_eq!(parse(&block), Some(("files/abc".to_owned(), 1234)));
        let mut broken = block;
        broken[0] = b'x';
        assert_eq!(parse(&broken), None);
        assert!(header(&"x".repeat(100), 1, 0).is_err() && header("x", LARGEST + 1, 0).is_err());
    }

    #[test]
    fn entries_fill_whole_blocks() {
        assert_eq!(
            (padding(0), padding(1), padding(512), padding(513)),
            (0, 511, 0, 511)
        );
    }

    #[tokio::test]
    async fn the_systems_tar_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.tar");
        let mut writer = Writer::create(&file, 0).unwrap();
        writer.add("one", b"1").await.unwrap();
        writer.add("two/three", &[b'x'; 1000]).await.unwrap();
        writer.finish().await.unwrap();
        assert!(Writer::create(&file, 0).is_err());
        let Ok(listed) = std::process::Command::new("tar")
            .arg("-tf")
            .arg(&file)
            .output()
        else {
            return;
        };
        assert_eq!(
            String::from_utf8(listed.stdout).unwrap(),
            "one\ntwo/three\nSHA256SUMS\n"
        );
    }

    #[tokio::test]
    async fn of_two_with_one_name_the_first_to_be_complete_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.tar");
        let mut first = Writer::create(&file, 0).unwrap();
        let mut second = Writer::create(&file, 0).unwrap();
        second.add("second", &[b'2'; 1000]).await.unwrap();
        first.add("first", b"1").await.unwrap();
        first.finish().await.unwrap();
        let whole = std::fs::read(&file).unwrap();
        assert!(whole.starts_with(b"first\0"));
        second.finish().await.unwrap_err();
        assert_eq!(std::fs::read(&file).unwrap(), whole);
        drop(Writer::create(&folder.path().join("b.tar"), 0).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
