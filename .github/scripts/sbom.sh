#!/usr/bin/env bash
# Writes the bill of materials of all targets, in CycloneDX's format: target/dist/inboxctl-VERSION.cdx.json
# Lists the crates that are linked or that build the program (`scope: excluded`); SQLite is in libsqlite3-sys.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
mkdir -p target/dist
cargo metadata --format-version 1 --locked | jq --sort-keys --arg time "$(git log -1 --format=%cI)" '
    def purl: "pkg:cargo/\(.name)@\(.version)";
    def component(type; scope): {
        type: type, name: .name, version: .version, purl: purl, "bom-ref": purl, scope: scope,
        licenses: (if .license then [{ expression: (.license | gsub("/"; " OR ")) }] else [] end),
    };
    # The packages reached from some by dependencies of a kind.
    def reach($nodes; $kinds):
        . as $found
        | ([$found[] | $nodes[.].deps[] | select(any(.dep_kinds[]; .kind as $kind | $kinds | index([$kind]))) | .pkg]
            + $found | unique) as $more
        | if $more == $found then $found else $more | reach($nodes; $kinds) end;
    (.resolve.nodes | map({ key: .id, value: . }) | from_entries) as $nodes
    | (.packages | map({ key: .id, value: . }) | from_entries) as $packages
    | .resolve.root as $root
    | ([$root] | reach($nodes; [null])) as $linked
    | ([$root] | reach($nodes; [null, "build"])) as $all
    | {
        bomFormat: "CycloneDX", specVersion: "1.5", version: 1,
        metadata: { timestamp: $time, component: ($packages[$root] | component("application"; "required")) },
        components: [$all[] | select(. != $root) | . as $id | $packages[$id]
            | component("library"; if $linked | index([$id]) then "required" else "excluded" end)],
        dependencies: [$all[] | . as $id | {
            ref: ($packages[$id] | purl),
            dependsOn: [$nodes[$id].deps[].pkg | select(. as $dep | $all | index([$dep])) | $packages[.] | purl],
        }],
    }' > "target/dist/inboxctl-$version.cdx.json"
echo "target/dist/inboxctl-$version.cdx.json"
