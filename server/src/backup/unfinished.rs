//! The mark of a restore that is under way. One that fails or is cut off leaves it in the data folder: the portal that is there
//! looks whole and is empty, and nobody is to go on with it.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::commands::Failure;

const NAME: &str = "restore.unfinished";

/// A restore under way.
pub struct Unfinished(PathBuf);

impl Unfinished {
    /// Leaves the mark, before anything else is written.
    pub fn begin(data: &Path) -> Result<Self, Failure> {
        let mark = data.join(NAME);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&mark)?;
        file.sync_all()?;
        File::open(data)?.sync_all()?;
        Ok(Self(mark))
    }

    /// Takes the mark away, after everything else is on the disk.
    pub fn end(self) -> Result<(), Failure> {
        fs::remove_file(&self.0)?;
        let data = self.0.parent().unwrap_or(Path::new("."));
        Ok(File::open(data)?.sync_all()?)
    }
}

/// Refuses to work on what a restore did not finish.
pub fn refuse_unfinished(data: &Path) -> Result<(), Failure> {
    if !data.join(NAME).exists() {
        return Ok(());
    }
    Err(format!(
        "TABADUL_DATA_DIR: {} holds a part of what `tabadul restore` was to bring. Once no restore runs any more, empty the \
         folder, and the database and the storage where others are named, and restore again",
        data.display()
    )
    .into())
}
