use super::base_scores::BaseScores;
use super::order::{batches, solving_order};
use super::semantics::Premises;
use crate::argument::{Argument, EdgeKind, NodeKind};
use std::ops::Range;

/// An edge for [`ScoreGraph::from_arrays`]: premise, conclusion, weight.
pub type Link = (u32, u32, f64);

/// Changes to try on a graph, several at once. Numbers of nodes that do not exist are passed over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Other base scores. A value outside [0, 1] is clamped; one that is no number is 0. Of several for one node the
    /// last counts.
    pub bases: Vec<(usize, f64)>,
    /// Nodes to leave out: they bear on nothing, and a step that needs one of them is not made.
    pub without: Vec<usize>,
}

/// Arrays that are no graph.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InvalidGraph {
    /// A base score outside [0, 1], or not a number.
    #[error("the base score {value} of node {node} is not in [0, 1]")]
    Base {
        /// The node's number.
        node: usize,
        /// Its base score.
        value: f64,
    },
    /// A weight that is negative, infinite, or not a number.
    #[error("the weight {value} of edge {edge} is not a finite number from 0 up")]
    Weight {
        /// The edge's number.
        edge: usize,
        /// Its weight.
        value: f64,
    },
    /// An edge or an inference of a node that does not exist.
    #[error("there is no node {node}; the last is {last}")]
    Node {
        /// The number that was named.
        node: usize,
        /// How many nodes there are, less one; 0 if there are none.
        last: usize,
    },
    /// More nodes or edges than numbers for them.
    #[error("a graph can hold at most 4294967294 nodes and as many edges")]
    TooLarge,
}

/// An argument compiled for scoring: nodes in solving order, and the edges into each node side by side.
///
/// Nodes and edges keep their numbers of the argument on the outside. Inside, each node has a place: premises come
/// before conclusions and the nodes of a cycle are neighbours, so that one sweep over the arrays from front to back
/// solves everything that is on no cycle. An edge is 16 bytes (place of the premise, signed weight, its number), of
/// which scoring reads 12.
///
/// An inference is marked: its premises count jointly. Its strength is influence(b, d), where b is the least of the
/// inference's own base score (1 unless stated: the warrant is one of the things that the step needs) and of
/// weight × strength of each supporting premise, and d is the push of its contradictions alone. Where b is 0 the step
/// is not made, and its strength is 0. It then bears on its conclusion like any other premise.
#[derive(Clone, Debug)]
pub struct ScoreGraph {
    pub(super) bases: Vec<f64>,
    /// Empty where there is no inference.
    joints: Vec<bool>,
    pub(super) starts: Vec<u32>,
    pub(super) premises: Vec<u32>,
    /// Negative for contradictions, also where it is −0.
    pub(super) weights: Vec<f64>,
    /// The edges' own numbers.
    pub(super) edges: Vec<u32>,
    /// By place.
    pub(super) nodes: Vec<u32>,
    /// By node.
    places: Vec<u32>,
    pub(super) cycles: Vec<Range<u32>>,
    /// The ends of runs of places that do not depend on each other; may be empty.
    pub(super) batches: Vec<u32>,
    /// How many numbers edges have, also those that a change has cut off.
    pub(super) edge_numbers: usize,
}

/// The edges into each node side by side, by the nodes' own numbers.
#[derive(Debug)]
pub(crate) struct Grouped {
    /// Where those into each node begin, and where the last end.
    starts: Vec<u32>,
    /// The numbers of the edges.
    slots: Vec<u32>,
    /// Their premises.
    premises: Vec<u32>,
}

impl Grouped {
    #[allow(clippy::cast_possible_truncation, reason = "the callers have at most u32::MAX − 1 nodes and edges")]
    pub(crate) fn new(count: usize, edges: usize, link: &impl Fn(usize) -> Link) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for number in 0..edges {
            starts[link(number).1 as usize + 1] += 1;
        }
        for node in 0..count {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut slots = vec![0_u32; edges];
        let mut premises = vec![0_u32; edges];
        for number in 0..edges {
            let (premise, conclusion, _) = link(number);
            let slot = &mut next[conclusion as usize];
            slots[*slot as usize] = number as u32;
            premises[*slot as usize] = premise;
            *slot += 1;
        }
        Self { starts, slots, premises }
    }

