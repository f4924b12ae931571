//! A block in the making: its prose, and the lines that it is folded from.

use std::ops::Range;

use super::{Attributes, Block, BlockKind, MalformedAttributes, Prose, ProseBuilder};
use crate::text::{FileId, SourceFile, Span};

/// Collects the text of one block.
#[derive(Debug)]
pub(super) struct Leaf {
    pub prose: ProseBuilder,
    /// The length of the prose at the end of each line but the last.
    line_ends: Vec<usize>,
}

/// What a leaf has become.
#[derive(Debug)]
pub(super) struct Finished {
    pub prose: Prose,
    pub attributes: Option<Box<Attributes>>,
    pub lines: Vec<Range<usize>>,
}

impl Leaf {
    pub fn new() -> Self {
        Self { prose: ProseBuilder::new(FileId::FIRST), line_ends: Vec::new() }
    }

    /// Notes that a line ends at `at` in the source.
    pub fn break_line(&mut self, at: usize) {
        self.line_ends.push(self.prose.as_str().len());
        self.prose.push_line_break(at..at);
    }

    /// Closes the leaf, which was read from `source`: links bare addresses, takes attributes off its end.
    pub fn finish(mut self, source: &SourceFile, malformed: &mut Vec<MalformedAttributes>) -> Finished {
        self.prose.close_all();
        self.prose.link_bare_addresses();
        let (prose, attributes, faults) = Attributes::take_from(self.prose.finish().in_place(source));
        malformed.extend(faults);
        let lines = lines(&self.line_ends, prose.as_str());
        Finished { prose, attributes, lines }
    }

    /// Closes a leaf that is no part of the report's words (a comment, code): nothing is taken out of its text.
    pub fn finish_verbatim(self) -> Finished {
        let prose = self.prose.finish();
        let lines = lines(&self.line_ends, prose.as_str());
        Finished { prose, attributes: None, lines }
    }
}

impl Finished {
    /// The block of this text.
    pub fn into_block(self, kind: BlockKind, span: Range<usize>, depth: u16, quotation: u16) -> Block {
        let Self { prose, attributes, lines } = self;
        Block { kind, prose, span: Span::new(FileId::FIRST, span), depth, quotation, attributes, lines }
    }
}

/// A block without text.
pub(super) fn empty_block(kind: BlockKind, span: Range<usize>, depth: u16, quotation: u16) -> Block {
    Finished { prose: Prose::default(), attributes: None, lines: Vec::new() }.into_block(kind, span, depth, quotation)
}

fn lines(ends: &[usize], text: &str) -> Vec<Range<usize>> {
    if ends.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::with_capacity(ends.len() + 1);
    let mut from = 0;
    for end in ends.iter().copied().chain([text.len()]) {
        let end = end.min(text.len());
        let line = text[from..end].trim_end();
        let start = from + (line.len() - line.trim_start().len());
        if start < from + line.len() {
            lines.push(start..from + line.len());
        }
        from = end;
    }
    if lines.len() < 2 { Vec::new() } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_the_parts_of_the_folded_text() {
        let mut leaf = Leaf::new();
        leaf.break_line(0);
        leaf.prose.push("  one é ", 0);
        leaf.break_line(9);
        leaf.break_line(10);
        leaf.prose.push("two", 11);
        leaf.break_line(14);
        leaf.prose.push("{#id}", 15);
        let finished = leaf.finish(&SourceFile::new("", ""), &mut Vec::new());
        let text = finished.prose.as_str();
        assert_eq!(text, "one é two");
        assert_eq!(finished.lines.iter().map(|line| &text[line.clone()]).collect::<Vec<_>>(), ["one é", "two"]);
        assert_eq!(finished.attributes.unwrap().id.unwrap().value, "id");
    }

    #[test]
    fn a_single_line_needs_no_ranges() {
        let mut leaf = Leaf::new();
        leaf.prose.push("one", 0);
        leaf.break_line(3);
        leaf.prose.push("{#id}", 4);
        assert!(leaf.finish(&SourceFile::new("", ""), &mut Vec::new()).lines.is_empty());
    }
}
