//! Argdown 1.x: statements, arguments and their relations as indented lists.
//!
//! The syntax is that of <https://argdown.org/syntax/>; relations mean what the official tools' JSON export says of
//! them. Depth costs nothing, and time is linear in the length of the document.

mod build;
mod content;
mod data;
mod find;
mod scan;
mod shortcodes;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// Argdown documents.
#[derive(Clone, Copy, Debug)]
pub struct Argdown;

impl Reader for Argdown {
    fn name(&self) -> &'static str {
        "argdown"
    }

    fn summary(&self) -> &'static str {
        "an Argdown document"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["argdown", "ad"]
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        recognises(file.text())
    }

    fn keeps(&self) -> &'static str {
        "statements, arguments, relations, inferences and data; not headings, tags and paragraphs without relations"
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        let mut scanner = scan::Scanner::new(file);
        let (front, start, is_strict) = scanner.read_front_matter();
        let document = scanner.scan(start)?;
        Ok(build::build(file, document, front, is_strict))
    }
}

impl Writer for Argdown {
    fn name(&self) -> &'static str {
        "argdown"
    }

    fn summary(&self) -> &'static str {
        "an Argdown document"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["argdown", "ad"]
    }

    fn keeps(&self) -> &'static str {
        "everything but silenced rules, emphasis and edges that run beside another of their kind"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(options.part(argument).argument))
    }
}

/// So much of a file is looked at to tell what it is.
const LOOK: usize = 1 << 16;

/// Whether a title stands at the margin, with an indented relation to a title right under it.
fn recognises(text: &str) -> bool {
    let text = text.get(..text.floor_char_boundary(LOOK)).unwrap_or_default();
    let is_title = |rest: &str| {
        let close = match rest.as_bytes().first() {
            Some(b'[') => ']',
            Some(b'<') => '>',
            _ => return false,
        };
        let Some((title, after)) = rest[1..].split_once(close) else { return false };
        let is_name = !title.trim().is_empty() && !title.starts_with(['-', '!', '/', '?']);
        is_name && (after.is_empty() || after.starts_with([':', ' ', '\t']))
    };
    let marks = ["+>", "->", "<+", "<-", "><", "_>", "<_", "+", "-", "_"];
    let mut is_open = false;
    for line in text.lines() {
        let line = line.trim_end();
        let inner = line.trim_start_matches([' ', '\t']);
        if inner.is_empty() {
            is_open = false;
        } else if inner.len() == line.len() {
            is_open |= is_title(line);
        } else if is_open
            && let Some(rest) = marks.iter().find_map(|mark| inner.strip_prefix(mark))
            && is_title(rest.trim_start())
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
