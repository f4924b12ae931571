//! Lines of a width that is read at a glance.

use std::borrow::Cow;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::visible::is_plain;

/// Breaks a text into lines of at most `width` columns, as [`wrap_by`] does.
///
/// Columns are those of a terminal: two for an ideograph or an emoji, none for a combining mark; this follows the width
/// in a proportional font well enough. O(length).
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    #[expect(clippy::cast_precision_loss, reason = "columns are few")]
    wrap_by(text, width as f64, |piece| if is_plain(piece) { piece.len() } else { piece.width() } as f64)
}

/// Breaks a text into lines no wider than `width` as `measure` sees them, at the places where a line may break (UAX #14:
/// after blanks and hyphens, between ideographs but not before their closing marks). Nothing is cut: a word that is wider
/// than a line is broken between grapheme clusters (UAX #29), and a single cluster that is wider stands alone.
///
/// A line is taken to be as wide as its words together. White space is folded to single blanks first, line breaks of the
/// text with it; no-break spaces stay and hold their words together. A text without anything to see has no lines.
/// O(length), if the measure is.
pub(crate) fn wrap_by(text: &str, width: f64, mut measure: impl FnMut(&str) -> f64) -> Vec<String> {
    let text = fold(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0.0;
    let mut start = 0;
    for end in breaks(&text) {
        let piece = &text[start..end];
        start = end;
        // A blank at the end of a line takes no room.
        let words = piece.trim_end_matches(' ');
        let seen = measure(words);
        if taken + seen > width && !line.is_empty() {
            flush(&mut line, &mut lines);
            taken = 0.0;
        }
        if seen <= width {
            line.push_str(piece);
            taken += if words.len() == piece.len() { seen } else { measure(piece) };
            continue;
        }
        for cluster in piece.graphemes(true) {
            let seen = measure(cluster);
            if taken + seen > width && !line.is_empty() {
                flush(&mut line, &mut lines);
                taken = 0.0;
            }
            line.push_str(cluster);
            taken += seen;
        }
    }
    flush(&mut line, &mut lines);
    lines
}

/// The places where a line may break (UAX #14), the end among them, of a text whose blanks stand alone. O(length).
///
/// A line may always break between a blank that follows a letter, a digit or a stop, and a letter or digit. Most words need
/// no more than that; only what lies between two such places and is no plain word is looked at by the rules.
fn breaks(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let is_stop = |at: usize| matches!(bytes.get(at), Some(b',' | b'.' | b':' | b';'));
    let is_break = |at: usize| {
        at == bytes.len() || (at > 1 && bytes[at - 1] == b' ' && is_word(at) && (is_word(at - 2) || is_stop(at - 2)))
    };
    let mut found = Vec::with_capacity(text.len() / 4);
    let mut start = 0;
    while start < text.len() {
        let mut end = start;
        while is_word(end) {
            end += 1;
        }
        end += usize::from(end > start && is_stop(end));
        end += usize::from(end > start && bytes.get(end) == Some(&b' '));
        if end > start && is_break(end) {
            found.push(end);
        } else {
            end = (end.max(start + 1)..=text.len()).find(|&at| is_break(at)).unwrap_or(text.len());
            found.extend(linebreaks(&text[start..end]).map(|(at, _)| start + at));
        }
        start = end;
    }
    found
}

fn flush(line: &mut String, lines: &mut Vec<String>) {
    line.truncate(line.trim_end_matches(' ').len());
    if !line.is_empty() {
        lines.push(std::mem::take(line));
    }
}

fn folds(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn fold(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(folds);
    if is_plain(trimmed) && !trimmed.contains("  ") {
        return Cow::Borrowed(trimmed);
    }
    if !trimmed.chars().any(|c| folds(c) && c != ' ') && !trimmed.contains("  ") {
        return Cow::Borrowed(trimmed);
    }
    let mut folded = String::with_capacity(trimmed.len());
    for c in trimmed.chars() {
        if !folds(c) {
            folded.push(c);
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    Cow::Owned(folded)
}

/// Whether the first letter of a text is written from right to left.
///
/// The ranges are those that the Unicode Character Database sets aside for right-to-left scripts (Hebrew, Arabic,
/// Syriac, Thaana, `N'Ko`, Adlam, …); a text without letters runs from left to right.
pub(crate) fn runs_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| {
        matches!(c,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_at_blanks_and_hold_no_more_than_their_width() {
        assert_eq!(wrap("A formal alliance is highly unlikely.", 16), ["A formal", "alliance is", "highly unlikely."]);
        assert_eq!(wrap("exactly ten", 11), ["exactly ten"]);
        assert_eq!(wrap("exactly ten", 10), ["exactly", "ten"]);
        assert_eq!(wrap("  two\n lines\t\tof\u{2028}text ", 40), ["two lines of text"]);
        assert_eq!(wrap("10\u{a0}000 men", 6), ["10\u{a0}000", "men"]);
        assert!(wrap(" \n ", 10).is_empty());
        assert!(wrap("", 10).is_empty());
    }

    #[test]
    fn ideographs_break_anywhere_but_not_before_a_closing_mark() {
        assert_eq!(wrap("中国和俄罗斯不会结盟。", 8), ["中国和俄", "罗斯不会", "结盟。"]);
        assert_eq!(wrap("中国和俄。罗", 8), ["中国和", "俄。罗"]);
    }

    #[test]
    fn a_long_word_is_broken_between_clusters() {
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(wrap(&family.repeat(3), 4), [family.repeat(2), family.to_owned()]);
        assert_eq!(wrap(family, 1), [family]);
    }

    #[test]
    fn a_megabyte_is_wrapped_in_linear_time() {
        assert_eq!(wrap(&"x".repeat(1_000_000), 40).len(), 25_000);
        assert_eq!(wrap(&"one two ".repeat(100_000), 40).len(), 20_000);
    }

    #[test]
    fn the_direction_is_that_of_the_first_letter() {
        assert!(runs_right_to_left("שלום"));
        assert!(runs_right_to_left("12 — مرحبا hello"));
        assert!(!runs_right_to_left("hello مرحبا"));
        assert!(!runs_right_to_left("12!"));
    }

    #[test]
    fn plain_words_break_where_the_rules_say() {
        for text in [
            "one, two. 3.5 (four five) \"six seven\" e.g. a/b c - d",
            "a: b; c :d e ,f 10 % of $ 5 \u{201c}a\u{201d} b",
            "( a ) b [ c ] d ! e ? f",
            "one ",
            "",
        ] {
            assert_eq!(breaks(text), linebreaks(text).map(|(at, _)| at).collect::<Vec<_>>(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn breaks_are_those_of_the_rules(words in prop::collection::vec("[a-z0-9]{0,3}[,.:;)\"-]?|\\PC{0,4}|[(\"'$%/!]{1,2}[a-z0-9]?", 0..12)) {
            let joined = words.join(" ");
            let text = fold(&joined);
            prop_assert_eq!(breaks(&text), linebreaks(&text).map(|(at, _)| at).collect::<Vec<_>>());
        }

        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(text in any::<String>(), width in 1_usize..60) {
            let lines = wrap(&text, width);
            let without = |text: &str| text.chars().filter(|&c| !folds(c)).collect::<String>();
            prop_assert_eq!(without(&lines.concat()), without(&text));
            for line in &lines {
                prop_assert!(!line.is_empty());
                prop_assert!(line.width() <= width || line.graphemes(true).count() == 1, "{:?}", line);
            }
        }
    }
}
