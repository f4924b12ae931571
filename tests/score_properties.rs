//! What must hold of strengths whatever the graph: premises pull the way they should, and nothing but the argument
//! counts.

use linchpin::score::semantics::{ALL, Semantics};
use linchpin::score::{
    Dial, Link, Overrides, ScoreGraph, ShapleySettings, Standing, Upstream, gradient, removals, shapley, solve, tipping,
};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Drawn {
    bases: Vec<f64>,
    inferences: Vec<u32>,
    supports: Vec<Link>,
    contradictions: Vec<Link>,
}

impl Drawn {
    fn graph(&self) -> ScoreGraph {
        ScoreGraph::from_arrays(&self.bases, &self.inferences, &self.supports, &self.contradictions).unwrap()
    }

    /// The same graph with node n called `names[n]` and the edges in the order of `shift`.
    fn renamed(&self, names: &[u32], shift: usize) -> Self {
        let mut bases = vec![0.0; self.bases.len()];
        for (node, &base) in self.bases.iter().enumerate() {
            bases[names[node] as usize] = base;
        }
        let rename = |links: &[Link]| {
            let mut links: Vec<Link> = links
                .iter()
                .map(|&(premise, conclusion, weight)| (names[premise as usize], names[conclusion as usize], weight))
                .collect();
            if !links.is_empty() {
                let shift = shift % links.len();
                links.rotate_left(shift);
            }
            links
        };
        Self {
            bases,
            inferences: self.inferences.iter().map(|&node| names[node as usize]).collect(),
            supports: rename(&self.supports),
            contradictions: rename(&self.contradictions),
        }
    }
}

/// A graph without cycles, whose node 0 is the topic, with inferences among its inner nodes if asked for.
fn acyclic(with_inferences: bool) -> impl Strategy<Value = Drawn> {
    (2_u32..9).prop_flat_map(move |count| {
        let nodes = prop::collection::vec(0.0..=1.0_f64, count as usize);
        let inferences = prop::collection::vec(1..count, 0..if with_inferences { 3 } else { 1 });
        let edge = (0..count - 1, 1..count, 0.05..=1.0_f64, prop::bool::weighted(0.65));
        let edges = prop::collection::vec(edge, 1..16);
        (nodes, inferences, edges).prop_map(|(bases, mut inferences, edges)| {
            inferences.sort_unstable();
            inferences.dedup();
            let mut drawn = Drawn { bases, inferences, supports: Vec::new(), contradictions: Vec::new() };
            for (a, b, weight, supports) in edges {
                let (conclusion, premise) = (a.min(b), a.max(b));
                if conclusion < premise {
                    let side = if supports { &mut drawn.supports } else { &mut drawn.contradictions };
                    side.push((premise, conclusion, weight));
                }
            }
            drawn
        })
    })
}

/// A graph with weak weights, so that its cycles are contractions under the smooth semantics.
fn cyclic() -> impl Strategy<Value = Drawn> {
    (2_u32..8).prop_flat_map(|count| {
        let nodes = prop::collection::vec(0.05..=0.95_f64, count as usize);
        let edge = (0..count, 0..count, 0.05..=0.6_f64, any::<bool>());
        (nodes, prop::collection::vec(edge, 1..12)).prop_map(|(bases, edges)| {
            let mut drawn = Drawn { bases, inferences: Vec::new(), supports: Vec::new(), contradictions: Vec::new() };
            for (premise, conclusion, weight, supports) in edges {
                let side = if supports { &mut drawn.supports } else { &mut drawn.contradictions };
                side.push((premise, conclusion, weight));
            }
            drawn
        })
    })
}

