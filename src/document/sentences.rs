use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::ends_sentence;

/// Words that end in a full stop without ending a sentence, in lower case and without it.
const ABBREVIATIONS: [&str; 38] = [
    "al", "approx", "art", "brig", "capt", "cf", "col", "cmdr", "dept", "dr", "e.g", "ed", "eds", "esp", "est", "fig",
    "gen", "gov", "i.e", "inc", "lt", "maj", "mr", "mrs", "ms", "no", "nos", "para", "pp", "prof", "rep", "sec", "sen",
    "sgt", "st", "viz", "vol", "vs",
];

/// The sentences of `text`, as byte ranges without the white space around them, in order.
///
/// Boundaries follow Unicode's text segmentation (UAX #29), except that an abbreviation ("e.g.", "Gen.", "U.S.
/// forces"), an initial and a sentence that would go on in lower case do not end one, and that closing marks stay with
/// their sentence. Linear in the length of the text.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, piece) in text.split_sentence_bound_indices() {
        let trimmed = piece.trim();
        if trimmed.is_empty() {
            continue;
        }
        let start = start + (piece.len() - piece.trim_start().len());
        let range = start..start + trimmed.len();
        match found.last_mut() {
            Some(last) if goes_on(&text[last.clone()], trimmed) => last.end = range.end,
            _ => found.push(range),
        }
    }
    found
}

fn goes_on(before: &str, after: &str) -> bool {
    let next = after.chars().find(|c| !c.is_whitespace());
    // A piece of nothing but closing marks belongs to the sentence that it closes.
    if after.chars().all(|c| !c.is_alphanumeric()) {
        return true;
    }
    let is_stop = |c: char| c != '.' && c != '．' && ends_sentence(c);
    if next.is_some_and(char::is_lowercase) && !before.ends_with(is_stop) {
        return true;
    }
    // 「再開する。」と述べた。 The particle goes on with the sentence that the quotation stands in.
    if before.ends_with(['」', '』']) && next.is_some_and(|c| "とをがのはに".contains(c)) {
        return true;
    }
    // １．５
    if before.ends_with('．') && next.is_some_and(char::is_numeric) {
        return true;
    }
    let Some(stem) = before.strip_suffix('.') else { return false };
    let word = stem.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“')).next().unwrap_or("");
    let lower = word.to_lowercase();
    if ABBREVIATIONS.contains(&lower.as_str()) {
        // "no." ends many a sentence; only a number makes it an abbreviation.
        return !matches!(lower.as_str(), "no" | "nos" | "art" | "para" | "est" | "al")
            || next.is_some_and(|c| c.is_numeric() || c == '(');
    }
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    // "U.S. Navy" goes on, "in the U.S. The" does not: an initialism ends a sentence before a word that begins one.
    let is_initialism = word.len() > 1 && word.split('.').all(|part| part.chars().count() == 1) && word.contains('.');
    is_initial || (is_initialism && !begins_sentence(after))
}

fn begins_sentence(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    matches!(
        first,
        "The" | "A" | "An" | "This" | "These" | "It" | "In" | "They" | "However," | "But" | "We" | "If" | "As" | "On"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_sees_it() {
        assert_eq!(split("One. Two!  Three?"), ["One.", "Two!", "Three?"]);
        assert_eq!(split("Gen. Li met Mr. Wu. They spoke."), ["Gen. Li met Mr. Wu.", "They spoke."]);
        assert_eq!(split("The U.S. Navy left. It sailed."), ["The U.S. Navy left.", "It sailed."]);
        assert_eq!(split("It hit the U.S. The fleet left."), ["It hit the U.S.", "The fleet left."]);
        assert_eq!(split("Version 2.52.0 is affected. Patch it."), ["Version 2.52.0 is affected.", "Patch it."]);
        assert_eq!(split("He said “no.” She left."), ["He said “no.”", "She left."]);
        assert_eq!(
            split("Ports (e.g. Riga) closed. See no. 4 for more."),
            ["Ports (e.g. Riga) closed.", "See no. 4 for more."]
        );
        assert_eq!(split("They said no. We left."), ["They said no.", "We left."]);
        assert_eq!(split(""), [""; 0]);
    }

    #[test]
    fn sentences_of_chinese_and_japanese_need_no_blanks() {
        assert_eq!(
            split("船は残る。再開するか？する！NK級だ。iPhoneで見た｡終"),
            ["船は残る。", "再開するか？", "する！", "NK級だ。", "iPhoneで見た｡", "終"]
        );
        assert_eq!(split("「再開する。」と述べた。船は残る。"), ["「再開する。」と述べた。", "船は残る。"]);
        assert_eq!(split("変位は１．５ミリだ．次"), ["変位は１．５ミリだ．", "次"]);
        assert_eq!(split("（船は残る。）次の年。"), ["（船は残る。）", "次の年。"]);
    }
}
