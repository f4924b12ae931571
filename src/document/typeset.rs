//! Reading text that was taken out of a Word or PDF file, with how it was set there.

use std::ops::Range;

use super::bullets::{Lists, Runs, Surroundings};
use super::leaf::Leaf;
use super::{Block, BlockKind, Cell, Document, MarkKind, Marker, Prose};
use crate::text::{Container, FileId, ItemMarker, LineMark, Role, SourceFile, Span, Typeset, TypesetLine};

/// Reads a file that came as Word or PDF; any other has no blocks. Linear in its length.
#[must_use]
pub fn read(file: &SourceFile) -> Document {
    let mut document =
        Document { file: file.clone(), front_matter: None, title: None, blocks: Vec::new(), malformed: Vec::new() };
    let Some(typeset) = file.typeset() else { return document };
    document.title =
        typeset.title.as_ref().map(|title| Prose::approximate(title.as_str(), Span::new(FileId::FIRST, 0..0)));
    let source = file.text();
    let runs = Runs::find(typeset.lines.iter().map(|line| (line.range.start, &source[line.range.clone()])));
    let lists = typeset.lines.iter().filter_map(|line| match line.role {
        Role::Item { list, .. } => Some(list + 1),
        _ => None,
    });
    let mut reader = Reader {
        source,
        typeset,
        runs,
        lists: Lists::default(),
        list_count: lists.max().unwrap_or(0),
        document: &mut document,
    };
    for at in 0..typeset.lines.len() {
        reader.read(at);
    }
    document
}

struct Reader<'a> {
    source: &'a str,
    typeset: &'a Typeset,
    runs: Runs,
    lists: Lists,
    list_count: u32,
    document: &'a mut Document,
}

impl<'a> Reader<'a> {
    fn text(&self, line: &TypesetLine) -> &'a str {
        &self.source[line.range.clone()]
    }

    fn read(&mut self, at: usize) {
        let line = &self.typeset.lines[at];
        if line.role != Role::Paragraph {
            self.lists.clear();
        }
        let kind = match &line.role {
            Role::Paragraph => return self.read_running(at),
            Role::Heading(level) => BlockKind::Heading { level: *level },
            Role::Item { list, marker } => {
                let marker = match *marker {
                    ItemMarker::Bullet => Marker::Bullet('•'),
                    ItemMarker::Number(number) => Marker::Number(number),
                    ItemMarker::Letter(letter) => Marker::Letter(letter),
                };
                BlockKind::Item { list: *list, marker }
            }
            Role::Row { table, header, cells } => return self.read_row(line, *table, *header, cells),
            Role::Caption => BlockKind::Caption,
            Role::Footnote(label) => BlockKind::Footnote { label: label.clone() },
            Role::Furniture(reason) => BlockKind::Furniture { reason },
        };
        self.push(line, line.range.clone(), kind, line.depth);
    }

    /// A paragraph, or an item whose bullet is typed.
    fn read_running(&mut self, at: usize) {
        let line = &self.typeset.lines[at];
        let text = self.text(line);
        let content = text.trim_start();
        let start = line.range.end - content.len();
        let below = self.typeset.lines.get(at + 1).map(|below| self.text(below).trim_start());
        let around = Surroundings { above: None, below };
        let bullet = self.lists.judge(&self.runs, content, start, line.indent, around).filter(|bullet| {
            // Word counts by itself; what is typed there begins headings more often than items.
            self.typeset.container == Container::Pdf || matches!(bullet.marker, Marker::Bullet(_))
        });
        if let Some(bullet) = bullet {
            let (list, depth) = self.lists.enter(line.indent, &bullet, &mut self.list_count);
            let depth = line.depth.saturating_add(u16::try_from(depth).unwrap_or(u16::MAX));
            let kind = BlockKind::Item { list, marker: bullet.marker };
            self.push(line, start + bullet.len..line.range.end, kind, depth);
        } else {
            let inner = self.lists.continue_at(line.indent);
            let depth = line.depth.saturating_add(u16::try_from(inner).unwrap_or(u16::MAX));
            self.push(line, line.range.clone(), BlockKind::Paragraph, depth);
        }
    }

    /// Makes a block of the part `range` of a line.
    fn push(&mut self, line: &TypesetLine, range: Range<usize>, kind: BlockKind, depth: u16) {
        let mut leaf = Leaf::new();
        render(self.source, line, range, &mut leaf);
        let finished = match kind {
            BlockKind::Heading { .. } | BlockKind::Paragraph | BlockKind::Item { .. } => {
                leaf.finish(&self.document.file, &mut self.document.malformed)
            }
            _ => {
                leaf.prose.close_all();
                leaf.prose.link_bare_addresses();
                leaf.finish_verbatim()
            }
        };
        if finished.prose.is_empty() && finished.attributes.is_none() {
            return;
        }
        let block: Block = finished.into_block(kind, line.range.clone(), depth, line.quotation);
        self.document.blocks.push(block);
    }

    fn read_row(&mut self, line: &TypesetLine, table: u32, header: bool, ranges: &[Range<usize>]) {
        let mut row = Leaf::new();
        let mut cells = Vec::with_capacity(ranges.len());
        let mut before = None;
        let mut marks = 0;
        for range in ranges {
            // Marks lie in the order of the cells.
            let rest = &line.marks[marks..];
            let count = rest.iter().take_while(|(mark, _)| mark.end <= range.end).count();
            let own = TypesetLine { marks: rest[..count].to_vec(), ..TypesetLine::default() };
            marks += count;
            let mut cell = Leaf::new();
            render(self.source, &own, range.clone(), &mut cell);
            cell.prose.link_bare_addresses();
            cells.push(Cell { prose: cell.prose.finish(), span: Span::new(FileId::FIRST, range.clone()) });
            if let Some(end) = before {
                row.prose.push_blank(end);
                row.prose.push_replacement("|", end..range.start);
                row.prose.push_blank(range.start);
            }
            render(self.source, &own, range.clone(), &mut row);
            before = Some(range.end);
        }
        row.prose.link_bare_addresses();
        let kind = BlockKind::Row { table, header, cells };
        self.document.blocks.push(row.finish_verbatim().into_block(
            kind,
            line.range.clone(),
            line.depth,
            line.quotation,
        ));
    }
}

