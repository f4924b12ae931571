use std::borrow::Cow;

use crate::format::Reading;
use crate::format::graph_file::Syntax;
use crate::format::graph_file::tree::{self, Entry, Tree, Value, shown};
use crate::format::json_sniff::{FIRST, sniff_json};
use crate::format::property_graph::{Builder, Cell, End, RawEdge, RawNode};
use crate::text::{Fault, SourceFile, SourceMap, Span};

/// Whether a file has a `graph` (or `graphs`) at its top, with nodes or edges in it. At worst one pass.
pub(super) fn recognises(file: &SourceFile) -> bool {
    sniff_json(file.text(), |path, _| match path {
        ["graph" | "graphs", "nodes" | "edges"] | ["graphs", FIRST, "nodes" | "edges"] => Some(true),
        // In other formats, `graph` stands beside these.
        ["nodes" | "links" | "edges", ..] => Some(false),
        _ => None,
    })
}

/// O(length).
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let root = tree::parse(file, 0..file.text().len(), Syntax::Json).map_err(|fault| vec![fault])?;
    let mut builder = Builder::new(SourceMap::single(file.clone()), file);
    for entry in root.entries().iter().filter(|entry| !matches!(entry.key.as_ref(), "graph" | "graphs" | "$schema")) {
        builder.lose(entry.span(), format!("`{}`, beside the graph, is left out", shown(&entry.key)));
    }
    match graph_of(&root) {
        Ok(graph) => JgfReader { builder: &mut builder, file }.graph(graph),
        Err((span, message, help)) => builder.fault(span, message, help),
    }
    builder.finish()
}

fn graph_of<'t, 'a>(root: &'t Tree<'a>) -> Result<&'t Tree<'a>, (Span, String, &'static str)> {
    match (root.get("graph"), root.get("graphs")) {
        (Some(graph), None) => Ok(graph),
        (Some(_), Some(graphs)) => {
            let message = "`graphs` stands beside `graph`; one file is one argument".to_owned();
            Err((graphs.span, message, "keep one graph, and give each of the others a file of its own"))
        }
        (None, Some(graphs)) => match &graphs.value {
            Value::List(items) if items.len() == 1 => Ok(&items[0]),
            Value::List(items) => {
                let message = format!("`graphs` holds {} graphs; one file is one argument", items.len());
                Err((graphs.span, message, "keep one graph, and give each of the others a file of its own"))
            }
            other => {
                let message = format!("`graphs` must be a list, not {}", other.describe());
                Err((graphs.span, message, "write {\"graph\": {\"nodes\": {…}, \"edges\": […]}}"))
            }
        },
        (None, None) => {
            let message = "there is no `graph` in this file".to_owned();
            Err((root.span, message, "write {\"graph\": {\"nodes\": {…}, \"edges\": […]}}"))
        }
    }
}

struct JgfReader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    file: &'a SourceFile,
}

