use super::score_graph::ScoreGraph;
use super::semantics::{Aggregation, Semantics};
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

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
    /// By place, once somebody asks; never for a graph without cycles.
    standings: OnceLock<Vec<Standing>>,
}

/// What is computed.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// By place; meaningless where broken.
    pub(super) values: Vec<f64>,
    /// By place: whether it does not settle, or hangs on one that does not. Empty where all settle.
    broken: Vec<bool>,
    /// By cycle: what was found on it alone.
    cycles: Vec<Standing>,
    /// How many edges the iterations on cycles went over.
    pub(super) iterated: usize,
}

impl State {
    fn new(graph: &ScoreGraph) -> Self {
        Self {
            values: vec![0.0; graph.node_count()],
            broken: Vec::new(),
            cycles: vec![Standing::Exact; graph.cycles.len()],
            iterated: 0,
        }
    }

    pub(super) fn is_broken(&self, place: usize) -> bool {
        self.broken.get(place).copied().unwrap_or(false)
    }

    pub(super) fn strength_at(&self, place: usize) -> Option<f64> {
        (!self.is_broken(place)).then(|| self.values[place])
    }

    /// Takes over another state of the same graph up to a place, as a start for [`solve_from`] from there.
    pub(super) fn copy_from(&mut self, other: &Self, end: usize) {
        self.values[..end].copy_from_slice(&other.values[..end]);
        self.broken.clone_from(&other.broken);
        self.cycles.clone_from(&other.cycles);
    }
}

impl<'g> Solution<'g> {
    pub(super) fn of(graph: &'g ScoreGraph, state: State) -> Self {
        Self { graph, state, standings: OnceLock::new() }
    }

    /// Solves the same graph again in the same memory, under this or another semantics. As [`solve`], which asks the
    /// system for new memory each time.
    pub fn solve_again(&mut self, semantics: &dyn Semantics) {
        self.standings = OnceLock::new();
        self.state.broken.clear();
        solve_from(0, &mut self.state, self.graph, semantics, &self.graph.bases, &[]);
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

    /// The standing of one node: the worst among itself and all that it hangs on. O(1), after O(nodes + edges) for
    /// the first node that is asked for if there are cycles.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn standing_of(&self, node: usize) -> Standing {
        let place = self.graph.place(node);
        if self.graph.cycles.is_empty() {
            return Standing::Exact;
        }
        self.standings.get_or_init(|| self.passed_on())[place]
    }

    fn passed_on(&self) -> Vec<Standing> {
        let mut standings = vec![Standing::Exact; self.graph.node_count()];
        let inherited = |range: Range<usize>, standings: &[Standing]| {
            let premises = range.flat_map(|place| self.graph.premises_at(place).places);
            // Those of the cycle itself are still exact here.
            premises.map(|&premise| standings[premise as usize]).max().unwrap_or(Standing::Exact)
        };
        let mut cycles = self.graph.cycles.iter().zip(&self.state.cycles).peekable();
        let mut place = 0;
        while place < standings.len() {
            let (range, own) = match cycles.peek() {
                Some((cycle, own)) if cycle.start as usize == place => (place..cycle.end as usize, **own),
                _ => (place..place + 1, Standing::Exact),
            };
            if range.len() > 1 || own != Standing::Exact {
                cycles.next();
            }
            let standing = own.max(inherited(range.clone(), &standings));
            place = range.end;
            standings[range].fill(standing);
        }
        standings
    }

    /// The worst standing of all nodes; exact for a graph without nodes.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.state.cycles.iter().copied().max().unwrap_or(Standing::Exact)
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
/// downstream of it has no strength (*not converged*). Nodes that are exactly alike stay alike under this iteration: it
/// may bring them to rest on a knife edge, as two groups that attack each other with the same force; *converged* does
/// not say that the least difference would not take them elsewhere.
///
/// O(nodes + edges) without cycles; O(steps × edges) on them.
#[must_use]
pub fn solve<'g>(graph: &'g ScoreGraph, semantics: &dyn Semantics) -> Solution<'g> {
    Solution::of(graph, solve_trial(graph, semantics, &graph.bases, &[]))
}

/// A node that is held at a strength, whatever its premises say. Held at 0, it is as good as removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pin {
    pub(super) place: usize,
    pub(super) strength: f64,
}

