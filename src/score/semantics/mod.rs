//! The gradual semantics: each is an aggregation of the premises and an influence of their push on the base score.
//!
//! One file each, with its paper. Adding one is one file and one line in [`ALL`].

mod aggregation;
mod df_quad;
mod euler_based;
mod euler_based_top;
mod exponential;
mod log_odds;
mod quadratic_energy;

pub(super) use aggregation::PushSlope;
pub use aggregation::{Aggregation, Premises};
pub use df_quad::DfQuad;
pub use euler_based::EulerBased;
pub use euler_based_top::EulerBasedTop;
pub use log_odds::LogOdds;
pub use quadratic_energy::QuadraticEnergy;

use super::order::BATCH;
use super::score_graph::ScoreGraph;
use crate::text::nearest;
use std::ops::Range;

/// The derivatives of an influence at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slopes {
    /// By the base score.
    pub by_base: f64,
    /// By the push.
    pub by_push: f64,
}

/// A gradual semantics: strength = influence(base score, push of the premises).
///
/// An inference is a joint step: its base is the weakest of what it needs, the least of its own base score and of
/// weight × strength of its supporting premises, and only its contradictions push (see [`ScoreGraph`]).
pub trait Semantics: Sync {
    /// Its name on the command line and in files.
    fn name(&self) -> &'static str;

    /// The formula in one line.
    fn formula(&self) -> &'static str;

    /// The paper that defines it.
    fn paper(&self) -> &'static str;

    /// [`Semantics::influence`] written out with its numbers, rounded to four places, so that it can be checked by
    /// hand: `logistic(0 + 1.1053) = 1 / (1 + e^−1.1053)`. The base is an admitted one.
    fn worked(&self, base: f64, push: f64) -> String;

    /// How the premises make one push.
    fn aggregation(&self) -> Aggregation;

    /// The base score as the semantics takes it; clamped where the formula has no value at the ends.
    fn admit(&self, base: f64) -> f64 {
        base
    }

    /// The strength in [0, 1] of a node with an admitted base score under a push.
    fn influence(&self, base: f64, push: f64) -> f64;

    /// The derivatives of [`Semantics::influence`].
    fn slopes(&self, base: f64, push: f64) -> Slopes;

    /// A bound on |derivative by push| over all pushes, for this base score.
    fn steepest(&self, base: f64) -> f64;

    /// A bound on |derivative by base| over all base scores and all pushes from −`doubt` to 0.
    fn steepest_by_base(&self, doubt: f64) -> f64;

    /// The strength of the node at one place. Provided, so that each semantics has a loop compiled for it alone.
    #[inline]
    fn strength_at(&self, graph: &ScoreGraph, bases: &[f64], place: usize, strengths: &[f64]) -> f64 {
        let premises = graph.premises_at(place);
        if graph.is_joint(place) {
            let weakest = premises.weakest(bases[place], strengths);
            // A step that lacks what it needs is not made at all, also where a semantics lifts bases off 0.
            if weakest <= 0.0 {
                return 0.0;
            }
            self.influence(self.admit(weakest), self.aggregation().push(premises, strengths, true))
        } else {
            self.influence(self.admit(bases[place]), self.aggregation().push(premises, strengths, false))
        }
    }

    /// Computes the strengths in a range of places one after the other, each from those before. Gives back the
    /// largest change. Provided. O(edges into the range).
    fn sweep(&self, graph: &ScoreGraph, bases: &[f64], range: Range<usize>, strengths: &mut [f64]) -> f64 {
        let mut change = 0.0_f64;
        for place in range {
            let strength = self.strength_at(graph, bases, place, strengths);
            change = change.max((strength - strengths[place]).abs());
            strengths[place] = strength;
        }
        change
    }