    /// The edges into a node, with their premises.
    pub(crate) fn of(&self, node: usize) -> impl ExactSizeIterator<Item = (usize, usize)> {
        let slots = self.starts[node] as usize..self.starts[node + 1] as usize;
        slots.map(|slot| (self.slots[slot] as usize, self.premises[slot] as usize))
    }
}

/// Whether an edge of that weight is of the kind that marks are passed over; of either kind if none is named.
fn passes(over: Option<EdgeKind>) -> impl Fn(f64) -> bool {
    move |weight| over.is_none_or(|kind| weight.is_sign_negative() == (kind == EdgeKind::Contradicts))
}

impl ScoreGraph {
    /// Compiles an argument: node n is the argument's node of that index, edge e its edge of that index.
    /// O(nodes + edges).
    #[must_use]
    pub fn new(argument: &Argument, bases: &BaseScores) -> Self {
        let scores: Vec<f64> = argument.nodes().map(|(handle, _)| bases.of(argument, handle).score).collect();
        let joints: Vec<bool> = argument.nodes().map(|(_, node)| node.kind == NodeKind::Inference).collect();
        let (starts, slots, premises) = argument.premise_lists();
        let weight = |number: usize| {
            let (_, _, edge) = argument.numbered_edge(number);
            let weight = edge.weight.get();
            if edge.kind == EdgeKind::Supports { weight } else { -weight }
        };
        Self::arrange(&scores, &joints, Grouped { starts, slots, premises }, weight, None)
    }

    /// Builds a graph from numbers: the base score of each node, the nodes that are inferences, the supports and the
    /// contradictions. Edges are numbered with the supports first. Weights may be 0 or above 1. O(nodes + edges).
    ///
    /// # Errors
    /// [`InvalidGraph`] for a number out of range.
    pub fn from_arrays(
        bases: &[f64],
        inferences: &[u32],
        supports: &[Link],
        contradictions: &[Link],
    ) -> Result<Self, InvalidGraph> {
        let limit = u32::MAX as usize - 1;
        if bases.len() > limit || supports.len().saturating_add(contradictions.len()) > limit {
            return Err(InvalidGraph::TooLarge);
        }
        if let Some((node, &value)) = bases.iter().enumerate().find(|(_, base)| !(0.0..=1.0).contains(*base)) {
            return Err(InvalidGraph::Base { node, value });
        }
        let missing = |node: u32| InvalidGraph::Node { node: node as usize, last: bases.len().saturating_sub(1) };
        for (edge, &(premise, conclusion, value)) in supports.iter().chain(contradictions).enumerate() {
            if let Some(node) = [premise, conclusion].into_iter().find(|&node| node as usize >= bases.len()) {
                return Err(missing(node));
            }
            if !value.is_finite() || value < 0.0 {
                return Err(InvalidGraph::Weight { edge, value });
            }
        }
        let mut joints = Vec::new();
        if !inferences.is_empty() {
            joints.resize(bases.len(), false);
            for &node in inferences {
                *joints.get_mut(node as usize).ok_or_else(|| missing(node))? = true;
            }
        }
        let against = contradictions.iter().map(|&(premise, conclusion, weight)| (premise, conclusion, -weight.abs()));
        let favour = supports.iter().map(|&(premise, conclusion, weight)| (premise, conclusion, weight.abs()));
        let edges: Vec<Link> = favour.chain(against).collect();
        Ok(Self::compile(bases, &joints, (edges.len(), |number| edges[number]), None))
    }

