//! STIX's numbers for our words, by the standard's scales (STIX 2.1, appendix A) and the opinion enumeration (10.14).

use crate::argument::{Confidence, EdgeKind, InformationCredibility};

/// The value of a stated confidence, on the scale None / Low / Med / High; a range lies on the border of its two.
pub(super) fn of_confidence(level: Confidence) -> u8 {
    match level {
        Confidence::Low => 15,
        Confidence::LowToModerate => 30,
        Confidence::Moderate => 50,
        Confidence::ModerateToHigh => 70,
        Confidence::High => 85,
    }
}

/// The confidence of a value on the scale None / Low / Med / High; none for 0 and for values that are none.
pub(super) fn confidence(value: f64) -> Option<Confidence> {
    match value {
        1.0..30.0 => Some(Confidence::Low),
        30.0..70.0 => Some(Confidence::Moderate),
        70.0..=100.0 => Some(Confidence::High),
        _ => None,
    }
}

/// The value of the digit of an Admiralty grade; none where it cannot be judged.
pub(super) fn of_admiralty(credibility: InformationCredibility) -> Option<u8> {
    match credibility {
        InformationCredibility::Confirmed => Some(90),
        InformationCredibility::ProbablyTrue => Some(70),
        InformationCredibility::PossiblyTrue => Some(50),
        InformationCredibility::Doubtful => Some(30),
        InformationCredibility::Improbable => Some(10),
        InformationCredibility::CannotBeJudged => None,
    }
}

/// How a premise stands to its conclusion, as an opinion: strongly from half weight up.
pub(super) fn of_edge(kind: EdgeKind, weight: f64) -> &'static str {
    match (kind, weight >= 0.5) {
        (EdgeKind::Supports, true) => "strongly-agree",
        (EdgeKind::Supports, false) => "agree",
        (EdgeKind::Contradicts, false) => "disagree",
        (EdgeKind::Contradicts, true) => "strongly-disagree",
    }
}

/// What an opinion says of its object, and with what weight; nothing for a neutral one.
pub(super) fn edge(opinion: &str) -> Option<(EdgeKind, &'static str)> {
    match opinion {
        "strongly-agree" => Some((EdgeKind::Supports, "1")),
        "agree" => Some((EdgeKind::Supports, "0.5")),
        "disagree" => Some((EdgeKind::Contradicts, "0.5")),
        "strongly-disagree" => Some((EdgeKind::Contradicts, "1")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_from_their_values() {
        for level in [Confidence::Low, Confidence::Moderate, Confidence::High] {
            assert_eq!(confidence(of_confidence(level).into()), Some(level));
        }
        let borders = [0.0, 1.0, 29.0, 30.0, 69.0, 70.0, 100.0, 101.0, f64::NAN].map(confidence);
        let (low, moderate, high) = (Some(Confidence::Low), Some(Confidence::Moderate), Some(Confidence::High));
        assert_eq!(borders, [None, low, low, moderate, moderate, high, high, None, None]);
    }
}
