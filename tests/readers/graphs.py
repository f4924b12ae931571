"""Reads what linchpin wrote with libraries that know nothing of linchpin, and compares.

usage: graphs.py FOLDER

FOLDER holds, for each argument NAME, NAME.resolved.json (its nodes and edges) and the files of the other formats. A line
is printed for each comparison: "ok READER NAME", "skipped: READER …" or "wrong: …".
"""

import csv
import json
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])


def expected(name):
    resolved = json.loads((folder / f"{name}.resolved.json").read_text(encoding="utf-8"))
    nodes = sorted((node["id"], node["kind"], node["text"]) for node in resolved["nodes"])
    edges = sorted((edge["from"], edge["to"], edge["kind"], float(edge["weight"])) for edge in resolved["edges"])
    return nodes, edges


def plain(cell):
    # An apostrophe before what a spreadsheet would take for a formula is not a part of the text.
    return cell[1:] if re.match(r"'[ ']*[=+\-@\t\r\n＝＋－＠]", cell) else cell


def networkx(name):
    import networkx as nx

    for reader, graph in [
        ("graphml", nx.read_graphml(folder / f"{name}.graphml", force_multigraph=True)),
        ("gexf", nx.read_gexf(folder / f"{name}.gexf", version="1.3")),
    ]:
        assert graph.is_directed(), reader
        nodes = sorted((id, data["kind"], data.get("label", "")) for id, data in graph.nodes(data=True))
        edges = sorted((a, b, data["kind"], float(data["weight"])) for a, b, data in graph.edges(data=True))
        yield f"networkx {reader}", nodes, edges


def jgf(name):
    import jsonschema

    graph = json.loads((folder / f"{name}.jgf.json").read_text(encoding="utf-8"))
    # The part of the format's second version that matters here, in our own words.
    text = {"type": "string"}
    table = {"type": "object"}
    node = {"type": "object", "properties": {"label": text, "metadata": table}, "additionalProperties": False}
    edge = {
        "type": "object",
        "required": ["source", "target"],
        "properties": {
            "id": text,
            "source": text,
            "target": text,
            "relation": text,
            "directed": {"type": "boolean"},
            "label": text,
            "metadata": table,
        },
        "additionalProperties": False,
    }
    properties = {
        "id": text,
        "label": text,
        "directed": {"type": "boolean"},
        "type": text,
        "metadata": table,
        "nodes": {"type": "object", "additionalProperties": node},
        "edges": {"type": "array", "items": edge},
    }
    graph_schema = {"type": "object", "properties": properties, "additionalProperties": False}
    schema = {"type": "object", "required": ["graph"], "properties": {"graph": graph_schema}}
    jsonschema.validate(graph, schema)
    graph = graph["graph"]
    nodes = sorted((id, node["metadata"]["kind"], node["label"]) for id, node in graph["nodes"].items())
    edges = sorted(
        (edge["source"], edge["target"], edge["relation"], float(edge["metadata"]["weight"])) for edge in graph["edges"]
    )
    yield "jsonschema jgf", nodes, edges


def stix2(name):
    import stix2 as library

    text = (folder / f"{name}.stix.json").read_text(encoding="utf-8")
    bundle = library.parse(text, allow_custom=False)
    notes = {thing.id: thing for thing in bundle.objects if thing.type == "note"}
    own = lambda thing: next(iter(thing.extensions.values()))
    nodes = sorted((own(note)["id"], own(note)["kind"], own(note).get("text", note.content)) for note in notes.values())
    edges = sorted(
        (
            own(notes[thing.source_ref])["id"],
            own(notes[thing.target_ref])["id"],
            thing.relationship_type,
            float(own(thing)["weight"]),
        )
        for thing in bundle.objects
        if thing.type == "relationship"
    )
    # Each address has the id that the library would give it.
    for thing in bundle.objects:
        if thing.type == "url":
            assert library.URL(value=thing.value).id == thing.id, thing.value
    yield "stix2 stix", nodes, edges


def stix2validator(name):
    import stix2validator as library

    options = library.ValidationOptions(version="2.1", strict_types=False)
    result = library.validate_file(str(folder / f"{name}.stix.json"), options)
    errors = [str(error) for item in result.object_results for error in item.errors] if not result.is_valid else []
    assert result.is_valid, errors[:3]
    yield "stix2validator stix", *expected(name)


