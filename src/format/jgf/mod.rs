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
    named!(
        "jgf",
        "JSON Graph Format, versions 1 and 2",
        &["json", "jgf"],
        "nodes, directed edges, and the values whose names linchpin knows; not hyperedges",
    );

    fn recognises(&self, file: &SourceFile) -> bool {
        read::recognises(file)
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Jgf {
    named!("jgf", "JSON Graph Format, version 2", &["json"], "everything");

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(argument, options).into())
    }
}
