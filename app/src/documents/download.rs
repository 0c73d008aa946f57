//! Answering a download: whole, a part, unchanged, or out of range. Whoever calls this has asked the policy first.

use std::ops::Range;

use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Response, StatusCode};

use super::filetype::FileType;
use super::names;
use super::range::{self, Wanted};
use crate::storage::{BlobHash, ByteStream, Storage, StorageError};

/// What a browser may do with a file that somebody uploaded, should it ever show one: nothing.
pub(super) const SANDBOX: &str = "default-src 'none'; sandbox";

/// A file as it is handed out.
#[derive(Clone, Debug)]
pub struct Served {
    /// The content.
    pub hash: BlobHash,
    /// Its size as the database knows it.
    pub size: u64,
    /// The type that was found when it came.
    pub kind: FileType,
    /// The name that the reader gets.
    pub name: String,
    /// Whether everybody may read it, so that proxies may keep it.
    pub public: bool,
}

/// What the answers about one thing to download say of it.
#[derive(Clone, Debug)]
pub struct Described {
    /// The entity tag with its quotes: the same bytes have the same.
    pub etag: String,
    /// How many bytes.
    pub size: u64,
    /// The media type.
    pub mime: &'static str,
    /// The name that the reader gets.
    pub name: String,
    /// Whether everybody may read it, so that proxies may keep it.
    pub public: bool,
}

/// An answer, and whether it is the beginning of a download that should be counted (not a later part, not a check).
pub struct Answer {
    /// The response.
    pub response: Response<Body>,
    /// Whether it counts.
    pub counts: bool,
}

/// Answers GET and HEAD.
pub async fn answer(
    storage: &Storage,
    method: &Method,
    headers: &HeaderMap,
    file: &Served,
) -> Result<Answer, StorageError> {
    if !file.public
        && method == Method::GET
        && let Some(answer) = elsewhere(storage, headers, file).await?
    {
        return Ok(answer);
    }
    let described = Described {
        etag: format!("\"{}\"", file.hash),
        size: file.size,
        mime: file.kind.mime(),
        name: file.name.clone(),
        public: file.public,
    };
    respond(method, headers, &described, async |part| {
        let opened = storage.open_range(&file.hash, part).await?;
        if opened.size != file.size {
            return Err(StorageError::Damaged);
        }
        Ok(opened.bytes)
    })
    .await
}

/// Answers GET and HEAD about anything that can be read from any byte on: `open` gives the bytes of a range, or all.
pub async fn respond(
    method: &Method,
    headers: &HeaderMap,
    file: &Described,
    open: impl AsyncFnOnce(Option<Range<u64>>) -> Result<ByteStream, StorageError>,
) -> Result<Answer, StorageError> {
    if let Some(tags) = joined(headers, &header::IF_MATCH)
        && !range::if_match_holds(&tags, &file.etag)
    {
        return Ok(empty(file, StatusCode::PRECONDITION_FAILED));
    }
    if let Some(tags) = joined(headers, &header::IF_NONE_MATCH)
        && range::if_none_match_hits(&tags, &file.etag)
    {
        return Ok(empty(file, StatusCode::NOT_MODIFIED));
    }
    // Ranges are defined for GET alone.
    if method != Method::GET {
        return Ok(head(file));
    }
    let part = match wanted(headers, &file.etag, file.size) {
        Wanted::Beyond => return Ok(beyond(file)),
        Wanted::Whole => None,
        Wanted::Part(part) => Some(part),
    };
    let bytes = open(part.clone()).await?;
    Ok(send(bytes, file, part))
}

