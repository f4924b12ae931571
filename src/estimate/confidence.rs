use std::ops::Range;
use std::sync::LazyLock;

use super::attribution::is_somebody_elses;
use super::cues::LateCues;
use super::quotation::quoted_ranges;
use super::words::{Gap, Words};
use crate::argument::Confidence;

/// Nouns after which "confidence" is somebody's mood or a statistic: "low confidence indicators".
const ATTRIBUTED: &[&str] = &[
    "indicator",
    "indicators",
    "interval",
    "intervals",
    "score",
    "scores",
    "threshold",
    "vote",
    "votes",
    "building",
    "trick",
    "man",
    "motion",
    "match",
    "matches",
    "limits",
    "bound",
    "bounds",
    "alert",
    "alerts",
    "detection",
    "detections",
];

/// The words of levels. Every phrase that states a confidence has one.
pub const LEVEL_WORDS: &[&str] = &["low", "moderate", "medium", "med", "high"];

/// Finds the phrases by which a text states its confidence, with their levels.
///
/// "with high confidence", "we have moderate confidence", "medium to high confidence", "confidence: low", "our confidence
/// is moderate", "a confidence level of low to moderate", and a level alone in brackets: "(High)", "(medium–high)".
/// What stands in quotation marks or is reported of somebody else is left out, as is a confidence that people have in
/// somebody ("voters have low confidence in …") and the noun phrases of statistics ("confidence interval"). Sorted,
/// without overlaps, on character boundaries. O(length).
#[must_use]
pub fn confidence_phrases(text: &str) -> Vec<(Range<usize>, Confidence)> {
    static CUES: LazyLock<LateCues> =
        LazyLock::new(|| LateCues::new(LEVEL_WORDS.iter().map(|word| (*word).to_owned()).collect()));
    if !CUES.may_stand_in(text) {
        return Vec::new();
    }
    let words = Words::new(text);
    let quoted = quoted_ranges(text);
    let mut found: Vec<(Range<usize>, Confidence)> = Vec::new();
    let mut at = 0;
    while at < words.list.len() {
        let Some((end, level)) = phrase_at(&words, at) else {
            at += 1;
            continue;
        };
        let range = words.list[at].start..words.list[end - 1].end;
        let behind = quoted.partition_point(|quote| quote.end <= range.start);
        let is_quoted = quoted.get(behind).is_some_and(|quote| quote.start <= range.start);
        if !is_quoted && !is_somebody_elses(&words, at, end) {
            found.push((range, level));
        }
        at = end;
    }
    found
}

fn phrase_at(words: &Words<'_>, at: usize) -> Option<(usize, Confidence)> {
    if words.at(at) == "confidence" {
        return level_after_noun(words, at);
    }
    let (end, level) = level_at(words, at)?;
    if words.after(end) == "confidence" {
        let owner = words.before(at);
        let people = matches!(owner, "has" | "have" | "had" | "lost" | "lose")
            && !matches!(words.before(at - 1), "we" | "i" | "authors")
            && words.after(end + 1) == "in";
        if people || is_attributed(words, end + 1) {
            return None;
        }
        return Some((end + 1, level));
    }
    is_bracketed(words, at, end).then_some((end, level))
}

fn is_attributed(words: &Words<'_>, next: usize) -> bool {
    ATTRIBUTED.contains(&words.after(next))
}

/// A level, or two of them ("medium to high"): the word behind it, and what it means.
fn level_at(words: &Words<'_>, at: usize) -> Option<(usize, Confidence)> {
    let is_level = |word: &str| LEVEL_WORDS.contains(&word);
    let first = words.list.get(at)?;
    if !is_level(&first.folded) {
        return None;
    }
    let second = if words.after(at + 1) == "to" { at + 2 } else { at + 1 };
    // A slash or a short dash joins levels too, though it parts clauses elsewhere.
    let joined = first.gap != Gap::End && first.gap != Gap::Comma;
    if joined && is_level(words.at(second)) {
        let between = &words.text[first.end..words.list[second].start];
        let plain =
            between.trim().chars().all(|c| matches!(c, '-' | '–' | '/' | '‑' | '‐' | 't' | 'o' | ' ' | 'T' | 'O'));
        if plain && let Ok(level) = format!("{} to {}", first.folded, words.at(second)).parse() {
            return Some((second + 1, level));
        }
    }
    first.folded.parse().ok().map(|level| (at + 1, level))
}

