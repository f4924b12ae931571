use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::content::{Glyph, Page, Pages};
use super::table::{self, Part};
use crate::text::{LineMark, Role, TypesetLine, joins_lines};

/// Bullets that begin an item wherever they stand at the head of a line.
const BULLETS: &[char] = &['•', '●', '▪', '◦', '‣', '○', '■', '□', '–', '—', '►', '➢', '\u{f0b7}', '\u{f0a7}'];
/// Lines of a page that are looked at for running heads, at each end.
const EDGE: usize = 2;
/// How near to the edge of the paper no text stands but running heads, in points: a third of an inch.
const MARGIN: f64 = 24.0;
/// The letters that run from right to left, in percent of all, which are too many.
const MOST_LEFTWARD: usize = 20;

type Losses = Vec<(Range<usize>, String)>;

/// A printed line.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub page: usize,
    pub text: String,
    pub bold: Vec<Range<usize>>,
    pub italic: Vec<Range<usize>>,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
    /// The wide gaps in it.
    pub gaps: Vec<Gap>,
    /// Whether it stands at the very edge of the paper.
    pub is_marginal: bool,
}

/// A gap within a line, wider than those between words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub from: f64,
    pub to: f64,
    /// Where in the line's text what follows begins.
    pub at: usize,
}

impl Line {
    /// The widest gap.
    fn gap(&self) -> Option<Gap> {
        self.gaps.iter().copied().max_by(|a, b| (a.to - a.from).total_cmp(&(b.to - b.from)))
    }
}

/// The printed lines of a page, from its top to its foot.
///
/// # Errors
/// If they stand in columns, or run from right to left.
pub(super) fn lines(page: Page, number: usize) -> Result<Vec<Line>, String> {
    let (width, height) = (page.width, page.height);
    let mut lines = lines_of(page, number);
    for line in &mut lines {
        line.is_marginal = line.y < MARGIN || line.y > height - MARGIN;
    }
    let letters = || lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphabetic());
    if letters().filter(|&c| is_leftward(c)).count() * 100 > letters().count() * MOST_LEFTWARD {
        return Err(format!(
            "page {} of this PDF file has text from right to left, whose order is not known; save the report in another format",
            number + 1
        ));
    }
    if is_in_columns(&lines, width) {
        return Err(format!(
            "page {} of this PDF file has text in columns, whose order is not known; save the report in another format",
            number + 1
        ));
    }
    Ok(lines)
}

/// Whether a letter is of a script that runs from right to left: Hebrew, Arabic and their neighbours.
fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}')
}

/// Sets the lines of pages as paragraphs.
pub(super) fn set(all: Pages) -> (String, Vec<TypesetLine>, Losses) {
    let mut lines = all.lines;
    let dropped = drop_running_heads(&mut lines);
    let lines: Vec<Line> = lines.into_iter().flatten().collect();
    let (text, set, tangled) = paragraphs(&lines);
    let losses = [
        (dropped, "a running head or page number is left out", "running heads and page numbers are left out"),
        (all.pictures, "a picture is left out", "pictures are left out"),
        (all.turned, "a letter of turned text is left out", "letters of turned text are left out"),
    ];
    let losses = losses
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| (0..0, if count == 1 { one.to_owned() } else { format!("{count} {many}") }));
    let blind = match all.blind[..] {
        [] => None,
        [page] => Some(format!("page {page} is a picture without text; run a text recognition over the file")),
        [first, .., last] => Some(format!(
            "{} pages from {first} to {last} are pictures without text; run a text recognition over the file",
            all.blind.len()
        )),
    };
    (text, set, losses.chain(blind.map(|message| (0..0, message))).chain(tangled).collect())
}

