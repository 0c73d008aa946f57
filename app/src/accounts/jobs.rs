//! What accounts do beside the requests.

use std::time::Duration;

use super::store::requests;
use crate::App;

const SWEEP_EVERY: Duration = Duration::from_secs(24 * 3600);

/// At the start and once a day forgets the requests to join that nobody decided. Works until it is dropped.
pub async fn run(app: App) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        match requests::forget_waiting(&app.db, app.sources.now()).await {
            Ok(0) => {}
            Ok(forgotten) => {
                tracing::info!(forgotten, "forgot requests to join that waited too long")
            }
            Err(error) => tracing::warn!(?error, "requests to join are looked through later"),
        }
    }
}
