use std::borrow::Cow;
use std::ops::Range;

/// A text with ASCII in the place of the full-width punctuation, digits and letters of Chinese and Japanese, so that one reader
/// serves both, and with the way back to the bytes of the text itself.
#[derive(Clone, Debug)]
pub(crate) struct HalfWidth<'a> {
    text: Cow<'a, str>,
    /// Behind each character that was replaced: the byte in the new text, and how many bytes the new one has lost so far.
    losses: Vec<(usize, usize)>,
}

impl<'a> HalfWidth<'a> {
    /// Reads `text`. O(length).
    pub(crate) fn of(text: &'a str) -> Self {
        let mut losses = Vec::new();
        // All that have kin begin with one of two bytes in UTF-8, and most texts hold neither.
        let candidate = memchr::memchr2(0xe3, 0xef, text.as_bytes());
        let found = candidate.and_then(|from| Some(from + text[from..].find(|c| ascii_kin(c).is_some())?));
        let Some(first) = found else {
            return Self { text: Cow::Borrowed(text), losses };
        };
        let mut folded = String::with_capacity(text.len());
        folded.push_str(&text[..first]);
        let mut lost = 0;
        for c in text[first..].chars() {
            let Some(kin) = ascii_kin(c) else {
                folded.push(c);
                continue;
            };
            folded.push(kin);
            lost += c.len_utf8() - kin.len_utf8();
            losses.push((folded.len(), lost));
        }
        Self { text: Cow::Owned(folded), losses }
    }

    /// The text with ASCII in it.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether anything was replaced.
    pub(crate) fn has_wide(&self) -> bool {
        !self.losses.is_empty()
    }

    /// The byte of the text itself that byte `at` of the new text stands for. O(log replaced).
    pub(crate) fn source_at(&self, at: usize) -> usize {
        let before = self.losses.partition_point(|&(end, _)| end <= at);
        at + before.checked_sub(1).map_or(0, |last| self.losses[last].1)
    }

    /// The bytes of the text itself that `range` of the new text stands for.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        self.source_at(range.start)..self.source_at(range.end)
    }
}

/// The ASCII character that means the same as a full-width one.
pub(crate) fn ascii_kin(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + u32::from(b'!')),
        '、' | '､' => Some(','),
        '。' | '｡' => Some('.'),
        '【' | '〔' => Some('['),
        '】' | '〕' => Some(']'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_has_kin_begins_with_one_of_two_bytes() {
        for c in ('\u{80}'..=char::MAX).filter(|c| ascii_kin(*c).is_some()) {
            assert!(matches!(c.encode_utf8(&mut [0; 4]).as_bytes()[0], 0xe3 | 0xef), "{c}");
        }
    }

    #[test]
    fn what_is_read_leads_back_to_its_own_bytes() {
        let text = "é１（Ｈigh）：次。";
        let half = HalfWidth::of(text);
        assert_eq!(half.as_str(), "é1(High):次.");
        for (word, own) in [("1", "１"), ("High", "Ｈigh"), (":次", "：次"), (".", "。"), ("é1(", "é１（")] {
            let at = half.as_str().find(word).unwrap();
            assert_eq!(&text[half.source(at..at + word.len())], own);
        }
        assert_eq!(half.source(0..half.as_str().len()), 0..text.len());
        assert!(!HalfWidth::of("é: 「次」").has_wide());
    }
}
