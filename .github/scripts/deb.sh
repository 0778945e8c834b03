#!/usr/bin/env bash
# Packs the Debian package of a static target that build.sh has built: deb.sh TARGET
# Prints its path. Needs cargo-deb; the contents are listed in Cargo.toml.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?usage: deb.sh TARGET}

rm -rf target/man
"target/$target/release/inboxctl" man target/man --quiet
mkdir -p target/dist
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
cargo deb --quiet --no-build --no-strip --locked --target "$target" --output target/dist
ls target/dist/*.deb