    #[allow(clippy::cast_possible_truncation, reason = "the callers have at most u32::MAX − 1 nodes and edges")]
    fn compile(
        bases: &[f64],
        joints: &[bool],
        (edges, link): (usize, impl Fn(usize) -> Link),
        numbers: Option<(&[u32], usize)>,
    ) -> Self {
        Self::arrange(bases, joints, Grouped::new(bases.len(), edges, &link), |number| link(number).2, numbers)
    }

    #[allow(clippy::cast_possible_truncation, reason = "the callers have at most u32::MAX − 1 nodes and edges")]
    fn arrange(
        bases: &[f64],
        joints: &[bool],
        grouped: Grouped,
        weight: impl Fn(usize) -> f64,
        numbers: Option<(&[u32], usize)>,
    ) -> Self {
        let Grouped { starts, slots, premises } = grouped;
        let (count, edges) = (bases.len(), slots.len());
        let order = solving_order(count, &starts, &premises);
        let mut places = vec![0_u32; count];
        for (place, &node) in order.nodes.iter().enumerate() {
            places[node as usize] = place as u32;
        }

        let mut graph = Self {
            bases: Vec::with_capacity(count),
            joints: Vec::new(),
            starts: Vec::with_capacity(count + 1),
            premises: Vec::with_capacity(edges),
            weights: Vec::with_capacity(edges),
            edges: Vec::with_capacity(edges),
            nodes: order.nodes,
            places,
            cycles: order.cycles,
            batches: Vec::new(),
            edge_numbers: numbers.map_or(edges, |numbers| numbers.1),
        };
        graph.starts.push(0);
        for &node in &graph.nodes {
            let node = node as usize;
            graph.bases.push(bases[node]);
            for slot in starts[node] as usize..starts[node + 1] as usize {
                let number = slots[slot];
                graph.premises.push(graph.places[premises[slot] as usize]);
                graph.weights.push(weight(number as usize));
                graph.edges.push(numbers.map_or(number, |numbers| numbers.0[number as usize]));
            }
            graph.starts.push(graph.premises.len() as u32);
        }
        graph.batches = batches(&graph.starts, &graph.premises);
        if joints.contains(&true) {
            graph.joints = graph.nodes.iter().map(|&node| joints[node as usize]).collect();
        }
        graph
    }

    /// The graph with changes made. Nodes and edges keep their numbers. O(nodes + edges).
    ///
    /// A node that is left out keeps its number and stands at 0; the edges into it are cut, so that a cycle through it
    /// is one no longer, and the edges out of it have weight 0.
    #[must_use]
    pub fn changed(&self, overrides: &Overrides) -> Self {
        let count = self.node_count();
        let mut bases: Vec<f64> = (0..count).map(|node| self.base(node)).collect();
        let mut joints: Vec<bool> = (0..count).map(|node| self.is_joint(self.place(node))).collect();
        for &(node, base) in overrides.bases.iter().filter(|change| change.0 < count) {
            bases[node] = if base.is_nan() { 0.0 } else { base.clamp(0.0, 1.0) };
        }
        let mut gone = vec![false; count];
        for &node in overrides.without.iter().filter(|node| **node < count) {
            gone[node] = true;
            // A step without a base is not made: its strength is 0 under every semantics.
            bases[node] = 0.0;
            joints[node] = true;
        }
        let mut edges: Vec<Link> = Vec::with_capacity(self.edge_count());
        let mut numbers = Vec::with_capacity(self.edge_count());
        for place in 0..count {
            let conclusion = self.nodes[place];
            if gone[conclusion as usize] {
                continue;
            }
            for slot in self.slots(place) {
                let premise = self.nodes[self.premises[slot] as usize];
                let weight = self.weights[slot];
                let weight = if gone[premise as usize] { 0.0_f64.copysign(weight) } else { weight };
                edges.push((premise, conclusion, weight));
                numbers.push(self.edges[slot]);
            }
        }
        Self::compile(&bases, &joints, (edges.len(), |number| edges[number]), Some((&numbers, self.edge_numbers)))
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many edges there are. After [`ScoreGraph::changed`] that may be fewer than numbers of edges.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.premises.len()
    }

