//! Regions: the parts of a document that `linchpin update` writes, between two comments.
//!
//! ```markdown
//! <!-- linchpin: scores report.md -->
//! …
//! <!-- linchpin: end -->
//! ```
//!
//! What stands in a region is about an argument and no part of one: readers of reports pass over it ([`Regions::masked`]).

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::html::comments;
use super::markdown::{self, comments_of_block};
use super::{Layout, front_matter};
use crate::text::{Fault, SourceFile};

/// The comment that ends a region.
pub const END: &str = "<!-- linchpin: end -->";

/// What every comment that is addressed to linchpin begins with.
const ADDRESS: &str = "linchpin:";

/// A part of a document that linchpin writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The comment before it.
    pub opening: Range<usize>,
    /// What the comment asks for: the words behind `linchpin:`, without blanks around them.
    pub order: Range<usize>,
    /// The comment behind it.
    pub closing: Range<usize>,
    /// What stands on the comment's line before it, which every line between has to begin with: blanks, and `>` in a
    /// quotation.
    pub prefix: Range<usize>,
}

impl Region {
    /// What linchpin writes: all between the two comments.
    #[must_use]
    pub fn content(&self) -> Range<usize> {
        self.opening.end..self.closing.start
    }
}

/// The regions of a document.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    /// Those that are whole, in their order; none stands in another.
    pub regions: Vec<Region>,
    /// What is wrong with marks: an end without a beginning, a beginning without an end, a region in another, a mark that
    /// stands in a line of text.
    pub faults: Vec<Fault>,
}

/// A comment that is addressed to linchpin.
struct Mark {
    comment: Range<usize>,
    order: Range<usize>,
    /// Whether it stands in a line of text.
    is_inline: bool,
}

impl Regions {
    /// Finds the regions of a document in Markdown or HTML; plain text has none. What stands in code is text. O(length).
    #[must_use]
    pub fn find(file: &SourceFile, layout: Layout) -> Self {
        let text = file.text();
        if layout == Layout::Text || !text.contains(ADDRESS) {
            return Self::default();
        }
        let marks = match layout {
            Layout::Html => comments(text).into_iter().filter_map(|comment| mark(text, comment, false)).collect(),
            _ => marks_of_markdown(text),
        };
        let mut found = Self::default();
        let mut open: Option<(Mark, Range<usize>)> = None;
        let mut lines = Lines::new(text);
        for mark in marks {
            let prefix = lines.prefix(mark.comment.start, layout);
            let is_end = text[mark.order.clone()].split_whitespace().next() == Some("end");
            if layout == Layout::Markdown && (mark.is_inline || prefix.is_none() || !ends_line(text, mark.comment.end))
            {
                let fault = Fault::new(file, mark.comment.clone(), "a region's mark stands in a line with other text")
                    .with_help("write it on a line of its own");
                found.faults.push(fault);
                continue;
            }
            let prefix = prefix.unwrap_or(mark.comment.start..mark.comment.start);
            match (open.take(), is_end) {
                (None, false) => open = Some((mark, prefix)),
                (None, true) => {
                    let fault = Fault::new(file, mark.comment, "this ends a region, and none was begun")
                        .with_help("take it out, or write the region's first mark before it");
                    found.faults.push(fault);
                }
                (Some((first, before)), false) => {
                    let line = file.position(first.comment.start).line;
                    let fault = Fault::new(
                        file,
                        mark.comment,
                        format!("a region begins in the region that began on line {line}"),
                    )
                    .with_help(format!("end the first one before it with {END}"));
                    found.faults.push(fault);
                    open = Some((first, before));
                }
                (Some((first, before)), true) => {
                    if layout == Layout::Markdown && text[before.clone()] != text[prefix] {
                        let fault = Fault::new(file, mark.comment, "a region's end does not stand below its beginning")
                            .with_help("indent both marks alike, in the same item or quotation");
                        found.faults.push(fault);
                        continue;
                    }
                    found.regions.push(Region {
                        opening: first.comment,
                        order: first.order,
                        closing: mark.comment,
                        prefix: before,
                    });
                }
            }
        }
        if let Some((mark, _)) = open {
            let fault = Fault::new(file, mark.comment, "this region has no end")
                .with_help(format!("write {END} behind it, on a line of its own"));
            found.faults.push(fault);
        }
        found.faults.sort_by_key(|fault| fault.range.start);
        found
    }

