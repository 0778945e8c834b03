#!/usr/bin/env bash
# Builds the last commit in two folders, and fails unless the binaries are the same bit by bit: reproduce.sh TARGET
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?usage: reproduce.sh TARGET}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in "$work/one" "$work/another, with a longer name"; do
    git clone --quiet . "$folder"
    "$folder/.github/scripts/build.sh" "$target"
done
cmp "$work/one/target/$target/release/inboxctl" "$work/another, with a longer name/target/$target/release/inboxctl"
sha256sum "$work/one/target/$target/release/inboxctl"
