//! Which change a judgement's strength moved by.

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::Side;
use super::changes::{Change, ChangeKind, Subject};
use super::matching::Matching;
use crate::argument::{EdgeHandle, EdgeKind, NodeHandle, NodeKind};
use crate::score::{BaseOrigin, Grouped, ScoreGraph, Semantics, solve};

/// The change that moved a judgement's strength most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cause {
    /// Its place in [`Difference::changes`](super::Difference::changes).
    pub change: usize,
    /// How far it moved the strength; below 0 if it weakened the judgement.
    pub effect: f64,
}

/// The most nodes and edges that are touched while causes are looked for.
const WORK: usize = 30_000_000;
/// Movements below this are rounding.
const LEAST: f64 = 1e-9;

/// For each judgement of both editions (old and new handle), the change that moved its strength most.
///
/// The effect of a change on a strength is the mean of two differences: what making it alone does to the old argument,
/// and what undoing it alone does to the new one. These are the first and the last term of its Shapley value, so that a
/// change is credited alike whether it is thought of as the first or as the last to be made; and the effects of
/// the way back are the same with the other sign. The cause is the change with the largest effect in the direction in
/// which the strength moved; there is none if no change has one, as where two only act together.
///
/// Two solutions a change of what it can reach, with the strengths of what bears on that from outside as they are; at most
/// [`WORK`] nodes and edges are touched in all, and judgements in parts for which that is not enough have no cause.
pub(super) fn causes(
    old: &Side<'_>,
    new: &Side<'_>,
    matching: &Matching,
    changes: &[Change],
    judgements: &[(Option<NodeHandle>, Option<NodeHandle>)],
) -> Vec<Option<Cause>> {
    let mut causes = vec![None; judgements.len()];
    let moved: Vec<(usize, usize, f64, f64)> = judgements
        .iter()
        .enumerate()
        .filter_map(|(number, pair)| {
            let (old_node, new_node) = (pair.0?, pair.1?);
            let (was, is) = (old.strength(old_node)?, new.strength(new_node)?);
            ((is - was).abs() > LEAST).then_some((number, new_node.index(), was, is))
        })
        .collect();
    if moved.is_empty() {
        return causes;
    }
    let union = Union::new(old, new, matching, changes);
    let parts = union.parts();
    let mut budget = Budget { work: WORK, looks: 4 * WORK };
    let mut by_part: FxHashMap<usize, Vec<(usize, usize, f64, f64)>> = FxHashMap::default();
    for judgement in moved {
        by_part.entry(parts[judgement.1]).or_default().push(judgement);
    }
    let mut wanted: Vec<usize> = by_part.keys().copied().collect();
    wanted.sort_unstable();
    let members = union.members(&parts, &wanted);
    let mut reaches = Reaches::new(&union);
    for (part, member) in wanted.iter().zip(members) {
        let judgements = &by_part[part];
        let Some(best) = causes_in(&union, &member, &mut reaches, judgements, new.semantics, &mut budget) else {
            continue;
        };
        for (&(number, ..), best) in judgements.iter().zip(best) {
            causes[number] = best;
        }
    }
    causes
}

/// What is left to be spent: steps of solving, and of looking how many of these a part would take.
struct Budget {
    work: usize,
    looks: usize,
}

