use super::score_graph::ScoreGraph;
use super::semantics::{Aggregation, Semantics};
use std::fmt;
use std::ops::Range;

/// How much is known of computed strengths, from the best to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// No cycle is involved: the strength follows from the formula in a fixed number of steps.
    Exact,
    /// A cycle is involved, and a contraction bound shows that it has one solution, which was reached.
    Certified,
    /// A cycle is involved, and the iteration from the base scores came to rest; there may be other solutions.
    Converged,
    /// A cycle is involved on which the iteration does not come to rest: there is no strength.
    NotConverged,
}

impl Standing {
    /// The word for it in files and messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Certified => "certified",
            Self::Converged => "converged",
            Self::NotConverged => "not-converged",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// The strengths of a graph's nodes.
#[derive(Clone, Debug)]
pub struct Solution<'g> {
    graph: &'g ScoreGraph,
    pub(super) state: State,
}

/// What is computed, by place.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Meaningless where the standing is `NotConverged`.
    pub(super) values: Vec<f64>,
    /// Empty where all are exact.
    standings: Vec<Standing>,
}

impl State {
    pub(super) fn standing_at(&self, place: usize) -> Standing {
        self.standings.get(place).copied().unwrap_or(Standing::Exact)
    }

    pub(super) fn strength_at(&self, place: usize) -> Option<f64> {
        (self.standing_at(place) != Standing::NotConverged).then(|| self.values[place])
    }

    /// Takes over another state of the same graph up to a place, as a start for [`solve_from`] from there.
    pub(super) fn copy_from(&mut self, other: &Self, end: usize) {
        self.values[..end].copy_from_slice(&other.values[..end]);
        let known = end.min(other.standings.len());
        self.standings[..known].copy_from_slice(&other.standings[..known]);
    }
}

impl<'g> Solution<'g> {
    pub(super) fn of(graph: &'g ScoreGraph, state: State) -> Self {
        Self { graph, state }
    }

    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &'g ScoreGraph {
        self.graph
    }

    /// The strength of a node in [0, 1], or `None` if it does not settle, or hangs on one that does not.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn strength(&self, node: usize) -> Option<f64> {
        self.state.strength_at(self.graph.place(node))
    }

    /// All strengths, by node. O(nodes).
    #[must_use]
    pub fn strengths(&self) -> Vec<Option<f64>> {
        (0..self.graph.node_count()).map(|node| self.strength(node)).collect()
    }

    /// The standing of one node: the worst among itself and all that it hangs on.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn standing_of(&self, node: usize) -> Standing {
        self.state.standing_at(self.graph.place(node))
    }

    /// The worst standing of all nodes; exact for a graph without nodes. O(nodes) if there are cycles.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.state.standings.iter().copied().max().unwrap_or(Standing::Exact)
    }
}

/// Computes all strengths: one pass over what is on no cycle, an iteration on each cycle.
///
/// On a cycle (a strongly connected component), the largest over its nodes of c·Σ|e| is computed, where c bounds the
/// slope of the influence and the sum is over edges inside the cycle. Below 1, the iteration is a contraction with a
/// single solution, and plain sweeps reach it (*certified*). Else all nodes step together from their base scores,
/// s ← s + δ·(f(s) − s), with δ = 1/2, then 1/8, then 1/32, each from the start; the answer is *converged* once no node
/// is further than 10⁻¹³ from its formula and the rate of approach shows the rest of the way to be below 10⁻¹¹. Where
/// the largest distance has not fallen over a whole window of steps (at least 128), or after a cap of at most 20,000
/// steps (fewer on graphs of millions of edges), the step is given up; when all three are, the cycle and everything
/// downstream of it has no strength (*not converged*).
///
/// O(nodes + edges) without cycles; O(steps × edges) on them.
#[must_use]
pub fn solve<'g>(graph: &'g ScoreGraph, semantics: &dyn Semantics) -> Solution<'g> {
    Solution { graph, state: solve_trial(graph, semantics, &graph.bases, &[]) }
}

/// A node that is held at a strength, whatever its premises say. Held at 0, it is as good as removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pin {
    pub(super) place: usize,
    pub(super) strength: f64,
}

