//! Brotli for what is text and whole: pages, forms, JSON. A slow link gains more than the processor loses.

use std::io::Write as _;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http_body_util::BodyExt as _;

/// Shorter answers fit into one packet anyway.
const SHORTEST: u64 = 1024;
/// Longer ones are files and have their own way.
const LONGEST: u64 = 4 * 1024 * 1024;

/// Whether the client reads brotli (RFC 9110 §12.5.3).
pub fn accepts_brotli(header: Option<&HeaderValue>) -> bool {
    let Some(Ok(text)) = header.map(HeaderValue::to_str) else {
        return false;
    };
    text.split(',').any(|coding| {
        let mut parts = coding.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let refused =
            parts.any(|part| matches!(part.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        name.eq_ignore_ascii_case("br") && !refused
    })
}

/// Compresses; level 5 costs about as much as rendering the page did.
pub fn brotli(bytes: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(bytes.len() / 4);
    let mut writer = brotli::CompressorWriter::new(&mut out, 16 * 1024, 5, 20);
    // Writing to memory cannot fail.
    let _ = writer.write_all(bytes).and_then(|()| writer.flush());
    drop(writer);
    out.into()
}

/// The layer.
pub async fn layer(request: Request, next: Next) -> Response {
    let wanted = accepts_brotli(request.headers().get(ACCEPT_ENCODING));
    fit(next.run(request).await, wanted).await
}

/// The answer as it should travel to a client that reads brotli, or does not.
pub async fn fit(mut response: Response, wanted: bool) -> Response {
    if !is_text(response.headers()) {
        return response;
    }
    if !response.headers().get_all(VARY).iter().any(is_by_encoding) {
        response
            .headers_mut()
            .append(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    let size = response.body().size_hint().exact().unwrap_or(0);
    if !wanted || !(SHORTEST..=LONGEST).contains(&size) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    match body.collect().await {
        Ok(collected) => {
            let compressed = brotli(&collected.to_bytes());
            parts
                .headers
                .insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            parts.headers.remove(CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(compressed))
        }
        Err(error) => app::error::AppError::internal(error).into_response(),
    }
}

fn is_by_encoding(vary: &HeaderValue) -> bool {
    vary == "Accept-Encoding"
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let text = [
        "text/html",
        "application/json",
        "text/csv",
        "application/atom+xml",
        "application/geo+json",
    ]
    .iter()
    .any(|known| kind.starts_with(known));
    text && !headers.contains_key(CONTENT_ENCODING) && !headers.contains_key(CONTENT_RANGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_given_to_those_who_read_it() {
        let accepts = |text| accepts_brotli(Some(&HeaderValue::from_static(text)));
        assert!(accepts("gzip, deflate, br"));
        assert!(accepts("BR;q=0.5"));
        assert!(!accepts("gzip, br;q=0"));
        assert!(!accepts("brr"));
        assert!(!accepts_brotli(None));
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "شكوى ".repeat(1000);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(text.as_bytes()), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
    }
}