/// Sends the reader to the storage, where that is possible, with an address that is theirs for a minute. Conditions and ranges
/// are the storage's to judge: it answers with an entity tag of its own.
async fn elsewhere(
    storage: &Storage,
    headers: &HeaderMap,
    file: &Served,
) -> Result<Option<Answer>, StorageError> {
    let disposition = names::content_disposition(&file.name);
    let signed = storage.signed_url(&file.hash, file.kind.mime(), &disposition);
    let Some(url) = signed.await? else {
        return Ok(None);
    };
    // A page of the portal says better than the storage that something is wrong.
    match storage.size_of(&file.hash).await? {
        None => return Err(StorageError::Missing),
        Some(size) if size != file.size => return Err(StorageError::Damaged),
        Some(_) => {}
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    set(&mut response, header::LOCATION, url.as_str());
    set(&mut response, header::CACHE_CONTROL, "private, no-store");
    let counts = match headers.get(header::RANGE).map(HeaderValue::to_str) {
        Some(Ok(range)) => match range::wanted(range, file.size) {
            Wanted::Part(part) => part.start == 0,
            Wanted::Whole => true,
            Wanted::Beyond => false,
        },
        _ => true,
    };
    Ok(Some(Answer { response, counts }))
}

fn wanted(headers: &HeaderMap, etag: &str, size: u64) -> Wanted {
    let mut ranges = headers.get_all(header::RANGE).iter();
    let (Some(Ok(range)), None) = (ranges.next().map(HeaderValue::to_str), ranges.next()) else {
        return Wanted::Whole;
    };
    let holds = match headers.get(header::IF_RANGE) {
        None => true,
        Some(condition) => condition
            .to_str()
            .is_ok_and(|text| range::if_range_holds(text, etag)),
    };
    if holds {
        range::wanted(range, size)
    } else {
        Wanted::Whole
    }
}

fn send(bytes: ByteStream, file: &Described, part: Option<Range<u64>>) -> Answer {
    let mut response = Response::new(Body::from_stream(bytes));
    describe(&mut response, file);
    let sent = part.clone().unwrap_or(0..file.size);
    response.headers_mut().insert(
        header::CONTENT_LENGTH,
        HeaderValue::from(sent.end - sent.start),
    );
    if part.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let range = format!(
            "bytes {}-{}/{}",
            sent.start,
            sent.end.saturating_sub(1),
            file.size
        );
        set(&mut response, header::CONTENT_RANGE, &range);
    }
    Answer {
        response,
        counts: sent.start == 0,
    }
}

fn head(file: &Described) -> Answer {
    let mut answer = empty(file, StatusCode::OK);
    answer
        .response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    answer
}

fn beyond(file: &Described) -> Answer {
    let mut answer = empty(file, StatusCode::RANGE_NOT_SATISFIABLE);
    set(
        &mut answer.response,
        header::CONTENT_RANGE,
        &format!("bytes */{}", file.size),
    );
    answer
}

fn empty(file: &Described, status: StatusCode) -> Answer {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    describe(&mut response, file);
    Answer {
        response,
        counts: false,
    }
}

