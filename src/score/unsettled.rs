use super::verdict::Scores;
use crate::argument::{Argument, NodeHandle};

/// The cycles on which the iteration does not come to rest, each in document order; what only hangs on one of them is
/// not among them. Empty where every strength is known. O(nodes + edges), and O(nodes) if all is settled.
///
/// `scores` must be of this argument, with the same nodes left out.
#[must_use]
pub fn unsettled(argument: &Argument, scores: &Scores, without: &[usize]) -> Vec<Vec<NodeHandle>> {
    if scores.standing != super::Standing::NotConverged {
        return Vec::new();
    }
    let is_out = |node: NodeHandle| without.contains(&node.index());
    let lacks = |node: NodeHandle| !is_out(node) && scores.strengths.get(node.index()).is_some_and(Option::is_none);
    argument
        .components()
        .into_iter()
        .filter_map(|component| {
            let members: Vec<NodeHandle> = component.iter().copied().filter(|&node| lacks(node)).collect();
            let premises = || members.iter().flat_map(|&node| argument.premises(node));
            let is_cycle = members.len() > 1 || {
                let inside = |node: NodeHandle| lacks(node) && component.binary_search(&node).is_ok();
                premises().any(|premise| inside(premise.node))
            };
            // Those of the cycle itself lack one in any case.
            let hangs =
                || premises().any(|premise| lacks(premise.node) && component.binary_search(&premise.node).is_err());
            (is_cycle && !hangs()).then_some(members)
        })
        .collect()
}
