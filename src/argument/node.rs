use std::fmt;
use std::str::FromStr;

use super::{Credibility, Date, Grade, Id};
use crate::document::Prose;
use crate::text::Span;

/// What a node is in the argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A conclusion that the report stands for.
    Judgement,
    /// A proposition in between: supported, and supporting.
    Claim,
    /// A reported fact.
    Evidence,
    /// A proposition taken without evidence.
    Assumption,
    /// A rival answer to a question.
    Hypothesis,
    /// A step that needs all of its premises together; its text is the warrant.
    Inference,
}

impl NodeKind {
    /// Every kind, in the order of the words' definition.
    pub const ALL: [Self; 6] =
        [Self::Judgement, Self::Claim, Self::Evidence, Self::Assumption, Self::Hypothesis, Self::Inference];

    /// The word for it in files and messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Judgement => "judgement",
            Self::Claim => "claim",
            Self::Evidence => "evidence",
            Self::Assumption => "assumption",
            Self::Hypothesis => "hypothesis",
            Self::Inference => "inference",
        }
    }

    /// The kind of that word; `judgment` is read too.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = if word == "judgment" { "judgement" } else { word };
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for NodeKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// What is said of the sourcing of a judgement (JP 2-0): never the same thing as its likelihood.
///
/// Ranges ("moderate to high") lie between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Uncorroborated, many assumptions, glaring gaps.
    Low,
    /// Between low and moderate.
    LowToModerate,
    /// Partly corroborated, several assumptions.
    Moderate,
    /// Between moderate and high.
    ModerateToHigh,
    /// Well corroborated, few assumptions.
    High,
}

impl Confidence {
    /// Every level, from the lowest.
    pub const ALL: [Self; 5] = [Self::Low, Self::LowToModerate, Self::Moderate, Self::ModerateToHigh, Self::High];

    /// The words for it in files and messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::LowToModerate => "low to moderate",
            Self::Moderate => "moderate",
            Self::ModerateToHigh => "moderate to high",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

impl FromStr for Confidence {
    type Err = ();

    /// Reads a level in any case, with "medium" or "med" for moderate and ranges written "moderate-to-high",
    /// "moderate to high", "moderate/high" or "moderate–high".
    fn from_str(text: &str) -> Result<Self, ()> {
        let lower = text.trim().to_lowercase();
        let single = |word: &str| match word.trim() {
            "low" => Ok(Self::Low),
            "moderate" | "medium" | "med" => Ok(Self::Moderate),
            "high" => Ok(Self::High),
            _ => Err(()),
        };
        if let Ok(level) = single(&lower) {
            return Ok(level);
        }
        let spread = lower.replace("-to-", " to ").replace(['/', '–', '-'], " to ");
        let (low, high) = spread.split_once(" to ").ok_or(())?;
        match (single(low)?, single(high)?) {
            (Self::Low, Self::Moderate) | (Self::Moderate, Self::Low) => Ok(Self::LowToModerate),
            (Self::Moderate, Self::High) | (Self::High, Self::Moderate) => Ok(Self::ModerateToHigh),
            _ => Err(()),
        }
    }
}

/// A confidence with its place in the text and the reason given for it.
#[derive(Clone, Debug)]
pub struct StatedConfidence {
    /// The level.
    pub level: Confidence,
    /// Where it is said.
    pub span: Span,
    /// Why, in the author's words ("three independent reports agree").
    pub basis: Option<Prose>,
}

/// The likelihood term that a judgement uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The words as they stand, in lower case.
    pub term: String,
    /// The yardstick's own name for the term.
    pub name: String,
    /// The yardstick's name.
    pub yardstick: String,
    /// The lower end of the band, a probability in [0, 1].
    pub low: f64,
    /// The upper end of the band, a probability in [0, 1].
    pub high: f64,
    /// Where the words stand.
    pub span: Span,
}

impl Estimate {
    /// How sure the wording is of the judgement as written: the band itself where its middle is at or above one
    /// half, its mirror (1 − high, 1 − low) below.
    ///
    /// "Highly unlikely to ally" (10–20 %) is an 80–90 % sure statement that they will not.
    #[must_use]
    pub fn certainty(&self) -> (f64, f64) {
        if self.low + self.high < 1.0 { (1.0 - self.high, 1.0 - self.low) } else { (self.low, self.high) }
    }
}

/// A node's reference to one of its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceReference {
    /// The source's key.
    pub key: Id,
    /// Where the reference stands.
    pub span: Span,
}

/// A proposition of the argument, or an inference between propositions.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name, unique in the argument.
    pub id: Id,
    /// What it is.
    pub kind: NodeKind,
    /// Its words, with their places.
    pub text: Prose,
    /// Where it stands: the whole bullet, heading and paragraph, or table.
    pub span: Span,
    /// The likelihood that it states, filled in once the yardstick is known.
    pub estimate: Option<Box<Estimate>>,
    /// The likelihood given apart from the sentence: a column or a field of its own.
    pub likelihood: Option<Box<Prose>>,
    /// The confidence that it states.
    pub confidence: Option<Box<StatedConfidence>>,
    /// Its base score, where the author gives one.
    pub credibility: Option<Credibility>,
    /// Its own Admiralty grade, where the author gives one.
    pub grade: Option<Grade>,
    /// When the fact was reported or observed, where the author says so.
    pub date: Option<Date>,
    /// Who says so.
    pub sources: Vec<SourceReference>,
    /// Whether it is a sentence of its judgement's own paragraph and not a bullet.
    pub inline: bool,
    /// Whether its id was counted from its place in the report (`kj1-2`), and not given by the author.
    pub counted: bool,
}

impl Node {
    /// A node of which nothing is known but its id, kind, words and place.
    #[must_use]
    pub fn new(id: Id, kind: NodeKind, text: Prose, span: Span) -> Self {
        Self {
            id,
            kind,
            text,
            span,
            estimate: None,
            likelihood: None,
            confidence: None,
            credibility: None,
            grade: None,
            date: None,
            sources: Vec::new(),
            inline: false,
            counted: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_read_in_every_common_spelling() {
        let level = |text: &str| text.parse::<Confidence>();
        assert_eq!(level("High"), Ok(Confidence::High));
        assert_eq!(level("MEDIUM"), Ok(Confidence::Moderate));
        assert_eq!(level("moderate-to-high"), Ok(Confidence::ModerateToHigh));
        assert_eq!(level("Medium–High"), Ok(Confidence::ModerateToHigh));
        assert_eq!(level("low to medium"), Ok(Confidence::LowToModerate));
        assert_eq!(level("total"), Err(()));
        for level in Confidence::ALL {
            assert_eq!(level.word().parse(), Ok(level));
        }
    }

    #[test]
    fn certainty_mirrors_a_band_below_one_half() {
        let estimate = |low, high| Estimate {
            term: String::new(),
            name: String::new(),
            yardstick: String::new(),
            low,
            high,
            span: Span::default(),
        };
        assert_eq!(estimate(0.55, 0.75).certainty(), (0.55, 0.75));
        let (low, high) = estimate(0.1, 0.2).certainty();
        assert!((low - 0.8).abs() < 1e-12 && (high - 0.9).abs() < 1e-12);
        assert_eq!(estimate(0.45, 0.55).certainty(), (0.45, 0.55));
    }
}