/// Solves with other bases and with pins, which are in order of their places.
pub(super) fn solve_trial(graph: &ScoreGraph, semantics: &dyn Semantics, bases: &[f64], pins: &[Pin]) -> State {
    let mut state = State { values: vec![0.0; graph.node_count()], standings: Vec::new() };
    solve_from(0, &mut state, graph, semantics, bases, pins);
    state
}

/// Solves again from a place on, where the state up to there is known. The place must not be inside a cycle.
pub(super) fn solve_from(
    place: usize,
    state: &mut State,
    graph: &ScoreGraph,
    semantics: &dyn Semantics,
    bases: &[f64],
    pins: &[Pin],
) {
    Solver { graph, semantics, bases, pins }.run(place, state);
}

struct Solver<'a> {
    graph: &'a ScoreGraph,
    semantics: &'a dyn Semantics,
    bases: &'a [f64],
    pins: &'a [Pin],
}

/// The step sizes of the damped iteration.
pub(super) const STEPS: [f64; 3] = [0.5, 0.125, 0.03125];
const RESIDUAL: f64 = 1e-13;
/// A residual that is rounding alone.
const ROUNDING: f64 = 2e-15;
const REMAINDER: f64 = 1e-11;
const WINDOW: usize = 128;

/// How many steps an iteration over that many edges may take: at most 20,000, and work for some seconds.
pub(super) fn step_cap(edges: usize) -> usize {
    (4_000_000_000 / edges.max(1)).clamp(512, 20_000)
}

