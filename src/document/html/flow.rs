//! Running text on its way to becoming blocks: collected piece by piece, then cut at line breaks and bullets.

use std::ops::Range;
use std::rc::Rc;

use super::token::{self, Piece};
use crate::document::bullets::wide_number;
use crate::document::{MarkKind, Marker, Prose, ProseBuilder};
use crate::text::FileId;

/// The marks that are on at a place, from the outside in.
pub(super) type Marks = Rc<[MarkKind]>;

/// A piece of running text.
#[derive(Clone, Debug)]
enum Part {
    /// Letter for letter, not beginning with white space.
    Text(Range<usize>),
    /// Characters spelt as an entity.
    Entity(String, Range<usize>),
    /// White space, with the bytes of its first character; none where only a tag stands.
    Blank(Range<usize>),
    /// White space that a line of the source ends in.
    LineEnd(Range<usize>),
    /// `<br>` at a place.
    Break(usize),
    /// From here on these marks are on.
    Marks(Marks),
    /// A reference to a footnote.
    Reference(Rc<str>),
}

/// Running text that is not a block yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    parts: Vec<Part>,
    marks: Option<Marks>,
    range: Option<Range<usize>>,
}

/// Some lines of a flow, made into prose.
#[derive(Debug)]
pub(super) struct Built {
    /// The text.
    pub prose: Prose,
    /// Where the lines that `<br>` makes lie in it; empty for a single line.
    pub lines: Vec<Range<usize>>,
    /// Its bytes in the source, without tags at its ends.
    pub source: Range<usize>,
    /// The bullet that it began with, which is no longer in the text.
    pub bullet: Option<Bullet>,
}

/// The bullet of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bullet {
    pub marker: Marker,
    /// What the items of one list have in common: the glyph, or a sign for the kind of number.
    pub sign: char,
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// Bullets that nothing else begins with.
const FIRM: &[char] = &[
    '•', '●', '▪', '◦', '‣', '⁃', '∙', '■', '□', '▫', '○', '◆', '◇', '➢', '►', '▶', '▸', '▹', '➤', '❖', '⦁', '✓', '✔',
    '・', '･', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}', '\u{f076}', '\u{f0fc}',
];
/// Bullets that a line can begin with for other reasons; a blank must follow.
const SOFT: &[char] = &['-', '–', '—', '‐', '‑', '−', '*', '+', '·', '›', '»', '→'];

/// How many characters tell whether text begins with a bullet.
const HEAD: usize = 12;

/// The bullet that text begins with, and its length.
fn bullet(text: &str) -> Option<(Bullet, usize)> {
    let mut chars = text.chars();
    let glyph = chars.next()?;
    if FIRM.contains(&glyph) || (SOFT.contains(&glyph) && chars.next().is_some_and(is_blank)) {
        return Some((Bullet { marker: Marker::Bullet(glyph), sign: glyph }, glyph.len_utf8()));
    }
    let (number, sign, length) = wide_number(text)?;
    Some((Bullet { marker: Marker::Number(number), sign }, length))
}

impl Flow {
    /// Whether any text was put in; white space and line breaks are none.
    pub fn has_text(&self) -> bool {
        self.range.is_some()
    }

    /// The bytes from the first letter to the last; `None` if there is no text.
    pub fn range(&self) -> Option<Range<usize>> {
        self.range.clone()
    }

    /// Adds the text of `range` under `marks`, resolving entities.
    pub fn text(&mut self, source: &str, range: Range<usize>, marks: &Marks) {
        for piece in token::pieces(source, range) {
            match piece {
                Piece::Verbatim(range) => {
                    let text = source.get(range.clone()).unwrap_or("");
                    let letters = text.trim_start_matches(is_blank);
                    let start = range.end - letters.len();
                    if let Some(blank) = text.chars().next().filter(|_| start > range.start) {
                        let first = range.start..range.start + blank.len_utf8();
                        if text[..start - range.start].contains(['\n', '\r']) {
                            self.line_end(first);
                        } else {
                            self.blank(first);
                        }
                    }
                    if !letters.is_empty() {
                        self.switch(marks);
                        self.extend(start..start + letters.trim_end_matches(is_blank).len());
                        self.parts.push(Part::Text(start..range.end));
                    }
                }
                // A soft hyphen says where a word may be broken.
                Piece::Entity(text, _) if text == "\u{ad}" => {}
                Piece::Entity(text, range) if text.chars().all(is_blank) => self.blank(range),
                Piece::Entity(text, range) => {
                    self.switch(marks);
                    self.extend(range.clone());
                    self.parts.push(Part::Entity(text, range));
                }
            }
        }
    }

