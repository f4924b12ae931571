use rustc_hash::FxHashMap;

use super::OWN_KEY;
use crate::argument::{Edge, EdgeKind, Node, NodeHandle, NodeKind, Origin, Warrant, Weight};
use crate::document::Prose;
use crate::format::graph_file::tree::{Entry, Tree, Value, shown};
use crate::format::graph_file::{Builder, NODE_FIELDS, ROOT_FIELDS};
use crate::format::settle_kinds::settle_kinds;
use crate::format::{Loss, Reading};
use crate::text::{Fault, SourceFile, Span};

/// What a node of the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Role {
    /// Something that is said to be so.
    Proposition,
    /// A step from premises to conclusions.
    Step(EdgeKind),
    /// Nothing that an argument has; edges to and from it are left out with it.
    LeftOut,
}

/// A node of the file.
#[derive(Clone, Debug)]
pub(in crate::format) struct Vertex<'t> {
    /// What it is.
    pub role: Role,
    /// Its id, words and place; of a step, the words that name its scheme, empty if they say nothing.
    pub node: Node,
    /// What stands under [`OWN_KEY`].
    pub own: Option<&'t Tree<'t>>,
    /// Of a step, the weight of what it does to its conclusions.
    pub weight: Weight,
}

impl<'t> Vertex<'t> {
    /// A node of full weight.
    pub fn new(role: Role, node: Node, own: Option<&'t Tree<'t>>) -> Self {
        Self { role, node, own, weight: Weight::FULL }
    }
}

/// An edge of the file; where it leads to and from is known already.
#[derive(Clone, Debug)]
struct FileEdge<'t> {
    from: usize,
    to: usize,
    span: Span,
    because: Option<Warrant>,
    own: Option<&'t Tree<'t>>,
}

/// A graph of propositions and steps while it is read.
pub(in crate::format) struct Incomplete<'t> {
    pub builder: Builder<'t>,
    vertices: Vec<Vertex<'t>>,
    settled: Vec<(usize, NodeKind)>,
    offered: Vec<usize>,
    by_id: FxHashMap<String, usize>,
    edges: Vec<FileEdge<'t>>,
    losses: Vec<Loss>,
}

impl<'t> Incomplete<'t> {
    /// A graph without nodes.
    pub fn new(file: &'t SourceFile) -> Self {
        Self {
            builder: Builder::new(file),
            vertices: Vec::new(),
            settled: Vec::new(),
            offered: Vec::new(),
            by_id: FxHashMap::default(),
            edges: Vec::new(),
            losses: Vec::new(),
        }
    }

    /// Notes what is not kept.
    pub fn lose(&mut self, span: Span, message: impl Into<String>) {
        self.losses.push(Loss { span, message: message.into() });
    }

