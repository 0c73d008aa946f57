// Wakes the islands of a page, as Leptos' HydrationScripts does inline: pages carry no inline script, so that their
// content security policy can forbid it. The server's build replaces both addresses by the hashed ones.
const glue = "./tabadul.js";
const wasm = "./tabadul.wasm";

async function wake() {
  // Both files travel at once.
  const answer = fetch(new URL(wasm, import.meta.url));
  const module = await import(glue);
  await module.default({ module_or_path: answer });
  module.hydrate();
  // In document order: an island wakes before those among its children, which find its context in `$$on_hydrate`.
  for (const island of document.querySelectorAll("leptos-island")) {
    island.parentElement.closest("leptos-children")?.$$on_hydrate?.();
    module[island.dataset.component]?.(island);
  }
}

// When the page has come to rest; on one that never does, two seconds later.
if ("requestIdleCallback" in window) {
  requestIdleCallback(wake, { timeout: 2000 });
} else {
  setTimeout(wake, 200);
}