    /// Adds white space.
    pub fn blank(&mut self, range: Range<usize>) {
        if !matches!(self.parts.last(), None | Some(Part::Blank(_) | Part::LineEnd(_) | Part::Break(_))) {
            self.parts.push(Part::Blank(range));
        }
    }

    fn line_end(&mut self, range: Range<usize>) {
        match self.parts.last() {
            None | Some(Part::LineEnd(_) | Part::Break(_)) => {}
            Some(Part::Blank(first)) => {
                let first = first.clone();
                self.parts.pop();
                self.parts.push(Part::LineEnd(first));
            }
            _ => self.parts.push(Part::LineEnd(range)),
        }
    }

    /// Adds white space where a tag keeps words apart.
    pub fn tag(&mut self, at: Option<usize>) {
        if let Some(at) = at.or_else(|| self.range.as_ref().map(|range| range.end)) {
            self.blank(at..at);
        }
    }

    /// Adds a line break.
    pub fn line_break(&mut self, at: usize) {
        if self.has_text() {
            self.parts.push(Part::Break(at));
        }
    }

    /// Adds a reference to a footnote.
    pub fn reference(&mut self, label: &Rc<str>) {
        self.parts.push(Part::Reference(Rc::clone(label)));
    }

    fn switch(&mut self, marks: &Marks) {
        if self.marks.as_ref().is_none_or(|last| !Rc::ptr_eq(last, marks)) {
            self.parts.push(Part::Marks(Rc::clone(marks)));
            self.marks = Some(Rc::clone(marks));
        }
    }

    fn extend(&mut self, range: Range<usize>) {
        match &mut self.range {
            Some(all) => all.end = all.end.max(range.end),
            None => self.range = Some(range),
        }
    }

    /// All of it as one text. Linear.
    pub fn build(&self, file: FileId, source: &str) -> Built {
        Writer::new(file, source).write_all(&self.parts).finish()
    }

    /// Adds all of it to a text that is being built, with its marks closed at the end.
    pub fn write(&self, builder: ProseBuilder, source: &str) -> ProseBuilder {
        let mut writer = Writer { builder, ..Writer::new(FileId::FIRST, source) };
        writer = writer.write_all(&self.parts);
        writer.switch(&[]);
        writer.builder
    }

    /// As paragraphs and items: an empty line ends a paragraph, and a line that begins with a bullet is an item, to
    /// which the lines after it belong. Linear.
    pub fn split(&self, file: FileId, source: &str) -> Vec<Built> {
        let mut built = Vec::new();
        let mut marks: Marks = Rc::from([]);
        let mut run: Option<(Writer, bool)> = None;
        let finish = |run: Option<(Writer, bool)>, built: &mut Vec<Built>| {
            if let Some((writer, is_item)) = run {
                built.push(writer.finish_line_run(is_item));
            }
        };
        for line in self.parts.split(|part| matches!(part, Part::Break(_))) {
            let is_empty = !line.iter().any(|part| matches!(part, Part::Text(_) | Part::Entity(..)));
            let has_reference = line.iter().any(|part| matches!(part, Part::Reference(_)));
            if is_empty && has_reference {
                // It belongs to the line before.
                run = run.map(|(writer, is_item)| (writer.write_all(line), is_item));
                continue;
            }
            let is_item = begins_with_bullet(line, source);
            if is_empty || is_item {
                finish(run.take(), &mut built);
            }
            if !is_empty {
                let (mut writer, is_item) = match run.take() {
                    Some((writer, is_item)) => (writer.break_line(), is_item),
                    None => (Writer::new(file, source), is_item),
                };
                writer.marks = Rc::clone(&marks);
                run = Some((writer.write_all(line), is_item));
            }
            for part in line {
                if let Part::Marks(next) = part {
                    marks = Rc::clone(next);
                }
            }
        }
        finish(run, &mut built);
        built
    }
}

