use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Scheme;
use crate::argument::{Argument, EdgeKind};
use crate::document::Prose;
use crate::format::Written;
use crate::format::graph_file::tree::Tree;
use crate::format::scheme_graph::{Knot, OWN_KEY_NOTE, Role, is_default_name, out_graph, pretty};

#[derive(Serialize)]
struct Sadface<'a> {
    edges: Vec<Edge<'a>>,
    metadata: Metadata<'a>,
    nodes: Vec<Node<'a>>,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Edge<'a> {
    id: String,
    source_id: &'a str,
    target_id: &'a str,
}

#[derive(Serialize)]
struct Metadata<'a> {
    core: Core<'a>,
    linchpin: Own<'a>,
}

/// What the format asks for. Who analysed, and when the file was made, is left blank: an argument does not know.
#[derive(Serialize)]
struct Core<'a> {
    analyst_email: &'static str,
    analyst_name: &'static str,
    created: &'static str,
    edited: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    version: &'static str,
}

#[derive(Serialize)]
struct Own<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<&'a Tree<'static>>,
    /// What is said of edges, by their ids: an edge may have no key of another program.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    edges: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    metadata: NodeMetadata<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Vec<SourceOf<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct NodeMetadata<'a> {
    core: Empty,
    linchpin: OwnNode<'a>,
}

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
struct OwnNode<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<&'a Tree<'static>>,
}

#[derive(Serialize)]
struct SourceOf<'a> {
    resource_id: String,
    text: &'a str,
    offset: usize,
    length: usize,
}

#[derive(Serialize)]
struct Resource<'a> {
    id: String,
    content: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    metadata: ResourceMetadata<'a>,
}

#[derive(Serialize)]
struct ResourceMetadata<'a> {
    core: ResourceCore<'a>,
}

#[derive(Serialize)]
struct ResourceCore<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
}

/// The argument in SADFace. O(nodes + edges).
pub(super) fn write(argument: &Argument) -> Written {
    let graph = out_graph(argument);
    let ids: Vec<String> = graph.knots.iter().map(|knot| uuid("node", &knot.id)).collect();
    let mut of_edges = serde_json::Map::new();
    let edges = graph.arcs.iter().enumerate().map(|(number, arc)| {
        let id = uuid("edge", &(number + 1).to_string());
        if let Some(own) = &arc.own {
            of_edges.insert(id.clone(), serde_json::to_value(own).unwrap_or_default());
        }
        Edge { id, source_id: &ids[arc.from], target_id: &ids[arc.to] }
    });
    let edges = edges.collect();
    let nodes = graph.knots.iter().zip(&ids).map(|(knot, id)| of_knot(argument, knot, id)).collect();
    let resources = argument.sources().map(|source| Resource {
        id: uuid("resource", source.key.as_str()),
        content: "",
        kind: "text",
        metadata: ResourceMetadata {
            core: ResourceCore {
                url: source.url.as_deref(),
                title: source.title.as_deref(),
                author: source.author.as_deref(),
            },
        },
    });
    let title = argument.report.title.as_ref().map(Prose::as_str);
    let file = Sadface {
        edges,
        metadata: Metadata {
            core: Core {
                analyst_email: "",
                analyst_name: "",
                created: "",
                edited: "",
                id: uuid("document", title.unwrap_or_default()),
                title,
                version: "0.2",
            },
            linchpin: Own { argument: graph.own.as_ref(), edges: of_edges },
        },
        nodes,
        resources: resources.collect(),
    };
    let notes = if graph.is_more_than_a_graph { vec![OWN_KEY_NOTE.to_owned()] } else { Vec::new() };
    Written { notes, ..pretty(&file).into() }
}

fn of_knot<'a>(argument: &Argument, knot: &'a Knot<'_>, id: &'a str) -> Node<'a> {
    let own = |text: Option<&'a str>| NodeMetadata {
        core: Empty {},
        linchpin: OwnNode { id: knot.node.map(|_| knot.id.as_ref()), text, node: knot.own.as_ref() },
    };
    let Role::Step(kind) = knot.role else {
        let cited = knot.node.map_or(&[][..], |node| &argument.node(node).sources);
        let sources = cited.iter().map(|reference| SourceOf {
            resource_id: uuid("resource", reference.key.as_str()),
            text: "",
            offset: 0,
            length: 0,
        });
        return Node {
            id,
            metadata: own(None),
            name: None,
            sources: Some(sources.collect()),
            text: Some(knot.text),
            kind: "atom",
        };
    };
    let name = match kind {
        EdgeKind::Contradicts => "attack",
        // A warrant that would be taken for something else stands in our metadata alone.
        EdgeKind::Supports if is_default_name(knot.text) || Scheme::of_name(knot.text) != Scheme::Support => "support",
        EdgeKind::Supports => knot.text,
    };
    let text = (!knot.text.is_empty()).then_some(knot.text);
    Node { id, metadata: own(text), name: Some(name), sources: None, text: None, kind: "scheme" }
}

/// A UUID that says no more than that it is one: the same name gives the same (RFC 9562, version 8).
fn uuid(space: &str, name: &str) -> String {
    let hash = Sha256::new().chain_update(space).chain_update([0]).chain_update(name).finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
