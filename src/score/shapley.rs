use super::semantics::Semantics;
use super::solve::Pin;
use super::upstream::{Trials, Upstream};

/// How to compute Shapley values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapleySettings {
    /// Up to so many upstream nodes, all coalitions are solved: 2ⁿ of them. No more than 20.
    pub exact_up_to: usize,
    /// Above that, so many random orders of the nodes are drawn. At least 2.
    pub orders: usize,
    /// Where the random numbers start: the same seed gives the same values.
    pub seed: u64,
    /// The most nodes and edges that may be touched; fewer orders are drawn to keep within it.
    pub work: usize,
}

impl Default for ShapleySettings {
    fn default() -> Self {
        Self { exact_up_to: 12, orders: 1000, seed: 0, work: 200_000_000 }
    }
}

/// A node's Shapley value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapleyValue {
    /// The node.
    pub node: usize,
    /// Its mean contribution over all orders in which the nodes can be added.
    pub value: f64,
    /// The standard error of the value, where it is estimated; 0 where it is exact.
    pub error: f64,
}

/// The Shapley values of the nodes upstream of a topic: they add up to its strength less its strength without any
/// premise.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapley {
    /// One for each upstream node, in the order of their numbers.
    pub values: Vec<ShapleyValue>,
    /// The number of orders drawn, or `None` if all coalitions were solved.
    pub orders: Option<usize>,
}

/// Shapley values (L. S. Shapley, "A Value for n-Person Games", 1953), with the upstream nodes as players and the
/// topic's strength as the game: exact for few players, else by sampling orders, drawn with `SplitMix64`.
///
/// `None` if the topic does not settle for some coalition that is looked at, or if not even two orders are within
/// the allowed work. O(2ⁿ × (nodes + edges)), or O(orders × nodes × (nodes + edges)).
#[must_use]
pub fn shapley(upstream: &Upstream, semantics: &dyn Semantics, settings: &ShapleySettings) -> Option<Shapley> {
    let players: Vec<usize> = upstream.players().collect();
    let mut trials = Trials::new(upstream, semantics);
    let cost = trials.cost();
    let within = |solvings: usize| solvings.saturating_mul(cost) <= settings.work;
    let mut shapley = if players.len() <= settings.exact_up_to.min(20) && within(1 << players.len().min(20)) {
        exact(&mut trials, &players)?
    } else {
        let affordable = settings.work / cost.saturating_mul(players.len()).max(1);
        sampled(&mut trials, &players, settings.orders.max(2).min(affordable), settings.seed)?
    };
    shapley.values.sort_unstable_by_key(|value| value.node);
    Some(shapley)
}

fn exact(trials: &mut Trials<'_>, players: &[usize]) -> Option<Shapley> {
    let count = players.len();
    let mut pins = Vec::with_capacity(count);
    let strengths: Vec<f64> = (0..1_usize << count)
        .map(|coalition| {
            pins.clear();
            let absent = (0..count).filter(|player| coalition >> player & 1 == 0);
            pins.extend(absent.map(|player| Pin { place: players[player], strength: 0.0 }));
            trials.with_pins(&pins)
        })
        .collect::<Option<_>>()?;
    // The share of the orders in which a player comes after exactly `size` given others: 1 / (n · C(n − 1, size)).
    let mut shares = vec![0.0; count];
    let mut choices = 1.0;
    for (size, share) in shares.iter_mut().enumerate() {
        *share = 1.0 / (as_number(count) * choices);
        choices = choices * as_number(count - 1 - size) / as_number(size + 1);
    }
    let values = players
        .iter()
        .enumerate()
        .map(|(player, &place)| {
            let bit = 1_usize << player;
            let value = (0..strengths.len())
                .filter(|coalition| coalition & bit == 0)
                .map(|coalition| {
                    shares[coalition.count_ones() as usize] * (strengths[coalition | bit] - strengths[coalition])
                })
                .sum();
            ShapleyValue { node: trials.upstream.nodes[place], value, error: 0.0 }
        })
        .collect();
    Some(Shapley { values, orders: None })
}

