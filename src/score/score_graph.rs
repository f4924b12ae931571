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

impl ScoreGraph {
    /// Compiles an argument: node n is the argument's node of that index, edge e its edge of that index.
    /// O(nodes + edges).
    #[must_use]
    pub fn new(argument: &Argument, bases: &BaseScores) -> Self {
        let scores: Vec<f64> = argument.nodes().map(|(handle, _)| bases.of(argument, handle).score).collect();
        let joints: Vec<bool> = argument.nodes().map(|(_, node)| node.kind == NodeKind::Inference).collect();
        let edges: Vec<Link> = argument
            .edges()
            .map(|(handle, edge)| {
                let (premise, conclusion) = argument.ends(handle);
                let weight = edge.weight.get();
                #[allow(clippy::cast_possible_truncation, reason = "an argument's indices are u32")]
                let (premise, conclusion) = (premise.index() as u32, conclusion.index() as u32);
                (premise, conclusion, if edge.kind == EdgeKind::Supports { weight } else { -weight })
            })
            .collect();
        Self::compile(&scores, &joints, &edges, None)
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
        Ok(Self::compile(bases, &joints, &edges, None))
    }

    #[allow(clippy::cast_possible_truncation, reason = "the callers have at most u32::MAX − 1 nodes and edges")]
    fn compile(bases: &[f64], joints: &[bool], edges: &[Link], numbers: Option<(&[u32], usize)>) -> Self {
        let count = bases.len();
        let mut starts = vec![0_u32; count + 1];
        for edge in edges {
            starts[edge.1 as usize + 1] += 1;
        }
        for node in 0..count {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut slots = vec![0_u32; edges.len()];
        let mut premises = vec![0_u32; edges.len()];
        for (number, &(premise, conclusion, _)) in edges.iter().enumerate() {
            let slot = &mut next[conclusion as usize];
            slots[*slot as usize] = number as u32;
            premises[*slot as usize] = premise;
            *slot += 1;
        }
        let order = solving_order(count, &starts, &premises);
        let mut places = next;
        places.truncate(count);
        for (place, &node) in order.nodes.iter().enumerate() {
            places[node as usize] = place as u32;
        }

        let mut graph = Self {
            bases: Vec::with_capacity(count),
            joints: Vec::new(),
            starts: Vec::with_capacity(count + 1),
            premises: Vec::with_capacity(edges.len()),
            weights: Vec::with_capacity(edges.len()),
            edges: Vec::with_capacity(edges.len()),
            nodes: order.nodes,
            places,
            cycles: order.cycles,
            batches: Vec::new(),
            edge_numbers: numbers.map_or(edges.len(), |numbers| numbers.1),
        };
        graph.starts.push(0);
        for &node in &graph.nodes {
            let node = node as usize;
            graph.bases.push(bases[node]);
            for slot in starts[node] as usize..starts[node + 1] as usize {
                let number = slots[slot];
                graph.premises.push(graph.places[premises[slot] as usize]);
                graph.weights.push(edges[number as usize].2);
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
        Self::compile(&bases, &joints, &edges, Some((&numbers, self.edge_numbers)))
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

    /// The place of a node in the solving order.
    pub(super) fn place(&self, node: usize) -> usize {
        self.places[node] as usize
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

    /// The part of the graph that has a path to one place. Nodes of the part are numbered by their places in it; the
    /// second value gives the places that they have here, ascending. Edges are numbered by their slots in it.
    /// O(n log n + edges of the part), besides one bit of memory a node.
    #[allow(clippy::cast_possible_truncation, reason = "a part is no larger than the whole")]
    pub(super) fn upstream(&self, topic: usize) -> (Self, Vec<u32>) {
        let mut seen = vec![0_u64; self.node_count() / 64 + 1];
        let mut mark = |place: usize| {
            let bit = 1_u64 << (place % 64);
            let new = seen[place / 64] & bit == 0;
            seen[place / 64] |= bit;
            new
        };
        mark(topic);
        let mut members = vec![topic as u32];
        let mut done = 0;
        while let Some(&place) = members.get(done) {
            done += 1;
            for &premise in self.premises_at(place as usize).places {
                if mark(premise as usize) {
                    members.push(premise);
                }
            }
        }
        members.sort_unstable();
        let here = |place: u32| members.binary_search(&place).expect("premises of members are members") as u32;

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
        (part, members)
    }
}
