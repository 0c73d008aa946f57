//! What lies in the data folder beside database and files, and cannot be made again: the administrator's words for search, and
//! the mails of a server that has no mail service to hand them to. Index and lock are not among them.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::Summary;
use super::tar::Writer;
use crate::commands::Failure;

const LEXICON: &str = "lexicon.tsv";
const MAIL: &str = "mail";

/// Adds the present files. Mails that leave meanwhile are rows of the snapshot, or files here, or both: a message that is sent
/// again takes its own place.
pub async fn write(writer: &mut Writer, data: &Path, summary: &mut Summary) -> Result<(), Failure> {
    if let Some(bytes) = read(&data.join(LEXICON))? {
        writer.add(LEXICON, &bytes).await?;
        summary.lexicon = true;
    }
    let folder = data.join(MAIL);
    for name in names(&folder)? {
        // Whoever empties the folder may be quicker.
        if let Some(bytes) = read(&folder.join(&name))? {
            writer.add(&format!("{MAIL}/{name}"), &bytes).await?;
            summary.mails += 1;
        }
    }
    Ok(())
}

/// The messages in the folder, in order; those half written have other names.
fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().into_string();
        names.extend(name.ok().filter(|name| is_message(name)));
    }
    names.sort();
    Ok(names)
}

fn read(file: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", file.display()).into()),
    }
}

/// Whether an entry of an archive is one of these.
pub fn is_beside(entry: &str) -> bool {
    entry == LEXICON
        || entry
            .strip_prefix("mail/")
            .is_some_and(|name| is_message(name) && !name.contains('/'))
}

fn is_message(name: &str) -> bool {
    name.ends_with(".eml") && !name.starts_with('.')
}

/// Puts an entry for which [`is_beside`] holds back into the data folder.
pub fn restore(
    data: &Path,
    entry: &str,
    bytes: &[u8],
    summary: &mut Summary,
) -> Result<(), Failure> {
    let file = data.join(entry);
    let folder = file.parent().unwrap_or(data);
    fs::create_dir_all(folder)?;
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        // Mails hold links that open something.
        .mode(0o600)
        .open(&file)?;
    out.write_all(bytes)?;
    out.sync_all()?;
    fs::File::open(folder)?.sync_all()?;
    match entry {
        LEXICON => summary.lexicon = true,
        _ => summary.mails += 1,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_its_own_leave_an_archive() {
        for good in ["lexicon.tsv", "mail/0190-1.eml"] {
            assert!(is_beside(good), "{good}");
        }
        for bad in [
            "mail/../x.eml",
            "mail/a/b.eml",
            "mail/.eml",
            "mail/x.txt",
            "/etc/lexicon.tsv",
            "serve.lock",
        ] {
            assert!(!is_beside(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_there_is_not_written_over() {
        let data = tempfile::tempdir().unwrap();
        let mut summary = Summary::default();
        let mut put = |bytes| restore(data.path(), "mail/a.eml", bytes, &mut summary);
        put(b"first").unwrap();
        put(b"second").unwrap_err();
        let kept = fs::read(data.path().join("mail/a.eml")).unwrap();
        assert_eq!((kept.as_slice(), summary.mails), (&b"first"[..], 1));
    }
}
