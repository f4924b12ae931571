//! GEXF, the XML of Gephi.
//!
//! Versions 1.1 to 1.3 (gexf.net) are read, 1.3 is written. A node's values are `attvalues` whose columns are named by
//! `title`; its words are its `label`, an edge's weight its `weight`.

mod read;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written, xml};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// What belongs to the whole graph has no place in GEXF: it stands in elements of this namespace.
const NAMESPACE: &str = "urn:linchpin:argument";

/// GEXF.
#[derive(Clone, Copy, Debug)]
pub struct Gexf;

impl Reader for Gexf {
    named!(
        "gexf",
        "GEXF, the XML of Gephi",
        &["gexf", "xml"],
        "nodes, directed edges, and the values whose names linchpin knows; not colours, places and times",
    );

    fn recognises(&self, file: &SourceFile) -> bool {
        xml::root_name(file) == Some("gexf")
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Gexf {
    named!("gexf", "GEXF, the XML of Gephi", &["gexf"], "everything but control characters, which XML cannot hold");

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        write::write(argument, options)
    }
}
