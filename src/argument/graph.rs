use indexmap::IndexMap;
use petgraph::Direction;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;
use std::sync::OnceLock;

use super::ids::Ids;
use super::neighbours::{Neighbours, Steps};
use super::{Date, Defect, Edge, EdgeHandle, EdgeKind, Id, Node, NodeKind, Question, Restatement, Source, Suppression};
use crate::document::Prose;
use crate::text::{SourceMap, Span};

/// From so many nodes on, work on each is shared out among threads: on fewer, it is done before other threads wake up.
pub(crate) const MANY_NODES: usize = 4096;

/// What the report says of itself.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Its title.
    pub title: Option<Prose>,
    /// Its date.
    pub date: Option<Date>,
    /// The yardstick that it asks for, or `None` to have it found out.
    pub yardstick: Option<String>,
    /// Where the yardstick is named.
    pub yardstick_span: Option<Span>,
    /// The yardstick that its likelihoods were read by, filled in with the estimates.
    pub read_by: Option<ReadBy>,
}

/// The yardstick that a report's likelihoods were read by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBy {
    /// Its name.
    pub yardstick: String,
    /// Whether the report or the settings name it; otherwise it was found out from the terms in use.
    pub named: bool,
}

/// The place of a node in its argument. Handles are given in document order, from 0, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeHandle(pub(super) NodeIndex<u32>);

impl NodeHandle {
    /// Its number in document order, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0.index()
    }
}

/// A second node of the same id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the id `{id}` is taken")]
pub struct DuplicateId {
    /// The id.
    pub id: Id,
    /// The node that has it.
    pub holder: NodeHandle,
}

/// An edge seen from one of its ends: the edge, and the node at the other end.
#[derive(Clone, Copy, Debug)]
pub struct Premise<'a> {
    /// The edge's place.
    pub handle: EdgeHandle,
    /// The edge's kind, which is nearer at hand than the edge.
    pub kind: EdgeKind,
    /// The edge.
    pub edge: &'a Edge,
    /// The node at the other end: the premise, or the conclusion for [`Argument::conclusions`].
    pub node: NodeHandle,
}

/// Judgements and what bears on them: one report or graph file, read and resolved.
///
/// A weight cannot be out of range and an edge cannot dangle: [`Argument::connect`] takes handles, and handles are
/// only given for nodes that exist. Nodes and edges keep the order in which they were added, which is the order of
/// the text.
#[derive(Clone, Debug, Default)]
pub struct Argument {
    graph: DiGraph<Node, Edge, u32>,
    ids: Ids,
    /// The edges of each node, once there are to be no more of them.
    neighbours: OnceLock<Neighbours>,
    files: SourceMap,
    /// Whether it was read from a report in prose, whose layout says what is what, and not from a graph, which says so
    /// itself.
    pub is_report: bool,
    /// What the report says of itself.
    pub report: Report,
    sources: IndexMap<Id, Source, FxBuildHasher>,
    questions: Vec<Question>,
    /// What could not become part of the argument.
    pub defects: Vec<Defect>,
    /// Judgements that the report gives more than once.
    pub restatements: Vec<Restatement>,
    /// The paragraphs and list items before the first judgement that are no part of the argument: the introduction or
    /// summary. Empty for graph files.
    pub lead: Vec<Prose>,
    /// Rules that the author silenced.
    pub suppressions: Vec<Suppression>,
}

impl Argument {
    /// An argument without nodes, read from `files`.
    #[must_use]
    pub fn new(files: SourceMap) -> Self {
        Self { files, ..Self::default() }
    }

    /// The files that it was read from.
    #[must_use]
    pub fn files(&self) -> &SourceMap {
        &self.files
    }

    /// Adds a node at the end of the document order. O(1).
    ///
    /// # Errors
    /// [`DuplicateId`] if a node has this id already; the argument stays as it was.
    pub fn add_node(&mut self, node: Node) -> Result<NodeHandle, DuplicateId> {
        if let Some(holder) = self.find(node.id.as_str()) {
            return Err(DuplicateId { id: node.id, holder });
        }
        let handle = NodeHandle(self.graph.add_node(node));
        self.ids.insert(&self.graph, handle);
        self.neighbours.take();
        Ok(handle)
    }

