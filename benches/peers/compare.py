#!/usr/bin/env python3
"""linchpin beside other tools, on the same arguments, each in its own format. Start-up is included.

    cargo build --release --examples --bins
    benches/peers/compare.py target/release > table.md

Tools that are not on the PATH are left out, and the table says so:

    npm install -g @argdown/cli
    cargo install crustabri
    cargo install --git https://github.com/jonasthewolf/gsn2x
    pip install verocase arglib

Programs in other places are named by the environment: ARGDOWN, GSN2X, CRUSTABRI, VEROCASE, ARGLIB.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measure import alternately, machine, say  # noqa: E402

LIMIT = 60.0


def main():
    programs = pathlib.Path(sys.argv[1]).resolve()
    linchpin, generate = str(programs / "linchpin"), str(programs / "examples" / "generate")
    tools = {name: os.environ.get(name.upper()) or shutil.which(name) for name in PEERS}
    print(f"{machine()}; linchpin {version(linchpin)}", end="")
    for name, path in tools.items():
        print(f"; {name} {version(path) if path else 'not installed'}", end="")
    print("\n\n| task | size | linchpin, s | peer | peer, s | peer takes |")
    print("| --- | ---: | ---: | --- | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for task, peer, sizes, make, ours, theirs in TASKS:
            if not tools[peer]:
                print(f"| {task} | | | {peer} | not installed | |")
                continue
            for size in sizes:
                say(f"{task}, {peer}, {size}")
                files = make(generate, linchpin, folder, size)
                mine, other = alternately(
                    [ours(linchpin, *files, folder), theirs(tools[peer], *files, folder)], limit=LIMIT, statuses=range(3)
                )
                row(task, size, mine, peer, other)


def row(task, size, mine, peer, other):
    own = f"{mine.seconds:.3f}" if mine.seconds is not None else mine.why
    if other.seconds is None:
        ratio = f"over {LIMIT / mine.seconds:.0f} ×" if mine.seconds and "stopped" in other.why else ""
        print(f"| {task} | {size} | {own} | {peer} | {other.why} | {ratio} |", flush=True)
        return
    ratio = other.seconds / mine.seconds if mine.seconds else 0.0
    ratio = f"{ratio:.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"
    print(f"| {task} | {size} | {own} | {peer} | {other.seconds:.2f} | {ratio} |", flush=True)


def version(program):
    for flag in ("--version", "-V", "-v"):
        try:
            told = subprocess.run([program, flag], capture_output=True, text=True, timeout=30, check=False)
        except OSError:
            return "unknown"
        lines = (told.stdout or told.stderr).split("\n")
        words = [word for word in lines[0].split() if word.lstrip("v")[:1].isdigit()]
        if words:
            return words[0].lstrip("v")
    return "of unknown version"


def file(generate, folder, name, *words):
    path = os.path.join(folder, name)
    with open(path, "wb") as out:
        subprocess.run([generate, *words], stdout=out, check=True)
    return path


def argdown(generate, _, folder, size):
    return (file(generate, folder, "x.argdown", "argdown", "layered", str(size)),)


def gsn(shape):
    return lambda generate, _, folder, size: (file(generate, folder, "x.gsn.yaml", "gsn", shape, str(size)),)


def ltac(generate, linchpin, folder, size):
    source = file(generate, folder, "x.json", "json", "tree", str(size))
    path = os.path.join(folder, "x.ltac")
    subprocess.run([linchpin, "export", source, "--to", "ltac", "-o", path], check=True, stderr=subprocess.DEVNULL)
    return (path,)


def framework(generate, _, folder, size):
    return (file(generate, folder, "x.af", "af", "cycles", str(size)),)


def arglib(generate, _, folder, size):
    """The tool's own JSON: units, and relations between them."""
    import json

    source = json.load(open(file(generate, folder, "x.json", "json", "layered", str(size)), encoding="utf-8"))
    units = {key: {"id": key, "text": node["text"], "type": "fact"} for key, node in source["nodes"].items()}
    relations = [
        {"src": key, "dst": to, "kind": kind, "weight": weight}
        for key, node in source["nodes"].items()
        for kind, ours in (("support", "supports"), ("attack", "contradicts"))
        for to, weight in node.get(ours, {}).items()
    ]
    path = os.path.join(folder, "x.arglib.json")
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"units": units, "relations": relations, "metadata": {}}, out)
    return (path, os.path.join(folder, "x.json"))


PEERS = ["argdown", "gsn2x", "verocase", "arglib", "crustabri"]

TASKS = [
    (
        "Argdown to JSON",
        "argdown",
        [100, 1_000, 10_000],
        argdown,
        lambda program, path, folder: [program, "export", path, "--to", "json", "-o", f"{folder}/ours.json"],
        lambda program, path, folder: [program, "json", path, f"{folder}/theirs"],
    ),
    (
        "Argdown to DOT",
        "argdown",
        [100, 1_000, 10_000],
        argdown,
        lambda program, path, folder: [program, "export", path, "--to", "dot", "-o", f"{folder}/ours.dot"],
        lambda program, path, folder: [program, "map", "-f", "dot", path, f"{folder}/theirs"],
    ),
    (
        "check of a goal structure",
        "gsn2x",
        [100, 1_000, 10_000],
        gsn("tree"),
        lambda program, path, _: [program, "check", path],
        lambda program, path, _: [program, "-c", path],
    ),
    (
        "check of a layered goal structure",
        "gsn2x",
        [100, 1_000],
        gsn("layered"),
        lambda program, path, _: [program, "check", path],
        lambda program, path, _: [program, "-c", path],
    ),
    (
        "check of an LTAC outline",
        "verocase",
        [100, 1_000, 10_000],
        ltac,
        lambda program, path, _: [program, "check", path],
        lambda program, path, _: [program, "--ltac", path, "--validate"],
    ),
    (
        "diagnostics of a graph",
        "arglib",
        [100, 1_000, 10_000],
        arglib,
        lambda program, _, own, __: [program, "check", own],
        lambda program, path, _, __: [program, "diagnostics", path],
    ),
    (
        "graph to DOT",
        "arglib",
        [100, 1_000, 10_000],
        arglib,
        lambda program, _, own, folder: [program, "export", own, "--to", "dot", "-o", f"{folder}/ours.dot"],
        lambda program, path, _, __: [program, "dot", path],
    ),
    (
        "grounded extension",
        "crustabri",
        [1_000, 100_000, 1_000_000],
        framework,
        lambda program, path, _: [program, "iccma", "-p", "SE-GR", "-f", path],
        lambda program, path, _: [program, "solve", "-p", "SE-GR", "-f", path, "-r", "iccma23"],
    ),
]


if __name__ == "__main__":
    main()
