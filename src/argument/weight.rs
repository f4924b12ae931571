use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroU64;

/// How much a conclusion moves if the premise is certain: a number in (0, 1].
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Weight(f64);

/// A node's base score, before any edge: a number in [0, 1].
///
/// Kept with its bits turned over, which are never all nought for such a number, so that the absence of one takes no room
/// of its own.
#[derive(Clone, Copy, PartialEq)]
pub struct Credibility(NonZeroU64);

/// A number outside the range that its meaning allows.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{value} is not in {range}")]
pub struct OutOfRange {
    value: f64,
    range: &'static str,
}

impl Weight {
    /// The weight of an edge that nothing is said about: the conclusion takes the premise at its strength.
    pub const FULL: Self = Self(1.0);

    /// Checks that `value` is in (0, 1].
    ///
    /// # Errors
    /// [`OutOfRange`] otherwise, also for NaN.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        if value > 0.0 && value <= 1.0 { Ok(Self(value)) } else { Err(OutOfRange { value, range: "(0, 1]" }) }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Default for Weight {
    fn default() -> Self {
        Self::FULL
    }
}

impl Credibility {
    /// Checks that `value` is in [0, 1].
    ///
    /// # Errors
    /// [`OutOfRange`] otherwise, also for NaN.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        let in_range = (0.0..=1.0).contains(&value).then_some(value + 0.0);
        let turned = in_range.and_then(|value| NonZeroU64::new(!value.to_bits()));
        turned.map(Self).ok_or(OutOfRange { value, range: "[0, 1]" })
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from_bits(!self.0.get())
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for Credibility {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(formatter)
    }
}

impl fmt::Debug for Credibility {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Credibility").field(&self.get()).finish()
    }
}

impl PartialOrd for Credibility {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.get().partial_cmp(&other.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_in_range_become_weights() {
        for value in [0.0, -0.1, 1.000_001, f64::NAN, f64::INFINITY] {
            assert!(Weight::new(value).is_err(), "{value}");
        }
        assert_eq!(Weight::new(1.0).unwrap(), Weight::FULL);
        assert_eq!(Weight::new(1.5).unwrap_err().to_string(), "1.5 is not in (0, 1]");
    }

    #[test]
    fn only_numbers_in_range_become_credibilities() {
        for value in [-0.1, 1.1, f64::NAN] {
            assert!(Credibility::new(value).is_err(), "{value}");
        }
        assert_eq!(Credibility::new(0.0).unwrap().get(), 0.0);
        assert!(Credibility::new(-0.0).unwrap().get().is_sign_positive());
        let (low, high) = (Credibility::new(0.3).unwrap(), Credibility::new(1.0).unwrap());
        assert_eq!((low.get(), high.get()), (0.3, 1.0));
        assert!(low < high && low == Credibility::new(0.3).unwrap());
        assert_eq!((low.to_string(), format!("{low:?}")), ("0.3".to_owned(), "Credibility(0.3)".to_owned()));
        assert_eq!(size_of::<Option<Credibility>>(), 8);
    }
}
