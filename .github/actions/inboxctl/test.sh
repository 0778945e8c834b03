#!/usr/bin/env bash
# Runs `inboxctl scenario test` with the inputs of the action: PATHS, RUN, COVERAGE_THRESHOLD and JUNIT.
set -euo pipefail

options=(--report github)
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then options+=(--report "markdown=$GITHUB_STEP_SUMMARY"); fi
if [ -n "$JUNIT" ]; then options+=(--report "junit=$JUNIT"); fi
if [ -n "$RUN" ]; then options+=(--run "$RUN"); fi
if [ -n "$COVERAGE_THRESHOLD" ]; then options+=(--coverage-threshold "$COVERAGE_THRESHOLD"); fi

paths=()
while IFS= read -r path; do
    if [ -n "$path" ]; then paths+=("$path"); fi
done <<< "${PATHS:?}"
exec inboxctl scenario test "${options[@]}" -- "${paths[@]}"
