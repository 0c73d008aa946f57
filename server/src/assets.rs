//! Style, fonts, pictures and the browser half, from inside the executable. A file's name carries a hash of its content:
//! browsers keep it for ever, and a changed file has a new name.

use app::shell;
use axum::Router;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;

// The stylesheet's own test lives with the build that runs it.
#[cfg(test)]
#[path = "../build/css.rs"]
#[allow(dead_code, reason = "the build calls it")]
mod css;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file below `/pkg/`.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name, with the hash.
    pub name: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub plain: &'static [u8],
    /// The same in Brotli (RFC 7932), unless that gains nothing.
    pub brotli: Option<&'static [u8]>,
}

/// The URLs that pages name.
pub fn urls() -> shell::Assets {
    shell::Assets {
        stylesheet: STYLESHEET.to_owned(),
        loader: LOADER.map(str::to_owned),
        icon: ICON.map(str::to_owned),
    }
}

/// `/pkg/{file}`. Outside the visit: no session, no language.
pub fn routes() -> Router {
    Router::new().route("/pkg/{file}", get(file))
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return (
            StatusCode::NOT_FOUND,
            [(CACHE_CONTROL, "no-store")],
            "not found\n",
        )
            .into_response();
    };
    let common: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, asset.kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "Accept-Encoding"),
    ];
    match asset.brotli.filter(|_| accepts_brotli(&headers)) {
        Some(packed) => (
            common,
            [(CONTENT_ENCODING, "br")],
            Bytes::from_static(packed),
        )
            .into_response(),
        None => (common, Bytes::from_static(asset.plain)).into_response(),
    }
}

/// Whether `Accept-Encoding` names Brotli with a quality above zero (RFC 9110 §12.5.3).
pub fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
            let refused = quality.trim().strip_prefix("q=").is_some_and(|quality| {
                quality
                    .trim()
                    .parse::<f32>()
                    .is_ok_and(|quality| quality <= 0.0)
            });
            name.trim().eq_ignore_ascii_case("br") && !refused
        })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn accepting(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn brotli_goes_only_to_those_who_take_it() {
        assert!(accepts_brotli(&accepting("gzip, deflate, br")));
        assert!(accepts_brotli(&accepting("br;q=0.5")));
        assert!(!accepts_brotli(&accepting("gzip, br;q=0")));
        assert!(!accepts_brotli(&accepting("gzip")));
    }

    #[tokio::test]
    async fn a_file_comes_packed_and_may_be_kept_for_ever() {
        let name = STYLESHEET.trim_start_matches("/pkg/").to_owned();
        let answer = file(Path(name), accepting("br")).await;
        assert_eq!(answer.headers()[CONTENT_ENCODING], "br");
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(
            answer.headers()[CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
    }

    #[tokio::test]
    async fn an_unknown_name_is_not_found_and_not_kept() {
        let answer = file(Path("../Cargo.toml".to_owned()), HeaderMap::new()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(answer.headers()[CACHE_CONTROL], "no-store");
    }

    #[test]
    fn the_sheet_names_only_files_that_are_there() {
        let sheet = ASSETS
            .iter()
            .find(|asset| asset.kind.starts_with("text/css"))
            .unwrap();
        let text = std::str::from_utf8(sheet.plain).unwrap();
        let names: Vec<_> = text
            .split("/pkg/")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert!(names.len() >= 3, "{names:?}");
        for name in names {
            assert!(ASSETS.iter().any(|asset| asset.name == name), "{name}");
        }
    }
}
