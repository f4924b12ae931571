use super::exponential::exp;
use super::{Aggregation, Semantics, Slopes, readable};

/// The log-odds semantics, the default: each premise adds weight × strength to the log-odds of the conclusion.
///
/// strength = logistic(logit w + Σ ± e·s), the MLP-based semantics of N. Potyka, "Interpreting Neural Networks as
/// Quantitative Argumentation Frameworks", AAAI 2021. Base scores are clamped to [0.001, 0.999], where the logit is
/// finite: under it no premise decides alone, nothing saturates, and no two premises cancel another one's effect.
#[derive(Clone, Copy, Debug)]
pub struct LogOdds;

/// The base scores that have usable log-odds.
const LOWEST: f64 = 0.001;
const HIGHEST: f64 = 0.999;

impl Semantics for LogOdds {
    fn name(&self) -> &'static str {
        "log-odds"
    }

    fn formula(&self) -> &'static str {
        "logistic(logit w + Σ e·s of supports − Σ e·s of contradictions)"
    }

    fn paper(&self) -> &'static str {
        "N. Potyka, Interpreting Neural Networks as Quantitative Argumentation Frameworks, AAAI 2021"
    }

    #[inline]
    fn aggregation(&self) -> Aggregation {
        Aggregation::Sum
    }

    #[inline]
    fn admit(&self, base: f64) -> f64 {
        let base = if base > LOWEST { base } else { LOWEST };
        if base < HIGHEST { base } else { HIGHEST }
    }

    /// logistic(logit w + α) = w / (w + (1 − w)·e^−α), which needs no logarithm and goes to 0 and 1 as it should.
    #[inline]
    fn influence(&self, base: f64, push: f64) -> f64 {
        base / (base + (1.0 - base) * exp(-push))
    }

    fn worked(&self, base: f64, push: f64) -> String {
        let odds = (base / (1.0 - base)).ln();
        let sum = odds + push;
        let sign = if push < 0.0 { '−' } else { '+' };
        let (odds, size, sum) = (readable(odds), readable(push.abs()), readable(-sum));
        format!("logistic({odds} {sign} {size}) = 1 / (1 + e^{sum})")
    }

    fn slopes(&self, base: f64, push: f64) -> Slopes {
        let strength = self.influence(base, push);
        // ds/dα = s·(1 − s), and ds/dw = s·(1 − s) / (w·(1 − w)).
        let other = {
            let odds = base * exp(push);
            (1.0 - base) / (1.0 - base + odds)
        };
        let by_push = strength * other;
        Slopes { by_base: by_push / (base * (1.0 - base)), by_push }
    }

    fn steepest(&self, _base: f64) -> f64 {
        0.25
    }

    fn steepest_by_base(&self, doubt: f64) -> f64 {
        doubt.exp()
    }
}