impl<'a> JgfReader<'_, 'a> {
    fn graph(&mut self, graph: &Tree<'a>) {
        let Value::Map(entries) = &graph.value else {
            return self.wrong(graph, "`graph`", "a table", "write {\"nodes\": {…}, \"edges\": […]} there");
        };
        let mut directed = true;
        let mut nodes = None;
        let mut edges = None;
        for entry in entries {
            match entry.key.as_ref() {
                "directed" => directed = self.directed(&entry.value).unwrap_or(true),
                "label" => self.whole(entry),
                "metadata" => self.metadata(entry),
                "nodes" => nodes = Some(&entry.value),
                "edges" => edges = Some(&entry.value),
                "hyperedges" if matches!(&entry.value.value, Value::List(items) if items.is_empty()) => {}
                "hyperedges" => self.builder.lose(entry.span(), "hyperedges are left out"),
                "id" | "type" => {}
                key => self.builder.lose(entry.span(), format!("the graph's `{}` is left out", shown(key))),
            }
        }
        if let Some(nodes) = nodes {
            self.nodes(nodes);
        }
        let Some(edges) = edges else { return };
        match &edges.value {
            Value::List(items) => items.iter().for_each(|edge| self.edge(edge, directed)),
            Value::Null => {}
            _ => self.wrong(edges, "`edges`", "a list", "write [{\"source\": \"…\", \"target\": \"…\"}] there"),
        }
    }

    fn wrong(&mut self, tree: &Tree<'_>, what: &str, wanted: &str, help: &str) {
        let message = format!("{what} must be {wanted}, not {}", tree.value.describe());
        self.builder.fault(tree.span, message, help);
    }

    fn whole(&mut self, entry: &Entry<'a>) {
        if let Some(cell) = Cell::of_json(&entry.key, &entry.value) {
            self.builder.whole(&cell);
        }
    }

    /// `None` where it is not said.
    fn directed(&mut self, tree: &Tree<'a>) -> Option<bool> {
        match tree.value {
            Value::Bool(truth) => Some(truth),
            Value::Null => None,
            _ => {
                let help = "write true, and let each edge lead from premise to conclusion";
                self.wrong(tree, "`directed`", "true or false", help);
                None
            }
        }
    }

    fn metadata(&mut self, entry: &Entry<'a>) {
        self.must_be_table(&entry.value);
        for inner in entry.value.entries() {
            // Ours keep their own places.
            match (inner.key.as_ref(), &inner.value.value) {
                (name @ ("report" | "sources" | "questions" | "allow"), Value::Map(_)) => {
                    self.builder.part(name, &inner.value);
                }
                _ => self.whole(inner),
            }
        }
    }

    fn nodes(&mut self, nodes: &Tree<'a>) {
        match &nodes.value {
            Value::Map(entries) => {
                for entry in entries {
                    let id = (entry.key.clone(), entry.key_span);
                    // Some write it again.
                    let is_again =
                        entry.value.get("id").and_then(|inner| self.id(inner)).is_some_and(|it| it.0 == id.0);
                    self.node(id, &entry.value, entry.span(), if is_again { &["id"] } else { &[] });
                }
            }
            Value::List(items) => {
                for item in items {
                    match item.get("id").and_then(|id| self.id(id)) {
                        Some(id) => self.node(id, item, item.span, &["id"]),
                        None => {
                            let message = "this node has no `id`, or it is neither text nor a number";
                            self.builder.fault(item.span, message, "write {\"id\": \"…\"}");
                        }
                    }
                }
            }
            Value::Null => {}
            _ => self.wrong(nodes, "`nodes`", "a table or a list", "write {\"ID\": {\"label\": \"…\"}} there"),
        }
    }

    /// A text, or a number as it is written.
    fn id(&self, tree: &Tree<'a>) -> Option<(Cow<'a, str>, Span)> {
        match &tree.value {
            Value::Text(text) => Some((text.clone(), tree.span)),
            Value::Number(_) => Some((Cow::Borrowed(self.file.text().get(tree.span.range())?), tree.span)),
            _ => None,
        }
    }

    fn node(&mut self, (id, id_span): (Cow<'a, str>, Span), node: &Tree<'a>, span: Span, without: &[&str]) {
        if !matches!(node.value, Value::Map(_) | Value::Null) {
            return self.wrong(node, "a node", "a table", "write {\"label\": \"…\"} there");
        }
        let cells = self.cells(node, without);
        self.builder.node(&RawNode { id, id_span, span, cells });
    }

    fn edge(&mut self, edge: &Tree<'a>, directed: bool) {
        if !matches!(edge.value, Value::Map(_)) {
            let help = "write {\"source\": \"PREMISE\", \"target\": \"CONCLUSION\"}";
            return self.wrong(edge, "an edge", "a table", help);
        }
        let own = edge.get("directed").and_then(|own| self.directed(own));
        if !own.unwrap_or(directed) {
            let message = "this edge is undirected: it does not say which end is the premise";
            let help = "let `source` be the premise, and write \"directed\": true here or at the graph";
            return self.builder.fault(edge.span, message, help);
        }
        let end = |which: &str| edge.get(which).and_then(|tree| self.id(tree)).map(|(id, span)| End { id, span });
        let (Some(source), Some(target)) = (end("source"), end("target")) else {
            let message = "this edge has no `source` or no `target` that is a node's id";
            let help = "write {\"source\": \"PREMISE\", \"target\": \"CONCLUSION\"}";
            return self.builder.fault(edge.span, message, help);
        };
        let cells = self.cells(edge, &["source", "target", "directed", "id"]);
        self.builder.edge(&RawEdge { source, target, span: edge.span, cells });
    }

    /// The values of a node or an edge: its own and those of its metadata.
    fn cells(&mut self, tree: &Tree<'a>, without: &[&str]) -> Vec<Cell<'a>> {
        let is_own = |entry: &&Entry<'a>| entry.key != "metadata" && !without.contains(&entry.key.as_ref());
        let metadata = tree.get("metadata");
        if let Some(metadata) = metadata {
            self.must_be_table(metadata);
        }
        let inner = metadata.map_or(&[][..], Tree::entries);
        let all = tree.entries().iter().filter(is_own).chain(inner);
        all.filter_map(|entry| Cell::of_json(&entry.key, &entry.value)).collect()
    }

    fn must_be_table(&mut self, metadata: &Tree<'a>) {
        if !matches!(metadata.value, Value::Map(_) | Value::Null) {
            self.wrong(metadata, "`metadata`", "a table", "write {\"kind\": \"…\"} there");
        }
    }
}
