# What tests need around them: a private PostgreSQL, an S3-compatible server, and Chromium.
# shellcheck shell=bash

need_postgres() {
  POSTGRES_BIN=$(postgres_bin) && return
  # Only the programs: no cluster, no service.
  if have apt-get && ! [ -e /etc/postgresql-common/createcluster.conf ]; then
    $SUDO mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | $SUDO tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  apt_install postgresql && POSTGRES_BIN=$(postgres_bin) || die "PostgreSQL is missing (package postgresql)"
}

postgres_bin() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) "$(dirname "$(command -v initdb || echo /none/x)")"; do
    [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && echo "$folder" && return
  done
  return 1
}

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  else
    (cd / && runuser -u postgres -- "$@")
  fi
}

# A private server without durability, gone with this script. Exports TABADUL_TEST_POSTGRES_URL.
start_postgres() {
  POSTGRES_DIR=$(mktemp -d /tmp/tabadul-postgres.XXXXXX)
  if [ "$(id -u)" -eq 0 ]; then
    id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres
    chown postgres "$POSTGRES_DIR"
  fi
  trap stop_postgres EXIT
  trap 'exit 130' INT TERM
  as_postgres "$POSTGRES_BIN/initdb" -D "$POSTGRES_DIR/data" -U tabadul -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  local port try
  for try in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    if as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_DIR/data" -l "$POSTGRES_DIR/log" -w -s start -o \
      "-p $port -k $POSTGRES_DIR -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"; then
      export TABADUL_TEST_POSTGRES_URL=postgres://tabadul@127.0.0.1:$port/postgres
      say "PostgreSQL for the tests on port $port"
      return
    fi
    say "port $port is taken (try $try)"
  done
  cat "$POSTGRES_DIR/log" >&2
  die "PostgreSQL does not start"
}

stop_postgres() {
  as_postgres "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_DIR/data" -m immediate -s stop || true
  rm -rf "$POSTGRES_DIR"
}

# A server that speaks S3; the tests start it themselves, each its own.
need_s3() {
  npm_install tests/s3
  need_node
}

# A virus scanner; the test starts it itself, with a signature of its own. Where services start by themselves its package would fetch
# hundreds of megabytes of signatures: there it is left to the developer, and the test says that it was skipped.
need_clamd() {
  [ -x /usr/sbin/clamd ] && return
  if [ -d /run/systemd/system ] || ! apt_install clamav-daemon; then
    say "clamd is not installed (package clamav-daemon): its test is skipped"
  fi
}

need_browser() {
  CHROMIUM=$(find_chromium) || { apt_install chromium && CHROMIUM=$(find_chromium); } \
    || die "Chromium is missing (package chromium)"
  npm_install tests/browser
}

find_chromium() {
  command -v "${TABADUL_CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome
}

# Journeys against the debug build that the Rust tests have just made.
browser_tests() {
  TABADUL_CHROMIUM=$CHROMIUM TABADUL_BINARY=$CARGO_TARGET_DIR/debug/tabadul \
    tests/browser/node_modules/.bin/playwright test --config tests/browser/playwright.config.js "$@"
}
