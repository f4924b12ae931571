use std::ops::Range;

use rustc_hash::FxHashMap;

use super::styles::{Look, StyleKind, Styles};
use super::xml::{Tag, Visitor};
use crate::text::LineMark;

/// How many paragraphs are read.
const MOST_PARAGRAPHS: usize = 250_000;
/// How many columns a cell may span.
const WIDEST: usize = 63;
/// How many columns cells may span in all, besides their own.
const MOST_SPANNED: usize = 100_000;

/// A paragraph. Its ranges are bytes of its own text.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub text: String,
    pub marks: Vec<(Range<usize>, LineMark)>,
    pub breaks: Vec<usize>,
    pub style: Option<String>,
    pub look: Look,
    /// What stands in text boxes that hang on it.
    after: Vec<Block>,
    /// Whether its end was deleted, so that it goes on in the next.
    runs_on: bool,
    links: Vec<(usize, String)>,
    base: Option<(Option<bool>, Option<bool>, Option<bool>)>,
}

/// A paragraph, or a row of a table.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Row { table: u32, header: bool, cells: Vec<Vec<Paragraph>> },
}

/// What was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    Comment,
    Deletion,
    Picture,
    Embedded,
}

#[derive(Debug)]
struct Row {
    header: bool,
    is_deleted: bool,
    cells: Vec<Vec<Paragraph>>,
    /// How many columns the open cell spans.
    span: usize,
    /// Whether the open cell was deleted.
    is_cell_deleted: bool,
}

#[derive(Debug)]
enum Frame {
    Flow(Vec<Block>),
    Table { rows: Vec<Row>, has_first: bool },
    Row(Row),
}

/// What an open element is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Other,
    Skipped,
    Text,
    Instruction,
    Paragraph,
    Properties,
    Run,
    RowProperties,
    Flow,
    Note,
    Table,
    Row,
    Dropped,
    Link,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    is_result: bool,
    is_link: bool,
}

/// The blocks, and what was left out, with the number of blocks before it.
pub(super) type Read = (Vec<Block>, Vec<(usize, Left)>);

/// Reads the body of a document, or its notes.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    links: &'a FxHashMap<String, String>,
    open: Vec<Kind>,
    frames: Vec<Frame>,
    paragraphs: Vec<Paragraph>,
    runs: Vec<(Look, Option<String>)>,
    fields: Vec<Field>,
    /// How many of the fields are not at their result yet.
    instructing: usize,
    spanned: usize,
    skipped: usize,
    dropped: usize,
    tables: u32,
    count: usize,
    /// Where a paragraph whose end was deleted waits for the next.
    running_on: Option<Paragraph>,
    note: Option<String>,
    /// The notes, by their ids.
    pub notes: FxHashMap<String, Vec<Paragraph>>,
    /// What was left out, with the number of blocks before it.
    pub left: Vec<(usize, Left)>,
}

impl<'a> Body<'a> {
    /// `links` are the targets of the part's relationships.
    pub fn new(styles: &'a Styles, links: &'a FxHashMap<String, String>) -> Self {
        Self {
            styles,
            links,
            open: Vec::new(),
            frames: vec![Frame::Flow(Vec::new())],
            paragraphs: Vec::new(),
            runs: Vec::new(),
            fields: Vec::new(),
            instructing: 0,
            spanned: 0,
            skipped: 0,
            dropped: 0,
            tables: 0,
            count: 0,
            running_on: None,
            note: None,
            notes: FxHashMap::default(),
            left: Vec::new(),
        }
    }