/// Solves with other bases and with pins, which are in order of their places.
pub(super) fn solve_trial(graph: &ScoreGraph, semantics: &dyn Semantics, bases: &[f64], pins: &[Pin]) -> State {
    let mut state = State::new(graph);
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
        // What is broken before the start stays so; everything after it is looked at anew.
        match state.broken.get_mut(from..) {
            Some(rest) if state.cycles[..first].contains(&Standing::NotConverged) => rest.fill(false),
            _ => state.broken.clear(),
        }
        let mut done = from;
        for (number, cycle) in cycles.iter().enumerate().skip(first) {
            let cycle = cycle.start as usize..cycle.end as usize;
            self.pass(done..cycle.start, state);
            let standing = if self.hangs_on_broken(cycle.clone(), state) {
                Standing::NotConverged
            } else {
                let (standing, iterated) = self.settle(cycle.clone(), &mut state.values);
                state.iterated = state.iterated.saturating_add(iterated);
                standing
            };
            state.cycles[number] = standing;
            done = cycle.end;
            if standing == Standing::NotConverged {
                state.broken.resize(count, false);
                state.broken[cycle.clone()].fill(true);
                for pin in self.pins.iter().filter(|pin| cycle.contains(&pin.place)) {
                    state.broken[pin.place] = false;
                }
            }
        }
        self.pass(done..count, state);
    }

    /// Solves a range without cycles.
    fn pass(&self, range: Range<usize>, state: &mut State) {
        self.pieces(range.clone(), &mut state.values, |piece, values| {
            self.semantics.pass(self.graph, self.bases, piece, values);
        });
        if !state.broken.is_empty() {
            for place in range {
                state.broken[place] = self.hangs_on_broken(place..place + 1, state);
            }
        }
    }

    /// Whether a premise from outside of a range is broken; those of pinned nodes do not count.
    fn hangs_on_broken(&self, range: Range<usize>, state: &State) -> bool {
        !state.broken.is_empty()
            && range
                .clone()
                .filter(|place| self.pins.binary_search_by_key(place, |pin| pin.place).is_err())
                .flat_map(|place| self.graph.premises_at(place).places)
                .any(|&premise| !range.contains(&(premise as usize)) && state.is_broken(premise as usize))
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

    /// Iterates on a cycle, and says how many edges that took.
    fn settle(&self, cycle: Range<usize>, values: &mut [f64]) -> (Standing, usize) {
        let slots = self.graph.starts[cycle.start] as usize..self.graph.starts[cycle.end] as usize;
        let cap = step_cap(slots.len());
        let bound = self.contraction(cycle.clone());
        let mut iterated = 0;
        self.start(cycle.clone(), values);
        if bound < 1.0 {
            for _ in 0..cap {
                iterated += slots.len();
                let mut change = 0.0_f64;
                self.pieces(cycle.clone(), values, |piece, values| {
                    change = change.max(self.semantics.sweep(self.graph, self.bases, piece, values));
                });
                // The distance to the solution is at most bound / (1 − bound) times the last change.
                if change <= ROUNDING || change * bound <= RESIDUAL * (1.0 - bound) {
                    return (Standing::Certified, iterated);
                }
            }
        }
        for step in STEPS {
            self.start(cycle.clone(), values);
            let (settled, rounds) = self.damped(cycle.clone(), step, cap, values);
            iterated += rounds * slots.len();
            if settled {
                return (Standing::Converged, iterated);
            }
        }
        (Standing::NotConverged, iterated)
    }

    fn start(&self, cycle: Range<usize>, values: &mut [f64]) {
        self.pieces(cycle, values, |piece, values| {
            for place in piece {
                values[place] = self.semantics.admit(self.bases[place]);
            }
        });
    }

    fn damped(&self, cycle: Range<usize>, step: f64, cap: usize, values: &mut [f64]) -> (bool, usize) {
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
                return (true, round);
            }
            last = residual;
            best = best.min(residual);
            if round % window == 0 {
                if best > 0.99 * best_before {
                    return (false, round);
                }
                best_before = best;
                best = f64::INFINITY;
            }
        }
        (false, cap)
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

#[cfg(test)]
mod tests {
    use super::super::semantics::{ALL, DfQuad, LogOdds, QuadraticEnergy};
    use super::*;

