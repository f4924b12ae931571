use crate::argument::{Argument, NodeHandle};

/// What changed between two editions of an argument, as far as rules look at it. Whoever compares the editions fills
/// it in.
#[derive(Clone, Debug)]
pub struct Revision<'a> {
    /// The edition before.
    pub old: &'a Argument,
    /// The judgements that both editions hold, in the order of the new one.
    pub judgements: Vec<RevisedJudgement>,
    /// The judgements of the old edition that the new one does not hold, in their order.
    pub dropped: Vec<NodeHandle>,
}

/// A judgement that both editions hold.
#[derive(Clone, Debug)]
pub struct RevisedJudgement {
    /// It in the old edition.
    pub old: NodeHandle,
    /// It in the new edition.
    pub new: NodeHandle,
    /// How its likelihood turned; `None` if both editions give the same, or one of them gives none.
    pub turn: Option<Turn>,
    /// Its strengths in [0, 1], old and new; `None` where it does not settle.
    pub strengths: (Option<f64>, Option<f64>),
    /// Whether anything that bears on it changed, near or far.
    pub is_grounds_changed: bool,
    /// The linchpin that it had, if that no longer bears on it.
    pub lost: Option<LostLinchpin>,
    /// What of it changed, in words: "likelihood", "confidence", "horizon", "claim". Empty for a judgement that says what
    /// it said.
    pub changed: Vec<&'static str>,
}

/// A linchpin that is gone, or bears on the judgement no longer.
#[derive(Clone, Copy, Debug)]
pub struct LostLinchpin {
    /// It in the old edition.
    pub old: NodeHandle,
    /// It in the new edition, where it is still there for something else.
    pub new: Option<NodeHandle>,
    /// Whether the judgement stood before and no longer stands.
    pub crosses: bool,
}

/// How a likelihood turned, by how sure the words are of the judgement as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// Surer: "likely" became "highly likely", or "unlikely" became "highly unlikely".
    Stronger,
    /// Less sure.
    Weaker,
    /// To the other side of one half: "likely" became "unlikely".
    Reversed,
    /// Other words, as sure as before.
    Level,
}

impl Turn {
    /// The word for it in outputs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stronger => "stronger",
            Self::Weaker => "weaker",
            Self::Reversed => "reversed",
            Self::Level => "level",
        }
    }

    /// The turn as it is from the new edition back to the old one.
    #[must_use]
    pub fn back(self) -> Self {
        match self {
            Self::Stronger => Self::Weaker,
            Self::Weaker => Self::Stronger,
            other => other,
        }
    }
}
