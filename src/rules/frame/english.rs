//! English texts as words: what the rules that read sentences have in common.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::estimate::is_invisible;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Word {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its letters in lower case, with straight apostrophes.
    pub folded: String,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

/// The words of a text, by Unicode's segmentation. O(length).
pub(in crate::rules) fn words(text: &str) -> Vec<Word> {
    text.unicode_word_indices()
        .map(|(start, word)| Word {
            range: start..start + word.len(),
            folded: fold(word),
            capital: word.starts_with(char::is_uppercase),
        })
        .collect()
}

fn fold(word: &str) -> String {
    word.chars()
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '\u{2019}' | '\u{2bc}') { '\'' } else { c })
        .collect()
}

/// Words that carry grammar and no matter, in order. "Not" and its kin are not among them.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "before",
    "being", "both", "but", "by", "can", "could", "did", "do", "does", "during", "each", "even", "for", "from",
    "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in",
    "instead", "into", "is", "it", "its", "itself", "made", "make", "may", "me", "might", "more", "most", "must", "my",
    "of", "on", "one", "or", "other", "our", "ours", "out", "over", "own", "same", "she", "should", "so", "some",
    "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "to",
    "too", "under", "until", "up", "upon", "us", "very", "was", "we", "were", "what", "when", "where", "which",
    "while", "who", "whom", "whose", "why", "will", "with", "would", "you",
];

/// Whether a folded word carries grammar and no matter.
pub(in crate::rules) fn is_function_word(folded: &str) -> bool {
    FUNCTION_WORDS.binary_search(&folded).is_ok()
}

/// Words of likelihood and of judging, which say how sure a proposition is and not what it is, in order.
const ESTIMATING: &[&str] = &[
    "almost",
    "assess",
    "assessed",
    "assessment",
    "assumed",
    "believe",
    "certain",
    "certainly",
    "chance",
    "chances",
    "confidence",
    "estimate",
    "even",
    "high",
    "highly",
    "improbable",
    "judge",
    "judged",
    "judgement",
    "judgment",
    "likelihood",
    "likely",
    "low",
    "moderate",
    "nearly",
    "odds",
    "possibility",
    "possible",
    "probable",
    "probably",
    "realistic",
    "remote",
    "unlikely",
];

/// Whether a folded word says what a proposition is about: not grammar, likelihood or judging.
pub(in crate::rules) fn is_matter(folded: &str) -> bool {
    !is_function_word(folded) && ESTIMATING.binary_search(&folded).is_err()
}

/// What a sentence is about: its words without those of grammar, likelihood and judging, without the endings of
/// plurals and verbs, sorted, each once. O(length · log length).
pub(in crate::rules) fn matter(text: &str) -> Vec<String> {
    let mut matter: Vec<String> = words(text)
        .into_iter()
        .filter(|word| is_matter(&word.folded))
        .map(|word| stem(&word.folded).to_owned())
        .collect();
    matter.sort_unstable();
    matter.dedup();
    matter
}

/// The word without the ending of a genitive, a plural or a verb: coarse, and the same for both sides of a comparison.
pub(in crate::rules) fn stem(folded: &str) -> &str {
    let word = folded.strip_suffix("'s").or_else(|| folded.strip_suffix('\'')).unwrap_or(folded);
    for ending in ["ing", "ies", "ed", "es", "s", "e", "y"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 3
            && !(ending == "s" && stem.ends_with('s'))
        {
            return stem;
        }
    }
    word
}

/// The stretches of a text between quotation marks “ ”, ‘ ’ (where the first opens a word) and " ", with their marks, in
/// order. A mark that is never closed opens nothing. O(length).
pub(in crate::rules) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut before: Option<char> = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|&(_, next)| next);
        match open {
            None => {
                let opens_word =
                    before.is_none_or(|c| !c.is_alphanumeric()) && next.is_some_and(|c| !c.is_whitespace());
                let closing = match c {
                    '“' => Some('”'),
                    '"' => Some('"'),
                    '‘' if opens_word => Some('’'),
                    '«' => Some('»'),
                    _ => None,
                };
                open = closing.map(|closing| (closing, at));
            }
            Some((closing, start)) if c == closing => {
                // An apostrophe inside a word closes nothing.
                if closing != '’' || next.is_none_or(|c| !c.is_alphanumeric()) {
                    found.push(start..at + c.len_utf8());
                    open = None;
                }
            }
            Some(_) => {}
        }
        before = Some(c);
    }
    found
}

/// Whether a range lies in one of the `ranges`, which are in order. O(log ranges).
pub(in crate::rules) fn lies_in(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let behind = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(behind).is_some_and(|other| other.start <= range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order_so_that_they_can_be_searched() {
        assert!(FUNCTION_WORDS.is_sorted());
        assert!(ESTIMATING.is_sorted());
    }

    #[test]
    fn matter_leaves_out_grammar_likelihood_and_endings() {
        let first = matter("We assess that the harbour's gates are highly likely to close.");
        assert_eq!(first, ["clos", "gat", "harbour"]);
        assert_eq!(first, matter("The harbour gate will probably be closed"));
        assert!(matter("The gate will not close").contains(&"not".to_owned()));
    }

    #[test]
    fn quotations_are_found_and_apostrophes_are_not() {
        let text = "The ‘scope’ of China’s \"plan\" and the men’s “word”, it's";
        let found: Vec<&str> = quoted(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["‘scope’", "\"plan\"", "“word”"]);
        assert!(quoted("a “ b").is_empty());
    }
}
