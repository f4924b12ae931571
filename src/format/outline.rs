//! An argument as an outline: each node once, under one of the nodes that it bears on.

use rustc_hash::FxHashSet;

use crate::argument::{Argument, Edge, EdgeKind, Node, NodeHandle, Weight};

/// A line of an outline.
pub(super) struct Place<'a> {
    pub node: NodeHandle,
    /// How many nodes it stands under.
    pub depth: usize,
    /// The edge to the node that it stands under; `None` for a root.
    pub edge: Option<&'a Edge>,
    /// Whether the node itself stands here, and not only a reference to it.
    pub is_own: bool,
}

/// An outline, and how many edges it leaves out because they run beside another of their kind.
///
/// The roots are the nodes that bear on nothing, in document order, then what only circles hold. A node that stands
/// deeper than `deepest` is only referred to there, and is a root further down, so that the length of all indentation
/// stays in proportion to the nodes. O(nodes + edges), without recursion.
pub(super) fn outline(argument: &Argument, deepest: usize) -> (Vec<Place<'_>>, usize) {
    let mut places = Vec::with_capacity(argument.edge_count() + 1);
    let mut parallel = 0;
    let mut is_placed = vec![false; argument.node_count()];
    let bears_on_nothing = argument.nodes().map(|(node, _)| node).filter(|&node| !argument.has_conclusion(node));
    let in_circles = argument.nodes().map(|(node, _)| node);
    let mut roots: Vec<NodeHandle> = bears_on_nothing.chain(in_circles).collect();
    roots.reverse();
    let mut too_deep = Vec::new();
    while let Some(root) = too_deep.pop().or_else(|| roots.pop()) {
        if is_placed[root.index()] {
            continue;
        }
        let mut waiting: Vec<(NodeHandle, usize, Option<&Edge>)> = vec![(root, 0, None)];
        while let Some((node, depth, edge)) = waiting.pop() {
            let is_own = !is_placed[node.index()] && depth <= deepest;
            if !is_placed[node.index()] && !is_own {
                too_deep.push(node);
            }
            places.push(Place { node, depth, edge, is_own });
            if !is_own {
                continue;
            }
            is_placed[node.index()] = true;
            let mut seen: FxHashSet<(NodeHandle, EdgeKind)> = FxHashSet::default();
            let mut premises = Vec::new();
            for premise in argument.premises(node) {
                if seen.insert((premise.node, premise.kind)) {
                    premises.push((premise.node, depth + 1, Some(premise.edge)));
                } else {
                    parallel += 1;
                }
            }
            waiting.extend(premises.into_iter().rev());
        }
    }
    (places, parallel)
}

/// What an outline of words alone does not hold of an argument, a sentence each.
pub(super) fn left_out(argument: &Argument, parallel: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if parallel > 0 {
        notes.push(format!("{parallel} edges that run beside another of the same kind are left out"));
    }
    if argument.edges().any(|(_, edge)| edge.weight != Weight::FULL || edge.because.is_some()) {
        notes.push("weights and reasons of edges are left out".to_owned());
    }
    let has_facts = |node: &Node| {
        node.credibility.is_some()
            || node.confidence.is_some()
            || node.grade.is_some()
            || node.date.is_some()
            || node.likelihood.is_some()
    };
    if argument.nodes().any(|(_, node)| has_facts(node)) {
        notes.push("credibilities, confidences, grades, dates and likelihoods are left out".to_owned());
    }
    notes
}
