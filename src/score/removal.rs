use super::gradient::gradient;
use super::semantics::Semantics;
use super::solve::Pin;
use super::upstream::{Trials, Upstream};

/// What one node does for the topic, by taking it away and solving again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Removal {
    /// The node.
    pub node: usize,
    /// The topic's strength without the node; `None` if it does not settle then.
    pub without: Option<f64>,
    /// The topic's strength less its strength without the node: positive for a node that speaks for it.
    pub contribution: Option<f64>,
    /// What the node does on its own account: the same with its own premises cut off first, so that it stands at its
    /// base score. The rest of the contribution is its premises', passed on through it.
    pub intrinsic: Option<f64>,
}

/// The contributions of the nodes upstream of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Removals {
    /// The topic's strength with all of them.
    pub strength: f64,
    /// One for each node, in the order of their numbers.
    pub removals: Vec<Removal>,
    /// Whether nodes were left out, because trying all would have taken more than the work allowed: those with the
    /// smallest product of strength and gradient.
    pub screened: bool,
}

/// A node without which the topic crosses its threshold, or falls most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linchpin {
    /// The node.
    pub node: usize,
    /// The topic's strength without it.
    pub without: f64,
    /// How far the topic falls: above 0.
    pub fall: f64,
    /// Whether it falls from at or above the threshold to below it.
    pub crosses: bool,
}

/// Takes each upstream node away in turn and solves exactly what is left. A node that is taken away has no effect on
/// anything, and an inference that needs it is not made. `None` if the topic has no strength.
///
/// O(nodes × (nodes + edges)) of the upstream part, as far as `work` (touched nodes and edges) allows; at least 16
/// nodes are tried whatever it says.
#[must_use]
pub fn removals(upstream: &Upstream, semantics: &dyn Semantics, work: usize) -> Option<Removals> {
    take_away(upstream, semantics, work, true)
}

/// At least so many nodes are taken away, however little work is allowed.
pub(super) const FEWEST: usize = 16;

/// As [`removals`]; what the nodes do on their own account is left out unless `intrinsic`.
pub(super) fn take_away(
    upstream: &Upstream,
    semantics: &dyn Semantics,
    work: usize,
    intrinsic: bool,
) -> Option<Removals> {
    let mut trials = Trials::new(upstream, semantics);
    let strength = trials.base_line()?;
    let most = (work / trials.cost()).max(FEWEST);
    let (mut places, screened) = if upstream.nodes.len() - 1 <= most {
        (upstream.players().collect(), false)
    } else {
        let solution = trials.solution();
        let slopes = gradient(&solution, semantics, upstream.topic);
        let promise = |place: usize| {
            slopes.as_ref().map_or(1.0, |slopes| slopes.strengths[place].abs()) * solution.state.values[place]
        };
        Upstream::screen(upstream.players().map(|place| (promise(place), place)).collect(), most)
    };
    places.sort_unstable_by_key(|&place| upstream.nodes[place]);
    let removals = places
        .into_iter()
        .map(|place| {
            let without = trials.with_pin(Pin { place, strength: 0.0 });
            let contribution = without.map(|without| strength - without);
            let intrinsic = if !intrinsic {
                None
            } else if upstream.part.slots(place).is_empty() {
                contribution
            } else {
                let alone = trials.with_pin(Pin { place, strength: semantics.admit(upstream.part.bases[place]) });
                without.zip(alone).map(|(without, alone)| alone - without)
            };
            Removal { node: upstream.nodes[place], without, contribution, intrinsic }
        })
        .collect();
    Some(Removals { strength, removals, screened })
}

/// Falls that are rounding alone.
const NEGLIGIBLE: f64 = 1e-12;

impl Removals {
    /// The nodes whose removal takes the topic from at or above `threshold` to below it, the furthest fall first; where
    /// there is none, the one node with the furthest fall. Of equal falls the node with the lowest number comes first.
    /// Empty if no removal lowers the topic.
    #[must_use]
    pub fn linchpins(&self, threshold: f64) -> Vec<Linchpin> {
        let mut found: Vec<Linchpin> = self
            .removals
            .iter()
            .filter_map(|removal| {
                let without = removal.without?;
                let fall = self.strength - without;
                let crosses = self.strength >= threshold && without < threshold;
                (fall > NEGLIGIBLE).then_some(Linchpin { node: removal.node, without, fall, crosses })
            })
            .collect();
        found.sort_by(|a, b| b.crosses.cmp(&a.crosses).then(b.fall.total_cmp(&a.fall)));
        let keep = found.iter().filter(|linchpin| linchpin.crosses).count().max(1);
        found.truncate(keep);
        found
    }

    /// The first of [`Removals::linchpins`].
    #[must_use]
    pub fn linchpin(&self, threshold: f64) -> Option<Linchpin> {
        self.linchpins(threshold).into_iter().next()
    }
}