    /// Notes what makes the file unreadable.
    pub fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.builder.decoder.fault(span, message, help);
    }

    /// The id that a value is, a text or a number as it is written; a fault if there is none.
    pub fn id(&mut self, tree: Option<&Tree<'_>>, owner: Span, what: &str) -> Option<String> {
        let help = "write it as text or as a whole number";
        let Some(tree) = tree else {
            self.fault(owner, format!("there is no {what}"), help);
            return None;
        };
        match &tree.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
            Value::Number(_) => Some(self.builder.decoder.written(tree.span).to_owned()),
            other => {
                let found = if matches!(other, Value::Text(_)) { "empty" } else { other.describe() };
                self.fault(tree.span, format!("{what} must be text or a number, not {found}"), help);
                None
            }
        }
    }

    /// Adds a node of the file under `id`, which stands at `place`.
    ///
    /// The same node again is passed over with a note; another node of the same id is a fault, as the edges could mean
    /// either.
    pub fn add(&mut self, id: String, place: Span, vertex: Vertex<'t>) {
        if let Some(&first) = self.by_id.get(&id) {
            let first = &self.vertices[first];
            if first.role == vertex.role && first.node.text.as_str() == vertex.node.text.as_str() {
                self.lose(
                    place,
                    format!("the node `{}` is given twice in the same words; it is kept once", shown(&id)),
                );
            } else {
                let message = format!("the id `{}` is given to two different nodes", shown(&id));
                self.fault(place, message, "give one of the two another id, and mend the edges that mean it");
            }
            return;
        }
        self.by_id.insert(id, self.vertices.len());
        self.vertices.push(vertex);
    }

    /// Says what a proposition is, unless that stands under our own key.
    pub fn settle(&mut self, at: usize, kind: NodeKind) {
        self.settled.push((at, kind));
    }

    /// Says that a proposition is an answer to a question: it is a hypothesis if it is no judgement.
    pub fn offer(&mut self, at: usize) {
        self.offered.push(at);
    }

    /// Adds a step that no node of the file is, from one node to another, and gives its number.
    pub fn step(&mut self, kind: EdgeKind, ends: [usize; 2], span: Span) -> usize {
        let id = self.vertices[ends[0]].node.id.clone();
        let node = Node::new(id, NodeKind::Inference, Prose::approximate("", span), span);
        let step = self.vertices.len();
        self.vertices.push(Vertex::new(Role::Step(kind), node, None));
        self.connect(ends[0], step, span, None);
        self.connect(step, ends[1], span, None);
        step
    }

    /// How many nodes there are.
    pub fn count(&self) -> usize {
        self.vertices.len()
    }

    /// The node of that id in the file.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The node at a number that [`Self::find`] gave.
    pub fn vertex(&mut self, at: usize) -> &mut Vertex<'t> {
        &mut self.vertices[at]
    }

    /// Adds an edge between two nodes of the file.
    pub fn connect(&mut self, from: usize, to: usize, span: Span, own: Option<&'t Tree<'t>>) {
        self.edges.push(FileEdge { from, to, span, because: None, own });
    }

    /// Adds an edge with its warrant.
    pub fn connect_because(&mut self, from: usize, to: usize, span: Span, because: Option<Warrant>) {
        self.edges.push(FileEdge { from, to, span, because, own: None });
    }

    /// The ends of an edge, by the nodes that two values name; one that names a node that is not there is noted, and the
    /// edge is left out.
    pub fn ends(&mut self, ends: [(&'static str, Option<&Tree<'_>>); 2], span: Span) -> Option<(usize, usize)> {
        let ends = ends.map(|(key, tree)| {
            let id = self.id(tree, span, &format!("`{key}` of an edge"))?;
            let found = self.find(&id);
            if found.is_none() {
                let at = tree.map_or(span, |tree| tree.span);
                self.lose(at, format!("there is no node `{}`; the edge is left out", shown(&id)));
            }
            found
        });
        let [from, to] = ends;
        Some((from?, to?))
    }

    /// The argument, and what is not kept. O(nodes + edges).
    ///
    /// # Errors
    /// The faults that were noted.
    pub fn finish(mut self, own: Option<&Tree<'_>>) -> Result<Reading, Vec<Fault>> {
        let plan = Plan::of(&self.vertices, &self.edges);
        let mut places = vec![None; self.vertices.len()];
        let mut unsettled = Vec::new();
        for (at, vertex) in self.vertices.iter().enumerate() {
            match plan.fates[at] {
                Fate::Node => {
                    let mut node = vertex.node.clone();
                    if vertex.role != Role::Proposition {
                        node.kind = NodeKind::Inference;
                    }
                    let fields = own_fields(vertex.own);
                    let (id, span) = (node.id.clone(), node.span);
                    let Some((handle, kind)) = self.builder.add(node, fields, NODE_FIELDS) else {
                        let message = format!("the id `{}` is given to two nodes", shown(id.as_str()));
                        self.builder.decoder.fault(span, message, "give one of the two another id");
                        continue;
                    };
                    match vertex.role {
                        Role::Proposition if kind.is_none() => unsettled.push((at, handle)),
                        Role::Step(_) => {
                            self.builder.argument.update_node(handle, |node| node.kind = NodeKind::Inference);
                        }
                        _ => {}
                    }
                    places[at] = Some(handle);
                }
                Fate::LeadsNowhere => {
                    let message = "a conflict without what it is against is left out".to_owned();
                    self.losses.push(Loss { span: vertex.node.span, message });
                }
                Fate::Edge { .. } | Fate::LeftOut => {}
            }
        }
        for edge in std::mem::take(&mut self.edges) {
            self.edge(&edge, &plan, &places);
        }
        let nothing = Tree { value: Value::Null, span: Span::default() };
        self.builder.tables(own.unwrap_or(&nothing), &format!("`{OWN_KEY}`"), ROOT_FIELDS);
        let settled: FxHashMap<usize, NodeKind> = self.settled.into_iter().collect();
        for (at, handle) in &unsettled {
            if let Some(&kind) = settled.get(at) {
                self.builder.argument.update_node(*handle, |node| node.kind = kind);
            }
        }
        let offered: Vec<NodeHandle> =
            self.offered.iter().filter(|at| !settled.contains_key(at)).filter_map(|&at| places[at]).collect();
        let unsettled = unsettled.into_iter().filter(|(at, _)| !settled.contains_key(at)).map(|(_, handle)| handle);
        settle_kinds(&mut self.builder.argument, unsettled);
        for handle in offered {
            if self.builder.argument.node(handle).kind != NodeKind::Judgement {
                self.builder.argument.update_node(handle, |node| node.kind = NodeKind::Hypothesis);
            }
        }
        let argument = self.builder.finish()?;
        let mut losses = self.losses;
        losses.sort_by_key(|loss| (loss.span.start, loss.span.end));
        Ok(Reading { losses, ..Reading::whole(argument) })
    }

    fn edge(&mut self, edge: &FileEdge<'t>, plan: &Plan, places: &[Option<NodeHandle>]) {
        let Some(conclusion) = places[edge.to] else { return };
        let from = &self.vertices[edge.from];
        let kind = match from.role {
            Role::Step(kind) => kind,
            Role::Proposition => EdgeKind::Supports,
            Role::LeftOut => return,
        };
        let (weight, because) = (from.weight, edge.because.clone());
        let mut made = Edge { kind, weight, because, span: edge.span, origin: Origin::Stated };
        let (premise, own) = match plan.fates[edge.from] {
            Fate::Edge { premise } => {
                made.span = from.node.span;
                made.because = Some(from.node.text.as_str()).filter(|name| !name.is_empty()).map(Into::into);
                (places[premise], from.own)
            }
            _ => (places[edge.from], edge.own),
        };
        let Some(premise) = premise else { return };
        self.builder.edge_fields(&mut made, own_fields(own));
        self.builder.argument.connect(premise, conclusion, made);
    }
}

