use std::borrow::Cow;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::format::Reading;
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
    },
    Node(RawNode<'a>),
    Edge(RawEdge<'a>),
    /// A value, with its text so far.
    Data(Cow<'a, str>, String, Option<Span>),
    /// A label in an editor's own data.
    Label(String, Option<Span>),
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
    };
    if let Err(fault) = xml::walk(file, &mut reader) {
        reader.builder.faults.push(fault);
        return Err(reader.builder.faults);
    }
    let GraphMlReader { builder, nodes, edges, .. } = reader;
    builder.finish_with(&nodes, &edges)
}

impl<'a> Visitor<'a> for GraphMlReader<'a> {
    fn open(&mut self, element: &Element<'a>) -> Result<(), Fault> {
        let place = match element.name {
            "key" => {
                let (id, _) = element.required(self.file, "id")?;
                let name = element.attribute("attr.name").map(|pair| pair.0);
                let of = element.attribute("for").map(|pair| pair.0).filter(|of| of != "all");
                self.keys.insert(id.clone(), Key { name, of, default: None });
                Place::Key(id)
            }
            "default" if matches!(self.open.last(), Some(Place::Key(_))) => Place::Default(String::new(), None),
            "graph" => {
                if self.open.iter().any(|place| matches!(place, Place::Node(_))) {
                    self.builder.lose(element.span, "groups are left out; the nodes in them are kept");
                }
                let directed = element.value("edgedefault").map(|word| word != "undirected");
                Place::Graph { directed, span: element.span }
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
                    let message =
                        format!("there is no key `{key}`", key = crate::format::graph_file::tree::shown(&key));
                    let help = "declare it before the graph, as in <key id=\"…\" for=\"node\" attr.name=\"…\"/>";
                    return Err(Fault::new(self.file, span.range(), message).with_help(help));
                }
                Place::Data(key, String::new(), None)
            }
            // yEd's, the words that it shows.
            "NodeLabel" | "EdgeLabel" => Place::Label(String::new(), None),
            "hyperedge" => {
                self.builder.lose(element.span, "hyperedges are left out");
                Place::Other
            }
            "port" => {
                self.builder.lose(element.span, "ports are left out");
                Place::Other
            }
            _ => Place::Other,
        };
        self.open.push(place);
        Ok(())
    }

    fn text(&mut self, text: &str, span: Span) {
        if let Some(Place::Data(_, so_far, at) | Place::Default(so_far, at) | Place::Label(so_far, at)) =
            self.open.last_mut()
        {
            so_far.push_str(text);
            *at = Some(at.map_or(span, |at| at.to(span)));
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
            Place::Label(value, Some(span)) if !value.trim().is_empty() => {
                let cell = Cell { name: Cow::Borrowed("label"), value: Cow::Owned(value), span };
                let owner = self.open.iter_mut().rev().find_map(|place| match place {
                    Place::Node(node) => Some(&mut node.cells),
                    Place::Edge(edge) => Some(&mut edge.cells),
                    _ => None,
                });
                // A second label of one node is decoration.
                if let Some(cells) = owner
                    && !cells.iter().any(|known| known.name == "label")
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
            Place::Graph { directed, span } => Some((*directed, *span)),
            _ => None,
        });
        let own = element.value("directed").map(|word| word == "true" || word == "1");
        let directed = own.or(default.and_then(|pair| pair.0)).unwrap_or(true);
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
            Some(Place::Graph { .. }) => self.builder.whole(&cell),
            _ => {}
        }
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
