use std::fmt;
use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use crate::text::{FileId, SourceFile, Span, joins_lines};

/// Running text that knows where each of its characters stands in the source, and how it is marked up.
///
/// The text is what a person reads: line breaks folded to blanks (to nothing in Chinese and Japanese), entities resolved, marks taken
/// out.
#[derive(Clone)]
pub struct Prose(Repr);

/// Most texts of a large file stand in it in one piece and as they are read: of these only the place is kept.
#[derive(Clone)]
enum Repr {
    InSource { source: SourceFile, file: FileId, start: u32, len: u32 },
    Apart(Box<Pieces>),
}

/// A text with its places and marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Pieces {
    text: String,
    file: FileId,
    segments: SmallVec<[Segment; 1]>,
    marks: Vec<Mark>,
}

/// A run of text that stands letter for letter in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    text_start: u32,
    source_start: u32,
    len: u32,
}

/// A stretch of the text that is marked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the prose's text (not of the source).
    pub range: Range<usize>,
    /// How it is marked.
    pub kind: MarkKind,
}

/// The ways in which a stretch of text can be marked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Code.
    Code,
    /// A link to the address.
    Link(String),
    /// A reference to the footnote of that label; its range is empty, at the place of the reference.
    FootnoteReference(String),
}

impl Prose {
    /// Text that stands letter for letter at `start` in `file`.
    #[must_use]
    pub fn verbatim(text: impl Into<String>, file: FileId, start: usize) -> Self {
        let text = text.into();
        let mut builder = ProseBuilder::new(file);
        builder.push_source(&text, start);
        builder.finish_untrimmed()
    }

    /// The bytes `range` of `source`, which is the file `file`, as they stand there: no more than their place is kept.
    /// `None` if a reader would see them otherwise: white space that is to be folded or trimmed. O(length).
    #[must_use]
    pub fn in_source(source: &SourceFile, file: FileId, range: Range<usize>) -> Option<Self> {
        let text = source.text().get(range.clone())?;
        let (start, len) = (u32::try_from(range.start).ok()?, u32::try_from(text.len()).ok()?);
        is_folded(text).then(|| Self(Repr::InSource { source: source.clone(), file, start, len }))
    }

    /// The same text; where it stands in `source`, from which it was read, in one piece, without marks, and with blanks
    /// for all its white space, no more than its place is kept. O(length).
    pub(super) fn in_place(self, source: &SourceFile) -> Self {
        let Repr::Apart(pieces) = &self.0 else { return self };
        match *pieces.segments.as_slice() {
            [Segment { text_start: 0, source_start: start, len }]
                if len > 0
                    && len as usize == pieces.text.len()
                    && pieces.marks.is_empty()
                    && source.text().get(start as usize..start as usize + len as usize) == Some(&pieces.text) =>
            {
                Self(Repr::InSource { source: source.clone(), file: pieces.file, start, len })
            }
            _ => self,
        }
    }

    /// Text without any place in a source, for arguments made in memory.
    #[must_use]
    pub fn synthetic(text: impl Into<String>) -> Self {
        Self::apart(Pieces { text: text.into(), ..Pieces::default() })
    }

    fn apart(pieces: Pieces) -> Self {
        Self(Repr::Apart(Box::new(pieces)))
    }

    /// Runs `look` with the pieces of the text that stand in the source.
    fn with_segments<T>(&self, look: impl FnOnce(&[Segment]) -> T) -> T {
        match &self.0 {
            Repr::InSource { start, len, .. } => look(&[Segment { text_start: 0, source_start: *start, len: *len }]),
            Repr::Apart(pieces) => look(&pieces.segments),
        }
    }

    /// Text read from `span`, where the letters do not map one to one (an escaped string of a graph file). White space is
    /// folded as everywhere.
    #[must_use]
    pub fn approximate(text: impl Into<String>, span: Span) -> Self {
        let segments = smallvec![
            Segment { text_start: 0, source_start: span.start, len: 0 },
            Segment { text_start: u32::MAX, source_start: span.end, len: 0 },
        ];
        Self::apart(Pieces { text: folded(text.into()), file: span.file, segments, marks: Vec::new() })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::InSource { source, start, len, .. } => {
                source.text().get(*start as usize..*start as usize + *len as usize).unwrap_or_default()
            }
            Repr::Apart(pieces) => &pieces.text,
        }
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// The file that the text stands in.
    #[must_use]
    pub fn file(&self) -> FileId {
        match &self.0 {
            Repr::InSource { file, .. } => *file,
            Repr::Apart(pieces) => pieces.file,
        }
    }

