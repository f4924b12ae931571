use super::base_scores::{Base, BaseOrigin};
use super::gradient::{Gradient, gradient};
use super::removal::{Linchpin, removals};
use super::semantics::Semantics;
use super::shapley::{ShapleySettings, ShapleyValue, shapley};
use super::solve::{Standing, solve};
use super::tipping::{Tipping, tipping};
use super::upstream::Upstream;
use super::verdict::{ScoreSettings, compiled};
use crate::argument::{Argument, EdgeHandle, EdgeKind, Estimate, NodeHandle, NodeKind};

/// What one premise puts into a node's formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The edge.
    pub edge: EdgeHandle,
    /// The premise.
    pub premise: NodeHandle,
    /// Whether it supports or contradicts.
    pub kind: EdgeKind,
    /// The edge's weight e, in (0, 1].
    pub weight: f64,
    /// The premise's strength s, in [0, 1].
    pub strength: f64,
    /// e·s.
    pub amount: f64,
}

/// What one node does for the node that is explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// The node.
    pub node: NodeHandle,
    /// Its own strength, in [0, 1].
    pub strength: f64,
    /// The explained node's strength without it; `None` if that does not settle.
    pub without: Option<f64>,
    /// The strength less the strength without it: positive for a node that speaks for the explained one.
    pub contribution: Option<f64>,
    /// The part of the contribution that it makes by itself, with its own premises cut off.
    pub intrinsic: Option<f64>,
    /// The slope of the explained node's strength by this node's base score; `None` at a fold.
    pub gradient: Option<f64>,
    /// Its Shapley value; `None` if that would have been too much work, or some coalition does not settle.
    pub shapley: Option<ShapleyValue>,
}

/// Why a node stands as it does.
#[derive(Clone)]
pub struct Explanation {
    /// The node.
    pub node: NodeHandle,
    /// The semantics.
    pub semantics: &'static dyn Semantics,
    /// Its strength, in [0, 1]. This is not the probability of an event.
    pub strength: f64,
    /// How much is known of it.
    pub standing: Standing,
    /// How sure the wording is of the node's sentence, a range within [0, 1].
    pub certainty: Option<(f64, f64)>,
    /// The strength from which it stands: the lower end of the certainty, or else the settings' threshold.
    pub threshold: f64,
    /// Whether it is a step that needs all its supports; then the weakest of them takes the place of the base score.
    pub joint: bool,
    /// The least of the base score and each support's e·s, for a joint step.
    pub weakest: Option<f64>,
    /// The base score as the formula takes it: admitted by the semantics.
    pub admitted: f64,
    /// What the premises make together: α in the formulas.
    pub push: f64,
    /// Its premises in the order of the text.
    pub steps: Vec<Step>,
    /// All nodes that bear on it, in document order; if [`Explanation::is_screened`], the most promising.
    pub contributions: Vec<Contribution>,
    /// Whether nodes, or changes that would tip it, were left out because trying all would have taken too much work.
    pub is_screened: bool,
    /// The number of random orders that the Shapley values come from; `None` if they are exact.
    pub orders: Option<usize>,
    /// What it hangs on, the most first.
    pub linchpins: Vec<Linchpin>,
    /// The smallest single change that takes it across its threshold.
    pub tipping: Option<Tipping>,
    /// The slopes of its strength; `None` at a fold.
    pub gradient: Option<Gradient>,
    /// The strengths of all nodes of the argument.
    pub strengths: Vec<Option<f64>>,
    /// The base scores of all nodes of the argument, and where they come from.
    pub bases: Vec<Base>,
}

