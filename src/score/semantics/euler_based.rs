use super::{Aggregation, Semantics, Slopes, euler};

/// The Euler-based semantics: the summed push enters through an exponential, and the base score is never doubted away.
///
/// strength = 1 − (1 − w²) / (1 + w·e^α); L. Amgoud, J. Ben-Naim, "Evaluation of Arguments in Weighted Bipolar Graphs",
/// International Journal of Approximate Reasoning 99, 2018. A strength never falls below w², and base scores of 0 and 1
/// never move.
#[derive(Clone, Copy, Debug)]
pub struct EulerBased;

impl Semantics for EulerBased {
    fn name(&self) -> &'static str {
        "euler-based"
    }

    fn formula(&self) -> &'static str {
        "1 − (1 − w²) / (1 + w·e^α), α = Σ e·s of supports − Σ e·s of contradictions"
    }

    fn paper(&self) -> &'static str {
        "L. Amgoud, J. Ben-Naim, Evaluation of Arguments in Weighted Bipolar Graphs, International Journal of Approximate Reasoning 99, 2018"
    }

    #[inline]
    fn aggregation(&self) -> Aggregation {
        Aggregation::Sum
    }

    #[inline]
    fn influence(&self, base: f64, push: f64) -> f64 {
        euler::influence(base, push)
    }

    fn worked(&self, base: f64, push: f64) -> String {
        euler::worked(base, push)
    }

    fn slopes(&self, base: f64, push: f64) -> Slopes {
        euler::slopes(base, push)
    }

    fn steepest(&self, base: f64) -> f64 {
        euler::steepest(base)
    }

    fn steepest_by_base(&self, _doubt: f64) -> f64 {
        euler::STEEPEST_BY_BASE
    }
}