    /// The marked stretches, by where they begin.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        match &self.0 {
            Repr::InSource { .. } => &[],
            Repr::Apart(pieces) => &pieces.marks,
        }
    }

    /// The addresses of the links in the text, in order.
    pub fn links(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.marks().iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(address) => Some((address.as_str(), mark.range.clone())),
            _ => None,
        })
    }

    /// The labels of the footnotes that the text refers to, in order.
    pub fn footnote_references(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.marks().iter().filter_map(|mark| match &mark.kind {
            MarkKind::FootnoteReference(label) => Some((label.as_str(), mark.range.clone())),
            _ => None,
        })
    }

    /// The bold stretch that the text begins with, if any (opening quotation marks and blanks may precede it).
    #[must_use]
    pub fn bold_lead(&self) -> Option<Range<usize>> {
        let lead = self.marks().iter().find(|mark| mark.kind == MarkKind::Strong)?;
        let before = &self.as_str()[..lead.range.start];
        before.chars().all(|c| !c.is_alphanumeric()).then(|| lead.range.clone())
    }

    /// The source bytes of `range` of the text. O(log segments).
    #[must_use]
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let start = self.source_offset(range.start, true);
        let end = self.source_offset(range.end, false);
        Span::new(self.file(), start..end)
    }

    /// The source bytes of the whole text.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span_of(0..self.as_str().len())
    }

    /// `range` of the text as prose of its own, trimmed of white space. O(length).
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let text = self.as_str();
        let part = &text[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        let end = (range.start + part.trim_end().len()).max(start);
        if let Repr::InSource { source, file, start: own, .. } = &self.0 {
            let (start, len) = (*own + narrow(start), narrow(end - start));
            return Self(Repr::InSource { source: source.clone(), file: *file, start, len });
        }
        let clip = |at: usize| at.clamp(start, end) - start;
        let mut segments: SmallVec<[Segment; 1]> = SmallVec::new();
        self.with_segments(|own| {
            for segment in own {
                let segment_start = segment.text_start as usize;
                let segment_end = segment_start.saturating_add(segment.len as usize);
                if segment_end < start || segment_start > end {
                    continue;
                }
                let from = segment_start.max(start);
                let to = segment_end.min(end);
                segments.push(Segment {
                    text_start: narrow(from - start),
                    source_start: segment.source_start + narrow(from - segment_start),
                    len: narrow(to - from),
                });
            }
        });
        if segments.is_empty() {
            let span = self.span_of(start..end);
            return Self::approximate(&text[start..end], span);
        }
        let marks = self
            .marks()
            .iter()
            .filter(|mark| mark.range.start <= end && mark.range.end >= start)
            .map(|mark| Mark { range: clip(mark.range.start)..clip(mark.range.end), kind: mark.kind.clone() })
            .filter(|mark| !mark.range.is_empty() || matches!(mark.kind, MarkKind::FootnoteReference(_)))
            .collect();
        Self::apart(Pieces { text: text[start..end].to_owned(), file: self.file(), segments, marks })
    }

    fn source_offset(&self, at: usize, is_start: bool) -> usize {
        self.with_segments(|segments| source_offset(segments, at, is_start))
    }
}

impl Default for Prose {
    fn default() -> Self {
        Self::apart(Pieces::default())
    }
}

impl PartialEq for Prose {
    fn eq(&self, other: &Self) -> bool {
        let same_segments = || self.with_segments(|own| other.with_segments(|others| own == others));
        self.as_str() == other.as_str()
            && self.file() == other.file()
            && self.marks() == other.marks()
            && same_segments()
    }
}

impl Eq for Prose {}

impl fmt::Debug for Prose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Prose");
        shown.field("text", &self.as_str()).field("file", &self.file());
        self.with_segments(|segments| shown.field("segments", &segments).field("marks", &self.marks()).finish())
    }
}