fn begins_with_bullet(line: &[Part], source: &str) -> bool {
    let mut start = String::new();
    for part in line {
        match part {
            // The glyph or number and what follows it decide.
            Part::Text(range) => start.extend(source.get(range.clone()).unwrap_or("").chars().take(HEAD)),
            Part::Entity(text, _) => start.push_str(text),
            Part::Blank(_) | Part::LineEnd(_) if !start.is_empty() => start.push(' '),
            _ => {}
        }
        if start.chars().nth(HEAD - 1).is_some() {
            break;
        }
    }
    bullet(&start).is_some()
}

/// Writes parts into prose and notes the lines.
struct Writer<'a> {
    builder: ProseBuilder,
    source: &'a str,
    /// The marks that are to be on.
    marks: Marks,
    /// The marks that are open in the builder.
    open: Vec<MarkKind>,
    lines: Vec<Range<usize>>,
    line_start: Option<usize>,
    range: Option<Range<usize>>,
    last_break: Option<usize>,
}

impl<'a> Writer<'a> {
    fn new(file: FileId, source: &'a str) -> Self {
        Self {
            builder: ProseBuilder::new(file),
            source,
            marks: Rc::from([]),
            open: Vec::new(),
            lines: Vec::new(),
            line_start: None,
            range: None,
            last_break: None,
        }
    }

    fn write_all(mut self, parts: &[Part]) -> Self {
        for part in parts {
            match part {
                Part::Text(range) => {
                    let text = self.source.get(range.clone()).unwrap_or("");
                    let end = range.start + text.trim_end_matches(is_blank).len();
                    self.before_letters(range.start, end, text.chars().next());
                    self.builder.push(text, range.start);
                }
                Part::Entity(text, range) => {
                    self.before_letters(range.start, range.end, text.chars().next());
                    self.builder.push_replacement(text, range.clone());
                }
                Part::Blank(range) => self.builder.push_replacement(" ", range.clone()),
                Part::LineEnd(range) => self.builder.push_line_break(range.clone()),
                Part::Break(at) => {
                    self.last_break = Some(*at);
                    self = self.break_line();
                }
                Part::Marks(marks) => self.marks = Rc::clone(marks),
                Part::Reference(label) => self.builder.footnote_reference(&**label),
            }
        }
        self
    }

    fn before_letters(&mut self, start: usize, end: usize, first: Option<char>) {
        let marks = Rc::clone(&self.marks);
        self.switch(&marks);
        if self.line_start.is_none() {
            self.builder.settle_blank(first);
            self.line_start = Some(self.builder.as_str().len());
        }
        match &mut self.range {
            Some(range) => range.end = range.end.max(end),
            None => self.range = Some(start..end),
        }
    }

    /// Closes and opens marks so that just `marks` are on. A stretch of text has at most four.
    fn switch(&mut self, marks: &[MarkKind]) {
        let same = self.open.iter().zip(marks).take_while(|(open, wanted)| open == wanted).count();
        for _ in same..self.open.len() {
            self.builder.close();
        }
        self.open.truncate(same);
        for mark in &marks[same..] {
            self.builder.open(mark.clone());
            self.open.push(mark.clone());
        }
    }

    fn break_line(mut self) -> Self {
        let end = self.builder.as_str().len();
        if let Some(start) = self.line_start.take() {
            self.lines.push(start..end);
        }
        let at = self.last_break.take().or_else(|| self.range.as_ref().map(|range| range.end)).unwrap_or(0);
        self.builder.push_line_break(at..at);
        self
    }

    fn finish(mut self) -> Built {
        let end = self.builder.as_str().len();
        self.lines.extend(self.line_start.take().map(|start| start..end));
        if self.lines.len() < 2 {
            self.lines.clear();
        }
        let prose = self.builder.finish();
        Built { prose, lines: self.lines, source: self.range.unwrap_or(0..0), bullet: None }
    }

    /// Finishes a run of lines, taking the bullet off an item.
    fn finish_line_run(self, is_item: bool) -> Built {
        let mut built = self.finish();
        let Some((bullet, length)) = bullet(built.prose.as_str()).filter(|_| is_item) else { return built };
        let text = built.prose.as_str();
        let cut = text.len() - text[length..].trim_start().len();
        if cut == text.len() {
            return built;
        }
        built.prose = built.prose.slice(cut..text.len());
        built.bullet = Some(bullet);
        built.lines = built
            .lines
            .iter()
            .map(|line| line.start.saturating_sub(cut)..line.end.saturating_sub(cut))
            .filter(|line| !line.is_empty())
            .collect();
        if built.lines.len() < 2 {
            built.lines.clear();
        }
        built
    }
}
