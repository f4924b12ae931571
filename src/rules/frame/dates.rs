//! When the facts of an argument are from, and which dates their words name.

use unicode_segmentation::UnicodeSegmentation;

use crate::argument::{Argument, Date, MONTHS, Node};

/// A year, in days.
pub(in crate::rules) const YEAR: f64 = 365.25;

/// The years that a text names, as numbers of four digits from 1900 to 2099.
pub(in crate::rules) fn years_in(text: &str) -> impl Iterator<Item = u16> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ','))
        .map(|word| word.trim_end_matches(['.', ',', 's']))
        .filter(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .filter_map(|word| word.parse().ok())
        .filter(|year| (1900..2100).contains(year))
}

/// Whether a text says when: a year, or a month beside a number or behind "in", "since" and the like.
pub(in crate::rules) fn names_date(text: &str) -> bool {
    if years_in(text).next().is_some() {
        return true;
    }
    let words: Vec<String> = text.unicode_words().map(str::to_lowercase).collect();
    words.iter().enumerate().any(|(at, word)| {
        let is_number = |word: Option<&String>| {
            word.is_some_and(|word| word.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && word.len() <= 4)
        };
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let leads = |word: &String| {
            matches!(
                word.as_str(),
                "in" | "since" | "of" | "until" | "by" | "last" | "this" | "early" | "late" | "mid" | "during"
            )
        };
        MONTHS.contains(&word.as_str())
            && (is_number(before) || is_number(words.get(at + 1)) || before.is_some_and(leads))
    })
}

/// The latest of the dates that are given for a fact: its own, or those of its sources.
pub(in crate::rules) fn latest_date(argument: &Argument, node: &Node) -> Option<Date> {
    node.date.or_else(|| {
        let of_sources = node.sources.iter().filter_map(|reference| argument.source(reference.key.as_str())?.date);
        of_sources.max_by_key(|date| date.last_day())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_are_seen() {
        for text in ["It rose in 2021.", "On 3 May it fell", "since November", "the 1990s", "March 12", "Zapad-2021"] {
            assert!(names_date(text), "{text}");
        }
        for text in ["It may rise.", "1,600 ships", "The march goes on", "12345 of them", "may 2,000 come"] {
            assert!(!names_date(text), "{text}");
        }
        assert_eq!(years_in("from 2018 to 2020, not 1234").collect::<Vec<_>>(), [2018, 2020]);
    }
}
