//! The subcommands. Each migrates first, and works while `serve` runs.

use std::error::Error;
use std::fs;

use app::clock::Sources;
use app::db::Db;
use app::organizations::load::load_directory;

use crate::config::{Cli, Command, Config};
use crate::serve;

/// Any error, to be told on standard error.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Runs what the command line asks for.
pub fn run(cli: Cli) -> Result<(), Failure> {
    cli.config.check()?;
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("TABADUL_LOG").unwrap_or_else(|_| {
                tracing_subscriber::EnvFilter::new("info,sqlx=warn,tantivy=warn")
            }),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve::run(&cli.config).await,
            Command::Migrate => {
                open(&cli.config).await?.close().await;
                Ok(())
            }
        }
    })
}

/// Opens the database, brings its schema up to date and loads what must be there.
pub async fn open(config: &Config) -> Result<Db, Failure> {
    fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("TABADUL_DATA_DIR: {}: {error}", config.data_dir.display()))?;
    let db = Db::open(&config.database()).await?;
    db.migrate().await?;
    load_directory(&db, &Sources::system())
        .await
        .map_err(|error| format!("the directory does not load: {error:?}"))?;
    Ok(db)
}
