//! The lines of a report that a finding is about, cut down to what fits on a screen.
//!
//! A paragraph of a report is often one line of thousands of characters. An excerpt shows the part around the label,
//! and the work is bounded by what is shown, not by the length of the line or the file.

use std::ops::Range;

use crate::text::visible::{is_plain, push_visible, width_of, width_up_to};
use crate::text::{Position, SourceFile};

/// At most so many lines of a place are shown.
const MOST_LINES: usize = 5;
/// Places so many lines apart are shown together, with the lines between them.
const NEAR: usize = 2;
/// Cells beside the text that lines over several lines are drawn in.
const BRACKET: usize = 3;

/// A place to be shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub file: &'a SourceFile,
    pub start: usize,
    pub end: usize,
    pub message: &'a str,
    pub primary: bool,
}

/// Lines of one file, cut to the width, with marks in them.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    pub file: &'a SourceFile,
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// Where the first mark stands in the file.
    pub position: Position,
    /// The page that it stands on, if there are pages.
    pub page: Option<usize>,
    /// The lines as they are shown.
    pub source: String,
    pub marks: Vec<Mark<'a>>,
}

/// A marked stretch of an excerpt.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    /// Bytes of the excerpt's source.
    pub range: Range<usize>,
    pub message: &'a str,
    pub primary: bool,
}

/// A place with the lines that it spans; its bytes lie in the text, on character boundaries.
#[derive(Clone, Copy, Debug)]
struct Located<'a> {
    place: Place<'a>,
    position: Position,
    first: usize,
    last: usize,
}

/// Bytes of the file that are shown as they are, or the first byte of a character that may be shown as others.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The byte of the file.
    at: usize,
    /// The byte of the excerpt.
    shown: usize,
    /// At least one.
    length: usize,
}

/// Excerpts that show the places in `width` cells: the one with the primary place first, then in the order of the text.
pub(super) fn excerpts<'a>(places: impl IntoIterator<Item = Place<'a>>, width: usize) -> Vec<Excerpt<'a>> {
    let mut located: Vec<Located<'a>> = places.into_iter().map(|place| locate(place, width)).collect();
    located.sort_by(|a, b| {
        let key = |l: &Located<'_>| (l.first, l.place.start, l.place.end);
        a.place.file.name().cmp(b.place.file.name()).then_with(|| key(a).cmp(&key(b)))
    });
    let mut groups: Vec<Vec<Located<'a>>> = Vec::new();
    for place in located {
        match groups.last_mut() {
            Some(group) if belongs(group, &place, width) => group.push(place),
            _ => groups.push(vec![place]),
        }
    }
    groups.sort_by_key(|group| !group.iter().any(|located| located.place.primary));
    groups.iter().map(|group| draw(group, width)).collect()
}

fn belongs(group: &[Located<'_>], place: &Located<'_>, width: usize) -> bool {
    let last = group.iter().map(|located| located.last).max().unwrap_or(0);
    let first = group.first().map_or(0, |located| located.first);
    let same_file = group.iter().all(|located| located.place.file.name() == place.place.file.name());
    same_file
        && place.first <= last + NEAR
        // A line that is cut shows one stretch only.
        && (first..=place.last).all(|line| fits(line_of(place.place.file, line).1, width))
}

fn locate(mut place: Place<'_>, width: usize) -> Located<'_> {
    let text = place.file.text();
    place.start = text.floor_char_boundary(place.start.min(text.len()));
    place.end = text.ceil_char_boundary(place.end.min(text.len())).max(place.start);
    let position = place.file.position(place.start);
    let first = position.line;
    // A place that ends with a line break does not reach the next line.
    let mut last = if place.end > place.start { place.file.position(place.end - 1).line } else { first };
    if last > first {
        last = last.min(first + MOST_LINES - 1);
        if !(first..=last).all(|line| fits(line_of(place.file, line).1, width)) {
            last = first;
        }
    }
    let (range, _) = line_of(place.file, last);
    place.end = place.end.min(range.end).max(place.start);
    Located { place, position, first, last }
}

fn line_of(file: &SourceFile, line: usize) -> (Range<usize>, &str) {
    let range = file.lines().line_range(file.text(), line).unwrap_or(file.text().len()..file.text().len());
    (range.clone(), &file.text()[range])
}

fn fits(line: &str, width: usize) -> bool {
    // Marks of no width would make the walk as long as the line.
    line.len() <= 8 * width && width_up_to(line, width) <= width
}

fn draw<'a>(group: &[Located<'a>], width: usize) -> Excerpt<'a> {
    let lead = group.iter().find(|located| located.place.primary).unwrap_or(&group[0]);
    let file = lead.place.file;
    let first_line = group.iter().map(|located| located.first).min().unwrap_or(1);
    let last_line = group.iter().map(|located| located.last).max().unwrap_or(first_line);
    let mut source = String::new();
    let mut shown: Vec<Stretch> = Vec::new();
    for number in first_line..=last_line {
        let (range, line) = line_of(file, number);
        let focus = group.iter().find(|located| located.first == number || located.last == number);
        let window = focus.map_or(0..0, |located| {
            let clip = |at: usize| at.clamp(range.start, range.end) - range.start;
            clip(located.place.start)..clip(located.place.end)
        });
        let beside = group.iter().filter(|located| located.last == number).map(|located| {
            let message = width_up_to(located.place.message, width / 2);
            if message > width / 2 { 0 } else { message + usize::from(message > 0) }
        });
        let window = cut(line, window, width, beside.max().unwrap_or(0));
        if number > first_line {
            source.push('\n');
        }
        if window.start > 0 {
            source.push('…');
        }
        let text = &line[window.clone()];
        if is_plain(text) && !text.is_empty() {
            shown.push(Stretch { at: range.start + window.start, shown: source.len(), length: text.len() });
            source.push_str(text);
        } else {
            for (at, c) in text.char_indices() {
                shown.push(Stretch { at: range.start + window.start + at, shown: source.len(), length: 1 });
                push_visible(&mut source, c);
            }
        }
        shown.push(Stretch { at: range.start + window.end, shown: source.len(), length: 1 });
        if window.end < line.len() {
            source.push('…');
        }
    }
    let marks = group
        .iter()
        .map(|located| {
            let (first, last) = (located.place.start, located.place.end);
            let start = shown.partition_point(|stretch| stretch.at + stretch.length <= first);
            let start = match shown.get(start) {
                Some(stretch) => stretch.shown + first.saturating_sub(stretch.at),
                None => shown.last().map_or(0, |stretch| stretch.shown),
            };
            // The end of a place is where its last character ends.
            let end = shown.partition_point(|stretch| stretch.at <= last);
            let end = shown
                .get(end.saturating_sub(1))
                .map_or(0, |stretch| stretch.shown + last.saturating_sub(stretch.at).min(stretch.length - 1));
            Mark { range: start..end.max(start), message: located.place.message, primary: located.place.primary }
        })
        .collect();
    let page = file.page(lead.place.start);
    Excerpt { file, first_line, position: lead.position, page, source, marks }
}