    /// The blocks of the body.
    ///
    /// # Errors
    /// If there are too many.
    pub fn finish(mut self) -> Result<Read, String> {
        if self.count > MOST_PARAGRAPHS {
            return Err(format!("this document has more than {MOST_PARAGRAPHS} paragraphs"));
        }
        if let Some(paragraph) = self.running_on.take() {
            self.push(Block::Paragraph(paragraph));
        }
        match self.frames.into_iter().next() {
            Some(Frame::Flow(blocks)) => Ok((blocks, self.left)),
            _ => Ok((Vec::new(), self.left)),
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(Frame::Flow(blocks)) = self.frames.last_mut() {
            blocks.push(block);
        }
    }

    fn is_inside(&self, kind: Kind) -> bool {
        // Properties lie a few levels deep, whatever they lie in.
        self.open.iter().rev().take(4).any(|&open| open == kind)
    }

    /// Whether a letter of the run is read at this place.
    fn is_read(&self) -> bool {
        self.dropped == 0 && self.instructing == 0
    }

    fn write(&mut self, text: &str) {
        if !self.is_read() {
            return;
        }
        let run = self.runs.last().cloned().unwrap_or_default();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let styles = self.styles;
        let (bold, italic, hidden) = *paragraph.base.get_or_insert_with(|| {
            let resolved = styles.resolve(paragraph.style.as_deref());
            // That headings are bold says no more than that they are headings.
            let is_plain = matches!(resolved.kind, StyleKind::Heading(_) | StyleKind::Title);
            let look = resolved.look;
            if is_plain { (None, None, look.hidden) } else { (look.bold, look.italic, look.hidden) }
        });
        let of_style = run.1.as_deref().map(|style| styles.resolve(Some(style)).look).unwrap_or_default();
        let says = |run: Option<bool>, style: Option<bool>, base: Option<bool>| run.or(style).or(base) == Some(true);
        if says(run.0.hidden, of_style.hidden, hidden) {
            return;
        }
        let start = paragraph.text.len();
        paragraph.text.extend(
            text.chars()
                .filter(|&c| c != '\u{ad}')
                .map(|c| if c != '\t' && c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }),
        );
        let end = paragraph.text.len();
        if says(run.0.bold, of_style.bold, bold) {
            extend(&mut paragraph.marks, start..end, LineMark::Strong);
        }
        if says(run.0.italic, of_style.italic, italic) {
            extend(&mut paragraph.marks, start..end, LineMark::Emphasis);
        }
    }

