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

use rustc_hash::FxHashMap;

use super::Syntax;
use crate::text::{Fault, FileId, SourceFile, Span};

/// How deep lists and maps may lie in one another. A graph file needs six levels.
pub(in crate::format) const MAX_DEPTH: usize = 32;

/// A value with its place.
#[derive(Clone, Debug)]
pub(in crate::format) struct Tree<'a> {
    pub value: Value<'a>,
    /// The bytes of the value, quotation marks and brackets included.
    pub span: Span,
}

/// The values that all three syntaxes have.
#[derive(Clone, Debug)]
pub(in crate::format) enum Value<'a> {
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
pub(in crate::format) struct Entry<'a> {
    pub key: Cow<'a, str>,
    pub key_span: Span,
    pub value: Tree<'a>,
}

impl<'a> Tree<'a> {
    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry<'a>] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Tree<'a>] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value under a key of a map. O(entries).
    pub fn get(&self, key: &str) -> Option<&Tree<'a>> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The values of a map by key. O(entries).
    pub fn index<'t>(tree: Option<&'t Tree<'a>>) -> FxHashMap<&'t str, &'t Tree<'a>> {
        let entries = tree.map_or(&[][..], Tree::entries);
        entries.iter().map(|entry| (entry.key.as_ref(), &entry.value)).collect()
    }

    /// The value under a key, which is at `place` if that is known; added at the end if there is none.
    pub fn child(&mut self, key: &str, place: Option<usize>) -> Option<&mut Tree<'a>> {
        let found = place.or_else(|| self.entries().iter().position(|entry| entry.key == key));
        let at = found.unwrap_or_else(|| {
            self.push(key.to_owned(), Tree { value: Value::Null, span: Span::default() });
            self.entries().len() - 1
        });
        match &mut self.value {
            Value::Map(entries) => entries.get_mut(at).map(|entry| &mut entry.value),
            _ => None,
        }
    }

    /// Adds an entry at the end of a map, which the tree becomes if it is none.
    pub fn push(&mut self, key: String, value: Tree<'a>) {
        if !matches!(self.value, Value::Map(_)) {
            self.value = Value::Map(Vec::new());
        }
        if let Value::Map(entries) = &mut self.value {
            entries.push(Entry { key: Cow::Owned(key), key_span: Span::default(), value });
        }
    }

    /// What a value names: itself if it is a text, the texts of a list, the keys of a map.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let own = match &self.value {
            Value::Text(text) => Some(text.as_ref()),
            _ => None,
        };
        let items = self.items().iter().filter_map(|item| match &item.value {
            Value::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        own.into_iter().chain(items).chain(self.entries().iter().map(|entry| entry.key.as_ref()))
    }

    /// Calls `visit` with the place of each key and of each value that is no list or map.
    pub fn each_scalar(&self, visit: &mut impl FnMut(Span)) {
        match &self.value {
            Value::List(items) => items.iter().for_each(|item| item.each_scalar(visit)),
            Value::Map(entries) => {
                for entry in entries {
                    visit(entry.key_span);
                    entry.value.each_scalar(visit);
                }
            }
            _ => visit(self.span),
        }
    }

    /// The same tree, all of it at one place: where a text stands that the tree was read from.
    pub fn placed_at(mut self, span: Span) -> Self {
        self.span = span;
        match &mut self.value {
            Value::List(items) => {
                for item in items {
                    *item = std::mem::replace(item, Tree { value: Value::Null, span }).placed_at(span);
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    entry.key_span = span;
                    entry.value =
                        std::mem::replace(&mut entry.value, Tree { value: Value::Null, span }).placed_at(span);
                }
            }
            _ => {}
        }
        self
    }

    /// The same tree without ties to the text that it was read from.
    pub fn into_owned(self) -> Tree<'static> {
        let value = match self.value {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Number(value) => Value::Number(value),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::List(items) => Value::List(items.into_iter().map(Tree::into_owned).collect()),
            Value::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|entry| Entry {
                        key: Cow::Owned(entry.key.into_owned()),
                        key_span: entry.key_span,
                        value: entry.value.into_owned(),
                    })
                    .collect(),
            ),
        };
        Tree { value, span: self.span }
    }
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
pub(in crate::format) fn parse(file: &SourceFile, range: Range<usize>, syntax: Syntax) -> Result<Tree<'_>, Fault> {
    let input = body(file, range);
    match syntax {
        Syntax::Toml => toml::parse(input),
        Syntax::Yaml => yaml::parse(input),
        Syntax::Json => json::parse(input),
    }
}

fn body(file: &SourceFile, range: Range<usize>) -> Input<'_> {
    let text = file.text().get(range.clone()).unwrap_or_default();
    let body = text.trim_start_matches('\u{feff}');
    Input { file, text: body, base: range.start + (text.len() - body.len()) }
}

/// Whether an entry that was given away is the first of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Taken {
    /// It is, as far as can be told.
    First,
    /// Its key was there before.
    Before,
}

/// Parses a file; the entries of the table under `key` of the outermost one are given to `take`, in their order, and
/// the tree has no entries in their place. For JSON they are given away as they are read, so that a large file needs no
/// tree of its own size. O(length).
///
/// # Errors
/// As [`parse`]. For JSON, entries may have been given away before.
pub(super) fn parse_by_entries<'a>(
    file: &'a SourceFile,
    syntax: Syntax,
    key: &str,
    take: &mut dyn FnMut(Entry<'a>) -> Taken,
) -> Result<Tree<'a>, Fault> {
    if syntax == Syntax::Json {
        return json::parse_by_entries(body(file, 0..file.text().len()), key, take);
    }
    let mut tree = parse(file, 0..file.text().len(), syntax)?;
    if let Value::Map(entries) = &mut tree.value
        && let Some(Value::Map(given_away)) =
            entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value.value)
    {
        for entry in std::mem::take(given_away) {
            // The parser has refused keys that are given twice.
            let _ = take(entry);
        }
    }
    Ok(tree)
}

fn too_deep(input: Input<'_>, range: Range<usize>) -> Fault {
    input
        .fault(range, format!("lists and tables lie in one another more than {MAX_DEPTH} deep"))
        .with_help("no argument needs more; write it flatter")
}

fn duplicate_key(input: Input<'_>, key: &str, range: Range<usize>) -> Fault {
    input
        .fault(range, format!("the key `{}` stands twice in one table", shown(key)))
        .with_label("given again here")
        .with_help("keep one of the two, or give the second another name")
}

/// A text of the input as it may stand in a message: on one line, and not endless.
pub(in crate::format) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}