fn lines_of(page: Page, number: usize) -> Vec<Line> {
    let Page { mut glyphs, dots, .. } = page;
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut lines = Vec::new();
    let mut group: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        // Raised marks belong to the line that they are raised from.
        let is_same = group.first().is_some_and(|first| (first.y - glyph.y).abs() <= 0.45 * first.size.max(glyph.size));
        if !is_same && !group.is_empty() {
            lines.extend(line_of(std::mem::take(&mut group), number));
        }
        group.push(glyph);
    }
    lines.extend(line_of(group, number));
    for dot in dots {
        // From the top of the page downwards, so that the line is found by halving.
        let at = lines.partition_point(|line: &Line| line.y > dot.y);
        if let Some(line) = lines.get_mut(at)
            && dot.y < line.y + line.size
            && dot.x < line.x0
            && line.x0 - dot.x < 3.0 * line.size
            && !line.text.starts_with('•')
        {
            line.text.insert_str(0, "• ");
            for range in line.bold.iter_mut().chain(&mut line.italic) {
                *range = range.start + "• ".len()..range.end + "• ".len();
            }
            for gap in &mut line.gaps {
                gap.at += "• ".len();
            }
            line.x0 = dot.x;
        }
    }
    lines
}

fn line_of(mut glyphs: Vec<Glyph>, page: usize) -> Option<Line> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut sizes: Vec<f64> =
        glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let mut line = Line { page, size, ..Line::default() };
    let mut end: Option<f64> = None;
    for glyph in &glyphs {
        let text = plain(&glyph.text);
        if text.trim().is_empty() {
            if !line.text.is_empty() && !line.text.ends_with(' ') {
                line.text.push(' ');
            }
            continue;
        }
        if let Some(end) = end {
            let gap = glyph.x - end;
            if gap > 0.18 * size && !line.text.ends_with(' ') {
                line.text.push(' ');
            }
            // Behind a bullet or a number there may be more room.
            if gap > 0.9 * size && !is_marker(&line.text) {
                line.gaps.push(Gap { from: end, to: glyph.x, at: line.text.len() });
            }
        } else {
            line.x0 = glyph.x;
            line.y = glyph.y;
        }
        let start = line.text.len();
        line.text.push_str(&text);
        for (is_marked, ranges) in [(glyph.bold, &mut line.bold), (glyph.italic, &mut line.italic)] {
            if is_marked {
                let end = line.text.len();
                match ranges.last_mut().filter(|before| line.text[before.end..start].trim().is_empty()) {
                    Some(before) => before.end = end,
                    None => ranges.push(start..end),
                }
            }
        }
        // The line stands where its full-size letters do.
        if glyph.size >= size {
            line.y = line.y.min(glyph.y);
        }
        line.x1 = glyph.x + glyph.width;
        end = Some(line.x1);
    }
    let length = line.text.trim_end().len();
    line.text.truncate(length);
    Some(line)
}

/// Whether the lines of a page are those of columns side by side: many lines have a wide gap at one place with much text
/// on both sides, or as many stand wholly to the left as to the right.
fn is_in_columns(lines: &[Line], width: f64) -> bool {
    const LEAST: usize = 6;
    let split = |line: &Line| {
        let gap = line.gap().filter(|gap| gap.to - gap.from > 1.5 * line.size)?;
        (gap.at >= 15 && line.text.len() - gap.at >= 15).then_some(gap)
    };
    let gaps: Vec<Gap> = lines.iter().filter_map(split).collect();
    if gaps.len() >= LEAST && gaps.len() * 2 >= lines.len() {
        let from = gaps.iter().map(|gap| gap.from).fold(0.0, f64::max);
        let to = gaps.iter().map(|gap| gap.to).fold(f64::MAX, f64::min);
        if from < to {
            return true;
        }
    }
    let middle = width / 2.0;
    let left = lines.iter().filter(|line| line.x1 < middle + line.size && line.text.len() >= 15).count();
    let right = lines.iter().filter(|line| line.x0 > middle - line.size && line.text.len() >= 15).count();
    left >= LEAST && right >= LEAST && (left + right) * 10 >= lines.len() * 7
}

