//! Reads Markdown: `CommonMark` with tables, footnotes, strikethrough and task lists, and what published pages that
//! were pasted into a Markdown file need beyond it.

mod html;
mod inline;
mod stretches;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use rayon::prelude::*;
use smallvec::SmallVec;

use super::bullets::{self, Lists, Runs, Surroundings};
use super::leaf::{Leaf, empty_block};
use super::source_lines::{self, Columns, Line};
use super::{
    Block, BlockKind, Cell, Document, MalformedAttributes, Marker, ProseBuilder, front_matter, labels, prose, text,
};
use crate::text::{FileId, SourceFile, Span};
use inline::{Inline, Part, SourceLine};

/// Reads a report in Markdown.
///
/// Beyond `CommonMark`: paragraphs whose lines begin with bullets (`•`, `–`, …) or running letters are parted into
/// items, a line like "Key Judgement 1" is a block of its own, and a page that was pasted with its indentation is no
/// code: such a block is read as plain text, and so is the whole file when most of its lines are of that kind. Never
/// fails: any text is a report. O(length).
#[must_use]
pub fn read(file: &SourceFile) -> Document {
    let source = file.text();
    let (front_matter, body) = match front_matter::find(source) {
        Some((content, body)) => (Some(Span::new(FileId::FIRST, content)), body),
        None => (None, source.len() - source.trim_start_matches('\u{feff}').len()),
    };
    read_in_stretches(file, front_matter, body, stretches::LEAST)
}

fn read_in_stretches(file: &SourceFile, front_matter: Option<Span>, body: usize, least: usize) -> Document {
    let source = file.text();
    let mut line_count = 0;
    let runs = Runs::find(source_lines::lines(source, body..source.len()).map(|line| {
        line_count += usize::from(!line.is_blank());
        let content = line.text(source).trim_start_matches(|c| c == '>' || prose::is_blank(c));
        (line.end - content.len(), content)
    }));
    let stretches = stretches::stretches(source, body..source.len(), least);
    let mut readers: Vec<Reader<'_>> = match stretches.as_slice() {
        [whole] => vec![Reader::read(file, &runs, whole.clone())],
        several => several.par_iter().map(|stretch| Reader::read(file, &runs, stretch.clone())).collect(),
    };
    let is_parted_wrongly = readers.split_last().is_some_and(|(_, before)| before.iter().any(|one| one.may_go_on));
    if is_parted_wrongly {
        readers = vec![Reader::read(file, &runs, body..source.len())];
    }
    let reader = Reader::joined(readers, file, &runs);
    line_count = line_count.saturating_sub(reader.fenced_lines);
    if reader.indented_lines * 2 > line_count {
        return text::read(file);
    }
    Document { file: file.clone(), front_matter, title: None, blocks: reader.blocks, malformed: reader.malformed }
}

/// The dialect that is read.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// The comments in the lines of a block of raw HTML, marks and all.
pub(super) fn comments_of_block(source: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let chunks = html::chunks(source, lines).into_iter();
    chunks.filter(|chunk| chunk.kind == html::ChunkKind::Comment).map(|chunk| chunk.span).collect()
}

/// What the text that is collected becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Heading(u8),
}

/// Something that blocks stand in: the report, a quotation, a list item, a footnote.
#[derive(Debug, Default)]
struct Frame {
    /// The depth of what stands in it, without the lists below.
    depth: usize,
    /// Lists in it that Markdown does not know of.
    lists: Lists,
    /// How deep the last paragraph went in them.
    inner_depth: usize,
    /// For a list item: the column of its bullet.
    column: Option<usize>,
    /// For a list item: its head, until its first text is met.
    head: Option<Head>,
    /// A bullet that stood alone, whose text may be the next paragraph.
    waiting: Option<Head>,
    footnote: Option<String>,
}

/// The bullet of an item whose text is still to come.
#[derive(Clone, Debug)]
struct Head {
    start: usize,
    list: u32,
    marker: Marker,
    depth: usize,
    /// How many blocks there were before it.
    blocks_before: usize,
}

/// What a part of a paragraph becomes.
#[derive(Debug)]
enum PartKind {
    /// The text of the bullet that the frame, or the paragraph before, has ready.
    Head(Head),
    Item {
        list: u32,
        marker: Marker,
        depth: usize,
    },
    Paragraph {
        depth: usize,
    },
}

/// The parts of a paragraph, of which most have one.
type Parts = SmallVec<[Part; 2]>;
type Kinds = SmallVec<[PartKind; 2]>;

