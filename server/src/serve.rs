//! `tabadul serve`: one process that answers requests and runs the jobs, until it is told to stop.

use std::fs::{self, File, TryLockError};

use app::App;
use app::accounts::{Accounts, Cost};
use app::clock::Sources;
use app::documents::virus::Scanner;
use app::search::Indexer;
use app::state::{Parts, Settings};
use app::storage::Storage;
use index::{Index, Lexicon, Rebuild};
use tokio::net::TcpListener;

use crate::assets;
use crate::commands::{Failure, open};
use crate::config::Config;
use crate::connections::{self, Patience};
use crate::jobs::Jobs;
use crate::router;

/// Serves until SIGTERM or SIGINT.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let _lock = lock(config)?;
    let (app, rebuild) = build(config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("TABADUL_LISTEN: {}: {error}", config.listen))?;
    tracing::info!(address = %listener.local_addr()?, public_url = %config.public_url, "listening");
    let jobs = Jobs::start(&app, config)?;
    let indexer = Indexer::new(app.db.clone(), &app.index, rebuild.as_ref())
        .map_err(|error| format!("the search index: {error:?}"))?;
    let indexer = tokio::spawn(indexer.run());
    let site = router::router(&app);
    connections::serve(listener, site, stop_signal(), Patience::default()).await;
    drop(jobs);
    indexer.abort();
    // It stops where it waits next: what it was just writing is whole before the database closes.
    let _ = indexer.await;
    if let Err(error) = app.downloads.flush(&app.db, &app.sources).await {
        tracing::warn!(?error, "the last downloads are not counted");
    }
    app.db.close().await;
    Ok(())
}

/// The product with the parts that the configuration names.
pub async fn build(config: &Config) -> Result<(App, Option<Rebuild>), Failure> {
    let db = open(config).await?;
    let (index, rebuild) = Index::open_or_create(&config.data_dir.join("index"), lexicon(config))?;
    let app = App::new(Parts {
        db,
        index,
        storage: storage(config).await?,
        scanner: scanner(config).await?,
        downloads: app::documents::Downloads::default(),
        sources: Sources::system(),
        assets: assets::urls(),
        accounts: Accounts::new(Cost::OWASP),
        settings: settings(config),
    });
    Ok((app, rebuild))
}

/// The table of words that search knows, with the administrator's own from `lexicon.tsv` in the data folder.
fn lexicon(config: &Config) -> Lexicon {
    let extra = fs::read_to_string(config.data_dir.join("lexicon.tsv")).unwrap_or_default();
    let lexicon = Lexicon::with_extra(&extra);
    for problem in lexicon.problems() {
        tracing::warn!(line = problem.line, text = %problem.text, "lexicon.tsv");
    }
    lexicon
}

/// Locks the data folder: one process serves from it, and alone writes the index.
fn lock(config: &Config) -> Result<File, Failure> {
    let folder = config.data_dir.display();
    let unusable = |error| format!("TABADUL_DATA_DIR: {folder}: {error}");
    fs::create_dir_all(&config.data_dir).map_err(unusable)?;
    let file = File::create(config.data_dir.join("serve.lock")).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(format!("TABADUL_DATA_DIR: another `tabadul serve` runs on {folder}").into())
        }
        Err(TryLockError::Error(error)) => Err(unusable(error).into()),
    }
}

/// The file storage that the configuration names.
pub async fn storage(config: &Config) -> Result<Storage, Failure> {
    let url = config.storage_url.as_ref().map(url::Url::as_str);
    // A variable that is not text is nobody's setting.
    let settings = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Storage::connect(url, &config.data_dir, settings)
        .await
        .map_err(|error| format!("TABADUL_STORAGE_URL: {error}").into())
}

/// The virus scanner that the configuration names. That it does not answer yet is told and no reason not to start.
async fn scanner(config: &Config) -> Result<Option<Scanner>, Failure> {
    let Some(url) = &config.clamd_url else {
        return Ok(None);
    };
    let scanner = Scanner::parse(url).map_err(|error| format!("TABADUL_CLAMD_URL: {error}"))?;
    match scanner.version().await {
        Ok(version) => tracing::info!(%version, "files are checked for viruses"),
        Err(error) => {
            tracing::error!(%error, "TABADUL_CLAMD_URL: clamd does not answer, so that no file can be uploaded");
        }
    }
    Ok(Some(scanner))
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