/// The causes of the judgements (number, node, old and new strength) of one part; `None` if not enough of
/// the `budget` is left.
fn causes_in(
    union: &Union,
    member: &Member,
    reaches: &mut Reaches,
    judgements: &[(usize, usize, f64, f64)],
    semantics: &dyn Semantics,
    budget: &mut Budget,
) -> Option<Vec<Option<Cause>>> {
    let mut best: Vec<Option<Cause>> = vec![None; judgements.len()];
    // Asked for before anything is solved: else the work might be done for nothing.
    let whole = 2 * (member.nodes.len() + member.edges);
    let mut steps = whole;
    for touched in &member.touched {
        let (reach, edges) = reaches.of(touched);
        steps += 2 * (reach.len() + edges);
        budget.looks = budget.looks.checked_sub(reach.len() + edges)?;
        if steps > budget.work {
            return None;
        }
    }
    budget.work = budget.work.checked_sub(steps)?;
    reaches.of(&member.nodes);
    let before = union.solved(&member.nodes, reaches, |_| None, semantics, |_| false);
    let after = union.solved(&member.nodes, reaches, |_| None, semantics, |_| true);
    let (Some(before), Some(after)) = (before, after) else { return Some(best) };
    let places: FxHashMap<usize, usize> = member.nodes.iter().enumerate().map(|(place, &node)| (node, place)).collect();
    for (&unit, touched) in member.units.iter().zip(&member.touched) {
        let (reach, _) = reaches.of(touched);
        let of = |strengths: &[Option<f64>], node: usize| strengths[places[&node]];
        let mut with = union.solved(&reach, reaches, |node| of(&before, node), semantics, |other| other == unit);
        let mut without = union.solved(&reach, reaches, |node| of(&after, node), semantics, |other| other != unit);
        if with.is_none() || without.is_none() {
            // What bears on it from outside cannot be put as it is; all of the part can.
            budget.work = budget.work.checked_sub(whole)?;
            reaches.of(&member.nodes);
            with = union.solved(&member.nodes, reaches, |_| None, semantics, |other| other == unit);
            without = union.solved(&member.nodes, reaches, |_| None, semantics, |other| other != unit);
        }
        let (Some(with), Some(without)) = (with, without) else { continue };
        for (&(_, node, was, is), best) in judgements.iter().zip(&mut best) {
            // The change does not reach the others.
            let Some(place) = reaches.place(node) else { continue };
            let (Some(with), Some(without)) = (with[place], without[place]) else { continue };
            let effect = f64::midpoint(with - was, is - without);
            let helps = effect.abs() > LEAST && (effect > 0.0) == (is > was);
            if helps && best.is_none_or(|best| effect.abs() > best.effect.abs() + LEAST) {
                *best = Some(Cause { change: unit, effect });
            }
        }
    }
    Some(best)
}

/// A number of a node: as it is in the old edition, as it is in the new one, and the change by which it became another.
#[derive(Clone, Copy, Debug)]
struct Dial<T> {
    old: T,
    new: T,
    unit: Option<usize>,
}

impl<T: Copy> Dial<T> {
    /// As it is with the changes that are made.
    fn at(&self, is_made: &impl Fn(usize) -> bool) -> T {
        if self.unit.is_none_or(is_made) { self.new } else { self.old }
    }
}

/// The nodes of both editions: those of the new one by their index, then those that were removed.
#[derive(Debug)]
struct Union {
    bases: Vec<Dial<f64>>,
    joints: Vec<Dial<bool>>,
    present: Vec<Dial<bool>>,
    edges: Vec<Wire>,
}

/// An edge of either edition.
#[derive(Debug)]
struct Wire {
    premise: usize,
    conclusion: usize,
    /// 0 in the edition that does not have it.
    weight: Dial<f64>,
    /// Whether it supports.
    supports: Dial<bool>,
}

/// A part of both editions that hangs together.
#[derive(Default)]
struct Member {
    nodes: Vec<usize>,
    /// How many there are.
    edges: usize,
    /// The changes that may matter in it, sorted.
    units: Vec<usize>,
    /// For each of them, the nodes whose strengths it bears on at first hand.
    touched: Vec<Vec<usize>>,
}

/// What can be reached from where.
struct Reaches {
    /// By node: the edges to its conclusions, with these.
    onwards: Grouped,
    /// By node: the edges from its premises.
    into: Grouped,
    /// By node: its place in what was reached last, where it bears the mark of that.
    places: Vec<(u32, usize)>,
    mark: u32,
}

impl Reaches {
    #[expect(clippy::cast_possible_truncation, reason = "two arguments in memory have fewer nodes than that")]
    fn new(union: &Union) -> Self {
        let (count, edges) = (union.bases.len(), union.edges.len());
        let link = |edge: usize| {
            let wire = &union.edges[edge];
            (wire.premise as u32, wire.conclusion as u32, 0.0)
        };
        let turned = |edge: usize| {
            let (premise, conclusion, weight) = link(edge);
            (conclusion, premise, weight)
        };
        Self {
            onwards: Grouped::new(count, edges, &turned),
            into: Grouped::new(count, edges, &link),
            places: vec![(0, 0); count],
            mark: 0,
        }
    }

