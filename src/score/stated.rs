use super::base_scores::BaseOrigin;
use super::score_graph::ScoreGraph;
use super::semantics::Semantics;
use super::solve::solve_trial;
use super::verdict::{ScoreSettings, compiled};
use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind};
use rustc_hash::FxHashMap;

/// How far the strengths of the judgements rest on what the author wrote down, and how far on defaults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatedShare {
    judgements: FxHashMap<NodeHandle, JudgementShare>,
}

/// How far the strength of one judgement rests on what the author wrote down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JudgementShare {
    /// Whether a credibility, a grade or a weight is stated for it or for anything that bears on it.
    pub is_stated: bool,
    /// Its strength in [0, 1] if every fact and assumption of which nothing is stated, and which only supports, were
    /// certain; `None` if it does not settle.
    pub at_best: Option<f64>,
    /// Its strength in [0, 1] if every such fact and assumption counted for nothing; `None` if it does not settle.
    pub at_worst: Option<f64>,
}

impl StatedShare {
    /// That of a judgement. Of other nodes nothing is known. O(1).
    #[must_use]
    pub fn of(&self, judgement: NodeHandle) -> JudgementShare {
        self.judgements.get(&judgement).copied().unwrap_or_default()
    }
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
    let is_stated = passed_on(graph, &of_itself);
    let of =
        |node: NodeHandle| JudgementShare { is_stated: is_stated[graph.place(node.index())], ..Default::default() };
    let mut judgements: FxHashMap<NodeHandle, JudgementShare> =
        argument.judgements().map(|(node, _)| (node, of(node))).collect();
    // One solution after the other, of which little is kept: they are as large as the graph.
    let mut bases = graph.bases.clone();
    let mut with = |score: f64, keep: fn(&mut JudgementShare, Option<f64>)| {
        for &node in &ungraded {
            bases[graph.place(node)] = score;
        }
        let state = solve_trial(graph, semantics, &bases, &[]);
        for (node, share) in &mut judgements {
            keep(share, state.strength_at(graph.place(node.index())));
        }
    };
    with(1.0, |share, strength| share.at_best = strength);
    with(0.0, |share, strength| share.at_worst = strength);
    StatedShare { judgements }
}

/// By place: whether anything is stated for it or upstream of it.
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
        let of = |id: &str| share.of(argument.find(id).unwrap());
        assert!(of("kj1").is_stated && !of("kj2").is_stated);
        assert_eq!(of("e1"), JudgementShare::default(), "no judgement");
        let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
        // A certain support against a contradiction of 0.6: what contradicts keeps its default.
        let best = logistic(0.999 - 0.6);
        assert!((of("kj2").at_best.unwrap() - best).abs() < 1e-12);
        let worst = logistic(0.001 - 0.6);
        assert!((of("kj2").at_worst.unwrap() - worst).abs() < 1e-12);
    }
}
