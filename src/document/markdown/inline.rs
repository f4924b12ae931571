//! The text inside a Markdown block: from events to prose.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use smallvec::SmallVec;

use crate::document::leaf::Leaf;
use crate::document::prose::is_blank;
use crate::document::source_lines::Columns;
use crate::document::{MarkKind, ProseBuilder};

/// An event inside a block, with its bytes.
pub(super) type Inline<'a> = (Event<'a>, Range<usize>);

/// A paragraph is not parted where more marks than this are open, so that reopening them stays cheap.
const OPEN_MARKS: usize = 16;

/// A line of a block's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceLine {
    /// The first event in it.
    event: usize,
    pub start: usize,
    pub end: usize,
    /// The column of its first letter.
    pub indent: usize,
    /// Whether a backslash stands in front of its first letter.
    pub is_escaped: bool,
}

impl SourceLine {
    pub fn text(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or("")
    }
}

/// The lines of a block, at least one. O(length).
pub(super) fn lines(source: &str, events: &[Inline<'_>], columns: &mut Columns) -> SmallVec<[SourceLine; 2]> {
    let mut lines = SmallVec::new();
    let mut first = 0;
    let mut from = 0;
    let mut end = 0;
    let mut add = |first: usize, from: usize, end: usize| {
        // What opened on the line above may close at the head of this one.
        let start = events[first..].iter().map(|(_, range)| range.start).find(|&start| start >= from).unwrap_or(end);
        let is_escaped = start > from && source.as_bytes()[start - 1] == b'\\';
        // Markdown takes no notice of wide blanks at the head of a line.
        let text = source.get(start..end).unwrap_or("");
        let start = start + (text.len() - text.trim_start_matches(is_blank).len()) - usize::from(is_escaped);
        lines.push(SourceLine {
            event: first,
            start,
            end: end.max(start),
            indent: columns.at(source, start),
            is_escaped,
        });
    };
    for (index, (event, range)) in events.iter().enumerate() {
        if matches!(event, Event::SoftBreak | Event::HardBreak) {
            add(first, from, range.start);
            first = index + 1;
            from = range.end;
        }
        end = end.max(range.end);
    }
    add(first, from, end);
    lines
}

/// Where a part of a block begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Its first line.
    pub line: usize,
    /// The source up to here (a bullet) is no part of its text; 0 for none.
    pub skip: usize,
}

/// A part of a block, rendered.
#[derive(Debug)]
pub(super) struct Rendered {
    /// Which part it is.
    pub index: usize,
    pub leaf: Leaf,
    /// The comments in it.
    pub comments: Vec<Range<usize>>,
    /// The pictures in it, with their alternative texts, which are not in the leaf.
    pub images: Vec<(Leaf, Range<usize>)>,
}

/// A mark that is open: one of Markdown's own (with nothing for strikethrough, which leaves no mark), or an HTML tag.
struct Open {
    kind: Option<MarkKind>,
    tag: Option<String>,
}

struct Renderer<'a> {
    source: &'a str,
    open: Vec<Open>,
    skip: usize,
    comments: Vec<Range<usize>>,
    images: Vec<(Leaf, Range<usize>)>,
    image: Option<(usize, Leaf)>,
}