    /// The nodes that `first` bears on, with them, and how many edges lead into these. O(what is reached).
    fn of(&mut self, first: &[usize]) -> (Vec<usize>, usize) {
        self.mark += 1;
        let mut reach: Vec<usize> = Vec::new();
        let mut add = |node: usize, reach: &mut Vec<usize>| {
            if self.places[node].0 != self.mark {
                self.places[node] = (self.mark, reach.len());
                reach.push(node);
            }
        };
        for &node in first {
            add(node, &mut reach);
        }
        let (mut at, mut edges) = (0, 0);
        while at < reach.len() {
            let node = reach[at];
            edges += self.into.of(node).len();
            for (_, conclusion) in self.onwards.of(node) {
                add(conclusion, &mut reach);
            }
            at += 1;
        }
        (reach, edges)
    }

    /// The place of a node in what was reached last.
    fn place(&self, node: usize) -> Option<usize> {
        let (mark, place) = self.places[node];
        (mark == self.mark).then_some(place)
    }
}

impl Union {
    fn new(old: &Side<'_>, new: &Side<'_>, matching: &Matching, changes: &[Change]) -> Self {
        let mut node_units: FxHashMap<(NodeKey, ChangeKind), usize> = FxHashMap::default();
        let mut edge_units: FxHashMap<(bool, usize, ChangeKind), usize> = FxHashMap::default();
        let mut source_units: FxHashMap<(bool, &str), usize> = FxHashMap::default();
        for (unit, change) in changes.iter().enumerate() {
            match &change.subject {
                Subject::Node(_, Some(node)) => {
                    node_units.insert((NodeKey::New(node.index()), change.kind), unit);
                }
                Subject::Node(Some(node), None) => {
                    node_units.insert((NodeKey::Old(node.index()), change.kind), unit);
                }
                Subject::Edge(before, now) => {
                    if let Some(edge) = now {
                        edge_units.insert((true, edge.index(), change.kind), unit);
                    }
                    if let Some(edge) = before {
                        edge_units.insert((false, edge.index(), change.kind), unit);
                    }
                }
                Subject::Source(before, now) => {
                    source_units.extend(before.as_ref().map(|key| ((false, key.as_str()), unit)));
                    source_units.extend(now.as_ref().map(|key| ((true, key.as_str()), unit)));
                }
                Subject::Node(None, None) => {}
            }
        }
        let of_node = |key: NodeKey, kind: ChangeKind| node_units.get(&(key, kind)).copied();
        let of_source = |is_new: bool, origin: &BaseOrigin| match origin {
            BaseOrigin::Grade { source: Some(key), .. } => source_units.get(&(is_new, key.as_str())).copied(),
            _ => None,
        };
        let count = new.argument.node_count();
        let mut union = Self {
            bases: Vec::with_capacity(count),
            joints: Vec::with_capacity(count),
            present: Vec::with_capacity(count),
            edges: Vec::new(),
        };
        let is_joint = |kind: NodeKind| kind == NodeKind::Inference;
        for (handle, node) in new.argument.nodes() {
            let key = NodeKey::New(handle.index());
            let now = new.bases().of(new.argument, handle);
            let (base, joint, present) = match matching.to_old(handle) {
                None => {
                    let unit = of_node(key, ChangeKind::Added);
                    let base = Dial { old: now.score, new: now.score, unit };
                    (base, is_joint(node.kind), Dial { old: false, new: true, unit })
                }
                Some(before) => {
                    let was = new.bases().of(old.argument, before);
                    let unit = of_node(key, ChangeKind::Regraded)
                        .or_else(|| of_node(key, ChangeKind::Retyped))
                        .or_else(|| of_source(true, &now.origin))
                        .or_else(|| of_source(false, &was.origin));
                    let base = Dial { old: was.score, new: now.score, unit };
                    (base, is_joint(old.argument.node(before).kind), Dial { old: true, new: true, unit: None })
                }
            };
            let unit = of_node(key, ChangeKind::Retyped);
            union.bases.push(base);
            union.joints.push(Dial { old: joint, new: is_joint(node.kind), unit });
            union.present.push(present);
        }
        let mut removed: FxHashMap<usize, usize> = FxHashMap::default();
        for (handle, node) in old.argument.nodes().filter(|&(handle, _)| matching.to_new(handle).is_none()) {
            let unit = of_node(NodeKey::Old(handle.index()), ChangeKind::Removed);
            removed.insert(handle.index(), union.bases.len());
            let score = new.bases().of(old.argument, handle).score;
            union.bases.push(Dial { old: score, new: score, unit });
            let joint = is_joint(node.kind);
            union.joints.push(Dial { old: joint, new: joint, unit });
            union.present.push(Dial { old: true, new: false, unit });
        }
        union.wires(old, new, matching, &removed, changes, |is_new, edge, kind| {
            edge_units.get(&(is_new, edge, kind)).copied()
        });
        union
    }

