//! The argument: judgements and what bears on them, as a graph with typed weights.
//!
//! petgraph stays inside this module; outside, the words are node, edge, premise and conclusion.

mod bearing;
mod build;
mod date;
mod edge;
mod excerpt;
mod grade;
mod graph;
mod id;
mod ids;
mod neighbours;
mod node;
mod origins;
mod reading;
mod source;
#[cfg(test)]
pub(crate) mod testing;
mod weight;

pub(crate) use bearing::Bearing;
pub use build::{BlockReading, Build, Preface, build};
pub(crate) use date::MONTHS;
pub use date::{Date, InvalidDate};
pub use edge::{Edge, EdgeHandle, EdgeKind, Origin, Warrant};
pub use excerpt::Excerpt;
pub use grade::{Grade, InformationCredibility, InvalidGrade, Reliability};
pub(crate) use graph::MANY_NODES;
pub use graph::{Argument, DuplicateId, NodeHandle, Premise, ReadBy, Report};
pub use id::{Id, InvalidId};
pub use node::{Confidence, Estimate, Node, NodeKind, SourceReference, StatedConfidence};
pub use origins::{CommonOrigin, SourceOrigins};
pub use reading::{Defect, Restatement, Suppression};
pub use source::{Question, Source};
pub use weight::{Credibility, OutOfRange, Weight};
