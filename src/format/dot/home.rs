//! Which cluster a node stands in.

use crate::argument::{Argument, NodeHandle, NodeKind};

/// The judgements that a node bears on, as far as the picture asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// None.
    Nowhere,
    /// One only: the node stands in its cluster.
    In(NodeHandle),
    /// Several: the node stands between the clusters.
    Shared,
}

/// The home of each node, by its index.
///
/// A judgement is at home in its own cluster whatever it supports; a premise's home is what the homes of its conclusions
/// have in common, so that what bears on a judgement by way of another judgement is at home with the nearer one. Each
/// node's home changes at most twice, so that this takes O(nodes + edges), on cycles too.
pub(super) fn homes(argument: &Argument) -> Vec<Home> {
    let mut homes = vec![Home::Nowhere; argument.node_count()];
    let mut changed: Vec<NodeHandle> = Vec::new();
    for (handle, _) in argument.judgements() {
        homes[handle.index()] = Home::In(handle);
        changed.push(handle);
    }
    while let Some(conclusion) = changed.pop() {
        let home = homes[conclusion.index()];
        for premise in argument.premises(conclusion) {
            if argument.node(premise.node).kind == NodeKind::Judgement {
                continue;
            }
            let old = homes[premise.node.index()];
            let new = match (old, home) {
                (Home::Nowhere, home) => home,
                (old, home) if old == home => old,
                _ => Home::Shared,
            };
            if new != old {
                homes[premise.node.index()] = new;
                changed.push(premise.node);
            }
        }
    }
    homes
}

/// The weakly connected components, each by its nodes in document order; the components by their first node.
/// O(nodes + edges).
pub(super) fn components(argument: &Argument) -> Vec<Vec<NodeHandle>> {
    let mut seen = vec![false; argument.node_count()];
    let mut components = Vec::new();
    for (first, _) in argument.nodes() {
        if std::mem::replace(&mut seen[first.index()], true) {
            continue;
        }
        let mut component = vec![first];
        let mut next = 0;
        while let Some(&node) = component.get(next) {
            next += 1;
            for neighbour in argument.premises(node).chain(argument.conclusions(node)) {
                if !std::mem::replace(&mut seen[neighbour.node.index()], true) {
                    component.push(neighbour.node);
                }
            }
        }
        component.sort_unstable();
        components.push(component);
    }
    components
}
