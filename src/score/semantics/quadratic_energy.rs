use super::{Aggregation, Semantics, Slopes, readable};

/// The quadratic-energy semantics: the summed push moves the strength by h(x) = x² / (1 + x²) of the way to 0 or 1.
///
/// strength = w − w·h(−α) + (1 − w)·h(α), with h(x) = 0 for x < 0; N. Potyka, "Continuous Dynamical Systems for
/// Weighted Bipolar Argumentation", KR 2018. Its gradient is zero where support and contradiction balance.
#[derive(Clone, Copy, Debug)]
pub struct QuadraticEnergy;

/// The largest slope of h, at x = 1/√3: 3√3/8.
const STEEPEST: f64 = 0.649_519_052_838_329;

impl Semantics for QuadraticEnergy {
    fn name(&self) -> &'static str {
        "quadratic-energy"
    }

    fn formula(&self) -> &'static str {
        "w − w·h(−α) + (1 − w)·h(α), h(x) = max(0, x)² / (1 + max(0, x)²), α = Σ e·s of supports − Σ e·s of contradictions"
    }

    fn paper(&self) -> &'static str {
        "N. Potyka, Continuous Dynamical Systems for Weighted Bipolar Argumentation, KR 2018"
    }

    #[inline]
    fn aggregation(&self) -> Aggregation {
        Aggregation::Sum
    }

    #[inline]
    fn influence(&self, base: f64, push: f64) -> f64 {
        let square = push * push;
        let moved = square / (1.0 + square);
        let goal = if push > 0.0 { 1.0 - base } else { -base };
        base + goal * moved
    }

    fn worked(&self, base: f64, push: f64) -> String {
        let (sign, room) = if push > 0.0 { ('+', 1.0 - base) } else { ('−', base) };
        let (base, room, size) = (readable(base), readable(room), readable(push.abs()));
        format!("{base} {sign} {room}·{size}² / (1 + {size}²)")
    }

    fn slopes(&self, base: f64, push: f64) -> Slopes {
        let rest = 1.0 / (1.0 + push * push);
        let room = if push > 0.0 { 1.0 - base } else { base };
        Slopes { by_base: rest, by_push: room * 2.0 * push.abs() * rest * rest }
    }

    fn steepest(&self, base: f64) -> f64 {
        base.max(1.0 - base) * STEEPEST
    }

    fn steepest_by_base(&self, _doubt: f64) -> f64 {
        1.0
    }
}
