//! A body stream that cannot flood the multipart parser.
//!
//! multer 3.1 takes from the stream for as long as something is ready, and looks for the end of a part's headers in all of it: a
//! fast sender, or one whose headers never end, would fill the memory. So pieces are small, the parser gets one at a time,
//! and it must make progress before it has taken a megabyte.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::BodyDataStream;
use bytes::Bytes;
use futures_util::Stream;

const PIECE: usize = 64 * 1024;
const WITHOUT_PROGRESS: usize = 1024 * 1024;

/// What the parser has taken since it last gave something back.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress(Arc<AtomicUsize>);

impl Progress {
    /// The parser gave something back.
    pub(super) fn made(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// The stream.
pub(super) struct Paced {
    inner: BodyDataStream,
    rest: Bytes,
    pause: bool,
    progress: Progress,
}

impl Paced {
    pub(super) fn new(inner: BodyDataStream, progress: Progress) -> Self {
        Self {
            inner,
            rest: Bytes::new(),
            pause: false,
            progress,
        }
    }
}

impl Stream for Paced {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if std::mem::take(&mut this.pause) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        while this.rest.is_empty() {
            match Pin::new(&mut this.inner).poll_next(context) {
                Poll::Ready(Some(Ok(bytes))) => this.rest = bytes,
                Poll::Ready(Some(Err(cause))) => {
                    return Poll::Ready(Some(Err(io::Error::other(cause))));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
        let piece = this.rest.split_to(this.rest.len().min(PIECE));
        if this.progress.0.fetch_add(piece.len(), Ordering::Relaxed) > WITHOUT_PROGRESS {
            return Poll::Ready(Some(Err(io::Error::other("a part of the form has no end"))));
        }
        this.pause = true;
        Poll::Ready(Some(Ok(piece)))
    }
}