/// Takes out what stands at the edge of the paper; what stands alike, but for its numbers, at one place of the head or
/// the foot of at least half of the pages; and page numbers that are set off. Gives how many lines that are.
fn drop_running_heads(pages: &mut [Vec<Line>]) -> usize {
    let folded = |line: &Line| {
        let parts = line.text.split(|c: char| c.is_ascii_digit()).filter(|part| !part.is_empty());
        (parts.collect::<Vec<_>>().join("#"), halves(line.y))
    };
    let mut counts: FxHashMap<(String, i64), usize> = FxHashMap::default();
    for page in pages.iter() {
        let foot = page.len().saturating_sub(EDGE).max(EDGE.min(page.len()));
        for line in page.iter().take(EDGE).chain(&page[foot..]) {
            *counts.entry(folded(line)).or_default() += 1;
        }
    }
    let least = pages.len().div_ceil(2).max(2);
    let is_repeated = |line: &Line| line.is_marginal || counts.get(&folded(line)).is_some_and(|count| *count >= least);
    let is_head = |line: &Line| is_repeated(line) || is_page_number(&line.text);
    let mut dropped = 0;
    for page in pages.iter_mut() {
        for from_foot in [false, true] {
            let at = |place: usize| if from_foot { page.len().checked_sub(place + 1) } else { Some(place) };
            let line = |place: usize| page.get(at(place)?);
            let heads = (0..EDGE).take_while(|&place| line(place).is_some_and(is_head)).count();
            let is_set_off = |count: &usize| match (line(count - 1), line(*count)) {
                (Some(head), _) if is_repeated(head) => true,
                (Some(head), Some(next)) => (head.y - next.y).abs() > 1.6 * head.size.max(next.size),
                _ => true,
            };
            let Some(count) = (1..=heads).rev().find(is_set_off) else { continue };
            dropped += count;
            if from_foot {
                page.truncate(page.len() - count);
            } else {
                page.drain(..count);
            }
        }
    }
    dropped
}

fn is_page_number(text: &str) -> bool {
    let bare = text.to_lowercase();
    let bare = bare.trim_start_matches("page").trim();
    bare.len() <= 12
        && bare.starts_with(|c: char| c.is_ascii_digit() || "-–|".contains(c))
        && bare.contains(|c: char| c.is_ascii_digit())
        && bare.replace("of", "").chars().all(|c| c.is_ascii_digit() || " /-–|".contains(c))
}

/// The size that most letters have, and the usual distance of lines of that size.
fn body_of(lines: &[Line]) -> (f64, f64) {
    let mut counts: FxHashMap<i64, usize> = FxHashMap::default();
    for line in lines {
        *counts.entry(halves(line.size)).or_default() += line.text.len();
    }
    let size = counts.into_iter().max_by_key(|&(size, count)| (count, size)).map_or(20, |(size, _)| size);
    let mut steps: Vec<f64> = lines
        .windows(2)
        .filter(|pair| pair[0].page == pair[1].page && halves(pair[0].size) == size && halves(pair[1].size) == size)
        .map(|pair| pair[0].y - pair[1].y)
        .filter(|step| *step > 0.0)
        .collect();
    steps.sort_by(f64::total_cmp);
    // Lines within paragraphs lie closer than paragraphs; more than a quarter of the steps are such.
    let size = from_halves(size);
    let step = steps.get(steps.len() / 4).copied().unwrap_or(1.2 * size);
    (size, step.clamp(size, 2.0 * size))
}

#[allow(clippy::cast_possible_truncation)]
fn halves(size: f64) -> i64 {
    (size.clamp(0.0, 1e6) * 2.0).round() as i64
}

#[allow(clippy::cast_precision_loss)]
fn from_halves(size: i64) -> f64 {
    size as f64 / 2.0
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn columns(line: &Line, left: f64, body: f64) -> usize {
    ((line.x0 - left).clamp(0.0, 1e4) / (0.5 * body.max(1.0))).round() as usize
}

/// A letter as it is written in running text: ligatures and the shapes of radicals that fonts name are taken apart.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // What divides a word at the end of a line is any of three letters.
            '\u{ad}' | '\u{2010}' => plain.push('-'),
            '\u{fb00}'..='\u{fb06}' | '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => {
                plain.extend(std::iter::once(c).nfkc());
            }
            _ if c.is_control() || c.is_whitespace() => plain.push(' '),
            _ => plain.push(c),
        }
    }
    plain
}

/// Whether that is a bullet, or a number or letter as lists have them, and no more.
fn is_marker(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    begins_item(&format!("{text} ")) && text.chars().count() == 1
        || bare.len() < text.len() && bare.chars().count() <= 5 && bare.chars().all(|c| c.is_alphanumeric() || c == '.')
}

