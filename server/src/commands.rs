//! The subcommands. Each migrates first, and works while `serve` runs.

pub mod member;
pub mod storage;

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;

use app::clock::Sources;
use app::db::{Db, Entity};
use app::error::AppError;
use app::i18n::Locale;
use app::organizations::csv;
use app::organizations::load::load_directory;
use app::practices::import::{self, Refusal};

use crate::backup::refuse_unfinished;
use crate::config::{Cli, Command, Config, Import, Member, Storage};
use crate::{demo, serve};

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
            Command::Import(Import::Organizations { file }) => {
                import_organizations(&cli.config, &file).await
            }
            Command::Demo => demo::run(&cli.config).await,
            Command::Member(Member::Add(add)) => member::add(&cli.config, &add).await,
            Command::Import(Import::Practices { file }) => {
                import_practices(&cli.config, &file).await
            }
            Command::Reindex => reindex(&cli.config).await,
            Command::Backup { file } => backup(&cli.config, &file).await,
            Command::Restore { file } => restore(&cli.config, &file).await,
            Command::Storage(Storage::Check { repair }) => {
                storage::check(&cli.config, repair).await
            }
            Command::Openapi => say(&app::api::openapi()),
        }
    })
}

/// Prints the outcome of a subcommand.
pub fn say(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

async fn backup(config: &Config, file: &Path) -> Result<(), Failure> {
    let db = open(config).await?;
    let storage = crate::serve::storage(config).await?;
    let summary =
        crate::backup::create(&db, &storage, &Sources::system(), &config.data_dir, file).await?;
    db.close().await;
    say(&format!("{}: {summary}", file.display()))
}

async fn restore(config: &Config, file: &Path) -> Result<(), Failure> {
    let summary = crate::backup::restore(config, file).await?;
    say(&format!(
        "restored {summary} into {}",
        config.data_dir.display()
    ))
}

async fn import_organizations(config: &Config, file: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let db = open(config).await?;
    let done = csv::import(&db, &Sources::system(), None, &text).await;
    let outcome = done.map_err(failure)?.map_err(|mistakes| {
        let t = Locale::En.words();
        let lines = mistakes.iter().map(|mistake| mistake.say(t));
        format!(
            "{}: nothing was imported\n{}",
            file.display(),
            lines.collect::<Vec<_>>().join("\n")
        )
    })?;
    db.close().await;
    say(&format!(
        "added {}, changed {}, unchanged {}",
        outcome.added, outcome.changed, outcome.unchanged
    ))
}

async fn import_practices(config: &Config, file: &Path) -> Result<(), Failure> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let db = open(config).await?;
    let outcome = import::import(&db, &Sources::system(), &bytes)
        .await
        .map_err(|refusal| match refusal {
            Refusal::Failed(error) => failure(error),
            Refusal::Mistakes(mistakes) => {
                let lines = mistakes
                    .iter()
                    .map(|m| format!("line {}: {} {}", m.line, m.field, m.reason));
                let lines = lines.collect::<Vec<_>>().join("\n");
                format!("{}: nothing was imported\n{lines}", file.display()).into()
            }
        })?;
    db.close().await;
    say(&format!(
        "added {}, changed {}, unchanged {}",
        outcome.added, outcome.changed, outcome.unchanged
    ))
}

async fn reindex(config: &Config) -> Result<(), Failure> {
    let db = open(config).await?;
    let mut write = db.begin_write(Sources::system().now(), None).await?;
    write.changed(Entity::Index, "all", "rebuild");
    write.commit().await.map_err(failure)?;
    db.close().await;
    say("asked; `tabadul serve` rebuilds the index when it sees this")
}

/// The cause of an application error, for the person at the terminal.
pub fn failure(error: AppError) -> Failure {
    match error {
        AppError::Internal(cause) | AppError::Storage(cause) => cause,
        other => format!("{other:?}").into(),
    }
}

/// Waits until no other process brings a schema up to date from this folder, for as long as the file is held: a lock of their own
/// migrations have on PostgreSQL only.
async fn alone(data_dir: &Path) -> Result<File, Failure> {
    let file = File::create(data_dir.join("migrate.lock"))?;
    let held = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await??;
    Ok(held)
}

/// Opens the database, brings its schema up to date and loads what must be there.
pub async fn open(config: &Config) -> Result<Db, Failure> {
    fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("TABADUL_DATA_DIR: {}: {error}", config.data_dir.display()))?;
    refuse_unfinished(&config.data_dir)?;
    let db = Db::open(&config.database())
        .await
        .map_err(|error| match config.database_url {
            // The address may hold a password: it is not repeated.
            Some(_) => format!("TABADUL_DATABASE_URL: {error}"),
            None => format!("TABADUL_DATA_DIR: {}: {error}", config.data_dir.display()),
        })?;
    let migrating = alone(&config.data_dir).await?;
    db.migrate().await?;
    drop(migrating);
    load_directory(&db, &Sources::system())
        .await
        .map_err(failure)?;
    Ok(db)
}

#[cfg(test)]
mod tests {
    use app::i18n::Locale;
    use app::organizations;
    use clap::Parser as _;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn two_that_begin_in_an_empty_folder_both_find_it_ready() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let words = ["tabadul", "--data-dir", data.to_str().unwrap(), "migrate"];
        let config = Cli::try_parse_from(words).unwrap().config;
        let (one, other) = tokio::join!(open(&config), open(&config));
        for db in [one.unwrap(), other.unwrap()] {
            let all = organizations::store::all(&db, Locale::Ar).await.unwrap();
            assert_eq!(all.len(), 153);
            db.close().await;
        }
    }
}
