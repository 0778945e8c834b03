#!/usr/bin/env bash
# Checks the dependencies by .cargo/deny.toml: licences, bans and sources, and advisories where the database of
# RustSec is here or can be fetched. Without cargo-deny, nothing is checked, with a message.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v cargo-deny >/dev/null; then
    echo "warning: dependencies are not checked: install cargo-deny" >&2
    exit 0
fi
cargo-deny --log-level error check --hide-inclusion-graph --allow duplicate bans licenses sources
if cargo-deny --log-level off fetch db 2>/dev/null; then
    cargo-deny --log-level error check advisories
elif compgen -G "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs/*/crates" >/dev/null; then
    echo "warning: the advisories are those of the last fetch" >&2
    cargo-deny --log-level error --offline check advisories
else
    echo "warning: advisories are not checked: the database can't be fetched" >&2
fi
