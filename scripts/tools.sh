# Tools of the machine, installed only where missing.
# shellcheck shell=bash

SUDO=
[ "$(id -u)" -eq 0 ] || SUDO=sudo
APT_FRESH=

# Installs Debian packages; fails where they cannot be had.
apt_install() {
  have apt-get || return 1
  [ -z "$SUDO" ] || have sudo || return 1
  say "installing from the distribution: $*"
  if [ -z "$APT_FRESH" ]; then
    $SUDO apt-get update -qq || return 1
    APT_FRESH=yes
  fi
  $SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

need_compiler() {
  have cargo && have rustup || die "Rust is missing: install rustup (https://rustup.rs), then run this again"
  have cc || apt_install build-essential || die "a C compiler is missing (package build-essential)"
  cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
  cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
}

# Node.js runs wasm-opt and the browser tests; never the portal.
need_node() {
  have node && have npm || apt_install nodejs npm || die "Node.js 18 or newer is missing (packages nodejs npm)"
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge 18 ] || die "Node.js is $major, 18 or newer is needed"
}

# Installs what a package-lock.json names, once per version of it.
npm_install() {
  local folder=$1 stamp=$1/node_modules/.tabadul-lock
  cmp -s "$folder/package-lock.json" "$stamp" && return
  need_node
  say "npm packages of $folder"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  cp "$folder/package-lock.json" "$stamp"
}
