use super::{Aggregation, Semantics, Slopes, readable};

/// DF-QuAD: supports and contradictions each combine as independent chances, and the difference moves the strength
/// linearly.
///
/// strength = w − w·max(0, −α) + (1 − w)·max(0, α), α = Π (1 − e·s) of contradictions − Π (1 − e·s) of supports;
/// A. Rago, F. Toni, M. Aurisicchio, P. Baroni, "Discontinuity-Free Decision Support with Quantitative Argumentation
/// Debates", KR 2016. The weights are an extension. One premise of strength 1 decides alone. For weights above 1,
/// which no argument has, the strength is clamped to [0, 1].
#[derive(Clone, Copy, Debug)]
pub struct DfQuad;

impl Semantics for DfQuad {
    fn name(&self) -> &'static str {
        "df-quad"
    }

    fn formula(&self) -> &'static str {
        "w − w·max(0, −α) + (1 − w)·max(0, α), α = Π (1 − e·s) of contradictions − Π (1 − e·s) of supports"
    }

    fn paper(&self) -> &'static str {
        "A. Rago, F. Toni, M. Aurisicchio, P. Baroni, Discontinuity-Free Decision Support with Quantitative Argumentation Debates, KR 2016"
    }

    #[inline]
    fn aggregation(&self) -> Aggregation {
        Aggregation::Product
    }

    #[inline]
    fn influence(&self, base: f64, push: f64) -> f64 {
        let room = if push > 0.0 { 1.0 - base } else { base };
        (base + room * push).clamp(0.0, 1.0)
    }

    fn worked(&self, base: f64, push: f64) -> String {
        let (sign, room) = if push > 0.0 { ('+', 1.0 - base) } else { ('−', base) };
        format!("{} {sign} {}·{}", readable(base), readable(room), readable(push.abs()))
    }

    fn slopes(&self, base: f64, push: f64) -> Slopes {
        let room = if push > 0.0 { 1.0 - base } else { base };
        Slopes { by_base: (1.0 - push.abs()).max(0.0), by_push: room }
    }

    fn steepest(&self, base: f64) -> f64 {
        base.max(1.0 - base)
    }

    fn steepest_by_base(&self, _doubt: f64) -> f64 {
        1.0
    }
}