    /// Whether no node bears on itself, directly or through others.
    #[must_use]
    pub fn is_acyclic(&self) -> bool {
        self.cycles.is_empty()
    }

    /// The base score of a node.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn base(&self, node: usize) -> f64 {
        self.bases[self.place(node)]
    }

    /// The place of a node in the solving order: premises come before conclusions, but for the nodes of a cycle, which
    /// are neighbours.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn place(&self, node: usize) -> usize {
        self.places[node] as usize
    }

    /// The places of the cycle that a node is on, its own alone if it is on none. O(log cycles).
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn cycle(&self, node: usize) -> Range<usize> {
        let place = self.place(node);
        let after = self.cycles.partition_point(|cycle| cycle.end as usize <= place);
        match self.cycles.get(after) {
            Some(cycle) if cycle.start as usize <= place => cycle.start as usize..cycle.end as usize,
            _ => place..place + 1,
        }
    }

    /// What bears on a node: the premises with the kinds of their edges, in the order of the edges. Quicker than
    /// [`Argument::premises`] where many nodes are asked for.
    ///
    /// # Panics
    /// If there is no such node.
    pub fn bearing_on(&self, node: usize) -> impl ExactSizeIterator<Item = (usize, EdgeKind)> {
        let slots = self.slots(self.place(node));
        let kind = |weight: f64| if weight.is_sign_negative() { EdgeKind::Contradicts } else { EdgeKind::Supports };
        slots.map(move |slot| (self.nodes[self.premises[slot] as usize] as usize, kind(self.weights[slot])))
    }

    /// By node: whether it has a mark, where a mark of a premise is passed on to its conclusion over edges of one kind (or
    /// of both). O(nodes + edges).
    #[must_use]
    pub fn passed_down(&self, mut marked: Vec<bool>, over: Option<EdgeKind>) -> Vec<bool> {
        let passes = passes(over);
        if self.is_acyclic() {
            return self.swept(&marked, |marks| {
                for place in 0..marks.len() {
                    let premises = self.premises_at(place);
                    let mut marks_of = premises.places.iter().zip(premises.weights);
                    let is_passed = marks_of.any(|(&premise, &weight)| passes(weight) && marks[premise as usize]);
                    marks[place] |= is_passed;
                }
            });
        }
        // In solving order one sweep does, but for cycles: around these, marks are passed on until none is new.
        for component in self.components() {
            let mut open: Vec<usize> = Vec::new();
            for place in component.clone() {
                let node = self.nodes[place] as usize;
                let premises = self.premises_at(place);
                let marks = premises.places.iter().zip(premises.weights);
                marked[node] |= marks
                    .filter(|&(_, &weight)| passes(weight))
                    .any(|(&premise, _)| marked[self.nodes[premise as usize] as usize]);
                if component.len() > 1 && marked[node] {
                    open.push(place);
                }
            }
            if open.is_empty() || open.len() == component.len() {
                continue;
            }
            let mut conclusions: Vec<Vec<usize>> = vec![Vec::new(); component.len()];
            for place in component.clone() {
                let premises = self.premises_at(place);
                for (&premise, _) in premises.places.iter().zip(premises.weights).filter(|&(_, &weight)| passes(weight))
                {
                    if let Some(within) = (premise as usize).checked_sub(component.start)
                        && within < component.len()
                    {
                        conclusions[within].push(place);
                    }
                }
            }
            while let Some(place) = open.pop() {
                for &next in &conclusions[place - component.start] {
                    let mark = &mut marked[self.nodes[next] as usize];
                    if !std::mem::replace(mark, true) {
                        open.push(next);
                    }
                }
            }
        }
        marked
    }

    /// By node: whether it has a mark, where a mark of a conclusion is passed on to its premises over edges of one kind
    /// (or of both). O(nodes + edges).
    #[must_use]
    pub fn passed_up(&self, mut marked: Vec<bool>, over: Option<EdgeKind>) -> Vec<bool> {
        if self.is_acyclic() {
            let passes = passes(over);
            return self.swept(&marked, |marks| {
                for place in (0..marks.len()).rev() {
                    if marks[place] {
                        let premises = self.premises_at(place);
                        for (&premise, &weight) in premises.places.iter().zip(premises.weights) {
                            marks[premise as usize] |= passes(weight);
                        }
                    }
                }
            });
        }
        let mut open: Vec<usize> = (0..marked.len()).filter(|&node| marked[node]).collect();
        while let Some(node) = open.pop() {
            for (premise, kind) in self.bearing_on(node) {
                if over.is_none_or(|over| over == kind) && !std::mem::replace(&mut marked[premise], true) {
                    open.push(premise);
                }
            }
        }
        marked
    }

    /// The marks after `sweep` went over those of the places in solving order, which lie side by side in memory.
    fn swept(&self, marked: &[bool], sweep: impl FnOnce(&mut [bool])) -> Vec<bool> {
        let mut marks: Vec<bool> = self.nodes.iter().map(|&node| marked[node as usize]).collect();
        sweep(&mut marks);
        self.places.iter().map(|&place| marks[place as usize]).collect()
    }

    /// The places in solving order, those of each cycle together.
    pub(super) fn components(&self) -> impl Iterator<Item = Range<usize>> {
        let mut cycles = self.cycles.iter().peekable();
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at;
            at = match cycles.next_if(|cycle| cycle.start as usize == start) {
                Some(cycle) => cycle.end as usize,
                None => start + 1,
            };
            (start < self.nodes.len()).then_some(start..at)
        })
    }

    #[inline]
    pub(super) fn slots(&self, place: usize) -> Range<usize> {
        self.starts[place] as usize..self.starts[place + 1] as usize
    }

    #[inline]
    pub(super) fn premises_at(&self, place: usize) -> Premises<'_> {
        let slots = self.slots(place);
        Premises { places: &self.premises[slots.clone()], weights: &self.weights[slots] }
    }

    #[inline]
    pub(super) fn has_joints(&self) -> bool {
        !self.joints.is_empty()
    }

    #[inline]
    pub(super) fn is_joint(&self, place: usize) -> bool {
        !self.joints.is_empty() && self.joints[place]
    }

    /// The part of the graph that has a path to one place; `None` if it has more than `most` nodes and edges. Nodes of
    /// the part are numbered by their places in it; the second value gives the places that they have here, ascending.
    /// Edges are numbered by their slots in it. O(n log n + edges of the part), or O(most).
    #[allow(clippy::cast_possible_truncation, reason = "a part is no larger than the whole")]
    pub(super) fn upstream(&self, topic: usize, marks: &mut Marks, most: usize) -> Option<(Self, Vec<u32>)> {
        marks.begin(self.node_count());
        marks.mark(topic);
        let mut members = vec![topic as u32];
        let mut done = 0;
        let mut size = 0;
        while let Some(&place) = members.get(done) {
            done += 1;
            let premises = self.premises_at(place as usize).places;
            size += 1 + premises.len();
            if size > most {
                return None;
            }
            for &premise in premises {
                if marks.mark(premise as usize) {
                    members.push(premise);
                }
            }
        }
        members.sort_unstable();
        for (number, &place) in members.iter().enumerate() {
            marks.numbers[place as usize] = number as u32;
        }
        let here = |place: u32| marks.numbers[place as usize];

        let mut part = Self {
            bases: members.iter().map(|&place| self.bases[place as usize]).collect(),
            joints: Vec::new(),
            starts: vec![0],
            premises: Vec::new(),
            weights: Vec::new(),
            edges: Vec::new(),
            nodes: (0..members.len() as u32).collect(),
            places: (0..members.len() as u32).collect(),
            cycles: Vec::new(),
            batches: Vec::new(),
            edge_numbers: 0,
        };
        for &place in &members {
            let slots = self.slots(place as usize);
            part.premises.extend(self.premises[slots.clone()].iter().map(|&premise| here(premise)));
            part.weights.extend_from_slice(&self.weights[slots]);
            part.starts.push(part.premises.len() as u32);
        }
        part.edges = (0..part.premises.len() as u32).collect();
        part.edge_numbers = part.edges.len();
        part.batches = batches(&part.starts, &part.premises);
        if members.iter().any(|&place| self.is_joint(place as usize)) {
            part.joints = members.iter().map(|&place| self.is_joint(place as usize)).collect();
        }
        // A cycle with one member upstream is upstream as a whole. Few parts have many of the cycles: look each up.
        let mut at = 0;
        while let Some(&place) = members.get(at) {
            let after = self.cycles.partition_point(|cycle| cycle.end <= place);
            match self.cycles.get(after) {
                Some(cycle) if cycle.start <= place => {
                    let length = cycle.end - cycle.start;
                    part.cycles.push(at as u32..at as u32 + length);
                    at += length as usize;
                }
                Some(cycle) => at = members.partition_point(|&member| member < cycle.start),
                None => break,
            }
        }
        Some((part, members))
    }
}