fn topic_strength(graph: &ScoreGraph, semantics: &dyn Semantics) -> f64 {
    solve(graph, semantics).strength(0).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_support_never_lowers_and_a_contradiction_never_raises(
        drawn in acyclic(false), weight in 0.01..=1.0_f64, base in 0.0..=1.0_f64,
    ) {
        let new = u32::try_from(drawn.bases.len()).unwrap();
        let mut supported = drawn.clone();
        supported.bases.push(base);
        let mut contradicted = supported.clone();
        supported.supports.push((new, 0, weight));
        contradicted.contradictions.push((new, 0, weight));
        for semantics in ALL {
            let before = topic_strength(&drawn.graph(), semantics);
            let higher = topic_strength(&supported.graph(), semantics);
            let lower = topic_strength(&contradicted.graph(), semantics);
            prop_assert!(higher >= before - 1e-12, "{}: {before} to {higher}", semantics.name());
            prop_assert!(lower <= before + 1e-12, "{}: {before} to {lower}", semantics.name());
        }
    }

    #[test]
    fn names_and_the_order_of_nodes_and_edges_do_not_matter(
        (drawn, names) in acyclic(true).prop_flat_map(|drawn| {
            let names: Vec<u32> = (0..u32::try_from(drawn.bases.len()).unwrap()).collect();
            (Just(drawn), Just(names).prop_shuffle())
        }),
        shift in 0_usize..16,
    ) {
        let (first, second) = (drawn.graph(), drawn.renamed(&names, shift).graph());
        for semantics in ALL {
            let (first, second) = (solve(&first, semantics), solve(&second, semantics));
            for (node, &name) in names.iter().enumerate() {
                let (a, b) = (first.strength(node).unwrap(), second.strength(name as usize).unwrap());
                prop_assert!((a - b).abs() < 1e-12, "{}: {a} and {b}", semantics.name());
            }
        }
    }

    #[test]
    fn the_order_does_not_matter_on_cycles_either(
        (drawn, names) in cyclic().prop_flat_map(|drawn| {
            let names: Vec<u32> = (0..u32::try_from(drawn.bases.len()).unwrap()).collect();
            (Just(drawn), Just(names).prop_shuffle())
        }),
        shift in 0_usize..12,
    ) {
        let (first, second) = (drawn.graph(), drawn.renamed(&names, shift).graph());
        for semantics in ALL {
            let (first, second) = (solve(&first, semantics), solve(&second, semantics));
            for (node, &name) in names.iter().enumerate() {
                prop_assert_eq!(first.standing_of(node), second.standing_of(name as usize));
                if let (Some(a), Some(b)) = (first.strength(node), second.strength(name as usize)) {
                    prop_assert!((a - b).abs() < 1e-9, "{}: {a} and {b}", semantics.name());
                }
            }
        }
    }

    #[test]
    fn a_solution_obeys_its_formula_wherever_it_claims_to(drawn in cyclic()) {
        // Pin every premise at its strength, by making it a leaf with that base score: the node must come out the same.
        let graph = drawn.graph();
        for semantics in ALL {
            let solution = solve(&graph, semantics);
            for node in 0..graph.node_count() {
                let Some(strength) = solution.strength(node) else { continue };
                let mut alone = Drawn {
                    bases: vec![drawn.bases[node]],
                    inferences: Vec::new(),
                    supports: Vec::new(),
                    contradictions: Vec::new(),
                };
                for (from, to) in [(&drawn.supports, true), (&drawn.contradictions, false)] {
                    for &(premise, conclusion, weight) in from {
                        if conclusion as usize == node {
                            let leaf = u32::try_from(alone.bases.len()).unwrap();
                            alone.bases.push(solution.strength(premise as usize).unwrap());
                            let side = if to { &mut alone.supports } else { &mut alone.contradictions };
                            side.push((leaf, 0, weight));
                        }
                    }
                }
                let again = topic_strength(&alone.graph(), semantics);
                // The clamp of the log-odds may lift a leaf by 0.001.
                let tolerance = if semantics.name() == "log-odds" { 4e-3 } else { 1e-9 };
                prop_assert!((again - strength).abs() < tolerance, "{}: {strength}, {again}", semantics.name());
            }
        }
    }

    #[test]
    fn what_has_no_path_to_a_judgement_does_not_matter(drawn in acyclic(true), base in 0.0..=1.0_f64, weight in 0.05..=1.0_f64) {
        let mut larger = drawn.clone();
        let new = u32::try_from(larger.bases.len()).unwrap();
        larger.bases.extend([base, 1.0 - base]);
        larger.supports.extend([(0, new, weight), (new + 1, new, weight)]);
        larger.contradictions.push((1, new, weight));
        for semantics in ALL {
            let (before, after) = (solve(&drawn.graph(), semantics).strengths(), solve(&larger.graph(), semantics).strengths());
            prop_assert_eq!(&before[..], &after[..before.len()]);
            prop_assert_eq!(Upstream::new(&drawn.graph(), 0).premises(), Upstream::new(&larger.graph(), 0).premises());
        }
    }

    #[test]
    fn removal_of_nothing_changes_nothing_and_a_linchpin_does_what_was_said(drawn in acyclic(true), threshold in 0.1..0.9_f64) {
        let graph = drawn.graph();
        for semantics in ALL {
            let before = solve(&graph, semantics);
            prop_assert_eq!(before.strengths(), solve(&graph.changed(&Overrides::default()), semantics).strengths());
            let removals = removals(&Upstream::new(&graph, 0), semantics, usize::MAX).unwrap();
            for removal in &removals.removals {
                let changed = graph.changed(&Overrides { without: vec![removal.node], ..Overrides::default() });
                let after = topic_strength(&changed, semantics);
                prop_assert!((removal.without.unwrap() - after).abs() < 1e-12);
            }
            let strength = before.strength(0).unwrap();
            let furthest = removals.removals.iter().map(|removal| strength - removal.without.unwrap()).fold(0.0, f64::max);
            match removals.linchpin(threshold) {
                None => prop_assert!(furthest <= 1e-12),
                Some(linchpin) => {
                    prop_assert!((linchpin.fall - furthest).abs() < 1e-12);
                    prop_assert_eq!(linchpin.crosses, strength >= threshold && linchpin.without < threshold);
                    prop_assert!(removals.linchpins(threshold).iter().all(|other| other.crosses == linchpin.crosses));
                }
            }
        }
    }

    #[test]
    fn the_gradient_is_the_slope(drawn in prop_oneof![acyclic(false), cyclic()]) {
        let graph = drawn.graph();
        // Top and clamped bases have kinks, where a difference is no slope.
        for semantics in ALL.into_iter().filter(|semantics| semantics.name() != "euler-based-top") {
            let solution = solve(&graph, semantics);
            if solution.standing() > Standing::Certified {
                continue;
            }
            let gradient = gradient(&solution, semantics, 0).unwrap();
            let step = 1e-6;
            for node in 0..graph.node_count() {
                let base = drawn.bases[node];
                if !(0.01..=0.99).contains(&base) {
                    continue;
                }
                let at = |base: f64| topic_strength(&graph.changed(&Overrides { bases: vec![(node, base)], ..Overrides::default() }), semantics);
                let slope = (at(base + step) - at(base - step)) / (2.0 * step);
                prop_assert!((slope - gradient.bases[node]).abs() < 1e-5, "{}: {slope}, {}", semantics.name(), gradient.bases[node]);
            }
            let count = drawn.supports.len();
            for edge in 0..graph.edge_count() {
                let at = |change: f64| {
                    let mut other = drawn.clone();
                    if edge < count { other.supports[edge].2 += change } else { other.contradictions[edge - count].2 += change }
                    topic_strength(&other.graph(), semantics)
                };
                let slope = (at(step) - at(-step)) / (2.0 * step);
                prop_assert!((slope - gradient.weights[edge]).abs() < 1e-5, "{}: {slope}, {}", semantics.name(), gradient.weights[edge]);
            }
        }
    }

    #[test]
    fn shapley_values_share_out_the_whole_strength(drawn in acyclic(true)) {
        let graph = drawn.graph();
        for semantics in ALL {
            let upstream = Upstream::new(&graph, 0);
            let shapley = shapley(&upstream, semantics, &ShapleySettings::default()).unwrap();
            let nothing = graph.changed(&Overrides { without: upstream.premises(), ..Overrides::default() });
            let sum: f64 = shapley.values.iter().map(|value| value.value).sum();
            let whole = topic_strength(&graph, semantics) - topic_strength(&nothing, semantics);
            prop_assert!((sum - whole).abs() < 1e-9);
        }
    }

    #[test]
    fn a_tipping_point_tips_and_nothing_smaller_of_the_same_number_does(drawn in acyclic(false), threshold in 0.2..0.8_f64) {
        let graph = drawn.graph();
        for semantics in ALL {
            let strength = topic_strength(&graph, semantics);
            let Some(point) = tipping(&Upstream::new(&graph, 0), semantics, threshold, usize::MAX).unwrap().point else { continue };
            let count = drawn.supports.len();
            let at = |value: f64| match point.dial {
                Dial::Base(node) => {
                    topic_strength(&graph.changed(&Overrides { bases: vec![(node, value)], ..Overrides::default() }), semantics)
                }
                Dial::Weight(edge) => {
                    let mut other = drawn.clone();
                    if edge < count { other.supports[edge].2 = value } else { other.contradictions[edge - count].2 = value }
                    topic_strength(&other.graph(), semantics)
                }
            };
            prop_assert!((at(point.to) - point.strength).abs() < 1e-12);
            prop_assert_ne!(point.strength >= threshold, strength >= threshold);
            let nearer = point.to + (point.from - point.to) * 1e-3;
            prop_assert_eq!(at(nearer) >= threshold, strength >= threshold, "{} is across too", nearer);
        }
    }
}

