use super::{Aggregation, Semantics, Slopes, euler};

/// The Euler-based semantics with the top aggregation: only the strongest support and the strongest contradiction count.
///
/// strength = 1 − (1 − w²) / (1 + w·e^α), α = max e·s of supports − max e·s of contradictions; the influence of
/// L. Amgoud, J. Ben-Naim, "Evaluation of Arguments in Weighted Bipolar Graphs", International Journal of Approximate
/// Reasoning 99, 2018, with the aggregation by the top premise. Five copies of a premise count as one, and so do five
/// independent premises of one strength.
#[derive(Clone, Copy, Debug)]
pub struct EulerBasedTop;

impl Semantics for EulerBasedTop {
    fn name(&self) -> &'static str {
        "euler-based-top"
    }

    fn formula(&self) -> &'static str {
        "1 − (1 − w²) / (1 + w·e^α), α = max e·s of supports − max e·s of contradictions"
    }

    fn paper(&self) -> &'static str {
        "L. Amgoud, J. Ben-Naim, Evaluation of Arguments in Weighted Bipolar Graphs, International Journal of Approximate Reasoning 99, 2018, with the top aggregation"
    }

    #[inline]
    fn aggregation(&self) -> Aggregation {
        Aggregation::Top
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
