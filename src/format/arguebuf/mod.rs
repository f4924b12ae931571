//! Arguebuf: argument graphs in the JSON form of a Protobuf message (Lenz & Bergmann 2023).

mod read;
mod schemes;
#[cfg(test)]
mod tests;
mod write;

use super::json_sniff::sniff_json;
use super::scheme_graph::OWN_KEY;
use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// Arguebuf in JSON.
#[derive(Clone, Copy, Debug)]
pub struct Arguebuf;

impl Reader for Arguebuf {
    fn name(&self) -> &'static str {
        "arguebuf"
    }

    fn summary(&self) -> &'static str {
        "argument graphs of Arguebuf, in JSON"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        "atoms, schemes, the major claim, resources and participants as sources; the texts of resources, preferences, \
         times and data of others are left out"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        sniff_json(file.text(), |path, _| match path {
            ["nodes", _, "atom" | "scheme"] | ["userdata", OWN_KEY] => Some(true),
            // Our own files have nodes by name too.
            ["nodes", _, "kind" | "text" | "supports" | "contradicts"] => Some(false),
            _ => None,
        })
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Arguebuf {
    fn name(&self) -> &'static str {
        "arguebuf"
    }

    fn summary(&self) -> &'static str {
        "an argument graph of Arguebuf, in JSON"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        "everything; what Arguebuf has no words for stands in user data named `linchpin`, which other programs pass over"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(options.part(argument).argument))
    }
}
