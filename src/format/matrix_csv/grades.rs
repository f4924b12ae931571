use crate::argument::EdgeKind;
use crate::matrix::{Consistency, Level};

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Grade(Consistency),
    NotApplicable,
}

/// Reads a cell; `None` for what is no grade.
pub(super) fn grade(cell: &str) -> Option<Said> {
    let word = cell.trim().to_lowercase().replace(['−', '–'], "-");
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(match word.as_str() {
        "cc" | "++" | "5" | "very consistent" | "strongly consistent" => Said::Grade(Consistency::VeryConsistent),
        "c" | "+" | "4" | "consistent" => Said::Grade(Consistency::Consistent),
        "n" | "0" | "3" | "neutral" => Said::Grade(Consistency::Neutral),
        "i" | "-" | "2" | "inconsistent" => Said::Grade(Consistency::Inconsistent),
        "ii" | "--" | "1" | "very inconsistent" | "strongly inconsistent" => Said::Grade(Consistency::VeryInconsistent),
        "" | "na" | "n/a" | "not applicable" | "·" | "." | "—" => Said::NotApplicable,
        _ => return None,
    })
}

/// A level in a word or a letter.
pub(super) fn level(word: &str) -> Option<Level> {
    match word.trim().to_lowercase().as_str() {
        "l" | "low" => Some(Level::Low),
        "m" | "medium" | "moderate" | "med" => Some(Level::Medium),
        "h" | "high" => Some(Level::High),
        _ => None,
    }
}

/// A credibility that has its level.
pub(super) fn credibility(level: Level) -> f64 {
    match level {
        Level::Low => 0.2,
        Level::Medium => 0.5,
        Level::High => 0.8,
    }
}

/// The edge of a grade: read as a cell again it has that grade, and the relevance where both can be had. A neutral grade is no
/// edge.
///
/// PARC multiplies grade and relevance; so does the weight, but for a plain grade of high relevance and a strong one of low
/// relevance, which are one number there and are one here.
pub(super) fn edge(grade: Consistency, relevance: Level) -> Option<(EdgeKind, f64)> {
    let (kind, is_very) = match grade {
        Consistency::VeryInconsistent => (EdgeKind::Contradicts, true),
        Consistency::Inconsistent => (EdgeKind::Contradicts, false),
        Consistency::Neutral => return None,
        Consistency::Consistent => (EdgeKind::Supports, false),
        Consistency::VeryConsistent => (EdgeKind::Supports, true),
    };
    let weight = match (is_very, relevance) {
        (true, Level::High) => 1.0,
        (true, Level::Medium) => 0.6,
        (true, Level::Low) | (false, Level::High) => 0.45,
        (false, Level::Medium) => 0.3,
        (false, Level::Low) => 0.15,
    };
    Some((kind, weight))
}