/// Where a mark begins (with its end) or ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    End,
    Break,
    Point,
    Start { until: std::cmp::Reverse<usize> },
}

/// Writes a part of a line with its marks and breaks. Marks that overlap are written in pieces. O(marks · log marks + length), for
/// marks of which few overlap.
fn render(source: &str, line: &TypesetLine, range: Range<usize>, leaf: &mut Leaf) {
    let within = line.breaks.iter().filter(|&&at| at > range.start && at < range.end);
    let mut edges: Vec<_> = within.map(|&at| (at, Edge::Break, 0)).collect();
    for (index, (mark, kind)) in line.marks.iter().enumerate() {
        if let LineMark::Note(_) = kind {
            if mark.start >= range.start && mark.start <= range.end {
                edges.push((mark.start, Edge::Point, index));
            }
            continue;
        }
        let (start, end) = (mark.start.max(range.start), mark.end.min(range.end));
        if start < end {
            edges.push((start, Edge::Start { until: std::cmp::Reverse(end) }, index));
            edges.push((end, Edge::End, index));
        }
    }
    edges.sort_unstable();
    let mut from = range.start;
    let mut open: Vec<usize> = Vec::new();
    for (at, edge, index) in edges {
        leaf.prose.push(&source[from..at], from);
        from = at;
        match edge {
            Edge::Break => leaf.break_line(at),
            Edge::Point => {
                if let LineMark::Note(label) = &line.marks[index].1 {
                    leaf.prose.footnote_reference(label.as_str());
                }
            }
            Edge::Start { .. } => {
                open.push(index);
                leaf.prose.open(kind_of(&line.marks[index].1));
            }
            Edge::End => {
                let Some(place) = open.iter().rposition(|&other| other == index) else { continue };
                for _ in place..open.len() {
                    leaf.prose.close();
                }
                open.remove(place);
                for &other in &open[place..] {
                    leaf.prose.open(kind_of(&line.marks[other].1));
                }
            }
        }
    }
    leaf.prose.push(&source[from..range.end], from);
}

fn kind_of(mark: &LineMark) -> MarkKind {
    match mark {
        LineMark::Strong => MarkKind::Strong,
        LineMark::Emphasis => MarkKind::Emphasis,
        LineMark::Link(address) => MarkKind::Link(address.clone()),
        LineMark::Note(label) => MarkKind::FootnoteReference(label.clone()),
    }
}