/// "confidence: low", "confidence is moderate", "confidence level of high".
fn level_after_noun(words: &Words<'_>, noun: usize) -> Option<(usize, Confidence)> {
    const OWNERS: &[&str] =
        &["our", "my", "analytic", "analytical", "overall", "this", "source", "the", "judgement", "assessment"];
    let mut at = noun + 1;
    let mut linked = false;
    let mut labelled = matches!(words.list[noun].gap, Gap::Break)
        && words.text[words.list[noun].end..].trim_start().starts_with([':', '–', '—', '-', '(', '|']);
    for _ in 0..6 {
        match words.at(at) {
            "level" | "rating" | "of" if !labelled => labelled |= words.list.get(at)?.gap == Gap::Break,
            "is" | "remains" | "was" if !words.after(at).is_empty() => linked = true,
            "in" | "this" | "these" | "our" | "judgement" | "judgment" | "judgements" | "judgments" | "assessment"
            | "assessments" | "estimate" | "finding" | "findings" | "the" | "here"
                if !labelled && !words.after(at).is_empty() => {}
            _ => break,
        }
        at += 1;
    }
    let (end, level) = level_at(words, at)?;
    if end < words.list.len() && words.after(end) == "confidence" {
        return None;
    }
    let of_level = words.before(at) == "of" && (noun + 1..at).any(|at| matches!(words.at(at), "level" | "rating"));
    let owned = OWNERS.contains(&words.before(noun)) || noun == 0 || words.list[noun - 1].gap != Gap::Joined;
    (labelled || of_level || (linked && owned)).then_some((end, level))
}

/// The level stands alone in brackets.
fn is_bracketed(words: &Words<'_>, first: usize, end: usize) -> bool {
    let before = words.text[..words.list[first].start].trim_end_matches(['*', '_', ' ']);
    let after = words.text[words.list[end - 1].end..].trim_start_matches(['*', '_', ' ']);
    matches!((before.chars().next_back(), after.chars().next()), (Some('('), Some(')')) | (Some('['), Some(']')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, Confidence)> {
        confidence_phrases(text).into_iter().map(|(range, level)| (&text[range], level)).collect()
    }

    #[test]
    fn confidence_is_found_in_every_common_phrase() {
        use Confidence::{High, Low, LowToModerate, Moderate, ModerateToHigh};
        for (text, phrase, level) in [
            ("We assess with high confidence that the port will close.", "high confidence", High),
            ("We have moderate confidence in this.", "moderate confidence", Moderate),
            (
                "We assess with medium to high confidence that it is one group.",
                "medium to high confidence",
                ModerateToHigh,
            ),
            ("This is held at a medium-high confidence.", "medium-high confidence", ModerateToHigh),
            ("This is held at low/moderate confidence.", "low/moderate confidence", LowToModerate),
            ("Confidence: low", "Confidence: low", Low),
            ("Confidence level: Moderate to High.", "Confidence level: Moderate to High", ModerateToHigh),
            ("Confidence – High", "Confidence – High", High),
            ("Our confidence in this judgement is low.", "confidence in this judgement is low", Low),
            ("Overall confidence is moderate.", "confidence is moderate", Moderate),
            ("It has a confidence level of low to moderate.", "confidence level of low to moderate", LowToModerate),
            ("KJ-1 (High): The port will close.", "High", High),
            ("KJ-2 (**Medium–High**). The port will close.", "Medium–High", ModerateToHigh),
            ("Low confidence: the port will close.", "Low confidence", Low),
            ("The port will close (moderate confidence).", "moderate confidence", Moderate),
        ] {
            assert_eq!(read(text), [(phrase, level)], "{text}");
        }
    }

    #[test]
    fn other_confidence_is_left_out() {
        for text in [
            "Consumer confidence is low.",
            "Voters have high confidence in the court.",
            "Low confidence indicators were dropped.",
            "The model reached a high confidence score.",
            "Confidence-building measures are high on the list.",
            "“We assess with high confidence”, it reads.",
            "Officials say with high confidence that it was an accident.",
            "He is highly confident of a high (and rising) share.",
            "The minister survived a low confidence vote.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