fn source_offset(segments: &[Segment], at: usize, is_start: bool) -> usize {
    // The start of a range belongs to the segment that begins there, its end to the one that ends there.
    let after = segments.partition_point(|segment| {
        let start = segment.text_start as usize;
        if is_start { start <= at } else { start < at }
    });
    let Some(segment) = after.checked_sub(1).map(|index| segments[index]) else {
        return segments.first().map_or(0, |segment| segment.source_start as usize);
    };
    let into = at - segment.text_start as usize;
    if into <= segment.len as usize && (!is_start || into < segment.len as usize) {
        return segment.source_start as usize + into;
    }
    // In text that does not stand in the source: the nearest source on the side asked for.
    match segments.get(after) {
        Some(next) if is_start && segment.len > 0 => next.source_start as usize,
        Some(next) if !is_start && segment.len == 0 => next.source_start as usize,
        _ => segment.source_start as usize + segment.len as usize,
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Puts [`Prose`] together piece by piece, folding white space as it goes.
#[derive(Clone, Debug)]
pub struct ProseBuilder {
    prose: Pieces,
    /// White space was met and not yet written: written before the next letter, dropped at the ends.
    pending_blank: Option<PendingBlank>,
    /// The marks that are open, with where they begin; `None` while it is not known whether a blank comes first.
    open: Vec<(Option<usize>, MarkKind)>,
}

#[derive(Clone, Debug)]
struct PendingBlank {
    /// The bytes of its first character.
    source: Range<usize>,
    /// Whether the line ends there, so that scripts without blanks go on without one.
    is_line_break: bool,
}

impl ProseBuilder {
    /// An empty builder for text of `file`.
    #[must_use]
    pub fn new(file: FileId) -> Self {
        Self { prose: Pieces { file, ..Pieces::default() }, pending_blank: None, open: Vec::new() }
    }

    /// Whether nothing but white space was pushed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.prose.text.is_empty()
    }

    /// The text so far (without white space at its end).
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.prose.text
    }

    /// Adds text that stands letter for letter at `start` in the source. Runs of white space (no-break spaces and
    /// line breaks too) become one blank; a line break between two letters of Chinese or Japanese becomes nothing.
    pub fn push(&mut self, text: &str, start: usize) {
        let mut run: Option<usize> = None;
        let bytes = text.as_bytes();
        let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_graphic);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if is_blank(c) {
                if let Some(from) = run.take() {
                    self.push_source(&text[from..at], start + from);
                }
                self.push_white_space(start + at..start + at + c.len_utf8(), matches!(c, '\n' | '\r'));
            } else if run.is_none() {
                self.settle_blank(Some(c));
                run = Some(at);
            }
            at += c.len_utf8();
            // Letters, and single blanks between them, go on as they stand.
            while run.is_some() && (is_letter(at) || bytes.get(at) == Some(&b' ') && is_letter(at + 1)) {
                at += 1;
            }
        }
        if let Some(from) = run {
            self.push_source(&text[from..], start + from);
        }
    }

    /// Adds text that the source spells otherwise (an entity, an escape): it maps to `span` as a whole. Runs of white
    /// space become one blank here too.
    pub fn push_replacement(&mut self, text: &str, source: Range<usize>) {
        if text.chars().all(is_blank) {
            self.push_white_space(source, false);
            return;
        }
        if text.starts_with(is_blank) {
            self.push_blank(source.start);
        }
        let folded = folded(text.to_owned());
        self.settle_blank(folded.chars().next());
        let end = source.end;
        self.push_mapped(&folded, &source);
        if text.ends_with(is_blank) {
            self.push_blank(end);
        }
    }

    /// Notes white space at `at` in the source.
    pub fn push_blank(&mut self, at: usize) {
        self.push_white_space(at..at, false);
    }

    /// Notes the end of a line, or white space that holds one; `source` are the bytes of its first character. It becomes a blank,
    /// save between two letters of a script that has none.
    pub fn push_line_break(&mut self, source: Range<usize>) {
        self.push_white_space(source, true);
    }

    /// Opens a mark at the current place.
    pub fn open(&mut self, kind: MarkKind) {
        let is_undecided = self.pending_blank.as_ref().is_some_and(|blank| blank.is_line_break);
        if is_undecided {
            return self.open.push((None, kind));
        }
        self.settle_blank(None);
        self.open.push((Some(self.prose.text.len()), kind));
    }

    /// Closes the mark that was opened last; empty marks are dropped.
    pub fn close(&mut self) {
        let Some((Some(start), kind)) = self.open.pop() else { return };
        let end = self.prose.text.len();
        if end > start {
            self.prose.marks.push(Mark { range: start..end, kind });
        }
    }

    /// Closes every mark that is open.
    pub fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
    }

    /// Marks the bare addresses (`https://…`) that were pushed so far as links, save those that are linked or code
    /// already. Punctuation that ends the sentence is no part of an address. Call it when no mark is open. O(length).
    pub fn link_bare_addresses(&mut self) {
        let found = bare_addresses(&self.prose.text);
        if found.is_empty() {
            return;
        }
        let is_taken = |mark: &&Mark| matches!(mark.kind, MarkKind::Link(_) | MarkKind::Code);
        let mut taken: Vec<Range<usize>> =
            self.prose.marks.iter().filter(is_taken).map(|mark| mark.range.clone()).collect();
        taken.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut taken = taken.into_iter().peekable();
        for range in found {
            while taken.next_if(|other| other.end <= range.start).is_some() {}
            if taken.peek().is_none_or(|other| other.start >= range.end) {
                let address = self.prose.text[range.clone()].to_owned();
                self.prose.marks.push(Mark { range, kind: MarkKind::Link(address) });
            }
        }
    }

    /// Notes a reference to a footnote at the current place.
    pub fn footnote_reference(&mut self, label: impl Into<String>) {
        let at = self.prose.text.len();
        self.prose.marks.push(Mark { range: at..at, kind: MarkKind::FootnoteReference(label.into()) });
    }

    /// The prose, trimmed; marks that are still open are closed.
    #[must_use]
    pub fn finish(mut self) -> Prose {
        self.close_all();
        // A mark that opened behind a blank and stayed empty has left the blank.
        let length = self.prose.text.trim_end_matches(' ').len();
        if length < self.prose.text.len() {
            self.prose.text.truncate(length);
            self.prose.segments.retain_mut(|segment| {
                segment.len = segment.len.min(narrow(length).saturating_sub(segment.text_start));
                (segment.text_start as usize) < length || segment.len == 0 && segment.text_start as usize == length
            });
            for mark in &mut self.prose.marks {
                mark.range = mark.range.start.min(length)..mark.range.end.min(length);
            }
        }
        self.finish_untrimmed()
    }

    fn finish_untrimmed(mut self) -> Prose {
        self.prose.marks.sort_by_key(|mark| mark.range.start);
        self.prose.text.shrink_to_fit();
        Prose::apart(self.prose)
    }

    fn push_source(&mut self, text: &str, start: usize) {
        if text.is_empty() {
            return;
        }
        let at = narrow(self.prose.text.len());
        let continues = self.prose.segments.last_mut().filter(|last| {
            last.len > 0 && last.text_start + last.len == at && last.source_start + last.len == narrow(start)
        });
        match continues {
            Some(last) => last.len += narrow(text.len()),
            None => self.prose.segments.push(Segment {
                text_start: at,
                source_start: narrow(start),
                len: narrow(text.len()),
            }),
        }
        self.prose.text.push_str(text);
    }

    fn push_mapped(&mut self, text: &str, source: &Range<usize>) {
        let at = narrow(self.prose.text.len());
        self.prose.segments.push(Segment { text_start: at, source_start: narrow(source.start), len: 0 });
        self.prose.text.push_str(text);
        let end = narrow(self.prose.text.len());
        self.prose.segments.push(Segment { text_start: end, source_start: narrow(source.end), len: 0 });
    }

    fn push_white_space(&mut self, source: Range<usize>, is_line_break: bool) {
        match &mut self.pending_blank {
            Some(pending) => pending.is_line_break |= is_line_break,
            none => *none = Some(PendingBlank { source, is_line_break }),
        }
    }

    /// Writes the blank that was met, if there is one between the text so far and `next`, which follows.
    pub(super) fn settle_blank(&mut self, next: Option<char>) {
        let Some(PendingBlank { source, is_line_break }) = self.pending_blank.take() else { return };
        let text = &self.prose.text;
        let is_joined =
            is_line_break && text.chars().next_back().zip(next).is_some_and(|(last, next)| joins_lines(last, next));
        if text.is_empty() || text.ends_with(' ') || is_joined {
            // Nothing to write.
        } else if source.len() == 1 {
            // A blank is one byte; where the source has one too, the run goes on unbroken.
            self.push_source(" ", source.start);
        } else {
            // A no-break space has more: the end of a blank must not fall inside it.
            self.push_mapped(" ", &source);
        }
        let at = self.prose.text.len();
        self.open.iter_mut().for_each(|(start, _)| *start = start.or(Some(at)));
    }
}

