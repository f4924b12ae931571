use std::ops::Range;

use super::matching::quoted_in_prose;
use super::usage::{Usage, usage_of};
use super::words::{Gap, Words};
use crate::document::Prose;
use crate::text::Span;

/// An English text as words, for rules that look for phrases and at the words around them.
///
/// Words are found by Unicode's text segmentation and compared without regard to case, invisible characters and the shape
/// of apostrophes. Ranges are of words, not of bytes, unless said otherwise. Built in one pass.
#[derive(Clone, Debug)]
pub(crate) struct English<'p> {
    prose: &'p Prose,
    words: Words<'p>,
    quoted: Vec<Range<usize>>,
}

impl<'p> English<'p> {
    pub(crate) fn new(prose: &'p Prose) -> Self {
        Self { prose, words: Words::new(prose.as_str()), quoted: quoted_in_prose(prose) }
    }

    /// The whole text.
    pub(crate) fn whole(&self) -> &'p str {
        self.words.text
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.list.len()
    }

    /// The word at a place, folded; nothing outside the text.
    pub(crate) fn at(&self, index: usize) -> &str {
        self.words.at(index)
    }

    /// The word as it is written.
    pub(crate) fn written(&self, index: usize) -> &'p str {
        self.words.list.get(index).map_or("", |word| &self.words.text[word.start..word.end])
    }

    /// The word before a place, if no punctuation stands between.
    pub(crate) fn before(&self, index: usize) -> &str {
        self.words.before(index)
    }

    /// The word at a place, if no punctuation stands before it.
    pub(crate) fn after(&self, index: usize) -> &str {
        self.words.after(index)
    }

    /// What stands between the word at a place and the next.
    pub(crate) fn gap(&self, index: usize) -> Gap {
        self.words.list.get(index).map_or(Gap::End, |word| word.gap)
    }

    /// The words of the sentence that the word at a place stands in.
    pub(crate) fn sentence(&self, index: usize) -> Range<usize> {
        self.words.list.get(index).map_or(0..0, |word| self.words.sentences[word.sentence].words.clone())
    }

    /// The first word that begins at or behind a byte of the text.
    pub(crate) fn word_at(&self, byte: usize) -> usize {
        self.words.list.partition_point(|word| word.start < byte)
    }

    /// Whether the phrase's words stand at a place, joined by nothing but white space and hyphens. Words of the phrase are
    /// parted by single blanks; a phrase without words stands nowhere.
    pub(crate) fn stands_at(&self, phrase: &str, index: usize) -> Option<Range<usize>> {
        let mut end = index;
        for word in phrase.split(' ') {
            if self.at(end) != word || (end > index && self.gap(end - 1) != Gap::Joined) {
                return None;
            }
            end += 1;
        }
        (end > index).then_some(index..end)
    }

    /// Every place where one of the phrases stands, the longest at each place, without overlaps. O(words · phrases).
    pub(crate) fn find(&self, phrases: &[&str]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let first = self.at(at).bytes().next();
            let may_stand = phrases.iter().filter(|phrase| phrase.bytes().next() == first);
            let here = may_stand.filter_map(|phrase| self.stands_at(phrase, at)).max_by_key(|range| range.end);
            at = here.as_ref().map_or(at + 1, |range| range.end);
            found.extend(here);
        }
        found
    }

    /// How the text uses the words.
    pub(crate) fn usage(&self, words: &Range<usize>) -> Usage {
        usage_of(&self.words, words.start, words.end, &self.quoted).0
    }

    /// Whether the author says the words: not in a quotation, not as the report of what others say, not in a question.
    pub(crate) fn is_authors(&self, words: &Range<usize>) -> bool {
        !matches!(self.usage(words), Usage::Quoted | Usage::Reported | Usage::Question)
    }

    /// The words as they stand.
    pub(crate) fn text(&self, words: &Range<usize>) -> &'p str {
        &self.words.text[self.bytes(words)]
    }

    /// The bytes of the words in the text.
    pub(crate) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let first = self.words.list.get(words.start);
        let last = words.end.checked_sub(1).and_then(|last| self.words.list.get(last));
        match (first, last) {
            (Some(first), Some(last)) if first.start < last.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// Where the words stand in the source.
    pub(crate) fn span(&self, words: &Range<usize>) -> Span {
        self.prose.span_of(self.bytes(words))
    }

    /// Whether the word at a place is a verb that leaves things open: "may" and not the month or a name, "might" and not
    /// power, "could" and not what somebody was able to do.
    pub(crate) fn is_open_modal(&self, index: usize) -> bool {
        let next = self.after(index + 1);
        let before = self.before(index);
        match self.at(index) {
            "may" => {
                let begins = self.sentence(index).start == index;
                let capital = self.written(index).starts_with(char::is_uppercase);
                let shouted =
                    self.written(index).len() > 1 && self.written(index) == self.written(index).to_uppercase();
                let dated = next.starts_with(|c: char| c.is_ascii_digit())
                    || before.starts_with(|c: char| c.is_ascii_digit())
                    || matches!(
                        before,
                        "by" | "in" | "until" | "since" | "before" | "after" | "late" | "early" | "mid"
                    );
                !dated && (!capital || begins || shouted) && !next.is_empty()
            }
            "might" => {
                const OWNERS: &[&str] = &[
                    "the",
                    "its",
                    "their",
                    "our",
                    "his",
                    "her",
                    "your",
                    "my",
                    "all",
                    "and",
                    "of",
                    "with",
                    "by",
                    "military",
                    "naval",
                    "economic",
                    "industrial",
                    "financial",
                    "political",
                    "sheer",
                    "full",
                    "combined",
                    "imperial",
                    "nuclear",
                    "air",
                    "firm's",
                    "state's",
                    "no",
                    "such",
                    "this",
                ];
                !(OWNERS.contains(&before)
                    || before.ends_with("'s")
                    || matches!(next, "" | "of" | "and" | "or" | "is" | "was" | "in" | "on" | "to" | "against"))
            }
            "could" => !matches!(next, "" | "not" | "no" | "hardly" | "barely" | "only" | "never"),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    #[test]
    fn phrases_are_words_and_never_parts_of_words() {
        let prose =
            Prose::verbatim("We can’t rule\u{a0}out that. Cannot rule, out. Uncannot rule out", FileId::FIRST, 10);
        let english = English::new(&prose);
        let found = english.find(&["can't rule out", "cannot rule out", "rule out"]);
        assert_eq!(
            found.iter().map(|words| english.text(words)).collect::<Vec<_>>(),
            ["can’t rule\u{a0}out", "rule out"]
        );
        assert_eq!(english.span(&found[0]).range(), 13..13 + "can’t rule\u{a0}out".len());
        assert_eq!(english.stands_at("", 0), None);
    }

    #[test]
    fn months_power_and_past_ability_are_no_open_modals() {
        let open = |text: &str| {
            let prose = Prose::verbatim(text, FileId::FIRST, 0);
            let english = English::new(&prose);
            (0..english.len()).filter(|&index| english.is_open_modal(index)).count()
        };
        for text in [
            "The vote is due in May.",
            "The vote on 3 May decides.",
            "May 2026 is the date.",
            "Mrs May left.",
            "The might of the fleet grew.",
            "China's might grows.",
            "They feared its military might.",
            "The crew could not reach the port.",
            "They left by may.",
        ] {
            assert_eq!(open(text), 0, "{text}");
        }
        for text in ["The port may close.", "It might well rain.", "Prices could rise.", "THE PORT MAY CLOSE"] {
            assert_eq!(open(text), 1, "{text}");
        }
    }
}
