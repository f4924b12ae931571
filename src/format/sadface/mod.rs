//! SADFace, the Simple Argument Description Format: atoms and schemes as JSON (Wells 2020).

mod read;
#[cfg(test)]
mod tests;
mod write;

use super::json_sniff::{FIRST, sniff_json};
use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// SADFace.
#[derive(Clone, Copy, Debug)]
pub struct Sadface;

impl Reader for Sadface {
    fn name(&self) -> &'static str {
        "sadface"
    }

    fn summary(&self) -> &'static str {
        "the Simple Argument Description Format: atoms and schemes as JSON"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        "atoms, schemes, conflicts, the title and resources as sources; the analysed text, who analysed it and metadata \
         of others are left out"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let (mut has_scheme, mut has_edge) = (false, false);
        sniff_json(file.text(), |path, text| {
            match (path, text) {
                (["nodes", key], _) if *key != FIRST => return Some(false),
                (["nodes", FIRST, "type"], Some("atom")) | (["metadata", "core", "analyst_name"], _) => {
                    return Some(true);
                }
                (["nodes", FIRST, "type"], Some("scheme" | "inference" | "conflict")) => has_scheme = true,
                (["edges", FIRST, "source_id" | "target_id"], _) => has_edge = true,
                _ => {}
            }
            (has_scheme && has_edge).then_some(true)
        })
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Sadface {
    fn name(&self) -> &'static str {
        "sadface"
    }

    fn summary(&self) -> &'static str {
        "the Simple Argument Description Format: atoms and schemes as JSON"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        "everything; what SADFace has no words for stands in metadata named `linchpin`, which other programs pass over"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(options.part(argument).argument))
    }
}

/// What the name of a scheme makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Support,
    Attack,
    /// All that it leads to disagree with each other.
    Disagreement,
    Rephrase,
    Preference,
}

impl Scheme {
    fn of_name(name: &str) -> Self {
        match name.trim().to_lowercase().as_str() {
            "attack" | "conflict" | "default conflict" => Self::Attack,
            "disagree" | "disagreement" => Self::Disagreement,
            "rephrase" => Self::Rephrase,
            "preference" => Self::Preference,
            _ => Self::Support,
        }
    }
}