/// Whether a reader sees nothing there: white space of every kind, zero-width blanks and byte-order marks.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// The text with single blanks for its white space, and none at its ends. O(length).
fn folded(text: String) -> String {
    if is_folded(&text) {
        return text;
    }
    let mut words = text.split(is_blank).filter(|word| !word.is_empty());
    let mut folded = words.next().unwrap_or_default().to_owned();
    for word in words {
        folded.push(' ');
        folded.push_str(word);
    }
    folded
}

/// Whether a text is as [`ProseBuilder::push`] would leave it, so that it need not be copied. O(length).
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends_blank = [bytes.first(), bytes.last()].contains(&Some(&b' '));
    let Some(next) = bytes.get(1..) else { return false };
    // Without a way out of the loops several bytes are looked at with one instruction.
    let is_plain = bytes.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    let is_double = |(one, other): (&u8, &u8)| usize::from(*one == b' ' && *other == b' ');
    let is_single = bytes.iter().zip(next).map(is_double).sum::<usize>() == 0;
    !ends_blank && is_plain && is_single
}

/// The `http://` and `https://` addresses in a text, in order.
fn bare_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    // Most texts have no colon.
    if memchr::memchr(b':', text.as_bytes()).is_none() {
        return found;
    }
    while let Some(colon) = text[from..].find("://").map(|at| from + at) {
        let before = &text.as_bytes()[from..colon];
        let has_scheme = |name: &str| {
            before.len() >= name.len() && before[before.len() - name.len()..].eq_ignore_ascii_case(name.as_bytes())
        };
        let scheme = ["https", "http"].into_iter().find(|name| has_scheme(name)).map_or(0, str::len);
        let body = colon + "://".len();
        from = body;
        let start = colon - scheme;
        if scheme == 0 || text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let ends = |c: char| {
            is_blank(c)
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '`' | '|' | '{' | '}' | '\\' | '^')
        };
        let rest = &text[body..];
        let rest = &rest[..rest.find(ends).unwrap_or(rest.len())];
        from = body + rest.len();
        let length = without_closing_punctuation(rest).len();
        if length > 0 {
            found.push(start..body + length);
        }
    }
    found
}

