#!/usr/bin/env bash
# Puts a release of inboxctl on the PATH of the next steps, once its sum is checked: `VERSION` of `REPOSITORY`.
set -euo pipefail

version=${VERSION:?}
version=${version#v}
case $RUNNER_OS-$RUNNER_ARCH in
    Linux-X64) target=x86_64-unknown-linux-musl ;;
    Linux-ARM64) target=aarch64-unknown-linux-musl ;;
    macOS-X64) target=x86_64-apple-darwin ;;
    macOS-ARM64) target=aarch64-apple-darwin ;;
    Windows-*) target=x86_64-pc-windows-msvc ;;
    *)
        echo "::error::no release for $RUNNER_OS on $RUNNER_ARCH: install inboxctl, and set \`version: none\`"
        exit 1
        ;;
esac
name=inboxctl-$version-$target
archive=$name.tar.gz
if [ "$RUNNER_OS" = Windows ]; then archive=$name.zip; fi

folder=$RUNNER_TEMP/inboxctl
mkdir -p "$folder"
cd "$folder"
gh release download "v$version" --repo "$REPOSITORY" --pattern "$archive" --pattern SHA256SUMS --clobber
sum=$(command -v sha256sum || echo "shasum -a 256")
grep -F "  $archive" SHA256SUMS | $sum --check -
case $archive in
    *.zip) 7z x -y -bso0 "$archive" ;;
    *) tar -xzf "$archive" ;;
esac
echo "$folder/$name" >> "$GITHUB_PATH"
