//! Graphs whose nodes and edges carry named values: what GraphML, GEXF, JSON Graph Format and tables have in common.
//!
//! A node is an id with the values of [`NODE_COLUMNS`], an edge two ids with those of [`EDGE_COLUMNS`], from premise to
//! conclusion. What belongs to the whole (the report's own data, sources, questions) is JSON with the keys of a graph
//! file. The formats differ in spelling only.

mod build;
mod rows;
#[cfg(test)]
mod tests;
mod words;

pub(super) use build::{Builder, Cell, End, RawEdge, RawNode, split};
pub(super) use rows::{Column, EDGE_COLUMNS, Field, NODE_COLUMNS, Rows, Type, join};
pub(super) use words::{is_alike, is_known_of_nodes};
