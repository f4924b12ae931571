use crate::argument::Argument;
use crate::format::property_graph::{Column, EDGE_COLUMNS, Field, NODE_COLUMNS, Rows, Type};
use crate::format::xml::{Xml, check_ids};
use crate::format::{WriteFault, WriteOptions, Written};

/// O(nodes + edges).
///
/// # Errors
/// If XML cannot hold an id.
pub(super) fn write(argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
    let rows = Rows::new(argument, options);
    let argument = rows.argument();
    check_ids(argument.nodes().map(|(_, node)| node.id.as_str()))?;
    let whole = rows.whole();
    let mut xml = Xml::new();
    xml.open(
        "graphml",
        &[
            ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            (
                "xsi:schemaLocation",
                "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
            ),
        ],
    );
    let (of_nodes, of_edges) = rows.used();
    let node_keys = keys("node", &NODE_COLUMNS, of_nodes);
    let edge_keys = keys("edge", &EDGE_COLUMNS, of_edges);
    for (name, _) in &whole {
        xml.empty(
            "key",
            &[("id", &format!("graph.{name}")), ("for", "graph"), ("attr.name", name), ("attr.type", "string")],
        );
    }
    for key in node_keys.iter().chain(&edge_keys).flatten() {
        let Key { id, of, name, kind } = key;
        xml.empty("key", &[("id", id), ("for", of), ("attr.name", name), ("attr.type", kind)]);
    }
    xml.open("graph", &[("id", "argument"), ("edgedefault", "directed")]);
    for (name, value) in &whole {
        xml.leaf("data", &[("key", &format!("graph.{name}"))], value);
    }
    let id = |handle| argument.node(handle).id.as_str();
    for (handle, _) in argument.nodes() {
        xml.open("node", &[("id", id(handle))]);
        data(&mut xml, &node_keys, &rows.node(handle));
        xml.close();
    }
    for (handle, _) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let ends = [("source", id(premise)), ("target", id(conclusion))];
        xml.open("edge", &ends);
        data(&mut xml, &edge_keys, &rows.edge(handle));
        xml.close();
    }
    let replaced = xml.replaced;
    Ok(Written { bytes: xml.finish().into_bytes(), notes: super::replaced_note(replaced) })
}

struct Key {
    id: String,
    of: &'static str,
    name: &'static str,
    kind: &'static str,
}

/// The keys of the columns that hold anything.
fn keys<const N: usize>(of: &'static str, columns: &[Column; N], used: [bool; N]) -> [Option<Key>; N] {
    std::array::from_fn(|at| {
        let Column { name, of: kind } = columns[at];
        // Viewers write the label beside the node.
        let name = if name == "text" { "label" } else { name };
        let kind = match kind {
            Type::Text => "string",
            Type::Number => "double",
            Type::Truth => "boolean",
        };
        used[at].then(|| Key { id: format!("{of}.{name}"), of, name, kind })
    })
}

fn data<const N: usize>(xml: &mut Xml, keys: &[Option<Key>; N], row: &[Option<Field>; N]) {
    for (key, field) in keys.iter().zip(row) {
        if let (Some(key), Some(field)) = (key, field) {
            xml.leaf("data", &[("key", &key.id)], &field.to_string());
        }
    }
}
