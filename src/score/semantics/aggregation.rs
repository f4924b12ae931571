/// How the premises of a node are put together into one push.
///
/// In the formulas, e is an edge's weight and s the strength of its premise. A premise of strength 0 has no effect
/// under any of them: neutral is 0, not one half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// Σ e·s over supports − Σ e·s over contradictions.
    Sum,
    /// Π (1 − e·s) over contradictions − Π (1 − e·s) over supports.
    Product,
    /// The largest e·s of a support − the largest e·s of a contradiction; 0 where there is none.
    Top,
}

/// The edges into one node: places of the premises, and weights that are negative for contradictions.
#[derive(Clone, Copy, Debug)]
pub struct Premises<'a> {
    pub(in crate::score) places: &'a [u32],
    pub(in crate::score) weights: &'a [f64],
}

impl Premises<'_> {
    #[inline]
    fn pairs<'s>(&'s self, strengths: &'s [f64]) -> impl Iterator<Item = (f64, f64)> + 's {
        self.places.iter().zip(self.weights).map(|(&place, &weight)| (weight, strengths[place as usize]))
    }

    /// The smallest weight × strength of a support, no more than `limit`.
    #[inline]
    pub(in crate::score) fn weakest(self, limit: f64, strengths: &[f64]) -> f64 {
        self.pairs(strengths)
            .filter(|(weight, _)| weight.is_sign_positive())
            .fold(limit, |least, (weight, strength)| least.min(weight * strength))
    }
}

/// The larger of two numbers; `f64::max` takes more instructions, to look for what is no number.
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

impl Aggregation {
    /// The push on a node. Only contradictions count if `doubts_only`, as for an inference.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "the match is on a constant of each semantics and must vanish from the pass"
    )]
    pub(in crate::score) fn push(self, premises: Premises<'_>, strengths: &[f64], doubts_only: bool) -> f64 {
        let pairs = premises.pairs(strengths);
        match self {
            Self::Sum => pairs.fold(0.0, |sum, (weight, strength)| {
                sum + if doubts_only { weight.min(0.0) } else { weight } * strength
            }),
            Self::Product => {
                let (doubt, favour) = pairs.fold((1.0, 1.0), |(doubt, favour), (weight, strength)| {
                    (doubt * (1.0 - larger(-weight, 0.0) * strength), favour * (1.0 - larger(weight, 0.0) * strength))
                });
                if doubts_only { doubt - 1.0 } else { doubt - favour }
            }
            Self::Top => {
                let (doubt, favour) = pairs.fold((0.0, 0.0), |(doubt, favour), (weight, strength)| {
                    let pull = weight * strength;
                    (larger(-pull, doubt), larger(pull, favour))
                });
                if doubts_only { -doubt } else { favour - doubt }
            }
        }
    }

    /// The derivative of the push by each premise's strength and by each edge's weight, into `slopes`, in the order
    /// of the premises. Where [`Aggregation::Top`] has several largest, the first of them gets the whole derivative.
    pub(in crate::score) fn slopes(
        self,
        premises: Premises<'_>,
        strengths: &[f64],
        doubts_only: bool,
        slopes: &mut Vec<PushSlope>,
    ) {
        slopes.clear();
        let counts = |weight: f64| !doubts_only || weight.is_sign_negative();
        match self {
            Self::Sum => slopes.extend(premises.pairs(strengths).map(|(weight, strength)| {
                if counts(weight) {
                    PushSlope { by_strength: weight, by_weight: strength.copysign(weight) }
                } else {
                    PushSlope::default()
                }
            })),
            Self::Product => {
                let factor = |weight: f64, strength: f64| 1.0 - weight.abs() * strength;
                let mut sides = [Factors::default(), Factors::default()];
                for (weight, strength) in premises.pairs(strengths) {
                    sides[usize::from(weight.is_sign_negative())].take(factor(weight, strength));
                }
                slopes.extend(premises.pairs(strengths).map(|(weight, strength)| {
                    if !counts(weight) {
                        return PushSlope::default();
                    }
                    let others = sides[usize::from(weight.is_sign_negative())].without(factor(weight, strength));
                    PushSlope { by_strength: weight * others, by_weight: strength.copysign(weight) * others }
                }));
            }
            Self::Top => {
                let mut largest: [Option<(usize, f64)>; 2] = [None, None];
                for (index, (weight, strength)) in premises.pairs(strengths).enumerate() {
                    let side = &mut largest[usize::from(weight.is_sign_negative())];
                    let pull = weight.abs() * strength;
                    if counts(weight) && side.is_none_or(|(_, most)| pull > most) {
                        *side = Some((index, pull));
                    }
                }
                slopes.resize(premises.places.len(), PushSlope::default());
                for (index, _) in largest.into_iter().flatten() {
                    let weight = premises.weights[index];
                    let strength = strengths[premises.places[index] as usize];
                    slopes[index] = PushSlope { by_strength: weight, by_weight: strength.copysign(weight) };
                }
            }
        }
    }
}

/// The derivative of a push by one premise's strength and by its edge's weight.
#[derive(Clone, Copy, Debug, Default)]
pub struct PushSlope {
    pub(in crate::score) by_strength: f64,
    pub(in crate::score) by_weight: f64,
}

/// A product whose factors can be taken out again, also where some are zero.
struct Factors {
    product: f64,
    zeros: usize,
}

impl Default for Factors {
    fn default() -> Self {
        Self { product: 1.0, zeros: 0 }
    }
}

impl Factors {
    fn take(&mut self, factor: f64) {
        if factor == 0.0 {
            self.zeros += 1;
        } else {
            self.product *= factor;
        }
    }

    fn without(&self, factor: f64) -> f64 {
        match (self.zeros, factor == 0.0) {
            (0, false) => self.product / factor,
            (1, true) => self.product,
            _ => 0.0,
        }
    }
}