    /// The document as a reader of reports sees it: blanks for all that stands in its regions, line breaks and what the
    /// lines begin with as they are. Every other byte is in its place.
    #[must_use]
    pub fn masked(file: &SourceFile, layout: Layout) -> SourceFile {
        let found = Self::find(file, layout);
        if found.regions.is_empty() {
            return file.clone();
        }
        let text = file.text();
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        for region in &found.regions {
            masked.push_str(&text[at..region.opening.end]);
            let prefix = &text[region.prefix.clone()];
            for (number, line) in text[region.content()].split_inclusive(['\n', '\r']).enumerate() {
                let kept = if number > 0 && line.starts_with(prefix) { prefix.len() } else { 0 };
                masked.push_str(&line[..kept]);
                masked.extend(
                    line[kept..].bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte.into() } else { ' ' }),
                );
            }
            at = region.closing.start;
        }
        masked.push_str(&text[at..]);
        SourceFile::new(file.name(), masked)
    }
}

/// The comment as a mark; `None` if it is addressed to somebody else, or says something of rules.
fn mark(text: &str, comment: Range<usize>, is_inline: bool) -> Option<Mark> {
    let inner = text[comment.clone()].strip_prefix("<!--")?.strip_suffix("-->")?;
    let order = inner.trim_start().strip_prefix(ADDRESS)?.trim();
    if order.split_whitespace().next() == Some("allow") {
        return None;
    }
    let start = comment.start + 4 + (inner.len() - inner.trim_start().len()) + ADDRESS.len();
    let start = start + (text[start..].len() - text[start..].trim_start().len()).min(comment.end - 3 - start);
    Some(Mark { order: start..start + order.len(), comment, is_inline })
}

fn marks_of_markdown(text: &str) -> Vec<Mark> {
    let body = front_matter::find(text)
        .map_or_else(|| text.len() - text.trim_start_matches('\u{feff}').len(), |(_, body)| body);
    let mut marks = Vec::new();
    let mut block: Option<Vec<Range<usize>>> = None;
    for (event, range) in Parser::new_ext(&text[body..], markdown::options()).into_offset_iter() {
        let range = range.start + body..range.end + body;
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(Vec::new()),
            Event::Html(_) | Event::Text(_) => block.iter_mut().for_each(|lines| lines.push(range.clone())),
            Event::End(TagEnd::HtmlBlock) => {
                let comments = comments_of_block(text, &block.take().unwrap_or_default());
                marks.extend(comments.into_iter().filter_map(|comment| mark(text, comment, false)));
            }
            Event::InlineHtml(_) => marks.extend(mark(text, range, true)),
            _ => {}
        }
    }
    marks
}

/// The beginnings of lines, for places that come in their order: each byte is looked at once.
struct Lines<'a> {
    text: &'a str,
    start: usize,
    at: usize,
}

/// A mark that stands further in has no prefix: each line of its region would begin with as much.
const LONGEST_PREFIX: usize = 200;

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        Self { text, start, at: start }
    }

    /// What stands before `place` on its line, if that is nothing but blanks, and `>` in Markdown.
    fn prefix(&mut self, place: usize, layout: Layout) -> Option<Range<usize>> {
        let is_blank = |c: char| matches!(c, ' ' | '\t') || c == '>' && layout == Layout::Markdown;
        let between = &self.text[self.at.min(place)..place];
        let line = between.rfind(['\n', '\r']).map(|end| self.at + end + 1);
        // On the same line as the mark before it, there is that mark.
        let is_first = line.is_some() || self.at == self.start;
        self.start = line.unwrap_or(self.start);
        self.at = place;
        let prefix = self.start..place;
        let is_prefix = is_first && prefix.len() <= LONGEST_PREFIX && self.text[prefix.clone()].chars().all(is_blank);
        is_prefix.then_some(prefix)
    }
}

