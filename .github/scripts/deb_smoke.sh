#!/usr/bin/env bash
# Installs a Debian package, uses what it brings, and removes it: deb_smoke.sh FILE.deb
set -euo pipefail
package=${1:?usage: deb_smoke.sh FILE.deb}

as_root=$([ "$(id -u)" = 0 ] || echo sudo)
$as_root dpkg --install "$package"
inboxctl version
dpkg-deb --contents "$package" | awk '{ print $6 }' | sed 's,^\.,,' > "${TMPDIR:-/tmp}/inboxctl.files"
for file in man/man1/inboxctl.1.gz man/man7/inboxctl-rules.7.gz bash-completion/completions/inboxctl \
    zsh/vendor-completions/_inboxctl fish/vendor_completions.d/inboxctl.fish doc/inboxctl/copyright; do
    grep -qx "/usr/share/$file" "${TMPDIR:-/tmp}/inboxctl.files" || { echo "missing: $file" >&2; exit 1; }
done
man -w inboxctl
man -w inboxctl-owner-import
man -w 7 inboxctl-rules
bash -c '. /usr/share/bash-completion/completions/inboxctl && complete -p inboxctl'
$as_root dpkg --purge inboxctl
left=$(grep -v '/$' "${TMPDIR:-/tmp}/inboxctl.files" | while IFS= read -r file; do [ ! -e "$file" ] || echo "$file"; done)
[ -z "$left" ] || { echo "left after removal: $left" >&2; exit 1; }
rm "${TMPDIR:-/tmp}/inboxctl.files"
