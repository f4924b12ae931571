use std::ops::Range;

/// What PDF files that linchpin draws name as the program that made them. They are no reports.
pub const PDF_CREATOR: &str = "linchpin";

/// What a word processor or a printed page says of a text besides its letters.
///
/// The text has one paragraph, or one row of a table, a line; empty paragraphs are empty lines and have no entry here.
#[derive(Clone, Debug)]
pub struct Typeset {
    /// The kind of file that it came in.
    pub container: Container,
    /// The title among the file's properties.
    pub title: Option<String>,
    /// The lines that are not empty, in order.
    pub lines: Vec<TypesetLine>,
    /// What of the file is not in the text, with its place.
    pub losses: Vec<(Range<usize>, String)>,
}

/// The kinds of files that text is taken out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Office Open XML, a word processor's (DOCX).
    Word,
    /// Portable Document Format.
    Pdf,
}

/// A paragraph or a row. All ranges are bytes of the whole text.
#[derive(Clone, Debug, Default)]
pub struct TypesetLine {
    /// Its bytes, without the line break.
    pub range: Range<usize>,
    /// What its layout makes it.
    pub role: Role,
    /// How many list items it stands in, counting itself.
    pub depth: u16,
    /// How many block quotations it stands in.
    pub quotation: u16,
    /// How far it is indented, in columns; what tells the nesting of bullets that are typed.
    pub indent: usize,
    /// Its marked stretches.
    pub marks: Vec<(Range<usize>, LineMark)>,
    /// Where the author broke the line within the paragraph.
    pub breaks: Vec<usize>,
    /// The page that it begins on, from 1; 0 where pages are not known, as in a Word file.
    pub page: usize,
}

/// What the layout makes of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading, 1 (the highest) to 6.
    Heading(u8),
    /// The first paragraph of a list item.
    Item {
        /// Which list, in reading order.
        list: u32,
        /// What the program shows in front of it.
        marker: ItemMarker,
    },
    /// A row of a table.
    Row {
        /// Which table, in reading order.
        table: u32,
        /// Whether it is a heading row.
        header: bool,
        /// Its cells' bytes.
        cells: Vec<Range<usize>>,
    },
    /// The caption of a table or picture.
    Caption,
    /// A footnote's or endnote's text, with its label.
    Footnote(String),
    /// No part of the report's text, with the reason.
    Furniture(&'static str),
}

/// What stands in front of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemMarker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
    /// A letter, in lower case.
    Letter(char),
}

/// How a stretch of a line is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineMark {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// A link to the address.
    Link(String),
    /// A reference to the note of that label; its range is empty.
    Note(String),
}
