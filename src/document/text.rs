//! Reads plain text: paragraphs, bullets of every kind, and nothing else that the text itself does not show.

use std::ops::Range;

use super::bullets::{Lists, Runs, Surroundings};
use super::leaf::{Leaf, empty_block};
use super::source_lines::{Line, lines};
use super::{Block, BlockKind, Document, MalformedAttributes, Marker, front_matter, labels};
use crate::text::{FileId, SourceFile, Span};

/// A line of this many characters or fewer can be a title.
const TITLE: usize = 80;

/// Reads a report in plain text.
///
/// Blank lines part paragraphs; a bullet, number or running letter at the head of a line begins an item, at the depth
/// that its indentation and its kind give; a line below goes on with its block, however it is indented, and is kept
/// apart in [`Block::lines`]. Underlined lines and lines behind `#` are headings, lines like "Key Judgement 1" are
/// paragraphs of their own, `<!-- … -->` on lines of its own is a comment, and fenced text is code. Never fails: any
/// text is a report. O(length).
#[must_use]
pub fn read(file: &SourceFile) -> Document {
    let source = file.text();
    let (front_matter, body) = match front_matter::find(source) {
        Some((content, body)) => (Some(Span::new(FileId::FIRST, content)), body),
        None => (None, 0),
    };
    let lines: Vec<Line> = lines(source, body..source.len()).collect();
    let runs = Runs::find(lines.iter().map(|line| (line.start, line.text(source))));
    let mut list_count = 0;
    let mut reader = Reader::new(file, &runs, 0, 0, &mut list_count);
    reader.read(&lines);
    let (blocks, malformed) = reader.finish();
    Document { file: file.clone(), front_matter, title: None, blocks, malformed }
}

/// Reads lines of plain text, wherever they stand.
pub(super) struct Reader<'a> {
    file: &'a SourceFile,
    source: &'a str,
    runs: &'a Runs,
    /// What the lines stand in.
    depth: u16,
    quotation: u16,
    list_count: &'a mut u32,
    lists: Lists,
    open: Option<Open>,
    blocks: Vec<Block>,
    malformed: Vec<MalformedAttributes>,
}

/// A block that goes on with the next line.
struct Open {
    leaf: Leaf,
    /// The list and marker, for an item.
    item: Option<(u32, Marker)>,
    depth: usize,
    span: Range<usize>,
    last: Line,
    /// Whether its bullet stood alone, so that its text is still to come.
    awaits_text: bool,
}

impl<'a> Reader<'a> {
    /// A reader for lines that stand at `depth` and `quotation`.
    pub fn new(file: &'a SourceFile, runs: &'a Runs, depth: u16, quotation: u16, list_count: &'a mut u32) -> Self {
        Self {
            file,
            source: file.text(),
            runs,
            depth,
            quotation,
            list_count,
            lists: Lists::default(),
            open: None,
            blocks: Vec::new(),
            malformed: Vec::new(),
        }
    }

    /// The blocks, and the attributes that could not be read.
    pub fn finish(mut self) -> (Vec<Block>, Vec<MalformedAttributes>) {
        self.close();
        (self.blocks, self.malformed)
    }

    /// Reads all lines.
    pub fn read(&mut self, lines: &[Line]) {
        let fences = Fences::find(self.source, lines);
        let last_comment_end = lines.iter().rposition(|line| line.text(self.source).contains("-->"));
        let mut index = 0;
        // What a comment left of its last line is read as a line of its own.
        let mut rest: Option<Line> = None;
        while let Some(line) = rest.take().or_else(|| lines.get(index).copied()) {
            let below = lines.get(index + 1).copied();
            let text = line.text(self.source);
            let may_be_comment = text.starts_with("<!--") && last_comment_end.is_some_and(|end| end >= index);
            if line.is_blank() {
                self.blank();
            } else if let Some((end, left)) = may_be_comment.then(|| self.comment(line, &lines[index..])).flatten() {
                index += end;
                rest = left;
                if rest.is_some() {
                    continue;
                }
            } else if let Some(closing) = fences.closing(index, text) {
                self.code(&lines[index..=closing]);
                index = closing;
            } else if below.is_some_and(|below| self.is_title(line, below)) {
                let underline = below.unwrap_or(line);
                let level = if underline.text(self.source).starts_with('=') { 1 } else { 2 };
                self.heading(level, line, 0, line.start..underline.end);
                index += 1;
            } else if is_rule(text) {
                self.close();
                self.lists.clear();
                self.push_empty(BlockKind::Rule, line.start..line.end);
            } else if let Some(level) = hash_level(text) {
                self.heading(level, line, usize::from(level), line.start..line.end);
            } else {
                self.text_line(line, below);
            }
            index += 1;
        }
        self.close();
    }

