//! The job that empties the queue for as long as the process runs. Stopping it at any point loses nothing.

use std::sync::Arc;
use std::time::Duration;

use super::{Mailer, queue};
use crate::App;

/// How long a message of another node, or one that waits for its next attempt, may lie before it is seen.
const LOOK: Duration = Duration::from_secs(2);
/// Between two clean-ups.
const CLEAN: Duration = Duration::from_secs(6 * 3600);

/// Sends mail until it is dropped.
pub async fn run(app: App, mailer: Arc<dyn Mailer>) {
    let mut changes = app.db.feed_signal();
    let mut clean = tokio::time::interval(CLEAN);
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = look.tick() => send(&app, &*mailer).await,
            Ok(()) = changes.changed() => send(&app, &*mailer).await,
            _ = clean.tick() => {
                if let Err(error) = queue::forget_old(&app.db, app.sources.now()).await {
                    tracing::error!(?error, "old mail could not be forgotten");
                }
            }
        }
    }
}

async fn send(app: &App, mailer: &dyn Mailer) {
    if let Err(error) = queue::drain(&app.db, mailer, &app.sources).await {
        tracing::error!(?error, "the queue of mail could not be read");
    }
}
