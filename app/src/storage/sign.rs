//! Addresses that open one file for a moment, so that readers fetch it from the bucket and not through the portal.

use std::sync::Arc;
use std::time::Duration;

use object_store::path::Path;
use object_store::signer::{Method, SignedUrlOptions, Signer, Url};

use super::{BlobHash, Storage, StorageError, location};

/// How long such an address opens the file. Whoever began in time may go on.
const LIFE: Duration = Duration::from_secs(60);

/// What signs.
#[derive(Clone)]
pub(super) struct Signing {
    signer: Arc<dyn Signer>,
    prefix: Path,
}

impl Signing {
    pub(super) fn new(signer: Arc<dyn Signer>, prefix: Path) -> Self {
        Self { signer, prefix }
    }
}

impl Storage {
    /// An address that opens this file for a minute, under this type and `Content-Disposition`; nothing where readers
    /// cannot reach the storage. It is as good as the file itself: whoever calls this has asked the policy.
    pub async fn signed_url(
        &self,
        hash: &BlobHash,
        mime: &str,
        disposition: &str,
    ) -> Result<Option<Url>, StorageError> {
        let Some(signing) = &self.signing else {
            return Ok(None);
        };
        let at: Path = signing
            .prefix
            .parts()
            .chain(location(hash).parts())
            .collect();
        let options = SignedUrlOptions::new().with_query([
            ("response-content-type", mime),
            ("response-content-disposition", disposition),
            ("response-cache-control", "private, no-store"),
        ]);
        let url = signing
            .signer
            .signed_url_opts(Method::GET, &at, LIFE, &options)
            .await?;
        Ok(Some(url))
    }
}
