//! What happens on a connection.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// What happens on a connection, for whoever looks at it from time to time.
#[derive(Debug, Default)]
pub(super) struct Activity {
    /// How many requests were begun, and pieces of answers written.
    done: AtomicU64,
    /// Whether a request is being answered.
    answering: AtomicBool,
    /// Whether a reader is being waited for, who has time of their own.
    pub(super) blocked: AtomicBool,
}

impl Activity {
    pub(super) fn note(&self) {
        self.done.fetch_add(1, Ordering::Release);
    }

    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Acquire)
    }

    pub(super) fn is_busy(&self) -> bool {
        self.answering.load(Ordering::Acquire) || self.blocked.load(Ordering::Acquire)
    }
}

/// From when a request's head has come until its answer is gone.
pub(super) struct Answering(Arc<Activity>);

impl Answering {
    pub(super) fn begin(activity: &Arc<Activity>) -> Self {
        activity.answering.store(true, Ordering::Relaxed);
        activity.note();
        Self(Arc::clone(activity))
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        // What was said last may still have to be written.
        self.0.note();
        self.0.answering.store(false, Ordering::Release);
    }
}

/// The body of an answer. What it is made of may itself be waited for, so that silence is no sign of an idle connection.
pub(super) struct Watched {
    body: Body,
    _until_gone: Answering,
}

impl Watched {
    pub(super) fn new(body: Body, answering: Answering) -> Self {
        Self {
            body,
            _until_gone: answering,
        }
    }
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
