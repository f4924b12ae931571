use serde_json::{Map, Value, json};

use crate::argument::Argument;
use crate::format::WriteOptions;
use crate::format::property_graph::{Column, EDGE_COLUMNS, Field, NODE_COLUMNS, Rows};

/// O(nodes + edges).
pub(super) fn write(argument: &Argument, options: &WriteOptions<'_>) -> String {
    let rows = Rows::new(argument, options);
    let argument = rows.argument();
    let mut nodes = Map::new();
    for (handle, node) in argument.nodes() {
        let metadata = metadata(&NODE_COLUMNS, rows.node(handle), "text");
        nodes.insert(node.id.to_string(), json!({ "label": node.text.as_str(), "metadata": metadata }));
    }
    let edges: Vec<Value> = argument
        .edges()
        .map(|(handle, edge)| {
            let (premise, conclusion) = argument.ends(handle);
            json!({
                "source": argument.node(premise).id.as_str(),
                "relation": edge.kind.word(),
                "target": argument.node(conclusion).id.as_str(),
                "directed": true,
                "metadata": metadata(&EDGE_COLUMNS, rows.edge(handle), "kind"),
            })
        })
        .collect();
    let mut whole = Map::new();
    for (name, value) in rows.whole() {
        // It was made by us.
        whole.insert(name.to_owned(), serde_json::from_str(&value).unwrap_or_default());
    }
    let mut graph = Map::new();
    graph.insert("directed".to_owned(), true.into());
    graph.insert("type".to_owned(), "argument".into());
    if let Some(title) = rows.title() {
        graph.insert("label".to_owned(), title.into());
    }
    graph.insert("metadata".to_owned(), whole.into());
    graph.insert("nodes".to_owned(), nodes.into());
    graph.insert("edges".to_owned(), edges.into());
    let mut text = crate::text::json_pretty(&json!({ "graph": graph })).unwrap_or_default();
    text.push('\n');
    text
}

fn metadata<const N: usize>(columns: &[Column; N], row: [Option<Field>; N], without: &str) -> Map<String, Value> {
    let mut metadata = Map::new();
    for (column, field) in columns.iter().zip(row).filter(|(column, _)| column.name != without) {
        let value = match field {
            None => continue,
            // Lists and tables are such in JSON.
            Some(Field::Text(text)) if column.name == "allow" => serde_json::from_str(&text).unwrap_or_default(),
            Some(Field::Text(text)) => text.into(),
            Some(Field::Number(number)) => number.into(),
            Some(Field::Truth(truth)) => truth.into(),
        };
        metadata.insert(column.name.to_owned(), value);
    }
    metadata
}