    fn open_link(&mut self, address: String) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.links.push((paragraph.text.len(), address));
        }
    }

    fn close_link(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let Some((start, address)) = paragraph.links.pop() else { return };
        let range = start..paragraph.text.len();
        if !address.is_empty() && !range.is_empty() {
            paragraph.marks.push((range, LineMark::Link(address)));
        }
    }

    fn leave_out(&mut self, what: Left) {
        let before = match self.frames.first() {
            Some(Frame::Flow(blocks)) => blocks.len(),
            _ => 0,
        };
        self.left.push((before, what));
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => {
                self.fields.push(Field::default());
                self.instructing += 1;
            }
            "separate" => {
                let Some(field) = self.fields.last_mut().filter(|field| !field.is_result) else { return };
                field.is_result = true;
                self.instructing -= 1;
                if let Some(address) = address_of(&field.instruction) {
                    field.is_link = true;
                    self.open_link(address);
                }
            }
            "end" => {
                let Some(field) = self.fields.pop() else { return };
                self.instructing -= usize::from(!field.is_result);
                if field.is_link {
                    self.close_link();
                }
            }
            _ => {}
        }
    }

    fn refer(&mut self, tag: &Tag<'_, '_>) {
        if self.is_read()
            && let (Some(id), Some(paragraph)) = (tag.value("id"), self.paragraphs.last_mut())
        {
            let at = paragraph.text.len();
            let kind = if tag.name == "footnoteReference" { "f" } else { "e" };
            paragraph.marks.push((at..at, LineMark::Note(format!("{kind}{id}"))));
        }
    }

    /// A property or a piece of a run.
    fn piece(&mut self, tag: &Tag<'_, '_>) -> Kind {
        if self.is_inside(Kind::Properties) {
            if let Some(paragraph) = self.paragraphs.last_mut() {
                match tag.name {
                    "pStyle" => paragraph.style = tag.value("val"),
                    "del" | "moveFrom" => paragraph.runs_on = true,
                    // How the mark at the end of the paragraph looks is not how the paragraph looks.
                    "b" | "i" | "vanish" => {}
                    _ => paragraph.look.note(tag),
                }
            }
            return Kind::Other;
        }
        if self.is_inside(Kind::RowProperties) {
            if let Some(Frame::Row(row)) = self.frames.last_mut() {
                match tag.name {
                    "tblHeader" => row.header = tag.is_on(),
                    "del" => row.is_deleted = true,
                    _ => {}
                }
            }
            return Kind::Other;
        }
        match tag.name {
            "t" | "m:t" => return Kind::Text,
            "instrText" => return Kind::Instruction,
            "tab" | "ptab" => self.write("\t"),
            "br" | "cr" => {
                let is_line = tag.value("type").is_none_or(|kind| kind == "textWrapping");
                self.write(" ");
                if is_line
                    && self.is_read()
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    paragraph.breaks.push(paragraph.text.len());
                }
            }
            "noBreakHyphen" => self.write("-"),
            "sym" => {
                let symbol = symbol(&tag.value("font").unwrap_or_default(), &tag.value("char").unwrap_or_default());
                self.write(symbol.encode_utf8(&mut [0; 4]));
            }
            "footnoteReference" | "endnoteReference" => self.refer(tag),
            "fldChar" => self.field(&tag.value("fldCharType").unwrap_or_default()),
            "commentReference" => self.leave_out(Left::Comment),
            "pic:pic" | "v:imagedata" => self.leave_out(Left::Picture),
            "altChunk" | "subDoc" => self.leave_out(Left::Embedded),
            "rStyle" => {
                if let Some(run) = self.runs.last_mut() {
                    run.1 = tag.value("val");
                }
            }
            "b" | "i" | "vanish" => {
                if let Some(run) = self.runs.last_mut() {
                    run.0.note(tag);
                }
            }
            "gridSpan" => {
                if let Some(Frame::Row(row)) = self.frames.iter_mut().rev().nth(1) {
                    row.span = tag.number("val").unwrap_or(1).clamp(1, WIDEST);
                }
            }
            "cellDel" => {
                if let Some(Frame::Row(row)) = self.frames.iter_mut().rev().nth(1) {
                    row.is_cell_deleted = true;
                }
                self.leave_out(Left::Deletion);
            }
            "tblLook" => {
                let mask = tag.value("val").and_then(|value| u32::from_str_radix(&value, 16).ok());
                let says = match tag.value("firstRow") {
                    Some(value) => value != "0" && value != "false",
                    None => mask.is_none_or(|mask| mask & 0x20 != 0),
                };
                if let Some(Frame::Table { has_first, .. }) = self.frames.last_mut() {
                    *has_first = says;
                }
            }
            _ => {}
        }
        Kind::Other
    }

    fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let after = std::mem::take(&mut paragraph.after);
        if paragraph.runs_on {
            self.running_on = Some(paragraph);
        } else {
            self.push(Block::Paragraph(paragraph));
        }
        for block in after {
            self.push(block);
        }
    }

    fn close_flow(&mut self) {
        if let Some(paragraph) = self.running_on.take() {
            self.push(Block::Paragraph(paragraph));
        }
        let Some(Frame::Flow(blocks)) = self.frames.pop() else { return };
        if let Some(Frame::Row(row)) = self.frames.last_mut() {
            if std::mem::take(&mut row.is_cell_deleted) {
                row.span = 1;
                return;
            }
            row.cells.push(flattened(blocks));
            let more = (row.span - 1).min(MOST_SPANNED - self.spanned);
            self.spanned += more;
            row.cells.extend(std::iter::repeat_n(Vec::new(), more));
            row.span = 1;
        } else if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.after.extend(blocks);
        } else if let Some(Frame::Flow(outer)) = self.frames.last_mut() {
            outer.extend(blocks);
        }
    }

    fn close_note(&mut self) {
        let Some(Frame::Flow(blocks)) = self.frames.pop() else { return };
        if let Some(id) = self.note.take() {
            self.notes.insert(id, flattened(blocks));
        }
    }

    fn close_table(&mut self) {
        let Some(Frame::Table { mut rows, has_first }) = self.frames.pop() else { return };
        rows.retain(|row| !row.is_deleted);
        let is_box = rows.iter().all(|row| row.cells.len() <= 1);
        if is_box {
            // A frame around text, drawn as a table.
            for paragraph in rows.into_iter().flat_map(|row| row.cells).flatten() {
                self.push(Block::Paragraph(paragraph));
            }
            return;
        }
        let table = self.tables;
        self.tables += 1;
        let says_headers = rows.iter().any(|row| row.header);
        for (at, row) in rows.into_iter().enumerate() {
            let header = if says_headers { row.header } else { at == 0 && has_first };
            self.push(Block::Row { table, header, cells: row.cells });
        }
    }
}

