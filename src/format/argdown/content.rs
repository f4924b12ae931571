//! The words of a statement, an argument or a heading: where they end, and what is marked in them.

use std::ops::Range;

use super::scan::Scanner;
use super::shortcodes::shortcode;
use crate::document::{MarkKind, Prose, ProseBuilder};
use crate::text::FileId;

/// A stretch of the content.
#[derive(Clone)]
pub(super) struct Piece {
    pub range: Range<usize>,
    kind: PieceKind,
}

#[derive(Clone)]
enum PieceKind {
    Text,
    /// From the end of a line to the text on the next.
    Break,
    /// An emphasis that may begin here; it does if its end was found.
    Open(Emphasis, bool),
    Close,
    Link {
        words: Range<usize>,
        address: Range<usize>,
    },
    Tag,
    Shortcode(&'static str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Emphasis {
    byte: u8,
    is_strong: bool,
}

impl Emphasis {
    fn index(self) -> usize {
        usize::from(self.byte == b'_') * 2 + usize::from(self.is_strong)
    }
}

/// The content that was read last. Kept and filled anew, as there are very many.
#[derive(Default)]
pub(super) struct Content {
    pieces: Vec<Piece>,
    /// Emphases that wait for their end: the piece, and how many there are of each sort.
    open: Vec<(Emphasis, usize)>,
    waiting: [usize; 4],
    /// Where the content ends, without the end of the line.
    pub end: usize,
    /// The tags that were taken out.
    pub tags: Vec<Piece>,
}

/// The bytes that may mean something in running text.
static MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let mut at = 0;
    let all = b"\n\r\\*_[@#<./:{";
    while at < all.len() {
        marks[all[at] as usize] = true;
        at += 1;
    }
    marks
};

impl Content {
    fn clear(&mut self, at: usize) {
        self.pieces.clear();
        self.open.clear();
        self.waiting = [0; 4];
        self.tags.clear();
        self.end = at;
    }

    fn push(&mut self, range: Range<usize>, kind: PieceKind) {
        if !range.is_empty() {
            self.end = self.end.max(range.end);
            self.pieces.push(Piece { range, kind });
        }
    }

    fn begin(&mut self, emphasis: Emphasis, range: Range<usize>) {
        self.open.push((emphasis, self.pieces.len()));
        self.waiting[emphasis.index()] += 1;
        self.push(range, PieceKind::Open(emphasis, false));
    }

    /// Ends an emphasis that waits; those that were begun within it are none.
    fn finish(&mut self, emphasis: Emphasis, range: Range<usize>) {
        while let Some((open, at)) = self.open.pop() {
            self.waiting[open.index()] -= 1;
            if open == emphasis {
                if let Some(piece) = self.pieces.get_mut(at) {
                    piece.kind = PieceKind::Open(emphasis, true);
                }
                break;
            }
        }
        self.push(range, PieceKind::Close);
    }

    /// Takes out the tags that nothing but tags follows.
    pub fn drop_trailing_tags(&mut self) {
        let mut length = self.pieces.len();
        // What is kept is decided from the end; blanks between tags go with them.
        let mut first_tag = length;
        while let Some(piece) = length.checked_sub(1).and_then(|at| self.pieces.get(at)) {
            match piece.kind {
                PieceKind::Tag => first_tag = length - 1,
                PieceKind::Break => {}
                PieceKind::Text if piece.range.len() <= 1 => {}
                _ => break,
            }
            length -= 1;
        }
        let dropped = self.pieces.drain(first_tag..).filter(|piece| matches!(piece.kind, PieceKind::Tag));
        self.tags.extend(dropped);
    }

    /// Takes out every tag.
    pub fn all_tags(&mut self) -> Vec<Piece> {
        let is_tag = |piece: &mut Piece| matches!(piece.kind, PieceKind::Tag);
        self.pieces.extract_if(.., is_tag).collect()
    }

    /// The first words; `None` if there are only blanks, tags and line breaks.
    pub fn first_words(&self, text: &str) -> Option<Range<usize>> {
        let has_words = |piece: &&Piece| match piece.kind {
            PieceKind::Text => !text[piece.range.clone()].trim().is_empty(),
            PieceKind::Break | PieceKind::Tag => false,
            _ => true,
        };
        self.pieces.iter().find(has_words).map(|piece| {
            let words = &text[piece.range.clone()];
            piece.range.start + (words.len() - words.trim_start().len())..piece.range.end
        })
    }

