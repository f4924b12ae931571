#!/usr/bin/env python3
"""Time and memory against size, from a thousand nodes to a million.

    cargo build --release --examples --bins
    benches/scale.py target/release docs/src/images/scale.svg > table.md

Makes graph files and reports with `generate`, runs check, score, export and diff on each, and writes a table and a
log-log plot. Beside them run two readers that do nothing with what they read: `jq empty` on the same file, and none.
"""

import math
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.sax.saxutils

from measure import alternately, best, machine, say

SIZES = [1_000, 3_162, 10_000, 31_623, 100_000, 316_228, 1_000_000]


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    plot = pathlib.Path(sys.argv[2])
    largest = int(sys.argv[3]) if len(sys.argv) > 3 else SIZES[-1]
    linchpin, generate = str(programs / "linchpin"), str(programs / "examples" / "generate")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        make = lambda name, *words: made(os.path.join(folder, name), [generate, *words])
        for size in [size for size in SIZES if size <= largest]:
            say(f"{size} nodes")
            graph = make("graph.json", "json", "layered", str(size))
            other = make("other.json", "json", "layered", str(size), "2")
            report = make("report.md", "markdown", "tree", str(size))
            bytes_of = {path: os.path.getsize(path) for path in (graph, report)}
            for what, file, command in [
                ("check, graph file", graph, [linchpin, "check", "--jobs", "1", graph]),
                ("check, report", report, [linchpin, "check", "--jobs", "1", report]),
                ("score", graph, [linchpin, "score", graph]),
                ("export --to dot", graph, [linchpin, "export", graph, "--to", "dot"]),
                ("diff", graph, [linchpin, "diff", graph, other]),
            ]:
                rows.append((what, size, bytes_of[file], best(command)))
            if size == largest:
                ours, theirs = alternately([[linchpin, "check", "--jobs", "1", graph], ["jq", "empty", graph]])
                if ours.seconds and theirs.seconds:
                    print(f"check against `jq empty`: {ours.seconds / theirs.seconds:.2f} of its processor time;", end=" ")
                    print(f"memory {ours.megabytes * 1048576 / bytes_of[graph]:.1f} times the file\n")
        say("chains, cycles, hubs")
        for shape in ("chain", "cycles", "hubs"):
            size = min(largest, 1_000_000)
            graph = make("graph.json", "json", shape, str(size))
            rows.append((f"check, {shape}", size, os.path.getsize(graph), best([linchpin, "check", "--jobs", "1", graph])))
        count = largest // 10
        reports = os.path.join(folder, "reports")
        subprocess.run([generate, "reports", "tree", "14", str(count), reports], check=True)
        for jobs in ("1", "2"):
            found = best([linchpin, "check", "--jobs", jobs, "--format", "concise", reports], runs=1, limit=600)
            rows.append((f"check, {count} reports, --jobs {jobs}", 14 * count, 0, found))
    table(rows)
    plot.write_text(drawn(rows), encoding="utf-8")


def made(path, command):
    with open(path, "wb") as file:
        subprocess.run(command, stdout=file, check=True)
    return path


def table(rows):
    print(f"{machine()}\n")
    print("| command | nodes | seconds | µs a node | MB | slope of time | slope of memory |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    before = {}
    for what, size, _, found in rows:
        if found.seconds is None:
            print(f"| {what} | {size:,} | {found.why} | | | | |")
            continue
        slope = lambda now, then: f"{math.log(now / then[1]) / math.log(size / then[0]):.2f}"
        last = before.get(what)
        time = slope(found.seconds, (last[0], last[1])) if last and last[1] > 0 else ""
        memory = slope(found.megabytes, (last[0], last[2])) if last else ""
        print(
            f"| {what} | {size:,} | {found.seconds:.2f} | {found.seconds / size * 1e6:.1f} | {found.megabytes:.0f} |"
            f" {time} | {memory} |"
        )
        before[what] = (size, max(found.seconds, 0.005), found.megabytes)


COLOURS = ["#0b5cad", "#b3261e", "#2e7d32", "#8a5a00", "#6a1b9a"]
LEFT, TOP, WIDTH, HEIGHT = 70, 40, 300, 260


def drawn(rows):
    """Two log-log plots side by side: seconds, and megabytes, against nodes."""
    names = []
    for what, *_ in rows:
        if what not in names and sum(other[0] == what for other in rows) > 2:
            names.append(what)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {TOP + HEIGHT + 60 + 22 * len(names)}" width="900"'
        ' font-family="Liberation Sans, Arial, sans-serif" font-size="13" role="img" aria-label="Time and memory'
        ' against the number of nodes, on logarithmic axes">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for number, (title, value, low, high) in enumerate(
        [
            ("processor time, seconds", lambda found: found.seconds, -2, 2),
            ("memory at the peak, megabytes", lambda found: found.megabytes, 1, 4),
        ]
    ):
        left = LEFT + number * 430
        x = lambda size: left + (math.log10(size) - 3) / 3 * WIDTH
        y = lambda amount: TOP + HEIGHT - (math.log10(amount) - low) / (high - low) * HEIGHT
        parts.append(f'<text x="{left}" y="{TOP - 16}" font-weight="bold">{title}</text>')
        for power in range(low, high + 1):
            at = y(10**power)
            parts.append(f'<path d="M{left} {at:.1f}h{WIDTH}" stroke="#dddddd"/>')
            parts.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')
        for power in range(3, 7):
            at = x(10**power)
            parts.append(f'<path d="M{at:.1f} {TOP}v{HEIGHT}" stroke="#dddddd"/>')
            parts.append(f'<text x="{at:.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{10**power:,}</text>')
        parts.append(f'<text x="{left + WIDTH / 2}" y="{TOP + HEIGHT + 38}" text-anchor="middle">nodes</text>')
        # What a slope of 1 looks like.
        top = min(10**high, 10**low * 1000)
        parts.append(
            f'<path d="M{x(1000):.1f} {y(10**low):.1f}L{x(top / 10**low * 1000):.1f} {y(top):.1f}" stroke="#999999"'
            ' stroke-dasharray="4 4"/>'
        )
        for index, name in enumerate(names):
            points = [(size, value(found)) for what, size, _, found in rows if what == name and value(found)]
            line = " ".join(f"{x(size):.1f},{y(max(amount, 10**low)):.1f}" for size, amount in points)
            colour = COLOURS[index % len(COLOURS)]
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
            for size, amount in points:
                parts.append(f'<circle cx="{x(size):.1f}" cy="{y(max(amount, 10**low)):.1f}" r="3" fill="{colour}"/>')
    for index, name in enumerate(names):
        at = TOP + HEIGHT + 66 + 22 * index
        parts.append(f'<path d="M{LEFT} {at - 4}h24" stroke="{COLOURS[index % len(COLOURS)]}" stroke-width="3"/>')
        parts.append(f'<text x="{LEFT + 34}" y="{at}">{xml.sax.saxutils.escape(name)}</text>')
    at = TOP + HEIGHT + 66
    parts.append(f'<path d="M{LEFT + 430} {at - 4}h24" stroke="#999999" stroke-dasharray="4 4"/>')
    parts.append(f'<text x="{LEFT + 464}" y="{at}">slope 1: twice the nodes, twice the figure</text>')
    parts.append("</svg>\n")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
