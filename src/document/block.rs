use std::ops::Range;

use super::{Attributes, Prose};
use crate::text::Span;

/// One block of a report: a heading, a paragraph, a list item, a table row, …
///
/// Blocks are flat. What stands inside a list item carries the item's `depth`: a [`BlockKind::Paragraph`]
/// at depth 2 goes on with the item of depth 2 before it.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is, by its layout alone.
    pub kind: BlockKind,
    /// Its text, without bullets, heading marks and attributes. Empty for rules and pictures without a caption;
    /// for a table row, the cells joined by ` | `.
    pub prose: Prose,
    /// The bytes from its first mark (the bullet, the `#`) to its end.
    pub span: Span,
    /// How many list items it stands in, counting itself: 0 outside lists, 1 for an item of an outer list.
    pub depth: u16,
    /// How many block quotations it stands in.
    pub quotation: u16,
    /// Pandoc attributes at its end, taken out of the text.
    pub attributes: Option<Box<Attributes>>,
    /// The lines that the text was folded from: the bytes of `prose.as_str()` that each of them gave, in order, without
    /// the blanks that join them. Empty for text of a single line, and for rows and code.
    ///
    /// A caption that was glued under a bullet is a line of its own here, though it reads on in the prose.
    pub lines: Vec<Range<usize>>,
}

/// The layout kinds of blocks.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// A heading that the format marks as one (`##`, `<h2>`, underlined text). In plain text, where nothing
    /// marks headings, a short line that stands alone is a [`BlockKind::Paragraph`].
    Heading {
        /// 1 is the highest, 6 the lowest.
        level: u8,
    },
    /// A paragraph.
    Paragraph,
    /// The first paragraph of a list item.
    Item {
        /// Which list it belongs to; items of one list share the number, and numbers grow in reading order.
        list: u32,
        /// What stands in front of it.
        marker: Marker,
    },
    /// A row of a table.
    Row {
        /// Which table, numbered in reading order.
        table: u32,
        /// Whether it is the heading row.
        header: bool,
        /// The cells.
        cells: Vec<Cell>,
    },
    /// Preformatted text; never part of an argument.
    Code,
    /// A picture; its prose is the alternative text or the caption that the format ties to it.
    Picture,
    /// A caption that the format marks as one (`<figcaption>`).
    Caption,
    /// A thematic break.
    Rule,
    /// A comment (`<!-- … -->`), with the text between the marks as its prose.
    Comment,
    /// The text of a footnote.
    Footnote {
        /// The label that references name.
        label: String,
    },
    /// Part of the page and not of the article: navigation, a form, a byline that the format marks as one.
    Furniture {
        /// Why it was taken for that ("inside `<nav>`").
        reason: &'static str,
    },
}

/// A cell of a table row.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its text.
    pub prose: Prose,
    /// Its bytes.
    pub span: Span,
}

/// What stands in front of a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A bullet glyph.
    Bullet(char),
    /// A number (`1.`, `1)`).
    Number(u64),
    /// A letter (`a.`, `(b)`), in lower case.
    Letter(char),
}
