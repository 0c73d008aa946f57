//! Taking one piece off the line.

use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt as _;

use super::checksum::Checksum;
use crate::storage::{Partial, StorageError};

/// How long the line may be silent.
const IDLE: Duration = Duration::from_secs(90);

/// Why a piece did not arrive as announced. What came before a break is kept.
#[derive(Debug)]
pub(super) enum Broken {
    /// The sender went away, fell silent, or began anew on another line.
    CutOff,
    /// More than the file was to have; what is beyond is not kept.
    TooMuch,
    /// The piece is not what was sent; nothing of it is kept.
    Checksum,
    /// The storage failed.
    Storage(StorageError),
}

impl From<StorageError> for Broken {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// Adds the body to the file, up to `length` bytes in all, and puts it on the disk. A piece with a checksum counts as a
/// whole or not at all: of half of it nobody can tell whether it is right.
pub(super) async fn piece(
    partial: &mut Partial,
    body: Body,
    length: u64,
    mut checksum: Option<Checksum>,
) -> Result<(), Broken> {
    if checksum.is_some() {
        partial.begin_unsure().await?;
    }
    let taken = take(partial, body, length, checksum.as_mut()).await;
    let holds = checksum.is_none_or(Checksum::holds);
    let taken = match taken {
        Ok(()) if !holds => Err(Broken::Checksum),
        taken => taken,
    };
    partial.settle(taken.is_ok()).await?;
    partial.sync().await?;
    taken
}

async fn take(
    partial: &mut Partial,
    body: Body,
    length: u64,
    mut checksum: Option<&mut Checksum>,
) -> Result<(), Broken> {
    let mut stream = body.into_data_stream();
    loop {
        let next = tokio::select! {
            next = tokio::time::timeout(IDLE, stream.next()) => next,
            () = partial.wanted() => return Err(Broken::CutOff),
        };
        let bytes = match next {
            Ok(Some(Ok(bytes))) => bytes,
            Ok(None) => return Ok(()),
            Ok(Some(Err(_))) | Err(_) => return Err(Broken::CutOff),
        };
        if partial.size() + bytes.len() as u64 > length {
            return Err(Broken::TooMuch);
        }
        if let Some(checksum) = checksum.as_deref_mut() {
            checksum.update(&bytes);
        }
        partial.write(&bytes).await?;
    }
}
