//! Tables of comma- or tab-separated values (RFC 4180): one of the nodes, one of the edges, and one each of the sources
//! and the questions where there are any.
//!
//! The tables of one argument are files beside each other, whose names end alike: `NAME-nodes.csv`, `NAME-edges.csv`.
//! A table of edges alone is an edge list, whose nodes are the ends that it names.

mod names;
mod read;
mod scan;
#[cfg(test)]
mod tests;
mod write;

pub use names::{leading_table, path_of_table};

use super::{Reader, Reading, WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::text::{Fault, SourceFile};

/// Comma-separated tables.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

/// Tab-separated tables.
#[derive(Clone, Copy, Debug)]
pub struct Tsv;

/// One way of separating cells as a format of its own.
macro_rules! table_format {
    ($name:ident, $word:literal, $summary:literal, $delimiter:literal) => {
        impl Reader for $name {
            named!(
                $word,
                $summary,
                &[$word],
                "nodes and edges with the columns whose names linchpin knows, sources and questions",
            );

            fn recognises(&self, file: &SourceFile) -> bool {
                read::recognises(file, $delimiter)
            }

            fn companions(&self, path: &str) -> Vec<String> {
                names::companions(path)
            }

            fn read(&self, file: &SourceFile) -> Result<Reading, Vec<Fault>> {
                self.read_with(file, &[])
            }

            fn read_with(&self, file: &SourceFile, companions: &[SourceFile]) -> Result<Reading, Vec<Fault>> {
                read::read(file, companions, $delimiter)
            }
        }

        impl Writer for $name {
            named!(
                $word,
                $summary,
                &[$word],
                "everything but the report's title, date and yardstick, and empty texts",
            );

            fn write(&self, _: &Argument, _: &WriteOptions<'_>) -> Result<Written, WriteFault> {
                Err(super::several_files($word))
            }

            fn write_files(
                &self,
                argument: &Argument,
                options: &WriteOptions<'_>,
            ) -> Result<Vec<(&'static str, Written)>, WriteFault> {
                Ok(write::write(argument, options, $delimiter))
            }
        }
    };
}

table_format!(Csv, "csv", "tables of nodes and edges, comma-separated", ',');
table_format!(Tsv, "tsv", "tables of nodes and edges, tab-separated", '\t');
