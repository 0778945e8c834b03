#!/usr/bin/env bash
# Runs a binary where nothing else exists, as in the container image: smoke.sh BINARY
# Creates a store, imports owners, tests scenarios and checks the store. On Linux, that is in an empty root (as
# root, or by sudo), elsewhere in an empty folder with an empty environment.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=${1:?usage: smoke.sh BINARY}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/data" "$root/tmp"
cp "$binary" "$root/inboxctl"
cp -R fixtures/scenarios fixtures/imports/crm "$root/data/"

case $(uname -s) in
    Linux)
        as_root=$([ "$(id -u)" = 0 ] || echo sudo)
        run() { $as_root env -i INBOXCTL_STORE=/data/inbox.db /usr/sbin/chroot "$root" /inboxctl "$@"; }
        data=/data
        ;;
    *)
        # Windows programs need the folder of the system.
        run() { env -i SYSTEMROOT="${SYSTEMROOT:-}" INBOXCTL_STORE="$root/data/inbox.db" "$root/inboxctl" "$@"; }
        data=$root/data
        ;;
esac

run version
run init
run member import - <<< $'email,name\nana@acme.example,Ana García\nluis@acme.example,Luis Paredes'
run owner import - --country MX <<< $'phone,owner\n55 1234 5678,ana@acme.example\n+52 55 1234 0000,luis@acme.example'
run simulate-message --contact +525512345678 --from contact
run why 1
run scenario test "$data/scenarios" --quiet
run check
run backup "$data/backup.db"