/// The bytes of `line` that are shown in `width` cells: all of it, or a window about `focus` that leaves `beside` cells
/// for the words to the right of the mark.
fn cut(line: &str, focus: Range<usize>, width: usize, beside: usize) -> Range<usize> {
    if fits(line, width) {
        let reach = width_up_to(&line[..focus.end], width) + beside;
        if reach <= width {
            return 0..line.len();
        }
    }
    // Room for the dots at both ends.
    let width = width.saturating_sub(2);
    let focus_width = width_up_to(&line[focus.clone()], width);
    let (width, before) = match width.checked_sub(focus_width + beside) {
        Some(spare) => (width, spare.min((width - focus_width) / 2)),
        // The place itself must be cut, with a little of what stands before it.
        None => (width - beside.min(width / 2), width / 8),
    };
    let mut start = back(line, focus.start, before);
    let (mut end, used) = forward(line, start, width);
    if end == line.len() {
        start = back(line, start, width - used);
    }
    // Whole words at both ends, where a word ends nearby.
    if start > 0
        && let Some(blank) = line[start..focus.start].char_indices().take(16).find(|(_, c)| c.is_whitespace())
    {
        start += blank.0 + blank.1.len_utf8();
    }
    if end < line.len() {
        let tail = line[focus.start.max(start)..end].char_indices().rev().take(16);
        if let Some((blank, _)) = tail.into_iter().find(|(at, c)| *at > 0 && c.is_whitespace()) {
            end = focus.start.max(start) + blank;
        }
    }
    start..end
}

/// The byte that lies `cells` before `from`, and not more than four times as many characters.
fn back(line: &str, from: usize, cells: usize) -> usize {
    let head = from.saturating_sub(cells);
    if line.get(head..from).is_some_and(is_plain) {
        return head;
    }
    let mut left = cells;
    let mut at = from;
    for (start, c) in line[..from].char_indices().rev().take(4 * cells) {
        let Some(rest) = left.checked_sub(width_of(c)) else { break };
        left = rest;
        at = start;
    }
    at
}

/// The byte that lies at most `cells` after `from`, and the cells to it.
fn forward(line: &str, from: usize, cells: usize) -> (usize, usize) {
    let tail = line.len().min(from.saturating_add(cells));
    if line.get(from..tail).is_some_and(is_plain) {
        return (tail, tail - from);
    }
    let mut used = 0;
    let mut at = from;
    for (start, c) in line[from..].char_indices().take(4 * cells) {
        let width = width_of(c);
        if used + width > cells {
            break;
        }
        used += width;
        at = from + start + c.len_utf8();
    }
    (at, used)
}

/// The cells that lines may take on a screen of `width` cells, beside a line number of `digits`.
pub(super) fn text_width(width: usize, digits: usize) -> usize {
    width.saturating_sub(digits + BRACKET + BRACKET).max(20)
}