    /// The same for a range without cycles, where nothing has to be compared. Provided.
    ///
    /// Where places do not depend on each other, first all their pushes are summed, which leaves the processor free to
    /// wait for many strengths at once, and then all their strengths are computed, several to an instruction.
    fn pass(&self, graph: &ScoreGraph, bases: &[f64], range: Range<usize>, strengths: &mut [f64]) {
        if graph.has_joints() || graph.batches.is_empty() {
            self.sweep(graph, bases, range, strengths);
            return;
        }
        let aggregation = self.aggregation();
        let first = graph.batches.partition_point(|&end| end as usize <= range.start);
        let mut start = range.start;
        let mut pushes = [0.0; BATCH];
        for &end in &graph.batches[first..] {
            let end = range.end.min(end as usize);
            let mut slot = graph.starts[start] as usize;
            for (push, &next) in pushes.iter_mut().zip(&graph.starts[start + 1..=end]) {
                let next = next as usize;
                let premises = Premises { places: &graph.premises[slot..next], weights: &graph.weights[slot..next] };
                *push = aggregation.push(premises, strengths, false);
                slot = next;
            }
            for ((strength, &base), &push) in strengths[start..end].iter_mut().zip(&bases[start..end]).zip(&pushes) {
                *strength = self.influence(self.admit(base), push);
            }
            start = end;
            if start == range.end {
                break;
            }
        }
    }

    /// Computes the strengths in a range of places all at once from `strengths`, into `next`, which starts at the
    /// range's start. Provided. O(edges into the range).
    fn step(&self, graph: &ScoreGraph, bases: &[f64], range: Range<usize>, strengths: &[f64], next: &mut [f64]) {
        for (place, next) in range.zip(next) {
            *next = self.strength_at(graph, bases, place, strengths);
        }
    }
}

/// Every semantics, the default first.
pub static ALL: [&dyn Semantics; 5] = [&LogOdds, &QuadraticEnergy, &DfQuad, &EulerBased, &EulerBasedTop];

/// The default: [`LogOdds`].
#[must_use]
pub fn default_semantics() -> &'static dyn Semantics {
    ALL[0]
}

/// The semantics of that name, in any case, with `_` or a blank for `-`.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Semantics> {
    let name = name.trim().to_lowercase().replace(['_', ' '], "-");
    ALL.into_iter().find(|semantics| semantics.name() == name)
}

/// A name that is no semantics'.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no semantics `{name}`; {}", hint(*.nearest))]
pub struct UnknownSemantics {
    /// The name, as written.
    pub name: String,
    /// The nearest name, if any is near.
    pub nearest: Option<&'static str>,
}

fn hint(nearest: Option<&'static str>) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("they are {}", ALL.map(Semantics::name).join(", ")),
    }
}

/// The semantics of that name, as [`find`].
///
/// # Errors
/// [`UnknownSemantics`] with the nearest name, if there is none.
pub fn named(name: &str) -> Result<&'static dyn Semantics, UnknownSemantics> {
    find(name).ok_or_else(|| UnknownSemantics {
        name: name.to_owned(),
        nearest: nearest(&name.trim().to_lowercase(), ALL.into_iter().map(Semantics::name)),
    })
}