    fn blank(&mut self) {
        if self.open.as_ref().is_some_and(|open| !open.awaits_text) {
            self.close();
        }
    }

    fn text_line(&mut self, line: Line, below: Option<Line>) {
        let source = self.source;
        let text = line.text(source);
        if labels::is_label(text) || self.is_numbered_plural_label(line) {
            self.close();
            self.lists.clear();
            self.begin(None, 0, line, line.start);
            self.close();
            return;
        }
        if labels::is_run_in(text) {
            self.close();
            self.lists.clear();
            self.begin(None, 0, line, line.start);
            return;
        }
        let around = Surroundings {
            above: self.open.as_ref().filter(|open| !open.awaits_text).map(|open| open.last.text(source)),
            below: below.filter(|below| !below.is_blank()).map(|below| below.text(source)),
        };
        if let Some(bullet) = self.lists.judge(self.runs, text, line.start, line.indent, around) {
            self.close();
            let (list, depth) = self.lists.enter(line.indent, &bullet, self.list_count);
            self.begin(Some((list, bullet.marker)), depth, line, line.start + bullet.len);
            return;
        }
        if let Some(open) = &mut self.open {
            if !open.awaits_text {
                open.leaf.break_line(open.last.end);
            }
            open.leaf.prose.push(text, line.start);
            open.awaits_text = false;
            open.last = line;
            open.span.end = line.end;
            return;
        }
        // The first line of a paragraph may be indented more than the others.
        let indent = below.filter(|below| !below.is_blank()).map_or(line.indent, |below| below.indent.min(line.indent));
        let depth = self.lists.continue_at(indent);
        self.begin(None, depth, line, line.start);
    }

    fn is_numbered_plural_label(&self, line: Line) -> bool {
        let text = line.text(self.source);
        let without_number = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']);
        without_number.len() < text.len() && labels::is_plural_label(without_number)
    }

    /// Whether `line` is a title that is underlined by the line below.
    fn is_title(&self, line: Line, below: Line) -> bool {
        let underline = below.text(self.source);
        let Some(sign) = underline.chars().next().filter(|sign| matches!(sign, '=' | '-')) else { return false };
        if underline.len() < 3 || underline.chars().any(|c| c != sign) {
            return false;
        }
        let text = line.text(self.source);
        let length = text.chars().count();
        let fits = length.abs_diff(underline.len()) <= 3;
        let around = Surroundings { above: None, below: None };
        let is_bulleted = self
            .lists
            .judge(self.runs, text, line.start, line.indent, around)
            .is_some_and(|bullet| matches!(bullet.marker, Marker::Bullet(_)));
        !is_bulleted
            && !is_rule(text)
            && hash_level(text).is_none()
            && length <= TITLE.max(underline.len())
            && (fits || !text.ends_with(['.', ';', ',', '。', '；', '，', '、']))
            && (fits || sign == '=' || self.open.is_none())
    }

    fn heading(&mut self, level: u8, line: Line, marks: usize, span: Range<usize>) {
        self.close();
        self.lists.clear();
        let mut leaf = Leaf::new();
        let mut text = &line.text(self.source)[marks..];
        if marks > 0 {
            let open = text.trim_end_matches('#');
            text = if open.ends_with(char::is_whitespace) { open } else { text };
        }
        leaf.prose.push(text, line.start + marks);
        let finished = leaf.finish(self.file, &mut self.malformed);
        self.blocks.push(finished.into_block(BlockKind::Heading { level }, span, self.depth, self.quotation));
    }

    /// Begins a block with the text of `line` from byte `from` on.
    fn begin(&mut self, item: Option<(u32, Marker)>, depth: usize, line: Line, from: usize) {
        let text = &self.source[from..line.end];
        let mut leaf = Leaf::new();
        leaf.prose.push(text, from);
        let awaits_text = leaf.prose.is_empty();
        self.open = Some(Open { leaf, item, depth, span: line.start..line.end, last: line, awaits_text });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let kind = match open.item {
            Some((list, marker)) => BlockKind::Item { list, marker },
            None => BlockKind::Paragraph,
        };
        let finished = open.leaf.finish(self.file, &mut self.malformed);
        if finished.prose.is_empty() {
            self.malformed.extend(finished.attributes.as_deref().map(MalformedAttributes::standing_alone));
            return;
        }
        let depth = self.depth.saturating_add(u16::try_from(open.depth).unwrap_or(u16::MAX));
        self.blocks.push(finished.into_block(kind, open.span, depth, self.quotation));
    }