fn begins_item(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| BULLETS.contains(&first)) && letters.next().is_none_or(|c| !c.is_alphanumeric())
        || text.starts_with("- ")
}

fn begins_numbered(text: &str) -> bool {
    let digits = text.trim_start_matches('(').trim_start_matches(|c: char| c.is_ascii_digit());
    let length = text.trim_start_matches('(').len() - digits.len();
    (1..=3).contains(&length) && (digits.starts_with(". ") || digits.starts_with(") "))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', ')', ']']).ends_with(['.', '!', '?', ':', '。'])
}

/// A word without what surrounds it, in lower case.
fn compound(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The words of lines that have a hyphen within them.
fn compounds(lines: &[Line]) -> FxHashSet<String> {
    let words = lines.iter().flat_map(|line| line.text.split(char::is_whitespace));
    words.map(compound).filter(|word| word.contains('-')).collect()
}

/// Adds a line to the text that it goes on from: a word that is divided is put together, and there is a blank but for
/// Chinese and Japanese.
///
/// `compounds` are words that have a hyphen of their own.
pub(super) fn join(text: &mut String, line: &str, compounds: &FxHashSet<String>) {
    let is_divided = text.ends_with('-')
        && text.trim_end_matches('-').ends_with(char::is_alphabetic)
        && line.starts_with(char::is_lowercase);
    if is_divided {
        let before = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let after = line.split(char::is_whitespace).next().unwrap_or_default();
        if compounds.contains(&compound(&format!("{before}{after}"))) {
            text.push_str(line);
            return;
        }
    }
    let is_unspaced = matches!((text.chars().next_back(), line.chars().next()), (Some(before), Some(after)) if joins_lines(before, after));
    if is_divided {
        text.pop();
    } else if !is_unspaced {
        text.push(' ');
    }
    text.push_str(line);
}

/// Adds the marks of a line whose text begins at that place; those that go on from the line before are one.
fn mark(marks: &mut Vec<(Range<usize>, LineMark)>, text: &str, at: usize, line: &Line) {
    for (ranges, kind) in [(&line.bold, LineMark::Strong), (&line.italic, LineMark::Emphasis)] {
        for range in ranges {
            let range = at + range.start..at + range.end;
            let before = marks.iter_mut().rev().find(|(_, other)| *other == kind);
            match before.filter(|(mark, _)| text[mark.end.min(range.start)..range.start].trim().is_empty()) {
                Some((mark, _)) => mark.end = range.end,
                None => marks.push((range, kind.clone())),
            }
        }
    }
}

/// What of the measures of a document tells its paragraphs.
struct Measures {
    /// The size of most letters, and the usual distance of lines.
    body: f64,
    step: f64,
    left: f64,
    right: f64,
    /// Sizes of headings, in half points, from the largest.
    larger: Vec<i64>,
}

impl Measures {
    fn of(lines: &[Line]) -> Self {
        let (body, step) = body_of(lines);
        let mut larger: Vec<i64> =
            lines.iter().map(|line| halves(line.size)).filter(|size| from_halves(*size) > 1.12 * body).collect();
        larger.sort_unstable_by(|a, b| b.cmp(a));
        larger.dedup();
        Self {
            body,
            step,
            left: lines.iter().map(|line| line.x0).fold(f64::MAX, f64::min),
            right: lines.iter().map(|line| line.x1).fold(0.0, f64::max),
            larger,
        }
    }

    /// Whether a line belongs to the paragraph of the one before it.
    fn goes_on(&self, before: &Line, line: &Line) -> bool {
        if begins_item(&line.text) || halves(before.size) != halves(line.size) {
            return false;
        }
        if before.page != line.page {
            return !ends_sentence(&before.text) && line.text.starts_with(char::is_lowercase);
        }
        let gap = before.y - line.y;
        let usual = self.step * (line.size / self.body).max(1.0);
        let is_short = before.x1 < self.right - 0.25 * (self.right - self.left);
        let ends = ends_sentence(&before.text);
        // A line in bold begins something, unless the line before it is full and its sentence goes on.
        let begins = is_bold(line) && !is_bold(before) && (is_short || ends);
        let is_next = begins_numbered(&line.text) && (ends || line.x0 < before.x0 - 0.3 * line.size);
        gap <= 1.3 * usual && !begins && !is_next && !(is_short && (ends || begins_numbered(&line.text)))
    }

    fn role(&self, line: &Line) -> Role {
        let place = self.larger.binary_search_by(|size| halves(line.size).cmp(size)).ok();
        place.map_or(Role::Paragraph, |place| Role::Heading(u8::try_from(place + 1).unwrap_or(6).min(6)))
    }
}

fn is_bold(line: &Line) -> bool {
    line.bold.iter().map(Range::len).sum::<usize>() * 10 >= line.text.len() * 9
}

/// Joins lines to paragraphs; gives also the lines of tables that were left out.
fn paragraphs(lines: &[Line]) -> (String, Vec<TypesetLine>, Losses) {
    let measures = Measures::of(lines);
    let compounds = compounds(lines);
    let mut text = String::new();
    let mut set: Vec<TypesetLine> = Vec::new();
    let mut tangled: Vec<Range<usize>> = Vec::new();
    let mut before: Option<Line> = None;
    for part in table::find(lines, &compounds) {
        let begin = |text: &mut String| {
            if !text.is_empty() {
                text.push('\n');
            }
            text.len()
        };
        match part {
            Part::Line(line) => {
                match set.last_mut().filter(|_| before.as_ref().is_some_and(|before| measures.goes_on(before, &line))) {
                    Some(paragraph) => {
                        join(&mut text, &line.text, &compounds);
                        paragraph.range.end = text.len();
                    }
                    None => {
                        let at = begin(&mut text);
                        text.push_str(&line.text);
                        set.push(TypesetLine {
                            range: at..text.len(),
                            role: measures.role(&line),
                            indent: columns(&line, measures.left, measures.body),
                            page: line.page + 1,
                            ..TypesetLine::default()
                        });
                    }
                }
                if let Some(paragraph) = set.last_mut() {
                    mark(&mut paragraph.marks, &text, text.len() - line.text.len(), &line);
                }
                before = Some(line);
            }
            Part::Row { page, table, header, cells } => {
                let at = begin(&mut text);
                let mut ranges = Vec::with_capacity(cells.len());
                for cell in cells {
                    if !ranges.is_empty() {
                        text.push_str(" | ");
                    }
                    let start = text.len();
                    text.push_str(&cell);
                    ranges.push(start..text.len());
                }
                let role = Role::Row { table, header, cells: ranges };
                set.push(TypesetLine { range: at..text.len(), role, page: page + 1, ..TypesetLine::default() });
                before = None;
            }
            Part::Tangled(line) => {
                let at = begin(&mut text);
                text.push_str(&line.text);
                let role = Role::Furniture("a line of a table whose rows cannot be told apart");
                set.push(TypesetLine { range: at..text.len(), role, page: line.page + 1, ..TypesetLine::default() });
                tangled.push(at..text.len());
                before = None;
            }
        }
    }
    let lowest = u8::try_from(measures.larger.len() + 1).unwrap_or(6).min(6);
    for line in &mut set {
        let words = &text[line.range.clone()];
        let strong = line.marks.iter().filter(|(_, kind)| *kind == LineMark::Strong);
        let marked = strong.map(|(mark, _)| mark.len()).sum::<usize>();
        let is_lead =
            marked * 10 >= words.len() * 9 && words.len() <= 120 && !ends_sentence(words) && !begins_item(words);
        // A short line in bold that stands alone.
        if line.role == Role::Paragraph && is_lead {
            line.role = Role::Heading(lowest);
        }
        if matches!(line.role, Role::Heading(_)) {
            line.marks.clear();
        }
        // The hyphen of a divided word is gone.
        for (mark, _) in &mut line.marks {
            *mark = mark.start.min(line.range.end)..mark.end.min(line.range.end);
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let count = tangled.len();
    let losses = tangled.into_iter().next().map(|first| {
        let lines = if count == 1 { "a line".to_owned() } else { format!("{count} lines") };
        (first, format!("{lines} of tables whose rows cannot be told apart, the first here, are left out"))
    });
    (text, set, losses.into_iter().collect())
}
