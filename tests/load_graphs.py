#!/usr/bin/env python3
"""Loads the named files with Arguebuf's and SADFace's own packages, by the format that stands before `.json`.

Prints one line a file: name, atoms, supports, attacks, edges, separated by tabs. Fails if a package refuses a file.
"""

import json
import logging
import sys

from arguebuf import load
from arguebuf.model.scheme import Attack, Support
from sadface import validation

# SADFace's documentation has a title, and its loader in Arguebuf asks for the rest of that example; the checker
# knows none of them.
UNCHECKED = ("title", "notes", "description")


def load_graph(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    kind = path.split(".")[-2]
    if kind == "aif":
        return load.aif(document)
    if kind == "xaif":
        return load.xaif(document)
    if kind == "arguebuf":
        return load.dict(document)
    core = document["metadata"]["core"]
    checked = {**document, "metadata": {**document["metadata"]}}
    checked["metadata"]["core"] = {key: value for key, value in core.items() if key not in UNCHECKED}
    accepted, problems = validation.verify(checked)
    if not accepted:
        sys.exit(f"{path}: {problems}")
    for key in UNCHECKED:
        core.setdefault(key, "")
    return load.sadface(document)


logging.disable(logging.CRITICAL)
for path in sys.argv[1:]:
    graph = load_graph(path)
    schemes = [node.scheme for node in graph.scheme_nodes.values()]
    supports = sum(isinstance(scheme, Support) for scheme in schemes)
    attacks = sum(isinstance(scheme, Attack) for scheme in schemes)
    print(path, len(graph.atom_nodes), supports, attacks, len(graph.edges), sep="\t")
