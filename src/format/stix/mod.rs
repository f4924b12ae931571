//! STIX 2.1 bundles, in which threat intelligence is exchanged (OASIS, *STIX Version 2.1*, 10 June 2021).
//!
//! A node is a `note`, an edge a `relationship` with an `opinion` on the conclusion, the report a `report`. An extension
//! definition of our own carries what these have no properties for, so that our bundles are read back as they were.
//! Of others' bundles, notes are judgements, the objects that they are about are evidence, and opinions, sightings
//! and those relationships that speak of evidence are edges.

mod ids;
mod read;
mod scales;
#[cfg(test)]
mod tests;
mod write;

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::format::json_sniff::{FIRST, sniff_json};
use crate::text::{Fault, SourceFile};

/// STIX 2.1.
#[derive(Clone, Copy, Debug)]
pub struct Stix;

impl Reader for Stix {
    named!(
        "stix",
        "a STIX 2.1 bundle",
        &["json", "stix"],
        "notes, opinions, sightings, what they are about, and relationships that speak of evidence; all of our own bundles",
    );

    fn recognises(&self, file: &SourceFile) -> bool {
        sniff_json(file.text(), |path, text| match (path, text) {
            (["type"], Some(text)) if text != "bundle" => Some(false),
            (["id"], Some(text)) if text.starts_with("bundle--") => Some(true),
            (["objects", FIRST, "id"], Some(text)) if text.contains("--") => Some(true),
            (["nodes" | "edges"], _) => Some(false),
            _ => None,
        })
    }

    fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
        read::read(file)
    }
}

impl Writer for Stix {
    named!("stix", "a STIX 2.1 bundle", &["json"], "everything");

    fn write(&self, argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Ok(write::write(argument, options).into())
    }
}
