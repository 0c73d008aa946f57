//! What runs beside the requests. A job may be stopped at any point: the database is the truth, and a job that starts
//! again finds there what is left to do.

use std::future::Future;
use std::sync::Arc;

use app::App;
use app::mail::{self, Folder, Mailer, Smtp, worker};
use app::workshops;
use tokio::task::JoinSet;

use crate::commands::Failure;
use crate::config::Config;

/// The running jobs; dropping them stops them.
#[derive(Debug, Default)]
pub struct Jobs(JoinSet<()>);

impl Jobs {
    /// Starts every job of the product.
    pub fn start(app: &App, config: &Config) -> Result<Self, Failure> {
        let mut jobs = Self::default();
        jobs.spawn(app.db.clone().watch_feed());
        jobs.spawn(app::accounts::jobs::run(app.clone()));
        jobs.spawn(app::documents::jobs::run(app.clone()));
        jobs.spawn(worker::run(app.clone(), mailer(app, config)?));
        jobs.spawn(workshops::jobs::run(app.clone()));
        Ok(jobs)
    }

    fn spawn(&mut self, job: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(job);
    }
}

/// The way mail leaves: the mail server that the configuration names, or a folder beside the database.
fn mailer(app: &App, config: &Config) -> Result<Arc<dyn Mailer>, Failure> {
    let sender = mail::sender(&app.settings)
        .map_err(|error| format!("TABADUL_PUBLIC_URL: no mail address at this host: {error}"))?;
    match &config.smtp_url {
        Some(url) => {
            // The address may hold a password: the error must not repeat it.
            let smtp = Smtp::new(sender, url)
                .map_err(|_| "TABADUL_SMTP_URL: not an address like smtps://user:password@host")?;
            Ok(Arc::new(smtp))
        }
        None => Ok(Arc::new(Folder::new(sender, config.data_dir.join("mail")))),
    }
}
