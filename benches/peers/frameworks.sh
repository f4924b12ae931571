#!/usr/bin/env bash
# Answers and CPU time of `linchpin iccma` beside another solver of frameworks, run as a separate program.
#
#   benches/peers/frameworks.sh answers [COUNT]   the same answers on so many random frameworks (300)?
#   benches/peers/frameworks.sh times             user seconds and peak memory on large ones, ours and theirs
#
# LINCHPIN names our program (target/release/linchpin), CRUSTABRI the other (crustabri, from the path); without it
# nothing is compared. `cargo install crustabri --root FOLDER` builds it.
set -euo pipefail
cd "$(dirname "$0")/../.."
ours=${LINCHPIN:-target/release/linchpin}
theirs=${CRUSTABRI:-crustabri}
if ! command -v "$theirs" >/dev/null; then
    echo "skipped: there is no program $theirs; name it in CRUSTABRI" >&2
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# ARGUMENTS ATTACKS SEED: attacks between arguments drawn evenly, by the minimal standard generator.
framework() {
    awk -v n="$1" -v m="$2" -v seed="$3" 'BEGIN {
        x = seed * 7919 + 1
        print "p af " n
        for (i = 0; i < m; i++) {
            x = (x * 16807) % 2147483647; from = x % n + 1
            x = (x * 16807) % 2147483647; to = x % n + 1
            print from, to
        }
    }'
}

us() { "$ours" iccma -p "$1" -f "$2" ${3:+-a "$3"}; }
them() { "$theirs" solve -p "$1" -f "$2" ${3:+-a "$3"} --logging-level off; }
sorted() { tr ' ' '\n' | sort | tr '\n' ' '; }

answers() {
    local count=$1 asked=0 seed n task argument
    for ((seed = 1; seed <= count; seed++)); do
        n=$((seed % 25 + 2))
        framework "$n" $((n * (seed % 4 + 1) * 3 / 4)) "$seed" >"$folder/f.af"
        for task in SE-GR SE-ID; do
            if [[ $(us "$task" "$folder/f.af" | sorted) != $(them "$task" "$folder/f.af" | sorted) ]]; then
                echo "$task differs on seed $seed"; exit 1
            fi
            asked=$((asked + 1))
        done
        if [[ $(us SE-ST "$folder/f.af" | cut -c1) != $(them SE-ST "$folder/f.af" | cut -c1) ]]; then
            echo "SE-ST differs on seed $seed"; exit 1
        fi
        argument=$((seed * 31 % n + 1))
        for task in DC-CO DC-PR DC-ST DC-SST DC-ID DC-GR DS-CO DS-PR DS-ST DS-SST DS-ID DS-GR; do
            if [[ $(us "$task" "$folder/f.af" "$argument" | head -n 1) != $(them "$task" "$folder/f.af" "$argument" | head -n 1) ]]; then
                echo "$task of $argument differs on seed $seed"; exit 1
            fi
            asked=$((asked + 1))
        done
    done
    echo "$count frameworks, $asked answers: all the same"
}

timed() {
    /usr/bin/time -o "$folder/time" -f '%U s, %M KB' timeout "${LIMIT:-120}" "$@" >/dev/null 2>&1 || true
    tail -n 1 "$folder/time"
}

times() {
    local n degree task
    framework 1000000 4000000 1 >"$folder/f.af"
    echo "SE-GR of 1000000, 4 attacks each: ours $(timed "$ours" iccma -p SE-GR -f "$folder/f.af"); theirs $(timed "$theirs" solve -p SE-GR -f "$folder/f.af" --logging-level off)"
    for degree in 2 2.5; do
        framework 100000 "$(awk -v d="$degree" 'BEGIN { print 100000 * d }')" 1 >"$folder/f.af"
        for task in SE-PR SE-ST "DC-PR -a 500" "DC-PR -a 77"; do
            # shellcheck disable=SC2086
            echo "$task of 100000, $degree attacks each: ours $(timed "$ours" iccma -p $task -f "$folder/f.af"); theirs $(timed "$theirs" solve -p $task -f "$folder/f.af" --logging-level off)"
        done
    done
}

case ${1:-} in
answers) answers "${2:-300}" ;;
times) times ;;
*) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
