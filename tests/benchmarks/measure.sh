#!/bin/sh
# SPDX-FileCopyrightText: 2026 The JobQ authors
# SPDX-License-Identifier: MIT
#
# Measures everything anew and writes the table of docs/performance.md and the curves beside it.
#
#   tests/benchmarks/measure.sh [BUILD-FOLDER]
#
# RUNS          how often each case is run; the best counts (3)
# DATABASE      the server, as libpq takes it; none: a local one with PostgreSQL's stock configuration
# SIZES         the sizes of the cases (--full); for a quick look for example "--jobs 20000 --rows 200000"
# CASES         only these cases, for example "bulk drain"; all if empty
# CONSOLE       no: does not measure the console (one run, where all cases are; without a display, in memory)
# CURVES        no: leaves the curves as they are
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/release}
page=$root/docs/performance.md
runs=${RUNS:-3}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
trap 'exit 130' INT TERM

console=jobq-bench-console
if [ "${CONSOLE:-yes}" = no ] || [ -n "${CASES:-}" ]; then
    console=
fi
for program in jobq-bench jobq-bench-table jobq-bench-curves jobq-bench-worker $console; do
    if [ ! -x "$build/bin/$program" ]; then
        echo "measure.sh: no $program in $build/bin: build the release preset first" >&2
        exit 1
    fi
done

if [ -n "${DATABASE:-}" ]; then
    set -- --database "$DATABASE"
else
    set -- --local
fi

run=1
while [ "$run" -le "$runs" ]; do
    echo "run $run of $runs" >&2
    # shellcheck disable=SC2086 # sizes and cases are several words
    "$build/bin/jobq-bench" "$@" --json ${SIZES:---full} ${CASES:+--case $CASES} > "$results/$run.jsonl"
    run=$((run + 1))
done
if [ -n "$console" ]; then
    # shellcheck disable=SC2086
    "$build/bin/jobq-bench-console" "$@" --json ${SIZES:---full} > "$results/console.jsonl"
fi
"$build/bin/jobq-bench-table" "$page" "$results"/*.jsonl

if [ "${CURVES:-yes}" != no ]; then
    "$build/bin/jobq-bench-curves" "$@" --output "$root/docs/performance"
fi