    /// Makes room for the nodes and edges of a text of which the first `read` of `length` bytes are read, once there are
    /// many and their room is all but used up: by what was read, how much is to come can be told better than by doubling,
    /// which copies all of them time and again and may leave half of the room empty. O(1), but for the copying.
    pub(crate) fn make_room(&mut self, read: usize, length: usize) {
        const FEW: usize = 4096;
        const SPARE: usize = 64;
        let more = |count: usize, capacity: usize| {
            let is_due = count >= FEW && capacity - count < SPARE && read < length;
            is_due.then(|| {
                // A tenth more than the same again for each byte, and never so little that room is made too often.
                let wanted = count as u128 * length as u128 / read.max(1) as u128 * 11 / 10;
                let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
                wanted.clamp(count + count / 2, count.saturating_mul(8)) - count
            })
        };
        let (nodes, edges) = self.graph.capacity();
        if let Some(more) = more(self.graph.node_count(), nodes) {
            self.graph.reserve_exact_nodes(more);
        }
        if let Some(more) = more(self.graph.edge_count(), edges) {
            self.graph.reserve_exact_edges(more);
        }
    }

    /// Connects a premise to a conclusion. Parallel edges and loops are allowed. O(1).
    ///
    /// # Panics
    /// If a handle is of a larger argument.
    pub fn connect(&mut self, premise: NodeHandle, conclusion: NodeHandle, edge: Edge) -> EdgeHandle {
        self.neighbours.take();
        EdgeHandle(self.graph.add_edge(premise.0, conclusion.0, edge))
    }

    /// The node of that id. O(1).
    #[must_use]
    pub fn find(&self, id: &str) -> Option<NodeHandle> {
        self.ids.find(&self.graph, id)
    }

    /// The node at a handle.
    ///
    /// # Panics
    /// If the handle is of a larger argument.
    #[must_use]
    pub fn node(&self, handle: NodeHandle) -> &Node {
        &self.graph[handle.0]
    }

    /// Changes a node in place; its id cannot be changed.
    ///
    /// # Panics
    /// If the handle is of a larger argument.
    pub fn update_node(&mut self, handle: NodeHandle, change: impl FnOnce(&mut Node)) {
        let node = &mut self.graph[handle.0];
        let (id, kind) = (node.id.clone(), node.kind);
        change(node);
        node.id = id;
        if node.kind != kind {
            self.neighbours.take();
        }
    }

    /// The edge at a handle.
    ///
    /// # Panics
    /// If the handle is of a larger argument.
    #[must_use]
    pub fn edge(&self, handle: EdgeHandle) -> &Edge {
        &self.graph[handle.0]
    }

    /// Changes an edge in place.
    ///
    /// # Panics
    /// If the handle is of a larger argument.
    pub fn update_edge(&mut self, handle: EdgeHandle, change: impl FnOnce(&mut Edge)) {
        self.neighbours.take();
        change(&mut self.graph[handle.0]);
    }

    /// Premise and conclusion of an edge.
    ///
    /// # Panics
    /// If the handle is of a larger argument.
    #[must_use]
    pub fn ends(&self, handle: EdgeHandle) -> (NodeHandle, NodeHandle) {
        let (premise, conclusion) = self.graph.edge_endpoints(handle.0).expect("a handle of this argument");
        (NodeHandle(premise), NodeHandle(conclusion))
    }

    /// Premise, conclusion and edge of a number that [`EdgeHandle::index`] gives.
    ///
    /// # Panics
    /// If there is no such edge.
    pub(crate) fn numbered_edge(&self, number: usize) -> (NodeHandle, NodeHandle, &Edge) {
        let edge = &self.graph.raw_edges()[number];
        (NodeHandle(edge.source()), NodeHandle(edge.target()), &edge.weight)
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// How many edges there are.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// All nodes, in document order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = (NodeHandle, &Node)> + ExactSizeIterator {
        let nodes = self.graph.raw_nodes().iter().enumerate();
        nodes.map(|(number, node)| (NodeHandle(NodeIndex::new(number)), &node.weight))
    }

    /// All edges, in the order in which they were connected.
    pub fn edges(&self) -> impl DoubleEndedIterator<Item = (EdgeHandle, &Edge)> + ExactSizeIterator {
        let edges = self.graph.raw_edges().iter().enumerate();
        edges.map(|(number, edge)| (EdgeHandle(EdgeIndex::new(number)), &edge.weight))
    }

    /// What `work` gives for each node, without those for which it gives nothing, in the order of the nodes; many nodes
    /// are worked on side by side.
    pub(crate) fn of_each_node<R: Send>(&self, work: impl Fn(NodeHandle, &Node) -> Option<R> + Sync) -> Vec<R> {
        if self.node_count() < MANY_NODES {
            return self.nodes().filter_map(|(handle, node)| work(handle, node)).collect();
        }
        let nodes = self.graph.raw_nodes().par_iter().enumerate();
        nodes.filter_map(|(number, node)| work(NodeHandle(NodeIndex::new(number)), &node.weight)).collect()
    }