/// A list of Markdown's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct List {
    number: u32,
    /// Bullet or delimiter; a list that a comment interrupts goes on with the same one.
    sign: char,
    /// The number of the next item, for an ordered list.
    next: Option<u64>,
    frame: usize,
}

struct Code {
    is_fenced: bool,
    /// Its text, with where it stands.
    pieces: Vec<(String, Range<usize>)>,
}

struct Reader<'a> {
    file: &'a SourceFile,
    source: &'a str,
    runs: &'a Runs,
    columns: Columns,
    blocks: Vec<Block>,
    malformed: Vec<MalformedAttributes>,
    frames: Vec<Frame>,
    quotation: u16,
    lists: Vec<List>,
    list_count: u32,
    /// The list that ended last, if nothing but comments followed it.
    ended_list: Option<List>,
    table_count: u32,
    inline: Vec<Inline<'a>>,
    cells: Vec<(Vec<Inline<'a>>, Range<usize>)>,
    in_cell: bool,
    code: Option<Code>,
    html: Option<Vec<Range<usize>>>,
    /// Lines of indented code, and lines between fences, both without blank ones.
    indented_lines: usize,
    fenced_lines: usize,
    /// Whether what was read last, fenced code or raw HTML, could go on if there were more text.
    may_go_on: bool,
}

impl<'a> Reader<'a> {
    fn new(file: &'a SourceFile, runs: &'a Runs) -> Self {
        Self {
            file,
            source: file.text(),
            runs,
            columns: Columns::default(),
            blocks: Vec::new(),
            malformed: Vec::new(),
            frames: vec![Frame::default()],
            quotation: 0,
            lists: Vec::new(),
            list_count: 0,
            ended_list: None,
            table_count: 0,
            inline: Vec::new(),
            cells: Vec::new(),
            in_cell: false,
            code: None,
            html: None,
            indented_lines: 0,
            fenced_lines: 0,
            may_go_on: false,
        }
    }

    /// Reads one stretch of the text.
    fn read(file: &'a SourceFile, runs: &'a Runs, stretch: Range<usize>) -> Self {
        let mut reader = Self::new(file, runs);
        let start = stretch.start;
        for (event, range) in Parser::new_ext(&file.text()[stretch], options()).into_offset_iter() {
            reader.event(event, range.start + start..range.end + start);
        }
        reader.flush(Kind::Paragraph, None);
        reader
    }

