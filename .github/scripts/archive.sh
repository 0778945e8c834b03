#!/usr/bin/env bash
# Packs the release archive of a target that build.sh has built: archive.sh TARGET
# Prints its path: target/dist/inboxctl-VERSION-TARGET.tar.gz, .zip for Windows. It runs the binary, for its man pages.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?usage: archive.sh TARGET}

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=inboxctl-$version-$target
binary=target/$target/release/inboxctl
case $target in *-windows-*) binary=$binary.exe ;; esac

rm -rf "target/dist/$name"
mkdir -p "target/dist/$name"
cp "$binary" LICENSE README.md CHANGELOG.md "target/dist/$name/"
cp -R completions "target/dist/$name/completions"
"$binary" man "target/dist/$name/man" --quiet

case $target in
    *-windows-*)
        archive=target/dist/$name.zip
        rm -f "$archive"
        (cd target/dist && 7z a -bso0 "$name.zip" "$name")
        ;;
    *)
        # The same bits each time: by name, without owners, with the time of the commit.
        archive=target/dist/$name.tar.gz
        tar=$(command -v gtar || command -v tar)
        "$tar" --sort=name --mtime="@$(git log -1 --format=%ct)" --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw \
            -C target/dist -cf - "$name" | gzip -n9 > "$archive"
        ;;
esac
rm -rf "target/dist/$name"
echo "$archive"