/// Cuts off what ends the sentence and not the address; a bracket stays if it was opened in the address.
fn without_closing_punctuation(address: &str) -> &str {
    let count = |wanted: char| address.chars().filter(|&c| c == wanted).count();
    let mut spare_round = count(')').saturating_sub(count('('));
    let mut spare_square = count(']').saturating_sub(count('['));
    let mut end = address.len();
    for (at, c) in address.char_indices().rev() {
        match c {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '‘' | '*' | '_' | '…' | '(' | '[' => {}
            ')' if spare_round > 0 => spare_round -= 1,
            ']' if spare_square > 0 => spare_square -= 1,
            _ => break,
        }
        end = at;
    }
    &address[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(source: &str) -> Prose {
        let mut builder = ProseBuilder::new(FileId::FIRST);
        builder.push(source, 0);
        builder.finish()
    }

    proptest::proptest! {
        #[test]
        fn a_text_that_is_kept_by_its_place_is_what_it_would_be_apart(text in "[ab \t\u{a0}é-]{0,12}") {
            let source = SourceFile::new("report", format!("x{text}y"));
            let range = 1..1 + text.len();
            let mut builder = ProseBuilder::new(FileId::FIRST);
            builder.push(&text, 1);
            let apart = builder.finish();
            match Prose::in_source(&source, FileId::FIRST, range) {
                Some(kept) => {
                    proptest::prop_assert_eq!(&kept, &apart);
                    let half = text.len() / 2;
                    proptest::prop_assert_eq!(kept.slice(0..half), apart.slice(0..half));
                }
                None => proptest::prop_assert!(!text.is_ascii() || apart.as_str() != text || text.is_empty()),
            }
        }

        #[test]
        fn a_text_that_is_put_in_its_place_stays_the_same(text in "[ab \t\n\u{a0}é日-]{0,12}", more in "[ab ]{0,3}") {
            let source = SourceFile::new("report", format!("x{text}*{more}*"));
            let mut builder = ProseBuilder::new(FileId::FIRST);
            builder.push(&text, 1);
            builder.push(&more, 1 + text.len() + 1);
            let apart = builder.finish();
            let placed = apart.clone().in_place(&source);
            let is_placed = matches!(placed.0, Repr::InSource { .. });
            proptest::prop_assert!(is_placed || !more.is_empty() || apart.as_str() != text || text.is_empty());
            proptest::prop_assert_eq!(&placed, &apart);
            let half = apart.as_str().floor_char_boundary(apart.as_str().len() / 2);
            for range in [0..half, half..apart.as_str().len()] {
                proptest::prop_assert_eq!(placed.span_of(range.clone()), apart.span_of(range.clone()));
                proptest::prop_assert_eq!(placed.slice(range.clone()), apart.slice(range));
            }
        }
    }

    #[test]
    fn white_space_is_folded_and_places_are_kept() {
        let source = "  China\u{a0}and\r\n    Russia  ";
        let prose = built(source);
        assert_eq!(prose.as_str(), "China and Russia");
        let of = |word: &str| {
            let at = prose.as_str().find(word).unwrap();
            &source[prose.span_of(at..at + word.len()).range()]
        };
        assert_eq!(of("China"), "China");
        assert_eq!(of("and"), "and");
        assert_eq!(of("Russia"), "Russia");
        assert_eq!(&source[prose.span().range()], source.trim());
    }

    #[test]
    fn lines_of_scripts_without_blanks_are_joined_without_one() {
        for (source, text) in [
            ("航路は再開\r\n　する。\n「次」", "航路は再開する。「次」"),
            ("航路は 再開", "航路は 再開"),
            ("NK\n検査", "NK 検査"),
            ("第\n2岸壁", "第 2岸壁"),
            ("항로는\n재개", "항로는 재개"),
            ("行，\n“次”", "行，“次”"),
            ("one\ntwo", "one two"),
        ] {
            assert_eq!(built(source).as_str(), text);
        }
        let source = "航路は再開\n  する。次";
        let prose = built(source);
        let of = |range: Range<usize>| &source[prose.span_of(range).range()];
        let at = prose.as_str().find("する").unwrap();
        assert_eq!((of(0..at), of(at..at + 6)), ("航路は再開", "する"));
        assert_eq!(of(at - 3..at + 3), "開\n  す");
        assert_eq!(of(at + 9..at + 12), "次");
    }

    #[test]
    fn a_mark_that_opens_behind_a_line_break_begins_at_its_text() {
        let marked = |first: &str, inner: &str| {
            let mut builder = ProseBuilder::new(FileId::FIRST);
            builder.push(first, 0);
            builder.push_line_break(first.len()..first.len() + 1);
            builder.open(MarkKind::Strong);
            builder.open(MarkKind::Emphasis);
            builder.push(inner, first.len() + 3);
            builder.close_all();
            let prose = builder.finish();
            let marked = prose.marks().iter().map(|mark| prose.as_str()[mark.range.clone()].to_owned()).collect();
            (prose.as_str().to_owned(), marked)
        };
        let both = |text: &str| vec![text.to_owned(); 2];
        assert_eq!(marked("再開", "する"), ("再開する".to_owned(), both("する")));
        assert_eq!(marked("one", "two"), ("one two".to_owned(), both("two")));
        assert_eq!(marked("one", ""), ("one".to_owned(), Vec::new()));
    }

    #[test]
    fn a_blank_maps_to_whole_characters() {
        let source = "a\u{a0}b \u{2003}c";
        let prose = built(source);
        assert_eq!(prose.as_str(), "a b c");
        assert_eq!(&source[prose.span_of(1..2).range()], "\u{a0}");
        assert_eq!(&source[prose.span_of(0..2).range()], "a\u{a0}");
        assert_eq!(&source[prose.span_of(2..3).range()], "b");
        assert_eq!(&source[prose.span_of(3..4).range()], " ");
    }

    #[test]
    fn an_entity_maps_to_its_own_bytes() {
        let source = "R&amp;D now";
        let mut builder = ProseBuilder::new(FileId::FIRST);
        builder.push("R", 0);
        builder.push_replacement("&", 1..6);
        builder.push("D now", 6);
        let prose = builder.finish();
        assert_eq!(prose.as_str(), "R&D now");
        assert_eq!(&source[prose.span_of(1..2).range()], "&amp;");
        assert_eq!(&source[prose.span_of(2..3).range()], "D");
        assert_eq!(&source[prose.span_of(0..3).range()], "R&amp;D");
    }

    #[test]
    fn a_slice_keeps_marks_and_places() {
        let source = "A **bold lead.** Rest of it.";
        let mut builder = ProseBuilder::new(FileId::FIRST);
        builder.push("A ", 0);
        builder.open(MarkKind::Strong);
        builder.push("bold lead.", 4);
        builder.close();
        builder.push(" Rest of it.", 16);
        let prose = builder.finish();
        assert_eq!(prose.as_str(), "A bold lead. Rest of it.");
        let rest = prose.slice(12..24);
        assert_eq!(rest.as_str(), "Rest of it.");
        assert_eq!(&source[rest.span().range()], "Rest of it.");
        assert!(rest.marks().is_empty());
        let lead = prose.slice(0..12);
        assert_eq!(lead.marks(), [Mark { range: 2..12, kind: MarkKind::Strong }]);
    }

    #[test]
    fn bare_addresses_become_links_without_the_punctuation_after_them() {
        let links = |text: &str| {
            let mut builder = ProseBuilder::new(FileId::FIRST);
            builder.push(text, 0);
            builder.link_bare_addresses();
            let prose = builder.finish();
            prose
                .links()
                .map(|(address, range)| (address.to_owned(), prose.as_str()[range].to_owned()))
                .collect::<Vec<_>>()
        };
        for (text, addresses) in [
            ("See https://a.example/b?c=1&d=2.", vec!["https://a.example/b?c=1&d=2"]),
            ("(HTTP://a.example/x_(y)), http://b.example/)", vec!["HTTP://a.example/x_(y)", "http://b.example/"]),
            ("“https://a.example”; <https://b.example>", vec!["https://a.example", "https://b.example"]),
            ("xhttp://a.example ftp://b.example http:// https://", vec![]),
            ("http://http://a.example", vec!["http://http://a.example"]),
            ("é://https://日本.example/道…", vec!["https://日本.example/道"]),
        ] {
            assert_eq!(
                links(text),
                addresses.iter().map(|a| ((*a).to_owned(), (*a).to_owned())).collect::<Vec<_>>(),
                "{text}"
            );
        }
    }

    #[test]
    fn an_address_that_is_linked_or_code_is_left_alone() {
        let mut builder = ProseBuilder::new(FileId::FIRST);
        builder.open(MarkKind::Link("https://target.example".into()));
        builder.push("at https://shown.example ", 0);
        builder.close();
        builder.open(MarkKind::Code);
        builder.push("https://code.example", 30);
        builder.close();
        builder.push(" https://bare.example", 60);
        builder.link_bare_addresses();
        let prose = builder.finish();
        let links: Vec<_> = prose.links().map(|(address, _)| address).collect();
        assert_eq!(links, ["https://target.example", "https://bare.example"]);
    }

    #[test]
    fn approximate_prose_maps_every_range_into_its_span() {
        let span = Span::new(FileId::FIRST, 10..30);
        let prose = Prose::approximate("He said \"no\".", span);
        assert_eq!(prose.span_of(3..7), span);
        assert_eq!(prose.span(), span);
    }
}
