//! Blocks of raw HTML in Markdown: comments, and everything else.

use std::ops::Range;

use crate::document::leaf::Leaf;
use crate::document::prose::is_blank;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkKind {
    Comment,
    /// Tags, with the text between them.
    Tags,
    /// Text without any tag, on the line of a comment.
    Text,
}

#[derive(Debug)]
pub(super) struct Chunk {
    pub kind: ChunkKind,
    pub leaf: Leaf,
    pub span: Range<usize>,
}

enum State {
    Text,
    Tag,
    Comment,
}

/// Parts the lines of a raw HTML block into comments and what stands between them. O(length).
pub(super) fn chunks(source: &str, lines: &[Range<usize>]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut state = State::Text;
    let mut current: Option<Chunk> = None;
    for line in lines {
        let mut at = line.start;
        while at < line.end {
            let rest = &source[at..line.end];
            match state {
                State::Text if rest.starts_with("<!--") => {
                    chunks.extend(current.take());
                    current = Some(Chunk { kind: ChunkKind::Comment, leaf: Leaf::new(), span: at..at + 4 });
                    at += 4;
                    state = State::Comment;
                }
                State::Text => {
                    let is_tag = is_tag(rest);
                    let next = rest.match_indices('<').map(|(next, _)| next).find(|&next| next > 0);
                    let length = if is_tag { 1 } else { next.unwrap_or(rest.len()) };
                    let text = &rest[..length];
                    if !text.trim_matches(is_blank).is_empty() {
                        let start = at + (text.len() - text.trim_start_matches(is_blank).len());
                        let chunk = current.get_or_insert_with(|| Chunk {
                            kind: ChunkKind::Text,
                            leaf: Leaf::new(),
                            span: start..start,
                        });
                        chunk.span.end = at + text.trim_end_matches(is_blank).len();
                        if is_tag {
                            chunk.kind = ChunkKind::Tags;
                            chunk.leaf.prose.push_blank(at);
                            state = State::Tag;
                        } else {
                            chunk.leaf.prose.push(text, at);
                        }
                    }
                    at += length;
                }
                State::Tag | State::Comment => {
                    let close = if matches!(state, State::Tag) { ">" } else { "-->" };
                    let found = rest.find(close);
                    let text = &rest[..found.unwrap_or(rest.len())];
                    let length = text.len() + found.map_or(0, |_| close.len());
                    if let Some(chunk) = &mut current {
                        if matches!(state, State::Comment) {
                            chunk.leaf.prose.push(text, at);
                        }
                        let seen = rest[..length].trim_end_matches(is_blank).len();
                        chunk.span.end = chunk.span.end.max(at + seen);
                    }
                    if found.is_some() {
                        if matches!(state, State::Comment) {
                            chunks.extend(current.take());
                        }
                        state = State::Text;
                    }
                    at += length;
                }
            }
        }
        if let Some(chunk) = &mut current {
            chunk.leaf.break_line(line.end);
        }
    }
    chunks.extend(current);
    chunks
}

fn is_tag(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('<') && chars.next().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}
