//! `tabadul serve`: one process that answers requests and runs the jobs, until it is told to stop.

use std::net::SocketAddr;

use app::App;
use app::accounts::{Accounts, Cost};
use app::clock::Sources;
use app::state::{Parts, Settings};
use app::storage::Storage;
use tokio::net::TcpListener;

use crate::assets;
use crate::commands::{Failure, open};
use crate::config::Config;
use crate::jobs::Jobs;
use crate::router;

/// Serves until SIGTERM or SIGINT.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let app = build(config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("TABADUL_LISTEN: {}: {error}", config.listen))?;
    tracing::info!(address = %listener.local_addr()?, public_url = %config.public_url, "listening");
    let jobs = Jobs::start(&app, config)?;
    let service = router::router(&app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop_signal())
        .await?;
    drop(jobs);
    app.db.close().await;
    Ok(())
}

/// The product with the parts that the configuration names.
pub async fn build(config: &Config) -> Result<App, Failure> {
    let db = open(config).await?;
    Ok(App::new(Parts {
        db,
        storage: storage(config)?,
        sources: Sources::system(),
        assets: assets::urls(),
        accounts: Accounts::new(Cost::OWASP),
        settings: settings(config),
    }))
}

/// The file storage that the configuration names.
pub fn storage(config: &Config) -> Result<Storage, Failure> {
    let url = config.storage_url.as_ref().map(url::Url::as_str);
    Storage::open(url, &config.data_dir)
        .map_err(|error| format!("TABADUL_STORAGE_URL: {error}").into())
}

fn settings(config: &Config) -> Settings {
    Settings {
        public_url: config.public_url.clone(),
        data_dir: config.data_dir.clone(),
        upload_limit: config.upload_limit_mib * 1024 * 1024,
        trusted_proxies: config.trusted_proxies.clone(),
    }
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
    tracing::info!("stopping");
}
