//! Parquet (parquet.apache.org), which `DuckDB`, Polars, Spark's `GraphFrames` and pandas read as tables.
//!
//! A file of the nodes and a file of the edges: `id`, and `src` and `dst`, are the names that `GraphFrames` asks for.
//! What belongs to the whole is in the nodes' file metadata, as JSON.

mod table;

use self::table::{Column, table};
use super::{WriteFault, WriteOptions, Writer, Written};
use crate::argument::Argument;
use crate::format::property_graph::{EDGE_COLUMNS, Field, NODE_COLUMNS, Rows, Type, split};

/// Parquet.
#[derive(Clone, Copy, Debug)]
pub struct Parquet;

impl Writer for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn summary(&self) -> &'static str {
        "Parquet, a file of the nodes and one of the edges"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["parquet"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn keeps(&self) -> &'static str {
        "everything"
    }

    fn write(&self, _: &Argument, _: &WriteOptions<'_>) -> Result<Written, WriteFault> {
        Err(super::several_files("parquet"))
    }

    fn write_files(
        &self,
        argument: &Argument,
        options: &WriteOptions<'_>,
    ) -> Result<Vec<(&'static str, Written)>, WriteFault> {
        let rows = Rows::new(argument, options);
        let failed = |error: parquet::errors::ParquetError| WriteFault(format!("Parquet cannot be written: {error}"));
        let nodes = nodes(&rows).map_err(failed)?;
        let edges = edges(&rows).map_err(failed)?;
        Ok(vec![("nodes", nodes.into()), ("edges", edges.into())])
    }
}

fn nodes(rows: &Rows<'_>) -> parquet::errors::Result<Vec<u8>> {
    let argument = rows.argument();
    let mut columns = vec![Column::texts("id", argument.nodes().map(|(_, node)| node.id.to_string()))];
    let mut all: Vec<_> = argument.nodes().map(|(handle, _)| rows.node(handle)).collect();
    for (at, column) in NODE_COLUMNS.iter().enumerate() {
        let fields = all.iter_mut().map(|row| row[at].take());
        columns.push(match column.name {
            "kind" | "text" => Column::texts(column.name, fields.map(said)),
            "inline" => Column::truths(column.name, fields.map(|field| field == Some(Field::Truth(true)))),
            "sources" => Column::lists(column.name, fields.map(|field| split(&said(field)))),
            name => optional(name, column.of, fields),
        });
    }
    table("nodes", &columns, &rows.whole())
}

fn edges(rows: &Rows<'_>) -> parquet::errors::Result<Vec<u8>> {
    let argument = rows.argument();
    let ends =
        |which: fn((crate::argument::NodeHandle, crate::argument::NodeHandle)) -> crate::argument::NodeHandle| {
            argument.edges().map(move |(handle, _)| argument.node(which(argument.ends(handle))).id.to_string())
        };
    let mut columns = vec![Column::texts("src", ends(|ends| ends.0)), Column::texts("dst", ends(|ends| ends.1))];
    let mut all: Vec<_> = argument.edges().map(|(handle, _)| rows.edge(handle)).collect();
    for (at, column) in EDGE_COLUMNS.iter().enumerate() {
        let fields = all.iter_mut().map(|row| row[at].take());
        columns.push(match column.name {
            "kind" => Column::texts(column.name, fields.map(said)),
            "weight" => Column::numbers(column.name, argument.edges().map(|(_, edge)| edge.weight.get())),
            name => optional(name, column.of, fields),
        });
    }
    table("edges", &columns, &[])
}

fn said(field: Option<Field>) -> String {
    match field {
        Some(Field::Text(text)) => text,
        _ => String::new(),
    }
}

fn optional(name: &'static str, of: Type, fields: impl Iterator<Item = Option<Field>>) -> Column {
    match of {
        Type::Text | Type::Truth => {
            Column::optional_texts(name, fields.map(|field| field.map(|field| field.to_string())))
        }
        Type::Number => Column::optional_numbers(
            name,
            fields.map(|field| match field {
                Some(Field::Number(number)) => Some(number),
                _ => None,
            }),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;

    #[test]
    fn there_is_a_file_of_nodes_and_one_of_edges() {
        let argument = sketch("kj1: judgement \"A\"\ne1: evidence \"E\" source=wire,paper\ne1 -> kj1 0.5\n");
        let write = || Parquet.write_files(&argument, &WriteOptions::default()).unwrap();
        let files = write();
        assert_eq!(files.iter().map(|file| file.0).collect::<Vec<_>>(), ["nodes", "edges"]);
        for (_, file) in &files {
            assert!(file.bytes.starts_with(b"PAR1") && file.bytes.ends_with(b"PAR1"));
        }
        assert_eq!(files, write());
        let refused = Parquet.write(&argument, &WriteOptions::default()).unwrap_err();
        assert!(refused.to_string().contains("NAME-nodes.parquet"), "{refused}");
    }
}
