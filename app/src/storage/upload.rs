//! Bringing a complete file from staging to a store that is not a folder.

use std::sync::Arc;

use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::{PART, Staged, StorageError};

/// Sends the file whole, or in parts where it is larger than one. It appears under its name only when it is complete.
pub(super) async fn send(
    store: &Arc<dyn ObjectStore>,
    staged: &Staged,
    to: &Path,
) -> Result<(), StorageError> {
    let mut file = tokio::fs::File::from_std(staged.open()?);
    if staged.size() <= PART as u64 {
        store.put(to, next(&mut file).await?).await?;
        return Ok(());
    }
    in_parts(store.put_multipart(to).await?, &mut file).await
}

/// Sends everything, or takes back what was sent.
async fn in_parts(
    mut upload: Box<dyn MultipartUpload>,
    file: &mut (impl AsyncRead + Unpin),
) -> Result<(), StorageError> {
    let sent = match parts(upload.as_mut(), file).await {
        Ok(()) => upload
            .complete()
            .await
            .map(drop)
            .map_err(StorageError::from),
        Err(cause) => Err(cause),
    };
    if sent.is_err()
        && let Err(error) = upload.abort().await
    {
        // The parts that did arrive are paid for until the bucket's own rule removes them.
        tracing::warn!(%error, "the parts of a failed upload were not removed");
    }
    sent
}

/// One after the other: the memory in use is one part, however long the file is.
async fn parts(
    upload: &mut dyn MultipartUpload,
    file: &mut (impl AsyncRead + Unpin),
) -> Result<(), StorageError> {
    loop {
        let part = next(file).await?;
        if part.content_length() == 0 {
            return Ok(());
        }
        upload.put_part(part).await?;
    }
}

/// The next part; empty at the end.
async fn next(file: &mut (impl AsyncRead + Unpin)) -> Result<PutPayload, StorageError> {
    let mut bytes = Vec::new();
    file.take(PART as u64).read_to_end(&mut bytes).await?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::sync::atomic::{AtomicU32, Ordering};

    use object_store::{PutResult, Result, UploadPart};

    use super::*;

    const BROKEN: object_store::Error = object_store::Error::NotImplemented {
        operation: String::new(),
        implementer: String::new(),
    };

    /// Takes some parts, then breaks, and counts how often it is told to take them back.
    #[derive(Debug)]
    struct Breaking {
        parts: u32,
        aborted: Arc<AtomicU32>,
    }

    type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

    impl MultipartUpload for Breaking {
        fn put_part(&mut self, _: PutPayload) -> UploadPart {
            let answer = self.parts.checked_sub(1).ok_or(BROKEN);
            self.parts = self.parts.saturating_sub(1);
            Box::pin(async move { answer.map(drop) })
        }

        fn complete<'a, 'f>(&'a mut self) -> Answer<'f, PutResult>
        where
            'a: 'f,
        {
            Box::pin(async { Err(BROKEN) })
        }

        fn abort<'a, 'f>(&'a mut self) -> Answer<'f, ()>
        where
            'a: 'f,
        {
            self.aborted.fetch_add(1, Ordering::Relaxed);
            Box::pin(async { Ok(()) })
        }
    }

    #[tokio::test]
    async fn what_breaks_is_taken_back_whether_in_a_part_or_at_the_end() {
        let bytes = vec![1; 2 * PART + 1];
        for parts in [0, 1, 3] {
            let aborted = Arc::new(AtomicU32::new(0));
            let upload = Box::new(Breaking {
                parts,
                aborted: Arc::clone(&aborted),
            });
            assert!(in_parts(upload, &mut &bytes[..]).await.is_err());
            assert_eq!(aborted.load(Ordering::Relaxed), 1);
        }
    }
}
