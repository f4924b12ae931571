//! Lines that announce a judgement or a list of them, which a paragraph is broken at.
//!
//! This is layout: such a line stands for itself in every report, also where the blank lines around it were lost.
//! What it means is for others to say.

use crate::text::{HalfWidth, is_unspaced};

const FIRST_WORDS: &[&str] = &["key", "main", "principal", "core", "central", "major", "primary"];
const NOUNS: &[&str] =
    &["judgement", "judgment", "finding", "takeaway", "take-away", "assessment", "point", "conclusion", "insight"];
const NUMBER_WORDS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen",
];
/// Marks of emphasis and headings that may stand around a label in text that was Markdown once.
const DRESS: &[char] = &['*', '_', '#', ' ', '\u{a0}', '\t'];

struct Label<'a> {
    is_short: bool,
    is_plural: bool,
    has_number: bool,
    rest: &'a str,
}

/// Whether the line is nothing but a label: "Key Judgement 1", "KEY FINDINGS:", "KJ-2".
pub(super) fn is_label(line: &str) -> bool {
    read(HalfWidth::of(line).as_str()).is_some_and(|label| {
        let rest = label.rest.trim_matches(|c| DRESS.contains(&c) || matches!(c, ':' | '-' | '–' | '—'));
        // "judgement." may be the last word of a wrapped sentence; "Judgement 2." is not.
        rest.is_empty() || label.has_number && rest == "."
    })
}

/// Whether the line is a label of several judgements: "Key Judgements".
pub(super) fn is_plural_label(line: &str) -> bool {
    is_label(line) && read(HalfWidth::of(line).as_str()).is_some_and(|label| label.is_plural)
}

/// Whether the line begins with the label of one judgement and goes on with its words: "Key Judgement 1: It is …".
pub(super) fn is_run_in(line: &str) -> bool {
    let half = HalfWidth::of(line);
    let Some(label) = read(half.as_str()).filter(|label| label.has_number) else { return false };
    let rest = label.rest.trim_start_matches(['*', '_']);
    let spaced = rest.trim_start();
    let mut chars = spaced.chars();
    match chars.next() {
        Some(':' | '(') => true,
        Some('.' | ')' | '-' | '–' | '—') => {
            chars.next().is_none_or(|next| next.is_whitespace() || next == '*' || is_unspaced(next))
        }
        Some(first) => label.is_short && spaced.len() < rest.len() && first.is_uppercase(),
        None => false,
    }
}

fn read(line: &str) -> Option<Label<'_>> {
    let line = line.trim_start_matches(DRESS);
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    let (word, rest) = word(line);
    if let Some(number) = strip_prefix(word, "kj") {
        let tail = &line[line.len() - rest.len() - number.len()..];
        let rest = take_number(tail.trim_start_matches(['-', '–', '#', ' ', '\u{a0}']))?;
        return Some(Label { is_short: true, is_plural: false, has_number: true, rest });
    }
    let is_first = FIRST_WORDS.iter().any(|first| word.eq_ignore_ascii_case(first));
    let (noun, rest) = if is_first { self::word(rest.trim_start_matches(DRESS)) } else { (word, rest) };
    let singular = noun.strip_suffix(['s', 'S']).unwrap_or(noun);
    let position = NOUNS.iter().position(|known| singular.eq_ignore_ascii_case(known))?;
    let is_plural = singular.len() < noun.len();
    if is_plural {
        return is_first.then_some(Label { is_short: false, is_plural, has_number: false, rest });
    }
    let spaced = rest.trim_start_matches(DRESS);
    let tail = ["number ", "no. ", "no ", "nr. ", "#"]
        .iter()
        .find_map(|sign| strip_prefix(spaced, sign))
        .unwrap_or(spaced)
        .trim_start_matches(['#', ' ']);
    match take_number(tail).filter(|_| spaced.len() < rest.len() || tail.len() < spaced.len()) {
        // "Judgement 1" is a label without "Key"; "Point 1" and "Finding 1" might be anything.
        Some(rest) if is_first || position < 2 => Some(Label { is_short: false, is_plural, has_number: true, rest }),
        _ if is_first => Some(Label { is_short: false, is_plural, has_number: false, rest }),
        _ => None,
    }
}

/// The word at the head of the text, and what follows it. Hyphens inside it belong to it ("Take-away").
fn word(text: &str) -> (&str, &str) {
    let is_inside =
        |at: usize, c: char| c.is_alphanumeric() || c == '-' && text[at + 1..].starts_with(char::is_alphabetic);
    let end = text.char_indices().find(|&(at, c)| !is_inside(at, c)).map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}

/// Takes a number off the head: digits ("2", "2a"), a number word, a roman numeral, or a single letter.
fn take_number(text: &str) -> Option<&str> {
    let (word, rest) = match text.find(|c: char| !c.is_alphanumeric()) {
        Some(end) => text.split_at(end),
        None => (text, ""),
    };
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..=4).contains(&digits) && word.len() <= digits + 1
        || NUMBER_WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
        || !word.is_empty() && word.len() <= 5 && word.bytes().all(|byte| b"IVX".contains(&byte))
        || word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    is_number.then_some(rest)
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_only_a_label_is_known() {
        for line in [
            "Key Judgement 1",
            "KEY JUDGMENTS",
            "Key Judgements:",
            "**Key Judgement Two**",
            "## Key Findings",
            "Key Takeaways",
            "Key Take-aways",
            "Main Judgement IV:",
            "Key Judgement A.",
            "Key Judgement No. 3",
            "Key Judgement #3",
            "Key judgement",
            "Judgement 2",
            "KJ-1:",
            "KJ 2",
            "KJ3",
            "KJ–4",
            "Key Judgements：",
            "Key Judgement １",
            "ＫＪ－１：",
        ] {
            assert!(is_label(line), "{line}");
        }
    }

    #[test]
    fn a_sentence_is_no_label() {
        for line in [
            "",
            "K",
            "key judgement.",
            "Key judgement.",
            "Key Judgements are made below",
            "Key",
            "Keynote",
            "Judgement",
            "Point 1",
            "KJ",
            "KJs",
            "KJ-1 follows",
            "Key Judgement 1: It is likely.",
            "Key Judgement I think",
            "é",
        ] {
            assert!(!is_label(line), "{line}");
        }
    }

    #[test]
    fn a_label_that_runs_into_its_text_is_known() {
        for line in [
            "Key Judgement 1: It is likely.",
            "**Key Judgement 1:** It is likely.",
            "KJ-1 (high). It is likely.",
            "KJ-1: It",
            "**KJ 2** – It",
            "KJ 2 China will",
            "Key Judgement Two. It",
            "Key Judgement 1：航路は",
            "Key Judgement 2（High）",
            "KJ－１．航路は",
        ] {
            assert!(is_run_in(line), "{line}");
        }
        for line in [
            "Key Judgement 1",
            "Key Judgement 2, we said,",
            "Key Judgements: many",
            "KJ-1 and KJ-2",
            "Key Judgement 1-3 say",
        ] {
            assert!(!is_run_in(line), "{line}");
        }
        assert!(is_plural_label("Key Findings:") && !is_plural_label("Key Finding 1"));
    }
}
