//! `tabadul demo`: loads the demo content of `app/demo`. Loading it again adds what is missing and gives the demo accounts
//! new passwords, which are printed: nobody else may know them.

mod documents;
mod members;
mod names;
mod organizations;
mod practices;
mod workshops;

use app::clock::Sources;
use app::db::Db;
use app::state::is_loopback;
use serde::de::DeserializeOwned;

use crate::commands::{Failure, failure, open, say};
use crate::config::Config;
use crate::serve::storage;

pub use members::Member;

/// Loads everything and prints the accounts.
pub async fn run(config: &Config) -> Result<(), Failure> {
    if !is_loopback(&config.public_url) {
        return Err(format!(
            "TABADUL_PUBLIC_URL: {} can be reached by others; demo accounts are for this machine only",
            config.public_url
        )
        .into());
    }
    let db = open(config).await?;
    let accounts = load(config, &db, &Sources::system()).await?;
    db.close().await;
    say("Demo accounts (address, password, what they are):")?;
    for (member, password) in &accounts {
        say(&format!(
            "  {:32} {password}  {}",
            member.email,
            member.describe()
        ))?;
    }
    Ok(())
}

/// Loads everything into the database and storage; gives the accounts with their new passwords.
pub async fn load(
    config: &Config,
    db: &Db,
    sources: &Sources,
) -> Result<Vec<(Member, String)>, Failure> {
    organizations::load(db, sources).await.map_err(failure)?;
    let accounts = members::load(db, sources).await.map_err(failure)?;
    let practices = practices::load(db, sources).await?;
    let names = names::Names::load(db, practices).await.map_err(failure)?;
    workshops::load(db, sources, &names)
        .await
        .map_err(failure)?;
    documents::load(db, &storage(config).await?, sources, &names).await?;
    Ok(accounts)
}

/// One of the embedded files. They are ours, and a test reads them: what is wrong with them is a mistake of the build.
fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, app::error::AppError> {
    serde_json::from_str(text)
        .map_err(|error| app::error::AppError::internal(format!("app/demo/{name}: {error}")))
}