    /// The words as a person reads them.
    pub fn prose(&self, text: &str) -> Prose {
        let mut builder = ProseBuilder::new(FileId::FIRST);
        for Piece { range, kind } in &self.pieces {
            match kind {
                PieceKind::Break => builder.push_line_break(range.start..range.start + 1),
                PieceKind::Open(emphasis, true) => {
                    builder.open(if emphasis.is_strong { MarkKind::Strong } else { MarkKind::Emphasis });
                }
                PieceKind::Close => builder.close(),
                PieceKind::Link { words, address } => {
                    builder.open(MarkKind::Link(text[address.clone()].trim().to_owned()));
                    builder.push(&text[words.clone()], words.start);
                    builder.close();
                }
                PieceKind::Shortcode(sign) => builder.push_replacement(sign, range.clone()),
                PieceKind::Text | PieceKind::Tag | PieceKind::Open(_, false) => {
                    builder.push(&text[range.clone()], range.start);
                }
            }
        }
        builder.finish()
    }
}

impl Scanner<'_> {
    /// Reads running text from `at` to where a new block, relation or list begins, and goes there. Gives the place of
    /// the data in braces at its end.
    pub(super) fn read_content(&mut self, at: usize, may_have_data: bool) -> Option<Range<usize>> {
        self.content.clear(at);
        let mut at = at;
        let mut run = at;
        loop {
            while self.bytes.get(at).is_some_and(|&byte| !MARKS[byte as usize]) {
                at += 1;
            }
            let Some(&byte) = self.bytes.get(at) else {
                self.content.push(run..at, PieceKind::Text);
                self.line = None;
                return None;
            };
            match byte {
                b'\n' | b'\r' => {
                    if !self.is_line_end(at) {
                        at += 1;
                        continue;
                    }
                    self.content.push(run..at, PieceKind::Text);
                    let next = self.next_line(self.after_newline(at), false);
                    self.line = next;
                    let line = next.filter(|&line| !self.begins_block(line))?;
                    let end = self.content.end;
                    self.content.push(at..line.start, PieceKind::Break);
                    self.content.end = end;
                    at = line.start;
                    run = at;
                }
                b'\\' if !self.is_line_end(at + 1) => {
                    self.content.push(run..at, PieceKind::Text);
                    run = at + 1;
                    at = run + self.text[run..].chars().next().map_or(0, char::len_utf8);
                }
                b'*' | b'_' => {
                    let length = self.emphasis(byte, run, at);
                    if length > 0 {
                        run = at + length;
                    }
                    at += length.max(1);
                }
                b'[' => match self.link(at) {
                    Some((words, address)) => {
                        self.content.push(run..at, PieceKind::Text);
                        let end = address.end + 1;
                        self.content.push(at..end, PieceKind::Link { words, address });
                        at = end;
                        run = at;
                    }
                    None => at += 1,
                },
                b'@' => at = self.mention(at),
                b'#' => match self.tag(at) {
                    Some(end) => {
                        self.content.push(run..at, PieceKind::Text);
                        self.content.push(at..end, PieceKind::Tag);
                        at = end;
                        run = at;
                    }
                    None => at += 1,
                },
                b'.' | b':' => match self.shortcode(at) {
                    Some((end, Some(sign))) => {
                        self.content.push(run..at, PieceKind::Text);
                        self.content.push(at..end, PieceKind::Shortcode(sign));
                        at = end;
                        run = at;
                    }
                    Some((end, None)) => at = end,
                    None => at += 1,
                },
                b'{' => {
                    if let Some(data) = self.data_at(at) {
                        self.content.push(run..at, PieceKind::Text);
                        if may_have_data || self.content.first_words(self.text).is_some() {
                            return Some(data);
                        }
                        return None;
                    }
                    at += 1;
                }
                b'/' | b'<' => match self.comment(at) {
                    Some(end) => {
                        self.content.push(run..at, PieceKind::Text);
                        at = end;
                        run = at;
                    }
                    None => at += 1,
                },
                _ => at += 1,
            }
        }
    }

    /// The data that begins at `at`, if nothing follows it in this content; goes to the line after it then.
    fn data_at(&mut self, at: usize) -> Option<Range<usize>> {
        let end = self.braces.close(self.text, at)? + 1;
        let rest = self.skip_blanks(end);
        if !self.is_line_end(rest) {
            return None;
        }
        let line = self.next_line(self.after_newline(rest), false);
        if let Some(line) = line
            && !self.begins_block(line)
        {
            let help = "put the data at the end of the text";
            self.fault(line.start..line.start, "there is text behind the data in braces", help);
        }
        self.line = line;
        Some(at..end)
    }

    /// How many bytes of the text at `at` begin or end an emphasis; `run` is where the text before it begins.
    fn emphasis(&mut self, byte: u8, run: usize, at: usize) -> usize {
        let is_double = self.bytes.get(at + 1) == Some(&byte);
        let is_blank = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_whitespace);
        let may_end = |at: usize| match self.bytes.get(at) {
            None => true,
            Some(next) => next.is_ascii_whitespace() || b")}_.,!?;:-*".contains(next),
        };
        let follows_text = at > 0 && !is_blank(at - 1);
        let strong = Emphasis { byte, is_strong: true };
        let plain = Emphasis { byte, is_strong: false };
        let ends_strong = follows_text && is_double && may_end(at + 2);
        let ends_plain = follows_text && may_end(at + 1);
        let top = self.content.open.last().map(|open| open.0);
        let waits = |emphasis: Emphasis| self.content.waiting[emphasis.index()] > 0;
        let end = if ends_strong && top == Some(strong) {
            Some(strong)
        } else if ends_plain && top == Some(plain) {
            Some(plain)
        } else if ends_strong && waits(strong) {
            Some(strong)
        } else if ends_plain && !is_double && waits(plain) {
            Some(plain)
        } else {
            None
        };
        let length = |emphasis: Emphasis| 1 + usize::from(emphasis.is_strong);
        if let Some(emphasis) = end {
            self.content.push(run..at, PieceKind::Text);
            self.content.finish(emphasis, at..at + length(emphasis));
            return length(emphasis);
        }
        let begun = [strong, plain].into_iter().find(|&emphasis| {
            (is_double || !emphasis.is_strong)
                && !is_blank(at + length(emphasis))
                && at + length(emphasis) < self.bytes.len()
        });
        let Some(emphasis) = begun else { return 0 };
        self.content.push(run..at, PieceKind::Text);
        self.content.begin(emphasis, at..at + length(emphasis));
        length(emphasis)
    }

    /// Where to go on behind an `@`: a title that is only mentioned is text as it stands.
    fn mention(&mut self, at: usize) -> usize {
        let finder = match self.bytes.get(at + 1) {
            Some(b'[') => &mut self.finders.bracket,
            Some(b'<') => &mut self.finders.angle,
            _ => return at + 1,
        };
        let close = finder.find(self.text, at + 3);
        let line_end = self.line_end(at);
        close.filter(|&close| close < line_end).map_or(at + 1, |close| close + 1)
    }

    /// Where the tag that begins at `at` ends.
    fn tag(&mut self, at: usize) -> Option<usize> {
        if self.bytes.get(at + 1) == Some(&b'(') {
            let close = self.finders.round.find(self.text, at + 2)?;
            let line_end = self.line_end(at);
            return (close > at + 2 && close < line_end).then_some(close + 1);
        }
        let rest = &self.text[at + 1..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || c >= '\u{a0}';
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        (end > 0).then_some(at + 1 + end)
    }

    /// Where the word between two full stops or colons ends, and the sign that it stands for.
    fn shortcode(&self, at: usize) -> Option<(usize, Option<&'static str>)> {
        let mark = self.bytes[at];
        let word = &self.bytes[at + 1..];
        let length = word.iter().skip(1).position(|&byte| byte == mark || byte.is_ascii_whitespace())? + 1;
        if word[length] != mark || word[0].is_ascii_whitespace() {
            return None;
        }
        let sign = self.text.get(at + 1..at + 1 + length).and_then(shortcode);
        Some((at + length + 2, sign))
    }
}
