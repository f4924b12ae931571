//! The Argument Interchange Format as JSON: what AIFdb exports, and xAIF, in which that stands under a key `AIF`.

mod read;
mod speakers;
#[cfg(test)]
mod tests;
mod write;

use super::json_sniff::{FIRST, sniff_json};
use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// AIF as AIFdb exports it.
#[derive(Clone, Copy, Debug)]
pub struct Aif;

/// xAIF, as editors and pipelines of modules pass it on.
#[derive(Clone, Copy, Debug)]
pub struct Xaif;

const KEEPS_IN_WRITING: &str = "everything; what AIF has no words for stands under keys named `linchpin`, which other \
                                programs pass over";

impl Reader for Aif {
    fn name(&self) -> &'static str {
        "aif"
    }

    fn summary(&self) -> &'static str {
        "the Argument Interchange Format as JSON: exports of AIFdb, and xAIF"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        "propositions, inferences, conflicts and rephrases, and who speaks; the words and the order of a dialogue, \
         preferences, times and numbers of schemes are left out"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        sniff_json(file.text(), |path, _| match path {
            ["AIF", "nodes" | "edges"]
            | ["nodes", FIRST, "nodeID"]
            | ["edges", FIRST, "edgeID" | "fromID" | "toID"]
            | ["locutions"] => Some(true),
            ["nodes", key] if *key != FIRST => Some(false),
            _ => None,
        })
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Aif {
    fn name(&self) -> &'static str {
        "aif"
    }

    fn summary(&self) -> &'static str {
        "the Argument Interchange Format as JSON, as AIFdb has it"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        KEEPS_IN_WRITING
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::aif(options.part(argument).argument))
    }
}

impl Writer for Xaif {
    fn name(&self) -> &'static str {
        "xaif"
    }

    fn summary(&self) -> &'static str {
        "xAIF: AIF with the parts that editors expect, empty"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        KEEPS_IN_WRITING
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::xaif(options.part(argument).argument))
    }
}
