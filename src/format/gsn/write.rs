//! An argument as a goal structure.

use rustc_hash::FxHashSet;

use super::element::ElementType;
use super::read::NAMELESS;
use crate::argument::{Argument, Edge, EdgeKind, NodeHandle, NodeKind, Weight};
use crate::format::Written;
use crate::format::facts::{facts_of, table, text, texts, tree};
use crate::format::graph_file::{Syntax, Value, of_front_matter, print};
use crate::format::names::names;

/// Writes an element for each node, in document order. O(nodes + edges).
pub(super) fn write(argument: &Argument) -> Written {
    let types = types(argument);
    let mut notes = Vec::new();
    // The key of the module's description, and the mark of a relation.
    let is_name = |id: &str| id != "module" && !id.contains("->");
    let names = names(argument, is_name, |id| id.replace("->", "→"), &mut notes);
    let mut parallel = 0;
    let mut several = 0;
    let mut root: Vec<(String, Value<'static>)> = Vec::new();
    if let Some(front) = of_front_matter(argument, &names) {
        let title = argument.report.title.as_ref().map_or(NAMELESS, |title| title.as_str());
        let mut module = vec![("name".to_owned(), text(title))];
        if let Value::Map(entries) = front.value {
            module.extend(entries.into_iter().map(|entry| (entry.key.into_owned(), entry.value.value)));
        }
        root.push(("module".to_owned(), table(module)));
    }
    for (handle, node) in argument.nodes() {
        let is = types[handle.index()];
        let mut element: Vec<(&'static str, Value<'static>)> = Vec::new();
        let words = node.text.as_str();
        let name = &names[handle.index()];
        // An element without a text has its id for it, an inference has none.
        if !words.is_empty() && (words != name || node.kind == NodeKind::Inference) {
            element.push(("text", text(words)));
        }
        if ElementType::from_id(name) != Some(is) {
            element.push(("nodeType", text(is.name())));
        }
        let premises = edges(
            argument.premises(handle).map(|premise| (premise.node, premise.edge)),
            EdgeKind::Supports,
            &mut parallel,
        );
        let is_context =
            |node: NodeHandle| matches!(types[node.index()], ElementType::Assumption | ElementType::Justification);
        let (context, supports): (Vec<_>, Vec<_>) = premises.iter().copied().partition(|(node, _)| is_context(*node));
        let id = |node: NodeHandle| names[node.index()].as_str();
        if !context.is_empty() {
            element.push(("inContextOf", texts(context.iter().map(|(node, _)| id(*node)))));
        }
        if !supports.is_empty() {
            element.push(("supportedBy", texts(supports.iter().map(|(node, _)| id(*node)))));
        } else if matches!(is, ElementType::Goal | ElementType::Strategy) {
            element.push(("undeveloped", Value::Bool(true)));
        }
        let challenged = edges(
            argument.conclusions(handle).map(|premise| (premise.node, premise.edge)),
            EdgeKind::Contradicts,
            &mut parallel,
        );
        if let Some(((first, _), others)) = challenged.split_first() {
            element.push(("challenges", text(id(*first))));
            if !others.is_empty() {
                several += 1;
                element.push(("also-challenges", texts(others.iter().map(|(node, _)| id(*node)))));
            }
        }
        element.extend(of_edges(&names, &premises, "weights", "because"));
        element.extend(of_edges(&names, &challenged, "challenge-weights", "challenge-because"));
        if kind_of(argument, handle, is) != node.kind {
            element.push(("kind", text(node.kind.word())));
        }
        element.extend(facts_of(node));
        root.push((name.clone(), table(element)));
    }
    if several > 0 {
        notes.push(format!(
            "{several} nodes contradict more than one; GSN's elements challenge one, and only linchpin reads the others"
        ));
    }
    if parallel > 0 {
        notes.push(format!("{parallel} edges that run beside another of the same kind are left out"));
    }
    if !argument.suppressions.is_empty() {
        notes.push("silenced rules are left out".to_owned());
    }
    Written { bytes: print(&tree(table(root)), Syntax::Yaml).into_bytes(), notes }
}

/// The edges of one kind, the first to each node only.
fn edges<'a>(
    all: impl Iterator<Item = (NodeHandle, &'a Edge)>,
    kind: EdgeKind,
    parallel: &mut usize,
) -> Vec<(NodeHandle, &'a Edge)> {
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for (node, edge) in all.filter(|(_, edge)| edge.kind == kind) {
        if seen.insert(node) {
            found.push((node, edge));
        } else {
            *parallel += 1;
        }
    }
    found
}

fn of_edges(
    names: &[String],
    edges: &[(NodeHandle, &Edge)],
    weights: &'static str,
    reasons: &'static str,
) -> Vec<(&'static str, Value<'static>)> {
    let id = |node: NodeHandle| names[node.index()].clone();
    let weighted = edges.iter().filter(|(_, edge)| edge.weight != Weight::FULL);
    let weighted: Vec<_> = weighted.map(|(node, edge)| (id(*node), Value::Number(edge.weight.get()))).collect();
    let reasoned = edges.iter().filter_map(|(node, edge)| Some((id(*node), text(edge.because.as_ref()?))));
    let reasoned: Vec<_> = reasoned.collect();
    let mut found = Vec::new();
    if !weighted.is_empty() {
        found.push((weights, table(weighted)));
    }
    if !reasoned.is_empty() {
        found.push((reasons, table(reasoned)));
    }
    found
}

/// The type that each node is written as. What challenges is a counter goal or counter solution, and so is all that
/// supports it: gsn2x refuses other premises there. Only goals and strategies have premises.
fn types(argument: &Argument) -> Vec<ElementType> {
    let mut is_counter = vec![false; argument.node_count()];
    let mut waiting: Vec<NodeHandle> = Vec::new();
    for (handle, edge) in argument.edges() {
        let (premise, _) = argument.ends(handle);
        if edge.kind == EdgeKind::Contradicts && !std::mem::replace(&mut is_counter[premise.index()], true) {
            waiting.push(premise);
        }
    }
    while let Some(node) = waiting.pop() {
        for premise in argument.premises(node) {
            if premise.kind == EdgeKind::Supports && !std::mem::replace(&mut is_counter[premise.node.index()], true) {
                waiting.push(premise.node);
            }
        }
    }
    let type_of = |(handle, node): (NodeHandle, &crate::argument::Node)| {
        let is_leaf = !argument.has_premise(handle, EdgeKind::Supports);
        if is_counter[handle.index()] {
            let is_solution = is_leaf && node.kind == NodeKind::Evidence;
            return if is_solution { ElementType::CounterSolution } else { ElementType::CounterGoal };
        }
        match node.kind {
            NodeKind::Inference => ElementType::Strategy,
            NodeKind::Evidence if is_leaf => ElementType::Solution,
            NodeKind::Assumption
                if is_leaf && ElementType::from_id(node.id.as_str()) == Some(ElementType::Justification) =>
            {
                ElementType::Justification
            }
            NodeKind::Assumption if is_leaf => ElementType::Assumption,
            _ => ElementType::Goal,
        }
    };
    argument.nodes().map(type_of).collect()
}

/// The kind that the reader gives to an element of that type.
fn kind_of(argument: &Argument, handle: NodeHandle, is: ElementType) -> NodeKind {
    match is {
        ElementType::Goal if !argument.has_conclusion(handle) => NodeKind::Judgement,
        ElementType::Goal | ElementType::CounterGoal => NodeKind::Claim,
        ElementType::Strategy => NodeKind::Inference,
        ElementType::Solution | ElementType::CounterSolution => NodeKind::Evidence,
        ElementType::Assumption | ElementType::Justification | ElementType::Context => NodeKind::Assumption,
    }
}
