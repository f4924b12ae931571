//! What the propositions of a foreign graph are, where its format does not say.

use crate::argument::{Argument, Bearing, NodeHandle, NodeKind};

/// Gives each of `unsettled` its kind by its place in the argument; other nodes stay as they are.
///
/// - Supported or contradicted, and bearing on nothing: a judgement. It is what the argument is about.
/// - Supported, and bearing on something (a support, or an objection): a claim. So are the members of a circle.
/// - Anything else: evidence.
///
/// See [`Bearing::of_all`] for what counts as bearing. O(nodes + edges).
pub(super) fn settle_kinds(argument: &mut Argument, unsettled: impl IntoIterator<Item = NodeHandle>) {
    let bearings = Bearing::of_all(argument);
    for node in unsettled {
        let bearing = bearings[node.index()];
        let kind = match bearing {
            _ if bearing.is_conclusion() => NodeKind::Judgement,
            Bearing { is_supported: true, .. } => NodeKind::Claim,
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