#[test]
fn a_ring_that_never_settles_takes_down_what_hangs_on_it_and_nothing_else() {
    let ring: Vec<Link> = (0..5).map(|node| (node, (node + 1) % 5, 8.0)).collect();
    let supports = [(0, 5, 1.0), (5, 6, 0.5), (7, 8, 1.0), (7, 0, 0.2)];
    let graph = ScoreGraph::from_arrays(&[0.5; 9], &[], &supports, &ring).unwrap();
    let semantics = linchpin::score::semantics::find("quadratic-energy").unwrap();
    let solution = solve(&graph, semantics);
    assert_eq!(solution.standing(), Standing::NotConverged);
    for node in 0..9 {
        assert_eq!(solution.strength(node).is_none(), node < 7, "node {node}");
    }
    assert!(gradient(&solution, semantics, 6).is_none());
    assert!(removals(&Upstream::new(&graph, 6), semantics, usize::MAX).is_none());
    // Without one of its members the ring is a chain, and all stand.
    let cut = graph.changed(&Overrides { without: vec![2], ..Overrides::default() });
    assert_eq!(solve(&cut, semantics).standing(), Standing::Exact);
    assert!(solve(&cut, semantics).strength(6).is_some());
}

#[test]
fn an_inference_is_as_strong_as_its_weakest_premise_and_can_be_undercut() {
    // 0 ← inference 1 ← 2, 3, 4; 5 undercuts.
    let supports = [(1, 0, 1.0), (2, 1, 1.0), (3, 1, 0.5), (4, 1, 1.0)];
    let bases = [0.5, 1.0, 0.9, 0.8, 0.7, 0.6];
    let semantics = linchpin::score::semantics::find("df-quad").unwrap();
    let graph = ScoreGraph::from_arrays(&bases, &[1], &supports, &[]).unwrap();
    assert_eq!(solve(&graph, semantics).strength(1), Some(0.4));
    assert!((solve(&graph, semantics).strength(0).unwrap() - 0.7).abs() < 1e-15);
    let graph = ScoreGraph::from_arrays(&bases, &[1], &supports, &[(5, 1, 0.5)]).unwrap();
    assert!((solve(&graph, semantics).strength(1).unwrap() - 0.4 * 0.7).abs() < 1e-15);
    // Only the weakest premise moves it, and taking any away takes the step away, under every semantics.
    let slopes = gradient(&solve(&graph, semantics), semantics, 0).unwrap();
    assert!(slopes.bases[2].abs() <= 0.0);
    assert!(slopes.bases[3] > 0.0);
    for semantics in ALL {
        let removals = removals(&Upstream::new(&graph, 0), semantics, usize::MAX).unwrap();
        for removal in removals.removals.iter().filter(|removal| (1..5).contains(&removal.node)) {
            assert!((removal.without.unwrap() - 0.5).abs() < 1e-15, "{} {removal:?}", semantics.name());
        }
    }
    // A warrant that is doubted itself is one of the things that the step needs.
    let doubted = [0.5, 0.3, 0.9, 0.8, 0.7, 0.6];
    let graph = ScoreGraph::from_arrays(&doubted, &[1], &supports, &[]).unwrap();
    assert_eq!(solve(&graph, semantics).strength(1), Some(0.3));
}

