//! Mail as files: a server without a mail service keeps its messages in the data folder, one `.eml` each.

use std::io::Write;
use std::path::{Path, PathBuf};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::{MailError, Mailer, Message, Sender};

/// Writes messages into a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    sender: Sender,
    folder: PathBuf,
}

impl Folder {
    /// A mailer that writes there; the folder is made when the first message comes.
    pub fn new(sender: Sender, folder: PathBuf) -> Folder {
        Folder { sender, folder }
    }
}

impl Mailer for Folder {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<(), MailError>> {
        async move {
            let mime = self.sender.mime(message);
            let bytes = mime
                .map_err(|bad| MailError::Refused(bad.to_string()))?
                .formatted();
            // The same message sent again after a crash replaces itself.
            let path = self.folder.join(file_name(&message.id));
            tokio::task::spawn_blocking(move || write(&path, &bytes))
                .await
                .map_err(|error| MailError::Later(error.to_string()))?
                .map_err(|error| MailError::Later(error.to_string()))
        }
        .boxed()
    }
}

fn file_name(id: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    format!("{}.eml", id.chars().map(safe).collect::<String>())
}

/// Appears whole or not at all, and stays after a power cut.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".writing-")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::super::mime::tests::{message, sender};
    use super::*;

    #[tokio::test]
    async fn a_message_becomes_one_file_however_often_it_is_sent() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("mail");
        let mailer = Folder::new(sender(), folder.clone());
        for _ in 0..2 {
            mailer.send(&message()).await.expect("sent");
        }
        let mut odd = message();
        odd.id = "../../x".to_owned();
        mailer.send(&odd).await.expect("sent");
        let mut names: Vec<_> = std::fs::read_dir(&folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["0190-1.eml", "______x.eml"]);
    }

    #[tokio::test]
    async fn an_unusable_folder_is_tried_again_later() {
        let data = tempfile::tempdir().expect("a folder");
        let blocked = data.path().join("mail");
        std::fs::write(&blocked, b"a file").expect("written");
        let sent = Folder::new(sender(), blocked).send(&message()).await;
        assert!(matches!(sent, Err(MailError::Later(_))));
    }
}