    /// A ring of five attacks of weight `weight` (0–4), and 5 ← 0, 6 ← 5, 7 ⇄ 8, 9 ← 7.
    fn rings(weight: f64) -> ScoreGraph {
        let ring: Vec<_> = (0..5).map(|node| (node, (node + 1) % 5, weight)).collect();
        let supports = [(0, 5, 1.0), (5, 6, 1.0), (7, 8, 0.5), (8, 7, 0.5), (7, 9, 1.0)];
        // Nodes that are exactly alike would stay alike, and come to rest on a knife edge.
        let bases = [0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
        ScoreGraph::from_arrays(&bases, &[], &supports, &ring).unwrap()
    }

    #[test]
    fn standing_is_passed_on_and_stops_where_nothing_hangs_on_the_cycle() {
        let graph = rings(8.0);
        let solution = solve(&graph, &QuadraticEnergy);
        assert_eq!(solution.standing(), Standing::NotConverged);
        for node in 0..10 {
            let expected = if node < 7 { Standing::NotConverged } else { Standing::Certified };
            assert_eq!(solution.standing_of(node), expected, "node {node}");
            assert_eq!(solution.strength(node).is_some(), node >= 7, "node {node}");
        }
    }

    #[test]
    fn a_contraction_is_certified_and_a_steeper_cycle_only_converged() {
        // c·Σ e = 0.8 / 4 for log-odds, 0.5 · 0.8 for df-quad; 4 / 4 is no contraction any more.
        for (weight, semantics, standing) in [
            (0.8, ALL[0], Standing::Certified),
            (0.8, &DfQuad as &dyn Semantics, Standing::Certified),
            (4.0, &LogOdds, Standing::Converged),
            (3.9, &LogOdds, Standing::Certified),
        ] {
            assert_eq!(solve(&rings(weight), semantics).standing_of(6), standing, "{} {weight}", semantics.name());
        }
    }

    /// Three thousand nodes with up to four premises each, up to `reach` places on; every 40 a pair that supports
    /// itself, if asked for.
    fn large(reach: u32, cycles: bool) -> ScoreGraph {
        let count = 3000_u32;
        let mut state = 1_u32;
        let mut draw = |limit: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % limit
        };
        let mut links = [Vec::new(), Vec::new()];
        for conclusion in 0..count - 1 {
            for _ in 0..draw(5) {
                let premise = (conclusion + 1 + draw(reach)).min(count - 1);
                let weight = f64::from(1 + draw(1000)) / 1001.0;
                links[usize::from(draw(3) == 0)].push((premise, conclusion, weight));
            }
            if cycles && conclusion % 40 == 0 {
                links[0].extend([(conclusion, conclusion + 1, 0.5), (conclusion + 1, conclusion, 0.5)]);
            }
        }
        let bases: Vec<f64> = (0..count).map(|_| f64::from(draw(1001)) / 1000.0).collect();
        ScoreGraph::from_arrays(&bases, &[], &links[0], &links[1]).unwrap()
    }

    #[test]
    fn batches_give_what_one_node_after_the_other_gives() {
        let graph = large(400, false);
        assert!(graph.batches.len() > 10, "{} batches", graph.batches.len());
        for semantics in ALL {
            let mut plain = vec![0.0; graph.node_count()];
            semantics.sweep(&graph, &graph.bases, 0..graph.node_count(), &mut plain);
            let batched = solve(&graph, semantics).state.values;
            let off = plain.iter().zip(&batched).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(off < 1e-14, "{}: {off:e}", semantics.name());
        }
    }

    #[test]
    fn solving_from_a_place_on_gives_what_solving_all_gives() {
        for graph in [large(400, false), large(300, true)] {
            let semantics = &LogOdds;
            let whole = solve_trial(&graph, semantics, &graph.bases, &[]);
            for place in (0..graph.node_count()).step_by(97) {
                let pins = [Pin { place, strength: 0.0 }];
                let at = graph.cycles.partition_point(|cycle| cycle.end as usize <= place);
                let from = graph.cycles.get(at).map_or(place, |cycle| place.min(cycle.start as usize));
                let mut part = whole.clone();
                solve_from(from, &mut part, &graph, semantics, &graph.bases, &pins);
                let fresh = solve_trial(&graph, semantics, &graph.bases, &pins);
                assert_eq!(part.values, fresh.values, "from {place}");
                assert!(fresh.values[place].abs() <= 0.0);
            }
        }
    }

    #[test]
    fn solving_again_in_the_same_memory_leaves_no_trace_of_the_first() {
        let graph = rings(8.0);
        let mut solution = solve(&graph, &QuadraticEnergy);
        assert_eq!(solution.standing_of(6), Standing::NotConverged);
        for semantics in ALL {
            solution.solve_again(semantics);
            let fresh = solve(&graph, semantics);
            assert_eq!(solution.strengths(), fresh.strengths(), "{}", semantics.name());
            assert!((0..10).all(|node| solution.standing_of(node) == fresh.standing_of(node)));
        }
    }
}
