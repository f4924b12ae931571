use super::score_graph::{Marks, ScoreGraph};
use super::semantics::Semantics;
use super::solve::{Pin, Solution, State, solve_from, solve_trial};
use std::borrow::Cow;

/// All that bears on one topic: the part of a graph with a path to it, where "what if" is cheap to ask.
///
/// Nothing outside of it can change the topic's strength.
#[derive(Clone, Debug)]
pub struct Upstream {
    pub(super) part: ScoreGraph,
    /// The node numbers in the whole graph, by place in the part.
    pub(super) nodes: Vec<usize>,
    /// The edge numbers in the whole graph, by slot in the part.
    pub(super) edges: Vec<usize>,
    /// The topic's place in the part.
    pub(super) topic: usize,
}

impl Upstream {
    /// Cuts out what bears on the node `topic`. O(n log n + edges of the part), besides eight bytes of memory a node.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn new(graph: &ScoreGraph, topic: usize) -> Self {
        Self::within(graph, topic, &mut Marks::default(), usize::MAX).expect("no graph is so large")
    }

    /// The same, unless the part has more than `most` nodes and edges. O(n log n + edges of the part), or O(most).
    pub(super) fn within(graph: &ScoreGraph, topic: usize, marks: &mut Marks, most: usize) -> Option<Self> {
        let top = graph.place(topic);
        let (part, places) = graph.upstream(top, marks, most)?;
        let nodes: Vec<usize> = places.iter().map(|&place| graph.nodes[place as usize] as usize).collect();
        let slots = places.iter().flat_map(|&place| graph.slots(place as usize));
        let edges = slots.map(|slot| graph.edges[slot] as usize).collect();
        let topic = places.partition_point(|&place| (place as usize) < top);
        Some(Self { part, nodes, edges, topic })
    }

    /// The topic's number in the whole graph.
    #[must_use]
    pub fn topic(&self) -> usize {
        self.nodes[self.topic]
    }

    /// The nodes that bear on the topic, without the topic, by number in the whole graph.
    #[must_use]
    pub fn premises(&self) -> Vec<usize> {
        let mut nodes: Vec<usize> = self.players().map(|place| self.nodes[place]).collect();
        nodes.sort_unstable();
        nodes
    }

    /// How many edges there are in the part.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.part.edge_count()
    }

    /// The strength of the topic.
    #[must_use]
    pub fn strength(&self, semantics: &dyn Semantics) -> Option<f64> {
        Trials::new(self, semantics).base_line()
    }

    /// The places of all nodes but the topic.
    pub(super) fn players(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(|&place| place != self.topic)
    }

    /// What one solving of the part costs, in edges and nodes touched. At least 1.
    pub(super) fn cost(&self) -> usize {
        self.part.edge_count() + self.nodes.len()
    }

    /// Places in the order in which it is worth trying them, if there is work for so many only: the largest `weight`
    /// first, then the order of the nodes. Says whether some were left out.
    pub(super) fn screen<T>(mut candidates: Vec<(f64, T)>, most: usize) -> (Vec<T>, bool) {
        let left_out = candidates.len() > most;
        if left_out {
            candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
            candidates.truncate(most);
        }
        (candidates.into_iter().map(|candidate| candidate.1).collect(), left_out)
    }
}

/// Re-solves an upstream part under changes, again and again, without new memory.
pub(super) struct Trials<'a> {
    pub(super) upstream: &'a Upstream,
    pub(super) semantics: &'a dyn Semantics,
    part: Cow<'a, ScoreGraph>,
    bases: Vec<f64>,
    /// Without any change.
    base_line: State,
    scratch: State,
}

impl<'a> Trials<'a> {
    pub(super) fn new(upstream: &'a Upstream, semantics: &'a dyn Semantics) -> Self {
        let bases = upstream.part.bases.clone();
        let base_line = solve_trial(&upstream.part, semantics, &bases, &[]);
        let scratch = base_line.clone();
        Self { upstream, semantics, part: Cow::Borrowed(&upstream.part), bases, base_line, scratch }
    }

    /// The topic's strength without any change.
    pub(super) fn base_line(&self) -> Option<f64> {
        self.base_line.strength_at(self.upstream.topic)
    }

    /// What one solving of the part costs, in edges and nodes touched, iterations on cycles included. At least 1.
    pub(super) fn cost(&self) -> usize {
        self.part.edge_count() + self.part.node_count() + self.base_line.iterated
    }

    /// The solution without any change.
    pub(super) fn solution(&self) -> Solution<'a> {
        Solution::of(&self.upstream.part, self.base_line.clone())
    }

    fn again(&mut self, from: usize, pins: &[Pin]) -> Option<f64> {
        solve_from(from, &mut self.scratch, &self.part, self.semantics, &self.bases, pins);
        self.scratch.strength_at(self.upstream.topic)
    }

    /// Takes the base line over up to the place, or to the start of the cycle that the place is in.
    fn rewind(&mut self, place: usize) -> usize {
        let cycles = &self.part.cycles;
        let at = cycles.partition_point(|cycle| cycle.end as usize <= place);
        let from = cycles.get(at).map(|cycle| cycle.start as usize).filter(|&start| start <= place).unwrap_or(place);
        self.scratch.copy_from(&self.base_line, from);
        from
    }

    /// The topic's strength with one node held at a strength. Only what comes after the node is solved again.
    pub(super) fn with_pin(&mut self, pin: Pin) -> Option<f64> {
        let from = self.rewind(pin.place);
        self.again(from, &[pin])
    }

    /// The topic's strength with several nodes held, in order of their places.
    pub(super) fn with_pins(&mut self, pins: &[Pin]) -> Option<f64> {
        self.again(0, pins)
    }

    /// The topic's strength with another base score of the node at a place.
    pub(super) fn with_base(&mut self, place: usize, base: f64) -> Option<f64> {
        let from = self.rewind(place);
        let before = std::mem::replace(&mut self.bases[place], base);
        let strength = self.again(from, &[]);
        self.bases[place] = before;
        strength
    }

    /// The topic's strength with another weight, 0 or above, of the edge in a slot of the node at a place.
    pub(super) fn with_weight(&mut self, place: usize, slot: usize, weight: f64) -> Option<f64> {
        let from = self.rewind(place);
        let before = self.part.weights[slot];
        self.part.to_mut().weights[slot] = weight.copysign(before);
        let strength = self.again(from, &[]);
        self.part.to_mut().weights[slot] = before;
        strength
    }
}
