#!/usr/bin/env bash
# Draws the gallery of the book from graphs/ into docs/src/gallery/. Names the program to draw with, or takes the one in PATH:
#   docs/gallery.sh target/release/linchpin
set -euo pipefail
linchpin="$(command -v "${1:-linchpin}")" || { printf 'docs/gallery.sh: there is no program %s\n' "${1:-linchpin}" >&2; exit 1; }
linchpin="$(realpath "$linchpin")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
gallery=docs/src/gallery
mkdir -p "$gallery"

# draw NAME GRAPH FLAGS…
draw() {
    local name="$1" graph="$2"
    shift 2
    "$linchpin" export "graphs/$graph" --to svg -o "$gallery/$name.svg" "$@"
}

draw smallest smallest.txt
for theme in light dark print; do
    draw "china-russia-$theme" china-russia.md --findings --strengths --theme "$theme"
done
draw contradictions skerry-light.yaml --strengths
draw acceptance skerry-light.yaml --acceptance
draw downwards hochwasser.md --direction down --strengths
draw japanese kirigahama.md --findings
draw arabic ras-al-nawras.md --findings --strengths --theme dark
draw focus dam-safety.toml --strengths --focus gates --depth 2
draw collapsed port-sabotage.md --strengths --collapse
draw large dam-safety.toml --findings --strengths

"$linchpin" matrix graphs/customs-outage.md --format svg -o "$gallery/matrix.svg"

# Two editions: a likelihood is another, a bullet is reworded, one is gone, and one is new.
edited="$(mktemp -d)"
trap 'rm -rf "$edited"' EXIT
sed -e 's/was very likely cut/was almost certainly cut/' -e 's/at half her usual speed/at a third of her usual speed/' \
    -e '/^- Her master reported/d' \
    -e '/^- One of her anchors/a - Paint of her colour was found on the cable. [@photos] {#paint supports="kj2:0.7"}' \
    graphs/cable-cut.md >"$edited/cable-cut.md"
"$linchpin" diff graphs/cable-cut.md "$edited/cable-cut.md" --to svg --fail-on never -o "$gallery/difference.svg"
