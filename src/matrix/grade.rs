/// Room for the rounding of products along paths.
const ROUNDING: f64 = 1e-9;

/// How well an item goes with a hypothesis.
///
/// From its influence: very from 0.6 up, plain from 0.1 up, either way; less than a tenth of what an edge can do is neutral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consistency {
    /// Influence of −0.6 or less.
    VeryInconsistent,
    /// From −0.6 to −0.1.
    Inconsistent,
    /// Less than 0.1 either way.
    Neutral,
    /// From 0.1 to 0.6.
    Consistent,
    /// 0.6 or more.
    VeryConsistent,
}

impl Consistency {
    /// The influence from which an item is consistent or inconsistent.
    pub const PLAIN: f64 = 0.1;
    /// The influence from which it is very much so.
    pub const VERY: f64 = 0.6;

    /// All grades, the worst first.
    pub const ALL: [Self; 5] =
        [Self::VeryInconsistent, Self::Inconsistent, Self::Neutral, Self::Consistent, Self::VeryConsistent];

    /// The grade of an influence in [−1, 1].
    #[must_use]
    pub fn of(influence: f64) -> Self {
        let size = influence.abs() + ROUNDING;
        match (size >= Self::VERY, size >= Self::PLAIN, influence < 0.0) {
            (true, _, true) => Self::VeryInconsistent,
            (true, _, false) => Self::VeryConsistent,
            (false, true, true) => Self::Inconsistent,
            (false, true, false) => Self::Consistent,
            (false, false, _) => Self::Neutral,
        }
    }

    /// On Open Synthesis's scale from 1 to 5.
    #[must_use]
    pub fn mark(self) -> f64 {
        match self {
            Self::VeryInconsistent => 1.0,
            Self::Inconsistent => 2.0,
            Self::Neutral => 3.0,
            Self::Consistent => 4.0,
            Self::VeryConsistent => 5.0,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::VeryInconsistent => "very inconsistent",
            Self::Inconsistent => "inconsistent",
            Self::Neutral => "neutral",
            Self::Consistent => "consistent",
            Self::VeryConsistent => "very consistent",
        }
    }

    /// As PARC's software and spreadsheets have it: `II`, `I`, `N`, `C`, `CC`.
    #[must_use]
    pub fn letters(self) -> &'static str {
        match self {
            Self::VeryInconsistent => "II",
            Self::Inconsistent => "I",
            Self::Neutral => "N",
            Self::Consistent => "C",
            Self::VeryConsistent => "CC",
        }
    }

    /// By signs: `−−`, `−`, `0`, `+`, `++`.
    #[must_use]
    pub fn signs(self) -> &'static str {
        match self {
            Self::VeryInconsistent => "−−",
            Self::Inconsistent => "−",
            Self::Neutral => "0",
            Self::Consistent => "+",
            Self::VeryConsistent => "++",
        }
    }

    /// Whether it speaks against the hypothesis.
    #[must_use]
    pub fn is_against(self) -> bool {
        self < Self::Neutral
    }
}

/// Three steps, of credibility or of relevance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Little.
    Low,
    /// Middling.
    Medium,
    /// Much.
    High,
}

impl Level {
    /// Of a credibility in [0, 1]: high from 0.7 (B2 and better), low below 0.4 (D4 and worse).
    #[must_use]
    pub fn of_credibility(credibility: f64) -> Self {
        Self::between(credibility, 0.4, 0.7)
    }

    /// Of an influence, whatever its sign: high from 0.7, low below 0.3.
    #[must_use]
    pub fn of_relevance(influence: f64) -> Self {
        Self::between(influence.abs(), 0.3, 0.7)
    }

    fn between(value: f64, medium: f64, high: f64) -> Self {
        match value + ROUNDING {
            value if value >= high => Self::High,
            value if value >= medium => Self::Medium,
            _ => Self::Low,
        }
    }

    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// PARC's factor: 1/√2, 1 or √2.
    #[must_use]
    pub fn factor(self) -> f64 {
        match self {
            Self::Low => std::f64::consts::FRAC_1_SQRT_2,
            Self::Medium => 1.0,
            Self::High => std::f64::consts::SQRT_2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_alike_on_both_sides_and_rounding_does_not_lower_them() {
        for (influence, words) in [
            (-1.0, "very inconsistent"),
            (-0.6, "very inconsistent"),
            (-0.59, "inconsistent"),
            (-0.1, "inconsistent"),
            (-0.09, "neutral"),
            (0.0, "neutral"),
            (0.1, "consistent"),
            (0.59, "consistent"),
            (0.6, "very consistent"),
            (0.75 * 0.8, "very consistent"),
            (0.2 * 0.5, "consistent"),
        ] {
            assert_eq!(Consistency::of(influence).words(), words, "{influence}");
        }
        assert!(Consistency::ALL.windows(2).all(|pair| pair[0] < pair[1] && pair[0].mark() + 1.0 == pair[1].mark()));
    }

    #[test]
    fn levels_have_the_published_factors() {
        let word = |credibility| Level::of_credibility(credibility).word();
        assert_eq!([0.3, 0.4, 0.6, 0.7, 0.9].map(word), ["low", "medium", "medium", "high", "high"]);
        assert_eq!(
            [-0.2, 0.3, -0.6, 0.7].map(|of| Level::of_relevance(of).word()),
            ["low", "medium", "medium", "high"]
        );
        assert!((Level::Low.factor() * Level::High.factor() - 1.0).abs() < 1e-15);
    }
}
