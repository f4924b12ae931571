use std::ops::Range;

use crate::text::{FileId, Span};

/// Running text that knows where each of its characters stands in the source, and how it is marked up.
///
/// The text is what a person reads: line breaks folded to blanks, entities resolved, marks taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    text: String,
    file: FileId,
    segments: Vec<Segment>,
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

    /// Text without any place in a source, for arguments made in memory.
    #[must_use]
    pub fn synthetic(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Text read from `span`, where the letters do not map one to one (an escaped string of a graph file).
    #[must_use]
    pub fn approximate(text: impl Into<String>, span: Span) -> Self {
        let segments = vec![
            Segment { text_start: 0, source_start: span.start, len: 0 },
            Segment { text_start: u32::MAX, source_start: span.end, len: 0 },
        ];
        Self { text: text.into(), file: span.file, segments, marks: Vec::new() }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The file that the text stands in.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The marked stretches, by where they begin.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The addresses of the links in the text, in order.
    pub fn links(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(address) => Some((address.as_str(), mark.range.clone())),
            _ => None,
        })
    }

    /// The labels of the footnotes that the text refers to, in order.
    pub fn footnote_references(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::FootnoteReference(label) => Some((label.as_str(), mark.range.clone())),
            _ => None,
        })
    }

    /// The bold stretch that the text begins with, if any (opening quotation marks and blanks may precede it).
    #[must_use]
    pub fn bold_lead(&self) -> Option<Range<usize>> {
        let lead = self.marks.iter().find(|mark| mark.kind == MarkKind::Strong)?;
        let before = &self.text[..lead.range.start];
        before.chars().all(|c| !c.is_alphanumeric()).then(|| lead.range.clone())
    }

    /// The source bytes of `range` of the text. O(log segments).
    #[must_use]
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let start = self.source_offset(range.start, true);
        let end = self.source_offset(range.end, false);
        Span::new(self.file, start..end)
    }

    /// The source bytes of the whole text.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span_of(0..self.text.len())
    }

    /// `range` of the text as prose of its own, trimmed of white space. O(length).
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let part = &self.text[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        let end = (range.start + part.trim_end().len()).max(start);
        let clip = |at: usize| at.clamp(start, end) - start;
        let mut segments: Vec<Segment> = Vec::new();
        for segment in &self.segments {
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
        if segments.is_empty() {
            let span = self.span_of(start..end);
            return Self::approximate(&self.text[start..end], span);
        }
        let marks = self
            .marks
            .iter()
            .filter(|mark| mark.range.start <= end && mark.range.end >= start)
            .map(|mark| Mark { range: clip(mark.range.start)..clip(mark.range.end), kind: mark.kind.clone() })
            .filter(|mark| !mark.range.is_empty() || matches!(mark.kind, MarkKind::FootnoteReference(_)))
            .collect();
        Self { text: self.text[start..end].to_owned(), file: self.file, segments, marks }
    }

    fn source_offset(&self, at: usize, is_start: bool) -> usize {
        // The start of a range belongs to the segment that begins there, its end to the one that ends there.
        let after = self.segments.partition_point(|segment| {
            let start = segment.text_start as usize;
            if is_start { start <= at } else { start < at }
        });
        let Some(segment) = after.checked_sub(1).map(|index| self.segments[index]) else {
            return self.segments.first().map_or(0, |segment| segment.source_start as usize);
        };
        let into = at - segment.text_start as usize;
        if into <= segment.len as usize && (!is_start || into < segment.len as usize) {
            return segment.source_start as usize + into;
        }
        // In text that does not stand in the source: the nearest source on the side asked for.
        match self.segments.get(after) {
            Some(next) if is_start && segment.len > 0 => next.source_start as usize,
            Some(next) if !is_start && segment.len == 0 => next.source_start as usize,
            _ => segment.source_start as usize + segment.len as usize,
        }
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Puts [`Prose`] together piece by piece, folding white space as it goes.
#[derive(Clone, Debug)]
pub struct ProseBuilder {
    prose: Prose,
    /// White space was met and not yet written, with the bytes of its first character: written before the next
    /// letter, dropped at the ends.
    pending_blank: Option<Range<usize>>,
    open: Vec<(usize, MarkKind)>,
}

impl ProseBuilder {
    /// An empty builder for text of `file`.
    #[must_use]
    pub fn new(file: FileId) -> Self {
        Self { prose: Prose { file, ..Prose::default() }, pending_blank: None, open: Vec::new() }
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
    /// line breaks too) become one blank.
    pub fn push(&mut self, text: &str, start: usize) {
        let mut run: Option<usize> = None;
        for (at, c) in text.char_indices() {
            if is_blank(c) {
                if let Some(from) = run.take() {
                    self.push_source(&text[from..at], start + from);
                }
                self.pending_blank.get_or_insert(start + at..start + at + c.len_utf8());
            } else if run.is_none() {
                self.write_pending_blank();
                run = Some(at);
            }
        }
        if let Some(from) = run {
            self.push_source(&text[from..], start + from);
        }
    }

    /// Adds text that the source spells otherwise (an entity, an escape): it maps to `span` as a whole.
    pub fn push_replacement(&mut self, text: &str, source: Range<usize>) {
        if text.chars().all(is_blank) {
            self.pending_blank.get_or_insert(source);
            return;
        }
        self.write_pending_blank();
        self.push_mapped(text, &source);
    }

    /// Notes white space at `at` in the source.
    pub fn push_blank(&mut self, at: usize) {
        self.pending_blank.get_or_insert(at..at + 1);
    }

    /// Opens a mark at the current place.
    pub fn open(&mut self, kind: MarkKind) {
        self.write_pending_blank();
        self.open.push((self.prose.text.len(), kind));
    }

    /// Closes the mark that was opened last; empty marks are dropped.
    pub fn close(&mut self) {
        let Some((start, kind)) = self.open.pop() else { return };
        let end = self.prose.text.len();
        if end > start {
            self.prose.marks.push(Mark { range: start..end, kind });
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
        while !self.open.is_empty() {
            self.close();
        }
        self.finish_untrimmed()
    }

    fn finish_untrimmed(mut self) -> Prose {
        self.prose.marks.sort_by_key(|mark| mark.range.start);
        self.prose
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

    fn write_pending_blank(&mut self) {
        let Some(source) = self.pending_blank.take() else { return };
        let text = &self.prose.text;
        if text.is_empty() || text.ends_with(' ') {
            return;
        }
        if source.len() == 1 {
            // A blank is one byte; where the source has one too, the run goes on unbroken.
            self.push_source(" ", source.start);
        } else {
            // A no-break space has more: the end of a blank must not fall inside it.
            self.push_mapped(" ", &source);
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(source: &str) -> Prose {
        let mut builder = ProseBuilder::new(FileId::FIRST);
        builder.push(source, 0);
        builder.finish()
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
    fn approximate_prose_maps_every_range_into_its_span() {
        let span = Span::new(FileId::FIRST, 10..30);
        let prose = Prose::approximate("He said \"no\".", span);
        assert_eq!(prose.span_of(3..7), span);
        assert_eq!(prose.span(), span);
    }
}
