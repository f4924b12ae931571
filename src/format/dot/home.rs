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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::lettered as argument;

    fn homes_of(argument: &Argument) -> String {
        homes(argument)
            .into_iter()
            .map(|home| match home {
                Home::Nowhere => "-",
                Home::Shared => "*",
                Home::In(judgement) => argument.node(judgement).id.as_str(),
            })
            .collect()
    }

    #[test]
    fn a_premise_is_at_home_with_the_only_judgement_that_it_bears_on() {
        assert_eq!(homes_of(&argument("ABxyz", &["xA", "yx", "zA", "zB"])), "ABAA*");
        // What bears on something shared is shared.
        assert_eq!(homes_of(&argument("ABxy", &["xA", "xB", "yx"])), "AB**");
        assert_eq!(homes_of(&argument("Axy", &["xy"])), "A--");
        // By way of another judgement: at home with the nearer one.
        assert_eq!(homes_of(&argument("ABx", &["BA", "xB"])), "ABB");
        assert_eq!(homes_of(&argument("AB", &["AB", "BA"])), "AB");
    }

    #[test]
    fn cycles_and_loops_have_a_home_too() {
        assert_eq!(homes_of(&argument("Axyz", &["xA", "yx", "xy", "zz"])), "AAA-");
        assert_eq!(homes_of(&argument("ABxyz", &["xA", "yx", "zy", "xz", "zB"])), "AB***");
        assert_eq!(homes_of(&argument("Ax", &["Ax", "xA", "AA", "xA"])), "AA");
    }

    #[test]
    fn components_are_those_of_the_undirected_graph() {
        let argument = argument("AxByCz", &["xA", "yB", "xB"]);
        let components: Vec<String> = components(&argument)
            .into_iter()
            .map(|component| component.into_iter().map(|node| argument.node(node).id.as_str()).collect())
            .collect();
        assert_eq!(components, ["AxBy", "C", "z"]);
    }
}
