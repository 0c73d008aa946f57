//! Streaming a kept file out again.

use std::io::{self, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResultPayload, ObjectStore};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use super::StorageError;

/// Read at a time. The HTTP server queues up to 16 pieces or 400 KB for a reader whose line is slow: small pieces keep a hundred
/// of them small.
const PIECE: usize = 16 * 1024;

/// The bytes of a file, piece by piece.
pub type ByteStream = BoxStream<'static, io::Result<Bytes>>;

/// An open file.
pub struct Opened {
    /// The size of the whole file, also where only a range was asked for.
    pub size: u64,
    /// The bytes that were asked for.
    pub bytes: ByteStream,
}

pub(super) async fn open(
    store: &Arc<dyn ObjectStore>,
    at: &Path,
    range: Option<Range<u64>>,
) -> Result<Opened, StorageError> {
    let options = GetOptions {
        range: range.map(GetRange::Bounded),
        ..GetOptions::default()
    };
    let result = store.get_opts(at, options).await?;
    let (size, range) = (result.meta.size, result.range.clone());
    let bytes = match result.payload {
        // The store would hop to a blocking thread for every 8 KiB.
        GetResultPayload::File(file, _) => {
            file_range(tokio::fs::File::from_std(file), range).await?
        }
        GetResultPayload::Stream(stream) => {
            stream.map(|chunk| chunk.map_err(io::Error::other)).boxed()
        }
    };
    Ok(Opened { size, bytes })
}

async fn file_range(
    mut file: tokio::fs::File,
    range: Range<u64>,
) -> Result<ByteStream, StorageError> {
    file.seek(SeekFrom::Start(range.start)).await?;
    let part = file.take(range.end.saturating_sub(range.start));
    Ok(ReaderStream::with_capacity(part, PIECE).boxed())
}
