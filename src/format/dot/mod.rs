//! DOT, for Graphviz.
//!
//! [`write()`] draws an argument so that it reads like its report: judgements on the left, what bears on them on the right,
//! each judgement with its own premises in a box, whole sentences in the boxes. Every premise → conclusion edge of the
//! argument is one DOT edge in the same direction, and every node is one DOT node of the same name, so that other
//! readers of DOT find the argument in it as well as Graphviz (and, unless it is switched off, the legend's few nodes).
//!
//! Syntax tree and printing are graphviz-rust's. It escapes nothing, so that every name and label goes through
//! our own quoting first. Plain labels are used and neither records nor HTML-like ones: report text is data, and a plain label
//! has the fewest ways to read it as anything else.
//!
//! Each node and each edge is one line with its attributes in a fixed order, and says only what differs from the
//! defaults, so that a reworded bullet changes one line of a diagram that is kept under review.

mod format;
mod home;
pub(crate) mod lines;
mod picture;
mod quote;

pub use format::Dot;

use crate::acceptance::Status;
use crate::argument::{Argument, NodeHandle};
use crate::draw::{Direction, Theme};
use crate::part::Changes;
use crate::rules::Finding;

/// What to draw, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Mark the nodes that findings are about, with the names of the rules.
    pub findings: bool,
    /// The strengths of the nodes, by [`NodeHandle::index`](crate::argument::NodeHandle::index), in [0, 1], to be
    /// written into the boxes. Nodes that have none, or lie beyond the end of the slice, are drawn without.
    pub strengths: Option<&'a [Option<f64>]>,
    /// How each node fares among what can be held together, by its index, to be written into the boxes.
    pub acceptance: Option<&'a [Status]>,
    /// The linchpins to mark: judgement and linchpin.
    pub linchpins: &'a [(NodeHandle, NodeHandle)],
    /// For each node, how many edges into it are not in this part of the argument; short slices are filled up with 0.
    pub hidden: &'a [usize],
    /// What became of nodes and edges, where the argument holds two editions.
    pub changes: Option<&'a Changes>,
    /// The colours.
    pub theme: Theme,
    /// The way from a judgement to what bears on it.
    pub direction: Direction,
    /// Draw each judgement and the premises that bear on no other in a box of their own.
    pub clusters: bool,
    /// Explain the shapes and lines that occur.
    pub legend: bool,
}

impl Default for Options<'_> {
    /// Light, from left to right, with findings, clusters and a legend, without strengths.
    fn default() -> Self {
        Self {
            findings: true,
            strengths: None,
            acceptance: None,
            linchpins: &[],
            hidden: &[],
            changes: None,
            theme: Theme::Light,
            direction: Direction::Right,
            clusters: true,
            legend: true,
        }
    }
}

/// The argument as a DOT graph.
///
/// `findings` are drawn if the options say so; those that name no node stand under the title. Whatever the texts hold,
/// Graphviz draws it letter for letter, apart
/// from control characters, which become visible symbols, and white space, which is folded. A node's name is its id; where
/// an id cannot be a name in DOT or in Graphviz's SVG (it begins with `%`, holds what looks like an XML entity, or has an
/// odd run of backslashes at the end or before a quotation mark) a look-alike stands in for the character at fault.
/// O(length of the output), deterministic.
#[must_use]
pub fn write(argument: &Argument, findings: &[Finding], options: &Options<'_>) -> String {
    picture::Picture::new(argument, findings, options).print()
}
