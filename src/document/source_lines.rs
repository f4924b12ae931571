//! Lines of source text as the readers see them: where the content begins, and how far it is indented.

use std::ops::Range;

use super::prose::is_blank;

/// How far a tab goes at most.
const TAB_STOP: usize = 4;

/// One line of the source, without what a reader does not see at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The byte at which the content begins.
    pub start: usize,
    /// The byte after the content; equal to `start` for a blank line.
    pub end: usize,
    /// The columns of white space in front of the content.
    pub indent: usize,
}

impl Line {
    /// The line that `range` of `source` holds, which must begin at a line's beginning.
    pub fn measure(source: &str, range: Range<usize>) -> Self {
        let text = &source[range.clone()];
        let content = text.trim_start_matches(is_blank);
        let blanks = &text[..text.len() - content.len()];
        let start = range.start + blanks.len();
        Self { start, end: start + content.trim_end_matches(is_blank).len(), indent: columns(blanks, 0) }
    }

    pub fn is_blank(self) -> bool {
        self.start == self.end
    }

    pub fn text(self, source: &str) -> &str {
        &source[self.start..self.end]
    }

    /// What is left of the line from byte `from`, indented as if nothing had stood before it.
    pub fn rest(self, source: &str, from: usize) -> Self {
        Self { indent: self.indent, ..Self::measure(source, from.min(self.end)..self.end) }
    }
}

/// The lines of `range`, in order; the breaks are `\n`, `\r\n`, `\r`, and the page breaks that converters leave.
pub(super) fn lines(source: &str, range: Range<usize>) -> impl Iterator<Item = Line> {
    let bytes = &source.as_bytes()[range.clone()];
    let mut usual = memchr::memchr2_iter(b'\n', b'\r', bytes).peekable();
    let mut rare = memchr::memchr2_iter(b'\x0b', b'\x0c', bytes).peekable();
    let mut from = Some(range.start);
    std::iter::from_fn(move || {
        let start = from?;
        loop {
            let next = match (usual.peek(), rare.peek()) {
                (Some(usual_at), Some(rare_at)) if rare_at < usual_at => rare.next(),
                (None, _) => rare.next(),
                _ => usual.next(),
            };
            let Some(at) = next.map(|at| range.start + at) else {
                from = None;
                return (start < range.end).then(|| Line::measure(source, start..range.end));
            };
            if source.as_bytes()[at] != b'\r' || source.as_bytes().get(at + 1) != Some(&b'\n') {
                from = Some(at + 1);
                return Some(Line::measure(source, start..at));
            }
        }
    })
}

/// Finds the columns of bytes, quickly if they are asked for in the order of the text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Columns {
    at: usize,
    column: usize,
}

impl Columns {
    /// The column, from 0, at which byte `at` stands in its line. O(distance to the place asked for before).
    pub fn at(&mut self, source: &str, at: usize) -> usize {
        let from = if self.at <= at { self.at } else { 0 };
        let before = &source[from..at];
        self.column = match before.rfind(['\n', '\r']) {
            Some(line_break) => columns(&before[line_break + 1..], 0),
            None => columns(before, if from == 0 { 0 } else { self.column }),
        };
        self.at = at;
        self.column
    }
}

/// The column after `text`, which begins at column `from`.
fn columns(text: &str, from: usize) -> usize {
    text.chars().fold(from, |column, c| match c {
        '\u{3000}' => column + 2,
        '\t' => column + TAB_STOP - column % TAB_STOP,
        '\u{feff}' | '\u{200b}' | '\r' | '\x0c' => column,
        _ => column + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(source: &str) -> Vec<(usize, &str)> {
        lines(source, 0..source.len()).map(|line| (line.indent, line.text(source))).collect()
    }

    #[test]
    fn every_kind_of_break_and_blank_is_known() {
        assert_eq!(
            seen("\u{feff}one\r\n\u{a0}\u{a0}two \t\r\tthree\n \n\x0c  four"),
            [(0, "one"), (2, "two"), (4, "three"), (1, ""), (0, ""), (2, "four")]
        );
        assert_eq!(seen(""), []);
        assert_eq!(seen("\n"), [(0, "")]);
    }

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        assert_eq!(seen(" \tx"), [(4, "x")]);
        let source = "ab\n> \tx y\nz";
        let mut columns = Columns::default();
        assert_eq!([6, 8, 10, 6, 1].map(|at| columns.at(source, at)), [4, 6, 0, 4, 1]);
    }

    #[test]
    fn the_rest_of_a_line_is_indented_like_the_line() {
        let source = "  <!-- c -->  • x";
        let line = lines(source, 0..source.len()).next().unwrap();
        let rest = line.rest(source, 12);
        assert_eq!((rest.text(source), rest.indent), ("• x", 2));
    }
}
