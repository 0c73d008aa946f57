//! What documents do beside the requests.

use std::time::Duration;

use super::store::Unseen;
use super::{audit, inside, resumable, sums};
use crate::App;

const COUNT_EVERY: Duration = Duration::from_secs(30);
/// In counts: a day.
const SWEEP_EVERY: u64 = 2880;
/// In counts: an hour.
const ORPHANS_EVERY: u64 = 120;

/// Writes the counts of downloads twice a minute; at the start and once a day removes uploads that nobody finished, and once
/// an hour files whose document was never written. Between, it reads what packs will need, and looks into files that nobody
/// looked into, a few at a time.
pub async fn run(app: App) {
    let mut ticks = tokio::time::interval(COUNT_EVERY);
    let mut summed = String::new();
    let mut looking = Looking::default();
    for tick in 0_u64.. {
        ticks.tick().await;
        if tick.is_multiple_of(SWEEP_EVERY) {
            sweep(&app).await;
            looking = Looking::default();
        }
        looking.go_on(&app).await;
        if tick.is_multiple_of(ORPHANS_EVERY) {
            orphans(&app).await;
        }
        if let Err(error) = app.downloads.flush(&app.db, &app.sources).await {
            tracing::warn!(?error, "downloads are counted later");
        }
        match sums::read_ahead(&app, &summed).await {
            Ok(last) => summed = last,
            Err(error) => tracing::warn!(?error, "files are read for packs later"),
        }
    }
}

/// A walk through the versions that nobody looked into: once from the start of the program, and again each day, since some
/// could not be fetched.
#[derive(Default)]
struct Looking {
    last: Option<Unseen>,
    done: bool,
}

impl Looking {
    async fn go_on(&mut self, app: &App) {
        if self.done {
            return;
        }
        match inside::next(app, self.last.take()).await {
            Ok(last) => {
                self.done = last.is_none();
                self.last = last;
            }
            Err(error) => {
                self.done = true;
                tracing::warn!(?error, "files are looked into later");
            }
        }
    }
}

async fn orphans(app: &App) {
    match audit::remove_orphans(&app.db, &app.storage, app.sources.now().into()).await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "removed files without a document"),
        Err(error) => tracing::warn!(?error, "files are looked through later"),
    }
}

async fn sweep(app: &App) {
    let now = app.sources.now();
    let awaited = match resumable::store::forget_expired(&app.db, now).await {
        Ok(awaited) => awaited,
        Err(error) => return tracing::warn!(?error, "uploads are looked through later"),
    };
    let (storage, now) = (app.storage.clone(), now.into());
    match tokio::task::spawn_blocking(move || storage.sweep(now, &awaited)).await {
        Ok(Ok(0)) | Err(_) => {}
        Ok(Ok(files)) => tracing::info!(files, "removed uploads that nobody finished"),
        Ok(Err(error)) => tracing::warn!(%error, "cannot look through unfinished uploads"),
    }
}
