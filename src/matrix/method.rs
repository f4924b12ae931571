use super::{Cell, Consistency, Level, mark};

/// A published way to score hypotheses. Each sums a part for every cell; a cell that is not applicable adds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// How many items are inconsistent with the hypothesis. Heuer, *Psychology of Intelligence Analysis*, 1999, chapter 8.
    Inconsistencies,
    /// 1 for inconsistent and 2 for very inconsistent, times the factors of credibility and of relevance, each 1/√2, 1
    /// or √2. Palo Alto Research Center, ACH software. There the analyst states relevance; here it is that of the
    /// cell's influence.
    WeightedInconsistency,
    /// Influence times credibility: what the items add to the logarithm of the hypothesis's odds, in nats. Good,
    /// *Probability and the Weighing of Evidence*, 1950, calls each part a weight of evidence; under the log-odds semantics it is
    /// what a direct premise adds.
    LogOdds,
    /// The squares of how far the grades from 1 to 5 fall below 3. Open Synthesis.
    OpenSynthesis,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Inconsistencies, Self::WeightedInconsistency, Self::LogOdds, Self::OpenSynthesis];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Inconsistencies => "inconsistencies",
            Self::WeightedInconsistency => "weighted-inconsistency",
            Self::LogOdds => "log-odds",
            Self::OpenSynthesis => "open-synthesis",
        }
    }

    /// What it counts, as a heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Inconsistencies => "against (Heuer)",
            Self::WeightedInconsistency => "weighted (PARC)",
            Self::LogOdds => "log-odds",
            Self::OpenSynthesis => "squares (Open Synthesis)",
        }
    }

    /// Who published it.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::Inconsistencies => "Heuer, Psychology of Intelligence Analysis, 1999, chapter 8",
            Self::WeightedInconsistency => "Palo Alto Research Center, ACH software",
            Self::LogOdds => "Good, Probability and the Weighing of Evidence, 1950",
            Self::OpenSynthesis => "Open Synthesis",
        }
    }

    /// Whether more speaks for a hypothesis; elsewhere less does.
    #[must_use]
    pub fn is_more_better(self) -> bool {
        self == Self::LogOdds
    }

    /// What one cell adds to its hypothesis's score.
    #[must_use]
    pub fn part(self, cell: Option<&Cell>, credibility: f64) -> f64 {
        let Some(it) = cell else { return 0.0 };
        match (self, it.consistency) {
            (Self::LogOdds, _) => it.influence * credibility,
            (_, consistency) if !consistency.is_against() => 0.0,
            (Self::Inconsistencies, _) => 1.0,
            (Self::WeightedInconsistency, consistency) => {
                let points = if consistency == Consistency::VeryInconsistent { 2.0 } else { 1.0 };
                points * it.relevance.factor() * Level::of_credibility(credibility).factor()
            }
            (Self::OpenSynthesis, _) => (3.0 - mark(cell)).powi(2),
        }
    }

    /// A score as it is shown: a count without places, other sums with two.
    #[must_use]
    pub fn shown(self, score: f64) -> String {
        match self {
            Self::Inconsistencies | Self::OpenSynthesis => format!("{score:.0}"),
            Self::WeightedInconsistency => format!("{score:.2}"),
            Self::LogOdds => {
                let text = format!("{score:+.2}").replace('-', "−");
                if text.ends_with("0.00") { "0.00".to_owned() } else { text }
            }
        }
    }
}
