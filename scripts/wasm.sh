# The browser half: Rust to WebAssembly, its JavaScript glue, and wasm-opt.
# shellcheck shell=bash

# Named one by one: with all features wasm-opt writes modules that browsers refuse.
WASM_FEATURES=(
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals
  --enable-reference-types --enable-multivalue
)

# Says which compiler makes WebAssembly here, `rustup` or `debian`, installing it where needed.
wasm_compiler() {
  local target=wasm32-unknown-unknown
  if rustup target list --installed 2>/dev/null | grep -qx "$target"; then
    echo rustup
  elif debian_wasm_ready; then
    echo debian
  elif say "asking rustup for the target $target" && rustup target add "$target" >&2; then
    echo rustup
  elif say "rustup cannot; Debian's own compiler can" \
    && apt_install rustc-web cargo-web rust-web-src rust-web-llvm lld-22 && debian_wasm_ready; then
    echo debian
  else
    die "no compiler for WebAssembly: run 'rustup target add $target' where rustup's downloads can be reached," \
      "or use Debian 12 with security updates, whose packages rustc-web cargo-web rust-web-src rust-web-llvm lld-22 serve"
  fi
}

debian_wasm_ready() {
  [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && have wasm-ld-22 \
    && [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std" ]
}

# Compiles the module. A folder of its own, since it may be another compiler than the server's.
compile_wasm() {
  local arguments=(build --package tabadul-hydrate --profile wasm --target wasm32-unknown-unknown
    --target-dir "$CARGO_TARGET_DIR/wasm-build")
  case $1 in
    rustup) cargo "${arguments[@]}" ;;
    debian)
      PATH=/usr/bin:$PATH RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22 \
        cargo "${arguments[@]}" -Zbuild-std=std,panic_abort
      ;;
  esac
}

# wasm-bindgen must be exactly the version that the lock file names.
need_wasm_bindgen() {
  local version
  version=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p')
  WASM_BINDGEN=$CACHE/wasm-bindgen-$version/bin/wasm-bindgen
  [ -x "$WASM_BINDGEN" ] && return
  say "building wasm-bindgen $version (once, some minutes)"
  local arguments=(wasm-bindgen-cli --version "$version" --bin wasm-bindgen --root "$CACHE/wasm-bindgen-$version"
    --target-dir "$CACHE/build")
  # Its own lock file first; where the registry lacks one of those versions, what fits.
  (cd / && { cargo install --locked "${arguments[@]}" || cargo install "${arguments[@]}"; }) >&2
  rm -rf "$CACHE/build"
}

build_wasm() {
  local compiler module=$CARGO_TARGET_DIR/wasm-build/wasm32-unknown-unknown/wasm/tabadul_hydrate.wasm
  compiler=$(wasm_compiler)
  say "browser half ($compiler)"
  compile_wasm "$compiler"
  need_wasm_bindgen
  npm_install app/hydrate
  local sum
  sum=$(cat "$module" scripts/wasm.sh Cargo.lock app/hydrate/package-lock.json | sha256sum)
  if [ "$(cat "$PKG/.made-from" 2>/dev/null)" = "$sum" ]; then
    return
  fi
  say "glue and wasm-opt"
  local fresh=$PKG.fresh
  rm -rf "$fresh"
  mkdir -p "$fresh"
  "$WASM_BINDGEN" --target web --no-typescript --omit-default-module-path --out-name tabadul --out-dir "$fresh" "$module"
  app/hydrate/node_modules/.bin/wasm-opt -Oz --strip-debug --strip-producers "${WASM_FEATURES[@]}" "$fresh/tabadul_bg.wasm" -o "$fresh/optimised.wasm"
  mkdir -p "$PKG"
  mv "$fresh/optimised.wasm" "$PKG/tabadul.wasm"
  mv "$fresh/tabadul.js" "$PKG/tabadul.js"
  # Snippets would be further files to serve; none of our dependencies has any.
  [ ! -d "$fresh/snippets" ] || die "wasm-bindgen wrote snippets, which the server does not ship"
  echo "$sum" >"$PKG/.made-from"
  rm -rf "$fresh"
}

# The compiler keeps server code out only as long as nobody makes it a dependency of the browser half.
check_split() {
  say "the browser half holds no server code"
  local found
  found=$(cargo tree --package tabadul-hydrate --target wasm32-unknown-unknown --edges normal,no-proc-macro --prefix none \
    | grep -E '^(sqlx|axum|tantivy|fluent-bundle|pulldown-cmark|jiff|lettre|tokio) ' | sort -u || true)
  [ -z "$found" ] || die "the browser half depends on: $found"
}
