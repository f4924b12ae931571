use super::gradient::gradient;
use super::semantics::Semantics;
use super::upstream::{Trials, Upstream};

/// A single number of the argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dial {
    /// The base score of a node.
    Base(usize),
    /// The weight of an edge.
    Weight(usize),
}

/// A change of one number that takes the topic across its threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TippingPoint {
    /// What is changed.
    pub dial: Dial,
    /// What it is.
    pub from: f64,
    /// What it would have to be: a value at which the topic is across, with the nearest one that is not less than
    /// 10⁻⁹ away.
    pub to: f64,
    /// The topic's strength then, solved exactly.
    pub strength: f64,
}

/// The answer to the question what would tip the topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tipping {
    /// The smallest single change, or `None` if no single one tips it.
    pub point: Option<TippingPoint>,
    /// Whether numbers were left out, because trying all would have taken more than the work allowed: those that
    /// the gradient promises the least of.
    pub screened: bool,
}

/// Between the value as it is and the end of its range, so many values are looked at before the bisection: a number
/// that reaches the topic both as support and as contradiction may take it across and back.
const GRID: u32 = 4;
/// Halvings that take an interval of 1 below 10⁻⁹.
const HALVINGS: u32 = 31;

/// Finds the smallest change of a single base score or weight upstream, the topic's own base apart, that takes the
/// topic from at or above `threshold` to below it, or back. Base scores move within what the semantics admits in
/// [0, 1], weights within [0, 1] (0 is an edge that is left out). `None` if the topic has no strength.
///
/// Numbers are tried in the order in which the gradient promises the smallest change, each by bisection with exact
/// re-solving, and no further than the best change so far. A crossing between two of the four values that are looked
/// at on the way, there and back again, is not seen. O((nodes + edges)²) of the upstream part, as far as `work` (touched nodes
/// and edges) allows; at least 8 numbers are tried whatever it says.
#[must_use]
pub fn tipping(upstream: &Upstream, semantics: &dyn Semantics, threshold: f64, work: usize) -> Option<Tipping> {
    let mut trials = Trials::new(upstream, semantics);
    let strength = trials.base_line()?;
    let slopes = gradient(&trials.solution(), semantics, upstream.topic);
    let mut dials: Vec<(f64, Local)> = Vec::new();
    for place in 0..upstream.nodes.len() {
        if place != upstream.topic {
            let slope = slopes.as_ref().map_or(0.0, |slopes| slopes.bases[place]);
            dials.push((slope.abs(), Local::Base(place)));
        }
        for slot in upstream.part.slots(place) {
            let slope = slopes.as_ref().map_or(0.0, |slopes| slopes.weights[slot]);
            dials.push((slope.abs(), Local::Weight(place, slot)));
        }
    }
    dials.sort_by(|a, b| b.0.total_cmp(&a.0));
    let solvings = 2 * (GRID + HALVINGS) as usize;
    let most = (work / trials.cost() / solvings).max(8);
    let (dials, screened) = Upstream::screen(dials, most);
    let side = strength >= threshold;
    let mut best: Option<TippingPoint> = None;
    for dial in dials {
        let from = dial.value(upstream);
        let (low, high) = dial.range(from, semantics);
        for end in [low, high] {
            let reach = best.map_or(f64::INFINITY, |best| (best.to - best.from).abs());
            let end = end.clamp(from - reach, from + reach);
            let mut across =
                |value: f64| dial.turn(&mut trials, value).filter(|&strength| (strength >= threshold) != side);
            let Some((mut near, mut far, mut there)) = first_crossing(from, end, &mut across) else { continue };
            for _ in 0..HALVINGS {
                let middle = f64::midpoint(near, far);
                match across(middle) {
                    Some(strength) => (far, there) = (middle, strength),
                    None => near = middle,
                }
            }
            if (far - from).abs() < reach {
                best = Some(TippingPoint { dial: dial.public(upstream), from, to: far, strength: there });
            }
        }
    }
    Some(Tipping { point: best, screened })
}

/// The first interval between `from` and `end` at whose far end the topic is across, and its strength there.
fn first_crossing(from: f64, end: f64, across: &mut impl FnMut(f64) -> Option<f64>) -> Option<(f64, f64, f64)> {
    let mut near = from;
    for part in 1..=GRID {
        let far = if part == GRID { end } else { from + (end - from) * f64::from(part) / f64::from(GRID) };
        if let Some(strength) = across(far) {
            return Some((near, far, strength));
        }
        near = far;
    }
    None
}

/// A number of the upstream part: the base at a place, or the weight in a slot of the node at a place.
#[derive(Clone, Copy)]
enum Local {
    Base(usize),
    Weight(usize, usize),
}

impl Local {
    fn value(self, upstream: &Upstream) -> f64 {
        match self {
            Self::Base(place) => upstream.part.bases[place],
            Self::Weight(_, slot) => upstream.part.weights[slot].abs(),
        }
    }

    /// Where the number can go; a number that is outside of its range already can go nowhere on that side.
    fn range(self, from: f64, semantics: &dyn Semantics) -> (f64, f64) {
        let (low, high) = match self {
            Self::Base(_) => (semantics.admit(0.0), semantics.admit(1.0)),
            Self::Weight(..) => (0.0, 1.0),
        };
        (low.min(from), high.max(from))
    }

    fn turn(self, trials: &mut Trials<'_>, value: f64) -> Option<f64> {
        match self {
            Self::Base(place) => trials.with_base(place, value),
            Self::Weight(place, slot) => trials.with_weight(place, slot, value),
        }
    }

    fn public(self, upstream: &Upstream) -> Dial {
        match self {
            Self::Base(place) => Dial::Base(upstream.nodes[place]),
            Self::Weight(_, slot) => Dial::Weight(upstream.edges[slot]),
        }
    }
}
