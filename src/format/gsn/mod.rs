//! Assurance cases in the Goal Structuring Notation, as the YAML that gsn2x draws.
//!
//! Elements are those of the GSN Community Standard, version 3, with its dialectic extension (counter goals and
//! solutions that challenge), and modules over several files.

mod element;
mod modules;
mod read;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile, SourceProvider};

/// Goal structures in YAML.
#[derive(Clone, Copy, Debug)]
pub struct Gsn;

impl Reader for Gsn {
    fn name(&self) -> &'static str {
        "gsn"
    }

    fn summary(&self) -> &'static str {
        "a goal structure (GSN) in gsn2x's YAML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["yaml", "yml"]
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        recognises(file.text())
    }

    fn keeps(&self) -> &'static str {
        "goals, strategies, solutions, assumptions, justifications and challenges; not contexts and layout"
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file, None)
    }

    fn read_among(&self, file: &SourceFile, folder: &dyn SourceProvider) -> Result<Reading, Vec<Fault>> {
        read::read(file, Some(folder))
    }
}

impl Writer for Gsn {
    fn name(&self) -> &'static str {
        "gsn"
    }

    fn summary(&self) -> &'static str {
        "a goal structure (GSN) in gsn2x's YAML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn keeps(&self) -> &'static str {
        "everything but silenced rules and edges that run beside another of their kind"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(options.part(argument).argument))
    }
}

/// So much of a file is looked at to tell what it is.
const LOOK: usize = 1 << 16;

/// Whether an element names what supports it, or is named as elements are and has a text; or a module is described.
/// A graph file's `nodes` are never taken for elements.
fn recognises(text: &str) -> bool {
    let text = text.get(..text.floor_char_boundary(LOOK)).unwrap_or_default();
    let mut found = false;
    let mut owner = "";
    for line in text.lines() {
        let inner = line.trim_start();
        let Some((key, value)) = inner.split_once(':') else { continue };
        if !value.is_empty() && !value.starts_with([' ', '\t']) {
            continue;
        }
        if inner.len() == line.len() {
            if matches!(key, "nodes" | "report") {
                return false;
            }
            owner = key;
            continue;
        }
        found |= match key {
            "supportedBy" | "inContextOf" => !owner.is_empty(),
            "text" => is_numbered(owner),
            "name" => owner == "module",
            _ => false,
        };
    }
    found
}

/// Whether a key is an element's prefix with a number.
fn is_numbered(key: &str) -> bool {
    ["CSn", "CG", "Sn", "G", "S", "C", "A", "J"]
        .into_iter()
        .filter_map(|prefix| key.strip_prefix(prefix))
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
