use super::base_scores::BaseOrigin;
use super::score_graph::ScoreGraph;
use super::semantics::Semantics;
use super::solve::{Solution, solve_trial};
use super::verdict::{ScoreSettings, compiled};
use crate::argument::{Argument, EdgeKind, NodeKind};

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
    stated_share_compiled(argument, &compiled(argument, settings), semantics, settings)
}

/// [`stated_share`] of an argument that is [`compiled`] with these settings already.
#[must_use]
pub fn stated_share_compiled(
    argument: &Argument,
    graph: &ScoreGraph,
    semantics: &dyn Semantics,
    settings: &ScoreSettings,
) -> StatedShare {
    let of_itself: Vec<bool> = argument
        .nodes()
        .map(|(handle, _)| !matches!(settings.bases.of(argument, handle).origin, BaseOrigin::KindDefault(_)))
        .collect();
    let ungraded: Vec<usize> = argument
        .nodes()
        .filter(|(handle, node)| {
            matches!(node.kind, NodeKind::Evidence | NodeKind::Assumption)
                && !of_itself[handle.index()]
                && argument.conclusions(*handle).all(|conclusion| conclusion.kind == EdgeKind::Supports)
        })
        .map(|(handle, _)| handle.index())
        .collect();
    let with = |score: f64| {
        let mut bases = graph.bases.clone();
        for &node in &ungraded {
            bases[graph.place(node)] = score;
        }
        Solution::of(graph, solve_trial(graph, semantics, &bases, &[])).strengths()
    };
    StatedShare { at_best: with(1.0), at_worst: with(0.0), is_stated: passed_on(graph, &of_itself) }
}

/// By node: whether anything is stated for it or upstream of it.
fn passed_on(graph: &ScoreGraph, of_itself: &[bool]) -> Vec<bool> {
    let mut is_stated: Vec<bool> = graph.nodes.iter().map(|&node| of_itself[node as usize]).collect();
    for component in graph.components() {
        let any = component.clone().any(|place| {
            let premises = graph.premises_at(place);
            is_stated[place]
                || premises.weights.iter().any(|weight| weight.abs() != 1.0)
                || premises.places.iter().any(|&premise| is_stated[premise as usize])
        });
        is_stated[component].fill(any);
    }
    (0..is_stated.len()).map(|node| is_stated[graph.place(node)]).collect()
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