/// Renders a block in parts; the first part begins at line 0. Parts are left together where a link, or very many
/// marks, are open across their border. O(length).
pub(super) fn render(
    source: &str,
    events: &[Inline<'_>],
    lines: &[SourceLine],
    parts: &[Part],
) -> SmallVec<[Rendered; 1]> {
    let mut done = SmallVec::with_capacity(parts.len());
    let skip = parts.first().map_or(0, |part| part.skip);
    let mut renderer = Renderer::new(source, skip);
    let mut leaf = Leaf::new();
    let mut current = 0;
    let mut coming = 1;
    for (index, (event, range)) in events.iter().enumerate() {
        if let Some(part) = parts.get(coming).filter(|part| lines[part.line].event == index) {
            if renderer.can_part() {
                done.push(renderer.part(current, std::mem::replace(&mut leaf, Leaf::new())));
                renderer.reopen(&mut leaf.prose);
                renderer.skip = part.skip;
                current = coming;
            }
            coming += 1;
        }
        if let Event::SoftBreak | Event::HardBreak = event
            && renderer.image.is_none()
        {
            leaf.break_line(range.start);
        } else if is_line_break(event) && renderer.image.is_none() {
            leaf.break_line(range.start);
        } else {
            renderer.event(event, range, &mut leaf.prose);
        }
    }
    done.push(renderer.part(current, leaf));
    done
}

/// Renders a table cell into `prose`, and gives the comments in it.
pub(super) fn render_cell(source: &str, events: &[Inline<'_>], prose: &mut ProseBuilder) -> Vec<Range<usize>> {
    let mut renderer = Renderer::new(source, 0);
    for (event, range) in events {
        renderer.event(event, range, prose);
    }
    prose.close_all();
    renderer.comments
}

/// Adds text that stands at `range`, letter for letter or spelt otherwise.
pub(super) fn push(source: &str, text: &str, range: Range<usize>, prose: &mut ProseBuilder) {
    if source.get(range.clone()) == Some(text) {
        prose.push(text, range.start);
    } else {
        prose.push_replacement(text, range);
    }
}

impl<'a> Renderer<'a> {
    fn new(source: &'a str, skip: usize) -> Self {
        Self { source, open: Vec::new(), skip, comments: Vec::new(), images: Vec::new(), image: None }
    }

    fn can_part(&self) -> bool {
        let is_link = |open: &Open| matches!(open.kind, Some(MarkKind::Link(_)));
        self.image.is_none() && self.open.len() <= OPEN_MARKS && !self.open.iter().any(is_link)
    }

    fn part(&mut self, index: usize, leaf: Leaf) -> Rendered {
        let comments = std::mem::take(&mut self.comments);
        let images = std::mem::take(&mut self.images);
        Rendered { index, leaf, comments, images }
    }

    fn reopen(&self, prose: &mut ProseBuilder) {
        for open in &self.open {
            if let Some(kind) = &open.kind {
                prose.open(kind.clone());
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, range: &Range<usize>, prose: &mut ProseBuilder) {
        if let Event::Start(Tag::Image { .. }) = event {
            self.image.get_or_insert_with(|| (0, Leaf::new())).0 += 1;
            return;
        }
        if let Some((depth, alternative)) = &mut self.image {
            match event {
                Event::End(TagEnd::Image) if *depth == 1 => {
                    self.images.extend(self.image.take().map(|(_, leaf)| (leaf, range.clone())));
                    prose.push_blank(range.start);
                }
                Event::End(TagEnd::Image) => *depth -= 1,
                Event::Text(text) | Event::Code(text) => push(self.source, text, range.clone(), &mut alternative.prose),
                Event::SoftBreak | Event::HardBreak => {
                    alternative.prose.push_line_break(range.start..range.start);
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(text) => self.text(text, range.clone(), prose),
            Event::Code(text) => {
                prose.open(MarkKind::Code);
                let source = self.source.get(range.clone()).unwrap_or("");
                match source.find(&**text).filter(|_| !text.is_empty()) {
                    Some(at) => prose.push(text, range.start + at),
                    None => prose.push_replacement(text, range.clone()),
                }
                prose.close();
            }
            Event::InlineHtml(html) | Event::Html(html) => self.html(html, range, prose),
            Event::FootnoteReference(label) => prose.footnote_reference(label.to_string()),
            Event::SoftBreak | Event::HardBreak => prose.push_line_break(range.start..range.start),
            Event::TaskListMarker(_) => prose.push_blank(range.start),
            Event::Start(tag) => {
                let kind = match tag {
                    Tag::Strong => Some(MarkKind::Strong),
                    Tag::Emphasis => Some(MarkKind::Emphasis),
                    Tag::Link { dest_url, .. } => Some(MarkKind::Link(dest_url.to_string())),
                    _ => None,
                };
                self.open(kind, None, prose);
            }
            Event::End(_) => {
                while let Some(open) = self.open.pop() {
                    if open.kind.is_some() {
                        prose.close();
                    }
                    if open.tag.is_none() {
                        break;
                    }
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, kind: Option<MarkKind>, tag: Option<String>, prose: &mut ProseBuilder) {
        if let Some(kind) = &kind {
            prose.open(kind.clone());
        }
        self.open.push(Open { kind, tag });
    }

    fn text(&mut self, text: &str, range: Range<usize>, prose: &mut ProseBuilder) {
        let is_verbatim = self.source.get(range.clone()) == Some(text);
        if self.skip <= range.start {
            push(self.source, text, range, prose);
        } else if self.skip < range.end && is_verbatim {
            prose.push(&self.source[self.skip..range.end], self.skip);
        }
    }

    fn html(&mut self, html: &str, range: &Range<usize>, prose: &mut ProseBuilder) {
        if html.starts_with("<!--") {
            self.comments.push(range.clone());
            prose.push_blank(range.start);
            return;
        }
        let (is_closing, name) = match html.strip_prefix("</") {
            Some(rest) => (true, rest),
            None => (false, html.strip_prefix('<').unwrap_or(html)),
        };
        let name: String = name.chars().take_while(char::is_ascii_alphanumeric).take(8).collect();
        let name = name.to_ascii_lowercase();
        let kind = match name.as_str() {
            "br" => {
                prose.push_line_break(range.start..range.start);
                return;
            }
            "b" | "strong" => MarkKind::Strong,
            "i" | "em" => MarkKind::Emphasis,
            "code" | "kbd" | "tt" => MarkKind::Code,
            "a" => match address(html) {
                Some(address) => MarkKind::Link(address),
                None if is_closing => MarkKind::Link(String::new()),
                None => return,
            },
            _ => return,
        };
        if !is_closing {
            self.open(Some(kind), Some(name), prose);
        } else if self.open.last().is_some_and(|open| open.tag.as_ref() == Some(&name)) {
            self.open.pop();
            prose.close();
        }
    }
}

fn is_line_break(event: &Event<'_>) -> bool {
    matches!(event, Event::InlineHtml(html) if html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")))
}

/// The `href` of an `<a>` tag.
fn address(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find("href")? + "href".len();
    let value = tag[at..].trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
    };
    Some(value.trim().replace("&amp;", "&")).filter(|value| !value.is_empty())
}
