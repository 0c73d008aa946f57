//! The yardstick of `./dev bench`: a bare axum handler that answers every request with the bytes of one file.
//! `bare ADDRESS FILE TYPE ENCODING`

use std::error::Error;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::IntoResponse;
use bytes::Bytes;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [address, file, kind, encoding] = arguments.as_slice() else {
        return Err("usage: bare ADDRESS FILE TYPE ENCODING".into());
    };
    let body = Bytes::from(tokio::fs::read(file).await?);
    let kind = HeaderValue::from_str(kind)?;
    let encoding = HeaderValue::from_str(encoding)?;
    let answer = move || {
        let headers = [
            (CONTENT_TYPE, kind.clone()),
            (CONTENT_ENCODING, encoding.clone()),
        ];
        let body = body.clone();
        async move { (headers, body).into_response() }
    };
    axum::serve(
        TcpListener::bind(address).await?,
        Router::new().fallback(answer),
    )
    .await?;
    Ok(())
}