/// A number for reading: no more than four places, without trailing zeros, with a minus sign that is one.
#[must_use]
pub fn readable(number: f64) -> String {
    let text = format!("{number:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// Euler's influence, 1 − (1 − w²) / (1 + w·e^α), shared by both semantics that use it.
mod euler {
    use super::exponential::exp;
    use super::{Slopes, readable};

    /// Written as w·(E + w) / (1 + w·E) with E = e^α, divided through by E where α > 0, so that nothing cancels or
    /// overflows; and without a branch, which would be taken at random.
    #[inline]
    pub(super) fn influence(base: f64, push: f64) -> f64 {
        let small = exp(-push.abs());
        let (rise, rest) = if push > 0.0 { (1.0, small) } else { (small, 1.0) };
        base * (rise + base * rest) / (rest + base * rise)
    }

    pub(super) fn worked(base: f64, push: f64) -> String {
        let (base, push) = (readable(base), readable(push));
        format!("1 − (1 − {base}²) / (1 + {base}·e^{push})")
    }

    pub(super) fn slopes(base: f64, push: f64) -> Slopes {
        let w = base;
        // With E = e^α: ds/dα = (1 − w²)·w·E / (1 + w·E)²; ds/dw = (2w + E·(1 + w²)) / (1 + w·E)².
        // Both are divided through by E² where E is large.
        let small = exp(-push.abs());
        let (by_push, by_base) = if push > 0.0 {
            let denominator = (small + w).powi(2);
            (w * small / denominator, small * (2.0 * w * small + 1.0 + w * w) / denominator)
        } else {
            let denominator = (1.0 + w * small).powi(2);
            (w * small / denominator, (2.0 * w + small * (1.0 + w * w)) / denominator)
        };
        let finite = |slope: f64| if slope.is_finite() { slope } else { 0.0 };
        Slopes { by_base: finite(by_base), by_push: finite((1.0 - w * w) * by_push) }
    }

    /// w·E / (1 + w·E)² ≤ 1/4.
    pub(super) fn steepest(base: f64) -> f64 {
        (1.0 - base * base) / 4.0
    }

    /// For E in [0, 1], 2w + E·(1 + w²) ≤ 2·(1 + w·E)².
    pub(super) const STEEPEST_BY_BASE: f64 = 2.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_semantics_is_found_by_its_name() {
        for semantics in ALL {
            assert_eq!(find(semantics.name()).map(Semantics::name), Some(semantics.name()));
            assert!(!semantics.paper().is_empty() && !semantics.formula().is_empty());
        }
        assert_eq!(find("DF_QuAD").map(Semantics::name), Some("df-quad"));
        assert!(find("bayes").is_none());
        let message = |name| named(name).err().unwrap().to_string();
        assert_eq!(message("log-ods"), "there is no semantics `log-ods`; did you mean `log-odds`?");
        assert_eq!(
            message("bayes"),
            "there is no semantics `bayes`; they are log-odds, quadratic-energy, df-quad, euler-based, euler-based-top"
        );
    }

    #[test]
    fn no_push_leaves_the_base_and_extreme_pushes_stay_in_range() {
        for semantics in ALL {
            for base in [0.0, 1e-300, 0.001, 0.3, 0.5, 0.999, 1.0] {
                let base = semantics.admit(base);
                assert!((semantics.influence(base, 0.0) - base).abs() < 1e-15, "{} {base}", semantics.name());
                for push in [-1e9, -800.0, -3.0, -1.0, -1e-300, 0.0, 1.0, 3.0, 800.0, 1e9] {
                    let strength = semantics.influence(base, push);
                    assert!((0.0..=1.0).contains(&strength), "{} {base} {push} {strength}", semantics.name());
                    let slopes = semantics.slopes(base, push);
                    assert!(
                        slopes.by_base.is_finite() && slopes.by_push.is_finite(),
                        "{} {base} {push}",
                        semantics.name()
                    );
                }
            }
        }
    }

    #[test]
    fn copies_inflate_as_the_documentation_says() {
        let table = [
            ("log-odds", ["0.611", "0.711", "0.905"]),
            ("quadratic-energy", ["0.584", "0.724", "0.918"]),
            ("df-quad", ["0.725", "0.849", "0.975"]),
            ("euler-based", ["0.580", "0.664", "0.869"]),
            ("euler-based-top", ["0.580", "0.580", "0.580"]),
        ];
        for (name, expected) in table {
            for (copies, expected) in [1_u32, 2, 5].into_iter().zip(expected) {
                let mut bases = vec![0.5];
                bases.resize(copies as usize + 1, 0.45);
                let supports: Vec<_> = (1..=copies).map(|copy| (copy, 0, 1.0)).collect();
                let graph = ScoreGraph::from_arrays(&bases, &[], &supports, &[]).unwrap();
                let strength = crate::score::solve(&graph, find(name).unwrap()).strength(0).unwrap();
                assert_eq!(format!("{strength:.3}"), expected, "{copies} copies under {name}");
            }
        }
    }

    #[test]
    fn slopes_are_the_derivatives_and_keep_their_bounds() {
        let step = 1e-6;
        for semantics in ALL {
            for base in [0.01, 0.2, 0.5, 0.7, 0.99] {
                for push in [-0.95, -0.6, -0.2, 0.1, 0.4, 0.9] {
                    let slopes = semantics.slopes(base, push);
                    let by_base = (semantics.influence(base + step, push) - semantics.influence(base - step, push))
                        / (2.0 * step);
                    let by_push = (semantics.influence(base, push + step) - semantics.influence(base, push - step))
                        / (2.0 * step);
                    assert!((slopes.by_base - by_base).abs() < 1e-8, "{} {base} {push}", semantics.name());
                    assert!((slopes.by_push - by_push).abs() < 1e-8, "{} {base} {push}", semantics.name());
                    assert!(slopes.by_push <= semantics.steepest(base) + 1e-12);
                    if push < 0.0 {
                        assert!(slopes.by_base <= semantics.steepest_by_base(-push) + 1e-12);
                    }
                }
            }
        }
    }
}
