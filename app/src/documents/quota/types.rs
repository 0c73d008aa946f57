//! Limits, and what is left of them.

use sqlx::FromRow;

use crate::clock::Id;
use crate::documents::upload::FileProblem;

/// What admins set, for everyone or for one organization, in bytes. Nothing: no limit of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Limits {
    /// For one file.
    pub file_limit: Option<i64>,
    /// For all versions of all documents together.
    pub quota: Option<i64>,
}

/// What an organization has put in, and its own limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Used {
    /// Whose it is.
    #[sqlx(rename = "organization_id")]
    pub organization: Id,
    /// In bytes.
    pub used: i64,
    /// Its own limits.
    #[sqlx(flatten)]
    pub limits: Limits,
}

impl Used {
    /// An organization that has put nothing in, without limits of its own.
    pub fn none(organization: Id) -> Self {
        Self {
            organization,
            used: 0,
            limits: Limits::default(),
        }
    }

    /// In bytes.
    pub fn bytes(&self) -> u64 {
        bytes(self.used)
    }

    /// The quota that holds for it.
    pub fn quota(&self, everyone: Limits) -> Option<u64> {
        self.limits.quota.or(everyone.quota).map(bytes)
    }

    /// What it may still put in, where everyone has these limits and the server this ceiling for a file.
    pub fn room(&self, everyone: Limits, ceiling: u64) -> Room {
        let file = self.limits.file_limit.or(everyone.file_limit).map(bytes);
        let quota = self.quota(everyone);
        Room {
            organization: self.organization,
            file: file.map_or(ceiling, |file| file.min(ceiling)),
            quota,
            left: quota.map(|quota| quota.saturating_sub(self.bytes())),
        }
    }
}

fn bytes(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or_default()
}

/// What an organization may still put in, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Whose it is.
    pub organization: Id,
    /// The largest file.
    pub file: u64,
    /// The most of all files, where there is such a limit.
    pub quota: Option<u64>,
    /// What is left of it.
    pub left: Option<u64>,
}

impl Room {
    /// Whether a file of this length may come.
    pub fn check(&self, length: u64) -> Result<(), FileProblem> {
        self.check_file(length)?;
        match self.left {
            Some(left) if length > left => Err(FileProblem::NoRoom(left)),
            _ => Ok(()),
        }
    }

    /// The same for one that has its room already.
    pub fn check_file(&self, length: u64) -> Result<(), FileProblem> {
        if length > self.file {
            return Err(FileProblem::TooLarge(self.file));
        }
        Ok(())
    }
}
