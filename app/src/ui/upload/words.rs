//! What the uploading island says.

use serde::{Deserialize, Serialize};

use super::State;

/// What the island says. The catalogue stays on the server; the page carries these few words.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct UploadWords {
    /// Others are sent first.
    pub queued: String,
    /// While sending.
    pub sending: String,
    /// Somebody paused it.
    pub paused: String,
    /// The line is down; it goes on by itself.
    pub waiting: String,
    /// Every byte is there.
    pub done: String,
    /// The session has ended.
    pub signed_out: String,
    /// Nothing that can be mended here.
    pub failed: String,
    /// How far it is, with `{percent}` where the number goes.
    pub percent: String,
    /// The button that pauses.
    pub pause: String,
    /// The same for screen readers, with `{name}` where the file's name goes.
    pub pause_name: String,
    /// The button that goes on.
    pub resume: String,
    /// The same with the file's name.
    pub resume_name: String,
    /// The button that takes the file off the list.
    pub remove: String,
    /// The same with the file's name.
    pub remove_name: String,
    /// More were chosen than the form takes.
    pub many: String,
    /// Why the form is not sent: a file in the list was refused.
    pub mend: String,
}

#[cfg(feature = "ssr")]
impl UploadWords {
    /// From the catalogue, for a form of at most `most` files; the browser fills in numbers and names.
    pub(crate) fn new(t: crate::i18n::Words, most: usize) -> Self {
        Self {
            queued: t.upload_queued().to_owned(),
            sending: t.upload_sending().to_owned(),
            paused: t.upload_paused().to_owned(),
            waiting: t.upload_waiting().to_owned(),
            done: t.upload_done().to_owned(),
            signed_out: t.upload_signed_out().to_owned(),
            failed: t.upload_failed().to_owned(),
            percent: t.upload_percent("{percent}"),
            pause: t.upload_pause().to_owned(),
            pause_name: t.upload_pause_name("{name}"),
            resume: t.upload_resume().to_owned(),
            resume_name: t.upload_resume_name("{name}"),
            remove: t.upload_remove().to_owned(),
            remove_name: t.upload_remove_name("{name}"),
            many: t.upload_many(most),
            mend: t.upload_mend().to_owned(),
        }
    }
}

impl UploadWords {
    /// The sentence about a file.
    pub(super) fn status(&self, state: &State) -> String {
        match state {
            State::Queued => &self.queued,
            State::Sending => &self.sending,
            State::Paused => &self.paused,
            State::Waiting => &self.waiting,
            State::Done => &self.done,
            State::SignedOut => &self.signed_out,
            State::Failed(Some(reason)) => reason,
            State::Failed(None) => &self.failed,
        }
        .clone()
    }
}