    /// The nodes of one kind, in document order.
    pub fn nodes_of(&self, kind: NodeKind) -> impl Iterator<Item = (NodeHandle, &Node)> {
        let listed = self.neighbours.get().map(|neighbours| neighbours.of_kind(kind));
        let searched = listed.is_none().then(|| self.nodes().filter(move |(_, node)| node.kind == kind));
        let listed = listed.unwrap_or_default().iter().map(|&handle| (handle, self.node(handle)));
        listed.chain(searched.into_iter().flatten())
    }

    /// The judgements, in document order.
    pub fn judgements(&self) -> impl Iterator<Item = (NodeHandle, &Node)> {
        self.nodes_of(NodeKind::Judgement)
    }

    /// The edges into a node and their premises, in the order in which they were connected. O(their number).
    pub fn premises(&self, conclusion: NodeHandle) -> impl DoubleEndedIterator<Item = Premise<'_>> + ExactSizeIterator {
        self.neighbours(conclusion, Direction::Incoming)
    }

    /// The edges out of a node and their conclusions, in the order in which they were connected. O(their number).
    pub fn conclusions(&self, premise: NodeHandle) -> impl DoubleEndedIterator<Item = Premise<'_>> + ExactSizeIterator {
        self.neighbours(premise, Direction::Outgoing)
    }

    /// Whether any edge of that kind leads into the node.
    #[must_use]
    pub fn has_premise(&self, conclusion: NodeHandle, kind: EdgeKind) -> bool {
        match self.neighbours.get() {
            Some(neighbours) => neighbours.premises.of(conclusion).iter().any(|step| step.kind() == kind),
            None => self.graph.edges_directed(conclusion.0, Direction::Incoming).any(|edge| edge.weight().kind == kind),
        }
    }

    /// Whether any edge leads out of the node.
    #[must_use]
    pub fn has_conclusion(&self, premise: NodeHandle) -> bool {
        self.graph.edges_directed(premise.0, Direction::Outgoing).next().is_some()
    }

    /// Puts the edges of each node side by side and lists the nodes of each kind, for those who walk all over a large
    /// argument; whatever is added or changed afterwards takes that back. O(nodes + edges), once.
    pub fn line_up(&self) {
        // Not under the lock of the cell: the work is shared out, and another thread's share could ask for it.
        if self.neighbours.get().is_none() {
            let _ = self.neighbours.set(Neighbours::new(&self.graph));
        }
    }

    /// The edges into each node side by side, in arrays: where those of each node begin (and the last end), the numbers of
    /// the edges, and those of their premises. O(nodes + edges).
    pub(crate) fn premise_lists(&self) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        self.line_up();
        self.neighbours.get().map(|neighbours| neighbours.premises.in_arrays()).unwrap_or_default()
    }

    fn neighbours(&self, of: NodeHandle, direction: Direction) -> Steps<'_> {
        if let Some(neighbours) = self.neighbours.get() {
            let lists = match direction {
                Direction::Incoming => &neighbours.premises,
                Direction::Outgoing => &neighbours.conclusions,
            };
            return Steps::Listed(&self.graph, lists.of(of).iter().copied());
        }
        let mut found: SmallVec<[Premise<'_>; 6]> = self
            .graph
            .edges_directed(of.0, direction)
            .map(|edge| Premise {
                handle: EdgeHandle(edge.id()),
                kind: edge.weight().kind,
                edge: edge.weight(),
                node: NodeHandle(if direction == Direction::Incoming { edge.source() } else { edge.target() }),
            })
            .collect();
        // petgraph walks its lists from the edge that was added last.
        found.reverse();
        Steps::Gathered(found.into_iter())
    }

    /// The strongly connected components, premises before conclusions; a node on no cycle is a component of one.
    /// O(nodes + edges), without recursion.
    #[must_use]
    pub fn components(&self) -> Vec<Vec<NodeHandle>> {
        let mut components: Vec<Vec<NodeHandle>> = petgraph::algo::kosaraju_scc(&self.graph)
            .into_iter()
            .map(|component| {
                let mut component: Vec<NodeHandle> = component.into_iter().map(NodeHandle).collect();
                component.sort_unstable();
                component
            })
            .collect();
        // kosaraju_scc gives conclusions first.
        components.reverse();
        components
    }

    /// The groups of nodes that support or contradict each other in a circle, by edges of one kind alone: the strongly
    /// connected components of two nodes or more, and nodes with an edge to themselves. Each group, and the list of
    /// groups, is in document order. O((nodes + edges) log nodes), without recursion.
    #[must_use]
    pub fn circles(&self, kind: EdgeKind) -> Vec<Vec<NodeHandle>> {
        let of_kind = petgraph::visit::EdgeFiltered::from_fn(&self.graph, |edge| edge.weight().kind == kind);
        let mut circles: Vec<Vec<NodeHandle>> = petgraph::algo::kosaraju_scc(&of_kind)
            .into_iter()
            .map(|component| {
                let mut component: Vec<NodeHandle> = component.into_iter().map(NodeHandle).collect();
                component.sort_unstable();
                component
            })
            .filter(|component| {
                let loops = |node: NodeHandle| {
                    self.graph.edges_connecting(node.0, node.0).any(|edge| edge.weight().kind == kind)
                };
                component.len() > 1 || component.first().copied().is_some_and(loops)
            })
            .collect();
        circles.sort_unstable();
        circles
    }

    /// Adds a source, or gives back the one that has the key already.
    ///
    /// # Errors
    /// The source itself, if another has its key.
    pub fn add_source(&mut self, source: Source) -> Result<(), Box<Source>> {
        match self.sources.entry(source.key.clone()) {
            indexmap::map::Entry::Occupied(_) => Err(Box::new(source)),
            indexmap::map::Entry::Vacant(entry) => {
                entry.insert(source);
                Ok(())
            }
        }
    }

    /// The source of that key. O(1).
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.get(key)
    }

    /// All sources, in the order in which they were added.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = &Source> {
        self.sources.values()
    }

    /// Adds a question.
    pub fn add_question(&mut self, question: Question) {
        self.questions.push(question);
    }

    /// Keeps the questions for which `keep` says so, in their order.
    pub fn retain_questions(&mut self, keep: impl FnMut(&Question) -> bool) {
        self.questions.retain(keep);
    }

    /// Adds answers to the question of that id, which is asked first if it is not there yet. Answers that it has
    /// already are left out.
    pub fn add_answer(&mut self, id: &Id, text: &str, span: Span, answers: &[NodeHandle]) {
        let at = self.questions.iter().rposition(|question| question.id == *id).unwrap_or_else(|| {
            self.questions.push(Question { id: id.clone(), text: text.to_owned(), answers: Vec::new(), span });
            self.questions.len() - 1
        });
        let question = &mut self.questions[at];
        for answer in answers {
            if !question.answers.contains(answer) {
                question.answers.push(*answer);
            }
        }
    }

    /// All questions, in the order in which they were added.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, Weight};
    use super::*;

    fn node(id: &str) -> Node {
        Node::new(Id::new(id).unwrap(), NodeKind::Claim, Prose::synthetic(id), Span::default())
    }

    fn supports() -> Edge {
        Edge {
            kind: EdgeKind::Supports,
            weight: Weight::FULL,
            because: None,
            span: Span::default(),
            origin: Origin::Stated,
        }
    }

    #[test]
    fn room_is_made_for_what_is_to_come() {
        let mut argument = Argument::default();
        let mut room = Vec::new();
        for number in 0..20_000 {
            argument.add_node(node(&format!("n{number}"))).unwrap();
            // Each takes a byte.
            argument.make_room(number + 1, 20_000);
            room.push(argument.graph.capacity().0);
        }
        room.dedup();
        // Doubling would end with 32,768.
        assert_eq!(room.last(), Some(&22_000), "{room:?}");
        // What is wrongly foreseen is bounded.
        let count = argument.node_count();
        argument.graph.shrink_to_fit();
        argument.make_room(1, usize::MAX);
        assert_eq!(argument.graph.capacity().0, 8 * count);
    }

    #[test]
    fn premises_and_conclusions_come_in_the_order_of_the_text() {
        let mut argument = Argument::default();
        let handles: Vec<_> = ["a", "b", "c"].map(|id| argument.add_node(node(id)).unwrap()).into();
        argument.connect(handles[1], handles[0], supports());
        argument.connect(handles[2], handles[0], supports());
        argument.connect(handles[2], handles[1], supports());
        let ids = |found: &mut dyn Iterator<Item = Premise<'_>>| {
            found.map(|premise| argument.node(premise.node).id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&mut argument.premises(handles[0])), ["b", "c"]);
        assert_eq!(ids(&mut argument.conclusions(handles[2])), ["a", "b"]);
        assert_eq!(argument.find("b"), Some(handles[1]));
    }

    #[test]
    fn edges_that_are_lined_up_are_the_same_and_in_the_same_order() {
        let mut argument = Argument::default();
        let handles: Vec<_> =
            (0..40).map(|number: u32| argument.add_node(node(&format!("n{number}"))).unwrap()).collect();
        let mut draw = fastrand::Rng::with_seed(7);
        for number in 0..300 {
            let (premise, conclusion) = (handles[draw.usize(..40)], handles[draw.usize(..40)]);
            let kind = if number % 3 == 0 { EdgeKind::Contradicts } else { EdgeKind::Supports };
            argument.connect(premise, conclusion, Edge { kind, ..supports() });
        }
        let seen = |argument: &Argument| {
            let steps = |steps: Steps<'_>| {
                steps.map(|step| (step.handle, step.kind, step.edge.kind, step.node)).collect::<Vec<_>>()
            };
            let of = |&handle: &NodeHandle| {
                let kinds = [EdgeKind::Supports, EdgeKind::Contradicts].map(|kind| argument.has_premise(handle, kind));
                let (premises, conclusions) = (Direction::Incoming, Direction::Outgoing);
                let reversed: Vec<_> = argument.premises(handle).rev().map(|step| step.node).collect();
                let both = [premises, conclusions].map(|direction| steps(argument.neighbours(handle, direction)));
                (both, reversed, kinds, argument.has_conclusion(handle))
            };
            handles.iter().map(of).collect::<Vec<_>>()
        };
        let gathered = seen(&argument);
        argument.line_up();
        assert_eq!(seen(&argument), gathered);
        argument.connect(handles[0], handles[1], supports());
        let last = argument.conclusions(handles[0]).last().unwrap();
        assert_eq!(last.node, handles[1], "what is added later is seen");
    }

    #[test]
    fn nodes_of_a_kind_are_the_same_once_they_are_lined_up_and_once_a_kind_changes() {
        let mut argument = Argument::default();
        for number in 0..30 {
            let kind = NodeKind::ALL[number * 7 % 5];
            argument.add_node(Node { kind, ..node(&format!("n{number}")) }).unwrap();
        }
        let listed = |argument: &Argument| {
            NodeKind::ALL.map(|kind| {
                let nodes: Vec<_> = argument.nodes_of(kind).map(|(handle, node)| (handle, node.kind)).collect();
                assert!(nodes.iter().all(|&(_, found)| found == kind));
                nodes
            })
        };
        let searched = listed(&argument);
        assert_eq!(searched.iter().map(Vec::len).sum::<usize>(), 30);
        argument.line_up();
        assert_eq!(listed(&argument), searched);
        let first = searched[0][0].0;
        argument.update_node(first, |node| node.kind = NodeKind::Inference);
        argument.line_up();
        assert_eq!(listed(&argument)[5], [(first, NodeKind::Inference)]);
    }

    #[test]
    fn ids_that_are_alike_are_told_apart() {
        let ids = [
            "1",
            "01",
            "001",
            "n1",
            "n01",
            "n65",
            "n1n65",
            "1000000000000000000000001",
            "2000000000000000000000001",
            "n",
        ];
        let mut argument = Argument::default();
        let handles = ids.map(|id| argument.add_node(node(id)).unwrap());
        assert_eq!(ids.map(|id| argument.find(id)), handles.map(Some));
        assert_eq!(argument.find("n001"), None);
    }

    #[test]
    fn an_id_is_given_once() {
        let mut argument = Argument::default();
        let first = argument.add_node(node("a")).unwrap();
        let refused = argument.add_node(node("a")).unwrap_err();
        assert_eq!(refused.holder, first);
        assert_eq!(argument.node_count(), 1);
        argument.update_node(first, |node| node.id = Id::new("z").unwrap());
        assert_eq!(argument.node(first).id.as_str(), "a");
    }

    #[test]
    fn components_come_premises_first_and_need_no_stack() {
        let mut argument = Argument::default();
        let count = if cfg!(miri) { 500 } else { 200_000 };
        let handles: Vec<_> = (0..count).map(|n| argument.add_node(node(&n.to_string())).unwrap()).collect();
        for pair in handles.windows(2) {
            argument.connect(pair[1], pair[0], supports());
        }
        argument.connect(handles[0], handles[1], supports());
        let components = argument.components();
        assert_eq!(components.len(), count - 1);
        assert_eq!(components[0], [handles[count - 1]]);
        assert_eq!(components[count - 2], [handles[0], handles[1]]);
    }
}
