use super::base_scores::BaseOrigin;
use super::score_graph::ScoreGraph;
use super::semantics::Semantics;
use super::solve::solve;
use super::verdict::ScoreSettings;
use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind, Weight};

/// How far strengths rest on what the author wrote down, and how far on defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedShare {
    /// By node: whether a credibility, a grade or a weight is stated for it or for anything that bears on it.
    pub is_stated: Vec<bool>,
    /// By node: its strength if every fact and assumption of which nothing is stated, and which only supports, were
    /// certain; `None` if it does not settle.
    pub at_best: Vec<Option<f64>>,
    /// By node: its strength if every such fact and assumption counted for nothing; `None` if it does not settle.
    pub at_worst: Vec<Option<f64>>,
}

/// Finds out what the strengths owe to defaults: a result that holds both at best and at worst does not hang on them.
///
/// O(nodes + edges), besides the iteration on cycles.
#[must_use]
pub fn stated_share(argument: &Argument, semantics: &dyn Semantics, settings: &ScoreSettings) -> StatedShare {
    let of_itself: Vec<bool> = argument
        .nodes()
        .map(|(handle, _)| !matches!(settings.bases.of(argument, handle).origin, BaseOrigin::KindDefault(_)))
        .collect();
    let ungraded: Vec<usize> = argument
        .nodes()
        .filter(|(handle, node)| {
            matches!(node.kind, NodeKind::Evidence | NodeKind::Assumption)
                && !of_itself[handle.index()]
                && argument.conclusions(*handle).all(|conclusion| conclusion.edge.kind == EdgeKind::Supports)
        })
        .map(|(handle, _)| handle.index())
        .collect();
    let graph = ScoreGraph::new(argument, &settings.bases);
    let with = |score: f64| {
        let bases = ungraded.iter().map(|&node| (node, score)).collect();
        let changed = graph.changed(&super::Overrides { bases, ..settings.overrides.clone() });
        solve(&changed, semantics).strengths()
    };
    StatedShare { at_best: with(1.0), at_worst: with(0.0), is_stated: passed_on(argument, of_itself) }
}

/// Whether anything is stated for a node or upstream of it.
fn passed_on(argument: &Argument, mut is_stated: Vec<bool>) -> Vec<bool> {
    for component in argument.components() {
        let any = component.iter().any(|&node| {
            let from = |premise: NodeHandle, weight: Weight| weight != Weight::FULL || is_stated[premise.index()];
            is_stated[node.index()] || argument.premises(node).any(|premise| from(premise.node, premise.edge.weight))
        });
        for node in component {
            is_stated[node.index()] = any;
        }
    }
    is_stated
}

#[cfg(test)]
mod tests {
    use super::super::semantics::LogOdds;
    use super::*;
    use crate::argument::testing::sketch;

    #[test]
    fn what_is_stated_is_passed_on_and_what_is_not_may_be_anything() {
        let argument = sketch(
            "kj1: judgement \"A.\"\nkj2: judgement \"B.\"\nc1: claim \"C.\"\ne1 -> c1 0.5\nc1 -> kj1\ne2 -> kj2\ne3 -x kj2",
        );
        let share = stated_share(&argument, &LogOdds, &ScoreSettings::default());
        let of = |id: &str| argument.find(id).unwrap().index();
        assert!(share.is_stated[of("c1")] && share.is_stated[of("kj1")]);
        assert!(!share.is_stated[of("kj2")] && !share.is_stated[of("e1")]);
        let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
        // A certain support against a contradiction of 0.6: what contradicts keeps its default.
        let best = logistic(0.999 - 0.6);
        assert!((share.at_best[of("kj2")].unwrap() - best).abs() < 1e-12);
        let worst = logistic(0.001 - 0.6);
        assert!((share.at_worst[of("kj2")].unwrap() - worst).abs() < 1e-12);
    }
}
