//! JSON Graph Format, version 2 (jsongraphformat.info).
//!
//! Version 1, whose nodes are a list, is read too. A node's values are its `metadata`, its words its `label`.

mod read;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// JSON Graph Format.
#[derive(Clone, Copy, Debug)]
pub struct Jgf;

impl Reader for Jgf {
    fn name(&self) -> &'static str {
        "jgf"
    }

    fn summary(&self) -> &'static str {
        "JSON Graph Format, versions 1 and 2"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "jgf"]
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        read::recognises(file)
    }

    fn keeps(&self) -> &'static str {
        "nodes, directed edges, and the values whose names linchpin knows; not hyperedges"
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Jgf {
    fn name(&self) -> &'static str {
        "jgf"
    }

    fn summary(&self) -> &'static str {
        "JSON Graph Format, version 2"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn keeps(&self) -> &'static str {
        "everything"
    }

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(argument, options).into())
    }
}
