use std::borrow::Cow;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::format::Reading;
use crate::format::graph_file::tree::shown;
use crate::format::property_graph::{Builder, Cell, End, RawEdge, RawNode};
use crate::format::xml::{self, Element, Visitor};
use crate::text::{Fault, SourceFile, SourceMap, Span};

/// What a `key` declares.
struct Key<'a> {
    /// `attr.name`; `None` for what an editor keeps for itself, such as its graphics.
    name: Option<Cow<'a, str>>,
    of: Option<Cow<'a, str>>,
    default: Option<Cell<'a>>,
}

/// What an open element is.
enum Place<'a> {
    Other,
    Key(Cow<'a, str>),
    /// The value of the key that is open last.
    Default(String, Option<Span>),
    Graph {
        directed: Option<bool>,
        span: Span,
        /// In a node, as a group.
        is_inner: bool,
    },
    Node(RawNode<'a>),
    Edge(RawEdge<'a>),
    /// A value, with its text so far.
    Data(Cow<'a, str>, String, Option<Span>),
    /// Words without a key: an editor's label, or a description; with the name that they go by.
    Words(&'static str, String, Option<Span>),
}

struct GraphMlReader<'a> {
    file: &'a SourceFile,
    builder: Builder<'a>,
    keys: HashMap<Cow<'a, str>, Key<'a>, FxBuildHasher>,
    /// In the order of the declarations.
    defaults: Vec<Cow<'a, str>>,
    open: Vec<Place<'a>>,
    /// Edges may stand before their nodes.
    edges: Vec<RawEdge<'a>>,
    nodes: Vec<RawNode<'a>>,
    has_graph: bool,
}

/// O(length).
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let builder = Builder::new(SourceMap::single(file.clone()), file);
    let mut reader = GraphMlReader {
        file,
        builder,
        keys: HashMap::default(),
        defaults: Vec::new(),
        open: Vec::new(),
        edges: Vec::new(),
        nodes: Vec::new(),
        has_graph: false,
    };
    if let Err(fault) = xml::walk(file, "graphml", &mut reader) {
        reader.builder.faults.push(fault);
        return Err(reader.builder.faults);
    }
    let GraphMlReader { mut builder, nodes, edges, has_graph, .. } = reader;
    if !has_graph {
        builder.fault(Span::default(), "there is no `graph` in this file", "write <graph edgedefault=\"directed\">");
    }
    builder.finish_with(&nodes, &edges)
}

impl<'a> Visitor<'a> for GraphMlReader<'a> {
    fn open(&mut self, element: &Element<'a>) -> Result<(), Fault> {
        let place = match element.name {
            "key" => {
                let (id, id_span) = element.required(self.file, "id")?;
                let name = element.attribute("attr.name").map(|pair| pair.0);
                let of = element.attribute("for").map(|pair| pair.0).filter(|of| of != "all");
                if self.keys.insert(id.clone(), Key { name, of, default: None }).is_some() {
                    let message = format!("the key `{}` is declared twice", shown(&id));
                    let help = "give one of the two another id";
                    return Err(Fault::new(self.file, id_span.range(), message).with_help(help));
                }
                Place::Key(id)
            }
            "default" if matches!(self.open.last(), Some(Place::Key(_))) => Place::Default(String::new(), None),
            "graph" => {
                let is_inner = self.open.iter().any(|place| matches!(place, Place::Node(_)));
                if is_inner {
                    self.builder.lose(element.span, "groups are left out; the nodes in them are kept");
                } else if std::mem::replace(&mut self.has_graph, true) {
                    let message = "this is a second graph; one file is one argument";
                    let help = "keep one graph, and give the other a file of its own";
                    return Err(Fault::new(self.file, element.span.range(), message).with_help(help));
                }
                let directed = self.direction(element, "edgedefault", "directed", "undirected")?;
                Place::Graph { directed, span: element.span, is_inner }
            }
            "node" => {
                let (id, id_span) = element.required(self.file, "id")?;
                Place::Node(RawNode { id, id_span, span: element.span, cells: Vec::new() })
            }
            "edge" => self.edge(element)?,
            "data" if !element.prefix.is_empty() => Place::Other,
            "data" => {
                let (key, span) = element.required(self.file, "key")?;
                if !self.keys.contains_key(&key) {
                    let message = format!("there is no key `{}`", shown(&key));
                    let help = "declare it before the graph, as in <key id=\"…\" for=\"node\" attr.name=\"…\"/>";
                    return Err(Fault::new(self.file, span.range(), message).with_help(help));
                }
                Place::Data(key, String::new(), None)
            }
            // yEd's, the words that it shows.
            "NodeLabel" | "EdgeLabel" => Place::Words("label", String::new(), None),
            "desc" if matches!(self.open.last(), Some(Place::Node(_))) => {
                Place::Words("description", String::new(), None)
            }
            "desc" if matches!(self.open.last(), Some(Place::Edge(_))) => Place::Words("label", String::new(), None),
            "desc" if matches!(self.open.last(), Some(Place::Graph { .. })) => {
                self.builder.lose(element.span, "the graph's description is left out");
                Place::Other
            }
            "hyperedge" => {
                self.builder.lose(element.span, "hyperedges are left out");
                Place::Other
            }
            "port" => {
                self.builder.lose(element.span, "ports are left out");
                Place::Other
            }
            name => {
                let is_here = matches!(self.open.last(), Some(Place::Graph { .. } | Place::Node(_) | Place::Edge(_)));
                if is_here || self.open.len() == 1 {
                    self.builder.lose(element.span, format!("elements `{}` are left out", shown(name)));
                }
                Place::Other
            }
        };
        self.open.push(place);
        Ok(())
    }

    fn text(&mut self, text: &str, span: Span) {
        match self.open.last_mut() {
            Some(Place::Data(_, so_far, at) | Place::Default(so_far, at) | Place::Words(_, so_far, at)) => {
                so_far.push_str(text);
                *at = Some(at.map_or(span, |at| at.to(span)));
            }
            Some(Place::Graph { .. } | Place::Node(_) | Place::Edge(_)) if !text.trim().is_empty() => {
                self.builder.lose(span, "text that stands in no `data` is left out");
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(place) = self.open.pop() else { return };
        match place {
            Place::Default(value, span) => {
                let Some(Place::Key(id)) = self.open.last() else { return };
                let Some(key) = self.keys.get_mut(id) else { return };
                if let (Some(name), Some(span)) = (&key.name, span) {
                    key.default = Some(Cell { name: name.clone(), value: Cow::Owned(value), span });
                    self.defaults.push(id.clone());
                }
            }
            Place::Node(mut node) => {
                self.defaults("node", &mut node.cells);
                self.nodes.push(node);
            }
            Place::Edge(mut edge) => {
                self.defaults("edge", &mut edge.cells);
                self.edges.push(edge);
            }
            Place::Data(key, value, span) => self.data(&key, value, span),
            Place::Words(name, value, Some(span)) if !value.trim().is_empty() => {
                let cell = Cell { name: Cow::Borrowed(name), value: Cow::Owned(value), span };
                let owner = self.open.iter_mut().rev().find_map(|place| match place {
                    Place::Node(node) => Some(&mut node.cells),
                    Place::Edge(edge) => Some(&mut edge.cells),
                    _ => None,
                });
                // A second label of one node is decoration.
                if let Some(cells) = owner
                    && !cells.iter().any(|known| known.name == name)
                {
                    cells.push(cell);
                }
            }
            _ => {}
        }
    }
}

impl<'a> GraphMlReader<'a> {
    fn edge(&mut self, element: &Element<'a>) -> Result<Place<'a>, Fault> {
        let (source, source_span) = element.required(self.file, "source")?;
        let (target, target_span) = element.required(self.file, "target")?;
        let default = self.open.iter().rev().find_map(|place| match place {
            Place::Graph { directed, .. } => *directed,
            _ => None,
        });
        let own = match element.value("directed") {
            Some("1") => Some(true),
            Some("0") => Some(false),
            _ => self.direction(element, "directed", "true", "false")?,
        };
        let directed = own.or(default).unwrap_or(true);
        if !directed {
            let help =
                "write directed=\"true\" and let `source` be the premise, or edgedefault=\"directed\" at the graph";
            let message = "this edge is undirected: it does not say which end is the premise";
            return Err(Fault::new(self.file, element.span.range(), message).with_help(help));
        }
        Ok(Place::Edge(RawEdge {
            source: End { id: source, span: source_span },
            target: End { id: target, span: target_span },
            span: element.span,
            cells: Vec::new(),
        }))
    }

    fn data(&mut self, key: &str, value: String, span: Option<Span>) {
        let Some(name) = self.keys.get(key).and_then(|key| key.name.clone()) else { return };
        let here = self.builder_place();
        let cell = Cell { name, value: Cow::Owned(value), span: span.unwrap_or(here) };
        match self.open.last_mut() {
            Some(Place::Node(node)) => node.cells.push(cell),
            Some(Place::Edge(edge)) => edge.cells.push(cell),
            Some(Place::Graph { is_inner: false, .. }) => self.builder.whole(&cell),
            Some(Place::Data(..)) => self.builder.lose(cell.span, "data in data is left out"),
            _ => {}
        }
    }

    /// Whether an attribute says the one word; `None` if it is not there.
    fn direction(&self, element: &Element<'a>, name: &str, yes: &str, no: &str) -> Result<Option<bool>, Fault> {
        let Some((word, span)) = element.attribute(name) else { return Ok(None) };
        if word != yes && word != no {
            let message = format!("`{name}` must be `{yes}` or `{no}`, not `{}`", shown(&word));
            let help = format!("write {name}=\"{yes}\", and let each edge lead from premise to conclusion");
            return Err(Fault::new(self.file, span.range(), message).with_help(help));
        }
        Ok(Some(word == yes))
    }

    /// The place of the element that an empty value is in.
    fn builder_place(&self) -> Span {
        match self.open.last() {
            Some(Place::Node(node)) => node.span,
            Some(Place::Edge(edge)) => edge.span,
            Some(Place::Graph { span, .. }) => *span,
            _ => Span::default(),
        }
    }

    /// Adds the values that a key gives to every node or edge without one of its own.
    fn defaults(&self, of: &str, cells: &mut Vec<Cell<'a>>) {
        for id in &self.defaults {
            let Some(Key { of: owner, default: Some(default), .. }) = self.keys.get(id) else { continue };
            if owner.as_deref().is_none_or(|owner| owner == of) && !cells.iter().any(|cell| cell.name == default.name) {
                cells.push(default.clone());
            }
        }
    }
}
