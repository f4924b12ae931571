use std::borrow::Cow;

use super::{Role, is_default_name};
use crate::argument::{Argument, EdgeKind, NodeHandle, NodeKind};
use crate::format::graph_file::decode::folded;
use crate::format::graph_file::tree::Tree;
use crate::format::graph_file::{beside_the_edge, beside_the_graph};

/// An argument as a graph of propositions and steps, to be written.
pub(in crate::format) struct OutGraph<'a> {
    /// The nodes: those of the argument, in its order, then a step for each edge between them that needs one.
    pub knots: Vec<Knot<'a>>,
    /// The edges, in the order of the argument's.
    pub arcs: Vec<Arc>,
    /// What belongs under our own key for the whole.
    pub own: Option<Tree<'static>>,
    /// Whether anything but kinds stands under our own keys.
    pub is_more_than_a_graph: bool,
}

/// A node to be written.
pub(in crate::format) struct Knot<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// Proposition or step.
    pub role: Role,
    /// The words of a proposition; the warrant of a step, which may be empty.
    pub text: &'a str,
    /// What belongs under our own key.
    pub own: Option<Tree<'static>>,
    /// The node of the argument that it is.
    pub node: Option<NodeHandle>,
}

/// An edge to be written, between two nodes by their numbers.
pub(in crate::format) struct Arc {
    /// Where it leads from.
    pub from: usize,
    /// Where it leads to.
    pub to: usize,
    /// What belongs under our own key.
    pub own: Option<Tree<'static>>,
}

/// The argument as propositions and steps: an inference is a step as it stands, and every other edge becomes one, but
/// for those that lead into an inference as its premises. O(nodes + edges).
pub(in crate::format) fn out_graph(argument: &Argument) -> OutGraph<'_> {
    let (own, fields) = beside_the_graph(argument);
    let is_inference = |node: NodeHandle| argument.node(node).kind == NodeKind::Inference;
    // An inference that only contradicts is a conflict; one that does both supports, and contradicts by further steps.
    let contradicts = |node: NodeHandle| {
        argument.has_conclusion(node) && argument.conclusions(node).all(|edge| edge.kind == EdgeKind::Contradicts)
    };
    let mut is_more_than_a_graph = !own.entries().is_empty();
    let mut knots: Vec<Knot<'_>> = argument
        .nodes()
        .zip(fields)
        .map(|((handle, node), fields)| {
            is_more_than_a_graph |= fields.entries().len() > 1;
            let kind = if contradicts(handle) { EdgeKind::Contradicts } else { EdgeKind::Supports };
            Knot {
                id: Cow::Borrowed(node.id.as_str()),
                role: if is_inference(handle) { Role::Step(kind) } else { Role::Proposition },
                text: node.text.as_str(),
                own: Some(fields),
                node: Some(handle),
            }
        })
        .collect();
    let mut arcs = Vec::new();
    let mut number = 0;
    for (handle, edge) in argument.edges() {
        let (premise, conclusion) = argument.ends(handle);
        let (from, to) = (premise.index(), conclusion.index());
        let because = edge.because.as_deref();
        let is_read_as_it_stands = if is_inference(premise) {
            knots[from].role == Role::Step(edge.kind)
        } else {
            edge.kind == EdgeKind::Supports && is_inference(conclusion)
        };
        if is_read_as_it_stands {
            let own = beside_the_edge(edge.weight, because);
            is_more_than_a_graph |= own.is_some();
            arcs.push(Arc { from, to, own });
            continue;
        }
        let id = loop {
            number += 1;
            let id = format!("step-{number}");
            if argument.find(&id).is_none() {
                break id;
            }
        };
        let warrant = because.unwrap_or_default();
        // A name that would not be read back as it stands.
        let hidden = because.filter(|because| is_default_name(because) || folded(because) != *because);
        let own = beside_the_edge(edge.weight, hidden);
        is_more_than_a_graph |= own.is_some();
        let own = own.or_else(|| is_inference(premise).then(super::own_nothing));
        let step = knots.len();
        knots.push(Knot { id: Cow::Owned(id), role: Role::Step(edge.kind), text: warrant, own, node: None });
        arcs.push(Arc { from, to: step, own: None });
        arcs.push(Arc { from: step, to, own: None });
    }
    let own = (!own.entries().is_empty()).then_some(own);
    OutGraph { knots, arcs, own, is_more_than_a_graph }
}
