//! Mail in memory, for tests: what would have been sent.

use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::{MailError, Mailer, Message};

/// Keeps messages instead of sending them.
#[derive(Debug, Default)]
pub struct Outbox {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    sent: Vec<Message>,
    failing: bool,
}

impl Outbox {
    /// Every message so far, oldest first.
    pub fn sent(&self) -> Vec<Message> {
        self.lock().sent.clone()
    }

    /// The messages to one address, oldest first.
    pub fn sent_to(&self, address: &str) -> Vec<Message> {
        let mut sent = self.sent();
        sent.retain(|message| message.to == address);
        sent
    }

    /// Makes sending fail for now, or work again.
    pub fn set_failing(&self, failing: bool) {
        self.lock().failing = failing;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mailer for Outbox {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<(), MailError>> {
        async move {
            let mut inner = self.lock();
            if inner.failing {
                return Err(MailError::Later("told to fail".to_owned()));
            }
            inner.sent.push(message.clone());
            Ok(())
        }
        .boxed()
    }
}
