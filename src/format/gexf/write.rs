use crate::argument::Argument;
use crate::format::property_graph::{Column, EDGE_COLUMNS, Field, NODE_COLUMNS, Rows, Type};
use crate::format::xml::{Xml, check_ids};
use crate::format::{WriteFault, WriteOptions, Written, graphml};

/// O(nodes + edges).
///
/// # Errors
/// If XML cannot hold an id.
pub(super) fn write(argument: &Argument, options: &WriteOptions<'_>) -> Result<Written, WriteFault> {
    let rows = Rows::new(argument, options);
    let argument = rows.argument();
    check_ids(argument.nodes().map(|(_, node)| node.id.as_str()))?;
    let mut xml = Xml::new();
    xml.open("gexf", &[("xmlns", "http://gexf.net/1.3"), ("xmlns:linchpin", super::NAMESPACE), ("version", "1.3")]);
    xml.open("meta", &[]);
    xml.leaf("creator", &[], "linchpin");
    xml.leaf("description", &[], rows.title().unwrap_or_default());
    for (name, value) in rows.whole() {
        xml.leaf(&format!("linchpin:{name}"), &[], &value);
    }
    xml.close();
    xml.open("graph", &[("defaultedgetype", "directed"), ("mode", "static")]);
    let (of_nodes, of_edges) = rows.used();
    columns(&mut xml, "node", &NODE_COLUMNS, &of_nodes);
    columns(&mut xml, "edge", &EDGE_COLUMNS, &of_edges);
    let id = |handle| argument.node(handle).id.as_str();
    xml.open("nodes", &[]);
    for (handle, node) in argument.nodes() {
        xml.open("node", &[("id", id(handle)), ("label", node.text.as_str())]);
        values(&mut xml, &NODE_COLUMNS, &rows.node(handle));
        xml.close();
    }
    xml.close();
    xml.open("edges", &[]);
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let number = handle.index().to_string();
        let weight = edge.weight.to_string();
        let (source, target) = (id(premise), id(conclusion));
        xml.open("edge", &[("id", number.as_str()), ("source", source), ("target", target), ("weight", &weight)]);
        values(&mut xml, &EDGE_COLUMNS, &rows.edge(handle));
        xml.close();
    }
    let replaced = xml.replaced;
    Ok(Written { bytes: xml.finish().into_bytes(), notes: graphml::replaced_note(replaced) })
}

/// What has an attribute of its own in GEXF: the label and the weight.
fn is_own(column: &Column) -> bool {
    matches!(column.name, "text" | "weight")
}

fn columns(xml: &mut Xml, class: &str, columns: &[Column], used: &[bool]) {
    xml.open("attributes", &[("class", class)]);
    for (column, used) in columns.iter().zip(used) {
        if *used && !is_own(column) {
            let kind = match column.of {
                Type::Text => "string",
                Type::Number => "double",
                Type::Truth => "boolean",
            };
            xml.empty("attribute", &[("id", column.name), ("title", column.name), ("type", kind)]);
        }
    }
    xml.close();
}

fn values(xml: &mut Xml, columns: &[Column], row: &[Option<Field>]) {
    xml.open("attvalues", &[]);
    for (column, field) in columns.iter().zip(row) {
        if let Some(field) = field
            && !is_own(column)
        {
            xml.empty("attvalue", &[("for", column.name), ("value", &field.to_string())]);
        }
    }
    xml.close();
}