/// Explains one node, by the settings' base scores, threshold, changes and work. `None` if it has no strength, or is
/// one of the nodes that the settings leave out.
///
/// Of the argument upstream of the node: O(nodes × (nodes + edges)) for the removals, O((nodes + edges)²) for the tipping
/// point, and all coalitions of at most twelve nodes, or random orders, for the Shapley values; each as far as the work
/// allows.
#[must_use]
pub fn explain(
    argument: &Argument,
    node: NodeHandle,
    semantics: &'static dyn Semantics,
    settings: &ScoreSettings,
) -> Option<Explanation> {
    if settings.overrides.without.contains(&node.index()) {
        return None;
    }
    let graph = compiled(argument, settings);
    let solution = solve(&graph, semantics);
    let strength = solution.strength(node.index())?;
    let strengths = solution.strengths();
    let data = argument.node(node);
    let certainty = data.estimate.as_deref().map(Estimate::certainty);
    let threshold = certainty.map_or(settings.threshold, |certainty| certainty.0);

    let place = graph.place(node.index());
    let joint = data.kind == NodeKind::Inference;
    let premises = graph.premises_at(place);
    let weakest = joint.then(|| premises.weakest(graph.base(node.index()), &solution.state.values));
    let admitted = semantics.admit(weakest.unwrap_or_else(|| graph.base(node.index())));
    let push = semantics.aggregation().push(premises, &solution.state.values, joint);
    let steps = argument
        .premises(node)
        .filter(|premise| !settings.overrides.without.contains(&premise.node.index()))
        .map(|premise| {
            let (weight, strength) = (premise.edge.weight.get(), strengths[premise.node.index()].unwrap_or(0.0));
            Step {
                edge: premise.handle,
                premise: premise.node,
                kind: premise.kind,
                weight,
                strength,
                amount: weight * strength,
            }
        })
        .collect();

    let upstream = Upstream::new(&graph, node.index());
    let gradient = gradient(&solution, semantics, node.index());
    let taken = removals(&upstream, semantics, settings.work)?;
    let shares = shapley(&upstream, semantics, &ShapleySettings { work: settings.work, ..ShapleySettings::default() });
    let tipping = tipping(&upstream, semantics, threshold, settings.work);
    let handles: Vec<NodeHandle> = argument.nodes().map(|(handle, _)| handle).collect();
    let contributions = taken
        .removals
        .iter()
        .filter(|removal| !settings.overrides.without.contains(&removal.node))
        .map(|removal| Contribution {
            node: handles[removal.node],
            strength: strengths[removal.node].unwrap_or(0.0),
            without: removal.without,
            contribution: removal.contribution,
            intrinsic: removal.intrinsic,
            gradient: gradient.as_ref().map(|gradient| gradient.bases[removal.node]),
            shapley: shares.as_ref().and_then(|shares| {
                let at = shares.values.binary_search_by_key(&removal.node, |value| value.node).ok()?;
                Some(shares.values[at])
            }),
        })
        .collect();

    let mut bases: Vec<Base> = handles.iter().map(|&handle| settings.bases.of(argument, handle)).collect();
    for &(changed, _) in &settings.overrides.bases {
        if let Some(base) = bases.get_mut(changed) {
            *base = Base { score: graph.base(changed), origin: BaseOrigin::WhatIf };
        }
    }
    Some(Explanation {
        node,
        semantics,
        strength,
        standing: solution.standing_of(node.index()),
        certainty,
        threshold,
        joint,
        weakest,
        admitted,
        push,
        steps,
        contributions,
        is_screened: taken.screened || tipping.is_some_and(|tipping| tipping.screened),
        orders: shares.and_then(|shares| shares.orders),
        linchpins: taken.linchpins(threshold),
        tipping,
        gradient,
        strengths,
        bases,
    })
}

impl std::fmt::Debug for Explanation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Explanation")
            .field("node", &self.node)
            .field("semantics", &self.semantics.name())
            .field("strength", &self.strength)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Overrides;
    use super::super::semantics::{ALL, Aggregation};
    use super::*;
    use crate::argument::testing::sketch;

    const HARBOUR: &str = "kj1: judgement \"A.\" likelihood=0.55..0.75\ne1 -> kj1 0.9\ne2 -> kj1 0.5\ne3 -x kj1 0.4\n\
                           i1: inference \"B.\"\ne4 -> i1 0.8\ne5 -> i1\ne6 -x i1 0.3\ni1 -> kj1 0.7";

    #[test]
    fn steps_and_push_give_the_strength_under_every_semantics() {
        let argument = sketch(HARBOUR);
        let topic = argument.find("kj1").unwrap();
        for semantics in ALL {
            let explanation = explain(&argument, topic, semantics, &ScoreSettings::default()).unwrap();
            let amounts = |kind| explanation.steps.iter().filter(move |step| step.kind == kind).map(|step| step.amount);
            let (favour, doubt) = (amounts(EdgeKind::Supports), amounts(EdgeKind::Contradicts));
            let push = match semantics.aggregation() {
                Aggregation::Sum => favour.sum::<f64>() - doubt.sum::<f64>(),
                Aggregation::Product => {
                    doubt.fold(1.0, |rest, amount| rest * (1.0 - amount))
                        - favour.fold(1.0, |rest, amount| rest * (1.0 - amount))
                }
                Aggregation::Top => favour.fold(0.0, f64::max) - doubt.fold(0.0, f64::max),
            };
            assert!((push - explanation.push).abs() < 1e-12, "{}", semantics.name());
            let strength = semantics.influence(explanation.admitted, push);
            assert!((strength - explanation.strength).abs() < 1e-12, "{}", semantics.name());
            assert_eq!(explanation.contributions.len(), argument.node_count() - 1);
        }
    }

    #[test]
    fn a_joint_step_is_as_strong_as_its_weakest_premise() {
        let argument = sketch(HARBOUR);
        let step = argument.find("i1").unwrap();
        let explanation = explain(&argument, step, ALL[0], &ScoreSettings::default()).unwrap();
        assert_eq!((explanation.joint, explanation.weakest), (true, Some(0.8 * 0.6)));
        assert!((explanation.push + 0.3 * 0.6).abs() < 1e-12);
    }

    #[test]
    fn shapley_values_add_up_and_what_is_changed_says_so() {
        let argument = sketch(HARBOUR);
        let topic = argument.find("kj1").unwrap();
        let e1 = argument.find("e1").unwrap().index();
        let e3 = argument.find("e3").unwrap().index();
        let overrides = Overrides { bases: vec![(e1, 0.25)], without: vec![e3] };
        let settings = ScoreSettings { overrides, ..ScoreSettings::default() };
        let explanation = explain(&argument, topic, ALL[0], &settings).unwrap();
        let sum: f64 = explanation.contributions.iter().map(|share| share.shapley.unwrap().value).sum();
        assert!((0.5 + sum - explanation.strength).abs() < 1e-12);
        assert_eq!(explanation.bases[e1], Base { score: 0.25, origin: BaseOrigin::WhatIf });
        assert_eq!(explanation.steps.len(), 3);
        assert!(explanation.contributions.iter().all(|share| share.node.index() != e3));
        let gone = argument.find("e3").unwrap();
        assert!(explain(&argument, gone, ALL[0], &settings).is_none());
    }
}