fn own_fields<'t>(own: Option<&'t Tree<'_>>) -> &'t [Entry<'t>] {
    own.map_or(&[], Tree::entries)
}

/// What becomes of a node of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// A node of the argument.
    Node,
    /// A step of one premise that nobody disputes: an edge from it to each of its conclusions.
    Edge {
        /// The node that the premise is.
        premise: usize,
    },
    /// A contradiction of nothing.
    LeadsNowhere,
    LeftOut,
}

struct Plan {
    fates: Vec<Fate>,
}

impl Plan {
    fn of(vertices: &[Vertex<'_>], edges: &[FileEdge<'_>]) -> Self {
        let mut premises: Vec<Premises> = vec![Premises::None; vertices.len()];
        let mut has_conclusion = vec![false; vertices.len()];
        for edge in edges {
            if vertices[edge.from].role == Role::LeftOut || vertices[edge.to].role == Role::LeftOut {
                continue;
            }
            premises[edge.to] = match premises[edge.to] {
                Premises::None => Premises::One(edge.from),
                _ => Premises::Several,
            };
            has_conclusion[edge.from] = true;
        }
        let is_inference: Vec<bool> = vertices
            .iter()
            .map(|vertex| {
                let kind = own_fields(vertex.own).iter().find(|entry| entry.key == "kind");
                kind.is_some_and(|kind| kind.value.texts().next() == Some(NodeKind::Inference.word()))
            })
            .collect();
        let fates = vertices.iter().enumerate().map(|(at, vertex)| match vertex.role {
            Role::LeftOut => Fate::LeftOut,
            Role::Proposition => Fate::Node,
            Role::Step(EdgeKind::Contradicts) if !has_conclusion[at] => Fate::LeadsNowhere,
            Role::Step(_) => match premises[at] {
                Premises::One(premise) if has_conclusion[at] && !is_inference[at] => {
                    // A step that leads to a step disputes or supports it. Only where we wrote both is it a premise.
                    let is_premise = match vertices[premise].role {
                        Role::Proposition => true,
                        _ => vertex.own.is_some() && is_inference[premise],
                    };
                    if is_premise { Fate::Edge { premise } } else { Fate::Node }
                }
                _ => Fate::Node,
            },
        });
        Self { fates: fates.collect() }
    }
}

#[derive(Clone, Copy)]
enum Premises {
    None,
    One(usize),
    Several,
}
