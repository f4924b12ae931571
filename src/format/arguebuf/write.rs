use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::schemes;
use crate::argument::{Argument, EdgeKind, NodeKind};
use crate::format::Written;
use crate::format::graph_file::tree::Tree;
use crate::format::scheme_graph::{Knot, OWN_KEY_NOTE, Role, is_default_name, out_graph, pretty};

/// A table whose entries stand in the order in which they are given.
struct Table<K, V>(Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Table<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Graph<'a> {
    nodes: Table<&'a str, Node<'a>>,
    edges: Table<String, Edge<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<Table<&'a str, Resource<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    major_claim: Option<&'a str>,
    schema_version: u8,
    userdata: UserData<OwnGraph<'a>>,
}

#[derive(Serialize)]
struct Node<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    atom: Option<Atom<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<Scheme>,
    userdata: UserData<OwnNode<'a>>,
}

#[derive(Serialize)]
struct Atom<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Reference<'a>>,
}

#[derive(Serialize)]
struct Reference<'a> {
    resource: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Scheme {
    Support(String),
    Attack(&'static str),
}

#[derive(Serialize)]
struct Edge<'a> {
    source: &'a str,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    userdata: Option<UserData<&'a Tree<'static>>>,
}

#[derive(Serialize)]
struct Resource<'a> {
    text: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct UserData<T> {
    linchpin: T,
}

#[derive(Serialize)]
struct OwnGraph<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<&'a Tree<'static>>,
}

#[derive(Serialize)]
struct OwnNode<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<&'a Tree<'static>>,
}

/// The argument in Arguebuf's JSON. O(nodes + edges).
pub(super) fn write(argument: &Argument) -> Written {
    let graph = out_graph(argument);
    let id = |at: usize| graph.knots[at].id.as_ref();
    let nodes = graph.knots.iter().map(|knot| (knot.id.as_ref(), of_knot(argument, knot))).collect();
    let edges = graph.arcs.iter().enumerate().map(|(number, arc)| {
        let userdata = arc.own.as_ref().map(|own| UserData { linchpin: own });
        ((number + 1).to_string(), Edge { source: id(arc.from), target: id(arc.to), userdata })
    });
    let edges = Table(edges.collect());
    let resources = argument.sources().map(|source| {
        let resource = Resource { text: "", title: source.title.as_deref(), source: source.url.as_deref() };
        (source.key.as_str(), resource)
    });
    let resources: Vec<_> = resources.collect();
    let mut judgements = argument.nodes_of(NodeKind::Judgement);
    let major_claim = match (judgements.next(), judgements.next()) {
        (Some((_, node)), None) => Some(node.id.as_str()),
        _ => None,
    };
    let file = Graph {
        nodes: Table(nodes),
        edges,
        resources: (!resources.is_empty()).then_some(Table(resources)),
        major_claim,
        schema_version: 1,
        userdata: UserData { linchpin: OwnGraph { argument: graph.own.as_ref() } },
    };
    let notes = if graph.is_more_than_a_graph { vec![OWN_KEY_NOTE.to_owned()] } else { Vec::new() };
    Written { notes, ..pretty(&file).into() }
}

fn of_knot<'a>(argument: &'a Argument, knot: &'a Knot<'_>) -> Node<'a> {
    let (atom, scheme, warrant) = match knot.role {
        Role::Step(EdgeKind::Contradicts) => (None, Some(Scheme::Attack("ATTACK_DEFAULT")), Some(knot.text)),
        Role::Step(EdgeKind::Supports) => (None, Some(Scheme::Support(schemes::name(knot.text))), Some(knot.text)),
        _ => {
            let source = knot.node.and_then(|node| argument.node(node).sources.first());
            let reference = source.map(|source| Reference { resource: source.key.as_str(), text: knot.text });
            (Some(Atom { text: knot.text, reference }), None, None)
        }
    };
    let text = warrant.filter(|text| !text.is_empty() && !is_default_name(text));
    Node { atom, scheme, userdata: UserData { linchpin: OwnNode { text, node: knot.own.as_ref() } } }
}