impl Solver<'_> {
    fn run(&self, from: usize, state: &mut State) {
        let count = self.graph.node_count();
        let cycles = &self.graph.cycles;
        let first = cycles.partition_point(|cycle| (cycle.start as usize) < from);
        if !cycles.is_empty() {
            state.standings.resize(count, Standing::Exact);
        }
        let mut done = from;
        for cycle in &cycles[first..] {
            let cycle = cycle.start as usize..cycle.end as usize;
            self.pass(done..cycle.start, state);
            let mut standing = self.inherited(cycle.clone(), &state.standings);
            if standing != Standing::NotConverged {
                standing = standing.max(self.settle(cycle.clone(), &mut state.values));
            }
            done = cycle.end;
            state.standings[cycle].fill(standing);
        }
        self.pass(done..count, state);
    }

    /// Solves a range without cycles.
    fn pass(&self, range: Range<usize>, state: &mut State) {
        self.pieces(range.clone(), &mut state.values, |piece, values| {
            self.semantics.pass(self.graph, self.bases, piece, values);
        });
        if !state.standings.is_empty() {
            for place in range {
                state.standings[place] = self.inherited(place..place + 1, &state.standings);
            }
        }
    }

    /// The worst standing of the premises from outside of a range.
    fn inherited(&self, range: Range<usize>, standings: &[Standing]) -> Standing {
        let mut worst = Standing::Exact;
        for place in range.clone() {
            if self.pins.binary_search_by_key(&place, |pin| pin.place).is_ok() {
                continue;
            }
            for &premise in self.graph.premises_at(place).places {
                let premise = premise as usize;
                if !range.contains(&premise) {
                    worst = worst.max(standings[premise]);
                }
            }
        }
        worst
    }

    /// Calls for each piece of a range that no pin is in, after setting the pins before it.
    fn pieces(&self, range: Range<usize>, values: &mut [f64], mut each: impl FnMut(Range<usize>, &mut [f64])) {
        let first = self.pins.partition_point(|pin| pin.place < range.start);
        let mut start = range.start;
        for pin in self.pins[first..].iter().take_while(|pin| pin.place < range.end) {
            each(start..pin.place, values);
            values[pin.place] = pin.strength;
            start = pin.place + 1;
        }
        each(start..range.end, values);
    }

    fn settle(&self, cycle: Range<usize>, values: &mut [f64]) -> Standing {
        let slots = self.graph.starts[cycle.start] as usize..self.graph.starts[cycle.end] as usize;
        let cap = step_cap(slots.len());
        let bound = self.contraction(cycle.clone());
        self.start(cycle.clone(), values);
        if bound < 1.0 {
            for _ in 0..cap {
                let mut change = 0.0_f64;
                self.pieces(cycle.clone(), values, |piece, values| {
                    change = change.max(self.semantics.sweep(self.graph, self.bases, piece, values));
                });
                // The distance to the solution is at most bound / (1 − bound) times the last change.
                if change <= ROUNDING || change * bound <= RESIDUAL * (1.0 - bound) {
                    return Standing::Certified;
                }
            }
        }
        for step in STEPS {
            self.start(cycle.clone(), values);
            if self.damped(cycle.clone(), step, cap, values) {
                return Standing::Converged;
            }
        }
        Standing::NotConverged
    }

    fn start(&self, cycle: Range<usize>, values: &mut [f64]) {
        self.pieces(cycle, values, |piece, values| {
            for place in piece {
                values[place] = self.semantics.admit(self.bases[place]);
            }
        });
    }

    fn damped(&self, cycle: Range<usize>, step: f64, cap: usize, values: &mut [f64]) -> bool {
        let mut next = vec![0.0; cycle.len()];
        let window = WINDOW.max(cycle.len().min(cap / 4));
        let (mut best_before, mut best, mut last) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
        for round in 1..=cap {
            self.semantics.step(self.graph, self.bases, cycle.clone(), values, &mut next);
            let first = self.pins.partition_point(|pin| pin.place < cycle.start);
            for pin in self.pins[first..].iter().take_while(|pin| pin.place < cycle.end) {
                next[pin.place - cycle.start] = pin.strength;
            }
            let mut residual = 0.0_f64;
            for (value, next) in values[cycle.clone()].iter_mut().zip(&next) {
                let move_by = next - *value;
                residual = residual.max(move_by.abs());
                *value += step * move_by;
            }
            let rate = residual / last;
            if residual <= ROUNDING || (residual <= RESIDUAL && residual * step <= REMAINDER * (1.0 - rate)) {
                return true;
            }
            last = residual;
            best = best.min(residual);
            if round % window == 0 {
                if best > 0.99 * best_before {
                    return false;
                }
                best_before = best;
                best = f64::INFINITY;
            }
        }
        false
    }

    /// The largest over the nodes of a cycle of c·Σ|e|: below 1, one step brings any two states closer together.
    fn contraction(&self, cycle: Range<usize>) -> f64 {
        let mut largest = 0.0_f64;
        for place in cycle.clone() {
            if self.pins.binary_search_by_key(&place, |pin| pin.place).is_ok() {
                continue;
            }
            let premises = self.graph.premises_at(place);
            let inside = |premise: u32| cycle.contains(&(premise as usize));
            let pairs = || premises.places.iter().zip(premises.weights);
            let bound = if self.graph.is_joint(place) {
                let weakest = pairs()
                    .filter(|(premise, weight)| weight.is_sign_positive() && inside(**premise))
                    .fold(0.0_f64, |most, (_, weight)| most.max(*weight));
                let doubt: f64 = pairs().filter(|pair| pair.1.is_sign_negative()).map(|pair| -pair.1).sum();
                let doubt_inside: f64 =
                    pairs().filter(|pair| pair.1.is_sign_negative() && inside(*pair.0)).map(|pair| -pair.1).sum();
                let any_base = self.semantics.steepest(0.0).max(self.semantics.steepest(1.0));
                // A sum of no slope and an infinite one is no bound: 0 × ∞ is not a number.
                let by_base = if weakest > 0.0 { weakest * self.semantics.steepest_by_base(doubt) } else { 0.0 };
                by_base + any_base * doubt_inside
            } else {
                let sum: f64 = pairs().filter(|pair| inside(*pair.0)).map(|pair| pair.1.abs()).sum();
                self.semantics.steepest(self.semantics.admit(self.bases[place])) * sum
            };
            // For weights above 1 the other factors of a product may be no damping at all.
            let product_of_large = self.semantics.aggregation() == Aggregation::Product
                && premises.weights.iter().any(|weight| weight.abs() > 1.0);
            largest = largest.max(if product_of_large { f64::INFINITY } else { bound });
        }
        largest
    }
}
