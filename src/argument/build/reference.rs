//! References in brackets, as printed reports give them: "(Council minutes, 3 May)", "(Source: Reuters)".

use std::ops::Range;

use crate::argument::MONTHS;

const KINDS: [&str; 24] = [
    "report",
    "reports",
    "minutes",
    "statement",
    "interview",
    "interviews",
    "press",
    "release",
    "news",
    "times",
    "journal",
    "blog",
    "post",
    "agency",
    "register",
    "log",
    "communiqué",
    "letter",
    "survey",
    "bulletin",
    "gazette",
    "herald",
    "filing",
    "briefing",
];

/// The references in brackets that close a sentence of `text`: the bytes inside the brackets, without "source:".
///
/// A bracket counts when it says "source", or when it begins with a capital and holds, besides a name, a date, a page
/// or a word such as "minutes" or "report". An abbreviation, a list of names or a bare date is no reference.
pub(super) fn references(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        // No reference is longer; a page of opening brackets must not be searched to its end for each.
        let window = text.floor_char_boundary((open + 240).min(text.len()));
        let Some(close) = text[open..window].find(')').map(|offset| open + offset) else { continue };
        let after = text[close + 1..].trim_start_matches(['*', '_', '"', '”']);
        let closes = after.trim().is_empty() || after.starts_with(['.', ';']);
        let inner = open + 1..close;
        if !closes || text[inner.clone()].contains('(') {
            continue;
        }
        let words = &text[inner.clone()];
        let lower = words.to_lowercase();
        let label = ["sources:", "source:", "source "].iter().find(|label| lower.starts_with(**label));
        if let Some(label) = label {
            let rest = words.get(label.len()..).unwrap_or("").trim_start();
            if !rest.is_empty() {
                found.push(inner.end - rest.len()..inner.end);
            }
        } else if is_reference(words) {
            found.push(inner);
        }
    }
    found
}

fn is_reference(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_month = |word: &str| MONTHS.contains(&word.to_lowercase().as_str());
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let is_name =
        |word: &&&str| !is_month(word) && word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let has_name = words.iter().any(|word| is_name(&word));
    let starts_well = text.starts_with(char::is_uppercase)
        && !words.first().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()));
    let is_figure = words
        .first()
        .is_some_and(|word| matches!(*word, "Figure" | "Table" | "CVE" | "Section" | "See" | "Annex" | "Chapter"));
    let is_dated = words.iter().any(|word| word.len() == 4 && is_number(word))
        || words.iter().any(|word| is_month(word)) && words.iter().any(|word| is_number(word));
    let is_kind = words.iter().any(|word| KINDS.contains(&word.to_lowercase().as_str()));
    let first_is_month = words.first().is_some_and(|word| is_month(word));
    (2..=14).contains(&words.len()) && has_name && starts_well && !is_figure && !first_is_month && (is_dated || is_kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_asides() {
        let read = |text: &str| references(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(read("The wall was mended. (Council minutes, 3 May)"), ["Council minutes, 3 May"]);
        assert_eq!(read("It fell (Reuters, 2024). It rose (Source: AIS log)."), ["Reuters, 2024", "AIS log"]);
        for text in [
            "The tactics, techniques and procedures (TTPs).",
            "The three (Russia, China and Iran).",
            "They left (APT38/TraderTraitor).",
            "It fell (January 2021).",
            "It fell (see Section 2).",
            "It fell (Figure 3, 2021).",
            "Patch it (CVE-2024-1234, Apache).",
            "The (Council minutes, 3 May) say so and more.",
            "It fell by (3.5 %, 2018).",
            "(",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
