use std::ops::Range;

use rustc_hash::FxHashMap;

use super::content::{Glyph, Page, Pages};
use crate::text::{LineMark, Role, TypesetLine};

/// Bullets that begin an item wherever they stand at the head of a line.
const BULLETS: &[char] = &['•', '●', '▪', '◦', '‣', '○', '■', '□', '–', '—', '►', '➢', '\u{f0b7}', '\u{f0a7}'];
/// Lines of a page that are looked at for running heads, at each end.
const EDGE: usize = 2;

type Losses = Vec<(Range<usize>, String)>;

/// A printed line.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    page: usize,
    text: String,
    bold: Vec<Range<usize>>,
    x0: f64,
    x1: f64,
    y: f64,
    size: f64,
    /// The widest gap in it: where it lies, and the letters before it.
    gap: Option<(f64, f64, usize)>,
}

/// The printed lines of a page, from its top to its foot.
///
/// # Errors
/// If they stand in columns.
pub(super) fn lines(page: Page, number: usize) -> Result<Vec<Line>, String> {
    let width = page.width;
    let lines = lines_of(page, number);
    if is_in_columns(&lines, width) {
        return Err(format!(
            "page {} of this PDF file has text in columns, whose order is not known; save the report in another format",
            number + 1
        ));
    }
    Ok(lines)
}

