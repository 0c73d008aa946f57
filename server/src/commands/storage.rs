//! `tabadul storage`: whether the files are what the database says.

use app::clock::{Id, Sources};
use app::documents::audit::{self, Finding, Report};

use super::{Failure, failure, open, say};
use crate::config::Config;

/// Compares rows and files, and removes what nobody wants where `repair` is set. It fails where a file is missing or damaged.
pub async fn check(config: &Config, repair: bool) -> Result<(), Failure> {
    let db = open(config).await?;
    let storage = crate::serve::storage(config).await?;
    let now = Sources::system().now().into();
    let report = audit::check(&db, &storage, now, repair)
        .await
        .map_err(failure)?;
    db.close().await;
    for finding in &report.findings {
        say(&line(finding))?;
    }
    say(&sum(&report))?;
    match report.broken() {
        0 => Ok(()),
        broken => Err(format!("{broken} missing or damaged: bring them back from a backup").into()),
    }
}

fn line(finding: &Finding) -> String {
    match finding {
        Finding::Missing(hash, uses) => format!("missing   {hash}{}", places(uses)),
        Finding::Damaged(hash, uses) => format!("damaged   {hash}{}", places(uses)),
        Finding::Unused(hash) => format!("unused    {hash}  a row names it, but no document"),
        Finding::Orphan(hash, gone) => format!("orphan    {hash}{}", removed(*gone)),
        Finding::Strange(name) => format!("strange   {name}  not a file of the portal"),
        Finding::Leftover(name, gone) => format!("leftover  {name}{}", removed(*gone)),
    }
}

fn places(uses: &[(Id, i64)]) -> String {
    let uses = uses
        .iter()
        .map(|(document, version)| format!("  /documents/{document} version {version}"));
    uses.collect()
}

fn removed(gone: bool) -> &'static str {
    if gone { "  removed" } else { "" }
}

fn sum(report: &Report) -> String {
    format!(
        "{} files of {} bytes looked at, {} missing or damaged; {} without a row for less than a day",
        report.files,
        report.bytes,
        report.broken(),
        report.arriving
    )
}