    /// Reads the comment at the head of `first`; gives how many lines below it ends, and what is left of that line.
    /// `None`, and nothing done, if it never ends.
    fn comment(&mut self, first: Line, lines: &[Line]) -> Option<(usize, Option<Line>)> {
        let mut leaf = Leaf::new();
        let mut from = first.start + "<!--".len();
        for (count, line) in lines.iter().enumerate() {
            from = from.max(line.start);
            let text = self.source.get(from..line.end).unwrap_or("");
            let Some(end) = text.find("-->") else {
                leaf.prose.push(text, from);
                leaf.break_line(line.end);
                continue;
            };
            leaf.prose.push(&text[..end], from);
            let end = from + end + "-->".len();
            self.close();
            let block =
                leaf.finish_verbatim().into_block(BlockKind::Comment, first.start..end, self.depth, self.quotation);
            self.blocks.push(block);
            let rest = line.rest(self.source, end);
            return Some((count, (!rest.is_blank()).then_some(rest)));
        }
        None
    }

    fn code(&mut self, lines: &[Line]) {
        self.close();
        let [first, inner @ .., last] = lines else { return };
        let mut leaf = Leaf::new();
        for line in inner {
            leaf.prose.push(line.text(self.source), line.start);
            leaf.prose.push_blank(line.end);
        }
        let finished = leaf.finish_verbatim();
        self.blocks.push(finished.into_block(BlockKind::Code, first.start..last.end, self.depth, self.quotation));
    }

    fn push_empty(&mut self, kind: BlockKind, span: Range<usize>) {
        self.blocks.push(empty_block(kind, span, self.depth, self.quotation));
    }
}

/// Where fences of code are, so that one that is never closed is known for ordinary text.
struct Fences {
    /// For backquotes and for tildes: the places of fences without words after them, as (line, length), and the
    /// longest from each of them to the end.
    closings: [Vec<(usize, usize, usize)>; 2],
}

impl Fences {
    fn find(source: &str, lines: &[Line]) -> Self {
        let mut closings = [Vec::new(), Vec::new()];
        for (index, line) in lines.iter().enumerate() {
            if let Some((kind, length, "")) = fence(line.text(source)) {
                closings[kind].push((index, length, length));
            }
        }
        for found in &mut closings {
            let mut longest = 0;
            for (_, length, longest_below) in found.iter_mut().rev() {
                longest = longest.max(*length);
                *longest_below = longest;
            }
        }
        Self { closings }
    }

    /// The line that closes the fence at `index`, if it is one and is closed. Linear in the lines between.
    fn closing(&self, index: usize, text: &str) -> Option<usize> {
        let (kind, length, _) = fence(text)?;
        let below = &self.closings[kind];
        let below = &below[below.partition_point(|&(line, ..)| line <= index)..];
        below.first().filter(|&&(_, _, longest)| longest >= length)?;
        below.iter().find(|&&(_, other, _)| other >= length).map(|&(line, ..)| line)
    }
}

/// The kind (0 backquotes, 1 tildes) and length of a fence, and the words after it.
fn fence(text: &str) -> Option<(usize, usize, &str)> {
    let kind = match text.as_bytes().first()? {
        b'`' => 0,
        b'~' => 1,
        _ => return None,
    };
    let info = text.trim_start_matches(['`', '~'][kind]);
    let length = text.len() - info.len();
    (length >= 3 && (kind == 1 || !info.contains('`'))).then(|| (kind, length, info.trim()))
}

/// Whether the line is drawn, not written: three or more of one sign.
fn is_rule(text: &str) -> bool {
    let Some(sign) = text.chars().next().filter(|sign| "-*_=~—–─━•·#+".contains(*sign)) else {
        return false;
    };
    let mut count = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c != sign {
            return false;
        }
        count += 1;
    }
    count >= 3
}

/// The level of a heading behind `#`.
fn hash_level(text: &str) -> Option<u8> {
    let title = text.trim_start_matches('#');
    let level = text.len() - title.len();
    let is_heading = (1..=6).contains(&level) && title.starts_with([' ', '\t', '\u{a0}']) && !title.trim().is_empty();
    u8::try_from(level).ok().filter(|_| is_heading)
}

#[cfg(test)]
mod tests;
