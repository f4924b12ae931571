//! Which change a judgement's strength moved by.

use rustc_hash::FxHashMap;

use super::Side;
use super::changes::{Change, ChangeKind, Subject};
use super::matching::Matching;
use crate::argument::{EdgeHandle, EdgeKind, NodeHandle, NodeKind};
use crate::score::{BaseOrigin, ScoreGraph, Semantics, solve};

/// The change that moved a judgement's strength most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cause {
    /// Its place in [`Difference::changes`](super::Difference::changes).
    pub change: usize,
    /// How far it moved the strength; below 0 if it weakened the judgement.
    pub effect: f64,
}

/// The most nodes and edges that are touched while causes are looked for.
const WORK: usize = 60_000_000;
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
/// Two solutions a change of the part of both arguments that hangs together with it; at most [`WORK`] nodes and edges are touched in
/// all, and judgements in parts for which that is not enough have no cause.
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
    let mut work = WORK;
    let mut by_part: FxHashMap<usize, Vec<(usize, usize, f64, f64)>> = FxHashMap::default();
    for judgement in moved {
        by_part.entry(parts[judgement.1]).or_default().push(judgement);
    }
    let mut wanted: Vec<usize> = by_part.keys().copied().collect();
    wanted.sort_unstable();
    let members = union.members(&parts, &wanted);
    for (part, member) in wanted.iter().zip(members) {
        let judgements = &by_part[part];
        let cost = 2 * member.units.len() * (member.nodes.len() + member.edges.len());
        let Some(left) = work.checked_sub(cost) else { continue };
        work = left;
        let mut best: Vec<Option<Cause>> = vec![None; judgements.len()];
        for &unit in &member.units {
            let with = union.solved(&member, new.semantics, |other| other == unit);
            let without = union.solved(&member, new.semantics, |other| other != unit);
            let (Some(with), Some(without)) = (with, without) else { continue };
            for (&(_, node, was, is), best) in judgements.iter().zip(&mut best) {
                let place = member.places[&node] as usize;
                let (Some(with), Some(without)) = (with[place], without[place]) else { continue };
                let effect = f64::midpoint(with - was, is - without);
                let helps = effect.abs() > LEAST && (effect > 0.0) == (is > was);
                if helps && best.is_none_or(|best| effect.abs() > best.effect.abs() + LEAST) {
                    *best = Some(Cause { change: unit, effect });
                }
            }
        }
        for (&(number, ..), best) in judgements.iter().zip(best) {
            causes[number] = best;
        }
    }
    causes
}

/// A number of a node: as it is in the old edition, as it is in the new one, and the change by which it became another.
#[derive(Clone, Copy)]
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
struct Union {
    bases: Vec<Dial<f64>>,
    joints: Vec<Dial<bool>>,
    present: Vec<Dial<bool>>,
    edges: Vec<Wire>,
}

/// An edge of either edition.
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
    /// By node: its place among them.
    places: FxHashMap<usize, u32>,
    edges: Vec<usize>,
    /// The changes that may matter in it.
    units: Vec<usize>,
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

    /// For each node a number of the part that it hangs together with. O(nodes + edges).
    fn parts(&self) -> Vec<usize> {
        let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); self.bases.len()];
        for wire in &self.edges {
            neighbours[wire.premise].push(wire.conclusion);
            neighbours[wire.conclusion].push(wire.premise);
        }
        let mut parts = vec![usize::MAX; self.bases.len()];
        for first in 0..parts.len() {
            let mut open = vec![first];
            while let Some(node) = open.pop() {
                if parts[node] == usize::MAX {
                    parts[node] = first;
                    open.extend(neighbours[node].iter().filter(|&&next| parts[next] == usize::MAX));
                }
            }
        }
        parts
    }

    fn members(&self, parts: &[usize], wanted: &[usize]) -> Vec<Member> {
        let places: FxHashMap<usize, usize> = wanted.iter().enumerate().map(|(place, &part)| (part, place)).collect();
        let mut members: Vec<Member> = wanted.iter().map(|_| Member::default()).collect();
        for (node, part) in parts.iter().enumerate() {
            let Some(&place) = places.get(part) else { continue };
            let member = &mut members[place];
            member.nodes.push(node);
            let units = [self.bases[node].unit, self.joints[node].unit, self.present[node].unit];
            member.units.extend(units.into_iter().flatten());
        }
        for (edge, wire) in self.edges.iter().enumerate() {
            let Some(&place) = places.get(&parts[wire.premise]) else { continue };
            members[place].edges.push(edge);
            members[place].units.extend(wire.weight.unit.into_iter().chain(wire.supports.unit));
        }
        for member in &mut members {
            member.places = member.nodes.iter().zip(0_u32..).map(|(&node, place)| (node, place)).collect();
            member.units.sort_unstable();
            member.units.dedup();
        }
        members
    }

    /// The strengths with the changes that are made, by the node's place in the part.
    fn solved(
        &self,
        member: &Member,
        semantics: &dyn Semantics,
        is_made: impl Fn(usize) -> bool,
    ) -> Option<Vec<Option<f64>>> {
        let places = &member.places;
        let bases: Vec<f64> = member.nodes.iter().map(|&node| self.bases[node].at(&is_made).clamp(0.0, 1.0)).collect();
        let joints: Vec<u32> = member
            .nodes
            .iter()
            .zip(0_u32..)
            .filter(|&(&node, _)| self.joints[node].at(&is_made))
            .map(|(_, place)| place)
            .collect();
        let (mut supports, mut contradictions) = (Vec::new(), Vec::new());
        for &edge in &member.edges {
            let wire = &self.edges[edge];
            let weight = wire.weight.at(&is_made);
            if weight == 0.0 || !self.present[wire.premise].at(&is_made) || !self.present[wire.conclusion].at(&is_made)
            {
                continue;
            }
            let link = (places[&wire.premise], places[&wire.conclusion], weight);
            if wire.supports.at(&is_made) { supports.push(link) } else { contradictions.push(link) }
        }
        let graph = ScoreGraph::from_arrays(&bases, &joints, &supports, &contradictions).ok()?;
        Some(solve(&graph, semantics).strengths())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum NodeKey {
    Old(usize),
    New(usize),
}
