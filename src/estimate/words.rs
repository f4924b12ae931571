use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// A word of a text: its bytes, and its letters folded for comparison.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Lower case, without soft hyphens and other invisible characters, with straight apostrophes.
    pub(super) folded: Cow<'t, str>,
    /// What stands between this word and the next (after the last word: the rest of the text).
    pub(super) gap: Gap,
    /// The number of the sentence that it stands in.
    pub(super) sentence: usize,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// White space or a hyphen: the words may be one phrase.
    Joined,
    /// Something that neither joins nor separates clauses: a quotation mark, a percent sign.
    Other,
    /// A comma.
    Comma,
    /// A semicolon, colon, dash or bracket.
    Break,
    /// The end of a sentence.
    End,
}

/// A sentence: its words, and whether it asks.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) words: Range<usize>,
    pub(super) question: bool,
}

/// A text as words and sentences. Built in one pass.
#[derive(Clone, Debug)]
pub(super) struct Words<'t> {
    pub(super) text: &'t str,
    pub(super) list: Vec<Word<'t>>,
    pub(super) sentences: Vec<Sentence>,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let spans: Vec<(usize, &str)> = text.unicode_word_indices().collect();
        let mut words: Vec<Word<'t>> = Vec::with_capacity(spans.len());
        let mut sentences = Vec::new();
        let mut first = 0;
        for (index, &(start, word)) in spans.iter().enumerate() {
            let end = start + word.len();
            let next = spans.get(index + 1).map(|&(at, _)| at);
            let folded = fold(word);
            let between = &text[end..next.unwrap_or(text.len())];
            let gap = if next.is_none() { Gap::End } else { gap_of(between, &folded) };
            words.push(Word { start, end, folded, gap, sentence: sentences.len() });
            if gap == Gap::End {
                let question = between.chars().take_while(|c| !c.is_whitespace()).any(|c| c == '?' || c == '？');
                sentences.push(Sentence { words: first..index + 1, question });
                first = index + 1;
            }
        }
        Self { text, list: words, sentences }
    }

    /// The folded word at `index`, or nothing.
    pub(super) fn at(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |word| &word.folded)
    }

    /// The folded word before `index` in the same sentence, if no punctuation stands between.
    pub(super) fn before(&self, index: usize) -> &str {
        match index.checked_sub(1) {
            Some(previous) if self.joined(previous) => self.at(previous),
            _ => "",
        }
    }

    /// The folded word at `index`, if no punctuation stands before it.
    pub(super) fn after(&self, index: usize) -> &str {
        if index > 0 && self.joined(index - 1) { self.at(index) } else { "" }
    }

    /// What stands between the word at `index` and the next.
    pub(super) fn between(&self, index: usize) -> &str {
        let end = self.list.get(index + 1).map_or(self.text.len(), |next| next.start);
        self.list.get(index).map_or("", |word| &self.text[word.end..end])
    }

    fn joined(&self, index: usize) -> bool {
        self.list.get(index).is_some_and(|word| matches!(word.gap, Gap::Joined | Gap::Other))
    }
}

/// Lower case, invisible characters dropped, apostrophes straight.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        // Most words are as they are to be already.
        let is_folded = !word.bytes().any(|byte| byte.is_ascii_uppercase());
        return if is_folded { Cow::Borrowed(word) } else { Cow::Owned(word.to_ascii_lowercase()) };
    }
    word.chars()
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '\u{2019}' | '\u{2bc}') { '\'' } else { c })
        .collect()
}

/// The words of a phrase, folded.
pub(super) fn folded_words(phrase: &str) -> Vec<String> {
    phrase.unicode_words().map(|word| fold(word).into_owned()).collect()
}

/// Abbreviations after which a full stop does not end the sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "capt", "maj", "sgt", "adm", "sen", "rep", "gov", "st", "vs",
    "no", "nos", "fig", "ref", "approx", "ca", "cf", "e.g", "i.e", "inc", "ltd", "corp", "u.s", "u.k", "u.n", "e.u",
    "jan", "feb", "aug", "sept", "oct", "nov", "dec",
];

fn gap_of(between: &str, word: &str) -> Gap {
    // Between most words.
    if between == " " {
        return Gap::Joined;
    }
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
    if between.chars().all(|c| is_blank(c) || is_hyphen(c)) && !is_spaced_hyphen(between) {
        return Gap::Joined;
    }
    if let Some(at) = between.find(['.', '!', '?', '…', '。', '！', '？']) {
        let stop = between[at..].chars().next().unwrap_or('.');
        let after = between[at + stop.len_utf8()..].chars().find(|c| !is_closing(*c));
        let ends = after.is_none_or(is_blank) || !matches!(stop, '.');
        let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "i";
        let abbreviation = stop == '.' && (initial || ABBREVIATIONS.contains(&word));
        if ends && !abbreviation {
            return Gap::End;
        }
    }
    if between.contains('\n') && between.matches('\n').count() > 1 {
        return Gap::End;
    }
    let is_break = |c: char| matches!(c, ';' | ':' | '—' | '–' | '(' | ')' | '[' | ']' | '|' | '•');
    if between.contains(is_break) || is_spaced_hyphen(between) {
        return Gap::Break;
    }
    if between.contains([',', '،', '，']) { Gap::Comma } else { Gap::Other }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// ` - ` is a dash.
fn is_spaced_hyphen(between: &str) -> bool {
    let trimmed = between.trim();
    !trimmed.is_empty()
        && trimmed.chars().all(is_hyphen)
        && between.starts_with(char::is_whitespace)
        && between.ends_with(char::is_whitespace)
}

/// Whether a reader does not see the character, and a word is the same without it.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '*' | '_' | '.' | '!' | '?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_full_stops_but_not_at_abbreviations() {
        let text = "The U.S. Navy and Dr. No left. Did he? It rose 15.5% (as said).  End";
        let words = Words::new(text);
        let sentences: Vec<&str> = words
            .sentences
            .iter()
            .map(|sentence| &text[words.list[sentence.words.start].start..words.list[sentence.words.end - 1].end])
            .collect();
        assert_eq!(sentences, ["The U.S. Navy and Dr. No left", "Did he", "It rose 15.5% (as said", "End"]);
        assert_eq!(words.sentences.iter().map(|s| s.question).collect::<Vec<_>>(), [false, true, false, false]);
    }

    #[test]
    fn hyphens_and_no_break_spaces_join_and_dashes_part() {
        let gap = |text: &str| Words::new(text).list[0].gap;
        for text in ["highly likely", "highly-likely", "highly\u{a0}likely", "highly \n likely", "highly\u{2011}likely"]
        {
            assert_eq!(gap(text), Gap::Joined, "{text:?}");
        }
        for text in ["highly - likely", "highly; likely", "highly — likely", "highly (likely"] {
            assert_eq!(gap(text), Gap::Break, "{text:?}");
        }
        assert_eq!(gap("highly, likely"), Gap::Comma);
        assert_eq!(Words::new("un\u{ad}likely").at(0), "unlikely");
    }
}
