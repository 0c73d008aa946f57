//! Settings, from flags and the environment, read once. A wrong value stops the start with the name of its variable.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use app::state::is_loopback;
use clap::{Args, Parser, Subcommand};
use url::Url;

use crate::commands::member::Add;

/// A portal where municipalities learn from one another.
#[derive(Debug, Parser)]
#[command(name = "tabadul", version, about)]
pub struct Cli {
    /// Settings that every subcommand shares.
    #[command(flatten)]
    pub config: Config,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portal.
    Serve,
    /// Bring the database's schema up to date and load the directory.
    Migrate,
    /// Load the demo content and print the demo accounts with new passwords.
    Demo,
    /// Read a file into the portal.
    #[command(subcommand)]
    Import(Import),
    /// Look after accounts.
    #[command(subcommand)]
    Member(Member),
    /// Ask the serving process to build its search index anew; searches go on meanwhile.
    Reindex,
    /// Write database and files of this moment into one archive; `serve` may go on.
    Backup {
        /// The archive; it must not exist.
        file: PathBuf,
    },
    /// Read an archive into an empty data folder (and an empty database, where one is named).
    Restore {
        /// The archive.
        file: PathBuf,
    },
    /// Look after the files of documents.
    #[command(subcommand)]
    Storage(Storage),
    /// Print the OpenAPI description of the API.
    Openapi,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Organizations, as the directory's CSV export writes them: new slugs are added, known ones corrected.
    Organizations {
        /// The file.
        file: PathBuf,
    },
    /// Practices, one JSON object a line; read again, a file completes and updates what it brought before.
    Practices {
        /// The file.
        file: PathBuf,
    },
}

/// What can be done with accounts from the command line.
#[derive(Debug, Subcommand)]
pub enum Member {
    /// Add an account, such as the first administrator's. The password is read from standard input.
    Add(Box<Add>),
}

/// What can be done with the files.
#[derive(Debug, Subcommand)]
pub enum Storage {
    /// Compare the files with the database, also while `serve` runs; fails where one is missing or damaged.
    Check {
        /// Remove what nobody has wanted for a day; never what the database names.
        #[arg(long)]
        repair: bool,
    },
}

/// Settings that every subcommand shares.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Address and port to listen on.
    #[arg(
        long,
        env = "TABADUL_LISTEN",
        default_value = "127.0.0.1:3000",
        global = true
    )]
    pub listen: SocketAddr,
    /// Folder for the database, files, mails and the search index.
    #[arg(long, env = "TABADUL_DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,
    /// `postgres://…`; without it, an SQLite file in the data folder.
    #[arg(long, env = "TABADUL_DATABASE_URL", global = true)]
    pub database_url: Option<String>,
    /// Where documents live: another folder, as `file:///…`, or a bucket, as `s3://bucket/prefix`, which is reached as the
    /// variables `AWS_*` say; without it, the folder `files` in the data folder.
    #[arg(long, env = "TABADUL_STORAGE_URL", global = true)]
    pub storage_url: Option<Url>,
    /// The address people type. Plain `http` is accepted for this machine only.
    #[arg(
        long,
        env = "TABADUL_PUBLIC_URL",
        default_value = "http://127.0.0.1:3000",
        global = true
    )]
    pub public_url: Url,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed, separated by commas.
    #[arg(
        long,
        env = "TABADUL_TRUSTED_PROXIES",
        value_delimiter = ',',
        global = true
    )]
    pub trusted_proxies: Vec<IpAddr>,
    /// `smtp://user:password@host:port` or `smtps://…`; without it, mails are `.eml` files in the data folder.
    #[arg(long, env = "TABADUL_SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<Url>,
    /// Where clamd checks every file for viruses before it is kept: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`;
    /// without it, files are not checked. Where it does not answer, no file is taken.
    #[arg(long, env = "TABADUL_CLAMD_URL", global = true)]
    pub clamd_url: Option<Url>,
    /// The largest document that can be uploaded, in MiB.
    #[arg(long, env = "TABADUL_UPLOAD_LIMIT_MIB", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=4096), global = true)]
    pub upload_limit_mib: u64,
}

impl Config {
    /// Checks what the types cannot.
    pub fn check(&self) -> Result<(), String> {
        match self.public_url.scheme() {
            "https" => Ok(()),
            "http" if is_loopback(&self.public_url) => Ok(()),
            "http" => Err(format!(
                "TABADUL_PUBLIC_URL: {} is plain http. Passwords would travel in the open: put the portal behind a \
                 reverse proxy with a certificate (for example Caddy or nginx) and set an https:// address. Plain http \
                 is accepted for 127.0.0.1, [::1] and localhost only.",
                self.public_url
            )),
            other => Err(format!("TABADUL_PUBLIC_URL: {other}: is not http or https")),
        }
    }

    /// The URL of the database to open.
    pub fn database(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.data_dir.join("tabadul.sqlite").display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(public_url: &str) -> Config {
        let cli = Cli::try_parse_from(["tabadul", "--public-url", public_url, "migrate"]);
        cli.unwrap().config
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(config("http://127.0.0.1:3000").check().is_ok());
        assert!(config("http://localhost").check().is_ok());
        assert!(config("https://tabadul.example").check().is_ok());
        let refusal = config("http://tabadul.example").check().unwrap_err();
        assert!(
            refusal.contains("TABADUL_PUBLIC_URL") && refusal.contains("https"),
            "{refusal}"
        );
    }
}