/// Sets the lines of pages as paragraphs.
pub(super) fn set(all: Pages) -> (String, Vec<TypesetLine>, Losses) {
    let mut lines = all.pages;
    let dropped = drop_running_heads(&mut lines);
    let lines: Vec<Line> = lines.into_iter().flatten().collect();
    let (text, set) = paragraphs(&lines);
    let losses = [
        (dropped, "a running head or page number is left out", "running heads and page numbers are left out"),
        (all.pictures, "a picture is left out", "pictures are left out"),
        (all.turned, "a letter of turned text is left out", "letters of turned text are left out"),
    ];
    let losses = losses.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| {
        (0..0, if count == 1 { one.to_owned() } else { format!("{count} {many}") })
    });
    (text, set, losses.collect())
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
            for range in &mut line.bold {
                *range = range.start + "• ".len()..range.end + "• ".len();
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
        // What divides a word at the end of a line is any of three letters.
        let text = glyph.text.replace(['\u{ad}', '\u{2010}'], "-");
        let text = text.replace(|c: char| c.is_control() || c.is_whitespace(), " ");
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
            if gap > 1.5 * size && line.gap.is_none_or(|(from, to, _)| to - from < gap) {
                line.gap = Some((end, glyph.x, line.text.trim_end().len()));
            }
        } else {
            line.x0 = glyph.x;
            line.y = glyph.y;
        }
        let start = line.text.len();
        line.text.push_str(&text);
        if glyph.bold {
            let end = line.text.len();
            match line.bold.last_mut().filter(|before| line.text[before.end..start].trim().is_empty()) {
                Some(before) => before.end = end,
                None => line.bold.push(start..end),
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
    let split = |line: &&Line| line.gap.is_some_and(|(_, _, before)| before >= 15 && line.text.len() - before >= 15);
    let gaps: Vec<(f64, f64)> =
        lines.iter().filter(split).filter_map(|line| line.gap).map(|(from, to, _)| (from, to)).collect();
    if gaps.len() >= LEAST && gaps.len() * 2 >= lines.len() {
        let from = gaps.iter().map(|gap| gap.0).fold(0.0, f64::max);
        let to = gaps.iter().map(|gap| gap.1).fold(f64::MAX, f64::min);
        if from < to {
            return true;
        }
    }
    let middle = width / 2.0;
    let left = lines.iter().filter(|line| line.x1 < middle + line.size && line.text.len() >= 15).count();
    let right = lines.iter().filter(|line| line.x0 > middle - line.size && line.text.len() >= 15).count();
    left >= LEAST && right >= LEAST && (left + right) * 10 >= lines.len() * 7
}

/// Takes out what stands alike at the head or the foot of at least half of the pages, set off from the text, and page
/// numbers; gives how many lines that are.
fn drop_running_heads(pages: &mut [Vec<Line>]) -> usize {
    let folded = |line: &Line| line.text.replace(|c: char| c.is_ascii_digit(), "#");
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for page in pages.iter() {
        let foot = page.len().saturating_sub(EDGE).max(EDGE.min(page.len()));
        for line in page.iter().take(EDGE).chain(&page[foot..]) {
            *counts.entry(folded(line)).or_default() += 1;
        }
    }
    let least = pages.len().div_ceil(2).max(2);
    let is_head =
        |line: &Line| is_page_number(&line.text) || counts.get(&folded(line)).is_some_and(|count| *count >= least);
    let mut dropped = 0;
    for page in pages.iter_mut() {
        for from_foot in [false, true] {
            let at = |place: usize| if from_foot { page.len().checked_sub(place + 1) } else { Some(place) };
            let line = |place: usize| page.get(at(place)?);
            let heads = (0..EDGE).take_while(|&place| line(place).is_some_and(is_head)).count();
            let is_set_off = |count: &usize| match (line(count - 1), line(*count)) {
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

/// Joins lines to paragraphs.
fn paragraphs(lines: &[Line]) -> (String, Vec<TypesetLine>) {
    let (body, step) = body_of(lines);
    let left = lines.iter().map(|line| line.x0).fold(f64::MAX, f64::min);
    let right = lines.iter().map(|line| line.x1).fold(0.0, f64::max);
    let mut larger: Vec<i64> =
        lines.iter().map(|line| halves(line.size)).filter(|size| from_halves(*size) > 1.12 * body).collect();
    larger.sort_unstable_by(|a, b| b.cmp(a));
    larger.dedup();
    let is_bold = |line: &Line| line.bold.iter().map(Range::len).sum::<usize>() * 10 >= line.text.len() * 9;
    let mut text = String::new();
    let mut set: Vec<TypesetLine> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in lines {
        let goes_on = before.is_some_and(|before| {
            if begins_item(&line.text)
                || halves(before.size) != halves(line.size)
                || is_bold(before) != is_bold(line) && halves(line.size) == halves(body) && is_bold(line)
            {
                return false;
            }
            if before.page != line.page {
                return !ends_sentence(&before.text) && line.text.starts_with(char::is_lowercase);
            }
            let gap = before.y - line.y;
            let usual = step * (line.size / body).max(1.0);
            let is_short = before.x1 < right - 0.25 * (right - left);
            let hangs = begins_numbered(&line.text) && line.x0 < before.x0 - 0.3 * line.size;
            gap <= 1.3 * usual && !hangs && !(is_short && (ends_sentence(&before.text) || begins_numbered(&line.text)))
        });
        if !goes_on || set.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            let at = text.len();
            let size = larger.binary_search_by(|size| halves(line.size).cmp(size)).ok();
            let role = size.map_or(Role::Paragraph, |place| Role::Heading(u8::try_from(place + 1).unwrap_or(6).min(6)));
            let indent = columns(line, left, body);
            set.push(TypesetLine { range: at..at, role, indent, page: line.page + 1, ..TypesetLine::default() });
        } else if text.ends_with('-')
            && text.trim_end_matches('-').ends_with(char::is_alphabetic)
            && line.text.starts_with(char::is_lowercase)
        {
            text.pop();
        } else {
            text.push(' ');
        }
        let at = text.len();
        text.push_str(&line.text);
        if let Some(paragraph) = set.last_mut() {
            paragraph.range.end = text.len();
            for range in &line.bold {
                let range = at + range.start..at + range.end;
                match paragraph
                    .marks
                    .last_mut()
                    .filter(|(mark, _)| text[mark.end.min(range.start)..range.start].trim().is_empty())
                {
                    Some((mark, _)) => mark.end = range.end,
                    None => paragraph.marks.push((range, LineMark::Strong)),
                }
            }
        }
        before = Some(line);
    }
    for line in &mut set {
        let words = &text[line.range.clone()];
        let marked = line.marks.iter().map(|(mark, _)| mark.len()).sum::<usize>();
        let is_lead =
            marked * 10 >= words.len() * 9 && words.len() <= 120 && !ends_sentence(words) && !begins_item(words);
        match line.role {
            // A short line in bold that stands alone.
            Role::Paragraph if is_lead => line.role = Role::Heading(u8::try_from(larger.len() + 1).unwrap_or(6).min(6)),
            _ => {}
        }
        if matches!(line.role, Role::Heading(_)) {
            line.marks.clear();
        }
        for (mark, _) in &mut line.marks {
            *mark = mark.start.min(line.range.end)..mark.end.min(line.range.end);
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    (text, set)
}
