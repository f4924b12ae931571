//! Lines that a published page glues to the last bullet: captions, bylines, biographies.

use super::heading::{is_caption, is_furniture};
use crate::document::{Block, BlockKind, Document};
use crate::text::{is_unspaced, is_wide_closing};

/// The width to which the document's lines are wrapped; `usize::MAX` where every line break was meant.
///
/// A text is taken for hard-wrapped when lines break in the middle of a sentence, near the widest of the lines that
/// others follow, and that one is at most 120 characters wide.
pub(super) fn wrap_width(document: &Document) -> usize {
    let mut widest = 0;
    let mut widest_in_sentence = 0;
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code)) {
        for line in block.lines.iter().take(block.lines.len().saturating_sub(1)) {
            let text = block.prose.as_str().get(line.clone()).unwrap_or("").trim();
            let width = text.chars().count();
            widest = widest.max(width);
            if !ends_sentence(text) {
                widest_in_sentence = widest_in_sentence.max(width);
            }
        }
    }
    let is_wrapped = widest <= 120 && widest_in_sentence * 5 >= widest * 3;
    if is_wrapped { widest } else { usize::MAX }
}

/// Where the block's own text ends, if captions or bylines are glued to it: the byte in its prose, and why.
///
/// A line is glued when the line before it ended a sentence, the break was meant (its first word would have fitted
/// on the line before), and it is not a sentence itself.
pub(super) fn glued_tail(block: &Block, wrap_width: usize) -> Option<(usize, &'static str)> {
    let text = block.prose.as_str();
    for pair in block.lines.windows(2) {
        let (Some(before), Some(line)) = (text.get(pair[0].clone()), text.get(pair[1].clone())) else { continue };
        let (before, line) = (before.trim(), line.trim());
        if line.is_empty() || !ends_sentence(before) {
            continue;
        }
        // A line can be broken at any letter of a script without blanks.
        let first_word = if line.starts_with(is_unspaced) {
            1
        } else {
            line.split_whitespace().next().unwrap_or("").chars().count()
        };
        let was_meant = before.chars().count() + 1 + first_word <= wrap_width;
        if !was_meant {
            continue;
        }
        if is_caption(line) {
            return Some((pair[1].start, "a caption or credit glued under it"));
        }
        if is_furniture(line) {
            return Some((pair[1].start, "a line of the page, not of the report, glued under it"));
        }
        if !ends_sentence(line) && !line.starts_with(char::is_lowercase) && !is_sentence_start(block, pair[1].end) {
            return Some((pair[1].start, "a caption or byline glued under it"));
        }
    }
    None
}

/// Whether the text is a hard-wrapped sentence that goes on after `end`.
fn is_sentence_start(block: &Block, end: usize) -> bool {
    let rest = block.prose.as_str().get(end..).unwrap_or("").trim_start();
    // Where there are no capitals, what ends as a sentence does was one.
    rest.starts_with(char::is_lowercase) || rest.starts_with(is_unspaced) && ends_sentence(rest)
}

/// Whether a text ends as a sentence does, closing marks and footnote numbers aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let stripped = text.trim_end_matches(|c: char| c.is_ascii_digit() || "\"”’')]*".contains(c) || is_wide_closing(c));
    let is_end = |c: char| crate::text::ends_sentence(c) || matches!(c, '…' | ';' | ':' | '；' | '：');
    stripped.ends_with(is_end) || text.ends_with(is_end)
}