/// The headers that every answer about a file carries.
fn describe(response: &mut Response<Body>, file: &Described) {
    let cache = if file.public {
        "public, no-cache"
    } else {
        "private, no-cache"
    };
    set(response, header::CONTENT_TYPE, file.mime);
    set(
        response,
        header::CONTENT_DISPOSITION,
        &names::content_disposition(&file.name),
    );
    set(response, header::ETAG, &file.etag);
    set(response, header::ACCEPT_RANGES, "bytes");
    set(response, header::CACHE_CONTROL, cache);
    set(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(response, header::CONTENT_SECURITY_POLICY, SANDBOX);
    set(
        response,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
}

/// Every value here is ASCII without control characters; should one not be, it is left out rather than sent wrong.
fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    struct Fixture {
        _dir: tempfile::TempDir,
        storage: Storage,
        file: Served,
    }

    async fn fixture(public: bool) -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(None, dir.path()).unwrap();
        let stored = storage.put_stream(&b"0123456789"[..], 100).await.unwrap();
        let file = Served {
            hash: stored.hash,
            size: stored.size,
            kind: FileType::Pdf,
            name: "دورا.pdf".to_owned(),
            public,
        };
        Fixture {
            _dir: dir,
            storage,
            file,
        }
    }

    impl Fixture {
        async fn ask(
            &self,
            method: Method,
            headers: &[(&'static str, &str)],
        ) -> (StatusCode, HeaderMap, Vec<u8>, bool) {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.append(*name, value.parse().unwrap());
            }
            let Answer { response, counts } = answer(&self.storage, &method, &map, &self.file)
                .await
                .unwrap();
            let (parts, body) = response.into_parts();
            (
                parts.status,
                parts.headers,
                body.collect().await.unwrap().to_bytes().to_vec(),
                counts,
            )
        }

        fn etag(&self) -> String {
            format!("\"{}\"", self.file.hash)
        }
    }

    #[tokio::test]
    async fn the_whole_file_and_never_as_active_content() {
        let fixture = fixture(true).await;
        let (status, headers, body, counts) = fixture.ask(Method::GET, &[]).await;
        assert_eq!(
            (status, body.as_slice(), counts),
            (StatusCode::OK, &b"0123456789"[..], true)
        );
        assert_eq!(headers["content-length"], "10");
        assert_eq!(headers["content-type"], "application/pdf");
        assert_eq!(headers["accept-ranges"], "bytes");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(
            headers["content-security-policy"],
            "default-src 'none'; sandbox"
        );
        assert_eq!(headers["etag"], fixture.etag());
        assert_eq!(headers["cache-control"], "public, no-cache");
        let disposition = headers["content-disposition"].to_str().unwrap();
        assert!(
            disposition.starts_with("attachment; filename=\"document.pdf\"; filename*=UTF-8''%D8"),
            "{disposition}"
        );
    }

    #[tokio::test]
    async fn a_part_and_going_on_after_a_break() {
        let fixture = fixture(false).await;
        let (status, headers, body, counts) = fixture
            .ask(
                Method::GET,
                &[("range", "bytes=4-"), ("if-range", &fixture.etag())],
            )
            .await;
        assert_eq!(
            (status, body.as_slice(), counts),
            (StatusCode::PARTIAL_CONTENT, &b"456789"[..], false)
        );
        assert_eq!(
            (&headers["content-range"], &headers["content-length"]),
            (&"bytes 4-9/10".parse().unwrap(), &"6".parse().unwrap())
        );
        assert_eq!(headers["cache-control"], "private, no-cache");
        let (_, _, body, counts) = fixture.ask(Method::GET, &[("range", "bytes=0-3")]).await;
        assert_eq!((body.as_slice(), counts), (&b"0123"[..], true));
    }

    #[tokio::test]
    async fn a_changed_file_starts_again() {
        let fixture = fixture(true).await;
        for condition in ["\"other\"", "Wed, 21 Oct 2026 07:28:00 GMT"] {
            let (status, headers, body, _) = fixture
                .ask(
                    Method::GET,
                    &[("range", "bytes=4-"), ("if-range", condition)],
                )
                .await;
            assert_eq!((status, body.len()), (StatusCode::OK, 10));
            assert!(!headers.contains_key("content-range"));
        }
    }

    #[tokio::test]
    async fn ranges_beyond_the_end_say_how_long_the_file_is() {
        let fixture = fixture(true).await;
        let (status, headers, body, counts) =
            fixture.ask(Method::GET, &[("range", "bytes=10-")]).await;
        assert_eq!(
            (status, body.len(), counts),
            (StatusCode::RANGE_NOT_SATISFIABLE, 0, false)
        );
        assert_eq!(headers["content-range"], "bytes */10");
    }

    #[tokio::test]
    async fn several_ranges_or_headers_get_the_whole() {
        let fixture = fixture(true).await;
        for headers in [
            &[("range", "bytes=0-1,4-5")][..],
            &[("range", "bytes=0-1"), ("range", "bytes=4-5")],
        ] {
            let (status, _, body, _) = fixture.ask(Method::GET, headers).await;
            assert_eq!((status, body.len()), (StatusCode::OK, 10));
        }
    }

    #[tokio::test]
    async fn head_tells_the_size_and_ignores_ranges() {
        let fixture = fixture(true).await;
        let (status, headers, body, counts) =
            fixture.ask(Method::HEAD, &[("range", "bytes=4-")]).await;
        assert_eq!((status, body.len(), counts), (StatusCode::OK, 0, false));
        assert_eq!(headers["content-length"], "10");
        assert!(!headers.contains_key("content-range"));
    }

    #[tokio::test]
    async fn conditions_save_the_bytes() {
        let fixture = fixture(true).await;
        let etag = fixture.etag();
        let (status, headers, body, counts) = fixture
            .ask(
                Method::GET,
                &[("if-none-match", &format!("\"x\", W/{etag}"))],
            )
            .await;
        assert_eq!(
            (status, body.len(), counts),
            (StatusCode::NOT_MODIFIED, 0, false)
        );
        assert_eq!(headers["etag"], etag);
        let (status, ..) = fixture.ask(Method::GET, &[("if-match", "\"x\"")]).await;
        assert_eq!(status, StatusCode::PRECONDITION_FAILED);
        let (status, ..) = fixture
            .ask(Method::GET, &[("if-match", &etag), ("range", "bytes=1-2")])
            .await;
        assert_eq!(status, StatusCode::PARTIAL_CONTENT);
    }

    #[tokio::test]
    async fn a_file_that_is_not_what_the_database_knows_is_not_sent() {
        let mut fixture = fixture(true).await;
        fixture.file.size = 11;
        assert!(matches!(
            answer(
                &fixture.storage,
                &Method::GET,
                &HeaderMap::new(),
                &fixture.file
            )
            .await,
            Err(StorageError::Damaged)
        ));
    }
}