impl Visitor for Body<'_> {
    fn open(&mut self, tag: &Tag<'_, '_>) {
        let kind = match tag.name {
            _ if self.skipped > 0 => Kind::Skipped,
            // Earlier properties, what stands in for newer programs' boxes, and what is no text.
            "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "tblPrExChange" | "numberingChange" | "tblGridChange" | "mc:Fallback" | "sectPr" | "sdtPr" | "tabs"
            | "rt" => Kind::Skipped,
            "p" if self.count > MOST_PARAGRAPHS => Kind::Skipped,
            "p" => {
                self.count += 1;
                let paragraph = self.running_on.take().map_or_else(Paragraph::default, |before| Paragraph {
                    style: None,
                    look: Look::default(),
                    runs_on: false,
                    base: None,
                    ..before
                });
                self.paragraphs.push(paragraph);
                Kind::Paragraph
            }
            "pPr" => Kind::Properties,
            "trPr" => Kind::RowProperties,
            "r" | "m:r" => {
                self.runs.push(Default::default());
                Kind::Run
            }
            "txbxContent" => {
                self.frames.push(Frame::Flow(Vec::new()));
                Kind::Flow
            }
            "tc" if matches!(self.frames.last(), Some(Frame::Row(_))) => {
                self.frames.push(Frame::Flow(Vec::new()));
                Kind::Flow
            }
            "tbl" if matches!(self.frames.last(), Some(Frame::Flow(_))) => {
                self.frames.push(Frame::Table { rows: Vec::new(), has_first: true });
                Kind::Table
            }
            "tr" if matches!(self.frames.last(), Some(Frame::Table { .. })) => {
                self.frames.push(Frame::Row(Row {
                    header: false,
                    is_deleted: false,
                    cells: Vec::new(),
                    span: 1,
                    is_cell_deleted: false,
                }));
                Kind::Row
            }
            "footnote" | "endnote" if self.note.is_none() && tag.value("type").is_none_or(|kind| kind == "normal") => {
                self.frames.push(Frame::Flow(Vec::new()));
                self.note = tag.value("id");
                Kind::Note
            }
            "footnote" | "endnote" => Kind::Skipped,
            "del" | "moveFrom" if !self.is_inside(Kind::Properties) && !self.is_inside(Kind::RowProperties) => {
                self.dropped += 1;
                self.leave_out(Left::Deletion);
                Kind::Dropped
            }
            "hyperlink" => {
                let address = tag.value("id").and_then(|id| self.links.get(&id).cloned()).unwrap_or_default();
                self.open_link(address);
                Kind::Link
            }
            "fldSimple" => {
                let address = address_of(&tag.value("instr").unwrap_or_default()).unwrap_or_default();
                self.open_link(address);
                Kind::Link
            }
            _ => self.piece(tag),
        };
        self.skipped += usize::from(kind == Kind::Skipped);
        self.open.push(kind);
    }

    fn text(&mut self, text: &str) {
        match self.open.last() {
            Some(Kind::Text) => self.write(text),
            Some(Kind::Instruction) => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.is_result) {
                    field.instruction.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Kind::Skipped) => self.skipped -= 1,
            Some(Kind::Paragraph) => self.close_paragraph(),
            Some(Kind::Run) => drop(self.runs.pop()),
            Some(Kind::Flow) => self.close_flow(),
            Some(Kind::Note) => self.close_note(),
            Some(Kind::Table) => self.close_table(),
            Some(Kind::Row) => {
                if let Some(Frame::Row(row)) = self.frames.pop()
                    && let Some(Frame::Table { rows, .. }) = self.frames.last_mut()
                {
                    rows.push(row);
                }
            }
            Some(Kind::Dropped) => self.dropped -= 1,
            Some(Kind::Link) => self.close_link(),
            _ => {}
        }
    }
}

/// The paragraphs of blocks, with those of the tables in them.
fn flattened(blocks: Vec<Block>) -> Vec<Paragraph> {
    blocks
        .into_iter()
        .flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Row { cells, .. } => cells.into_iter().flatten().collect(),
        })
        .collect()
}

fn extend(marks: &mut Vec<(Range<usize>, LineMark)>, range: Range<usize>, kind: LineMark) {
    if range.is_empty() {
        return;
    }
    // Runs of one look follow each other; at most the other look lies between.
    let before = marks.iter_mut().rev().take(3).find(|(mark, other)| *other == kind && mark.end == range.start);
    match before {
        Some((mark, _)) => mark.end = range.end,
        None => marks.push((range, kind)),
    }
}

/// The address that a field's instruction links to.
fn address_of(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?.trim_start();
    let address = rest.strip_prefix('"')?.split('"').next()?;
    (!address.is_empty()).then(|| address.to_owned())
}

/// A letter of a symbol font, by its number in hexadecimal.
fn symbol(font: &str, code: &str) -> char {
    let code = u32::from_str_radix(code, 16).unwrap_or(0xfffd);
    let is_symbol = font.eq_ignore_ascii_case("symbol");
    match code & 0xff {
        _ if !(0xf000..=0xf0ff).contains(&code) => {
            char::from_u32(code).filter(|c| !c.is_control()).unwrap_or('\u{fffd}')
        }
        0xb7 => '•',
        0xa3 if is_symbol => '≤',
        0xb3 if is_symbol => '≥',
        0xb1 if is_symbol => '±',
        0xb4 if is_symbol => '×',
        0xae if is_symbol => '→',
        0xbb if is_symbol => '≈',
        0xb9 if is_symbol => '≠',
        0xa7 => '▪',
        0xe0 | 0xe8 => '→',
        0xfc => '✓',
        0xfb => '✗',
        byte @ 0x20..=0x7e if !is_symbol && !font.to_ascii_lowercase().contains("dings") => {
            char::from_u32(byte).unwrap_or('\u{fffd}')
        }
        _ => '\u{fffd}',
    }
}