#[test]
fn arrays_that_are_no_graph_are_refused() {
    let graph = |bases: &[f64], supports: &[Link]| ScoreGraph::from_arrays(bases, &[], supports, &[]).is_err();
    assert!(graph(&[1.5], &[]) && graph(&[f64::NAN], &[]));
    assert!(graph(&[0.5], &[(0, 1, 1.0)]) && graph(&[0.5], &[(0, 0, -1.0)]) && graph(&[0.5], &[(0, 0, f64::INFINITY)]));
    assert!(ScoreGraph::from_arrays(&[0.5], &[3], &[], &[]).is_err());
    assert!(
        ScoreGraph::from_arrays(&[], &[], &[], &[]).is_ok_and(|graph| solve(&graph, ALL[0]).strengths().is_empty())
    );
}

#[test]
fn a_chain_of_half_a_million_and_a_ring_of_as_many_are_solved() {
    let count = 500_000_u32;
    let mut chain: Vec<Link> = (1..count).map(|node| (node, node - 1, 0.5)).collect();
    let bases = vec![0.4; count as usize];
    let graph = ScoreGraph::from_arrays(&bases, &[], &chain, &[]).unwrap();
    assert_eq!(solve(&graph, ALL[0]).standing(), Standing::Exact);
    assert_eq!(Upstream::new(&graph, 0).premises().len(), count as usize - 1);
    chain.push((0, count - 1, 0.5));
    let graph = ScoreGraph::from_arrays(&bases, &[], &chain, &[]).unwrap();
    let solution = solve(&graph, ALL[0]);
    assert_eq!(solution.standing(), Standing::Certified);
    assert!((solution.strength(0).unwrap() - solution.strength(12_345).unwrap()).abs() < 1e-12);
}
