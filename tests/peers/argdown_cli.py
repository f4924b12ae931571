#!/usr/bin/env python3
"""Does linchpin read out of Argdown documents what the official command line exports of them as JSON?

    argdown_cli.py LINCHPIN ARGDOWN FILE...

LINCHPIN is our program, ARGDOWN the official one (`npm install @argdown/cli`: node_modules/.bin/argdown). Without the
latter it says that it is skipped. Statements, arguments, their words, relations and premise-conclusion lists are
compared; where the official one refuses a file, only that is said.
"""
import json, os, re, subprocess, sys, tempfile

INDICATOR = re.compile(r"#(?:\([^)]+\)|[\w-]+)")


def official(program, path, folder):
    run = subprocess.run([program, "json", path, folder], capture_output=True, text=True, timeout=600)
    name = os.path.join(folder, os.path.splitext(os.path.basename(path))[0] + ".json")
    if not os.path.exists(name):
        return None, (run.stdout + run.stderr).strip().splitlines()[-1:]
    with open(name, encoding="utf-8") as file:
        return json.load(file), None


def letters(text):
    """Words without white space and tags, which the two treat differently on purpose."""
    return re.sub(r"\s+", "", INDICATOR.sub("", text or ""))


def canonical(members):
    defined = [m for m in members if not m.get("isReference") and m.get("text", "").strip()]
    pinned = [m for m in defined if (m.get("data") or {}).get("isCanonical")]
    return (pinned or defined or [None])[-1]


def expected(found):
    """Nodes (id to words) and edges of the argument that the export means."""
    statements, arguments = found["statements"], found["arguments"]
    used = set()
    for relation in found["relations"]:
        for end in ("from", "to"):
            if relation[end + "Type"] == "equivalence-class":
                used.add(relation[end])
    for argument in arguments.values():
        used.update(item["title"] for item in argument.get("pcs") or [])
    words = lambda entity: letters((canonical(entity["members"]) or {}).get("text"))
    nodes = {}
    for title, entity in statements.items():
        if title in used or not re.fullmatch(r"Untitled \d+", title):
            nodes[title] = words(entity) or letters(title)
    ids = {title: title + " (argument)" if title in nodes else title for title in arguments}
    edges, step_of = set(), {}
    for title, argument in arguments.items():
        items = argument.get("pcs") or []
        nodes[ids[title]] = words(argument) or ("" if items else letters(title))
        steps = [at for at, item in enumerate(items) if item.get("inference")]
        taken, start = set(), 0
        uses = []
        for at in steps:
            named = (items[at]["inference"].get("data") or {}).get("uses") or []
            uses.append([n - 1 for n in named if isinstance(n, int) and n - 1 < at])
            taken.update(uses[-1])
        for number, at in enumerate(steps):
            step = ids[title] if at == steps[-1] else f"{title} (step {number + 1})"
            if at != steps[-1]:
                nodes[step] = ""
            before = [start - 1] if start else []
            fresh = [n for n in range(start, at) if not uses[number] or n not in taken]
            premises = set(uses[number] + fresh + ([] if uses[number] else before))
            edges.update(("supports", items[n]["title"], step) for n in premises)
            edges.add(("supports", step, items[at]["title"]))
            start = at + 1
            step_of[title, at] = step
    for relation in found["relations"]:
        name = lambda end: ids[relation[end]] if relation[end + "Type"] != "equivalence-class" else relation[end]
        kind, start = relation["relationType"], name("from")
        end = step_of[relation["to"], relation["conclusionIndex"]] if relation["toType"] == "inference" else name("to")
        if kind in ("support", "entails"):
            edges.add(("supports", start, end))
        else:
            edges.add(("contradicts", start, end))
        if kind in ("contrary", "contradictory"):
            edges.add(("contradicts", end, start))
    return nodes, edges


def ours(program, path):
    run = subprocess.run([program, "export", path, "--from", "argdown", "--to", "json"], capture_output=True, text=True)
    if "holds no argument" in run.stderr:
        return ({}, set()), None
    if run.returncode != 0:
        return None, run.stderr.strip().splitlines()[:2]
    found = json.loads(run.stdout)
    nodes = {node["id"]: letters(node["text"]) for node in found["nodes"]}
    return (nodes, {(edge["kind"], edge["from"], edge["to"]) for edge in found["edges"]}), None


def main(linchpin, argdown, paths):
    if not os.path.exists(argdown):
        print("skipped: there is no", argdown)
        return 0
    same = differing = 0
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            theirs, refusal = official(argdown, path, folder)
        mine, fault = ours(linchpin, path)
        if theirs is None or mine is None:
            print(f"{path}: official: {refusal or 'read'}; ours: {fault or 'read'}")
            continue
        (nodes, edges), (our_nodes, our_edges) = expected(theirs), mine
        lines = [f"  node only {who}: {i}" for who, a, b in (("theirs", nodes, our_nodes), ("ours", our_nodes, nodes)) for i in sorted(a.keys() - b.keys())]
        lines += [f"  words of {i}:\n    theirs {nodes[i]}\n    ours   {our_nodes[i]}" for i in sorted(nodes.keys() & our_nodes.keys()) if nodes[i] != our_nodes[i]]
        lines += [f"  edge only {who}: {e}" for who, a, b in (("theirs", edges, our_edges), ("ours", our_edges, edges)) for e in sorted(a - b)]
        same, differing = same + (not lines), differing + bool(lines)
        print(f"{path}: {len(nodes)} nodes, {len(edges)} edges" + (", the same" if not lines else ""))
        print("\n".join(lines), end="\n" if lines else "")
    print(f"{same} the same, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
