//! Files in a bucket of S3 or of a server that speaks its protocol: finding it, and making sure at the start that it works.
//!
//! The bucket is named by the URL, how to reach it and the credentials by the variables that every S3 client reads. Neither
//! may be repeated where somebody else reads it: errors name variables, never values.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    ClientOptions, Error as StoreError, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig,
};
use url::Url;

use super::sign::Signing;
use super::{BLOBS, OpenError};

/// The variables that are read; the rest of `AWS_*` is for others.
const SETTINGS: [&str; 15] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "AWS_ALLOW_HTTP",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
    "AWS_DISABLE_BULK_DELETE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];
/// Where the answer takes longer to begin, or to go on, the line is dead.
const SILENCE: Duration = Duration::from_secs(30);
/// Written and removed at the start.
const PROBE: &str = "probe";

/// A bucket that answered.
pub(super) struct Bucket {
    pub(super) store: Arc<dyn ObjectStore>,
    /// How readers can be sent to it, where they can reach it.
    pub(super) signing: Option<Signing>,
}

/// What the URL says.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    bucket: String,
    prefix: Path,
    redirect: Option<bool>,
}

/// Opens the bucket and makes sure that files can be listed, written and removed.
pub(super) async fn connect(
    url: &Url,
    settings: impl IntoIterator<Item = (String, String)>,
) -> Result<Bucket, OpenError> {
    let address = Address::read(url)?;
    let settings: Vec<_> = settings
        .into_iter()
        .filter(|(name, value)| SETTINGS.contains(&name.as_str()) && !value.is_empty())
        .collect();
    let endpoint = endpoint(&settings)?;
    // The client of the store takes whatever cryptography the process has chosen: the same as the mail and the database.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = AmazonS3Builder::new()
        .with_retry(RetryConfig {
            max_retries: 4,
            retry_timeout: Duration::from_secs(60),
            ..RetryConfig::default()
        })
        // A large part on a slow line may take its time; only silence ends a request.
        .with_client_options(
            ClientOptions::new()
                .with_timeout_disabled()
                .with_read_timeout(SILENCE),
        );
    for (name, value) in &settings {
        if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    let s3 = builder
        .with_bucket_name(&address.bucket)
        .build()
        .map_err(|cause| OpenError::Store(root(&cause)))?;
    let s3 = Arc::new(s3);
    let store: Arc<dyn ObjectStore> =
        Arc::new(PrefixStore::new(Arc::clone(&s3), address.prefix.clone()));
    check(&store)
        .await
        .map_err(|cause| OpenError::Store(explain(&cause, &address, &endpoint, &settings)))?;
    let public = endpoint.as_ref().is_none_or(|url| url.scheme() == "https");
    let signing = address
        .redirect
        .unwrap_or(public)
        .then(|| Signing::new(s3, address.prefix));
    Ok(Bucket { store, signing })
}

impl Address {
    fn read(url: &Url) -> Result<Self, OpenError> {
        let wrong = |why: &str| OpenError::NotAUrl(why.to_owned());
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong(
                "credentials belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            ));
        }
        let (Some(bucket), None) = (url.host_str(), url.port()) else {
            return Err(wrong(
                "a bucket is named as s3://bucket/prefix, its server in AWS_ENDPOINT",
            ));
        };
        let prefix = Path::from_url_path(url.path())
            .map_err(|_| wrong("the part after the bucket is not a path"))?;
        let mut redirect = None;
        for (name, value) in url.query_pairs() {
            redirect = match (name.as_ref(), value.as_ref()) {
                ("redirect", "yes") => Some(true),
                ("redirect", "no") => Some(false),
                _ => return Err(wrong("after the path, only redirect=yes or redirect=no")),
            };
        }
        Ok(Self {
            bucket: bucket.to_owned(),
            prefix,
            redirect,
        })
    }
}

/// The server, where it is not Amazon's.
fn endpoint(settings: &[(String, String)]) -> Result<Option<Url>, OpenError> {
    let value = |wanted: &str| {
        let found = settings.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    let Some(text) = value("AWS_ENDPOINT_URL_S3")
        .or_else(|| value("AWS_ENDPOINT_URL"))
        .or_else(|| value("AWS_ENDPOINT"))
    else {
        return Ok(None);
    };
    let wrong = |why: &str| Err(OpenError::Store(format!("AWS_ENDPOINT: {why}")));
    let Ok(url) = Url::parse(text) else {
        return wrong("not an address like https://s3.example.ps");
    };
    let open = value("AWS_ALLOW_HTTP").is_some_and(|word| matches!(word, "true" | "1"));
    match url.scheme() {
        _ if !url.username().is_empty() || url.password().is_some() => {
            wrong("an address without credentials is expected")
        }
        "https" => Ok(Some(url)),
        "http" if open => Ok(Some(url)),
        "http" => wrong(
            "plain http lets others on the line read every document; for a server in the same room, set \
             AWS_ALLOW_HTTP=true",
        ),
        _ => wrong("not http or https"),
    }
}

/// Does once what the portal will do again and again.
async fn check(store: &Arc<dyn ObjectStore>) -> Result<(), StoreError> {
    let folder = Path::from(BLOBS);
    if let Some(first) = store.list(Some(&folder)).next().await {
        first?;
    }
    let probe = Path::from(PROBE);
    store.put(&probe, PutPayload::from_static(b"x")).await?;
    store.delete(&probe).await
}

/// The same in words that say what to change.
fn explain(
    cause: &StoreError,
    address: &Address,
    endpoint: &Option<Url>,
    settings: &[(String, String)],
) -> String {
    let (bucket, server) = (
        &address.bucket,
        endpoint.as_ref().map_or("Amazon S3", Url::as_str),
    );
    let root = root(cause);
    // A listing that fails says so only in words.
    let status = |codes: [&str; 2]| {
        codes
            .iter()
            .any(|code| root.contains(&format!(" code: {code}")))
    };
    if matches!(cause, StoreError::NotFound { .. }) || status(["404", "410"]) {
        return format!("{server} has no bucket `{bucket}`");
    }
    let refused = matches!(
        cause,
        StoreError::Unauthenticated { .. } | StoreError::PermissionDenied { .. }
    );
    if refused || status(["401", "403"]) {
        return format!(
            "{server} refuses the credentials for the bucket `{bucket}`: check AWS_ACCESS_KEY_ID and \
             AWS_SECRET_ACCESS_KEY, and that they may list, read, write and delete"
        );
    }
    let named = settings.iter().any(|(name, _)| {
        name == "AWS_ACCESS_KEY_ID" || name.contains("CONTAINER") || name.contains("ROLE")
    });
    let hint = if named {
        ""
    } else {
        " (AWS_ACCESS_KEY_ID is not set)"
    };
    format!("{server} does not answer for the bucket `{bucket}`{hint}: {root}")
}

/// The innermost cause, in one line: those around it repeat addresses and attempts, and of what a server says only the code
/// is for everybody's eyes.
fn root(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    let text = innermost.to_string();
    let Some((said, body)) = text.split_once(": <") else {
        return text;
    };
    let code = body
        .split("<Code>")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    format!("{said} {}", code.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(settings: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        settings.iter().map(owned).collect()
    }

    async fn refusal(url: &str, settings: &[(&str, &str)]) -> String {
        match connect(&url.parse().unwrap(), pairs(settings)).await {
            Ok(_) => panic!("{url} was accepted"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_url_names_bucket_and_folder() {
        let read = |text: &str| Address::read(&text.parse().unwrap());
        let address = read("s3://tabadul/files/here?redirect=no").unwrap();
        assert_eq!(
            (address.bucket.as_str(), address.prefix.as_ref()),
            ("tabadul", "files/here")
        );
        assert_eq!(address.redirect, Some(false));
        assert_eq!(read("s3://tabadul").unwrap().prefix, Path::default());
        for wrong in [
            "s3:///files",
            "s3://host:9000/bucket",
            "s3://bucket?redirect=maybe",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn secrets_in_addresses_are_refused_and_not_repeated() {
        let said = refusal("s3://key:olivetree@bucket", &[]).await;
        assert!(
            said.contains("AWS_SECRET_ACCESS_KEY") && !said.contains("olivetree"),
            "{said}"
        );
        let said = refusal(
            "s3://bucket",
            &[("AWS_ENDPOINT", "https://key:olivetree@127.0.0.1")],
        )
        .await;
        assert!(
            said.contains("AWS_ENDPOINT") && !said.contains("olivetree"),
            "{said}"
        );
    }

    #[tokio::test]
    async fn plain_http_must_be_wanted() {
        let said = refusal("s3://bucket", &[("AWS_ENDPOINT", "http://127.0.0.1:1")]).await;
        assert!(said.contains("AWS_ALLOW_HTTP"), "{said}");
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_named_without_the_secret() {
        let said = refusal(
            "s3://bucket",
            &[
                ("AWS_ENDPOINT", "http://127.0.0.1:1"),
                ("AWS_ALLOW_HTTP", "true"),
                ("AWS_ACCESS_KEY_ID", "key"),
                ("AWS_SECRET_ACCESS_KEY", "olivetree"),
            ],
        )
        .await;
        assert!(
            said.contains("127.0.0.1:1") && said.contains("bucket") && !said.contains("olivetree"),
            "{said}"
        );
    }
}