    fn wires(
        &mut self,
        old: &Side<'_>,
        new: &Side<'_>,
        matching: &Matching,
        removed: &FxHashMap<usize, usize>,
        changes: &[Change],
        unit: impl Fn(bool, usize, ChangeKind) -> Option<usize>,
    ) {
        // Edges that both editions have, with another weight or kind, are one wire; the others one for each edition.
        let mut both: FxHashMap<usize, EdgeHandle> = FxHashMap::default();
        for change in changes {
            if let (Subject::Edge(Some(before), Some(now)), ChangeKind::Turned | ChangeKind::Reweighted) =
                (&change.subject, change.kind)
                && unit(true, now.index(), ChangeKind::Moved).is_none()
            {
                both.insert(now.index(), *before);
            }
        }
        let mut used: Vec<bool> = vec![false; old.argument.edge_count()];
        for &before in both.values() {
            used[before.index()] = true;
        }
        // What both have as it is: pairs between the same nodes that no change is of.
        let mut same: FxHashMap<(usize, usize, EdgeKind), usize> = FxHashMap::default();
        for (handle, edge) in new.argument.edges() {
            let (premise, conclusion) = new.argument.ends(handle);
            let (premise, conclusion) = (premise.index(), conclusion.index());
            let number = handle.index();
            let weight = edge.weight.get();
            let wire = |old: f64, new_weight: f64, unit_of_weight, was: bool, unit_of_kind| Wire {
                premise,
                conclusion,
                weight: Dial { old, new: new_weight, unit: unit_of_weight },
                supports: Dial { old: was, new: edge.kind == EdgeKind::Supports, unit: unit_of_kind },
            };
            let made = if let Some(&before) = both.get(&number) {
                let was = old.argument.edge(before);
                wire(
                    was.weight.get(),
                    weight,
                    unit(true, number, ChangeKind::Reweighted),
                    was.kind == EdgeKind::Supports,
                    unit(true, number, ChangeKind::Turned),
                )
            } else {
                let added = unit(true, number, ChangeKind::Added).or_else(|| unit(true, number, ChangeKind::Moved));
                let supports = edge.kind == EdgeKind::Supports;
                if added.is_none() {
                    *same.entry((premise, conclusion, edge.kind)).or_insert(0) += 1;
                }
                wire(if added.is_some() { 0.0 } else { weight }, weight, added, supports, None)
            };
            self.edges.push(made);
        }
        for (handle, edge) in old.argument.edges() {
            let number = handle.index();
            if used[number] {
                continue;
            }
            let place = |node: NodeHandle| match matching.to_new(node) {
                Some(new) => new.index(),
                None => removed[&node.index()],
            };
            let (premise, conclusion) = old.argument.ends(handle);
            let (premise, conclusion) = (place(premise), place(conclusion));
            let gone = unit(false, number, ChangeKind::Removed).or_else(|| unit(false, number, ChangeKind::Moved));
            if gone.is_none()
                && let Some(left) = same.get_mut(&(premise, conclusion, edge.kind)).filter(|left| **left > 0)
            {
                *left -= 1;
                continue;
            }
            let supports = edge.kind == EdgeKind::Supports;
            let weight = edge.weight.get();
            let new_weight = if gone.is_some() { 0.0 } else { weight };
            self.edges.push(Wire {
                premise,
                conclusion,
                weight: Dial { old: weight, new: new_weight, unit: gone },
                supports: Dial { old: supports, new: supports, unit: None },
            });
        }
    }

