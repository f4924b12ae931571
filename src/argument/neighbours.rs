//! Who bears on whom, in arrays: what petgraph keeps in linked lists that lead all over a large graph. And the nodes of
//! each kind, which are few of many.

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};

use super::{Edge, EdgeHandle, EdgeKind, MANY_NODES, Node, NodeHandle, NodeKind, Premise};

type Graph = DiGraph<Node, Edge, u32>;

/// The edges into and out of every node, each in the order in which they were connected.
#[derive(Clone, Debug)]
pub(super) struct Neighbours {
    pub(super) premises: Lists,
    pub(super) conclusions: Lists,
    /// In the order of [`NodeKind::ALL`], each in document order.
    by_kind: [Vec<NodeHandle>; NodeKind::ALL.len()],
}

impl Neighbours {
    /// O(nodes + edges).
    pub(super) fn new(graph: &Graph) -> Self {
        let mut by_kind: [Vec<NodeHandle>; NodeKind::ALL.len()] = Default::default();
        for (number, node) in graph.raw_nodes().iter().enumerate() {
            by_kind[node.weight.kind as usize].push(NodeHandle(NodeIndex::new(number)));
        }
        let premises = || Lists::new(graph, |edge| (edge.target(), edge.source()));
        let conclusions = || Lists::new(graph, |edge| (edge.source(), edge.target()));
        let (premises, conclusions) = if graph.node_count() < MANY_NODES {
            (premises(), conclusions())
        } else {
            rayon::join(premises, conclusions)
        };
        Self { premises, conclusions, by_kind }
    }

    pub(super) fn of_kind(&self, kind: NodeKind) -> &[NodeHandle] {
        &self.by_kind[kind as usize]
    }
}

/// One list a node, one behind the other.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    /// Where each node's list begins, and where the last one ends.
    starts: Vec<u32>,
    steps: Vec<Step>,
}

/// An edge seen from one of its ends. The kind stands in it, since most who look at a neighbour ask for no more.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Step {
    edge: u32,
    node: u32,
}

/// The bit of [`Step::edge`] that says contradiction. As many edges as that are more than any memory holds.
const CONTRADICTS: u32 = 1 << 31;

impl Lists {
    fn new(
        graph: &Graph,
        ends: impl Fn(&petgraph::graph::Edge<Edge, u32>) -> (NodeIndex<u32>, NodeIndex<u32>),
    ) -> Self {
        let edges = graph.raw_edges();
        let mut starts = vec![0_u32; graph.node_count() + 1];
        for edge in edges {
            starts[ends(edge).0.index() + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut steps = vec![Step::default(); edges.len()];
        let mut next: Vec<u32> = starts.clone();
        for (number, edge) in (0_u32..).zip(edges) {
            let (of, other) = ends(edge);
            let at = &mut next[of.index()];
            let kind = if edge.weight.kind == EdgeKind::Contradicts { CONTRADICTS } else { 0 };
            steps[*at as usize] = Step { edge: number | kind, node: u32::try_from(other.index()).unwrap_or(u32::MAX) };
            *at += 1;
        }
        Self { starts, steps }
    }

    /// Where the steps of each node begin, their edges, and the nodes at the other end.
    pub(super) fn in_arrays(&self) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        let edges = self.steps.iter().map(|step| step.edge & !CONTRADICTS).collect();
        (self.starts.clone(), edges, self.steps.iter().map(|step| step.node).collect())
    }

    pub(super) fn of(&self, node: NodeHandle) -> &[Step] {
        let at = node.index();
        &self.steps[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Step {
    pub(super) fn kind(self) -> EdgeKind {
        if self.edge & CONTRADICTS == 0 { EdgeKind::Supports } else { EdgeKind::Contradicts }
    }

    pub(super) fn premise(self, graph: &Graph) -> Premise<'_> {
        let edge = EdgeIndex::new((self.edge & !CONTRADICTS) as usize);
        Premise {
            handle: EdgeHandle(edge),
            kind: self.kind(),
            edge: &graph[edge],
            node: NodeHandle(NodeIndex::new(self.node as usize)),
        }
    }
}

/// The neighbours of one node.
pub(super) enum Steps<'a> {
    /// Out of the arrays.
    Listed(&'a Graph, std::iter::Copied<std::slice::Iter<'a, Step>>),
    /// Out of petgraph's lists.
    Gathered(smallvec::IntoIter<[Premise<'a>; 6]>),
}

impl<'a> Iterator for Steps<'a> {
    type Item = Premise<'a>;

    fn next(&mut self) -> Option<Premise<'a>> {
        match self {
            Self::Listed(graph, steps) => steps.next().map(|step| step.premise(graph)),
            Self::Gathered(steps) => steps.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Listed(_, steps) => steps.size_hint(),
            Self::Gathered(steps) => steps.size_hint(),
        }
    }
}

impl DoubleEndedIterator for Steps<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        match self {
            Self::Listed(graph, steps) => steps.next_back().map(|step| step.premise(graph)),
            Self::Gathered(steps) => steps.next_back(),
        }
    }
}

impl ExactSizeIterator for Steps<'_> {}
