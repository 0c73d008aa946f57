//! What every handler may use, passed in at start.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::FromRef;
use url::{Host, Url};

use crate::accounts::Accounts;
use crate::clock::Sources;
use crate::db::Db;
use crate::documents::Downloads;
use crate::documents::virus::Scanner;
use crate::shell::Assets;
use crate::storage::Storage;

/// The running product. Cloning is cheap.
#[derive(Clone)]
pub struct App {
    inner: Arc<Parts>,
}

/// The parts of [`App`].
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Uploaded files.
    pub storage: Storage,
    /// The full-text index.
    pub index: index::Index,
    /// Who checks files for viruses, where someone does.
    pub scanner: Option<Scanner>,
    /// Downloads that are still to be counted.
    pub downloads: Downloads,
    /// Clock and randomness.
    pub sources: Sources,
    /// Password hashing and throttling.
    pub accounts: Accounts,
    /// URLs of style, fonts and scripts.
    pub assets: Assets,
    /// Settings that pages need.
    pub settings: Settings,
}

/// Settings that pages need; the process reads and checks them.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address people use, without a trailing slash.
    pub public_url: Url,
    /// Where files, mails and the index live.
    pub data_dir: PathBuf,
    /// The largest document, in bytes.
    pub upload_limit: u64,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Settings {
    /// Whether people reach the portal over HTTPS: cookies are then `Secure` and `__Host-`.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Whether only this machine can reach the portal.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.public_url)
    }

    /// The absolute URL of a path on the portal.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }
}

/// Whether the URL's host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self {
            inner: Arc::new(parts),
        }
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.inner
    }
}

impl FromRef<App> for Db {
    fn from_ref(app: &App) -> Self {
        app.db.clone()
    }
}