    /// For each node the first node of the part that it hangs together with. All but O(nodes + edges).
    fn parts(&self) -> Vec<usize> {
        let mut joined = UnionFind::<usize>::new(self.bases.len());
        for wire in &self.edges {
            joined.union(wire.premise, wire.conclusion);
        }
        let mut first = vec![usize::MAX; self.bases.len()];
        let part = |(node, of): (usize, usize)| {
            first[of] = first[of].min(node);
            first[of]
        };
        joined.into_labeling().into_iter().enumerate().map(part).collect()
    }

    fn members(&self, parts: &[usize], wanted: &[usize]) -> Vec<Member> {
        let places: FxHashMap<usize, usize> = wanted.iter().enumerate().map(|(place, &part)| (part, place)).collect();
        let mut members: Vec<Member> = wanted.iter().map(|_| Member::default()).collect();
        let mut touched: Vec<Vec<(usize, usize)>> = vec![Vec::new(); wanted.len()];
        for (node, part) in parts.iter().enumerate() {
            let Some(&place) = places.get(part) else { continue };
            members[place].nodes.push(node);
            let units = [self.bases[node].unit, self.joints[node].unit, self.present[node].unit];
            touched[place].extend(units.into_iter().flatten().map(|unit| (unit, node)));
        }
        for wire in &self.edges {
            let Some(&place) = places.get(&parts[wire.premise]) else { continue };
            members[place].edges += 1;
            // What comes or goes takes its edges with it.
            let units = [wire.weight.unit, wire.supports.unit, self.present[wire.premise].unit];
            touched[place].extend(units.into_iter().flatten().map(|unit| (unit, wire.conclusion)));
        }
        for (member, mut touched) in members.iter_mut().zip(touched) {
            touched.sort_unstable();
            touched.dedup();
            for of_unit in touched.chunk_by(|one, other| one.0 == other.0) {
                member.units.push(of_unit[0].0);
                member.touched.push(of_unit.iter().map(|&(_, node)| node).collect());
            }
        }
        members
    }

