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
    /// Read an archive into an empty data folder (and an empty database and storage, where others are named).
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
    #[arg(
        long,
        env = "TABADUL_DATABASE_URL",
        global = true,
        hide_env_values = true
    )]
    pub database_url: Option<String>,
    /// Where documents live: another folder, as `file:///…`, or a bucket, as `s3://bucket/prefix`, which is reached as the
    /// variables `AWS_*` say; without it, the folder `files` in the data folder.
    #[arg(long, env = "TABADUL_STORAGE_URL", global = true)]
    pub storage_url: Option<Url>,
    /// The address people type: scheme, host and port. Plain `http` is accepted for this machine only.
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
    /// `smtps://user:password@host`, or `smtp://user:password@host?tls=required` for STARTTLS; without it, mails are `.eml`
    /// files in the data folder. Text until it is checked: clap repeats what it cannot read, and this holds a password.
    #[arg(long, env = "TABADUL_SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<String>,
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
        self.check_public_url()?;
        self.smtp_url.as_deref().map_or(Ok(()), check_smtp_url)
    }

    fn check_public_url(&self) -> Result<(), String> {
        let url = &self.public_url;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(
                "TABADUL_PUBLIC_URL: only a scheme, a host and a port, such as https://tabadul.example.ps: \
                 no path, query, fragment, user or password"
                    .to_owned(),
            );
        }
        match url.scheme() {
            "https" => Ok(()),
            "http" if !is_loopback(url) => Err(format!(
                "TABADUL_PUBLIC_URL: {url} is plain http. Passwords would travel in the open: put the portal behind a \
                 reverse proxy with a certificate (for example Caddy or nginx) and set an https:// address. Plain http \
                 is accepted for 127.0.0.1, [::1] and localhost only."
            )),
            "http" if !self.listen.ip().is_loopback() => Err(format!(
                "TABADUL_LISTEN: others can reach {}, but TABADUL_PUBLIC_URL says that the portal is for this machine \
                 only, where plain http and demo accounts are accepted. Listen on 127.0.0.1 or [::1]; or put the portal \
                 behind a reverse proxy with a certificate and set an https:// address.",
                self.listen
            )),
            "http" => Ok(()),
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

/// Whether this is the address of a mail server that is given the password under encryption only. The address is not repeated.
fn check_smtp_url(address: &str) -> Result<(), String> {
    let url = Url::parse(address).ok();
    let url = url.filter(|url| url.has_host() && matches!(url.scheme(), "smtp" | "smtps"));
    let url = url.ok_or("TABADUL_SMTP_URL: not an address like smtps://user:password@host")?;
    // `opportunistic` sends the password in the open to a server that offers no encryption, or seems not to.
    let encrypted = url.scheme() == "smtps"
        || url
            .query_pairs()
            .find(|(name, _)| name == "tls")
            .is_some_and(|(_, value)| value == "required");
    if url.password().is_none() || encrypted || is_here(&url) {
        return Ok(());
    }
    Err(
        "TABADUL_SMTP_URL: the password would travel in the open: use smtps://…, or end the address with ?tls=required"
            .to_owned(),
    )
}

/// Whether the mail server runs on this machine. In the address of another scheme than http, numbers are only text.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    Url::parse(&format!("http://{host}")).is_ok_and(|url| is_loopback(&url))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn checked(settings: &[&str]) -> Result<(), String> {
        let words = ["tabadul", "migrate"].iter().chain(settings);
        Cli::try_parse_from(words).unwrap().config.check()
    }

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

    #[test]
    fn a_public_address_is_scheme_host_and_port() {
        for url in [
            "https://tabadul.example/portal",
            "https://tabadul.example/?a=b",
            "https://tabadul.example/#a",
            "https://user@tabadul.example",
            "https://:olive@tabadul.example",
        ] {
            let refusal = config(url).check().unwrap_err();
            assert!(refusal.contains("TABADUL_PUBLIC_URL"), "{refusal}");
            assert!(!refusal.contains("olive"), "{refusal}");
        }
        assert!(config("https://tabadul.example:8443/").check().is_ok());
    }

    #[test]
    fn who_serves_this_machine_only_listens_there() {
        let https = "--public-url=https://tabadul.example";
        for address in ["0.0.0.0:3000", "[::]:3000", "192.168.1.5:3000"] {
            let listen = format!("--listen={address}");
            let refusal = checked(&[&listen]).unwrap_err();
            assert!(
                refusal.contains("TABADUL_LISTEN") && refusal.contains(address),
                "{refusal}"
            );
            assert!(checked(&[&listen, https]).is_ok(), "{address}");
        }
        assert!(checked(&["--listen=[::1]:3000"]).is_ok());
    }

    #[test]
    fn a_password_for_mail_travels_encrypted_and_is_not_repeated() {
        for (url, fine) in [
            ("smtps://u:olive@mail.example", true),
            ("smtp://u:olive@mail.example:587?tls=required", true),
            ("smtp://mail.example", true),
            ("smtp://u:olive@127.0.0.1:25", true),
            ("smtp://u:olive@[::1]", true),
            ("smtp://u:olive@localhost", true),
            ("smtp://u:olive@mail.example", false),
            ("smtp://u:olive@mail.example?tls=opportunistic", false),
            (
                "smtp://u:olive@mail.example?tls=opportunistic&tls=required",
                false,
            ),
            ("smtp://u:olive@mail example", false),
            ("https://u:olive@mail.example", false),
            ("u:olive@mail.example", false),
            ("olive", false),
        ] {
            let checked = checked(&["--smtp-url", url]);
            assert_eq!(checked.is_ok(), fine, "{url}");
            let said = checked.err().unwrap_or_default();
            assert!(fine || said.contains("TABADUL_SMTP_URL"), "{said}");
            assert!(!said.contains("olive"), "{said}");
        }
    }

    #[test]
    fn help_shows_no_password() {
        let command = Cli::command();
        for name in ["database_url", "smtp_url"] {
            let setting = command.get_arguments().find(|known| known.get_id() == name);
            assert!(setting.unwrap().is_hide_env_values_set(), "{name}");
        }
    }
}
