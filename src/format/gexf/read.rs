use std::borrow::Cow;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::format::Reading;
use crate::format::graph_file::tree::shown;
use crate::format::property_graph::{Builder, Cell, End, RawEdge, RawNode};
use crate::format::xml::{self, Element, Visitor};
use crate::text::{Fault, SourceFile, SourceMap, Span};

/// A column: its title, and the value of those without one.
struct Column<'a> {
    title: Cow<'a, str>,
    default: Option<Cell<'a>>,
}

/// What an open element is.
enum Place<'a> {
    Other,
    Graph,
    /// The columns of nodes or of edges, by `class`.
    Columns(Class),
    Column(Class, Cow<'a, str>),
    Default(Class, Cow<'a, str>, String, Option<Span>),
    Node(RawNode<'a>),
    Edge(RawEdge<'a>),
    /// What belongs to the whole.
    Whole(&'a str, String, Option<Span>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Class {
    Node,
    Edge,
}

struct GexfReader<'a> {
    file: &'a SourceFile,
    builder: Builder<'a>,
    columns: HashMap<(Class, Cow<'a, str>), Column<'a>, FxBuildHasher>,
    /// The columns that have a default, in order.
    defaults: Vec<(Class, Cow<'a, str>)>,
    /// By `defaultedgetype`, which is undirected where it is not given.
    directed: bool,
    has_graph: bool,
    open: Vec<Place<'a>>,
    nodes: Vec<RawNode<'a>>,
    edges: Vec<RawEdge<'a>>,
}

/// O(length).
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let builder = Builder::new(SourceMap::single(file.clone()), file);
    let mut reader = GexfReader {
        file,
        builder,
        columns: HashMap::default(),
        defaults: Vec::new(),
        directed: false,
        has_graph: false,
        open: Vec::new(),
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    if let Err(fault) = xml::walk(file, "gexf", &mut reader) {
        reader.builder.faults.push(fault);
        return Err(reader.builder.faults);
    }
    let GexfReader { mut builder, nodes, edges, has_graph, .. } = reader;
    if !has_graph {
        let help = "write <graph defaultedgetype=\"directed\">";
        builder.fault(Span::default(), "there is no `graph` in this file", help);
    }
    builder.finish_with(&nodes, &edges)
}

impl<'a> Visitor<'a> for GexfReader<'a> {
    fn open(&mut self, element: &Element<'a>) -> Result<(), Fault> {
        let place = match element.name {
            // In version 1.0, the label's colours and so on have prefixes.
            _ if element.prefix == "viz" => {
                self.builder.lose(element.span, "colours, sizes and places are left out");
                Place::Other
            }
            "report" | "sources" | "questions" if element.prefix == "linchpin" => {
                Place::Whole(element.name, String::new(), None)
            }
            "graph" => {
                if std::mem::replace(&mut self.has_graph, true) {
                    let message = "this is a second graph; one file is one argument";
                    let help = "keep one graph, and give the other a file of its own";
                    return Err(Fault::new(self.file, element.span.range(), message).with_help(help));
                }
                let word = element.value("defaultedgetype").unwrap_or("undirected");
                self.directed = word == "directed";
                if element.value("mode") == Some("dynamic") {
                    self.builder.lose(element.span, "times are left out; what is there at any time is kept");
                }
                Place::Graph
            }
            "attributes" if matches!(self.open.last(), Some(Place::Graph)) => {
                let class = if element.value("class") == Some("edge") { Class::Edge } else { Class::Node };
                Place::Columns(class)
            }
            "attribute" => match self.open.last() {
                Some(&Place::Columns(class)) => {
                    let (id, id_span) = element.required(self.file, "id")?;
                    let title = element.attribute("title").map_or_else(|| id.clone(), |pair| pair.0);
                    if self.columns.insert((class, id.clone()), Column { title, default: None }).is_some() {
                        let message = format!("the column `{}` is declared twice", shown(&id));
                        let help = "give one of the two another id";
                        return Err(Fault::new(self.file, id_span.range(), message).with_help(help));
                    }
                    Place::Column(class, id)
                }
                _ => Place::Other,
            },
            "default" => match self.open.last() {
                Some(Place::Column(class, id)) => Place::Default(*class, id.clone(), String::new(), None),
                _ => Place::Other,
            },
            "spells" | "slices" => {
                self.builder.lose(element.span, "times are left out; what is there at any time is kept");
                Place::Other
            }
            "node" => self.node(element)?,
            "edge" => self.edge(element)?,
            "attvalue" => {
                self.value(element)?;
                Place::Other
            }
            "nodes" | "edges" | "attvalues" => Place::Other,
            name => {
                if matches!(self.open.last(), Some(Place::Graph | Place::Node(_) | Place::Edge(_))) {
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
            Some(Place::Default(.., so_far, at) | Place::Whole(_, so_far, at)) => {
                so_far.push_str(text);
                *at = Some(at.map_or(span, |at| at.to(span)));
            }
            Some(Place::Graph | Place::Node(_) | Place::Edge(_)) if !text.trim().is_empty() => {
                self.builder.lose(span, "text in an element is left out; nodes and edges have attributes and columns");
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        let Some(place) = self.open.pop() else { return };
        match place {
            Place::Default(class, id, value, Some(span)) => {
                if let Some(column) = self.columns.get_mut(&(class, id.clone())) {
                    column.default = Some(Cell { name: column.title.clone(), value: Cow::Owned(value), span });
                    self.defaults.push((class, id));
                }
            }
            Place::Node(mut node) => {
                self.add_defaults(Class::Node, &mut node.cells);
                self.nodes.push(node);
            }
            Place::Edge(mut edge) => {
                self.add_defaults(Class::Edge, &mut edge.cells);
                self.edges.push(edge);
            }
            Place::Whole(name, value, Some(span)) => {
                self.builder.whole(&Cell { name: Cow::Borrowed(name), value: Cow::Owned(value), span });
            }
            _ => {}
        }
    }
}

impl<'a> GexfReader<'a> {
    fn node(&mut self, element: &Element<'a>) -> Result<Place<'a>, Fault> {
        let (id, id_span) = element.required(self.file, "id")?;
        if self.open.iter().any(|place| matches!(place, Place::Node(_))) || element.value("pid").is_some() {
            self.builder.lose(element.span, "groups are left out; the nodes in them are kept");
        }
        let label = element.attribute("label");
        let cells = label.map(|(value, span)| Cell { name: Cow::Borrowed("label"), value, span }).into_iter().collect();
        Ok(Place::Node(RawNode { id, id_span, span: element.span, cells }))
    }

    fn edge(&mut self, element: &Element<'a>) -> Result<Place<'a>, Fault> {
        let (source, source_span) = element.required(self.file, "source")?;
        let (target, target_span) = element.required(self.file, "target")?;
        let own = element.value("type");
        if own.map_or(!self.directed, |word| word != "directed") {
            let help = "let `source` be the premise, and write defaultedgetype=\"directed\" at the graph or \
                        type=\"directed\" here";
            let message = match own {
                Some(word) if word != "undirected" => {
                    format!("this edge is `{}` and not directed: it does not say which end is the premise", shown(word))
                }
                _ => "this edge is undirected: it does not say which end is the premise".to_owned(),
            };
            return Err(Fault::new(self.file, element.span.range(), message).with_help(help));
        }
        let cell = |name: &'static str| {
            let (value, span) = element.attribute(name)?;
            Some(Cell { name: Cow::Borrowed(name), value, span })
        };
        let cells = ["weight", "label", "kind"].into_iter().filter_map(cell).collect();
        Ok(Place::Edge(RawEdge {
            source: End { id: source, span: source_span },
            target: End { id: target, span: target_span },
            span: element.span,
            cells,
        }))
    }

    fn value(&mut self, element: &Element<'a>) -> Result<(), Fault> {
        // Version 1.0 says `id` for `for`.
        let column = element.attribute("for").or_else(|| element.attribute("id"));
        let Some((column, column_span)) = column else { return element.required(self.file, "for").map(|_| ()) };
        let (value, span) = element.required(self.file, "value")?;
        let (class, cells) = match self.open.iter_mut().rev().find(|place| !matches!(place, Place::Other)) {
            Some(Place::Node(node)) => (Class::Node, &mut node.cells),
            Some(Place::Edge(edge)) => (Class::Edge, &mut edge.cells),
            _ => return Ok(()),
        };
        let Some(Column { title, .. }) = self.columns.get(&(class, column.clone())) else {
            let message = format!("there is no column `{}`", shown(&column));
            let help = "declare it before the nodes, as in <attribute id=\"…\" title=\"…\" type=\"string\"/>";
            return Err(Fault::new(self.file, column_span.range(), message).with_help(help));
        };
        cells.push(Cell { name: title.clone(), value, span });
        Ok(())
    }

    fn add_defaults(&self, of: Class, cells: &mut Vec<Cell<'a>>) {
        for key in self.defaults.iter().filter(|(class, _)| *class == of) {
            let default = self.columns.get(key).and_then(|column| column.default.as_ref());
            if let Some(default) = default
                && !cells.iter().any(|cell| cell.name == default.name)
            {
                cells.push(default.clone());
            }
        }
    }
}