def duckdb(name):
    import duckdb as library

    if not (folder / f"{name}-nodes.parquet").exists():
        return
    parquet = lambda table: str(folder / f"{name}-{table}.parquet").replace("'", "''")
    nodes = sorted(library.sql(f"select id, kind, text from '{parquet('nodes')}'").fetchall())
    edges = sorted(library.sql(f"select src, dst, kind, weight from '{parquet('edges')}'").fetchall())
    # What the columns are, not only what they hold.
    kinds = dict(row[:2] for row in library.sql(f"describe select * from '{parquet('nodes')}'").fetchall())
    assert kinds["credibility"] == "DOUBLE" and kinds["sources"] == "VARCHAR[]" and kinds["inline"] == "BOOLEAN", kinds
    joined = library.sql(
        f"select count(*) from '{parquet('edges')}' e join '{parquet('nodes')}' a on e.src = a.id "
        f"join '{parquet('nodes')}' b on e.dst = b.id"
    ).fetchall()
    assert joined[0][0] == len(edges), joined
    yield "duckdb parquet", nodes, edges
    # All cells as text: types are guessed otherwise.
    form = "all_varchar=true, header=true, quote='\"', escape='\"'"
    read = lambda table: f"read_csv('{folder / f'{name}-{table}.csv'}', {form})"
    nodes = sorted(
        (plain(id), kind, plain(text))
        for id, kind, text in library.sql(f"select id, kind, coalesce(text, '') from {read('nodes')}").fetchall()
    )
    edges = [
        (plain(a), plain(b), kind, float(weight))
        for a, b, kind, weight in library.sql(f"select source, target, kind, weight from {read('edges')}").fetchall()
    ]
    yield "duckdb csv", nodes, sorted(edges)


def pyarrow(name):
    import pyarrow.parquet as library

    if not (folder / f"{name}-nodes.parquet").exists():
        return
    rows = library.read_table(folder / f"{name}-nodes.parquet").to_pylist()
    nodes = sorted((row["id"], row["kind"], row["text"]) for row in rows)
    rows = library.read_table(folder / f"{name}-edges.parquet").to_pylist()
    edges = sorted((row["src"], row["dst"], row["kind"], row["weight"]) for row in rows)
    yield "pyarrow parquet", nodes, edges


def polars(name):
    import polars as library

    if not (folder / f"{name}-nodes.parquet").exists():
        return
    nodes = library.read_parquet(folder / f"{name}-nodes.parquet")
    edges = library.read_parquet(folder / f"{name}-edges.parquet")
    nodes = sorted(nodes.select("id", "kind", "text").iter_rows())
    yield "polars parquet", nodes, sorted(edges.select("src", "dst", "kind", "weight").iter_rows())


def python_csv(name):
    for ending, dialect in [("csv", "excel"), ("tsv", "excel-tab")]:
        rows = {}
        for table in ["nodes", "edges"]:
            with open(folder / f"{name}-{table}.{ending}", encoding="utf-8", newline="") as file:
                rows[table] = list(csv.DictReader(file, dialect=dialect))
        nodes = sorted((plain(row["id"]), row["kind"], plain(row["text"])) for row in rows["nodes"])
        edges = sorted(
            (plain(row["source"]), plain(row["target"]), row["kind"], float(row["weight"])) for row in rows["edges"]
        )
        yield f"python {ending}", nodes, edges


READERS = {
    "networkx": networkx,
    "jsonschema": jgf,
    "stix2": stix2,
    "stix2validator": stix2validator,
    "duckdb": duckdb,
    "pyarrow": pyarrow,
    "polars": polars,
    "python": python_csv,
}

names = sorted(path.name.removesuffix(".resolved.json") for path in folder.glob("*.resolved.json"))
for library, read in READERS.items():
    for name in names:
        nodes, edges = expected(name)
        try:
            for reader, found_nodes, found_edges in read(name):
                if found_nodes == nodes and found_edges == edges:
                    print(f"ok {reader} {name}")
                else:
                    print(f"wrong: {reader} {name}: {len(found_nodes)} of {len(nodes)} nodes, "
                          f"{len(found_edges)} of {len(edges)} edges, or other values")
                    for one, other in zip(found_nodes + found_edges, nodes + edges):
                        if one != other:
                            print(f"  {one!r} is not {other!r}")
                            break
        except ModuleNotFoundError as error:
            print(f"skipped: {library}, as Python has no {error.name}")
            break
        except Exception as error:
            print(f"wrong: {library} {name}: {type(error).__name__}: {error}")
