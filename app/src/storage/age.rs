//! How long a file has lain there. A file without a row is removed after a day: one that is wanted again must be young again
//! before its row is written, or the two would cross.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use object_store::ObjectMeta;

/// A file that is wanted again is made young from this age on. Half of the day that a file without a row is given.
const RENEW: Duration = Duration::from_secs(12 * 60 * 60);

/// Whether a file that is wanted again may stay as it is.
pub(super) fn is_young(meta: &ObjectMeta) -> bool {
    // An unreadable age, or one in the future, is that of a clock that was corrected.
    let age = now().duration_since(meta.last_modified.into());
    age.is_ok_and(|age| age < RENEW)
}

/// Makes a file of the folder young.
pub(super) fn touch(file: &Path) -> io::Result<()> {
    std::fs::File::options()
        .append(true)
        .open(file)?
        .set_modified(now())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the age of a file is told by the clock of whoever keeps it, not by the portal's"
)]
fn now() -> SystemTime {
    SystemTime::now()
}