/// Which places of a graph were met, for one search after another without clearing between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// By place: the number of the last search that met it.
    searches: Vec<u32>,
    /// By place: its number in the part that the last search found.
    numbers: Vec<u32>,
    search: u32,
}

impl Marks {
    /// Forgets all marks. O(1), but for the first time and once in four thousand million searches.
    fn begin(&mut self, places: usize) {
        self.search = self.search.wrapping_add(1);
        if self.search == 0 || self.searches.len() != places {
            self.searches = vec![0; places];
            self.numbers = vec![0; places];
            self.search = 1;
        }
    }

    /// Whether the place was not marked yet; it is now.
    fn mark(&mut self, place: usize) -> bool {
        std::mem::replace(&mut self.searches[place], self.search) != self.search
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The marks after passing them on edge by edge until none is new.
    fn passed(edges: &[(u32, u32, bool)], mut marked: Vec<bool>, over: Option<EdgeKind>, down: bool) -> Vec<bool> {
        loop {
            let before = marked.clone();
            for &(premise, conclusion, supports) in edges {
                let kind = if supports { EdgeKind::Supports } else { EdgeKind::Contradicts };
                let (from, to) = if down { (premise, conclusion) } else { (conclusion, premise) };
                if over.is_none_or(|over| over == kind) && marked[from as usize] {
                    marked[to as usize] = true;
                }
            }
            if marked == before {
                return marked;
            }
        }
    }

    proptest! {
        #[test]
        fn marks_are_passed_on_as_edge_by_edge(
            edges in proptest::collection::vec((0..9_u32, 0..9_u32, any::<bool>()), 0..24),
            marked in proptest::collection::vec(any::<bool>(), 9),
        ) {
            let of = |wanted: bool| -> Vec<Link> {
                let kept = edges.iter().filter(|edge| edge.2 == wanted);
                kept.map(|&(premise, conclusion, _)| (premise, conclusion, 0.5)).collect()
            };
            let graph = ScoreGraph::from_arrays(&[0.5; 9], &[], &of(true), &of(false)).unwrap();
            for over in [None, Some(EdgeKind::Supports), Some(EdgeKind::Contradicts)] {
                prop_assert_eq!(graph.passed_down(marked.clone(), over), passed(&edges, marked.clone(), over, true));
                prop_assert_eq!(graph.passed_up(marked.clone(), over), passed(&edges, marked.clone(), over, false));
            }
            // Each place is in one component, and a cycle is one component.
            let places: Vec<usize> = graph.components().flatten().collect();
            prop_assert_eq!(places, (0..9).collect::<Vec<_>>());
            for node in 0..9 {
                prop_assert!(graph.components().any(|component| component == graph.cycle(node)));
            }
        }
    }
}
