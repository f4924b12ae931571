//! A tree of values with their places: what TOML, YAML and JSON have in common.
//!
//! The three parsers are other people's crates; this is the narrow form that the decoder reads, so that a key is
//! checked once and not three times. Depth is bounded by [`MAX_DEPTH`], so that walking (and dropping) a tree may
//! recurse.

mod json;
mod toml;
mod yaml;

use std::borrow::Cow;
use std::ops::Range;

use super::Syntax;
use crate::text::{Fault, FileId, SourceFile, Span};

/// How deep lists and maps may lie in one another. A graph file needs six levels.
pub(super) const MAX_DEPTH: usize = 32;

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Tree<'a> {
    pub value: Value<'a>,
    /// The bytes of the value, quotation marks and brackets included.
    pub span: Span,
}

/// The values that all three syntaxes have.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    /// Entries in the order of the text; keys are unique.
    Map(Vec<Entry<'a>>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub key: Cow<'a, str>,
    pub key_span: Span,
    pub value: Tree<'a>,
}

impl Entry<'_> {
    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        self.key_span.to(self.value.span)
    }
}

impl Value<'_> {
    /// What the value is, for messages.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a truth value",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a table",
        }
    }
}

/// A part of a file, with the arithmetic from offsets in the part to spans in the file.
#[derive(Clone, Copy)]
struct Input<'a> {
    file: &'a SourceFile,
    text: &'a str,
    base: usize,
}

impl Input<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        let clamp = |at: usize| at.min(self.text.len()) + self.base;
        Span::new(FileId::FIRST, clamp(range.start)..clamp(range.end.max(range.start)))
    }

    fn slice(&self, span: Span) -> &str {
        self.file.text().get(span.range()).unwrap_or_default()
    }

    fn fault(&self, range: Range<usize>, message: impl Into<String>) -> Fault {
        Fault::new(self.file, self.span(range).range(), message)
    }

    /// The offset of a line and column as parsers count them (both from 1, columns in characters).
    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
        let rest = self.text.get(start..).unwrap_or_default();
        let within = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        start + within
    }
}

/// Parses the bytes `range` of `file`. A byte-order mark at its start is skipped. O(length).
///
/// # Errors
/// The parser's own report, at its place; lists and maps that lie deeper than [`MAX_DEPTH`]; a key given twice.
pub(super) fn parse(file: &SourceFile, range: Range<usize>, syntax: Syntax) -> Result<Tree<'_>, Fault> {
    let text = file.text().get(range.clone()).unwrap_or_default();
    let body = text.trim_start_matches('\u{feff}');
    let input = Input { file, text: body, base: range.start + (text.len() - body.len()) };
    match syntax {
        Syntax::Toml => toml::parse(input),
        Syntax::Yaml => yaml::parse(input),
        Syntax::Json => json::parse(input),
    }
}

fn too_deep(input: Input<'_>, range: Range<usize>) -> Fault {
    input
        .fault(range, format!("lists and tables lie in one another more than {MAX_DEPTH} deep"))
        .with_help("a graph file needs six levels at most; write it flatter")
}

fn duplicate_key(input: Input<'_>, key: &str, range: Range<usize>) -> Fault {
    input
        .fault(range, format!("the key `{}` stands twice in one table", shown(key)))
        .with_label("given again here")
        .with_help("keep one of the two, or give the second another name")
}

/// A text of the input as it may stand in a message: on one line, and not endless.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}
