/// A place as people count it: line and column from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values (not bytes, not screen cells).
    pub column: usize,
}

/// The byte offsets at which the lines of a text begin.
///
/// Built in one pass; a look-up takes O(log lines), however long the line is: a paragraph on one line of a megabyte,
/// with a hundred thousand places to be found in it, is no slower than hard-wrapped text.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters begin before every [`STRIDE`]th byte; empty for a text in ASCII.
    characters: Vec<u32>,
}

/// The bytes between two entries of [`LineIndex::characters`]: a look-up counts at most so many.
const STRIDE: usize = 1024;

impl LineIndex {
    /// Indexes `text`. A line ends at `\n`; the `\r` of `\r\n` belongs to the line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(breaks).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        let mut total = 0_u32;
        // In ASCII, bytes are characters.
        let counted = if text.is_ascii() { &[] } else { text.as_bytes() };
        let characters = counted
            .chunks(STRIDE)
            .map(|chunk| {
                let before = total;
                total = total.saturating_add(u32::try_from(begin_in(chunk)).unwrap_or(u32::MAX));
                before
            })
            .collect();
        Self { starts, characters }
    }

    /// How many characters begin before the byte `offset`, which is not past the end.
    fn characters_before(&self, text: &str, offset: usize) -> usize {
        if self.characters.is_empty() {
            return offset;
        }
        match self.characters.get(offset / STRIDE) {
            Some(&before) => before as usize + begin_in(&text.as_bytes()[offset / STRIDE * STRIDE..offset]),
            // The end of a text whose length is a multiple of the stride.
            None => offset
                .checked_sub(1)
                .map_or(0, |last| self.characters_before(text, last) + begin_in(&text.as_bytes()[last..offset])),
        }
    }

    /// The position of the byte `offset` in `text`, which must be the indexed text.
    ///
    /// An offset past the end, or inside a character, is moved back to the nearest place that is in the text.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|&start| start as usize <= offset) - 1;
        let start = self.starts[line] as usize;
        let mark = usize::from(text[start..offset].starts_with('\u{feff}'));
        let before = self.characters_before(text, offset) - self.characters_before(text, start);
        Position { line: line + 1, column: before - mark + 1 }
    }

    /// The byte range of `line` (from 1) without its line break; `None` past the last line.
    #[must_use]
    pub fn line_range(&self, text: &str, line: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(line.checked_sub(1)?)? as usize;
        let end = self.starts.get(line).map_or(text.len(), |&next| next as usize);
        let content = text[start..end].trim_end_matches(['\n', '\r']).len();
        Some(start..start + content)
    }

    /// How many lines the text has; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }
}

/// How many characters begin in a stretch of UTF-8: every byte that does not continue one.
fn begin_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_long_line_are_those_that_counting_gives() {
        for length in [STRIDE - 1, STRIDE, STRIDE + 1, 3 * STRIDE] {
            for unit in ["a", "é", "日", "🜁"] {
                let text = format!("x\n{}\ny", unit.repeat(length));
                let index = LineIndex::new(&text);
                for (count, at) in text[2..].char_indices().map(|(at, _)| at + 2).take(length + 1).enumerate() {
                    assert_eq!(index.position(&text, at), Position { line: 2, column: count + 1 });
                }
                assert_eq!(index.position(&text, text.len()), Position { line: 3, column: 2 });
            }
        }
    }

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        let text = "\u{feff}ab\nçé日x\r\nlast";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.position(text, text.find(needle).unwrap());
        assert_eq!(at("a"), Position { line: 1, column: 1 });
        assert_eq!(at("x"), Position { line: 2, column: 4 });
        assert_eq!(at("last"), Position { line: 3, column: 1 });
        assert_eq!(index.position(text, 10_000), Position { line: 3, column: 5 });
    }

    #[test]
    fn a_line_range_leaves_the_break_out() {
        let text = "one\r\ntwo\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_range(text, 1), Some(0..3));
        assert_eq!(index.line_range(text, 2), Some(5..8));
        assert_eq!(index.line_range(text, 3), Some(9..9));
        assert_eq!(index.line_range(text, 4), None);
        assert_eq!(index.line_range(text, 0), None);
    }
}