fn ends_line(text: &str, at: usize) -> bool {
    let behind = text[at..].trim_start_matches([' ', '\t']);
    behind.is_empty() || behind.starts_with(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Vec<(&str, &str)>, Vec<String>) {
        let name = if text.starts_with("<!doctype") { "a.html" } else { "a.md" };
        let file = SourceFile::new(name, text);
        let Regions { regions, faults } = Regions::find(&file, super::super::detect(&file));
        let regions = regions.iter().map(|region| (&text[region.order.clone()], &text[region.content()])).collect();
        (regions, faults.iter().map(|fault| fault.to_string().lines().next().unwrap_or("").to_owned()).collect())
    }

    #[test]
    fn a_region_stands_between_two_comments() {
        let (regions, faults) = found("a\n\n<!-- linchpin: scores b.md -->\nold\n<!--linchpin:end-->\n");
        assert_eq!((regions, faults.len()), (vec![("scores b.md", "\nold\n")], 0));
        let (regions, faults) = found("\u{feff}<!-- linchpin: x\n y -->\r\n<!-- linchpin: end -->");
        assert_eq!((regions, faults.len()), (vec![("x\n y", "\r\n")], 0));
        let (regions, _) = found("> - a\n>\n>   <!-- linchpin: x -->\n>   | t |\n>   <!-- linchpin: end -->\n");
        assert_eq!(regions, [("x", "\n>   | t |\n>   ")]);
        let (regions, faults) = found("<!doctype html><p>a<!-- linchpin: x -->b<!-- linchpin: end -->");
        assert_eq!((regions, faults.len()), (vec![("x", "b")], 0));
    }

    #[test]
    fn what_stands_in_code_is_text() {
        let region = "<!-- linchpin: x -->\n<!-- linchpin: end -->\n";
        for text in [
            format!("```\n{region}```\n"),
            "    <!-- linchpin: x -->\n    <!-- linchpin: end -->\n".to_owned(),
            "Write `<!-- linchpin: x -->`.\n".to_owned(),
            "<!-- linchpin: allow x why -->\n".to_owned(),
            "<!-- <!-- linchpin: x -->\n".to_owned(),
            "<!doctype html><script><!-- linchpin: x --></script>".to_owned(),
        ] {
            assert_eq!(found(&text), (vec![], vec![]), "{text}");
        }
    }

    #[test]
    fn marks_that_do_not_fit_are_faults_with_a_place() {
        let said = |text: &str| found(text).1;
        assert_eq!(said("a\n\n<!-- linchpin: x -->\n"), ["a.md:3:1: this region has no end"]);
        assert_eq!(said("<!-- linchpin: end -->\n"), ["a.md:1:1: this ends a region, and none was begun"]);
        assert_eq!(
            said("<!-- linchpin: x -->\n<!-- linchpin: y -->\n<!-- linchpin: end -->\n"),
            ["a.md:2:1: a region begins in the region that began on line 1"]
        );
        let deep = format!("{}<!-- linchpin: x -->\n<!-- linchpin: end -->\n", ">".repeat(300));
        assert_eq!(said(&deep).len(), 2, "{:?}", said(&deep));
        let inline = "a.md:1:3: a region's mark stands in a line with other text";
        assert_eq!(said("a <!-- linchpin: x -->\n"), [inline]);
        assert_eq!(said("- <!-- linchpin: x -->\n"), [inline]);
        assert_eq!(
            said("- a\n\n  <!-- linchpin: x -->\n\n<!-- linchpin: end -->\n"),
            ["a.md:5:1: a region's end does not stand below its beginning"]
        );
    }

    #[test]
    fn many_marks_on_one_line_take_linear_time() {
        for head in ["<!doctype html>", "", ">"] {
            let text = head.to_owned() + &"<!-- linchpin: x --> <!-- linchpin: end -->".repeat(40_000);
            let (regions, faults) = found(&text);
            assert!(regions.len() + faults.len() >= 40_000, "{} {}", regions.len(), faults.len());
        }
    }

    #[test]
    fn a_mask_leaves_every_other_byte_in_its_place() {
        let text = "a\n> <!-- linchpin: x -->\r\n> é `\n> <!-- linchpin: end -->\nb\n";
        let masked = Regions::masked(&SourceFile::new("a.md", text), Layout::Markdown);
        assert_eq!(masked.text(), "a\n> <!-- linchpin: x -->\r\n>     \n> <!-- linchpin: end -->\nb\n");
    }
}
