#!/bin/sh
# Fuzzes every reader and every round trip for SECONDS each: fuzz/run.sh SECONDS [TARGET/FORMAT]...
#
# Seeds are graphs/, tests/hostile/ and, if there, the corpus of ../shared (LINCHPIN_SHARED names another place). It
# needs a C++ compiler, which builds libFuzzer, and no more: coverage is counted by flags of the stable compiler. An
# address sanitizer would find little, as the crate has no unsafe code. What is found lies in fuzz/artifacts/.
set -eu
seconds=${1:?seconds for each target}
shift
cd "$(dirname "$0")"

target=$(rustc -vV | sed -n 's/^host: //p')
build=${CARGO_TARGET_DIR:-$PWD/target}
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing"
CARGO_TARGET_DIR=$build RUSTFLAGS="$coverage" cargo build --release --quiet --target "$target"
bin=$build/$target/release

seeds=$PWD/corpus/seeds
mkdir -p "$seeds"
shared=${LINCHPIN_SHARED:-../../shared}
find ../graphs ../tests/hostile "$shared/corpus" -type f -size -12k 2>/dev/null | sort | while read -r file; do
    cp "$file" "$seeds/$(printf %s "$file" | sha256sum | cut -c1-16)"
done

# Word and PDF files are made by a test.
(cd .. && LINCHPIN_SEEDS=$seeds cargo test --quiet --no-default-features --test suite hostile:: -- --ignored >/dev/null)

if [ $# -eq 0 ]; then
    for name in read round_trip; do
        for format in $(LINCHPIN_FORMAT=list "$bin/$name"); do set -- "$@" "$name/$format"; done
    done
fi

found=0
for job in "$@"; do
    name=${job%%/*}
    format=${job#*/}
    own=$PWD/corpus/$name-$format
    log=$own.log
    mkdir -p "$own" "$PWD/artifacts"
    # A debug build of the checks is slow and the machine may be busy: what takes ten seconds is too slow.
    if LINCHPIN_FORMAT=$format "$bin/$name" -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=1024 \
        -artifact_prefix="$PWD/artifacts/$name-$format-" -print_final_stats=1 -verbosity=1 "$own" "$seeds" >"$log" 2>&1; then
        state=nothing
    else
        state="FOUND, see $log"
        found=1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "$job: ${runs:-?} executions: $state"
done
exit $found
