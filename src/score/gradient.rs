use super::score_graph::ScoreGraph;
use super::semantics::{PushSlope, Semantics};
use super::solve::{STEPS, Solution, step_cap};
use std::ops::Range;

/// How a topic's strength answers to small changes: one derivative for each base score and each edge's weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// By node: the change of the topic's strength per unit of the node's base score; 0 without a path to the topic.
    pub bases: Vec<f64>,
    /// By edge: the change of the topic's strength per unit of the edge's weight, which is taken as positive for
    /// supports and contradictions alike.
    pub weights: Vec<f64>,
    /// By node: the change of the topic's strength per unit of the node's strength, were it moved from outside.
    pub strengths: Vec<f64>,
}

/// The gradient of one node's strength, by one pass from the topic back to its premises.
///
/// Exact without cycles. On a cycle, the derivative of the solution is that of the implicit function: the adjoint
/// equation λ = g + Jᵀλ is solved by an iteration that settles wherever the strengths' own iteration did. `None` if the
/// topic has no strength, or the adjoint iteration does not settle (the solution is at a fold).
///
/// Where the formula has a kink (the weakest premise of an inference, the top premise, a clamped base score) the
/// derivative is that of the side in force: the first of equals counts, and a clamped base does not move.
/// O(nodes + edges), and memory for a number a node and edge of the graph.
///
/// # Panics
/// If there is no such node, or the solution is of another semantics' making and its numbers are out of range.
#[must_use]
pub fn gradient(solution: &Solution<'_>, semantics: &dyn Semantics, topic: usize) -> Option<Gradient> {
    let graph = solution.graph();
    let back = Backward { graph, semantics, values: &solution.state.values };
    let top = graph.place(topic);
    if solution.state.is_broken(top) {
        return None;
    }
    let mut result = Gradient {
        bases: vec![0.0; graph.node_count()],
        weights: vec![0.0; graph.edge_numbers],
        strengths: vec![0.0; graph.node_count()],
    };
    let mut adjoint = vec![0.0; graph.node_count()];
    adjoint[top] = 1.0;
    let mut slopes = Vec::new();
    let cycles = graph.cycles.partition_point(|cycle| cycle.start as usize <= top);
    let mut end = top + 1;
    for cycle in graph.cycles[..cycles].iter().rev() {
        let cycle = cycle.start as usize..cycle.end as usize;
        back.pass(cycle.end..end.max(cycle.end), &(0..0), &mut adjoint, &mut slopes, &mut result);
        if adjoint[cycle.clone()].iter().any(|&value| value != 0.0) {
            back.settle(cycle.clone(), &mut adjoint)?;
        }
        back.pass(cycle.clone(), &cycle, &mut adjoint, &mut slopes, &mut result);
        end = cycle.start;
    }
    back.pass(0..end, &(0..0), &mut adjoint, &mut slopes, &mut result);
    Some(result)
}

struct Backward<'a> {
    graph: &'a ScoreGraph,
    semantics: &'a dyn Semantics,
    values: &'a [f64],
}

impl Backward<'_> {
    /// The derivatives of one node's strength by its premises' strengths and weights (into `slopes`), and by its base.
    fn local(&self, place: usize, slopes: &mut Vec<PushSlope>) -> f64 {
        let (graph, semantics) = (self.graph, self.semantics);
        let premises = graph.premises_at(place);
        let own = graph.bases[place];
        let joint = graph.is_joint(place);
        let aggregation = semantics.aggregation();
        let push = aggregation.push(premises, self.values, joint);
        aggregation.slopes(premises, self.values, joint, slopes);
        let base = if joint { premises.weakest(own, self.values) } else { own };
        let admitted = semantics.admit(base);
        if joint && base <= 0.0 {
            slopes.fill(PushSlope::default());
            return 0.0;
        }
        let influence = semantics.slopes(admitted, push);
        for slope in slopes.iter_mut() {
            slope.by_strength *= influence.by_push;
            slope.by_weight *= influence.by_push;
        }
        #[allow(clippy::float_cmp, reason = "an admitted base is the same number, or was clamped")]
        let by_base = if admitted == base { influence.by_base } else { 0.0 };
        if joint && base < own {
            let weakest = premises.places.iter().zip(premises.weights).position(|(&premise, &weight)| {
                weight.is_sign_positive() && weight * self.values[premise as usize] <= base
            });
            if let Some(index) = weakest {
                slopes[index] = PushSlope {
                    by_strength: by_base * premises.weights[index],
                    by_weight: by_base * self.values[premises.places[index] as usize],
                };
            }
            return 0.0;
        }
        by_base
    }

    /// Passes the adjoints of a range on to the premises, last place first; not to premises in `settled`, whose
    /// adjoints are final.
    fn pass(
        &self,
        range: Range<usize>,
        settled: &Range<usize>,
        adjoint: &mut [f64],
        slopes: &mut Vec<PushSlope>,
        result: &mut Gradient,
    ) {
        for place in range.rev() {
            let weight = adjoint[place];
            if weight == 0.0 {
                continue;
            }
            let node = self.graph.nodes[place] as usize;
            result.strengths[node] = weight;
            result.bases[node] = weight * self.local(place, slopes);
            let slots = self.graph.slots(place);
            for (slot, slope) in slots.zip(slopes.iter()) {
                let premise = self.graph.premises[slot] as usize;
                if !settled.contains(&premise) {
                    adjoint[premise] += weight * slope.by_strength;
                }
                result.weights[self.graph.edges[slot] as usize] = weight * slope.by_weight;
            }
        }
    }

    /// Solves the adjoint equation inside a cycle.
    fn settle(&self, cycle: Range<usize>, adjoint: &mut [f64]) -> Option<()> {
        let mut slopes = Vec::new();
        let mut inside: Vec<(usize, usize, f64)> = Vec::new();
        for place in cycle.clone() {
            self.local(place, &mut slopes);
            for (&premise, slope) in self.graph.premises_at(place).places.iter().zip(&slopes) {
                let premise = premise as usize;
                if cycle.contains(&premise) && slope.by_strength != 0.0 {
                    inside.push((place - cycle.start, premise - cycle.start, slope.by_strength));
                }
            }
        }
        let given = adjoint[cycle.clone()].to_vec();
        let cap = step_cap(inside.len());
        for step in [1.0].into_iter().chain(STEPS) {
            let mut current = given.clone();
            let mut next = vec![0.0; given.len()];
            for _ in 0..cap {
                next.copy_from_slice(&given);
                for &(conclusion, premise, slope) in &inside {
                    next[premise] += slope * current[conclusion];
                }
                let (mut change, mut size) = (0.0_f64, 1.0_f64);
                for (current, next) in current.iter_mut().zip(&next) {
                    let move_by = next - *current;
                    change = change.max(move_by.abs());
                    *current += step * move_by;
                    size = size.max(current.abs());
                }
                if change <= 1e-14 * size {
                    adjoint[cycle].copy_from_slice(&current);
                    return Some(());
                }
                if size.is_nan() || size > 1e12 {
                    break;
                }
            }
        }
        None
    }
}