    /// The strengths of `nodes`, those reached last, with the changes that are made, one for each; of what bears on them from outside, the
    /// strengths are `known`. `None` if one of these is not, or cannot be put into a graph as it is, or the numbers make no
    /// graph.
    fn solved(
        &self,
        nodes: &[usize],
        reaches: &Reaches,
        known: impl Fn(usize) -> Option<f64>,
        semantics: &dyn Semantics,
        is_made: impl Fn(usize) -> bool,
    ) -> Option<Vec<Option<f64>>> {
        let mut outside: FxHashMap<usize, u32> = FxHashMap::default();
        let mut bases: Vec<f64> = nodes.iter().map(|&node| self.bases[node].at(&is_made).clamp(0.0, 1.0)).collect();
        let joints = nodes.iter().zip(0_u32..).filter(|&(&node, _)| self.joints[node].at(&is_made));
        let mut joints: Vec<u32> = joints.map(|(_, place)| place).collect();
        let (mut supports, mut contradictions) = (Vec::new(), Vec::new());
        for (&node, conclusion) in nodes.iter().zip(0_u32..) {
            for (edge, _) in reaches.into.of(node) {
                let wire = &self.edges[edge];
                let weight = wire.weight.at(&is_made);
                if weight == 0.0 || !self.present[wire.premise].at(&is_made) || !self.present[node].at(&is_made) {
                    continue;
                }
                let within = reaches.place(wire.premise).and_then(|place| u32::try_from(place).ok());
                let premise = match within.or_else(|| outside.get(&wire.premise).copied()) {
                    Some(place) => place,
                    None => {
                        let place = u32::try_from(bases.len()).ok()?;
                        let strength = known(wire.premise)?;
                        if strength == 0.0 {
                            // Only a step that is not made has this strength under all semantics.
                            joints.push(place);
                        } else if semantics.admit(strength) != strength {
                            return None;
                        }
                        // Nothing bears on it here, so that its strength is its base score.
                        bases.push(strength);
                        outside.insert(wire.premise, place);
                        place
                    }
                };
                let link = (premise, conclusion, weight);
                if wire.supports.at(&is_made) { supports.push(link) } else { contradictions.push(link) }
            }
        }
        let graph = ScoreGraph::from_arrays(&bases, &joints, &supports, &contradictions).ok()?;
        let mut strengths = solve(&graph, semantics).strengths();
        strengths.truncate(nodes.len());
        Some(strengths)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum NodeKey {
    Old(usize),
    New(usize),
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::score::semantics;

    /// A number between 0 and 1 that is exact in few digits, and may become another by a change.
    fn dial() -> impl Strategy<Value = Dial<f64>> {
        (0_u32..=10, 0_u32..=10, proptest::option::of(0_usize..4)).prop_map(|(old, new, unit)| Dial {
            old: f64::from(old) / 10.0,
            new: f64::from(new) / 10.0,
            unit,
        })
    }

    fn flag(usual: bool) -> impl Strategy<Value = Dial<bool>> {
        (prop::bool::weighted(0.2), prop::bool::weighted(0.2), proptest::option::of(0_usize..4))
            .prop_map(move |(old, new, unit)| Dial { old: old != usual, new: new != usual, unit })
    }

    prop_compose! {
        fn union()(nodes in 1_usize..9)(
            bases in prop::collection::vec(dial(), nodes),
            joints in prop::collection::vec(flag(false), nodes),
            present in prop::collection::vec(flag(true), nodes),
            edges in prop::collection::vec((0..nodes, 0..nodes, dial(), flag(true)), 0..3 * nodes),
        ) -> Union {
            let edges = edges.into_iter().map(|(one, other, weight, supports)| {
                // From later nodes to earlier ones: without cycles, whose solutions are as near as their last step.
                Wire { premise: one.max(other), conclusion: one.min(other), weight, supports }
            });
            Union { bases, joints, present, edges: edges.filter(|wire| wire.premise != wire.conclusion).collect() }
        }
    }

    proptest! {
        #[test]
        fn what_a_change_reaches_is_all_that_it_moves(union in union()) {
            let parts = union.parts();
            let mut wanted = parts.clone();
            wanted.sort_unstable();
            wanted.dedup();
            let mut reaches = Reaches::new(&union);
            for semantics in semantics::ALL {
                for member in union.members(&parts, &wanted) {
                    let whole = |reaches: &Reaches, is_made: &dyn Fn(usize) -> bool| {
                        union.solved(&member.nodes, reaches, |_| None, semantics, is_made).unwrap()
                    };
                    reaches.of(&member.nodes);
                    let before = whole(&reaches, &|_| false);
                    for (&unit, touched) in member.units.iter().zip(&member.touched) {
                        reaches.of(&member.nodes);
                        let expected = whole(&reaches, &|other| other == unit);
                        let (reach, _) = reaches.of(touched);
                        let place = |node: usize| member.nodes.iter().position(|&other| other == node).unwrap();
                        let known = |node: usize| before[place(node)];
                        let Some(found) = union.solved(&reach, &reaches, known, semantics, |other| other == unit) else {
                            continue;
                        };
                        for (at, &node) in member.nodes.iter().enumerate() {
                            let found = reaches.place(node).map_or(before[at], |place| found[place]);
                            prop_assert_eq!(found.is_some(), expected[at].is_some());
                            let (found, expected) = (found.unwrap_or(0.0), expected[at].unwrap_or(0.0));
                            prop_assert!((found - expected).abs() < 1e-12, "{node}: {found} {expected}");
                        }
                    }
                }
            }
        }
    }
}
