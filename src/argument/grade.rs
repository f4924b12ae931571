use std::fmt;
use std::str::FromStr;

/// How far a source is to be trusted: the letter of an Admiralty grade (STANAG 2511, AJP-2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    /// A: completely reliable.
    Completely,
    /// B: usually reliable.
    Usually,
    /// C: fairly reliable.
    Fairly,
    /// D: not usually reliable.
    NotUsually,
    /// E: unreliable.
    Unreliable,
    /// F: cannot be judged. This is missing knowledge, not a middling grade.
    CannotBeJudged,
}

/// How far a piece of information is to be believed: the digit of an Admiralty grade (STANAG 2511, AJP-2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InformationCredibility {
    /// 1: confirmed by other sources.
    Confirmed,
    /// 2: probably true.
    ProbablyTrue,
    /// 3: possibly true.
    PossiblyTrue,
    /// 4: doubtful.
    Doubtful,
    /// 5: improbable.
    Improbable,
    /// 6: cannot be judged. This is missing knowledge, not a middling grade.
    CannotBeJudged,
}

/// An Admiralty grade such as B2: a source's reliability and its information's credibility, rated apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade {
    /// The letter.
    pub reliability: Reliability,
    /// The digit.
    pub credibility: InformationCredibility,
}

/// A text that is no Admiralty grade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an Admiralty grade; write a letter A to F and a digit 1 to 6, such as B2")]
pub struct InvalidGrade {
    text: String,
}

const LETTERS: [(char, Reliability); 6] = [
    ('A', Reliability::Completely),
    ('B', Reliability::Usually),
    ('C', Reliability::Fairly),
    ('D', Reliability::NotUsually),
    ('E', Reliability::Unreliable),
    ('F', Reliability::CannotBeJudged),
];

const DIGITS: [(char, InformationCredibility); 6] = [
    ('1', InformationCredibility::Confirmed),
    ('2', InformationCredibility::ProbablyTrue),
    ('3', InformationCredibility::PossiblyTrue),
    ('4', InformationCredibility::Doubtful),
    ('5', InformationCredibility::Improbable),
    ('6', InformationCredibility::CannotBeJudged),
];

impl FromStr for Grade {
    type Err = InvalidGrade;

    fn from_str(text: &str) -> Result<Self, InvalidGrade> {
        let find = |letter: char, digit: char| {
            let letter = letter.to_ascii_uppercase();
            let reliability = LETTERS.iter().find(|(name, _)| *name == letter)?.1;
            let credibility = DIGITS.iter().find(|(name, _)| *name == digit)?.1;
            Some(Self { reliability, credibility })
        };
        let mut chars = text.trim().chars().filter(|c| *c != '-');
        match (chars.next(), chars.next(), chars.next()) {
            (Some(letter), Some(digit), None) => find(letter, digit),
            _ => None,
        }
        .ok_or_else(|| InvalidGrade { text: text.to_owned() })
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter =
            LETTERS.iter().find(|(_, reliability)| *reliability == self.reliability).map_or('F', |pair| pair.0);
        let digit = DIGITS.iter().find(|(_, credibility)| *credibility == self.credibility).map_or('6', |pair| pair.0);
        write!(formatter, "{letter}{digit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_read_and_written() {
        for text in ["A1", "B2", "C3", "D4", "E5", "F6"] {
            assert_eq!(text.parse::<Grade>().unwrap().to_string(), text);
        }
        assert_eq!("b-2".parse::<Grade>().unwrap().to_string(), "B2");
        for text in ["", "B", "2B", "G1", "A7", "A12"] {
            assert!(text.parse::<Grade>().is_err(), "{text}");
        }
    }
}
