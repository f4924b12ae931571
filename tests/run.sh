#!/usr/bin/env bash
# Runs every test. Installs what the tests need beside Rust, if it is missing: Graphviz (reads our DOT back), a headless
# Chromium (opens our pages), rsvg-convert and the font Liberation Sans (draw our pictures once more) and Poppler's
# programs (read our PDF back), with the system's own package manager.
# Runs every test. Installs what the tests need beside Rust, if it is missing: Graphviz (reads our DOT back) and a
# headless Chromium (opens our pages), with the system's own package manager; axe-core, if there is npm.
# Further arguments go to the test programs: tests/run.sh -- --nocapture
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() {
    printf 'tests/run.sh: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

have_chromium() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome-headless-shell headless_shell; do
        have "$name" && return 0
    done
    [ -x '/Applications/Chromium.app/Contents/MacOS/Chromium' ] ||
        [ -x '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "installing needs root, and there is no sudo; run as root: $*"
    fi
}

# macOS has Arial, which is as wide.
have_liberation() {
    [ "$(uname)" = Darwin ] ||
        [ -n "$(find /usr/share/fonts /usr/local/share/fonts ~/.local/share/fonts ~/.fonts -name 'LiberationSans-Regular*' 2>/dev/null)" ]
}

# What the package manager calls a package whose name in Debian is given.
package_name() {
    case "$1 $2" in
        'librsvg2-bin dnf') echo librsvg2-tools ;;
        'librsvg2-bin apk') echo rsvg-convert ;;
        'librsvg2-bin pacman' | 'librsvg2-bin brew') echo librsvg ;;
        'poppler-utils pacman' | 'poppler-utils brew') echo poppler ;;
        'fonts-liberation dnf') echo liberation-sans-fonts ;;
        'fonts-liberation pacman') echo ttf-liberation ;;
        'fonts-liberation apk') echo font-liberation ;;
        *) echo "$1" ;;
    esac
}

# Installs a package, named as in Debian, under the name that the package manager at hand knows it by.
install_package() {
    printf 'tests/run.sh: installing %s\n' "$1" >&2
    if have apt-get; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
        local name="$1"
        # Ubuntu has another name for it than Debian.
        [ "$name" = chromium ] && ! apt-cache show chromium >/dev/null 2>&1 && name=chromium-browser
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$name"
    elif have dnf; then
        as_root dnf install -y --setopt=install_weak_deps=False "$(package_name "$1" dnf)"
    elif have pacman; then
        as_root pacman -Sy --noconfirm --needed "$(package_name "$1" pacman)"
    elif have apk; then
        as_root apk add --no-cache "$(package_name "$1" apk)"
    elif have brew; then
        # Homebrew refuses to run as root.
        if [ "$1" = chromium ]; then brew install --cask google-chrome; else brew install "$(package_name "$1" brew)"; fi
    else
        die "$1 is missing, and none of apt-get, dnf, pacman, apk and brew is here to install it; please install it by hand"
    fi
}

have cargo || die 'cargo is missing; install Rust (https://rustup.rs) first'
have dot || install_package graphviz
have dot || die 'graphviz was installed, but there is still no program dot in PATH'
have_chromium || install_package chromium
have_chromium || die 'chromium was installed, but none of its usual names is in PATH'
have rsvg-convert || install_package librsvg2-bin
have rsvg-convert || die 'librsvg was installed, but there is still no program rsvg-convert in PATH'
{ have pdftotext && have pdffonts && have pdfinfo; } || install_package poppler-utils
have pdftotext || die 'poppler was installed, but there is still no program pdftotext in PATH'
have_liberation || install_package fonts-liberation
have_liberation || die 'the font Liberation Sans was installed, but it is in none of the usual folders'

# axe-core checks that the HTML page is accessible. It is not ours to keep; without npm its test says that it is skipped.
axe=4.14.1
if ! grep -qs "\"version\": \"$axe\"" target/axe/node_modules/axe-core/package.json; then
    if have npm; then
        npm install --silent --no-audit --no-fund --ignore-scripts --prefix target/axe "axe-core@$axe"
    else
        printf 'tests/run.sh: no npm, so axe-core is not installed and its test is skipped\n' >&2
    fi
fi

cargo test --locked "$@"
