//! What a first visit weighs, in Brotli, and that what should reach the browser does. kB are thousands of bytes.

use axum::body::Body;
use axum::http::Method;
use server::assets::{self, ASSETS, Asset};
use tabadul_tests::TestApp;

fn weight(of: impl Fn(&Asset) -> bool) -> usize {
    ASSETS
        .iter()
        .filter(|asset| of(asset))
        .map(|asset| asset.brotli.unwrap_or(asset.plain).len())
        .sum()
}

fn is(asset: &Asset, kind: &str) -> bool {
    asset.kind.starts_with(kind)
}

#[test]
fn style_is_under_10_kb_and_fonts_under_60() {
    let style = weight(|asset| is(asset, "text/css"));
    let fonts = weight(|asset| is(asset, "font/"));
    assert!((1_000..=10_000).contains(&style), "style: {style} bytes");
    assert!((10_000..=60_000).contains(&fonts), "fonts: {fonts} bytes");
}

#[test]
fn the_browser_half_is_under_120_kb_and_its_glue_under_12() {
    if assets::urls().loader.is_none() {
        // `./dev test` builds the browser half and says so; a bare `cargo test` may go without.
        assert!(
            std::env::var_os("TABADUL_REQUIRE_ISLANDS").is_none(),
            "the executable holds no WebAssembly: ./dev wasm"
        );
        return;
    }
    let module = weight(|asset| is(asset, "application/wasm"));
    let glue = weight(|asset| is(asset, "text/javascript"));
    assert!(
        (10_000..=120_000).contains(&module),
        "WebAssembly: {module} bytes"
    );
    assert!(
        (1_000..=12_000).contains(&glue),
        "glue and loader: {glue} bytes"
    );
}

#[test]
fn the_loader_names_the_files_that_are_there() {
    let Some(loader) = assets::urls().loader else {
        return;
    };
    let name = loader.trim_start_matches("/pkg/");
    let source = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .expect("the loader");
    let source = std::str::from_utf8(source.plain).expect("text");
    for kind in ["application/wasm", "text/javascript"] {
        let found = ASSETS
            .iter()
            .filter(|asset| is(asset, kind) && asset.name != name)
            .all(|asset| source.contains(&format!("\"./{}\"", asset.name)));
        assert!(found, "{source}");
    }
}

#[tokio::test]
async fn pages_for_visitors_are_under_14_kb() {
    let app = TestApp::start().await;
    let practice = format!(
        "/practices/{}",
        crate::practices::published(&app, "public").await
    );
    for locale in ["ar", "en"] {
        for path in ["", "/practices", "/organizations", practice.as_str()] {
            let path = format!("/{locale}{path}");
            let answer = app.visitor().get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
            let packed = packed(&answer.bytes);
            assert!(packed <= 14_000, "{path}: {packed} bytes");
        }
    }
}

#[tokio::test]
async fn files_travel_packed_and_stay_for_ever() {
    let app = TestApp::start().await;
    let request = app
        .visitor()
        .request(Method::GET, &assets::urls().stylesheet)
        .header("accept-encoding", "gzip, br")
        .body(Body::empty())
        .expect("a request");
    let answer = app.send(request).await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(answer.header("vary"), "Accept-Encoding");
    assert!(answer.header("cache-control").contains("immutable"));
}

/// As small as a server that compresses each page as it goes.
fn packed(page: &[u8]) -> usize {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &page[..], &mut packed, &parameters).expect("memory");
    packed.len()
}