/// Draws orders and adds the players in each. The error is the sample's standard deviation over the root of the
/// number of orders.
fn sampled(trials: &mut Trials<'_>, players: &[usize], orders: usize, seed: u64) -> Option<Shapley> {
    if orders < 2 {
        return None;
    }
    let mut random = SplitMix64(seed);
    // Welford's running mean and sum of squared deviations.
    let mut means = vec![0.0; players.len()];
    let mut squares = vec![0.0; players.len()];
    let mut order: Vec<usize> = (0..players.len()).collect();
    let all: Vec<Pin> = players.iter().map(|&place| Pin { place, strength: 0.0 }).collect();
    let alone = trials.with_pins(&all)?;
    let mut pins = all.clone();
    for drawn in 1..=orders {
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last + 1));
        }
        pins.clone_from(&all);
        let mut before = alone;
        for &player in &order {
            if let Ok(at) = pins.binary_search_by_key(&players[player], |pin| pin.place) {
                pins.remove(at);
            }
            let strength = trials.with_pins(&pins)?;
            let gain = strength - before;
            let off = gain - means[player];
            means[player] += off / as_number(drawn);
            squares[player] += off * (gain - means[player]);
            before = strength;
        }
    }
    let values = players
        .iter()
        .zip(means.iter().zip(&squares))
        .map(|(&place, (&value, &square))| {
            let variance = square / as_number(orders - 1);
            ShapleyValue { node: trials.upstream.nodes[place], value, error: (variance / as_number(orders)).sqrt() }
        })
        .collect();
    Some(Shapley { values, orders: Some(orders) })
}

#[allow(clippy::cast_precision_loss, reason = "counts of nodes and orders are far below 2⁵³")]
fn as_number(count: usize) -> f64 {
    count as f64
}

/// `SplitMix64` (G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`: the high half of a product, whose bias is below limit / 2⁶⁴.
    #[allow(clippy::cast_possible_truncation, reason = "the high half is below the limit, a usize")]
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::ScoreGraph;
    use super::super::semantics::LogOdds;
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // The first three outputs for seed 1234567 of the reference implementation.
        let mut random = SplitMix64(1_234_567);
        let drawn = [random.next(), random.next(), random.next()];
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn sampling_comes_within_its_error_of_the_exact_values() {
        let supports = [(1, 0, 1.0), (2, 0, 0.5), (3, 1, 0.9), (4, 2, 1.0), (5, 4, 0.7), (4, 1, 0.3)];
        let contradictions = [(5, 0, 0.8), (6, 3, 1.0)];
        let bases = [0.5, 0.7, 0.4, 0.9, 0.2, 0.6, 0.8];
        let graph = ScoreGraph::from_arrays(&bases, &[], &supports, &contradictions).unwrap();
        let upstream = Upstream::new(&graph, 0);
        let exact = shapley(&upstream, &LogOdds, &ShapleySettings::default()).unwrap();
        assert_eq!(exact.orders, None);
        let sum: f64 = exact.values.iter().map(|value| value.value).sum();
        assert!((sum + 0.5 - upstream.strength(&LogOdds).unwrap()).abs() < 1e-12);
        let settings = ShapleySettings { exact_up_to: 0, orders: 4000, seed: 7, ..ShapleySettings::default() };
        let sampled = shapley(&upstream, &LogOdds, &settings).unwrap();
        assert_eq!(sampled.orders, Some(4000));
        for (exact, sampled) in exact.values.iter().zip(&sampled.values) {
            assert_eq!(exact.node, sampled.node);
            assert!(sampled.error > 0.0 && sampled.error < 0.01);
            assert!((exact.value - sampled.value).abs() < 4.0 * sampled.error, "{exact:?} {sampled:?}");
        }
        assert_eq!(shapley(&upstream, &LogOdds, &settings).unwrap(), sampled);
        let poor = ShapleySettings { work: 10, ..settings };
        assert_eq!(shapley(&upstream, &LogOdds, &poor), None);
    }
}
