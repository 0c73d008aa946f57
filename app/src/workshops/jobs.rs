//! What workshops need done without anyone asking: reminders, and instants that follow the clock's rules.

use std::time::Duration;

use super::notices::{Notice, Notices};
use super::store::{self, Ahead};
use crate::App;
use crate::error::AppError;
use crate::time::Zones;

const REMIND_EVERY: Duration = Duration::from_secs(30);
const DERIVE_EVERY: Duration = Duration::from_secs(24 * 3600);

/// Works until it is dropped.
pub async fn run(app: App) {
    let mut remind = tokio::time::interval(REMIND_EVERY);
    remind.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut derive = tokio::time::interval(DERIVE_EVERY);
    loop {
        let done = tokio::select! {
            _ = derive.tick() => derive_instants(&app).await,
            _ = remind.tick() => write_reminders(&app).await.map(|_| ()),
        };
        if let Err(error) = done {
            tracing::error!(?error, "a job of workshops failed and will run again");
        }
    }
}

async fn derive_instants(app: &App) -> Result<(), AppError> {
    let moved = store::derive_instants(&app.db, &Zones::current(), app.sources.now()).await?;
    if moved > 0 {
        tracing::warn!(
            moved,
            "the rules of the clock changed: workshops keep their wall time"
        );
    }
    Ok(())
}

/// Writes every reminder that is due; tells how many.
pub async fn write_reminders(app: &App) -> Result<usize, AppError> {
    let mut written = 0;
    for ahead in [Ahead::Hour, Ahead::Day] {
        loop {
            let batch = remind_some(app, ahead).await?;
            written += batch;
            if batch == 0 {
                break;
            }
        }
    }
    Ok(written)
}

async fn remind_some(app: &App, ahead: Ahead) -> Result<usize, AppError> {
    let now = app.sources.now();
    let due = store::to_remind(&app.db, ahead, now).await?;
    let mut written = 0;
    for attendee in due {
        let Some(workshop) = store::by_id(&app.db, attendee.registration.workshop).await? else {
            continue;
        };
        let notices = Notices::of(app, &workshop).await?;
        let mut write = app.db.begin_write(now, None).await?;
        let id = attendee.registration.id;
        if store::mark_reminded(&mut write, id, ahead, workshop.starts_at).await? {
            notices
                .send(&mut write, &attendee, Notice::Reminder(ahead))
                .await?;
            written += 1;
        }
        write.commit().await?;
    }
    Ok(written)
}
