//! `GraphML`, the XML of yEd, `NetworkX`, igraph, Gephi and Cytoscape.
//!
//! Brandes, Eiglsperger, Herman, Himsolt and Marshall, *GraphML Progress Report* (Graph Drawing 2001), and the primer at
//! graphml.graphdrawing.org. A node's values are `data` whose keys are named by `attr.name`.

mod read;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written, xml};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// `GraphML`.
#[derive(Clone, Copy, Debug)]
pub struct GraphMl;

impl Reader for GraphMl {
    named!(
        "graphml",
        "GraphML, the XML of yEd, NetworkX and igraph",
        &["graphml", "xml"],
        "nodes, directed edges, and the values whose names linchpin knows; not colours, places, ports and groups",
    );

    fn recognises(&self, file: &SourceFile) -> bool {
        xml::root_name(file) == Some("graphml")
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for GraphMl {
    named!(
        "graphml",
        "GraphML, the XML of yEd, NetworkX and igraph",
        &["graphml"],
        "everything but control characters, which XML cannot hold",
    );

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        write::write(argument, options)
    }
}

/// What is said where a character was replaced.
pub(super) fn replaced_note(replaced: bool) -> Vec<String> {
    let note = "XML cannot hold control characters; each was replaced by \u{fffd}";
    replaced.then(|| note.to_owned()).into_iter().collect()
}
