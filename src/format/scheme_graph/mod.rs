//! Graphs in which steps are nodes of their own: what AIF, SADFace and arguebuf have in common.
//!
//! In the Argument Interchange Format (Chesñevar et al. 2006; Rahwan & Reed 2009) propositions are joined by nodes
//! that stand for the application of a scheme: premise → scheme node → conclusion. An argument of ours has plain edges,
//! and an inference node only where a step has several premises or is itself disputed. This module maps one form onto
//! the other, both ways; the formats only spell it.
//!
//! What such a file cannot say in its own words stands under the key [`OWN_KEY`], with the keys of a graph file.

mod fields;
mod read;
mod write;

use super::graph_file::tree::{Tree, Value};
use crate::text::Span;

pub(super) use fields::says_something;
pub(super) use read::{Incomplete, Role, Vertex};
pub(super) use write::{Knot, OutGraph, out_graph};

/// The key under which what is ours stands in the files of other formats.
pub(super) const OWN_KEY: &str = "linchpin";

/// Said of a written file that holds more than other programs read.
pub(super) const OWN_KEY_NOTE: &str = "weights, credibility, sources and the like stand under keys named `linchpin`, \
                                       which other programs pass over";

/// The names that say no more than that there is a step.
const DEFAULTS: [&str; 14] = [
    "default inference",
    "default conflict",
    "default rephrase",
    "default preference",
    "default",
    "inference",
    "conflict",
    "rephrase",
    "support",
    "attack",
    "ra",
    "ca",
    "ma",
    "pa",
];

/// A file in indented JSON, ending in a line break.
pub(super) fn pretty(file: &impl serde::Serialize) -> String {
    // Maps have text as keys and numbers are finite: there is nothing here that JSON cannot hold.
    let mut text = crate::text::json_pretty(file).unwrap_or_default();
    text.push('\n');
    text
}

/// Whether a scheme's name says no more than that there is a step.
pub(super) fn is_default_name(name: &str) -> bool {
    let name = name.trim();
    name.is_empty() || DEFAULTS.iter().any(|default| name.eq_ignore_ascii_case(default))
}

/// An empty table under our own key: it marks a step as an edge of ours whose premise is a step.
fn own_nothing() -> Tree<'static> {
    Tree { value: Value::Map(Vec::new()), span: Span::default() }
}
