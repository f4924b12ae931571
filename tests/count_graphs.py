#!/usr/bin/env python3
"""Counts the nodes and edges that an argument read from each of the named files must have.

It knows the formats and how they are mapped (docs/src/formats/), and nothing of linchpin's code. Prints one line a
file: name, nodes, edges, separated by tabs.
"""

import json
import sys
import xml.etree.ElementTree as ElementTree


def count_aif(file):
    file = file.get("AIF", file)
    kinds = {str(node["nodeID"]): node["type"] for node in file["nodes"] or []}
    edges = [(str(edge["fromID"]), str(edge["toID"])) for edge in file["edges"] or []]
    edges = [(a, b) for a, b in edges if a in kinds and b in kinds]
    steps = {id for id, kind in kinds.items() if kind in ("RA", "CA", "MA")}
    propositions = {id for id, kind in kinds.items() if kind == "I"}
    for a, b in edges:
        if kinds[a] == "L" and b in steps:
            propositions.add(a)
        if kinds[b] == "L" and a in steps:
            propositions.add(b)
    kept = propositions | steps
    edges = [(a, b) for a, b in edges if a in kept and b in kept]
    into = {id: [a for a, b in edges if b == id] for id in steps}
    out = {id: [b for a, b in edges if a == id] for id in steps}
    # A conflict with nothing is left out.
    dropped = {id for id in steps if kinds[id] == "CA" and not out[id]}
    # A step of one premise that nothing disputes is no node.
    plain = {
        id for id in steps - dropped if len(into[id]) == 1 and into[id][0] in propositions and out[id]
    }
    nodes = len(propositions) + len(steps - dropped - plain)
    count = 0
    for a, b in edges:
        if b in dropped or b in plain:
            continue
        count += 1
    return nodes, count


def count_arggraph(root):
    units = [unit.get("id") for unit in root.iter("adu")]
    edges = {edge.get("id"): edge for edge in root.iter("edge") if edge.get("type") != "seg"}
    own = {id: edge for id, edge in edges.items() if edge.get("type") != "add"}
    # An edge that another one is added to, or undercuts, is a node of its own.
    disputed = {edge.get("trg") for edge in edges.values() if edge.get("trg") in own}
    nodes = len(units) + len(disputed)
    # Such a node has an edge from its first premise and one to its conclusion; what is added has one edge.
    count = len(own) + len(disputed) + (len(edges) - len(own))
    return nodes, count


def count(path):
    if path.endswith(".xml"):
        return count_arggraph(ElementTree.parse(path).getroot())
    with open(path, encoding="utf-8-sig") as file:
        return count_aif(json.load(file))


for path in sys.argv[1:]:
    nodes, edges = count(path)
    print(path, nodes, edges, sep="\t")
