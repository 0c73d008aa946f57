//! The entry point of the browser half. Everything it wakes lives in `tabadul-app`.

/// Wakes every island that the page holds.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    use app as _;
    leptos::mount::hydrate_islands();
}
