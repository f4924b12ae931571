use serde::Serialize;

use crate::argument::{Argument, EdgeKind};
use crate::format::Written;
use crate::format::graph_file::tree::Tree;
use crate::format::scheme_graph::{Knot, OWN_KEY_NOTE, OutGraph, Role, is_default_name, out_graph, pretty};

#[derive(Serialize)]
struct Aif<'a> {
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    locutions: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    schemefulfillments: Option<[(); 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participants: Option<[(); 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    linchpin: Option<&'a Tree<'static>>,
}

#[derive(Serialize)]
struct Node<'a> {
    #[serde(rename = "nodeID")]
    id: &'a str,
    text: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    linchpin: Option<&'a Tree<'static>>,
}

#[derive(Serialize)]
struct Edge<'a> {
    #[serde(rename = "edgeID")]
    id: String,
    #[serde(rename = "fromID")]
    from: &'a str,
    #[serde(rename = "toID")]
    to: &'a str,
    #[serde(rename = "formEdgeID")]
    form: (),
    #[serde(skip_serializing_if = "Option::is_none")]
    linchpin: Option<&'a Tree<'static>>,
}

/// What editors of xAIF expect beside AIF itself.
#[derive(Serialize)]
struct Xaif<'a> {
    #[serde(rename = "AIF")]
    aif: Aif<'a>,
    #[serde(rename = "OVA")]
    ova: Ova,
    text: &'static str,
}

#[derive(Serialize)]
struct Ova {
    firstname: &'static str,
    surname: &'static str,
    url: &'static str,
    nodes: [(); 0],
    edges: [(); 0],
}

/// The argument in AIF. O(nodes + edges).
pub(super) fn aif(argument: &Argument) -> Written {
    let graph = out_graph(argument);
    written(&graph, &of_graph(&graph))
}

/// The argument in xAIF. O(nodes + edges).
pub(super) fn xaif(argument: &Argument) -> Written {
    let graph = out_graph(argument);
    let mut aif = of_graph(&graph);
    aif.schemefulfillments = Some([]);
    aif.participants = Some([]);
    let ova = Ova { firstname: "", surname: "", url: "", nodes: [], edges: [] };
    written(&graph, &Xaif { aif, ova, text: "" })
}

fn written(graph: &OutGraph<'_>, file: &impl Serialize) -> Written {
    let notes = if graph.is_more_than_a_graph { vec![OWN_KEY_NOTE.to_owned()] } else { Vec::new() };
    Written { notes, ..pretty(file).into() }
}

fn of_graph<'a>(graph: &'a OutGraph<'_>) -> Aif<'a> {
    let id = |at: usize| graph.knots[at].id.as_ref();
    let edges = graph.arcs.iter().enumerate().map(|(number, arc)| Edge {
        id: (number + 1).to_string(),
        from: id(arc.from),
        to: id(arc.to),
        form: (),
        linchpin: arc.own.as_ref(),
    });
    Aif {
        nodes: graph.knots.iter().map(of_knot).collect(),
        edges: edges.collect(),
        locutions: [],
        schemefulfillments: None,
        participants: None,
        linchpin: graph.own.as_ref(),
    }
}

fn of_knot<'a>(knot: &'a Knot<'_>) -> Node<'a> {
    let (kind, scheme) = match knot.role {
        Role::Step(EdgeKind::Supports) => ("RA", Some("Default Inference")),
        Role::Step(EdgeKind::Contradicts) => ("CA", Some("Default Conflict")),
        _ => ("I", None),
    };
    let text = match scheme {
        Some(scheme) if is_default_name(knot.text) => scheme,
        _ => knot.text,
    };
    Node { id: &knot.id, text, kind, scheme, linchpin: knot.own.as_ref() }
}
