//! What the propositions of a foreign graph are, where its format does not say.

use rustc_hash::FxHashSet;

use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind};

/// Gives each of `unsettled` its kind by its place in the argument; other nodes stay as they are.
///
/// - Supported or contradicted, and bearing on nothing: a judgement. It is what the argument is about.
/// - Supported, and bearing on something (a support, or an objection): a claim. So are the members of a circle.
/// - Anything else: evidence.
///
/// A contradiction that is returned by its conclusion makes rivals of the two and counts as no bearing; neither does
/// an edge from a node to itself. O(nodes + edges), without recursion.
pub(super) fn settle_kinds(argument: &mut Argument, unsettled: impl IntoIterator<Item = NodeHandle>) {
    let count = argument.node_count();
    let (mut is_supported, mut is_disputed, mut bears) = (vec![false; count], vec![false; count], vec![false; count]);
    let mut contradictions = FxHashSet::default();
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        if edge.kind == EdgeKind::Contradicts {
            contradictions.insert((premise, conclusion));
        }
    }
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        if premise == conclusion {
            continue;
        }
        match edge.kind {
            EdgeKind::Supports => {
                is_supported[conclusion.index()] = true;
                bears[premise.index()] = true;
            }
            EdgeKind::Contradicts => {
                is_disputed[conclusion.index()] = true;
                bears[premise.index()] |= !contradictions.contains(&(conclusion, premise));
            }
        }
    }
    for node in unsettled {
        let at = node.index();
        let kind = match (is_supported[at], is_disputed[at], bears[at]) {
            (true, _, false) | (_, true, false) => NodeKind::Judgement,
            (true, _, true) => NodeKind::Claim,
            _ => NodeKind::Evidence,
        };
        argument.update_node(node, |node| node.kind = kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;

    fn kinds(text: &str) -> String {
        let mut argument = sketch(text);
        let all: Vec<_> = argument.nodes().map(|(handle, _)| handle).collect();
        settle_kinds(&mut argument, all);
        argument.nodes().map(|(_, node)| format!("{}:{} ", node.id, node.kind)).collect()
    }

    #[test]
    fn a_kind_follows_from_the_place_in_the_graph() {
        assert_eq!(kinds("e -> c\nc -> j\n"), "e:evidence c:claim j:judgement ");
        assert_eq!(kinds("e -> o\no -x j\nf -> j\n"), "e:evidence o:claim j:judgement f:evidence ");
        assert_eq!(kinds("e -x j\n"), "e:evidence j:judgement ");
        assert_eq!(kinds("e -x f\nf -> j\n"), "e:evidence f:evidence j:judgement ");
        assert_eq!(kinds("e: evidence\n"), "e:evidence ");
    }

    #[test]
    fn a_circle_has_no_judgement_but_rivals_are_judgements() {
        assert_eq!(kinds("a -> b\nb -> a\n"), "a:claim b:claim ");
        assert_eq!(kinds("a -> a\n"), "a:evidence ");
        assert_eq!(kinds("a -x b\nb -x a\n"), "a:judgement b:judgement ");
        assert_eq!(kinds("e -> a\nf -> b\na -x b\nb -x a\n"), "e:evidence a:judgement f:evidence b:judgement ");
    }
}