    /// What was read in several stretches, as if it had been read in one.
    fn joined(readers: Vec<Self>, file: &'a SourceFile, runs: &'a Runs) -> Self {
        let mut readers = readers.into_iter();
        let mut whole = readers.next().unwrap_or_else(|| Self::new(file, runs));
        whole.blocks.reserve_exact(readers.as_slice().iter().map(|reader| reader.blocks.len()).sum());
        for reader in readers {
            let numbered = reader.blocks.into_iter().map(|mut block| {
                match &mut block.kind {
                    BlockKind::Item { list, .. } => *list = list.saturating_add(whole.list_count),
                    BlockKind::Row { table, .. } => *table = table.saturating_add(whole.table_count),
                    _ => {}
                }
                block
            });
            whole.blocks.extend(numbered);
            whole.malformed.extend(reader.malformed);
            whole.list_count = whole.list_count.saturating_add(reader.list_count);
            whole.table_count = whole.table_count.saturating_add(reader.table_count);
            whole.indented_lines += reader.indented_lines;
            whole.fenced_lines += reader.fenced_lines;
        }
        whole
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        self.may_go_on = false;
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Rule => {
                self.flush(Kind::Paragraph, None);
                let frame = self.frame();
                frame.lists.clear();
                let depth = frame.depth;
                let span = self.trimmed(range);
                self.emit(empty_block(BlockKind::Rule, span, narrow(depth), self.quotation));
            }
            Event::Text(text) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    code.pieces.push((text.into_string(), range));
                }
            }
            Event::Html(_) | Event::Text(_) if self.html.is_some() => {
                if let Some(pieces) = &mut self.html {
                    pieces.push(range);
                }
            }
            event => self.inline.push((event, range)),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) {
            self.inline.push((Event::Start(tag), range));
            return;
        }
        self.flush(Kind::Paragraph, None);
        match tag {
            Tag::BlockQuote(_) => {
                self.quotation = self.quotation.saturating_add(1);
                let depth = self.depth_at(range.start);
                // The first text of an item may stand in a quotation.
                let head = self.frame().head.take();
                self.frames.push(Frame { depth, head, ..Frame::default() });
            }
            Tag::FootnoteDefinition(label) => {
                self.frames.push(Frame { footnote: Some(label.into_string()), ..Frame::default() });
            }
            Tag::List(first) => self.start_list(first, &range),
            Tag::Item => self.start_item(&range),
            Tag::CodeBlock(kind) => {
                self.code = Some(Code { is_fenced: matches!(kind, CodeBlockKind::Fenced(_)), pieces: Vec::new() });
            }
            Tag::HtmlBlock => self.html = Some(Vec::new()),
            Tag::Table(_) => self.table_count = self.table_count.saturating_add(1),
            Tag::TableHead | Tag::TableRow => self.cells.clear(),
            Tag::TableCell => self.in_cell = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.inline.push((Event::End(tag), range));
            }
            TagEnd::Paragraph => self.flush(Kind::Paragraph, Some(range)),
            TagEnd::Heading(level) => self.flush(Kind::Heading(number(level)), Some(range)),
            TagEnd::BlockQuote(_) => {
                self.flush(Kind::Paragraph, None);
                self.quotation = self.quotation.saturating_sub(1);
                let head = self.frames.pop().and_then(|frame| frame.head);
                self.frame().head = head;
            }
            TagEnd::FootnoteDefinition => {
                self.flush(Kind::Paragraph, None);
                self.frames.pop();
            }
            TagEnd::Item => {
                self.flush(Kind::Paragraph, None);
                let head = self.frames.pop().and_then(|frame| frame.head);
                let block_count = self.blocks.len();
                self.frame().waiting = head.filter(|head| head.blocks_before == block_count);
            }
            TagEnd::List(_) => self.ended_list = self.lists.pop(),
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::TableCell => {
                self.in_cell = false;
                let events = std::mem::take(&mut self.inline);
                self.cells.push((events, range));
            }
            TagEnd::TableHead => self.end_row(true, range),
            TagEnd::TableRow => self.end_row(false, range),
            _ => {}
        }
    }

    /// The depth of something in the innermost frame that is no item and begins at byte `start`.
    fn depth_at(&mut self, start: usize) -> usize {
        let column = self.columns.at(self.source, start);
        let frame = self.frame();
        if frame.inner_depth > 0 {
            frame.inner_depth = frame.lists.continue_at(column);
        }
        frame.depth + frame.inner_depth
    }

    fn start_list(&mut self, first: Option<u64>, range: &Range<usize>) {
        let sign = match first {
            None => self.source[range.start..].chars().next().unwrap_or('-'),
            Some(_) => self.source[range.start..].chars().find(|c| !c.is_ascii_digit()).unwrap_or('.'),
        };
        let frame = self.frames.len();
        let ended = self.ended_list.take().filter(|ended| ended.frame == frame && ended.sign == sign);
        let number = match ended.filter(|ended| first.is_none() || ended.next == first) {
            Some(ended) => ended.number,
            None => bullets::next(&mut self.list_count),
        };
        self.lists.push(List { number, sign, next: first, frame });
    }

    fn start_item(&mut self, range: &Range<usize>) {
        let start = range.start + leading_blanks(&self.source[range.clone()]);
        let Some(list) = self.lists.last_mut() else { return };
        let marker = match &mut list.next {
            None => Marker::Bullet(self.source[start..].chars().next().unwrap_or(list.sign)),
            Some(next) => {
                let digits = self.source[start..].bytes().take_while(u8::is_ascii_digit).count();
                let value = self.source[start..start + digits].parse().unwrap_or(*next);
                *next = value.saturating_add(1);
                Marker::Number(value)
            }
        };
        let number = list.number;
        // A list that is indented as far as the bullets before it, but has another bullet, is nested in them.
        let column = self.columns.at(self.source, start);
        let blocks_before = self.blocks.len();
        self.ended_list = None;
        let frame = self.frame();
        if frame.inner_depth > 0 {
            frame.inner_depth = frame.lists.continue_at(column + 2);
        }
        let depth = frame.depth + frame.inner_depth + 1;
        frame.waiting = None;
        let head = Head { start, list: number, marker, depth, blocks_before };
        self.frames.push(Frame { depth, head: Some(head), column: Some(column), ..Frame::default() });
    }

    /// Adds a block; only comments leave what is being waited for untouched.
    fn emit(&mut self, block: Block) {
        if !matches!(block.kind, BlockKind::Comment) {
            self.ended_list = None;
            self.frame().waiting = None;
        }
        self.blocks.push(block);
    }

    /// Ends the text that is being collected. `range` is that of the paragraph or heading, if it has one of its own.
    fn flush(&mut self, kind: Kind, range: Option<Range<usize>>) {
        if self.inline.is_empty() || self.in_cell {
            return;
        }
        let mut events = std::mem::take(&mut self.inline);
        self.emit_text(kind, range, &events);
        // Their room is used again.
        events.clear();
        self.inline = events;
    }

    fn emit_text(&mut self, kind: Kind, range: Option<Range<usize>>, events: &[Inline<'a>]) {
        let lines = inline::lines(self.source, events, &mut self.columns);
        let (Kind::Heading(level), Some(range)) = (kind, range) else {
            self.text(events, &lines);
            return;
        };
        let span = self.trimmed(range);
        let underline = self.source[span.clone()].rfind(['\n', '\r']).map(|at| self.trimmed(span.start + at..span.end));
        match underline.filter(|_| self.has_bullets(&lines)) {
            // The rule under the last bullet of a pasted page is no underline.
            Some(rule) => {
                self.text(events, &lines);
                self.event(Event::Rule, rule);
            }
            None => self.heading(level, events, &lines, span),
        }
    }

    fn has_bullets(&mut self, lines: &[SourceLine]) -> bool {
        let (source, runs) = (self.source, self.runs);
        let around = Surroundings { above: None, below: None };
        let lists = &self.frame().lists;
        let is_item = |line: &SourceLine| {
            !line.is_escaped && lists.judge(runs, line.text(source), line.start, line.indent, around).is_some()
        };
        lines.len() > 1 && lines.iter().any(is_item)
    }

    fn heading(&mut self, level: u8, events: &[Inline<'a>], lines: &[SourceLine], span: Range<usize>) {
        let frame = self.frame();
        frame.lists.clear();
        frame.inner_depth = 0;
        let depth = frame.depth;
        let kind = match &frame.footnote {
            Some(label) => BlockKind::Footnote { label: label.clone() },
            None => BlockKind::Heading { level },
        };
        let Some(part) = inline::render(self.source, events, lines, &[Part { line: 0, skip: 0 }]).pop() else { return };
        let finished = part.leaf.finish(self.file, &mut self.malformed);
        if finished.prose.is_empty() {
            self.malformed.extend(finished.attributes.as_deref().map(MalformedAttributes::standing_alone));
        } else {
            self.emit(finished.into_block(kind, span, narrow(depth), self.quotation));
        }
        self.emit_comments(part.comments, depth);
    }

    /// Emits a paragraph, parted where bullets and labels stand at the heads of its lines.
    fn text(&mut self, events: &[Inline<'a>], lines: &[SourceLine]) {
        let (parts, kinds) = self.parts(lines);
        let rendered = inline::render(self.source, events, lines, &parts);
        // A mark that is open across lines keeps parts together, so there may be fewer than were asked for.
        let first_lines: SmallVec<[usize; 3]> =
            rendered.iter().map(|part| parts[part.index].line).chain([lines.len()]).collect();
        let mut kinds = kinds.into_iter().enumerate();
        for (part, bounds) in rendered.into_iter().zip(first_lines.windows(2)) {
            let Some((_, kind)) = kinds.find(|(index, _)| *index == part.index) else { return };
            let span = lines[bounds[0]].start..lines[bounds[1] - 1].end;
            self.emit_part(part, kind, span);
        }
    }

    /// Where a paragraph is to be parted, and what the parts are.
    fn parts(&mut self, lines: &[SourceLine]) -> (Parts, Kinds) {
        let (source, runs) = (self.source, self.runs);
        let mut list_count = self.list_count;
        let frame = self.frame();
        let is_footnote = frame.footnote.is_some();
        let head = frame.head.clone();
        let waiting = frame.waiting.clone();
        let mut place = self.frames.len() - 1;
        let (mut parts, mut kinds) = (Parts::new(), Kinds::new());
        let mut after_label = false;
        for (index, line) in lines.iter().enumerate() {
            let text = line.text(source);
            let is_label = !is_footnote && labels::is_label(text);
            let is_announced = is_label || !is_footnote && labels::is_run_in(text);
            // What is glued under the last item of a list, further left than its bullet, does not stand in it.
            let is_outside = |column: usize| line.indent < column || is_announced && line.indent == column;
            let mut outer = place;
            while index > 0 && outer > 0 && self.frames[outer].column.is_some_and(is_outside) {
                outer -= 1;
            }
            let above = index.checked_sub(1).filter(|_| !after_label).map(|above| lines[above].text(source));
            let around = Surroundings { above, below: lines.get(index + 1).map(|below| below.text(source)) };
            let bullet = Some(&self.frames[outer].lists)
                .filter(|_| !is_footnote && !line.is_escaped)
                .and_then(|lists| lists.judge(runs, text, line.start, line.indent, around));
            if is_announced || bullet.is_some() {
                place = outer;
            }
            let frame = &mut self.frames[place];
            let skip = bullet.as_ref().map_or(0, |bullet| line.start + bullet.len);
            let waiting = waiting.as_ref().filter(|_| bullet.is_none() && !is_announced);
            let kind = match (head.as_ref().or(waiting).filter(|_| index == 0), bullet) {
                (Some(head), _) => PartKind::Head(head.clone()),
                (None, Some(bullet)) => {
                    let (list, depth) = frame.lists.enter(line.indent, &bullet, &mut list_count);
                    frame.inner_depth = depth;
                    PartKind::Item { list, marker: bullet.marker, depth: frame.depth + depth }
                }
                (None, None) if is_announced || after_label => {
                    frame.lists.clear();
                    frame.inner_depth = 0;
                    PartKind::Paragraph { depth: frame.depth }
                }
                (None, None) if index == 0 => {
                    frame.inner_depth = frame.lists.continue_at(line.indent);
                    PartKind::Paragraph { depth: frame.depth + frame.inner_depth }
                }
                (None, None) => continue,
            };
            after_label = is_label;
            parts.push(Part { line: index, skip });
            kinds.push(kind);
        }
        self.list_count = list_count;
        (parts, kinds)
    }

    fn emit_part(&mut self, part: inline::Rendered, kind: PartKind, span: Range<usize>) {
        let finished = part.leaf.finish(self.file, &mut self.malformed);
        let depth = match &kind {
            PartKind::Head(Head { depth, .. }) | PartKind::Item { depth, .. } | PartKind::Paragraph { depth } => *depth,
        };
        if !finished.prose.is_empty() {
            let (kind, start) = self.block_kind(kind, span.start);
            self.emit(finished.into_block(kind, start..span.end, narrow(depth), self.quotation));
        } else if !part.images.is_empty() {
            let mut attributes = finished.attributes;
            let (_, mut start) = self.block_kind(kind, span.start);
            for (leaf, range) in part.images {
                let mut block = leaf.finish_verbatim().into_block(
                    BlockKind::Picture,
                    start.min(range.start)..range.end,
                    narrow(depth),
                    self.quotation,
                );
                block.attributes = attributes.take();
                self.emit(block);
                start = range.end;
            }
        } else if let Some(attributes) = finished.attributes {
            self.malformed.push(MalformedAttributes::standing_alone(&attributes));
        } else if let PartKind::Item { list, marker, depth } = kind {
            let head = Head { start: span.start, list, marker, depth, blocks_before: self.blocks.len() };
            self.frame().waiting = Some(head);
        }
        self.emit_comments(part.comments, depth);
    }

    /// The kind of block that a part with text becomes, and where it begins; its bullet is used up.
    fn block_kind(&mut self, kind: PartKind, start: usize) -> (BlockKind, usize) {
        let block_count = self.blocks.len();
        let frame = self.frame();
        let (kind, start) = match kind {
            PartKind::Paragraph { .. } => (BlockKind::Paragraph, start),
            PartKind::Item { list, marker, .. } => (BlockKind::Item { list, marker }, start),
            PartKind::Head(Head { list, marker, start: bullet, blocks_before, .. }) => {
                frame.head = None;
                // Behind a comment, the bullet is no longer the block's beginning.
                (BlockKind::Item { list, marker }, if blocks_before == block_count { bullet } else { start })
            }
        };
        match &frame.footnote {
            Some(label) => (BlockKind::Footnote { label: label.clone() }, start),
            None => (kind, start),
        }
    }

    fn emit_comments(&mut self, comments: Vec<Range<usize>>, depth: usize) {
        for range in comments {
            let text = &self.source[range.clone()];
            let inner = text.strip_prefix("<!--").unwrap_or(text);
            let inner = inner.strip_suffix("-->").unwrap_or(inner);
            let mut leaf = Leaf::new();
            leaf.prose.push(inner, range.start + (text.len() - text.trim_start_matches("<!--").len()).min(4));
            self.emit(leaf.finish_verbatim().into_block(BlockKind::Comment, range, narrow(depth), self.quotation));
        }
    }

    fn end_row(&mut self, header: bool, range: Range<usize>) {
        let depth = self.depth_at(range.start);
        let mut row = ProseBuilder::new(FileId::FIRST);
        let mut comments = Vec::new();
        let mut cells = Vec::new();
        let mut before = None;
        for (events, range) in std::mem::take(&mut self.cells) {
            let mut cell = ProseBuilder::new(FileId::FIRST);
            comments.extend(inline::render_cell(self.source, &events, &mut cell));
            cell.link_bare_addresses();
            let span = Span::new(FileId::FIRST, self.trimmed(range.clone()));
            cells.push(Cell { prose: cell.finish(), span });
            if let Some(end) = before {
                row.push_blank(end);
                row.push_replacement("|", end..range.start.max(end));
                row.push_blank(range.start.max(end));
            }
            inline::render_cell(self.source, &events, &mut row);
            before = Some(range.end);
        }
        row.link_bare_addresses();
        let mut leaf = Leaf::new();
        leaf.prose = row;
        let table = self.table_count.saturating_sub(1);
        let span = self.trimmed(range);
        let kind = BlockKind::Row { table, header, cells };
        self.emit(leaf.finish_verbatim().into_block(kind, span, narrow(depth), self.quotation));
        self.emit_comments(comments, depth);
    }

    fn end_code(&mut self, range: Range<usize>) {
        let Some(code) = self.code.take() else { return };
        self.may_go_on = code.is_fenced;
        let depth = self.depth_at(range.start);
        let source = self.source;
        if code.is_fenced {
            self.fenced_lines += source[range.clone()].lines().filter(|line| !line.trim().is_empty()).count();
        } else {
            let mut lines: Vec<Line> = Vec::new();
            for (_, piece) in &code.pieces {
                lines.extend(source_lines::lines(source, piece.clone()).map(|line| {
                    let indent = self.columns.at(source, line.start);
                    Line { indent, ..line }
                }));
            }
            let written = || lines.iter().filter(|line| !line.is_blank());
            self.indented_lines += written().count();
            if bullets::looks_like_a_report(self.runs, written().map(|line| (line.start, line.text(source)))) {
                let mut reader =
                    text::Reader::new(self.file, self.runs, narrow(depth), self.quotation, &mut self.list_count);
                reader.read(&lines);
                let (blocks, malformed) = reader.finish();
                self.malformed.extend(malformed);
                for block in blocks {
                    self.emit(block);
                }
                return;
            }
        }
        let mut leaf = Leaf::new();
        for (text, range) in code.pieces {
            inline::push(source, &text, range, &mut leaf.prose);
        }
        let span = self.trimmed(range);
        self.emit(leaf.finish_verbatim().into_block(BlockKind::Code, span, narrow(depth), self.quotation));
    }

    fn end_html(&mut self) {
        let Some(pieces) = self.html.take() else { return };
        self.may_go_on = true;
        for chunk in html::chunks(self.source, &pieces) {
            let depth = self.depth_at(chunk.span.start);
            let kind = match chunk.kind {
                html::ChunkKind::Comment => BlockKind::Comment,
                html::ChunkKind::Tags => BlockKind::Furniture { reason: "raw HTML" },
                html::ChunkKind::Text => {
                    // Text behind a comment, on the comment's line.
                    let head = self.frame().head.clone();
                    let kind = head.map_or(PartKind::Paragraph { depth }, PartKind::Head);
                    let part =
                        inline::Rendered { index: 0, leaf: chunk.leaf, comments: Vec::new(), images: Vec::new() };
                    self.emit_part(part, kind, chunk.span);
                    continue;
                }
            };
            let block = chunk.leaf.finish_verbatim().into_block(kind, chunk.span, narrow(depth), self.quotation);
            self.emit(block);
        }
    }

    /// `range` without the blanks at its ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.source[range.clone()];
        let start = range.start + leading_blanks(text);
        start..(range.start + text.trim_end_matches(prose::is_blank).len()).max(start)
    }
}

fn leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(prose::is_blank).len()
}

fn narrow(depth: usize) -> u16 {
    u16::try_from(depth).unwrap_or(u16::MAX)
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests;
